"""Which kommuneplan a year's goals answer to, and the tree of its objectives."""

from collections.abc import Iterator

import pandas as pd

PLAN = "kommuneplan"
COUNTED_KINDS = ("hovedmål", "delmål")
_DRAFT = r"(?i)\b(?:forslag|framlegg|utkast|høring\w*|høyring\w*|draft)"


def plans_in_force(
    goals: pd.DataFrame, links: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """`year, document_id`: the kommuneplan in force for the goals of each year.

    Only plans that the year's goals have been held against can be told to be in force. Where
    that is one plan, it is that one. Where there are several, it is the one that began last
    among those that began before the year and have not ended: a plan is decided in the course
    of its first year, when that year's budget and agreements are already signed. A plan of the
    year itself is in force where there is no older one. Plans that began in the same year
    (a plan in two volumes) are in force together. A draft, by its status in the register, gives
    way to any plan that is none. Years without any such plan are left out.
    """
    held = plan_links(goals, links)[["year", "plan_id"]].dropna().drop_duplicates()
    dated = held.merge(
        documents[["document_id", "year", "year_to", "status"]].rename(columns={"year": "start"}),
        left_on="plan_id",
        right_on="document_id",
    )
    rows = [
        {"year": year, "document_id": plan}
        for year in sorted(int(year) for year in dated["year"].unique())
        for plan in _latest(dated[dated["year"].eq(year)], year)
    ]
    frame = pd.DataFrame(rows, columns=["year", "document_id"])
    return frame.astype({"year": "Int64", "document_id": "str"})


def _latest(plans: pd.DataFrame, year: int) -> list[str]:
    if len(plans) == 1:
        return [str(plans["document_id"].iloc[0])]
    draft = plans["status"].fillna("").str.contains(_DRAFT)
    plans = plans if draft.all() else plans[~draft]
    lasting = plans[plans["year_to"].isna() | plans["year_to"].ge(year).fillna(False)]
    before = lasting[lasting["start"].lt(year).fillna(False)]
    chosen = before if len(before) else lasting[lasting["start"].eq(year).fillna(False)]
    return sorted(chosen.loc[chosen["start"].eq(chosen["start"].max()), "document_id"])


def plan_links(goals: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The links to objectives of a kommuneplan, with the goal's `year` and the `plan_id`."""
    below = goals[["goal_id", "year"]]
    above = goals[["goal_id", "document_id"]].set_axis(["objective_id", "plan_id"], axis=1)
    return links[links["objective_level"].eq(PLAN)].merge(below, "left").merge(above, "left")


def links_in_force(
    goals: pd.DataFrame, links: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """The links to objectives of the kommuneplan in force in the goal's year.

    Has the columns of LINKS, `year` and `plan_id`. An explicit link has probability 1: the
    document states it.
    """
    force = plans_in_force(goals, links, documents).rename(columns={"document_id": "plan_id"})
    kept = plan_links(goals, links).merge(force, on=["year", "plan_id"])
    return kept.assign(probability=kept["probability"].mask(kept["explicit"], 1.0))


def objectives_in_force(goals: pd.DataFrame, in_force: pd.DataFrame) -> pd.DataFrame:
    """`year, objective_id, number, in_coverage` for each objective that a year's goals may serve.

    An objective is a goal of the plan in force, of a kind that goals were held against, or one
    that such a goal stands under. A weak link may have been left out of LINKS, so that the kind
    tells, and not the link: a hovedmål is no gap in a plan whose delmål alone were looked at.
    `in_coverage` marks those that coverage counts: of the hovedmål and delmål held against, those
    with no other under them; where neither was held against, all that were.
    """
    plan = goals[goals["level"].eq(PLAN)].drop(columns="year")
    years = in_force[["year", "plan_id"]].drop_duplicates()
    rows = plan.merge(years, left_on="document_id", right_on="plan_id")
    rows = rows.assign(is_held=_of_held_kind(rows, in_force), objective_id=rows["goal_id"])
    above = objective_closure(goals, rows.loc[rows["is_held"], "goal_id"])["objective_id"]
    rows = rows[rows["goal_id"].isin(above)]
    counted = rows["is_held"] & rows["kind"].isin(COUNTED_KINDS)
    inner = set(rows.loc[counted, "parent_goal_id"].dropna())
    has_counted = counted.groupby([rows["year"], rows["plan_id"]]).transform("any").astype(bool)
    covered = (counted & ~rows["goal_id"].isin(inner)) | (~has_counted & rows["is_held"])
    columns = ["year", "objective_id", "number", "in_coverage"]
    return rows.assign(in_coverage=covered)[columns].sort_values(columns[:2], ignore_index=True)


def _of_held_kind(rows: pd.DataFrame, in_force: pd.DataFrame) -> pd.Series:
    held = rows[rows["goal_id"].isin(in_force["objective_id"])]
    kinds = pd.MultiIndex.from_frame(held[["plan_id", "kind"]].drop_duplicates())
    of_held = pd.MultiIndex.from_frame(rows[["plan_id", "kind"]]).isin(kinds)
    return pd.Series(of_held, index=rows.index, dtype=bool)


def objective_closure(goals: pd.DataFrame, objectives: pd.Series) -> pd.DataFrame:
    """`below, objective_id`: each objective with itself and everything that it stands under.

    >>> goals = pd.DataFrame({"goal_id": ["1", "1.1", "a"], "parent_goal_id": [None, "1", "1.1"]})
    >>> objective_closure(goals, pd.Series(["a"]))["objective_id"].tolist()
    ['a', '1.1', '1']
    """
    has_parent = goals.dropna(subset=["parent_goal_id"])
    parents = dict(zip(has_parent["goal_id"], has_parent["parent_goal_id"], strict=True))
    rows = [
        (below, above) for below in sorted(set(objectives)) for above in _upwards(below, parents)
    ]
    return pd.DataFrame(rows, columns=["below", "objective_id"], dtype="str")


def _upwards(start: str, parents: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    at: str | None = start
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = parents.get(at)


def served_objectives(goals: pd.DataFrame, in_force: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, year, objective_id, probability, linked, linked_directly`, one row a pair.

    What serves a point under an objective serves the objective: a link counts for its own
    objective and for all that it stands under. Of several links to the same objective, the most
    probable counts.
    """
    closure = objective_closure(goals, in_force["objective_id"])
    below = in_force.rename(columns={"objective_id": "below"})
    pairs = below[["goal_id", "year", "below", "probability", "linked"]].merge(closure, on="below")
    pairs["linked_directly"] = pairs["linked"] & pairs["below"].eq(pairs["objective_id"])
    keys = ["goal_id", "year", "objective_id"]
    return pairs.groupby(keys, as_index=False, sort=True)[
        ["probability", "linked", "linked_directly"]
    ].max()
