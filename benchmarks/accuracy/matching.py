"""What was read from a page, held against what was coded on it by hand.

Everything here works on one page at a time, and compares letters and digits alone. A coded text is
known by its prefix: its first words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.accuracy.reading import nearest_distance

FURNITURE = ("header", "footer", "page_number")
FLOWING = ("heading", "list_item", "paragraph")
_LEADING_MARK = re.compile(r"^\W*(?:\d+(?:\.\d+)*[.):]?|(?:[a-zæøå]|[ivx]+)[.)])\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zæøå]|[«–])")
_NEAR = 60  # letters that may stand before a goal's own words: a lead-in
_SHORTEST = 12  # letters; less says too little to know a text by
_LETTERS_A_FAULT = 15  # so many letters may hold one that was recognised as another


class Coded(NamedTuple):
    """A passage coded by hand; `level` of headings alone, and of those not always."""

    role: str
    prefix: str
    level: int | None = None


class Read(NamedTuple):
    """A passage as read: `block` is its place in the document's reading order."""

    role: str
    text: str
    block: int
    level: int | None = None


class Statement(NamedTuple):
    """A goal, coded (`text` is its prefix) or read (`text` is all of it)."""

    text: str
    kind: str


class Amount(NamedTuple):
    """A coded row's amount (`label` is its prefix), or an amount as read."""

    label: str
    amount: float
    year: int | None
    is_total: bool


@dataclass(frozen=True)
class Count:
    """Of one measure on one page: coded and how many of them found, read and how many right."""

    found: int
    coded: int
    right: int
    read: int


def key(text: str) -> str:
    """Letters and digits alone, small, ligatures and superscripts as plain letters.

    >>> key("– Å ﬁnne «5 pst.»")
    'åfinne5pst'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def begins(text: str, prefix: str) -> bool:
    """Whether the text begins with the prefix, marks and numbers of lists counted or not.

    >>> begins("2.1 Skole og fritid", "Skole"), begins("Skolen er", "2. Skole"), begins("", "a")
    (True, True, False)
    """
    return any(one.startswith(other) for one in _keys(text) for other in _keys(prefix))


def nearly_begins(text: str, prefix: str) -> bool:
    """Whether the text begins with the prefix but for a letter or two misread.

    >>> nearly_begins("Retningslinjene for samarbeld", "Retningslinjene for samarbeid")
    True
    """
    wanted, said = key(prefix), key(text)
    faults = len(wanted) // _LETTERS_A_FAULT
    return faults > 0 and nearest_distance(wanted, said[: len(wanted) + faults]) <= faults


def _keys(text: str) -> list[str]:
    return [found for found in (key(text), key(_LEADING_MARK.sub("", text))) if found]


def match_passages(
    coded: Sequence[Coded], read: Sequence[Read], before: Sequence[Read] = ()
) -> dict[int, Read]:
    """For each coded passage that is found, by its index, the passage that begins as it does.

    One to one, in reading order. `before` is what begins on the page before: the first coded
    passage of running text may go on from there, so it may stand anywhere in the last of them.
    """
    found: dict[int, Read] = {}
    left = list(read)
    for alike in (begins, nearly_begins):
        for index, passage in enumerate(coded):
            matches = (each for each in left if alike(each.text, passage.prefix))
            match = None if index in found else next(matches, None)
            if match is not None:
                found[index] = match
                left.remove(match)
    first = next((i for i, each in enumerate(coded) if each.role in FLOWING), None)
    if first is not None and first not in found:
        held = [each for each in before if key(coded[first].prefix) in key(each.text)]
        found |= {first: held[-1]} if held else {}
    return found


def count_role(
    role: str, coded: Sequence[Coded], read: Sequence[Read], before: Sequence[Read] = ()
) -> Count:
    """Passages of one role; one that goes on from the page before counts as read where found."""
    wanted = [each for each in coded if each.role == role]
    said = [each for each in read if each.role == role]
    goes_on = next((each.role == role for each in coded if each.role in FLOWING), False)
    earlier = [each for each in before if each.role == role] if goes_on else []
    found = match_passages(wanted, said, earlier)
    return Count(
        len(found), len(wanted), len(found), len(said) + sum(m not in said for m in found.values())
    )


def count_furniture(coded: Sequence[Coded], read: Sequence[Read]) -> Count:
    """Running heads, feet and page numbers, which may be read in one piece or in several."""
    wanted = [_words(each.prefix) for each in coded if each.role in FURNITURE]
    said = [_words(each.text) for each in read if each.role in FURNITURE]
    every = Counter(word for text in said for word in text)
    return Count(
        sum(bool(want) and Counter(want) <= every for want in wanted),
        len(wanted),
        sum(any(_within(want, t) or _within(t, want) for want in wanted) for t in said),
        len(said),
    )


def _words(text: str) -> list[str]:
    return [word for word in map(key, text.split()) if word]


def _within(part: list[str], whole: list[str]) -> bool:
    places = range(len(whole) - len(part) + 1)
    return bool(part) and any(whole[i : i + len(part)] == part for i in places)


def match_levels(coded: Sequence[Coded], read: Sequence[Read]) -> list[tuple[int, int]]:
    """The coded and the read level of each heading that is found and has both."""
    wanted = [each for each in coded if each.role == "heading"]
    found = match_passages(wanted, [each for each in read if each.role == "heading"])
    levels = [(wanted[i].level, each.level) for i, each in found.items()]
    return [(one, other) for one, other in levels if one is not None and other is not None]


def count_levels(levels: Sequence[tuple[int, int]], shift: int = 0) -> Count:
    """Of pairs of a coded and a read level: those where the coded one is `shift` above the read.

    >>> count_levels([(1, 1), (2, 3)])
    Count(found=1, coded=2, right=1, read=2)
    """
    right = sum(one == other + shift for one, other in levels)
    return Count(right, len(levels), right, len(levels))


def likeliest_shift(levels: Sequence[tuple[int, int]]) -> int:
    """What to add to the read levels of a document for most to be as coded; 0 where none are.

    >>> likeliest_shift([(1, 2), (2, 3), (1, 1)])
    -1
    """
    counted = Counter(one - other for one, other in levels)
    return max(counted, key=lambda shift: (counted[shift], -abs(shift)), default=0)


def count_order(coded: Sequence[Coded], read: Sequence[Read], before: Sequence[Read] = ()) -> Count:
    """Of neighbours in the coded running text that were both read, whatever their role: in order.

    Passages that are not running text may stand anywhere.
    """
    wanted = [each for each in coded if each.role in FLOWING]
    found = match_passages(wanted, read, before)
    blocks = [found[index].block for index in sorted(found)]
    right = sum(one < other for one, other in pairwise(blocks))
    pairs = max(len(blocks) - 1, 0)
    return Count(right, pairs, right, pairs)


def match_goals(
    coded: Sequence[Statement], read: Sequence[Statement], texts: Iterable[str] = ()
) -> list[tuple[int, int]]:
    """Pairs of a coded statement and a goal read, by their indices, one to one.

    `texts` are the page's passages: a goal that is a later clause of the sentence that a statement
    begins is that statement, where no other claims it.
    """
    sentences = [part for text in texts for part in _SENTENCE_END.split(text)]
    likeness = np.array(
        [
            [_likeness(one, _sentence(one.text, sentences), other.text) for other in read]
            for one in coded
        ]
    ).reshape(len(coded), len(read))
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if likeness[i, j] > 0]


def _sentence(prefix: str, sentences: Sequence[str]) -> str:
    wanted = key(prefix)
    held = next((text for text in map(key, sentences) if wanted in text), "")
    return held[held.find(wanted) :]


def _likeness(statement: Statement, sentence: str, goal: str) -> int:
    wanted, said = key(statement.text), key(goal)
    if said.startswith(wanted) or (len(said) >= _SHORTEST and wanted.startswith(said)):
        return 9
    after_lead_in = key(goal.partition(":")[2])
    if 0 <= said.find(wanted) <= _NEAR or after_lead_in.startswith(wanted):
        return 8
    if nearly_begins(goal, statement.text):
        return 7
    return 1 if len(said) >= _SHORTEST and said in sentence else 0


def count_goals(coded: Sequence[Statement], read: Sequence[Statement], texts: list[str]) -> Count:
    """Goals, whatever their kind."""
    pairs = len(match_goals(coded, read, texts))
    return Count(pairs, len(coded), pairs, len(read))


def count_kind(
    kind: str, coded: Sequence[Statement], read: Sequence[Statement], texts: list[str]
) -> Count:
    """Goals of one kind: right where both sides say that kind."""
    pairs = match_goals(coded, read, texts)
    right = sum(coded[i].kind == kind == read[j].kind for i, j in pairs)
    return Count(
        right, sum(each.kind == kind for each in coded), right, sum(e.kind == kind for e in read)
    )


def count_kinds_right(
    coded: Sequence[Statement], read: Sequence[Statement], texts: list[str]
) -> Count:
    """Of the goals found: those whose kind is right."""
    pairs = match_goals(coded, read, texts)
    right = sum(coded[i].kind == read[j].kind for i, j in pairs)
    return Count(right, len(pairs), right, len(pairs))


def match_amounts(coded: Sequence[Amount], read: Sequence[Amount]) -> dict[int, Amount]:
    """For each coded row that is found, the amount whose label holds the row's, the likest first.

    One to one; of several with the same label that with the right amount, year and sort is taken.
    """
    if not coded or not read:
        return {}
    likeness = np.array([[_likeness_of_amounts(one, other) for other in read] for one in coded])
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return {int(i): read[int(j)] for i, j in zip(rows, columns, strict=True) if likeness[i, j] > 0}


def _likeness_of_amounts(coded: Amount, read: Amount) -> int:
    if key(coded.label) not in key(read.label):
        return 0
    return (
        1
        + 8 * _same_amount(coded, read)
        + 4 * (coded.year == read.year)
        + 2 * (coded.is_total == read.is_total)
    )


def _same_amount(one: Amount, other: Amount) -> bool:
    return abs(one.amount - other.amount) < 0.5


def count_rows(coded: Sequence[Amount], read: Sequence[Amount]) -> dict[str, Count]:
    """Coded rows: whose amount is right, and of all of them, whose year and sort are right too."""
    pairs = [(coded[i], other) for i, other in match_amounts(coded, read).items()]
    same = [(one, other) for one, other in pairs if _same_amount(one, other)]
    right = {
        "row_amounts": len(same),
        "row_years": sum(one.year == other.year for one, other in same),
        "row_totals": sum(one.is_total == other.is_total for one, other in same),
    }
    return {name: Count(n, len(coded), n, len(coded)) for name, n in right.items()}
