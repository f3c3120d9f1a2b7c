"""Which plan is in force, and what counts as serving one of its objectives."""

import pandas as pd
import pytest

from pipeline.scoring.plans import (
    links_in_force,
    objective_closure,
    objectives_in_force,
    plans_in_force,
    served_objectives,
)
from tests.tables_for_tests import documents_table, goals_table, links_table, small_world

PLAN = {"level": "kommuneplan", "kind": "delmål"}
OLD = PLAN | {"goal_id": "old", "document_id": "p2010", "year": 2010}
NEW = PLAN | {"goal_id": "new", "document_id": "p2014", "year": 2014}
DOCUMENTS = documents_table(
    {"document_id": "p2010", "kind": "kommuneplan", "year": 2010, "year_to": 2022},
    {"document_id": "p2014", "kind": "kommuneplan", "year": 2014, "year_to": 2026},
)


def in_force(year: int, *objectives: str) -> list[str]:
    """The plans in force for a goal of that year held against those objectives."""
    goals = goals_table(OLD, NEW, {"goal_id": "g", "unit": "Neset", "year": year})
    links = links_table(*({"goal_id": "g", "objective_id": name} for name in objectives))
    return plans_in_force(goals, links, DOCUMENTS)["document_id"].tolist()


@pytest.mark.parametrize(
    ("year", "plan"), [(2013, "p2010"), (2014, "p2010"), (2015, "p2014"), (2024, "p2014")]
)
def test_a_plan_is_in_force_from_the_year_after_it_began(year: int, plan: str) -> None:
    """A plan decided in June 2014 can't have guided the agreements signed before 2014."""
    assert in_force(year, "old", "new") == [plan]


def test_the_only_plan_held_against_is_the_one_in_force() -> None:
    """Where goals of a year meet one plan alone, it is that one, whatever its dates."""
    assert in_force(2012, "new") == ["p2014"]


def test_a_draft_gives_way_to_a_decided_plan() -> None:
    """The proposal for a new plan doesn't put the old one out of force; alone it must do."""
    goals = goals_table(OLD, NEW, {"goal_id": "g", "unit": "Neset", "year": 2016})
    held = links_table(*({"goal_id": "g", "objective_id": name} for name in ("old", "new")))
    status = DOCUMENTS["document_id"].map({"p2010": "vedtatt", "p2014": "Forslag til høring"})

    decided = plans_in_force(goals, held, DOCUMENTS.assign(status=status))
    drafts = plans_in_force(goals, held, DOCUMENTS.assign(status="utkast"))

    assert decided["document_id"].tolist() == ["p2010"]
    assert drafts["document_id"].tolist() == ["p2014"]


def test_no_plan_is_in_force_where_none_was_held_against() -> None:
    """No links, no plan: missing, not unlinked."""
    assert in_force(2014) == []


def test_links_to_a_plan_out_of_force_are_left_out() -> None:
    """A goal of 2015 isn't anchored by the plan of 2010."""
    goals = goals_table(OLD, NEW, {"goal_id": "g", "unit": "Neset", "year": 2015})
    links = links_table(
        {"goal_id": "g", "objective_id": "old", "probability": 0.9},
        {"goal_id": "g", "objective_id": "new", "probability": 0.2},
    )

    kept = links_in_force(goals, links, DOCUMENTS)

    assert kept[["objective_id", "probability"]].values.tolist() == [["new", 0.2]]


def test_an_explicit_link_is_certain() -> None:
    """What the document states itself has probability 1, whatever the engine says."""
    world = small_world()
    links = world.links.assign(explicit=world.links["objective_id"].eq("d12"))

    kept = links_in_force(world.goals, links, world.documents)

    assert set(kept.loc[kept["explicit"], "probability"]) == {1.0}
    assert kept.loc[~kept["explicit"], "probability"].max() == 0.95


def test_coverage_counts_the_lowest_numbered_objectives() -> None:
    """Delmål count, and hovedmål without any; points and parents are there, and don't count."""
    world = small_world()

    objectives = objectives_in_force(
        world.goals, links_in_force(world.goals, world.links, world.documents)
    )

    counted = objectives.set_index("objective_id")["in_coverage"].to_dict()
    assert counted == {"d11": True, "d12": True, "h1": False, "h2": True, "s12a": False}


def test_only_what_goals_were_held_against_can_be_a_gap() -> None:
    """With delmål alone held against, hovedmål 2 without any is left out, hovedmål 1 is a parent.

    Delmål 1.2, of the same kind as those held against, is there though its weak links are not.
    """
    world = small_world()
    links = world.links[world.links["objective_id"].eq("d11")]

    objectives = objectives_in_force(
        world.goals, links_in_force(world.goals, links, world.documents)
    )

    counted = objectives.set_index("objective_id")["in_coverage"].to_dict()
    assert counted == {"d11": True, "d12": True, "h1": False}


def test_a_plan_without_numbered_objectives_counts_all_it_has() -> None:
    """A plan of mere strategies is covered by its strategies."""
    goals = goals_table(OLD | {"kind": "strategi"}, {"goal_id": "g", "unit": "Neset", "year": 2014})
    links = links_table({"goal_id": "g", "objective_id": "old"})

    objectives = objectives_in_force(goals, links_in_force(goals, links, DOCUMENTS))

    assert objectives[["objective_id", "in_coverage"]].values.tolist() == [["old", True]]


def test_what_serves_a_point_serves_the_objectives_above_it() -> None:
    """A link to a point under 1.2 counts, indirectly, for 1.2 and for 1."""
    world = small_world()
    links = world.links[world.links["objective_id"].eq("s12a") & world.links["linked"]]

    served = served_objectives(world.goals, links_in_force(world.goals, links, world.documents))

    one = served[served["goal_id"].eq("Kulturhuset 2")]
    assert one[["objective_id", "linked", "linked_directly"]].values.tolist() == [
        ["d12", True, False],
        ["h1", True, False],
        ["s12a", True, True],
    ]


def test_a_circle_of_parents_ends() -> None:
    """Two goals that each name the other as parent don't hang the run."""
    goals = pd.DataFrame({"goal_id": ["a", "b"], "parent_goal_id": ["b", "a"]})

    assert objective_closure(goals, pd.Series(["a"]))["objective_id"].tolist() == ["a", "b"]
