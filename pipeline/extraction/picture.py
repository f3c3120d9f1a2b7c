"""A scanned page's picture → straightened, with its ruled lines told and taken out."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extraction.elements import Box
from pipeline.extraction.glyphs import Rule

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_DARK = 150  # of 255: below it is ink
_COARSE = 4  # pixels each way that are seen as one, to tell the skew
_MOST_DEGREES = 3.0
_LEAST_DEGREES = 0.08  # less isn't worth turning the page
_LEAST_INK = 200  # coarse pixels; an emptier page has no lines that tell its skew
_FLAT_LENGTH = 30.0  # points; dashes are shorter
_UPRIGHT_LENGTH = 20.0  # points; letters are shorter, and a table may have one low row
_RULE_WIDTH = 3.0  # points; broader is a band or a picture
_FILLED = 0.97  # of a rule's length that must be ink; letters leave gaps


_TILE = 64  # pixels each way, within which paper is of one shade
_WHITE_PAPER = 235  # of 255: a page whose paper is lighter, mostly, is left as it is
_DARKEST_PAPER = 80
_PAPER = 0.95  # of a tile's light pixels: paper's grain is lighter than that
_FAINT_INK, _FAINTEST_INK = 90, 190  # the darkest pixels of a page with faint print


class Straight(NamedTuple):
    """A page that stands straight: its picture without rules, its rules, how far it was turned."""

    picture: Grey
    rules: list[Rule]
    degrees: float


def evened(picture: Grey) -> Grey:
    """The picture on white paper, its print dark: grey, shaded and faint pages made even.

    >>> page = np.full((256, 256), 160, dtype=np.uint8)
    >>> page[100:104] = 40
    >>> int(evened(page)[0, 0]), int(evened(page)[101, 0])
    (255, 67)
    """
    paper = _paper(picture)
    if float(np.median(paper)) < _WHITE_PAPER:
        factor = 255 / (_PAPER * np.maximum(paper, _DARKEST_PAPER))
        rows, columns = (np.arange(side) // _STEP for side in picture.shape)
        fine = _smoothed(factor, picture.shape)
        picture = np.minimum(picture * fine[rows][:, columns], 255).astype(np.uint8)
    darkest = min(float(np.percentile(picture[::4, ::4], 0.5)), _FAINTEST_INK)
    if darkest <= _FAINT_INK:
        return picture
    deepened = (picture.astype(np.float32) - darkest) * (255 / (255 - darkest))
    clear: Grey = np.clip(deepened, 0, 255).astype(np.uint8)
    return clear


_STEP = 8  # pixels each way with one factor; the shade of paper changes slowly


def _paper(picture: Grey) -> npt.NDArray[np.float64]:
    """The paper's shade in each tile: of the lightest tile around, where print fills one."""
    from scipy import ndimage  # here, since it is large and only scans need it

    high, wide = (max(1, side // _TILE) for side in picture.shape)
    part = picture[: high * _TILE, : wide * _TILE][::4, ::4]
    down, across = (-(-side // n) for side, n in zip(part.shape, (high, wide), strict=True))
    padded = np.pad(
        part, ((0, high * down - part.shape[0]), (0, wide * across - part.shape[1])), mode="edge"
    )
    tiles = padded.reshape(high, down, wide, across).swapaxes(1, 2).reshape(high, wide, -1)
    shades = np.percentile(tiles, 80, axis=2)
    paper: npt.NDArray[np.float64] = ndimage.uniform_filter(
        ndimage.maximum_filter(shades, 3), 3, mode="nearest"
    )
    return paper


def _smoothed(factor: npt.NDArray[np.float64], shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """The tiles' factors for every few pixels, between two tiles' middles their mean."""
    from scipy import ndimage

    places = [(np.arange(-(-side // _STEP)) + 0.5) * _STEP / _TILE - 0.5 for side in shape]
    grid = np.meshgrid(*places, indexing="ij")
    fine: npt.NDArray[np.float32] = ndimage.map_coordinates(
        factor, grid, order=1, mode="nearest", output=np.float32
    )
    return fine


def straighten(picture: Grey, scale: float) -> Straight:
    """The picture turned until its lines are level; `scale` is pixels a point."""
    degrees = skew(picture)
    if abs(degrees) >= _LEAST_DEGREES:
        picture = turned_picture(picture, degrees)
    else:
        degrees = 0.0
    flat = rule_pixels(picture, _FLAT_LENGTH * scale, scale)
    upright = rule_pixels(picture.T, _UPRIGHT_LENGTH * scale, scale)
    rules = [*_rules(flat, scale), *(_upright(rule) for rule in _rules(upright, scale))]
    cleaned = np.where(_grown(flat, 2) | _grown(upright, 2).T, np.uint8(255), picture)
    return Straight(cleaned.astype(np.uint8), rules, degrees)


def skew(picture: Grey) -> float:
    """Degrees by which lines of text sink to the right; 0 where the page can't tell.

    At the right angle the ink, added up along the lines, gathers in the fewest rows: the sum of
    squares over rows is the largest (Postl 1986).

    >>> page = np.full((400, 400), 255, dtype=np.uint8)
    >>> page[100:380:40] = 0
    >>> skew(page)
    0.0
    """
    high, wide = (side // _COARSE * _COARSE for side in picture.shape)
    small = picture[:high, :wide].reshape(high // _COARSE, _COARSE, wide // _COARSE, _COARSE)
    y, x = np.nonzero(small.mean(axis=(1, 3)) < _DARK)
    if len(y) < _LEAST_INK:
        return 0.0
    best = 0.0
    for step, reach in ((0.25, _MOST_DEGREES), (0.05, 0.25)):
        steps = round(reach / step)
        tried = [best + step * i for i in sorted(range(-steps, steps + 1), key=abs)]
        best = max(tried, key=lambda degrees: _gathered(y, x, degrees))
    return round(best, 2)


def _gathered(y: npt.NDArray[np.intp], x: npt.NDArray[np.intp], degrees: float) -> float:
    rows = np.rint(y - x * np.tan(np.radians(degrees))).astype(np.int64)
    return float((np.bincount(rows - rows.min()).astype(np.float64) ** 2).sum())


def turned_picture(picture: Grey, degrees: float) -> Grey:
    """The picture turned about its middle so that lines that sink by `degrees` are level."""
    high, wide = picture.shape
    slope = np.tan(np.radians(degrees))
    level = _sheared(picture, (np.arange(wide) - wide / 2) * slope)
    turned: Grey = _sheared(level.T, -(np.arange(high) - high / 2) * slope).T
    return turned


def askew_box(box: Box, degrees: float, width: float, height: float) -> Box:
    """A box on the straightened page → the box around it on the page as it lay; sizes in points.

    >>> askew_box(Box(10, 20, 30, 40), 0.0, 100, 200)
    Box(x0=10.0, top=20.0, x1=30.0, bottom=40.0)
    """
    slope = float(np.tan(np.radians(degrees)))
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
    places = []
    for x, y in corners:
        before = x - (y - height / 2) * slope  # the two shears of `turned_picture`, last one first
        places.append((before, y + (before - width / 2) * slope))
    return Box(
        float(min(x for x, _ in places)),
        float(min(y for _, y in places)),
        float(max(x for x, _ in places)),
        float(max(y for _, y in places)),
    )


def _sheared(picture: Grey, shifts: npt.NDArray[np.float64]) -> Grey:
    """Each column moved up by its shift, in pixels; between two pixels their mean."""
    high = picture.shape[0]
    whole = np.floor(shifts).astype(np.int32)
    part = (shifts - whole).astype(np.float32)
    y = np.arange(high, dtype=np.int32)[:, None] + whole[None, :]
    x = np.arange(picture.shape[1])[None, :]
    upper = picture[np.clip(y, 0, high - 1), x]
    lower = picture[np.clip(y + 1, 0, high - 1), x]
    moved: Grey = np.rint(upper * (1 - part) + lower * part).astype(np.uint8)
    return moved


def rule_pixels(picture: Grey, least: float, scale: float) -> Mask:
    """Which pixels belong to horizontal rules: thin, `least` pixels long, nearly without gaps."""
    ink = _grown(picture < _DARK, 1)
    length = max(8, round(least))
    if picture.shape[1] <= length:
        return np.zeros(picture.shape, dtype=bool)
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    starts = sums[:, length:] - sums[:, :-length] >= _FILLED * length
    edges = np.zeros((picture.shape[0], picture.shape[1] + 1), dtype=np.int16)
    edges[:, : starts.shape[1]] += starts
    edges[:, length : length + starts.shape[1]] -= starts
    covered = np.cumsum(edges[:, :-1], axis=1) > 0
    wide = round(_RULE_WIDTH * scale)
    above, below = np.zeros_like(covered), np.zeros_like(covered)
    above[wide:], below[:-wide] = covered[:-wide], covered[wide:]
    thin: Mask = covered & ~(above | below)
    return thin & ink


def _grown(mask: Mask, rows: int) -> Mask:
    """The mask with as many rows above and below each of its pixels."""
    grown = mask.copy()
    for step in range(1, rows + 1):
        grown[step:] |= mask[:-step]
        grown[:-step] |= mask[step:]
    return grown


def _rules(mask: Mask, scale: float) -> Iterator[Rule]:
    """The runs of rule pixels in each row, in points."""
    least = 0.5 * _UPRIGHT_LENGTH * scale
    for y in np.flatnonzero(mask.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.pad(mask[y].astype(np.int8), 1)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start >= least:
                yield Rule(*(float(side) / scale for side in (start, y, end, y + 1)))


def _upright(rule: Rule) -> Rule:
    return Rule(rule.top, rule.x0, rule.bottom, rule.x1)
