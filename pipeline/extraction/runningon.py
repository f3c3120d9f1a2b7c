"""Tables page by page → numbered tables; one that runs on over pages is one table."""

from collections.abc import Sequence

from pipeline.extraction.aligned import FoundTable, TableCell
from pipeline.extraction.elements import Block, Place
from pipeline.language.normalise import normalise_text

_NEAR = 6.0  # points by which a column's edge may stand elsewhere on the next page
_MOST_HEADERS = 6


def join_tables(found: Sequence[tuple[int, FoundTable, bool]]) -> list[list[Block]]:
    """For each (page, table, may go on) its cells as blocks, tables numbered from 0.

    A table goes on from the one before where it may (that one ended the page before, this one
    begins its page) and the columns stand in the same places; header rows repeated on the new
    page are dropped.
    """
    done: list[list[Block]] = []
    number, rows = -1, 0
    head: list[list[str]] = []
    for index, (page, table, may_go_on) in enumerate(found):
        mapping = _mapping(found[index - 1][1], table) if index and may_go_on else None
        if mapping is None:
            number, rows, mapping = number + 1, 0, {}
            head = _texts(table)[:_MOST_HEADERS]
            repeated = 0
        else:
            repeated = _repeated(head, _texts(table))
        done.append(_blocks(page, table, number, rows - repeated, repeated, mapping))
        rows += table.rows - repeated
    return done


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
    while count < min(len(head), len(rows) - 1) and head[count] and head[count] == rows[count]:
        count += 1
    return count


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
