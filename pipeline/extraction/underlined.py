"""Paragraphs under whose every line a rule runs: a look that sets titles apart, as a face does."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.paragraphs import Paragraph
from pipeline.extraction.pieces import Piece

UNDERLINED = ",underlined"
_OVER = 3.0  # points by which a rule may reach out beside the words
_BELOW = 0.25  # font sizes below the last line where its rule may stand
_LEAST = 0.8  # of the width of the widest line that is ruled
_SAME_LINE = 0.5  # font sizes between the rules of two lines, at least
_MOST_ROWS = 3

Flat = Sequence[tuple[float, float, float]]


def with_underlines(pieces: Sequence[Piece], rules: Flat) -> list[Piece]:
    """One page's pieces, the face of underlined paragraphs told so; `rules` are horizontal."""
    return [
        replace(piece, paragraph=replace(piece.paragraph, face=piece.paragraph.face + UNDERLINED))
        if piece.paragraph is not None and _is_underlined(piece.paragraph, rules)
        else piece
        for piece in pieces
    ]


def _is_underlined(paragraph: Paragraph, rules: Flat) -> bool:
    if paragraph.rows > _MOST_ROWS:
        return False
    box, size = paragraph.box, paragraph.size
    near = [
        rule
        for rule in rules
        if box.top + 0.5 * size <= rule[0] <= box.bottom + _BELOW * size
        and box.x0 - _OVER <= rule[1] < box.x1
    ]
    if not near or max(end for _, _, end in near) > box.x1 + _OVER:
        return False
    lines: list[list[tuple[float, float, float]]] = []
    for rule in sorted(near):
        if not lines or rule[0] - lines[-1][0][0] > _SAME_LINE * size:
            lines.append([])
        lines[-1].append(rule)
    widest = max(_covered(line) for line in lines)
    return len(lines) == paragraph.rows and widest >= _LEAST * (box.x1 - box.x0)


def _covered(line: Sequence[tuple[float, float, float]]) -> float:
    """Points that the rules of one line cover together."""
    done = covered = 0.0
    for _, start, end in sorted(line, key=lambda rule: rule[1]):
        covered += max(0.0, end - max(start, done))
        done = max(done, end)
    return covered
