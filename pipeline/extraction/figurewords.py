"""Words inside a figure over its caption: the marks on its axes, the keys to its colours."""

from collections.abc import Sequence

from pipeline.extraction.elements import union
from pipeline.extraction.headings import is_caption
from pipeline.extraction.pieces import Piece
from pipeline.extraction.styles import is_sentence

_FIGURE = ("Fig", "Diagram", "Kart", "Illustrasjon")
_SMALLER = 0.96  # of the body's size, at most
_LONGEST = 60  # letters of one mark or key
_LEAST = 2  # pieces; one alone may be anything


def with_figure_words(pieces: Sequence[Piece], size: float) -> list[Piece]:
    """One page's pieces, each figure's words as one caption; `size` is the body's.

    They are the short lines, smaller than running text, that come right before the figure's title.
    """
    done: list[Piece] = []
    for piece in pieces:
        if _is_figure_title(piece):
            first = len(done)
            while first and _is_mark(done[first - 1], size):
                first -= 1
            if len(done) - first >= _LEAST:
                done[first:] = [_together(done[first:])]
        done.append(piece)
    return done


def _is_figure_title(piece: Piece) -> bool:
    text = piece.paragraph.text if piece.paragraph else ""
    return text.startswith(_FIGURE) and is_caption(text)


def _is_mark(piece: Piece, size: float) -> bool:
    paragraph = piece.paragraph
    return (
        paragraph is not None
        and piece.is_running
        and not piece.role
        and not is_caption(paragraph.text)
        and paragraph.size <= _SMALLER * size
        and len(paragraph.text) <= _LONGEST
        and not is_sentence(paragraph.text)
    )


def _together(marks: Sequence[Piece]) -> Piece:
    held = [piece.paragraph for piece in marks if piece.paragraph]
    text = " ".join(paragraph.text for paragraph in held)
    return Piece(marks[0].page, "caption", text=text, box=union([p.box for p in held]))
