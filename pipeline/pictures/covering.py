"""Words that a picture may not show → where they stand on the page."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from pipeline.errors import DocumentError
from pipeline.language.normalise import normalise_text
from pipeline.places import Box

_FINE = 1000  # device units a point: PDFium gives places on the page in whole ones


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is painted over on a page: words wherever they stand, and boxes on it."""

    words: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()


NOTHING = Hidden()


def boxes_to_cover(sheet: Any, page: int, hidden: Hidden) -> list[Box]:
    """All boxes that are to be painted over on the page. Raises DocumentError (not_covered)."""
    return [*hidden.boxes, *boxes_of_words(sheet, page, hidden.words)]


def boxes_of_words(sheet: Any, page: int, words: Sequence[str]) -> list[Box]:
    """A box for each letter of the words, wherever they stand on the page as it is shown.

    Neither case nor where lines break matters. Raises DocumentError (not_covered) where a word
    isn't found: a scan has no letters to find, so that what it shows can't be known.
    """
    if not words:
        return []
    text_page = sheet.get_textpage()
    try:
        letters = [
            chr(raw.FPDFText_GetUnicode(text_page, i) or 32) for i in range(text_page.count_chars())
        ]
        spans = [span for word in words for span in _found(page, "".join(letters), word)]
        return [
            _as_shown(sheet, text_page.get_charbox(i))
            for start, end in spans
            for i in range(start, end)
            if not letters[i].isspace()
        ]
    finally:
        text_page.close()


def _found(page: int, text: str, word: str) -> Iterator[tuple[int, int]]:
    """Each place of the word in the page's letters, which it has one or more of between lines."""
    letters = [re.escape(letter) for letter in normalise_text(word) if not letter.isspace()]
    # what a line's end puts between two letters: spaces, a hyphen, PDFium's sign for a soft one
    found = list(re.finditer(r"[\s\-\u00ad\u0002\ufffe]*".join(letters), text, re.IGNORECASE))
    if not letters or not found:
        raise DocumentError("not_covered", "expected the letters of what is to be hidden", page)
    for match in found:
        yield match.span()


def _as_shown(sheet: Any, box: tuple[float, float, float, float]) -> Box:
    """The box in points from the upper left of the page as it is turned and cut."""
    left, bottom, right, top = box
    corners = [_point(sheet, left, bottom), _point(sheet, right, top)]
    (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
    return x0, y0, x1, y1


def _point(sheet: Any, x: float, y: float) -> tuple[float, float]:
    width, height = (round(side * _FINE) for side in sheet.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(sheet, 0, 0, width, height, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE
