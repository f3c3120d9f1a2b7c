"""How sure is a mean of shares: the Bayesian bootstrap with a weak prior."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Half a goal at 0 and half a goal at 1, as in Jeffreys' prior for a share.
HALF = 0.5


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval and the number of values that it rests on; None is missing."""

    n: int
    mean: float | None
    low: float | None
    high: float | None


def interval_columns(name: str, estimate: Estimate) -> dict[str, float | None]:
    """`name`, `name_low` and `name_high`: the mean and its interval as columns of a table.

    >>> interval_columns("breadth", Estimate(3, 0.5, 0.2, 0.8))
    {'breadth': 0.5, 'breadth_low': 0.2, 'breadth_high': 0.8}
    """
    return {name: estimate.mean, f"{name}_low": estimate.low, f"{name}_high": estimate.high}


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
    clusters: Sequence[object] | None = None,
) -> Estimate:
    """The mean of `values`, shares from 0 to 1, with a Bayesian bootstrap interval.

    Formula: the n values and the two ends of the scale, 0 and 1, get random weights that sum to
    one, Dirichlet(1, …, 1, ½, ½); the interval runs from the (1−interval)/2 quantile of the
    weighted means of `samples` such draws to their 1−(1−interval)/2 quantile. Missing values are
    left out of n. With fewer than `smallest` values there is a mean and no interval; with none,
    neither. The interval always holds the mean. Values of one of the `clusters` share one weight:
    a unit's years go together.
    Range: 0 to 1.
    Source: Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics 9(1). The two half
    values are a weak prior: where every value is 0 or 1, the interval is Jeffreys' for a share
    (Brown, Cai & DasGupta 2001, Statistical Science 16(2)). Without them, and in the ordinary
    bootstrap, six equal values give an interval without width, as if nothing could be unsure.

    By hand: of six values all at 0, the weighted mean is the weight at 1, Beta(½, 6½), whose
    97.5 % quantile is 0.33: none of six still leaves room for a third.

    >>> found = estimate_mean([0.0] * 6, np.random.default_rng(1), samples=20000)
    >>> found.mean, found.low, round(found.high, 2)
    (0.0, 0.0, 0.33)
    >>> estimate_mean([0.4, 0.6], np.random.default_rng(1))
    Estimate(n=2, mean=0.5, low=None, high=None)
    >>> estimate_mean([], np.random.default_rng(1))
    Estimate(n=0, mean=None, low=None, high=None)
    """
    known, owners = _known(values, clusters)
    if not known.size:
        return Estimate(0, None, None, None)
    mean = float(known.mean())
    if known.size < smallest:
        return Estimate(int(known.size), mean, None, None)
    means = draw_means(known, generator, samples=samples, owners=owners)
    tail = (1 - interval) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    # the prior, or a narrow interval of a skewed sample, may leave the mean just outside
    return Estimate(int(known.size), mean, min(float(low), mean), max(float(high), mean))


def draw_means(
    values: Floats,
    generator: np.random.Generator,
    *,
    samples: int,
    owners: npt.NDArray[np.intp] | None = None,
) -> Floats:
    """Weighted means of known `values`, shape (samples,); `owners` names each value's cluster.

    >>> draws = draw_means(np.array([0.2, 0.2, 0.2]), np.random.default_rng(1), samples=500)
    >>> bool(draws.std() > 0.05)
    True
    """
    places = np.arange(values.size) if owners is None else owners
    sizes = np.bincount(places)
    sums = np.bincount(places, weights=values)
    shares = np.concatenate([np.ones(sizes.size), [HALF, HALF]])
    weights = generator.dirichlet(shares, size=samples)
    # each end of the scale stands for one cluster of the usual size
    usual = values.size / sizes.size
    over = weights @ np.concatenate([sums, [0.0, usual]])
    return np.asarray(over / (weights @ np.concatenate([sizes, [usual, usual]])))


def _known(
    values: Sequence[float], clusters: Sequence[object] | None
) -> tuple[Floats, npt.NDArray[np.intp]]:
    """The values that are known and their clusters' places, in an order of their own."""
    given = np.asarray(values, dtype=float)
    names = np.array([str(each) for each in clusters]) if clusters is not None else None
    if names is None:
        known = np.sort(given[~np.isnan(given)])
        return known, np.arange(known.size)
    # sorted, so that the order of the rows can't move the interval
    order = np.lexsort((given, names))
    order = order[~np.isnan(given[order])]
    _, owners = np.unique(names[order], return_inverse=True)
    return given[order], owners.astype(np.intp)
