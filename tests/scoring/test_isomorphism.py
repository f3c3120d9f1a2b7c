"""Units that are alike: copied, from a shared parent and converged are told apart."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.params import ScoringParams
from pipeline.schemas.measures import ISOMORPHISM, ISOMORPHISM_PAIRS
from pipeline.scoring.isomorphism import Alike, best_matches, isomorphism
from pipeline.scoring.isomorphism_years import with_first
from pipeline.tables import check_table
from tests.tables_for_tests import Row, goals_table, likenesses_table, links_table

PARAMS = ScoringParams(bootstrap_samples=200)
BUDGET = {"document_id": "budsjett", "level": "årsbudsjett", "kind": "resultatmål", "year": 2014}
RESULT = "Alle elever på andre trinn leser med flyt og forståelse"


def own_goal(goal_id: str, unit: str, text: str, year: int = 2014, **more: Any) -> Row:
    """An own goal of a unit, in the unit's agreement of the year."""
    about = {"document_id": f"avtale {unit} {year}", "unit": unit, "year": year, "part": "enhet"}
    return {"goal_id": goal_id, "text": text} | about | more


def alike(goals: list[Row], likenesses: list[Row], links: list[Row] | None = None) -> Alike:
    """Isomorphism of hand-made tables."""
    return isomorphism(
        goals_table(*goals), links_table(*(links or [])), likenesses_table(*likenesses), PARAMS
    )


def kind_of_pair(goals: list[Row], links: list[Row] | None = None) -> str:
    """The kind of the only matched pair, of goals a and b."""
    found = alike(goals, [{"first_id": "a", "second_id": "b"}], links)
    return str(check_table(with_first(found, PARAMS), ISOMORPHISM_PAIRS)["kind"].item())


def test_text_that_a_neighbour_took_over_is_copied() -> None:
    """Only the name of the station was changed, and no goal above has the words."""
    text = "Alle par som venter sitt første barn, får seks kvelder med «Trygg start» på {}"

    kind = kind_of_pair(
        [own_goal("a", "A", text.format("Torget")), own_goal("b", "B", text.format("Lia"))]
    )

    assert kind == "copied"


def test_the_same_aim_without_words_in_common_or_a_goal_above_is_converged() -> None:
    """One is written in nynorsk, and nothing above asks for it."""
    kind = kind_of_pair(
        [
            own_goal("a", "A", "Barna skal dyrke og spise egne poteter, gulrøtter og urter"),
            own_goal(
                "b", "B", "Maten skal vere kortreist, med grønsaker som borna sår", language="nn"
            ),
        ]
    )

    assert kind == "converged"


def test_words_that_both_took_from_above_are_no_copying() -> None:
    """Two units that hold the budget's own words are alike because of the budget."""
    goals = [BUDGET | {"goal_id": "r", "text": RESULT}]
    goals += [own_goal("a", "A", RESULT), own_goal("b", "B", f"{RESULT} innen mai")]
    links = [{"goal_id": goal, "objective_id": "r", "containment": 0.9} for goal in "ab"]

    assert kind_of_pair(goals, links) == "shared_parent"


def test_what_two_units_add_alike_to_words_from_above_is_copied() -> None:
    """The budget's words explain its words, not what both add to them in the same way."""
    added = f"{RESULT}, og leseveilederen på Lia sitter i klasserommet hver onsdag"
    goals = [BUDGET | {"goal_id": "r", "text": RESULT}]
    goals += [own_goal("a", "A", added), own_goal("b", "B", added)]
    links = [{"goal_id": goal, "objective_id": "r", "containment": 0.5} for goal in "ab"]

    assert kind_of_pair(goals, links) == "copied"


def test_words_of_a_part_that_all_agreements_share_are_no_copying() -> None:
    """What the service put in both agreements stands above both units' own goals."""
    text = "Ingen barn venter mer enn tre måneder på sakkyndig vurdering fra tjenesten"
    shared = {"kind": "resultatmål", "part": "tjeneste", "text": text}
    goals = [own_goal("a", "A", text), own_goal("b", "B", text)]
    goals += [own_goal(f"s{unit}", unit, text) | shared for unit in "AB"]

    assert kind_of_pair(goals) == "shared_parent"


@pytest.mark.parametrize(
    ("row_b", "expected"), [("Elevene leser godt!", "shared_parent"), ("Trygg skole", "converged")]
)
def test_goals_in_the_same_row_have_a_shared_parent(row_b: str, expected: str) -> None:
    """The documents put both under the same resultatmål, whatever its signs."""
    row = {"kind": "resultatmål"}
    goals = [
        own_goal("ra", "A", "Elevene leser godt") | row,
        own_goal("rb", "B", row_b) | row,
        own_goal("a", "A", "Lesetrening hver morgen", parent_goal_id="ra"),
        own_goal("b", "B", "Høytlesning etter lunsj", parent_goal_id="rb"),
    ]

    assert kind_of_pair(goals) == expected


def linked(goal_id: str, objective_id: str, probability: float = 0.8) -> Row:
    """A decided link."""
    return {
        "goal_id": goal_id,
        "objective_id": objective_id,
        "objective_level": "årsbudsjett",
        "probability": probability,
        "linked": True,
    }


def test_a_result_goal_that_both_serve_explains_the_likeness() -> None:
    """Both were written for one result goal of the budget, each in its own words."""
    goals = [
        BUDGET | {"goal_id": "r", "text": "Fraværet på ungdomstrinnet går ned"},
        own_goal("a", "A", "Færre enn fem prosent er borte"),
        own_goal("b", "B", "Ingen tiendeklassing er borte mer enn åtte dager"),
    ]

    assert kind_of_pair(goals, [linked("a", "r"), linked("b", "r")]) == "shared_parent"


def test_an_objective_that_most_goals_of_a_unit_serve_explains_no_likeness() -> None:
    """Three goals of each unit serve it, so that it doesn't say why these two are alike."""
    goals = [BUDGET | {"goal_id": "r", "text": "Elevene fullfører skolen"}]
    texts = {"a": "Dyrke egne urter", "b": "Kjøkkenhage bak låven", "2": "Les mer", "3": "Regn mer"}
    for unit in "AB":
        ids = [unit.lower(), f"{unit}2", f"{unit}3"]
        goals += [own_goal(each, unit, texts[each[-1]] + " i år") for each in ids]
    links = [linked(row["goal_id"], "r") for row in goals[1:]]

    assert kind_of_pair(goals, links) == "converged"


THREE = [own_goal(f"{unit}{n}", unit, f"Mål nummer {n} for {unit}") for unit in "AB" for n in "123"]


def test_isomorphism_is_the_matched_probability_over_the_smaller_units_goals() -> None:
    """By hand: 0.9 + 0.6 matched, three goals in A and four in B: 1.5 / 3 = 0.5."""
    goals = [*THREE, own_goal("B4", "B", "Et fjerde mål for B")]
    near = [
        {"first_id": "A1", "second_id": "B1", "probability": 0.9},
        {"first_id": "A2", "second_id": "B2", "probability": 0.6},
        {"first_id": "A2", "second_id": "B1", "probability": 0.7},
    ]

    row = check_table(alike(goals, near).units, ISOMORPHISM).iloc[0]

    assert row["isomorphism"] == pytest.approx(0.5)
    assert (row["goals_a"], row["goals_b"], row["goals_smaller"], row["goals_same"]) == (3, 4, 3, 2)
    assert row["isomorphism_low"] < 0.5 < row["isomorphism_high"]


def test_two_goals_can_not_both_be_matched_with_one() -> None:
    """Only one of A's goals finds its like in B's."""
    near = [{"first_id": f"A{n}", "second_id": "B1", "probability": 0.9} for n in "123"]

    assert alike(THREE, near).units["isomorphism"].item() == pytest.approx(0.3)


def test_too_few_goals_give_no_interval() -> None:
    """With two goals there is a figure and no interval."""
    goals = [row for row in THREE if not row["goal_id"].endswith("3")]
    near = [{"first_id": "A1", "second_id": "B1"}]

    row = alike(goals, near).units.iloc[0]

    assert row["isomorphism"] == pytest.approx(0.45)
    assert pd.isna(row["isomorphism_low"])


def test_no_likenesses_give_no_rows() -> None:
    """Nobody is alike: the tables are empty and still fit their schemas."""
    found = alike(THREE, [])

    assert check_table(found.units, ISOMORPHISM).empty
    assert check_table(with_first(found, PARAMS), ISOMORPHISM_PAIRS).empty


def test_other_relations_and_other_years_are_left_out() -> None:
    """Only own goals of two units in the same year are matched."""
    goals = [*THREE, own_goal("B9", "B", "Mål fra året etter", year=2015)]
    near = [
        {"first_id": "A1", "second_id": "B1", "relation": "succession"},
        {"first_id": "A1", "second_id": "B9"},
        {"first_id": "A1", "second_id": "A2"},
    ]

    assert alike(goals, near).pairs.empty


PROBABILITIES = st.lists(st.floats(0.05, 1.0), min_size=9, max_size=9)


@settings(max_examples=30, deadline=None)
@given(PROBABILITIES, st.randoms(use_true_random=False))
def test_isomorphism_is_in_range_adds_up_and_is_blind_to_row_order(
    probabilities: list[float], random: Any
) -> None:
    """Three parts sum to the whole, from 0 to 1, whichever way the rows and pairs are turned."""
    pairs = [(f"A{i}", f"B{j}") for i in "123" for j in "123"]
    near = [
        {"first_id": a, "second_id": b, "probability": p}
        for (a, b), p in zip(pairs, probabilities, strict=True)
    ]
    turned = [row | {"first_id": row["second_id"], "second_id": row["first_id"]} for row in near]
    random.shuffle(turned)

    units = alike(THREE, near).units
    again = alike(THREE[::-1], turned).units

    pd.testing.assert_frame_equal(units, again)
    row = units.iloc[0]
    parts = row["copied"] + row["shared_parent"] + row["converged"]
    assert 0 <= row["isomorphism"] <= 1
    assert parts == pytest.approx(row["isomorphism"])


def test_the_best_matching_is_taken_and_not_the_best_pair_first() -> None:
    """Greedy would take 0.9 and leave 0; the best sum is 0.8 + 0.7."""
    own = goals_table(*THREE)
    near = likenesses_table(
        {"first_id": "A1", "second_id": "B1", "probability": 0.9},
        {"first_id": "A1", "second_id": "B2", "probability": 0.8},
        {"first_id": "A2", "second_id": "B1", "probability": 0.7},
    )

    assert np.isclose(best_matches(own, near)["probability"].sum(), 1.5)
