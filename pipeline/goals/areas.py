"""Names of tjenesteområder: the same area told again under slightly different names."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.language.stem import stem
from pipeline.language.tokenise import tokenise

_SMALL = frozenset(
    [
        "og",
        "i",
        "på",
        "for",
        "til",
        "av",
        "med",
        "innen",
        "innenfor",
        "innan",
        "innanfor",
        "de",
        "den",
        "det",
        "dei",
        "en",
        "ein",
        "et",
        "eit",
        "som",
        "samt",
        "and",
        "of",
        "the",
        "under",
        "område",
        "området",
    ]
)
# What a name may end in without being another area: oppfølging, oppfølgingstjenester.
_TAIL = re.compile(
    r"(?<=\w{4})(?:s|e)?(?:tjeneste(?:r|n|ne)?|teneste?(?:r|ne|a)?|område(?:t|ne|r)?"
    r"|sektor(?:en)?|etat(?:en)?|avdeling(?:en|a)?|forvaltning(?:en)?|drift(?:en|a)?"
    r"|formål(?:et)?)$"
)
_LEAST_ALIKE = 0.45
_FULL_WORD = 0.8
_LONGEST_ENDING = 2


def area_words(name: str) -> list[str]:
    """The stems that tell an area from others, without the words that every area has.

    >>> area_words("Oppfølgingstjenester") == area_words("Oppfølging")
    True
    """
    words = [word for word in tokenise(name) if word not in _SMALL]
    cut = [_TAIL.sub("", word) or word for word in words]
    return [stem(word, "nn") for word in cut]


@lru_cache(maxsize=65_536)
def area_similarity(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: what they share of the shorter and of both.

    Half the share of the shorter name's words found in the other, half the Dice coefficient; words
    are the same where their stems are, or nearly so: a longer stem that holds the shorter.

    >>> area_similarity("Helse og omsorg", "helse- og omsorg")
    1.0
    >>> area_similarity("Skole", "barnehage")
    0.0
    """
    left, right = area_words(one), area_words(other)
    if not left or not right:
        return 0.0
    shared = _shared(left, right)
    return (shared / min(len(left), len(right)) + 2 * shared / (len(left) + len(right))) / 2


def match_areas(proposed: Sequence[str], decided: Sequence[str]) -> dict[int, int]:
    """Place in `proposed` → place in `decided`: one to one, the best in all, unlike ones left out.

    >>> match_areas(["Rådmann", "Kultur"], ["kultur, idrett og kirkegårder", "rådmannen"])
    {0: 1, 1: 0}
    """
    if not proposed or not decided:
        return {}
    alike = np.array([[area_similarity(one, other) for other in decided] for one in proposed])
    rows, columns = linear_sum_assignment(-alike)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column] >= _LEAST_ALIKE
    }


def _shared(left: Sequence[str], right: Sequence[str]) -> float:
    alike = np.array([[_same_word(one, other) for other in right] for one in left])
    rows, columns = linear_sum_assignment(-alike)
    return float(alike[rows, columns].sum())


@lru_cache(maxsize=65_536)
def _same_word(one: str, other: str) -> float:
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    # what a compound is stands last in it: «kulturhus» is a house, and not the area «kultur»
    ends_alike = long.startswith(short) and len(long) - len(short) <= _LONGEST_ENDING
    if len(short) >= 4 and (ends_alike or long.endswith(short)):
        return _FULL_WORD
    near = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return near * _FULL_WORD if near >= 0.85 and len(short) >= 5 else 0.0
