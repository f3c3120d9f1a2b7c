"""Pictures of passages: the right part of the page, marked, legible, the same each time."""

import io
import shutil
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from pipeline.errors import DocumentError
from pipeline.extraction.pdf import read_pdf
from pipeline.opening import opened
from pipeline.params import ExtractionParams
from pipeline.pictures.crops import (
    WIDEST,
    crop_page,
    draw_around,
    encoded,
    marked,
    page_crop,
)
from tests.extraction.rawpdf import page_pdf
from tests.extraction.typesetting import typeset_pdf

GOAL = "Flere barn skal gå i barnehage"
LINES = "<p>Kommunen vil følge opp planen i hele perioden.</p>" * 14
BODY = f"<h2>Mål for oppvekst</h2>{LINES}<p class=goal>{GOAL}</p>{LINES}"
STYLE = ".goal { background: #f00; width: 8cm }"
PARAMS = ExtractionParams()


def reworked(pdf: bytes, **entries: object) -> bytes:
    """The file with these entries set on each page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for name, value in entries.items():
                page.obj[f"/{name}"] = value
        document.save(out)
    return out.getvalue()


def scanned(pdf: bytes, degrees: float) -> bytes:
    """The first page as a PDF of a coloured picture that was laid askew on the glass."""
    picture = pdfium.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().convert("RGB")
    out = io.BytesIO()
    turned = picture.rotate(degrees, resample=3, fillcolor="white", expand=degrees % 90 == 0)
    turned.save(out, "PDF", resolution=200)
    return out.getvalue()


def box_of_goal(pdf: bytes) -> tuple[float, float, float, float]:
    """Where the goal stands, as reading tells it."""
    blocks = read_pdf(pdf, PARAMS).blocks
    return next(tuple(block.box) for block in blocks if GOAL.split()[1] + " skal" in block.text)


def red(picture: Image.Image) -> np.ndarray:
    """Which pixels show the ground that only the goal is printed on."""
    colours = np.asarray(picture.convert("RGB")).astype(int)
    return (colours[..., 0] > 150) & (colours[..., 1] < 110) & (colours[..., 2] < 110)


PLAIN = typeset_pdf(BODY, STYLE)


@pytest.mark.parametrize(
    "pdf",
    [
        PLAIN,
        *(reworked(PLAIN, Rotate=degrees) for degrees in (90, 180, 270)),
        reworked(PLAIN, CropBox=[40, 100, 560, 800]),
        reworked(PLAIN, CropBox=[40, 100, 560, 800], Rotate=90),
        reworked(PLAIN, MediaBox=[-30, -50, 595, 842]),
    ],
    ids=["plain", "90", "180", "270", "cropped", "cropped and turned", "moved"],
)
def test_the_mark_lies_on_the_passage(pdf: bytes) -> None:
    """However the page is turned and cut, the box's pixels are those of the passage's ground."""
    box = box_of_goal(pdf)
    with opened(pdf) as document:
        picture, ((x0, top, x1, bottom),) = draw_around(document, 1, [box])

    inside = red(picture)[round(top) + 3 : round(bottom) - 3, round(x0) + 3 : round(x1) - 3]

    assert inside.size > 5000
    assert inside.mean() > 0.6  # the rest is letters


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
@pytest.mark.parametrize("degrees", [1.5, 90])
def test_the_mark_lies_on_a_scanned_passage(degrees: float) -> None:
    """On a page that was laid askew or on its side, too."""
    pdf = scanned(PLAIN, degrees)
    box = box_of_goal(pdf)
    with opened(pdf) as document:
        picture, ((x0, top, x1, bottom),) = draw_around(document, 1, [box])

    found = red(picture)
    inside = found[round(top) : round(bottom), round(x0) : round(x1)]

    assert inside.sum() > 0.75 * found.sum()
    assert inside.mean() > 0.3


def test_what_stands_above_and_below_is_shown() -> None:
    """A heading's worth above and a line below, no line cut in two, nothing from far away."""
    with opened(PLAIN) as document:
        picture, ((_, top, _, bottom),) = draw_around(document, 1, [box_of_goal(PLAIN)])

    ink = np.asarray(picture.convert("L")) < 128
    assert 46 <= top / 2.8 <= 90
    assert 28 <= (picture.height - bottom) / 2.8 <= 70
    assert ink[: int(top)].any()
    assert ink[int(bottom) + 1 :].any()
    assert not ink[0].any()
    assert not ink[-1].any()


def test_a_blank_margin_is_not_shown() -> None:
    """On top of a page there is nothing above its first line but a little room."""
    pdf = typeset_pdf(f"<p>{GOAL}</p>")
    with opened(pdf) as document:
        picture, ((_, top, _, bottom),) = draw_around(document, 1, [box_of_goal(pdf)])

    assert 2.8 * 5 < top < 2.8 * 12
    assert 2.8 * 5 < picture.height - bottom < 2.8 * 12


def test_marks_are_seen_without_colour_and_hide_no_letter() -> None:
    """In grey, a dark bar stands beside the passage alone; its letters are as dark as before."""
    with opened(PLAIN) as document:
        picture, boxes = draw_around(document, 1, [box_of_goal(PLAIN)])
    ((x0, top, x1, bottom),) = (tuple(map(round, box)) for box in boxes)

    shown = np.asarray(marked(picture, boxes).convert("L"))
    bare = np.asarray(picture.convert("L"))

    beside = shown[:, 4] < 80
    assert beside[top + 1 : bottom - 1].all()
    assert not beside[: top - 5].any()
    assert not beside[bottom + 5 :].any()
    moved = shown[:, shown.shape[1] - bare.shape[1] :].astype(int)
    assert (moved <= bare).all()
    assert (bare - moved)[top + 4 : bottom - 4, x0 + 4 : x1 - 4].max() < 30


def test_letters_on_white_keep_their_contrast() -> None:
    """The tint is so light that black on it has at least nine tenths of its contrast with white."""
    with opened(typeset_pdf(f"<p>{GOAL}</p>")) as document:
        picture, boxes = draw_around(document, 1, [box_of_goal(typeset_pdf(f"<p>{GOAL}</p>"))])
    x0, top, x1, bottom = map(round, boxes[0])

    inside = np.asarray(marked(picture, boxes))[top + 4 : bottom - 4, x0 + 20 : x1 - 4]
    linear = [((value / 255 + 0.055) / 1.055) ** 2.4 for value in inside.reshape(-1, 3).max(axis=0)]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert 0.85 < (light + 0.05) / 1.05 < 0.97


def test_several_passages_are_marked_each_in_one_picture() -> None:
    """Boxes apart from each other have marks of their own, in whatever order they come."""
    boxes = [(60.0, 300.0, 300.0, 320.0), (60.0, 100.0, 300.0, 120.0)]
    with opened(PLAIN) as document:
        picture, inner = draw_around(document, 1, boxes)
        crops = [crop_page(document, 1, each) for each in (boxes, boxes[::-1])]

    bar = np.asarray(marked(picture, inner).convert("L"))[:, 4] < 80
    assert (np.diff(bar.astype(int)) == 1).sum() == 2
    assert crops[0] == crops[1]


def test_the_same_place_gives_the_same_bytes(tmp_path: Path) -> None:
    """And the picture is what its head says it is."""
    (tmp_path / "plan.pdf").write_bytes(PLAIN)

    first, second = (page_crop(tmp_path / "plan.pdf", 1, [(60, 300, 300, 320)]) for _ in range(2))

    assert first == second
    with Image.open(io.BytesIO(first.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (first.width, first.height))
    assert first.media_type == "image/webp"


@pytest.mark.parametrize("widest", [WIDEST, WIDEST // 2])
def test_no_picture_is_wider_than_asked_for(widest: int) -> None:
    """Whatever the page's size: a note, a page on its side, a sheet for the wall, a mile of it."""
    for size in ("[0 0 120 90]", "[0 0 842 595]", "[0 0 4000 3000]", "[0 0 14400 14400]"):
        good = b"0 g 1 1 14000 80 re f "
        pdf = page_pdf([good], page=f"/MediaBox {size}").replace(b"/MediaBox [0 0 595 842]", b"")
        with opened(pdf) as document:
            height = document[0].get_height()
            crop = crop_page(document, 1, [(0.0, height - 90, 110.0, height)], widest)

        assert crop.width <= widest
        assert crop.height <= 2 * widest


def test_the_smaller_of_two_ways_to_write_a_picture_is_taken() -> None:
    """Typeset pages are kept exact but for faint shades; grain, as scans have it, is not."""
    with opened(PLAIN) as document:
        typeset, _ = draw_around(document, 1, [(60, 300, 300, 320)])
    grain = np.random.default_rng(1).integers(200, 255, (200, 600, 3), dtype=np.uint8)
    pictures = [typeset, Image.fromarray(grain)]

    read = [Image.open(io.BytesIO(encoded(each).content)) for each in pictures]

    pairs = zip(pictures, read, strict=True)
    differ = [np.abs(np.asarray(a).astype(int) - np.asarray(b.convert("RGB"))) for a, b in pairs]
    assert differ[0].max() <= 9
    assert differ[1].max() > 9
    assert len(encoded(pictures[1]).content) < 40_000


@pytest.mark.parametrize(
    ("pdf", "page", "box", "reason", "words"),
    [
        (PLAIN, 9, (0, 0, 9, 9), "no_such_page", "from 1 to 1, asked for was page 9"),
        (PLAIN, 0, (0, 0, 9, 9), "no_such_page", "page 0"),
        (PLAIN, 1, (700, 0, 900, 9), "no_such_place", "595 × 842"),
        (PLAIN, 1, (9, float("nan"), 90, 9), "no_such_place", "came"),
        (PLAIN, 1, (5, 5, 50, 30), "blank", "nothing is drawn"),
        (PLAIN[: len(PLAIN) // 2], 1, (0, 0, 9, 9), "truncated", "its end is missing"),
        (b"%PDF-1.7 nothing %%EOF", 1, (0, 0, 9, 9), "damaged", "PDFium says"),
    ],
)
def test_what_cannot_be_shown_is_told(
    pdf: bytes, page: int, box: tuple[float, float, float, float], reason: str, words: str
) -> None:
    """Each with a word for it and what was expected."""

    def show() -> None:
        with opened(pdf) as document:
            crop_page(document, page, [box])

    with pytest.raises(DocumentError, match=words) as raised:
        show()
    assert raised.value.reason == reason
