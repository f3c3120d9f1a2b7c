"""Proposal against decision, case by case and year by year: points, money, coupling."""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
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
_UNDECIDED = ("no_decision", "postponed", "no_proposal")
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
    anchoring = in_force.groupby("goal_id")["probability"].max()
    fates = {key: rows for key, rows in points.groupby(["document_id", _numbers(points)])}
    rows = []
    for case in council_cases(goals, sections):
        of_case = fates.get((case.document_id, case.case_number or ""), points.iloc[:0])
        # amounts by area are told for a document as a whole
        held = changes["document_id"].eq(case.document_id) & (case.case_number is None)
        rows.append(
            {
                "document_id": case.document_id,
                "case_number": case.case_number or _told(about["case_number"], case.document_id),
                "year": _told(about["year"], case.document_id),
                "outcome_section_ids": " ".join(case.sayings["section_id"]),
                "cautions": " ".join(changes.loc[held, "caution"].dropna().drop_duplicates()),
                **_point_columns(case, of_case, params.interval),
                **money_columns(changes[held]),
                **anchoring_columns(case, of_case, anchoring, params),
            }
        )
    return pd.DataFrame(rows, columns=list(CASES.schema.columns))


def _numbers(rows: pd.DataFrame) -> pd.Series:
    return rows["case_number"].fillna("")


def _told(column: pd.Series, document: str) -> Any:
    value = column.get(document)
    return None if pd.isna(value) else value


def _point_columns(case: Case, fates: pd.DataFrame, interval: float) -> Row:
    """How many points became what; missing where the case holds no decision or no proposal."""
    side = case.points["side"]
    outcome = _outcome(case, fates)
    if outcome in _UNDECIDED:
        sizes = {"points_proposed": int(side.eq("proposal").sum())}
        return sizes | {"points_decided": int(side.eq("decision").sum()), "outcome": outcome}
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
    decided = case.points[case.points["side"].eq("decision")]
    said = case.sayings["passage_id"]
    says_more = ~decided["passage_ids"].str.split().str[0].isin(said)
    sayings = [saying for saying in _WHOLE_CASE if case.sayings["saying"].eq(saying).any()]
    if sayings and not says_more.any():
        return sayings[0]
    if not len(fates):
        return "no_decision"
    if case.points["side"].eq("decision").all():
        return "no_proposal"
    return "as_proposed" if fates["fate"].eq("kept").all() else "changed"


def anchoring_columns(
    case: Case, fates: pd.DataFrame, anchoring: pd.Series, params: ScoringParams
) -> Row:
    """Mean anchoring of the case's points before and after the council, and the difference.

    Formula: mean over the decided points of their anchoring, less the mean over the proposed ones.
    The interval draws points together with their answers, `bootstrap_samples` times, so that a
    point that was kept adds no noise of its own; with fewer than `smallest_sample` of these there
    is none. Range: −1 to 1. Points that were not held against a plan are left out of n. Where the
    proposal is adopted by reference, the decision has the proposal's points.
    Source: Efron & Tibshirani (1993), ch. 8.
    """
    before = _anchored(case, "proposal", anchoring)
    after = _anchored(case, "decision", anchoring)
    if len(fates) and fates["ground"].eq("by_reference").all():
        after = before
    change = after.mean() - before.mean() if len(before) and len(after) else None
    low, high = _change_interval(before, after, fates, case, params)
    return {
        "proposal_held": len(before),
        "decision_held": len(after),
        "proposal_anchoring": before.mean() if len(before) else None,
        "decision_anchoring": after.mean() if len(after) else None,
        "anchoring_change": change,
        "anchoring_change_low": None if low is None or change is None else min(low, change),
        "anchoring_change_high": None if high is None or change is None else max(high, change),
    }


def _anchored(case: Case, side: str, anchoring: pd.Series) -> pd.Series:
    ids = case.points.loc[case.points["side"].eq(side), "goal_id"]
    return anchoring.reindex(ids).dropna()


def _change_interval(
    before: pd.Series, after: pd.Series, fates: pd.DataFrame, case: Case, params: ScoringParams
) -> tuple[float | None, float | None]:
    groups = _answering_groups(fates)
    sums = np.array([_sums(group, before, after) for group in groups]).reshape(-1, 4)
    if len(groups) < params.smallest_sample or not len(before) or not len(after):
        return None, None
    generator = generator_for(params.seed, f"case {case.document_id} {case.case_number or ''}")
    drawn = generator.integers(len(groups), size=(params.bootstrap_samples, len(groups)))
    totals = sums[drawn].sum(axis=1)
    told = totals[(totals[:, 1] > 0) & (totals[:, 3] > 0)]
    changes = told[:, 2] / told[:, 3] - told[:, 0] / told[:, 1]
    tail = (1 - params.interval) / 2
    low, high = np.quantile(changes, [tail, 1 - tail])
    return float(low), float(high)


def _answering_groups(fates: pd.DataFrame) -> list[set[str]]:
    """Goals that answer each other, each group once, in the order of their names."""
    graph: nx.Graph[str] = nx.Graph()
    ids = fates[["proposal_goal_id", "decision_goal_id"]]
    graph.add_nodes_from(pd.concat([ids[name].dropna() for name in ids]).sort_values())
    graph.add_edges_from(ids.dropna().itertuples(index=False, name=None))
    return sorted((set(group) for group in nx.connected_components(graph)), key=min)


def _sums(
    group: set[str], before: pd.Series, after: pd.Series
) -> tuple[float, int, float, int]:
    old, new = (side[side.index.isin(group)] for side in (before, after))
    return float(old.sum()), len(old), float(new.sum()), len(new)


def council_years(cases: pd.DataFrame, changes: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """COUNCIL_YEARS: what the council itself moved over all cases of a year; `cases` is CASES.

    Formula: points and kroner summed over the year's cases, shares of the sums. Cases with a
    proposal and a decision count; one that was put off, or whose decision lies elsewhere, does not.
    Large budgets weigh as much as their kroner, and single cases with small sums hardly at all.
    """
    rows = [
        _year_row(int(year), rows, changes, params.interval)
        for year, rows in cases.dropna(subset=["year"]).groupby("year", sort=True)
    ]
    return pd.DataFrame(rows, columns=list(COUNCIL_YEARS.schema.columns))


def _year_row(year: int, cases: pd.DataFrame, changes: pd.DataFrame, interval: float) -> Row:
    decided = cases[~cases["outcome"].isin(_UNDECIDED)]
    changed = int(decided["outcome"].ne("as_proposed").sum())
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
    goals: pd.DataFrame, sections: pd.DataFrame, in_force: pd.DataFrame
) -> pd.DataFrame:
    """CASE_OBJECTIVES: what each side of a case does for each objective of the plan in force.

    Formula: Σ over the side's points of the largest probability on the objective or on something
    under it: the number of points expected to serve it. Only objectives that a point of the case
    was held against. Range: 0 to the number of points held.
    """
    cases = list(council_cases(goals, sections))
    points = pd.concat([case.points for case in cases]) if cases else goals.iloc[:0]
    if not len(points):
        return pd.DataFrame(columns=list(CASE_OBJECTIVES.schema.columns))
    served = served_objectives(goals, in_force[in_force["goal_id"].isin(points["goal_id"])])
    placed = served.merge(points[["goal_id", "document_id", "case_number", "side"]], on="goal_id")
    links = in_force.loc[in_force["linked"], ["goal_id", "objective_id", "link_id"]]
    placed = placed.merge(links, "left", on=["goal_id", "objective_id"])
    placed["case_number"] = placed["case_number"].fillna("")
    keys = ["document_id", "case_number", "objective_id"]
    sides = placed.groupby([*keys, "side"]).agg(
        held=("goal_id", "nunique"),
        mass=("probability", "sum"),
        link_ids=("link_id", lambda ids: " ".join(sorted(ids.dropna()))),
    )
    wide = sides.unstack("side")
    wide.columns = [f"{side}_{name}" for name, side in wide.columns]
    rows = wide.reset_index().merge(
        goals[["goal_id", "number"]].rename(columns={"goal_id": "objective_id"}), on="objective_id"
    )
    return _filled_sides(rows)


def _filled_sides(rows: pd.DataFrame) -> pd.DataFrame:
    """A side without points that were held has none expected to serve: n is 0 then."""
    empty: dict[str, Any] = {"held": 0, "mass": 0.0, "link_ids": ""}
    filled = {
        f"{side}_{name}": rows.get(f"{side}_{name}", pd.Series(value, rows.index)).fillna(value)
        for side in ("proposal", "decision")
        for name, value in empty.items()
    }
    rows = rows.assign(**filled, case_number=rows["case_number"].replace("", None))
    rows["mass_change"] = rows["decision_mass"] - rows["proposal_mass"]
    columns: Sequence[str] = list(CASE_OBJECTIVES.schema.columns)
    return rows.sort_values(["document_id", "case_number", "objective_id"], ignore_index=True)[columns]
