"""PDF page → letters, rules and images, through PDFium, in points from the upper left."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.extraction.drawnbullets import Shape, is_small
from pipeline.extraction.elements import Box
from pipeline.extraction.frame import Frame, page_frame
from pipeline.extraction.letters import Letters, Paint, fill_colour, is_white, read_letters

_MAX_FORM_DEPTH = 6


class Rule(NamedTuple):
    """A straight line, or a thin filled rectangle that looks like one."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size, letters by reading direction in degrees, rules, share under images.

    `fills` are the areas that are painted in another colour than white, in the order of painting;
    `unseen` letters lie unseen over a scan's picture, and are among the layers'; `shapes` are as
    small as list marks.
    """

    number: int
    width: float
    height: float
    layers: dict[int, Letters]
    rules: list[Rule]
    image_share: float
    hidden: int
    characters: int
    fills: tuple[Box, ...] = ()
    unseen: int = 0
    shapes: tuple[Shape, ...] = ()


def read_sheet(page: Any, number: int, max_characters: int) -> Sheet:
    """The page's letters, rules and images; at most `max_characters` characters are taken."""
    frame = page_frame(page)
    rules, paints, shapes, image_share = _drawings(page, frame)
    text = read_letters(page, frame, paints, image_share, max_characters)
    width, height = frame.size
    fills = tuple(p.box for p in paints if not (p.is_white or p.is_image))
    told = (image_share, text.hidden, text.characters, fills, text.unseen, tuple(shapes))
    return Sheet(number, width, height, text.letters, rules, *told)


def _drawings(page: Any, frame: Frame) -> tuple[list[Rule], list[Paint], list[Shape], float]:
    rules: list[Rule] = []
    paints: list[Paint] = []
    shapes: list[Shape] = []
    images = 0.0
    width, height = frame.size
    for item, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _clip(_bounds(item, matrix, frame), width, height)
            images += max(0.0, box.x1 - box.x0) * max(0.0, box.bottom - box.top)
            paints.append(Paint(box, False, is_image=True))
            if is_small(box):
                shapes.append(Shape(box, "", is_round=True))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            shapes.extend(_shapes(item, _bounds(item, matrix, frame), paints))
            _path(item, matrix, frame, rules, paints)
    return rules, paints, shapes, min(1.0, images / max(1.0, width * height))


def _shapes(item: Any, box: Box, paints: list[Paint]) -> Iterator[Shape]:
    """The path as a small shape, if it is one that is seen on what was painted before."""
    if not is_small(box):
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not (fill.value or stroke.value):
        return
    getter = pdfium.FPDFPageObj_GetFillColor if fill.value else pdfium.FPDFPageObj_GetStrokeColor
    colour = fill_colour(getter, item)
    if is_white(colour) and not any(_lies_on(box, p) for p in paints if not p.is_white):
        return
    yield Shape(box, str(colour), _is_round(item), not fill.value)


def _lies_on(box: Box, paint: Paint) -> bool:
    x0, top, x1, bottom = paint.box
    return x0 <= box.x0 and box.x1 <= x1 and top <= box.top and box.bottom <= bottom


_MOST_SHAPE_SEGMENTS = 100


def _is_round(item: Any) -> bool:
    """Whether curves bound the path, and no straight line but one that closes it."""
    kinds = [
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(item, index))
        for index in range(min(_MOST_SHAPE_SEGMENTS, pdfium.FPDFPath_CountSegments(item)))
    ]
    straight = kinds.count(pdfium.FPDF_SEGMENT_LINETO)
    return kinds.count(pdfium.FPDF_SEGMENT_BEZIERTO) >= 6 and straight <= 1


def _clip(box: Box, width: float, height: float) -> Box:
    return Box(max(0, box.x0), max(0, box.top), min(width, box.x1), min(height, box.bottom))


Matrix = tuple[float, float, float, float, float, float]
_MAX_OBJECTS = 60_000


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Every path and image, those inside forms too, with the matrix that places it."""
    waiting: list[tuple[Any, Matrix, int]] = []
    for index in range(min(_MAX_OBJECTS, max(0, pdfium.FPDFPage_CountObjects(page)))):
        waiting.append((pdfium.FPDFPage_GetObject(page, index), (1, 0, 0, 1, 0, 0), 0))
    waiting.reverse()
    seen = 0
    while waiting and seen < _MAX_OBJECTS:
        item, matrix, depth = waiting.pop()
        seen += 1
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < _MAX_FORM_DEPTH:
            inner = _times(_matrix(item), matrix)
            count = max(0, pdfium.FPDFFormObj_CountObjects(item))
            for index in reversed(range(min(count, _MAX_OBJECTS - len(waiting)))):
                waiting.append((pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1))


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return (1, 0, 0, 1, 0, 0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _bounds(item: Any, matrix: Matrix, frame: Frame) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return frame.box(*_at(matrix, left, bottom), *_at(matrix, right, top))


_THIN = 3.0
_LEAST_RULE = 4.0


def _path(item: Any, matrix: Matrix, frame: Frame, rules: list[Rule], paints: list[Paint]) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if fill.value:
        box = _bounds(item, matrix, frame)
        if min(box.x1 - box.x0, box.bottom - box.top) <= _THIN:
            _add_rule(rules, box)
        else:
            white = is_white(fill_colour(pdfium.FPDFPageObj_GetFillColor, item))
            paints.append(Paint(box, white))
    if stroke.value and not is_white(fill_colour(pdfium.FPDFPageObj_GetStrokeColor, item)):
        for box in _strokes(item, _times(_matrix(item), matrix), frame):
            if min(box.x1 - box.x0, box.bottom - box.top) <= _THIN:
                _add_rule(rules, box)


def _add_rule(rules: list[Rule], box: Box) -> None:
    if max(box.x1 - box.x0, box.bottom - box.top) >= _LEAST_RULE and all(map(math.isfinite, box)):
        rules.append(Rule(*box))


_MAX_SEGMENTS = 4000


def _strokes(item: Any, matrix: Matrix, frame: Frame) -> Iterator[Box]:
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for index in range(min(_MAX_SEGMENTS, max(0, pdfium.FPDFPath_CountSegments(item)))):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _at(matrix, x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO and last:
            yield frame.box(*last, *point)
        elif pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and start:
            yield frame.box(*last, *start)
            last = start
