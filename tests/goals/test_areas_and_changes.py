"""The same area under two names, and what may be said of two figures."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.goals.changes import (
    Scope,
    Side,
    compare_sides,
    decided_table,
    is_point_by_point,
    proposal_sides,
)
from pipeline.goals.records import Amount
from pipeline.goals.table_areas import area_rows, named_area, rows_told_twice
from pipeline.language.areas import area_similarity, kostra_area, match_areas
from tests.goals.building import cells


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Helse og omsorg", "helse- og omsorgssektoren"),
        ("Oppfølging", "oppfølgingstjenester"),
        ("Kultur", "kultur, idrett og kirkegårder"),
        ("Teknisk drift", "teknisk"),
        ("Oppvekst", "oppvekstområdet"),
    ],
)
def test_names_of_one_area(one: str, other: str) -> None:
    """Endings, compounds and added words do not make another area."""
    assert area_similarity(one, other) >= 0.7


def test_a_house_of_culture_is_not_the_area() -> None:
    """A compound that begins with an area's name is something else."""
    assert (
        named_area(
            "Heis ved kulturhuset bygges innenfor en ramme på 2 mill. kr.", ["Kultur og idrett"]
        )
        is None
    )


def test_one_to_one() -> None:
    """No area is matched twice, whatever the order, and one without a likeness is left."""
    proposed = ["Helse", "Helse og omsorg", "Skole"]
    decided = ["helse- og omsorg", "barnehage", "helse"]

    assert match_areas(proposed, decided) == {0: 2, 1: 0}


def test_the_area_is_not_whoever_proposes() -> None:
    """«Rådmannens tiltak innenfor skole» is about schools, though Rådmann is an area too."""
    text = "Rådmannens tiltak innenfor skole vedtas (tiltak for 49,7 millioner kroner)."

    assert named_area(text, ["Rådmann", "Skole"]) == "skole"


def test_rows_under_a_band_of_areas() -> None:
    """Rows below «Tiltak på tjenesteområdene» are areas; those below another band are none."""
    table = cells(
        ("Tiltak", "2009"),
        ("Overordnede tiltak", ""),
        ("Inntrekk", "36,0"),
        ("Tiltak på tjenesteområdene", ""),
        ("Skole", "7,3"),
        ("Sum tiltak på tjenesteområdene", "7,3"),
        ("Sum inndekning", "43,3"),
    )

    assert area_rows(table, [], []) == {4: "Skole"}


def test_rows_that_are_named_as_services_are_areas_without_a_word_that_says_so() -> None:
    """Most rows name one; the sum is none. Rows under bands that name services are left to them."""
    table = cells(("", "2031"), ("Skole", "4"), ("Kultur", "2"), ("Plan", "1"), ("Sum", "7"))
    banded = cells(("", "2031"), ("Helse", ""), ("Skole", "4"), ("Kultur", "2"), ("Plan", "1"))

    assert area_rows(table, [], []) == {1: "Skole", 2: "Kultur", 3: "Plan"}
    assert area_rows(banded, [], []) == {}


def test_the_same_frames_proposed_and_decided() -> None:
    """Rows under the same words in the proposal's table and the decision's are one area each."""
    proposed = cells(("Ramme", "2015"), ("Skole", "490"), ("Barnehage", "356"), ("Helse", "593"))
    decided = cells(("Ramme", "2015"), ("Skole", "492"), ("Barnehage", "356"), ("Helse", "594"))
    areas = {1: "Skole", 2: "Barnehage", 3: "Helse"}

    assert rows_told_twice({0: proposed, 1: decided}, {1}) == {0: areas, 1: areas}
    assert rows_told_twice({0: proposed, 1: decided[:4]}, {1}) == {}


def _side(amount: int, *years: int, one_figure: bool = False, words: str = "") -> Side:
    return Side("Skole", Decimal(amount), years, one_figure, words)


def test_a_further_purpose_is_told() -> None:
    """What the decision covers beyond the proposal is quoted, and the figures are not compared."""
    (row,) = compare_sides(
        "d",
        [_side(5, 2009)],
        [_side(8, 2009)],
        Scope("Tiltak for å dekke inn underskuddet"),
        Scope("Tiltak for å dekke inn underskuddet, og tiltak for å pusse opp havna, vedtas"),
    )

    assert (row["difference_nok"], row["is_comparable"]) == (3.0, False)
    assert "«pusse opp havna»" in str(row["caution"])


def test_figures_that_cover_the_same() -> None:
    """Same years, same purpose: the difference stands without caution."""
    (row,) = compare_sides(
        "d",
        [_side(5, 2009)],
        [_side(8, 2009)],
        Scope("Tiltak for å dekke inn underskuddet"),
        Scope("Tiltak for å dekke inn underskuddet vedtas"),
    )

    assert (row["is_comparable"], row["caution"]) == (True, None)


def _amount(area: str, nok: int, region: str | None, table: int | None = None) -> Amount:
    return Amount(
        document_id="d",
        passage_id=f"p_{area}_{region}",
        page=1,
        label=area,
        amount_nok=Decimal(nok),
        status="decision" if region == "vedtak" else "proposal",
        sequence=0,
        area=area,
        table=table,
        region=region,
        section_id=None if table is not None else f"s_{area}_{region}",
        is_area_row=table is not None,
        years=(2014,) if table is not None else (),
    )


def test_points_are_held_against_points() -> None:
    """Where both sides give each area its amount in points, a table of years is no side of it."""
    areas = ("Skole", "Helse", "Kultur")
    table = [_amount(area, 2, None, table=0) for area in areas]
    points = [_amount(area, 5, "innstilling") for area in areas]
    decided = [_amount(area, 7, "vedtak") for area in areas]

    assert is_point_by_point([*table, *points, *decided])
    assert {side.amount_nok for side in proposal_sides([*table, *points, *decided])} == {5}
    assert {side.amount_nok for side in proposal_sides([*table, *decided])} == {2}
    assert not is_point_by_point([*table, *points[:2], *decided])


def test_the_decisions_own_table_is_told() -> None:
    """The table that the most decided areas stand in; none where they stand in points."""
    areas = ("Skole", "Kultur", "Plan")
    table = [replace(_amount(area, 2, "vedtak", table=4), status="decision") for area in areas]
    points = [_amount(area, 3, "vedtak") for area in areas]

    assert decided_table([*table, *points]) == 4
    assert decided_table(points) is None


def test_an_area_on_one_side_only() -> None:
    """An area that only one side names has no difference."""
    rows = compare_sides("d", [_side(5, 2009)], [], Scope(""), Scope(""))

    assert [(row["area"], row["difference_nok"]) for row in rows] == [("Skole", None)]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("201 Førskole", "Førskole"),
        ("201 Barnehage", "Barnehage"),
        (
            "Funksjon 253: Helse- og omsorgstenester i institusjon",
            "Helse- og omsorgstenester i institusjon",
        ),
        ("KOSTRA-funksjon 385 Andre kulturaktiviteter", "Andre kulturaktiviteter"),
        ("202 Vann og avløp", None),
        ("213 840 000", None),
        ("Grunnskole", None),
        ("2020 Grunnskole", None),
    ],
)
def test_a_kostra_function_names_an_area(text: str, area: str | None) -> None:
    """With its number and a word of its name; a number before other words names none."""
    assert kostra_area(text) == area
