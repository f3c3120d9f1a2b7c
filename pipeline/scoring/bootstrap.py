"""How sure is a mean: percentile bootstrap intervals."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval and the number of values that it rests on; None is missing."""

    n: int
    mean: float | None
    low: float | None
    high: float | None


def generator_for(seed: int, name: str) -> np.random.Generator:
    """A random generator of its own for `name`, so that a new unit moves no other's interval.

    >>> first, again = generator_for(1, "Neset 2014"), generator_for(1, "Neset 2014")
    >>> first.random() == again.random()
    True
    """
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def estimate_mean(
    values: Sequence[float],
    generator: np.random.Generator,
    *,
    samples: int = 1000,
    interval: float = 0.95,
    smallest: int = 3,
) -> Estimate:
    """The mean of `values` with a percentile bootstrap interval.

    Formula: draw n of the n values with replacement, `samples` times, and take the means; the
    interval runs from their (1−interval)/2 quantile to their 1−(1−interval)/2 quantile. Missing
    values are left out of n. With fewer than `smallest` values there is a mean and no interval;
    with none, neither. The interval always holds the mean.
    Range: that of the values.
    Source: Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of
    Statistics 7(1), and Efron & Tibshirani (1993), ch. 13. With few values the interval is
    known to be too narrow.

    Drawing the 27 samples of (0, 0, 1) by hand: the mean is 0 in 8 and 1 in 1 of them, that is
    29.6 % and 3.7 %, both above 2.5 %, so that the 95 % interval is the whole range.

    >>> estimate_mean([0.0, 1.0, 0.0], np.random.default_rng(1))
    Estimate(n=3, mean=0.3333333333333333, low=0.0, high=1.0)
    >>> estimate_mean([0.4, 0.6], np.random.default_rng(1))
    Estimate(n=2, mean=0.5, low=None, high=None)
    >>> estimate_mean([], np.random.default_rng(1))
    Estimate(n=0, mean=None, low=None, high=None)
    """
    known = np.asarray(values, dtype=float)
    # sorted, so that the order of the rows can't move the interval
    known = np.sort(known[~np.isnan(known)])
    if not known.size:
        return Estimate(0, None, None, None)
    mean = float(known.mean())
    if known.size < smallest:
        return Estimate(int(known.size), mean, None, None)
    means = generator.choice(known, size=(samples, known.size)).mean(axis=1)
    tail = (1 - interval) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    # rounding, or a narrow interval of a skewed sample, may leave the mean just outside
    return Estimate(int(known.size), mean, min(float(low), mean), max(float(high), mean))
