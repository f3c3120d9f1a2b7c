"""Form fields and notes on top of a PDF's pages."""

import pytest

from pipeline.extraction.pdf import read_pdf
from pipeline.params import ExtractionParams
from tests.extraction.rawpdf import page_pdf, stream, text

PARAMS = ExtractionParams(ocr="off")
PRINTED, WRITTEN = "Mål for enheten:", "Flere barn skal lære å svømme"
_SHOWN = stream(
    f"BT /F1 12 Tf 2 5 Td ({WRITTEN}) Tj ET".encode("cp1252"),
    "/Type /XObject /Subtype /Form /BBox [0 0 328 20] /Resources << /Font << /F1 3 0 R >> >>",
)
_FIELD = f"/Subtype /Widget /FT /Tx /T (a) /V ({WRITTEN}) /DA (/F1 12 Tf 0 g)"
_NOTE = f"/Subtype /FreeText /Contents ({WRITTEN}) /DA (/F1 12 Tf)"
_FORM = b"/AcroForm << /Fields [100 0 R] /DR << /Font << /F1 3 0 R >> >> "


def written_on(entries: str) -> bytes:
    """A page with a field or note on it."""
    note = f"<< /Type /Annot {entries} /Rect [72 500 400 520] /P 10 0 R >>"
    return page_pdf([text(PRINTED)], more={100: note, 101: _SHOWN}, page="/Annots [100 0 R]")


def texts(pdf: bytes) -> list[str]:
    """The texts of all blocks."""
    return [block.text for block in read_pdf(pdf, PARAMS).blocks]


@pytest.mark.parametrize("entries", [_FIELD, _NOTE], ids=["field", "note"])
def test_what_is_written_on_a_page_is_read_with_it(entries):
    """Agreements are filled in there: the reader sees it as part of the page."""
    assert texts(written_on(f"{entries} /AP << /N 101 0 R >>")) == [PRINTED, WRITTEN]


def test_a_field_that_holds_its_value_alone_is_read():
    """Programs leave it to the reader to draw what was filled in."""
    pdf = written_on(_FIELD).replace(
        b"/Type /Catalog", b"/Type /Catalog " + _FORM + b"/NeedAppearances true >>"
    )

    assert texts(pdf) == [PRINTED, WRITTEN]


def test_a_hidden_field_stays_hidden():
    """What the reader does not see is not read."""
    assert texts(written_on(f"{_FIELD} /F 2 /AP << /N 101 0 R >>")) == [PRINTED]
