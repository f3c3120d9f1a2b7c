"""Headings side by side, prose in columns under them → tables, before a page is cut in columns.

A page in columns and a table of prose look alike line by line. What tells the table: short
headings on one baseline over three columns or more (over two with rules between the rows), text
in each column right below them, and no line that runs across until the table ends.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from pipeline.extraction.aligned import FoundTable, is_figure
from pipeline.extraction.paragraphs import BULLET
from pipeline.extraction.texttables import (
    LEADERS,
    Columns,
    Flat,
    begins_new,
    columns_to_table,
    rules_across,
    usual_step,
)
from pipeline.extraction.words import Row, row_text

_HEAD_GAP = 0.75  # font sizes between two headings
_CELL_GAP = 0.75  # font sizes in a line that alone tell two cells
_LEAST_FREE = 1.0  # points that stay free between two columns from the first line to the last
_START = 2.0  # points by which a line may miss the place where its column's lines begin
_LEVEL = 0.25  # font sizes by which headings may stand higher than others
_HEAD_STEP = 1.7  # font sizes between two lines of headings
_BODY_STEP = 4.5  # the same, from the headings to the first line below
_LONGEST_STEP = 6.0  # the same, between two lines of one table
_ROW_GAP = 1.07  # of the usual step: free space over all columns
_MOST_HEAD_WORDS = 9
_LEAST_HEAD_LETTERS = 3  # in one word of it
_MOST_HEAD_ROWS = 7
_SINGLE = 1.45  # font sizes from line to line in a cell, at most
_SHORT = 0.75  # of the column's width: a heading, not a line of text
_LARGER = 1.12  # of the usual size: a heading between two tables
_LEAST_WORDS = 10  # of prose

_MOST_ROWS = 500  # of which it is remembered what they are

_LEFT = attrgetter("x0")
_DOWN = attrgetter("baseline", "x0")
Placed = list[dict[int, Row]]


class _Head(NamedTuple):
    """Headings: how many rows of text they take, and the words over each column."""

    rows: int
    parts: tuple[Row, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What the headings say."""
        return tuple(row_text(part).casefold() for part in self.parts)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for part in self.parts for word in part)


def split_headed(
    rows: Sequence[Row], flat: Flat, before: Columns = ()
) -> list[list[Row] | FoundTable]:
    """The rows in order, those that make a table of prose under headings replaced by it.

    `flat` are horizontal rules (height, left, right); `before` are the columns of the table that
    the page before ended with: it may go on here without its headings. Where headings come again
    over a row or two, these are a table as well, however short.
    """
    told: set[tuple[str, ...]] = set()
    pieces = _pieces(rows, flat, before, told)
    return _pieces(rows, flat, before, told) if told else pieces


def _pieces(
    rows: Sequence[Row], flat: Flat, before: Columns, told: set[tuple[str, ...]]
) -> list[list[Row] | FoundTable]:
    """The pieces, given which headings tables of the page have; those that are found go there."""
    pieces: list[list[Row] | FoundTable] = []
    at = past = 0
    for index in range(len(rows)):
        if index < max(at, past):
            continue
        found = _headed(rows[index:], flat, told)
        if found is None and index == 0 and before:
            found = _going_on(rows, flat, before)
        if found is None:
            continue
        if found[0] is None:
            past = index + found[1]
            continue
        if index > at:
            pieces.append(list(rows[at:index]))
        pieces.append(found[0])
        at = index + found[1]
    if at < len(rows):
        pieces.append(list(rows[at:]))
    return pieces


def _headed(
    rows: Sequence[Row], flat: Flat, told: set[tuple[str, ...]]
) -> tuple[FoundTable | None, int] | None:
    """The table that begins with the first row, and how many rows it takes.

    No table but a number of rows where they are a page's columns, each with its own headings.
    """
    head = _head(rows)
    if head is None:
        return None
    body = rows[head.rows :]
    if not body:
        return _headings_only(rows, head)
    gaps = [(_right(a), b[0].x0) for a, b in pairwise(head.parts)]
    loose = _run(body, gaps, None)
    starts = _starts(body[:loose], gaps, head)
    last = _end(body, head, _run(body, gaps, starts), gaps)
    if not last:
        return None
    columns, cuts = _columns([*rows[: head.rows], *body[:last]], gaps, starts)
    placed = [_placed(row, cuts) for row in body[:last]]
    ruled = rules_across(rows[: head.rows + last], columns, flat)
    if _holds_headings(body[:last], placed):
        return None, head.rows + last
    known = head.texts in told or (head.bold and last == len(body))
    if not _is_prose(head, body[:last], placed, columns, ruled, may_go_on=known):
        return None
    if len(head.parts) > 2:
        told.add(head.texts)
    opening = [head.rows + i for i in row_openings(body[:last], placed, ruled)]
    every = [_placed(row, cuts) for row in rows[: head.rows + last]]
    return columns_to_table(rows[: head.rows + last], every, columns, [0, *opening]), (
        head.rows + last
    )


def _headings_only(rows: Sequence[Row], head: _Head) -> tuple[FoundTable, int] | None:
    """Headings that a page ends with, the rows under them on the next one."""
    if len(head.parts) < 3 or not head.bold:
        return None
    columns = tuple((min(w.x0 for w in part), _right(part)) for part in head.parts)
    placed = [dict(enumerate(head.parts))]
    words = tuple(w for row in rows for w in row)
    return columns_to_table([words], placed, columns, [0]), len(rows)


def _right(part: Row) -> float:
    return max(word.x1 for word in part)


def _going_on(rows: Sequence[Row], flat: Flat, before: Columns) -> tuple[FoundTable, int] | None:
    """A table of the page before without its headings: lines begin where its columns do."""
    gaps = [(b[0] - _START, b[0] + 0.5) for b in before[1:]]
    starts = [{b[0]} for b in before[1:]]
    last = _run(rows, gaps, starts)
    left = before[0][0] - 2 * _START
    last = next((i for i in range(last) if rows[i][0].x0 < left), last)
    last = _without_tail(rows, _Head(0, ()), last, gaps)
    _, cuts = _columns(rows[:last], gaps, starts)
    placed = [_placed(row, cuts) for row in rows[:last]]
    beside = sum(any(column > 0 for column in held) for held in placed)
    if beside < 1 or beside * 3 < len(placed) or _is_filled(placed, len(before)):
        return None
    if not any(len(held) > 1 for held in placed) and not _hold_to(before, placed):
        return None
    if any(_is_figures(placed, column) for column in range(len(before))):
        return None
    edges = _edges(placed, before)
    ruled = rules_across(rows[:last], edges, flat)
    opening = row_openings(rows[:last], placed, ruled)
    return columns_to_table(rows[:last], placed, edges, opening), last


def _hold_to(columns: Columns, placed: Placed) -> bool:
    """Whether every line begins where its column does; one in the middle of the page doesn't."""
    return all(
        abs(part[0].x0 - columns[column][0]) <= _START
        for held in placed
        for column, part in held.items()
    )


def _edges(placed: Placed, before: Columns) -> Columns:
    edges = []
    for column, (x0, x1) in enumerate(before):
        words = [w for held in placed for w in held.get(column, ())]
        edges.append((x0, max((w.x1 for w in words), default=x1)))
    return tuple(edges)


# Headings


def _head(rows: Sequence[Row]) -> _Head | None:
    """The headings that begin with the first row; None where it opens none."""
    if not _may_begin(rows[0]):
        return None
    best: _Head | None = None
    for count in range(1, min(_MOST_HEAD_ROWS, len(rows)) + 1):
        if count > 1 and not _goes_on(rows, count, best):
            break
        parts = _parts(rows[:count]) if count > 1 else _row_parts(rows[0])
        if len(parts) >= 2 and all(map(_is_heading, parts)) and _is_level(parts):
            best = _Head(count, parts)
        elif best is not None and _is_level(parts):
            break
    if best is None or not _is_near(rows, best.rows):
        return None
    return best


def _may_begin(row: Row) -> bool:
    """Whether headings may begin with it: its first word does, unless others are raised."""
    at = row[0].baseline
    return row[0].text[0].isupper() or any(word.baseline != at for word in row)


def _goes_on(rows: Sequence[Row], count: int, best: _Head | None) -> bool:
    """Whether the next row of text may belong to the headings: set beside, or run over."""
    row, above = rows[count - 1], rows[count - 2]
    step = (row[0].baseline - above[0].baseline) / _size(above)
    if step > _HEAD_STEP or abs(_size(row) - _size(above)) > 0.5:
        return False
    if all(w.bold for w in above) != all(w.bold for w in row):
        return False
    if step < 0.95:
        return True
    # the longest of headings centred on each other begins above the rest
    if best is None and above[0].x0 > row[0].x0 + 2 * _size(row):
        return True
    parts = _row_parts(row)
    if not all(part[0].text[:1].islower() for part in parts):
        return False
    most = max(len(_row_parts(line)) for line in rows[: count - 1])
    return len(parts) < most or all(w.bold for w in row)


@lru_cache(_MOST_ROWS)
def _row_parts(row: Row) -> tuple[Row, ...]:
    return _parts([row])


def _parts(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows' words by columns, as far as free space that runs through all the rows tells."""
    words = sorted([w for row in rows for w in row], key=_LEFT)
    groups = [[words[0]]]
    reach = words[0].x1
    for word in words[1:]:
        if word.x0 - reach > _HEAD_GAP * word.size:
            groups.append([])
        groups[-1].append(word)
        if word.x1 > reach:
            reach = word.x1
    return tuple([tuple(sorted(group, key=_DOWN)) for group in groups])


def _is_level(parts: Sequence[Row]) -> bool:
    """Whether the headings share their first baseline, their last one, or their middle."""
    tops = [part[0].baseline for part in parts]
    bottoms = [part[-1].baseline for part in parts]
    middles = [(a + b) / 2 for a, b in zip(tops, bottoms, strict=True)]
    most = _LEVEL * _size(parts[0])
    return any(max(at) - min(at) <= most for at in (tops, bottoms, middles))


def _is_heading(part: Row) -> bool:
    text = row_text(part)
    return (
        text[0].isupper()
        and text[-1] not in ".,;:!?"
        and len(part) <= _MOST_HEAD_WORDS
        and any(len(word.text) >= _LEAST_HEAD_LETTERS for word in part)
        and sum(c.isalpha() for c in text) >= 0.6 * len(text.replace(" ", ""))
    )


def _is_near(rows: Sequence[Row], count: int) -> bool:
    """Whether text follows right below."""
    if count == len(rows):
        return True  # it may follow on the next page
    below, above = rows[count], rows[count - 1]
    return below[0].baseline - above[0].baseline <= _BODY_STEP * _size(below)


def _size(row: Row) -> float:
    return max([word.size for word in row])


# Lines


def _run(
    body: Sequence[Row],
    gaps: Sequence[tuple[float, float]],
    starts: Sequence[set[float]] | None,
) -> int:
    """How many rows of text leave free space between all columns.

    With `starts`, each line must also begin where its column's lines do, or stand well apart.
    """
    free = [[gap] for gap in gaps]
    for index, row in enumerate(body):
        if index and row[0].baseline - body[index - 1][0].baseline > _LONGEST_STEP * _size(row):
            return index
        left = [_less(spaces, row) for spaces in free]
        if not all(left):
            return index
        if starts is not None and not all(
            _keeps(row, spaces, places) for spaces, places in zip(left, starts, strict=True)
        ):
            return index
        free = left
    return len(body)


def _less(spaces: list[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """The free stretches without those that the row's words take."""
    for word in row:
        spaces = [
            part
            for a, b in spaces
            for part in ((a, min(b, word.x0)), (max(a, word.x1), b))
            if part[1] - part[0] >= _LEAST_FREE
        ]
    return spaces


def _keeps(row: Row, spaces: Sequence[tuple[float, float]], places: set[float]) -> bool:
    for a, b in spaces:
        left = max((w.x1 for w in row if w.x1 <= a + 0.1), default=None)
        right = min((w.x0 for w in row if w.x0 >= b - 0.1), default=None)
        if left is None or right is None or right - left >= _CELL_GAP * _size(row):
            return True
        if any(abs(right - place) <= _START for place in places):
            return True
    return False


def _starts(
    body: Sequence[Row], gaps: Sequence[tuple[float, float]], head: _Head
) -> list[set[float]]:
    """Where the lines of each column but the first begin: there where most of them do."""
    found = []
    for k, (a, b) in enumerate(gaps):
        after = _right(head.parts[k + 1])
        counts = Counter(
            round(w.x0)
            for row in body
            for before, w in pairwise([None, *row])
            if w is not None and a - 0.5 <= w.x0 <= max(b + 1, after)
            and (before is None or w.x0 - before.x1 > _LEAST_FREE)
        )  # fmt: skip
        often = {x for x, n in counts.items() if n >= max(2, 0.3 * max(counts.values()))}
        found.append({float(x) for x in often} | {head.parts[k + 1][0].x0})
    return found


def _end(body: Sequence[Row], head: _Head, last: int, gaps: Sequence[tuple[float, float]]) -> int:
    """The run cut where the next table's headings begin, and without a heading below it."""
    for index in range(1, last):
        again = _head(body[index:]) if index + 1 < len(body) else None
        alone = body[index - 1][-1].x1 <= gaps[0][1]  # a heading above the next table
        if again and (again.texts == head.texts or (again.bold and head.bold and alone)):
            last = index
            break
    return _without_tail(body, head, last, gaps)


def _without_tail(
    body: Sequence[Row], head: _Head, last: int, gaps: Sequence[tuple[float, float]]
) -> int:
    """Cut at a line in the first column that is larger, bolder or set apart: a heading below."""
    edge = gaps[0][0] if not head.parts else gaps[0][1]
    beside = [i for i in range(last) if body[i][-1].x1 > edge and body[i][-1].x0 >= gaps[0][0]]
    sizes = sorted(w.size for row in body[:last] for w in row)
    bold = sum(w.bold for row in body[:last] for w in row) * 3 > len(sizes)
    for index in range(last):
        row = body[index]
        if index in beside:
            continue
        larger = _size(row) > _LARGER * sizes[len(sizes) // 2]
        if larger or (not bold and all(w.bold for w in row)):
            return index
    steps = sorted(b[0].baseline - a[0].baseline for a, b in pairwise(body[:last]))
    usual = steps[len(steps) // 2] if steps else 0.0
    for index in range(max(beside, default=-1) + 1, last):
        if index and body[index][0].baseline - body[index - 1][0].baseline > _ROW_GAP * usual:
            return index
    return last


# Columns


def _columns(
    rows: Sequence[Row], gaps: Sequence[tuple[float, float]], starts: Sequence[set[float]]
) -> tuple[Columns, list[float]]:
    """The columns' left and right edges, and the places where they are parted."""
    free = [[gap] for gap in gaps]
    for row in rows:
        left = [_less(spaces, row) for spaces in free]
        free = [new or old for new, old in zip(left, free, strict=True)]
    cuts = []
    for spaces, places in zip(free, starts, strict=True):
        best = max(spaces, key=lambda s: (any(abs(s[1] - p) <= _START for p in places), s[1]))
        cuts.append((best[0] + best[1]) / 2)
    placed = [_placed(row, cuts) for row in rows]
    edges = []
    for column in range(len(gaps) + 1):
        words = [w for held in placed for w in held.get(column, ())]
        if words:
            edges.append((min(w.x0 for w in words), max(w.x1 for w in words)))
    return tuple(edges), cuts


def _placed(row: Row, cuts: Sequence[float]) -> dict[int, Row]:
    held: dict[int, Row] = {}
    for word in row:
        column = sum((word.x0 + word.x1) / 2 > cut for cut in cuts)
        held[column] = (*held.get(column, ()), word)
    return held


def _is_prose(
    head: _Head, body: Sequence[Row], placed: Placed, columns: Columns, ruled: Sequence[float],
    *, may_go_on: bool,
) -> bool:  # fmt: skip
    """Whether what stands under the headings is a table of prose, not a page's columns."""
    held = {column for line in placed for column in line}
    words = [w for row in body for w in row]
    # a table of one row may leave most of it empty, if rules tell where it begins and ends
    fewest = 2 if _is_framed(head, body, ruled) else len(columns) - (len(columns) > 3)
    if len(columns) != len(head.parts) or len(held) < max(2, fewest):
        return False
    if any(_is_figures(placed, c) for c in held) or _is_dotted(body):
        return False
    if sum(is_figure(w.text) for w in words) * 3 > len(words):
        return False
    tall = any(sum(c in line for line in placed) >= 2 for c in held)
    if not may_go_on and (len(words) < _LEAST_WORDS or not tall):
        return False
    inner = [at for at in ruled if body[0][0].baseline < at < body[-1][0].baseline]
    below = [at for at in ruled if at <= body[0][0].baseline]
    if len(columns) == 2:
        return bool(inner and below) and not _is_filled(placed, 2)
    short = sum(
        _right(part) - min(w.x0 for w in part) <= _SHORT * (x1 - x0)
        for part, (x0, x1) in zip(head.parts, columns, strict=True)
    )
    apart = head.bold and not all(w.bold for w in words)
    return apart or bool(ruled) or short >= len(columns) - 1


def _is_framed(head: _Head, body: Sequence[Row], ruled: Sequence[float]) -> bool:
    """Whether rules run above the bold headings, below them, and below the last row."""
    if not head.bold or len(head.parts) < 3 or len(ruled) < 3:
        return False
    first = min(part[0].baseline for part in head.parts)
    last = max(part[-1].baseline for part in head.parts)
    between = any(last < at < body[0][0].baseline for at in ruled)
    return ruled[0] < first and between and ruled[-1] > body[-1][0].baseline


def _holds_headings(body: Sequence[Row], placed: Placed) -> bool:
    """Whether each column has headings of its own further down: columns of a page."""
    sizes = sorted(w.size for row in body for w in row)
    usual = sizes[len(sizes) // 2]
    if sum(w.bold for row in body for w in row) * 3 > len(sizes):
        return False

    def holds(column: int) -> bool:
        lines = [line[column] for line in placed if column in line]
        return any(all(w.bold for w in s) or _size(s) > _LARGER * usual for s in lines)

    return all(map(holds, {column for line in placed for column in line}))


def _is_figures(placed: Placed, column: int) -> bool:
    lines = [held[column] for held in placed if column in held]
    bare = sum(all(is_figure(word.text) for word in line) for line in lines)
    return bare * 2 >= len(lines) > 0


def _is_dotted(rows: Sequence[Row]) -> bool:
    """A table of contents, dots leading to its page numbers."""
    return sum(bool(LEADERS.search(row_text(row))) for row in rows) * 5 > len(rows)


def _is_filled(placed: Placed, columns: int) -> bool:
    """Two columns of a page are filled side by side, line by line; cells leave lines free."""
    full = sum(len(held) == columns for held in placed)
    return columns == 2 and len(placed) >= 6 and full > 0.8 * len(placed)


# Rows


def row_openings(rows: Sequence[Row], placed: Placed, ruled: Sequence[float]) -> list[int]:
    """Indices of the rows of text that open a row of the table."""
    heights = [row[0].baseline for row in rows]
    inner = [at for at in ruled if heights[0] < at < heights[-1]]
    if inner:
        return [0, *(
            i for i in range(1, len(rows))
            if any(heights[i - 1] - 1 <= at <= heights[i] for at in inner)
        )]  # fmt: skip
    if _are_single_lines(rows, placed):
        return list(range(len(rows)))
    pitch = _line_step(rows, placed)
    count = len({column for held in placed for column in held})
    found = [0]
    last = dict.fromkeys(placed[0], heights[0])
    for index in range(1, len(rows)):
        apart = heights[index] - heights[index - 1] > _ROW_GAP * pitch
        if apart:
            opens = _starts_on_top(placed, index, count) or _is_centred(
                heights, placed, found[-1], index, pitch
            )
        else:
            wide = len({c for held in placed[found[-1] : index] for c in held}) >= count - 1
            opens = wide and _resumes(placed[index], last, heights[index], pitch, count)
        if opens:
            found.append(index)
        last.update(dict.fromkeys(placed[index], heights[index]))
    return found


def _are_single_lines(rows: Sequence[Row], placed: Placed) -> bool:
    """Whether no line goes on from the one above: each begins anew, side by side or set apart."""
    count = len({column for held in placed for column in held})
    near = [b[0].baseline - a[0].baseline <= _SINGLE * _size(b) for a, b in pairwise(rows)]
    for held, close in zip(placed, [False, *near], strict=True):
        texts = [row_text(words) for words in held.values()]
        beside = len(held) >= 2 and (0 in held or len(held) >= count - 1)
        if not (beside or (0 in held and not close)) or not all(map(begins_new, texts)):
            return False
    return not any(BULLET.match(row_text(held[min(held)])) for held in placed)


def _line_step(rows: Sequence[Row], placed: Placed) -> float:
    """The distance from one line of a cell to the next, by lines that go on in small letters.

    Without any, or where they are set no closer than most, the usual step.
    """
    steps = [
        rows[index][0].baseline - rows[index - 1][0].baseline
        for index in range(1, len(rows))
        for column, words in placed[index].items()
        if column in placed[index - 1] and not begins_new(row_text(words))
    ]
    steps = [step for step in steps if step > 0.5 * rows[0][0].size]
    usual = usual_step(rows, placed)
    return min(usual, median(steps)) if steps else usual


def _starts_on_top(placed: Placed, index: int, count: int) -> bool:
    held = placed[index]
    if not all(begins_new(row_text(words)) for words in held.values()):
        return False
    return (len(held) >= 2 and 0 in held) or len(held) >= max(2, count - 1)


def _is_centred(
    heights: Sequence[float], placed: Placed, first: int, last: int, pitch: float
) -> bool:
    """Whether the cells from one row of text to the next stand centred beside each other."""
    middles = []
    for column in {c for held in placed[first:last] for c in held}:
        own = [heights[i] for i in range(first, last) if column in placed[i]]
        middles.append((own[0] + own[-1]) / 2)
    offset = any(len(held) < len(middles) for held in placed[first:last])
    return len(middles) >= 2 and offset and max(middles) - min(middles) <= 0.6 * pitch


def _resumes(
    held: dict[int, Row], last: dict[int, float], here: float, pitch: float, count: int
) -> bool:
    """Rows set without space between them: cells that had ended begin anew side by side."""
    again = [c for c in held if here - last.get(c, here - 9 * pitch) > 1.5 * pitch]
    if 0 not in held or len(held) < count - 1 or len(again) < max(1, count - 2):
        return False
    return all(begins_new(row_text(words)) for words in held.values())
