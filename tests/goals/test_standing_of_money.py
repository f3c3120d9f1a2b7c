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
