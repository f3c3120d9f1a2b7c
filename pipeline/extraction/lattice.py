"""Rules on a page → tables with cells, spans and all; a chain of functions on plain values."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.extraction.elements import Box
from pipeline.extraction.glyphs import Rule

_SNAP = 3.0  # points within which two rules are the same line
_REACH = 3.0  # points by which a rule may miss the one that it should meet
_MAX_LINES = 700  # each way; a denser page is a map or a drawing


class GridCell(NamedTuple):
    """A ruled cell: first row and column, how many it covers, and its box."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Grid(NamedTuple):
    """A ruled table: the box around it and its cells, row by row."""

    box: Box
    cells: tuple[GridCell, ...]


class Line(NamedTuple):
    """A rule on its axis: where it stands, from where to where it runs."""

    at: float
    start: float
    end: float


def rules_to_lines(rules: Iterable[Rule]) -> tuple[list[Line], list[Line]]:
    """Horizontal and vertical lines, pieces of one line joined, doubles made one."""
    flat, upright = [], []
    for rule in rules:
        if rule.is_horizontal:
            flat.append(Line((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        else:
            upright.append(Line((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    return _joined(flat), _joined(upright)


def _joined(lines: list[Line]) -> list[Line]:
    groups: list[list[Line]] = []
    for line in sorted(lines):
        if (
            groups
            and line.at - groups[-1][-1].at <= _SNAP / 2
            and line.at - groups[-1][0].at <= _SNAP
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    done = []
    for group in groups:
        at = sum(line.at for line in group) / len(group)
        pieces = sorted((line.start, line.end) for line in group)
        start, end = pieces[0]
        for left, right in pieces[1:]:
            if left <= end + _REACH:
                end = max(end, right)
            else:
                done.append(Line(at, start, end))
                start, end = left, right
        done.append(Line(at, start, end))
    return done


def lines_to_grids(flat: list[Line], upright: list[Line]) -> list[Grid]:
    """The tables that horizontal and vertical lines make by crossing, from top to bottom."""
    if len(flat) > _MAX_LINES or len(upright) > _MAX_LINES:
        return []
    grids = [_grid(f, u) for f, u in _crossing_groups(flat, upright)]
    return sorted((g for g in grids if g is not None), key=lambda g: (g.box.top, g.box.x0))


def _crossing_groups(flat: list[Line], upright: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    owner = list(range(len(flat) + len(upright)))

    def root(i: int) -> int:
        while owner[i] != i:
            owner[i] = owner[owner[i]]
            i = owner[i]
        return i

    ordered = sorted(range(len(flat)), key=lambda i: flat[i].at)
    places = [flat[i].at for i in ordered]
    for j, line in enumerate(upright):
        for k in range(bisect_left(places, line.start - _REACH), len(ordered)):
            i = ordered[k]
            if flat[i].at > line.end + _REACH:
                break
            if flat[i].start - _REACH <= line.at <= flat[i].end + _REACH:
                owner[root(i)] = root(len(flat) + j)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(flat):
        groups[root(i)][0].append(line)
    for j, line in enumerate(upright):
        groups[root(len(flat) + j)][1].append(line)
    return [groups[key] for key in sorted(groups) if groups[key][0] and groups[key][1]]


def _grid(flat: list[Line], upright: list[Line]) -> Grid | None:
    left, right = min(f.start for f in flat), max(f.end for f in flat)
    xs = _positions([*(u.at for u in upright), left, right])
    top, bottom = min(u.start for u in upright), max(u.end for u in upright)
    ys = _positions([*(f.at for f in flat), top, bottom])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    cells = _cells(xs, ys, _walls(upright, xs, ys), _walls(flat, ys, xs))
    if len(cells) < 2:
        return None
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells))


def _positions(values: list[float]) -> list[float]:
    done: list[float] = []
    for value in sorted(values):
        if not done or value - done[-1] > _SNAP:
            done.append(value)
    return done


def _walls(lines: list[Line], at: list[float], along: list[float]) -> set[tuple[int, int]]:
    """(which line, which stretch along it) for each stretch that a rule covers."""
    walls = set()
    for line in lines:
        which = min(range(len(at)), key=lambda i: abs(at[i] - line.at))
        for k in range(len(along) - 1):
            middle = (along[k] + along[k + 1]) / 2
            if line.start <= middle <= line.end:
                walls.add((which, k))
    return walls


def _cells(
    xs: list[float], ys: list[float], upright: set[tuple[int, int]], flat: set[tuple[int, int]]
) -> list[GridCell]:
    """Each cell grows right, then down, from its upper left corner until it meets a wall."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for i in range(rows):
        for j in range(columns):
            if taken[i][j]:
                continue
            wide = 1
            while j + wide < columns and not taken[i][j + wide] and (j + wide, i) not in upright:
                wide += 1
            high = 1
            while (
                i + high < rows
                and all(
                    not taken[i + high][k] and (i + high, k) not in flat for k in range(j, j + wide)
                )
                and all((k, i + high) not in upright for k in range(j + 1, j + wide))
            ):
                high += 1
            for r in range(i, i + high):
                for c in range(j, j + wide):
                    taken[r][c] = True
            box = Box(xs[j], ys[i], xs[j + wide], ys[i + high])
            cells.append(GridCell(i, j, high, wide, box))
    return cells
