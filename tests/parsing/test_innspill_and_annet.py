"""Bottom-up statements, and documents of no known kind."""

from pipeline.parsing.annet import parse_annet
from pipeline.parsing.innspill import parse_innspill
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
