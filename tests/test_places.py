"""Where a goal stands: its pages and boxes, the text around it, its row in a table."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams
from pipeline.places import (
    Passages,
    document_of,
    index_passages,
    places_of,
    text_context,
)
from tests.extraction.typesetting import typeset_pdf

PLAN = """<h1>Kommuneplan</h1><h2>Oppvekst</h2><p>Planen gjelder hele kommunen.</p>
<p>Kommunen vil bygge skoler, og flere barn skal gå i barnehage.</p>
<p>Det skal være trygt å ferdes i byen hele året.</p>
<h2>Kultur</h2><p>Alle skal kunne delta i kulturlivet.</p>
<p style="break-before: page">Bygdene skal ha hvert sitt hus for kultur.</p>
<table><tr><th>Mål</th><th colspan=2>Tiltak</th></tr>
<tr><td rowspan=2>Flere leser</td><td>Bokbuss</td><td>Hver uke</td></tr>
<tr><td>Lengre åpent</td><td></td></tr></table>"""
STYLE = "td, th { border: 1px solid; padding: 4pt }"
TEXT = "# Plan\n\nKommunen vil spare strøm.\n\n- Lys slås av om natten\n"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """A plan and a note without a layout, as they are read."""
    place = tmp_path_factory.mktemp("read")
    (place / "plan.pdf").write_bytes(typeset_pdf(PLAN, STYLE))
    (place / "notat.md").write_text(TEXT, encoding="utf-8")
    names = [str(place / "plan.pdf"), str(place / "notat.md")]
    return extract_files(names, None, ExtractionParams(ocr="off"))


@pytest.fixture(scope="module")
def passages(read) -> Passages:
    """Ready to be looked up."""
    return index_passages(read.passages, read.cells, read.continued)


def goal_in(passages: Passages, *starts: str, text: str = "") -> dict[str, object]:
    """A goal of the passages that begin so."""
    told = list(zip(passages.told["passage_id"], passages.told["text"], strict=True))
    names = [next(n for n, words in told if words.startswith(start)) for start in starts]
    return {"passage_ids": " ".join(names), "text": text or " ".join(starts), "page": 1}


def test_a_goal_stands_on_the_pages_of_its_passages(passages: Passages) -> None:
    """In order, each with the boxes that stand there."""
    goal = goal_in(passages, "Bygdene", "Planen", "Det skal")

    (first, upper), (second, lower) = places_of(goal, passages)

    assert (first, second) == (1, 2)
    assert len(upper) == 2
    assert upper[0][1] < upper[1][1]
    ((x0, top, x1, bottom),) = lower
    assert 0 < x0 < x1 < 595
    assert 0 < top < bottom < 100


def test_a_passage_that_a_page_cuts_stands_on_both(tmp_path: Path) -> None:
    """Its first part on the one page, the rest on top of the next."""
    lines = "flere barn skal gå i barnehage og skole nær hjemmet, og " * 14
    body = f"<div style='height: 23.5cm'></div><p>Kommunen vil at {lines}bli voksne.</p>"
    (tmp_path / "plan.pdf").write_bytes(typeset_pdf(body))
    read = extract_files([str(tmp_path / "plan.pdf")], None, ExtractionParams(ocr="off"))
    passages = index_passages(read.passages, read.cells, read.continued)

    (first, (upper,)), (second, (lower,)) = places_of(goal_in(passages, "Kommunen"), passages)

    assert (first, second) == (1, 2)
    assert upper[1] > 700
    assert lower[3] < 200
    assert upper[0] == lower[0]


def test_row_order_of_the_tables_does_not_matter(read, passages: Passages) -> None:
    """The same places and the same text."""
    shuffled = index_passages(
        *(each.sample(frac=1, random_state=4) for each in (read.passages, read.cells)),
        read.continued,
    )
    goal = goal_in(passages, "Bokbuss")

    assert places_of(goal, shuffled) == places_of(goal, passages)
    assert text_context(goal, shuffled) == text_context(goal, passages)


def test_without_a_layout_there_is_no_place_but_a_context(passages: Passages) -> None:
    """Markdown has no pages; what stands around the goal can be quoted."""
    goal = goal_in(passages, "• Lys slås")

    context = text_context(goal, passages)

    assert places_of(goal, passages) == []
    assert document_of(goal, passages) in set(passages.told["document_sha256"])
    assert [each.text for each in context.before] == ["Plan", "Kommunen vil spare strøm."]
    assert context.after == ()


def test_the_goal_is_quoted_among_its_neighbours(passages: Passages) -> None:
    """Up to so many on either side, over pages; its own words are told from its passage's."""
    goal = goal_in(passages, "Kommunen vil bygge", text="Flere barn skal gå i barnehage")

    context = text_context(goal, passages, around=2)

    assert [each.text for each in context.before] == ["Oppvekst", "Planen gjelder hele kommunen."]
    assert [each.text[:9] for each in context.after] == ["Det skal ", "Kultur"]
    (own,) = context.goal
    assert own.is_goal
    assert own.text[own.start : own.end] == "flere barn skal gå i barnehage"
    assert context.heading_path == ("Kommuneplan", "Oppvekst")
    assert [each.level for each in context.before] == [2, None]
    assert not any(each.is_goal for each in (*context.before, *context.after))


def test_words_that_are_not_found_leave_the_whole_passage(passages: Passages) -> None:
    """A goal put together from several passages has all of them."""
    (own,) = text_context(goal_in(passages, "Planen", text="Noe annet"), passages).goal

    assert (own.start, own.end) == (0, len("Planen gjelder hele kommunen."))


def test_a_goal_in_a_table_has_its_row(passages: Passages) -> None:
    """Each cell under its column's heading, those that reach down from above among them."""
    context = text_context(goal_in(passages, "Lengre"), passages)

    assert [(cell.heading, cell.text, cell.is_goal) for cell in context.row] == [
        ("Mål", "Flere leser", False),
        ("Tiltak", "Lengre åpent", True),
        ("Tiltak", "", False),
    ]
    assert [each.text[:7] for each in context.before][-1:] == ["Bygdene"]


def test_a_heading_row_has_no_headings(passages: Passages) -> None:
    """Nothing stands above it."""
    row = text_context(goal_in(passages, "Tiltak"), passages).row

    assert [cell.heading for cell in row] == ["", ""]


def test_a_goal_of_unknown_passages_has_its_own_words(passages: Passages) -> None:
    """As after a change of the documents that wasn't read yet."""
    goal = {"passage_ids": "p_0000000000000000", "text": "Flere barn", "page": 3}

    context = text_context(goal, passages)

    assert places_of(goal, passages) == []
    assert document_of(goal, passages) is None
    assert [(each.text, each.page, each.is_goal) for each in context.goal] == [
        ("Flere barn", 3, True)
    ]


def test_none_around_is_none(passages: Passages) -> None:
    """The goal alone."""
    context = text_context(goal_in(passages, "Planen"), passages, around=0)

    assert (context.before, context.after) == ((), ())
