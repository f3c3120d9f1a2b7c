"""Shares of clear goals by level, and how evenly a plan spreads its points."""

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas.measures import CLARITY, CLARITY_LEVELS, PLAN_EVENNESS
from pipeline.scoring.clarity import clarity_levels, goal_clarity, plan_evenness
from pipeline.tables import check_table
from tests.tables_for_tests import Row, goals_table

PARAMS = ScoringParams(bootstrap_samples=200)


def goal(goal_id: str, text: str, document: str = "avtale A", **more: object) -> Row:
    """An own goal of unit A in 2014."""
    about = {"document_id": document, "unit": "A", "year": 2014, "part": "enhet"}
    return {"goal_id": goal_id, "text": text} | about | more


FOUR = (
    goal("1", "Elevene leser godt", has_target=False),
    goal("2", "Sykefraværet er under 7 prosent", has_target=True),
    goal("3", "Gjennomføre kurs der det er mulig"),
    goal("4", "Kartlegge behovet"),
)


def levels(*rows: Row) -> pd.DataFrame:
    """CLARITY_LEVELS of hand-made goals."""
    goals = goals_table(*rows)
    clarity = check_table(goal_clarity(goals), CLARITY)
    return check_table(clarity_levels(goals, clarity, PARAMS), CLARITY_LEVELS)


def test_shares_are_of_all_goals_of_the_unit() -> None:
    """By hand: one of four testable, two activities, one hedged; Wilson of 1 in 4."""
    table = levels(*FOUR)

    unit = table[table["scope"].eq("unit")].iloc[0]
    assert (unit["goals"], unit["testable"], unit["activity"], unit["hedged"]) == (
        4,
        0.25,
        0.5,
        0.25,
    )
    assert unit["interval_over"] == "goals"
    assert unit["testable_low"] == pytest.approx(0.0456, abs=1e-3)
    assert unit["testable_high"] == pytest.approx(0.6994, abs=1e-3)


def test_the_words_that_told_stand_with_the_goal() -> None:
    """Each sign leads back to the words it was told by."""
    clarity = goal_clarity(goals_table(*FOUR)).set_index("goal_id")

    assert clarity.loc["3", "activity_words"] == "gjennomføre"
    assert clarity.loc["3", "hedge_words"] == "der det er mulig"
    assert pd.isna(clarity.loc["1", "activity_words"])


def test_measures_and_visions_are_not_counted() -> None:
    """A tiltak is to be an activity, and a visjon is no goal."""
    rows = [*FOUR, goal("5", "Holde kurs", kind="tiltak"), goal("6", "Lun havn", kind="visjon")]

    assert levels(*rows)["goals"].max() == 4


def test_goals_of_many_documents_are_drawn_by_document() -> None:
    """Four agreements that are wholly testable or not at all have a wide interval."""
    rows = [
        goal(f"{unit}{at}", f"Mål {at}", f"avtale {unit}", unit=unit, has_target=unit in "AB")
        for unit in "ABCD"
        for at in range(10)
    ]

    table = levels(*rows)

    level = table[table["scope"].eq("level")].iloc[0]
    assert (level["goals"], level["documents"]) == (40, 4)
    assert level["interval_over"] == "documents"
    assert level["testable_high"] - level["testable_low"] > 0.7


def test_parts_are_apart_and_shared_ones_are_no_goals_of_the_unit() -> None:
    """A goal of the whole municipality counts in its part and not in the unit."""
    table = levels(*FOUR, goal("5", "Alle svarer innen fem dager", part="kommune", has_target=True))

    parts = table[table["scope"].eq("part")].set_index("part")["testable"]
    assert parts.to_dict() == {"enhet": 0.25, "kommune": 1.0}
    assert table.loc[table["scope"].eq("unit"), "goals"].tolist() == [4]


def test_row_order_changes_nothing() -> None:
    """The same goals in another order give the same table."""
    pd.testing.assert_frame_equal(levels(*FOUR), levels(*FOUR[::-1]))


def test_no_goals_give_no_rows() -> None:
    """An empty corpus has empty tables."""
    assert levels().empty
    assert plan_evenness(goals_table()).empty


def plan(points: dict[str, int]) -> pd.DataFrame:
    """A plan with so many points under each of its delmål."""
    about: Row = {"document_id": "plan", "level": "kommuneplan", "year": 2010}
    rows = [about | {"goal_id": "h", "kind": "hovedmål"}]
    for name, count in points.items():
        rows.append(about | {"goal_id": name, "kind": "delmål", "parent_goal_id": "h"})
        rows += [
            about | {"goal_id": f"{name}{at}", "kind": "strategi", "parent_goal_id": name}
            for at in range(count)
        ]
    return goals_table(*rows)


@pytest.mark.parametrize(
    ("points", "evenness", "without"),
    [
        ({"a": 2, "b": 2}, 1.0, 0),
        ({"a": 4, "b": 0}, 0.0, 1),
        ({"a": 3, "b": 3, "c": 0, "d": 0}, 0.5, 2),
    ],
)
def test_evenness_is_of_the_points_under_each_objective(
    points: dict[str, int], evenness: float, without: int
) -> None:
    """By hand: alike is 1, all under one is 0, and halves on two of four is ln 2 / ln 4."""
    row = check_table(plan_evenness(plan(points)), PLAN_EVENNESS).iloc[0]

    assert row["evenness"] == pytest.approx(evenness)
    assert row["objectives_without_points"] == without
    assert row["objectives"] == len(points)
    assert row["largest_id"] == "a"


def test_a_plan_without_points_is_left_out() -> None:
    """Where nothing stands under the objectives, nothing is known of the weight they get."""
    assert plan_evenness(plan({"a": 0, "b": 0})).empty
