"""Nynorsk words led to bokmål: by a list of pairs, its inflections and compounds, and endings."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.language.frequencies import zipf
from pipeline.language.normalise import normalise_text
from pipeline.language.wordlists import nynorsk_small_words, nynorsk_to_bokmal

_WORD = re.compile(r"[^\W\d_]+")

# What an ending of nynorsk is in bokmål.
_ENDINGS = {
    "": "", "e": "e", "en": "en", "a": "en", "et": "et", "t": "t", "s": "s",
    "ar": "er", "er": "er", "or": "er", "ane": "ene", "ene": "ene", "one": "ene",
    "te": "te", "de": "de", "ast": "es", "est": "es", "ande": "ende",
}  # fmt: skip
# Those who do something: leiar, leiarar, leiarane are leder, ledere, lederne.
_AGENT_ENDINGS = {"": "", "en": "en", "ar": "e", "ane": "ne", "s": "s"}
# Endings and letters that tell the two standards apart whatever the word is.
_ALWAYS = (
    ("arane", "erne"), ("arar", "ere"), ("aren", "eren"), ("ane", "ene"), ("ande", "ende"),
    ("ar", "er"), ("ast", "es"), ("heit", "het"), ("heita", "heten"), ("heiter", "heter"),
    ("heitene", "hetene"), ("leg", "lig"), ("lege", "lige"), ("legare", "ligere"),
    ("leggjere", "liggjøre"), ("sam", "som"), ("same", "somme"), ("kje", "ke"), ("gje", "ge"),
    ("kjer", "ker"), ("gjer", "ger"), ("ing", "else"), ("inga", "elsen"), ("ing", "ning"),
    ("inga", "ningen"), ("ingar", "ninger"), ("inga", "ingen"), ("a", "en"), ("a", "et"),
    ("asjonar", "asjoner"), ("leik", "het"), ("leiken", "heten"), ("dd", "tt"), ("dde", "tte"),
    ("ld", "lt"), ("om", "um"), ("nad", "ning"), ("naden", "ningen"), ("nader", "ninger"),
)  # fmt: skip
# These hold without evidence: no bokmål word ends so, or its stem is the same.
_SURE = {"ar", "arane", "arar", "ane", "ande", "heit", "heita", "heiter", "heitene", "leg", "lege"}
# So common a word of bokmål is no nynorsk word in need of leading.
_COMMON = 3.0
_LEAST_BASE = 4
_LEAST_MODIFIER = 3


@lru_cache(maxsize=200_000)
def bokmal_form(word: str) -> str:
    """The bokmål form of a lower-case nynorsk word; the word itself where nothing differs.

    A listed word or an inflection of it; else the most common in bokmål of what comes out when
    listed words within a compound are led over, and endings. The word stays itself where it is
    more common than any of them.

    >>> bokmal_form("verksemda"), bokmal_form("skulane"), bokmal_form("sjukefråværsprosent")
    ('virksomheten', 'skolene', 'sykefraværsprosent')
    >>> bokmal_form("tilgjengeleg"), bokmal_form("barnehagane"), bokmal_form("plan")
    ('tilgjengelig', 'barnehagene', 'plan')
    """
    simple = _inflected(word)
    if simple is not None:
        return simple
    if zipf(word) >= _COMMON:
        return word
    led = list(dict.fromkeys([word, *_compounds_led(word)]))
    candidates = [other for form in led for other in (form, *_endings_led(form))]
    best = max(candidates, key=zipf)
    return best if zipf(best) > 0 else _surely_led(led[-1])


def bokmal_text(text: str) -> str:
    """A nynorsk text with each word in its bokmål form; capitals, numbers and marks stay.

    No translation: it is for what was trained on little nynorsk, as sentence encoders are, and not
    to be shown. Words all in capitals are short forms, and stay.

    >>> bokmal_text("Kommunen skal ikkje auke talet på tilsette i PPT.")
    'Kommunen skal ikke øke tallet på ansatte i PPT.'
    """
    return _WORD.sub(lambda match: _word_led(match.group()), normalise_text(text))


def _word_led(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return word
    lower = word.lower()
    led = nynorsk_small_words().get(lower) or bokmal_form(lower)
    return led.capitalize() if word[0].isupper() else led


@lru_cache(maxsize=1)
def _bases() -> dict[str, str]:
    return {
        nynorsk.removesuffix("e"): bokmal.removesuffix("e") if nynorsk.endswith("e") else bokmal
        for nynorsk, bokmal in reversed(nynorsk_to_bokmal().items())
    }


def _inflected(word: str, least: int = 3) -> str | None:
    listed = nynorsk_to_bokmal()
    if word in listed:
        return listed[word]
    for ending in sorted(_ENDINGS, key=len):
        base = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(base) < least or base not in _bases():
            continue
        other = _bases()[base]
        is_agent = base.endswith("ar") and other.endswith("er")
        return other + (_AGENT_ENDINGS if is_agent else _ENDINGS).get(ending, _ENDINGS[ending])
    return None


def _compounds_led(word: str) -> Iterable[str]:
    """With the longest listed word at its end led over, then at its beginning, then both."""
    tail = next(
        (
            (seam, head)
            for seam in range(_LEAST_MODIFIER, len(word) - _LEAST_BASE + 1)
            if (head := _inflected(word[seam:], _LEAST_BASE)) is not None
        ),
        None,
    )
    whole = _modifier_led(word)
    if tail is None:
        return [whole]
    seam, head = tail
    return [whole, word[:seam] + head, _modifier_led(word[:seam]) + head]


def _modifier_led(word: str) -> str:
    listed = nynorsk_to_bokmal()
    for end in range(len(word), _LEAST_BASE - 1, -1):
        if word[:end] in listed:
            return listed[word[:end]] + word[end:]
    return word


def _endings_led(word: str) -> Iterable[str]:
    return [
        word.removesuffix(ending) + other
        for ending, other in _ALWAYS
        if word.endswith(ending) and len(word) - len(ending) >= 3
    ]


def _surely_led(word: str) -> str:
    fitting = [pair for pair in _ALWAYS if pair[0] in _SURE and word.endswith(pair[0])]
    if not fitting:
        return word
    ending, other = max(fitting, key=lambda pair: len(pair[0]))
    return word.removesuffix(ending) + other
