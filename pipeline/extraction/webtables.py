"""A web page's table → its rows and cells with what each covers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.extraction.webcontent import Seen

_MAX_SPAN = 1000
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_TABLES = ("table", "grid")


@dataclass(frozen=True, slots=True)
class WebCell:
    """A cell's element, its place, and how much it covers."""

    element: Any
    row: int
    column: int
    row_span: int
    column_span: int


def table_captions(table: Any) -> Iterator[Any]:
    """The table's captions."""
    yield from table.findall("caption")


def table_rows(table: Any, seen: Seen) -> list[list[WebCell]]:
    """The cells of each row in the order they are shown: the foot last, wherever it is written."""
    rows = sorted(_rows(table, seen), key=lambda row: _in(row, "tfoot") - _in(row, "thead"))
    left_below = _left_below(rows)
    hanging: list[tuple[int, int, int]] = []  # from above: first and last column, last row
    found = []
    for index, row in enumerate(rows):
        cells, column = [], 0
        new: list[tuple[int, int, int]] = []
        hanging = [span for span in hanging if span[2] >= index]
        for cell in row:
            if not _is_cell(cell) or not seen.shows(cell):
                continue
            column = _free(hanging, column)
            left = left_below[index]
            high = min(_span(cell, "rowspan") or left, left)
            wide = _span(cell, "colspan") or 1
            if high > 1:
                new.append((column, column + wide - 1, index + high - 1))
            cells.append(WebCell(cell, index, column, high, wide))
            column += wide
        hanging += new
        found.append(cells)
    return found


def _left_below(rows: list[Any]) -> list[int]:
    """For each row how many there are of its part of the table from it on, itself among them."""
    counts: Counter[Any] = Counter()
    left = []
    for row in reversed(rows):
        counts[row.getparent()] += 1
        left.append(counts[row.getparent()])
    return left[::-1]


def _free(hanging: list[tuple[int, int, int]], column: int) -> int:
    """The first column from this one on that no cell from above takes up."""
    for first, last, _ in sorted(hanging):
        if first <= column <= last:
            column = last + 1
    return column


def is_layout(table: Any, rows: list[list[WebCell]]) -> bool:
    """Whether the table only sets parts of the page beside one another.

    It says so itself, or has one column, or holds other tables or headings and no header cells.
    """
    if table.get("role") in ("presentation", "none"):
        return True
    if max((len(row) for row in rows), default=0) < 2:
        return True
    if table.find("caption") is not None or any(c.element.tag == "th" for r in rows for c in r):
        return False
    parts = ("table", "h1", "h2", "h3")
    return any(next(table.iterdescendants(part), None) is not None for part in parts)


def _rows(table: Any, seen: Seen) -> Iterator[Any]:
    for row in table.iterdescendants():
        if not isinstance(row.tag, str) or (row.tag != "tr" and row.get("role") != "row"):
            continue
        if _table_of(row) is table and seen.shows(row) and seen.shows(row.getparent()):
            yield row


def _table_of(row: Any) -> Any:
    return next(
        (e for e in row.iterancestors() if e.tag == "table" or e.get("role") in _TABLES), None
    )


def _is_cell(element: Any) -> bool:
    return element.tag in ("td", "th") or element.get("role") in _CELL_ROLES


def _in(row: Any, part: str) -> bool:
    return bool(row.getparent().tag == part)


def _span(cell: Any, name: str) -> int:
    """The span that the cell asks for; 0 stands for all that is left."""
    span = (cell.get(name) or cell.get(f"aria-{name}") or "1").strip()
    return min(int(span), _MAX_SPAN) if span.isdigit() and len(span) < 6 else 1
