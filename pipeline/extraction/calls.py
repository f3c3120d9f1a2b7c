"""PDFium's functions about single characters, for whole pages: arrays in place of many objects.

The functions are called by address, with plain integers for pointers: a sixth of the time that
structures and typed pointers take, and a page has thousands of characters.
"""

import ctypes
from collections import deque
from collections.abc import Callable
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Handle = int

_STRETCH = 5  # characters; a text object has some thirty
_POINTER = ctypes.c_void_p
_NUMBER = ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function, taking and giving plain integers where pointers stand."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise OSError("expected a function of PDFium, came none")
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_text_object = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_size_t, _POINTER, _NUMBER)
_unicode = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _NUMBER)
_is_generated = _plain(pdfium.FPDFText_IsGenerated, _NUMBER, _POINTER, _NUMBER)
_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _NUMBER, _POINTER, _NUMBER, _POINTER)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, _NUMBER, _POINTER, _NUMBER, _POINTER, _POINTER)
_font = _plain(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t, _POINTER)
_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _NUMBER, _POINTER)
_size = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _NUMBER)
_angle = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _POINTER, _NUMBER)
_matrix = _plain(pdfium.FPDFText_GetMatrix, _NUMBER, _POINTER, _NUMBER, _POINTER)
_count_marks = _plain(pdfium.FPDFPageObj_CountMarks, _NUMBER, _POINTER)
_mark = _plain(pdfium.FPDFPageObj_GetMark, ctypes.c_size_t, _POINTER, ctypes.c_ulong)
_fill_colour = _plain(pdfium.FPDFText_GetFillColor, _NUMBER, _POINTER, _NUMBER, *[_POINTER] * 4)


def handle(pointer: Any) -> Handle:
    """The address that a typed pointer holds; 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def char_codes(text_page: Handle, count: int) -> Codes:
    """The code of each of the page's first `count` characters, in UTF-16 where it came so."""
    buffer = (ctypes.c_ushort * (count + 2))()
    written = pdfium.FPDFText_GetText(
        ctypes.cast(text_page, pdfium.FPDF_TEXTPAGE), 0, count, buffer
    )
    if written == count + 1:
        return np.array(buffer[:count], dtype=np.uint32)
    found = map(_unicode, repeat(text_page), range(count))  # some characters came as none or two
    return np.fromiter(found, dtype=np.uint32, count=count)


def text_objects(text_page: Handle, places: Numbers, *, is_scattered: bool) -> Numbers:
    """The address of the text object of each character in these places, 0 where it has none.

    Where two characters not far from each other are of one object, so is what stands between,
    unless objects `is_scattered`, as they may where text runs from right to left.
    """
    if is_scattered or len(places) <= _STRETCH:
        return _objects_at(text_page, places)
    last = len(places) - 1
    ends = np.append(np.arange(0, last, _STRETCH), last)
    found = _objects_at(text_page, places[ends])
    objects = np.repeat(found, np.diff(np.append(ends, last + 1)))
    parted = np.flatnonzero(found[1:] != found[:-1])
    unsure = (ends[parted][:, None] + np.arange(1, _STRETCH)).ravel()
    unsure = unsure[unsure < last]
    objects[unsure] = _objects_at(text_page, places[unsure])
    return objects


def _objects_at(text_page: Handle, places: Numbers) -> Numbers:
    found = map(_text_object, repeat(text_page), places.tolist())
    return np.fromiter(found, dtype=np.uint64, count=len(places)).view(np.int64)


class Trait(NamedTuple):
    """How PDFium says that a text object is set; no `colour` where it can't tell.

    `angle` is in radians, `matrix` the first four numbers of the one that places its letters,
    `layer` the name of the layer (optional content) that may be shown or not; None outside any.
    """

    font: Handle
    size: float
    mode: int
    colour: tuple[int, int, int, int] | None
    angle: float
    matrix: tuple[float, float, float, float] | None
    layer: str | None


def traits(text_page: Handle, places: Numbers, objects: Numbers) -> list[Trait]:
    """The trait of each text object, given the place of one of its characters."""
    count, where, held = len(places), places.tolist(), objects.tolist()
    fonts = [_font(item) if item else 0 for item in held]
    modes = [_mode(item) if item else 0 for item in held]
    sizes = map(_size, repeat(text_page), where)
    colours = np.zeros((count, 4), dtype=np.uint32)
    ats = (
        range(at, at + 16 * count, 16)
        for at in range(colours.ctypes.data, colours.ctypes.data + 16, 4)
    )
    coloured = list(map(_fill_colour, repeat(text_page), where, *ats))
    matrices = np.zeros((count, 6), dtype=np.float32)
    at = matrices.ctypes.data
    placed = list(map(_matrix, repeat(text_page), where, range(at, at + 24 * count, 24)))
    return list(
        map(
            Trait,
            fonts,
            sizes,
            modes,
            [
                tuple(c) if told else None
                for c, told in zip(colours.tolist(), coloured, strict=True)
            ],
            map(_angle, repeat(text_page), where),
            [
                tuple(m[:4]) if told else None
                for m, told in zip(matrices.tolist(), placed, strict=True)
            ],
            map(_layer, held),
        )
    )


_LONGEST_NAME = 128  # bytes of a layer's name in UTF-16


def _layer(item: Handle) -> str | None:
    """The name of the layer that the text object is marked as belonging to."""
    for index in range(_count_marks(item) if item else 0):
        mark = _mark(item, index)
        if _told(pdfium.FPDFPageObjMark_GetName, mark) == "OC":
            return _told(pdfium.FPDFPageObjMark_GetParamStringValue, mark, b"Name")
    return None


def _told(getter: Any, mark: Handle, *keys: bytes) -> str:
    buffer = (ctypes.c_ushort * (_LONGEST_NAME // 2))()
    size = ctypes.c_ulong()
    typed = ctypes.cast(mark, pdfium.FPDF_PAGEOBJECTMARK)
    if not getter(typed, *keys, buffer, _LONGEST_NAME, size):
        return ""
    return bytes(buffer)[: max(size.value - 2, 0)].decode("utf-16-le", "replace")


def are_generated(text_page: Handle, places: Numbers) -> Flags:
    """Which of the characters in these places PDFium put in itself."""
    found = map(_is_generated, repeat(text_page), places.tolist())
    flags: Flags = np.fromiter(found, dtype=np.int8, count=len(places)) == 1
    return flags


def loose_boxes(text_page: Handle, places: Numbers) -> Floats:
    """Left, top, right and bottom of the characters, a row each; not finite where unknown."""
    boxes = np.full((len(places), 4), np.nan, dtype=np.float32)
    at = boxes.ctypes.data
    to = range(at, at + 16 * len(places), 16)
    deque(map(_loose_box, repeat(text_page), places.tolist(), to), maxlen=0)
    return boxes.astype(np.float64)


def origins(
    text_page: Handle, places: Numbers, sides: Floats, objects: Numbers, matrices: Floats
) -> Floats:
    """Where each character stands on its baseline: x and y, a row each.

    Characters of one text object that runs level or upright share their baseline; along it they
    stand where their box begins. `sides` are the characters' boxes, `matrices` those of their
    objects: not finite where unknown.
    """
    points = sides[:, :2].copy()
    if not len(places):
        return points
    begins = np.flatnonzero(np.append(True, objects[1:] != objects[:-1]))
    counts = np.diff(np.append(begins, len(places)))
    first, last = (_origins_at(text_page, places[at]) for at in (begins, begins + counts - 1))
    level, upright = (matrices[begins, k] == 0 for k in (1, 0))
    own = np.ones(len(places), dtype=bool)
    for is_shared, axis in ((level, 1), (upright & ~level, 0)):
        shared = np.repeat(is_shared & (first[:, axis] == last[:, axis]), counts)
        points[shared, axis] = np.repeat(first[:, axis], counts)[shared]
        own &= ~shared
    points[own] = _origins_at(text_page, places[own])
    return points


def _origins_at(text_page: Handle, places: Numbers) -> Floats:
    points = np.zeros((len(places), 2), dtype=np.float64)
    at = points.ctypes.data
    xs, ys = (range(at + k, at + k + 16 * len(places), 16) for k in (0, 8))
    deque(map(_origin, repeat(text_page), places.tolist(), xs, ys), maxlen=0)
    return points
