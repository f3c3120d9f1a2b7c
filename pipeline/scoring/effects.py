"""Whether two figures go together over areas: rank correlation and slope, with an interval."""

from collections.abc import Sequence
from itertools import permutations
from math import factorial

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm, rankdata, spearmanr, theilslopes

from pipeline.params import ScoringParams
from pipeline.schemas.measures import EFFECT_MEASURES, EFFECTS
from pipeline.scoring.bootstrap import generator_for
from pipeline.tables import check_table, empty_table

Vector = npt.NDArray[np.float64]
_ALL_ORDERS_UP_TO = 8
_ORDERS = 9_999
_FEWEST = 4


def effect_rows(
    rows: pd.DataFrame,
    analysis: str,
    columns: tuple[str, str],
    caution: str,
    params: ScoringParams,
    *,
    kinds: Sequence[str] = EFFECT_MEASURES,
) -> pd.DataFrame:
    """One row of EFFECTS for each kind of effect between two columns of a frame with `area`.

    `columns` are named `table.column`; areas that lack either are left out of n. The conclusion is
    left to `settled`, which sees how many analyses there are.
    """
    names = [name.split(".")[-1] for name in columns]
    known = rows.dropna(subset=names).sort_values("area")
    x, y = (known[name].to_numpy(dtype=float) for name in names)
    p = permutation_p(x, y, f"{params.seed} {analysis}", params.seed)
    found = {"spearman": spearman, "theil_sen": theil_sen}
    told = []
    for kind in kinds:
        effect, low, high = found[kind](x, y, params.interval)
        told.append(
            {
                "analysis": analysis,
                "measure": kind,
                "measure_x": columns[0],
                "measure_y": columns[1],
            }
            | {"n": len(x), "effect": effect, "low": low, "high": high, "p_permutation": p}
            | {"p_holm": None, "conclusion": "uavklart", "caution": caution}
            | {"areas": "; ".join(known["area"])}
        )
    return pd.DataFrame(told)


def joined_effects(families: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The families' rows as EFFECTS, by analysis and measure."""
    told = [family for family in families if len(family)]
    if not told:
        return empty_table(EFFECTS)
    return check_table(pd.concat(told).sort_values(["analysis", "measure"]), EFFECTS)


def settled(effects: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """The effects with `p_holm` and a conclusion, each seen among all the others of its family.

    Of twenty analyses of chance, one is expected to stand out at 5 %. Holm: the k-th smallest of
    m p-values is multiplied by m − k + 1, and none is smaller than the one before it. positive or
    negative: the interval clears 0, p_holm ≤ 1 − interval, and n ≥ `fewest_areas`; else uavklart.
    Analyses with too few areas take no part.
    Source: Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian
    Journal of Statistics 6.

    By hand: p of 0.01, 0.04 and 0.03 become 3 · 0.01, then 2 · 0.03 = 0.06, then
    max(0.06, 1 · 0.04) = 0.06.

    >>> rows = pd.DataFrame({"analysis": list("abc"), "p_permutation": [0.01, 0.04, 0.03], "n": 9,
    ...                      "low": 0.1, "high": 0.9})
    >>> settled(rows, ScoringParams())[["p_holm", "conclusion"]].values.tolist()
    [[0.03, 'positive'], [0.06, 'uavklart'], [0.06, 'uavklart']]
    """
    taking_part = effects["n"].ge(params.fewest_areas) & effects["p_permutation"].notna()
    p = effects[taking_part].drop_duplicates("analysis").set_index("analysis")["p_permutation"]
    p = p.astype(float).sort_values(kind="stable")
    adjusted = (p * np.arange(len(p), 0, -1)).cummax().clip(upper=1.0)
    p_holm = effects["analysis"].map(adjusted).where(taking_part).astype(float)
    low, high = effects["low"].astype(float), effects["high"].astype(float)
    clear = p_holm.le(1 - params.interval + 1e-12) & (low * high).gt(0)
    sign = np.where(low.gt(0), "positive", "negative")
    return effects.assign(p_holm=p_holm, conclusion=np.where(clear, sign, "uavklart"))


def spearman(
    x: Vector, y: Vector, interval: float
) -> tuple[float | None, float | None, float | None]:
    """Spearman's rank correlation with its interval; missing below four areas or without spread.

    Formula: Pearson's correlation of the ranks (Spearman 1904). Interval: Bonett & Wright (2000),
    tanh(artanh r ± z √((1 + r²/2) / (n − 3))); drawing six areas anew gives intervals that are
    known to be too narrow. Where r is ±1, it is taken half a step of what ranks of n can tell
    nearer to 0, 1 − 6 / (n(n² − 1)): else six areas in order would seem to be certain.
    Range: −1 to 1.
    Source: Bonett, D. G. & Wright, T. A. (2000). Sample size requirements for estimating Pearson,
    Kendall and Spearman correlations. Psychometrika 65.

    By hand: ranks 1 2 3 4 5 against 2 1 3 4 5 differ by 1, 1, 0, 0, 0, so that
    r = 1 − 6 · 2 / (5 · 24) = 0.9.

    >>> r, low, high = spearman(np.arange(5.0), np.array([2.0, 1, 3, 4, 5]), 0.95)
    >>> round(r, 2), round(low, 2), round(high, 2)
    (0.9, -0.17, 1.0)
    """
    if not _has_spread(x, y):
        return None, None, None
    n, r = len(x), float(spearmanr(x, y).statistic)
    most = 1 - 6 / (n * (n**2 - 1))
    inner = float(np.clip(r, -most, most))
    half = float(norm.ppf((1 + interval) / 2)) * np.sqrt((1 + inner**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(inner) - half), np.tanh(np.arctanh(inner) + half)
    return r, min(float(low), r), max(float(high), r)


def theil_sen(
    x: Vector, y: Vector, interval: float
) -> tuple[float | None, float | None, float | None]:
    """The median of the slopes between all pairs of areas, with Sen's interval.

    Formula: median of (yⱼ − yᵢ) / (xⱼ − xᵢ) over pairs with xⱼ ≠ xᵢ; the interval is of the
    slopes that Kendall's test would not reject. One area far out does not carry it. Missing with
    fewer than four areas, or where one side is the same everywhere. Range: any.
    Source: Theil (1950); Sen, P. K. (1968). Estimates of the regression coefficient based on
    Kendall's tau. Journal of the American Statistical Association 63.

    By hand: of the points (0, 0), (1, 2), (2, 4), (3, 0), the slopes are 2, 2, 0, 2, −1, −4,
    and their median is 1.

    >>> theil_sen(np.arange(4.0), np.array([0.0, 2, 4, 0]), 0.95)[0]
    1.0
    """
    if not _has_spread(x, y):
        return None, None, None
    found = theilslopes(y, x, alpha=interval)
    return float(found.slope), float(found.low_slope), float(found.high_slope)


def permutation_p(x: Vector, y: Vector, name: str, seed: int) -> float | None:
    """The share of orders of `y` whose rank correlation with `x` is at least as large, either way.

    All orders up to eight areas; of more, 9,999 drawn, with the order seen counted among them, so
    that it is never 0 (Phipson & Smyth 2010). Missing with fewer than four areas, or no spread.

    By hand: four areas in the same order as the other figure. Of 4! = 24 orders the same and the
    reverse are as large: 2 / 24.

    >>> round(permutation_p(np.arange(4.0), np.arange(4.0), "by hand", 1), 4)
    0.0833
    """
    if not _has_spread(x, y):
        return None
    left, right = rankdata(x) - (len(x) + 1) / 2, rankdata(y) - (len(y) + 1) / 2
    seen = abs(left @ right) - 1e-9
    if len(x) <= _ALL_ORDERS_UP_TO:
        orders = np.array(list(permutations(range(len(x)))))
        return float((np.abs(right[orders] @ left) >= seen).sum() / factorial(len(x)))
    drawn = generator_for(seed, name).permuted(np.tile(right, (_ORDERS, 1)), axis=1)
    return float(((np.abs(drawn @ left) >= seen).sum() + 1) / (_ORDERS + 1))


def _has_spread(x: Vector, y: Vector) -> bool:
    return len(x) >= _FEWEST and bool(np.ptp(x) > 0) and bool(np.ptp(y) > 0)
