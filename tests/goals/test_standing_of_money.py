"""Whether a plan's money is proposed or decided, and the year of what an årsrapport tells."""

import pytest

from pipeline.goals.money import document_money
from tests.goals.building import cells, document, section


@pytest.mark.parametrize(
    ("front", "status"),
    [
        ("Kommunedirektørens forslag, 3. november", "proposal"),
        ("Rådmannens forslag til budsjett", "proposal"),
        ("Vedtatt av kommunestyret etter rådmannens forslag", "budget"),
        ("Økonomiplan for alle", "budget"),
    ],
)
def test_front_of_a_plan_tells_that_it_is_a_proposal(front, status):
    """The register says nothing; the title or the line below it does."""
    sections = [
        section("overskrift", "Økonomiplan 2031–2034"),
        section("avsnitt", front),
        section("avsnitt", "Det settes av 2 mill. kroner til benker i 2031.", sequence=2),
        section("tabellrad", "Kai", sequence=3, table=0),
    ]
    table = [(0, c) for c in cells(["Tall i 1000 kroner", "2031"], ["Kai", "500"])]

    money = document_money(sections, table, document("økonomiplan"), ())

    assert {a.status for a in money.amounts} == {status}
    assert len(money.amounts) == 2


def test_what_an_arsrapport_tells_without_a_year_happened_in_its_own():
    """What will come keeps no year."""
    sections = [
        section("avsnitt", "Driften ga et overskudd som ble 4,2 millioner kroner."),
        section("avsnitt", "Neste byggetrinn koster 9 millioner kroner.", sequence=1),
    ]

    money = document_money(sections, [], document("årsrapport", year=2031), ())

    assert [a.year for a in money.amounts] == [2031, None]


def test_tables_side_by_side_share_what_stands_above_them():
    """The unit told once above two tables, and in a chapter for those further down."""
    sections = [
        section("avsnitt", "Rammer. Beløp i mill. kr.", heading_path="Plan"),
        section("tabellrad", "Skatt", sequence=1, table=0, heading_path="Plan"),
        section("tabellrad", "Veg", sequence=2, table=1, heading_path="Plan"),
        *(section("avsnitt", word, sequence=3, heading_path="Plan > Bygg") for word in "abcd"),
        section("tabellrad", "Kai", sequence=4, table=2, heading_path="Plan > Bygg"),
    ]
    names = {0: "Skatt", 1: "Veg", 2: "Kai"}
    tables = [(n, c) for n, name in names.items() for c in cells(["", "2031"], [name, "3"])]

    money = document_money(sections, tables, document("økonomiplan"), ())

    assert {a.label: int(a.amount_nok) for a in money.amounts} == dict.fromkeys(
        names.values(), 3_000_000
    )


def test_years_in_a_line_above_the_band_that_opens_the_table():
    """A head that was not read as the table's stands above it as text."""
    sections = [
        section("avsnitt", "Tall i 1000 kroner"),
        section("avsnitt", "2031 2032", sequence=1),
        section("avsnitt", "Bygg", sequence=2),
        section("tabellrad", "Kai", sequence=3, table=0),
    ]
    table = [(0, c) for c in cells(["Kai", "500", "−70"])]

    money = document_money(sections, table, document("økonomiplan"), ())

    assert [(a.year, int(a.amount_nok)) for a in money.amounts] == [
        (2031, 500_000),
        (2032, -70_000),
    ]


@pytest.mark.parametrize(
    ("text", "year", "amount", "status"),
    [
        (
            "Driften gikk i 2029 og hadde et underskudd på minus 3 mill. kroner.",
            2029,
            -3,
            "accounts",
        ),
        ("Det spares 3 mill. kr årlig fra 2032.", 2032, 3, "budget"),
        ("Leirskolen får 3 mill. kroner.", 2031, 3, "budget"),
        ("Gjelden på 3 mill. kroner er fra 2020.", None, 3, "budget"),
    ],
)
def test_year_sign_and_standing_of_amounts_in_a_budgets_text(text, year, amount, status):
    """What happened before the budget's year is accounts; what names no year is for its own."""
    known = document("årsbudsjett", year=2031, year_to=2031)

    (found,) = document_money([section("avsnitt", text)], [], known, ()).amounts

    assert (found.year, found.amount_nok, found.status) == (year, amount * 1_000_000, status)
