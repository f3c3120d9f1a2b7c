"""PDF bytes → packed pages: sheets and rows in geometry alone, pictures recognised, faults."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from pipeline.errors import DocumentError
from pipeline.extraction import ocr, tesseract
from pipeline.extraction.drawnbullets import drawn_bullets
from pipeline.extraction.elements import Fault
from pipeline.extraction.filledin import whole_page
from pipeline.extraction.glyphs import Sheet, read_sheet
from pipeline.extraction.pagestore import Page, Records, lost_page, pack
from pipeline.extraction.plausibility import is_garbled, is_poor
from pipeline.extraction.recognition import Scan
from pipeline.extraction.words import Word, letters_to_words, words_to_rows
from pipeline.params import ExtractionParams


def too_many_pages(count: int, most: int) -> Fault:
    """The fault of the pages that stand after the most that are read."""
    detail = f"expected at most {most} pages, came {count}; the pages after {most} were not read"
    return Fault(most + 1, "too_large", f"{detail}; raise extraction.pages_per_file")


def records_for(document: Any, params: ExtractionParams, folder: Path | None = None) -> Records:
    """The place for the records of a document's pages, as many as are read.

    Raises DocumentError where there is no page.
    """
    count = len(document)
    if not count:
        raise DocumentError("empty", "expected a PDF with pages, found none in it")
    return Records(min(count, params.pages_per_file), folder, count)


Bookmarks = tuple[tuple[int, str, int], ...]
_MOST_BOOKMARKS = 5000
_DEEPEST_BOOKMARK = 9


def read_bookmarks(document: Any) -> Bookmarks:
    """Level from 0, title and page from 1 of each bookmark; a broken outline ends at its break."""
    found: list[tuple[int, str, int]] = []
    with suppress(pdfium.PdfiumError, UnicodeError, RecursionError, ValueError):
        marks = document.get_toc(max_depth=_DEEPEST_BOOKMARK)
        for mark in islice(marks, _MOST_BOOKMARKS):
            target = mark.get_dest()
            index = target.get_index() if target else None
            if index is not None:
                found.append((mark.level, mark.get_title(), index + 1))
    return tuple(found)


Tell = Callable[[str, int], None]


def untold(step: str, page: int) -> None:
    """Tells nobody which step begins, on which page."""


class PageReader:
    """Reads a document's pages one by one, as packed records; tells each step that it begins.

    Of a file that `is_mended`, a page whose letters can't be told is lost: its fonts are, so that
    its picture shows no more than its text.
    """

    def __init__(
        self, params: ExtractionParams, tell: Tell = untold, *, is_mended: bool = False
    ) -> None:
        self.params = params
        self.tell = tell
        self.is_mended = is_mended
        self.language: str | None = None

    def record(self, document: Any, number: int) -> bytes:
        """The page as a record; what could not be read of it, or all of it, is among its faults."""
        self.tell("page", number)
        try:
            page = whole_page(document, number - 1)
        except pdfium.PdfiumError as err:
            detail = f"expected a page {number}, PDFium says: {err}"
            return lost_page(Fault(number, "damaged", detail))
        bookmarks = read_bookmarks(document) if number == 1 else ()
        try:
            return self._record(page, number, bookmarks)
        finally:
            page.close()

    def _record(self, page: Any, number: int, bookmarks: Bookmarks) -> bytes:
        faults: list[Fault] = []
        most = self.params.characters_per_page
        sheet = read_sheet(page, number, most)
        words = {d: letters_to_words(letters) for d, letters in sheet.layers.items()}
        if self.is_mended and why_recognise(sheet, words) == "garbled":
            return lost_page(_letters_lost(number))
        if sheet.hidden >= _LEAST_HIDDEN:
            faults.append(_hidden_text(sheet))
        if sheet.characters > most:
            faults.append(_crowded_page(sheet, most))
        scan = self._scan(page, sheet, words, faults)
        if scan is not None:
            return pack(recognised_page(sheet, scan), faults, bookmarks)
        turned = {degrees: held for degrees, held in words.items() if degrees and held}
        upright = words.get(0, [])
        rows = words_to_rows([*upright, *drawn_bullets(upright, sheet.shapes)])
        return pack(Page(sheet, rows, turned), faults, bookmarks)

    def _scan(
        self, page: Any, sheet: Sheet, words: dict[int, list[Word]], faults: list[Fault]
    ) -> Scan | None:
        """The page as recognised, where its own text is missing or can't be what it shows."""
        number = sheet.number
        reason = why_recognise(sheet, words)
        if reason == "picture":
            self.tell("scan", number)
            return self._recognised(page, number, faults)
        if reason:
            self.tell("scan", number)
            scan = self._recognised(page, number, [])  # the page has a text, if a bad one
            if scan is not None and is_better(scan, words, reason):
                faults.append(Fault(number, "recognised_anew", _ANEW[reason]))
                return scan
        if sheet.unseen >= _LEAST_HIDDEN:
            detail = (
                "expected text that a reader sees, came a picture with recognised text under it"
            )
            faults.append(Fault(number, "hidden_layer", f"{detail}, which was kept"))
        return None

    def _recognised(self, page: Any, number: int, faults: list[Fault]) -> Scan | None:
        """The page as recognised; None, and a fault, where no words can be had."""
        if self.params.ocr == "off":
            detail = "expected text, the page is a picture; set extraction.ocr to auto, and"
            faults.append(Fault(number, "no_text_layer", f"{detail} {tesseract.HELP}"))
            return None
        if self.language is None:
            self.language = tesseract.languages()
        if not self.language:
            detail = f"expected text, the page is a picture; {tesseract.HELP}"
            faults.append(Fault(number, "no_text_layer", detail))
            return None
        try:
            scan = ocr.recognise(page, self.language, self.params.seconds_per_step)
        except DocumentError as err:
            faults.append(Fault(number, err.reason, err.detail))
            return None
        if not scan.words:
            detail = "expected text, Tesseract sees none on this picture"
            faults.append(Fault(number, "no_text_layer", detail))
            return None
        return scan


def recognised_page(sheet: Sheet, scan: Scan) -> Page:
    """The page as it reads: what was recognised, on a sheet turned upright."""
    upright = replace(
        sheet, width=scan.width, height=scan.height, rules=[*sheet.rules, *scan.rules]
    )
    return Page(upright, words_to_rows(scan.words), {}, scan)


# Faults with these words lose nothing: they tell how a page was read.
NOTES = frozenset(["recognised_anew", "hidden_layer"])
_ANEW = {
    "garbled": "expected letters as the page shows them, came others; the page was recognised",
    "stamped": "expected the page's text, came a few words over a picture; it was recognised",
}
_STAMP = 150  # letters; a picture of a whole page with no more over it may be a stamped scan
_LEAST_MORE = 200  # letters that recognition must add to those, and
_MANY_TIMES = 3  # how many times as many in all


def why_recognise(sheet: Sheet, words: dict[int, list[Word]]) -> str:
    """`picture` without text, `garbled` text, text `stamped` on a picture; empty for good text."""
    text = " ".join(word.text for held in words.values() for word in held)
    if not text:
        return "picture" if sheet.image_share >= _LEAST_SCAN else ""
    if is_garbled(text) or (sheet.unseen >= _LEAST_HIDDEN and is_poor(text)):
        return "garbled"
    few = sum(map(str.isalpha, text)) <= _STAMP
    return "stamped" if few and sheet.image_share >= _STAMPED_SHARE else ""


def is_better(scan: Scan, words: dict[int, list[Word]], reason: str) -> bool:
    """Whether what was recognised is to be taken for the page's own text."""
    text = " ".join(word.text for word in scan.words)
    sure = sum(scan.confidences) / max(1, len(scan.confidences))
    if is_garbled(text) or sure < _LEAST_SURE:
        return False
    if reason == "garbled":
        return True
    before = sum(len(word.text) for held in words.values() for word in held)
    after = sum(len(word.text) for word in scan.words)
    return after >= before + _LEAST_MORE and after >= _MANY_TIMES * before


_STAMPED_SHARE = 0.7  # of the page under pictures
_LEAST_SURE = 0.7  # mean confidence; garbage from photographs has less
_LEAST_HIDDEN = 20  # letters; fewer are a producer's odds and ends
_LEAST_SCAN = 0.05  # of the page under pictures


def _letters_lost(page: int) -> Fault:
    detail = "expected letters, the damaged file has lost what tells them apart on this page"
    return Fault(page, "damaged", detail)


def _hidden_text(sheet: Sheet) -> Fault:
    detail = f"expected text that a reader sees, {sheet.hidden} letters are invisible and left out"
    return Fault(sheet.number, "hidden_text", detail)


def _crowded_page(sheet: Sheet, most: int) -> Fault:
    detail = f"expected at most {most} characters on a page, came {sheet.characters}"
    return Fault(
        sheet.number,
        "too_large",
        f"{detail}; those after were not read; raise extraction.characters_per_page",
    )


def too_much_text(page: int, most: int) -> Fault:
    """The fault of the pages from this one on, after as many characters as are read of a file."""
    detail = f"expected at most {most} characters in a file, they were reached before this page"
    return Fault(
        page,
        "too_large",
        f"{detail}; it and those after it were not read; raise extraction.characters_per_file",
    )
