"""Dotted lines and dashes of a scanned page are told from the picture itself."""

import numpy as np
import pypdfium2 as pdfium
import pytest

from pipeline.extraction.marks import leader_text, small_marks, with_dashes, without_leaders
from pipeline.extraction.ocr import seen_to_words
from pipeline.extraction.pdf import read_pdf
from pipeline.extraction.tesseract import table_to_seen
from pipeline.extraction.words import Word
from pipeline.params import ExtractionParams
from tests.extraction.test_scans import needs_tesseract, page_picture, scanned
from tests.extraction.typesetting import running, typeset_pdf

FORM = f"<p>Sted og dato: {'…' * 30}</p><p>Underskrift: {'.' * 60}</p>"
PARAMS = ExtractionParams()
HEAD = "level\tblock_num\tpar_num\tline_num\tleft\ttop\twidth\theight\tconf\ttext"


def test_dotted_lines_are_told_with_their_dots():
    """Two lines of dots are found; the colon before them is left, and so are letters."""
    page = page_picture(FORM)
    leaders = small_marks(page, 4).leaders

    assert [count for _, count in leaders] == [90, 60]
    cleaned = without_leaders(page, leaders, 4)
    assert small_marks(cleaned, 4).leaders == []
    left = cleaned[:, : int(leaders[1][0].x0 * 4) - 4]
    assert np.array_equal(left, page[:, : left.shape[1]])


def test_running_text_has_no_dotted_line():
    """Full stops, dots over i and j, and an ellipsis are no dotted lines."""
    page = page_picture("<p>Initiativ i tiltak i juli … i vinter, osv. i 1.1.–31.12.</p>" * 20)

    assert small_marks(page, 4).leaders == []


@pytest.mark.parametrize("text", ["2010–2022", "barne- og", "a—b", "1.1.–31.12.", "NAV-kontor"])
def test_dashes_are_told_by_their_length(text):
    """Whatever recognition took them for, hyphen, en dash and em dash come out as they stand."""
    page = page_picture(f"<p>{text.split()[0]}</p>")
    y, x = np.nonzero(page < 150)
    top, bottom = y.min() / 4, y.max() / 4
    height = typeset_height(text)
    word = Word(
        text.split()[0].replace("–", "-").replace("—", "–"),
        *(x.min() / 4 - 1, top, x.max() / 4 + 1, bottom, height, 11, False),
    )

    assert with_dashes(word, small_marks(page, 4).dashes).text == text.split()[0]


def typeset_height(text: str) -> float:
    """The baseline of a page's only line, from the letters themselves."""
    page = pdfium.PdfDocument(typeset_pdf(f"<p>{text.split()[0]}</p>"))[0]
    text_page = page.get_textpage()
    return page.get_height() - text_page.get_charbox(0, loose=False)[1]


@pytest.mark.parametrize(("dots", "text"), [(1, "…"), (3, "…"), (8, "………"), (90, "…" * 30)])
def test_a_dotted_line_is_as_long_as_its_dots(dots, text):
    """Three dots are one sign."""
    assert leader_text(dots) == text


def test_a_speck_that_recognition_is_unsure_of_is_no_word():
    """A lone letter with little confidence goes; one that is sure, as a page number, stays."""
    row = "\n5\t1\t1\t{line}\t100\t200\t20\t20\t{sure}\t{text}"
    table = HEAD + row.format(line=1, sure=38, text="Q") + row.format(line=2, sure=92, text="7")

    assert [word.text for word, _ in seen_to_words(table_to_seen(table), 0.5)] == ["7"]


@needs_tesseract
def test_a_scanned_form_keeps_its_words():
    """The words before a dotted line, a span of years and two v are read as they stand."""
    body = f"{FORM}<p>Avvik i perioden 2010–2022 er fulgt opp av barne- og familietjenesten.</p>"
    text = " ".join(text for _, text in running(read_pdf(scanned(body, "", 0.6), PARAMS).blocks))

    assert text.startswith("Sted og dato: ……………")
    assert "… Underskrift: ……………" in text
    assert text.endswith("Avvik i perioden 2010–2022 er fulgt opp av barne- og familietjenesten.")
