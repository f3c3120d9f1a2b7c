"""Pages on their way from geometry to assembly: packed, so that a long document stays small."""

import marshal
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.extraction.elements import Box, Fault
from pipeline.extraction.furniture import margin_number
from pipeline.extraction.glyphs import Rule, Sheet
from pipeline.extraction.lattice import rules_to_lines
from pipeline.extraction.recognition import Scan
from pipeline.extraction.words import Row, Word

_OUTER = 0.2  # of the page's height, above and below: more than running headers and footers take


@dataclass(slots=True)
class Page:
    """A page on its way: the rows that it holds, before paragraphs become blocks.

    `turned` has the words that run in other directions, in degrees.
    """

    sheet: Sheet
    rows: list[Row]
    turned: dict[int, list[Word]]
    scan: Scan | None = None  # where the words were recognised


@dataclass(frozen=True, slots=True)
class Outline:
    """What is told of a page without unpacking it: enough for what is told across pages.

    `outer` are its uppermost and lowermost rows, `skipped` how many stand between them. The first
    page's has the document's `bookmarks`: level from 0, title, page from 1. `margin` is a figure
    that stands alone beside the text.
    """

    number: int
    is_read: bool
    words: int = 0
    characters: int = 0
    image_share: float = 0.0
    height: float = 0.0
    outer: tuple[Row, ...] = ()
    skipped: int = 0
    upper: int = 0
    flat: tuple[tuple[float, float, float], ...] = ()
    faults: tuple[Fault, ...] = ()
    bookmarks: tuple[tuple[int, str, int], ...] = ()
    margin: Word | None = None


def lost_page(fault: Fault) -> bytes:
    """The packed record of a page that could not be read."""
    assert fault.page is not None
    return _packed(Outline(fault.page, False, faults=(fault,)), None)


def pack(
    page: Page, faults: list[Fault], bookmarks: tuple[tuple[int, str, int], ...] = ()
) -> bytes:
    """The page and what could not be read of it, as bytes; its letters are left out."""
    sheet = page.sheet
    upper, lower = _outer(page.rows, sheet.height)
    outline = Outline(
        sheet.number,
        True,
        sum(map(len, page.rows)) + sum(map(len, page.turned.values())),
        sheet.characters,
        sheet.image_share,
        sheet.height,
        (*page.rows[:upper], *page.rows[lower:]),
        lower - upper,
        upper,
        tuple((line.at, line.start, line.end) for line in rules_to_lines(sheet.rules)[0]),
        tuple(faults),
        bookmarks,
        margin_number(page.rows),
    )
    return _packed(outline, page)


def _outer(rows: list[Row], height: float) -> tuple[int, int]:
    """How many rows stand above, and from which on they stand below, two rows to spare."""
    count = len(rows)
    upper = sum(row[0].bottom <= _OUTER * height for row in rows) + 2
    lower = count - sum(row[0].top >= (1 - _OUTER) * height for row in rows) - 2
    return (upper, lower) if upper < lower else (count, count)


def _packed(outline: Outline, page: Page | None) -> bytes:
    told = (
        outline.number,
        outline.is_read,
        outline.words,
        outline.characters,
        float(outline.image_share),
        float(outline.height),
        _plain_rows(outline.outer),
        outline.skipped,
        outline.upper,
        [tuple(map(float, line)) for line in outline.flat],
        [(fault.page, fault.reason, fault.detail) for fault in outline.faults],
        outline.bookmarks,
        [] if outline.margin is None else list(outline.margin),
    )
    head = marshal.dumps(told)
    body = b"" if page is None else marshal.dumps(_plain_page(page))
    return len(head).to_bytes(8, "little") + head + body


def _plain_rows(rows: Sequence[Row]) -> list[list[tuple[Any, ...]]]:
    return [[tuple(word) for word in row] for row in rows]


def pack_bands(bands: Iterable[Sequence[Row]]) -> bytes:
    """The rows of several bands as bytes, equal bands once."""
    return marshal.dumps([_plain_rows(rows) for rows in dict.fromkeys(map(tuple, bands))])


def bands_of(packed: bytes) -> list[list[Row]]:
    """What was given to `pack_bands`."""
    return [[tuple(map(Word._make, row)) for row in rows] for rows in marshal.loads(packed)]


def _plain_page(page: Page) -> tuple[Any, ...]:
    sheet, scan = page.sheet, page.scan
    return (
        (sheet.number, float(sheet.width), float(sheet.height)),
        [tuple(map(float, rule)) for rule in sheet.rules],
        (float(sheet.image_share), sheet.hidden, sheet.characters),
        [tuple(map(float, box)) for box in sheet.fills],
        _plain_rows(page.rows),
        {degrees: [tuple(word) for word in words] for degrees, words in page.turned.items()},
        None if scan is None else _plain_scan(scan),
    )


def _plain_scan(scan: Scan) -> tuple[Any, ...]:
    return (
        [tuple(word) for word in scan.words],
        list(map(float, scan.confidences)),
        [tuple(map(float, rule)) for rule in scan.rules],
        (float(scan.width), float(scan.height), float(scan.degrees), int(scan.quarter)),
    )


def outline_of(record: bytes) -> Outline:
    """What the record tells without being unpacked."""
    told = marshal.loads(record[8 : 8 + int.from_bytes(record[:8], "little")])
    number, is_read, words, characters, share, height, outer, *rest = told
    skipped, upper, flat, faults, bookmarks, margin = rest
    return Outline(
        number,
        is_read,
        words,
        characters,
        share,
        height,
        tuple(tuple(map(Word._make, row)) for row in outer),
        skipped,
        upper,
        tuple(flat),
        tuple(Fault(*fault) for fault in faults),
        bookmarks,
        Word._make(margin) if margin else None,
    )


def page_of(record: bytes) -> Page | None:
    """The page as it was packed, without its letters; None where it could not be read."""
    body = record[8 + int.from_bytes(record[:8], "little") :]
    if not body:
        return None
    (number, width, height), rules, told, fills, rows, turned, scan = marshal.loads(body)
    image_share, hidden, characters = told
    sheet = Sheet(
        number,
        width,
        height,
        {},
        [Rule(*rule) for rule in rules],
        image_share,
        hidden,
        characters,
        tuple(Box(*box) for box in fills),
    )
    return Page(
        sheet,
        [tuple(map(Word._make, row)) for row in rows],
        {degrees: list(map(Word._make, words)) for degrees, words in turned.items()},
        None if scan is None else _scan(scan),
    )


def _scan(plain: tuple[Any, ...]) -> Scan:
    words, confidences, rules, (width, height, degrees, quarter) = plain
    return Scan(
        tuple(map(Word._make, words)),
        tuple(confidences),
        tuple(Rule(*rule) for rule in rules),
        width,
        height,
        degrees,
        quarter,
    )


class Records:
    """The packed pages of a document, in memory or in a folder that several processes share."""

    def __init__(self, count: int, folder: Path | None = None, whole_count: int = 0) -> None:
        self.count = count
        self.whole_count = max(count, whole_count)  # with the pages that are too many to be read
        self.folder = folder
        self._held: dict[int, bytes] = {}

    def has(self, number: int) -> bool:
        """Whether the page's record is there."""
        return number in self._held if self.folder is None else self._place(number).exists()

    def save(self, number: int, record: bytes) -> None:
        """Keep the record, whole or not at all."""
        if self.folder is None:
            self._held[number] = record
            return
        partial = self._place(number).with_suffix(f".{os.getpid()}")
        partial.write_bytes(record)
        partial.replace(self._place(number))

    def load(self, number: int) -> bytes:
        """The page's record. Raises KeyError or OSError where there is none."""
        return self._held[number] if self.folder is None else self._place(number).read_bytes()

    def missing(self) -> list[int]:
        """The numbers of pages whose records are not there."""
        return [number for number in range(1, self.count + 1) if not self.has(number)]

    def outlines(self) -> list[Outline]:
        """The outline of each page, in order."""
        return [outline_of(self.load(number)) for number in range(1, self.count + 1)]

    def _place(self, number: int) -> Path:
        assert self.folder is not None
        return self.folder / f"{number}.page"


def emptied(record: bytes, fault: Fault) -> bytes:
    """The record with nothing on its page, and the fault for it."""
    told = outline_of(record)
    outline = replace(
        told, is_read=False, words=0, outer=(), skipped=0, upper=0, faults=(*told.faults, fault)
    )
    return _packed(outline, None)
