"""Coloured areas and frames on a page → the boxes whose text is read by itself."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.elements import Box, union
from pipeline.extraction.lattice import Line
from pipeline.extraction.words import Row, Word, words_to_rows

_NEAR = 3.0  # points by which sides that belong together may stand apart
_WHOLE = 0.9  # of the words: what holds so many is a page's background, no box on it
_LEAST_ROWS = 2  # of text; a bar behind one line is that line's looks
_STACKED = 3  # areas on each other from which they are a table's rows
_FEW_ROWS = 3  # of text: with cells in them, a table's headings or its sum
_REACH = 4.0  # font sizes above and below, where a table's other rows stand
_CELL_GAP = 1.0  # font sizes between two words that stand in cells of their own
_LEAST_WORDS = 4
_MOST_AREAS = 400  # a page with more is a map or a drawing


class _Area(NamedTuple):
    box: Box
    rows: list[Row]


def told_boxes(
    fills: Iterable[Box],
    flat: Sequence[Line],
    upright: Sequence[Line],
    tables: Sequence[Box],
    words: Sequence[Word],
) -> list[Box]:
    """The outermost coloured areas and frames that hold running text of their own.

    Not the page's background, a bar behind a heading, a table's rows, or what lies over one of
    the `tables`.
    """
    found = list(dict.fromkeys([*fills, *_frames(flat, upright)]))
    if len(found) > _MOST_AREAS or not words:
        return []
    whole = _joined([box for box in found if not any(_touch(box, table) for table in tables)])
    areas = []
    for box in whole:
        held = [word for word in words if within(word, box)]
        if _LEAST_WORDS <= len(held) < _WHOLE * len(words):
            areas.append(_Area(box, words_to_rows(held)))
    kept = [a for a in areas if len(a.rows) >= _LEAST_ROWS and not _is_cut(a, words)]
    kept = [a for a in kept if not _is_stacked(a.box, whole) and not _is_row(a, words)]
    outer = [a.box for a in kept if not any(_holds(b.box, a.box) for b in kept if b is not a)]
    return sorted(set(outer), key=lambda box: (box.top, box.x0))


def within(word: Word, box: Sequence[float]) -> bool:
    """Whether the word's middle lies in the box."""
    x0, top, x1, bottom = box
    return x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= (word.top + word.bottom) / 2 <= bottom


def _frames(flat: Sequence[Line], upright: Sequence[Line]) -> list[Box]:
    """Rectangles of four lines that nothing crosses from side to side."""
    if len(flat) > _MOST_AREAS or len(upright) > _MOST_AREAS:
        return []
    frames = []
    for i, left in enumerate(upright):
        for right in upright[i + 1 :]:
            if abs(left.start - right.start) > _NEAR or abs(left.end - right.end) > _NEAR:
                continue
            ends = [f.at for f in flat if _spans(f, left.at, right.at)]
            top, bottom = min(left.start, right.start), max(left.end, right.end)
            if any(abs(at - top) <= _NEAR for at in ends) and any(
                abs(at - bottom) <= _NEAR for at in ends
            ):
                frames.append(Box(left.at, top, right.at, bottom))
    return frames


def _spans(line: Line, left: float, right: float) -> bool:
    return abs(line.start - left) <= _NEAR and abs(line.end - right) <= _NEAR


def _touch(box: Box, other: Box) -> bool:
    wide = min(box.x1, other.x1) - max(box.x0, other.x0)
    high = min(box.bottom, other.bottom) - max(box.top, other.top)
    if wide <= _NEAR or high <= _NEAR:
        return False
    return not (_holds(box, other) and wide * high < 0.8 * _size(box))


def _size(box: Box) -> float:
    return max(1.0, (box.x1 - box.x0) * (box.bottom - box.top))


def _holds(outer: Box, inner: Box) -> bool:
    if outer == inner:
        return False
    return (
        outer.x0 <= inner.x0 + _NEAR
        and outer.top <= inner.top + _NEAR
        and inner.x1 <= outer.x1 + _NEAR
        and inner.bottom <= outer.bottom + _NEAR
        and _size(outer) > _size(inner)
    )


def _same_sides(a: Box, b: Box) -> bool:
    return abs(a.x0 - b.x0) <= _NEAR and abs(a.x1 - b.x1) <= _NEAR


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """The boxes; a title's area right above another of the same width is made one with it."""
    ordered = sorted(boxes, key=lambda box: (round(box.x0), round(box.x1), box.top))
    done: list[Box] = []
    for box in ordered:
        last = done[-1] if done else None
        if last and _same_sides(last, box) and abs(box.top - last.bottom) <= _NEAR:
            alone = not any(
                other not in (last, box) and _same_sides(other, box) and _adjoin(other, last, box)
                for other in boxes
            )
            if alone:
                done[-1] = union([last, box])
                continue
        done.append(box)
    return done


def _adjoin(other: Box, *boxes: Box) -> bool:
    return any(
        abs(other.top - box.bottom) <= _NEAR or abs(box.top - other.bottom) <= _NEAR
        for box in boxes
    )


def _is_cut(area: _Area, words: Sequence[Word]) -> bool:
    """Whether its edge runs through lines of text: a figure's shape, or a marking."""
    x0, top, x1, bottom = area.box
    crossed = 0
    for word in words:
        middle = (word.top + word.bottom) / 2
        if top < middle < bottom and (
            word.x0 < x0 - 1 < word.x1 - 2 or word.x0 + 2 < x1 + 1 < word.x1
        ):
            crossed += 1
    return crossed >= 2


def _is_stacked(box: Box, boxes: Sequence[Box]) -> bool:
    """Whether it is one of several bands that part a table's rows from each other."""
    alike = [b for b in boxes if _same_sides(b, box)]
    high = box.bottom - box.top
    near = [b for b in alike if min(abs(b.top - box.bottom), abs(box.top - b.bottom)) <= 1.5 * high]
    return len(near) + 1 >= _STACKED and len(alike) >= _STACKED


def _is_row(area: _Area, words: Sequence[Word]) -> bool:
    """Whether it is a row of a table: its lines stand in cells as those above or below it do."""
    starts = [start for row in area.rows for start in _cell_starts(row)]
    if not starts:
        return False
    x0, top, x1, bottom = area.box
    reach = _REACH * area.rows[0][0].size
    near = [
        word
        for word in words
        if (top - reach < word.top < top or bottom < word.bottom < bottom + reach)
        and x0 - _NEAR <= word.x0
        and word.x1 <= x1 + _NEAR
    ]
    others = [start for row in words_to_rows(near) for start in _cell_starts(row)]
    return len(area.rows) <= _FEW_ROWS or any(abs(a - b) <= _NEAR for a in starts for b in others)


def _cell_starts(row: Row) -> list[float]:
    """Where words begin after a gap that is no space."""
    return [
        after.x0
        for before, after in pairwise(row)
        if after.x0 - before.x1 > _CELL_GAP * max(before.size, after.size)
    ]
