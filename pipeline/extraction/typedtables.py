"""Lines of text that hold a table typed plainly: a label, then figures a space apart.

Nothing stands in columns here. What tells the table is a line with years or column words, and
under it at least three lines that end with as many figures.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import NamedTuple

from pipeline.extraction.headings import is_caption
from pipeline.extraction.paragraphs import SECTION_NUMBER

Token = tuple[int, int]  # line, word in it

_YEAR = re.compile(r"^(?:[BR]\s?)?(?:19|20)\d\d$")
_FIGURE = re.compile(
    r"^[-–−+(]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\)?$|^[-–−+]?\d+\.\d{1,2}$|^[-–—]$"
)
_DECIMAL = re.compile(r"\d[.,]\d{1,2}\)?$")
_COLUMN_WORD = re.compile(r"^[A-ZÆØÅ][a-zæøå]{2,}$")
_ASIDE = re.compile(r"^(?:\d{1,3}|(?:\d{1,3}\s+)?https?://\S+|(?:\d{1,3}\s+)?www\.\S+)$")
_TOTAL = re.compile(r"^(?:sum|total\w*|i alt|til ?sammen|til saman|samlet|samla)\b", re.IGNORECASE)
_LEAST_ROWS = 3
_MOST_LABEL_WORDS = 16
_MOST_SUB_HEADING_WORDS = 8
_MOST_LINES_BETWEEN = 2
_MOST_PLACINGS = 4096


class TypedTable(NamedTuple):
    """Lines from `first` up to `last`: for each row its columns' words; lines that stand aside."""

    first: int
    last: int
    rows: tuple[tuple[tuple[Token, ...], ...], ...]
    aside: tuple[int, ...]


@dataclass(slots=True)
class _Row:
    label: list[Token]
    figures: list[tuple[Token, ...]] = field(default_factory=list)
    wide: bool = False  # more than a space before the first figure
    columns: tuple[int, ...] = ()


def typed_tables(lines: Sequence[str]) -> list[TypedTable]:
    """The tables among the lines, in order; two spaces or more count as a wide gap.

    >>> lines = ["Tiltak 2009 2010", "Skole 7,3 39,4", "Barnehage 1,4 3,8", "Kultur 4,4 4,4"]
    >>> [(table.first, table.last, len(table.rows)) for table in typed_tables(lines)]
    [(0, 4, 4)]
    """
    found: list[TypedTable] = []
    at = 0
    while at < len(lines):
        table = _table(lines, at)
        if table is not None:
            found.append(table)
        at = table.last if table else at + 1
    return found


def _table(lines: Sequence[str], first: int) -> TypedTable | None:
    count = _columns(lines[first])
    if count < 2:
        return None
    rows, last, aside = _Reader(lines, first, count).read()
    if sum(len(row.figures) == count for row in rows) < _LEAST_ROWS:
        return None
    _place(lines, rows, count)
    words = lines[first].split()
    head = [tuple((first, i) for i in range(len(words) - count))]
    head += [((first, i),) for i in range(len(words) - count, len(words))]
    return TypedTable(first, last, (tuple(head), *(_cells(row, count) for row in rows)), aside)


def _columns(line: str) -> int:
    """How many columns of figures the line names; 0 where it is no such line."""
    words = line.split()
    years = next((i for i, w in enumerate(reversed(words)) if not _YEAR.match(w)), len(words))
    if years >= 2 and len(words) - years <= _MOST_SUB_HEADING_WORDS:
        return years
    named = 3 <= len(words) <= 6 and all(map(_COLUMN_WORD.match, words))
    return len(words) - 1 if named else 0


def _cells(row: _Row, count: int) -> tuple[tuple[Token, ...], ...]:
    held = dict(zip(row.columns, row.figures, strict=True))
    return (tuple(row.label), *(held.get(column, ()) for column in range(count)))


class _Reader:
    """Goes down the lines under a table's head as long as they may be its rows."""

    def __init__(self, lines: Sequence[str], first: int, count: int) -> None:
        self.lines, self.first, self.count = lines, first, count
        self.decimals = self._has_decimals()
        self.rows: list[_Row] = []
        self.last = first + 1
        self.aside: list[int] = []

    def _has_decimals(self) -> bool:
        ends = [line.split()[-1] for line in self.lines[self.first + 1 :][:40] if line.split()]
        figures = [word for word in ends if _FIGURE.match(word) and len(word) > 1]
        return sum(bool(_DECIMAL.search(w)) for w in figures) * 2 > len(figures)

    def read(self) -> tuple[list[_Row], int, tuple[int, ...]]:
        """The rows, the first line below them, and lines between that belong elsewhere."""
        between: list[int] = []
        aside: list[int] = []
        for index in range(self.first + 1, len(self.lines)):
            text = self.lines[index].strip()
            if not text:
                continue
            if _ASIDE.match(text) or (index - 1 in aside and _is_rest_of_address(text)):
                aside.append(index)
                continue
            row = self._row(index)
            if row is None:
                between.append(index)
                if len(between) > _MOST_LINES_BETWEEN or not self._may_stand(index, between):
                    break
                continue
            if not self._take(row, between):
                break
            self.aside += aside
            between, aside, self.last = [], [], index + 1
        return self.rows, self.last, tuple(self.aside)

    def _may_stand(self, index: int, between: Sequence[int]) -> bool:
        """Whether a line without figures may be a sub-heading, or part of a label."""
        text = self.lines[index].strip()
        if is_caption(text) or SECTION_NUMBER.match(text) or _columns(text) >= 2:
            return False
        return text[-1] not in ".;!?" and len(text.split()) <= _MOST_LABEL_WORDS

    def _row(self, index: int) -> _Row | None:
        line = self.lines[index]
        if is_caption(line.strip()) or SECTION_NUMBER.match(line.strip()):
            return None
        words = line.split()
        start = len(words)
        while start > 1 and self._is_figure(words[start - 1]):
            start -= 1
        figures = _grouped(words, start, self.count)
        if not figures or len(figures) > self.count:
            return None
        start = figures[0][0]
        label = " ".join(words[:start])
        if not any(c.isalpha() for c in label) or start > _MOST_LABEL_WORDS:
            return None
        wide = bool(re.search(r"\s{2,}" + re.escape(words[start]), line.strip()))
        tokens = [tuple((index, i) for i in figure) for figure in figures]
        return _Row([(index, i) for i in range(start)], tokens, wide)

    def _is_figure(self, word: str) -> bool:
        if not _FIGURE.match(word):
            return False
        return not self.decimals or bool(_DECIMAL.search(word)) or word in "-–—0"

    def _take(self, row: _Row, between: list[int]) -> bool:
        """Adds the row, and what stood above it as sub-headings or the start of its label."""
        begins_low = self._word(row.label[0])[:1].islower()
        above = list(between)
        if begins_low and not above:
            return False
        if above and self.lines[above[0]].strip()[:1].islower() and self.rows:
            self.rows[-1].label += self._tokens(above.pop(0))  # a label's end below its figures
        if begins_low and above:
            row.label = [*self._tokens(above.pop()), *row.label]
        for index in above:
            if len(self.lines[index].split()) > _MOST_SUB_HEADING_WORDS:
                return False
            self.rows.append(_Row(self._tokens(index)))
        self.rows.append(row)
        return True

    def _tokens(self, index: int) -> list[Token]:
        return [(index, i) for i in range(len(self.lines[index].split()))]

    def _word(self, token: Token) -> str:
        return self.lines[token[0]].split()[token[1]]


def _is_rest_of_address(text: str) -> bool:
    return bool(re.fullmatch(r"\S*[=/&?%#.]\S*", text)) and not text.endswith(".")


def _grouped(words: Sequence[str], start: int, count: int) -> list[tuple[int, ...]]:
    """The last words as figures; "1 577" is one where there would be too many else."""
    figures = [(i,) for i in range(start, len(words))]
    if len(figures) <= count:
        return list(figures)
    grouped: list[tuple[int, ...]] = []
    for i in range(start, len(words)):
        joins = re.fullmatch(r"\d{3}(?:,\d+)?", words[i]) and grouped and len(grouped[-1]) == 1
        if joins and re.fullmatch(r"[-–−+(]?\d{1,3}", words[grouped[-1][0]]):
            grouped[-1] = (*grouped[-1], i)
        else:
            grouped.append((i,))
    return grouped if len(grouped) <= count else list(figures[-count:])


# Columns of rows with fewer figures


def _place(lines: Sequence[str], rows: Sequence[_Row], count: int) -> None:
    """Gives each figure its column: by order, by the sum below it, by a wide gap, or the first."""
    block: list[_Row] = []
    total: list[float] | None = None
    for row in rows:
        values = [_value(lines, figure) for figure in row.figures]
        if len(values) == count:
            row.columns = tuple(range(count))
        else:
            row.columns = tuple(range(len(values)))
            if len(values) == 1 and (row.wide or (total and _equal(values[0], sum(total)))):
                row.columns = (count - 1,)
        if _TOTAL.match(_text(lines, row.label)):
            if len(values) == count:
                _place_by_sum(lines, block, values, count)
                total = values
            block = []
        elif row.figures:
            block.append(row)


def _place_by_sum(
    lines: Sequence[str], block: Sequence[_Row], total: Sequence[float], count: int
) -> None:
    """Where only one way to place the figures adds up to the total, that one."""
    choices = [list(combinations(range(count), len(row.figures))) for row in block]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if ways == 1 or ways > _MOST_PLACINGS:
        return
    values = [[_value(lines, figure) for figure in row.figures] for row in block]
    fitting = [way for way in product(*choices) if _adds_up(way, values, total)]
    if len(fitting) == 1:
        for row, columns in zip(block, fitting[0], strict=True):
            row.columns = columns


def _adds_up(
    way: Sequence[tuple[int, ...]], values: Sequence[list[float]], total: Sequence[float]
) -> bool:
    sums = [0.0] * len(total)
    for columns, figures in zip(way, values, strict=True):
        for column, value in zip(columns, figures, strict=True):
            sums[column] += value
    return all(map(_equal, sums, total))


def _equal(a: float, b: float) -> bool:
    return abs(a - b) < 1e-6 * max(1.0, abs(a))


def _value(lines: Sequence[str], figure: Sequence[Token]) -> float:
    text = re.sub(r"[^\d.,-]", "", _text(lines, figure).replace("−", "-").replace("–", "-"))
    whole = re.sub(r"\.(?=\d{3}\b)", "", text).replace(",", ".")
    try:
        return float(whole)
    except ValueError:
        return 0.0


def _text(lines: Sequence[str], tokens: Sequence[Token]) -> str:
    return " ".join(lines[line].split()[word] for line, word in tokens)


def cell_texts(lines: Sequence[str], table: TypedTable) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of each cell."""
    for number, row in enumerate(table.rows):
        for column, tokens in enumerate(row):
            yield number, column, _text(lines, tokens)
