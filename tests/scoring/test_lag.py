"""Lags from a plan to its echoes, and what is left over, on a plan worked by hand."""

import numpy as np
import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas import PROFILES
from pipeline.scoring.goal_profile import goal_profiles
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.lag import kaplan_meier
from pipeline.scoring.plans import links_in_force, objectives_in_force, served_objectives
from pipeline.scoring.years_tables import Years, score_years
from pipeline.tables import check_table
from tests.tables_for_tests import (
    Row,
    documents_table,
    goals_table,
    inputs_of,
    likenesses_table,
    links_table,
)

PARAMS = ScoringParams(bootstrap_samples=50)
OLD = {
    "document_id": "p10",
    "level": "kommuneplan",
    "kind": "delmål",
    "year": 2010,
    "year_to": 2022,
}
NEW = OLD | {"document_id": "p14", "year": 2014, "year_to": 2026}
GOALS: tuple[Row, ...] = (
    OLD | {"goal_id": "o1", "number": "1.1", "text": "Elevene leser godt"},
    OLD
    | {"goal_id": "o2", "number": "1.2", "text": "Alle får plass i barnehagen ved siden av huset"},
    NEW | {"goal_id": "n1", "number": "1.1", "text": "Elevene leser godt"},
    NEW | {"goal_id": "n2", "number": "1.2", "text": "Fjorden er ren"},
    NEW | {"goal_id": "n3", "number": "1.3", "text": "Sentrum lever hver kveld"},
    {"goal_id": "g14", "year": 2014, "text": "Full barnehagedekning i bydelen"},
    {"goal_id": "g15", "year": 2015, "text": "Full barnehagedekning i bydelen"},
    {"goal_id": "h15", "year": 2015, "text": "Strandrydding hver vår"},
    {"goal_id": "w15", "year": 2015, "text": "Barna får plass i barnehagen ved siden av huset"},
    {"goal_id": "r15", "year": 2015, "text": "Rene toaletter"},
    {"goal_id": "s16", "year": 2016, "text": "Lesekvelder for foreldre"},
)
LINKS: tuple[Row, ...] = (
    {"goal_id": "g14", "objective_id": "o2", "probability": 0.8, "linked": True},
    {"goal_id": "g15", "objective_id": "n1"},
    {"goal_id": "h15", "objective_id": "n2", "probability": 0.7, "linked": True},
    {"goal_id": "w15", "objective_id": "n1"},
    {"goal_id": "r15", "objective_id": "n1"},
    {"goal_id": "s16", "objective_id": "n1", "probability": 0.9, "linked": True},
)


def years(links: tuple[Row, ...] = LINKS) -> Years:
    """All tables of the family for one unit's agreements of three years and two plans."""
    unit = {"unit": "Lia", "level": "lederavtale"}
    rows = [
        row if "level" in row else unit | {"document_id": f"a{row['year']}"} | row for row in GOALS
    ]
    documents = documents_table(
        {"document_id": "p10", "kind": "kommuneplan", "year": 2010, "year_to": 2022},
        {"document_id": "p14", "kind": "kommuneplan", "year": 2014, "year_to": 2026},
        *[{"unit": "Lia", "document_id": f"a{year}", "year": year} for year in (2014, 2015, 2016)],
    )
    return of_inputs(
        inputs_of(
            documents=documents,
            goals=goals_table(*rows),
            links=links_table(*links),
            likenesses=likenesses_table(),
        )
    )


def of_inputs(inputs: Inputs) -> Years:
    """All tables of the family, with what they rest on made as the stage makes it."""
    in_force = links_in_force(inputs.goals, inputs.links, inputs.documents)
    profiles = check_table(goal_profiles(inputs.goals, inputs.links, in_force), PROFILES)
    served = served_objectives(inputs.goals, in_force)
    objectives = objectives_in_force(inputs.goals, in_force)
    return score_years(inputs, profiles, in_force, served, objectives, PARAMS)


def test_lags_are_counted_from_the_plans_first_year() -> None:
    """1.2 is echoed in 2015, 1.1 in 2016, 1.3 not yet: one year, two years, more than two."""
    lags = years().lags

    of_new = lags[lags["plan_id"].eq("p14")].set_index("number")
    assert of_new["lag_years"].dropna().to_dict() == {"1.1": 2, "1.2": 1}
    assert of_new["is_censored"].to_dict() == {"1.1": False, "1.2": False, "1.3": True}
    assert of_new.loc["1.3", "lag_least"] == 2
    assert set(of_new["goals_held"]) == {5}
    assert of_new.loc["1.2", "goal_ids"] == "h15"


def test_what_was_new_in_the_plan_is_told_from_what_was_kept() -> None:
    """1.1 stood in the plan before; 1.2 has its number from another objective and is new."""
    lags = years().lags

    of_new = lags[lags["plan_id"].eq("p14")].set_index("number")
    assert of_new["fate"].to_dict() == {"1.1": "kept", "1.2": "new", "1.3": "new"}


def test_an_echo_that_was_there_before_is_marked() -> None:
    """A goal kept from the year before can't have been written to answer the new plan."""
    linked = {"goal_id": "g15", "objective_id": "n3", "probability": 0.6, "linked": True}

    found = years((*LINKS, linked))

    echo = found.echoes.set_index("objective_id").loc["n3"]
    assert (echo["goal_fate"], echo["lag_years"], echo["is_first"]) == ("kept", 1, True)
    lag = found.lags.set_index("objective_id").loc["n3"]
    assert lag["is_carried_over"]


def test_the_first_year_observed_may_be_late() -> None:
    """The plan of 2010 is first seen in 2014: an echo then may be older, a median is at most 4."""
    found = years()

    old = found.lags[found.lags["plan_id"].eq("p10")].set_index("number")
    assert old["is_left_censored"].to_dict() == {"1.1": False, "1.2": True}
    assert old.loc["1.2", "lag_years"] == 4
    assert found.lag_summaries["n"].max() == 3


def test_those_without_an_echo_are_not_dropped() -> None:
    """By hand: S(1) = 2/3, S(2) = 1/3, so that half are echoed after two years; one still waits."""
    summary = years().lag_summaries.set_index(["plan_id", "fate"]).loc[("p14", "all")]

    assert summary[["n", "echoed", "censored", "median_years"]].tolist() == [3, 2, 1, 2.0]
    assert summary["echoed_share"] == pytest.approx(2 / 3)
    assert summary["echoed_low"] < 2 / 3 < summary["echoed_high"]


def test_a_median_beyond_what_was_observed_is_missing() -> None:
    """One of four echoed says nothing of when half will be."""
    curve = kaplan_meier(np.array([1.0]), np.array([1.0, 1.0, 1.0]), 0.95)

    assert curve["median_years"] is None
    assert curve["echoed_share"] == pytest.approx(0.25)


def test_three_of_three_are_not_certain() -> None:
    """All echoed at once leaves an interval: Wilson's for 3 of 3 begins at 0.44."""
    curve = kaplan_meier(np.array([1.0, 1.0, 1.0]), np.array([]), 0.95)

    assert (curve["echoed_low"], curve["echoed_high"]) == pytest.approx((0.4385, 1.0), abs=1e-4)


def test_left_over_by_link_and_by_words() -> None:
    """Two goals answer the dropped 1.2: one did so last year, one takes its words; one neither."""
    found = years().left_overs.set_index("goal_id")

    assert found["reason"].to_dict() == {
        "g15": "objective dropped",
        "w15": "words of the former plan",
    }
    assert found.loc["g15", ["former_objective_id", "earlier_goal_id"]].tolist() == ["o2", "g14"]
    assert found.loc["w15", "former_taken_over"] >= PARAMS.left_over_words
    assert pd.isna(found.loc["w15", "former_probability"])


def test_a_goal_that_answers_the_plan_in_force_is_not_left_over() -> None:
    """The same goal, decided to serve the new plan, has moved on."""
    moved = {"goal_id": "g15", "objective_id": "n1", "probability": 0.6, "linked": True}

    assert "g15" not in set(years((*LINKS[:1], moved, *LINKS[2:])).left_overs["goal_id"])


def test_nothing_comes_of_nothing() -> None:
    """Empty tables give empty tables."""
    found = of_inputs(inputs_of())

    assert all(getattr(found, name).empty for name in Years.__dataclass_fields__)
