"""How the words of a goal relate to those of an objective: taken over, rephrased, made concrete."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coupling.ragged import Met, Places, Ragged, Truths, first_of_each, met
from pipeline.coupling.signals import WordSpace
from pipeline.coupling.statements import Matrix

MOST_TERMS = 6


def shared_terms(
    goal: Mapping[str, float], objective: Mapping[str, float], most: int = MOST_TERMS
) -> list[str]:
    """The stems that carry the cosine of two statements, by stem and weight; heaviest first.

    A part of a compound that is shown already is left out.

    >>> shared_terms({"barnehageplass": 0.5, "plass": 0.3, "bydel": 0.2},
    ...              {"barnehageplass": 0.6, "plass": 0.4, "bydel": 0.1})
    ['barnehageplass', 'bydel']
    """
    products = {
        term: weight * objective[term] for term, weight in goal.items() if term in objective
    }
    shown: list[str] = []
    for term in sorted(products, key=lambda term: (-products[term], term)):
        if not any(term in longer for longer in shown):
            shown.append(term)
    return shown[:most]


@dataclass(frozen=True)
class Terms:
    """The stems of n statements by number, in the order of the alphabet, and what each weighs."""

    stems: npt.NDArray[np.object_]
    lists: Ragged
    weights: Matrix

    @classmethod
    def of(cls, words: WordSpace) -> "Terms":
        """Those of the statements of a word space."""
        stems = np.array(words.stems, dtype=object)
        by_letters = np.argsort(stems, kind="stable")
        number = np.empty(len(stems), dtype=int)
        number[by_letters] = np.arange(len(stems))
        rows = words.weights.tocsr()
        lists = Ragged(number[rows.indices], rows.indptr.astype(int))
        return cls(stems[by_letters], lists, rows.data)

    def in_common(self, goals: Places, others: Places) -> tuple[Met, Matrix]:
        """The stems that each of `goals` shares with that of `others`, and what they weigh."""
        found = met(self.lists, self.lists, goals, others)
        return found, self.weights[found.below] * self.weights[found.above]


def shared_by_pair(said: Terms, found: Met, products: Matrix) -> Met:
    """What `shared_terms` shows of pairs that have these stems in common, by pair and in order."""
    number = said.lists.values[found.below]
    order = np.lexsort((number, -products, found.pair))
    found, stems = found.where(order), said.stems[number[order]]

    def is_shown(some: Places, kept: Places) -> Truths:
        both = zip(stems[some], stems[kept], strict=True)
        return np.fromiter((term in longer for term, longer in both), dtype=bool, count=len(some))

    return found.where(first_of_each(found.pair, is_shown, MOST_TERMS))


# Two statements that pull the same things opposite ways to this degree have different aims.
OPPOSED_FROM = 0.4
# About half of a strong sign more than the objective has; between the two kinds it divides best.
CONCRETE_FROM = 0.35
# A goal that is taken over to this degree stays an echo, whatever it adds.
SAME_FROM = 0.9


def link_kinds(
    taken_over: Matrix,
    probability: Matrix,
    is_linked: npt.NDArray[np.bool_],
    concreteness: Matrix,
    verbatim_from: float,
    topical_from: float,
    opposition: Matrix,
) -> npt.NDArray[Any]:
    """One of LINK_KINDS for each pair, of numbers from 0 to 1, all of one shape.

    A pair that pulls the same thing opposite ways has another aim, however alike its words:
    `topical`. Then words taken over come first: an echo is an echo, however probable, unless the
    goal adds a figure, a time or a measure and isn't all but the same. `concretised` is a linked
    goal that adds such; `topical` also a pair on the same field that isn't decided for.

    >>> taken, probability, linked = np.array([0.1, 0.9]), np.array([0.8, 0.99]), np.array([1, 1])
    >>> added, opposed = np.array([0.75, 0.0]), np.array([0.0, 0.95])
    >>> link_kinds(taken, probability, linked == 1, added, 0.6, 0.05, opposed).tolist()
    ['concretised', 'topical']
    """
    is_concrete = concreteness >= CONCRETE_FROM
    is_opposed = opposition >= OPPOSED_FROM
    is_near = is_linked | (np.maximum(probability, taken_over) >= topical_from)
    is_echo = taken_over >= np.where(is_concrete, SAME_FROM, verbatim_from)
    return np.select(
        [
            is_opposed & is_near,
            is_opposed,
            is_echo,
            is_linked & is_concrete,
            is_linked,
            probability >= topical_from,
        ],
        ["topical", "none", "verbatim", "concretised", "rephrased", "topical"],
        "none",
    )
