"""What stands behind a goal, and what only sounds like it."""

import itertools

import pytest

from pipeline.scoring.concretisation import concretisation, is_ceremonial
from tests.tables_for_tests import goals_table, links_table

GOAL = {"goal_id": "g", "unit": "Kulturhuset", "year": 2014}
PARTS = {
    "measure": "Leseuker",
    "support": "Fagstab skole",
    "has_target": True,
    "has_deadline": True,
}


@pytest.mark.parametrize("present", [*itertools.product([False, True], repeat=4)])
def test_concretisation_is_the_share_of_four(present: tuple[bool, ...]) -> None:
    """Each of the four counts a quarter."""
    parts = {name: PARTS[name] for name, there in zip(PARTS, present, strict=True) if there}

    assert concretisation(goals_table(GOAL | parts)).tolist() == [sum(present) / 4]


def test_someone_responsible_counts_as_support_does() -> None:
    """Either names who is to do it; both together count once."""
    who, helps = {"responsible": "Rektor"}, {"support": "Fagstab skole"}
    rows = [GOAL | {"goal_id": str(i)} | b for i, b in enumerate((who, helps, who | helps))]

    assert concretisation(goals_table(*rows)).tolist() == [0.25, 0.25, 0.25]


@pytest.mark.parametrize(
    "cell", ["", " – ", "-", "Løpende", "LØPENDE.", "l\u00f8pende", "løpende "]
)
def test_an_empty_word_is_no_measure(cell: str) -> None:
    """A dash or «løpende» in the column for tiltak is nothing."""
    goals = goals_table(GOAL | {"measure": cell, "support": cell})

    assert concretisation(goals, ["løpende"]).tolist() == [0]


@pytest.mark.parametrize(
    ("link", "goal", "expected"),
    [
        ({"kind": "verbatim"}, {}, True),
        ({"kind": "rephrased"}, {"support": "Rådmannen"}, True),
        ({"kind": "topical", "linked": True}, {}, True),
        ({"kind": "topical"}, {}, False),
        ({"kind": "none"}, {}, False),
        ({"kind": "verbatim"}, {"measure": "Ny scene"}, False),
        ({"kind": "verbatim"}, {"has_target": True}, False),
        ({"kind": "verbatim"}, {"has_deadline": True}, True),
    ],
)
def test_ceremonial_echoes_and_has_nothing_behind(link, goal, expected: bool) -> None:
    """Meyer & Rowan's decoupling needs both: the plan's words, and no work behind them."""
    links = links_table({"goal_id": "g", "objective_id": "o"} | link)

    assert is_ceremonial(goals_table(GOAL | goal), links).tolist() == [expected]


def test_money_of_its_own_is_more_than_ceremony() -> None:
    """A goal with money and nothing else is not words alone; its neighbour without is."""
    goals = goals_table(GOAL, GOAL | {"goal_id": "poor"})
    links = links_table(
        *({"goal_id": goal, "objective_id": "o", "kind": "verbatim"} for goal in ("g", "poor"))
    )

    assert is_ceremonial(goals, links, funded={"g"}).tolist() == [False, True]
