"""Statements of will in running text: who wants what, told by the evidence in each sentence."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.parsing.clauses import Word, is_present, read_words
from pipeline.parsing.evidence import SINGLE_ACT, Setting, signs

# What each sign weighs, in logits. Set by hand: weights learned on coded pages did worse on the
# pages of documents that they had not seen, since every kind of document wills in its own way.
_WEIGHTS = {
    # what is proposed, wished, needed, aimed at or decided
    "proposes": 3.2, "wishes": 2.6, "needed": 2.3, "important": 2.8, "opines_need": 1.8,
    "goal": 3.0, "decides": 2.2, "decides_figure": 1.5, "can_well": 2.8, "opines": 0.3,
    "urges_need": 2.5, "promised": 4.5, "submission": 0.8,
    "premised": 4.3, "change_needed": 2.6, "offers": 3.6, "planned": -3.0,
    "proposed_before": -2.0, "others": -4.0,
    # the modal verb, whether it is said or told of, and who it is said of
    "must_said": 2.8, "ought_said": 3.4, "shall_said": 2.4, "will_said": 1.0, "can_said": -0.3,
    "must_opined": 3.2, "ought_opined": 3.6, "shall_opined": 2.5, "ought_told": 2.5,
    "will_by_we": 1.5, "will_by_body": 1.6, "will_by_other": -1.0, "will_by_this": -2.5,
    "will_by_it": -2.0, "shall_by_we": 1.0, "shall_by_body": 0.4, "must_by_one": -0.5,
    "shall_instrument": -1.5, "will_instrument": -2.0,
    # the verb that goes with it: what happens, what is only said, what is done by routine
    "will_acts": 1.0, "will_happens": -2.0, "will_passive": -0.5, "will_verbless": -1.0,
    "will_mentions": -4.0, "will_not": -1.0, "shall_state": 0.4, "shall_mentions": -3.0,
    "must_seen": -2.2, "ought_seen": -2.2,
    "must_mentions": -3.0, "ought_mentions": -1.2, "shall_routine": -2.5, "will_routine": -2.5,
    "must_routine": -2.2, "ought_routine": -0.5,
    # law, the present, the past, conditions, explanations
    "law": -0.7, "shall_law": -1.5, "asserted_law": -0.3, "now": -2.2, "past": -1.0,
    "telling": -1.0, "condition_first": -2.5, "when_first": -0.3, "asked_first": -2.5,
    "deictic_first": -0.7,
    "question": -6.0, "elsewhere": -2.5, "quoted": -2.5, "only_tells": -2.5,
    # an act told in the present, what is sent out, wanted or willed by one who can
    "acts_now": 2.4, "changes": 2.2, "follows": -2.5, "unchanged": -2.0, "sends_out": 4.0,
    "wills": 2.0, "wants": 1.5,
    # attention, forecasts, no change, principles, weighing
    "attention": -4.0, "forecast_need": -3.0, "no_change": -5.0, "principle": -3.2,
    "weighed": -3.0,
    # rules, those whom they bind, what a ministry tells of them and of others
    "by_rule": -0.8, "asserted_by_rule": -2.5, "left_to_rules": -2.5, "must_bound": -2.5,
    "shall_bound": -2.5, "shall_rule": -2.5, "must_rule": -2.0, "purpose": -1.5, "reasoned": -2.5,
    "told_before": -3.0, "hearing": -3.0,
    # where it stands and how it looks
    "title_like": -3.0,
    "item": 0.3, "item_infinitive": 2.5, "item_that": 2.3, "item_imperative": 2.8,
    "under_proposals": 3.5, "under_status": -3.0, "under_telling": -1.5,
    "small_first": -2.0, "colon_end": -2.5, "no_stop": -0.5, "figures": -0.3,
}  # fmt: skip
# What a proposition changes by being adopted, and not only by being paid for.
_TAX = re.compile(
    r"\w*(?:avgift|skatt|sats|fradrag|grense|fritak|beløp|regl|regel|lov|toll)\w*", re.IGNORECASE
)
_START = -1.7
_JOINERS = frozenset(("og", "men", "samt", "mens", "medan", "and", "but", "while"))
_LAST_JOINER = re.compile(r"[ ,;–]+(?:(?:og|men|samt|mens|medan|and|but|while) *)?$")
_SAYS_ALONE = re.compile(
    r"^(?:foreslås|føreslåast|foreslår|føreslår|varsles|bevilges|opprettes|innføres|økes|reduseres"
    r"|styrkes|videreføres|vidareførast|aukast|avvikles|fjernes)$"
)
_FIRM = ("skal", "må", "bør", "vil")
_WISHED = re.compile(r"(?:at|that)\s")
_SHARING = frozenset(("vil", "skal", "foreslår", "føreslår", "will", "shall", "proposes"))
_FARTHEST_SHARED = 3
_VERBS = frozenset(
    (
        *("er", "blir", "vert", "foreslår", "føreslår", "trengs", "trengst", "is", "are"),
        *("ble", "blei", "vart", "var", "har", "hadde", "was", "were"),
    )
)
_FARTHEST_VERB = 9
_FARTHEST_UNJOINED = 4
_SHORTEST_CLAUSE = 3
_DIRECTION = re.compile(
    r"(?<!\w)(?:tar sikte på|tek sikte på|leg(?:ger|g) opp til|legges opp til"
    r"|(?:arbeid|jobb)(?:er|ar) for|sats(?:er|ar|es) på|prioriter(?:er|ar))(?!\w)",
    re.IGNORECASE,
)
# What is kept up or put first is a direction, unless money is named.
_GOES_ON = re.compile(
    r"(?<!\w)(?:videreføres|vidareførast|vert vidareført|prioriteres|prioriterast)(?!\w)"
)
_FIGURE = re.compile(
    r"(?<![\w.,/§])(?!(?:19|20)\d{2}(?!\d| \d{3}))\d+(?:[ .]\d{3})*(?:,\d+)?\s*(?:%|prosent|pst"
    r"|[a-zæøå]{2,})|(?<!\w)(?:halver|dobl|nullvisjon|nulltoleranse)\w*",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d.,/])(?:19|20)\d{2}(?!\d)|(?<!\w)(?:innen|innan|by) (?:utgangen|årsskiftet|uke|året"
    r"|perioden|planperioden|\w+ (?:dager|dagar|uker|veker|måneder|månader|år))"
    r"|i (?:plan|økonomiplan)?perioden|i løpet av",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Will:
    """What a sentence or clause wills: its kind, its words, and how sure that is (0 to 1)."""

    kind: str
    text: str
    certainty: float


def certainty_of_will(sentence: str, setting: Setting | None = None) -> float:
    """How sure it is, from 0 to 1, that the sentence says what shall, will or ought to be done.

    The logistic of the sum of what its signs weigh.

    >>> certainty_of_will("Kommunen vil bygge to nye skoler.") > 0.8
    True
    >>> certainty_of_will("Folketallet vil øke fram mot 2040.") < 0.2
    True
    """
    score = _START + sum(_WEIGHTS.get(name, 0.0) for name in signs(sentence, setting))
    return 1 / (1 + math.exp(-score))


def will_kind(sentence: str, setting: Setting | None = None) -> str | None:
    """strategi, tiltak, mål, resultatmål or forslag; nothing for a sentence that wills nothing.

    >>> will_kind("Kommunen vil styrke skolene."), will_kind("KS mener at staten bør betale.")
    ('strategi', 'forslag')
    >>> will_kind("Ventetiden skal reduseres."), will_kind("Utslippene skal halveres innen 2030.")
    ('mål', 'resultatmål')
    >>> will_kind("Kommunen har 41 230 innbyggere.") is None
    True
    >>> will_kind("Dette er midler som må brukes til formålet.") is None
    True
    """
    setting = setting or Setting()
    if certainty_of_will(sentence, setting) < setting.least_certainty:
        return None
    return kind_of_will(sentence, setting)


def kind_of_will(sentence: str, setting: Setting) -> str:
    """The kind of a sentence that does will something.

    Another's hands, or a proposal to those who decide: forslag. Words of the author's own plan are
    its own strategi or tiltak: tiltak where one can tell when it is done.
    """
    found = signs(sentence, setting)
    if found & {"item_infinitive", "item_imperative"} and not setting.is_own:
        return "forslag"
    single = bool(SINGLE_ACT.search(sentence)) or "decides" in found
    if "sends_out" in found:
        return "tiltak"
    if "proposes" in found and "decides" not in found:
        return "forslag"
    if setting.is_ministry and found & {"decides", "changes"} and _TAX.search(sentence):
        return "forslag"
    if "goal" in found:
        return "strategi" if _DIRECTION.search(sentence) else _goal_or_result(sentence)
    if "promised" in found:
        return "tiltak"
    if "offers" in found:
        return "strategi"
    if found & {"acts_now", "changes"} and "no_modal" in found and "decides" not in found:
        return "tiltak" if single else "strategi"
    if "decides" in found and not found & {"must_said", "ought_said", "ought_opined"}:
        goes_on = _GOES_ON.search(sentence) and "decides_figure" not in found
        return "strategi" if goes_on else "tiltak"
    asks = {"must_said", "ought_said", "must_opined", "ought_opined", "shall_opined", "ought_told"}
    if found & (asks | {"needed", "important", "can_well", "wishes"}):
        return _kind_of_demand(found, single, setting)
    if found & {"shall_said", "will_said"}:
        return _kind_of_promise(sentence, found, single)
    if setting.is_own:
        return "tiltak" if single else "strategi"
    return "forslag"


def _kind_of_demand(found: frozenset[str], single: bool, setting: Setting) -> str:
    ours = bool(found & {"must_by_we"}) or ("wishes" in found and setting.is_own)
    if not (setting.is_own or ours):
        return "forslag"
    if found & {"must_state", "must_passive", "ought_state", "important"} and not ours:
        return "mål"
    return "tiltak" if single else "strategi"


def _kind_of_promise(sentence: str, found: frozenset[str], single: bool) -> str:
    states = {"shall_state", "shall_passive", "will_state"}
    acted = found & {"shall_by_we", "shall_by_body", "will_by_we", "will_by_body"}
    verbs = ("acts", "happens", "passive", "verbless", "routine")
    acts = found & {f"{modal}_{verb}" for modal in ("shall", "will") for verb in verbs}
    if single and acted:
        return "tiltak"
    if acted and acts and not found & states:
        return "strategi"
    if "will_said" in found and acted:
        return "strategi"
    return "tiltak" if single and "shall_passive" in found else _goal_or_result(sentence)


def _goal_or_result(sentence: str) -> str:
    return "resultatmål" if _FIGURE.search(sentence) and _TIME.search(sentence) else "mål"


def wills_in(sentence: str, setting: Setting | None = None) -> list[Will]:
    """What the sentence wills: one statement, or one for each clause that wills by itself.

    >>> [w.text for w in wills_in("Skolen må bygges ut, og veien bør legges om.")]
    ['Skolen må bygges ut', 'veien bør legges om.']
    >>> [w.text for w in wills_in("Vi vil bygge skole og legge om veien.")]
    ['Vi vil bygge skole og legge om veien.']
    """
    setting = setting or Setting()
    pieces = _clauses_apart(sentence)
    apart: list[Will] = []
    if len(pieces) > 1:
        subject = _subject_of(sentence)
        apart = [
            found
            for place, piece in enumerate(pieces)
            if (found := _will(piece, replace(setting, is_clause=place > 0), subject))
        ]
        if len(apart) > 1:
            return _with_told_between(sentence, apart)
    whole = _will(sentence, setting)
    if whole is None and apart and not _WISHED.match(apart[0].text):
        # the will stands in one clause; the sentence is the statement
        whole = replace(apart[0], text=sentence)
    return [whole] if whole else []


def _with_told_between(sentence: str, wills: list[Will]) -> list[Will]:
    """The wills in order, each with the clauses after it that only tell, the first all before."""
    starts = [0]
    for each in wills[1:]:
        starts.append(sentence.index(each.text, starts[-1] + 1))
    ends = [*starts[1:], len(sentence)]
    texts = [_LAST_JOINER.sub("", sentence[a:b]) for a, b in zip(starts, ends, strict=True)]
    return [replace(each, text=text) for each, text in zip(wills, texts, strict=True)]


def _will(text: str, setting: Setting, subject: str = "") -> Will | None:
    """What the text wills; a clause that begins with its verb has the sentence's subject."""
    begins = setting.is_clause and _is_firm(read_words(text)[0])
    weighed = f"{subject} {text}" if begins else text
    certainty = certainty_of_will(weighed, setting)
    if certainty < setting.least_certainty:
        return None
    return Will(kind_of_will(weighed, setting), text, certainty)


def _subject_of(sentence: str) -> str:
    """The words before the sentence's first finite verb."""
    words = read_words(sentence)
    verb = next((at for at, word in enumerate(words) if _is_finite(word)), 0)
    return " ".join(word.written for word in words[:verb])


def _clauses_apart(sentence: str) -> list[str]:
    """The sentence cut where a main clause with its own subject and modal verb begins."""
    words = read_words(sentence)
    cuts: list[int] = []
    verb = 0
    for place in range(1, len(words)):
        if place > verb and (found := _verb_of_clause(words, place)):
            cuts.append(place)
            verb = found
    if not cuts:
        return [sentence]
    spots = list(_spots(sentence, words))
    starts = [0, *(spots[place] for place in cuts)]
    ends = [*(_before_joiner(spots, words, place) for place in cuts), len(sentence)]
    return [sentence[start:end].strip(" ,;–") for start, end in zip(starts, ends, strict=True)]


def _verb_of_clause(words: tuple[Word, ...], place: int) -> int | None:
    """Where the modal verb stands of a main clause that begins here; nothing where none does."""
    before, word = words[place - 1], words[place]
    if _shares_subject(words, place):
        return place
    if (
        not (before.lower in (",", ";", "–") or before.lower in _JOINERS)
        or word.lower in _JOINERS
        or word.modal
    ):
        return None
    if word.clause not in ("main", "that") or len(words) - place <= _SHORTEST_CLAUSE:
        return None
    before_it = (held for held in words[:place] if held.clause == word.clause)
    if not any(_is_finite(held) for held in before_it):
        return None
    ahead = words[place + 1 : place + 1 + _FARTHEST_VERB]
    verb = next((at for at, held in enumerate(ahead) if held.modal or _is_firm(held)), None)
    if verb is None or not _is_firm(ahead[verb]) or ahead[verb].clause != word.clause:
        return None
    joined = before.lower in _JOINERS
    stops = {",", ";", ":"} if joined else {",", ";", ":"} | _JOINERS
    between = {held.lower for held in ahead[:verb]}
    far = not joined and verb > _FARTHEST_UNJOINED
    return None if far or stops & between else place + 1 + verb


def _shares_subject(words: tuple[Word, ...], place: int) -> bool:
    """True for «… og vil styrke»: a second verb for the same subject, some way from the first."""
    word = words[place]
    begins = word.lower in _SHARING and words[place - 1].lower in ("og", "and")
    if not begins or word.clause != "main":
        return False
    near = words[max(0, place - _FARTHEST_SHARED) : place - 1]
    earlier = [held for held in words[: place - 1] if held.clause == "main"]
    return any(map(_is_finite, earlier)) and not any(held.modal for held in near)


def _is_finite(word: Word) -> bool:
    return bool(word.modal) or word.lower in _VERBS or is_present(word.lower)


def _is_firm(word: Word) -> bool:
    """True for a verb that says by itself what shall be."""
    return word.modal in _FIRM or bool(_SAYS_ALONE.match(word.lower))


def _spots(sentence: str, words: tuple[Word, ...]) -> Iterator[int]:
    at = 0
    for word in words:
        at = sentence.index(word.written, at)
        yield at
        at += len(word.written)


def _before_joiner(spots: list[int], words: tuple[Word, ...], place: int) -> int:
    return spots[place - 1] if words[place - 1].lower in _JOINERS else spots[place]
