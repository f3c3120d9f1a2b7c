"""PDF bytes → a Reading: sheets, furniture, tables, columns, paragraphs, headings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium

from pipeline.errors import DocumentError
from pipeline.extraction import headings, sniffing
from pipeline.extraction.columns import rows_to_bands, split_at
from pipeline.extraction.elements import Block, Box, Fault, Place, Reading
from pipeline.extraction.furniture import furniture_roles
from pipeline.extraction.glyphs import Sheet, read_sheet, turned_back
from pipeline.extraction.lattice import Grid, lines_to_grids, rules_to_lines
from pipeline.extraction.paragraphs import Paragraph, join_lines, rows_to_paragraphs
from pipeline.extraction.words import (
    Row,
    Word,
    box_of,
    glyphs_to_words,
    row_text,
    words_to_rows,
)
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams


@dataclass(slots=True)
class _Page:
    """A page on its way: what its layers hold, before paragraphs become blocks."""

    sheet: Sheet
    words: dict[int, list[Word]] = field(default_factory=dict)
    pieces: list["Piece"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or cell in reading order, before headings are told."""

    page: int
    role: str  # empty: to be told
    paragraph: Paragraph | None = None
    text: str = ""
    box: Box | None = None
    place: Place | None = None


def read_pdf(data: bytes, params: ExtractionParams) -> Reading:
    """The file's blocks in reading order. Raises DocumentError where the file can't be opened."""
    faults: list[Fault] = []
    with _opened(data) as document:
        count = len(document)
        if not count:
            raise DocumentError("empty", "expected a PDF with pages, found none in it")
        pages = list(_pages(document, min(count, params.pages_per_file), params, faults))
    if count > params.pages_per_file:
        faults.append(_too_many(count, params.pages_per_file))
    roles = _furniture(pages)
    pieces: list[Piece] = []
    tables = 0
    for page, page_roles in zip(pages, roles, strict=True):
        found = _page_pieces(page, page_roles, tables)
        tables = 1 + max((p.place.table for p in found if p.place), default=tables - 1)
        pieces.extend(found)
    return Reading(sniffing.PDF, count, tuple(_blocks(pieces)), tuple(faults))


def _too_many(count: int, most: int) -> Fault:
    detail = f"expected at most {most} pages, came {count}; the pages after {most} were not read"
    return Fault(most + 1, "too_large", f"{detail}; raise extraction.pages_per_file")


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
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


def _pages(
    document: Any, count: int, params: ExtractionParams, faults: list[Fault]
) -> Iterator[_Page]:
    left = params.characters_per_file
    for index in range(count):
        try:
            page = document[index]
        except pdfium.PdfiumError as err:
            faults.append(
                Fault(index + 1, "damaged", f"expected a page {index + 1}, PDFium says: {err}")
            )
            continue
        sheet = read_sheet(page, index + 1, left)
        page.close()
        if sheet.characters > left:
            faults.append(_too_much_text(index + 1, params.characters_per_file))
        left = max(0, left - sheet.characters)
        yield _Page(sheet, {d: glyphs_to_words(glyphs) for d, glyphs in sheet.layers.items()})
        if not left:
            return


def _too_much_text(page: int, most: int) -> Fault:
    detail = f"expected at most {most} characters in a file, the limit was reached on page {page}"
    return Fault(page, "too_large", f"{detail}; raise extraction.characters_per_file")


def _furniture(pages: Sequence[_Page]) -> list[dict[int, str]]:
    return furniture_roles(
        [(page.sheet.height, words_to_rows(page.words.get(0, ()))) for page in pages]
    )


def _page_pieces(page: _Page, roles: dict[int, str], first_table: int) -> list[Piece]:
    sheet = page.sheet
    rows = words_to_rows(page.words.get(0, ()))
    headers = [
        _furniture_piece(sheet, rows[i], r) for i, r in roles.items() if _is_upper(sheet, rows[i])
    ]
    footers = [
        _furniture_piece(sheet, rows[i], r)
        for i, r in roles.items()
        if not _is_upper(sheet, rows[i])
    ]
    inner = [row for i, row in enumerate(rows) if i not in roles]
    pieces = [*headers, *_body_pieces(sheet, inner, first_table)]
    for degrees in sorted(set(page.words) - {0}):
        pieces.extend(_turned_pieces(sheet, page.words[degrees], degrees))
    return [*pieces, *footers]


def _is_upper(sheet: Sheet, row: Row) -> bool:
    return row[0].baseline < sheet.height / 2


def _furniture_piece(sheet: Sheet, row: Row, role: str) -> Piece:
    return Piece(sheet.number, role, text=row_text(row), box=box_of(row))


def _turned_pieces(sheet: Sheet, words: list[Word], degrees: int) -> list[Piece]:
    return [
        Piece(
            sheet.number,
            "paragraph",
            text=p.text,
            box=turned_back(p.box, degrees, sheet.width, sheet.height),
        )
        for p in rows_to_paragraphs(words_to_rows(words))
    ]


def _body_pieces(sheet: Sheet, rows: list[Row], first_table: int) -> list[Piece]:
    """Ruled tables cut the page into strips; each strip is read by its columns."""
    grids = [g for g in lines_to_grids(*rules_to_lines(sheet.rules)) if _holds_text(g, rows)]
    words = [word for row in rows for word in row]
    inside: list[list[Word]] = [[] for _ in grids]
    outside: list[Word] = []
    for word in words:
        for index, grid in enumerate(grids):
            if _within(word, grid.box):
                inside[index].append(word)
                break
        else:
            outside.append(word)
    return _woven(sheet, outside, list(zip(grids, inside, strict=True)), first_table)


def _within(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _holds_text(grid: Grid, rows: list[Row]) -> bool:
    """A table has text in at least two of its cells; a chart or a frame hasn't."""
    words = [w for row in rows for w in row if _within(w, grid.box)]
    filled = {index for index, cell in enumerate(grid.cells) for w in words if _within(w, cell.box)}
    return len(filled) >= 2 and len(filled) * 5 >= len(grid.cells)


def _woven(
    sheet: Sheet, outside: list[Word], tables: list[tuple[Grid, list[Word]]], first_table: int
) -> list[Piece]:
    pieces: list[Piece] = []
    rest = outside
    for number, (grid, words) in enumerate(tables, start=first_table):
        above = [w for w in rest if w.baseline <= grid.box.top + 2]
        rest = [w for w in rest if w.baseline > grid.box.top + 2]
        pieces.extend(_running(sheet, words_to_rows(above)))
        pieces.extend(_cell_pieces(sheet, grid, words, number))
    return [*pieces, *_running(sheet, words_to_rows(rest))]


def _cell_pieces(sheet: Sheet, grid: Grid, words: list[Word], table: int) -> list[Piece]:
    pieces = []
    for cell in grid.cells:
        held = words_to_rows(w for w in words if _within(w, cell.box))
        text = join_lines([row_text(row) for row in held])
        place = Place(table, cell.row, cell.column, cell.row_span, cell.column_span)
        pieces.append(Piece(sheet.number, "table_cell", text=text, box=cell.box, place=place))
    return pieces


def _running(sheet: Sheet, rows: Sequence[Row]) -> list[Piece]:
    pieces: list[Piece] = []
    for band in rows_to_bands(rows):
        if band.gutter is None:
            pieces.extend(
                Piece(sheet.number, "", paragraph=p) for p in rows_to_paragraphs(band.rows)
            )
        else:
            left, right = split_at(band.rows, band.gutter)
            pieces.extend([*_running(sheet, left), *_running(sheet, right)])
    return pieces


def _blocks(pieces: Sequence[Piece]) -> list[Block]:
    paragraphs = [p.paragraph for p in pieces if p.paragraph]
    body = headings.body_size(paragraphs)
    bold = sum(len(p.text) for p in paragraphs if p.bold) * 2 > sum(len(p.text) for p in paragraphs)
    found = [p for p in paragraphs if headings.is_heading(p, body, bold)]
    levels = headings.style_levels(found)
    chosen = {id(p) for p in found}
    return [block for piece in pieces if (block := _block(piece, levels, chosen)) is not None]


def _block(piece: Piece, levels: dict[tuple[float, bool], int], chosen: set[int]) -> Block | None:
    paragraph = piece.paragraph
    if paragraph is None:
        text = normalise_text(piece.text)
        if not text and piece.place is None:
            return None
        return Block(piece.page, text, piece.role, piece.box, None, piece.place)
    text = normalise_text(paragraph.text)
    if not text:
        return None
    if id(paragraph) in chosen:
        level = headings.heading_level(paragraph, levels)
        return Block(piece.page, text, "heading", paragraph.box, level)
    role = "caption" if headings.is_caption(text) else "paragraph"
    return Block(piece.page, text, "list_item" if paragraph.is_item else role, paragraph.box)
