"""Regions, points and remarks of a bystyresak."""

import pytest

from pipeline.parsing.bystyresak import parse_bystyresak, remark_parties
from pipeline.parsing.flow import Flow
from pipeline.parsing.metadata import describe
from tests.parsing.building import flow, heading, line, parent_number, told


def _case() -> list:
    return parse_bystyresak(
        flow(
            heading("Saksutgreiing", 2),
            line("Rådmannens forslag til kutt står i tabellen."),
            heading("Rådmannen si tilråding", 2),
            line("Heradsstyret gjer slikt vedtak:"),
            line("1. Saka vert utsett."),
            heading("Heradsstyret sitt vedtak", 2),
            line("1. Tiltaka vert vedtekne slik:", indent=70),
            line("a) Skule: 3 mill. kroner.", indent=90),
            line("b) Kultur: 1 mill. kroner.", indent=90),
            line("2. Rådmannen rapporterer om:", indent=70),
            line("- ventetid", indent=90),
            line("Rådmannen i Fjordvik, 5. mai 2014", indent=70),
            line("Mindretalsmerknad frå SV, Raudt og MDG: Kutta råkar skeivt."),
            line("Kommunen må auke eigedomsskatten."),
            heading("Røysting", 2),
            line("Vedtaket vart gjort samrøystes."),
        )
    )


def test_proposal_and_decision_are_kept_apart() -> None:
    """«Slikt vedtak» under the tilråding is a lead-in, the council's heading the decision."""
    assert [found[:2] for found in told(_case(), "innstillingspunkt", "vedtakspunkt")] == [
        ("innstillingspunkt", "1"),
        ("vedtakspunkt", "1"),
        ("vedtakspunkt", "2"),
    ]


def test_sub_points_have_their_point_and_letter() -> None:
    """A letter is numbered by its point, a dash has no number; both stand under the point."""
    statements = _case()

    assert [number for _, number, _ in told(statements, "underpunkt")] == ["1a", "1b", None]
    assert [
        parent_number(statements, text) for text in ("Kultur: 1 mill. kroner.", "ventetid")
    ] == ["1", "2"]


def test_a_signature_is_no_part_of_a_point() -> None:
    """Place and date below the points are not read as words of the last one."""
    assert told(_case(), "underpunkt")[-1][2] == "ventetid"


def test_a_remark_has_its_parties() -> None:
    """The parties are the heading's; a second paragraph stands under the first."""
    remarks = [s for s in _case() if s.kind == "merknad"]

    assert [s.text for s in remarks] == ["Kutta råkar skeivt.", "Kommunen må auke eigedomsskatten."]
    assert {"SV, Raudt, MDG"} == {s.parties for s in remarks}
    assert [s.parent is None for s in remarks] == [True, False]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("FLERTALLSMERKNAD - H, FrP, KrF:", ["H", "FrP", "KrF"]),
        ("Merknad fra Arbeiderpartiet og Sp:", ["Arbeiderpartiet", "Sp"]),
        ("Flertallsmerknad", []),
        ("Merknad fra flertallet (Ap, Sp og Bygdelista)", ["Ap", "Sp", "Bygdelista"]),
        ("Merknad frå mindretalet (V og Raudt):", ["V", "Raudt"]),
        ("Merknad fra flertallet i utvalget (H, V)", ["H", "V"]),
        ("Merknad fra representantene fra SV og Pensjonistpartiet", ["SV", "Pensjonistpartiet"]),
        ("Merknad fra et samlet formannskap", []),
    ],
)
def test_parties_of_a_heading(text: str, parties: list[str]) -> None:
    """Abbreviated and full names, with commas and og."""
    assert parties == remark_parties(text)


def test_numbers_set_further_in_are_sub_points() -> None:
    """A list of its own under a point, numbered from one again, does not begin a new decision."""
    statements = parse_bystyresak(
        flow(
            heading("Kommunestyrets vedtak"),
            line("1. Kuttene vedtas slik:", indent=70),
            line("1. Skole 3 mill. kroner.", indent=100),
            line("2. Kultur 1 mill. kroner.", indent=100),
            line("2. Rådmannen får fullmakt.", indent=70),
        )
    )

    assert [number for _, number, _ in told(statements, "vedtakspunkt")] == ["1", "2"]
    assert [number for _, number, _ in told(statements, "underpunkt")] == ["1.1", "1.2"]


def _protocol() -> Flow:
    return flow(
        heading("Møteprotokoll"),
        line("Utvalg: Kommunestyret. Møtedato: 03.04.2024. Til stede: 19 av 21."),
        heading("PS 8/24 Godkjenning av protokoll", 2),
        heading("Vedtak", 3),
        line("Protokollen godkjennes."),
        heading("PS 9/24 Tilskudd til kunstisbane", 2),
        heading("Innstilling", 3),
        line("Kunstisbanen gis et tilskudd på 75 000 kroner."),
        heading("Behandling", 3),
        line("Venstre foreslo å øke tilskuddet til 90 000 kroner."),
        heading("Formannskapets vedtak:", 3),
        line("Kunstisbanen gis et tilskudd på 90 000 kroner."),
        line("Enstemmig vedtatt."),
        heading("FS-10/24 Trafikksikkerhet", 2),
        heading("Vedtak", 3),
        line("1. Planen legges ut på høring i seks uker."),
    )


def test_each_case_of_a_protocol_has_its_decisions() -> None:
    """An unnumbered paragraph under «Vedtak» is a point, told with its case; the voting is none."""
    statements = parse_bystyresak(_protocol())

    assert [
        (s.kind, s.heading_path.partition(" ")[0], s.text)
        for s in statements
        if s.kind.endswith("punkt")
    ] == [
        ("vedtakspunkt", "PS", "Protokollen godkjennes."),
        ("innstillingspunkt", "PS", "Kunstisbanen gis et tilskudd på 75 000 kroner."),
        ("vedtakspunkt", "PS", "Kunstisbanen gis et tilskudd på 90 000 kroner."),
        ("vedtakspunkt", "FS-10/24", "Planen legges ut på høring i seks uker."),
    ]


def test_a_protocols_cases_are_told_by_number() -> None:
    """The heading of each case carries its saksnummer."""
    numbers = [s.number for s in parse_bystyresak(_protocol()) if s.number and "/" in s.number]

    assert numbers == ["8/24", "9/24", "10/24"]


def test_a_protocol_is_named_and_dated_by_its_meeting() -> None:
    """Its title is its own and not its first case's, its year the meeting's, its number none."""
    told = describe(_protocol(), "referat.pdf")

    assert (told.kind, told.title, told.year, told.case_number) == (
        "bystyresak",
        "Møteprotokoll",
        2024,
        None,
    )


def test_a_point_in_the_next_column_is_no_point_under_the_last() -> None:
    """It stands further to the right and goes on with the count; a list of its own begins at 1."""
    statements = parse_bystyresak(
        flow(
            heading("Vedtak"),
            line("1. Kaia bygges.", indent=80),
            line("1. Den får lys.", indent=100),
            line("2. Den får benker.", indent=100),
            line("2. Gjerdet rives.", indent=340),
        )
    )

    assert told(statements, "vedtakspunkt", "underpunkt") == [
        ("vedtakspunkt", "1", "Kaia bygges."),
        ("underpunkt", "1.1", "Den får lys."),
        ("underpunkt", "1.2", "Den får benker."),
        ("vedtakspunkt", "2", "Gjerdet rives."),
    ]


def test_lines_that_name_the_case_are_no_decision() -> None:
    """Number, body and date under the title of a protocol."""
    statements = parse_bystyresak(
        flow(
            heading("Saksprotokoll"),
            line("Saksnummer: 19/31 Utvalg: Kommunestyret Dato: 04.05.2031"),
            heading("Vedtak", 2),
            line("1. Kaia bygges."),
        )
    )

    assert told(statements, "vedtakspunkt") == [("vedtakspunkt", "1", "Kaia bygges.")]


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        ("Flertallet, medlemmene fra Ap og SV, viser til planen: Den gjelder.", "Ap, SV"),
        ("Medlemmene fra H og FrP viser til planen.", "H, FrP"),
        ("Mindretallet viser til planen.", None),
    ],
)
def test_a_remark_may_name_its_parties_itself(words: str, parties: str | None) -> None:
    """Where its heading names none; its words are kept whole."""
    statements = parse_bystyresak(
        flow(heading("Vedtak"), line("1. Kaia bygges."), heading("Merknad", 2), line(words))
    )

    assert [(s.parties, s.text) for s in statements if s.kind == "merknad"] == [(parties, words)]


def test_nothing_joins_the_last_point_below_the_voting() -> None:
    """A line after «enstemmig vedtatt» is no part of the decision."""
    statements = parse_bystyresak(
        flow(
            heading("Vedtak"),
            line("1. Kaia bygges."),
            line("Vedtaket var enstemmig."),
            line("Utskrift sendes havnevesenet"),
        )
    )

    assert told(statements, "vedtakspunkt") == [("vedtakspunkt", "1", "Kaia bygges.")]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("14/31 Nytt tak på kirka", "14/31"),
        ("Saksprotokoll 14/31", "14/31"),
        ("14/31 | kr | 200", None),
        ("3/8 av taket er lagt.", None),
    ],
)
def test_the_number_before_a_title_is_the_cases(title: str, number: str | None) -> None:
    """A case may be told by its number and title alone."""
    case = flow(heading(title), heading("Vedtak", 2), line("1. Taket legges."))

    assert describe(case, "tak.pdf", "bystyresak").case_number == number


def test_a_case_in_nynorsk_is_a_case() -> None:
    """«Rådmannen si tilråding» and «Kommunestyret sitt vedtak» head its parts."""
    case = flow(
        heading("37/31 Ny drift av anlegget"),
        line("Arkivsaksnr.: 31/552-4"),
        heading("Rådmannen si tilråding", 2),
        line("1. Anlegget vert drive av kommunen."),
        heading("Kommunestyret sitt vedtak", 2),
        line("1. Anlegget vert lyst ut."),
    )
    told_of = describe(case, "anlegget.pdf")

    assert (told_of.kind, told_of.case_number, told_of.archive_number) == (
        "bystyresak",
        "37/31",
        "31/552",
    )
