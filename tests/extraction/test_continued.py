"""Where a passage goes on that a column's or page's end cut in two."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.extraction.documents import columns_to_document
from pipeline.extraction.read import Extraction, extract_files
from pipeline.extraction.rows import reading_to_columns
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import read_typeset, typeset_pdf

LONG = "flere barn skal gå i barnehage og på skole nær hjemmet sitt, og at " * 12
PARAGRAPH = f"<div style='height: 23.4cm'></div><p>Kommunen vil at {LONG}alle får venner.</p>"
CELLS = (
    "<div style='height: 23.6cm'></div><table><tr><th>Mål</th><th>Tiltak</th></tr>"
    f"<tr><td>Vi vil at {LONG[:300]}alle er med</td><td>Årshjul</td></tr>"
    "<tr><td>Nye skoler</td><td>Tomter</td></tr></table>"
)
COLUMNS = (
    f"<div style='columns: 2; height: 4cm; column-fill: auto'><p>Vi vil at {LONG[:600]}</p></div>"
)
RULED = "td, th { border: .6pt solid black; padding: 4pt; width: 50% }"


def extracted(folder: Path, body: str, style: str = "") -> Extraction:
    """The tables of one small document."""
    path = folder / "plan.pdf"
    path.write_bytes(typeset_pdf(body, style))
    return extract_files([str(path)], None, ExtractionParams(ocr="off"))


def cut_passage(read: Extraction) -> tuple[pd.Series, pd.Series]:
    """The one passage that was cut, and its other part."""
    assert len(read.continued) == 1
    other = read.continued.iloc[0]
    (passage,) = read.passages[read.passages["passage_id"] == other["passage_id"]].iloc
    return passage, other


def test_a_paragraph_over_two_pages_has_a_part_on_each(tmp_path: Path) -> None:
    """The passage's own box is where it begins, at the foot; the rest is at the next head."""
    passage, other = cut_passage(extracted(tmp_path, PARAGRAPH))

    assert passage["text"].endswith("alle får venner.")
    assert (passage["page"], other["page"], other["part"]) == (1, 2, 1)
    assert passage["bottom"] > 700
    assert other["bottom"] < 220
    assert other["x0"] == pytest.approx(passage["x0"], abs=1)


def test_a_cell_over_two_pages_has_a_part_on_each(tmp_path: Path) -> None:
    """As a paragraph has."""
    passage, other = cut_passage(extracted(tmp_path, CELLS, RULED))

    assert passage["role"] == "table_cell"
    assert passage["text"].endswith("alle er med")
    assert (passage["page"], other["page"]) == (1, 2)
    assert other["top"] < 100


def test_a_paragraph_over_two_columns_has_a_part_in_each(tmp_path: Path) -> None:
    """On the same page, beside each other."""
    passage, other = cut_passage(extracted(tmp_path, COLUMNS))

    assert passage["page"] == other["page"] == 1
    assert other["x0"] > passage["x1"]


def test_what_stands_in_one_place_has_no_other(tmp_path: Path) -> None:
    """Nothing is told of a passage that nothing cut."""
    read = extracted(tmp_path, "<h1>Plan</h1><p>Kommunen vil bygge skoler.</p>")

    assert len(read.passages) == 2
    assert read.continued.empty


def test_the_parts_survive_being_handed_over() -> None:
    """A reading's parts and what comes of them as rows tell the same."""
    reading = read_typeset(PARAGRAPH)
    (block,) = (block for block in reading.blocks if block.rest)

    (row,) = columns_to_document(reading_to_columns(reading, "ab" * 32)).continued.to_pylist()

    assert [row["page"]] == [page for page, _ in block.rest] == [2]
    sides = tuple(row[side] for side in ("x0", "top", "x1", "bottom"))
    assert sides == pytest.approx(tuple(block.rest[0][1]), abs=0.01)
