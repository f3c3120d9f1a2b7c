"""Each part of the lederavtale by itself."""

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas import PROFILES
from pipeline.schemas.measures import UNIT_PARTS
from pipeline.scoring.parts import unit_parts
from pipeline.scoring.scores import score_coupling
from pipeline.tables import check_table, empty_table
from tests.tables_for_tests import Row, documents_table, goals_table, links_table, small_world

PARAMS = ScoringParams(bootstrap_samples=200)
COMMON = "Alle henvendelser besvares innen fem virkedager"


def goal(goal_id: str, unit: str, part: str | None, text: str, **more: str | None) -> Row:
    """A goal in a part of a unit's agreement of 2014."""
    about = {"document_id": f"avtale {unit}", "unit": unit, "year": 2014, "part": part}
    return {"goal_id": goal_id, "text": text, "kind": "enhetsmål"} | about | more


def parts_of(*rows: Row) -> pd.DataFrame:
    """UNIT_PARTS by unit and part, of goals without any link."""
    goals = goals_table(*rows)
    scores = score_coupling(goals, links_table(), documents_table(), PARAMS)
    table = check_table(unit_parts(goals, scores.profiles, PARAMS), UNIT_PARTS)
    return table.set_index(["unit", "part"])


def test_the_units_own_part_has_the_units_figures() -> None:
    """What stands for a unit in `units` is its own part here, and the shared part is apart."""
    world = small_world()
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)

    table = check_table(unit_parts(world.goals, scores.profiles, PARAMS), UNIT_PARTS)

    own = table[table["part"].eq("enhet")].set_index("unit")
    units = scores.units.set_index("unit")
    for column in ("goals", "goals_linked", "responsiveness", "concretisation"):
        assert own[column].tolist() == units[column].tolist()
    shared = table[table["part"].eq("kommune")]
    assert shared["responsiveness"].tolist() == [0.95] * 3
    assert shared["same_in_all"].tolist() == [1.0] * 3
    assert own["same_in_any"].tolist() == [0.0] * 3


def test_what_all_agreements_share_is_told_from_what_one_other_holds() -> None:
    """By hand: A's six common words are in both others, its five further words in one of them."""
    further = "Enheten melder behov til innkjøp"
    rows = [goal(f"{unit}1", unit, "kommune", COMMON) for unit in "ABC"]
    rows += [goal(f"{unit}2", unit, "kommune", further) for unit in "AB"]

    table = parts_of(*rows)

    a = table.loc[("A", "kommune")]
    assert (a["words"], a["others"]) == (11, 2)
    assert a["same_in_all"] == pytest.approx(6 / 11)
    assert a["same_in_any"] == 1.0
    assert table.loc[("C", "kommune"), "same_in_all"] == 1.0


def test_a_tjenesteområde_is_held_against_its_own_units_alone() -> None:
    """A unit of another area shares no part of this one, whatever it says."""
    rows = [
        goal("a", "A", "tjenesteområde", COMMON, area="Skole"),
        goal("b", "B", "tjenesteområde", COMMON, area="Skole"),
        goal("c", "C", "tjenesteområde", "Pasientene kjenner sine rettigheter", area="Helse"),
    ]

    table = parts_of(*rows)

    assert table.loc[("A", "tjenesteområde"), "same_in_all"] == 1.0
    assert table.loc[("C", "tjenesteområde"), "others"] == 0
    assert pd.isna(table.loc[("C", "tjenesteområde"), "same_in_all"])


def test_a_row_counts_once_and_both_its_goals_are_text() -> None:
    """The resultatmål over an enhetsmål is no goal of its own, but it is part of the text."""
    row = goal("r", "A", "kommune", COMMON, kind="resultatmål")
    table = parts_of(row, goal("e", "A", "kommune", "Svar innen tre dager", parent_goal_id="r"))

    found = table.loc[("A", "kommune")]
    assert (found["goals"], found["statements"], found["words"]) == (1, 2, 10)


def test_goals_held_against_no_plan_are_missing_and_not_zero() -> None:
    """Without a kommuneplan nothing is known of responsiveness."""
    found = parts_of(goal("a", "A", None, COMMON)).loc[("A", "enhet")]

    assert found["goals_held"] == 0
    assert pd.isna(found["responsiveness"])
    assert pd.isna(found["share_linked"])


def test_no_agreements_give_no_rows() -> None:
    """A corpus without lederavtaler has an empty table."""
    assert unit_parts(goals_table(), empty_table(PROFILES), PARAMS).empty
