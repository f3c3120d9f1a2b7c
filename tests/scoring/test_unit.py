"""Units on the two axes: placed where the intervals clear the borders, else uavklart."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.params import ScoringParams
from pipeline.scoring.bootstrap import Estimate
from pipeline.scoring.scores import score_coupling
from pipeline.scoring.unit import breadth, quadrant
from tests.tables_for_tests import World, documents_table, repeated, small_world

PARAMS = ScoringParams(bootstrap_samples=100)


def units_of(world: World) -> pd.DataFrame:
    """UNITS by unit."""
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    return scores.units.set_index("unit")


def test_the_three_units_stand_where_they_were_put() -> None:
    """With eighteen goals each, the made units come out as they were made."""
    quadrants = units_of(repeated(small_world(), 6))["quadrant"].to_dict()

    assert quadrants == {
        "Kulturhuset": "tight",
        "Neset": "decoupled",
        "Strandvegen skole": "loose",
    }


def test_three_goals_place_no_unit_but_tell_where_it_most_probably_stands() -> None:
    """Three probable links in three settle nothing; the lead is given beside it."""
    units = units_of(small_world())

    assert set(units["quadrant"]) == {"uavklart"}
    assert units["likely_quadrant"].to_dict() == {
        "Kulturhuset": "tight",
        "Neset": "decoupled",
        "Strandvegen skole": "loose",
    }
    assert units["likely_probability"].between(0.7, 0.99).all()


def test_goals_without_any_link_leave_room_above() -> None:
    """Eighteen goals at 0.1: the interval runs from zero and has a width."""
    unit = units_of(repeated(small_world(), 6)).loc["Neset"]

    assert unit["responsiveness_low"] == 0
    assert 0.2 < unit["responsiveness_high"] < 0.5


def test_a_units_figures_worked_by_hand() -> None:
    """Kulturhuset: three goals at 0.9, all ceremonial, serving 1.1, 1.2 and 2 of the three."""
    unit = units_of(small_world()).loc["Kulturhuset"]

    assert (unit["goals"], unit["goals_held"], unit["goals_linked"]) == (3, 3, 3)
    assert unit["responsiveness"] == pytest.approx(0.9)
    assert (unit["ceremonial_share"], unit["concretisation"]) == (1.0, 0.0)
    assert (unit["coverage"], unit["objectives_served"], unit["objectives_possible"]) == (1, 3, 3)
    assert unit["breadth"] == pytest.approx(1.0)


def test_a_unit_that_serves_nothing_covers_nothing_and_has_no_breadth() -> None:
    """Neset was held against the plan: its coverage is 0; how it spreads can't be told."""
    unit = units_of(small_world()).loc["Neset"]

    assert unit["coverage"] == 0
    assert pd.isna(unit["breadth"])


def test_shared_goals_don_t_make_a_unit_responsive() -> None:
    """The goal all three share is linked at 0.95; Neset stays at its own goals' 0.1."""
    unit = units_of(small_world()).loc["Neset"]

    assert unit["responsiveness"] == pytest.approx(0.1)
    assert unit["goals_linked"] == 0


def test_two_goals_are_too_few_to_place_a_unit() -> None:
    """With n = 2 there are means and no intervals, and the unit is uavklart."""
    world = small_world()
    goals = world.goals[world.goals["goal_id"].ne("Neset 2")]
    links = world.links[world.links["goal_id"].ne("Neset 2")]

    unit = units_of(World(world.documents, goals, links, world.amounts)).loc["Neset"]

    assert (unit["goals"], unit["quadrant"]) == (2, "uavklart")
    assert unit["responsiveness"] == pytest.approx(0.1)
    assert unit[["responsiveness_low", "responsiveness_high"]].isna().all()


def test_an_agreement_without_own_goals_leaves_everything_missing() -> None:
    """The unit has a row, n = 0, and no figure."""
    world = small_world()
    empty = documents_table({"document_id": "tom", "unit": "Granlia", "year": 2014, "area": "OU"})
    documents = pd.concat([world.documents, empty], ignore_index=True)

    unit = units_of(World(documents, world.goals, world.links, world.amounts)).loc["Granlia"]

    assert (unit["goals"], unit["goals_held"], unit["quadrant"]) == (0, 0, "uavklart")
    assert unit["is_small_n"]
    figures = unit.drop(["year", "area", "goals", "goals_held", "quadrant", "is_small_n"])
    assert figures.isna().all()


def test_units_without_a_plan_are_not_at_zero() -> None:
    """Without any link the axes are missing; concretisation, which needs no plan, is there."""
    world = small_world()

    units = units_of(World(world.documents, world.goals, world.links[:0], world.amounts))

    missing = ["responsiveness", "distinctiveness", "coverage", "breadth", "ceremonial_share"]
    assert units[[*missing, "goals_linked"]].isna().all(axis=None)
    assert set(units["quadrant"]) == {"uavklart"}
    assert units["concretisation"].notna().all()


@pytest.mark.parametrize(
    ("responsive", "distinct", "expected"),
    [
        ((0.6, 0.8), (0.1, 0.3), "tight"),
        ((0.6, 0.8), (0.6, 0.8), "loose"),
        ((0.1, 0.3), (0.6, 0.8), "decoupled"),
        ((0.1, 0.3), (0.1, 0.3), "uncoupled"),
        ((0.4, 0.8), (0.6, 0.8), "uavklart"),
        ((0.6, 0.8), (0.4, 0.6), "uavklart"),
        ((0.5, 0.8), (0.6, 0.8), "uavklart"),
    ],
)
def test_quadrants(responsive, distinct, expected: str) -> None:
    """Both intervals must lie wholly on one side of their borders."""
    estimates = [Estimate(5, sum(pair) / 2, *pair) for pair in (responsive, distinct)]

    assert quadrant(*estimates, 0.5, 0.5) == expected


@given(st.lists(st.floats(0, 50), max_size=12))
def test_breadth_is_a_share_or_missing(masses: list[float]) -> None:
    """Between one objective only and all alike."""
    found = breadth(masses)

    if len(masses) < 2 or sum(masses) == 0:
        assert found is None
    else:
        assert 0 <= found <= 1


def test_breadth_at_its_ends() -> None:
    """All on one is 0, all alike is 1."""
    assert breadth([0.0, 4.0, 0.0]) == 0
    assert breadth([2.0, 2.0, 2.0]) == pytest.approx(1)
