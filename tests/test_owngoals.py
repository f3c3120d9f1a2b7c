"""Which goals say something about their unit."""

import pandas as pd
import pytest

from pipeline.owngoals import is_own_goal
from tests.tables_for_tests import Row, goals_table

NESET: Row = {"unit": "Neset", "year": 2014, "part": "enhet"}


def own_ids(goals: pd.DataFrame) -> list[str]:
    """The names of the own goals."""
    return goals.loc[is_own_goal(goals), "goal_id"].tolist()


@pytest.mark.parametrize("part", ["kommune", "tjenesteområde", "tjeneste", "personlig"])
def test_shared_parts_say_nothing_of_the_unit(part: str) -> None:
    """Goals of other parts than the unit's own are left out."""
    goals = goals_table(NESET | {"goal_id": "a", "part": part}, NESET | {"goal_id": "b"})

    assert own_ids(goals) == ["b"]


def test_an_agreement_without_parts_is_the_units_own() -> None:
    """Parts are looked for in each agreement by itself."""
    goals = goals_table(
        NESET | {"goal_id": "a", "document_id": "uten", "part": None},
        NESET | {"goal_id": "b", "document_id": "med"},
        NESET | {"goal_id": "c", "document_id": "med", "part": None},
    )

    assert own_ids(goals) == ["a", "b"]


def test_a_result_goal_gives_way_to_the_units_goal_under_it() -> None:
    """The enhetsmål is counted; a resultatmål only where none stands under it."""
    goals = goals_table(
        NESET | {"goal_id": "r1", "kind": "resultatmål"},
        NESET | {"goal_id": "e1", "parent_goal_id": "r1"},
        NESET | {"goal_id": "e2", "parent_goal_id": "r1"},
        NESET | {"goal_id": "r2", "kind": "resultatmål"},
    )

    assert own_ids(goals) == ["e1", "e2", "r2"]


def test_a_shared_goal_under_a_result_goal_does_not_hide_it() -> None:
    """Only an enhetsmål in the unit's own part takes the resultatmål's place."""
    goals = goals_table(
        NESET | {"goal_id": "r1", "kind": "resultatmål"},
        NESET | {"goal_id": "k1", "parent_goal_id": "r1", "part": "kommune"},
    )

    assert own_ids(goals) == ["r1"]


def test_measures_and_goals_without_a_unit_are_not_own_goals() -> None:
    """A tiltak is no goal, and a goal of nobody is nobody's own."""
    goals = goals_table(
        NESET | {"goal_id": "a", "kind": "tiltak"},
        NESET | {"goal_id": "b", "unit": None},
        NESET | {"goal_id": "c", "year": None},
    )

    assert own_ids(goals) == []


def test_without_agreements_other_documents_speak_for_the_unit() -> None:
    """In a corpus without lederavtaler, a budget's goals for a unit are its own."""
    budget = NESET | {"level": "årsbudsjett", "part": None, "kind": "resultatmål"}
    goals = goals_table(budget | {"goal_id": "a"}, budget | {"goal_id": "b", "kind": "tiltak"})

    assert own_ids(goals) == ["a"]
    assert own_ids(pd.concat([goals, goals_table(NESET | {"goal_id": "c"})])) == ["c"]
