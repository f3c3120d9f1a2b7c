"""Regions, points and remarks of a bystyresak."""

import pytest

from pipeline.parsing.bystyresak import parse_bystyresak, remark_parties
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
