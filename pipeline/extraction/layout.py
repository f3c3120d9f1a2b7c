"""Words and rules of a page → paragraphs and tables in reading order."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.aligned import FoundTable, TableCell, is_figure, split_tables
from pipeline.extraction.boxes import told_boxes, within
from pipeline.extraction.columns import PLACE, Band, Gutter, rows_to_bands, split_at
from pipeline.extraction.elements import Box
from pipeline.extraction.filledrows import filled_lines
from pipeline.extraction.framedtables import framed_tables
from pipeline.extraction.glyphs import Rule
from pipeline.extraction.headedtables import split_headed
from pipeline.extraction.lattice import Grid, lines_to_grids, rules_to_lines
from pipeline.extraction.paragraphs import Paragraph, join_lines, rows_to_paragraphs
from pipeline.extraction.tabletitles import parted_at_titles, with_titles_between
from pipeline.extraction.texttables import Columns, Flat, free_columns, text_table
from pipeline.extraction.typedtables import TypedTable, typed_tables
from pipeline.extraction.words import Row, Word, box_of, row_text, usual_size, words_to_rows

_NARROW = 0.75  # of the text's width: a table or box that leaves room for a column beside it
Item = Paragraph | FoundTable
Held = Sequence[Item]  # what stands in the place of one mark


class _Around(NamedTuple):
    """What is known beside the rows: rules, what marks hold, gutters that recur on the pages.

    `tried` takes rows that have no gutter of their own.
    """

    flat: Flat
    held: Sequence[Held]
    known: Sequence[Gutter]
    tried: list[Sequence[Row]] | None

    def bands(self, rows: Sequence[Row], *, dense: bool = False) -> list[Band]:
        """The rows in bands, given what is known."""
        return rows_to_bands(rows, dense=dense, flat=self.flat, known=self.known, tried=self.tried)


def page_items(
    words: Sequence[Word],
    rules: Sequence[Rule],
    before: Columns = (),
    fills: Sequence[Box] = (),
    known: Sequence[Gutter] = (),
    tried: list[Sequence[Row]] | None = None,
) -> list[Item]:
    """Paragraphs and tables in reading order, the text of each coloured or framed box together.

    `before` are the columns of the table that the page before ended with, if it did; `known` are
    gutters that recur on the document's pages, `tried` takes rows without a gutter of their own.
    """
    flat, upright = rules_to_lines(rules)
    across, down = filled_lines(fills, flat, upright, words)
    grids = lines_to_grids([*flat, *across], [*upright, *down])
    tables, _ = _ruled_tables(grids, words)
    boxes = told_boxes(fills, flat, upright, [table.box for table in tables], words)
    places = [*boxes, *(t.box for t in tables if not any(_lies_in(t.box, b) for b in boxes))]
    held: list[Held] = [_box_items(box, words, rules, fills) for box in boxes]
    held.extend([table] for table in tables if table.box in places)
    rest = [word for word in words if not any(within(word, place) for place in places)]
    framed, rest = framed_tables(flat, rest)
    places.extend(table.box for table in framed)
    held.extend([table] for table in framed)
    marks = [_mark(index, place) for index, place in enumerate(places)]
    rows = words_to_rows([*rest, *marks])
    lines = [(line.at, line.start, line.end) for line in flat]
    return _parted(_items(rows, _Around(lines, held, known, tried), before), words)


def _parted(items: Sequence[Item], words: Sequence[Word]) -> list[Item]:
    """The items, tables cut at the titles that stand between their rows."""
    parts = [
        part
        for item in items
        for part in (parted_at_titles(item, words) if isinstance(item, FoundTable) else [item])
    ]
    return with_titles_between(parts)


def _box_items(
    box: Box, words: Sequence[Word], rules: Sequence[Rule], fills: Sequence[Box]
) -> list[Item]:
    inside = [word for word in words if within(word, box)]
    own = [rule for rule in rules if _lies_in(Box(*rule), box)]
    items = page_items(inside, own, (), [f for f in fills if f != box and _lies_in(f, box)])
    return [replace(i, is_boxed=True) if isinstance(i, Paragraph) else i for i in items]


def _lies_in(inner: Box, outer: Box) -> bool:
    """Whether it lies in the other, touching none of its sides unless it is smaller."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    smaller = inner.x1 - inner.x0 < outer.x1 - outer.x0 or inner.bottom - inner.top < (
        outer.bottom - outer.top
    )
    return smaller and outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _ruled_tables(
    grids: Sequence[Grid], words: Sequence[Word]
) -> tuple[list[FoundTable], list[Word]]:
    tables: list[FoundTable] = []
    rest = list(words)
    for grid in grids:
        inside = [w for w in rest if within(w, grid.box)]
        table = _ruled_table(grid, inside)
        if table is not None:
            tables.append(table)
            rest = [w for w in rest if not within(w, grid.box)]
    return tables, rest


def _ruled_table(grid: Grid, words: Sequence[Word]) -> FoundTable | None:
    """The grid with its words; None for a frame, a chart, or rules that leave rows unparted."""
    cells = []
    for cell in grid.cells:
        held = words_to_rows(w for w in words if within(w, cell.box))
        lines = [row_text(row) for row in held]
        if sum(is_figure(line) for line in lines) >= 2 and len(lines) >= 3:
            return None  # figures stacked in one cell: the rows are told by their baselines
        text = join_lines(lines)
        cells.append(
            TableCell(cell.row, cell.column, text, cell.box, cell.row_span, cell.column_span)
        )
    filled = sum(bool(cell.text) for cell in cells)
    columns = sorted({(cell.box.x0, cell.box.x1) for cell in grid.cells if cell.column_span == 1})
    if filled < 2 or filled * 5 < len(cells) or max(c.column + c.column_span for c in cells) < 2:
        return None
    if all(len(cell.text) < 2 for cell in cells):
        return None  # letters in a drawing
    whole = tuple(_without_empty(cells))
    return FoundTable(tuple(columns), whole, grid.box, is_ruled=True, size=usual_size(words))


def _without_empty(cells: list[TableCell]) -> list[TableCell]:
    """Without rows and columns that rules drawn double, or borders, leave empty and thin."""
    thin_rows = {c.row for c in cells if c.row_span == 1 and c.box.bottom - c.box.top < 5}
    thin_columns = {c.column for c in cells if c.column_span == 1 and c.box.x1 - c.box.x0 < 5}
    thin_rows -= {c.row for c in cells if c.text and c.row_span == 1}
    thin_columns -= {c.column for c in cells if c.text and c.column_span == 1}
    kept = []
    for c in cells:
        rows = [r for r in range(c.row, c.row + c.row_span) if r not in thin_rows]
        columns = [k for k in range(c.column, c.column + c.column_span) if k not in thin_columns]
        if rows and columns:
            row = rows[0] - sum(t < rows[0] for t in thin_rows)
            column = columns[0] - sum(t < columns[0] for t in thin_columns)
            kept.append(TableCell(row, column, c.text, c.box, len(rows), len(columns)))
    return kept


def _mark(index: int, box: Box) -> Word:
    return Word(f"{PLACE}{index}", box.x0, box.top, box.x1, box.top + 10, box.top + 8, 10.0, False)


def _marked(row: Row) -> bool:
    return any(word.text.startswith(PLACE) for word in row)


def _items(rows: Sequence[Row], around: _Around, before: Columns) -> list[Item]:
    """Columns beside a box or ruled table first, then tables of prose, then what is between."""
    if _has_narrow_mark(rows):
        bands = around.bands(rows, dense=True)
        if any(band.gutter is not None for band in bands):
            return _band_items(bands, around, before)
    items: list[Item] = []
    for piece in _split_headed(rows, around.flat, before):
        if isinstance(piece, FoundTable):
            items.append(piece)
        else:
            items.extend(_column_items(piece, around, () if items else before))
    return items


def _split_headed(rows: Sequence[Row], flat: Flat, before: Columns) -> list[list[Row] | FoundTable]:
    """The rows with tables of prose told; a ruled table stands between."""
    pieces: list[list[Row] | FoundTable] = []
    for part in _between_marks(rows):
        pieces.extend(
            [part] if _marked(part[0]) else split_headed(part, flat, () if pieces else before)
        )
    return _joined_lists(pieces)


def _between_marks(rows: Sequence[Row]) -> list[list[Row]]:
    parts: list[list[Row]] = []
    for row in rows:
        if not parts or _marked(row) or _marked(parts[-1][-1]):
            parts.append([])
        parts[-1].append(row)
    return parts


def _has_narrow_mark(rows: Sequence[Row]) -> bool:
    """Whether a box or ruled table leaves room for a column beside it."""
    marks = [word for row in rows for word in row if word.text.startswith(PLACE)]
    if not marks or len(rows) == 1:
        return False
    wide = max(row[-1].x1 for row in rows) - min(row[0].x0 for row in rows)
    return any(mark.x1 - mark.x0 < _NARROW * wide for mark in marks)


def _column_items(rows: Sequence[Row], around: _Around, before: Columns) -> list[Item]:
    """Dense columns of a page first, then tables of figures, tables of text, loose columns."""
    return _band_items(around.bands(rows, dense=True), around, before)


def _band_items(bands: Sequence[Band], around: _Around, before: Columns) -> list[Item]:
    items: list[Item] = []
    for band in bands:
        if band.gutter is None:
            items.extend(_loose_items(band.rows, around, () if items else before))
            continue
        for side in split_at(band.rows, band.gutter):
            items.extend(_items(side, around, ()))
    return items


def _loose_items(rows: Sequence[Row], around: _Around, before: Columns) -> list[Item]:
    items: list[Item] = []
    for piece in _split_figures(rows, around.flat):
        if isinstance(piece, FoundTable):
            items.append(piece)
            continue
        for band in around.bands(piece):
            if band.gutter is None:
                items.extend(_single_column(band.rows, around.held))
            else:
                items.extend(_side_by_side(band, around, () if items else before))
    return items


def _side_by_side(band: Band, around: _Around, before: Columns) -> list[Item]:
    assert band.gutter is not None
    found = _band_tables(band.rows, around.flat, before)
    if found is None:
        sides = split_at(band.rows, band.gutter)
        return [item for side in sides for item in _items(side, around, ())]
    items: list[Item] = []
    for part in found:
        items.extend([part] if isinstance(part, FoundTable) else _items(part, around, ()))
    return items


def _split_figures(rows: Sequence[Row], flat: Flat) -> list[list[Row] | FoundTable]:
    pieces: list[list[Row] | FoundTable] = []
    current: list[Row] = []
    for row in [*rows, ()]:
        if row and not _marked(row):
            current.append(row)
            continue
        if current:
            pieces.extend(split_tables(current, flat))
        current = []
        if row:
            pieces.append([row])
    return _joined_lists(pieces)


def _joined_lists(pieces: list[list[Row] | FoundTable]) -> list[list[Row] | FoundTable]:
    done: list[list[Row] | FoundTable] = []
    for piece in pieces:
        if isinstance(piece, list) and done and isinstance(done[-1], list):
            done[-1] = [*done[-1], *piece]
        else:
            done.append(piece)
    return done


def _single_column(rows: Sequence[Row], held: Sequence[Held]) -> list[Item]:
    items: list[Item] = []
    current: list[Row] = []
    beside: list[Word] = []
    for row in rows:
        marks = [word for word in row if word.text.startswith(PLACE)]
        text = tuple(word for word in row if not word.text.startswith(PLACE))
        if text:
            current.append(text)
            beside.extend(marks)
        elif marks:
            items.extend(_with_beside(_lines(current), beside, held))
            items.extend(item for mark in marks for item in held[int(mark.text[1:])])
            current, beside = [], []
    return [*items, *_with_beside(_lines(current), beside, held)]


def _with_beside(items: list[Item], marks: Sequence[Word], held: Sequence[Held]) -> list[Item]:
    """The column's items with what stands beside one of them after it."""
    done = list(items)
    for mark in sorted(marks, key=lambda m: -m.top):
        at = next((i for i, item in enumerate(items) if item.box.top > mark.top), len(items))
        done[at:at] = held[int(mark.text[1:])]
    return done


_WIDE = 0.6  # font sizes between words that are more than a space


def _lines(rows: Sequence[Row]) -> list[Item]:
    """Paragraphs, and tables whose rows are typed as plain lines."""
    items: list[Item] = []
    at = 0
    for table in typed_tables([_line(row) for row in rows]):
        items.extend(rows_to_paragraphs(rows[at : table.first], rows))
        items.append(_typed_table(rows, table))
        for index in table.aside:
            items.extend(rows_to_paragraphs([rows[index]]))
        at = table.last
    return [*items, *rows_to_paragraphs(rows[at:], rows)]


def _line(row: Row) -> str:
    text = row[0].text
    for before, word in pairwise(row):
        wide = word.x0 - before.x1 > _WIDE * max(word.size, before.size)
        text += f"{'  ' if wide else ' '}{word.text}"
    return text


def _typed_table(rows: Sequence[Row], table: TypedTable) -> FoundTable:
    cells = []
    every: list[Word] = []
    for number, line in enumerate(table.rows):
        held = [[rows[i][k] for i, k in tokens] for tokens in line]
        words = [word for cell in held for word in cell]
        every.extend(words)
        for column, cell in enumerate(held):
            text = row_text(cell)
            cells.append(TableCell(number, column, text, box_of(cell or words)))
    box = box_of(every)
    edges = tuple((box.x0, box.x1) for _ in table.rows[0])
    return FoundTable(edges, tuple(cells), box, size=usual_size(every))


def _band_tables(
    rows: Sequence[Row], flat: Flat, before: Columns
) -> list[FoundTable | list[Row]] | None:
    """The band cut at headings between tables; None where it is a page's columns."""
    if any(_marked(row) for row in rows):
        return None
    parts: list[FoundTable | list[Row]] = []
    for index, part in enumerate(_cut_at_headings(rows)):
        head, core, tail = _core(part)
        table = text_table(core, flat, before if index == 0 and not head else ())
        if table is None:
            parts.append(part)
        else:
            parts.extend(piece for piece in (head, table, tail) if piece)
    return parts if any(isinstance(part, FoundTable) for part in parts) else None


_MOST_APART = 12  # rows of running text above or below a table that may reach over its columns


def _core(rows: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows above, of, and below the table: those at the ends that reach over its columns go."""
    first, last = 0, len(rows)
    most = len(free_columns(rows))
    for cut in range(1, min(_MOST_APART, len(rows) - 2) + 1):
        if len(free_columns(rows[: len(rows) - cut])) > most:
            most, last = len(free_columns(rows[: len(rows) - cut])), len(rows) - cut
    for cut in range(1, min(_MOST_APART, last - 2) + 1):
        if len(free_columns(rows[cut:last])) > most:
            most, first = len(free_columns(rows[cut:last])), cut
    return rows[:first], rows[first:last], rows[last:]


def _cut_at_headings(rows: Sequence[Row]) -> list[list[Row]]:
    """Cut before and after each line that stands alone, larger than or apart from the rest."""
    sizes = sorted(w.size for row in rows for w in row)
    usual = sizes[len(sizes) // 2]
    parts: list[list[Row]] = [[rows[0]]]
    for above, row in pairwise(rows):
        alone = _stands_alone(row, usual)
        if alone != _stands_alone(parts[-1][-1], usual) or (
            row[0].baseline - above[0].baseline > 3 * usual
        ):
            parts.append([])
        parts[-1].append(row)
    return [part for part in parts if part]


def _stands_alone(row: Row, usual: float) -> bool:
    return all(w.size > 1.12 * usual for w in row)
