"""How well documents were read stands in the report, in the reader's words."""

import pandas as pd

from pipeline.reporting.corpus import make_corpus
from pipeline.reporting.view_quality import quality_rows
from pipeline.schemas import PASSAGES, QUALITY
from pipeline.tables import check_table, empty_table
from tests.reporting.made_up import made_up_tables, pages, scored
from tests.tables_for_tests import amounts_table

SCAN = {"document_id": "skann", "title": "Skannet avtale", "path": "skann.pdf", "year": 2013}
GOAL = {"goal_id": "g", "document_id": "skann", "passage_id": "p", "passage_ids": "p q"}


def quality_table(**fields: object) -> pd.DataFrame:
    """One flag of the scanned document."""
    row = {"path": "skann.pdf", "document_sha256": "0" * 64, "share": 0.5, "detail": "expected"}
    return check_table(pd.DataFrame([row | {"page": None} | fields]), QUALITY)


def test_a_flag_stands_in_the_readers_words_with_its_pages() -> None:
    """A list of documents, and the document's own page, say what and where."""
    quality = quality_table(flag="doubtful_recognition", pages="3, 5", count=2)

    report = pages(scored([SCAN], [GOAL], [], quality=quality))

    for name in ("dokumenter.html", "dokumenter/skann.html"):
        assert "usikkert lest" in report[name]
        assert "2 tekststykker på side 3, 5" in report[name]


def test_a_document_read_as_it_should_be_has_no_such_section() -> None:
    """Nothing is said where there is nothing to say."""
    report = pages(scored([SCAN], [GOAL], []))

    assert "lesekvalitet" not in report["dokumenter.html"]
    assert "lesekvalitet" not in report["dokumenter/skann.html"]


def test_a_flag_without_words_of_its_own_keeps_what_the_table_says() -> None:
    """A flag that the report doesn't know is shown as it stands."""
    tables = made_up_tables()

    [row] = [r for r in quality_rows(make_corpus(tables, 3), tables) if r.word == "mended_twice"]

    assert (row.meaning, row.where) == ("expected text, came a scan", "hele filen")


def test_totals_that_differ_are_counted() -> None:
    """One of two totals is not the sum of its rows; one that can't be told is no fault."""
    totals = [
        {"document_id": "skann", "is_total": True, "reconciles": value} for value in (True, False)
    ]
    other = {"document_id": "skann", "is_total": True, "reconciles": None}
    tables = scored([SCAN], [GOAL], [], amounts=amounts_table(*totals, other))

    [row] = quality_rows(make_corpus(tables, 3), tables)

    assert (row.word, row.where, row.is_doubt) == (
        "summer som ikke stemmer",
        "1 av 3 summer",
        True,
    )


def test_quotes_from_doubtful_passages_are_marked() -> None:
    """A goal with one passage below the least confidence is doubtful, at it and above it not."""
    tables = scored([SCAN], [GOAL], [])
    sure = [("p", 0.9), ("q", 0.6)]
    rows = [
        {"passage_id": name, "document_sha256": "0" * 64, "page": 1, "block": n, "text": "Mål"}
        | {"role": "paragraph", "heading_path": "", "is_footnote": False, "ocr_confidence": value}
        for n, (name, value) in enumerate(sure)
    ]
    passages = check_table(
        pd.DataFrame(rows).reindex(columns=list(empty_table(PASSAGES).columns)), PASSAGES
    )
    seen = type(tables)(**(vars(tables) | {"passages": passages}))

    assert make_corpus(seen, 3, 0.6).doubtful == frozenset()
    assert make_corpus(seen, 3, 0.61).doubtful == {"g"}
    assert "usikkert lest" not in pages(seen)["dokumenter/skann.html"]


def test_a_document_without_the_goals_of_its_kind_is_told() -> None:
    """An agreement of which nothing was found stands in the list, as a doubt."""
    tables = scored([SCAN], [], [])

    [row] = quality_rows(make_corpus(tables, 3), tables)

    assert (row.word, row.where, row.is_doubt) == ("ingen mål funnet", "hele filen", True)
