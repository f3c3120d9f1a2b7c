"""Draft decisions in a document of another kind: their points, and what is none."""

from dataclasses import replace

from pipeline.parsing.draft import is_draft_title
from pipeline.parsing.flow import Block
from pipeline.parsing.outline import Statement
from pipeline.parsing.registry import parse_document
from tests.parsing.building import heading, line, told


def _drafted(title: str, *blocks: Block, kind: str = "annet") -> list[Statement]:
    """The points under a title of a draft decision, and the paragraph after it."""
    under = [replace(block, heading_path=title) for block in blocks]
    return parse_document((heading(title), *under), kind)


def test_each_section_of_a_draft_is_a_point() -> None:
    """Its first sentence, an authority, and another rule; items name what the rule covers."""
    statements = _drafted(
        "B – Forslag til stortingsvedtak om avgift på sykler for 2031",
        line("§ 1 Fra 1. januar 2031 skal det betales avgift på følgende sykler:"),
        line("a. terrengsykler: kr 200"),
        line("b. sykler med motor: kr 900."),
        line("Avgiften omfatter ikke lånesykler."),
        line("Departementet kan gi forskrift om beregningen."),
        line("§ 2 Unntak"),
        line("Det gis fritak for sykler til barn. Med barn menes personer under 16 år."),
    )

    assert told(statements, "innstillingspunkt", "forslag", "mål") == [
        (
            "innstillingspunkt",
            "§ 1",
            "§ 1 Fra 1. januar 2031 skal det betales avgift på følgende sykler:",
        ),
        ("innstillingspunkt", None, "Departementet kan gi forskrift om beregningen."),
        ("innstillingspunkt", None, "Det gis fritak for sykler til barn."),
    ]


def test_a_changed_wording_is_one_point_with_what_it_changes() -> None:
    """«§ 4 skal lyde:» leads in the words that follow it."""
    statements = _drafted(
        "Forslag til lov om endringer i sykkelloven",
        line("I"),
        line("I lov 4. mai 2001 nr. 99 om sykler gjøres følgende endringer:"),
        line("§ 4 annet ledd skal lyde:"),
        line("Sykler skal ha lys foran og bak. Lyset skal være hvitt foran."),
        line("II"),
        line("Loven trer i kraft straks."),
    )

    assert [text for _, _, text in told(statements, "innstillingspunkt")] == [
        "§ 4 annet ledd skal lyde: Sykler skal ha lys foran og bak.",
        "Loven trer i kraft straks.",
    ]


def test_an_authority_for_each_of_several_acts_has_a_point_for_each() -> None:
    """Items in the infinitive after «kan:»; items that only name what for leave one point."""
    statements = _drafted(
        "Forslag til vedtak om budsjettet",
        line("Kommunestyret samtykker i at rådmannen i 2031 kan:"),
        line("1. overskride rammen til brannvern ved store branner."),
        line("2. inngå avtaler om strøm. Fullmakten skal bare brukes én gang."),
        line("Kommunestyret samtykker i at rådmannen kan pådra kommunen forpliktelser til:"),
        line("1. løpende drift av havna."),
    )

    assert [text for _, _, text in told(statements, "innstillingspunkt")] == [
        "overskride rammen til brannvern ved store branner.",
        "inngå avtaler om strøm.",
        "Kommunestyret samtykker i at rådmannen kan pådra kommunen forpliktelser til:",
    ]


def test_a_limit_on_what_is_lent_is_no_point() -> None:
    """«Kan ikke overstige» says how far the point before it goes."""
    statements = _drafted(
        "Forslag til vedtak om lån",
        line(
            "Kommunestyret samtykker i at rådmannen kan ta opp lån. Lånet kan ikke overstige taket."
        ),
    )

    assert [text for _, _, text in told(statements, "innstillingspunkt")] == [
        "Kommunestyret samtykker i at rådmannen kan ta opp lån."
    ]


def test_a_plan_that_ends_in_a_draft_decision_has_its_points() -> None:
    """Numbered points after «Kommunestyret vedtar:», and the lead-in is none of them."""
    statements = _drafted(
        "Forslag til vedtak",
        line("Kommunestyret vedtar:"),
        line("1. Økonomiplanen for 2031–2034 vedtas med de rammene som står i tabell 3."),
        line("2. Kommunedirektøren får fullmakt til å ta opp lån på inntil 40 mill. kroner."),
        kind="økonomiplan",
    )

    assert [number for _, number, _ in told(statements, "innstillingspunkt")] == ["1", "2"]


def test_titles_of_drafts() -> None:
    """A decision or a law is drafted; other proposals and the handling of drafts are not."""
    titles = (
        "Utkast til forskriftsvedtak",
        "Framlegg til vedtak",
        "A Forslag til lov om bygdebøker",
        "Forslag til tiltak",
        "Forslaget til vedtak ble endret i komiteen",
        "Budsjettforslag",
    )

    assert [is_draft_title(title) for title in titles] == [True, True, True, False, False, False]


def test_what_a_parliament_consents_to_is_a_point_and_each_item_of_it() -> None:
    """Roman numbers and titles stand over the points; rules of counting beside them are none."""
    statements = parse_document(
        (
            heading("Bibliotekdepartementet"),
            line("II"),
            line("Tilsagnsfullmakter"),
            line("Parlamentets tidligere vedtak står i tabellen."),
            line("Stortinget samtykker i at Bibliotekdepartementet i 2031 kan:"),
            line("1. gi tilsagn om tilskudd til bokbusser for inntil 3 mill. kroner."),
            line("2. selge utgåtte bøker."),
            heading("III"),
            line("Stortinget samtykker i at lånegebyret fastsettes av departementet."),
            replace(line("Vedtak nr. 14, 2. mai 2029, oppheves."), heading_path="III"),
            replace(line("Inntekter tas med i beregningen."), heading_path="III"),
        ),
        "annet",
    )

    assert [text for _, _, text in told(statements, "innstillingspunkt")] == [
        "gi tilsagn om tilskudd til bokbusser for inntil 3 mill. kroner.",
        "selge utgåtte bøker.",
        "Stortinget samtykker i at lånegebyret fastsettes av departementet.",
        "Vedtak nr. 14, 2. mai 2029, oppheves.",
    ]
