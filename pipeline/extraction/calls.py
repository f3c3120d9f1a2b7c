"""PDFium's functions about single characters, for whole pages: arrays in place of many objects.

The functions are called by address, with plain integers for pointers: a sixth of the time that
structures and typed pointers take, and a page has thousands of characters.
"""

import ctypes
from collections import deque
from collections.abc import Callable
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Handle = int

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


def text_objects(text_page: Handle, count: int) -> Numbers:
    """The address of each character's text object, 0 where it has none."""
    found = map(_text_object, repeat(text_page), range(count))
    return np.fromiter(found, dtype=np.uint64, count=count).view(np.int64)


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


def origins(text_page: Handle, places: Numbers) -> Floats:
    """Where each character stands on its baseline: x and y, a row each."""
    points = np.zeros((len(places), 2), dtype=np.float64)
    at = points.ctypes.data
    xs, ys = (range(at + k, at + k + 16 * len(places), 16) for k in (0, 8))
    deque(map(_origin, repeat(text_page), places.tolist(), xs, ys), maxlen=0)
    return points
