"""The figures for `dvc metrics` and the tables for `dvc plots`."""

import math
from collections.abc import Sequence

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas import QUADRANTS
from pipeline.scoring.bootstrap import estimate_mean, generator_for
from pipeline.scoring.scores import Scores

Metrics = dict[str, dict[str, object]]
BINS = 20


def metrics(
    scores: Scores, goals: pd.DataFrame, links: pd.DataFrame, params: ScoringParams
) -> Metrics:
    """The corpus in a few figures, nested; None where there is nothing to tell.

    The means of `coupling` are over units and years (each unit's year counts alike), with an
    interval from drawing these anew: goals of one unit go together, so that it is units that
    are drawn. `orphan_share` is the share of own goals held against a plan that have no decided
    link. `objectives` counts those that coverage counts, in any year.
    """
    own = scores.profiles[scores.profiles["is_own"]]
    held = own[own["anchoring"].notna()]
    counted = scores.objectives[scores.objectives["in_coverage"]]
    units_behind = counted.groupby("objective_id")["units"].sum()
    quadrants = scores.units["quadrant"].value_counts()
    return {
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
        "units": {name: int(quadrants.get(name, 0)) for name in QUADRANTS},
        "objectives": {
            "total": len(units_behind),
            "without_unit": int(units_behind.eq(0).sum()),
        },
        "concretisation": {"mean": _mean(own["concretisation"])},
        "ceremonial": {"share": _mean(held["is_ceremonial"].astype(float))},
    }


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
    )
    figures = {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}
    return {"n": estimate.n} | {name: _rounded(value) for name, value in figures.items()}


def _mean(values: pd.Series) -> float | None:
    return _rounded(math.fsum(values) / len(values)) if len(values) else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _natural(name: str) -> Sequence[tuple[int, int, str]]:
    # 10 after 9, and numbers before words
    parts = name.replace(".", " ").split()
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
