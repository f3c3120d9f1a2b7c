"""Tables page by page → numbered tables; one that runs on over pages is one table."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.extraction.aligned import FoundTable, TableCell, is_figure, is_year
from pipeline.extraction.elements import Block, Place
from pipeline.extraction.paragraphs import join_lines
from pipeline.language.normalise import normalise_text

_NEAR = 6.0  # points by which a column's edge may stand elsewhere on the next page
_FEWEST_MOVED = 3  # columns by which one tells a table that goes on in another place
_MOST_HEADERS = 6
_ALIKE = 0.85
_CLOSED = re.compile(r"[.!?:;]$")


def join_tables(found: Sequence[tuple[int, FoundTable, bool]]) -> list[list[Block]]:
    """For each (page, table, may go on) its cells as blocks, tables numbered from 0.

    A table goes on from the one before where it may (that one ended the page before, this one
    begins its page) and the columns stand in the same places, or all of them moved as far to a
    side where no head of its own opens it; header rows repeated on the new page are dropped. A
    row that the page's end cut in two is one row, on the page it begins. Parts of a table between
    titles go on from each other.
    """
    done: list[list[Block]] = []
    number, rows = -1, 0
    head: list[list[str]] = []
    columns: dict[int, int] = {}  # new → old
    for index, (page, table, may_go_on) in enumerate(found):
        mapping = _mapping(found[index - 1][1], table) if index and may_go_on else None
        if index and may_go_on and mapping is None and _goes_on_beside(found[index - 1][1], table):
            mapping = {} if _repeated(head, _texts(table)) or _opens_with_figures(table) else None
        repeated = 0
        if mapping is not None:
            columns, repeated = mapping, _repeated(head, _texts(table))
        elif not table.goes_on:
            number, rows, columns = number + 1, 0, {}
            head = _texts(table)[:_MOST_HEADERS]
        blocks = _blocks(page, table, number, rows - repeated, repeated, columns)
        whole = table.goes_on or not rows
        if not whole and _carries_on(_row(done[-1], rows - 1), _row(blocks, rows)):
            done[-1], blocks = _with_rest(done[-1], blocks, rows)
            rows -= 1
        done.append(blocks)
        rows += table.rows - repeated
    return done


def _row(blocks: Sequence[Block], row: int) -> dict[int, Block]:
    """The row's filled cells by column, where all of them stand in one row."""
    held = [b for b in blocks if b.place and b.place.row == row]
    return {b.place.column: b for b in held if b.place and b.text and b.place.row_span == 1}


def _carries_on(above: dict[int, Block], below: dict[int, Block]) -> bool:
    """Whether the row below only goes on with what the row above began.

    Each of its cells has one above it, and one begins in the middle of a sentence.
    """
    if not below or any(column not in above for column in below):
        return False
    if any(is_figure(cell.text) for cell in below.values()):
        return False
    return any(
        cell.text[0].islower()
        and not _CLOSED.search(above[column].text)
        and not above[column].text[0].islower()
        for column, cell in below.items()
    )


def _with_rest(
    above: list[Block], blocks: list[Block], row: int
) -> tuple[list[Block], list[Block]]:
    """The blocks of both pages, the first row of the second put together with the row above."""
    rest = {b.place.column: b for b in blocks if b.place and b.place.row == row and b.text}
    whole = [
        _joined(b, rest[b.place.column])
        if b.place and b.place.row == row - 1 and b.place.column in rest and b.text
        else b
        for b in above
    ]
    below = [
        replace(b, place=replace(b.place, row=b.place.row - 1))
        for b in blocks
        if b.place and b.place.row > row
    ]
    return whole, below


def _joined(cell: Block, after: Block) -> Block:
    """The cell with what the next page holds of it."""
    parts = () if after.box is None else ((after.page, after.box),)
    rest = (*cell.rest, *parts, *after.rest)
    return replace(cell, text=join_lines([cell.text, after.text]), rest=rest)


def _mapping(before: FoundTable, table: FoundTable) -> dict[int, int] | None:
    """New column → old column, where the table goes on from the one before; else None."""
    old, new = before.columns, table.columns
    if len(old) == len(new) and all(_near(a, b) for a, b in zip(old, new, strict=True)):
        return {}
    if before.is_ruled or table.is_ruled or len(new) > len(old):
        return None
    found: dict[int, int] = {}
    for column, edges in enumerate(new):
        fits = [i for i, other in enumerate(old) if _near(other, edges)]
        if not fits or fits[0] in found.values():
            return None
        found[column] = fits[0]
    return found if len(found) >= 2 else None


def _goes_on_beside(before: FoundTable, table: FoundTable) -> bool:
    """Whether the columns are as far from each other as before, in another place on the page.

    So stands what goes on from the last column of a page, or on a left page after a right one.
    """
    old, new = before.columns, table.columns
    if len(old) != len(new) or len(old) < _FEWEST_MOVED:
        return False
    by = new[0][0] - old[0][0]
    return all(_near((a[0] + by, a[1] + by), b) for a, b in zip(old, new, strict=True))


def _opens_with_figures(table: FoundTable) -> bool:
    """Whether its first row is no head: it holds figures beside a label, and no years."""
    row = [cell.text for cell in table.cells if cell.row == 0 and cell.text]
    figures = [text for text in row if is_figure(text)]
    return bool(figures) and len(figures) < len(row) and not any(map(is_year, figures))


def _near(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) <= _NEAR or abs(a[1] - b[1]) <= _NEAR


def _texts(table: FoundTable) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        if cell.text:
            rows[cell.row].append(normalise_text(cell.text).casefold())
    return rows


def _repeated(head: Sequence[list[str]], rows: Sequence[list[str]]) -> int:
    """How many rows at the top say again what the table's first rows said."""
    count = 0
    while count < min(len(head), len(rows) - 1) and head[count]:
        if head[count] != rows[count] and (count or not _are_alike(head[0], rows[0])):
            break
        count += 1
    return count


def _are_alike(head: list[str], row: list[str]) -> bool:
    """Whether the same headings may have been read twice, once with a letter wrong.

    >>> _are_alike(["resultatmål", "tiltak"], ["resnltatmål", "tiltak"])
    True
    >>> _are_alike(["budsjett 2013", "tiltak"], ["budsjett 2014", "tiltak"])
    False
    """
    one, other = " ".join(head), " ".join(row)
    same_figures = re.findall(r"\d", one) == re.findall(r"\d", other)
    return len(head) == len(row) and same_figures and _likeness(one, other) >= _ALIKE


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _blocks(
    page: int, table: FoundTable, number: int, offset: int, dropped: int, columns: dict[int, int]
) -> list[Block]:
    return [
        _block(page, cell, number, offset, columns)
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column))
        if cell.row >= dropped
    ]


def _block(page: int, cell: TableCell, number: int, offset: int, columns: dict[int, int]) -> Block:
    column = columns.get(cell.column, cell.column)
    place = Place(number, cell.row + offset, column, cell.row_span, cell.column_span)
    return Block(page, normalise_text(cell.text), "table_cell", cell.box, None, place)
