"""Bootstrap intervals of many means at once: the draws are shared by all samples of one size."""

import numpy as np
import numpy.typing as npt

from pipeline.scoring.bootstrap import generator_for

Matrix = npt.NDArray[np.float64]
_ROWS_AT_A_TIME = 2000


def draws(size: int, samples: int, seed: int, name: str) -> Matrix:
    """How much each of `size` values weighs in each drawn mean, shape (samples, size).

    Each row sums to 1. The random numbers hang on `name` and `size` alone, so that one more unit
    moves no other's interval.

    >>> draws(4, 3, 1, "2014").sum(axis=1).tolist()
    [1.0, 1.0, 1.0]
    """
    random = generator_for(seed, f"{name} {size}")
    return random.multinomial(size, np.full(size, 1 / size), size=samples) / size


def intervals_of_means(
    values: Matrix, weights: Matrix, *, interval: float = 0.95
) -> tuple[Matrix, Matrix]:
    """The lower and upper ends of the interval of each row's mean, each of shape (rows,).

    `values` is (rows, size), `weights` from `draws`. Formula: the percentile bootstrap of
    `pipeline.scoring.bootstrap.estimate_mean`, with the same draws for every row; the interval
    always holds the mean. Source: Efron (1979).

    >>> low, high = intervals_of_means(np.array([[0.0, 0.0, 1.0], [0.5, 0.5, 0.5]]),
    ...                                draws(3, 1000, 1, "2014"))
    >>> low.tolist(), high.tolist()
    ([0.0, 0.5], [1.0, 0.5])
    """
    tail = (1 - interval) / 2
    ends = [
        np.quantile(values[start : start + _ROWS_AT_A_TIME] @ weights.T, [tail, 1 - tail], axis=1)
        for start in range(0, len(values), _ROWS_AT_A_TIME)
    ]
    low, high = np.concatenate(ends, axis=1)
    means = values.mean(axis=1)
    return np.minimum(low, means), np.maximum(high, means)
