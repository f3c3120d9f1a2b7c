"""Who stands behind each objective."""

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.scoring.scores import score_coupling
from tests.tables_for_tests import World, small_world

PARAMS = ScoringParams(bootstrap_samples=10)


def objectives_of(world: World) -> pd.DataFrame:
    """OBJECTIVES by objective."""
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    return scores.objectives.set_index("objective_id")


def test_units_and_goals_behind_each_objective() -> None:
    """1.2 is served through the point under it; hovedmål 1 by both delmål, a unit once."""
    columns = ["units", "goals", "units_directly", "goals_directly"]

    objectives = objectives_of(small_world())

    assert objectives.loc["d11", columns].tolist() == [2, 2, 2, 2]
    assert objectives.loc["d12", columns].tolist() == [2, 2, 0, 0]
    assert objectives.loc["h1", columns].tolist() == [2, 4, 0, 0]
    assert set(objectives["units_possible"]) == {3}
    assert set(objectives["goals_possible"]) == {9}


def test_probability_mass_by_hand() -> None:
    """On 1.1: 0.9 + 0.85 from its own goals, 0.1 from each of the seven others, shared left out.

    Neset's own first goal, made for 1.1, has 0.05 there: 0.9 + 0.85 + 0.05 + 6 · 0.1 = 2.4.
    """
    objectives = objectives_of(small_world())

    assert objectives.loc["d11", "probability_mass"] == pytest.approx(2.4)


def test_an_objective_nobody_took_up_is_there_with_zero() -> None:
    """It was held against, and nobody serves it: a true zero."""
    world = small_world()
    links = world.links.assign(linked=world.links["linked"] & world.links["objective_id"].ne("h2"))

    objectives = objectives_of(World(world.documents, world.goals, links, world.amounts))

    assert objectives.loc["h2", ["units", "goals"]].tolist() == [0, 0]


def test_without_links_there_is_no_year_to_tell_of() -> None:
    """No goal was held against the plan: no rows, rather than zeros."""
    world = small_world()

    objectives = objectives_of(World(world.documents, world.goals, world.links[:0], world.amounts))

    assert objectives.empty


def test_years_are_kept_apart() -> None:
    """Each year has its own denominators."""
    first, second = small_world(2013), small_world(2014)
    rename = {
        "goal_id": lambda frame: frame["goal_id"].where(
            frame["goal_id"].isin(["h1", "h2", "d11", "d12", "s12a"]), frame["goal_id"] + " 2014"
        )
    }
    goals = pd.concat([first.goals, second.goals.assign(**rename)]).drop_duplicates("goal_id")
    links = pd.concat([first.links, second.links.assign(**rename)])
    links = links.assign(link_id=links["goal_id"] + links["objective_id"])

    objectives = objectives_of(World(first.documents, goals, links, first.amounts))

    assert objectives.loc["d11", "year"].tolist() == [2013, 2014]
    assert objectives.loc["d11", "units_possible"].tolist() == [3, 3]
