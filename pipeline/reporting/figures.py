"""Figures as SVG in the page's colours, readable without them, each saying what it shows."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from pipeline.reporting.formats import decimal, shortened
from pipeline.reporting.words import QUADRANT_WORDS
from pipeline.speech import gettext as _

_CHARACTER_WIDTH = 0.56  # of the font size: a mean for sans-serif faces
# each quadrant, with the end of either axis that it lies at
_CORNERS = (("decoupled", 0, 1), ("loose", 1, 1), ("uncoupled", 0, 0), ("tight", 1, 0))
# marks of a strip in a row
_IN_A_ROW = 20


@dataclass(frozen=True)
class Estimate:
    """A number from 0 to 1 with its interval, where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class PlanePoint:
    """A unit on the plane: what to write beside it, and where it lies on both axes."""

    label: str
    responsiveness: Estimate
    distinctiveness: Estimate
    is_settled: bool


@dataclass(frozen=True)
class IntervalRow:
    """One row of an interval figure; without an estimate the row says that data is missing."""

    label: str
    estimate: Estimate | None


@dataclass(frozen=True)
class GroupRow:
    """Several estimates under one label."""

    label: str
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True)
class PlaneSize:
    """Measures of a plane, in SVG units."""

    width: int
    height: int
    font: int
    left: int = 72
    right: int = 18
    top: int = 18
    bottom: int = 52
    inset: int = 18
    ticks: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)

    def x(self, value: float) -> float:
        """Where a responsiveness lies, from the left."""
        return (
            self.left + self.inset + value * (self.width - self.left - self.right - 2 * self.inset)
        )

    def y(self, value: float) -> float:
        """Where a distinctiveness lies, from the top."""
        high = self.height - self.top - self.bottom - 2 * self.inset
        return self.top + self.inset + (1 - value) * high

    @property
    def ground(self) -> "Box":
        """The ground that the points lie on: a little larger than 0 to 1 both ways."""
        return Box(self.left, self.top, self.width - self.right, self.height - self.bottom)


# more points than these leave no room for names, and their intervals are drawn faintly
CROWD = 24
WIDE = PlaneSize(width=860, height=600, font=15)
NARROW = PlaneSize(
    width=360,
    height=380,
    font=12,
    left=44,
    right=8,
    top=10,
    bottom=42,
    inset=10,
    ticks=(0.0, 0.5, 1.0),
)


@dataclass(frozen=True)
class Box:
    """A rectangle that a label or a mark covers."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlap(self, other: "Box") -> float:
        """The area that both cover."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(wide, 0.0) * max(high, 0.0)


def quadrant_plane(
    points: Sequence[PlanePoint],
    borders: tuple[float, float],
    title: str,
    finding: str,
    size: PlaneSize,
    figure_id: str,
) -> Markup:
    """The units on responsiveness (right) and distinctiveness (up), with intervals and borders."""
    svg = _figure(size.width, size.height, title, finding, figure_id)
    if len(points) > CROWD:
        svg.set("class", "figure crowded")
    _quadrants(svg, borders, size)
    _axes(svg, size)
    for point in points:
        _interval_cross(svg, point, size)
    for point in points:
        _mark(
            svg,
            size.x(point.responsiveness.value),
            size.y(point.distinctiveness.value),
            point.is_settled,
        )
    for point, (x, y, anchor) in zip(points, place_labels(points, size), strict=True):
        if point.label:
            _text(svg, x, y, point.label, "point-label", anchor, size.font)
    return _markup(svg)


def place_labels(points: Sequence[PlanePoint], size: PlaneSize) -> list[tuple[float, float, str]]:
    """For each point the x, y and anchor of its label, where it covers least of the others.

    A point without a label is given the first place there is: nothing is written there.
    """
    taken: list[Box] = [_mark_box(point, size) for point in points]
    taken += [box for point in points for box in _interval_boxes(point, size)]
    taken += [_corner_box(*corner, size) for corner in _corner_labels()]
    places = []
    for point in points:
        options = _label_options(point, size)
        if not point.label:
            places.append(options[0])
            continue
        width = len(point.label) * size.font * _CHARACTER_WIDTH
        boxes = [_label_box(x, y, anchor, width, size.font) for x, y, anchor in options]
        costs = [
            sum(box.overlap(other) for other in taken) + 50 * _outside(box, size) + 15 * order
            for order, box in enumerate(boxes)
        ]
        best = costs.index(min(costs))
        taken.append(boxes[best])
        places.append(options[best])
    return places


def interval_rows(
    rows: Sequence[IntervalRow], border: float, title: str, finding: str, figure_id: str
) -> Markup:
    """Estimates with intervals, one row each, on an axis from 0 to 1 with the border drawn."""
    row_height, top, bottom, left, right, width, font = 34, 8, 30, 48, 44, 380, 13
    height = top + bottom + row_height * max(len(rows), 1)
    svg = _figure(width, height, title, finding, figure_id)
    span = width - left - right

    def x(value: float) -> float:
        return left + value * span

    _line(svg, x(border), top, x(border), height - bottom, "border")
    for tick in (0.0, border, 1.0):
        _text(
            svg,
            x(tick),
            height - 10,
            decimal(tick, 2 if tick == border else 0),
            "tick",
            "middle",
            12,
        )
    for position, row in enumerate(rows):
        y = top + row_height * (position + 0.5)
        _text(svg, left - 10, y + 4, row.label, "row-label", "end", font)
        _line(svg, x(0), y, x(1), y, "rule")
        if row.estimate is None:
            _text(svg, x(0) + 4, y - 4, _("ingen data"), "tick", "start", 12)
            continue
        low, high = row.estimate.low, row.estimate.high
        if low is not None and high is not None:
            _line(svg, x(low), y, x(high), y, "interval")
        _mark(svg, x(row.estimate.value), y, is_settled=True)
        _text(
            svg, width - right + 10, y + 4, decimal(row.estimate.value), "row-value", "start", font
        )
    return _markup(svg)


def grouped_rows(
    rows: Sequence[GroupRow],
    border: float,
    title: str,
    finding: str,
    figure_id: str,
    *,
    is_spread: bool = True,
) -> Markup:
    """Estimates group by group on an axis from 0 to 1 with the border drawn.

    Each estimate has a line of its own, with its interval; where they aren't spread, a group's
    points share one.
    """
    font, step, apart, top, bottom, left, right, width = 12, 11, 9, 8, 26, 112, 12, 360
    lines = [max(len(row.estimates), 1) if is_spread else 1 for row in rows]
    height = top + bottom + sum(line * step + apart for line in lines)
    svg = _figure(width, height, title, finding, figure_id)
    svg.set("class", "figure grouped")
    span = width - left - right

    def x(value: float) -> float:
        return left + value * span

    ground = height - bottom
    _line(svg, x(border), top, x(border), ground, "border")
    for tick in (0.0, border, 1.0):
        shown = decimal(tick, 2 if tick == border else 0)
        _text(svg, x(tick), height - 8, shown, "tick", "middle", font)
    y = top + apart / 2
    for row, count in zip(rows, lines, strict=True):
        middle = y + count * step / 2
        _text(svg, left - 9, middle + 4, shortened(row.label, 18), "row-label", "end", font)
        for place, estimate in enumerate(row.estimates):
            at = y + step * (place + 0.5) if is_spread else middle
            if estimate.low is not None and estimate.high is not None:
                _line(svg, x(estimate.low), at, x(estimate.high), at, "interval")
            is_settled = not _crosses(estimate, border)
            _mark(svg, x(estimate.value), at, is_settled)
        y += count * step + apart
        _line(svg, x(0), y - apart / 2, x(1), y - apart / 2, "rule")
    return _markup(svg)


def _crosses(estimate: Estimate, border: float) -> bool:
    """True where the interval holds the border, so that the estimate settles nothing."""
    if estimate.low is None or estimate.high is None:
        return True
    return estimate.low <= border <= estimate.high


def share_bar(value: float) -> Markup:
    """A bar from 0 to 1 beside a number that says the same, hence hidden from screen readers."""
    return _bar(_round(100 * value))


@lru_cache(maxsize=2000)
def _bar(width: str) -> Markup:
    """The bar of that width; a large report has tens of thousands of them."""
    svg = ET.Element(
        "svg", {"class": "bar", "viewBox": "0 0 100 8", "aria-hidden": "true", "focusable": "false"}
    )
    ET.SubElement(svg, "rect", {"class": "bar-ground", "width": "100", "height": "8"})
    ET.SubElement(svg, "rect", {"class": "bar-value", "width": width, "height": "8"})
    return _markup(svg)


def parts_bar(parts: Sequence[tuple[str, int]]) -> Markup:
    """A whole divided in parts, each with a texture of its own, beside numbers that say the same.

    A texture is solid, hatch, dots or empty; the page holds the patterns once.
    """
    total, at = max(sum(count for _kind, count in parts), 1), 0.0
    svg = ET.Element("svg", {"class": "parts", "viewBox": "0 0 120 12", **_HIDDEN})
    for kind, count in parts:
        wide = 118 * count / total
        if not count:
            continue
        about = {"x": _round(1 + at), "y": "1", "width": _round(wide), "height": "10"}
        rect = ET.SubElement(svg, "rect", {"class": kind, **about})
        if kind in ("hatch", "dots"):
            rect.set("fill", f"url(#{kind})")
        at += wide
    return _markup(svg)


def point_strip(marks: Sequence[tuple[str, int]]) -> Markup:
    """One mark for each point, beside numbers that say the same: 20 in a row.

    A mark is solid, half, cross or plus.
    """
    kinds = [kind for kind, count in marks for _number in range(count)]
    rows = max(-(-len(kinds) // _IN_A_ROW), 1)
    wide, high = 12 * max(min(len(kinds), _IN_A_ROW), 1), 12 * rows
    about = {"viewBox": f"0 0 {wide} {high}", "width": str(wide), "height": str(high)}
    svg = ET.Element("svg", {"class": "strip", **about, **_HIDDEN})
    for place, kind in enumerate(kinds):
        x, y = 12 * (place % _IN_A_ROW) + 1, 12 * (place // _IN_A_ROW) + 1
        ET.SubElement(svg, "path", {"class": kind, "d": _STRIP_PATHS[kind].format(x=x, y=y)})
    return _markup(svg)


_HIDDEN = {"aria-hidden": "true", "focusable": "false"}
# a filled square, one filled below its diagonal, a crossed one, and a plus
_STRIP_PATHS = {
    "solid": "M{x} {y}h9v9h-9z",
    "half": "M{x} {y}h9v9h-9zM{x} {y}v9h9",
    "cross": "M{x} {y}h9v9h-9zM{x} {y}l9 9m0 -9l-9 9",
    "plus": "M{x} {y}m4.5 0v9m-4.5 -4.5h9",
}


def _figure(width: int, height: int, title: str, finding: str, figure_id: str) -> ET.Element:
    svg = ET.Element(
        "svg",
        {
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "aria-labelledby": f"{figure_id}-title {figure_id}-desc",
            "class": "figure",
        },
    )
    ET.SubElement(svg, "title", {"id": f"{figure_id}-title"}).text = title
    ET.SubElement(svg, "desc", {"id": f"{figure_id}-desc"}).text = finding
    return svg


def _quadrants(svg: ET.Element, borders: tuple[float, float], size: PlaneSize) -> None:
    across, up = borders
    x, y, ground = size.x(across), size.y(up), size.ground
    ET.SubElement(
        svg,
        "rect",
        {
            "class": "plane",
            "x": _round(ground.x0),
            "y": _round(ground.y0),
            "width": _round(ground.x1 - ground.x0),
            "height": _round(ground.y1 - ground.y0),
        },
    )
    _line(svg, x, ground.y0, x, ground.y1, "border")
    _line(svg, ground.x0, y, ground.x1, y, "border")
    for text, across_end, up_end in _corner_labels():
        box = _corner_box(text, across_end, up_end, size)
        anchor, at = ("end", box.x1) if across_end else ("start", box.x0)
        _text(svg, at, box.y1 - 3, text, "quadrant", anchor, size.font)


def _corner_labels() -> list[tuple[str, int, int]]:
    return [(QUADRANT_WORDS[name].upper(), across, up) for name, across, up in _CORNERS]


def _corner_box(text: str, across_end: int, up_end: int, size: PlaneSize) -> Box:
    """Where the name of a quadrant stands: in the outer corner of it."""
    width, high, pad = len(text) * size.font * 0.7, size.font + 3, 8
    ground = size.ground
    x0 = ground.x1 - pad - width if across_end else ground.x0 + pad
    y0 = ground.y0 + pad if up_end else ground.y1 - pad - high
    return Box(x0, y0, x0 + width, y0 + high)


def _axes(svg: ET.Element, size: PlaneSize) -> None:
    ground = size.ground
    for tick in size.ticks:
        shown = decimal(tick, 0 if tick in (0.0, 1.0) else 2)
        low = ground.y1 + size.font + 5
        _text(svg, size.x(tick), low, shown, "tick", "middle", size.font - 1)
        y = size.y(tick) + size.font * 0.35
        _text(svg, ground.x0 - 7, y, shown, "tick", "end", size.font - 1)
    middle, low = size.x(0.5), size.height - 8
    _text(svg, middle, low, _("Responsivitet: svarer på planen →"), "axis", "middle", size.font)
    x, y = size.font - 2, size.y(0.5)
    label = _text(svg, x, y, _("Særpreg: eget innhold →"), "axis", "middle", size.font)
    label.set("transform", f"rotate(-90 {_round(x)} {_round(y)})")


def _interval_cross(svg: ET.Element, point: PlanePoint, size: PlaneSize) -> None:
    x, y = size.x(point.responsiveness.value), size.y(point.distinctiveness.value)
    across, up = point.responsiveness, point.distinctiveness
    if across.low is not None and across.high is not None:
        _line(svg, size.x(across.low), y, size.x(across.high), y, "interval")
    if up.low is not None and up.high is not None:
        _line(svg, x, size.y(up.low), x, size.y(up.high), "interval")


def _mark(svg: ET.Element, x: float, y: float, is_settled: bool) -> None:
    kind = "mark settled" if is_settled else "mark unsettled"
    ET.SubElement(svg, "circle", {"class": kind, "cx": _round(x), "cy": _round(y), "r": "5.5"})


def _mark_box(point: PlanePoint, size: PlaneSize) -> Box:
    x, y = size.x(point.responsiveness.value), size.y(point.distinctiveness.value)
    return Box(x - 9, y - 9, x + 9, y + 9)


def _interval_boxes(point: PlanePoint, size: PlaneSize) -> list[Box]:
    """What the lines of both intervals cover."""
    x, y = size.x(point.responsiveness.value), size.y(point.distinctiveness.value)
    across, up = point.responsiveness, point.distinctiveness
    boxes = []
    if across.low is not None and across.high is not None:
        boxes.append(Box(size.x(across.low), y - 1, size.x(across.high), y + 1))
    if up.low is not None and up.high is not None:
        boxes.append(Box(x - 1, size.y(up.high), x + 1, size.y(up.low)))
    return boxes


def _label_options(point: PlanePoint, size: PlaneSize) -> list[tuple[float, float, str]]:
    x, y = size.x(point.responsiveness.value), size.y(point.distinctiveness.value)
    font = size.font
    near, above, below = 10.0, y - 5, y + font + 1
    return [
        (x + near, above, "start"),
        (x + near, below, "start"),
        (x - near, above, "end"),
        (x - near, below, "end"),
        (x + near, above - font, "start"),
        (x + near, below + font, "start"),
        (x - near, above - font, "end"),
        (x - near, below + font, "end"),
    ]


def _label_box(x: float, y: float, anchor: str, width: float, font: int) -> Box:
    left = x if anchor == "start" else x - width
    return Box(left, y - font, left + width, y + 3)


def _outside(box: Box, size: PlaneSize) -> float:
    ground = size.ground
    across = max(ground.x0 - box.x0, 0) + max(box.x1 - ground.x1, 0)
    return across + max(ground.y0 - box.y0, 0) + max(box.y1 - ground.y1, 0)


def _line(svg: ET.Element, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    ET.SubElement(svg, "line", {"class": kind, **{k: _round(v) for k, v in ends.items()}})


def _text(
    svg: ET.Element, x: float, y: float, text: str, kind: str, anchor: str, font: int
) -> ET.Element:
    element = ET.SubElement(
        svg,
        "text",
        {
            "class": kind,
            "x": _round(x),
            "y": _round(y),
            "text-anchor": anchor,
            "font-size": str(font),
        },
    )
    element.text = text
    return element


def _round(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _markup(svg: ET.Element) -> Markup:
    # ElementTree has escaped every text and attribute
    return Markup(ET.tostring(svg, encoding="unicode"))
