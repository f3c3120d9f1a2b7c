"""Intervals that carry two doubts: which goals were written down, and which links hold."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import betainc

from pipeline.params import ScoringParams
from pipeline.scoring.bootstrap import (
    HALF,
    Estimate,
    Floats,
    draw_means,
    estimate_mean,
    generator_for,
)


def share_that_holds(
    probabilities: Sequence[float], *, interval: float = 0.95, smallest: int = 3
) -> Estimate:
    """The share of goals that something is true of, where each is known by a probability alone.

    What is estimated: the share θ of the goals that this unit writes for which it is true, of
    which the n at hand are a sample. Formula: first the links, then the goals. In a world where
    it is true of k of the n goals, θ follows Beta(k + ½, n − k + ½) (Jeffreys); k itself follows
    the Poisson binomial distribution of the probabilities. The interval holds the middle of that
    mixture, computed, not drawn. Where k = 0 the low end counts as 0, and where k = n the high
    end as 1 (Brown, Cai & DasGupta 2001). The mean is that of the probabilities. Facts have
    probability 0 or 1; with facts alone the interval is Jeffreys'. Missing values are left out
    of n; with fewer than `smallest` there is no interval.
    Range: 0–1. Source: Rubin, D. B. (1987), Multiple Imputation for Nonresponse in Surveys: the
    variance within completed data plus the variance between them; Jeffreys' interval as above.

    By hand: facts 0, 0, 1 give Beta(1½, 2½), of which 2.5 % lie below 0.039 and above 0.823.
    Three goals at ⅓ each have the same mean and leave all open: k is 0 in 8 of 27 worlds and 3
    in one of them, and both 8/27 and 1/27 are above 2.5 %.

    >>> facts, doubtful = share_that_holds([0.0, 0.0, 1.0]), share_that_holds([1 / 3] * 3)
    >>> round(facts.low, 3), round(facts.high, 3), doubtful.low, doubtful.high
    (0.039, 0.823, 0.0, 1.0)
    """
    return _share_that_holds(tuple(_known(probabilities).tolist()), interval, smallest)


# the same goals are asked about by unit, part and period, and under several choices
@lru_cache(maxsize=10_000)
def _share_that_holds(probabilities: tuple[float, ...], interval: float, smallest: int) -> Estimate:
    known = np.array(probabilities)
    if not known.size:
        return Estimate(0, None, None, None)
    mean = float(known.mean())
    if known.size < smallest:
        return Estimate(int(known.size), mean, None, None)
    chances, tail = counts_that_hold(known[None])[0], (1 - interval) / 2
    low = _crossing(lambda border: chance_at_most(chances[None], border)[0] - tail)
    high = _crossing(lambda border: tail - chance_above(chances[None], border)[0])
    return Estimate(int(known.size), mean, min(low, mean), max(high, mean))


def counts_that_hold(probabilities: Floats) -> Floats:
    """P(k of the n hold), shape (worlds, n + 1), for probabilities of shape (worlds, n).

    The Poisson binomial distribution, goal by goal. Source: Poisson (1837); see Hong (2013),
    Computational Statistics & Data Analysis 59.

    By hand: at ½ and 1, one holds in half of the worlds and both in the other half.

    >>> counts_that_hold(np.array([[0.5, 1.0]])).tolist()
    [[0.0, 0.5, 0.5]]
    """
    worlds, n = probabilities.shape
    chances = np.zeros((worlds, n + 1))
    chances[:, 0] = 1.0
    for goal in range(n):
        holds = probabilities[:, [goal]]
        moved = chances * (1 - holds)
        moved[:, 1:] += chances[:, :-1] * holds
        chances = moved
    return chances


def chance_at_most(chances: Floats, border: float) -> Floats:
    """P(θ ≤ border) for each row of `counts_that_hold`; in a world with k = 0 it is 1.

    >>> chance_at_most(np.array([[0.0, 0.0, 1.0]]), 0.5).round(3).tolist()
    [0.076]
    """
    below = _beta_below(chances.shape[1] - 1, border)
    below[0] = 1.0
    return np.asarray(chances @ below)


def chance_above(chances: Floats, border: float) -> Floats:
    """P(θ > border) for each row of `counts_that_hold`; in a world with k = n it is 1."""
    above = 1 - _beta_below(chances.shape[1] - 1, border)
    above[-1] = 1.0
    return np.asarray(chances @ above)


def chance_of(probabilities: Sequence[float], border: float) -> float | None:
    """P(θ > border), neither end favoured; missing where no goal is known.

    >>> round(chance_of([1.0, 1.0, 0.0, 0.0], 0.5), 9)
    0.5
    """
    known = _known(probabilities)
    if not known.size:
        return None
    chances = counts_that_hold(known[None])[0]
    return float(1 - chances @ _beta_below(known.size, border))


def doubt_from_links(probabilities: Sequence[float]) -> float | None:
    """The share of the doubt that verdicts on the links would take away.

    Formula: the variance of the worlds' means, Σ p(1−p) / (n+1)², over the whole variance of θ
    (law of total variance over the mixture in `share_that_holds`). Range: 0 (all are facts) to 1.

    By hand: two goals at ½: k is 0, 1, 2 with ¼, ½, ¼; means ⅙, ½, ⅚ vary by 1/18; within them θ
    varies by 5/144, 9/144, 5/144, on average 7/144; (8/144) / (15/144) = 8/15.

    >>> round(doubt_from_links([0.5, 0.5]), 4)
    0.5333
    """
    known = _known(probabilities)
    if not known.size:
        return None
    n = known.size
    counts = np.arange(n + 1)
    means = (counts + HALF) / (n + 1)
    within = float(counts_that_hold(known[None])[0] @ (means * (1 - means) / (n + 2)))
    between = float((known * (1 - known)).sum()) / (n + 1) ** 2
    return between / (between + within)


def share_of_goals(probabilities: Sequence[float], params: ScoringParams) -> Estimate:
    """`share_that_holds` with the stage's parameters."""
    return share_that_holds(
        probabilities, interval=params.interval, smallest=params.smallest_sample
    )


def mean_of_shares(values: pd.Series, name: str, params: ScoringParams) -> Estimate:
    """`bootstrap.estimate_mean` with the stage's parameters and random numbers of `name`."""
    return estimate_mean(
        values.tolist(),
        generator_for(params.seed, name),
        samples=params.bootstrap_samples,
        interval=params.interval,
        smallest=params.smallest_sample,
    )


def chance_mean_above(values: pd.Series, name: str, border: float, params: ScoringParams) -> float:
    """P(mean > border) by the draws that `mean_of_shares` rests on; NaN without values."""
    known = _known(values.tolist())
    if not known.size:
        return float("nan")
    draws = draw_means(known, generator_for(params.seed, name), samples=params.bootstrap_samples)
    return float((draws > border).mean())


def _known(values: Sequence[float]) -> Floats:
    given = np.asarray(values, dtype=float)
    # sorted, so that the order of the rows can't move the last digit
    return np.sort(given[~np.isnan(given)])


def _beta_below(n: int, border: float) -> Floats:
    counts = np.arange(n + 1)
    return np.asarray(betainc(counts + HALF, n - counts + HALF, border))


def _crossing(rises: Callable[[float], float]) -> float:
    """Where a rising function of the border passes zero, in [0, 1]."""
    if rises(0.0) >= 0:
        return 0.0
    return 1.0 if rises(1.0) <= 0 else float(brentq(rises, 0.0, 1.0, xtol=1e-9))
