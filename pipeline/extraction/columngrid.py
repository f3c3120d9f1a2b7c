"""Paragraphs of all pages → the gutters that recur: the document's grid of columns."""

from collections.abc import Sequence

from pipeline.extraction.columns import Gutter
from pipeline.extraction.elements import Box

_SAME_EDGE = 3.0  # points between the edges of one column on two pages
_HANGING = 26.0  # points by which items stand in from their column's edge
_BESIDE = 8.0  # points of height that two paragraphs share
_LEAST_PAGES = 3
_LEAST_SHARE = 0.2  # of the pages
_ROOM = 3.0  # points left of the column in which the gutter lies


def page_gutters(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """For each column with text left of it: where that text's column and it begin.

    `boxes` are those of the page's paragraphs.
    """
    found: list[tuple[float, float]] = []
    for right in boxes:
        beside = [b for b in boxes if b.x1 < right.x0 and _share_height(b, right)]
        if beside:
            nearest = max(beside, key=lambda b: b.x1)
            found.append((nearest.x0, right.x0))
    return _edges(found)


def _share_height(a: Box, b: Box) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) >= _BESIDE


def _edges(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The pairs of one column made one: its leftmost, since items stand in from there."""
    done: list[tuple[float, float]] = []
    for left, right in sorted(pairs, key=lambda pair: pair[1]):
        if done and right - done[-1][1] <= _HANGING:
            done[-1] = (min(left, done[-1][0]), done[-1][1])
        else:
            done.append((left, right))
    return done


def recurring_gutters(pages: Sequence[Sequence[tuple[float, float]]]) -> list[Gutter]:
    """The gutters that enough pages of one width have, given those of each page."""
    every = sorted((right, left) for page in pages for left, right in page)
    groups: list[list[tuple[float, float]]] = []
    for right, left in every:
        if groups and right - groups[-1][0][0] <= _SAME_EDGE:
            groups[-1].append((right, left))
        else:
            groups.append([(right, left)])
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    often = [group for group in groups if len(group) >= least]
    rights = [group[0][0] for group in often]
    lefts = {min(left for _, left in group) for group in often}
    edges = sorted(lefts.union(rights))
    return [
        Gutter(
            right - _ROOM,
            tuple(edge for edge in edges if edge < right),
            tuple(edge for edge in rights if edge >= right),
            True,
        )
        for right in rights
    ]


def lacking(boxes: Sequence[Box], grid: Sequence[Gutter]) -> bool:
    """Whether one of the grid's columns may be missed: none begins there, or text lies over it."""
    starts = [right for _, right in page_gutters(boxes)]
    return any(
        all(abs(start - gutter.right[0]) > _SAME_EDGE for start in starts)
        or any(b.x0 < gutter.x - _HANGING and b.x1 > gutter.x + _HANGING for b in boxes)
        for gutter in grid
    )
