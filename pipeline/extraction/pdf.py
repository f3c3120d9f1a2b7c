"""PDF bytes → a Reading: sheets, furniture, tables, columns, paragraphs, headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import DocumentError
from pipeline.extraction import headings, sniffing
from pipeline.extraction.aligned import FoundTable
from pipeline.extraction.elements import Block, Box, Fault, Reading
from pipeline.extraction.frame import turned_back, turned_box
from pipeline.extraction.furniture import furniture_roles
from pipeline.extraction.glyphs import Rule, Sheet
from pipeline.extraction.lattice import rules_to_lines
from pipeline.extraction.layout import Item, page_items
from pipeline.extraction.pages import Page, opened, read_pages, too_many_pages
from pipeline.extraction.paragraphs import Paragraph
from pipeline.extraction.recognition import with_recognition
from pipeline.extraction.runningon import join_tables
from pipeline.extraction.texttables import Columns
from pipeline.extraction.words import (
    Row,
    Word,
    box_of,
    row_text,
    words_to_rows,
)
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or cell in reading order, before headings are told."""

    page: int
    role: str  # empty: to be told
    paragraph: Paragraph | None = None
    text: str = ""
    box: Box | None = None
    table: FoundTable | None = None
    may_go_on: bool = False  # a table that opens its page, after a page that a table closed


def read_pdf(data: bytes, params: ExtractionParams) -> Reading:
    """The file's blocks in reading order. Raises DocumentError where the file can't be opened."""
    faults: list[Fault] = []
    with opened(data) as document:
        count = len(document)
        if not count:
            raise DocumentError("empty", "expected a PDF with pages, found none in it")
        pages = list(read_pages(document, min(count, params.pages_per_file), params, faults))
    if count > params.pages_per_file:
        faults.append(too_many_pages(count, params.pages_per_file))
    pieces: list[Piece] = []
    before: Columns = ()
    for page, roles in zip(pages, _furniture(pages), strict=True):
        found = _page_pieces(page, roles, before)
        pieces.extend(_with_going_on(found, bool(before)))
        before = ending_columns(found)
    scans = {page.sheet.number: page.scan for page in pages if page.scan}
    blocks = with_recognition(_blocks(pieces), scans)
    return Reading(sniffing.PDF, count, tuple(blocks), tuple(faults))


def _furniture(pages: Sequence[Page]) -> list[dict[int, str]]:
    return furniture_roles(
        [
            (p.sheet.height, words_to_rows(p.words.get(0, ())), rules_to_lines(p.sheet.rules)[0])
            for p in pages
        ]
    )


def _page_pieces(page: Page, roles: dict[int, str], before: Columns) -> list[Piece]:
    """The page's headers, its layers from the main reading direction on, its footers."""
    sheet = page.sheet
    rows = words_to_rows(page.words.get(0, ()))
    edges = [_furniture_piece(sheet, rows[i], roles[i]) for i in sorted(roles)]
    middle = sheet.height / 2
    inner = [word for i, row in enumerate(rows) if i not in roles for word in row]
    pieces = [p for p in edges if p.box is not None and p.box.top < middle]
    for item in page_items(inner, sheet.rules, before, sheet.fills):
        pieces.append(_piece(sheet.number, item))
    for degrees in sorted(set(page.words) - {0}):
        pieces.extend(_turned_pieces(sheet, page.words[degrees], degrees))
    return [*pieces, *(p for p in edges if p.box is not None and p.box.top >= middle)]


def _piece(page: int, item: Item) -> Piece:
    if isinstance(item, FoundTable):
        return Piece(page, "table", table=item)
    return Piece(page, "", paragraph=item)


def _furniture_piece(sheet: Sheet, row: Row, role: str) -> Piece:
    return Piece(sheet.number, role, text=row_text(row), box=box_of(row))


def _turned_pieces(sheet: Sheet, words: list[Word], degrees: int) -> list[Piece]:
    """Text that runs upwards, downwards or upside down, its boxes as they stand on the page."""
    width, height, number = sheet.width, sheet.height, sheet.number
    rules = [Rule(*turned_box(Box(*rule), degrees, width, height)) for rule in sheet.rules]
    pieces = []
    for item in page_items(words, rules):
        box = turned_back(item.box, degrees, width, height)
        if isinstance(item, FoundTable):
            cells = tuple(
                replace(c, box=turned_back(c.box, degrees, width, height)) for c in item.cells
            )
            pieces.append(Piece(number, "table", table=replace(item, cells=cells, box=box)))
        else:
            pieces.append(Piece(number, "", paragraph=replace(item, box=box)))
    return pieces


def ending_columns(pieces: Sequence[Piece]) -> Columns:
    """The columns of the table that a page ends with, footnotes and footers apart."""
    inner = [p for p in pieces if p.role in ("", "table")]
    for piece in reversed(inner):
        if piece.table is not None:
            return piece.table.columns
        if piece.paragraph is not None and not _is_note(piece.paragraph):
            return ()
    return ()


def _with_going_on(pieces: list[Piece], closed_by_table: bool) -> list[Piece]:
    first = next((i for i, p in enumerate(pieces) if p.role in ("", "table")), None)
    if not closed_by_table or first is None or pieces[first].table is None:
        return pieces
    return [*pieces[:first], replace(pieces[first], may_go_on=True), *pieces[first + 1 :]]


_NOTE = re.compile(r"^(?:[\d¹²³⁴⁵⁶⁷⁸⁹⁰*]+[).]?\s|Kilde|Kjelde|Note)")


def _is_note(paragraph: Paragraph) -> bool:
    return bool(_NOTE.match(paragraph.text)) or len(paragraph.text) <= 2


def _blocks(pieces: Sequence[Piece]) -> list[Block]:
    paragraphs = [p.paragraph for p in pieces if p.paragraph]
    tables = [p.table for p in pieces if p.table]
    body = headings.body_size(paragraphs, [(t.size, t.letters) for t in tables])
    bold = sum(len(p.text) for p in paragraphs if p.bold) * 2 > sum(len(p.text) for p in paragraphs)
    found = [p for p in paragraphs if headings.is_heading(p, body, bold)]
    levels = headings.style_levels(found)
    chosen = {id(p) for p in found}
    joined = join_tables([(p.page, p.table, p.may_go_on) for p in pieces if p.table])
    cells = iter(joined)
    blocks: list[Block] = []
    for piece in pieces:
        if piece.table is not None:
            blocks.extend(next(cells))
        elif piece.paragraph is not None:
            blocks.extend(_paragraph_block(piece.page, piece.paragraph, levels, chosen))
        elif normalise_text(piece.text):
            blocks.append(Block(piece.page, normalise_text(piece.text), piece.role, piece.box))
    return headings.joined_headings(blocks)


def _paragraph_block(
    page: int, paragraph: Paragraph, levels: dict[tuple[float, bool], int], chosen: set[int]
) -> list[Block]:
    text = normalise_text(paragraph.text)
    if not text:
        return []
    if id(paragraph) in chosen:
        level = headings.heading_level(paragraph, levels)
        return [Block(page, text, "heading", paragraph.box, level)]
    if paragraph.is_item:
        return [Block(page, text, "list_item", paragraph.box)]
    role = "caption" if headings.is_caption(text) else "paragraph"
    return [Block(page, text, role, paragraph.box)]
