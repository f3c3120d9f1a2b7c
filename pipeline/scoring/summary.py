"""The figures for `dvc metrics` and the tables for `dvc plots`."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas import QUADRANTS, Table, measures
from pipeline.scoring.bootstrap import estimate_mean, generator_for

Metrics = dict[str, dict[str, object]]
BINS = 20
# The tables that `further_metrics` counts in.
FURTHER = (
    measures.THREADS,
    measures.ORPHANS,
    measures.RESOURCING,
    measures.ISOMORPHISM_YEARS,
    measures.SUCCESSION_SHARES,
    measures.COUNCIL_YEARS,
    measures.INPUTS,
    measures.AGREEMENT,
)


class Told(Protocol):
    """The tables that the figures of the corpus are counted in."""

    @property
    def profiles(self) -> pd.DataFrame:
        """PROFILES."""
        ...

    @property
    def units(self) -> pd.DataFrame:
        """UNITS."""
        ...

    @property
    def objectives(self) -> pd.DataFrame:
        """OBJECTIVES."""
        ...


def metrics(
    scores: Told,
    goals: pd.DataFrame,
    links: pd.DataFrame,
    params: ScoringParams,
    *,
    periods: pd.DataFrame | None = None,
    flips: pd.DataFrame | None = None,
    more: Mapping[str, Mapping[str, object]] | None = None,
) -> Metrics:
    """The corpus in a few figures, nested; None where there is nothing to tell.

    The means of `coupling` are over units and years (each unit's year counts alike), with an
    interval from weighing the units anew: goals of one unit go together, and so do its years.
    It doesn't carry the links' doubt. `orphan_share` is the share of own goals held against a
    plan that have no decided link. `objectives` counts those that coverage counts, in any year.
    `periods` is UNIT_PERIODS, `flips` is FLIPS; `more` holds groups of figures from other
    tables, by the group's name.
    """
    own = scores.profiles[scores.profiles["is_own"]]
    held = own[own["anchoring"].notna()]
    counted = scores.objectives[scores.objectives["in_coverage"]]
    units_behind = counted.groupby("objective_id")["units"].sum()
    found: Metrics = {
        "coupling": {
            axis: _over_units(scores.units, axis, params)
            for axis in ("responsiveness", "distinctiveness")
        },
        "goals": {
            "total": len(goals),
            "own": len(own),
            "held": len(held),
            "linked": int(held["is_linked"].sum()),
            "orphan_share": _mean(1.0 - held["is_linked"].astype(float)),
        },
        "links": {
            "total": len(links),
            "linked": int(links["linked"].sum()),
            "explicit": int(links["explicit"].sum()),
        },
        "units": _quadrants(scores.units),
        "objectives": {
            "total": len(units_behind),
            "without_unit": int(units_behind.eq(0).sum()),
        },
        "concretisation": {"mean": _mean(own["concretisation"])},
        "ceremonial": {"share": _mean(held["is_ceremonial"].astype(float))},
    }
    if periods is not None:
        found["units_over_years"] = _quadrants(periods)
    if flips is not None:
        found["verdicts"] = _verdicts_needed(flips)
    return found | {name: dict(figures) for name, figures in (more or {}).items()}


def conclusions(
    units: pd.DataFrame, periods: pd.DataFrame | None = None
) -> dict[str, dict[str, str]]:
    """Each unit's quadrant year by year, and over all its years, by the unit's name.

    Written as a file of its own: `dvc metrics diff` then names each unit whose conclusion a
    changed parameter has changed, before and after.

    >>> units = pd.DataFrame({"unit": ["Neset", "Neset"], "year": [2014, 2013],
    ...                       "quadrant": ["uavklart", "decoupled"]})
    >>> conclusions(units)
    {'Neset': {'2013': 'decoupled', '2014': 'uavklart'}}
    """
    said: dict[str, dict[str, str]] = {}
    for row in units.sort_values(["unit", "year"]).itertuples():
        said.setdefault(str(row.unit), {})[str(row.year)] = str(row.quadrant)
    for row in () if periods is None else periods[periods["years"].gt(1)].itertuples():
        said.setdefault(str(row.unit), {})[f"{row.year_from}–{row.year_to}"] = str(row.quadrant)
    return said


def further_metrics(tables: Mapping[Table, pd.DataFrame]) -> Metrics:
    """Counts over all years from the wider measures, by what they are of.

    `threads` counts objectives of the kommuneplan and years, `money` own goals, `isomorphism` the
    year's mean over all pairs of units, `council` proposed points, `inputs` the units' inputs,
    `goals_over_years` own goals of the earlier year. `agreement` is on links, of all coders and of
    each two, with the number of pairs that both judged.
    """
    threads = tables[measures.THREADS]
    of_plan = threads[threads["level"].eq("kommuneplan") & threads["in_coverage"]]
    own = tables[measures.ORPHANS]["goal_id"]
    resourced = tables[measures.RESOURCING]
    years = tables[measures.ISOMORPHISM_YEARS]
    shares = tables[measures.SUCCESSION_SHARES]
    of_all = shares[shares["scope"].eq("all units")]
    return {
        "threads": _counted(of_plan["status"], measures.CHAIN_STATUSES),
        "orphans": _counted(tables[measures.ORPHANS]["status"], measures.ORPHAN_STATUSES),
        "money": _counted(
            resourced.loc[resourced["goal_id"].isin(own), "resourcing"], measures.RESOURCINGS
        ),
        "isomorphism": {
            str(int(year)): _rounded(float(value))
            for year, value in years.loc[
                years["scope"].eq("all"), ["year", "isomorphism"]
            ].to_numpy()
        },
        "council": {
            fate: int(tables[measures.COUNCIL_YEARS][fate].sum()) for fate in measures.POINT_FATES
        },
        "inputs": _counted(tables[measures.INPUTS]["reaches"], measures.REACHES),
        "goals_over_years": {
            fate: int(of_all.loc[of_all["fate"].eq(fate), "goals"].sum())
            for fate in measures.SUCCESSION_FATES
        },
        "agreement": _agreement(tables[measures.AGREEMENT]),
    }


def review_metrics(verdicts: pd.DataFrame) -> dict[str, object]:
    """How many verdicts count, and how many wait to be confirmed because a text has changed."""
    return {
        "verdicts_that_count": int(verdicts["counts"].sum()),
        "awaiting_confirmation": int(verdicts["awaits_confirmation"].sum()),
        "coders": int(verdicts["coder"].nunique()),
    }


def _agreement(agreement: pd.DataFrame) -> dict[str, object]:
    """By the coders' names: n, and each coefficient with both ends of its interval."""
    whole = agreement[agreement["about"].eq("link") & agreement["scope"].eq("all")]
    found: dict[str, object] = {}
    for coders, rows in whole.groupby("coders", sort=False):
        figures = rows.set_index("measure")[["value", "low", "high"]].to_dict("index")
        found[str(coders)] = {"n": int(rows["n"].iloc[0])} | {
            str(measure): {
                str(end): None if pd.isna(value) else _rounded(float(value))
                for end, value in ends.items()
            }
            for measure, ends in figures.items()
        }
    return found


def _counted(values: pd.Series, names: Sequence[str]) -> dict[str, object]:
    counts = Counter(values.dropna())
    return {name: counts[name] for name in names}


def units_plot(units: pd.DataFrame) -> pd.DataFrame:
    """One point a unit and year on the two axes, with both intervals."""
    renamed = {"responsiveness_low": "low", "responsiveness_high": "high"}
    columns = ["unit", "year", "responsiveness", *renamed, "distinctiveness"]
    more = ["distinctiveness_low", "distinctiveness_high", "goals", "quadrant", "coverage"]
    return units[columns + more].rename(columns=renamed)


def coverage_plot(objectives: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """`objective, year, units, units_possible, goals, probability_mass`, in the plan's order.

    An objective goes by its number, or by its words where it has none.
    """
    above = goals[["goal_id", "text"]].rename(columns={"goal_id": "objective_id"})
    rows = objectives[objectives["in_coverage"]].merge(above, on="objective_id")
    rows = rows.assign(objective=rows["number"].fillna(rows["text"]))
    rows = rows.assign(place=rows["objective"].map(_natural)).sort_values(["year", "place"])
    columns = ["objective", "year", "units", "units_possible", "goals", "probability_mass"]
    return rows[columns].reset_index(drop=True)


def probability_plot(links: pd.DataFrame) -> pd.DataFrame:
    """`probability, from, to, links, linked`: estimated links in bins, explicit ones left out.

    >>> links = pd.DataFrame({"probability": [0.0, 0.04, 1.0], "linked": [False, False, True],
    ...                       "explicit": False})
    >>> histogram = probability_plot(links)
    >>> histogram["links"].iloc[0], histogram["links"].iloc[-1], len(histogram)
    (np.int64(2), np.int64(1), 20)
    """
    estimated = links[~links["explicit"]]
    bins = (estimated["probability"] * BINS).astype(int).clip(upper=BINS - 1)
    return pd.DataFrame(
        {
            "probability": [f"{step / BINS:.2f}–{(step + 1) / BINS:.2f}" for step in range(BINS)],
            "from": [step / BINS for step in range(BINS)],
            "to": [(step + 1) / BINS for step in range(BINS)],
            "links": [int(bins.eq(step).sum()) for step in range(BINS)],
            "linked": [int((bins.eq(step) & estimated["linked"]).sum()) for step in range(BINS)],
        }
    )


def _over_units(units: pd.DataFrame, axis: str, params: ScoringParams) -> dict[str, object]:
    estimate = estimate_mean(
        units[axis].tolist(),
        generator_for(params.seed, f"all units {axis}"),
        samples=params.bootstrap_samples,
        interval=params.interval,
        smallest=params.smallest_sample,
        clusters=units["unit"].tolist(),
    )
    figures = {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}
    return {"n": estimate.n} | {name: _rounded(value) for name, value in figures.items()}


def _quadrants(units: pd.DataFrame) -> dict[str, object]:
    counts = Counter(units["quadrant"])
    return {name: counts[name] for name in QUADRANTS}


def _verdicts_needed(flips: pd.DataFrame) -> dict[str, object]:
    """How little review would change what is said of units and years."""
    changing = flips[flips["changes_quadrant"]]
    settled = changing["quadrant_now"].ne("uavklart")
    fewest = changing[~settled]["verdicts"].min()
    return {
        "fewest_that_settle_a_unit": None if pd.isna(fewest) else int(fewest),
        "units_settled_by_three": _units(changing[~settled & changing["verdicts"].le(3)]),
        "units_unsettled_by_one": _units(changing[settled & changing["verdicts"].eq(1)]),
    }


def _units(rows: pd.DataFrame) -> int:
    return len(rows[["unit", "year"]].drop_duplicates())


def _mean(values: pd.Series) -> float | None:
    return _rounded(math.fsum(values) / len(values)) if len(values) else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _natural(name: str) -> Sequence[tuple[int, int, str]]:
    # 10 after 9, and numbers before words
    parts = name.replace(".", " ").split()
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
