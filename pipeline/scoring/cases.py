"""Proposal against decision, case by case and year by year: points, money, coupling."""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import CASE_OBJECTIVES, CASES, COUNCIL_YEARS
from pipeline.scoring.bootstrap import generator_for
from pipeline.scoring.council_money import money_columns
from pipeline.scoring.decisions import Case, council_cases
from pipeline.scoring.plans import served_objectives
from pipeline.scoring.proportions import share_columns

Row = dict[str, Any]
FATES = ("kept", "reworded", "dropped", "added")
_WHOLE_CASE = ("postponed", "rejected", "noted")


def case_scores(
    goals: pd.DataFrame,
    sections: pd.DataFrame,
    documents: pd.DataFrame,
    changes: pd.DataFrame,
    points: pd.DataFrame,
    in_force: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """CASES: one row for each council case that holds a point of a proposal or of a decision.

    Formulas: shares of points with Wilson's interval; money as in `money_columns`; coupling as
    the mean anchoring (largest probability among the objectives of the plan in force) of the
    decision's points less that of the proposal's, as in `anchoring_columns`.
    `points` is POINTS, `in_force` comes from `plans.links_in_force`.
    """
    about = documents.set_index("document_id")
    largest = in_force.groupby("goal_id")["probability"].max()
    anchoring = {str(goal): float(value) for goal, value in largest.items()}
    fates = dict(iter(points.groupby(["document_id", _numbers(points)])))
    rows = []
    for case in council_cases(goals, sections):
        of_case = fates.get((case.document_id, case.case_in_document or ""), points.iloc[:0])
        # amounts by area are told for a document as a whole
        held = changes["document_id"].eq(case.document_id) & (case.case_in_document is None)
        rows.append(
            {
                "document_id": case.document_id,
                "case_in_document": case.case_in_document,
                "case_number": case.case_in_document
                or _told(about["case_number"], case.document_id),
                "year": _told(about["year"], case.document_id),
                "outcome_section_ids": " ".join(row["section_id"] for row in case.sayings),
                "cautions": " ".join(changes.loc[held, "caution"].dropna().drop_duplicates()),
                **_point_columns(case, of_case, params.interval),
                **money_columns(changes[held]),
                **anchoring_columns(case, of_case, anchoring, params),
            }
        )
    return pd.DataFrame(rows, columns=list(CASES.schema.columns))


def _numbers(rows: pd.DataFrame) -> pd.Series:
    return rows["case_in_document"].astype("str").fillna("")


def _told(column: pd.Series, document: str) -> Any:
    value = column.get(document)
    return None if pd.isna(value) else value


def _point_columns(case: Case, fates: pd.DataFrame, interval: float) -> Row:
    """How many points became what; missing where the case holds no decision or no proposal."""
    outcome = _outcome(case, fates)
    if not len(fates):
        sizes = {"points_proposed": len(case.proposed), "points_decided": len(case.decided)}
        return sizes | {"outcome": outcome}
    counts = {fate: int(fates["fate"].eq(fate).sum()) for fate in FATES}
    # a point that was put together of several, or parted, counts as those
    proposed, decided = len(fates) - counts["added"], len(fates) - counts["dropped"]
    shares: Row = {}
    for fate, count in counts.items():
        of = decided if fate == "added" else proposed
        shares |= share_columns(f"{fate}_share", count, of, interval)
    is_turned = fates["is_turned"].eq(True) & fates["fate"].eq("reworded")
    return {
        "outcome": outcome,
        "points_proposed": proposed,
        "points_decided": decided,
        **counts,
        "turned": int(is_turned.sum()),
        "amounts_changed": int(fates["amounts_differ"].eq(True).sum()),
        **shares,
    }


def _outcome(case: Case, fates: pd.DataFrame) -> str:
    told = {row["passage_id"] for row in case.sayings}
    says_more = any(row["passage_ids"].split()[0] not in told for row in case.decided)
    sayings = [saying for saying in _WHOLE_CASE if case.says(saying)]
    if sayings and not says_more:
        return sayings[0]
    if not case.proposed:
        return "no_proposal"
    if not len(fates):
        return "no_decision"
    return "as_proposed" if fates["fate"].eq("kept").all() else "changed"


def anchoring_columns(
    case: Case, fates: pd.DataFrame, anchoring: Mapping[str, float], params: ScoringParams
) -> Row:
    """Mean anchoring of the case's points before and after the council, and the difference.

    Formula: mean over the decided points of their anchoring, less the mean over the proposed ones.
    The interval draws points together with their answers, `bootstrap_samples` times, so that a
    point that was kept adds no noise of its own; with fewer than `smallest_sample` of these there
    is none. Range: −1 to 1. Points that were not held against a plan are left out of n. What was
    adopted by reference is decided in the proposal's words.
    Source: Efron & Tibshirani (1993), ch. 8.
    """
    before, after = (
        {goal: anchoring[goal] for goal in side if goal in anchoring}
        for side in _goals_of_sides(case, fates)
    )
    means = [float(np.mean(list(side.values()))) if side else None for side in (before, after)]
    change = None if means[0] is None or means[1] is None else means[1] - means[0]
    low, high = _change_interval(before, after, fates, case, params)
    return {
        "proposal_held": len(before),
        "decision_held": len(after),
        "proposal_anchoring": means[0],
        "decision_anchoring": means[1],
        "anchoring_change": change,
        "anchoring_change_low": None if low is None or change is None else min(low, change),
        "anchoring_change_high": None if high is None or change is None else max(high, change),
    }


def decided_sides(points: pd.DataFrame) -> pd.DataFrame:
    """Each goal of POINTS once a `side`, with its document and case; `points` is POINTS.

    What was adopted by reference stands on both sides.
    """
    keys = ["document_id", "case_in_document"]
    referred = points[points["ground"].eq("by_reference")]
    parts = [
        rows[[*keys, f"{column}_goal_id"]].set_axis([*keys, "goal_id"], axis=1).assign(side=side)
        for rows, column, side in (
            (points, "proposal", "proposal"),
            (points, "decision", "decision"),
            (referred, "proposal", "decision"),
        )
    ]
    return pd.concat(parts).dropna(subset=["goal_id"]).drop_duplicates()


def _goals_of_sides(case: Case, fates: pd.DataFrame) -> tuple[list[str], list[str]]:
    if not len(fates):
        return [row["goal_id"] for row in case.proposed], [row["goal_id"] for row in case.decided]
    old, new = fates["proposal_goal_id"].dropna(), fates["decision_goal_id"].dropna()
    referred = fates.loc[fates["ground"].eq("by_reference"), "proposal_goal_id"]
    return sorted(set(old)), sorted({*new, *referred})


def _change_interval(
    before: Mapping[str, float],
    after: Mapping[str, float],
    fates: pd.DataFrame,
    case: Case,
    params: ScoringParams,
) -> tuple[float | None, float | None]:
    groups = _answering_groups(fates)
    if len(groups) < params.smallest_sample or not before or not after:
        return None, None
    sums = np.array([_sums(group, before) + _sums(group, after) for group in groups])
    generator = generator_for(params.seed, f"case {case.document_id} {case.case_in_document or ''}")
    drawn = generator.integers(len(groups), size=(params.bootstrap_samples, len(groups)))
    totals = sums[drawn].sum(axis=1)
    told = totals[(totals[:, 1] > 0) & (totals[:, 3] > 0)]
    changes = told[:, 2] / told[:, 3] - told[:, 0] / told[:, 1]
    tail = (1 - params.interval) / 2
    low, high = np.quantile(changes, [tail, 1 - tail])
    return float(low), float(high)


def _answering_groups(fates: pd.DataFrame) -> list[list[str]]:
    """Goals that answer each other, each group once, in the order of their names."""
    graph: nx.Graph[str] = nx.Graph()
    for pair in zip(fates["proposal_goal_id"], fates["decision_goal_id"], strict=True):
        ids = [goal for goal in pair if isinstance(goal, str)]
        graph.add_nodes_from(ids)
        graph.add_edges_from([ids] if len(ids) == len(pair) else [])
    return sorted(sorted(group) for group in nx.connected_components(graph))


def _sums(group: Sequence[str], side: Mapping[str, float]) -> tuple[float, float]:
    values = [side[goal] for goal in group if goal in side]
    return sum(values), len(values)


def council_years(
    cases: pd.DataFrame, changes: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """COUNCIL_YEARS: what the council itself moved over all cases of a year; `cases` is CASES.

    Formula: points and kroner summed over the year's cases, shares of the sums. Cases with a
    proposal and a decision count; one that was put off, or whose decision lies elsewhere, does not.
    Large budgets weigh as much as their kroner, and single cases with small sums hardly at all.
    """
    rows = [
        _year_row(int(str(year)), rows, changes, params.interval)
        for year, rows in cases.dropna(subset=["year"]).groupby("year", sort=True)
    ]
    return pd.DataFrame(rows, columns=list(COUNCIL_YEARS.schema.columns))


def _year_row(year: int, cases: pd.DataFrame, changes: pd.DataFrame, interval: float) -> Row:
    decided = cases[cases["kept"].notna()]
    changed = int(decided[["reworded", "dropped", "added"]].sum(axis=1).gt(0).sum())
    names = ["points_proposed", "points_decided", *FATES]
    sums = {name: int(decided[name].fillna(0).sum()) for name in names}
    held = cases.loc[cases["areas"].gt(0), "document_id"].drop_duplicates()
    return {
        "year": year,
        "cases": len(cases),
        "cases_decided": len(decided),
        "cases_changed": changed,
        **share_columns("changed_share", changed, len(decided), interval),
        **sums,
        **share_columns("kept_share", sums["kept"], sums["points_proposed"], interval),
        **share_columns("added_share", sums["added"], sums["points_decided"], interval),
        "cases_with_money": len(held),
        **money_columns(changes[changes["document_id"].isin(held)]),
        "document_ids": " ".join(sorted(set(cases["document_id"]))),
    }


def case_objectives(
    goals: pd.DataFrame, points: pd.DataFrame, in_force: pd.DataFrame
) -> pd.DataFrame:
    """CASE_OBJECTIVES: what each side of a case does for each objective of the plan in force.

    Formula: Σ over the side's points of the largest probability on the objective or on something
    under it: the number of points expected to serve it. Only cases with a proposal and a decision,
    and objectives that a point of the case was held against. Range: 0 to the number of points
    held; missing for a side of which no point was. `points` is POINTS.
    """
    sides = decided_sides(points)
    sides = sides.assign(case_in_document=_numbers(sides))
    of_cases = in_force[in_force["goal_id"].isin(sides["goal_id"])]
    served = served_objectives(goals, of_cases).merge(sides, on="goal_id")
    links = of_cases.loc[of_cases["linked"], ["goal_id", "objective_id", "link_id"]]
    placed = served.merge(links, "left", on=["goal_id", "objective_id"])
    keys = ["document_id", "case_in_document", "objective_id"]
    rows = goals[["goal_id", "number"]].rename(columns={"goal_id": "objective_id"})
    rows = placed[keys].drop_duplicates().merge(rows, "left", on="objective_id")
    for side in ("proposal", "decision"):
        mine = _side_masses(placed[placed["side"].eq(side)], keys)
        mine.columns = [*keys, *(f"{side}_{name}" for name in mine.columns[len(keys) :])]
        rows = rows.merge(mine, "left", on=keys)
    rows = rows.assign(
        mass_change=rows["decision_mass"] - rows["proposal_mass"],
        **{name: rows[name].fillna(0) for name in ("proposal_held", "decision_held")},
        **{name: rows[name].fillna("") for name in ("proposal_link_ids", "decision_link_ids")},
    ).sort_values(keys, ignore_index=True)
    named = rows["case_in_document"].replace("", None)
    return rows.assign(case_in_document=named)[list(CASE_OBJECTIVES.schema.columns)]


def _side_masses(placed: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return placed.groupby(keys, as_index=False).agg(
        held=("goal_id", "nunique"),
        mass=("probability", "sum"),
        link_ids=("link_id", lambda ids: " ".join(sorted(ids.dropna()))),
    )
