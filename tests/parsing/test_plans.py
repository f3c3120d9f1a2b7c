"""Lists and tables of goals in økonomiplan, årsbudsjett and årsrapport."""

from dataclasses import replace

from pipeline.parsing.arsbudsjett import parse_arsbudsjett
from pipeline.parsing.arsrapport import parse_arsrapport
from tests.parsing.building import flow, grid, line, told


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
