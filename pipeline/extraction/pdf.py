"""PDF bytes → a Reading: sheets, furniture, tables, columns, paragraphs, headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extraction import sniffing, styles
from pipeline.extraction.aligned import FoundTable
from pipeline.extraction.assembling import (
    AssembledAlone,
    AssembledTogether,
    PagePieces,
    PageTask,
)
from pipeline.extraction.columngrid import lacking, page_gutters, recurring_gutters
from pipeline.extraction.columns import Gutter, is_parted
from pipeline.extraction.contents import (
    Titles,
    bookmark_levels,
    listed_titles,
    with_contents,
)
from pipeline.extraction.elements import Block, Box, Fault, Reading
from pipeline.extraction.figurewords import with_figure_words
from pipeline.extraction.footnotes import with_footnotes
from pipeline.extraction.frame import turned_back, turned_box
from pipeline.extraction.furniture import counting_pages, furniture_roles
from pipeline.extraction.glyphs import Rule, Sheet
from pipeline.extraction.headings import is_caption
from pipeline.extraction.joining import document_words, join_parts
from pipeline.extraction.layout import Item, page_items
from pipeline.extraction.pages import (
    NOTES,
    PageReader,
    Tell,
    records_for,
    too_much_text,
    untold,
)
from pipeline.extraction.pagestore import (
    Outline,
    Page,
    Records,
    bands_of,
    outline_of,
    pack_bands,
    page_of,
)
from pipeline.extraction.paragraphs import SOURCE, Paragraph
from pipeline.extraction.pieces import Piece
from pipeline.extraction.recognition import with_recognition
from pipeline.extraction.repair import Source, best_source
from pipeline.extraction.runningon import join_tables
from pipeline.extraction.texttables import Columns, Flat
from pipeline.extraction.underlined import with_underlines
from pipeline.extraction.words import (
    Row,
    Word,
    box_of,
    row_text,
)
from pipeline.language.normalise import normalise_text
from pipeline.opening import opened
from pipeline.params import ExtractionParams


def read_pdf(data: bytes, params: ExtractionParams) -> Reading:
    """The file's blocks in reading order. Raises DocumentError where the file can't be opened."""

    def read(content: bytes, name: str) -> Records:
        reader = PageReader(params, is_mended=name == "mended")
        with opened(content) as document:
            records = records_for(document, params)
            for number in records.missing():
                records.save(number, reader.record(document, number))
        return records

    return source_to_reading(best_source(data, params, read), params)


def source_to_reading(
    source: Source,
    params: ExtractionParams,
    tell: Tell = untold,
    helped: AssembledAlone | AssembledTogether | None = None,
) -> Reading:
    """The blocks of pages that were read, in reading order; `tell` hears of each page.

    `helped` gives the pieces of pages that other processes have assembled.
    """
    outlines, faults = _within_bounds(source, params)
    roles = dict(zip((o.number for o in outlines), _furniture(outlines), strict=True))
    margins = {o.number: o.margin for o in outlines if o.margin is not None}
    beside = {page: margins[page] for page in counting_pages(margins)}
    pages = _Pages(source.records, tell, helped or AssembledAlone())
    tasks = [PageTask(number, roles[number], beside.get(number)) for number in roles]
    sheets = pages.assembled(tasks)
    grids = _lacking_grids(
        {number: held.pieces for number, held in sheets.items()},
        {number: held.width for number, held in sheets.items()},
    )
    again = [
        replace(task, before=sheets[task.number].before, known=tuple(grids[task.number]))
        for task in tasks
        if task.number in grids and _may_differ(sheets[task.number], grids[task.number])
    ]
    sheets.update(pages.assembled(again))
    tell("joining", 0)
    rules = {outline.number: outline.flat for outline in outlines}
    marks = [mark for outline in outlines for mark in outline.bookmarks]
    whole = [_with_going_on(held.pieces, bool(held.before)) for held in sheets.values()]
    scans = {number: held.scan for number, held in sheets.items() if held.scan}
    blocks = with_recognition(_blocks(whole, rules, marks), scans)
    faults = [*faults, *pages.faults]
    notes = (*source.notes, *(fault for fault in faults if fault.reason in NOTES))
    faults = [fault for fault in faults if fault.reason not in NOTES]
    return Reading(sniffing.PDF, source.count, tuple(blocks), tuple(faults), notes)


@dataclass(slots=True)
class _Pages:
    """Assembles pages; `faults` has those of pages that were given up meanwhile."""

    records: Records
    tell: Tell
    helped: AssembledAlone | AssembledTogether
    faults: list[Fault] = field(default_factory=list)

    def assembled(self, tasks: Sequence[PageTask]) -> dict[int, PagePieces]:
        """Each page's pieces, by its number."""
        done: dict[int, PagePieces] = {}
        ended: Columns = ()
        for task, told in zip(tasks, self.helped.ahead(self.records, tasks), strict=True):
            before = ended if task.before is None else task.before
            held = told if told is not None and told.before == before else self._one(task, before)
            if held is not None:
                done[task.number] = held
                ended = ending_columns(held.pieces)
        return done

    def _one(self, task: PageTask, before: Columns) -> PagePieces | None:
        self.tell("assembling", task.number)
        record = self.records.load(task.number)
        page = page_of(record)
        if page is None:
            self.faults.extend(outline_of(record).faults[-1:])
            return None
        return assemble(page, task, before)


def assemble(page: Page, task: PageTask, before: Columns) -> PagePieces:
    """The page's pieces, given the columns of the table that the page before ended with."""
    tried: list[Sequence[Row]] | None = None if task.known else []
    pieces = _page_pieces(page, task, before, tried)
    return PagePieces(pieces, before, page.sheet.width, page.scan, pack_bands(tried or ()))


def _may_differ(held: PagePieces, known: Sequence[Gutter]) -> bool:
    """Whether the page's pieces may be others where these gutters are known."""
    return any(is_parted(rows, known) for rows in bands_of(held.tried))


def _lacking_grids(
    sheets: Mapping[int, Sequence[Piece]], widths: Mapping[int, float]
) -> dict[int, list[Gutter]]:
    """The gutters that recur on pages of one width, for each page read without some of them."""
    boxes = {
        number: [p.paragraph.box for p in pieces if p.paragraph is not None]
        for number, pieces in sheets.items()
    }
    grids = {}
    for width in sorted({round(w) for w in widths.values()}):
        alike = [number for number in sheets if round(widths[number]) == width]
        grid = recurring_gutters([page_gutters(boxes[number]) for number in alike])
        grids.update({n: grid for n in alike if lacking(boxes[n], grid)})
    return {number: grids[number] for number in sorted(grids)}


def _within_bounds(source: Source, params: ExtractionParams) -> tuple[list[Outline], list[Fault]]:
    """The pages that were read until there is too much text, and the faults."""
    kept: list[Outline] = []
    characters = 0
    for outline in source.outlines:
        if characters >= params.characters_per_file:
            fault = too_much_text(outline.number, params.characters_per_file)
            return kept, [*source.faults, fault]
        characters += outline.characters
        if outline.is_read:
            kept.append(outline)
    return kept, source.faults


def _furniture(outlines: Sequence[Outline]) -> list[dict[int, str]]:
    """The roles of each page's rows that are furniture, by their index among all its rows."""
    found = furniture_roles([(o.height, o.outer, o.flat) for o in outlines])
    return [
        {i if i < o.upper else i + o.skipped: role for i, role in roles.items()}
        for o, roles in zip(outlines, found, strict=True)
    ]


def _page_pieces(
    page: Page, task: PageTask, before: Columns, tried: list[Sequence[Row]] | None
) -> list[Piece]:
    """The page's headers, its layers from the main reading direction on, its footers.

    `tried` takes rows that more gutters might part otherwise.
    """
    roles, number, sheet = task.roles, task.beside, page.sheet
    rows = page.rows
    edges = [_furniture_piece(sheet, rows[i], roles[i]) for i in sorted(roles)]
    if number is not None:
        edges.append(_furniture_piece(sheet, (number,), "page_number"))
    middle = sheet.height / 2
    kept = [row for i, row in enumerate(rows) if i not in roles]
    inner = [word for row in kept for word in row if word != number]
    pieces = [p for p in edges if p.box is not None and p.box.top < middle]
    for item in page_items(inner, sheet.rules, before, sheet.fills, task.known, tried):
        pieces.append(_piece(sheet.number, item))
    for degrees in sorted(page.turned):
        pieces.extend(_turned_pieces(sheet, page.turned[degrees], degrees))
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
    first = next(
        (i for i, p in enumerate(pieces) if p.role in ("", "table") and not _may_precede(p)),
        None,
    )
    if not closed_by_table or first is None or pieces[first].table is None:
        return pieces
    return [*pieces[:first], replace(pieces[first], may_go_on=True), *pieces[first + 1 :]]


_GOES_ON = re.compile(
    r"^(?:tabell|table)\b.*\b(?:fortsetter|forts\b|fortsettelse|fortset\b|framhald\w*|cont(?:inued|\.))"
    r"|^\(?(?:forts\b|fortsettelse|framhald)",
    re.IGNORECASE,
)


def _may_precede(piece: Piece) -> bool:
    """Whether a table that goes on from the page before may stand below it."""
    paragraph = piece.paragraph
    return paragraph is not None and (paragraph.parts_table or bool(_GOES_ON.match(paragraph.text)))


_NOTE = re.compile(r"^(?:[\d¹²³⁴⁵⁶⁷⁸⁹⁰*]+[).]?\s|Kilde|Kjelde|Note)")


def _is_note(paragraph: Paragraph) -> bool:
    return bool(_NOTE.match(paragraph.text)) or len(paragraph.text) <= 2


def _blocks(
    sheets: Sequence[Sequence[Piece]],
    rules: Mapping[int, Flat],
    marks: Sequence[tuple[int, str, int]],
) -> list[Block]:
    """The blocks of all pages' pieces, given each page's horizontal rules and the bookmarks."""
    sheets = [sheet for sheet in with_contents(sheets) if sheet]
    paragraphs = [p.paragraph for sheet in sheets for p in sheet if p.paragraph]
    tables = [(p.table.size, p.table.letters) for sheet in sheets for p in sheet if p.table]
    size = styles.body_size(paragraphs, tables)
    sheets = [with_footnotes(sheet, rules[sheet[0].page], size) for sheet in sheets]
    sheets = [with_figure_words(sheet, size) for sheet in sheets]
    sheets = [with_underlines(sheet, rules[sheet[0].page]) for sheet in sheets]
    titles = Titles(listed_titles(sheets), bookmark_levels(marks))
    pieces = [piece for sheet in sheets for piece in sheet]
    pieces = join_parts(pieces, document_words(pieces))
    body = styles.told_body([p.paragraph for p in pieces if p.paragraph and p.is_running], tables)
    return _told_blocks(pieces, styles.told_headings(pieces, body, titles))


def _told_blocks(pieces: Sequence[Piece], levels: dict[int, int]) -> list[Block]:
    parts = styles.joined_titles(pieces, levels)
    whole: dict[int, Piece] = {}
    for place, first in parts.items():
        one = whole.get(first, pieces[first])
        whole[first] = styles.with_rest(one, pieces[place])
    cells = iter(join_tables([(p.page, p.table, p.may_go_on) for p in pieces if p.table]))
    blocks: list[Block] = []
    for place, piece in enumerate(pieces):
        if piece.table is not None:
            blocks.extend(next(cells))
        elif place not in parts:
            told = whole.get(place, piece)
            rest = told.paragraph.rest if told.paragraph else ()
            blocks.extend(replace(b, rest=rest) for b in _block(told, levels.get(place)))
    return blocks


def _block(piece: Piece, level: int | None) -> list[Block]:
    paragraph = piece.paragraph
    text = normalise_text(paragraph.text if paragraph else piece.text)
    if not text:
        return []
    if paragraph is None:
        return [Block(piece.page, text, piece.role, piece.box)]
    if level is not None:
        return [Block(piece.page, text, "heading", paragraph.box, level)]
    if piece.is_footnote or piece.is_contents:
        note = piece.is_footnote
        return [Block(piece.page, text, "paragraph", paragraph.box, is_footnote=note)]
    if paragraph.is_item:
        return [Block(piece.page, text, "list_item", paragraph.box)]
    role = "caption" if is_caption(text) or SOURCE.match(text) else "paragraph"
    return [Block(piece.page, text, role, paragraph.box)]
