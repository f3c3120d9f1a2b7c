"""All tables of the family Years, made in their order from the tables of the stages before."""

from dataclasses import dataclass

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.scoring.areas import unit_services
from pipeline.scoring.cuts import area_cuts, cut_effects
from pipeline.scoring.effects import joined_effects
from pipeline.scoring.frames import area_frames
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.lag import first_echoes, lag_summaries, left_overs, objective_lags
from pipeline.scoring.priorities import area_priorities, prioritised_objectives, priority_effects
from pipeline.scoring.years import goal_successions, succession_shares


@dataclass(frozen=True)
class Years:
    """The family's tables, each as its schema promises."""

    successions: pd.DataFrame
    succession_shares: pd.DataFrame
    echoes: pd.DataFrame
    lags: pd.DataFrame
    lag_summaries: pd.DataFrame
    left_overs: pd.DataFrame
    frames: pd.DataFrame
    prioritised: pd.DataFrame
    priorities: pd.DataFrame
    cuts: pd.DataFrame
    effects: pd.DataFrame


def score_years(
    inputs: Inputs,
    profiles: pd.DataFrame,
    in_force: pd.DataFrame,
    served: pd.DataFrame,
    objectives: pd.DataFrame,
    params: ScoringParams,
) -> Years:
    """Goals and money over the years; blind to the order of the tables' rows.

    `in_force`, `served` and `objectives` come from `plans.links_in_force`,
    `.served_objectives` and `.objectives_in_force`, `profiles` from `goal_profiles`.
    """
    goals, documents = inputs.goals, inputs.documents
    successions = goal_successions(goals, profiles, inputs.likenesses, params)
    echoes = first_echoes(goals, documents, profiles, served, objectives, successions)
    lags = objective_lags(echoes, goals, documents, profiles, objectives, successions, in_force)
    frames = area_frames(inputs.amounts, documents)
    units = unit_services(inputs.amounts)
    prioritised = prioritised_objectives(inputs.sections, goals, documents)
    priorities = area_priorities(frames, goals, profiles, served, objectives, prioritised, units)
    cuts = area_cuts(inputs.changes, documents, frames, priorities, goals, profiles, units)
    effects = [priority_effects(priorities, params), cut_effects(cuts, params)]
    return Years(
        successions,
        succession_shares(successions, params),
        echoes,
        lags,
        lag_summaries(lags, params),
        left_overs(goals, profiles, in_force, successions, params),
        frames,
        prioritised,
        priorities,
        cuts,
        joined_effects(effects),
    )
