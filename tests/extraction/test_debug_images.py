"""Pictures of what was read: every page, within bounds, no name twice, broken files told."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.extraction.debugimages import (
    Mark,
    draw_documents,
    draw_pages,
    drawing_scale,
    marks_of,
    picture_stems,
)
from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import typeset_pdf

PARAMS = ExtractionParams(seconds_per_file=60, ocr="off")
BODY = """<h1>Årsbudsjett</h1><p>Flere barn i barnehage.</p>
<table><tr><th>Mål</th><th>Tiltak</th></tr><tr><td>Flere barn</td><td></td></tr></table>
<p style="page-break-before: always">Side to.</p>"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory):
    """Two files of one name, the second damaged within, and one that is no PDF; drawn."""
    place = tmp_path_factory.mktemp("drawn")
    for folder, body in (("a", BODY), ("b", "<p>Annen plan.</p>")):
        (place / folder).mkdir()
        pdf = typeset_pdf(body, "td, th { border: 1px solid }")
        (place / folder / "Økonomi?plan.pdf").write_bytes(pdf)
    (place / "notat.txt").write_text("Notat.", encoding="utf-8")
    (place / "debug").mkdir()
    names = [str(place / n) for n in ("a/Økonomi?plan.pdf", "b/Økonomi?plan.pdf", "notat.txt")]
    extraction = extract_files(names, None, PARAMS)
    return extraction, place / "debug", draw_documents(extraction, place / "debug", PARAMS)


def test_every_page_is_drawn_under_a_name_of_its_own(drawn) -> None:
    """Files of one name don't overwrite one another; what has no pages isn't drawn."""
    extraction, folder, (count, faults) = drawn
    second = extraction.files["document_id"][1]

    assert (count, faults) == (3, [])
    assert sorted(path.name for path in folder.iterdir()) == [
        f"Økonomi_plan-{second}-p001.png",
        "Økonomi_plan-p001.png",
        "Økonomi_plan-p002.png",
    ]


def test_marks_are_the_tables_passages_and_cells(drawn) -> None:
    """A tag names role, level and number, or row and column; an empty cell has its mark too."""
    extraction, _, _ = drawn
    sha256 = extraction.files["document_sha256"][0]
    passages = extraction.passages[extraction.passages["document_sha256"] == sha256]

    marks = marks_of(passages, extraction.cells)

    assert [(m.page, m.kind, m.tag) for m in marks] == [
        (1, "heading", "H1 0"),
        (1, "paragraph", "P 1"),
        (2, "paragraph", "P 5"),
        (1, "table_cell", "T0 0,0"),
        (1, "table_cell", "0,1"),
        (1, "table_cell", "1,0"),
        (1, "table_cell", "1,1"),
    ]


def test_a_box_is_drawn_where_the_passage_stands() -> None:
    """The outline's pixels have the role's colour, and the rest of the page stays white."""
    mark = Mark(1, (100.0, 200.0, 300.0, 220.0), "list_item", "L 7")

    ((number, picture),) = draw_pages(typeset_pdf("<p></p>"), [mark], 1)

    assert number == 1
    assert isinstance(picture, Image.Image)
    coloured = np.argwhere(np.asarray(picture)[:1684].min(axis=2) < 250)
    assert coloured[:, 0].min() == 400
    assert coloured[:, 0].max() == 440
    assert coloured[:, 1].max() == 600
    assert picture.getpixel((600, 430)) == (0, 115, 82)


def test_pictures_stay_within_bounds() -> None:
    """A sheet as large as PDF allows is scaled down; a page without a size is told."""
    side = 14_400.0

    assert side * drawing_scale(side, side) <= 2450
    assert 1_000_000 * drawing_scale(1_000_000, 1) <= 6000
    with pytest.raises(ValueError, match="0"):
        drawing_scale(0, 842)


def test_what_cannot_be_drawn_is_told_and_stops_nothing(drawn, tmp_path: Path) -> None:
    """A file that has gone becomes a fault with its name; the next one is drawn."""
    extraction, _, _ = drawn
    paths = ["borte.pdf", *extraction.files["path"][1:]]
    changed = replace(extraction, files=extraction.files.assign(path=paths))

    count, ((name, fault),) = draw_documents(changed, tmp_path, PARAMS)

    assert (count, name, fault.reason) == (1, "borte.pdf", "not_drawn")
    assert "borte.pdf" in fault.detail


@pytest.mark.parametrize("kind", ["heading", "table_cell", "footnote"])
def test_roles_are_told_without_colour(kind: str) -> None:
    """In grey, a passage without marks and one with a mark of any kind look different."""
    data = typeset_pdf("<p></p>")
    mark = Mark(1, (100.0, 200.0, 300.0, 220.0), kind, "X 7")

    bare, marked = (next(draw_pages(data, marks, 1))[1].convert("L") for marks in ([], [mark]))

    assert np.asarray(bare)[380:460].min() == 255
    assert np.asarray(marked)[380:460].min() < 130


def test_stems_differ_whatever_the_case_and_the_form_of_letters() -> None:
    """Names that a file system may hold to be one are kept apart, and stay short enough."""
    stems = picture_stems(
        [("Års.pdf", "1"), ("a/A\u030ars.pdf", "2"), ("å" * 200 + ".pdf", "3"), ("..", "4")]
    )

    assert stems[:2] == ["Års", "A\u030ars-2"]
    assert len(stems[2].encode()) <= 150
    assert len(set(stems)) == 4
