"""Damaged PDFs: what can be had is read, and what is lost is told."""

import io
import zlib

import pikepdf
import pytest

from pipeline.errors import DocumentError
from pipeline.extraction.elements import Reading
from pipeline.extraction.pdf import read_pdf
from pipeline.params import ExtractionParams
from tests.extraction.rawpdf import A4, HELVETICA, page_pdf, raw_pdf, stream, text

PARAMS = ExtractionParams(ocr="off")
LINES = [f"Mål {i}: flere barn i barnehage." for i in range(1, 9)]


def texts(reading: Reading) -> list[str]:
    """The texts of all blocks."""
    return [block.text for block in reading.blocks]


def reasons(reading: Reading) -> list[tuple[int | None, str]]:
    """Page and reason of each fault."""
    return [(fault.page, fault.reason) for fault in reading.faults]


def test_a_sound_file_needs_no_repair():
    """Nothing is told where nothing was done."""
    reading = read_pdf(page_pdf([text(line) for line in LINES]), PARAMS)

    assert (reading.faults, reading.notes) == ((), ())
    assert texts(reading) == LINES


def test_a_file_without_its_cross_references_is_mended():
    """All pages are read, and it is said that the file was mended."""
    whole = page_pdf([text(line) for line in LINES])
    reading = read_pdf(whole[: whole.rindex(b"xref\n0")], PARAMS)

    assert texts(reading) == LINES
    assert [note.reason for note in reading.notes] == ["repaired"]


def test_a_cut_page_is_read_as_far_as_it_goes():
    """The lines before the cut are had, though the page's content has no end."""
    lines = b"".join(text(line, y=780 - 20 * i) for i, line in enumerate(LINES))
    whole = page_pdf([lines])
    reading = read_pdf(whole[: whole.index(b"(M\xe5l 5")], PARAMS)

    assert " ".join(texts(reading)) == " ".join(LINES[:4])


def test_a_page_that_does_not_load_costs_itself_alone():
    """The others are read; the reject names the page."""
    whole = page_pdf([text(line) for line in LINES])
    reading = read_pdf(whole.replace(b"14 0 R ", b"99 0 R "), PARAMS)

    assert texts(reading) == [*LINES[:2], *LINES[3:]]
    assert (3, "damaged") in reasons(reading)


def packed_pdf(contents: list[bytes]) -> bytes:
    """A file whose pages are packed."""
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(contents)))
    objects: dict[int, bytes | str] = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        3: HELVETICA,
    }
    for i, content in enumerate(contents):
        objects[10 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} /Contents {11 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects[11 + 2 * i] = stream(content, "/Filter /FlateDecode")
    return raw_pdf(objects)


def test_a_page_that_ends_in_the_middle_is_told():
    """PDFium shows what stands before the damage and says nothing."""
    pages = [
        zlib.compress(b"".join(text(f"{line} {i}", y=780 - 9 * i) for i in range(80)))
        for line in LINES
    ]
    broken = bytearray(pages[4])
    broken[len(broken) // 2 : len(broken) // 2 + 40] = b"\xff" * 40

    reading = read_pdf(packed_pdf([*pages[:4], bytes(broken), *pages[5:]]), PARAMS)

    assert reasons(reading) == [(5, "damaged")]
    assert reading.pages == 8


def test_a_missing_page_size_is_no_reason_to_lose_the_page():
    """The PDF reference takes letter paper."""
    reading = read_pdf(page_pdf([text(LINES[0])]).replace(b"/MediaBox", b"/MidiaBox"), PARAMS)

    assert texts(reading) == LINES[:1]
    assert reading.faults == ()


def resaved(pdf: bytes, **kept: object) -> bytes:
    """The file as QPDF writes it anew."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(out, **kept)
        return out.getvalue()


@pytest.mark.parametrize(
    "kept", [{"object_stream_mode": pikepdf.ObjectStreamMode.generate}, {}], ids=["packed", "plain"]
)
def test_pages_are_found_where_what_leads_to_them_is_cut_off(kept):
    """Their objects are put together again, also packed ones; it is said that this was done."""
    whole = resaved(page_pdf([text(line) for line in LINES]), **kept)
    catalogue = whole.rindex(b"/XRef" if kept else b"/Type /Catalog")
    cut = whole[: whole.rindex(b" obj", 0, catalogue) - 3]
    if not kept:
        cut = whole.replace(b"/Type /Catalog", b"/Type /Gone___")[: whole.rindex(b"xref\n0")]

    reading = read_pdf(cut, PARAMS)

    assert texts(reading) == LINES
    assert [note.reason for note in reading.notes] == ["repaired"]


def test_pages_that_a_file_made_for_the_web_has_lost_are_counted():
    """It says at its beginning how many there are."""
    whole = resaved(page_pdf([text(line) for line in LINES]), linearize=True)
    reading = read_pdf(whole[: len(whole) * 2 // 3], PARAMS)
    lost = [fault.detail for fault in reading.faults if fault.page is None]

    assert 0 < len(reading.blocks) < len(LINES)
    assert lost == [f"expected 8 pages, as the file says; {reading.pages} are left in it"]


def test_letters_of_a_lost_font_are_not_made_up():
    """A page that is set in it is lost, and says so; another font would give other letters."""
    lost = page_pdf([text(LINES[0])]).replace(b"3 0 obj", b"9 0 obj", 1)
    cut = lost[: lost.index(b"xref\n0")].replace(b"/Type /Catalog", b"/Type /Gone___")

    with pytest.raises(DocumentError) as caught:
        read_pdf(cut, PARAMS)

    assert caught.value.reason == "truncated"


def test_a_page_whose_packed_content_stops_early_is_told():
    """No byte of it is wrong: its end is missing."""
    lines = b"".join(text(f"{line} {i}", y=780 - 9 * i) for i, line in enumerate(LINES))
    cut = zlib.compress(lines)[:-40]

    assert reasons(read_pdf(packed_pdf([cut]), PARAMS)) == [(1, "damaged")]


def test_a_page_whose_content_is_gone_is_told():
    """The page is there, and empty."""
    pdf = page_pdf([text(line) for line in LINES]).replace(b"13 0 R ", b"99 0 R ")
    reading = read_pdf(pdf, PARAMS)

    assert texts(reading) == [LINES[0], *LINES[2:]]
    assert reasons(reading) == [(2, "damaged")]


def with_root(pdf: bytes, entries: bytes) -> bytes:
    """The file with more in its catalogue."""
    return pdf.replace(b"/Type /Catalog", b"/Type /Catalog " + entries)


def with_attached(pdf: bytes) -> bytes:
    """The file with another one attached to it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments["budsjett.pdf"] = pdf
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def test_files_attached_to_a_file_are_told():
    """They are no part of its pages: a note says that they are not read."""
    reading = read_pdf(with_attached(page_pdf([text(LINES[0])])), PARAMS)

    assert (texts(reading), reasons(reading)) == (LINES[:1], [])
    assert [note.reason for note in reading.notes] == ["attached_files"]
    assert "budsjett.pdf" in reading.notes[0].detail


def test_a_portfolio_is_not_taken_for_its_cover():
    """The documents are what is attached to it."""
    cover = with_root(page_pdf([text(LINES[0])]), b"/Collection << /View /D >>")

    assert reasons(read_pdf(with_attached(cover), PARAMS)) == [(None, "unsupported")]


def test_a_form_that_adobe_reader_alone_draws_is_told():
    """Its page asks the reader to wait."""
    form = b"/NeedsRendering true /AcroForm << /Fields [] /XFA 3 0 R >>"

    assert reasons(read_pdf(with_root(page_pdf([text("Vent …")]), form), PARAMS)) == [
        (None, "unsupported")
    ]
