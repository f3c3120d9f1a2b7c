"""What a goal is to be measured by: the number, its unit, which way, and the year."""

import re
from dataclasses import dataclass

from pipeline.goals.clarity import QUANTITY_UNIT, WORD_NUMBER

_WORDS = {
    **{"null": 0, "ingen": 0, "én": 1, "ein": 1, "ett": 1, "eitt": 1, "en": 1, "to": 2, "tre": 3},
    **{"fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10},
    **{"elleve": 11, "tolv": 12, "femten": 15, "tjue": 20, "femti": 50, "hundre": 100},
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"twelve": 12, "ten": 10},
}  # fmt: skip
_NUMBER = r"\d+(?:[ .\u00a0]\d{3})*(?:[,.]\d+)?"
_QUANTITY = re.compile(
    rf"(?<![\w.,/])(?P<figure>{_NUMBER})(?:\s*(?:[-–]|til)\s*{_NUMBER})?\s*(?P<unit>{QUANTITY_UNIT})"
    rf"(?!\w)|(?<!\w)(?P<word>{WORD_NUMBER})\s+(?:\w+\s+)??(?P<its>{QUANTITY_UNIT})(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d{2}(?!\d)")
_DUE = re.compile(
    r"(?<!\w)(?:innen|innan|seinest|senest|før|i løpet av|mot|fram til|frem til|by|before)"
    r"(?:\s+\w+){0,3}?\s+(?P<year>(?:19|20)\d{2})(?!\d)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?<!\w)(?:fr[aå]|siden|sidan|sammenlignet med|samanlikna med|mot|enn i|som i)"
    r"(?:\s+[^\W\d]+){0,2}?\s+(?:19|20)\d{2}(?! til)(?:-\w+)?",
    re.IGNORECASE,
)
_FROM = re.compile(rf"(?<!\w)fr[aå]\s+{_NUMBER}(?:\s*(?:{QUANTITY_UNIT}))?(?=.*?\btil\b)", re.I)
_WAYS = (
    ("at_least", r"minst|minimum|over|mer enn|meir enn|flere enn|fleire enn|høyere enn|høgare enn"
     r"|opp til|at least|more than|[≥>]"),
    ("at_most", r"høyst|høgst|maks(?:imalt)?|under|færre enn|mindre enn|lavere enn|lågare enn"
     r"|inntil|ned til|ikke overstige|ikkje overstige|within|at most|less than|no more than|[≤<]"),
    ("up", r"øk(?:e|es|er|t|ning\w*)|auk(?:e|a|ar|ast|es)|flere|fleire|dobl\w*|styrk\w*|vokse|stige"
     r"|increase\w*"),
    ("down", r"reduser\w*|redusert|halver\w*|færre|senk\w*|mink\w*|kutt\w*|lavere|lågare|nedgang"
     r"|ned med|reduce\w*"),
)  # fmt: skip
_DIRECTIONS = [
    (way, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for way, words in _WAYS
]
# «ingen venter mer enn tre uker»: three weeks at most; «ikke overstige» says so by itself
_NONE = re.compile(r"(?<!\w)(?:ingen|ikke|ikkje|aldri|no|not)(?!\w)(?! overst| overskr)", re.I)
_OTHER_WAY = {"at_least": "at_most", "at_most": "at_least"}


@dataclass(frozen=True)
class Target:
    """A goal's number, its unit as written, which way it is to go; None where it says none.

    `direction` is at_least, at_most, up, down or exactly.
    """

    value: float | None = None
    unit: str | None = None
    direction: str | None = None


def read_target(text: str) -> Target:
    """The first number with a unit, what it came from left out.

    >>> read_target("Sykefraværet er under 7,5 prosent")
    Target(value=7.5, unit='prosent', direction='at_most')
    >>> read_target("Antall avvik reduseres fra 38 til 19 avvik innen 2027")
    Target(value=19.0, unit='avvik', direction='down')
    >>> read_target("Alle skal trives")
    Target(value=None, unit=None, direction=None)
    """
    match = _QUANTITY.search(_FROM.sub(lambda found: " " * len(found.group(0)), text))
    if match is None:
        return Target()
    said = match.group("figure")
    value = _number(said) if said else float(_WORDS.get(match.group("word").lower(), 1))
    unit = match.group("unit") or match.group("its")
    return Target(value, unit, _direction(text, match.start()))


def deadline_year(text: str) -> int | None:
    """The year that the goal is to be reached by; nothing where it names none, or only others.

    >>> deadline_year("Halvert innen 2030"), deadline_year("Ned 10 % fra 2010 til 2020")
    (2030, 2020)
    >>> deadline_year("Flere enn i 2010") is None
    True
    """
    due = _DUE.search(text)
    if due:
        return int(due.group("year"))
    years = [int(year) for year in _YEAR.findall(_SINCE.sub(" ", text))]
    return max(years) if years else None


def _direction(text: str, place: int) -> str:
    """The way told right before the number, else anywhere in the goal; exactly where none is."""
    near = text[max(0, place - 30) : place]
    for way, pattern in _DIRECTIONS[:2]:
        if pattern.search(near):
            return _OTHER_WAY[way] if _NONE.search(text[:place]) else way
    return next((way for way, pattern in _DIRECTIONS[2:] if pattern.search(text)), "exactly")


def _number(text: str) -> float:
    whole = re.sub(r"(?<=\d)[ .\u00a0](?=\d{3}(?!\d))", "", text)
    return float(whole.replace(",", "."))
