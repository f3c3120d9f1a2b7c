"""The profile of a goal, worked by hand."""

import pandas as pd
import pytest

from pipeline.scoring.goal_profile import goal_profiles, taken_over
from pipeline.scoring.plans import links_in_force
from tests.tables_for_tests import World, goals_table, links_table, small_world


def profiles_of(world: World) -> pd.DataFrame:
    """The profiles by goal_id."""
    in_force = links_in_force(world.goals, world.links, world.documents)
    return goal_profiles(world.goals, world.links, in_force).set_index("goal_id")


def test_profiles_of_the_small_world() -> None:
    """The three units' first goals have the figures they were made with."""
    columns = ["anchoring", "best_objective_id", "taken_over", "distinctiveness", "concretisation"]

    profiles = profiles_of(small_world())

    assert profiles.loc["Kulturhuset 0", columns].tolist() == [0.9, "d11", 1.0, 0.0, 0.0]
    assert profiles.loc["Strandvegen skole 0", columns].tolist() == [0.85, "d11", 0.0, 1.0, 0.5]
    assert profiles.loc["Neset 0", columns].tolist() == [0.1, "d12", 0.0, 1.0, 0.5]


def test_no_goal_of_the_plan_has_a_profile() -> None:
    """Profiles are for what stands below the kommuneplan, shared goals among them."""
    profiles = profiles_of(small_world())

    assert len(profiles) == 12
    assert profiles["is_own"].sum() == 9
    assert profiles.loc["Neset felles", ["shared_with_siblings", "distinctiveness"]].isna().all()


def test_a_goal_held_against_nothing_has_no_anchoring() -> None:
    """No links: anchoring, taken over and distinctiveness are missing, not 0."""
    world = small_world()
    links = world.links[world.links["goal_id"].ne("Neset 0")]

    profile = profiles_of(World(world.documents, world.goals, links, world.amounts)).loc["Neset 0"]

    assert profile[["anchoring", "taken_over", "distinctiveness"]].isna().all()
    assert not profile["is_linked"]


def test_words_of_the_result_goal_above_are_taken_over() -> None:
    """An enhetsmål that repeats the resultatmål of its own row isn't the unit's own wording."""
    goals = goals_table(
        {"goal_id": "r", "kind": "resultatmål", "text": "Flere elever leser hver morgen"},
        {"goal_id": "e", "parent_goal_id": "r", "text": "Flere elever leser hver morgen"},
    )
    links = links_table({"goal_id": "e", "objective_id": "r", "containment": 0.2})

    assert taken_over(goals, goals, links).tolist() == [pytest.approx(float("nan"), nan_ok=True), 1]


def test_an_agreement_that_copies_a_sibling_loses_its_distinctiveness() -> None:
    """Neset's goal, copied by Strandvegen skole, is nobody's own any more."""
    world = small_world()
    text = "Turnus legges seks uker fram"
    copied = world.goals.assign(
        text=world.goals["text"].mask(world.goals["goal_id"].eq("Strandvegen skole 0"), text)
    )

    profiles = profiles_of(World(world.documents, copied, world.links, world.amounts))

    assert profiles.loc[["Neset 0", "Strandvegen skole 0"], "distinctiveness"].tolist() == [0, 0]
    assert profiles.loc["Neset 1", "distinctiveness"] == 1
