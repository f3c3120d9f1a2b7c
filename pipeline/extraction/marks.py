"""Small marks in a scanned page's picture that recognition gets wrong: dotted lines and dashes."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extraction.elements import Box
from pipeline.extraction.words import Word

Grey = npt.NDArray[np.uint8]

_DARK = 150  # of 255: below it is ink
_DOT = 2.2  # points; a full stop of ordinary text is smaller
_DOT_GAP = 6.0  # points from one dot to the next in a dotted line
_LEAST_DOTS = 8
_COLON_HEIGHT, _SAME_PLACE = 6.0, 0.8  # points between a colon's dots, up and sideways
_FLAT = 2.5  # times as wide as high: a dash, not a dot
# Of the font size: a hyphen is a quarter to a third long, an en dash from two fifths, an em dash
# nearly all of it.
_EN_DASH, _EM_DASH = 0.38, 0.8
_DASHES = re.compile("[-–—]")
_HANGING = re.compile(r"(?<=[^\W\d_])[–—]$")  # "barne- og": on a word's end stands a hyphen


class Marks(NamedTuple):
    """A page's dotted lines (box, number of dots) and its dashes' boxes, in points."""

    leaders: list[tuple[Box, int]]
    dashes: list[Box]


def small_marks(picture: Grey, scale: float) -> Marks:
    """The marks of a picture that stands straight; `scale` is pixels a point."""
    from scipy import ndimage  # here, since it is large and only scans need it

    labels, _ = ndimage.label(picture < _DARK, structure=np.ones((3, 3), dtype=int))
    boxes = [_box(rows, columns, scale) for rows, columns in ndimage.find_objects(labels)]
    dots = _without_colons(b for b in boxes if max(b.x1 - b.x0, b.bottom - b.top) <= _DOT)
    flat = [b for b in boxes if b.x1 - b.x0 >= _FLAT * (b.bottom - b.top) and b.x1 - b.x0 < 40]
    return Marks(_dotted_lines(dots), sorted(flat))


def _box(rows: slice, columns: slice, scale: float) -> Box:
    sides = (columns.start, rows.start, columns.stop, rows.stop)
    return Box(*(side / scale for side in sides))


def _without_colons(dots: Iterable[Box]) -> list[Box]:
    """The dots less those with another one right above: "Dato:" before a dotted line."""
    kept: list[Box] = []
    column: list[Box] = []
    for dot in [*sorted(dots, key=lambda b: b.x0 + b.x1), Box(1e9, 0, 1e9, 0)]:
        if column and (dot.x0 + dot.x1 - column[0].x0 - column[0].x1) / 2 > _SAME_PLACE:
            kept.extend(b for b in column if not any(_is_above(a, b) for a in column))
            column = []
        column.append(dot)
    return kept


def _is_above(upper: Box, lower: Box) -> bool:
    return 0 < lower.top - upper.bottom <= _COLON_HEIGHT


def _dotted_lines(dots: Iterable[Box]) -> list[tuple[Box, int]]:
    """Runs of dots that stand on one line and close together."""
    rows: list[list[Box]] = []
    for dot in sorted(dots, key=lambda b: b.bottom):
        if rows and dot.bottom - rows[-1][0].bottom <= 1.0:
            rows[-1].append(dot)
        else:
            rows.append([dot])
    found = []
    for row in rows:
        run: list[Box] = []
        for dot in [*sorted(row), Box(1e9, 0, 1e9, 0)]:
            if run and dot.x0 - run[-1].x1 > _DOT_GAP:
                if len(run) >= _LEAST_DOTS and _is_even(run):
                    found.append((_around(run), len(run)))
                run = []
            run.append(dot)
    return found


def _is_even(run: Sequence[Box]) -> bool:
    """Whether most dots stand equally far apart: dots of letters and dust do not."""
    steps = sorted(b.x0 - a.x0 for a, b in pairwise(run))
    usual = steps[len(steps) // 2]
    return sum(abs(step - usual) <= 0.35 * usual for step in steps) >= 0.7 * len(steps)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        boxes[0].x0,
        min(b.top for b in boxes),
        boxes[-1].x1,
        max(b.bottom for b in boxes),
    )


def without_leaders(picture: Grey, leaders: Iterable[tuple[Box, int]], scale: float) -> Grey:
    """The picture with its dotted lines made white: next to them letters are misread."""
    cleaned = picture.copy()
    for box, _ in leaders:
        x0, top, x1, bottom = (round(side * scale) for side in box)
        cleaned[max(0, top - 2) : bottom + 2, max(0, x0 - 2) : x1 + 2] = 255
    return cleaned


def leader_text(dots: int) -> str:
    """What a dotted line is as text: one … for three dots.

    >>> leader_text(9)
    '………'
    """
    return "…" * max(1, round(dots / 3))


def with_dashes(word: Word, dashes: Sequence[Box]) -> Word:
    """The word with its hyphens and dashes told by their length in the picture.

    >>> word = Word("2010-2022", 0, 0, 50, 10, 8, 10, False)
    >>> with_dashes(word, [Box(22, 4, 27.5, 5)]).text
    '2010–2022'
    """
    written = _DASHES.findall(word.text)
    if not written:
        return word
    seen = [b for b in dashes if _is_inside(b, word)]
    if len(seen) != len(written):
        return word
    lengths = iter(b.x1 - b.x0 for b in sorted(seen))
    text = _DASHES.sub(lambda _: _dash(next(lengths) / word.size), word.text)
    return word._replace(text=_HANGING.sub("-", text))


def _dash(length: float) -> str:
    if length < _EN_DASH:
        return "-"
    return "–" if length < _EM_DASH else "—"


def _is_inside(box: Box, word: Word) -> bool:
    """Whether the flat mark stands in the word, at the height where dashes stand."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    raised = word.baseline - y
    return word.x0 <= x <= word.x1 and 0.1 * word.size <= raised <= 0.5 * word.size
