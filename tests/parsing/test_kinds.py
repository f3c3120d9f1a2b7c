"""The kind of a document is told from what it says, in words and layouts of many municipalities."""

import pytest

from pipeline.parsing.flow import Flow
from pipeline.parsing.metadata import describe
from pipeline.parsing.registry import parse_document
from tests.parsing import kinds
from tests.parsing.building import flow, heading, line, told

EACH = [(kind, *row) for kind, rows in kinds.VARIANTS.items() for row in rows]


@pytest.mark.parametrize(("kind", "document", "year", "year_to"), EACH)
def test_kind_and_years_are_told_from_the_text(
    kind: str, document: Flow, year: int | None, year_to: int | None
) -> None:
    """Three documents of each kind, in bokmål, nynorsk and English, none in another's words."""
    guess = describe(document, "dokument.pdf")

    assert (kind, year, year_to) == (guess.kind, guess.year, guess.year_to)


@pytest.mark.parametrize(
    ("document", "case", "archive"),
    [
        (kinds.SAKSFRAMLEGG, "45/22", "2021/1234"),
        (kinds.PROTOKOLL, "118/22", "21/3456"),
        (kinds.SAK_NYNORSK, "12/20", "19/867"),
    ],
)
def test_case_and_archive_numbers_are_told_apart(document: Flow, case: str, archive: str) -> None:
    """A number that begins with a whole year is the archive's, whatever it is called."""
    guess = describe(document, "sak.pdf")

    assert (case, archive) == (guess.case_number, guess.archive_number)


@pytest.mark.parametrize(
    ("document", "unit"),
    [
        (kinds.VIRKSOMHETSPLAN, "Solbakken barnehage"),
        (kinds.LEDERAVTALE, "Lia skole"),
        (kinds.LEIARAVTALE, "Vågen skule"),
    ],
)
def test_the_unit_is_told(document: Flow, unit: str) -> None:
    """By a line of its own, or in the agreement's title."""
    assert unit == describe(document, "avtale.pdf").unit


@pytest.mark.parametrize(
    ("kind", "document", "goals"),
    [
        (
            "kommunedelplan",
            kinds.TEMAPLAN,
            [
                ("hovedmål", "Klimagassutslippene i kommunen skal halveres innen 2030."),
                ("tiltak", "Bygge ut ladepunkter ved alle kommunale bygg"),
                ("tiltak", "Innføre klimabudsjett fra 2024"),
            ],
        ),
        (
            "økonomiplan",
            kinds.HANDLINGSPLAN,
            [
                ("mål", "Alle elever trives på skolen"),
                ("mål", "Barnehagene har nok kvalifisert personale"),
                ("tiltak", "Redusere bruken av vikarer"),
                ("tiltak", "Styrke helsesykepleiertjenesten"),
                ("tiltak", "Legge ned avdeling Bekkelia"),
            ],
        ),
        (
            "økonomiplan",
            kinds.OKONOMIPLAN,
            [
                ("tiltak", "Rammen økes med 2 mill. kroner fra 2026."),
                ("tiltak", "Det opprettes to nye stillinger som miljøterapeut."),
            ],
        ),
        (
            "lederavtale",
            kinds.LEDERAVTALE,
            [
                ("resultatmål", "Sykefraværet er under 8 prosent"),
                ("enhetsmål", "Alle elever på 3. trinn leser flytende"),
            ],
        ),
        (
            "innspill",
            kinds.HORINGSUTTALELSE,
            [
                ("forslag", "FAU mener at skolen må bestå."),
                ("forslag", "Vi ber kommunen utrede samarbeid med Lia skole."),
            ],
        ),
        ("kommuneplan", kinds.SAMFUNNSDEL, [("visjon", "«Sammen skaper vi framtida»")]),
    ],
)
def test_goals_are_told_from_what_describes(
    kind: str, document: Flow, goals: list[tuple[str, str]]
) -> None:
    """Status, challenges, histories and the leader's own goals are none."""
    wanted = (
        ("visjon",)
        if kind == "kommuneplan"
        else (
            *(
                "hovedmål",
                "delmål",
                "mål",
                "resultatmål",
                "enhetsmål",
                "strategi",
                "tiltak",
                "forslag",
            ),
        )
    )
    statements = parse_document(document, kind)

    assert goals == [(found, text) for found, _, text in told(statements, *wanted)]


def test_a_case_told_by_its_decision_alone() -> None:
    """A heading that leads in the decision, after a proposal by someone else than the director."""
    document = flow(
        line("Vika kommune – utskrift"),
        line("Arkivsaksnr.: 31/455-2 Saksnr.: PS 19/31"),
        heading("Ny bru"),
        heading("Ordførerens forslag til vedtak", 2),
        line("1. Brua bygges i stål."),
        heading("Bystyret gjorde slikt vedtak den 4. mai 2031", 2),
        line("1. Brua bygges i tre."),
    )
    guess = describe(document, "bru.pdf")
    points = told(parse_document(document, guess.kind), "innstillingspunkt", "vedtakspunkt")

    assert (guess.kind, guess.case_number, guess.year) == ("bystyresak", "19/31", 2031)
    assert points == [
        ("innstillingspunkt", "1", "Brua bygges i stål."),
        ("vedtakspunkt", "1", "Brua bygges i tre."),
    ]


def test_a_scorecard_is_a_unit_leaders_agreement() -> None:
    """It says so by name, and whose it is."""
    guess = describe(flow(heading("Målekort 2031"), line("Enhet: Kai og havn")), "kort.pdf")

    assert (guess.kind, guess.unit, guess.kind_evidence) == (
        "lederavtale",
        "Kai og havn",
        "målekort",
    )
