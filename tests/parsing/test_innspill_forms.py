"""Innspill in the forms that municipalities give them: tables, lists, letters, minutes."""

from dataclasses import replace

import pytest

from pipeline.parsing.flow import Flow
from pipeline.parsing.innspill import parse_innspill
from tests.parsing.building import flow, grid, heading, line, told


def proposals(document: Flow) -> list[tuple[str, str]]:
    """The last heading above each proposal, and its words."""
    return [
        (s.heading_path.rpartition(" > ")[2], s.text)
        for s in parse_innspill(document)
        if s.kind == "forslag"
    ]


def test_titles_that_ask_in_their_own_words() -> None:
    """Questions in nynorsk over the columns; items one by one."""
    statements = parse_innspill(
        flow(
            grid(
                ("Korleis er det no?", "Kva er vanskeleg?", "Kva må til?"),
                (
                    "- Tre bilar på ni tilsette",
                    "- Kveldsruta er for lang",
                    "- Ein bil til på Nes - Del kveldsruta i to",
                ),
            )
        )
    )

    assert told(statements, "status", "utfordring", "forslag") == [
        ("status", None, "Tre bilar på ni tilsette"),
        ("utfordring", None, "Kveldsruta er for lang"),
        ("forslag", None, "Ein bil til på Nes"),
        ("forslag", None, "Del kveldsruta i to"),
    ]


def test_a_column_names_the_sender() -> None:
    """It holds for the rows below that leave it empty; the administration's answer is no input."""
    assert proposals(
        flow(
            grid(
                ("Høringspart", "Merknad", "Innspill", "Rådmannens kommentar"),
                ("Nes skole", "Gjelder § 4", "Gangfelt ved kiosken", "Vi bør utrede dette."),
                ("", "", "Lys langs stien", "Tas ikke til følge."),
                ("Eldrerådet", "", "Benker i parken", "Tas til følge."),
            )
        )
    ) == [
        ("Nes skole", "Gangfelt ved kiosken"),
        ("Nes skole", "Lys langs stien"),
        ("Eldrerådet", "Benker i parken"),
    ]


def test_what_is_left_beside_sender_and_answer_was_sent() -> None:
    """Whatever its title; of several sentences those that want something."""
    assert proposals(
        flow(
            grid(
                ("Nr.", "Fra", "Hva merknaden går ut på", "Rådmannens svar"),
                ("1", "Eldrerådet", "Huset mangler heis. Rådet ber om heis.", "Bør utredes."),
                ("2", "Lia skole", "Hold åpent på lørdager.", "Tas til etterretning."),
            )
        )
    ) == [("Eldrerådet", "Rådet ber om heis."), ("Lia skole", "Hold åpent på lørdager.")]


def test_a_row_over_the_whole_width_names_the_sender() -> None:
    """It stands above the rows that follow it, and is no statement."""
    assert proposals(
        flow(
            grid(
                ("Status", "Utfordringer", "Tiltak"),
                ("Nes skole",),
                ("To klasserom", "Trangt", "Leie brakke"),
                ("Vik skole",),
                ("Tre klasserom", "Kaldt", "Nye vinduer"),
            )
        )
    ) == [("Nes skole", "Leie brakke"), ("Vik skole", "Nye vinduer")]


def test_titles_that_tell_nothing_leave_the_content() -> None:
    """The column whose items want something proposes, the others only tell."""
    assert proposals(
        flow(
            grid(
                ("Tema", "A", "B"),
                ("Matlaging", "Kjøkkenet er fra 1984", "Bygg nytt kjøkken"),
                ("Kjøring", "To ruter krysser hverandre", "Slå sammen rutene"),
            )
        )
    ) == [("", "Bygg nytt kjøkken"), ("", "Slå sammen rutene")]


def test_a_table_of_costs_proposes_nothing() -> None:
    """Its first column is named tiltak, and the rest are years."""
    assert (
        proposals(
            flow(grid(("Tiltak", "2031", "2032"), ("Vikarer", "400", "500"), ("Strøm", "90", "80")))
        )
        == []
    )


def test_a_form_with_its_titles_in_the_first_column() -> None:
    """Sender, situation and proposals row by row."""
    assert proposals(
        flow(
            grid(
                ("Virksomhet", "Vik sykehjem"),
                ("Dagens situasjon", "Fire vakter om natta"),
                ("Hva fungerer ikke", "Ingen har nøkkel til lageret"),
                ("Forslag", "- Flere nøkler - Fast portvakt"),
            )
        )
    ) == [("Vik sykehjem", "Flere nøkler"), ("Vik sykehjem", "Fast portvakt")]


def test_lists_under_the_name_of_each_unit() -> None:
    """A heading for each; what is wanted is told by its verb, what is told is not."""
    document = flow(
        heading("Innspill til ny ferjerute"),
        heading("Nes skole", 2),
        line("- Behold avgangen klokken åtte"),
        line("- Elevene bruker en time hver vei"),
        heading("Vik barnehage", 2),
        line("- Flytt kaia nærmere sentrum"),
    )

    assert [text for _, text in proposals(document)] == [
        "Behold avgangen klokken åtte",
        "Flytt kaia nærmere sentrum",
    ]


def test_letters_put_together_in_one_document() -> None:
    """«Fra:» on a line of its own opens the next letter."""
    document = flow(
        heading("Høringssvar"),
        line("Fra: Nes skole"),
        line("Vi viser til brev av 3. mai. Vi foreslår at ruta går innom Vika."),
        line("Fra: Vik velforening"),
        line("Ferja er gammel. Velforeningen ber om at billettprisen settes ned."),
    )

    assert proposals(document) == [
        ("Nes skole", "Vi foreslår at ruta går innom Vika."),
        ("Vik velforening", "Velforeningen ber om at billettprisen settes ned."),
    ]


def test_minutes_tell_who_asked_for_what() -> None:
    """What a unit asked for is its input; that the administration asked for answers is none."""
    document = flow(
        heading("Referat fra samling om ferjeruta"),
        line("Kommunalsjefen ba om innspill fra alle. Fem møtte."),
        line("Vik skole foreslo å flytte kaia. Den ligger utsatt til for vind."),
        line("Nes barnehage gikk inn for to avganger om morgenen."),
    )

    assert [text for _, text in proposals(document)] == [
        "Vik skole foreslo å flytte kaia.",
        "Nes barnehage gikk inn for to avganger om morgenen.",
    ]


def test_a_name_before_a_colon_is_the_sender() -> None:
    """A topic before a colon is none: it takes a capital only because it stands first."""
    document = flow(
        heading("Ønsker og forslag"),
        line("Møtet ble holdt hos NAV i april."),
        line("- NAV: Kontoret holder åpent til klokken 17"),
        line("- Åpningstid: Kontoret holder åpent til klokken 18"),
    )

    assert [name for name, text in proposals(document) if "17" in text] == ["NAV"]
    assert not any(name == "Åpningstid" for name, _ in proposals(document))


def test_what_the_administration_says_under_its_own_heading_is_no_input() -> None:
    """It stands between the inputs in a note on a hearing."""
    document = flow(
        heading("Nes skole", 2),
        line("Skolen foreslår å bygge gangvei."),
        heading("Kommunedirektørens vurdering", 2),
        line("Kommunedirektøren foreslår å avvente."),
        heading("Vik skole", 2),
        line("Skolen ber om at fartsgrensen settes ned."),
    )

    assert [text for _, text in proposals(document)] == [
        "Skolen foreslår å bygge gangvei.",
        "Skolen ber om at fartsgrensen settes ned.",
    ]


def test_a_title_that_names_the_proposal_answered_proposes_nothing() -> None:
    """What stands below «Tilbakemeldinger på forslag til …» is told item by item."""
    title = "Tilbakemeldinger på forslag til ny skoleskyss"
    items = (line("- Sjåføren er hyggelig"), line("- Kjør ruta ti minutter før"))
    document = flow(heading(title), *(replace(item, heading_path=title) for item in items))

    assert [text for _, text in proposals(document)] == ["Kjør ruta ti minutter før"]


def test_only_minutes_tell_what_was_asked_for() -> None:
    """Elsewhere a unit that asked for something tells of the past."""
    document = flow(
        heading("Innspill fra Vik skole"), line("I 2019 ba skolen om lys. Skolen ba om benker.")
    )

    assert proposals(document) == []


@pytest.mark.parametrize(
    ("item", "wants"),
    [
        ("- Sørg for lys på kaia", True),
        ("- Bruk av vikarer øker", False),
        ("- Drift koster mye", False),
        ("- Gjenåpne kiosken", True),
        ("- Har vi nok vikarer? 5", False),
        ("- Elevene bruker en time hver vei", False),
    ],
)
def test_an_imperative_wants_something(item: str, wants: bool) -> None:
    """A noun of the same form does not."""
    assert bool(proposals(flow(heading("Nes skole"), line(item)))) is wants
