"""Titles that nothing but their place sets apart: in the middle of the column of text below."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.extraction.elements import Box, union
from pipeline.extraction.headings import is_caption
from pipeline.extraction.letterheads import is_of_letterhead
from pipeline.extraction.paragraphs import Paragraph
from pipeline.extraction.pieces import Piece

_OFF = 1.0  # font sizes by which a line may miss the middle of its column
_LEAST_INDENT = 2.0  # font sizes free on both sides
_LONGEST = 130
_MOST_ROWS = 2
_NOT_SMALLER = 0.92  # of the body's size: labels in figures are smaller
_LEAST_LETTERS = 0.7  # of the signs; formulas have fewer
_SAME_EDGE = 3.0  # points
_EDGE = 20.0  # points by which what follows may begin beside the column's edge
_NO_END = ".:;,?!)"


def centred_titles(pieces: Sequence[Piece], size: float) -> set[int]:
    """The places of short lines in the middle of their column, over text that begins at its edge.

    Several such lines may stand over the text. `size` is the body's.
    """
    columns = _columns(pieces)
    found: set[int] = set()
    for place in range(len(pieces) - 2, -1, -1):
        piece = pieces[place]
        if not _may_be_title(piece, size):
            continue
        own = piece.paragraph
        assert own is not None
        column = next((c for c in columns[piece.page] if _is_centred(own, c)), None)
        if column is not None and _holds(pieces[place + 1], piece.page, column, place + 1 in found):
            found.add(place)
    return found


def _columns(pieces: Sequence[Piece]) -> dict[int, list[Box]]:
    """For each page the stretches that paragraphs of several lines fill, by their left edges."""
    found: dict[int, list[Box]] = defaultdict(list)
    for piece in pieces:
        if piece.paragraph is None or not piece.is_running or piece.paragraph.rows < 2:
            continue
        box, held = piece.paragraph.box, found[piece.page]
        home = next((i for i, c in enumerate(held) if abs(c.x0 - box.x0) <= _SAME_EDGE), None)
        if home is None:
            held.append(box)
        else:
            held[home] = union([held[home], box])
    return found


def _may_be_title(piece: Piece, size: float) -> bool:
    paragraph = piece.paragraph
    if paragraph is None or piece.role or not piece.is_running or paragraph.is_item:
        return False
    text = paragraph.text
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return (
        len(text) <= _LONGEST
        and paragraph.rows <= _MOST_ROWS
        and paragraph.size >= _NOT_SMALLER * size
        and (text[0].isupper() or text[0].isdigit())
        and (text[-1] not in _NO_END or (text[-1] == ")" and "(" in text))
        and letters >= _LEAST_LETTERS * len(text)
        and not is_caption(text)
        and not is_of_letterhead(text)
    )


def _is_centred(paragraph: Paragraph, column: Box) -> bool:
    left, right = paragraph.box.x0 - column.x0, column.x1 - paragraph.box.x1
    off = abs(left - right) / 2
    return off <= _OFF * paragraph.size and min(left, right) >= _LEAST_INDENT * paragraph.size


def _holds(below: Piece, page: int, column: Box, is_title: bool) -> bool:
    """Whether what follows is a title too, or text or a table that begins at the column's edge."""
    box = below.paragraph.box if below.paragraph else below.table.box if below.table else None
    if box is None or below.page != page or below.role not in ("", "table"):
        return False
    return is_title or abs(box.x0 - column.x0) <= _EDGE
