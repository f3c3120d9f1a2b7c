"""Rows of a page → bands: single column, or several columns side by side."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.words import Row, Word, row_text, words_to_rows

_STEP = 2.0  # points between tried gutters
_LEAST_GUTTER = 0.7  # of the font size
_LEAST_SHARE = 0.12  # of the region's width that each column must have
_LEAST_ROWS = 3  # rows with running text on both sides
_DENSE_ROWS = 6  # the same, filled to the column's width
_FILL = 0.72  # of the column's width


class Band(NamedTuple):
    """Rows that belong together: one column (no gutter), or left and right of a gutter."""

    rows: tuple[Row, ...]
    gutter: float | None


def rows_to_bands(rows: Sequence[Row], *, dense: bool = False) -> list[Band]:
    """The rows in bands from top to bottom; a band with a gutter is read left part first.

    With `dense`, only gutters between two columns that lines of running text fill.
    """
    found = _best_gutter(rows, dense)
    if found is None:
        return [Band(tuple(rows), None)] if rows else []
    gutter, first, last = found
    return [
        *rows_to_bands(rows[:first], dense=dense),
        Band(tuple(rows[first:last]), gutter),
        *rows_to_bands(rows[last:], dense=dense),
    ]


def split_at(rows: Sequence[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    """The rows left and right of the gutter, each side with its own baselines."""
    words = [word for row in rows for word in row]
    left = [w for w in words if (w.x0 + w.x1) / 2 < gutter]
    right = [w for w in words if (w.x0 + w.x1) / 2 >= gutter]
    return words_to_rows(left), words_to_rows(right)


def _best_gutter(rows: Sequence[Row], dense: bool) -> tuple[float, int, int] | None:
    if len(rows) < _LEAST_ROWS:
        return None
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    least = _LEAST_SHARE * (right - left)
    best: tuple[int, float, int, int] | None = None
    gaps = [_gaps(row, left, right) for row in rows]
    for x in _candidates(gaps, left + least, right - least):
        for first, last in _free_runs(gaps, x):
            if dense:
                score, first, last = _dense_run(rows, x, first, last, (left, right))
            else:
                score = sum(_is_running(row, x) for row in rows[first:last])
            enough = score >= (_DENSE_ROWS if dense else _LEAST_ROWS)
            if enough and (best is None or (score, last - first) > (best[0], best[3] - best[2])):
                best = (score, x, first, last)
    if best is None:
        return None
    _, x, first, last = best
    first, last = _trimmed(rows, x, first, last)
    return (x, first, last) if last - first >= 2 else None


def _dense_run(
    rows: Sequence[Row], x: float, first: int, last: int, edges: tuple[float, float]
) -> tuple[int, int, int]:
    """How many rows are filled on both sides, and the run cut to rows filled on one side."""
    filled = [_filled(row, x, edges) for row in rows[first:last]]
    some = [index for index, sides in enumerate(filled) if any(sides)]
    both = sum(all(sides) for sides in filled)
    if not some:
        return 0, first, last
    end = first + some[-1] + 1
    while (
        end < last and rows[end][0].baseline - rows[end - 1][0].baseline <= 1.6 * rows[end][0].size
    ):
        if len(rows[end]) > 1 and not _is_prose(list(rows[end])):
            break
        end += 1  # the last, short line of a paragraph
    return both, first + some[0], end


def _filled(row: Row, x: float, edges: tuple[float, float]) -> tuple[bool, bool]:
    left = [w for w in row if w.x1 <= x]
    right = [w for w in row if w.x0 >= x]
    return (
        _is_prose(left) and left[-1].x1 - left[0].x0 >= _FILL * (x - edges[0]),
        _is_prose(right) and right[-1].x1 - right[0].x0 >= _FILL * (edges[1] - x),
    )


def _gaps(row: Row, left: float, right: float) -> list[tuple[float, float]]:
    """The free stretches of a row, margins included."""
    gaps = [(left - 1, row[0].x0)]
    reach = row[0].x1
    size = row[0].size
    for word in row[1:]:
        if word.x0 - reach >= _LEAST_GUTTER * size:
            gaps.append((reach, word.x0))
        reach = max(reach, word.x1)
    gaps.append((reach, right + 1))
    return gaps


def _candidates(gaps: list[list[tuple[float, float]]], least: float, most: float) -> list[float]:
    """Middles of the inner gaps, those that many rows share first."""
    counts: dict[int, int] = {}
    for row in gaps:
        for start, end in row[1:-1]:
            first = math.ceil((max(start, least) + 1) / _STEP)
            last = math.floor((min(end, most) - 1) / _STEP)
            for place in range(first, last + 1):
                counts[place] = counts.get(place, 0) + 1
    often = [place for place, count in counts.items() if count >= _LEAST_ROWS]
    often.sort(key=lambda place: (-counts[place], place))
    tried: list[int] = []
    for place in often:
        if all(abs(place - other) > 4 for other in tried):
            tried.append(place)
    return [place * _STEP for place in tried[:12]]


def _free_runs(gaps: list[list[tuple[float, float]]], x: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start = None
    for index, row in enumerate([*gaps, []]):
        free = any(a <= x - 1 and x + 1 <= b for a, b in row)
        if free and start is None:
            start = index
        elif not free and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _is_running(row: Row, x: float) -> bool:
    left = [w for w in row if w.x1 <= x]
    right = [w for w in row if w.x0 >= x]
    return _is_prose(left) and _is_prose(right)


def _is_prose(words: list[Word]) -> bool:
    if len(words) < 2:
        return False
    text = row_text(words)
    letters = sum(c.isalpha() for c in text)
    widest = max((b.x0 - a.x1 for a, b in pairwise(words)), default=0.0)
    return letters >= 0.6 * len(text.replace(" ", "")) and widest < 3 * words[0].size


def _trimmed(rows: Sequence[Row], x: float, first: int, last: int) -> tuple[int, int]:
    """Without rows at the ends that only stand left: a heading above, a line below the columns."""
    while first < last and rows[first][-1].x1 <= x and not _both(rows[first], x):
        first += 1
    while last > first + 1 and rows[last - 1][-1].x1 <= x:
        step = rows[last - 1][0].baseline - rows[last - 2][0].baseline
        left_before = rows[last - 2][0].x0 < x
        if left_before and step <= 1.7 * rows[last - 1][0].size:
            break
        last -= 1
    return first, last


def _both(row: Row, x: float) -> bool:
    return row[0].x1 <= x <= row[-1].x0
