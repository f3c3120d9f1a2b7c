"""Tables of figures between rules that run over their whole width, with no upright rules.

A rule on top, one under the headings, one below: that is how most printed tables look. The rules
tell what belongs together, whatever stands beside it on the page: a second table, a column of
text. Where the last rule is missing the table has run on to the next page or column.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.extraction.aligned import (
    FoundTable,
    Part,
    Parts,
    amounts_of,
    are_years,
    has_letters,
    rows_to_parts,
    rows_to_table,
)
from pipeline.extraction.headings import is_caption
from pipeline.extraction.lattice import Line
from pipeline.extraction.words import Row, Word, each_row, row_text, usual_size, words_to_rows

_SAME_END = 4.0  # points by which the rules of one table may start or end elsewhere
_LEAST_WIDTH = 90.0  # points
_REACH = 3.0  # points by which words may stand out beyond the rules
_MOST_HEAD_ROWS = 10
_MOST_HEAD_WORDS = 5  # in one heading above the first rule
_HIGHEST_HEAD = 60.0  # points, above the first rule
_MOST_RULES = 200  # on a page that holds tables; more are a drawing
_MOST_WORDS = 5  # of three letters or more in one run without a gap; more are a line of text
_MOST_LABEL_ROWS = 7  # rows without figures, one after the other, where no rule closes a table
_STEP = 5.0  # font sizes between two rows where no rule stands
_HEAD_STEP = 1.6  # the same, between two lines of headings
_MOST_LABELS_ABOVE = 2  # rows of labels alone, between the headings and the first rule
_LABELS = 0.75  # of the width: what labels take up at most, where no figure tells
_LARGER = 1.15  # of the usual size: a heading between two tables
_FAR = 99.0  # points
_CLEAR = 0.9  # font sizes that stay free beside a table where no rule closes it


@dataclass(frozen=True)
class _Gap:
    """The rows that stand between two rules, and their parts."""

    rows: list[Row]
    parts: list[Parts]

    @cached_property
    def figures(self) -> int:
        """How many of the rows hold figures right of a label, and not years alone."""
        return sum(not are_years(amounts_of(line)) for line in self.parts)

    @cached_property
    def is_table(self) -> bool:
        """Whether it may hold headings or rows of a table: no caption, few lines of text."""
        if any(is_caption(row_text(row)) for row in self.rows):
            return False
        if self.figures:
            return self.figures * 3 >= len(self.rows)
        return 0 < len(self.rows) <= _MOST_HEAD_ROWS and not any(map(_runs_on, self.parts))


def _runs_on(line: Parts) -> bool:
    """Whether the row holds a line of running text."""
    return any(
        sum(len(w.text) > 2 and has_letters(w.text) for w in p.words) > _MOST_WORDS for p in line
    )


def framed_tables(
    flat: Sequence[Line], words: Sequence[Word]
) -> tuple[list[FoundTable], list[Word]]:
    """The tables from top to bottom, and the words that stand in none of them."""
    tables: list[FoundTable] = []
    if len(flat) > _MOST_RULES:
        return tables, list(words)
    rest = _Rest(words)
    rules = [(line.at, line.start, line.end) for line in flat]
    for group in _same_ends(flat):
        first = 0
        while first + 1 < len(group):
            last, held = _from_rule(group, first, rest)
            table = rows_to_table(words_to_rows(held), rules) if held else None
            if table is not None:
                tables.append(table)
                taken = {id(word) for word in held}
                rest = _Rest([word for word in rest.words if id(word) not in taken])
            first = last if table is not None and last > first else first + 1
    return sorted(tables, key=lambda t: (t.box.top, t.box.x0)), rest.words


class _Rest:
    """Words that stand in no table yet, found by where their middles are."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = list(words)
        middles = sorted(((w.top + w.bottom) / 2, place) for place, w in enumerate(self.words))
        self.heights = [height for height, _ in middles]
        self.places = [place for _, place in middles]
        self.gaps: dict[tuple[Line, Line], _Gap] = {}

    def between(self, rule: Line, top: float, bottom: float) -> list[Word]:
        """Those from one height to another that stand over or under the rule."""
        left, right = rule.start - _REACH, rule.end + _REACH
        near = self._at(bisect_left(self.heights, top), bisect_right(self.heights, bottom))
        return [w for w in near if left <= (w.x0 + w.x1) / 2 <= right]

    def below(self, height: float) -> list[Word]:
        """Those below a height."""
        return self._at(bisect_right(self.heights, height), len(self.heights))

    def _at(self, first: int, last: int) -> list[Word]:
        return [self.words[place] for place in sorted(self.places[first:last])]

    def gap(self, above: Line, below: Line) -> _Gap:
        """What stands between two rules."""
        found = self.gaps.get((above, below))
        if found is None:
            rows = words_to_rows(self.between(above, above.at, below.at))
            found = self.gaps[above, below] = _Gap(rows, [rows_to_parts(row) for row in rows])
        return found


def _same_ends(flat: Sequence[Line]) -> list[list[Line]]:
    """The rules in groups that start and end at the same places, each from top to bottom."""
    groups: list[list[Line]] = []
    for line in sorted(flat):
        if line.end - line.start < _LEAST_WIDTH:
            continue
        home = next((g for g in groups if _ends_like(g[0], line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    return groups


def _ends_like(one: Line, other: Line) -> bool:
    near = abs(one.start - other.start) <= _SAME_END
    return near and abs(one.end - other.end) <= _SAME_END


def _from_rule(group: Sequence[Line], first: int, words: _Rest) -> tuple[int, list[Word]]:
    """The last rule of the table that begins with the first one, and the table's words."""
    gaps: list[_Gap] = []
    for above, below in zip(group[first:], group[first + 1 :], strict=False):
        gap = words.gap(above, below)
        begun = any(g.figures for g in gaps)
        another = _opens_another(gap, gaps) if begun else bool(gaps) and _titles_another(gap, gaps)
        if not gap.is_table or another:
            break
        gaps.append(gap)
    if not gaps:
        return first, []
    if any(gap.figures for gap in gaps):
        while not gaps[-1].figures:
            gaps.pop()
    elif len(gaps) > 1:
        return first, []
    last = first + len(gaps)
    top = max(_top(group[first], gaps, words), _below_heading(gaps))
    bottom = _bottom(group[last], gaps, words)
    return last, words.between(group[first], top, bottom)


def _below_heading(gaps: Sequence[_Gap]) -> float:
    """Where the last of the larger lines before the table's first row ends; 0 without any."""
    size = usual_size(w for gap in gaps[1:] for row in gap.rows for w in row)
    larger = [row for row in gaps[0].rows if size and min(w.size for w in row) > _LARGER * size]
    return max((w.bottom for row in larger for w in row), default=0.0)


def _opens_another(gap: _Gap, gaps: Sequence[_Gap]) -> bool:
    """Whether a larger line, or one alone above a row of years, stands there: the next table's."""
    size = usual_size(w for g in gaps for row in g.rows for w in row)
    if any(min(w.size for w in row) > _LARGER * size for row in gap.rows):
        return True
    years = [i for i, line in enumerate(gap.parts) if _names_years(line)]
    alone = [i for i, row in enumerate(gap.rows) if len(gap.parts[i]) == 1 and _is_bold(row)]
    return bool(years and alone) and alone[0] < years[0]


def _titles_another(gap: _Gap, gaps: Sequence[_Gap]) -> bool:
    """Whether a line larger than those before and after it in its gap stands over further ones."""
    before = usual_size(w for g in gaps for row in g.rows for w in row)
    for index, row in enumerate(gap.rows[:-1]):
        after = usual_size(w for below in gap.rows[index + 1 :] for w in below)
        if min(w.size for w in row) > _LARGER * max(before, after):
            return True
    return False


def _names_years(line: Parts) -> bool:
    figures = amounts_of(line)
    return len(figures) > 1 and are_years(figures)


def _is_bold(row: Row) -> bool:
    return all(word.bold for word in row)


def _top(rule: Line, gaps: Sequence[_Gap], words: _Rest) -> float:
    """Where the table begins: above its first rule, where headings or a first row stand there."""
    zone, edges = _zone(rule, gaps), _right_edges(gaps)
    top, below, labels = rule.at, rule.at, 0
    above = words_to_rows(words.between(rule, rule.at - _HIGHEST_HEAD, rule.at))
    for row in reversed(above[-_MOST_HEAD_ROWS:]):
        far = below - row[0].baseline > _HEAD_STEP * row[0].size
        parts = rows_to_parts(row)
        if far or is_caption(row_text(row)):
            break
        below = row[0].baseline
        if (
            _are_headings(parts, zone)
            or _ends_at(amounts_of(parts), edges)
            or _are_over(row, edges)
        ):
            top, labels = min(w.top for w in row), 0
        elif len(parts) == 1 and row[-1].x1 <= zone and labels < _MOST_LABELS_ABOVE:
            labels += 1  # the name of a group of rows, or the heading over the labels
        else:
            break
    return top


def _are_over(row: Row, edges: Sequence[float]) -> bool:
    """Whether the row's words end one by one where columns of figures do."""
    return len(row) > 1 and _ends_at([Part((w,), w.text, w.x0, w.x1) for w in row], edges)


def _right_edges(gaps: Sequence[_Gap]) -> list[float]:
    lines = [amounts_of(line) for gap in gaps for line in gap.parts]
    return [p.x1 for figures in lines if not are_years(figures) for p in figures]


def _ends_at(figures: Sequence[Part], edges: Sequence[float]) -> bool:
    """Whether all figures end where figures of the table do."""
    return bool(figures) and all(any(abs(f.x1 - x) <= _REACH for x in edges) for f in figures)


def _zone(rule: Line, gaps: Sequence[_Gap]) -> float:
    """Where the figures begin; the second heading, where only headings are known."""
    lines = [line for gap in gaps for line in gap.parts]
    figures = [amounts_of(line) for line in lines]
    held = [p for line in figures if not are_years(line) for p in line]
    held = held or [p for line in figures for p in line]
    held = held or [line[1] for line in lines if len(line) > 1]
    return min((p.x0 for p in held), default=rule.end)


def _are_headings(parts: Parts, zone: float) -> bool:
    """Whether they are short, and one of them stands over the figures."""
    over = any((part.x0 + part.x1) / 2 > zone for part in parts)
    over = over and (len(parts) > 1 or parts[0].x0 > zone - _CLEAR * parts[0].words[0].size)
    short = all(len(part.words) <= _MOST_HEAD_WORDS for part in parts)
    return over and short and are_years(amounts_of(parts))


def _bottom(rule: Line, gaps: Sequence[_Gap], words: _Rest) -> float:
    """Where the table ends: at its last rule, or below where rows go on without one."""
    lines = [amounts_of(line) for gap in gaps for line in gap.parts]
    held = [p for figures in lines if not are_years(figures) for p in figures]
    edges = [p.x1 for p in held]
    zone = min((p.x0 for p in held), default=rule.start + _LABELS * (rule.end - rule.start))
    bottom, before, labels, closed = rule.at, rule.at, 0, bool(edges)
    usual = usual_size(w for gap in gaps for row in gap.rows for w in row)
    for row in each_row(words.below(rule.at)):
        inside = tuple(w for w in row if _is_near(w, rule, row[0]))
        if not inside:
            continue
        size = inside[0].size
        if inside[0].baseline - before > _STEP * size or not _is_clear(row, rule, size):
            break
        if min(w.size for w in inside) > _LARGER * usual:
            break  # a heading
        parts = rows_to_parts(inside)
        figures = amounts_of(parts)
        before = inside[0].baseline
        if figures and (not edges or any(abs(f.x1 - x) <= _REACH for f in figures for x in edges)):
            bottom, labels = max(w.bottom for w in inside), 0
            edges.extend(f.x1 for f in figures)
            zone = min([zone, *(f.x0 for f in figures)])
        elif (
            figures
            or closed
            or (_runs_on(parts) and parts[-1].x1 > zone)
            or labels == _MOST_LABEL_ROWS
        ):
            break
        else:
            labels += 1
    return bottom


def _is_near(word: Word, rule: Line, first: Word) -> bool:
    """Whether it stands over or under the rule, at about the height of its row's first word."""
    over = rule.start - _REACH <= (word.x0 + word.x1) / 2 <= rule.end + _REACH
    return over and first.top - _FAR <= (word.top + word.bottom) / 2 <= first.bottom + _FAR


def _is_clear(row: Row, rule: Line, size: float) -> bool:
    """Whether no word runs over the table's ends, nor stands close beside them."""
    left, right = rule.start - _CLEAR * size, rule.end + _CLEAR * size
    before = any(left < w.x1 and w.x0 < rule.start - _REACH for w in row)
    return not before and not any(w.x0 < right and w.x1 > rule.end + _REACH for w in row)
