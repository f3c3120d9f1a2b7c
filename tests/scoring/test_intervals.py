"""The table of intervals: every measure with its denominator, missing kept missing."""

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas.measures import INTERVALS
from pipeline.scoring.intervals import unit_intervals
from pipeline.scoring.plans import links_in_force, objectives_in_force, served_objectives
from pipeline.scoring.scores import score_coupling
from pipeline.tables import check_table
from tests.tables_for_tests import World, small_world

PARAMS = ScoringParams(bootstrap_samples=400)


def intervals_of(world: World) -> pd.DataFrame:
    """INTERVALS of a world, by unit and measure."""
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    in_force = links_in_force(world.goals, world.links, world.documents)
    frame = unit_intervals(
        world.goals,
        scores.profiles,
        served_objectives(world.goals, in_force),
        objectives_in_force(world.goals, in_force),
        scores.units,
        in_force,
        PARAMS,
    )
    return check_table(frame, INTERVALS).set_index(["unit", "measure"])


def test_orphans_are_the_other_side_of_responsiveness() -> None:
    """A goal that serves nothing is an orphan: the interval is mirrored, the count by decision."""
    found = intervals_of(small_world())
    orphans, serving = found.loc[("Neset", "orphan_share")], found.loc[("Neset", "responsiveness")]

    assert orphans["value"] == 1.0
    assert orphans["expected"] == pytest.approx(1 - serving["expected"])
    assert orphans["low"] == pytest.approx(1 - serving["high"])
    assert orphans["high"] == pytest.approx(1 - serving["low"])


def test_a_unit_with_measures_behind_every_goal_is_not_ceremonial_in_any_world() -> None:
    """Strandvegen has tiltak behind all: nothing to expect, and room for what wasn't written."""
    row = intervals_of(small_world()).loc[("Strandvegen skole", "ceremonial_share")]

    assert (row["value"], row["expected"], row["low"]) == (0, 0, 0)
    assert row["high"] > 0.3


def test_coverage_in_worlds_worked_by_hand() -> None:
    """Kulturhuset serves each of three objectives in 9 worlds of 10, and by no other goal."""
    row = intervals_of(small_world()).loc[("Kulturhuset", "coverage")]

    assert (row["value"], row["n"]) == (1.0, 3)
    assert row["expected"] == pytest.approx(0.9, abs=0.05)
    assert (row["high"], row["rests_on"]) == (1.0, "links")


def test_no_plan_leaves_only_what_rests_on_the_goals() -> None:
    """Without links nothing is said of serving the plan: no rows, and no zeros."""
    world = small_world()

    found = intervals_of(World(world.documents, world.goals, world.links[:0], world.amounts))

    assert set(found.index.get_level_values("measure")) == {"concretisation"}


def test_row_order_moves_nothing() -> None:
    """Shuffled tables give the same intervals, the draws of worlds among them."""
    world = small_world()
    shuffled = World(
        world.documents.sample(frac=1, random_state=2),
        world.goals.sample(frac=1, random_state=3),
        world.links.sample(frac=1, random_state=4),
        world.amounts,
    )

    pd.testing.assert_frame_equal(intervals_of(world), intervals_of(shuffled))
