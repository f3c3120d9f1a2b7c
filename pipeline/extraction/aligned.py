"""Rows of one column → tables without rules: labels to the left, figures aligned to the right."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.extraction.columnheads import placed_headings
from pipeline.extraction.elements import Box
from pipeline.extraction.headings import is_caption
from pipeline.extraction.paragraphs import BULLET, SECTION_NUMBER, join_lines
from pipeline.extraction.words import Row, Word, box_of, row_text, segments, usual_size

_CELL_GAP = 0.95  # font sizes between two cells of a row
_FIGURE_GAP = 0.45  # the same between two figures; inside "1 577,4" it is smaller
_LONGEST_STEP = 5.0  # font sizes between two rows of one table
_HEADER_STEP = 3.2  # the same, up to a header row
_HEADER_ROWS = 10
_TIGHT = 1.42  # font sizes between two lines of one cell
_LOOSE = 1.9  # the same, where the rows of the table stand further apart than that
_TIGHT_HEADER = 1.56  # the same, between two lines of one heading over a column
_LARGER = 1.15  # of the size of a row with figures: a heading
_WIDEST_HEAD = 6.0  # font sizes that a heading reaches out before its figures
_SAME_END = 3.0  # points by which a heading may end elsewhere than the figures below it
_TINY = 2  # characters; a label has more
_MOST_TEXTS, _MOST_ROWS = 10_000, 500  # of which it is remembered what they are
_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾*"

_FIGURE = re.compile(
    r"^(?:kr\.?\s*|NOK\s*)?[(\[]?[-‐‑‒–−+±]?\s?(?:\d{1,3}(?:[ .]\d{3})+|\d+)(?:[.,]\d+)?"
    r"(?:/\d+(?:[.,]\d+)?)*[)\]]?"
    r"\s?(?:%|‰|pst\.?|prosent|(?:(?:mill|mrd)\.?\s?)?(?:kr\.?|kroner)?|,-|-)$"
)
_DIGIT = re.compile(r"\d")
_BLANK_FIGURE = re.compile(r"^(?:[-–—−]{1,2}|\.{1,3}|:|0)$")
_UNIT_WORD = re.compile(r"^(?:%|‰|pst\.?|prosent|kr\.?|kroner|mill\.?|mrd\.?)$")
_DATE = re.compile(r"^\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2}|\d{4})$")
_YEAR = re.compile(r"^(?:[A-ZÆØÅ]{1,3}\s?)?(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?$")
_LEAST_DOTS = 4
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_PAGE = re.compile(r"^\d{1,3}(?:[-–]\d{1,3})?$")
_SECTION = re.compile(r"^\d{1,2}(?:\.\d{1,2})+$")
_CONTENTS_LABEL = re.compile(r"^(?:\d+(?:\.\d+)*\.?(?:\s|$)|Kap|Vedlegg|Tabell|Figur|Boks)")
# A label that ends so goes on in the next line.
_OPEN_END = re.compile(
    r"(?:[-,/(]|\b(?:og|i|til|for|av|på|med|fra|eller|samt|under|ved|om|mv|den|det|en|et))$"
)


class Part(NamedTuple):
    """A run of words in one row, as far as the next wide gap."""

    words: Row
    text: str
    x0: float
    x1: float

    @property
    def is_figure(self) -> bool:
        """Whether it is an amount, a share, a year, or a dash in the place of one."""
        return is_figure(self.text)


class Parts(tuple[Part, ...]):
    """The parts of one row, from left to right."""

    @cached_property
    def amounts(self) -> list[Part]:
        """The row's figures; those left of its words are codes, its first part is its label."""
        words = next((i for i, part in enumerate(self) if has_letters(part.text)), 0)
        return [part for part in self[words + 1 :] if part.is_figure]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell before its table has a number: row, column, text, and its box."""

    row: int
    column: int
    text: str
    box: Box
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table on one page: its columns' left and right edges, its cells, its usual font size."""

    columns: tuple[tuple[float, float], ...]
    cells: tuple[TableCell, ...]
    box: Box
    is_ruled: bool = False
    size: float = 0.0
    goes_on: bool = False  # from the table before it on its page: a title stands between

    @property
    def letters(self) -> int:
        """How many letters its cells hold."""
        return sum(len(cell.text) for cell in self.cells)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return 1 + max((c.row + c.row_span - 1 for c in self.cells), default=-1)


@dataclass(slots=True)
class _Draft:
    """A run of rows that may be a table: all its rows, and which of them hold figures."""

    first: int
    last: int
    figures: list[int] = field(default_factory=list)


@lru_cache(_MOST_TEXTS)
def is_figure(text: str) -> bool:
    """Whether the whole text is one figure.

    >>> [is_figure(t) for t in ("39,4", "-1 042", "847 151 000", "4,6 pst.", "–", "4.5.2026")]
    [True, True, True, True, True, False]
    >>> [is_figure(t) for t in ("7.3.1", "2 av 3", "12³", "1.", "Sum")]
    [False, False, True, False, False]
    """
    bare = text.rstrip(_MARKS + " ")
    if not bare or _DATE.match(bare):
        return False
    return bool(_FIGURE.match(bare) or _BLANK_FIGURE.match(bare))


@lru_cache(_MOST_ROWS)
def rows_to_parts(row: Row) -> Parts:
    """The row's cells as far as gaps tell; figures side by side are never one cell."""
    parts = []
    for piece in segments(without_leaders(row), _CELL_GAP):
        for cut in [cut for told in _split_after_units(piece) for cut in _split_figures(told)]:
            parts.append(Part(cut, row_text(cut), cut[0].x0, cut[-1].x1))
    return Parts(parts)


def without_leaders(row: Row) -> Row:
    """The row without the dots that lead from a label to its figure."""
    text = row_text(row)
    if text.count(".") < _LEAST_DOTS and "…" not in text and "_" not in text:
        return row
    kept: list[Word] = []
    for word in row:
        if word.text == "." and kept and _is_dotted(row):
            continue
        kept.extend(_around_leaders(word))
    return tuple(kept) or row


def _around_leaders(word: Word) -> list[Word]:
    """What stands before and after the dots in the word, each with its own edges."""
    leaders = _LEADERS.search(word.text)
    if leaders is None:
        return [word]
    wide = [0.5 if letter in "._…" else 1.0 for letter in word.text]  # dots take less room
    unit = (word.x1 - word.x0) / sum(wide)
    kept = []
    for start, end in ((0, leaders.start()), (leaders.end(), len(word.text))):
        if word.text[start:end]:
            left = word.x0 + unit * sum(wide[:start])
            right = word.x0 + unit * sum(wide[:end])
            kept.append(word._replace(text=word.text[start:end], x0=left, x1=right))
    return kept


def _is_dotted(row: Row) -> bool:
    return sum(word.text == "." for word in row) >= _LEAST_DOTS


def _split_after_units(piece: Row) -> list[Row]:
    """Figures that each carry a unit, parted after it: "1 760 000 kr  1 900 000 kr"."""
    units = [_is_unit(word.text) for word in piece]
    if not any(units[:-1]) or not all(
        u or is_figure(w.text) for u, w in zip(units, piece, strict=True)
    ):
        return [piece]
    cuts = [0, *(i for i in range(1, len(piece)) if units[i - 1] and not units[i]), len(piece)]
    parted = [piece[a:b] for a, b in pairwise(cuts)]
    return parted if all(is_figure(row_text(cut)) for cut in parted) else [piece]


@lru_cache(_MOST_TEXTS)
def _is_unit(text: str) -> bool:
    return bool(_UNIT_WORD.match(text))


def _split_figures(piece: Row) -> list[Row]:
    """Figures of two columns that stand close, parted where the gap is the widest."""
    if len(piece) < 2 or not all(is_figure(word.text) for word in piece) or _is_range(piece):
        return [piece]
    size = max(word.size for word in piece)
    gaps = [(b.x0 - a.x1) / size for a, b in pairwise(piece)]
    if max(gaps) > max(_FIGURE_GAP, 1.6 * min(gaps) if len(gaps) > 1 else 0.0):
        return segments(piece, 0.5 * (max(gaps) + min(gaps)) if len(gaps) > 1 else _FIGURE_GAP)
    return [piece]


def _is_range(piece: Row) -> bool:
    """Whether it tells from where to where: "0 – 177 600", the dash as near to both sides."""
    for place in range(1, len(piece) - 1):
        before, dash, after = piece[place - 1 : place + 2]
        left, right = dash.x0 - before.x1, after.x0 - dash.x1
        near = max(left, right) <= _FIGURE_GAP * dash.size
        if re.fullmatch(r"[-–—−]", dash.text) and near and abs(left - right) <= 0.1 * dash.size:
            return True
    return False


def split_tables(
    rows: Sequence[Row], flat: Sequence[tuple[float, float, float]] = ()
) -> list[list[Row] | FoundTable]:
    """The rows in order, those that make a table of figures replaced by the table.

    `flat` are horizontal rules (height, left, right); no cell runs across one.
    """
    parts = [rows_to_parts(row) for row in rows]
    pieces: list[list[Row] | FoundTable] = []
    at = 0
    for draft in _drafts(rows, parts):
        first, headers = _with_headers(rows, parts, draft, at)
        part = slice(first, draft.last + 1)
        table = _table(rows[part], parts[part], headers - first, flat)
        if table is None:
            continue
        if first > at:
            pieces.append(list(rows[at:first]))
        pieces.append(table)
        at = draft.last + 1
    if at < len(rows):
        pieces.append(list(rows[at:]))
    return pieces


def rows_to_table(
    rows: Sequence[Row], flat: Sequence[tuple[float, float, float]] = ()
) -> FoundTable | None:
    """All the rows as one table of figures; None where they make none."""
    parts = [rows_to_parts(row) for row in rows]
    figures = [i for i, line in enumerate(parts) if amounts_of(line)]
    if not figures:
        return None
    draft = _Draft(figures[0], len(rows) - 1, figures)
    if not _is_table(rows, parts, draft):
        return None
    return _table(rows, parts, _with_headers(rows, parts, draft, 0)[1], flat)


def _holds_figures(parts: Parts) -> bool:
    return bool(amounts_of(parts))


def amounts_of(parts: Parts) -> list[Part]:
    """The row's figures; those left of its words are codes, a row's first part is its label."""
    return parts.amounts


def _drafts(rows: Sequence[Row], parts: Sequence[Parts]) -> list[_Draft]:
    drafts: list[_Draft] = []
    current: _Draft | None = None
    zone = 0.0
    for index, row in enumerate(rows):
        holds = _holds_figures(parts[index])
        if current and _ends(rows, parts, current, index, zone, holds):
            drafts.append(current)
            current = None
        if holds:
            start = min(p.x0 for p in amounts_of(parts[index]))
            if current is None:
                current, zone = _Draft(index, index, [index]), start
            else:
                current.figures.append(index)
                current.last = index
                zone = min(zone, start) if start > rows[index][0].x1 else zone
        elif current and _belongs(row, parts[index], zone):
            continue
    if current:
        drafts.append(current)
    return [_with_tail(rows, parts, d) for d in drafts if _is_table(rows, parts, d)]


def _ends(
    rows: Sequence[Row],
    parts: Sequence[Parts],
    draft: _Draft,
    index: int,
    zone: float,
    holds: bool,
) -> bool:
    row, before = rows[index], rows[index - 1]
    step = (row[0].baseline - before[0].baseline) / max(row[0].size, before[0].size)
    if step > _LONGEST_STEP:
        return True
    larger = min(w.size for w in row) > _LARGER * max(w.size for w in rows[draft.figures[-1]])
    if larger and not holds:
        return True  # a heading below the table
    if holds:
        is_second_header = _is_year_header(parts[index]) and len(draft.figures) > 1
        return is_second_header or not _shares_columns(parts, draft, index)
    return not _belongs(row, parts[index], zone)


def _is_year_header(parts: Parts) -> bool:
    figures = amounts_of(parts)
    return len(figures) >= 2 and are_years(figures)


def are_years(figures: Iterable[Part]) -> bool:
    """Whether all of them are years; true of none."""
    return all(is_year(p.text) for p in figures)


@lru_cache(_MOST_TEXTS)
def is_year(text: str) -> bool:
    """Whether the whole text is a year, or from year to year.

    >>> [is_year(t) for t in ("2025", "B 2025", "2025–2028", "2 025", "1 400")]
    [True, True, True, False, False]
    """
    return bool(_YEAR.match(text.rstrip(_MARKS)))


def _shares_columns(parts: Sequence[Parts], draft: _Draft, index: int) -> bool:
    """Whether one of the row's figures stands under a figure of the table so far."""
    earlier = [p for i in draft.figures[-12:] for p in amounts_of(parts[i])]
    return any(_overlap(p, q) > 0 for p in amounts_of(parts[index]) for q in earlier)


def _overlap(a: Part, b: Part) -> float:
    return min(a.x1, b.x1) - max(a.x0, b.x0)


def _belongs(row: Row, parts: Sequence[Part], zone: float) -> bool:
    """Whether a row without figures may stand in the table: a label, a wrapped line."""
    text = row_text(row)
    if SECTION_NUMBER.match(text) or is_caption(text) or BULLET.match(text):
        return False
    if all(p.is_figure for p in parts):
        return True
    return row[-1].x1 <= zone + 0.5 * row[0].size or (len(parts) > 1 and parts[0].x1 < zone)


def _is_table(rows: Sequence[Row], parts: Sequence[Parts], draft: _Draft) -> bool:
    if len(draft.figures) < 2 or _is_contents(rows, parts, draft):
        return False
    digits = [p for i in draft.figures for p in amounts_of(parts[i]) if _DIGIT.search(p.text)]
    if len(digits) < 2:
        return False
    labelled = sum(any(_is_label(p) for p in parts[i]) for i in draft.figures)
    headed = draft.first > 0 and has_letters(row_text(rows[draft.first - 1]))
    widest = max(len(parts[i]) for i in draft.figures)
    if labelled * 3 < len(draft.figures) and not (headed and widest > 2):
        return False  # the axis of a chart
    every = [p for i in draft.figures for p in parts[i]]
    tiny = sum(len(p.text) <= _TINY for p in every)
    if labelled * 3 < len(draft.figures) and tiny * 2 > len(every):
        return False  # letters of slanting or scattered words
    parted = sum(len(parts[i]) > 1 for i in range(draft.first, draft.last + 1))
    return len(draft.figures) * 2 >= parted


def _is_label(part: Part) -> bool:
    return len(part.text) > _TINY and has_letters(part.text)


@lru_cache(_MOST_TEXTS)
def has_letters(text: str) -> bool:
    """Whether any character is a letter."""
    return any(map(str.isalpha, text))


def _is_contents(rows: Sequence[Row], parts: Sequence[Parts], draft: _Draft) -> bool:
    """A table of contents: page numbers that never sink in a column, labels numbered or dotted."""
    figures = [p for i in draft.figures for p in amounts_of(parts[i])]
    pages = [p for p in figures if _PAGE.match(p.text)]
    sections = sum(bool(_SECTION.match(p.text)) for p in figures)
    if len(pages) + sections < 0.95 * len(figures):
        return False
    columns = [list(map(_page_number, held)) for held in _by_right_edge(pages)]
    sequence = max(columns, key=len, default=[])
    if sum(a <= b for a, b in pairwise(sequence)) < 0.9 * (len(sequence) - 1):
        return False
    numbered = sum(bool(_CONTENTS_LABEL.match(row_text(rows[i]))) for i in draft.figures)
    dotted = sum(bool(_LEADERS.search(row_text(rows[i]))) for i in draft.figures)
    told = max(numbered, dotted) * 3 >= len(draft.figures)
    return told or (len(sequence) >= 8 and len(columns) == 1)


def _by_right_edge(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts by columns that end at one place, each column in the order given."""
    columns: list[list[Part]] = []
    for part in parts:
        home = next((c for c in columns if abs(c[-1].x1 - part.x1) <= 3), None)
        if home is None:
            columns.append([part])
        else:
            home.append(part)
    return columns


def _page_number(part: Part) -> int:
    return int(re.match(r"\d+", part.text)[0])  # type: ignore[index]  # _PAGE has matched


def _with_tail(rows: Sequence[Row], parts: Sequence[Parts], draft: _Draft) -> _Draft:
    """Takes in the last row's label where it runs over to the next line."""
    while draft.last + 1 < len(rows):
        row, before = rows[draft.last + 1], rows[draft.last]
        step = (row[0].baseline - before[0].baseline) / max(row[0].size, 1.0)
        text = row_text(row)
        fits = len(parts[draft.last + 1]) == 1 and row[-1].x1 <= before[-1].x0
        if not (
            fits
            and text[:1].islower()
            and step <= _TIGHT
            and abs(row[0].size - before[0].size) < 0.6
        ):
            break
        draft.last += 1
    return draft


def _with_headers(
    rows: Sequence[Row], parts: Sequence[Parts], draft: _Draft, least: int
) -> tuple[int, int]:
    """Index of the first header row above the figures, and of the first row below the headers."""
    figures = [p for i in draft.figures for p in amounts_of(parts[i])]
    zone = min(p.x0 for p in figures)
    first = headers = _with_sub_headings(rows, parts, draft, zone, least)
    index = draft.first - 1
    while index >= max(least, draft.first - _HEADER_ROWS):
        row = rows[index]
        if _step(rows, index + 1) > _HEADER_STEP or is_caption(row_text(row)):
            break
        right = [p for p in parts[index] if p.x1 > zone]
        if any(_begins_left(p, zone, figures) for p in right):
            break
        if right:
            headers = index + 1 if first >= headers or first > index + 1 else headers
            first = index
        elif _step(rows, index + 1) > _TIGHT_HEADER or row[-1].x1 > zone:
            break
        index -= 1
    return first, max(first, headers)


def _with_sub_headings(
    rows: Sequence[Row], parts: Sequence[Parts], draft: _Draft, zone: float, least: int
) -> int:
    """Index of the first of the rows close above that name a group: a code, or a colon at last."""
    index = draft.first
    while index > least and _step(rows, index) <= _TIGHT_HEADER:
        row, line = rows[index - 1], parts[index - 1]
        coded = len(line) > 1 and re.fullmatch(r"\d{1,4}", line[0].text)
        if row[-1].x1 > zone or not (coded or row_text(row).endswith(":")):
            break
        index -= 1
    return index


def _begins_left(part: Part, zone: float, figures: Sequence[Part]) -> bool:
    """Whether it begins well left of the figures, and its words do not stand over them either."""
    if part.x0 >= zone - 2 * part.words[0].size or _is_over(part, figures):
        return False
    if part.x0 < zone - _WIDEST_HEAD * part.words[0].size:
        return True
    words = [Part((w,), w.text, w.x0, w.x1) for w in part.words]
    ends = {round(f.x1) for f in figures}
    return len(words) < 2 or not all(
        _is_over(w, figures) or any(abs(w.x1 - x) <= _SAME_END for x in ends) for w in words
    )


def _is_over(part: Part, figures: Sequence[Part]) -> bool:
    """Whether the header's part lies over figures, not over labels."""
    return any(_overlap(part, f) > 0.5 * (part.x1 - part.x0) for f in figures)


# Columns


def _table(
    rows: Sequence[Row], parts: Sequence[Parts], headers: int,
    flat: Sequence[tuple[float, float, float]],
) -> FoundTable | None:  # fmt: skip
    figures = [p for line in parts for p in amounts_of(line)]
    if not figures:
        return None
    headers = max(_leading_years(parts, headers), _ruled_off(rows, parts, flat))
    labels, amounts = _columns(parts, headers)
    columns = [*labels, *amounts]
    if len(columns) < 2 or not amounts:
        return None
    head, spans = placed_headings(rows[:headers], columns, len(labels), flat)
    placed = [*head, *(_placed(line, columns) for line in parts[headers:])]
    groups = row_groups(rows, placed, headers, len(labels), flat, {row for row, _ in spans})
    words = [w for row in rows for w in row]
    box, size = box_of(words), usual_size(words)
    cells = tuple(_cells(rows, placed, groups, columns, box, spans))
    return FoundTable(tuple(columns), cells, box, size=size)


def _leading_years(parts: Sequence[Parts], headers: int) -> int:
    """How many rows stand above the amounts, rows of years counted in."""
    last = headers
    for index in range(headers, len(parts)):
        figures = amounts_of(parts[index])
        if not figures:
            continue
        if not are_years(figures):
            return last
        last = index + 1
    return headers


def _ruled_off(
    rows: Sequence[Row], parts: Sequence[Parts], flat: Sequence[tuple[float, float, float]]
) -> int:
    """How many rows the first rule over the whole width parts from the rest, if none has a label.

    Figures may stand among them: "0–99 999 kr" over a column.
    """
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    for index in range(1, min(_HEADER_ROWS + 1, len(rows))):
        if amounts_of(parts[index - 1]) and parts[index - 1][0].x0 < left + 2 * rows[0][0].size:
            return 0
        top, bottom = rows[index - 1][0].baseline, rows[index][0].baseline
        if any(
            top <= at <= bottom and start <= left + 6 and end >= right - 6
            for at, start, end in flat
        ):
            return index
    return 0


Columns = list[tuple[float, float]]


def _columns(parts: Sequence[Parts], headers: int) -> tuple[Columns, Columns]:
    """Left and right edges of the columns of labels, and of those of figures."""
    body = [line for line in parts[headers:] if _holds_figures(line)]
    figures = [p for line in body for p in amounts_of(line)]
    if not figures:
        return [], []
    zone = min(p.x0 for p in figures)
    right = _clusters([p for line in body for p in line if p.x0 >= zone - 1])
    others = [line for line in parts[headers:] if len(line) > 1 and not _holds_figures(line)]
    left = [
        p
        for line in [*body, *others]
        for p in line
        if p.x0 < zone - 1 and (p is line[0] or (p.x0 + p.x1) / 2 < zone)
    ]
    labels = _clusters([_clipped(p, zone) for p in left])
    return _code_columns(labels, left), right


def _clipped(part: Part, zone: float) -> Part:
    return part._replace(x1=min(part.x1, zone - 1))


def _clusters(parts: Sequence[Part]) -> Columns:
    """Stretches that the parts cover; a wide part over two well-filled ones doesn't join them."""
    columns: list[tuple[float, float, int]] = []
    for x0, x1 in sorted(((p.x0, p.x1) for p in parts), key=lambda e: (e[1] - e[0], e[0])):
        hit = [c for c in columns if x0 <= c[1] and c[0] <= x1]
        if sum(c[2] >= 2 for c in hit) >= 2:
            continue
        columns = [c for c in columns if c not in hit]
        left, right = min([x0, *(c[0] for c in hit)]), max([x1, *(c[1] for c in hit)])
        columns.append((left, right, 1 + sum(c[2] for c in hit)))
    return sorted((left, right) for left, right, _ in columns)


def _code_columns(labels: Columns, parts: Sequence[Part]) -> Columns:
    """Labels that open with an aligned whole number, set apart: "22  Nytt nødnett"."""
    done: Columns = []
    for x0, x1 in labels:
        inside = [p for p in parts if x0 <= p.x0 <= x1 and len(p.words) > 1]
        coded = [
            p
            for p in inside
            if re.fullmatch(r"\d{1,4}(?:[/,–-]\d{1,3})*", p.words[0].text)
            and has_letters(p.words[1].text)
        ]
        starts = [p.words[1].x0 for p in coded]
        aligned = sum(abs(s - median(starts)) <= 2 for s in starts) if starts else 0
        if len(coded) >= 3 and len(coded) * 2 >= len(inside) and aligned * 5 >= len(coded) * 4:
            edge = median(starts)
            done.extend([(x0, max(p.words[0].x1 for p in coded)), (edge - 0.5, x1)])
        else:
            done.append((x0, x1))
    return done


def _placed(line: Sequence[Part], columns: Sequence[tuple[float, float]]) -> dict[int, Row]:
    """The row's words by column."""
    held: dict[int, list[Word]] = {}
    for part in line:
        for column, words in _part_columns(part, columns):
            held.setdefault(column, []).extend(words)
    return {column: tuple(words) for column, words in held.items()}


def _part_columns(part: Part, columns: Sequence[tuple[float, float]]) -> list[tuple[int, Row]]:
    first = _best_column(part.words[0].x0, part.words[0].x1, columns)
    if (
        not part.is_figure
        and len(part.words) > 1
        and re.fullmatch(r"\d[\d/,–-]*", part.words[0].text)
    ):
        second = _best_column(part.words[1].x0, part.words[1].x1, columns)
        if second == first + 1:
            return [(first, part.words[:1]), (second, part.words[1:])]
    best = _best_column(part.x0, part.x1, columns)
    return [(best if part.is_figure else min(best, _left_column(part, columns)), part.words)]


def _left_column(part: Part, columns: Sequence[tuple[float, float]]) -> int:
    """For words: the column that they begin in, or the best one if they begin between."""
    for index, (x0, x1) in enumerate(columns):
        if x0 - 1 <= part.x0 <= x1:
            return index
    return _best_column(part.x0, part.x1, columns)


def _best_column(x0: float, x1: float, columns: Sequence[tuple[float, float]]) -> int:
    best, most = 0, (-1.0, 0.0)
    for index, (left, right) in enumerate(columns):
        overlap = (x1 if x1 < right else right) - (x0 if x0 > left else left)
        if overlap >= most[0] or most[0] <= 0.0:
            fit = (max(0.0, overlap), -min(abs(x1 - right), abs(x0 - left)))
            if fit > most:
                best, most = index, fit
    return best


# Rows


def row_groups(
    rows: Sequence[Row], placed: Sequence[dict[int, Row]], headers: int, labels: int,
    flat: Sequence[tuple[float, float, float]], spanning: set[int],
) -> list[list[int]]:  # fmt: skip
    """Which rows of text make one row of the table; headings over several columns stand alone."""
    tight = _tight_step(rows, placed, headers, labels)
    groups: list[list[int]] = [[0]]
    for index in range(1, len(rows)):
        joins = (
            _joins_header(rows, index) and not spanning & {index, *groups[-1]}
            if index < headers
            else index > headers and _joins(rows, placed, groups[-1], index, labels, tight)
        )
        if joins and not _ruled_between(rows[index - 1], rows[index], flat):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _joins_header(rows: Sequence[Row], index: int) -> bool:
    return _step(rows, index) <= _TIGHT_HEADER


def _step(rows: Sequence[Row], index: int) -> float:
    size = max(rows[index][0].size, rows[index - 1][0].size, 1.0)
    return (rows[index][0].baseline - rows[index - 1][0].baseline) / size


def _tight_step(
    rows: Sequence[Row], placed: Sequence[dict[int, Row]], headers: int, labels: int
) -> float:
    """Steps up to this one are inside a cell; 0 where rows stand as close as lines do.

    Rows with figures of the same column are rows of the table, and tell how far those stand apart.
    """
    apart = [
        _step(rows, i)
        for i in range(headers + 1, len(rows))
        if any(c >= labels and c in placed[i - 1] for c in placed[i])
    ]
    usual = sorted(apart)[len(apart) // 10] if apart else 0.0
    return max(_TIGHT, min(0.85 * usual, _LOOSE)) if usual > _TIGHT * 1.06 else 0.0


def _ruled_between(above: Row, below: Row, flat: Sequence[tuple[float, float, float]]) -> bool:
    top, bottom = above[0].baseline, below[0].baseline - 0.3 * below[0].size
    left, right = min(above[0].x0, below[0].x0), max(above[-1].x1, below[-1].x1)
    return any(
        top <= at <= bottom and min(end, right) - max(start, left) > 0.5 * (right - left)
        for at, start, end in flat
    )


def _joins(
    rows: Sequence[Row],
    placed: Sequence[dict[int, Row]],
    group: list[int],
    index: int,
    labels: int,
    tight: float,
) -> bool:
    """Whether the row of text goes on with the table row that `group` holds so far."""
    step, now = _step(rows, index), placed[index]
    held = {column for i in group for column in placed[i]}
    figures_both = any(c >= labels for c in held) and any(c >= labels for c in now)
    if step > max(_TIGHT + 0.2, tight) or figures_both:
        return False
    if tight and 0.85 <= step <= tight:
        last_line = placed[group[-1]]
        return all(_bold(last_line[c]) == _bold(now[c]) for c in now if c in last_line)
    if any(c < labels - 1 for c in now):
        return False
    if step < 0.85:  # a figure centred beside two lines
        return True
    label = labels - 1
    last = placed[group[-1]].get(label, ())
    if label not in now or not last:
        return False
    above, text = row_text(last), row_text(now[label])
    if above.endswith(":") or _bold(last) != _bold(now[label]):
        return False
    if labels > 1 and label - 1 in held and not any(c >= labels for c in held):
        return step <= max(_TIGHT, tight)  # a code still without its amount
    return bool(text[:1].islower() or text[:1] == "(" or _OPEN_END.search(above) or step <= tight)


def _bold(words: Iterable[Word]) -> bool:
    return all(w.bold for w in words)


def _cells(
    rows: Sequence[Row], placed: Sequence[dict[int, Row]], groups: list[list[int]],
    columns: list[tuple[float, float]], box: Box, spans: Mapping[tuple[int, int], int],
) -> Iterable[TableCell]:  # fmt: skip
    for number, group in enumerate(groups):
        words = [w for i in group for w in rows[i]]
        top, bottom = min(w.top for w in words), max(w.bottom for w in words)
        covered = 0
        for column, (x0, x1) in enumerate(columns):
            if column < covered:
                continue
            wide = max(spans.get((i, column), 1) for i in group)
            covered = column + wide
            held = [placed[i][column] for i in group if column in placed[i]]
            text = join_lines([row_text(part) for part in held])
            place = box_of(w for part in held for w in part) if held else Box(x0, top, x1, bottom)
            yield TableCell(number, column, text, place, column_span=wide)
