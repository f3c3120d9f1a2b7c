"""How much more concrete a goal is than the objective it may serve: figures, times, measures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.stem import content_stems
from pipeline.language.wordlists import word_patterns

# Weights found by hand; a figure, a time or an indicator alone makes a goal concrete enough.
WEIGHTS = {"number": 1.0, "count": 0.7, "time": 0.7, "often": 0.7, "indicator": 1.0, "measure": 0.7}
# So many content words more than the objective's tell of detail by themselves.
MUCH_LONGER = 4
LONGER = 0.5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def added_detail(goal: Sequence[str], objective: Sequence[str], language: str = "nb") -> float:
    """How many signs of the concrete a goal has that the objective lacks, from 0 to below 1.

    1 − ½^w, where w sums the weights of the sorts of sign that are new in the goal: a number, a
    count in words, a time, how often, an indicator ("andelen som"), a measure ("kurse"), and many
    more words than the objective has. 0 where there is none; one strong sign gives 0.5.

    >>> objective = "mer heltid i omsorgsyrkene".split()
    >>> round(added_detail("alle får minst 80 prosent stilling".split(), objective), 2)
    0.75
    >>> added_detail("hel stilling er regelen".split(), objective)
    0.0
    """
    mine, theirs = _told(tuple(goal), language), _told(tuple(objective), language)
    new = (sorts for word, sorts in mine.signs.items() if word not in theirs.signs)
    weight = sum(WEIGHTS[sort] for sort in sorted(frozenset[str]().union(*new)))
    longer = mine.length - theirs.length
    return float(1 - 0.5 ** (weight + LONGER * (longer >= MUCH_LONGER)))


@dataclass(frozen=True)
class _Told:
    """The words of a statement that are signs, each with its sorts; how many words say something.

    A word that is a sign in one statement is one in every other.
    """

    signs: dict[str, frozenset[str]]
    length: int


# a statement is held against many others, one after another
@lru_cache(maxsize=20_000)
def _told(words: tuple[str, ...], language: str) -> _Told:
    signs = {word: sorts for word in words if (sorts := _sorts(word))}
    return _Told(signs, len(content_stems(words, language)))


@lru_cache(maxsize=50_000)
def _sorts(word: str) -> frozenset[str]:
    if _NUMBER.fullmatch(word):
        return frozenset(["number"])
    return frozenset(name for name, pattern in _lists().items() if pattern.fullmatch(word))


def _lists() -> dict[str, re.Pattern[str]]:
    return word_patterns("concrete_words.txt", "pipeline.coupling.resources")
