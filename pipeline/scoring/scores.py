"""From goals and links to the three tables that the other measures build on."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from pipeline.errors import TableError
from pipeline.params import ScoringParams
from pipeline.schemas import OBJECTIVES, PROFILES, UNITS
from pipeline.scoring.goal_profile import goal_profiles
from pipeline.scoring.objective import objective_scores
from pipeline.scoring.plans import links_in_force, objectives_in_force, served_objectives
from pipeline.scoring.unit import unit_scores
from pipeline.tables import check_table, filled_table


@dataclass(frozen=True)
class Held:
    """What goals are held against: links to the plan in force, what these serve, what counts."""

    in_force: pd.DataFrame
    served: pd.DataFrame
    objectives: pd.DataFrame


@dataclass(frozen=True)
class Scores:
    """The core of the measures, each table as its schema promises, and what they rest on."""

    profiles: pd.DataFrame
    units: pd.DataFrame
    objectives: pd.DataFrame
    held: Held


def score_coupling(
    goals: pd.DataFrame,
    links: pd.DataFrame,
    documents: pd.DataFrame,
    params: ScoringParams,
    funded: Collection[str] = (),
) -> Scores:
    """Profiles, units and objectives of GOALS, LINKS and DOCUMENTS; blind to their rows' order.

    `funded` are the goals with money of their own. Raises TableError where a link names a goal
    that GOALS doesn't hold.
    """
    _check_references(goals, links)
    in_force = links_in_force(goals, links, documents)
    served = served_objectives(goals, in_force)
    objectives = objectives_in_force(goals, in_force)
    profiles = goal_profiles(
        goals,
        links,
        in_force,
        empty_words=params.empty_words,
        run_words=params.shortest_shared_run,
        funded=funded,
    )
    units = unit_scores(goals, profiles, served, objectives, documents, params)
    return Scores(
        check_table(profiles, PROFILES),
        filled_table(units, UNITS),
        check_table(objective_scores(goals, profiles, served, objectives), OBJECTIVES),
        Held(in_force, served, objectives),
    )


def _check_references(goals: pd.DataFrame, links: pd.DataFrame) -> None:
    for column in ("goal_id", "objective_id"):
        unknown = sorted(set(links[column]) - set(goals["goal_id"]))
        if unknown:
            raise TableError(
                f"links: expected each {column} in the table goals, came {unknown[0]!r} "
                f"({len(unknown)} in all); run `kopling run` to make both anew"
            )
