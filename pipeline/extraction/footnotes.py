"""Which paragraphs are notes at the foot of their page or column."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.elements import Box
from pipeline.extraction.paragraphs import SOURCE, Paragraph
from pipeline.extraction.pieces import Piece

_SMALLER = 0.93  # of the body's size
_RAISED = re.compile(r"^[⁽]?([⁰¹²³⁴⁵⁶⁷⁸⁹]+)[⁾]?")
_PLAIN = re.compile(r"^(\d{1,3})[.)]?\s")
_STAR = re.compile(r"^(\*{1,3}|†|‡)\s?(?=\w)")
_RULE_ABOVE = 2.5  # font sizes from the rule over the notes to the first of them

Rules = Sequence[tuple[float, float, float]]


def with_footnotes(pieces: Sequence[Piece], rules: Rules, body: float) -> list[Piece]:
    """One page's pieces, its notes marked as such.

    A note is set smaller than the body, begins with a mark that the page's text refers to, or that
    is raised, or stands under a rule, and has nothing but notes below it in its column. `rules`
    are horizontal (height, left, right).
    """
    done = list(pieces)
    text = " ".join(p.paragraph.text for p in pieces if p.paragraph)
    for index in range(len(done) - 1, -1, -1):
        paragraph = done[index].paragraph
        if paragraph is None or paragraph.size > _SMALLER * body:
            continue
        below_table = bool(_RAISED.match(paragraph.text)) and _follows_table(done, index)
        if below_table or (_is_marked(paragraph, text, rules) and not _has_text_below(done, index)):
            done[index] = replace(done[index], is_footnote=True)
    return _with_further(done)


def _follows_table(pieces: Sequence[Piece], index: int) -> bool:
    """Whether only notes stand between it and the table above."""
    for piece in reversed(pieces[:index]):
        if piece.table is not None:
            return True
        if piece.paragraph is None or not _RAISED.match(piece.paragraph.text):
            return False
    return False


def _is_marked(paragraph: Paragraph, text: str, rules: Rules) -> bool:
    if _RAISED.match(paragraph.text):
        return True
    plain = _PLAIN.match(paragraph.text)
    if plain and _raised(plain.group(1)) in text:
        return True
    star = _STAR.match(paragraph.text)
    if star and text.count(star.group(1)) > 1:
        return True
    return bool(plain or star) and _under_rule(paragraph, rules)


def _raised(figures: str) -> str:
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(figure)] for figure in figures)


def _under_rule(paragraph: Paragraph, rules: Rules) -> bool:
    box = paragraph.box
    return any(
        0 <= box.top - at <= _RULE_ABOVE * paragraph.size and abs(left - box.x0) < paragraph.size
        for at, left, _ in rules
    )


def _has_text_below(pieces: Sequence[Piece], index: int) -> bool:
    own = _box(pieces[index])
    assert own is not None
    for place, piece in enumerate(pieces):
        box = _box(piece)
        if place == index or box is None or piece.is_footnote or piece.role not in ("", "table"):
            continue
        if box.top >= own.bottom - 1 and min(box.x1, own.x1) > max(box.x0, own.x0):
            paragraph = piece.paragraph
            if paragraph is None or paragraph.size > pieces[index].paragraph.size * 1.05:  # type: ignore[union-attr]
                return True
    return False


def _box(piece: Piece) -> Box | None:
    if piece.paragraph is not None:
        return piece.paragraph.box
    return piece.table.box if piece.table is not None else None


def _with_further(pieces: list[Piece]) -> list[Piece]:
    """A note's further paragraphs, in the same size right below it, are its too."""
    for index in range(1, len(pieces)):
        above, below = pieces[index - 1], pieces[index]
        if not above.is_footnote or below.paragraph is None or above.paragraph is None:
            continue
        if SOURCE.match(below.paragraph.text):
            continue
        step = below.paragraph.box.top - above.paragraph.box.bottom
        same = abs(below.paragraph.size - above.paragraph.size) < 0.3
        if same and -1 <= step <= below.paragraph.size:
            pieces[index] = replace(below, is_footnote=True)
    return pieces
