"""Titles in scans that nothing but the room above them sets apart from the text that they open."""

from collections.abc import Sequence

from pipeline.extraction.headings import is_caption
from pipeline.extraction.letterheads import is_of_letterhead
from pipeline.extraction.paragraphs import Paragraph
from pipeline.extraction.pieces import Piece

_LONGEST = 90  # letters
_MOST_ROWS = 2
_LEAST_LETTERS = 0.8  # of the signs
_LEAST_BELOW = 2  # lines of the text that it opens
_NARROWER = 0.97  # of the width of that text
_ROOM = 0.9  # font sizes above it, at least
_CLOSER = 0.6  # of the room above it, the most that is below
_PARTED = 0.45  # font sizes below it, where nothing tells the room above it
_SAME_EDGE = 1.0  # font sizes
_NO_END = ".:;,?!)-–—"


def titles_alone(pieces: Sequence[Piece]) -> set[int]:
    """The places of short recognised lines with room above, close over text of several lines.

    Recognition tells no typeface, and weight now and then only; elsewhere looks tell titles.
    """
    return {
        place
        for place in range(1, len(pieces) - 1)
        if _is_title(*(pieces[i] for i in (place - 1, place, place + 1)))
    }


def _is_title(above: Piece, piece: Piece, below: Piece) -> bool:
    over, own, under = above.paragraph, piece.paragraph, below.paragraph
    if own is None or under is None or len({above.page, piece.page, below.page}) > 1:
        return False
    if not (piece.is_running and below.is_running) or not _may_be_title(own):
        return False
    top = over.box.bottom if over is not None else above.box.bottom if above.box else None
    if top is None or not _opens(own, under):
        return False
    room, step = own.box.top - top, under.box.top - own.box.bottom
    if room < -own.size:  # at the top of the next column
        return step >= _PARTED * own.size
    return room >= _ROOM * own.size and step <= _CLOSER * room


def _may_be_title(own: Paragraph) -> bool:
    text = own.text
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return (
        not own.face
        and not own.is_item
        and own.rows <= _MOST_ROWS
        and 4 <= len(text) <= _LONGEST
        and text[0].isupper()
        and text[-1] not in _NO_END
        and letters >= _LEAST_LETTERS * len(text)
        and not is_caption(text)
        and not is_of_letterhead(text)
    )


def _opens(own: Paragraph, under: Paragraph) -> bool:
    """Whether text of several lines, at the same edge and wider, begins below."""
    return (
        under.rows >= _LEAST_BELOW
        and under.text[:1].isupper()
        and not under.bold
        and abs(own.box.x0 - under.box.x0) <= _SAME_EDGE * own.size + max(0.0, under.indent)
        and own.box.x1 - own.box.x0 <= _NARROWER * (under.box.x1 - under.box.x0)
    )
