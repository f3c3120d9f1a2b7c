"""Which point of a decision answers which point of the proposal."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Matrix = npt.NDArray[np.float64]
# A number decides between likenesses that are as good as equal, and no more.
NUMBER_WEIGHT = 0.1


def best_pairs(
    probabilities: Matrix, same_number: npt.NDArray[np.bool_], surely: float, least: float
) -> list[tuple[int, int]]:
    """The one-to-one pairs (row, column) with the largest sum of probabilities.

    Only pairs with at least `surely` take part, or with at least `least` where both have the same
    number; the same number also decides between equals. Source: the assignment problem, Kuhn
    (1955), solved by Jonker & Volgenant's algorithm as in scipy (Crouse 2016).

    By hand: taking 0.9 in the first row would leave the second without a partner (0.9 + 0);
    0.8 + 0.7 is more.

    >>> pairs = np.array([[0.9, 0.8], [0.7, 0.1]])
    >>> best_pairs(pairs, np.zeros((2, 2), dtype=bool), surely=0.5, least=0.2)
    [(0, 1), (1, 0)]
    """
    may = (probabilities >= surely) | (same_number & (probabilities >= least))
    weights = np.where(may, probabilities + NUMBER_WEIGHT * same_number, 0.0)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if may[r, c]]


def equal_numbers(first: Sequence[object], second: Sequence[object]) -> npt.NDArray[np.bool_]:
    """Whether each of the first has the same number as each of the second; missing has none.

    >>> equal_numbers(["1", None], ["1", None]).tolist()
    [[True, False], [False, False]]
    """
    return np.array(
        [[one == other and isinstance(one, str) for other in second] for one in first], dtype=bool
    ).reshape(len(first), len(second))
