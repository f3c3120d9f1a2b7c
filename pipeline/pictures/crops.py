"""A PDF's page and boxes on it → a picture of what stands around them, the boxes marked."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from pipeline.errors import DocumentError
from pipeline.opening import opened
from pipeline.pictures.covering import NOTHING, Hidden, boxes_to_cover
from pipeline.places import Box

Pixels = npt.NDArray[np.uint8]

# Goes into the names under which pictures are kept: raise it when they come to look otherwise.
VERSION = 1
MEDIA_TYPE = "image/webp"
WIDEST = 1400  # pixels: a column of 700 on a screen with two pixels to each

_SCALE = 2.8  # pixels a point of a picture that wide: letters as large as on a web page
_INK_SHARE = 0.8  # of a page's width lies between its margins, which are cut off
_LEAST_SHARE = 0.6  # of the page's width is shown even where little of it holds ink
_MOST_PIXELS = 12_000_000

_ABOVE, _BELOW = 60.0, 42.0  # points around the boxes: room for a heading over them and
_ABOVE_SHARE, _BELOW_SHARE = 0.08, 0.05  # on large sheets this share of the height
_SLACK = 14.0  # points by which a cut moves so that it doesn't run through a line of text
_CLEAR = 6.0  # points around a box that no cut comes nearer

_INK = 215  # of 255: darker is ink
_CONTRAST = 24  # of 255, between the lightest and darkest pixel where anything stands

_TINT = (255, 243, 196)  # black letters on it keep nine tenths of their contrast with white
_PEN = (40, 40, 40)
_COVER = (120, 120, 120)
_STRIP = 16  # pixels at the left, beside the page, for the bar
_BAR = 8
_PAD = 1.5  # points between a box's sides and its mark
_PAD_OVER = 1.0  # above and below, where other lines are near
_GREYS = 16  # levels of each colour that are told apart: enough for smooth letters
_QUALITY = 60


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture: its bytes, what they are, and its size in pixels (two to a pixel of the page)."""

    content: bytes
    media_type: str
    width: int
    height: int


def page_crop(
    path: Path, page: int, boxes: Sequence[Box], widest: int = WIDEST, hidden: Hidden = NOTHING
) -> Crop:
    """The picture of what stands around the boxes on a page, from 1, of a PDF.

    What is `hidden` is painted over wherever it stands on the page.

    At most `widest` pixels wide; half as many where the picture needn't be sharp on every screen.
    The same file, page and boxes give the same bytes. It is drawn in this process, which a hostile
    file may hang or end: `PictureMaker` draws apart. Raises DocumentError where the file can't be
    opened, or there is nothing to show.
    """
    with opened(path.read_bytes()) as document:
        return crop_page(document, page, boxes, widest, hidden)


def crop_page(
    document: Any,
    page: int,
    boxes: Sequence[Box],
    widest: int = WIDEST,
    hidden: Hidden = NOTHING,
) -> Crop:
    """As `page_crop`, of an open PDFium document.

    Raises DocumentError (no_such_page, no_such_place, damaged, blank, not_covered).
    """
    return encoded(marked(*draw_around(document, page, boxes, widest, hidden)))


def draw_around(
    document: Any,
    page: int,
    boxes: Sequence[Box],
    widest: int = WIDEST,
    hidden: Hidden = NOTHING,
) -> tuple[Image.Image, list[Box]]:
    """The bare picture around the boxes, its margins cut off, and the boxes in its pixels."""
    if not 1 <= page <= len(document):
        detail = f"expected a page from 1 to {len(document)}, asked for was page {page}"
        raise DocumentError("no_such_page", detail, page)
    try:
        sheet = document[page - 1]
    except pdfium.PdfiumError as err:
        raise DocumentError("damaged", f"expected a page {page}, PDFium says: {err}", page) from err
    try:
        return _drawn(sheet, page, boxes, widest, boxes_to_cover(sheet, page, hidden))
    except (pdfium.PdfiumError, ValueError) as err:
        detail = f"expected a page that can be drawn, PDFium says: {err}"
        raise DocumentError("damaged", detail, page) from err
    finally:
        sheet.close()


def _drawn(
    sheet: Any, page: int, boxes: Sequence[Box], widest: int, covers: Sequence[Box]
) -> tuple[Image.Image, list[Box]]:
    width, height = sheet.get_size()
    places = on_page(boxes, width, height)
    if not places:
        detail = f"expected a place on a page of {width:.0f} × {height:.0f} points, came {boxes}"
        raise DocumentError("no_such_place", detail, page)
    top, bottom = band(places, height)
    scale = picture_scale(width, bottom - top, widest)
    upper = math.floor(top * scale)
    # rows are cut off rounded up: half a row less, so that no rounding error makes it one more
    cut_off = (0.0, max(0.0, height - bottom), 0.0, max(0.0, upper - 0.5) / scale)
    bitmap = sheet.render(scale=scale, crop=cut_off)
    try:
        picture = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    inner = [_moved(place, scale, 0, upper) for place in places]
    if not _shows_something(picture, inner):
        raise DocumentError(
            "blank", "expected the passage's letters, nothing is drawn at its place", page
        )
    picture = covered(picture, [_moved(box, scale, 0, upper) for box in covers])
    cut, held = _trimmed(picture, inner, scale, (top > 0, bottom < height))
    return _narrowed(cut, held, widest)


def on_page(boxes: Sequence[Box], width: float, height: float) -> list[Box]:
    """The parts of the boxes that lie on the page, in order from its top; none without a size.

    >>> on_page([(10, 30, 50, 40), (90, 10, 120, 20), (300, 0, 310, 9)], 100, 200)
    [(90, 10, 100, 20), (10, 30, 50, 40)]
    """
    if not (0 < width < math.inf and 0 < height < math.inf):
        return []
    found = []
    for box in (box for box in boxes if all(map(math.isfinite, box))):
        x0, x1 = sorted((box[0], box[2]))
        top, bottom = sorted((box[1], box[3]))
        part = (max(0, x0), max(0, top), min(width, x1), min(height, bottom))
        if part[0] < part[2] and part[1] < part[3]:
            found.append(part)
    return sorted(found, key=lambda part: (part[1], part[0]))


def band(places: Sequence[Box], height: float) -> tuple[float, float]:
    """Upper and lower edge of what is drawn, in points: the places, and room above and below.

    >>> band([(50, 300, 400, 330)], 842.0)
    (218.64, 386.1)
    """
    above = max(_ABOVE, _ABOVE_SHARE * height) + _SLACK
    below = max(_BELOW, _BELOW_SHARE * height) + _SLACK
    upper = max(0.0, min(place[1] for place in places) - above)
    lower = min(height, max(place[3] for place in places) + below)
    return round(upper, 2), round(lower, 2)


def picture_scale(width: float, height: float, widest: int = WIDEST) -> float:
    """Pixels a point for a band of that size on a page, so that no picture grows beyond bounds.

    >>> picture_scale(595, 200), round(picture_scale(842, 200), 2), picture_scale(595, 200, 700)
    (2.8, 2.08, 1.4)
    """
    full = _SCALE * widest / WIDEST
    bounds = (widest / (_INK_SHARE * width), (_MOST_PIXELS / width / height) ** 0.5)
    return float(min(full, *bounds))


def covered(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """The picture with the boxes painted over, so that nothing of what stood there is left."""
    if not boxes:
        return picture
    painted = picture.copy()
    pen = ImageDraw.Draw(painted)
    for x0, y0, x1, y1 in boxes:
        pen.rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), fill=_COVER)
    return painted


def _moved(box: Box, scale: float, left: float, top: float) -> Box:
    x0, y0, x1, y1 = (side * scale for side in box)
    return x0 - left, y0 - top, x1 - left, y1 - top


def _shows_something(picture: Image.Image, boxes: Sequence[Box]) -> bool:
    grey = np.asarray(picture.convert("L"))
    spots = [grey[int(y0) : math.ceil(y1), int(x0) : math.ceil(x1)] for x0, y0, x1, y1 in boxes]
    return any(spot.size and int(spot.max()) - int(spot.min()) >= _CONTRAST for spot in spots)


def _trimmed(
    picture: Image.Image, boxes: Sequence[Box], scale: float, may_cut: tuple[bool, bool]
) -> tuple[Image.Image, list[Box]]:
    """The picture without its margins, cut above and below between two lines of text."""
    ink = np.asarray(picture.convert("L")) < _INK
    clear = _CLEAR * scale
    first = min(box[1] for box in boxes) - clear
    last = max(box[3] for box in boxes) + clear
    slack = _SLACK * scale
    upper = clear_row(ink, 0, min(first, 2 * slack), slack) if may_cut[0] else 0
    high = picture.height
    lower = clear_row(ink, max(last, high - 2 * slack), high, high - slack) if may_cut[1] else high
    upper, lower = without_blank(ink, (upper, lower), (first, last), clear)
    left, right = sides(ink[upper:lower], boxes, clear)
    cut = picture.crop((left, upper, right, lower))
    places = [_moved(box, 1, left, upper) for box in boxes]
    return cut, places


def _narrowed(picture: Image.Image, boxes: list[Box], widest: int) -> tuple[Image.Image, list[Box]]:
    if picture.width + _STRIP <= widest:
        return picture, boxes
    share = (widest - _STRIP) / picture.width
    size = (widest - _STRIP, max(1, round(picture.height * share)))
    smaller = picture.resize(size, Image.Resampling.LANCZOS)
    return smaller, [_moved(box, share, 0, 0) for box in boxes]


def clear_row(ink: npt.NDArray[np.bool_], start: float, end: float, wanted: float) -> int:
    """Of the rows from start to end that with the least ink, of several the nearest to `wanted`.

    >>> clear_row(np.array([[0], [1], [1], [0], [1]], dtype=bool), 0, 5, 2)
    3
    """
    rows = range(max(0, round(start)), min(len(ink), round(end)))
    if not rows:
        return min(len(ink), max(0, round(wanted)))
    held = ink[rows.start : rows.stop].sum(axis=1)
    return min(rows, key=lambda row: (int(held[row - rows.start]), abs(row - wanted)))


def without_blank(
    ink: npt.NDArray[np.bool_], edges: tuple[int, int], kept: tuple[float, float], clear: float
) -> tuple[int, int]:
    """Upper and lower edge moved to the first and last ink, and outside of what is kept.

    >>> without_blank(np.array([[0], [0], [1], [0], [0], [0]], dtype=bool), (0, 6), (1.5, 4.0), 1)
    (1, 4)
    """
    rows = np.flatnonzero(ink[edges[0] : edges[1]].any(axis=1)) + edges[0]
    if not rows.size:
        return edges
    upper = min(int(rows[0]) - clear, kept[0])
    lower = max(int(rows[-1]) + 1 + clear, kept[1])
    return max(edges[0], math.floor(upper)), min(edges[1], math.ceil(lower))


def sides(ink: npt.NDArray[np.bool_], boxes: Sequence[Box], clear: float) -> tuple[int, int]:
    """The left and right edge between which all ink and all boxes lie, and most of the page."""
    wide = ink.shape[1]
    columns = np.flatnonzero(ink.any(axis=0))
    held = [*columns[[0, -1]].tolist()] if columns.size else []
    left = max(0.0, min([*held, *(box[0] for box in boxes)]) - clear)
    right = min(float(wide), max([*held, *(box[2] for box in boxes)]) + clear)
    lacking = max(0.0, _LEAST_SHARE * wide - (right - left))
    right = min(float(wide), right + lacking)
    left = max(0.0, min(left, right - _LEAST_SHARE * wide))
    return math.floor(left), math.ceil(right)


def marked(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """The picture with the boxes tinted and outlined, and a bar beside them at the left edge.

    Tint and lines darken what they lie on and hide nothing; the bar and the lines can be seen
    without colour.
    """
    across, over = _PAD * _SCALE, _PAD_OVER * _SCALE
    frames = [(x0 - across, y0 - over, x1 + across, y1 + over) for x0, y0, x1, y1 in boxes]
    layer = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(layer)
    for frame in frames:
        pen.rectangle(frame, outline=_PEN, fill=_TINT, width=2)
    page = ImageChops.multiply(picture, layer)
    sheet = Image.new("RGB", (page.width + _STRIP, page.height), "white")
    sheet.paste(page, (_STRIP, 0))
    bar = ImageDraw.Draw(sheet)
    for _, top, _, bottom in frames:
        bar.rectangle((2, max(0.0, top), 1 + _BAR, min(page.height - 1, bottom)), fill=_PEN)
    return sheet


def encoded(picture: Image.Image) -> Crop:
    """The picture as WebP: exact but for faint shades, or nearly so where that is smaller.

    Typeset pages take fewer bytes the first way (25 KB against 33, with less error), scans the
    second (33 KB against 78): means of ten pages.
    """
    exact, near = io.BytesIO(), io.BytesIO()
    picture.point(_LEVELS * 3).save(exact, "WEBP", lossless=True, method=1, quality=20)
    picture.save(near, "WEBP", method=2, quality=_QUALITY)
    smaller = min(exact.getvalue(), near.getvalue(), key=len)
    return Crop(smaller, MEDIA_TYPE, picture.width, picture.height)


_LEVELS = [round(round(v * (_GREYS - 1) / 255) * 255 / (_GREYS - 1)) for v in range(256)]
