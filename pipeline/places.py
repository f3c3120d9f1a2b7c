"""A goal → where it stands: pages and boxes, the passages around it, its row in a table."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.language.normalise import normalise_text

# left edge, upper edge, right edge, lower edge, in points from the page's upper left as it is shown
Box = tuple[float, float, float, float]

_ASIDE = ("header", "footer", "page_number", "table_cell")
_OF_A_CELL = (
    *("document_sha256", "table", "row", "column"),
    *("text", "row_span", "column_span", "passage_id"),
)
# looked up for every goal: plain lists are a hundred times faster than a frame's rows
_SHOWN = ("document_sha256", "passage_id", "page", "text", "role", "heading_path", "level")
_SIDES = ["x0", "top", "x1", "bottom"]

Record = Mapping[Any, Any]


@dataclass(frozen=True)
class Passages:
    """PASSAGES, CELLS and CONTINUED, by passage and by document. Made by `index_passages`."""

    told: Mapping[str, Sequence[Any]]  # what pages show of them by document and block, by column
    boxes: Sequence[Box | None]  # where each stands on its page
    running: npt.NDArray[np.intp]  # those of running text
    cells: Sequence[Record]  # by document, table, row and column
    place: Mapping[str, int]  # a passage's row
    span: Mapping[str, tuple[int, int]]  # a document's rows
    cell: Mapping[str, int]  # the row in `cells` of a passage
    tables: Mapping[tuple[str, int], tuple[int, int]]  # a table's rows in `cells`
    further: Mapping[str, list[tuple[int, Box]]]  # page and box of a passage's other parts


def index_passages(
    passages: pd.DataFrame, cells: pd.DataFrame, continued: pd.DataFrame
) -> Passages:
    """The three tables made ready; once for many goals."""
    rows = passages.sort_values(["document_sha256", "block"], ignore_index=True)
    ordered = cells.sort_values(["document_sha256", "table", "row", "column"], ignore_index=True)
    held = ordered["passage_id"]
    aside = rows["role"].isin(_ASIDE) | rows["is_footnote"]
    return Passages(
        {name: rows[name].tolist() for name in _SHOWN},
        [_box(sides) for sides in rows[_SIDES].to_numpy(dtype=float, na_value=np.nan).tolist()],
        np.flatnonzero(~aside.to_numpy(dtype=bool)),
        ordered[[*_OF_A_CELL]].to_dict("records"),
        {str(name): i for i, name in enumerate(rows["passage_id"])},
        {str(name): span for name, span in _spans(rows["document_sha256"])},
        {str(name): i for i, name in enumerate(held) if not pd.isna(name)},
        dict(_spans(list(zip(ordered["document_sha256"], ordered["table"], strict=True)))),
        _further(continued),
    )


def _box(sides: Sequence[float]) -> Box | None:
    x0, top, x1, bottom = sides
    return None if any(map(math.isnan, sides)) else (x0, top, x1, bottom)


def _further(continued: pd.DataFrame) -> dict[str, list[tuple[int, Box]]]:
    found: dict[str, list[tuple[int, Box]]] = {}
    columns = (continued[name] for name in ("passage_id", "page", *_SIDES))
    for name, page, *sides in zip(*columns, strict=True):
        x0, top, x1, bottom = map(float, sides)
        found.setdefault(str(name), []).append((int(page), (x0, top, x1, bottom)))
    return found


def _spans(names: Sequence[Any] | pd.Series) -> Iterator[tuple[Any, tuple[int, int]]]:
    """Each run of equal names, with where it begins and ends.

    >>> list(_spans(["a", "a", "b"]))
    [('a', (0, 2)), ('b', (2, 3))]
    """
    start = 0
    listed = list(names)
    for end in range(1, len(listed) + 1):
        if end == len(listed) or listed[end] != listed[start]:
            yield listed[start], (start, end)
            start = end


def places_of(goal: Record, passages: Passages) -> list[tuple[int, list[Box]]]:
    """The pages that a goal stands on, in order, each with the boxes of its passages there.

    None for a format without a layout. A passage that a break cut in two stands in both places.
    """
    found: dict[int, list[Box]] = {}
    for at in _places(goal, passages):
        box = passages.boxes[at]
        if box is not None:
            found.setdefault(int(passages.told["page"][at]), []).append(box)
        for page, other in passages.further.get(str(passages.told["passage_id"][at]), ()):
            found.setdefault(page, []).append(other)
    return sorted(found.items())


def document_of(goal: Record, passages: Passages) -> str | None:
    """The SHA-256 of the document that a goal stands in; None where its passages are unknown."""
    at = next(iter(_places(goal, passages)), None)
    return None if at is None else str(passages.told["document_sha256"][at])


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage beside a goal, or the goal's own: then `start` and `end` of the goal's words.

    `heading_path` are the headings above, outermost first; `level` that of a heading.
    """

    text: str
    role: str
    page: int
    heading_path: tuple[str, ...]
    level: int | None = None
    start: int | None = None
    end: int | None = None

    @property
    def is_goal(self) -> bool:
        """Whether the goal stands in it."""
        return self.start is not None


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell beside a goal: the heading of its column, its text, whether the goal stands in it."""

    heading: str
    text: str
    is_goal: bool


@dataclass(frozen=True, slots=True)
class Context:
    """A goal in its document, in text: what stands before and after, and its row in a table."""

    heading_path: tuple[str, ...]
    before: tuple[Quoted, ...]
    goal: tuple[Quoted, ...]
    after: tuple[Quoted, ...]
    row: tuple[RowCell, ...] = ()


def text_context(goal: Record, passages: Passages, around: int = 3) -> Context:
    """The goal's passages, up to `around` passages on either side, and the row of its table.

    Headers, footers, page numbers and notes are left out, and other cells of tables: what stands
    beside a goal in a table is its row. A goal whose passages are unknown has its own words alone.
    """
    held = _places(goal, passages)
    if not held:
        alone = Quoted(str(goal["text"]), "paragraph", int(goal["page"]), (), None, 0, None)
        return Context((), (), (alone,), ())
    told = passages.told
    first, end = passages.span[str(told["document_sha256"][held[0]])]
    before = _between(passages, first, min(held), slice(-around, None)) if around else ()
    after = _between(passages, max(held) + 1, end, slice(around))
    own = tuple(_own(passages, at, str(goal["text"])) for at in held)
    names = [str(told["passage_id"][at]) for at in held]
    beside = (tuple(_quoted(passages, at) for at in side) for side in (before, after))
    return Context(own[0].heading_path, next(beside), own, next(beside), table_row(names, passages))


def _places(goal: Record, passages: Passages) -> list[int]:
    names = str(goal["passage_ids"]).split()
    return sorted({passages.place[name] for name in names if name in passages.place})


def _between(passages: Passages, first: int, end: int, some: slice) -> Sequence[int]:
    """Some of the rows of running text from the first up to the end."""
    low, high = np.searchsorted(passages.running, (first, end))
    return [int(at) for at in passages.running[low:high][some]]


def _quoted(
    passages: Passages, at: int, start: int | None = None, end: int | None = None
) -> Quoted:
    told = passages.told
    path = tuple(part for part in str(told["heading_path"][at]).split(" > ") if part)
    level = None if pd.isna(told["level"][at]) else int(told["level"][at])
    text, role, page = (told[name][at] for name in ("text", "role", "page"))
    return Quoted(str(text), str(role), int(page), path, level, start, end)


def _own(passages: Passages, at: int, words: str) -> Quoted:
    """The passage with where the goal's words stand in it; all of it where they aren't found."""
    start, end = found_words(str(passages.told["text"][at]), words)
    return _quoted(passages, at, start, end)


def found_words(text: str, words: str) -> tuple[int, int]:
    """Where the words stand in the text, first and one past the last letter; else all of it.

    >>> found_words("Kommunen vil: – bygge skoler, og veger.", "Bygge skoler")
    (16, 28)
    """
    wanted = normalise_text(words)
    found = re.search(re.escape(wanted), text, re.IGNORECASE) if wanted else None
    return found.span() if found else (0, len(text))


def table_row(names: Sequence[str], passages: Passages) -> tuple[RowCell, ...]:
    """The cells of the row that the passages stand in, from left to right, each under its heading.

    Cells that reach down from a row above are among them. No cells where they stand in no table.
    """
    held = [passages.cell[name] for name in names if name in passages.cell]
    if not held:
        return ()
    own = passages.cells[held[0]]
    first, end = passages.tables[own["document_sha256"], own["table"]]
    table, row = passages.cells[first:end], int(own["row"])
    here = [cell for cell in table if cell["row"] <= row < cell["row"] + cell["row_span"]]
    headings = _headings(table, row)
    return tuple(
        RowCell(
            headings.get(int(cell["column"]), ""), str(cell["text"]), cell["passage_id"] in names
        )
        for cell in sorted(here, key=lambda cell: int(cell["column"]))
    )


def _headings(table: Sequence[Record], row: int) -> dict[int, str]:
    """What the first row that tells columns apart says of each, where it stands above the row."""
    above = [cell for cell in table if cell["row"] < row and cell["text"] != ""]
    for _, found in groupby(above, key=lambda cell: int(cell["row"])):
        cells = list(found)
        if len(cells) > 1:
            return {
                column: str(cell["text"])
                for cell in cells
                for column in range(cell["column"], cell["column"] + cell["column_span"])
            }
    return {}
