"""How far what the units propose reaches."""

import pandas as pd
import pytest

from pipeline.schemas.measures import INPUT_UNITS, INPUTS
from pipeline.scoring.bottom_up import input_scores, input_units
from pipeline.tables import check_table
from tests.case_by_hand import PARAMS, statement
from tests.tables_for_tests import (
    documents_table,
    goals_table,
    likenesses_table,
    sections_table,
)

INPUT = {"document_id": "innspill", "level": "innspill", "kind": "forslag", "context": "Felles"}
LEGEND = "Avsenderen står i parentes. (S) er Sentrum, (Ø) er Øst."


def inputs_of(
    *texts: str, likely: tuple = (), case: tuple = (), opposed: float = 0.0, legend: str = LEGEND
) -> pd.DataFrame:
    """INPUTS of texts f0, f1 …; `likely` are input, statement, probability."""
    goals = goals_table(
        *(INPUT | {"goal_id": f"f{at}", "text": text} for at, text in enumerate(texts)),
        statement("innstilling", "i1", "Felles kø."),
        *case,
    )
    sections = sections_table(
        {"section_id": "s1", "document_id": "sak", "region": "saksframlegg"},
        {"section_id": "legend", "document_id": "innspill", "text": legend},
    )
    rows = [
        {
            "relation": "input",
            "first_id": first,
            "second_id": second,
            "second_is": "section" if second.startswith("s") else "goal",
            "probability": value,
            "signal_opposed": opposed,
        }
        for first, second, value in likely
    ]
    documents = documents_table({"document_id": "innspill", "kind": "innspill", "year": 2014})
    scores = input_scores(goals, sections, documents, likenesses_table(*rows), PARAMS)
    return check_table(scores, INPUTS)


VEDTAK = (statement("vedtak", "v1", "Felles kø."),)


@pytest.mark.parametrize(
    ("likely", "reaches"),
    [
        ((("s1", 0.1), ("i1", 0.1), ("v1", 0.05)), "none"),
        ((("s1", 0.9), ("i1", 0.1)), "saksframlegg"),
        ((("s1", 0.9), ("i1", 0.6)), "innstilling"),
        ((("s1", 0.1), ("v1", 0.6)), "vedtak"),
        ((("s1", 0.9), ("v1", 0.3)), "uavklart"),
    ],
)
def test_the_last_part_that_says_the_same(likely: tuple, reaches: str) -> None:
    """From the upper border it does, below the lower it does not, between it is unclear."""
    scores = inputs_of("Én kø", likely=tuple(("f0", *row) for row in likely), case=VEDTAK)

    assert scores["reaches"].tolist() == [reaches]


def test_bounds_and_ids_of_an_unclear_one() -> None:
    """It surely reached the saksframlegg, maybe the vedtak; both statements are named."""
    row = inputs_of("Én kø", likely=(("f0", "s1", 0.9), ("f0", "v1", 0.3)), case=VEDTAK).iloc[0]

    assert (row["reaches_at_least"], row["reaches_at_most"]) == ("saksframlegg", "vedtak")
    assert (row["saksframlegg_id"], row["vedtak_id"]) == ("s1", "v1")
    assert row["innstilling_probability"] == 0.0
    assert row["case_document_ids"] == "sak"


def test_a_part_that_is_not_there_is_missing() -> None:
    """A case without a decision says nothing of what reached it."""
    row = inputs_of("Én kø", likely=(("f0", "s1", 0.9),)).iloc[0]

    assert pd.isna(row["vedtak_probability"])
    assert row["innstilling_probability"] == 0.0


def test_no_case_found_is_missing() -> None:
    """An input that no case was found for did not reach «none»."""
    assert inputs_of("Én kø")["reaches"].isna().all()


def test_taken_up_and_turned_down() -> None:
    """A statement that pulls the same thing the other way turned it down, unless it was decided."""
    down = inputs_of("Steng den", likely=(("f0", "v1", 0.1),), case=VEDTAK, opposed=0.8)
    decided = inputs_of("Steng den", likely=(("f0", "v1", 0.9),), case=VEDTAK, opposed=0.8)

    assert (down["reaches"].tolist(), down["opposed_by_id"].tolist()) == (["avvist"], ["v1"])
    assert decided["reaches"].tolist() == ["vedtak"]


def test_units_beside_the_statement() -> None:
    """Letters stand for what the document says; a sender told once in a bracket is none."""
    scores = inputs_of(
        "Én kø (S, Ø)",
        "Nytt arkiv (PPT)",
        "Ett mottak (Ø, mindretall)",
        likely=(("f0", "s1", 0.9),),
    ).set_index("goal_id")

    assert scores["units"].tolist()[::2] == ["Sentrum; Øst", "Øst"]
    assert scores["units"].isna().tolist() == [False, True, False]
    assert scores["is_minority"].tolist() == [False, False, True]


def test_units_in_square_brackets() -> None:
    """A sender written out, also where it stands but once; a statement without one has none."""
    scores = inputs_of("Felles kø [Lia skole, NAV]", "Nytt arkiv [Heimen]", "Ett mottak")
    units = scores.set_index("goal_id")["units"]

    assert units[["f0", "f1"]].tolist() == ["Lia skole; NAV", "Heimen"]
    assert set(scores["units_are"].dropna()) == {"beside"}


def test_names_in_brackets_by_habit() -> None:
    """Where half of the statements end in a name, or in «fra» and a name, it is the sender."""
    told = inputs_of("Kø (fra Lia)", "Arkiv – NAV", "Hall, fra Vik skole", "Vei", legend="")
    few = inputs_of("Kø (fra Lia)", "Arkiv", "Hall", "Vei", "Bru", legend="")

    assert sorted(told["units"].dropna()) == ["Lia", "NAV", "Vik skole"]
    assert set(few["units_are"]) == {"heading"}


@pytest.mark.parametrize(
    ("context", "unit"),
    [
        ("Innspill > Lia skole > Våre forslag", "Lia skole"),
        ("Innspill fra Lia skole til ny rute > Tiltak", "Lia skole"),
        ("Høringssvar > Forslag til løsninger", None),
    ],
)
def test_headings_that_say_what_are_no_unit(context: str, unit: str | None) -> None:
    """The nearest heading that may be whom it is from."""
    goals = goals_table(INPUT | {"goal_id": "f0", "text": "Én kø", "context": context})
    documents = documents_table({"document_id": "innspill", "kind": "innspill", "year": 2014})
    scores = input_scores(goals, sections_table(), documents, likenesses_table(), PARAMS)

    assert [None if pd.isna(u) else u for u in scores["units"]] == [unit]


def test_the_heading_is_the_unit_where_none_is_told_beside() -> None:
    """Units' inputs may stand under the unit's own heading."""
    scores = inputs_of("Én kø", "Nytt arkiv (PPT)")

    assert set(scores["units"]) == {"Felles"}
    assert set(scores["units_are"]) == {"heading"}


def test_shares_of_units_by_hand() -> None:
    """Of Øst's two, one surely reached the vedtak and one maybe; of Sentrum's one, one did."""
    inputs = inputs_of(
        "Én kø (S, Ø)",
        "Ett mottak (Ø)",
        likely=(("f0", "v1", 0.9), ("f1", "v1", 0.3)),
        case=VEDTAK,
    )
    shares = check_table(input_units(inputs, PARAMS), INPUT_UNITS)
    decided = shares[shares["case_part"].eq("vedtak")]
    decided = decided.assign(unit=decided["unit"].fillna("alle")).set_index("unit")

    assert decided["inputs"].to_dict() == {"alle": 2, "Sentrum": 1, "Øst": 2}
    assert decided["reached"].to_dict() == {"alle": 1, "Sentrum": 1, "Øst": 1}
    assert decided["unclear"].to_dict() == {"alle": 1, "Sentrum": 0, "Øst": 1}
    assert decided.loc["Øst", "expected_share"] == pytest.approx(0.6)
    assert decided.loc["Øst", "reached_share_low"] < 0.5
    assert decided.loc["Øst", "reached_share_high"] == pytest.approx(1.0)
    assert decided.loc["Øst", "goal_ids"] == "f0"
