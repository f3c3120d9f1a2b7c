"""How clear a goal is: does it name a result or only work, and does it leave itself a way out."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.language.normalise import normalise_text
from pipeline.language.verbs import is_infinitive
from pipeline.language.wordlists import activity_words, hedges

# vidareføre, leggja, kartleggjast; no participle (kartlagt, gjennomført)
_INFINITIVE = r"j?(?:e|a)"
_PRESENT = r"j?(?:er|ar)"
_PASSIVE = r"j?(?:es|ast|est)"
# «Tjenesten i Sentrum og Øst skal …»: so many words may stand before the verb
_SUBJECT_WORDS = 8
_ACTOR_WITHIN = 2
# «hos den enkelte bruker»: without a modal the verb stands right after a short subject
_NEAR = 3
_BETWEEN = 3
_LEAD = re.compile(r"^[^\w«\"]+|^\d+(?:\.\d+)*[.)]?\s+|^[a-zæøå]\)\s+")


def activity(text: str, language: str = "nb") -> str | None:
    """The words by which a goal says what is to be done and not what is to be so; None without.

    An activity is work named as the goal: «Gjennomføre kurs», «Kommunen skal arbeide med …»,
    «Rutinene gjennomgås», «Utvikling av …». No activity: a state («Elevene leser»), something
    that is to be more or less («redusere sykefraværet»), a state to be made sure of («sikre»),
    work that is done («er vedtatt»), what others than the municipality do («Elevene skal delta»),
    and work whose result is named («…, slik at alle knekker lesekoden»).
    Source: activities stated as goals are the second sign of unclear goals in Johnsen (2007).

    >>> activity("Gjennomføre kurs for foreldre"), activity("Vi skal arbeide med språk")
    ('gjennomføre', 'arbeide')
    >>> activity("Rutinane skal gjennomgåast kvart år"), activity("Utvikling av nye tilbud")
    ('gjennomgåast', 'utvikling av')
    >>> activity("Elevene leser godt"), activity("Plan for kulturminner er vedtatt")
    (None, None)
    """
    said = _LEAD.sub("", normalise_text(text).lower())
    if _any_of(activity_words("named result")).search(said):
        return None
    is_english = language == "en"
    for pattern in (_first_verb(is_english), _first_noun()):
        match = pattern.match(said)
        if match:
            return match.group("told")
    return _open_infinitive(said, language) or _after_subject(said, language)


def hedge(text: str) -> str | None:
    """The words by which a goal leaves open whether or how far; joined by '; ', None without.

    >>> hedge("Tjenestene bør så langt som mulig gis hjemme")
    'bør; så langt som mulig'
    >>> hedge("Sykefraværet er under 7 prosent") is None
    True
    """
    said = normalise_text(text).lower()
    found = [
        match.group(0)
        for match in _hedges().finditer(said)
        # «i alle saker der flytting vurderes» says when, and is no way out
        if not (
            match.group(0).startswith("vurder") and _is_subordinate(said[: match.start()].split())
        )
    ]
    return "; ".join(dict.fromkeys(found)) or None


def _open_infinitive(said: str, language: str) -> str | None:
    """The goal's first word where it is an infinitive of work, though not on the list."""
    match = _first_word().match(said)
    word = match.group("told") if match else ""
    return word if _is_work(word, language) else None


def _is_work(word: str, language: str) -> bool:
    return word not in activity_words("results") and is_infinitive(word, language)


def _after_subject(said: str, language: str) -> str | None:
    """The verb of «kommunen skal styrke» or «rutinene gjennomgås», where it tells an activity."""
    for match in _verb_after_subject(language == "en").finditer(said):
        before = said[: match.start()]
        words = before.split()
        if not words or len(words) > _SUBJECT_WORDS or "," in before or _is_subordinate(words):
            return None
        passive = match.group("done") or match.group("is_done")
        if passive:
            return passive
        # «Alle enheter skal …»: the head stands first or second; «Elevene ved skolen» is no actor
        actor = any(_actors().fullmatch(word) for word in words[:_ACTOR_WITHIN])
        near = match.group("does") if len(words) <= _NEAR else None
        work = match.group("work") if _is_work(match.group("work") or "", language) else None
        return match.group("do") or work or near if actor else None
    return None


def _is_subordinate(words: Iterable[str]) -> bool:
    return not set(activity_words("subordinate")).isdisjoint(words)


@lru_cache(maxsize=2)
def _first_verb(is_english: bool) -> re.Pattern[str]:
    verbs = _infinitives(is_english)
    return re.compile(rf"(?:(?:{_leading()}),?\s+)*(?P<told>{verbs})(?!\w)")


@lru_cache(maxsize=1)
def _first_word() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_leading()}),?\s+)*(?P<told>[^\W\d_]+)")


@lru_cache(maxsize=1)
def _first_noun() -> re.Pattern[str]:
    leading = _alternatives(activity_words("nounleading"))
    nouns = _alternatives(activity_words("nouns"))
    change = _alternatives(activity_words("change"))
    # «utbygging av», «planlegging og gjennomføring av», and not «økning av»
    work = rf"(?!(?:{change})(?!\w))\w{{3,}}ing(?:\s+og\s+\w{{3,}}ing)?\s+av"
    return re.compile(rf"(?:(?:{leading})\s+)*(?P<told>{nouns}|{work})(?!\w)")


@lru_cache(maxsize=2)
def _verb_after_subject(is_english: bool) -> re.Pattern[str]:
    """A modal with its verb, or a verb in the present; passive verbs in a group of their own."""
    shall = _alternatives(activity_words("shall"))
    bases = _alternatives(activity_words("bases"))
    present = rf"(?:{bases})s?" if is_english else _verbs(_PRESENT)
    return re.compile(
        rf"(?<!\w)(?:(?:{shall})\s+(?:(?:{_leading()})\s+){{0,{_BETWEEN}}}"
        rf"(?:(?P<done>{_passive_verbs()})|(?P<do>{_infinitives(is_english)})|(?P<work>[^\W\d_]+))"
        rf"|(?P<is_done>{_passive_verbs()})|(?P<does>{present}))(?!\w)"
    )


@lru_cache(maxsize=1)
def _hedges() -> re.Pattern[str]:
    return _any_of(hedges())


@lru_cache(maxsize=1)
def _actors() -> re.Pattern[str]:
    return re.compile(_alternatives(activity_words("actors")))


def _verbs(ending: str) -> str:
    """The verbs with this ending where they have a star, and those that are written out."""
    verbs = [verb for verb in activity_words("verbs") if not _is_passive(verb)]
    return _alternatives(verbs, ending)


def _leading() -> str:
    """What may stand before the verb: adverbs, and hedges («skal etter hvert innføre»)."""
    # to consider is work itself
    adverbs = [phrase for phrase in hedges() if not phrase.startswith(("vurder", "consider"))]
    return _alternatives([*activity_words("leading"), *adverbs])


def _infinitives(is_english: bool) -> str:
    # «plan» and «map» are English verbs, and no verbs in the other two languages
    if is_english:
        return _alternatives(activity_words("bases"))
    more = _alternatives(activity_words("infinitives"), _INFINITIVE)
    return f"{_verbs(_INFINITIVE)}|{more}"


def _passive_verbs() -> str:
    verbs = [verb for verb in activity_words("verbs") if "*" in verb or _is_passive(verb)]
    return _alternatives(verbs, _PASSIVE)


def _is_passive(verb: str) -> bool:
    return "*" not in verb and verb.split()[0].endswith(("s", "ast"))


def _alternatives(phrases: Iterable[str], ending: str = r"\w*") -> str:
    """The phrases, longest first, so that «så langt som mulig» comes before a part of it."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(
        re.escape(phrase).replace(r"\*", ending).replace(r"\ ", r"\s+") for phrase in ordered
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_alternatives(phrases)})(?!\w)")
