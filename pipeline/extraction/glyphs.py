"""PDF page → characters, rules and images, through PDFium, in points from the upper left."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.extraction.elements import Box

_MAX_FORM_DEPTH = 6
_INVISIBLE_MODES = (3, 7)  # text rendering modes: neither filled nor stroked; clip only
_WHITE = 250


class Glyph(NamedTuple):
    """One character with its box, baseline, size and weight, in its own reading direction.

    `face` names its typeface and colour: the same for what looks alike, size and weight apart.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    face: str = ""


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
    """One page: its size, glyphs by reading direction in degrees, rules, share under images.

    `fills` are the areas that are painted in another colour than white, in the order of painting.
    """

    number: int
    width: float
    height: float
    layers: dict[int, list[Glyph]]
    rules: list[Rule]
    image_share: float
    hidden: int
    characters: int
    fills: tuple[Box, ...] = ()


class _Frame(NamedTuple):
    """From the page's own coordinates to points from the upper left corner as it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 1:
            return y - self.bottom, x - self.left
        if self.rotation == 2:
            return self.right - x, y - self.bottom
        if self.rotation == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    @property
    def size(self) -> tuple[float, float]:
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.rotation % 2 else (wide, high)


class _Paint(NamedTuple):
    box: Box
    is_white: bool
    is_image: bool = False


class _Style(NamedTuple):
    bold: bool
    mode: int
    is_white: bool
    is_symbol: bool
    scale: float
    face: str


def turned(x: float, y: float, degrees: int, width: float, height: float) -> tuple[float, float]:
    """A point in the frame in which text that runs at `degrees` reads from left to right.

    >>> turned(10, 20, 90, 100, 200)
    (180, 10)
    """
    if degrees == 90:
        return height - y, x
    if degrees == 180:
        return width - x, height - y
    if degrees == 270:
        return y, width - x
    return x, y


def turned_box(box: Box, degrees: int, width: float, height: float) -> Box:
    """A box in the frame of `turned`."""
    ax, ay = turned(box.x0, box.top, degrees, width, height)
    bx, by = turned(box.x1, box.bottom, degrees, width, height)
    return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def turned_back(box: Box, degrees: int, width: float, height: float) -> Box:
    """A box from the frame of `turned` back on the page as it is shown."""
    x0, top, x1, bottom = box
    if degrees == 90:
        return Box(top, height - x1, bottom, height - x0)
    if degrees == 180:
        return Box(width - x1, height - bottom, width - x0, height - top)
    if degrees == 270:
        return Box(width - bottom, x0, width - top, x1)
    return box


def read_sheet(page: Any, number: int, max_characters: int) -> Sheet:
    """The page's glyphs, rules and images; at most `max_characters` characters are taken."""
    frame = _frame(page)
    rules, paints, image_share = _drawings(page, frame)
    layers, hidden, count = _layers(page, frame, paints, image_share, max_characters)
    width, height = frame.size
    fills = tuple(p.box for p in paints if not (p.is_white or p.is_image))
    return Sheet(number, width, height, layers, rules, image_share, hidden, count, fills)


def _frame(page: Any) -> _Frame:
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    sides = (rect.left, rect.bottom, rect.right, rect.top)
    if not all(map(math.isfinite, sides)) or rect.right <= rect.left or rect.top <= rect.bottom:
        sides = (0.0, 0.0, 612.0, 792.0)
    return _Frame(*sides, rotation=max(0, pdfium.FPDFPage_GetRotation(page)) % 4)


def _layers(
    page: Any, frame: _Frame, paints: list[_Paint], image_share: float, most: int
) -> tuple[dict[int, list[Glyph]], int, int]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return {}, 0, 0
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page))
        layers: dict[int, list[Glyph]] = {}
        hidden = 0
        width, height = frame.size
        for degrees, glyph, style, box in _characters(text_page, min(count, most), frame):
            if not glyph.text.isspace() and _is_hidden(style, box, paints, image_share):
                hidden += 1
            elif _on_page(box, width, height):
                layers.setdefault(degrees, []).append(glyph)
        return layers, hidden, count
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _on_page(box: Box, width: float, height: float) -> bool:
    return box.x1 >= -1 and box.x0 <= width + 1 and box.bottom >= -1 and box.top <= height + 1


def _is_hidden(style: _Style, box: Box, paints: list[_Paint], image_share: float) -> bool:
    if style.mode in _INVISIBLE_MODES:
        return image_share < 0.5  # a scan's text layer lies unseen over its picture
    if not style.is_white or image_share >= 0.5:
        return False
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    under = [
        paint
        for paint in paints
        if paint.box.x0 <= x <= paint.box.x1 and paint.box.top <= y <= paint.box.bottom
    ]
    return not under or under[-1].is_white


def _characters(
    text_page: Any, count: int, frame: _Frame
) -> Iterator[tuple[int, Glyph, _Style, Box]]:
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, _Style] = {}
    width, height = frame.size
    pending = ""
    before: tuple[object, ...] = ()
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            pending = chr(code)
            continue
        style = _style(text_page, index, styles)
        text = _character(code, style.is_symbol, pending)
        pending = ""
        if not text:
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, index, rect)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        if not all(map(math.isfinite, (rect.left, rect.bottom, rect.right, rect.top))):
            continue
        box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        degrees = _direction(pdfium.FPDFText_GetCharAngle(text_page, index), frame.rotation)
        origin = turned(*frame.point(x.value, y.value), degrees, width, height)
        near = turned(box.x0, box.top, degrees, width, height)
        far = turned(box.x1, box.bottom, degrees, width, height)
        size = _size(
            style.scale * pdfium.FPDFText_GetFontSize(text_page, index), abs(far[1] - near[1])
        )
        x0, x1 = min(near[0], far[0]), max(near[0], far[0])
        # a ligature comes letter by letter in one place: the second half of «ff» is no double
        here = (_object_key(text_page, index), code, origin, x0, x1)
        x0, before = ((x0 + x1) / 2 if here == before else x0), here
        yield degrees, Glyph(text, x0, x1, origin[1], size, style.bold, style.face), style, box


def _size(named: float, height: float) -> float:
    """The size in points; a font scaled by its matrix names a size that it hasn't."""
    if height > 0 and not 0.5 <= named / height <= 1.6:
        return height / 1.2
    return named if named > 0 else 1.0


def _direction(angle: float, rotation: int) -> int:
    if not math.isfinite(angle) or angle < 0:
        angle = 0.0
    return round(math.degrees(angle) / 90 - rotation) % 4 * 90


# Symbol and Wingdings bullets come as private code points.
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0E8: "→",
    0xF02D: "-",
    0xF0A8: "▪",
}
_SYMBOL_FONT = {
    0xB7: "•",
    0xA7: "▪",
    0xD8: "➢",
    0xFC: "✓",
    0x6F: "o",
    0x2D: "-",
    0x6C: "•",
    0x6E: "▪",
}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st"}


def _character(code: int, is_symbol: bool, high_surrogate: str) -> str:
    if high_surrogate and 0xDC00 <= code < 0xE000:
        code = 0x10000 + ((ord(high_surrogate) - 0xD800) << 10) + (code - 0xDC00)
    if code in (2, 0xFFFE):  # PDFium's mark for a hyphen at the end of a line
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if is_symbol and code in _SYMBOL_FONT:
        return _SYMBOL_FONT[code]
    if 0xE000 <= code < 0xF900:
        return _SYMBOLS.get(code, "•" if is_symbol else "\ufffd")
    if code in (9, 10, 13):
        return " "
    return "" if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _style(text_page: Any, index: int, known: dict[int, _Style]) -> _Style:
    key = _object_key(text_page, index)
    if key not in known:
        item = pdfium.FPDFText_GetTextObject(text_page, index)
        known[key] = _read_style(item, text_page, index)
    return known[key]


def _object_key(text_page: Any, index: int) -> int:
    item = pdfium.FPDFText_GetTextObject(text_page, index)
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _read_style(item: Any, text_page: Any, index: int) -> _Style:
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, 256, flags)
    font = name.value.decode("utf-8", "replace").lower()
    weight = pdfium.FPDFText_GetFontWeight(text_page, index)
    bold = any(word in font for word in ("bold", "black", "heavy", "-bd")) or weight >= 650
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else 0
    symbol = "symbol" in font or "wingding" in font or "dingbat" in font
    white = _is_white(pdfium.FPDFText_GetFillColor, text_page, index)
    face = f"{font.rpartition('+')[2]} {_colour(text_page, index)}"
    return _Style(bold or mode == 2, mode, white, symbol, _scale(text_page, index), face)


def _colour(text_page: Any, index: int) -> str:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
        return ""
    return f"{red.value:02x}{green.value:02x}{blue.value:02x}"


def _scale(text_page: Any, index: int) -> float:
    """What the matrix makes of the font's size; some producers set it all with the matrix."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, found):
        return 1.0
    scale = math.hypot(found.c, found.d)
    return scale if math.isfinite(scale) and scale > 0 else 1.0


def _is_white(getter: Any, *target: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not getter(*target, red, green, blue, alpha):
        return False
    return alpha.value < 10 or min(red.value, green.value, blue.value) >= _WHITE


def _drawings(page: Any, frame: _Frame) -> tuple[list[Rule], list[_Paint], float]:
    rules: list[Rule] = []
    paints: list[_Paint] = []
    images = 0.0
    width, height = frame.size
    for item, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _clip(_bounds(item, matrix, frame), width, height)
            images += max(0.0, box.x1 - box.x0) * max(0.0, box.bottom - box.top)
            paints.append(_Paint(box, False, is_image=True))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(item, matrix, frame, rules, paints)
    return rules, paints, min(1.0, images / max(1.0, width * height))


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


def _bounds(item: Any, matrix: Matrix, frame: _Frame) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return frame.box(*_at(matrix, left, bottom), *_at(matrix, right, top))


_THIN = 3.0
_LEAST_RULE = 4.0


def _path(
    item: Any, matrix: Matrix, frame: _Frame, rules: list[Rule], paints: list[_Paint]
) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if fill.value:
        box = _bounds(item, matrix, frame)
        if min(box.x1 - box.x0, box.bottom - box.top) <= _THIN:
            _add_rule(rules, box)
        else:
            white = _is_white(pdfium.FPDFPageObj_GetFillColor, item)
            paints.append(_Paint(box, white))
    if stroke.value and not _is_white(pdfium.FPDFPageObj_GetStrokeColor, item):
        for box in _strokes(item, _times(_matrix(item), matrix), frame):
            if min(box.x1 - box.x0, box.bottom - box.top) <= _THIN:
                _add_rule(rules, box)


def _add_rule(rules: list[Rule], box: Box) -> None:
    if max(box.x1 - box.x0, box.bottom - box.top) >= _LEAST_RULE and all(map(math.isfinite, box)):
        rules.append(Rule(*box))


_MAX_SEGMENTS = 4000


def _strokes(item: Any, matrix: Matrix, frame: _Frame) -> Iterator[Box]:
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
