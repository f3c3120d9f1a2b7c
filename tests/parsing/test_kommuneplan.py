"""The goal tree of a kommuneplan, by numbers and by labels."""

from pipeline.parsing.kommuneplan import parse_kommuneplan
from tests.parsing.building import flow, grid, heading, line, parent_number, told


def test_hovedmaal_told_twice_are_one_goal() -> None:
    """A hovedmål listed first and repeated as a heading is one, with both its places."""
    statements = parse_kommuneplan(
        flow(
            line("Planen har to hovedmål:"),
            line("1. Byen er grønn og trygg for alle"),
            line("2. Byen er rik på arbeid for alle"),
            heading("Hovedmål 2: Byen er rik på arbeid for alle"),
            line("Delmål 2.1: Flere er i arbeid"),
            line("Kommunen vil:"),
            line("• bygge en havn"),
        )
    )

    assert [(s.number, len(s.passage_ids)) for s in statements if s.kind == "hovedmål"] == [
        ("1", 1),
        ("2", 2),
    ]
    assert parent_number(statements, "Flere er i arbeid") == "2"
    assert parent_number(statements, "bygge en havn") == "2.1"


def test_numbered_goals_without_labels() -> None:
    """A number under a known hovedmål is a delmål where it states something; a chapter is none."""
    statements = parse_kommuneplan(
        flow(
            heading("Hovedmål 1: Alle barn har en god start i livet"),
            heading("1.1 Bakgrunn og status", 2),
            line("1.2 Barn som trenger hjelp, får den tidlig og av noen de kjenner"),
        )
    )

    assert [s[:2] for s in told(statements, "delmål")] == [("delmål", "1.2")]


def test_goals_without_numbers_under_labels() -> None:
    """Strategies after a list of delmål stand under the hovedmål, not under the last delmål."""
    statements = parse_kommuneplan(
        flow(
            heading("Satsingsområde: Oppvekst"),
            heading("Hovudmål", 2),
            line("Alle barn opplever meistring."),
            heading("Delmål", 2),
            line("• Alle barn har ein trygg vaksen."),
            line("• Ingen går ut av skulen utan å kunne lese."),
            heading("Strategiar", 2),
            line("• Styrke laget rundt barnet."),
        )
    )
    main = next(place for place, s in enumerate(statements) if s.kind == "hovedmål")

    assert [main, main, main] == [s.parent for s in statements if s.kind in ("delmål", "strategi")]


def test_grips_on_one_line() -> None:
    """Names between dashes are as many as the sentence before says."""
    statements = parse_kommuneplan(
        flow(
            line("Planen bygger på fire strategiske grep:"),
            line("Mestring – Medvirkning Kommunikasjon - Ressursstyring"),
        )
    )

    assert [text for _, _, text in told(statements, "grep")] == [
        "Mestring",
        "Medvirkning",
        "Kommunikasjon",
        "Ressursstyring",
    ]


def test_a_line_of_contents_is_no_goal() -> None:
    """«Delmål 1.1 …… 5» in the table of contents opens nothing."""
    statements = parse_kommuneplan(
        flow(line("Delmål 1.1 " + "." * 40 + " 5"), line("Byen vokser."))
    )

    assert told(statements, "delmål", "hovedmål") == []


def test_boxes_that_say_how_it_shall_be_and_what_is_done() -> None:
    """What it shall be like is a goal, what is done for it a strategy."""
    statements = parse_kommuneplan(
        flow(
            heading("Hovedmål 1: Bygda vokser"),
            heading("Slik vil vi ha det", 2),
            line("• Alle finner en bolig"),
            heading("Slik gjør vi det", 2),
            line("• Vi legger ut tomter"),
        )
    )

    assert told(statements, "delmål", "strategi") == [
        ("delmål", None, "Alle finner en bolig"),
        ("strategi", None, "Vi legger ut tomter"),
    ]


def test_numbered_headings_under_a_bare_goal_are_the_goals_below_it() -> None:
    """A chapter, a question and an act with such a number are none."""
    statements = parse_kommuneplan(
        flow(
            heading("Mål 1: Bygda har ren luft"),
            heading("1.1 Alle kommunale biler går på strøm", 2),
            line("Strategier:"),
            line("• Kjøpe brukte biler"),
            heading("1.2 Hva har vi gjort så langt i arbeidet", 2),
            heading("1.3 Bygge ladere ved alle skoler som har plass", 2),
        )
    )

    assert told(statements, "hovedmål", "delmål") == [
        ("hovedmål", "1", "Bygda har ren luft"),
        ("delmål", "1.1", "Alle kommunale biler går på strøm"),
    ]
    assert parent_number(statements, "Alle kommunale biler går på strøm") == "1"
    assert parent_number(statements, "Kjøpe brukte biler") == "1.1"


def test_goals_listed_first_are_not_told_again_in_a_table() -> None:
    """The table's delmål stand under the goals of the list; its lead-in is none."""
    statements = parse_kommuneplan(
        flow(
            heading("Overordnede mål"),
            line("1. Bygda vokser sakte"),
            heading("Delmål og strategier"),
            line("Tabellen viser hvordan delmål og strategier henger sammen."),
            grid(
                ("Overordnet mål", "Delmål", "Strategi"),
                ("Bygda vokser sakte", "Flere unge flytter hjem", "Bygge små boliger"),
            ),
        )
    )

    assert told(statements, "hovedmål", "delmål") == [
        ("hovedmål", "1", "Bygda vokser sakte"),
        ("delmål", None, "Flere unge flytter hjem"),
    ]
    assert parent_number(statements, "Flere unge flytter hjem") == "1"
