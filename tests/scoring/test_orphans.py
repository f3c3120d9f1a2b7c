"""Goals without a parent, and who says that they need none."""

import pandas as pd
import pytest

from pipeline.scoring.orphans import orphans
from pipeline.scoring.plans import links_in_force
from tests.plan_world import PlanWorld, plan_world
from tests.tables_for_tests import Row, verdicts_table

# g1 serves o1 and o2, which stand under different hovedmål; nobody serves g2's objectives
LINKS = {"g1 o1": 0.9, "g1 o2": 0.8, "g2 o1": 0.1, "g2 o2": 0.1}
TREE = (
    {"goal_id": "oA", "kind": "hovedmål"},
    {"goal_id": "oB", "kind": "hovedmål"},
    {"goal_id": "o1", "parent_goal_id": "oA"},
    {"goal_id": "o2", "parent_goal_id": "oB"},
)
NO_PARENT = {"goal_id": "g2", "verdict": "no_parent", "reason": "statutory"}


def orphans_of(*verdicts: Row, world: PlanWorld | None = None) -> pd.DataFrame:
    """ORPHANS by goal; both goals are own goals that were held against the plan."""
    tables = world or plan_world(LINKS, goals=TREE)
    profiles = pd.DataFrame({"goal_id": ["g1", "g2"], "is_own": True, "anchoring": [0.9, 0.1]})
    in_force = links_in_force(tables.goals, tables.links, tables.documents)
    found = orphans(tables.goals, profiles, in_force, verdicts_table(*verdicts))
    return found.set_index("goal_id")


def test_served_and_orphan_without_any_verdict() -> None:
    """A decided link makes the difference; two parents in two fields are counted."""
    found = orphans_of()

    assert found["status"].tolist() == ["served", "orphan"]
    assert found.loc["g1", ["parents", "fields", "objective_ids"]].tolist() == [2, 2, "o1 o2"]
    assert found["coders"].tolist() == [0, 0]


def test_a_person_justifies_an_orphan() -> None:
    """A reason makes it justified; without one it is an orphan, and a person has said so."""
    with_reason = orphans_of(NO_PARENT).loc["g2"]
    without = orphans_of(NO_PARENT | {"reason": None}).loc["g2"]

    assert with_reason[["status", "reason", "coders"]].tolist() == ["justified", "statutory", 1]
    assert without[["status", "coders"]].tolist() == ["orphan", 1]


def test_people_come_before_the_engine() -> None:
    """Said to have none, g1 is justified though its link is decided; accepted, g2 is served."""
    found = orphans_of(
        NO_PARENT | {"goal_id": "g1"}, {"goal_id": "g2", "objective_id": "o1", "verdict": "accept"}
    )

    assert found["status"].tolist() == ["justified", "served"]
    assert found.loc["g2", "objective_ids"] == "o1"


def test_a_rejected_link_is_no_parent() -> None:
    """Where both its links are rejected, g1 is an orphan."""
    rejected = {"goal_id": "g1", "verdict": "reject"}

    found = orphans_of(rejected | {"objective_id": "o1"}, rejected | {"objective_id": "o2"})

    assert found.loc["g1", ["status", "parents"]].tolist() == ["orphan", 0]


@pytest.mark.parametrize(
    ("for_parent", "status"), [(1, "uavklart"), (2, "served")], ids=["split", "outvoted"]
)
def test_coders_who_disagree_are_told(for_parent: int, status: str) -> None:
    """One against one is uavklart; a majority decides, and the dispute is still shown."""
    accepts = [
        {"coder": f"b{each}", "goal_id": "g2", "objective_id": "o1", "verdict": "accept"}
        for each in range(for_parent)
    ]

    found = orphans_of(NO_PARENT, *accepts).loc["g2"]

    assert found["status"] == status
    assert found["is_disputed"]
    assert (found["coders"], found["coders_no_parent"]) == (1 + for_parent, 1)


def test_two_reasons_are_both_shown() -> None:
    """Coders who agree that it has no parent may see different reasons."""
    found = orphans_of(NO_PARENT, NO_PARENT | {"coder": "b", "reason": "operational"})

    assert found.loc["g2", "reason"] == "operational; statutory"
    assert not found.loc["g2", "is_disputed"]


def test_a_coder_who_is_unsure_isnt_counted() -> None:
    """Unsure is no word for or against."""
    found = orphans_of({"goal_id": "g2", "objective_id": "o1", "verdict": "unsure"})

    assert found.loc["g2", ["status", "coders"]].tolist() == ["orphan", 0]
