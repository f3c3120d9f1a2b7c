"""Damaged PDFs: what can be had is read, and what is lost is told."""

import zlib

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
