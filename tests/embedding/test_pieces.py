"""What is compared piece by piece, and what is left whole."""

from pipeline.embedding.pieces import pieces_of, sentences_to_encode
from tests.tables_for_tests import documents_table, goals_table, sections_table

CASE = {"document_id": "sak", "kind": "bystyresak", "case_number": "12/14"}
INPUT = {"document_id": "innspill", "kind": "innspill", "title": "Innspill til sak 12/14"}
PARAGRAPH = {"section_id": "s1", "document_id": "sak", "region": "saksframlegg"}


def test_clauses_stand_beside_their_sentence() -> None:
    """A decision may hold two points in one sentence."""
    pieces = pieces_of("Det opprettes en felles vaktliste, og hver bydel får egen koordinator.")

    assert pieces == [
        "Det opprettes en felles vaktliste, og hver bydel får egen koordinator.",
        "Det opprettes en felles vaktliste",
        "og hver bydel får egen koordinator.",
    ]


def test_whose_proposal_it_is_is_no_part_of_it() -> None:
    """The bracket with the units' letters is left out."""
    assert pieces_of("Egen inngang til legevakta (N, S)") == ["Egen inngang til legevakta"]


def test_short_words_around_a_comma_make_no_piece() -> None:
    """Fewer than four words say nothing alone."""
    assert pieces_of("Skole, barnehage, kultur") == []


def test_a_goal_of_one_piece_has_no_sentences() -> None:
    """Its own vector says it all."""
    goals = goals_table(
        {"goal_id": "g1", "level": "innspill", "text": "Egen inngang til legevakta"},
        {"goal_id": "g2", "level": "lederavtale", "text": "Alle leser hver dag. Alle regner godt."},
    )

    found = sentences_to_encode(goals, sections_table(), documents_table())

    assert found.empty


def test_only_the_running_text_of_cases_with_innspill_is_encoded() -> None:
    """No headings, no rows of tables, no other case."""
    sections = sections_table(
        PARAGRAPH | {"text": "Rådmannen vil samle alle vaktene. Telefonen besvares hele døgnet."},
        PARAGRAPH | {"section_id": "s2", "kind": "overskrift", "text": "Hva enhetene selv mener"},
        PARAGRAPH | {"section_id": "s3", "document_id": "annen sak", "text": "Dette er en sak til"},
        PARAGRAPH | {"section_id": "s4", "region": "vedtak", "text": "Vaktene blir nå samlet her"},
    )
    documents = documents_table(
        CASE, INPUT, CASE | {"document_id": "annen sak", "case_number": "9/14"}
    )

    found = sentences_to_encode(goals_table(), sections, documents)

    assert found["owner_id"].tolist() == ["s1", "s1"]
    assert found["sentence"].tolist() == [0, 1]
    assert set(found["owner_is"]) == {"section"}
