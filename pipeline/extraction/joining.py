"""Paragraphs and items that a column's or page's end cut in two → whole ones, where they begin."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.headings import is_caption
from pipeline.extraction.hyphens import Vocabulary, opens_at_hyphen, vocabulary
from pipeline.extraction.paragraphs import Paragraph, join_lines
from pipeline.extraction.pieces import Piece

_CLOSED = re.compile(r"[.!?:;][\"”»’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_OPEN_ROOM = 1.5  # font sizes by which a line may end short and yet be full
_INDENT = 0.5  # font sizes by which a new paragraph's first line stands in
_SAME_SIZE = 0.05
_MOST_PAGES = 2  # from one part to the next: pictures and tables may fill a page between


def document_words(pieces: Sequence[Piece]) -> Vocabulary:
    """The words of all paragraphs and cells, as their lines write them."""
    lines: list[str] = []
    for piece in pieces:
        if piece.paragraph is not None:
            lines.extend(piece.paragraph.lines)
        elif piece.table is not None:
            lines.extend(cell.text for cell in piece.table.cells)
    return vocabulary(lines)


def join_parts(pieces: Sequence[Piece], known: Vocabulary) -> list[Piece]:
    """The pieces, those that a break cut in two made one; divided words are put together."""
    done: list[Piece] = []
    for piece in pieces:
        before = _open_part(done, piece)
        if before is None:
            done.append(piece)
        else:
            done[before] = _whole(done[before], piece)
    return [_rewritten(piece, known) for piece in done]


def _open_part(done: Sequence[Piece], piece: Piece) -> int | None:
    """The place of the paragraph that this piece carries on; None for one that stands alone."""
    after = piece.paragraph
    if after is None or not piece.is_running or after.is_item or is_caption(after.text):
        return None
    is_broken = False
    for place in range(len(done) - 1, -1, -1):
        other = done[place]
        before = other.paragraph
        if piece.page - other.page > _MOST_PAGES:
            return None
        if before is None or not other.is_running or before.is_boxed != after.is_boxed:
            is_broken = (
                is_broken
                or (before is None and other.table is not None)
                or (before is not None and before.is_boxed)
            )
            continue
        if is_caption(before.text):
            is_broken = True
            continue
        if _same_look(before, after):
            moved = other.page != piece.page or after.box.top < before.box.bottom - 1
            if moved and not is_broken and _carries_on_a_name(before, after):
                return place
            parted = moved or is_broken or _is_divided(before)
            return place if parted and _carries_on(before, after) else None
        if not _is_aside(before, after):
            return None
        is_broken = True
    return None


def _same_look(before: Paragraph, after: Paragraph) -> bool:
    near = abs(before.size - after.size) <= _SAME_SIZE * max(before.size, after.size)
    return near and before.bold == after.bold


def _is_aside(other: Paragraph, after: Paragraph) -> bool:
    """Whether it may stand between two parts: a caption, or a quotation set large."""
    return other.size < after.size * (1 - _SAME_SIZE) or bool(
        other.size > after.size and _CLOSED.search(other.text)
    )


def _carries_on(before: Paragraph, after: Paragraph) -> bool:
    text = before.text
    if _is_divided(before):
        return after.text[:1].isalpha()
    if _CLOSED.search(text):
        return False
    return after.text[:1].islower() and _is_full(before, after)


def _is_divided(paragraph: Paragraph) -> bool:
    return opens_at_hyphen(paragraph.text) or paragraph.text.endswith("\u00ad")


def _is_full(before: Paragraph, after: Paragraph) -> bool:
    """Whether the first word of the one had no room after the last line of the other."""
    return before.room < after.opening + _OPEN_ROOM * after.size


def _carries_on_a_name(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph that ends in the middle of a sentence goes on with a capital."""
    if before.is_item or before.rows < 2 or before.bold or before.is_boxed:
        return False
    if before.face != after.face or after.indent > _INDENT * after.size:
        return False
    return not _CLOSED.search(before.text) and _is_full(before, after)


def _whole(before: Piece, after: Piece) -> Piece:
    assert before.paragraph is not None
    assert after.paragraph is not None
    first, rest = before.paragraph, after.paragraph
    whole = replace(
        first,
        lines=(*first.lines, *rest.lines),
        text=join_lines([*first.lines, *rest.lines]),
        rows=first.rows + rest.rows,
        room=rest.room,
        rest=(*first.rest, (after.page, rest.box), *rest.rest),
    )
    return replace(before, paragraph=whole)


def _rewritten(piece: Piece, known: Vocabulary) -> Piece:
    if piece.paragraph is None or len(piece.paragraph.lines) < 2:
        return piece
    text = join_lines(piece.paragraph.lines, known)
    return replace(piece, paragraph=replace(piece.paragraph, text=text))
