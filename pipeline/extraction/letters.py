"""A page's text layer → letters by reading direction, as columns."""

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from pipeline.extraction import calls
from pipeline.extraction.calls import Codes, Flags, Floats, Numbers
from pipeline.extraction.elements import Box
from pipeline.extraction.frame import Frame, turned
from pipeline.extraction.inkcheck import are_printed

_INVISIBLE_MODES = (3, 7)  # text rendering modes: neither filled nor stroked; clip only
_WHITE = 250
_LEAST_CHECKED = 20  # hidden letters, from which the page is drawn to see if there is ink there
_OUTLINED = 0.5  # of a text's hidden letters with ink under them: drawings with their words beneath
_SCANNED = 0.5  # of the page under pictures


class Paint(NamedTuple):
    """An area that is painted: a filled path or an image."""

    box: Box
    is_white: bool
    is_image: bool = False


class Letters(NamedTuple):
    """Characters in one reading direction: arrays of one length, in the order of the layer.

    Sides and baselines are in points, in the frame in which the text reads from left to right;
    `face` is a place in `faces`: typeface and colour, the same for what looks alike.
    """

    codes: Codes
    x0: Floats
    x1: Floats
    baseline: Floats
    size: Floats
    bold: Flags
    face: Numbers
    faces: tuple[str, ...]

    def at(self, places: Numbers | Flags) -> "Letters":
        """The letters in these places."""
        return Letters(
            self.codes[places],
            self.x0[places],
            self.x1[places],
            self.baseline[places],
            self.size[places],
            self.bold[places],
            self.face[places],
            self.faces,
        )


@dataclass(frozen=True, slots=True)
class TextLayer:
    """Letters by reading direction in degrees, how many are hidden, how many there are in all.

    `unseen` are among the letters: they lie unseen over a scan's picture.
    """

    letters: dict[int, Letters]
    hidden: int = 0
    characters: int = 0
    unseen: int = 0


class _Style(NamedTuple):
    bold: bool
    mode: int
    is_white: bool
    is_symbol: bool
    named_size: float
    degrees: int
    face: str
    matrix: tuple[float, float, float, float]
    layer: str | None


def read_letters(
    page: Any, frame: Frame, paints: Sequence[Paint], image_share: float, most: int
) -> TextLayer:
    """The page's letters that a reader sees; at most `most` characters are taken."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return TextLayer({})
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page))
        layers, hidden, unseen = _layers(
            page, text_page, min(count, most), frame, paints, image_share
        )
        return TextLayer(layers, hidden, count, unseen)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _layers(
    page_shown: Any,
    text_page: Any,
    count: int,
    frame: Frame,
    paints: Sequence[Paint],
    image_share: float,
) -> tuple[dict[int, Letters], int, int]:
    page = calls.handle(text_page)
    codes = calls.char_codes(page, count)
    places = _own_places(page, codes)
    codes = codes[places]
    objects = calls.text_objects(page, places, is_scattered=_may_run_left(codes))
    styles, style = _styles(text_page, places, objects, frame.rotation)
    if not styles:
        return {}, 0, 0
    codes = _readable(codes, np.array([s.is_symbol for s in styles])[style])
    sides = calls.loose_boxes(page, places)
    matrices = np.array([s.matrix for s in styles])[style]
    origin = calls.origins(page, places, sides, objects, matrices)
    held = (codes != 0) & np.isfinite(sides).all(axis=1) & np.isfinite(origin).all(axis=1)
    raw = _Raw(codes[held], sides[held], origin[held], style[held], objects[held])
    seen, places = _seen(raw, styles, frame, paints, image_share)
    hidden = len(places)
    if hidden >= _LEAST_CHECKED:
        printed = _printed(page_shown, raw, frame, seen, places)
        seen[printed], hidden = True, hidden - len(printed)
    not_shown = _in_hidden_layers(page_shown, raw, styles, frame) & seen
    seen, hidden = seen & ~not_shown, hidden + int(not_shown.sum())
    unseen = 0
    if image_share >= _SCANNED:
        invisible = np.array([s.mode in _INVISIBLE_MODES for s in styles])[raw.style]
        unseen = int((invisible & ~are_spaces(raw.codes)).sum())
    return _by_direction(raw, seen, styles, frame), hidden, unseen


class _Raw(NamedTuple):
    codes: Codes
    sides: Floats  # left, top, right, bottom in the page's own coordinates, a row each
    origin: Floats
    style: Numbers
    objects: Numbers


_MADE_UP = (9, 10, 13, 32)  # what PDFium puts between words and lines


def _own_places(page: int, codes: Codes) -> Numbers:
    """Where the characters stand that the document holds; PDFium puts spaces of its own between."""
    is_own = np.ones(len(codes), dtype=bool)
    blank = np.flatnonzero(_are_of(codes, _MADE_UP))
    is_own[blank] = ~calls.are_generated(page, blank)
    return np.flatnonzero(is_own)


def _may_run_left(codes: Codes) -> bool:
    """Whether there are letters of scripts that run from right to left, or parts of such."""
    return bool(
        (
            ((codes >= 0x0590) & (codes < 0x0900))
            | ((codes >= 0xD800) & (codes < 0xE000))
            | (codes >= 0xFB1D)
        ).any()
    )


def _styles(
    text_page: Any, places: Numbers, objects: Numbers, rotation: int
) -> tuple[list[_Style], Numbers]:
    """The style of each text object, and each character's place among them."""
    if not len(objects):
        return [], np.zeros(0, dtype=np.int64)
    begins = np.flatnonzero(np.append(True, objects[1:] != objects[:-1]))
    held, first, style = np.unique(objects[begins], return_index=True, return_inverse=True)
    where = places[begins[first]]
    fonts: dict[tuple[int, float], _Font] = {}
    known: dict[calls.Trait, _Style] = {}
    styles = []
    for place, trait in zip(
        where.tolist(), calls.traits(calls.handle(text_page), where, held), strict=True
    ):
        if trait not in known or not trait.font:
            known[trait] = _style(text_page, place, trait, rotation, fonts)
        styles.append(known[trait])
    return styles, np.repeat(style.astype(np.int64), np.diff(np.append(begins, len(objects))))


class _Font(NamedTuple):
    name: str
    weight: int


def _style(
    text_page: Any,
    index: int,
    trait: calls.Trait,
    rotation: int,
    fonts: dict[tuple[int, float], _Font],
) -> _Style:
    font, named, mode, colour, angle, matrix, layer = trait
    if not font or (font, named) not in fonts:
        fonts[font, named] = _font(text_page, index)
    name, weight = fonts[font, named]
    bold = any(word in name for word in ("bold", "black", "heavy", "-bd")) or weight >= 650
    symbol = any(word in name for word in ("symbol", "wingding", "dingbat"))
    shown = "{:02x}{:02x}{:02x}".format(*colour) if colour else ""
    degrees = _direction(angle, rotation)
    size = _scale(matrix) * named
    face = f"{name.rpartition('+')[2]} {shown}"
    placed = matrix or (math.nan,) * 4
    unseen = is_white(colour)
    return _Style(bold or mode == 2, mode, unseen, symbol, size, degrees, face, placed, layer)


def _font(text_page: Any, index: int) -> _Font:
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, 256, flags)
    weight = pdfium.FPDFText_GetFontWeight(text_page, index)
    return _Font(name.value.decode("utf-8", "replace").lower(), weight)


def fill_colour(getter: Any, *target: Any) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity, each up to 255; None where PDFium can't tell."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not getter(*target, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def is_white(colour: tuple[int, int, int, int] | None) -> bool:
    """Whether nothing is seen of this colour on white paper."""
    return colour is not None and (colour[3] < 10 or min(colour[:3]) >= _WHITE)


def _scale(matrix: tuple[float, float, float, float] | None) -> float:
    """What the matrix makes of the font's size; some producers set it all with the matrix."""
    if matrix is None:
        return 1.0
    scale = math.hypot(*matrix[2:])
    return scale if math.isfinite(scale) and scale > 0 else 1.0


def _direction(angle: float, rotation: int) -> int:
    """Which way the text runs as shown, against the clock; PDFium's angles run with it."""
    if not math.isfinite(angle) or angle < 0:
        angle = 0.0
    return -round(math.degrees(angle) / 90 + rotation) % 4 * 90


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
_HYPHEN_AT_LINE_END = (2, 0xFFFE)  # PDFium's marks for it


def _readable(codes: Codes, is_symbol: Flags) -> Codes:
    """The codes as a reader understands them; 0 for those that are no characters."""
    done = _whole_codes(codes)
    done[_are_of(done, _HYPHEN_AT_LINE_END)] = ord("-")
    done[_are_of(done, (9, 10, 13))] = ord(" ")
    symbols = np.flatnonzero(is_symbol)
    for place in symbols[np.isin(done[symbols], list(_SYMBOL_FONT))]:
        done[place] = ord(_SYMBOL_FONT[int(done[place])])
    for place in np.flatnonzero((done >= 0xE000) & (done < 0xF900)):
        unknown = "•" if is_symbol[place] else "\ufffd"
        done[place] = ord(_SYMBOLS.get(int(done[place]), unknown))
    done[(done < 32) | ((done >= 0xD800) & (done < 0xE000)) | (done > 0x10FFFF)] = 0
    return done


def _whole_codes(codes: Codes) -> Codes:
    """A pair of surrogates as one code in the second's place."""
    done = codes.copy()
    low = np.flatnonzero((codes[1:] >= 0xDC00) & (codes[1:] < 0xE000)) + 1
    low = low[(codes[low - 1] >= 0xD800) & (codes[low - 1] < 0xDC00)]
    done[low] = 0x10000 + ((codes[low - 1] - 0xD800) << 10) + (codes[low] - 0xDC00)
    return done


def _seen(
    raw: _Raw, styles: list[_Style], frame: Frame, paints: Sequence[Paint], image_share: float
) -> tuple[Flags, Numbers]:
    """Which letters a reader sees, and where the others stand that the file has on the page."""
    left, top, right, bottom = _shown_sides(raw, frame, np.arange(len(raw.codes)))
    width, height = frame.size
    on_page = (right >= -1) & (left <= width + 1) & (bottom >= -1) & (top <= height + 1)
    within_reach = np.maximum(np.abs(left), np.abs(right)) <= _REACH * width
    on_page |= _begun_on_page(on_page, raw.style) & within_reach & (top >= -1) & (bottom <= height)
    if image_share >= _SCANNED:  # a scan's text layer lies unseen over its picture
        return on_page, np.zeros(0, dtype=np.int64)
    hidden = np.array([s.mode in _INVISIBLE_MODES for s in styles])[raw.style]
    white = np.array([s.is_white for s in styles])[raw.style] & ~hidden
    if white.any():
        places = np.flatnonzero(white)
        x, y = (left + right)[places] / 2, (top + bottom)[places] / 2
        hidden[places] = _on_white(x, y, paints)
    hidden &= ~are_spaces(raw.codes)
    return on_page & ~hidden, np.flatnonzero(hidden)


_REACH = 4  # page widths


def _begun_on_page(on_page: Flags, style: Numbers) -> Flags:
    """Which letters belong to a text object whose first letter is on the page.

    Where a damaged file has lost its letters' widths, its lines run off the page.
    """
    objects, first, place = np.unique(style, return_index=True, return_inverse=True)
    begun: Flags = on_page[first][place] if len(objects) else on_page
    return begun


def _shown_sides(raw: _Raw, frame: Frame, places: Numbers) -> tuple[Floats, Floats, Floats, Floats]:
    """Left, top, right and bottom on the page as it is shown, of the letters in these places."""
    ax, ay = frame.point(raw.sides[places, 0], raw.sides[places, 1])
    bx, by = frame.point(raw.sides[places, 2], raw.sides[places, 3])
    return np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)


def _printed(page: Any, raw: _Raw, frame: Frame, seen: Flags, places: Numbers) -> Numbers:
    """Of the unseen letters in these places, those of texts with ink under them, their own alone.

    A text counts as printed where most of its letters are: a line that crosses it is chance.
    """
    left, top, right, bottom = sides = _shown_sides(raw, frame, places)
    a, b, c, d = _shown_sides(raw, frame, np.flatnonzero(seen))
    taken = _cells((a + c) / 2, (b + d) / 2)
    near = [_cells((left + right) / 2 + dx, (top + bottom) / 2) for dx in (-_CELL, 0.0, _CELL)]
    free = ~np.isin(near, taken).any(axis=0)
    _, text = np.unique(raw.objects[places], return_inverse=True)
    inked = np.bincount(text, weights=are_printed(page, *sides) & free)
    return places[(inked >= _OUTLINED * np.bincount(text))[text]]


_LAYER_SHOWN = 0.1  # of a layer's letters with ink under them


def _in_hidden_layers(page: Any, raw: _Raw, styles: list[_Style], frame: Frame) -> Flags:
    """Which letters belong to a layer of the document that the page as drawn does not show."""
    names = sorted({style.layer for style in styles if style.layer is not None})
    group = np.array([names.index(s.layer) if s.layer is not None else -1 for s in styles])
    layer = group[raw.style]
    places = np.flatnonzero((layer >= 0) & ~are_spaces(raw.codes))
    hidden: Flags = np.zeros(len(raw.codes), dtype=bool)
    if len(places):
        inked = are_printed(page, *_shown_sides(raw, frame, places))
        count = np.bincount(layer[places], minlength=len(names))
        is_shown = np.bincount(layer[places], inked, len(names)) >= _LAYER_SHOWN * count
        hidden[places] = ~is_shown[layer[places]]
    return hidden


_CELL = 4.0  # points; letters that stand in one place have their middles in one such square


def _cells(x: Floats, y: Floats) -> Numbers:
    return (np.floor(x / _CELL) * 1_000_003 + np.floor(y / _CELL)).astype(np.int64)


def _on_white(x: Floats, y: Floats, paints: Sequence[Paint]) -> Flags:
    """Which points have white paper, or white paint uppermost, under them."""
    white = np.ones(len(x), dtype=bool)
    for paint in paints:
        x0, top, x1, bottom = paint.box
        white[(x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom)] = paint.is_white
    return white


_SPACES = np.array([chr(code).isspace() for code in range(0x3001)])  # the last one of all ends it


def are_spaces(codes: Codes) -> Flags:
    """Which characters are white space."""
    spaces: Flags = _SPACES[np.where(codes < len(_SPACES), codes, 0)]
    return spaces


def _are_of(codes: Codes, few: Sequence[int]) -> Flags:
    """Which characters are one of a few."""
    found: Flags = np.zeros(len(codes), dtype=bool)
    for code in few:
        found |= codes == code
    return found


def _by_direction(raw: _Raw, seen: Flags, styles: list[_Style], frame: Frame) -> dict[int, Letters]:
    degrees = np.array([s.degrees for s in styles])[raw.style]
    names = sorted({s.face for s in styles})
    faces = np.array([names.index(s.face) for s in styles])
    bold = np.array([s.bold for s in styles])
    named = np.array([s.named_size for s in styles])
    layers: dict[int, Letters] = {}
    order = dict.fromkeys(degrees[seen].tolist())
    for direction in order:
        sides = _turned_sides(raw, direction, frame)
        left, right = _parted_ligatures(raw, sides)
        letters = Letters(
            raw.codes,
            left,
            right,
            sides.baseline,
            _sizes(named, faces, raw.style, sides.height, raw.codes),
            bold[raw.style],
            faces[raw.style],
            tuple(names),
        )
        layers[direction] = letters.at(seen & (degrees == direction))
    return layers


class _Sides(NamedTuple):
    x0: Floats
    x1: Floats
    baseline: Floats
    height: Floats


def _turned_sides(raw: _Raw, direction: int, frame: Frame) -> _Sides:
    """Sides and baselines in the frame in which text of this direction reads level."""
    width, height = frame.size
    ax, ay = turned(*frame.point(raw.sides[:, 0], raw.sides[:, 1]), direction, width, height)
    bx, by = turned(*frame.point(raw.sides[:, 2], raw.sides[:, 3]), direction, width, height)
    _, baseline = turned(*frame.point(raw.origin[:, 0], raw.origin[:, 1]), direction, width, height)
    return _Sides(np.minimum(ax, bx), np.maximum(ax, bx), baseline, np.abs(by - ay))


def _parted_ligatures(raw: _Raw, sides: _Sides) -> tuple[Floats, Floats]:
    """The left and right sides; a ligature's letters come in one place, and share it in order."""
    same = (
        (raw.objects[1:] == raw.objects[:-1])
        & (raw.origin[1:] == raw.origin[:-1]).all(axis=1)
        & (raw.sides[1:] == raw.sides[:-1]).all(axis=1)
    )
    if not same.any():
        return sides.x0, sides.x1
    begins = np.flatnonzero(np.concatenate(([True], ~same)))
    letters = np.diff(np.append(begins, len(raw.codes)))
    order = np.arange(len(raw.codes)) - np.repeat(begins, letters)
    width = (sides.x1 - sides.x0) / np.repeat(letters, letters)
    left = sides.x0 + order * width
    return left, np.where(np.repeat(letters, letters) > 1, left + width, sides.x1)


def _sizes(named: Floats, face: Numbers, style: Numbers, height: Floats, codes: Codes) -> Floats:
    """The sizes in points; a font scaled by its matrix names a size that it hasn't.

    The hyphen of a divided word, and words of low letters, may have the box of their ink alone:
    the tallest letters of their face and named size tell. `named` and `face` are the styles'.
    """
    _, group = np.unique(np.column_stack((face, named)), axis=0, return_inverse=True)
    group, named = group.ravel()[style], named[style]
    tallest = np.zeros(int(group.max(initial=-1)) + 1)
    np.maximum.at(tallest, group, height)
    small = (named > 1.6 * height) & (named > 1.6 * tallest[group])
    wrong = (height > 0) & ((named < 0.5 * height) | small)
    sizes: Floats = np.where(wrong, height / 1.2, np.where(named > 0, named, 1.0))
    hyphens = np.flatnonzero(wrong & (codes == ord("-")))
    sizes[hyphens] = sizes[np.maximum(hyphens - 1, 0)]
    return sizes
