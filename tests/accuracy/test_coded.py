"""Coded pages against the stages' tables, both made up."""

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.accuracy.coded import (
    Page,
    Reading,
    agreement,
    coded_pages,
    count_page,
    count_pages,
    measures,
    read_page,
    without_contents,
)
from benchmarks.accuracy.matching import Amount, Coded, Count, Read, Statement

SHA = "a" * 64


def _passages(*rows: tuple[int, int, str, str]) -> pd.DataFrame:
    columns = pd.DataFrame(rows, columns=["block", "page", "role", "text"])
    ids = columns["block"].map("p{}".format)
    return columns.assign(document_sha256=SHA, passage_id=ids, is_footnote=False, level=pd.NA)


def _goals(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["passage_id", "page", "text", "kind"]).assign(
        document_sha256=SHA
    )


NO_AMOUNTS = pd.DataFrame(
    {name: [] for name in ("document_sha256", "page", "label", "amount_nok", "year", "is_total")}
)


def test_the_files_of_a_part_become_pages(tmp_path: Path) -> None:
    """Passages, goals and rows of one page, and of a document without pages."""
    (tmp_path / "passages.csv").write_text(
        "document_sha256,page,order,role,level,prefix\n"
        f"{SHA},3,1,heading,2,Skole\n{SHA},3,2,list_item,,Alle skal\n{SHA},,1,paragraph,,Vi\n"
    )
    (tmp_path / "statements.csv").write_text(
        f"document_sha256,page,order,prefix,kind\n{SHA},3,2,Alle skal,mål\n"
    )
    (tmp_path / "rows.csv").write_text(
        "document_sha256,page,label_prefix,column_prefix,year,amount_nok,is_total\n"
        f"{SHA},3,Sum,Kroner,2026,-5000,true\n{SHA},4,Skole,Kroner,2026,7000,false\n"
    )

    assert coded_pages(tmp_path) == {
        (SHA, 3): Page(
            [Coded("heading", "Skole", 2), Coded("list_item", "Alle skal")],
            [Statement("Alle skal", "mål")],
            [Amount("Sum", -5000, 2026, True)],
        ),
        (SHA, 0): Page([Coded("paragraph", "Vi")], [], []),
        (SHA, 4): Page([], [], [Amount("Skole", 7000, 2026, False)]),
    }


def test_where_rows_alone_are_coded_they_alone_are_judged() -> None:
    """What else was read on the page was never coded, and is no fault."""
    coded = Page(amounts=[Amount("Skole", 7000, 2026, False)])

    counted = count_page(coded, Page([Read("heading", "Skole", 0, 1)]))

    assert list(counted) == ["row_amounts", "row_years", "row_totals"]


def test_where_statements_alone_are_coded_they_alone_are_judged() -> None:
    """A page of no statements at all, too: the goal that was read there is none."""
    read = Page([Read("paragraph", "Alle skal lese.", 0)], [Statement("Alle skal lese.", "mål")])

    counted = count_page(Page(statements_alone=True), read)

    assert counted["goals"] == Count(0, 0, 0, 1)
    assert "paragraphs" not in counted


def test_a_part_without_files_has_no_pages(tmp_path: Path) -> None:
    """Nothing is coded where nothing stands."""
    assert coded_pages(tmp_path / "none") == {}


def test_only_the_page_itself_is_read_and_cells_are_left_out() -> None:
    """The page before is kept apart, the page after is not there."""
    passages = _passages(
        (0, 1, "paragraph", "Før"), (1, 2, "table_cell", "7"), (2, 2, "heading", "Skole")
    )
    reading = Reading(passages, _goals(("p2", 2, "Skole", "grep")), NO_AMOUNTS)

    page = read_page(reading, (SHA, 2), Page())

    assert page.passages == [Read("heading", "Skole", 2)]
    assert page.before == [Read("paragraph", "Før", 0)]
    assert page.goals == []  # the last passage, and the page's letters are not known


def test_entries_of_a_table_of_contents_are_not_judged_as_running_text() -> None:
    """Dots lead to a page number; as a heading such a line is still held to be one."""
    passages = _passages(
        (0, 2, "paragraph", "Skole . . . . . . 12"),
        (1, 2, "heading", "Fritid ........ 14"),
        (2, 2, "paragraph", "Alle skal lese ..."),
    )

    page = read_page(Reading(passages, _goals(), NO_AMOUNTS), (SHA, 2), Page())

    assert [each.text for each in page.passages] == ["Fritid ........ 14", "Alle skal lese ..."]


def test_a_goal_of_the_last_passage_counts_where_its_letters_stand_on_the_page() -> None:
    """Of two sentences in a passage over two pages, the second stands on the next."""
    passages = _passages((0, 2, "paragraph", "Alle skal lese. Alle skal skrive."))
    goals = _goals(("p0", 2, "Alle skal lese.", "enhetsmål"), ("p0", 2, "Alle skal skrive.", "mål"))
    reading = Reading(passages, goals, NO_AMOUNTS, {(SHA, 2): "alleskallese"})

    page = read_page(reading, (SHA, 2), Page())

    assert page.goals == [Statement("Alle skal lese.", "mål")]
    assert page.goals_over == [Statement("Alle skal skrive.", "mål")]


def test_a_footnote_is_not_the_last_passage_of_a_page() -> None:
    """The passage that goes on to the next page stands over the page's notes."""
    passages = _passages(
        (0, 2, "paragraph", "Alle skal lese. Alle skal skrive."), (1, 2, "paragraph", "1 Se der.")
    )
    passages["is_footnote"] = [False, True]
    goals = _goals(("p0", 2, "Alle skal lese.", "mål"), ("p0", 2, "Alle skal skrive.", "mål"))
    reading = Reading(passages, goals, NO_AMOUNTS, {(SHA, 2): "alleskallese1seder"})

    page = read_page(reading, (SHA, 2), Page())

    assert page.goals_over == [Statement("Alle skal skrive.", "mål")]


def test_of_a_document_without_pages_the_coded_stretch_is_read() -> None:
    """From the first coded passage to the last, with what was not coded between them."""
    texts = ["Før", "En", "Imellom", "To", "Etter"]
    passages = _passages(*((block, 1, "paragraph", text) for block, text in enumerate(texts)))
    goals = _goals(("p0", 1, "Før", "mål"), ("p2", 1, "Imellom", "mål"))

    page = read_page(
        Reading(passages, goals, NO_AMOUNTS),
        (SHA, 0),
        Page([Coded("paragraph", "En"), Coded("paragraph", "To")]),
    )

    assert [each.text for each in page.passages] == ["En", "Imellom", "To"]
    assert page.goals == [Statement("Imellom", "mål")]


def test_goals_over_the_edge_count_only_where_they_are_coded() -> None:
    """One of two is coded: found, and the other is not held against the reading."""
    coded = {(SHA, 2): Page(goals=[Statement("Alle skal skrive", "mål")])}
    over = [Statement("Alle skal skrive.", "mål"), Statement("Ingen skal vente.", "mål")]

    counts = count_pages(coded, {(SHA, 2): Page(goals_over=over)})

    assert counts[SHA, 2]["goals"] == Count(1, 1, 1, 1)


def test_depths_are_levels_but_for_the_documents_shift() -> None:
    """All levels are read one too deep: none is right, every depth is."""
    coded = {(SHA, n): Page([Coded("heading", "Skole", n)]) for n in (1, 2)}
    read = {(SHA, n): Page([Read("heading", "Skole", n, n + 1)]) for n in (1, 2)}

    counts = count_pages(coded, read)

    assert [counts[SHA, n]["heading_levels"] for n in (1, 2)] == [Count(0, 1, 0, 1)] * 2
    assert [counts[SHA, n]["heading_depths"] for n in (1, 2)] == [Count(1, 1, 1, 1)] * 2


def test_measures_are_over_all_pages_with_intervals() -> None:
    """Three coded, two found, four read: the counts are summed before they are divided."""
    counts = {
        (SHA, 1): {"headings": Count(1, 1, 1, 3), "reading_order": Count(1, 2, 1, 2)},
        (SHA, 2): {"headings": Count(1, 2, 1, 1)},
    }

    found = measures(counts)

    assert (found["headings"]["coded"], found["headings"]["read"]) == (3, 4)
    assert found["headings"]["precision"] == {"value": 0.5, "low": 0.3333, "high": 1.0}
    assert found["headings"]["recall"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["headings"]["f1"]["value"] == pytest.approx(4 / 7, abs=1e-4)
    assert found["reading_order"] == {
        "coded": 2,
        "share": {"value": 0.5, "low": 0.0, "high": 0.5},
    }


def test_a_measure_that_nothing_was_coded_for_has_no_figures() -> None:
    """Only how many were read."""
    assert measures({(SHA, 1): {"captions": Count(0, 0, 0, 2)}}) == {
        "captions": {"coded": 0, "read": 2}
    }


def test_the_same_counts_give_the_same_intervals() -> None:
    """The bootstrap draws are seeded."""
    counts = {(SHA, n): {"goals": Count(n % 2, 1, n % 2, 2)} for n in range(9)}

    assert measures(counts) == measures(counts)


def test_two_coders_agree_on_the_pages_that_both_coded() -> None:
    """They give a passage two roles, agree on the other and on the goal; a third page is left."""
    first = {
        (SHA, 1): Page(
            [Coded("heading", "Skole", 1), Coded("paragraph", "Alle skal lese")],
            [Statement("Alle skal lese", "mål")],
        ),
        (SHA, 2): Page([Coded("heading", "Fritid", 1)]),
    }
    second = {
        (SHA, 1): Page(
            [Coded("paragraph", "Skole"), Coded("paragraph", "Alle skal lese")],
            [Statement("Alle skal lese", "tiltak")],
        )
    }

    found = agreement(first, second)

    assert found["pages"] == 1
    assert (found["headings"]["recall"]["value"], found["goals"]["f1"]["value"]) == (0.0, 1.0)
    assert (found["paragraphs"]["precision"]["value"], found["goal_kinds"]["coded"]) == (0.5, 1)
    assert found["goal_kinds"]["share"]["value"] == 0.0


def test_entries_of_contents_are_not_judged() -> None:
    """Neither as missed items nor, whatever they are read as, as made-up ones."""
    held = Page([Coded("heading", "Innhold", 1), Coded("contents", "1 Innledning 3", None)])
    read = Page([Read("heading", "Innhold", 0, 1), Read("paragraph", "1 Innledning 3", 1, None)])

    assert [len(page.passages) for page in without_contents(held, read)] == [1, 1]
