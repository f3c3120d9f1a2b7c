"""A Word table → its rows and cells with what each covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.extraction.wordpackage import asks_to_be_filled, is_on, q, value, whole

_WIDEST = 1000  # columns; a damaged span is cut here
_WRAPPERS = tuple(map(q, ("w:ins", "w:moveTo", "w:customXml", "w:smartTag")))


@dataclass(slots=True)
class Cell:
    """A cell's element, its place, and how much it covers."""

    element: Any
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_unfilled: bool = False  # what stands in it only asks to be filled in


def table_rows(table: Any) -> list[list[Cell]]:
    """The cells of each row of a `w:tbl` that is shown, merged ones once, at their first place."""
    rows: list[list[Cell]] = []
    open_at: dict[int, Cell] = {}
    for index, row in enumerate(_shown(table)):
        cells = []
        for cell, merge in _row_cells(row, index):
            above = open_at.get(cell.column)
            if merge == "continue" and above is not None:
                above.row_span = index - above.row + 1
                continue
            open_at.pop(cell.column, None)
            if merge is not None:
                open_at[cell.column] = cell
            cells.append(cell)
        rows.append(cells)
    return rows


def is_frame(table: Any) -> bool:
    """Whether the table is one cell: a box drawn around text, not a table."""
    rows = table_rows(table)
    return len(rows) == 1 and len(rows[0]) == 1


def is_grid(table: Any) -> bool:
    """Whether the table has several rows and columns."""
    rows = table_rows(table)
    return len(rows) > 1 and max(map(len, rows)) > 1


def _shown(table: Any) -> Iterator[Any]:
    """The rows, also those in content controls; deleted and hidden ones left out."""
    for row in within(table, q("w:tr")):
        deleted, hidden = (row.find(f"{q('w:trPr')}/{q(name)}") for name in ("w:del", "w:hidden"))
        if deleted is None and not is_on(hidden):
            yield row


def within(element: Any, tag: str) -> Iterator[Any]:
    """The children with the tag, also those that content controls and the like wrap."""
    for child in element.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag == q("w:sdt"):
            content = child.find(q("w:sdtContent"))  # a cell that asks to be filled in is a cell
            if content is not None:
                yield from within(content, tag)
        elif child.tag in _WRAPPERS:
            yield from within(child, tag)


def _row_cells(row: Any, index: int) -> Iterator[tuple[Cell, str | None]]:
    """Each cell, and whether it begins or continues one merged downwards."""
    column = min(whole(row.find(f"{q('w:trPr')}/{q('w:gridBefore')}"), 0), _WIDEST)
    last: Cell | None = None
    for element in within(row, q("w:tc")):
        properties = element.find(q("w:tcPr"))
        wide = max(1, min(_number(properties, "w:gridSpan"), _WIDEST))
        if last is not None and _merge(properties, "w:hMerge") == "continue":
            last.column_span += wide
        else:
            unfilled = any(asks_to_be_filled(e) for e in element.iterancestors(q("w:sdt")))
            last = Cell(element, index, column, 1, wide, unfilled)
            yield last, _merge(properties, "w:vMerge")
        column += wide


def _number(properties: Any, name: str) -> int:
    return whole(None if properties is None else properties.find(q(name)), 1)


def _merge(properties: Any, name: str) -> str | None:
    """Whether the cell begins ("restart") or goes on ("continue"); None where it isn't merged."""
    merge = None if properties is None else properties.find(q(name))
    return None if merge is None else value(merge, "continue")
