"""Lists and tables of goals in økonomiplan, årsbudsjett and årsrapport."""

from dataclasses import replace

import pytest

from pipeline.parsing.arsbudsjett import parse_arsbudsjett
from pipeline.parsing.arsrapport import parse_arsrapport
from pipeline.parsing.registry import parse_document
from tests.parsing.building import flow, grid, heading, line, parent_number, told


def test_a_list_of_conditions_is_no_list_of_goals() -> None:
    """Lists under «Usikkerhet», and items of several sentences, are text."""
    under = [
        replace(line(f"- {text}"), heading_path=f"Budsjett > {chapter}")
        for chapter, text in (
            ("Skole", "Alle elever leser godt nok"),
            ("Skole", "Ingen barn venter på plass"),
        )
    ]
    risk = [
        replace(line(f"- {text}"), heading_path="Budsjett > 6 Usikkerhet")
        for text in ("Vinteren avgjør hva brøytingen koster", "Renten er fortsatt svært usikker")
    ]
    long = [
        line(f"- {text} er ikke kjent ennå. Det kan bli dyrere.") for text in ("Renten", "Prisen")
    ]
    between = line("Om det som kan endre seg.")
    statements = parse_arsbudsjett(flow(*under, between, *risk, between, *long))

    assert [text for _, _, text in told(statements, "resultatmål")] == [
        "Alle elever leser godt nok",
        "Ingen barn venter på plass",
    ]


def test_a_level_beside_a_goal_is_no_goal() -> None:
    """A column «Mål» that says how much is an indicator of the row's goal; a dash is nothing."""
    statements = parse_arsrapport(
        flow(
            grid(
                ("Resultatmål", "Mål", "Resultat 2014"),
                ("Elever som blir mobbet", "under 3 %", "2,8 %"),
                ("Alle leser", "–", "ja"),
            )
        )
    )

    assert told(statements, "resultatmål", "mål", "indikator")[:2] == [
        ("resultatmål", None, "Elever som blir mobbet"),
        ("indikator", None, "under 3 %"),
    ]
    assert told(statements, "mål") == []


@pytest.mark.parametrize("kind", ["kommuneplan", "kommunedelplan", "økonomiplan"])
def test_goals_with_a_number_and_no_colon_stand_under_their_main_goal(kind: str) -> None:
    """As a paragraph or a list item; a sentence about a goal is none."""
    statements = parse_document(
        flow(
            heading("Mål og tiltak"),
            line("Hovedmål 1 Eldre lever trygge liv"),
            line("Delmål 1.1 Alle som bor på sykehjem har noen å spise med"),
            line("• Delmål 1.2 Ingen faller hjemme uten at noen vet det"),
            line("Delmål 1C. Butikken kjører ut varer"),
            line("HM2: Bygda har levende møteplasser"),
            line("Delmål 1.1 følges opp hvert år av rådet for eldre."),
        ),
        kind,
    )

    assert told(statements, "hovedmål", "delmål") == [
        ("hovedmål", "1", "Eldre lever trygge liv"),
        ("delmål", "1.1", "Alle som bor på sykehjem har noen å spise med"),
        ("delmål", "1.2", "Ingen faller hjemme uten at noen vet det"),
        ("delmål", "1c", "Butikken kjører ut varer"),
        ("hovedmål", "2", "Bygda har levende møteplasser"),
    ]
    assert parent_number(statements, "Ingen faller hjemme uten at noen vet det") == "1"


def test_a_table_of_measures_stands_under_the_goal_of_its_chapter() -> None:
    """Each row with its own number; who does it and when stand beside it, in rows of the table."""
    statements = parse_document(
        flow(
            heading("Mål 2: Ingen bor trangt"),
            grid(
                ("Nr.", "Tiltak", "Ansvar", "Frist", "Kostnad (1000 kr)"),
                ("2.1", "Flere utleieboliger på Moen", "Boligkontoret", "2031", "400"),
            ),
        ),
        "kommunedelplan",
    )

    assert told(statements, "tiltak", "ansvar", "frist") == [
        ("tiltak", "2.1", "Flere utleieboliger på Moen"),
        ("ansvar", None, "Boligkontoret"),
        ("frist", None, "2031"),
    ]
    assert parent_number(statements, "Flere utleieboliger på Moen") == "2"


def test_numbers_money_and_plans_beside_goals_make_no_other_table() -> None:
    """A header is told by the columns that say something of its kind."""
    statements = parse_document(
        flow(
            grid(
                ("Nr", "Mål", "Kommuneplan", "Ansvarlig", "Kostnad"),
                ("1", "Alle unge som søker, får sommerjobb", "1A", "Personal", "400 000 kr"),
            ),
        ),
        "økonomiplan",
    )

    assert told(statements, "mål", "ansvar", "målreferanse") == [
        ("mål", None, "Alle unge som søker, får sommerjobb"),
        ("målreferanse", "1A", "1A"),
        ("ansvar", None, "Personal"),
    ]


def test_what_a_budgets_text_decides_is_a_measure() -> None:
    """Also where no list or heading says so."""
    statements = parse_arsbudsjett(flow(line("Det bevilges 2 mill. kroner til ny bro.")))

    assert [kind for kind, _, _ in told(statements, "tiltak")] == ["tiltak"]
