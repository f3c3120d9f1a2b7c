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


@pytest.mark.parametrize(("places", "expected"), [(1, ("Livik", STANDS)), (2, (None, GONE))])
def test_a_verdict_that_fits_two_is_neithers(places: int, expected: tuple[str | None, str]) -> None:
    """Nothing else tells whose it is: of one it is that one's, of two it is gone, and told."""
    named = verdict(objective_id="unknown", goal_id="unknown")
    rows = [
        (name, goal | {"goal_id": f"{goal['goal_id']}{name}", "document_id": f"d{name}"})
        for name in ("Livik", "Åsbygda")[:places]
        for goal in (PLAN, GOAL)
    ]
    goals = goals_table(*(goal for _, goal in rows)).assign(municipality=[n for n, _ in rows])
    goals = pd.concat([goals, corpus().assign(text="Noe annet helt")], ignore_index=True)

    found = verdicts_by_municipality([named], goals)

    told = [(name, each.standing) for name, held in found.items() for each in held]
    assert told == [expected]


def test_of_one_municipality_all_verdicts_are_its() -> None:
    """Also where it has no name, and where there are no goals."""
    goals = goals_table(PLAN, GOAL).assign(municipality="")

    assert [each.goal_id for each in verdicts_by_municipality([verdict()], goals)[""]] == ["g"]
    empty = verdicts_by_municipality([verdict()], goals.iloc[:0])
    assert [each.standing for each in empty[""]] == [GONE]
