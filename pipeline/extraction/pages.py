"""PDF bytes → pages: sheets and words in geometry alone, pictures recognised, faults told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as pdfium

from pipeline.errors import DocumentError
from pipeline.extraction import ocr
from pipeline.extraction.elements import Fault
from pipeline.extraction.glyphs import Sheet, read_sheet
from pipeline.extraction.recognition import Scan
from pipeline.extraction.words import Word, letters_to_words
from pipeline.params import ExtractionParams


@dataclass(slots=True)
class Page:
    """A page on its way: what its layers hold, before paragraphs become blocks."""

    sheet: Sheet
    words: dict[int, list[Word]] = field(default_factory=dict)
    scan: Scan | None = None  # where the words were recognised


def too_many_pages(count: int, most: int) -> Fault:
    """The fault of the pages that stand after the most that are read."""
    detail = f"expected at most {most} pages, came {count}; the pages after {most} were not read"
    return Fault(most + 1, "too_large", f"{detail}; raise extraction.pages_per_file")


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The PDFium document, closed afterwards. Raises DocumentError where it can't be opened."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as err:
        raise _cannot_open(data, str(err)) from err
    try:
        yield document
    finally:
        document.close()


def _cannot_open(data: bytes, message: str) -> DocumentError:
    if "password" in message.casefold():
        return DocumentError(
            "encrypted", "expected a PDF that opens without a password, this one asks for one"
        )
    if "security" in message.casefold():
        return DocumentError(
            "encrypted",
            "expected a PDF that opens without a key, this one is locked in an unknown way",
        )
    if b"%%EOF" not in data[-2048:]:
        return DocumentError(
            "truncated", f"expected a whole PDF, its end is missing after {len(data)} bytes"
        )
    return DocumentError("damaged", f"expected a readable PDF, PDFium says: {message}")


def read_pages(
    document: Any, count: int, params: ExtractionParams, faults: list[Fault]
) -> Iterator[Page]:
    """The first `count` pages that can be read; what can't is added to `faults`."""
    left = params.characters_per_file
    reader = _ScanReader(params)
    for index in range(count):
        try:
            page = document[index]
        except pdfium.PdfiumError as err:
            detail = f"expected a page {index + 1}, PDFium says: {err}"
            faults.append(Fault(index + 1, "damaged", detail))
            continue
        sheet = read_sheet(page, index + 1, left)
        words = {d: letters_to_words(letters) for d, letters in sheet.layers.items()}
        if sheet.hidden >= _LEAST_HIDDEN:
            faults.append(_hidden_text(sheet))
        scan = None
        if not any(words.values()) and sheet.image_share >= _LEAST_SCAN:
            scan = reader.read(page, index + 1, faults)
        page.close()
        if sheet.characters > left:
            faults.append(_too_much_text(index + 1, params.characters_per_file))
        left = max(0, left - sheet.characters)
        yield recognised_page(sheet, scan) if scan else Page(sheet, words)
        if not left:
            return


def recognised_page(sheet: Sheet, scan: Scan) -> Page:
    """The page as it reads: what was recognised, on a sheet turned upright."""
    upright = replace(
        sheet, width=scan.width, height=scan.height, rules=[*sheet.rules, *scan.rules]
    )
    return Page(upright, {0: list(scan.words)}, scan)


_LEAST_HIDDEN = 20  # letters; fewer are a producer's odds and ends
_LEAST_SCAN = 0.05  # of the page under pictures


def _hidden_text(sheet: Sheet) -> Fault:
    detail = f"expected text that a reader sees, {sheet.hidden} letters are invisible and left out"
    return Fault(sheet.number, "hidden_text", detail)


class _ScanReader:
    """Reads pages that are pictures, as far as the parameters and this machine allow."""

    def __init__(self, params: ExtractionParams) -> None:
        self.params = params
        self.language: str | None = None

    def read(self, page: Any, number: int, faults: list[Fault]) -> Scan | None:
        """The page as recognised; None, and a fault, where no words can be had."""
        if self.params.ocr == "off":
            detail = "expected text, the page is a picture; set extraction.ocr to auto, and"
            faults.append(Fault(number, "no_text_layer", f"{detail} {ocr.HELP}"))
            return None
        if self.language is None:
            self.language = ocr.languages()
        if not self.language:
            detail = f"expected text, the page is a picture; {ocr.HELP}"
            faults.append(Fault(number, "no_text_layer", detail))
            return None
        try:
            scan = ocr.recognise(page, self.language, self.params.seconds_per_file)
        except DocumentError as err:
            faults.append(Fault(number, err.reason, err.detail))
            return None
        if not scan.words:
            detail = "expected text, Tesseract sees none on this picture"
            faults.append(Fault(number, "no_text_layer", detail))
            return None
        return scan


def _too_much_text(page: int, most: int) -> Fault:
    detail = f"expected at most {most} characters in a file, the limit was reached on page {page}"
    return Fault(page, "too_large", f"{detail}; raise extraction.characters_per_file")
