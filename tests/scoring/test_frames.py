"""Frames by area out of budgets' tables, on small budgets worked by hand."""

import pandas as pd
import pytest

from pipeline.scoring.areas import area_key, named_areas, placed_goals, unit_services
from pipeline.scoring.frames import area_frames, known_areas
from tests.tables_for_tests import Row, amounts_table, documents_table, goals_table

BUDGET = {"document_id": "b14", "kind": "årsbudsjett", "year": 2014}
COLUMNS = ("Lønn", "Drift", "Netto ramme")
PRINTED = (
    ("Skole", (300, 60, 360)),
    ("Barnehage", (100, 40, 140)),
    ("Sum oppvekst", (400, 100, 500)),
    ("Hjemmetjeneste", (200, 20, 220)),
    ("Sykehjem", (150, 30, 180)),
    ("Sum helse", (350, 50, 400)),
    ("Sum alle tjenesteområder", (750, 150, 900)),
)


def table(printed: tuple[tuple[str, tuple[int, ...]], ...] = PRINTED, **about: object) -> list[Row]:
    """A budget's table of frames, in thousands, with one amount a cell."""
    return [
        {"document_id": "b14", "table": 1, "row": place, "label": label, "year": 2014}
        | {
            "column_label": column,
            "amount_nok": amount * 1000.0,
            "area": label.removeprefix("Sum "),
        }
        | {"is_total": label.startswith(("Sum", "Ramme"))}
        | about
        for place, (label, amounts) in enumerate(printed)
        for column, amount in zip(COLUMNS, amounts, strict=False)
    ]


def frames_of(*rows: Row, documents: pd.DataFrame | None = None) -> pd.DataFrame:
    """FRAMES of these amounts."""
    return area_frames(
        amounts_table(*rows), documents_table(BUDGET) if documents is None else documents
    )


def test_services_areas_and_total_by_hand() -> None:
    """Two services to an area, two areas to the total, the net column alone, each in kroner."""
    frames = frames_of(*table()).set_index("area")

    assert frames["grain"].to_dict() == {
        "Helse": "area",
        "Oppvekst": "area",
        "Barnehage": "service",
        "Hjemmetjeneste": "service",
        "Skole": "service",
        "Sykehjem": "service",
        "Alle tjenesteområder": "total",
    }
    assert frames.loc["Skole", ["amount_nok", "above"]].tolist() == [360_000, "Oppvekst"]
    assert frames.loc["Alle tjenesteområder", ["amount_nok", "parts"]].tolist() == [900_000, 2]
    assert frames["reconciles"].dropna().all()


def test_no_krone_counts_twice() -> None:
    """The services sum to the areas, and these to the total."""
    sums = frames_of(*table()).groupby("grain")["amount_nok"].sum()

    assert sums.to_dict() == {"area": 900_000, "service": 900_000, "total": 900_000}


def test_a_sum_that_does_not_add_up_is_told() -> None:
    """140 printed as 190: the area's sum is off, and the total of areas still holds."""
    wrong = (PRINTED[0], ("Barnehage", (100, 40, 190)), *PRINTED[2:])

    frames = frames_of(*table(wrong)).set_index("area")

    assert not frames.loc["Oppvekst", "reconciles"]
    assert frames.loc["Alle tjenesteområder", "reconciles"]


def test_a_year_without_a_net_column_has_no_frame() -> None:
    """Of wages and costs alone none is the frame, and nobody guesses."""
    rows = [row for row in table() if row["column_label"] != "Netto ramme"]

    assert frames_of(*rows).empty


def test_larger_tables_of_other_things_are_not_frames() -> None:
    """Income is larger than any frame and names no area."""
    income = [
        {"document_id": "b14", "table": 0, "row": row, "label": label, "year": 2014,
         "amount_nok": 5e9, "column_label": "2014", "is_total": total}
        for row, (label, total) in enumerate([("Skatt", False), ("Eiendomsskatt", False),
                                              ("Rammetilskudd", False), ("Sum inntekter", True)])
    ]  # fmt: skip

    assert "Skatt" not in set(frames_of(*income, *table())["area"])


def test_a_budget_stands_before_an_okonomiplan() -> None:
    """2014 is the budget's, 2015 the plan's own later year."""
    plan = {"document_id": "o14", "kind": "økonomiplan", "year": 2014, "year_to": 2017}
    years = [
        row | {"document_id": "o14", "year": year, "column_label": str(year)}
        for row in table()
        if row["column_label"] == "Netto ramme"
        for year in (2014, 2015)
    ]

    frames = frames_of(*table(), *years, documents=documents_table(BUDGET, plan))

    used = frames[frames["in_use"]].groupby("year")["document_id"].unique().map(list).to_dict()
    assert used == {2014: ["b14"], 2015: ["o14"]}


def test_price_growth_of_its_own_row_belongs_to_the_sum_below() -> None:
    """An økonomiplan prints it under each frame, and repeats it in its later years."""
    plan = {"document_id": "o14", "kind": "økonomiplan", "year": 2014, "year_to": 2017}
    net = [row for row in table() if row["column_label"] == "Netto ramme"]
    frames = [
        row | {"document_id": "o14", "year": year, "column_label": str(year)}
        for row in net
        for year in (2014, 2015)
    ]
    prices = [
        {"document_id": "o14", "table": 2, "row": place, "label": label, "year": year}
        | {"column_label": str(year), "amount_nok": amount, "is_total": label.startswith("Ramme")}
        for year in (2014, 2015)
        for place, (label, amount) in enumerate(
            [("Vedtatt budsjett 2013", 349_000.0), ("Lønns- og prisvekst 2014", 11_000.0),
             ("Ramme skole", 360_000.0)]
        )
    ]  # fmt: skip

    found = frames_of(*frames, *prices, documents=documents_table(plan))

    growth = found[found["area"].eq("Skole")].set_index("year")["price_growth_nok"]
    assert growth.to_dict() == {2014: 11_000.0, 2015: 0.0}
    assert found.loc[found["area"].eq("Barnehage"), "price_growth_nok"].isna().all()


def test_a_goal_is_placed_where_its_heading_or_unit_is() -> None:
    """A service's goal is its area's too; a heading with two areas divides it."""
    frames = frames_of(*table())
    units = unit_services(
        amounts_table(
            {"label": "Lia skole", "table": 5, "row": 1},
            {"label": "Sum skole", "table": 5, "row": 2, "is_total": True},
        )
    )
    budget = {"level": "årsbudsjett", "document_id": "b14", "year": 2014}
    goals = goals_table(
        budget | {"goal_id": "s", "context": "4 Mål > 4.1 Skole"},
        budget | {"goal_id": "to", "context": "Oppvekst og helse"},
        budget | {"goal_id": "ingen", "context": "Innledning"},
        {"goal_id": "u", "unit": "Lia skole", "year": 2014},
    )

    placed = placed_goals(goals, known_areas(frames), units).set_index(["goal_id", "grain", "area"])

    assert placed["weight"].to_dict() == {
        ("s", "area", "Oppvekst"): 1.0,
        ("s", "service", "Skole"): 1.0,
        ("to", "area", "Helse"): 0.5,
        ("to", "area", "Oppvekst"): 0.5,
        ("u", "area", "Oppvekst"): 1.0,
        ("u", "service", "Skole"): 1.0,
    }


@pytest.mark.parametrize(
    "label", ["Sum Helse og omsorg", "3.2 Omsorg og helse", "RAMME HELSE OG OMSORG"]
)
def test_an_area_has_one_key_however_it_is_written(label: str) -> None:
    """Sums, numbers, order and case are no part of the name."""
    assert area_key(label) == area_key("Helse og omsorg")


def test_a_word_in_passing_places_nothing() -> None:
    """A heading about something else that holds the name of an area is no area's."""
    assert named_areas("Utfordringer på inntektssiden og i skole", ["Skole"]) == []
