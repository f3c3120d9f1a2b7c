"""A damaged PDF → the reading of it that holds the most: as it is, or as a second library mends it.

PDFium alone loses pages of damaged files in silence: the number of pages is held against QPDF's.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import NamedTuple

import pikepdf

from pipeline.errors import DocumentError
from pipeline.extraction.elements import Fault
from pipeline.extraction.lookover import QPDF_FAULTS, beside_pages, is_broken
from pipeline.extraction.pages import Tell, too_many_pages, untold
from pipeline.extraction.pagestore import Outline, Records
from pipeline.extraction.salvage import replace_lost_fonts, salvaged
from pipeline.params import ExtractionParams

_PICTURE = 0.05  # of a page under pictures, from which it isn't blank
Read = Callable[[bytes, str], Records]


@dataclass(frozen=True, slots=True)
class Source:
    """A document's records, each page's outline, and what was done to have them."""

    records: Records
    outlines: list[Outline]
    count: int
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    @property
    def weight(self) -> tuple[int, int]:
        """How much was read: words, then pages."""
        return sum(o.words for o in self.outlines), sum(o.is_read for o in self.outlines)


class Look(NamedTuple):
    """What QPDF sees: how many pages, on which of them something is broken, what else is held."""

    pages: int | None = None
    broken: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def second_look(data: bytes, most: int) -> Look:
    """QPDF's look at the file; no count where it can't open it or its pages go in circles.

    PDFium stops in silence where a page's content can't be unpacked. The first `most` pages are
    unpacked here.
    """
    with suppress(*QPDF_FAULTS), pikepdf.open(BytesIO(data)) as document:
        pages = document.pages
        broken = [n for n in range(1, min(len(pages), most) + 1) if is_broken(pages[n - 1].obj)]
        faults, notes = beside_pages(document)
        return Look(len(pages), tuple(broken), faults, notes)
    return Look()


_PAGE_TREE = re.compile(rb"<<([^<>]*/Type\s*/Pages\b[^<>]*)>>")
_COUNT = re.compile(rb"/Count\s+(\d{1,9})\b")
_LINEARISED = re.compile(rb"<<[^<>]*/Linearized\b[^<>]*/N\s+(\d{1,9})\b")


_HEAD = 2048  # bytes; there a file that is made to be shown page by page says how many it has


def stated_count(data: bytes) -> int:
    """How many pages the file says that it has, where that stands in it unpacked; else 0.

    Told from the bytes, since libraries put it right when they open a damaged file.

    >>> stated_count(b"2 0 obj << /Type /Pages /Kids [4 0 R 5 0 R] /Count 2 >> endobj")
    2
    """
    nodes = (match.group(1) for match in _PAGE_TREE.finditer(data))
    counts = [n for node in nodes for n in _COUNT.findall(node)]
    return max(map(int, [*counts, *_LINEARISED.findall(data[:_HEAD])]), default=0)


# Closes what a cut file leaves open: QPDF leaves out an object that the file ends in.
_END = b"\nendstream\nendobj\n%%EOF\n"


def mended(data: bytes) -> bytes | None:
    """The file as QPDF writes it anew, with what it could save; None where it can't.

    Where what leads to the pages is gone, the pages that are left are put together again.
    """
    whole = data if b"%%EOF" in data[-1024:] else data + _END
    anew = _rewritten(whole)
    if anew is None:
        left = salvaged(data)
        anew = None if left is None else _rewritten(left)
    return anew


def _rewritten(data: bytes) -> bytes | None:
    with suppress(*QPDF_FAULTS), pikepdf.open(BytesIO(data)) as document:
        if len(document.pages):
            replace_lost_fonts(document)
            whole = BytesIO()
            document.save(whole)
            return whole.getvalue()
    return None


def best_source(
    data: bytes,
    params: ExtractionParams,
    read: Read,
    without: frozenset[str] = frozenset(),
    tell: Tell = untold,
) -> Source:
    """The reading that holds the most words, then pages; what is lost in it is among its faults.

    `read` gives the records of (file, "plain" or "mended"); `without` names steps that are left
    out, since they broke a process: "plain", "count", "mended"; `tell` hears of steps. Raises
    DocumentError where neither reading can be had.
    """
    plain, error = _attempt(data, "plain", params, read, without)
    if error is not None and error.reason == "encrypted":
        raise error
    tell("count", 0)
    most = params.pages_per_file
    look = Look() if "count" in without else second_look(data, most)
    if plain is not None and not _is_doubtful(plain, look.pages):
        return _told_look(plain, look)
    tell("mended", 0)
    anew = None if "mended" in without else mended(data)
    other, _ = (None, None) if anew is None else _attempt(anew, "mended", params, read, without)
    nothing = (0, 0) if plain is None else plain.weight
    if other is not None and other.weight > nothing:
        found = _told_lost(_told_mended(other, plain, error), look.pages, params)
        found = _told_look(found, second_look(anew or b"", most))
        return _told_missing(found, stated_count(data), params)
    if plain is None:
        raise error or DocumentError("damaged", "expected a readable PDF, reading it broke")
    if _is_damaged(plain, look.pages):
        plain = replace(plain, faults=[*plain.faults, *_blank_faults(plain)])
    return _told_look(_told_lost(plain, look.pages, params), look)


def _attempt(
    data: bytes, name: str, params: ExtractionParams, read: Read, without: frozenset[str]
) -> tuple[Source | None, DocumentError | None]:
    if name in without:
        return None, None
    try:
        records = read(data, name)
    except DocumentError as err:
        return None, err
    outlines = records.outlines()
    faults = [fault for outline in outlines for fault in outline.faults]
    if records.whole_count > params.pages_per_file:
        faults.append(too_many_pages(records.whole_count, params.pages_per_file))
    return Source(records, outlines, records.whole_count, faults), None


def _is_doubtful(source: Source, expected: int | None) -> bool:
    """Whether the file is damaged, or none of its pages has text."""
    blank = not any(o.words or o.image_share >= _PICTURE for o in source.outlines)
    return blank or _is_damaged(source, expected)


def _is_damaged(source: Source, expected: int | None) -> bool:
    """Whether another number of pages was to be expected, or a page did not load."""
    if expected is not None and expected != source.count:
        return True
    return any(fault.reason == "damaged" for fault in source.faults)


def _told_mended(source: Source, plain: Source | None, error: DocumentError | None) -> Source:
    if plain is None:
        before = "it does not open" if error is None else error.detail
    else:
        words, pages = plain.weight
        before = f"{pages} pages and {words} words could be read of it as it is"
    words, pages = source.weight
    detail = f"the file is damaged ({before}) and was mended: {pages} pages, {words} words"
    note = Fault(None, "repaired", detail)
    faults = [*source.faults, *_blank_faults(source)]
    return Source(source.records, source.outlines, source.count, faults, [note])


def _blank_faults(source: Source) -> list[Fault]:
    """A fault for each page of a damaged file that holds nothing."""
    return [
        _blank_fault(o.number)
        for o in source.outlines
        if o.is_read and not o.words and o.image_share < _PICTURE and not o.faults
    ]


def _blank_fault(page: int) -> Fault:
    detail = "expected text or a picture; the damaged file holds neither for this page any more"
    return Fault(page, "damaged", detail)


def _told_look(source: Source, look: Look) -> Source:
    """With what a second look tells; a page of which a part can't be unpacked has one fault."""
    told = {fault.page for fault in source.faults}
    detail = (
        "expected a whole page, a part of it is damaged and can't be unpacked; the rest is read"
    )
    faults = [Fault(page, "damaged", detail) for page in look.broken if page not in told]
    return replace(
        source,
        faults=[*source.faults, *faults, *look.faults],
        notes=[*source.notes, *look.notes],
    )


def _told_missing(source: Source, stated: int, params: ExtractionParams) -> Source:
    """With a fault for pages that a damaged file says it has and that are nowhere in it.

    A number that no such file could have is part of the damage.
    """
    if not source.count < stated <= params.pages_per_file:
        return source
    detail = f"expected {stated} pages, as the file says; {source.count} are left in it"
    return replace(source, faults=[*source.faults, Fault(None, "damaged", detail)])


def _told_lost(source: Source, expected: int | None, params: ExtractionParams) -> Source:
    """With a fault for each page that the second library sees and that could not be had."""
    lost = range(source.count + 1, min(expected or 0, params.pages_per_file) + 1)
    detail = f"expected {expected} pages, {source.count} can be opened; this one is lost"
    faults = [*source.faults, *(Fault(page, "damaged", detail) for page in lost)]
    count = max(source.count, expected or 0)
    return Source(source.records, source.outlines, count, faults, source.notes)
