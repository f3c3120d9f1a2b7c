"""A scanned page's ruled cells, set below each other in a picture of their own, and back again.

Cells side by side whose lines don't stand level are read as one slanting line: words are lost.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extraction.elements import Box
from pipeline.extraction.glyphs import Rule
from pipeline.extraction.lattice import lines_to_grids, rules_to_lines

Grey = npt.NDArray[np.uint8]

_WHITE = 255
_INK = 150  # of 255: below it is ink
_LEAST_INK = 6  # pixels ; less is dust
_EDGE = 1.0  # points inside a cell's box that its rules may fill
_ROOM = 12.0  # points between two cells, and around them
_LARGEST = 0.3  # of the page's area; a larger cell frames a page's text, which has its own layout


class Piece(NamedTuple):
    """A cell in the strip: from which row of pixels to which, and where they stand on the page."""

    start: int
    end: int
    left: int
    top: int


class Strip(NamedTuple):
    """The page without its cells, and its cells below each other; sizes in pixels."""

    page: Grey
    cells: Grey
    pieces: tuple[Piece, ...]
    margin: int

    def moves(self, down: float) -> tuple[int, int]:
        """How far right and down what stands this far down in the strip is to be moved."""
        piece = next((p for p in self.pieces if down < p.end), self.pieces[-1])
        return piece.left - self.margin, piece.top - piece.start


def cut_cells(picture: Grey, rules: Iterable[Rule], scale: float) -> Strip | None:
    """The page's ruled cells cut out; None where there are none with ink. `scale`: pixels a point.

    `picture` stands straight and has its rules taken out, `rules` are in points.
    """
    boxes = _cell_boxes(rules, picture.shape[0] * picture.shape[1] / scale**2)
    places = [tuple(round(side * scale) for side in box) for box in boxes]
    held = [p for p in places if _has_ink(picture[p[1] : p[3], p[0] : p[2]])]
    if len(held) < 2:
        return None
    room = round(_ROOM * scale)
    high = room + sum(bottom - top + room for _, top, _, bottom in held)
    wide = 2 * room + max(right - left for left, _, right, _ in held)
    page, cells = picture.copy(), np.full((high, wide), _WHITE, dtype=np.uint8)
    pieces = []
    at = room
    for left, top, right, bottom in held:
        cells[at : at + bottom - top, room : room + right - left] = picture[top:bottom, left:right]
        page[top:bottom, left:right] = _WHITE
        pieces.append(Piece(at, at + bottom - top + room // 2, left, top))
        at += bottom - top + room
    return Strip(page, cells, tuple(pieces), room)


def _cell_boxes(rules: Iterable[Rule], area: float) -> list[Box]:
    """The boxes inside the rules of all cells but those that frame much of the page."""
    boxes = []
    for grid in lines_to_grids(*rules_to_lines(rules)):
        for cell in grid.cells:
            x0, top, x1, bottom = cell.box
            box = Box(x0 + _EDGE, top + _EDGE, x1 - _EDGE, bottom - _EDGE)
            if 0 < (box.x1 - box.x0) * (box.bottom - box.top) <= _LARGEST * area:
                boxes.append(box)
    return [box for box in boxes if box.x1 > box.x0 and box.bottom > box.top]


def _has_ink(spot: Grey) -> bool:
    return int((spot < _INK).sum()) >= _LEAST_INK
