"""Filled areas on a page → the rules of the tables that they mark: headings, bands of rows.

Many tables have no strokes: cells of a heading are filled side by side, rows are told from each
other by bands of colour, and what is between bands or below them stands in the same columns.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.extraction.aligned import is_figure, is_year, row_groups
from pipeline.extraction.elements import Box, union
from pipeline.extraction.headedtables import row_openings
from pipeline.extraction.lattice import Line
from pipeline.extraction.words import Row, Word, row_text, words_to_rows

_NEAR = 2.5  # points by which sides that meet may stand apart
_LEAST_SIDE = 5.0  # points; a thinner area is a line
_MOST_FILLS = 800  # a page with more is a map or a drawing
_MOST_ROWS = 12  # of text in one band; more is a box
_OVER = 1.0  # points by which a word may reach over the edge of its column
_LONG_WORD = 0.25  # of a word that alone begins a cell, the part that may reach over its edge
_CELL_GAP = 0.6  # font sizes between two words that stand in cells of their own
_OUTDENT = 1.5  # points by which a row may begin before the rows above it
_LARGER = 1.12  # of the heading's size: a heading below the table
_STEP = 3.0  # font sizes from one row of text to the next
_HEAD_STEP = 2.4  # the same, up to headings above the first band
_RULED_STEP = 5.0  # the same across a rule over the whole table
_TIGHT = 1.5  # font sizes from one line of a cell to the next
_LEAST_PARTS = 4  # edges of the heading and the table; more tell rows
_MOST_LABELS = 2  # columns of words left of the figures; with more, cells hold prose
_ROW_GAP = 1.3  # of the usual step: a line in the first column alone is no row of the table


class _Block(NamedTuple):
    """Areas that meet: the box around them, and the edges of the cells from left to right."""

    box: Box
    edges: tuple[float, ...]
    cells: tuple[Box, ...]


def filled_lines(
    fills: Sequence[Box], flat: Sequence[Line], upright: Sequence[Line], words: Sequence[Word]
) -> tuple[list[Line], list[Line]]:
    """Horizontal and vertical lines around the cells of tables that filled areas mark.

    `flat` and `upright` are the rules that the page has; those over the width of the areas part
    rows, and where rules part the columns too, all rows are told.
    """
    blocks = _blocks(fills, words)
    heads = [b for b in blocks if _is_head(b, words)]
    across: list[Line] = []
    down: list[Line] = []
    bottom: dict[tuple[float, float], float] = {}
    for head in heads:
        sides = (head.box.x0, head.box.x1)
        if head.box.top < bottom.get(sides, -1.0) - _NEAR:
            continue  # a band of a table that is told
        more = _table_lines(head, blocks, flat, upright, words)
        if more is not None:
            across.extend(more[0])
            down.extend(more[1])
            bottom[sides] = max(line.end for line in more[1])
    return across, down


# Areas


def _blocks(fills: Sequence[Box], words: Sequence[Word]) -> list[_Block]:
    """The areas by those that meet, from top to bottom."""
    boxes = [
        box for box in dict.fromkeys(fills)
        if min(box.x1 - box.x0, box.bottom - box.top) >= _LEAST_SIDE
    ]  # fmt: skip
    if len(boxes) > _MOST_FILLS:
        return []
    boxes = [box for box in boxes if not _covers(box, boxes)]
    groups: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.x0)):
        hit = [g for g in groups if any(_meet(box, other) for other in g)]
        groups = [g for g in groups if g not in hit]
        groups.append([b for g in hit for b in g] + [box])
    found = [_block(group) for group in groups]
    return sorted(found, key=lambda b: (b.box.top, b.box.x0))


def _covers(box: Box, boxes: Sequence[Box]) -> bool:
    """Whether it lies behind others: a background, not a cell."""
    inside = [
        b for b in boxes
        if b != box and box.x0 - 1 <= b.x0 and b.x1 <= box.x1 + 1
        and box.top - 1 <= b.top and b.bottom <= box.bottom + 1
        and (b.x1 - b.x0) * (b.bottom - b.top) < 0.97 * (box.x1 - box.x0) * (box.bottom - box.top)
    ]  # fmt: skip
    return len(inside) >= 2


def _meet(a: Box, b: Box) -> bool:
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    beside = abs(wide) <= _NEAR and high > 0.5 * min(a.bottom - a.top, b.bottom - b.top)
    below = abs(high) <= _NEAR and wide > 0.5 * min(a.x1 - a.x0, b.x1 - b.x0)
    return beside or below


def _block(cells: Sequence[Box]) -> _Block:
    edges: list[float] = []
    for x in sorted(x for box in cells for x in (box.x0, box.x1)):
        if not edges or x - edges[-1] > _NEAR:
            edges.append(x)
    return _Block(union(list(cells)), tuple(edges), tuple(cells))


def _is_head(block: _Block, words: Sequence[Word]) -> bool:
    """Whether cells with words side by side reach over its whole width at the top."""
    top = [c for c in block.cells if c.top <= block.box.top + _NEAR]
    wide = sum(c.x1 - c.x0 for c in top)
    if len(top) < 2 or abs(wide - (block.box.x1 - block.box.x0)) > _NEAR * len(top):
        return False
    held = [[w for w in words if _middle_in(w, cell)] for cell in top]
    named = sum(any(any(map(str.isalnum, w.text)) for w in inside) for inside in held)
    if named < max(2, len(top) - 1) or not any(
        c.isalpha() for h in held for w in h for c in w.text
    ):
        return False
    rows = words_to_rows(w for w in words if _middle_in(w, block.box))
    short = all(len(words_to_rows(inside)) <= _MOST_ROWS for inside in held)
    return short and all(_fits(row, block.edges) for row in rows)


def _middle_in(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _fits(row: Row, edges: Sequence[float]) -> bool:
    """Whether no word stands across an edge of the columns, but for the end of a long one."""
    for place, word in enumerate(row):
        begins = place == 0 or word.x0 - row[place - 1].x1 > _CELL_GAP * word.size
        over = _LONG_WORD * (word.x1 - word.x0) if begins else _OVER
        if any(word.x0 < x - _OVER and x + max(_OVER, over) < word.x1 for x in edges):
            return False
    return True


# Tables


def _table_lines(
    head: _Block, blocks: Sequence[_Block], flat: Sequence[Line], upright: Sequence[Line],
    words: Sequence[Word],
) -> tuple[list[Line], list[Line]] | None:  # fmt: skip
    """The lines of the table that begins with the block; None where nothing follows below it."""
    x0, x1 = head.box.x0, head.box.x1
    bands = [b for b in blocks if _is_band(b, head)]
    rules = sorted(f.at for f in flat if abs(f.start - x0) <= _NEAR and abs(f.end - x1) <= _NEAR)
    rows = _body(head, blocks, bands, rules, words)
    above = _above(head, blocks, bands, words)
    if not rows and not above and len({round(c.top) for c in head.cells}) < 2:
        return None
    bottom = max([head.box.bottom, *(w.bottom for row in rows for w in row)])
    top = min([head.box.top, *(w.top for row in above for w in row)])
    taken = [b for b in bands if b.box.bottom > top and b.box.top <= bottom]
    bottom = max([bottom, *(b.box.bottom for b in taken)])
    top = min([top, *(b.box.top for b in taken)])
    size = median(w.size for w in words if _middle_in(w, head.box))
    bottom = max([at for at in rules if bottom - size <= at <= bottom + size], default=bottom)
    cells = [c for b in taken for c in b.cells]
    ends = [y for c in cells for y in (c.top, c.bottom)]
    parts = sorted([*ends, *(at for at in rules if top < at <= bottom), top, bottom])
    across = [Line(y, c.x0, c.x1) for c in cells for y in (c.top, c.bottom)]
    cuts = _row_cuts([*above, *rows], parts, head.edges, upright)
    across += [Line(y, x0, x1) for y in [*cuts, top, bottom]]
    down = [Line(x, c.top, c.bottom) for c in cells for x in (c.x0, c.x1)]
    down += [Line(x, head.box.bottom, bottom) for x in head.edges]
    down += [Line(x, top, head.box.top) for x in head.edges if above]
    return across, down


def _is_band(block: _Block, head: _Block) -> bool:
    """Whether the block has the width of the heading, and parts no column of it."""
    same = abs(block.box.x0 - head.box.x0) <= _NEAR and abs(block.box.x1 - head.box.x1) <= _NEAR
    if not same:
        return False
    return all(any(abs(x - y) <= _NEAR for y in head.edges) for x in block.edges)


def _body(
    head: _Block, blocks: Sequence[_Block], bands: Sequence[_Block], rules: Sequence[float],
    words: Sequence[Word],
) -> list[Row]:  # fmt: skip
    """The rows of text below the heading that stand in its columns."""
    x0, x1 = head.box.x0, head.box.x1
    inside = [w for w in words if _middle_in(w, head.box)]
    size, before = median(w.size for w in inside), max(w.baseline for w in inside)
    below = [
        w for w in words
        if (w.top + w.bottom) / 2 > head.box.bottom and w.x1 > x0 and w.x0 < x1
    ]  # fmt: skip
    others = [b for b in blocks if b not in bands and b.box.x1 > x0 and b.box.x0 < x1]
    kept: list[Row] = []
    left = min(w.x0 for w in inside)
    for row in words_to_rows(below):
        at = row[0].baseline
        ruled = any(before < y < at for y in rules)
        banded = any(b.box.top <= at <= b.box.bottom for b in bands)
        far = at - before > (_RULED_STEP if ruled or banded else _STEP) * size
        if far or max(w.size for w in row) > _LARGER * size or not _fits(row, head.edges):
            break
        if any(_middle_in(w, b.box) for w in row for b in others):
            break
        left = min(left, row[0].x0) if not kept else left
        again = any(abs(b.box.top - head.box.top) > 1 and _repeats(b, head, row, inside)
                    for b in bands)  # fmt: skip
        if row[0].x0 < left - _OUTDENT or again:
            break
        kept.append(row)
        before = at
    return _without_tail(kept, head, bands, rules)


def _above(
    head: _Block, blocks: Sequence[_Block], bands: Sequence[_Block], words: Sequence[Word]
) -> list[Row]:
    """The rows of text above the first band that stand in its columns: headings without a fill."""
    x0, x1 = head.box.x0, head.box.x1
    inside = [w for w in words if _middle_in(w, head.box)]
    size, below = median(w.size for w in inside), min(w.baseline for w in inside)
    over = [w for w in words if w.baseline < below and w.x1 > x0 and w.x0 < x1]
    over = [w for w in over if (w.top + w.bottom) / 2 < head.box.top]
    kept: list[Row] = []
    for row in reversed(words_to_rows(over)):
        apart = below - row[0].baseline > _HEAD_STEP * size or abs(row[0].size - size) > 0.1 * size
        filled = any(_middle_in(w, b.box) for w in row for b in blocks if b not in bands)
        out = row[0].x0 < x0 - _OVER or row[-1].x1 > x1 + _OVER
        if apart or filled or out or not _fits(row, head.edges):
            break
        kept.insert(0, row)
        below = row[0].baseline
    while kept and len(_placed(kept[0], head.edges)) < 2:
        kept.pop(0)
    held = {column for row in kept for column in _placed(row, head.edges)}
    return kept if len(held) * 2 >= len(head.edges) - 1 else []


def _repeats(band: _Block, head: _Block, row: Row, inside: Sequence[Word]) -> bool:
    """Whether the row opens another table: a filled band that says what the heading says."""
    return all(_middle_in(w, band.box) for w in row) and row_text(row) == row_text(
        next(iter(words_to_rows(inside)))
    )


def _without_tail(
    rows: list[Row], head: _Block, bands: Sequence[_Block], rules: Sequence[float]
) -> list[Row]:
    """Without lines at the end that stand in the first column alone, apart from the rest."""
    if len(head.edges) < 3:
        return []
    kept = list(rows)
    steps = [b[0].baseline - a[0].baseline for a, b in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    beside = head.edges[1]
    last = max([*(y for y in rules), *(b.box.bottom for b in bands)], default=0.0)
    while kept and kept[-1][-1].x1 <= beside and kept[-1][0].baseline > last:
        first = len(kept) == 1
        apart = first or kept[-1][0].baseline - kept[-2][0].baseline > _ROW_GAP * usual
        if not apart:
            break
        kept.pop()
    held = {sum(w.x0 > x for x in head.edges) for row in kept for w in row}
    return kept if len(held) >= 2 else []


# Rows


def _row_cuts(
    rows: Sequence[Row], parts: Sequence[float], edges: Sequence[float], upright: Sequence[Line]
) -> list[float]:
    """Where one row of the table ends and the next begins, the places in `parts` among them."""
    cuts = list(parts)
    for top, bottom in pairwise([-1.0, *parts, 1e9]):
        held = [row for row in rows if top < row[0].baseline - 0.3 * row[0].size <= bottom]
        told = len(parts) > _LEAST_PARTS and _is_one(held, edges)
        if told or _is_walled(top, bottom, edges, upright):
            continue
        for above, below in pairwise(_groups(held, edges)):
            low = max(w.baseline for row in above for w in row)
            cuts.append((low + min(w.baseline - 0.7 * w.size for row in below for w in row)) / 2)
    return cuts


def _is_walled(top: float, bottom: float, edges: Sequence[float], upright: Sequence[Line]) -> bool:
    """Whether rules part all columns there: what rules do not part is one row."""
    return all(
        any(
            abs(u.at - x) <= _NEAR and u.start <= top + _NEAR and bottom - _NEAR <= u.end
            for u in upright
        )
        for x in edges[1:-1]
    )


def _is_one(rows: Sequence[Row], edges: Sequence[float]) -> bool:
    """Whether what stands between two bands or rules is one row: lines of cells, close together."""
    figures = [c for row in rows for c in _figure_columns(_placed(row, edges))]
    close = all(b[0].baseline - a[0].baseline <= _TIGHT * b[0].size for a, b in pairwise(rows))
    return bool(rows) and close and len(figures) == len(set(figures))


def _groups(rows: Sequence[Row], edges: Sequence[float]) -> list[list[Row]]:
    """The rows of text by rows of the table."""
    if len(rows) < 2:
        return [list(rows)]
    placed = [_placed(row, edges) for row in rows]
    figures = [_figure_columns(held) for held in placed]
    labels = min((column for held in figures for column in held), default=len(edges))
    if labels > _MOST_LABELS:
        opened = row_openings(rows, placed, ())
        return [list(rows[a:b]) for a, b in pairwise([*opened, len(rows)])]
    headers = next((i for i, held in enumerate(placed) if _holds_amounts(held)), 0)
    groups = row_groups(rows, placed, headers, labels, (), set())
    return [[rows[i] for i in group] for group in groups]


def _figure_columns(held: Mapping[int, Row]) -> list[int]:
    return [column for column, words in held.items() if column and is_figure(row_text(words))]


def _holds_amounts(held: Mapping[int, Row]) -> bool:
    texts = [row_text(held[column]) for column in _figure_columns(held)]
    return any(not is_year(text) for text in texts)


def _placed(row: Row, edges: Sequence[float]) -> dict[int, Row]:
    held: dict[int, Row] = {}
    for word in row:
        column = sum((word.x0 + word.x1) / 2 > x for x in edges[1:-1])
        held[column] = (*held.get(column, ()), word)
    return held
