"""What a picture may not show is painted over, or there is no picture."""

import pandas as pd
import pypdfium2 as pdfium
import pytest
from PIL import Image

from pipeline.errors import DocumentError
from pipeline.pictures.covering import NOTHING, Hidden, boxes_of_words
from pipeline.pictures.crops import covered, draw_around
from pipeline.pictures.report import hides_all, hides_passages, hides_personal_data, hides_words
from tests.extraction.typesetting import typeset_pdf
from tests.pictures.test_crops import PLAIN, box_of_goal, red, reworked, scanned

TURNED = [PLAIN, *(reworked(PLAIN, Rotate=degrees) for degrees in (90, 180, 270))]


@pytest.mark.parametrize("pdf", TURNED, ids=["plain", "90", "180", "270"])
def test_hidden_words_are_painted_over_where_they_stand(pdf: bytes) -> None:
    """However the page is turned: of the goal's red ground, what lies under its words is gone."""
    document = pdfium.PdfDocument(pdf)
    bare, _ = draw_around(document, 1, [box_of_goal(pdf)])
    hidden, _ = draw_around(
        document, 1, [box_of_goal(pdf)], hidden=Hidden(("flere BARN skal gå i",))
    )

    assert 0.2 < red(hidden).sum() / red(bare).sum() < 0.8


def test_words_are_found_across_a_line_break() -> None:
    """Each letter has its box, on both lines."""
    pdf = typeset_pdf("<p class=goal>Ring leder Ole<br>Nordmann-<br>sen i dag</p>", "")

    boxes = boxes_of_words(pdfium.PdfDocument(pdf)[0], 1, ["Ole Nordmannsen"])

    assert len({round(box[3]) for box in boxes if box[3] - box[1] > 5}) >= 2
    assert len(boxes) >= len("OleNordmannsen")


def test_there_is_no_picture_where_what_is_to_be_hidden_is_not_found() -> None:
    """A scan may show a name that its letters don't tell."""
    scan = pdfium.PdfDocument(scanned(PLAIN, 0))

    with pytest.raises(DocumentError, match="letters") as told:
        draw_around(scan, 1, [(50, 50, 500, 700)], hidden=Hidden(("Nordmann",)))

    assert told.value.reason == "not_covered"


def test_nothing_is_left_under_a_cover() -> None:
    """The box is one colour, and the picture that was given is as it was."""
    picture = Image.linear_gradient("L").convert("RGB")

    painted = covered(picture, [(20, 20, 60, 40)])

    assert painted.crop((20, 20, 60, 40)).getcolors() == [(40 * 20, (120, 120, 120))]
    assert picture.crop((20, 20, 60, 40)).getcolors() != painted.crop((20, 20, 60, 40)).getcolors()


def test_what_several_hide_is_hidden_together() -> None:
    """Words on the page that a passage begins on, boxes wherever it stands."""
    columns = ["passage_id", "document_sha256", "page", "x0", "top", "x1", "bottom"]
    passages = pd.DataFrame([["p", "d", 1, 1.0, 2.0, 3.0, 4.0]], columns=columns)
    rest = pd.DataFrame([["p", "d", 2, 5.0, 6.0, 7.0, 8.0]], columns=columns)

    hides = hides_all(hides_words({"p": ["navnet"]}, passages), hides_passages({"p"}, rest))

    assert hides("d", 1) == Hidden(words=("navnet",))
    assert hides("d", 2) == Hidden(boxes=((5.0, 6.0, 7.0, 8.0),))
    assert hides("d", 3) == NOTHING


def test_what_the_report_masks_is_covered() -> None:
    """A name by its words; all of a scanned passage, and of what goes on on another page."""
    columns = ["passage_id", "document_sha256", "page", "x0", "top", "x1", "bottom"]
    box = [1.0, 2.0, 3.0, 4.0]
    passages = pd.DataFrame([["p", "d", 1, *box], ["s", "d", 2, *box]], columns=columns)
    rest = pd.DataFrame([["p", "d", 3, *box]], columns=columns)
    passages = passages.assign(text="Ring Kari Nordmann.", ocr_confidence=[None, 0.9])

    hides = hides_personal_data(passages, rest, ("name",))
    shows = hides_personal_data(passages, rest, ("phone",))

    assert hides("d", 1) == Hidden(words=("Kari Nordmann",))
    assert hides("d", 2) == hides("d", 3) == Hidden(boxes=((1.0, 2.0, 3.0, 4.0),))
    assert shows("d", 1) == NOTHING
