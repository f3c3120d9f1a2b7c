"""Which links count as decided: the cut that the probabilities themselves ask for."""

import numpy as np
import numpy.typing as npt

from pipeline.coupling.statements import Matrix


def expected_f1_cut(probability: Matrix) -> float:
    """The lowest probability to decide for, so that the expected F1 is largest.

    Over the pairs sorted by probability p, F1 of the k first is expected to be about
    2 Σᵢ₌₁ᵏ pᵢ / (k + Σ pᵢ). The best cut is half of the best F1 (Lipton, Elkan & Naryanaswamy
    2014, "Optimal thresholding of classifiers to maximize F1 measure"). In [0, 0.5]; 1.0 where
    there are no pairs.

    >>> expected_f1_cut(np.array([[0.9, 0.1], [0.0, 0.0]]))
    0.9
    """
    ordered = np.sort(probability, axis=None)[::-1]
    if not ordered.size or ordered[0] <= 0:
        return 1.0
    expected = 2 * np.cumsum(ordered) / (np.arange(1, ordered.size + 1) + ordered.sum())
    return float(ordered[int(expected.argmax())])


def decision_cut(probability: Matrix, linked_from: float, least: float) -> float:
    """The probability from which a pair counts as linked.

    That of the largest expected F1, yet never above `linked_from`, from where a link always
    counts, and never under `least`: where nothing is likely, nothing is decided.
    """
    return min(linked_from, max(expected_f1_cut(probability), least))


def decide(probability: Matrix, linked_from: float, least: float) -> npt.NDArray[np.bool_]:
    """True where a link counts as decided, same shape: at `decision_cut` or above."""
    return np.asarray(probability >= decision_cut(probability, linked_from, least))


def cut_of_best(
    probability: Matrix, total: float, linked_from: float, linked_least: float
) -> float:
    """As `decision_cut`, of those pairs alone that aren't less likely than `least`.

    `probability` holds all that are, in any order, and maybe less likely ones, which don't count;
    `total` is the sum over all pairs. The expected F1 rises with each likelier pair and falls from
    its best on: so only a best below `least` could lie elsewhere, and that is cut at `least`.
    """
    ordered = np.sort(probability[probability >= linked_least], axis=None)[::-1]
    if not ordered.size:
        return min(linked_from, linked_least)
    expected = 2 * np.cumsum(ordered) / (np.arange(1, ordered.size + 1) + total)
    return min(linked_from, float(ordered[int(expected.argmax())]))
