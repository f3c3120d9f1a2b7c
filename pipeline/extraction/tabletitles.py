"""Tables with titles between their rows → the table in parts, the titles as paragraphs between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.extraction.aligned import FoundTable, TableCell, has_letters, is_figure, is_year
from pipeline.extraction.boxes import within
from pipeline.extraction.elements import Box, union
from pipeline.extraction.paragraphs import BULLET, Paragraph, rows_to_paragraphs
from pipeline.extraction.styles import is_sentence
from pipeline.extraction.words import Word, words_to_rows

_ROOM_ABOVE = 0.7  # font sizes that a title has above it, beyond what is usual between rows
_ROOM_BELOW = 0.5
_CENTRED = 1.5  # font sizes by which a title's middle may miss the table's
_LARGER = 1.1  # times the size of the rows
_LONGEST = 160
_SAME_COLUMN = 6.0  # points by which a column may stand elsewhere below a title
_LEAST_ROWS = 4  # with fewer, nothing tells how far rows usually stand apart
_OPEN_ENDS = ":;,"  # a title ends in none of them

Item = Paragraph | FoundTable


@dataclass(frozen=True, slots=True)
class _Band:
    """A row of the table: its filled cells, and the box around them."""

    cells: tuple[TableCell, ...]
    box: Box


def parted_at_titles(table: FoundTable, words: Sequence[Word]) -> list[Item]:
    """The table cut at each title that stands across it, with room around it, between its rows.

    A title is centred over the whole table or set in a look that the rows do not have. The parts
    go on from each other: they are one table.
    """
    bands = _bands(table)
    if table.is_ruled or len(bands) < _LEAST_ROWS:
        return [table]
    titles = _titles(table, bands, words)
    items: list[Item] = []
    first = 0
    for row in sorted(titles):
        if row > first:
            items.append(_part(table, first, row, goes_on=first > 0))
        items.append(titles[row])
        first = row + 1
    return [*items, _part(table, first, table.rows, goes_on=first > 0)] if items else [table]


def _bands(table: FoundTable) -> dict[int, _Band]:
    """The rows with words by their number; nothing where cells reach over several rows."""
    held: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        if cell.row_span > 1:
            return {}
        if cell.text:
            held.setdefault(cell.row, []).append(cell)
    return {row: _Band(tuple(c), union([x.box for x in c])) for row, c in sorted(held.items())}


def _titles(
    table: FoundTable, bands: dict[int, _Band], words: Sequence[Word]
) -> dict[int, Paragraph]:
    rows = list(bands)
    gaps = {low: bands[low].box.top - bands[high].box.bottom for high, low in pairwise(rows)}
    usual = max(0.0, median(gaps.values()))
    found: dict[int, Paragraph] = {}
    for row, after in pairwise(rows[1:]):
        above, below = (gaps[row] - usual) / table.size, (gaps[after] - usual) / table.size
        alone = len(bands[row].cells) == 1 and above >= _ROOM_ABOVE and below >= _ROOM_BELOW
        title = _paragraph(bands[row], words) if alone else None
        if title and (_is_centred(title, table) or _is_apart(title, table, words)):
            found[row] = title
    return found


def _may_be_title(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and has_letters(text)
        and (text[0].isupper() or text[0].isdigit())
        and text[-1] not in _OPEN_ENDS
        and not is_sentence(text)
        and not is_figure(text)
        and not BULLET.match(text)
    )


def _paragraph(band: _Band, words: Sequence[Word]) -> Paragraph | None:
    """The title with its look, if it is one paragraph."""
    found = rows_to_paragraphs(words_to_rows(w for w in words if within(w, band.box)))
    is_title = len(found) == 1 and _may_be_title(found[0].text)
    return replace(found[0], parts_table=True) if is_title else None


def _is_centred(title: Paragraph, table: FoundTable) -> bool:
    off = (title.box.x0 + title.box.x1) / 2 - (table.box.x0 + table.box.x1) / 2
    return abs(off) <= _CENTRED * title.size


def _is_apart(title: Paragraph, table: FoundTable, words: Sequence[Word]) -> bool:
    """Whether it is larger than the table's rows, or bold where most of them are not."""
    rest = [w for w in words if within(w, table.box)]
    bold = sum(len(w.text) for w in rest if w.bold) * 2 > sum(len(w.text) for w in rest)
    return title.size > _LARGER * table.size or (title.bold and not bold)


def with_titles_between(items: Sequence[Item]) -> list[Item]:
    """The items, a lone paragraph between two halves of a table marked as the title it is.

    The halves have the same columns, and the second begins with no heading of its own.
    """
    done = list(items)
    for place in range(1, len(done) - 1):
        above, title, below = done[place - 1 : place + 2]
        if (
            isinstance(title, Paragraph)
            and isinstance(above, FoundTable)
            and isinstance(below, FoundTable)
            and title.rows == 1
            and _may_be_title(title.text)
            and _are_halves(above, below)
            and (_is_centred(title, above) or title.bold or title.size > _LARGER * above.size)
        ):
            done[place] = replace(title, parts_table=True)
            done[place + 1] = replace(below, goes_on=True)
    return done


def _are_halves(above: FoundTable, below: FoundTable) -> bool:
    pairs = list(zip(above.columns, below.columns, strict=False))
    same = len(above.columns) == len(below.columns) and all(
        min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _SAME_COLUMN for a, b in pairs
    )
    first = [cell.text for cell in below.cells if cell.row == 0 and cell.text]
    figures = [text for text in first if is_figure(text)]
    bare = not above.is_ruled and not below.is_ruled
    return bare and same and bool(figures) and not all(is_year(text) for text in figures)


def _part(table: FoundTable, first: int, last: int, *, goes_on: bool) -> FoundTable:
    """The table's rows from the first up to the last, which is left out."""
    cells = tuple(
        replace(cell, row=cell.row - first) for cell in table.cells if first <= cell.row < last
    )
    box = union([cell.box for cell in cells])
    return replace(table, cells=cells, box=box, goes_on=goes_on or table.goes_on)
