"""With what money does an objective stand? Through the goals that serve it, each amount once."""

import pandas as pd

from pipeline.budgets import goal_years
from pipeline.params import ScoringParams
from pipeline.schemas.measures import OBJECTIVE_MONEY
from pipeline.scoring.bootstrap import estimate_mean, generator_for
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.resourcing import NO_CLAIMANTS, GoalMoney, is_sure
from pipeline.scoring.toldonce import joined_ids, told_money, upper_bounds
from pipeline.tables import check_table, empty_table

# What is proposed, remarked or sent in by units is not decided.
_UNDECIDED = ("innstilling", "saksframlegg", "merknad")
_KEYS = ["objective_id", "year"]


def objective_money(
    inputs: Inputs,
    money: GoalMoney,
    served: pd.DataFrame,
    resourced: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """OBJECTIVE_MONEY: what stands behind each objective in each budget year.

    `money` as from `goal_money`, `served` from `served_objectives`, `resourced` the table
    RESOURCING. A goal counts where a link to the objective or to something under it is decided,
    in every year that it governs.
    Formula: upper bound = Σ over distinct money of the goals' amounts; lower bound = the same over
    what is surely for one of its goals and for no goal of an objective beside it; fresh_share =
    goals with new money / goals whose money is known. Range: kroner; 0–1.
    """
    pairs = _serving(inputs, served)
    if pairs.empty:
        return empty_table(OBJECTIVE_MONEY)
    told = pairs.merge(resourced[["goal_id", "resourcing"]], "left", "goal_id")
    rows = (
        _shares(told, params)
        .merge(_amounts(pairs, money, inputs, params), "left", _KEYS)
        .merge(_cuts(pairs, money), "left", _KEYS)
        .merge(_numbers(inputs.goals), "left", "objective_id")
    )
    filled = rows.fillna({"lines": 0, "amount_ids": "", "cut_ids": "", "goal_ids": ""})
    return check_table(filled.sort_values(_KEYS), OBJECTIVE_MONEY)


def _serving(inputs: Inputs, served: pd.DataFrame) -> pd.DataFrame:
    """`objective_id, goal_id, year` of decided goals below the plan, in the years they govern."""
    goals = inputs.goals
    left_out = goals["level"].isin([*NO_CLAIMANTS, "innspill"]) | goals["region"].isin(_UNDECIDED)
    decided = served[served["linked"]][["objective_id", "goal_id"]].drop_duplicates()
    kept = decided[decided["goal_id"].isin(goals.loc[~left_out, "goal_id"])]
    return kept.merge(goal_years(goals, inputs.documents), on="goal_id")


def _shares(told: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    rows = [
        (*keys, *_share_of(told_here, params, " ".join(map(str, keys))))
        for keys, told_here in told.groupby(_KEYS)
    ]
    columns = [
        *(*_KEYS, "goals", "goals_known", "goals_fresh", "goals_within_frame", "goals_no_line"),
        *("fresh_share", "fresh_share_low", "fresh_share_high"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _share_of(goals: pd.DataFrame, params: ScoringParams, name: str) -> tuple[object, ...]:
    known = goals[goals["resourcing"].isin(["fresh", "within_frame", "no_line"])]
    counts = [
        int(known["resourcing"].eq(each).sum()) for each in ("fresh", "within_frame", "no_line")
    ]
    found = estimate_mean(
        known["resourcing"].eq("fresh").astype(float).tolist(),
        generator_for(params.seed, f"money {name}"),
        samples=params.bootstrap_samples,
        interval=params.interval,
        smallest=params.smallest_sample,
    )
    return len(goals), len(known), *counts, found.mean, found.low, found.high


def _amounts(
    pairs: pd.DataFrame, money: GoalMoney, inputs: Inputs, params: ScoringParams
) -> pd.DataFrame:
    counted = money.counted.assign(is_sure=is_sure(money.counted, params))
    joined = pairs.merge(counted, on=["goal_id", "year"])
    alone = joined["is_sure"].astype(bool) & ~_is_shared(joined, inputs.goals)
    goals = joined.groupby(_KEYS)["goal_id"].agg(joined_ids).rename("goal_ids")
    return told_money(joined, alone, _KEYS).merge(goals.reset_index(), on=_KEYS)


def _is_shared(joined: pd.DataFrame, goals: pd.DataFrame) -> pd.Series:
    """True where the money also stands behind an objective that is neither above nor below.

    What serves an objective serves all above it, so the objectives with some money are whole lines
    of the tree from the top. They are one line where no two of them lie equally deep.
    """
    below = goals.dropna(subset=["parent_goal_id"])
    parents = dict(zip(below["goal_id"], below["parent_goal_id"], strict=True))
    depths = {each: _depth(each, parents) for each in joined["objective_id"].unique()}
    depth = joined["objective_id"].map(depths).astype(float)
    group = [joined["year"], joined["telling"]]
    objectives = joined["objective_id"].groupby(group).transform("nunique")
    return objectives.ne(depth.groupby(group).transform("nunique"))


def _depth(objective: str, parents: dict[str, str]) -> int:
    seen: list[str] = []
    while objective in parents and objective not in seen:
        seen.append(objective)
        objective = parents[objective]
    return len(seen)


def _cuts(pairs: pd.DataFrame, money: GoalMoney) -> pd.DataFrame:
    decided = money.cuts[~money.cuts["is_proposed"].astype(bool)]
    joined = pairs.merge(decided, on=["goal_id", "year"])
    ids = joined.groupby(_KEYS)["amount_id"].agg(joined_ids)
    found = pd.DataFrame({"cuts_nok": upper_bounds(joined, _KEYS), "cut_ids": ids})
    return found.reset_index()


def _numbers(goals: pd.DataFrame) -> pd.DataFrame:
    return goals[["goal_id", "number"]].set_axis(["objective_id", "number"], axis=1)
