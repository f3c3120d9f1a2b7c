"""Bottom-up statements, and documents of no known kind."""

import pytest

from pipeline.parsing.annet import parse_annet
from pipeline.parsing.innspill import parse_innspill
from pipeline.parsing.metadata import describe
from pipeline.parsing.will import will_kind
from tests.parsing.building import flow, grid, heading, line, told


def test_columns_say_what_a_statement_is() -> None:
    """Status, utfordring and forslag by their columns, proposals one by one."""
    statements = parse_innspill(
        flow(
            heading("Helsestasjonen"),
            grid(
                ("Status", "Utfordringer", "Våre forslag"),
                (
                    "To team er slått sammen",
                    "Lang ventetid Det er uklart hvem som svarer",
                    "- Ny vaktordning - Felles postkasse",
                ),
            ),
        )
    )

    assert told(statements, "status", "utfordring", "forslag") == [
        ("status", None, "To team er slått sammen"),
        ("utfordring", None, "Lang ventetid"),
        ("utfordring", None, "Det er uklart hvem som svarer"),
        ("forslag", None, "Ny vaktordning"),
        ("forslag", None, "Felles postkasse"),
    ]


def test_an_unknown_document_gives_what_it_wants() -> None:
    """Will, goals and proposals are told from description, in three languages."""
    statements = parse_annet(
        flow(
            line("Regionen har tre sjukehus. Kommunane vil samarbeide om legevakt."),
            line("KS mener at staten bør betale for reisene."),
            line("The unit shall answer all letters."),
        )
    )

    assert [s.kind for s in statements] == ["avsnitt", "strategi", "forslag", "strategi"]


def test_the_documents_own_name_proposes_nothing() -> None:
    """Plain text below «Innspill fra …» is no proposal, a list below «Foreslåtte tiltak» is."""
    statements = parse_innspill(
        flow(
            heading("Innspill fra enhetene"),
            line("Samlet av fagstaben i august."),
            heading("Foreslåtte tiltak"),
            line("- Felles postkasse"),
        )
    )

    assert told(statements, "avsnitt", "forslag") == [
        ("avsnitt", None, "Samlet av fagstaben i august."),
        ("forslag", None, "Felles postkasse"),
    ]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Vi mener at staten bør betale.", "forslag"),
        ("Vi mener det er behov for flere leger.", "forslag"),
        ("Vi mener det føres for lite kontroll.", None),
        ("I dag må hver tjeneste kjøpe sitt eget system.", None),
        ("Systemene må ofte startes på nytt.", None),
        ("Systemene må startes på nytt.", "forslag"),
    ],
)
def test_an_opinion_on_how_things_are_is_no_proposal(sentence: str, kind: str | None) -> None:
    """What is asked for is told from what is only thought or endured."""
    assert will_kind(sentence) == kind


def test_a_sentence_without_its_beginning_wants_nothing() -> None:
    """A fragment is kept as text; an item of a list may begin with a small letter."""
    statements = parse_annet(
        flow(
            line("gen i hele landet skal ha tilgang til kultur."),
            line("- alle skal ha et sted å bo"),
        )
    )

    assert [s.kind for s in statements] == ["avsnitt", "mål"]


@pytest.mark.parametrize(
    "title", ["Framlegg til tiltak", "Innspel til tiltak", "Prioriterte tiltak", "Ønskte tiltak"]
)
def test_what_a_unit_asks_for_is_told_under_other_titles(title: str) -> None:
    """A line that titles the list is enough; the challenges above it stay what they are."""
    statements = parse_innspill(
        flow(
            line("Utfordringar"),
            line("- Bilane er gamle og står ofte på verkstad"),
            line(title),
            line("- Leige to elbilar i staden for å reparere"),
        )
    )

    assert told(statements, "utfordring", "forslag") == [
        ("utfordring", None, "Bilane er gamle og står ofte på verkstad"),
        ("forslag", None, "Leige to elbilar i staden for å reparere"),
    ]


def test_an_answer_to_a_plan_is_no_plan() -> None:
    """The word for the answer weighs more than the plan's name after it."""
    told_of = describe(
        flow(
            heading("Innspel til økonomiplan 2026–2029"),
            line("Eining: Heimetenesta Vågen"),
            line("I økonomiplanen for økonomiplanperioden bør økonomiplan bety meir."),
        ),
        "okonomiplan.txt",
    )

    assert (told_of.kind, told_of.unit) == ("innspill", "Heimetenesta Vågen")
