"""Clarity, «politikerproblemet»: testable, activities and hedged goals, by level."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.language.clarity import activity, hedge
from pipeline.owngoals import NOT_GOALS, is_own_goal
from pipeline.params import ScoringParams
from pipeline.schemas.measures import CLARITY_LEVELS, PLAN_EVENNESS
from pipeline.scoring.many_means import draws
from pipeline.scoring.plans import COUNTED_KINDS
from pipeline.scoring.proportions import wilson_interval
from pipeline.scoring.unit import breadth
from pipeline.tables import empty_table

SIGNS = {"testable": "is_testable", "activity": "is_activity", "hedged": "is_hedged"}
_KEYS = ("level", "kind", "part", "document_id", "unit", "year")
_SCOPES = {
    "level": ("level", "year"),
    "kind": ("level", "kind", "year"),
    "part": ("level", "part", "year"),
    "document": ("level", "document_id", "year"),
    "unit": ("level", "unit", "year"),
}


def goal_clarity(goals: pd.DataFrame) -> pd.DataFrame:
    """One row for each goal of every level, with the columns of CLARITY.

    Measures (tiltak), visions, status and utfordringer are no goals and have no row: a measure
    is an activity, and is to be. Source: goals that can't or won't be stated clearly, Johnsen
    (2007), *Resultatstyring i offentlig sektor*.

    >>> goals = pd.DataFrame([{
    ...     "goal_id": "a", "document_id": "d", "unit": None, "year": 2014, "part": None,
    ...     "level": "kommuneplan", "kind": "strategi", "parent_goal_id": None, "language": "nb",
    ...     "text": "Arbeide for trygge skoleveier på sikt", "has_target": False}])
    >>> goal_clarity(goals)[["is_testable", "activity_words", "hedge_words"]].values.tolist()
    [[False, 'arbeide', 'på sikt']]
    """
    stated = goals[~goals["kind"].isin(NOT_GOALS)]
    texts = list(zip(stated["text"], stated["language"], strict=True))
    work = pd.Series([activity(*each) for each in texts], index=stated.index, dtype="str")
    hedges = pd.Series([hedge(text) for text, _ in texts], index=stated.index, dtype="str")
    rows = pd.DataFrame(
        {
            "goal_id": stated["goal_id"],
            "is_testable": stated["has_target"].astype(bool),
            "is_activity": work.notna(),
            "is_hedged": hedges.notna(),
            "activity_words": work,
            "hedge_words": hedges,
            "is_own": is_own_goal(goals)[stated.index],
        }
    )
    return rows.sort_values("goal_id", ignore_index=True)


def clarity_levels(
    goals: pd.DataFrame, clarity: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """The shares of each level, kind, part, document and unit, with the columns of CLARITY_LEVELS.

    Formula: goals with the sign over goals. Range 0–1. Goals of one document go together, so that
    where there are at least `smallest_sample` documents the interval draws documents anew; else it
    is Wilson's, as if the goals were drawn from many that might have been written. Sources:
    Wilson, E. B. (1927), Journal of the American Statistical Association 22; Efron (1979).
    """
    each = clarity.merge(goals[["goal_id", *_KEYS]], on="goal_id")
    rows = [
        row
        for scope, keys in _SCOPES.items()
        for row in _rows_of(scope, keys, _of_scope(each, scope), params)
    ]
    return pd.DataFrame(rows) if rows else empty_table(CLARITY_LEVELS)


def plan_evenness(goals: pd.DataFrame) -> pd.DataFrame:
    """One row for each plan whose objectives have points under them: PLAN_EVENNESS.

    Formula: −Σ qₖ ln qₖ / ln K with qₖ the share of the plan's points that stand under objective k
    of K. Range: 0 (all under one) to 1 (as many under each: everything mentioned and nothing
    prioritised). Points under a point count for the objective. Source: Pielou (1966), as in
    `unit.breadth`; that lack of priorities is a sign of unclear goals is Johnsen's (2007).
    """
    objectives = _inner_objectives(goals)
    points = _points(goals, objectives)
    rows = []
    for document_id, theirs in objectives.groupby("document_id", sort=True):
        counts = points.reindex(theirs["goal_id"], fill_value=0).sort_index()
        if not counts.sum():
            continue
        rows.append(
            {
                "document_id": document_id,
                "level": theirs["level"].iloc[0],
                "year": theirs["year"].iloc[0],
                "objectives": len(counts),
                "points": int(counts.sum()),
                "objectives_without_points": int(counts.eq(0).sum()),
                "evenness": breadth(counts.tolist()),
                "largest_share": float(counts.max() / counts.sum()),
                "largest_id": str(counts.idxmax()),
            }
        )
    return pd.DataFrame(rows) if rows else empty_table(PLAN_EVENNESS)


def _of_scope(each: pd.DataFrame, scope: str) -> pd.DataFrame:
    if scope == "part":
        return each[each["part"].notna()]
    return each[each["is_own"]] if scope == "unit" else each


def _rows_of(
    scope: str, keys: Sequence[str], each: pd.DataFrame, params: ScoringParams
) -> Iterator[dict[str, object]]:
    blank: dict[str, object] = {"scope": scope, **dict.fromkeys(_KEYS)}
    for values, group in each.groupby(list(keys), sort=True, dropna=False):
        cells = zip(keys, values, strict=True)
        named: dict[str, object] = {key: _known(value) for key, value in cells}
        name = " ".join(str(value) for value in (scope, *named.values()))
        yield blank | named | _shares(group, name, params)


def _known(value: Any) -> object:
    return None if pd.isna(value) else value


def _shares(group: pd.DataFrame, name: str, params: ScoringParams) -> dict[str, object]:
    by_document = group.groupby("document_id", sort=True)[list(SIGNS.values())].sum()
    sizes = group.groupby("document_id", sort=True).size().to_numpy(dtype=float)
    over = "documents" if len(sizes) >= params.smallest_sample else "goals"
    row: dict[str, object] = {
        "goals": len(group),
        "documents": len(sizes),
        "interval_over": over,
    }
    weights = draws(len(sizes), params.bootstrap_samples, params.seed, f"clarity {name}")
    tail = (1 - params.interval) / 2
    for sign, column in SIGNS.items():
        counts = by_document[column].to_numpy(dtype=float)
        value = float(counts.sum() / len(group))
        if over == "documents":
            drawn = (weights @ counts) / (weights @ sizes)
            low, high = (float(end) for end in np.quantile(drawn, [tail, 1 - tail]))
        else:
            told = wilson_interval(int(counts.sum()), len(group), params.interval)
            low, high = told or (0.0, 1.0)
        # rounding may leave the share just outside
        ends = {f"{sign}_low": min(low, value), f"{sign}_high": max(high, value)}
        row |= {sign: value} | ends
    return row


def _inner_objectives(goals: pd.DataFrame) -> pd.DataFrame:
    counted = goals[goals["kind"].isin(COUNTED_KINDS)]
    return counted[~counted["goal_id"].isin(counted["parent_goal_id"].dropna())]


def _points(goals: pd.DataFrame, objectives: pd.DataFrame) -> pd.Series:
    """How many goals stand under each objective, at whatever depth, by the objective's goal_id."""
    parents = goals.dropna(subset=["parent_goal_id"])[["goal_id", "parent_goal_id"]]
    step = objectives[["goal_id"]].assign(objective=objectives["goal_id"])
    counts = pd.Series(0, index=objectives["goal_id"])
    # a plan's tree has a handful of levels; a circle in it would end here too
    for _ in range(10):
        step = parents.merge(
            step.rename(columns={"goal_id": "parent_goal_id"}), on="parent_goal_id"
        )[["goal_id", "objective"]]
        if step.empty:
            break
        counts = counts.add(step.groupby("objective").size(), fill_value=0)
    return counts.astype(int)
