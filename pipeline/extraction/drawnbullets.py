"""Small shapes drawn left of lines → the list marks that a reader takes them for, as words."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.extraction.elements import Box
from pipeline.extraction.paragraphs import BULLET, NUMBERED
from pipeline.extraction.words import ASCENT, DESCENT, Word, row_text

LEAST_SIDE, MOST_SIDE = 1.0, 14.0  # points
_SQUARE = 1.35  # times as long the one side may be as the other
# Shares of the font size:
_LEAST, _MOST, _MOST_OUTLINED = 0.14, 0.75, 0.95
_LOW, _HIGH = 0.05, 0.65  # from the baseline up to the shape's middle
_GAP = 3.0  # to the text right of it
_APART = 1.0  # from the text left of it
_SAME_BASELINE = 0.1
_MOSTLY = 0.6  # of the shapes that look alike stand left of a line
_SAME_SIZE = 0.2
_MOST_SHAPES = 600  # a page with more is a drawing
_OPENING = 3  # words of the line that tell it is text


class Shape(NamedTuple):
    """A small filled or outlined path or image, about as wide as it is high."""

    box: Box
    colour: str
    is_round: bool = False
    is_outline: bool = False


def is_small(box: Box) -> bool:
    """Whether an area is as small as a list mark, and about as wide as it is high."""
    wide, high = box.x1 - box.x0, box.bottom - box.top
    if not LEAST_SIDE <= min(wide, high) <= max(wide, high) <= MOST_SIDE:
        return False
    return max(wide, high) <= _SQUARE * min(wide, high)


def drawn_bullets(words: Iterable[Word], shapes: Sequence[Shape]) -> list[Word]:
    """The list marks among the shapes, each a word on its line's baseline.

    A mark stands near the left of a line's beginning at the height of small letters, and those
    that look like it do so too: markers in a chart and keys to its colours don't.
    """
    if not shapes or len(shapes) > _MOST_SHAPES:
        return []
    lines = _Lines(words)
    alike: dict[tuple[str, bool, bool, int], list[Shape]] = defaultdict(list)
    for shape in dict.fromkeys(shapes):
        size = round(shape.box.x1 - shape.box.x0)
        alike[shape.colour, shape.is_round, shape.is_outline, size].append(shape)
    found: list[Word] = []
    alone: list[Word] = []
    for group in alike.values():
        marks = [mark for shape in group if (mark := lines.mark(shape))]
        if len(marks) >= 2 and len(marks) >= _MOSTLY * len(group):
            found.extend(marks)
        elif len(group) == 1 and group[0].is_round:
            alone.extend(marks)
    if len(shapes) == 1:
        return alone
    return sorted([*found, *(mark for mark in alone if _has_like(mark, found))])


def _has_like(mark: Word, others: Iterable[Word]) -> bool:
    """Whether a mark of about its size is among the others: a nested list's only item."""
    wide = mark.x1 - mark.x0
    return any(abs(o.x1 - o.x0 - wide) <= _SAME_SIZE * wide for o in others)


class _Lines:
    """The page's words by baseline."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = sorted(words, key=lambda w: w.baseline)
        self.places = [word.baseline for word in self.words]

    def mark(self, shape: Shape) -> Word | None:
        """The shape as a word, where it stands before a line's text."""
        box = shape.box
        middle = (box.top + box.bottom) / 2
        reach = (box.x1 - box.x0) / _LEAST
        near = self._between(middle, middle + _HIGH * reach)
        after = [w for w in near if w.x0 >= box.x1 - 0.5 and _fits(shape, w, middle)]
        if not after:
            return None
        first = min(after, key=lambda w: w.x0)
        off = _SAME_BASELINE * first.size
        line = self._between(first.baseline - off, first.baseline + off)
        opening = sorted((w for w in line if w.x0 >= first.x0), key=lambda w: w.x0)[:_OPENING]
        if any(w.x0 < box.x1 and w.x1 > box.x0 - _APART * first.size for w in line):
            return None
        return _word(shape, first) if _is_text(row_text(opening)) else None

    def _between(self, least: float, most: float) -> list[Word]:
        return self.words[bisect_left(self.places, least) : bisect_right(self.places, most)]


def _fits(shape: Shape, word: Word, middle: float) -> bool:
    size, wide = word.size, shape.box.x1 - shape.box.x0
    most = _MOST_OUTLINED if shape.is_outline else _MOST
    return (
        _LEAST * size <= wide <= most * size
        and _LOW * size <= word.baseline - middle <= _HIGH * size
        and word.x0 - shape.box.x1 <= _GAP * size
    )


def _is_text(opening: str) -> bool:
    has_mark = BULLET.match(opening) or NUMBERED.match(opening)
    return not has_mark and any(letter.isalpha() for letter in opening)


def _word(shape: Shape, first: Word) -> Word:
    if shape.is_round:
        text = "◦" if shape.is_outline else "•"
    else:
        text = "☐" if shape.is_outline else "▪"
    size, baseline = first.size, first.baseline
    return first._replace(
        text=text,
        x0=shape.box.x0,
        x1=shape.box.x1,
        top=baseline - ASCENT * size,
        bottom=baseline + DESCENT * size,
    )
