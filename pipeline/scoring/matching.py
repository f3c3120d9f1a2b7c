"""Which point of a decision answers which point of the proposal."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
# A number decides between likenesses that are as good as equal, and no more.
NUMBER_WEIGHT = 0.1
FEWEST_NUMBERED = 2


def best_pairs(probabilities: Matrix, same_number: Flags, surely: float) -> list[tuple[int, int]]:
    """The one-to-one pairs (row, column) with the largest sum of probabilities.

    Only pairs with at least `surely` take part; the same number decides between equals. Source:
    the assignment problem, Kuhn (1955), solved by scipy (Crouse 2016).

    By hand: taking 0.9 in the first row would leave the second without a partner (0.9 + 0);
    0.8 + 0.7 is more.

    >>> pairs = np.array([[0.9, 0.8], [0.7, 0.1]])
    >>> best_pairs(pairs, np.zeros((2, 2), dtype=bool), surely=0.5)
    [(0, 1), (1, 0)]
    """
    may = probabilities >= surely
    weights = np.where(may, probabilities + NUMBER_WEIGHT * same_number, 0.0)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if may[r, c]]


def pairs_by_number(
    pairs: Sequence[tuple[int, int]], same_number: Flags, numbered: Flags, may: Flags
) -> list[tuple[int, int]]:
    """Further pairs: points left over on both sides that have the same number and may belong.

    Only where the numbers were left as they were: at least two pairs are `numbered` on both
    sides, and all of those have the same number. Else a number says nothing.

    >>> same = np.eye(3, dtype=bool)
    >>> pairs_by_number([(0, 0), (1, 1)], same, np.ones((3, 3), dtype=bool), same)
    [(2, 2)]
    >>> pairs_by_number([(0, 1), (1, 0)], same, np.ones((3, 3), dtype=bool), same)
    []
    """
    told = [pair for pair in pairs if numbered[pair]]
    if len(told) < FEWEST_NUMBERED or not all(same_number[pair] for pair in told):
        return []
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    found = np.argwhere(same_number & may)
    return [(int(r), int(c)) for r, c in found if r not in rows and c not in columns]


def equal_numbers(first: Sequence[object], second: Sequence[object]) -> Flags:
    """Whether each of the first has the same number as each of the second; missing has none.

    >>> equal_numbers(["1", None], ["1", None]).tolist()
    [[True, False], [False, False]]
    """
    return np.array(
        [[one == other and isinstance(one, str) for other in second] for one in first], dtype=bool
    ).reshape(len(first), len(second))


def both_numbered(first: Sequence[object], second: Sequence[object]) -> Flags:
    """Whether both have a number.

    >>> both_numbered(["1", None], ["2"]).tolist()
    [[True], [False]]
    """
    one, other = ([isinstance(number, str) for number in side] for side in (first, second))
    both: Flags = np.logical_and.outer(np.array(one, dtype=bool), np.array(other, dtype=bool))
    return both
