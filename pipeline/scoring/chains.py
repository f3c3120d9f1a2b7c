"""How far up a goal can be followed: the strongest path to the kommuneplan, and where it snaps."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from pipeline.scoring.plansystem import PlanSystem

BROKEN, UNCLEAR, WHOLE = "broken", "uavklart", "whole"
# What a goal hands on to those below it; an objective at the top starts with these.
_TOP = {"strength": 1.0, "strength_estimated": 1.0, "followed": 1.0, "doubt": 0.0}
_TOP |= {"steps": 0, "steps_held": 0, "steps_stated": 0}


def goal_chains(
    systems: Sequence[PlanSystem], *, broken_below: float, whole_from: float
) -> pd.DataFrame:
    """One row for each goal below the top level and held against it, with the columns of CHAINS.

    Formula: strength(g) = max over paths from g, level by level, to an objective of the plan in
    force that year, of the smallest probability on the path. An edge that the document states,
    and the step from a goal to the one that its own document puts it under, have probability 1.
    Range: 0–1. Source: the widest (maximum capacity) path, Pollack (1960), Hu (1961).

    The path shown is the one that can be followed furthest from below over edges of at least
    `broken_below`; of several the strongest. Where the chain is not broken, that is the widest
    path. Where it is broken, the widest path is a choice among unlikely edges and would name any
    one of them, while the place where the thread is lost coming from below is well defined: that
    edge is `weakest`. For all others it is the smallest on the path.

    By hand: g serves b with 0.9, b serves o with 0.4; g serves c with 0.6, c serves o with 0.5.
    The first path is as strong as 0.4, the second as 0.5: the strength of g is 0.5, by way of c.
    """
    rows = [_chains_of_year(system, broken_below) for system in systems]
    if not rows:
        return pd.DataFrame()
    chains = pd.concat(rows, ignore_index=True)
    status = chain_status(chains["strength"], broken_below, whole_from)
    chains = chains.assign(
        status=status,
        jumps=chains["direct"].ge(broken_below) & status.eq(BROKEN),
        break_at=chains["weakest_at"].where(status.eq(BROKEN)),
    )
    return chains.sort_values("goal_id", ignore_index=True)


def chain_status(strength: pd.Series, broken_below: float, whole_from: float) -> pd.Series:
    """`broken` below the one border, `whole` from the other on, `uavklart` between; none is none.

    >>> chain_status(pd.Series([0.1, 0.5, 0.8, None]), 0.35, 0.65).tolist()
    ['broken', 'uavklart', 'whole', nan]
    """
    names = np.select([strength < broken_below, strength >= whole_from], [BROKEN, WHOLE], UNCLEAR)
    return pd.Series(names, index=strength.index, dtype="str").where(strength.notna())


def _chains_of_year(system: PlanSystem, border: float) -> pd.DataFrame:
    above = _at_the_top(system)
    found = []
    for upper, lower in pairwise(system.levels):
        state = _one_level_down(system, lower, upper, above, border)
        found.append(state)
        above = state
    chains = pd.concat(found)
    # an økonomiplan runs over four years, and its own chain is that of its first
    years = system.goals.set_index("goal_id")["year"]
    chains = chains[chains["goal_id"].map(years).eq(system.year)]
    return chains.assign(year=system.year, direct=chains["goal_id"].map(_direct(system)))[COLUMNS]


COLUMNS = ["goal_id", "year", "level", "levels", "strength", "strength_low", "strength_estimated"]
COLUMNS += ["strength_without_nesting", "steps", "steps_held", "steps_stated", "nested", "direct"]
COLUMNS += ["objective_id", "path", "link_ids", "weakest_at", "weakest_probability"]
COLUMNS += ["weakest_link_id"]


def _at_the_top(system: PlanSystem) -> pd.DataFrame:
    ids = system.on(system.levels[0])
    none = pd.Series(None, index=range(len(ids)), dtype="str")
    return pd.DataFrame({"goal_id": ids, "path": ids, "objective_id": ids, "link_ids": ""}).assign(
        **_TOP, weakest_at=none, weakest_link_id=none, weakest_probability=np.nan, levels=""
    )


def _one_level_down(
    system: PlanSystem, lower: str, upper: str, above: pd.DataFrame, border: float
) -> pd.DataFrame:
    """The state of each goal on `lower`, from that of the goals on `upper`, one step above."""
    steps = _steps_with_nesting(system, lower)
    merged = steps.merge(above.add_prefix("up_"), left_on="objective_id", right_on="up_goal_id")
    holds = merged["probability"].ge(border)
    width = merged[["probability", "up_strength"]].min(axis=1)
    merged = merged.assign(
        width=width,
        steps_held=np.where(holds, merged["up_steps_held"] + 1, 0),
        # how strong it is as far as it holds; of steps that don't hold, the likeliest
        followed=merged["probability"].where(
            ~holds | merged["up_steps_held"].eq(0),
            merged[["probability", "up_followed"]].min(axis=1),
        ),
    )
    best = merged.sort_values(
        ["goal_id", "steps_held", "followed", "width", "probability", "depth", "objective_id"],
        ascending=[True, False, False, False, False, True, True],
    ).drop_duplicates("goal_id")
    widest = merged.groupby("goal_id")["width"].max()
    alone = merged[merged["depth"].eq(0)].groupby("goal_id")["width"].max()
    return _described(best, lower, upper, border).assign(
        strength=best["goal_id"].map(widest),
        strength_without_nesting=best["goal_id"].map(alone),
    )


def _steps_with_nesting(system: PlanSystem, lower: str) -> pd.DataFrame:
    """The edges of the goals on a level and of all that they are put under, as their own.

    `via` is the goal that has the edge, `depth` how far above the goal it stands.
    """
    inside = system.nesting[system.nesting["below"].isin(system.on(lower))]
    inside = inside.assign(depth=inside.groupby("below").cumcount())
    routes = inside.groupby("below")["above"].agg(list).to_dict()
    steps = system.steps[system.steps["lower"].eq(lower)].rename(columns={"goal_id": "via"})
    merged = inside.merge(steps, left_on="above", right_on="via").rename(
        columns={"below": "goal_id"}
    )
    prefix = [
        " ".join(routes[goal][: depth + 1])
        for goal, depth in zip(merged["goal_id"], merged["depth"], strict=True)
    ]
    return merged.drop(columns="above").assign(prefix=prefix)


def _described(best: pd.DataFrame, lower: str, upper: str, border: float) -> pd.DataFrame:
    """The chosen step of each goal, with its path, its doubt and its weakest edge."""
    broken = best["probability"].lt(border)
    up_broken = best["up_weakest_probability"].lt(border).fillna(False)
    weaker = best["probability"].lt(best["up_weakest_probability"].fillna(np.inf))
    here = broken | (weaker & ~up_broken)
    doubt = best["up_doubt"] + 1 - best["probability"]
    links = best["link_id"].str.cat(best["up_link_ids"], sep=" ").str.strip()
    passed = best["up_levels"].where(best["up_levels"].ne(""), upper)
    return best.assign(
        level=lower,
        levels=f"{lower} → " + passed,
        path=best["prefix"].str.cat(best["up_path"], sep=" "),
        link_ids=links,
        objective_id=best["up_objective_id"],
        doubt=doubt,
        strength_low=(1 - doubt).clip(lower=0),
        strength_estimated=best[["estimated", "up_strength_estimated"]].min(axis=1),
        steps=best["up_steps"] + 1,
        steps_stated=best["up_steps_stated"] + best["explicit"].astype(int),
        nested=best["depth"].gt(0),
        weakest_at=best["up_weakest_at"].mask(here, f"{lower} → {upper}"),
        weakest_probability=best["up_weakest_probability"].mask(here, best["probability"]),
        weakest_link_id=best["up_weakest_link_id"].mask(here, best["link_id"]),
    )


def _direct(system: PlanSystem) -> pd.Series:
    """For each goal, the largest probability of an edge of its own to the top level."""
    edges = system.edges[system.edges["upper"].eq(system.levels[0])]
    direct: pd.Series = edges.groupby("goal_id")["probability"].max()
    return direct
