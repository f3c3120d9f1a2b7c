"""Every family of measures in its order: from the tables of the stages before to all tables."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.reviews.agreement import agreement
from pipeline.reviews.drift import drift
from pipeline.schemas import OBJECTIVES, PROFILES, UNITS, Table, measures
from pipeline.scoring.bottom_up import input_scores, input_units
from pipeline.scoring.cases import case_objectives, case_scores, council_years
from pipeline.scoring.clarity import clarity_levels, goal_clarity, plan_evenness
from pipeline.scoring.facts import with_verdicts
from pipeline.scoring.graph_measures import graph_measures
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.intervals import unit_intervals
from pipeline.scoring.isomorphism import isomorphism
from pipeline.scoring.isomorphism_years import trends, with_first, year_means
from pipeline.scoring.objective_money import objective_money
from pipeline.scoring.parts import unit_parts
from pipeline.scoring.periods import unit_periods
from pipeline.scoring.points import case_points
from pipeline.scoring.remarks import party_scores, remark_scores
from pipeline.scoring.resourcing import GoalMoney, funded_goals, goal_money, resourcing
from pipeline.scoring.scores import Scores, score_coupling
from pipeline.scoring.sensitivity import flips, unit_ranks
from pipeline.scoring.years_tables import score_years
from pipeline.tables import filled_table

Frames = Mapping[Table, pd.DataFrame]


@dataclass(frozen=True)
class Measures:
    """The core, and every table of the stage, each as its schema promises."""

    scores: Scores
    tables: Frames


def all_measures(inputs: Inputs, params: ScoringParams) -> Measures:
    """All tables of the scoring stage; blind to the order of the rows that they are made from.

    What coders have settled is a fact before anything is measured.
    """
    inputs = replace(inputs, links=with_verdicts(inputs.links, inputs.verdicts))
    money = goal_money(inputs, params)
    funded = funded_goals(money)
    scores = score_coupling(inputs.goals, inputs.links, inputs.documents, params, funded)
    families = (
        _of_units(inputs, scores, params),
        _of_goals(inputs, money, scores, params),
        _of_the_graph(inputs, scores, params),
        _of_likeness(inputs, params),
        _of_cases(inputs, scores, params),
        _of_years(inputs, scores, params),
        _of_coders(inputs, params),
    )
    core = {PROFILES: scores.profiles, UNITS: scores.units, OBJECTIVES: scores.objectives}
    found = core | {table: frame for family in families for table, frame in family.items()}
    return Measures(scores, {table: filled_table(frame, table) for table, frame in found.items()})


def _of_units(inputs: Inputs, scores: Scores, params: ScoringParams) -> Frames:
    goals, profiles, units, held = inputs.goals, scores.profiles, scores.units, scores.held
    return {
        measures.INTERVALS: unit_intervals(
            goals, profiles, held.served, held.objectives, units, held.in_force, params
        ),
        measures.UNIT_PERIODS: unit_periods(goals, profiles, units, params),
        measures.UNIT_PARTS: unit_parts(goals, profiles, params),
        measures.RANKS: unit_ranks(goals, profiles, params),
        measures.FLIPS: flips(goals, profiles, held.in_force, units, params),
    }


def _of_goals(inputs: Inputs, money: GoalMoney, scores: Scores, params: ScoringParams) -> Frames:
    resourced = resourcing(inputs, money, params)
    clarity = goal_clarity(inputs.goals)
    return {
        measures.RESOURCING: resourced,
        measures.OBJECTIVE_MONEY: objective_money(
            inputs, money, scores.held.served, resourced, params
        ),
        measures.CLARITY: clarity,
        measures.CLARITY_LEVELS: clarity_levels(inputs.goals, clarity, params),
        measures.PLAN_EVENNESS: plan_evenness(inputs.goals),
    }


def _of_the_graph(inputs: Inputs, scores: Scores, params: ScoringParams) -> Frames:
    found = graph_measures(
        inputs.goals,
        inputs.links,
        inputs.documents,
        inputs.verdicts,
        scores.profiles,
        scores.units,
        scores.held,
        params,
    )
    return _by_name(found)


def _of_likeness(inputs: Inputs, params: ScoringParams) -> Frames:
    alike = isomorphism(inputs.goals, inputs.links, inputs.likenesses, params)
    return {
        measures.ISOMORPHISM: alike.units,
        measures.ISOMORPHISM_PAIRS: with_first(alike, params),
        measures.ISOMORPHISM_YEARS: year_means(alike, params),
        measures.ISOMORPHISM_TRENDS: trends(alike, params),
    }


def _of_cases(inputs: Inputs, scores: Scores, params: ScoringParams) -> Frames:
    goals, sections, near = inputs.goals, inputs.sections, inputs.likenesses
    in_force = scores.held.in_force
    points = case_points(goals, sections, near, inputs.amounts, inputs.changes, params)
    # what others build on is checked first, so that whole numbers are whole beside missing ones
    points = filled_table(points, measures.POINTS)
    made = case_scores(goals, sections, inputs.documents, inputs.changes, points, in_force, params)
    cases = filled_table(made, measures.CASES)
    sent = input_scores(goals, sections, inputs.documents, near, params)
    inputs_sent = filled_table(sent, measures.INPUTS)
    remarks = filled_table(remark_scores(goals, near, params), measures.REMARKS)
    return {
        measures.POINTS: points,
        measures.CASES: cases,
        measures.COUNCIL_YEARS: council_years(cases, inputs.changes, params),
        measures.CASE_OBJECTIVES: case_objectives(goals, points, in_force),
        measures.INPUTS: inputs_sent,
        measures.INPUT_UNITS: input_units(inputs_sent, params),
        measures.REMARKS: remarks,
        measures.PARTIES: party_scores(remarks, params),
    }


def _of_years(inputs: Inputs, scores: Scores, params: ScoringParams) -> Frames:
    held = scores.held
    found = score_years(
        inputs, scores.profiles, held.in_force, held.served, held.objectives, params
    )
    return _by_name(found)


def _of_coders(inputs: Inputs, params: ScoringParams) -> Frames:
    return {
        measures.AGREEMENT: agreement(inputs.all_verdicts, inputs.links, params),
        measures.DRIFT: drift(inputs.all_verdicts, inputs.links, params),
    }


def _by_name(family: object) -> Frames:
    """The tables of a family, whose fields go by the tables' names."""
    return {getattr(measures, name.upper()): frame for name, frame in vars(family).items()}
