"""Headings over columns of figures → which column each word is for, and which span several.

Figures tell where the columns stand, their headings seldom stand just over them: wider than the
figures, in several lines, set so close that no gap parts them. Two columns' headings are parted
where the fewest words stand in the way. A heading spans columns that have headings of their own
below it.
"""

from collections.abc import Sequence
from itertools import combinations, groupby, pairwise

from pipeline.extraction.words import Row, segments

_NEAR = 0.45  # font sizes between two words of one heading
_SPACE = 0.45  # the same, where the gap lies between two columns
_CENTRED = 1.5  # font sizes by which a heading over several columns may miss their middle
_ALIGNED = 5.0  # points by which a heading may be off its column
_SAME_END = 1.0  # points
_WORD_END = 3.0  # points between the ends of a heading's word and of the figures below it
_MOST_SHARED = 14  # columns under the headings of one row
_BELOW = 1.3  # font sizes from a heading down to the rule that stands under its columns

Columns = Sequence[tuple[float, float]]
Flat = Sequence[tuple[float, float, float]]
Placed = dict[int, Row]
Over = tuple[int, int]


def placed_headings(
    rows: Sequence[Row], columns: Columns, labels: int, flat: Flat
) -> tuple[list[Placed], dict[tuple[int, int], int]]:
    """Each row's words by column, and how many columns the headings in (row, column) span.

    The first `labels` columns hold words, the others figures; `flat` are horizontal rules (height,
    left, right). Only headings that span several columns are named.
    """
    cuts = _cuts(rows, columns, labels)
    placed: list[Placed] = []
    spans: dict[tuple[int, int], int] = {}
    for index, row in enumerate(rows):
        held: dict[int, Row] = {}
        pieces = [part for piece in segments(row, _NEAR) for part in _by_ends(piece, columns)]
        for piece, over in zip(
            pieces, _overs(rows[index + 1 :], pieces, columns, labels, cuts, flat), strict=True
        ):
            if over is None:
                for column, words in _by_column(piece, columns, cuts).items():
                    held[column] = (*held.get(column, ()), *words)
            else:
                held[over[0]] = (*held.get(over[0], ()), *piece)
                if over[1] > over[0]:
                    spans[index, over[0]] = over[1] - over[0] + 1
        crowded = len(held) < len(pieces) and not any(at == index for at, _ in spans)
        if crowded and len(pieces) == len(columns):
            held = dict(enumerate(pieces))  # one for each, set far to the left of the figures
        for column in sorted(held):  # nothing may stand under a span
            wide = min((c - column for c in held if c > column), default=len(columns))
            if spans.get((index, column), 1) > wide:
                spans[index, column] = wide
        placed.append(held)
    return placed, spans


def _by_ends(piece: Row, columns: Columns) -> list[Row]:
    """The piece, or its words one by one where each ends with a column of its own."""
    ends = [
        next((i for i, (_, x1) in enumerate(columns) if abs(word.x1 - x1) <= _WORD_END), None)
        for word in piece
    ]
    own = len(piece) > 1 and None not in ends and len(set(ends)) == len(ends)
    return [(word,) for word in piece] if own else [piece]


def _by_column(piece: Row, columns: Columns, cuts: Sequence[float]) -> Placed:
    """The words by the columns they stand in; all in one where they don't stand as columns do."""
    held: dict[int, Row] = {}
    for word in piece:
        column = _column(word.x0, word.x1, cuts)
        held[column] = (*held.get(column, ()), word)
    apart = [_apart(words, columns[column]) for column, words in held.items()]
    if len(held) > 1 and max(apart) > _ALIGNED:
        return {_aligned(piece, min(held), max(held), columns): piece}
    return held


def _cuts(rows: Sequence[Row], columns: Columns, labels: int) -> list[float]:
    """Where two neighbours' headings are parted."""
    cuts = []
    for index, (left, right) in enumerate(pairwise(columns)):
        # words stand to the left of their column, figures to the right
        low = left[0] if index < labels else (left[0] + left[1]) / 2
        high = right[0] + 1 if index + 1 < labels else (right[0] + right[1]) / 2
        cuts.append(_cut(rows, low, high, min(max((left[1] + right[0]) / 2, low), high)))
    return cuts


def _cut(rows: Sequence[Row], low: float, high: float, usual: float) -> float:
    gaps = [gap for row in rows for gap in _gaps(row, low, high)]
    best, key = usual, (len(rows) + 1, 0.0)
    for x in [*((a + b) / 2 for a, b in gaps), usual]:
        crossed = sum(any(w.x0 < x < w.x1 for w in row) for row in rows)
        free = min((min(abs(x - w.x0), abs(x - w.x1)) for row in rows for w in row), default=0.0)
        if (crossed, -round(free, 1)) < key:
            best, key = x, (crossed, -round(free, 1))
    return best


def _gaps(row: Row, low: float, high: float) -> list[tuple[float, float]]:
    """The stretches between words, as far as they lie between the two places."""
    edges = [low, *(edge for w in row for edge in (w.x0, w.x1)), high]
    found = [(max(low, a), min(high, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [(a, b) for a, b in found if b > a]


def _column(x0: float, x1: float, cuts: Sequence[float]) -> int:
    return sum((x0 + x1) / 2 > cut for cut in cuts)


def _overs(
    below: Sequence[Row], pieces: Sequence[Row], columns: Columns, labels: int,
    cuts: Sequence[float], flat: Flat,
) -> list[Over | None]:  # fmt: skip
    """For each heading of a row first and last of the columns it spans; None where it is for one.

    Only columns that have headings of their own `below` are spanned.
    """
    if not below:
        return [None] * len(pieces)
    ended = _ended(below, pieces, columns, labels, cuts)
    if ended:
        return ended
    wide = [_extent(below, column, i, cuts) for i, column in enumerate(columns)]
    if not any(_ruled(piece, columns, flat) for piece in pieces):
        whole = _shared(pieces, (labels, len(columns) - 1), wide)
        if whole and len(segments(below[0], _NEAR)) > 1:
            return list(whole)
    found: list[Over | None] = []
    for ruled, group in groupby(pieces, lambda piece: _ruled(piece, columns, flat)):
        held = list(group)
        alone = ruled is not None and ruled[0] < labels and held[0][0].x0 < columns[0][1]
        if alone and ruled is not None and len(held) > 1:
            found.append(None)  # the heading over the labels
            held, ruled = held[1:], (labels, ruled[1])
        shared: Sequence[Over | None] | None = _shared(held, ruled, wide) if ruled else None
        if ruled and len(held) == 1:
            shared = [ruled]
        overs = shared or (_span(piece, wide, cuts) for piece in held)
        found.extend(o if o and _is_told(below, o, cuts) else None for o in overs)
    return found


def _ended(
    below: Sequence[Row], pieces: Sequence[Row], columns: Columns, labels: int,
    cuts: Sequence[float],
) -> list[Over | None]:  # fmt: skip
    """Headings set to the right over as many columns each, where a name below comes again.

    Without them the columns of that name could not be told from each other.
    """
    over = [piece for piece in pieces if piece[-1].x1 > columns[labels][0]]
    wide, rest = divmod(len(columns) - labels, max(1, len(over)))
    if len(over) < 2 or rest or wide < 2:
        return []
    ends = range(labels + wide - 1, len(columns), wide)
    if any(
        abs(piece[-1].x1 - columns[end][1]) > _WORD_END
        for piece, end in zip(over, ends, strict=True)
    ):
        return []
    names = [
        tuple(w.text for row in below for w in row if _column(w.x0, w.x1, cuts) == column)
        for column in range(labels, len(columns))
    ]
    if not all(names) or len(set(names)) == len(names):
        return []
    told = dict(zip(map(id, over), [(end - wide + 1, end) for end in ends], strict=True))
    return [told.get(id(piece)) for piece in pieces]


def _extent(
    below: Sequence[Row], column: tuple[float, float], index: int, cuts: Sequence[float]
) -> tuple[float, float]:
    """From where to where the column's figures and its own headings reach."""
    words = [w for row in below for w in row if _column(w.x0, w.x1, cuts) == index]
    return min([column[0], *(w.x0 for w in words)]), max([column[1], *(w.x1 for w in words)])


def _span(piece: Row, columns: Columns, cuts: Sequence[float]) -> Over | None:
    """The columns that it reaches over, where it can't be parted or stands in their middle."""
    first = _column(piece[0].x0, piece[0].x0, cuts)
    last = _column(piece[-1].x1, piece[-1].x1, cuts)
    if first == last:
        return None
    if all(any(w.x0 < cut < w.x1 for w in piece) for cut in cuts[first:last]):
        if _is_centred(piece, (first, last), columns):
            return first, last
        return (_aligned(piece, first, last, columns),) * 2
    close = all(b.x0 - a.x1 <= _SPACE * a.size for a, b in pairwise(piece))
    return (first, last) if close and _is_centred(piece, (first, last), columns) else None


def _aligned(piece: Row, first: int, last: int, columns: Columns) -> int:
    """The one of the columns that the heading starts, ends or stands in the middle with."""
    return min(range(first, last + 1), key=lambda column: _apart(piece, columns[column]))


def _apart(piece: Row, column: tuple[float, float]) -> float:
    """Points that the heading is off from starting, ending or standing in the middle with it."""
    left, right = piece[0].x0 - column[0], piece[-1].x1 - column[1]
    return min(abs(left), abs(right), abs(left + right) / 2)


def _is_centred(piece: Row, over: Over, columns: Columns) -> bool:
    """Whether it stands over the middle of the columns; over one alone, over anything of it."""
    if over[0] == over[1]:
        x0, x1 = columns[over[0]]
        return piece[0].x0 < x1 and x0 < piece[-1].x1
    # a heading that ends with its column's figures is for that column
    ends = min(abs(piece[-1].x1 - x1) for _, x1 in columns[over[0] : over[1] + 1])
    off = _off_middle(piece, over, columns)
    return off <= (_CENTRED if ends > _SAME_END else _CENTRED / 3) * piece[0].size


def _off_middle(piece: Row, over: Over, columns: Columns) -> float:
    """Points from the middle of what is written there, or of the columns' full width.

    Figures end where their column does, and it begins where the one before it ends.
    """
    first, last = over
    middle = (piece[0].x0 + piece[-1].x1) / 2
    written = (columns[first][0] + columns[last][1]) / 2
    pitch = columns[min(first + 1, last)][1] - columns[first][1]
    full = (columns[first][1] - pitch + columns[last][1]) / 2
    return min(abs(middle - written), abs(middle - full))


def _ruled(piece: Row, columns: Columns, flat: Flat) -> tuple[int, int] | None:
    """The columns that a rule right under the heading runs over, if several and not all."""
    size, baseline = piece[0].size, piece[0].baseline
    middle = (piece[0].x0 + piece[-1].x1) / 2
    for at, start, end in flat:
        if not (baseline <= at <= baseline + _BELOW * size and start <= middle <= end):
            continue
        over = [i for i, (a, b) in enumerate(columns) if start <= (a + b) / 2 <= end]
        if 1 < len(over) < len(columns):
            return over[0], over[-1]
    return None


def _is_told(below: Sequence[Row], over: Over, cuts: Sequence[float]) -> bool:
    """Whether it is one column, or a row of headings below has words for more than one of them."""
    if over[0] == over[1]:
        return True
    for row in below:
        held = {_column(w.x0, w.x1, cuts) for w in row}
        if sum(over[0] <= column <= over[1] for column in held) >= 2:
            return True
    return False


def _shared(pieces: Sequence[Row], over: Over, columns: Columns) -> list[Over] | None:
    """The columns of each heading, where the headings stand in the middle of what they share.

    Each column is under one of them, some heading is over several.
    """
    count = over[1] - over[0] + 1
    if not 0 < len(pieces) < count <= _MOST_SHARED:
        return None
    best: tuple[float, list[Over]] | None = None
    for cuts in combinations(range(1, count), len(pieces) - 1):
        edges = [0, *cuts, count]
        found = [(over[0] + a, over[0] + b - 1) for a, b in pairwise(edges)]
        if not all(_is_centred(p, o, columns) for p, o in zip(pieces, found, strict=True)):
            continue
        off = sum(_off_middle(p, o, columns) for p, o in zip(pieces, found, strict=True))
        if best is None or off < best[0]:
            best = (off, found)
    return best[1] if best else None
