"""Each measure of each unit with its interval, and what the interval rests on."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.params import ScoringParams
from pipeline.scoring.bootstrap import Estimate, Floats
from pipeline.scoring.concretisation import says_something
from pipeline.scoring.uncertainty import doubt_from_links, mean_of_shares, share_of_goals
from pipeline.scoring.worlds import (
    by_unit_and_year,
    evenness,
    links_by_objective,
    own_goals_held,
    uniforms,
)

Row = dict[Hashable, Any]


def unit_intervals(
    goals: pd.DataFrame,
    profiles: pd.DataFrame,
    served: pd.DataFrame,
    objectives: pd.DataFrame,
    units: pd.DataFrame,
    in_force: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """Each measure of each unit and year with its interval, with the columns of INTERVALS.

    `units` is UNITS; `served`, `objectives` and `in_force` come from `scoring.plans`. A measure
    without value has no row.
    """
    own = own_goals_held(goals, profiles).assign(
        may_be_ceremonial=lambda rows: ceremonial_chance(rows, in_force, params.empty_words)
    )
    goals_of = by_unit_and_year(own)
    reach_of = _reach_of(own, served, objectives)
    rows: list[Row] = []
    for unit in units.to_dict("records"):
        key = (unit["unit"], unit["year"])
        theirs = goals_of.get(key, own[:0])
        found = [
            *_goal_rows(unit, theirs, params),
            *_reach_rows(unit, theirs, reach_of.get(key), params),
        ]
        rows += [{"unit": key[0], "year": key[1]} | row for row in found if row["n"]]
    columns = [*INTERVAL_KEYS, "n", "value", "expected", "low", "high"]
    frame = pd.DataFrame(rows, columns=[*columns, "rests_on", "doubt_from_links", "is_small_n"])
    return frame.sort_values(INTERVAL_KEYS, ignore_index=True)


INTERVAL_KEYS = ["unit", "year", "measure"]


def ceremonial_chance(
    own: pd.DataFrame, in_force: pd.DataFrame, empty_words: Sequence[str]
) -> pd.Series:
    """For each goal, the probability that it answers the plan in words and in nothing else.

    Formula: 0 where a measure, target or deadline stands behind it; 1 where the plan's words are
    taken over (link kind `verbatim`: a fact about words); else its anchoring. Missing where it
    was held against no plan. Range: 0–1. See `concretisation.is_ceremonial`.
    """
    behind = (
        says_something(own["measure"], empty_words)
        | own["has_target"].astype(bool)
        | own["has_deadline"].astype(bool)
    )
    echoes = own["goal_id"].isin(in_force.loc[in_force["kind"].eq("verbatim"), "goal_id"])
    answers = own["anchoring"].astype(float).mask(echoes & own["anchoring"].notna(), 1.0)
    return answers.mask(behind & answers.notna(), 0.0)


def _goal_rows(unit: Row, own: pd.DataFrame, params: ScoringParams) -> list[Row]:
    anchored, ceremonial = own["anchoring"].tolist(), own["may_be_ceremonial"].tolist()
    serves, empty = (share_of_goals(values, params) for values in (anchored, ceremonial))
    orphans = Estimate(
        serves.n, *(None if v is None else 1 - v for v in (serves.mean, serves.high, serves.low))
    )
    decided = 1 - unit["goals_linked"] / serves.n if serves.n else None
    name = f"{unit['unit']} {unit['year']}"
    both, doubt = "goals and links", doubt_from_links(anchored)
    return [
        _row("responsiveness", serves, unit["responsiveness"], both, doubt, params),
        _row("orphan_share", orphans, decided, both, doubt, params),
        _row(
            "ceremonial_share",
            empty,
            unit["ceremonial_share"],
            both,
            doubt_from_links(ceremonial),
            params,
        ),
        *(
            _row(
                measure,
                mean_of_shares(own[measure], f"{name} {measure}", params),
                unit[measure],
                "goals",
                None,
                params,
            )
            for measure in ("distinctiveness", "concretisation")
        ),
    ]


def _row(
    measure: str,
    estimate: Estimate,
    value: object,
    rests_on: str,
    doubt: float | None,
    params: ScoringParams,
) -> Row:
    return {
        "measure": measure,
        "n": estimate.n,
        "value": value,
        "expected": estimate.mean,
        "low": estimate.low,
        "high": estimate.high,
        "rests_on": rests_on,
        "doubt_from_links": doubt,
        "is_small_n": estimate.n < params.smallest_sample,
    }


def _reach_of(
    own: pd.DataFrame, served: pd.DataFrame, objectives: pd.DataFrame
) -> dict[tuple[str, int], pd.DataFrame]:
    """Per unit and year: decided links, and of a goal without any its best, to what counts."""
    counted = objectives.loc[objectives["in_coverage"], ["year", "objective_id"]]
    held = own.loc[own["anchoring"].notna(), ["goal_id", "unit"]]
    rows = served.merge(counted, on=["year", "objective_id"]).merge(held, on="goal_id")
    rows = rows.sort_values(
        ["goal_id", "probability", "objective_id"], ascending=[True, False, True]
    )
    # all that a goal is near to would be served at once in a world that believes in the faintest
    kept = rows[rows["linked"] | ~rows.duplicated("goal_id")]
    kept = kept.sort_values(["unit", "year", "objective_id", "goal_id"])
    return by_unit_and_year(kept)


def _reach_rows(
    unit: Row, own: pd.DataFrame, reach: pd.DataFrame | None, params: ScoringParams
) -> list[Row]:
    held = own[own["anchoring"].notna()]
    if reach is None or held.empty or pd.isna(unit["objectives_possible"]):
        return []
    possible = int(unit["objectives_possible"])
    draws = uniforms(held["text"].tolist(), params)
    counts = links_by_objective(reach, held["goal_id"].tolist(), draws)
    drawn = {"coverage": (counts > 0).sum(axis=0) / possible, "breadth": evenness(counts, possible)}
    small = len(held) < params.smallest_sample
    return [
        _row(
            measure, _middle(values, possible, small, params), unit[measure], "links", None, params
        )
        | {"is_small_n": small}
        for measure, values in drawn.items()
    ]


def _middle(values: Floats, n: int, small: bool, params: ScoringParams) -> Estimate:
    known = values[~np.isnan(values)]
    if not known.size:
        return Estimate(n, None, None, None)
    if small:
        return Estimate(n, float(known.mean()), None, None)
    tail = (1 - params.interval) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return Estimate(n, float(known.mean()), float(low), float(high))
