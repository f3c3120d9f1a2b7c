"""Verdicts of several municipalities: each stays with its own."""

import pandas as pd
import pytest

from pipeline.reviews.carrying import GONE, STANDS, SUSPECT
from pipeline.reviews.municipalities import verdicts_by_municipality
from tests.reviews.test_carrying import GOAL, PLAN, verdict
from tests.tables_for_tests import goals_table

THEIRS = GOAL | {"goal_id": "t", "document_id": "dt"}


def corpus(*goals: tuple[str, dict[str, object]]) -> pd.DataFrame:
    """GOALS of Elvestad, whose plan the verdict is about, and of others, each with its place."""
    frame = goals_table(PLAN, *(goal for _, goal in goals))
    return frame.assign(municipality=["Elvestad", *(name for name, _ in goals)])


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ([("Elvestad", GOAL), ("Livik", THEIRS)], ("Elvestad", STANDS, "g")),
        ([("Livik", GOAL), ("Elvestad", THEIRS)], ("Livik", GONE, "g")),
        (
            [("Elvestad", GOAL | {"text": "Alle barn skal kunne svømme"}), ("Livik", THEIRS)],
            ("Elvestad", SUSPECT, "g"),
        ),
        ([("Livik", THEIRS)], ("Elvestad", GONE, None)),
    ],
    ids=["the same in both", "goal and plan part", "changed at home", "left in another alone"],
)
def test_a_verdict_stays_with_its_own(
    goals: list[tuple[str, dict[str, object]]], expected: tuple[str, str, str | None]
) -> None:
    """Whatever another municipality's unit of the same name says in the same words."""
    found = verdicts_by_municipality([verdict()], corpus(*goals))

    told = [(name, each.standing, each.goal_id) for name, held in found.items() for each in held]
    assert told == [expected]


def test_a_verdict_that_fits_two_is_lost_to_none() -> None:
    """Nothing tells whose it is: it is gone, and still among them."""
    named = verdict(objective_id="unknown", goal_id="unknown")
    goals = [("Livik", THEIRS), ("Åsbygda", THEIRS | {"goal_id": "s", "document_id": "ds"})]

    found = verdicts_by_municipality([named], corpus(*goals))

    assert [(name, [each.standing for each in held]) for name, held in found.items()] == [
        (None, [GONE])
    ]


def test_of_one_municipality_all_verdicts_are_its() -> None:
    """Also where it has no name, and where there are no goals."""
    goals = goals_table(PLAN, GOAL).assign(municipality="")

    assert [each.goal_id for each in verdicts_by_municipality([verdict()], goals)[""]] == ["g"]
    empty = verdicts_by_municipality([verdict()], goals.iloc[:0])
    assert [each.standing for each in empty[""]] == [GONE]
