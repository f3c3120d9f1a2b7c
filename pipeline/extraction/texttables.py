"""Rows that stand in columns → a table whose cells hold running text, where it is one."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extraction.aligned import FoundTable, TableCell
from pipeline.extraction.elements import Box
from pipeline.extraction.paragraphs import BULLET, join_lines
from pipeline.extraction.words import Row, Word, box_of, row_text, usual_size

LEADERS = re.compile(r"(?:\.\s?){5,}")
_COLUMN_GAP = 0.75  # font sizes that stay free from the first row to the last
_LEAST_WIDTH = 2.5  # font sizes
_GAP = 1.3  # of the usual step: a free line
_NEAR = 6.0  # points by which a column may stand elsewhere on the next page
_SHORT = 0.75  # of the column's width: a heading over it
_COLUMNS_WITHOUT_SIGN = 3  # two plain columns are a page in two columns

Flat = Sequence[tuple[float, float, float]]
Columns = tuple[tuple[float, float], ...]
# «Mål 2: …», «Delmål: …», and neither «Trinn 2» alone nor «Budsjett 2031»
_NAMED = re.compile(r"^([^\W\d_]+)(?:\s\d{1,2}(?:\.\d{1,2})*)?\s?:\s+\S")


def text_table(rows: Sequence[Row], flat: Flat = (), before: Columns = ()) -> FoundTable | None:
    """The rows as a table; None where they are a page's columns.

    Signs of a table: rules across columns; headings in bold or short ones over three columns or
    more; rows that begin together; or the columns `before`, those of a table that the page
    before ended with.
    """
    columns = free_columns(rows)
    if len(columns) < 2 or len(rows) < 2 or _is_dotted(rows):
        return None
    placed = [_placed(row, columns) for row in rows]
    ruled = rules_across(rows, columns, flat)
    starts = _row_starts(rows, placed, ruled)
    header = _header_rows(rows, placed, columns)
    goes_on = _same_columns(columns, before) and not _is_dense(placed, columns)
    if not (header or goes_on or len(ruled) >= 2 or _starts_together(rows, placed, starts)):
        return None
    if header:
        starts = sorted({0, header, *(s for s in starts if s > header)})
    return columns_to_table(rows, placed, columns, starts)


def free_columns(rows: Sequence[Row]) -> Columns:
    """Left and right edges of the columns between which no row has a word.

    >>> def word(text, x): return Word(text, x, 0, x + 40, 10, 8, 10, False)
    >>> free_columns([(word("Status", 0), word("Tiltak", 100)), (word("God", 5), word("Ny", 100))])
    ((0, 45), (100, 140))
    """
    size = max((w.size for row in rows for w in row), default=10.0)
    columns: list[list[float]] = []
    for x0, x1 in sorted((w.x0, w.x1) for row in rows for w in row):
        if columns and x0 - columns[-1][1] < _COLUMN_GAP * size:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    if any(x1 - x0 < _LEAST_WIDTH * size for x0, x1 in columns):
        return ()
    return tuple((x0, x1) for x0, x1 in columns)


def _placed(row: Row, columns: Columns) -> dict[int, Row]:
    held: dict[int, list[Word]] = {}
    for word in row:
        middle = (word.x0 + word.x1) / 2
        column = next((i for i, (x0, x1) in enumerate(columns) if x0 <= middle <= x1), None)
        if column is not None:
            held.setdefault(column, []).append(word)
    return {column: tuple(words) for column, words in held.items()}


def rules_across(rows: Sequence[Row], columns: Columns, flat: Flat) -> list[float]:
    """Heights of the rules that run over more than half of the columns, from above to below."""
    top, bottom = rows[0][0].top - 12, rows[-1][0].bottom + 12
    found = []
    for at, start, end in flat:
        over = sum(start <= (x0 + x1) / 2 <= end for x0, x1 in columns)
        if top <= at <= bottom and over * 2 > len(columns) and over >= 2:
            found.append(at)
    return sorted(found)


def _same_columns(columns: Columns, before: Columns) -> bool:
    return len(columns) == len(before) >= 2 and all(
        abs(a[0] - b[0]) <= _NEAR for a, b in zip(columns, before, strict=True)
    )


def _header_rows(rows: Sequence[Row], placed: Sequence[dict[int, Row]], columns: Columns) -> int:
    """How many rows at the top are headings over the columns; 0 where there are none."""
    bold = 0
    while bold < min(len(rows), 6) and all(w.bold for w in rows[bold]):
        bold += 1
    if _is_numbered(placed[0]):
        return 0
    covered = {column for held in placed[:bold] for column in held}
    body_bold = sum(w.bold for row in rows[bold:] for w in row) * 2
    if 0 < bold < len(rows) and len(covered) == len(columns):
        if len(columns) == 2 and _is_dense(placed[bold:], columns):
            return 0
        return bold if body_bold < sum(len(row) for row in rows[bold:]) else 0
    return _plain_header(rows, placed, columns)


def _is_numbered(held: dict[int, Row]) -> bool:
    """Section numbers open sections, not columns; so do titles of one name, «Mål 1: …»."""
    texts = [row_text(words) for words in held.values()]
    names = [found.group(1) for text in texts if (found := _NAMED.match(text))]
    return len(set(names)) < len(names) or any(re.match(r"^(?:\d+\.\d|§)", t) for t in texts)


def _is_dense(placed: Sequence[dict[int, Row]], columns: Columns) -> bool:
    """Two columns of a page are filled side by side, line by line; cells leave lines free."""
    full = sum(len(held) == len(columns) for held in placed)
    return len(columns) == 2 and len(placed) >= 6 and full > 0.8 * len(placed)


def _is_dotted(rows: Sequence[Row]) -> bool:
    """A table of contents, dots leading to its page numbers."""
    return sum(bool(LEADERS.search(row_text(row))) for row in rows) * 3 > len(rows)


def _plain_header(rows: Sequence[Row], placed: Sequence[dict[int, Row]], columns: Columns) -> int:
    if len(columns) < _COLUMNS_WITHOUT_SIGN:
        return 0
    count = 1  # headings centred beside a longer one stand on rows of their own
    while count < min(len(rows) - 1, 3) and len(_merged(placed[:count])) < len(columns):
        count += 1
    heads = _merged(placed[:count])
    if len(heads) < len(columns):
        return 0
    short = 0
    for column, (x0, x1) in enumerate(columns):
        text = row_text(heads[column])
        if not text[:1].isupper() or text[-1] in ".,;:" or len(heads[column]) > 6:
            return 0
        short += heads[column][-1].x1 - heads[column][0].x0 <= _SHORT * (x1 - x0)
    if short < len(columns) - 1:
        return 0
    while count < min(len(rows), 4) and len(placed[count]) < len(columns):
        if not _runs_over(placed, count):
            break
        count += 1
    return count


def _merged(placed: Sequence[dict[int, Row]]) -> dict[int, Row]:
    merged: dict[int, Row] = {}
    for held in placed:
        for column, words in held.items():
            merged[column] = (*merged.get(column, ()), *words)
    return merged


def _runs_over(placed: Sequence[dict[int, Row]], index: int) -> bool:
    return all(
        any(column in held for held in placed[:index]) and row_text(words)[:1].islower()
        for column, words in placed[index].items()
    )


def usual_step(rows: Sequence[Row], placed: Sequence[dict[int, Row]]) -> float:
    """The usual distance in points from one line of a cell to the next."""
    steps: list[float] = []
    for column in {c for held in placed for c in held}:
        own = [held[column][0].baseline for held in placed if column in held]
        steps.extend(b - a for a, b in pairwise(own))
    steps = sorted(s for s in steps if s > 0.5 * rows[0][0].size)
    return steps[len(steps) // 4] if steps else 1.2 * rows[0][0].size


def _row_starts(
    rows: Sequence[Row], placed: Sequence[dict[int, Row]], ruled: Sequence[float]
) -> list[int]:
    """Indices of the rows of text that open a row of the table."""
    pitch = usual_step(rows, placed)
    last: dict[int, float] = {c: w[0].baseline for c, w in placed[0].items()}
    inner = [at for at in ruled if rows[0][0].baseline < at < rows[-1][0].baseline]
    starts = [0]
    for index in range(1, len(rows)):
        above, here = rows[index - 1][0].baseline, rows[index][0].baseline
        crossed = any(above - 1 <= at <= here for at in inner)
        if crossed or (not inner and _opens(placed[index], last, here, pitch)):
            starts.append(index)
        last.update({c: w[0].baseline for c, w in placed[index].items()})
    return starts


def _opens(held: dict[int, Row], last: dict[int, float], here: float, pitch: float) -> bool:
    again = [c for c in held if here - last.get(c, here - 9 * pitch) > _GAP * pitch]
    on = [c for c in held if c not in again]
    if all(here - at > _GAP * pitch for at in last.values()):
        return True
    begins = all(begins_new(row_text(held[c])) for c in on)
    return len(again) >= 2 and begins and 0 in held


def begins_new(text: str) -> bool:
    """Whether a line may open a cell: a capital, a list mark, a number."""
    return text[:1].isupper() or bool(BULLET.match(text)) or bool(re.match(r"^\d", text))


def _starts_together(
    rows: Sequence[Row], placed: Sequence[dict[int, Row]], starts: Sequence[int]
) -> bool:
    """At least three rows of cells, most of them with something in each column."""
    columns = {c for held in placed for c in held}
    if len(starts) < 3:
        return False
    if len(columns) == 2 and (len(starts) < 4 or _is_dense(placed, free_columns(rows))):
        return False
    if not all(begins_new(row_text(w)) for s in starts[1:] for w in placed[s].values()):
        return False
    full = sum(len(placed[s]) == len(columns) for s in starts)
    uneven = len({len(held) for held in placed}) > 1
    return full * 3 >= len(starts) * 2 and uneven and len(rows) > len(starts)


def columns_to_table(
    rows: Sequence[Row], placed: Sequence[dict[int, Row]], columns: Columns, starts: Sequence[int]
) -> FoundTable:
    """The table whose rows open at `starts`, each cell's lines joined."""
    cells = []
    for number, (first, last) in enumerate(pairwise([*starts, len(rows)])):
        words = [w for row in rows[first:last] for w in row]
        top, bottom = min(w.top for w in words), max(w.bottom for w in words)
        for column, (x0, x1) in enumerate(columns):
            held = [placed[i][column] for i in range(first, last) if column in placed[i]]
            box = box_of(w for part in held for w in part) if held else Box(x0, top, x1, bottom)
            text = join_lines([row_text(part) for part in held])
            cells.append(TableCell(number, column, text, box))
    every = [w for row in rows for w in row]
    return FoundTable(columns, tuple(cells), box_of(every), size=usual_size(every))
