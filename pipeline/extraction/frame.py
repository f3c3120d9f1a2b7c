"""Coordinates: a page's own, those it is shown in, and those in which turned text reads."""

import math
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.extraction.elements import Box


class Frame(NamedTuple):
    """From the page's own coordinates to points from the upper left corner as it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def point(self, x: Any, y: Any) -> tuple[Any, Any]:
        """The point, or the points where arrays are given."""
        if self.rotation == 1:
            return y - self.bottom, x - self.left
        if self.rotation == 2:
            return self.right - x, y - self.bottom
        if self.rotation == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box between two corners."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.rotation % 2 else (wide, high)


_LETTER_PAPER = (0.0, 0.0, 612.0, 792.0)  # what the PDF reference takes where no size is given


def page_frame(page: Any) -> Frame:
    """The page's frame; that of letter paper where its own box has no area."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    sides = (rect.left, rect.bottom, rect.right, rect.top)
    if not all(map(math.isfinite, sides)) or rect.right <= rect.left or rect.top <= rect.bottom:
        sides = _LETTER_PAPER
    return Frame(*sides, rotation=max(0, pdfium.FPDFPage_GetRotation(page)) % 4)


def turned(x: Any, y: Any, degrees: int, width: float, height: float) -> tuple[Any, Any]:
    """A point, or arrays of them, in the frame in which text that runs at `degrees` reads level.

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
