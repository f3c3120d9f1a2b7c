"""Which documents are one case, and which case an innspill was written for."""

import pytest

from pipeline.cases import cases_of_inputs, documents_by_case
from tests.tables_for_tests import Row, documents_table, sections_table

CASE: Row = {"kind": "bystyresak", "year": 2014, "area": "Skole"}
INPUT: Row = {"document_id": "innspill", "kind": "innspill", "year": 2014, "area": "Skole"}


def cases_of(innspill: Row, *said: str) -> list[str]:
    """The documents of the case that an innspill was written for, out of two cases."""
    documents = documents_table(
        CASE | {"document_id": "a", "case_number": "48/14", "archive_number": "14/100"},
        CASE | {"document_id": "b", "case_number": "97/14", "archive_number": "14/200"},
        INPUT | innspill,
    )
    sections = sections_table(
        *(
            {"section_id": f"s{at}", "document_id": "innspill", "sequence": at, "text": text}
            for at, text in enumerate(said)
        )
    )
    return cases_of_inputs(documents, sections)["innspill"]


@pytest.mark.parametrize(
    "innspill",
    [
        {"case_number": "97/14"},
        {"archive_number": "2014/200-3"},
        {"title": "Vedlegg 2 til sak 97/14"},
        {"path": "Saker/Vedlegg sak 97-14 Innspill.pdf"},
        {"path": "Saker/2014-097 vedlegg 1.docx"},
        {"title": "Vedlegg til sak 097/2014"},
    ],
)
def test_the_number_names_the_case(innspill: Row) -> None:
    """In the register, the title or the file's name, with the century or a paper's number."""
    assert cases_of(innspill) == ["b"]


def test_the_first_case_named_in_the_text_is_the_one_answered() -> None:
    """A later mention is of another matter."""
    said = ("Innspill til sak 97/14.", "En stilling ble holdt ledig (sak 48/14).")

    assert cases_of({}, *said) == ["b"]


def test_a_month_in_a_files_name_is_no_case() -> None:
    """«2014-09» is September; the case of that number isn't meant."""
    documents = documents_table(
        CASE | {"document_id": "a", "case_number": "9/14", "area": "Kultur"},
        CASE | {"document_id": "b", "case_number": "97/14"},
        INPUT | {"path": "Saker/2014-09-30 innspill.pdf"},
    )

    assert cases_of_inputs(documents, sections_table())["innspill"] == ["b"]


def test_an_answer_names_the_case_by_its_title() -> None:
    """In its own title or first lines; a title of a word or two tells nothing."""
    documents = documents_table(
        CASE | {"document_id": "a", "title": "48/14 Ny gangbru over elva", "case_number": "48/14"},
        CASE | {"document_id": "b", "title": "Gangbru", "case_number": "97/14"},
        INPUT | {"title": "Høringssvar – ny gangbru over elva"},
    )

    assert cases_of_inputs(documents, sections_table())["innspill"] == ["a"]


def test_without_a_number_all_cases_of_its_year_and_area_are_meant() -> None:
    """And none where there is no such case."""
    assert cases_of({}) == ["a", "b"]
    assert cases_of({"area": "Kultur"}) == []


def test_an_archive_file_may_hold_two_cases() -> None:
    """Other case numbers keep them apart; the protocol without one joins the first."""
    documents = documents_table(
        CASE | {"document_id": "a", "case_number": "48/14", "archive_number": "14/100"},
        CASE | {"document_id": "b", "case_number": "97/14", "archive_number": "14/100"},
        CASE | {"document_id": "c", "archive_number": "14/100"},
    )

    assert documents_by_case(documents) == {"a": ["a", "c"], "b": ["b"]}


def test_row_order_does_not_matter() -> None:
    """The same groups, whatever comes first."""
    documents = documents_table(
        CASE | {"document_id": "b", "archive_number": "14/100"},
        CASE | {"document_id": "a", "case_number": "48/14", "archive_number": "14/100"},
        CASE | {"document_id": "d"},
    )

    turned = documents_by_case(documents.iloc[::-1])

    assert turned == documents_by_case(documents) == {"a": ["a", "b"], "d": ["d"]}


def test_no_documents_make_no_cases() -> None:
    """An empty corpus has none."""
    empty = documents_table()

    assert documents_by_case(empty) == {}
    assert cases_of_inputs(empty, sections_table()) == {}
