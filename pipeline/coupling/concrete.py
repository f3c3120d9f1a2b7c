"""How much more concrete a goal is than the objective it may serve: figures, times, measures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipeline.coupling.ragged import Places, Ragged, firsts, numbered_lists, unmet
from pipeline.coupling.statements import Matrix
from pipeline.language.wordlists import function_words, word_patterns

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
    numbers, known = numbered_lists([goal, objective])
    said = Signs.of(numbers, known, language)
    return float(added_by_pair(said, said, np.array([0]), np.array([1]))[0])


@dataclass(frozen=True)
class Signs:
    """The words of n statements that are signs, and how many words of each say something, (n,).

    `sorts` tells for each word that a sign may be, by its number, of which sorts it is one: a bit
    for each of WEIGHTS. A word that is a sign in one statement is one in every other.
    """

    words: Ragged
    sorts: Places
    lengths: Places

    @classmethod
    def of(cls, numbers: Ragged, known: Sequence[str], language: str) -> "Signs":
        """Of statements whose words have these `numbers`, by which `known` has them."""
        small = function_words(language)
        sorts = np.array([_sorts(word) for word in known], dtype=int)
        says = np.array([word not in small for word in known], dtype=bool)
        content = numbers.where(says[numbers.values])
        signs = numbers.where(sorts[numbers.values] > 0)
        return cls(signs, sorts, content.lengths)

    def joined(self, parts: Ragged) -> "Signs":
        """Those of objectives that are said in `parts`, each a list of rows."""
        whole = Ragged(self.lengths[parts.values], parts.starts)
        of, _ = whole.entries(np.arange(len(whole)))
        lengths = np.bincount(of, weights=whole.values, minlength=len(whole)).astype(int)
        return Signs(self.words.joined(parts), self.sorts, lengths)


def added_by_pair(below: Signs, above: Signs, goals: Places, objectives: Places) -> Matrix:
    """`added_detail` of each of `goals` beside that of `objectives`, (pairs,)."""
    pair, at = unmet(below.words, above.words, goals, objectives)
    first, found = firsts(pair), np.zeros(len(goals), dtype=int)
    if len(first):
        found[pair[first]] = np.bitwise_or.reduceat(below.sorts[below.words.values[at]], first)
    is_longer = below.lengths[goals] - above.lengths[objectives] >= MUCH_LONGER
    return np.where(is_longer, _detail(LONGER)[found], _detail(0.0)[found])


def _detail(longer: float) -> Matrix:
    """What each set of sorts comes to."""
    names = sorted(WEIGHTS)
    weights = [
        sum(WEIGHTS[name] for bit, name in enumerate(names) if found >> bit & 1)
        for found in range(1 << len(names))
    ]
    return np.array([1 - 0.5 ** (weight + longer) for weight in weights])


@lru_cache(maxsize=50_000)
def _sorts(word: str) -> int:
    """A bit for each sort of sign that the word is."""
    lists = _lists()
    named = [name for name, pattern in lists.items() if pattern.fullmatch(word)]
    names = ["number"] if _NUMBER.fullmatch(word) else named
    return sum(1 << bit for bit, name in enumerate(sorted(WEIGHTS)) if name in names)


def _lists() -> dict[str, re.Pattern[str]]:
    return word_patterns("concrete_words.txt", "pipeline.coupling.resources")
