"""Rows of a page → bands: single column, or several columns side by side."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.headings import is_caption
from pipeline.extraction.words import Row, Word, row_text, segments, words_to_rows

_STEP = 2.0  # points between tried gutters
_LEAST_GUTTER = 0.7  # of the font size
_LEAST_SHARE = 0.12  # of the region's width that each column must have
_LEAST_ROWS = 3  # rows with running text on both sides
_DENSE_ROWS = 6  # the same, filled to the column's width
_FILL = 0.72  # of the column's width
_HANGING = 26.0  # points by which items stand in from their column's edge
_MOSTLY = 0.8  # of a column's lines
_LEAST_LETTERS = 3  # in a line of text
_LEAST_BLOCKS = 3  # on each side, that tell whether they begin at the same heights
_BLOCK_STEP = 1.25  # times the usual step of lines: a new block
_SAME_HEIGHT = 0.25  # of the font size
_BY_CHANCE = 0.34  # of the blocks on the one side begin level with one on the other
_STAGGERED_ROWS = 4  # lines on each side beside lines of the other, on baselines of their own
_SAME_LINE = 0.12  # of the font size between two baselines: they are one
_TAIL_STEP = 1.6  # font sizes down to the last, short line of a column
_LOOSE_STEP = 2.6  # the same, down to the next short paragraph of a column
_TOP_ROWS = 3  # rows above a column's first full line that are the column's: a heading
_LARGER = 1.12  # times the usual size: a heading
_SAME_START = 1.5  # points between lines that begin in one place
_MOST_STARTS = 3  # such places in a column: lines, items, and what hangs in them
_ROWS_A_START = 3  # lines for each such place
_CLOSING = ".,;:!?«»“”()-‐\u00ad"
_WIDEST_SPACE = 3.0  # font sizes between two words of one line
_WIDER = 1.5  # times the row's other spaces: the space between two columns
_ALIGNED = 0.6  # of a column's lines begin in them
_SAME_TOP = 1.0  # font sizes between the first lines of columns that begin at one height
_LINE_STEP = 1.7  # font sizes between two lines of one column
_BESIDE = 0.7  # of the font size between two baselines: the lines stand beside each other

PLACE = "\x00"  # begins a word that stands for a ruled table or a box
Flat = Sequence[tuple[float, float, float]]


class Band(NamedTuple):
    """Rows that belong together: one column (no gutter), or left and right of a gutter."""

    rows: tuple[Row, ...]
    gutter: float | None


class Gutter(NamedTuple):
    """A gutter that other rows of the page have, and where lines begin left and right of it.

    One that `recurs` on the document's pages has its columns' edges for these.
    """

    x: float
    left: tuple[float, ...]
    right: tuple[float, ...]
    recurs: bool = False


def rows_to_bands(
    rows: Sequence[Row],
    *,
    dense: bool = False,
    flat: Flat = (),
    known: Sequence[Gutter] = (),
    tried: list[Sequence[Row]] | None = None,
) -> list[Band]:
    """The rows in bands from top to bottom; a band with a gutter is read left part first.

    With `dense`, only gutters between two columns that lines of running text fill, or whose
    lines stand on baselines of their own. `flat` are horizontal rules (height, left, right): rows
    that rules part across a gutter are a table's. Few rows are enough for a `known` gutter.
    `tried` takes the rows that have no gutter of their own: only they may be parted otherwise where
    more gutters are known.
    """
    found = _best_gutter(rows, dense, flat)
    if found is None:
        if tried is not None and rows:
            tried.append(rows)
        found = _known_gutter(rows, known)
    if found is None:
        return [Band(tuple(rows), None)] if rows else []
    gutter, first, last = found
    more = [*known, _known(rows[first:last], gutter)]
    above, below = (
        rows_to_bands(part, dense=dense, flat=flat, known=more, tried=tried)
        for part in (rows[:first], rows[last:])
    )
    core = [Band(tuple(part), gutter) for part in _cut_at_headings(rows[first:last], gutter)]
    return _merged(_merged(above, core), below)


def _merged(upper: list[Band], lower: list[Band]) -> list[Band]:
    """The bands in order, the last and first made one where the same columns just go on."""
    if not upper or not lower or upper[-1].gutter is None or upper[-1].gutter != lower[0].gutter:
        return [*upper, *lower]
    rows = (*upper[-1].rows, *lower[0].rows)
    if _step(rows, len(upper[-1].rows)) > _LOOSE_STEP:
        return [*upper, *lower]
    return [*upper[:-1], Band(rows, upper[-1].gutter), *lower[1:]]


def _known(rows: Sequence[Row], x: float) -> Gutter:
    left = Counter(round(row[0].x0) for row in rows if row[0].x1 <= x)
    right = Counter(round(word.x0) for row in rows if (word := _right_start(row, x)))
    often = [
        tuple(float(at) for at, _ in found.most_common(_MOST_STARTS)) for found in (left, right)
    ]
    return Gutter(x, often[0], often[1])


def _right_start(row: Row, x: float) -> Word | None:
    return next((word for word in row if word.x0 >= x), None)


def is_parted(rows: Sequence[Row], known: Sequence[Gutter]) -> bool:
    """Whether one of the known gutters parts some of the rows."""
    return _known_gutter(rows, known) is not None


def _known_gutter(rows: Sequence[Row], known: Sequence[Gutter]) -> tuple[float, int, int] | None:
    """The rows that a gutter of the same page parts, with lines that begin in the same places."""
    if not rows or not known:
        return None
    edges = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    gaps = [_gaps(row, *edges) for row in rows]
    for gutter in known:
        for first, last in _free_runs(gaps, gutter.x):
            has_lines = _in_grid if gutter.recurs else _has_lines
            if has_lines(rows[first:last], gutter):
                first, last = _trimmed(rows, gutter.x, first, last)
                if last > first:
                    return gutter.x, first, last
    return None


def _has_lines(rows: Sequence[Row], gutter: Gutter) -> bool:
    """Whether lines of running text begin in the known places: two on each side, or one row."""
    left = [line for row in rows if (line := [w for w in row if w.x1 <= gutter.x])]
    right = [line for row in rows if (line := [w for w in row if w.x0 >= gutter.x])]
    told = [
        {id(line[0]) for line in lines if _is_prose(line) and _begins_at(line, places)}
        for lines, places in ((left, gutter.left), (right, gutter.right))
    ]
    both = any(id(row[0]) in told[0] and any(id(w) in told[1] for w in row) for row in rows)
    return both or min(map(len, told)) >= 2


def _in_grid(rows: Sequence[Row], gutter: Gutter) -> bool:
    """Whether text stands in both columns, and nearly all lines begin at their column's edge."""
    words = [[w for w in row if not w.text.startswith(PLACE)] for row in rows]
    sides = (
        ([line for row in words if (line := [w for w in row if w.x1 <= gutter.x])], gutter.left),
        ([line for row in words if (line := [w for w in row if w.x0 >= gutter.x])], gutter.right),
    )
    for lines, edges in sides:
        inside = sum(
            any(-_SAME_START <= line[0].x0 - edge <= _HANGING for edge in edges) for line in lines
        )
        lettered = sum(sum(map(str.isalpha, row_text(line))) >= _LEAST_LETTERS for line in lines)
        if not any(map(_is_prose, lines)) or min(inside, lettered) < _MOSTLY * len(lines):
            return False
    return True


def _begins_at(line: list[Word], places: tuple[float, ...]) -> bool:
    return any(abs(line[0].x0 - place) <= _SAME_START for place in places)


def split_at(rows: Sequence[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    """The rows left and right of the gutter, each side with its own baselines."""
    words = [word for row in rows for word in row]
    left = [w for w in words if (w.x0 + w.x1) / 2 < gutter]
    right = [w for w in words if (w.x0 + w.x1) / 2 >= gutter]
    return words_to_rows(left), words_to_rows(right)


def _best_gutter(rows: Sequence[Row], dense: bool, flat: Flat) -> tuple[float, int, int] | None:
    if len(rows) < _LEAST_ROWS:
        return None
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    least = _LEAST_SHARE * (right - left)
    best: tuple[float, int, int] | None = None
    most = (0, 0.0, 0)
    gaps = [_gaps(row, left, right) for row in rows]
    inner = _candidates(gaps, left + least, right - least)
    starts = _starts(rows, left + least, right - least)
    for number, x in enumerate([*inner, *starts]):
        for first, last in _free_runs(gaps, x):
            beside = _staggered(rows[first:last], x, flat)
            is_staggered = beside >= _STAGGERED_ROWS
            if is_staggered:
                first, last = _staggered_run(rows, x, first, last, (left, right))
                score = beside + sum(_is_running(row, x) for row in rows[first:last])
            elif number >= len(inner):
                continue  # only lines on baselines of their own speak for it
            elif dense:
                score, first, last = _dense_run(rows, x, first, last, (left, right))
            else:
                score = sum(_is_running(row, x) for row in rows[first:last])
            if not is_staggered and not _starts_aligned(rows[first:last], x):
                continue
            enough = is_staggered or score >= (_DENSE_ROWS if dense else _LEAST_ROWS)
            worth = (score, _one_start(rows[first:last], x), last - first)
            if enough and worth > most:
                most, best = worth, (x, first, last)
    if best is None:
        return None
    x, first, last = best
    first, last = _trimmed(rows, x, first, last)
    return (x, first, last) if last - first >= 2 else None


def _one_start(rows: Sequence[Row], x: float) -> float:
    """The share of the lines right of the gutter that begin in one place."""
    starts = Counter(round(word.x0) for row in rows if (word := _right_start(row, x)))
    return max(starts.values(), default=0) / max(1, starts.total())


def _starts_aligned(rows: Sequence[Row], x: float) -> bool:
    """Whether most lines right of the gutter begin in the same few places.

    The wide spaces that justified lines happen to have below each other make no column.
    """
    return _is_aligned([word.x0 for row in rows if (word := _first_from(row, x))])


def _is_aligned(places: Sequence[float]) -> bool:
    starts = sorted(places)
    if not starts:
        return False
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= _SAME_START:
            groups[-1].append(start)
        else:
            groups.append([start])
    often = sorted((len(group) for group in groups), reverse=True)
    often = often[: min(_MOST_STARTS, max(1, len(starts) // _ROWS_A_START))]
    return sum(often) >= _ALIGNED * len(starts)


def _first_from(row: Row, x: float) -> Word | None:
    return next((word for word in row if word.x0 >= x), None) if row[0].x1 <= x else None


def _starts(rows: Sequence[Row], least: float, most: float) -> list[float]:
    """Places close before the left edges that many rows share."""
    counts = Counter(round(row[0].x0) for row in rows if least < row[0].x0 < most)
    often = [start for start, count in counts.items() if count >= _LEAST_BLOCKS]
    return [start - 3.0 for start in sorted(often, key=lambda s: (-counts[s], s))[:3]]


def _staggered(rows: Sequence[Row], x: float, flat: Flat) -> int:
    """How many lines each side has beside lines of the other side, on other baselines.

    Cells of a row share baselines; columns of a page needn't.
    """
    if min(sum(row[-1].x1 <= x for row in rows), sum(row[0].x0 >= x for row in rows)) < 2:
        return 0  # hardly a row stands on one side alone
    left = [line for row in rows if (line := [w for w in row if w.x1 <= x])]
    right = [line for row in rows if (line := [w for w in row if w.x0 >= x])]
    count = min(_beside(left, right), _beside(right, left))
    if count < _STAGGERED_ROWS and _are_apart(left, right):
        count = min(sum(map(_is_prose, lines)) for lines in (left, right))
    if count >= _STAGGERED_ROWS and _rules_over(rows, x, flat) >= 2:
        return 0
    return count


def _are_apart(left: Sequence[list[Word]], right: Sequence[list[Word]]) -> bool:
    """Whether blocks of lines begin at heights of their own on each side: no row has cells."""
    sides = [_block_starts(lines) for lines in (left, right)]
    if min(map(len, sides)) < _LEAST_BLOCKS:
        return False
    if any(2 * sum(map(_is_prose, lines)) < len(lines) for lines in (left, right)):
        return False
    fewer, more = sorted(sides, key=len)
    size = left[0][0].size
    level = sum(any(abs(a - b) <= _SAME_HEIGHT * size for b in more) for a in fewer)
    begin = [_is_aligned([line[0].x0 for line in lines]) for lines in (left, right)]
    return all(begin) and level <= _BY_CHANCE * len(fewer)


def _block_starts(lines: Sequence[list[Word]]) -> list[float]:
    """Baselines of lines with more room above than lines of one block have."""
    steps = [b[0].baseline - a[0].baseline for a, b in pairwise(lines)]
    usual = min((step for step in steps if step > lines[0][0].size), default=0.0)
    starts = [
        line[0].baseline
        for step, line in zip(steps, lines[1:], strict=True)
        if step > _BLOCK_STEP * usual
    ]
    return [lines[0][0].baseline, *starts]


def _beside(lines: Sequence[list[Word]], others: Sequence[list[Word]]) -> int:
    places = [line[0].baseline for line in others]
    count = 0
    for line in lines:
        baseline, size = line[0].baseline, line[0].size
        at = bisect_left(places, baseline)
        steps = [abs(baseline - place) for place in places[max(0, at - 1) : at + 1]]
        staggered = bool(steps) and _SAME_LINE * size < min(steps) < _BESIDE * size
        count += staggered and _is_prose(line)
    return count


def _rules_over(rows: Sequence[Row], x: float, flat: Flat) -> int:
    """How many rules run across the gutter, well into both sides, between the rows."""
    top, bottom = rows[0][0].top, rows[-1][0].bottom
    reach = 3 * rows[0][0].size
    return sum(top < at < bottom and a < x - reach and x + reach < b for at, a, b in flat)


def _cut_at_headings(rows: Sequence[Row], x: float) -> list[Sequence[Row]]:
    """The rows cut before each larger line that stands alone over the start of both columns."""
    sizes = sorted(w.size for row in rows for w in row)
    usual = sizes[len(sizes) // 2]
    cuts = [0]
    for last in range(1, len(rows) - 1):
        first = _first_of_title(rows, last, x, usual)
        if first > cuts[-1] and _is_over_both(rows, first, last, x, usual) and last - 1 not in cuts:
            cuts.append(first)
    return [rows[a:b] for a, b in pairwise([*cuts, len(rows)])]


def _first_of_title(rows: Sequence[Row], last: int, x: float, usual: float) -> int:
    """Where the title begins that ends in this row: larger lines close below each other."""
    first = last
    while first and _is_title(rows[first - 1], x, usual):
        if not _is_next_line(rows[first - 1], rows[first]):
            break
        first -= 1
    return first


def _is_title(row: Row, x: float, usual: float) -> bool:
    """Whether the row is a larger line that begins left and has nothing beside it."""
    return row[-1].x1 <= x and all(w.size >= _LARGER * usual for w in row)


def _is_over_both(rows: Sequence[Row], first: int, last: int, x: float, usual: float) -> bool:
    """Whether both columns begin below the title, and it goes on from nothing above."""
    if not _is_title(rows[last], x, usual):
        return False
    below = [_first_baseline(rows[last + 1 :], x, right) for right in (False, True)]
    above = [_first_baseline(rows[first - 1 :: -1], x, right) for right in (False, True)]
    if None in below or None in above or _goes_on(rows, first, last, x, usual):
        return False
    title = rows[first][0]
    opens_both = abs(below[0] - below[1]) <= usual  # type: ignore[operator]
    return opens_both and title.baseline - max(above) >= 1.2 * title.size  # type: ignore[type-var, operator]


def _goes_on(rows: Sequence[Row], first: int, last: int, x: float, usual: float) -> bool:
    """Whether the title's lines are part of a longer one, with lines of the right column beside."""
    above = _first_left(rows[first - 1 :: -1], x)
    below = _first_left(rows[last + 1 :], x)
    pairs = ((above, above, rows[first]), (below, rows[last], below))
    return any(
        bool(other) and _is_title(other, x, usual) and _is_next_line(upper, lower)
        for other, upper, lower in pairs
    )


def _first_left(rows: Sequence[Row], x: float) -> Row:
    """The words of the first row that has any left of the gutter."""
    return next((left for row in rows if (left := tuple(w for w in row if w.x1 <= x))), ())


def _first_baseline(rows: Sequence[Row], x: float, right: bool) -> float | None:
    return next((w.baseline for row in rows for w in row if (w.x0 >= x) == right), None)


def _dense_run(
    rows: Sequence[Row], x: float, first: int, last: int, edges: tuple[float, float]
) -> tuple[int, int, int]:
    """How many rows are filled on both sides, and the run cut to rows filled on one side."""
    filled = [_filled(row, x, edges) for row in rows[first:last]]
    some = [index for index, sides in enumerate(filled) if any(sides)]
    both = sum(all(sides) for sides in filled)
    if not some:
        return 0, first, last
    begin, end = _grown(rows, x, first + some[0], first + some[-1] + 1, (first, last), _TAIL_STEP)
    return both, begin, end


def _staggered_run(
    rows: Sequence[Row], x: float, first: int, last: int, edges: tuple[float, float]
) -> tuple[int, int]:
    """The run cut to rows filled on one side and the short lines close above and below them."""
    some = [i for i in range(first, last) if any(_filled(rows[i], x, edges))]
    if not some:
        return first, last
    begin, end = _grown(rows, x, some[0], some[-1] + 1, (first, last), _LOOSE_STEP)
    return (first if first == 0 and begin <= _TOP_ROWS else begin), end


def _grown(
    rows: Sequence[Row], x: float, begin: int, end: int, most: tuple[int, int], tail: float
) -> tuple[int, int]:
    """The run with headings that open both columns, and with short lines close below it."""
    while end < most[1] and _step(rows, end) <= tail and _is_short_line(rows[end], x):
        end += 1
    while (
        begin > most[0] and _step(rows, begin) <= _LOOSE_STEP and _is_short_line(rows[begin - 1], x)
    ):
        begin -= 1
    return begin, end


def _step(rows: Sequence[Row], index: int) -> float:
    """Font sizes between a row's baseline and that of the row above."""
    return (rows[index][0].baseline - rows[index - 1][0].baseline) / rows[index][0].size


def _is_short_line(row: Row, x: float) -> bool:
    """Whether each side holds a line of text, or a single word; no figures in columns."""
    sides = [[w for w in row if w.x1 <= x], [w for w in row if w.x0 >= x]]
    return all(len(side) < 2 or _is_text(side) for side in sides) and not is_caption(row_text(row))


def _is_text(side: list[Word]) -> bool:
    """Whether the words are text, in one column or several; no figures."""
    parts = [list(part) for part in segments(tuple(side), _WIDEST_SPACE)]
    return all(_is_prose(part) or (len(part) == 1 and _is_lone(part[0])) for part in parts)


def _is_lone(word: Word) -> bool:
    """Whether the word alone is text, as a paragraph's last one may be."""
    return word.text.strip(_CLOSING).replace("-", "").isalpha()


def _filled(row: Row, x: float, edges: tuple[float, float]) -> tuple[bool, bool]:
    left = [w for w in row if w.x1 <= x]
    right = [w for w in row if w.x0 >= x]
    return _is_full(left, x - edges[0]), _is_full(right, edges[1] - x)


def _is_full(line: list[Word], width: float) -> bool:
    """Whether the words are prose that fills the width."""
    return bool(line) and line[-1].x1 - line[0].x0 >= _FILL * width and _is_prose(line)


def _gaps(row: Row, left: float, right: float) -> list[tuple[float, float]]:
    """The free stretches of a row, margins included."""
    gaps = [(left - 1, row[0].x0)]
    reach = row[0].x1
    least = _LEAST_GUTTER * row[0].size
    for word in row[1:]:
        if word.x0 - reach >= least:
            gaps.append((reach, word.x0))
        if word.x1 > reach:
            reach = word.x1
    gaps.append((reach, right + 1))
    return gaps


def _candidates(gaps: list[list[tuple[float, float]]], least: float, most: float) -> list[float]:
    """Middles of the inner gaps, those that many rows share first."""
    counts: dict[int, int] = {}
    for row in gaps:
        for start, end in row[1:-1]:
            first = math.ceil((max(start, least) + 1) / _STEP)
            last = math.floor((min(end, most) - 1) / _STEP)
            for place in range(first, last + 1):
                counts[place] = counts.get(place, 0) + 1
    often = [place for place, count in counts.items() if count >= _LEAST_ROWS]
    often.sort(key=lambda place: (-counts[place], place))
    tried: list[int] = []
    for place in often:
        if all(abs(place - other) > 4 for other in tried):
            tried.append(place)
    return [place * _STEP for place in tried[:12]]


def _free_runs(gaps: list[list[tuple[float, float]]], x: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start = None
    for index, row in enumerate([*gaps, []]):
        free = any(a <= x - 1 and x + 1 <= b for a, b in row)
        if free and start is None:
            start = index
        elif not free and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _is_running(row: Row, x: float) -> bool:
    left = [w for w in row if w.x1 <= x]
    right = [w for w in row if w.x0 >= x]
    return _is_prose(left) and _is_prose(right) and not _is_stretched(left, right)


def _is_stretched(left: list[Word], right: list[Word]) -> bool:
    """Whether all of the row's spaces are as wide: a justified line, not two columns."""
    inner = [b.x0 - a.x1 for side in (left, right) for a, b in pairwise(side)]
    return right[0].x0 - left[-1].x1 < _WIDER * max(sum(inner) / len(inner), 0.0)


def _is_prose(words: list[Word]) -> bool:
    if len(words) < 2:
        return False
    if max([b.x0 - a.x1 for a, b in pairwise(words)]) >= _WIDEST_SPACE * words[0].size:
        return False
    counts = [_letters(word.text) for word in words]
    return sum([letters for letters, _ in counts]) >= 0.6 * sum([signs for _, signs in counts])


@lru_cache(10_000)
def _letters(text: str) -> tuple[int, int]:
    """How many letters there are, and how many signs, spaces apart."""
    return sum(map(str.isalpha, text)), len(text.replace(" ", ""))


def _trimmed(rows: Sequence[Row], x: float, first: int, last: int) -> tuple[int, int]:
    """Without rows at the ends that only stand left: a heading above, a line below the columns."""
    while first < last and rows[first][-1].x1 <= x and not _opens_column(rows[first:last], x):
        first += 1
    while last > first + 1 and rows[last - 1][-1].x1 <= x and not _ends_column(rows[first:last], x):
        last -= 1
    return first, last


def _opens_column(rows: Sequence[Row], x: float) -> bool:
    """Whether the first row, which stands left alone, belongs to the lines of a column below it."""
    row, size = rows[0], rows[0][0].size
    right = _first_baseline(rows[1:], x, True)
    if right is not None and right - row[0].baseline < _SAME_TOP * size:
        return True
    below = next((i for i in range(1, len(rows)) if _overlap(rows[i], row)), None)
    if below is None or not _is_next_line(row, _overlap(rows[below], row)):
        return False
    return rows[below][-1].x1 > x or _opens_column(rows[below:], x)


def _ends_column(rows: Sequence[Row], x: float) -> bool:
    """Whether the last row, which stands left alone, goes on from a line of a column above it."""
    row = rows[-1]
    right = _first_baseline(rows[-2::-1], x, True)
    if right is not None and row[0].baseline - right < _SAME_TOP * row[0].size:
        return True
    above = next((words for r in reversed(rows[:-1]) if (words := _overlap(r, row))), None)
    return above is not None and _is_next_line(above, row)


def _overlap(row: Row, other: Row) -> Row:
    """The row's words in the other row's width."""
    return tuple(w for w in row if w.x0 < other[-1].x1 and other[0].x0 < w.x1)


def _is_next_line(upper: Row, lower: Row) -> bool:
    size = max(upper[0].size, lower[0].size)
    step = abs(lower[0].baseline - upper[0].baseline)
    return step <= _LINE_STEP * size and min(upper[0].size, lower[0].size) * _LARGER > size
