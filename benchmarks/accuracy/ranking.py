"""Measures of ranking that give tied scores what a random order of the ties would give.

Systems tie often: a word overlap of nothing is zero for most targets. Sorting would then reward
whoever lists the right target first in the file. Each measure here is its exact mean over every
order of the ties (McSherry & Najork 2008, "Computing information retrieval performance measures
efficiently in the presence of tied scores", ECIR), so that a constant score gains nothing from it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.sets import Known
from pipeline.coupling.statements import Matrix

Counts = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Ranked:
    """What is known of each rank, all shaped (k, targets): k sources with a link, best rank first.

    A rank lies in a group of `tied` targets of equal score, `right` of them right; it is number
    `place` of the group, from 0, and `before` right targets stand above the group.
    """

    tied: Counts
    right: Counts
    place: Counts
    before: Counts

    @property
    def chance(self) -> Matrix:
        """The probability that the target at each rank is right."""
        return np.asarray(self.right / self.tied)

    @property
    def ranks(self) -> Matrix:
        """1, 2, 3 … up to the number of targets, shape (targets,)."""
        return np.arange(1, self.tied.shape[1] + 1, dtype=float)

    @property
    def wanted(self) -> Matrix:
        """How many targets are right for each source, shape (k,), at least 1."""
        return np.asarray(self.chance.sum(axis=1).round())


def ranked(score: Matrix, known: Known) -> Ranked:
    """Targets of each source that has a link, ordered by score, with their ties.

    >>> two_tied = ranked(np.array([[0.5, 0.9, 0.5]]), np.array([[True, False, False]]))
    >>> two_tied.chance.tolist()
    [[0.0, 0.5, 0.5]]
    """
    rows = known.any(axis=1)
    order = np.argsort(-score[rows], axis=1)
    values = np.take_along_axis(score[rows], order, axis=1)
    right = np.take_along_axis(known[rows], order, axis=1)
    edge = np.ones((len(values), 1), dtype=bool)
    first = np.hstack([edge, values[:, 1:] != values[:, :-1]])
    last = np.hstack([first[:, 1:], edge])
    places = np.arange(values.shape[1])
    start = np.maximum.accumulate(np.where(first, places, 0), axis=1)
    end = np.minimum.accumulate(np.where(last, places, places[-1:])[:, ::-1], axis=1)[:, ::-1]
    above = np.hstack([np.zeros_like(edge, dtype=np.intp), np.cumsum(right, axis=1)])
    before = np.take_along_axis(above, start, axis=1)
    within = np.take_along_axis(above, end + 1, axis=1) - before
    return Ranked(end - start + 1, within, places - start, before)


def average_precision(of: Ranked) -> Matrix:
    """Mean precision at each right target, for each source that has any, shape (k,), in (0, 1].

    (1/R) Σᵢ P(right at i) · E[right among the i first | right at i] / i. Within a group of m ties,
    r of them right, the t targets before it hold t (r − 1) / (m − 1) right ones on average.

    >>> average_precision(ranked(np.zeros((1, 2)), np.array([[True, False]]))).tolist()
    [0.75]
    """
    others = of.place * (of.right - 1) / np.maximum(of.tied - 1, 1)
    precision = (of.before + others + 1) / of.ranks
    return np.asarray((of.chance * precision).sum(axis=1) / of.wanted)


def reciprocal_rank(of: Ranked) -> Matrix:
    """1 / rank of the first right target, for each source that has any, shape (k,), in (0, 1].

    Σᵢ P(the first right target stands at i) / i. The t-th of m ties, r of them right, is right with
    probability r / (m − t) where no right one came before it.

    >>> reciprocal_rank(ranked(np.zeros((1, 3)), np.array([[True, True, False]]))).round(4).tolist()
    [0.8333]
    """
    now = np.minimum(of.right / (of.tied - of.place), 1.0)
    none_yet = np.cumprod(1 - now, axis=1)
    none_before = np.hstack([np.ones((len(now), 1)), none_yet[:, :-1]])
    return np.asarray((none_before * now / of.ranks).sum(axis=1))


def recall_at(of: Ranked, count: int) -> Matrix:
    """The share of a source's right targets among its `count` best, shape (k,), in [0, 1]."""
    return np.asarray(of.chance[:, :count].sum(axis=1) / of.wanted)


def right_at_first(of: Ranked) -> Matrix:
    """1 where the best target is right, a share where several tie for best, shape (k,)."""
    return of.chance[:, 0]


def ndcg_at(of: Ranked, count: int) -> Matrix:
    """Normalised discounted cumulative gain of the `count` best, shape (k,), in [0, 1].

    Σᵢ right(i) / log₂(i + 1) over the largest that the same number of right targets can give
    (Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", TOIS 20).

    >>> ndcg_at(ranked(np.array([[0.9, 0.1]]), np.array([[False, True]])), 5).round(4).tolist()
    [0.6309]
    """
    discount = 1 / np.log2(of.ranks[:count] + 1)
    ideal = np.cumsum(discount)[np.minimum(of.wanted.astype(int), len(discount)) - 1]
    return np.asarray((of.chance[:, :count] * discount).sum(axis=1) / ideal)


def link_reciprocal_rank(score: Matrix, known: Known) -> Matrix:
    """1 / rank of each link among targets that are not right, shape (links,), row by row.

    A source's other right targets are left out of the ranking, as they are no mistakes. With g
    wrong targets above it and t tied with it, the mean over the ties is (H(g+t+1) − H(g)) / (t+1),
    H the harmonic numbers.

    >>> link_reciprocal_rank(np.array([[0.9, 0.5, 0.5]]), np.array([[True, True, False]])).tolist()
    [1.0, 0.75]
    """
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, score.shape[1] + 1))])
    found = [np.empty(0)]
    for values, right in zip(score, known, strict=True):
        wrong = np.sort(values[~right])
        not_above = np.searchsorted(wrong, values[right], side="right")
        above = len(wrong) - not_above
        tied = not_above - np.searchsorted(wrong, values[right], side="left")
        found.append((harmonic[above + tied + 1] - harmonic[above]) / (tied + 1))
    return np.concatenate(found)
