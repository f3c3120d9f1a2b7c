"""What every reader hands back, whatever the format: blocks in reading order, and faults."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in points from the page's upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's place in its table: table in the document, row, column and how many it covers."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One passage or one table cell (the latter with a `place`; its text may be empty).

    `rest` has page and box of each further part, where a column's or page's end cut it.
    """

    page: int
    text: str
    role: str
    box: Box | None = None
    level: int | None = None
    place: Place | None = None
    is_footnote: bool = False
    ocr_confidence: float | None = None  # from 0 to 1, for recognised text alone
    rest: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read: the page (None: the whole file), a word, and a sentence."""

    page: int | None
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: what its content is, its pages, its blocks in order, its faults.

    `notes` tell what was done to read it, such as a repair: nothing is lost by them.
    """

    media_type: str
    pages: int
    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def union(boxes: list[Box]) -> Box:
    """The smallest box around all.

    >>> union([Box(0, 0, 1, 1), Box(2, 3, 4, 5)])
    Box(x0=0, top=0, x1=4, bottom=5)
    """
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
