"""The threads of a plan as one picture: from level to level, which hold, and where others break.

Read without colour: what holds is filled, what is unclear is hatched, what breaks ends in a cross.
"""

import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from markupsafe import Markup

from pipeline.reporting.formats import shortened, whole
from pipeline.speech import Words, marked

State = Literal["holds", "uavklart", "breaks"]
STATES: tuple[State, ...] = ("holds", "uavklart", "breaks")
STATE_WORDS = Words(
    {"holds": marked("følges"), "uavklart": marked("uavklart"), "breaks": marked("brister")}
)
_NODE = 12.0


@dataclass(frozen=True)
class Strand:
    """An objective: the group it starts in, and how it fares at each level below, until it ends."""

    group: str
    states: tuple[State, ...]


@dataclass(frozen=True)
class Sizes:
    """Measures of the picture in SVG units; `is_upright` when levels run from top to bottom."""

    length: float
    breadth: float
    before: float
    after: float
    gap: float
    font: int
    is_upright: bool


WIDE = Sizes(length=900, breadth=420, before=215, after=120, gap=34, font=14, is_upright=False)
NARROW = Sizes(length=520, breadth=356, before=34, after=14, gap=10, font=13, is_upright=True)


@dataclass(frozen=True)
class _Node:
    """Threads side by side at one level: from `start` on the way across, so many wide."""

    start: float
    size: float
    count: int


def alluvial(
    strands: Sequence[Strand],
    levels: Sequence[str],
    groups: Mapping[str, str],
    title: str,
    finding: str,
    sizes: Sizes,
    figure_id: str,
) -> Markup:
    """The picture; `levels` are named from the plan down, `groups` are the plan's own parts."""
    across = 0.0 if sizes.is_upright else 46.0
    unit = _unit(strands, len(groups), sizes, across)
    columns = _columns(strands, len(levels), list(groups), unit, sizes, across)
    svg = _svg(sizes, title, finding, figure_id)
    _ribbons(svg, strands, columns, unit, sizes, figure_id)
    for place, column in enumerate(columns):
        _column(svg, (place, len(columns)), column, levels[place], groups, sizes, figure_id)
    return Markup(ET.tostring(svg, encoding="unicode"))


def _unit(strands: Sequence[Strand], groups: int, sizes: Sizes, across: float) -> float:
    """How wide one thread is: all of them and the gaps between fill the breadth."""
    gaps = max(groups - 1, 2) * sizes.gap
    return (sizes.breadth - gaps - across - (0 if sizes.is_upright else 8)) / max(len(strands), 1)


def _columns(
    strands: Sequence[Strand],
    count: int,
    groups: Sequence[str],
    unit: float,
    sizes: Sizes,
    across: float,
) -> list[dict[str, _Node]]:
    begin = across
    tallies: list[Counter[str]] = [Counter(strand.group for strand in strands)]
    for place in range(count - 1):
        tallies.append(Counter(s.states[place] for s in strands if len(s.states) > place))
    columns = []
    for place, tally in enumerate(tallies):
        at, column = begin, {}
        for key in groups if place == 0 else STATES:
            if not tally[key]:
                continue
            size = tally[key] * unit
            column[key] = _Node(at, size, tally[key])
            at += size + sizes.gap
        columns.append(column)
    return columns


def _keys(strand: Strand) -> list[str]:
    return [strand.group, *strand.states]


def _ribbons(
    svg: ET.Element,
    strands: Sequence[Strand],
    columns: Sequence[Mapping[str, _Node]],
    unit: float,
    sizes: Sizes,
    figure_id: str,
) -> None:
    steps = range(len(columns) - 1)
    left: defaultdict[tuple[int, str], float] = defaultdict(float)
    right: defaultdict[tuple[int, str], float] = defaultdict(float)
    for place in steps:
        flows = Counter(
            (_keys(s)[place], _keys(s)[place + 1]) for s in strands if len(s.states) > place
        )
        order_from, order_to = list(columns[place]), list(columns[place + 1])
        ordered = sorted(flows, key=lambda f: (order_from.index(f[0]), order_to.index(f[1])))
        for source, target in ordered:
            size = flows[source, target] * unit
            a = columns[place][source].start + left[place, source]
            b = columns[place + 1][target].start + right[place + 1, target]
            left[place, source] += size
            right[place + 1, target] += size
            _ribbon(svg, (place, a), (place + 1, b), size, target, sizes, len(columns), figure_id)


def _along(place: int, columns: int, sizes: Sizes) -> float:
    return sizes.before + place * (sizes.length - sizes.before - sizes.after) / max(columns - 1, 1)


def _ribbon(
    svg: ET.Element,
    start: tuple[int, float],
    end: tuple[int, float],
    size: float,
    state: str,
    sizes: Sizes,
    columns: int,
    figure_id: str,
) -> None:
    u0, u1 = _along(start[0], columns, sizes) + _NODE, _along(end[0], columns, sizes)
    middle = (u0 + u1) / 2
    v0, v1 = start[1], end[1]
    points = [
        *((u0, v0), (middle, v0), (middle, v1), (u1, v1)),
        *((u1, v1 + size), (middle, v1 + size), (middle, v0 + size), (u0, v0 + size)),
    ]
    p = [_pair(point, sizes) for point in points]
    path = f"M{p[0]}C{p[1]} {p[2]} {p[3]}L{p[4]}C{p[5]} {p[6]} {p[7]}Z"
    ribbon = ET.SubElement(svg, "path", {"class": f"flow {state}", "d": path})
    if state == "uavklart":
        ribbon.set("fill", f"url(#{figure_id}-hatch)")


def _pair(point: tuple[float, float], sizes: Sizes) -> str:
    along, across = point
    x, y = (across, along) if sizes.is_upright else (along, across)
    return f"{_round(x)} {_round(y)}"


def _column(
    svg: ET.Element,
    place_of: tuple[int, int],
    column: Mapping[str, _Node],
    level: str,
    groups: Mapping[str, str],
    sizes: Sizes,
    figure_id: str,
) -> None:
    place, columns = place_of
    along = _along(place, columns, sizes)
    for key, node in column.items():
        _block(svg, along, node, key if place else "start", sizes, figure_id)
    if sizes.is_upright:
        _upright_words(svg, place, column, level, groups, along, sizes)
    else:
        _lying_words(svg, place_of, column, level, groups, along, sizes)


def _block(
    svg: ET.Element, along: float, node: _Node, key: str, sizes: Sizes, figure_id: str
) -> None:
    x, y = (node.start, along) if sizes.is_upright else (along, node.start)
    wide, high = (node.size, _NODE) if sizes.is_upright else (_NODE, node.size)
    rect = ET.SubElement(
        svg,
        "rect",
        {
            "class": f"block {key}",
            **{"x": _round(x), "y": _round(y), "width": _round(wide), "height": _round(high)},
        },
    )
    if key == "uavklart":
        rect.set("fill", f"url(#{figure_id}-hatch)")
    if key == "breaks":
        _cross(svg, x, y, wide, high)


def _cross(svg: ET.Element, x: float, y: float, wide: float, high: float) -> None:
    at, up, arm = x + wide / 2, y + high / 2, 5.0
    for way in (-1, 1):
        ends = {"x1": at - arm, "y1": up - way * arm, "x2": at + arm, "y2": up + way * arm}
        ET.SubElement(svg, "line", {"class": "cross", **{k: _round(v) for k, v in ends.items()}})


def _lying_words(
    svg: ET.Element,
    place_of: tuple[int, int],
    column: Mapping[str, _Node],
    level: str,
    groups: Mapping[str, str],
    along: float,
    sizes: Sizes,
) -> None:
    place, columns = place_of
    _text(svg, along, 13, level.capitalize(), "level", "start", sizes.font)
    if place == 0:
        for key, node in column.items():
            lines = _lines(groups[key], 29)
            middle = node.start + node.size / 2 - (len(lines) - 1) * 8 + 4
            for number, line in enumerate(lines):
                y = middle + number * 16
                _text(svg, along - 10, y, line, "group", "end", sizes.font - 1)
        return
    for key, node in column.items():
        said = f"{whole(node.count)} {STATE_WORDS[key]}"
        x, y = along + _NODE + 6, node.start + node.size / 2 + 5
        if place < columns - 1 and key != "breaks":
            x, y = along, node.start - 6
        _text(svg, x, y, said, "count", "start", sizes.font)


def _upright_words(
    svg: ET.Element,
    place: int,
    column: Mapping[str, _Node],
    level: str,
    groups: Mapping[str, str],
    along: float,
    sizes: Sizes,
) -> None:
    counts = [f"{whole(node.count)} {STATE_WORDS[key]}" for key, node in column.items() if place]
    _text(
        svg,
        0,
        along - 8,
        " · ".join([level.capitalize(), *counts]),
        "level",
        "start",
        sizes.font,
    )
    if place == 0:
        for key, node in column.items():
            number = groups[key].split(" ", 1)[0]
            x = node.start + node.size / 2
            _text(svg, x, along + 10, number, "on-block", "middle", sizes.font - 2)


def _lines(text: str, longest: int) -> list[str]:
    """The text in at most three lines, the last one shortened."""
    lines = wrap(text, longest)
    return lines if len(lines) <= 3 else [*lines[:2], shortened(" ".join(lines[2:]), longest)]


def _svg(sizes: Sizes, title: str, finding: str, figure_id: str) -> ET.Element:
    wide, high = (
        (sizes.breadth, sizes.length) if sizes.is_upright else (sizes.length, sizes.breadth)
    )
    svg = ET.Element(
        "svg",
        {
            "viewBox": f"0 0 {_round(wide)} {_round(high)}",
            "role": "img",
            "aria-labelledby": f"{figure_id}-title {figure_id}-desc",
            "class": "figure alluvial",
        },
    )
    ET.SubElement(svg, "title", {"id": f"{figure_id}-title"}).text = title
    ET.SubElement(svg, "desc", {"id": f"{figure_id}-desc"}).text = finding
    about = {"width": "7", "height": "7", "patternUnits": "userSpaceOnUse"}
    hatch = ET.SubElement(
        ET.SubElement(svg, "defs"),
        "pattern",
        {"id": f"{figure_id}-hatch", **about, "patternTransform": "rotate(45)"},
    )
    ET.SubElement(hatch, "rect", {"class": "texture-ground", "width": "7", "height": "7"})
    ET.SubElement(hatch, "rect", {"class": "texture", "width": "2.2", "height": "7"})
    return svg


def _text(
    svg: ET.Element, x: float, y: float, text: str, kind: str, anchor: str, font: int
) -> None:
    about = {"class": kind, "x": _round(x), "y": _round(y), "text-anchor": anchor}
    ET.SubElement(svg, "text", {**about, "font-size": str(font)}).text = text


def _round(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
