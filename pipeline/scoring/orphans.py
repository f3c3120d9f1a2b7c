"""Goals without a parent in the plan, told apart: orphans, and those that a person justifies."""

import numpy as np
import pandas as pd

SERVED, ORPHAN, JUSTIFIED, DISPUTED = "served", "orphan", "justified", "uavklart"


def orphans(
    goals: pd.DataFrame, profiles: pd.DataFrame, in_force: pd.DataFrame, verdicts: pd.DataFrame
) -> pd.DataFrame:
    """One row for each own goal held against the plan in force, with the columns of ORPHANS.

    A goal is `served` where a link to an objective of the plan is decided, by the engine or by
    the coders; `orphan` where none is; `justified` where coders say that it serves none and why
    that is as it should be (`no_parent`, with a reason). People come before the engine: where
    any coder has spoken of the goal, the majority of those who have decides, and where as many
    say one thing as the other, it is `uavklart`. A coder who accepts one of its links says that
    it serves an objective. Those who are unsure are not counted.
    `parents` counts the objectives it has a decided link to, `fields` the hovedmål (or what
    else stands outermost) above them: a goal with parents in several fields ties them together.
    Source: forward and backward gaps of requirements traceability, Gotel & Finkelstein (1994).
    """
    held = profiles.loc[profiles["is_own"] & profiles["anchoring"].notna(), ["goal_id"]]
    rows = held.merge(goals[["goal_id", "unit", "year"]], on="goal_id")
    decided = decided_links(in_force, verdicts)
    rows = rows.merge(_parents(goals, decided), on="goal_id", how="left")
    rows = rows.merge(_said(in_force, verdicts), on="goal_id", how="left")
    counts = ["parents", "fields", "coders", "coders_no_parent"]
    rows = rows.assign(**{name: rows[name].fillna(0).astype("Int64") for name in counts})
    rows = rows.assign(
        objective_ids=rows["objective_ids"].fillna(""),
        status=_status(rows),
        is_disputed=rows["coders_no_parent"].gt(0) & rows["coders_no_parent"].lt(rows["coders"]),
    )
    reason = rows["reason"].where(rows["status"].isin([JUSTIFIED, DISPUTED]))
    return rows.assign(reason=reason).sort_values("goal_id", ignore_index=True)[COLUMNS]


COLUMNS = ["goal_id", "unit", "year", "status", "reason", "coders", "coders_no_parent"]
COLUMNS += ["is_disputed", "parents", "fields", "objective_ids"]


def decided_links(in_force: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The links that stand: decided by the engine, or by the coders where they have judged them.

    A majority that accepts or rejects a link overrules the engine; a tie leaves it as it was.

    >>> links = pd.DataFrame({"goal_id": ["a", "a"], "objective_id": ["1", "2"],
    ...                       "linked": [True, False]})
    >>> said = pd.DataFrame({"goal_id": ["a", "a"], "objective_id": ["1", "2"],
    ...                      "verdict": ["reject", "accept"]})
    >>> decided_links(links, said)["objective_id"].tolist()
    ['2']
    """
    votes = verdicts["verdict"].map({"accept": 1, "reject": -1}).fillna(0)
    keys = ["goal_id", "objective_id"]
    judged_pairs = verdicts[keys].assign(balance=votes).dropna(subset=keys)
    balance = judged_pairs.groupby(keys, as_index=False)[["balance"]].sum()
    # a table without rows has no type of its own to merge on
    judged = in_force.merge(balance.astype(dict.fromkeys(keys, "str")), on=keys, how="left")
    stands = judged["balance"].gt(0) | (judged["linked"] & ~judged["balance"].lt(0))
    return judged[stands].drop(columns="balance")


def _parents(goals: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    above = goals.dropna(subset=["parent_goal_id"]).set_index("goal_id")["parent_goal_id"]
    pairs = decided[["goal_id", "objective_id"]].drop_duplicates()
    pairs = pairs.assign(field=pairs["objective_id"].map(_outermost(pairs["objective_id"], above)))
    pairs = pairs.sort_values(["goal_id", "objective_id"])
    return pairs.groupby("goal_id", as_index=False).agg(
        parents=("objective_id", "nunique"),
        fields=("field", "nunique"),
        objective_ids=("objective_id", " ".join),
    )


def _outermost(objectives: pd.Series, above: pd.Series) -> dict[str, str]:
    parents, found = above.to_dict(), {}
    for objective in objectives.unique():
        at, seen = objective, {objective}
        while (over := parents.get(at)) is not None and over not in seen:
            at = over
            seen.add(at)
        found[objective] = at
    return found


def _said(in_force: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """For each goal that coders have judged as served or not: how many, and their reasons."""
    no_parent = verdicts[verdicts["verdict"].eq("no_parent")]
    keys = ["goal_id", "objective_id"]
    accepted = verdicts.loc[verdicts["verdict"].eq("accept"), [*keys, "coder"]].astype("str")
    accepted = accepted.merge(in_force[keys].drop_duplicates(), on=keys)
    against = no_parent[["goal_id", "coder"]].assign(no_parent=True).astype({"goal_id": "str"})
    # a coder who says both has a goal that is served
    said = pd.concat([accepted[["goal_id", "coder"]].assign(no_parent=False), against])
    said = said.drop_duplicates(["goal_id", "coder"])
    counts = said.groupby("goal_id", as_index=False).agg(
        coders=("coder", "nunique"), coders_no_parent=("no_parent", "sum")
    )
    reasons = no_parent.dropna(subset=["reason"]).groupby("goal_id")["reason"]
    joined = reasons.agg(lambda each: "; ".join(sorted(set(each))))
    return counts.assign(reason=counts["goal_id"].map(joined).astype("object"))


def _status(rows: pd.DataFrame) -> pd.Series:
    against = rows["coders_no_parent"]
    supported = rows["coders"] - against
    no_parent = against.gt(supported)
    served = supported.gt(against) | (rows["coders"].eq(0) & rows["parents"].gt(0))
    tied = rows["coders"].gt(0) & against.eq(supported)
    names = np.select(
        [tied, served, no_parent & rows["reason"].notna()], [DISPUTED, SERVED, JUSTIFIED], ORPHAN
    )
    return pd.Series(names, index=rows.index, dtype="str")
