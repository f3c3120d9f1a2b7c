"""Bootstrap intervals of many means at once: the draws are shared by all samples of one size."""

import numpy as np
import numpy.typing as npt

from pipeline.scoring.bootstrap import generator_for

Matrix = npt.NDArray[np.float64]
_ROWS_AT_A_TIME = 200


def draws(size: int, samples: int, seed: int, name: str) -> Matrix:
    """How much each of `size` values weighs in each drawn mean, shape (samples, size).

    Each row sums to 1. The random numbers hang on `name` and `size` alone, so that one more unit
    moves no other's interval.

    >>> draws(4, 3, 1, "2014").sum(axis=1).tolist()
    [1.0, 1.0, 1.0]
    """
    random = generator_for(seed, f"{name} {size}")
    return random.multinomial(size, np.full(size, 1 / size), size=samples) / size


def chances(size: int, samples: int, seed: int, name: str) -> Matrix:
    """A chance from 0 to 1 for each of `size` values in each sample, shape (samples, size)."""
    return generator_for(seed, f"{name} {size} chances").random((samples, size))


def drawn_counts(probabilities: Matrix, weights: Matrix, chance: Matrix) -> Matrix:
    """Drawn means of what holds with these probabilities, shape (rows, samples).

    `probabilities` is (rows, size), `weights` from `draws`, `chance` from `chances`. In each
    sample a value is 1 where its probability is above its chance, else 0: the means vary with
    which values are drawn and with what holds of them. Their mean is that of the probabilities.

    >>> sure = drawn_counts(np.array([[1.0, 0.0]]), draws(2, 100, 1, "a"), chances(2, 100, 1, "a"))
    >>> sorted(set(sure[0].tolist()))
    [0.0, 0.5, 1.0]
    """
    found = np.zeros((len(probabilities), len(weights)))
    # most goals have no match at all: only columns in which something may hold
    for column in np.flatnonzero(probabilities.any(axis=0)):
        holds = probabilities[:, column, None] > chance[None, :, column]
        found += holds * weights[None, :, column]
    return found


def intervals_of_counts(
    probabilities: Matrix, weights: Matrix, chance: Matrix, *, interval: float = 0.95
) -> tuple[Matrix, Matrix]:
    """The lower and upper ends of the interval of each row's mean probability, shape (rows,).

    Formula: the percentile bootstrap over the values, each drawn with whether it holds; the
    interval always holds the mean. The same draws serve every row. Source: Efron (1979).

    >>> rows = np.array([[0.0, 0.0, 1.0], [0.5, 0.5, 0.5]])
    >>> low, high = intervals_of_counts(rows, draws(3, 999, 1, "a"), chances(3, 999, 1, "a"))
    >>> low.tolist(), high.tolist()
    ([0.0, 0.0], [1.0, 1.0])
    """
    tail = (1 - interval) / 2
    ends = [
        np.quantile(drawn_counts(rows, weights, chance), [tail, 1 - tail], axis=1)
        for rows in np.array_split(probabilities, len(probabilities) // _ROWS_AT_A_TIME + 1)
    ]
    low, high = np.concatenate(ends, axis=1)
    means = probabilities.mean(axis=1)
    return np.minimum(low, means), np.maximum(high, means)
