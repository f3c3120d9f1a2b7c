"""Claims on what documents seem to lack: told where it stands out, silent where it may be meant."""

import pandas as pd
import pytest

from pipeline.omissions import Omission, omissions
from tests.tables_for_tests import documents_table, goals_table

PLAN = documents_table({"document_id": "p", "kind": "kommuneplan"})


def plan(*numbers: str, texts: tuple[str, ...] = ()) -> pd.DataFrame:
    """A plan's goals by their numbers: hovedmål without a full stop, delmål with one."""
    rows = [
        {
            "goal_id": f"g{place}",
            "document_id": "p",
            "kind": "delmål" if "." in number else "hovedmål",
            "number": number,
            "text": texts[place] if texts else f"Mål nummer {place}",
            "parent_goal_id": None,
        }
        for place, number in enumerate(numbers)
    ]
    return goals_table(*rows)


@pytest.mark.parametrize(
    ("numbers", "flags"),
    [
        (("1", "1.1", "1.2", "2", "2.1"), {}),
        (("1", "1.1", "2", "3"), {"nothing_under": ("hovedmål 2", "hovedmål 3")}),
        (("1", "2", "3"), {}),  # no one has delmål: the plan is made so
        (("1", "1.1", "1.3"), {"numbers_missing": ("1.2",)}),
        (("2", "2.1", "4", "4.1"), {"numbers_missing": ("3",)}),  # as chapters are numbered
        (("1.2", "1.3", "2.1"), {"numbers_missing": ("1.1",)}),
        (("1.9", "1.10"), {"numbers_missing": tuple(f"1.{n}" for n in range(1, 9))}),
        (("2024", "2026"), {}),
        (("1", "1.1", "1", "1.1"), {"numbers_again": ("hovedmål 1", "delmål 1.1")}),
    ],
)
def test_gaps_in_a_plans_numbering_are_told(
    numbers: tuple[str, ...], flags: dict[str, tuple[str, ...]]
) -> None:
    """What is jumped over, left bare or told again, and nothing else."""
    found = {each.flag: each.goals for each in omissions(PLAN, plan(*numbers))}

    assert found == flags


def test_a_goal_that_is_said_twice_is_not_told_again() -> None:
    """A summary repeats the plan's goals word for word."""
    goals = plan("1", "1", texts=("Trygg oppvekst", "Trygg  oppvekst."))

    assert omissions(PLAN, goals) == []


def test_goals_under_one_another_by_name_are_seen() -> None:
    """A hovedmål whose delmål have no number is not bare; the one beside it is."""
    goals = plan("1", "2", "1.1").assign(number=["1", "2", None], parent_goal_id=[None, None, "g0"])

    assert omissions(PLAN, goals) == [Omission("p", "nothing_under", ("hovedmål 2",))]


@pytest.mark.parametrize(
    ("kind", "flags"), [("innspill", ["no_goals"]), ("annet", []), ("årsrapport", [])]
)
def test_documents_that_should_hold_goals_and_do_not_are_told(kind: str, flags: list[str]) -> None:
    """Only of kinds that state goals."""
    documents = documents_table({"document_id": "x", "kind": kind})

    assert [each.flag for each in omissions(documents, goals_table()[:0])] == flags


def test_only_plans_are_held_to_their_numbering() -> None:
    """An agreement refers to the plan's numbers, and picks those that it needs."""
    documents = documents_table({"document_id": "p", "kind": "lederavtale"})

    assert omissions(documents, plan("1.1", "4.2")) == []
