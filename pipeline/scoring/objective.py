"""Who stands behind each objective of the plan, year by year."""

import pandas as pd


def objective_scores(
    goals: pd.DataFrame, profiles: pd.DataFrame, served: pd.DataFrame, objectives: pd.DataFrame
) -> pd.DataFrame:
    """One row for each objective in force and year, with the columns of OBJECTIVES.

    Formula: units and goals are counted where a link is decided, to the objective itself or to
    something under it; `units_directly` and `goals_directly` leave the latter out. The
    probability mass is Σ over own goals of the goal's largest probability on the objective or
    under it: the number of goals expected to serve it. Only units' own goals count: what all
    agreements share says nothing of who took the objective up. Years in which no own goal was
    held against a plan are left out. Ranges: 0 to `units_possible`, 0 to `goals_possible`.
    """
    own_ids = profiles.loc[profiles["is_own"] & profiles["anchoring"].notna(), "goal_id"]
    own = goals.loc[goals["goal_id"].isin(own_ids), ["goal_id", "unit", "year"]]
    possible = own.groupby("year", as_index=False).agg(
        units_possible=("unit", "nunique"), goals_possible=("goal_id", "nunique")
    )
    theirs = served.merge(own[["goal_id", "unit"]], on="goal_id")
    keys = ["year", "objective_id"]
    mass = theirs.groupby(keys)[["probability"]].sum().set_axis(["probability_mass"], axis=1)
    counts: list[pd.DataFrame] = [
        mass,
        _counts(theirs[theirs["linked"]], ""),
        _counts(theirs[theirs["linked_directly"]], "_directly"),
    ]
    rows = objectives.merge(possible, on="year")
    for count in counts:
        rows = rows.merge(count, on=keys, how="left")
    # an own goal was held against this plan, so that no row here means no link, not no data
    filled = ["probability_mass", "units", "goals", "units_directly", "goals_directly"]
    return rows.assign(**{name: rows[name].fillna(0) for name in filled})


def _counts(pairs: pd.DataFrame, suffix: str) -> pd.DataFrame:
    counts = pairs.groupby(["year", "objective_id"])[["unit", "goal_id"]].nunique()
    return counts.set_axis([f"units{suffix}", f"goals{suffix}"], axis=1)
