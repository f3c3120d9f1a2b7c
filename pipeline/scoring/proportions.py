"""How sure is a share: Wilson's interval."""

from functools import lru_cache

from scipy.stats import binomtest


@lru_cache(maxsize=10_000)
def wilson_interval(count: int, of: int, interval: float = 0.95) -> tuple[float, float] | None:
    """The lower and upper end of the interval of `count / of`; None where `of` is 0.

    Formula: the p for which the observed share lies within z standard errors of p.
    Range: 0 to 1, and never empty, even for 0 of n. Source: Wilson, E. B. (1927). Probable
    inference, the law of succession, and statistical inference. JASA 22(158).

    By hand, 0 of 4 with z = 1.96: the upper end is z² / (n + z²) = 3.84 / 7.84 = 0.49.

    >>> low, high = wilson_interval(0, 4)
    >>> low, round(high, 2)
    (0.0, 0.49)
    >>> wilson_interval(0, 0) is None
    True
    """
    if not of:
        return None
    found = binomtest(count, of).proportion_ci(interval, method="wilson")
    return float(found.low), float(found.high)


def share_columns(name: str, count: int, of: int, interval: float) -> dict[str, float | None]:
    """`name`, `name_low` and `name_high` of a share; all missing where there is nothing to count.

    >>> share_columns("kept_share", 2, 2, 0.95)["kept_share"]
    1.0
    """
    low, high = wilson_interval(count, of, interval) or (None, None)
    return {name: count / of if of else None, f"{name}_low": low, f"{name}_high": high}
