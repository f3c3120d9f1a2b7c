"""Isomorphism over years: who had a wording first, the mean of each year, and whether it grows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import ISOMORPHISM_TRENDS, ISOMORPHISM_YEARS
from pipeline.scoring.bootstrap import generator_for
from pipeline.scoring.copied_text import Words, shared_text, words_of
from pipeline.scoring.isomorphism import MEASURES, Alike, goal_values
from pipeline.scoring.many_means import chances, drawn_counts, draws
from pipeline.tables import empty_table

Matrix = npt.NDArray[np.float64]
SCOPES = ("all", "same_area", "other_area")


def with_first(alike: Alike, params: ScoringParams) -> pd.DataFrame:
    """The matched pairs with `since_a`, `since_b` and `first_with_it`: ISOMORPHISM_PAIRS whole.

    Within a year nobody can tell who copied whom; over years the documents can. `since` is the
    first year in which the unit had an own goal that shares at least `copied_from` of its content
    words with the copied one. The unit with the earlier year was first with it, if the other had
    own goals that year, without it; if it had none, nothing is known.
    """
    pairs = alike.pairs.reset_index(drop=True)
    copied = pairs[pairs["kind"].eq("copied")]
    own = alike.own[["goal_id", "unit", "year", "text", "language"]]
    years = {str(unit): set(each) for unit, each in own.groupby("unit")["year"]}
    since = {
        side: _since(copied[f"goal_{side}"], own, params).reindex(pairs.index).astype("Int64")
        for side in ("a", "b")
    }
    first = [
        _first(unit_a, unit_b, since_a, since_b, years)
        for unit_a, unit_b, since_a, since_b in zip(
            pairs["unit_a"], pairs["unit_b"], since["a"], since["b"], strict=True
        )
    ]
    return pairs.assign(
        since_a=since["a"],
        since_b=since["b"],
        first_with_it=pd.Series(first, index=pairs.index, dtype="str"),
    ).sort_values(["year", "unit_a", "unit_b", "goal_a"], ignore_index=True)


def year_means(alike: Alike, params: ScoringParams) -> pd.DataFrame:
    """The mean isomorphism of each year and scope, with the columns of ISOMORPHISM_YEARS.

    Formula: Σ over the rows of ISOMORPHISM / number of pairs of units with own goals that year:
    a pair without a row counts as 0. The interval draws the units anew, with all their pairs,
    since pairs that share a unit go together; a unit drawn twice makes no pair with itself.
    Source: the vertex bootstrap of Snijders, T. A. B. & Borgatti, S. P. (1999), Connections
    22(2), without its draws from other pairs, so that intervals are somewhat narrow with few units.
    """
    units = _units(alike.own)
    rows = [_year_row(cell, params) for cell in _cells(alike, units, params) if cell.pairs_possible]
    return pd.DataFrame(rows) if rows else empty_table(ISOMORPHISM_YEARS)


def trends(alike: Alike, params: ScoringParams) -> pd.DataFrame:
    """Is it growing: the columns of ISOMORPHISM_TRENDS, for pairs with a row and for the means.

    Formula: `change` is the last year's value less the first's, `slope` the least-squares slope
    over all years in which both units have own goals (for a mean: years with pairs in the scope);
    a pair without a row in one of them is 0 there. `growing` or `falling` only where the slope's
    interval leaves out 0. For a pair each year's goals are drawn anew by themselves, each with
    whether its match is one; goals that stay from year to year make the true interval narrower
    than this one. For a mean the units
    are drawn, each with all its years.
    """
    found = [*_pair_trends(alike, params), *_mean_trends(alike, params)]
    return pd.DataFrame(found) if found else empty_table(ISOMORPHISM_TRENDS)


def direction(low: float | None, high: float | None) -> str:
    """growing, falling or uavklart, by the interval of the slope.

    >>> direction(0.1, 0.3), direction(-0.1, 0.3), direction(None, None)
    ('growing', 'uavklart', 'uavklart')
    """
    if low is None or high is None:
        return "uavklart"
    return "growing" if low > 0 else "falling" if high < 0 else "uavklart"


def slope_weights(years: Sequence[int]) -> Matrix:
    """What each year's value weighs in the least-squares slope: (t − t̄) / Σ(t − t̄)².

    >>> slope_weights([2013, 2014, 2015]).tolist()
    [-0.5, 0.0, 0.5]
    """
    centred = np.asarray(years, dtype=float) - np.mean(years)
    return np.asarray(centred / (centred**2).sum())


def _since(copied: pd.Series, own: pd.DataFrame, params: ScoringParams) -> pd.Series:
    columns = (own[name].tolist() for name in ("goal_id", "unit", "year", "text", "language"))
    about: dict[str, _Wording] = {}
    of_unit: dict[str, list[_Wording]] = {}
    for goal_id, unit, year, text, language in zip(*columns, strict=True):
        about[goal_id] = _Wording(unit, int(year), words_of(text, language))
        of_unit.setdefault(unit, []).append(about[goal_id])
    earliest: dict[str, int] = {}
    for goal_id in sorted(set(copied)):
        goal = about[goal_id]
        before = [other for other in of_unit[goal.unit] if other.year < goal.year]
        years = [other.year for other in before if _has_wording(goal, other, params)]
        earliest[goal_id] = min([*years, goal.year])
    return copied.map(earliest).astype("Int64")


@dataclass(frozen=True)
class _Wording:
    """The words of a unit's own goal in a year."""

    unit: str
    year: int
    words: Words


def _has_wording(goal: _Wording, other: _Wording, params: ScoringParams) -> bool:
    shares = shared_text(goal.words, other.words, params.shortest_shared_run)
    return max(shares) >= params.copied_from


def _first(
    unit_a: str, unit_b: str, since_a: Any, since_b: Any, years: dict[str, set[int]]
) -> str | None:
    if pd.isna(since_a) or pd.isna(since_b) or since_a == since_b:
        return None
    if since_a < since_b:
        return unit_a if since_a in years[unit_b] else None
    return unit_b if since_b in years[unit_a] else None


@dataclass(frozen=True)
class _Cell:
    """A scope in a year: values as matrices over the units, and which pairs are in it."""

    scope: str
    year: int
    units: int
    pairs_possible: int
    pairs_alike: int
    values: dict[str, float]
    drawn: dict[str, Matrix]


def _units(own: pd.DataFrame) -> pd.DataFrame:
    return own.groupby(["year", "unit"], as_index=False, sort=True).agg(area=("area", "min"))


def _cells(alike: Alike, units: pd.DataFrame, params: ScoringParams) -> Iterator[_Cell]:
    names = sorted(units["unit"].unique())
    place = {name: at for at, name in enumerate(names)}
    random = generator_for(params.seed, "isomorphism of all units")
    size = len(names)
    if not size:
        return
    weights = random.multinomial(size, np.full(size, 1 / size), size=params.bootstrap_samples)
    for scope in SCOPES:
        for year, present in units.groupby("year"):
            possible = _possible(present, place, scope)
            rows = alike.units[alike.units["year"].eq(year)]
            at = rows["unit_a"].map(place).to_numpy(int), rows["unit_b"].map(place).to_numpy(int)
            counted = possible[at] > 0
            yield _cell(scope, int(str(year)), present, possible, rows, at, counted, weights)


def _cell(
    scope: str,
    year: int,
    present: pd.DataFrame,
    possible: Matrix,
    rows: pd.DataFrame,
    at: tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]],
    counted: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.int64],
) -> _Cell:
    pairs = int(possible.sum() / 2)
    below = _products(weights, possible)
    values, drawn = {}, {}
    for name in MEASURES:
        matrix = np.zeros_like(possible)
        matrix[at] = np.where(counted, rows[name].to_numpy(dtype=float), 0.0)
        matrix += matrix.T
        values[name] = float(matrix.sum() / 2 / pairs) if pairs else float("nan")
        drawn[name] = np.divide(
            _products(weights, matrix), below, out=np.full(len(weights), np.nan), where=below > 0
        )
    return _Cell(scope, year, len(present), pairs, int(counted.sum()), values, drawn)


def _products(weights: npt.NDArray[np.int64], matrix: Matrix) -> Matrix:
    drawn = weights.astype(float)
    return np.asarray(((drawn @ matrix) * drawn).sum(axis=1))


def _possible(present: pd.DataFrame, place: dict[str, int], scope: str) -> Matrix:
    """1 for each two units with own goals that year in the scope, symmetric, 0 on the diagonal."""
    at = present["unit"].map(place).to_numpy(int)
    areas = present["area"].astype(object).where(present["area"].notna(), None).to_numpy()
    known = np.array([area is not None for area in areas])
    both_known = np.outer(known, known)
    same = both_known & (areas[:, None] == areas[None, :])
    chosen = {"all": np.ones_like(same), "same_area": same, "other_area": both_known & ~same}[scope]
    possible = np.zeros((len(place), len(place)))
    possible[np.ix_(at, at)] = chosen & ~np.eye(len(at), dtype=bool)
    return possible


def _year_row(cell: _Cell, params: ScoringParams) -> dict[str, object]:
    row: dict[str, object] = {
        "scope": cell.scope,
        "year": cell.year,
        "units": cell.units,
        "pairs": cell.pairs_possible,
        "pairs_alike": cell.pairs_alike,
    }
    for name in MEASURES:
        enough = cell.units >= params.smallest_sample
        low, high = _ends(cell.drawn[name], cell.values[name], params) if enough else (None, None)
        row |= {name: cell.values[name], f"{name}_low": low, f"{name}_high": high}
    return row


def _ends(drawn: Matrix, value: float, params: ScoringParams) -> tuple[float | None, float | None]:
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return None, None
    tail = (1 - params.interval) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return min(float(low), value), max(float(high), value)


def _mean_trends(alike: Alike, params: ScoringParams) -> Iterator[dict[str, object]]:
    cells = list(_cells(alike, _units(alike.own), params))
    for scope in SCOPES:
        theirs = [cell for cell in cells if cell.scope == scope and cell.pairs_possible]
        if len(theirs) < 2:
            continue
        enough = min(cell.units for cell in theirs) >= params.smallest_sample
        about = {"scope": scope, "unit_a": None, "unit_b": None}
        for name in MEASURES:
            values = np.array([cell.values[name] for cell in theirs])
            drawn = np.stack([cell.drawn[name] for cell in theirs]) if enough else None
            years = [cell.year for cell in theirs]
            yield about | _trend(name, years, values, drawn, params)


def _pair_trends(alike: Alike, params: ScoringParams) -> Iterator[dict[str, object]]:
    sizes = alike.own.groupby(["unit", "year"]).size()
    years_of: dict[str, list[int]] = {}
    for unit, year in sizes.index:
        years_of.setdefault(str(unit), []).append(int(year))
    values = goal_values(alike.pairs, alike.units)
    keys = alike.units[["year", "unit_a", "unit_b"]].itertuples(index=False, name=None)
    of_row = dict(zip(keys, values, strict=True))
    drawn_of = lru_cache(maxsize=None)(lambda year, size: _draws_of(year, size, params))
    pairs = alike.units[["unit_a", "unit_b"]].drop_duplicates().sort_values(["unit_a", "unit_b"])
    for unit_a, unit_b in pairs.itertuples(index=False, name=None):
        years = sorted(set(years_of[unit_a]) & set(years_of[unit_b]))
        if len(years) < 2:
            continue
        least = [min(sizes[unit_a, year], sizes[unit_b, year]) for year in years]
        cells = [
            of_row.get((year, unit_a, unit_b), np.zeros((len(MEASURES), size)))
            for year, size in zip(years, least, strict=True)
        ]
        about = {"scope": "pair", "unit_a": unit_a, "unit_b": unit_b}
        drawn = None
        if min(least) >= params.smallest_sample:
            each = zip(cells, years, least, strict=True)
            drawn = np.stack(
                [drawn_counts(cell, *drawn_of(year, size)) for cell, year, size in each], axis=1
            )
        for row, name in enumerate(MEASURES):
            means = np.array([cell[row].mean() for cell in cells])
            if not means.any():
                continue  # nothing of this kind in any year
            yield about | _trend(name, years, means, None if drawn is None else drawn[row], params)


def _draws_of(year: int, size: int, params: ScoringParams) -> tuple[Matrix, Matrix]:
    drawn = (size, params.bootstrap_samples, params.seed, f"isomorphism {year}")
    return draws(*drawn), chances(*drawn)


def _trend(
    name: str, years: Sequence[int], values: Matrix, drawn: Matrix | None, params: ScoringParams
) -> dict[str, object]:
    """`values` is (years,), `drawn` (years, samples) or None where there is no interval."""
    by_year = slope_weights(years)
    slope, change = float(by_year @ values), float(values[-1] - values[0])
    slopes: tuple[float | None, float | None] = (None, None)
    changes = slopes
    if drawn is not None:
        slopes = _ends(by_year @ drawn, slope, params)
        changes = _ends(drawn[-1] - drawn[0], change, params)
    return {
        "measure": name,
        "first_year": years[0],
        "last_year": years[-1],
        "years": len(years),
        "first_value": float(values[0]),
        "last_value": float(values[-1]),
        "change": change,
        "change_low": changes[0],
        "change_high": changes[1],
        "slope": slope,
        "slope_low": slopes[0],
        "slope_high": slopes[1],
        "direction": direction(*slopes),
    }
