"""Scanned pages: straightening, ruled lines in the picture, reading with Tesseract."""

import io
import os
import shutil

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from pipeline.extraction.elements import Box
from pipeline.extraction.glyphs import read_sheet
from pipeline.extraction.lattice import rules_to_lines
from pipeline.extraction.ocr import seen_to_words
from pipeline.extraction.pdf import read_pdf
from pipeline.extraction.picture import askew_box, evened, skew, straighten, turned_picture
from pipeline.extraction.tesseract import Seen
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import running, table_rows, typeset_pdf

ROWS = [
    ["Resultatmål", "Mål for enheten", "Tiltak"],
    [
        "Sykefraværet i enheten skal være lavere enn 8,0 prosent",
        "Vi skal tilbake til det fraværet vi hadde i 2010",
        "Vernerunde på lærerværelset hver måned",
    ],
    [
        "Enheten holder vedtatt budsjettramme",
        "Regnskapet viser balanse ved årets slutt",
        "Rapport til økonomi hver måned",
    ],
]
GRID = "td { border: .6pt solid black; padding: 4pt; width: 33% } body { font-size: 12pt }"


def grid_html() -> str:
    """A ruled table of text."""
    rows = ("".join(f"<td>{text}</td>" for text in row) for row in ROWS)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def scanned(body: str, style: str, degrees: float) -> bytes:
    """The page as a PDF of a picture that was laid askew on the glass."""
    page = pdfium.PdfDocument(typeset_pdf(body, style))[0]
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    stream = io.BytesIO()
    picture.rotate(degrees, resample=3, fillcolor=255).save(stream, "PDF", resolution=200)
    return stream.getvalue()


def page_picture(body: str, style: str = "") -> np.ndarray:
    """The page in grey, four pixels a point."""
    page = pdfium.PdfDocument(typeset_pdf(body, style))[0]
    return page.render(scale=4, grayscale=True).to_numpy().squeeze()


@pytest.mark.parametrize("degrees", [-2.4, -0.7, 0.0, 1.3])
def test_skew_is_told_from_the_lines(degrees):
    """A page turned by so much is found to be turned by so much."""
    page = turned_picture(page_picture("<p>Kommunen vil følge opp alle målene.</p>" * 25), -degrees)

    assert skew(page) == pytest.approx(degrees, abs=0.15)


def test_rules_are_told_and_taken_out():
    """A table's lines are found where they stand, and letters are left."""
    page = page_picture(grid_html(), GRID)
    straight = straighten(page, 4)
    flat, upright = rules_to_lines(straight.rules)

    assert (len(flat), len(upright)) == (4, 4)
    drawn = read_sheet(pdfium.PdfDocument(typeset_pdf(grid_html(), GRID))[0], 1, 10_000).rules
    assert [line.at for line in upright] == pytest.approx(
        [line.at for line in rules_to_lines(drawn)[1]], abs=1
    )
    assert straighten(straight.picture, 4).rules == []
    assert 0 < (straight.picture < 150).sum() < (page < 150).sum()


def test_text_without_rules_has_none():
    """Lines of bold text and dashes are no rules."""
    page = page_picture("<p><b>MÅL – TILTAK – STØTTE — EFFEKT — HHHH</b></p>" * 10)

    assert straighten(page, 4).rules == []


def test_boxes_on_the_straight_page_come_back_to_the_page_as_it_lay():
    """A dot on a page that was turned level is found where it stood before."""
    page = np.full((800, 600), 255, dtype=np.uint8)
    page[100:104, 500:504] = 0
    y, x = np.argwhere(turned_picture(page, 2.0) < 100).mean(axis=0)

    box = askew_box(Box(x, y, x, y), 2.0, 600, 800)

    assert (box.x0, box.top) == pytest.approx((501.5, 101.5), abs=1.5)
    assert abs(y - 101.5) > 5


# in CI the packages are there, and a missing one is a fault
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None and not os.environ.get("CI"),
    reason="needs Tesseract: scripts/install-system-packages",
)


@needs_tesseract
@pytest.mark.parametrize("degrees", [0.0, 1.2])
def test_a_scanned_table_is_a_table(degrees):
    """The cells of a ruled table come out whole, however the page lay."""
    reading = read_pdf(
        scanned(f"<p>Målene settes av lederen.</p>{grid_html()}", GRID, degrees),
        ExtractionParams(),
    )

    assert running(reading.blocks) == [("paragraph", "Målene settes av lederen.")]
    assert table_rows(reading.blocks) == ROWS


@needs_tesseract
def test_passages_of_a_scan_say_how_surely_they_were_read_and_where_they_stand():
    """Each block has a confidence, and its box holds its ink on the page as it was shown."""
    pdf = scanned("<p>Kommunen skal ha gode og trygge skoler for alle.</p>", "", 2.0)
    [block] = read_pdf(pdf, ExtractionParams()).blocks
    picture = pdfium.PdfDocument(pdf)[0].render(scale=2, grayscale=True).to_numpy().squeeze()
    y, x = np.nonzero(picture < 100)

    assert block.text == "Kommunen skal ha gode og trygge skoler for alle."
    assert 0.8 < block.ocr_confidence <= 1
    ink = (x.min() / 2, y.min() / 2, x.max() / 2, y.max() / 2)
    assert tuple(block.box) == pytest.approx(ink, abs=4)


def test_text_has_no_confidence():
    """What was never recognised has none, rather than a perfect one."""
    reading = read_pdf(typeset_pdf("<p>Kommunen har trygge skoler.</p>"), ExtractionParams())

    assert [block.ocr_confidence for block in reading.blocks] == [None]


UNEVEN = [
    ["Mål", "Tiltak", "Frist"],
    [
        "Ingen elever har fravær over ti prosent",
        "Rutine for oppfølging etter tre dager",
        "1. oktober 2023",
    ],
    ["Skolemåltid tre dager i uka", "Avtale med kjøkkenet på sykehjemmet", "Høsten 2023"],
    ["Alle lærere bruker felles vurderingspraksis", "Lærerteam møtes annenhver uke", "Løpende"],
]


def photographed(
    body: str, style: str, resolution: int, degrees: float, lightest: float = 1.0
) -> bytes:
    """As `scanned`, with grain, specks, a shade over the page, and packed hard."""
    page = pdfium.PdfDocument(typeset_pdf(body, style))[0]
    picture = page.render(scale=resolution / 72, grayscale=True).to_pil()
    grey = np.asarray(picture.rotate(degrees, resample=3, fillcolor=255)).astype(float)
    chance = np.random.default_rng(resolution)
    grey *= np.linspace(lightest, 0.88 * lightest, grey.shape[1])[None, :]
    grey += chance.normal(0, 6, grey.shape)
    grey[chance.random(grey.shape) < 0.0003] = 60
    noisy = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    stream = io.BytesIO()
    noisy.save(stream, "PDF", resolution=resolution, quality=40)
    return stream.getvalue()


@needs_tesseract
@pytest.mark.parametrize(
    ("resolution", "degrees"),
    [(150, -0.6), (200, -3.0), (300, 2.0)],
)
def test_cells_whose_lines_do_not_stand_level_keep_their_words(resolution, degrees):
    """Cells with one line, centred beside cells with two, are each read by themselves."""
    rows = ("".join(f"<td>{text}</td>" for text in row) for row in UNEVEN)
    body = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    style = "td { border: .6pt solid black; padding: 4pt; vertical-align: middle; width: 40% }"
    style += "td:last-child { width: 20% }"

    reading = read_pdf(photographed(body, style, resolution, degrees), ExtractionParams())

    assert table_rows(reading.blocks) == UNEVEN


@needs_tesseract
@pytest.mark.parametrize("lightest", [0.72, 0.5])
def test_a_page_in_the_shade_is_read_as_a_light_one(lightest):
    """Grey paper, darker to one side, takes neither words nor rules away."""
    body = f"<p>Målene settes av lederen.</p>{grid_html()}"

    reading = read_pdf(photographed(body, GRID, 200, 0.7, lightest), ExtractionParams())

    assert running(reading.blocks) == [("paragraph", "Målene settes av lederen.")]
    assert table_rows(reading.blocks) == ROWS


def test_a_light_page_is_left_as_it_is():
    """White paper with dark print needs no evening."""
    page = page_picture(grid_html(), GRID)

    assert np.array_equal(evened(page), page)


def test_a_paragraphs_last_word_is_no_larger_for_its_high_letters():
    """A ring above and a tail below make a word half as high again as others of its size."""
    full = [Seen(("1", "1", "1"), "kommunen", 0.9, 90.0 * i, 0, 80, 36) for i in range(5)]
    last = Seen(("1", "1", "2"), "årsbudsjettet.", 0.9, 0, 60, 200, 50)
    title = Seen(("1", "1", "3"), "Økonomi", 0.9, 0, 200, 200, 70)

    found = {word.text: word.size for word, _ in seen_to_words([*full, last, title], 1.0)}

    assert found["årsbudsjettet."] == found["kommunen"] < found["Økonomi"]
