"""Headings that a Word file's writer made by bold or large letters, not by a style."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extraction.elements import Block
from pipeline.extraction.plaintitles import is_numbered_title, may_be_title
from pipeline.extraction.styles import numbered_depth
from pipeline.extraction.wordruns import Letters

_LARGER = 1.12  # of the body's size
_LEAST_OUTSIDE = 0.05  # of what tables hold: text outside them that tells the body's size
_CHAPTER = re.compile(r"^\d{1,2}\.?\s+[A-ZÆØÅ]")
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, how its letters look, and whether looks may make it a heading."""

    block: Block
    letters: Sequence[Letters] = field(default=())
    may_be_heading: bool = False


Look = tuple[float, bool]  # size in points, bold


def looks_to_blocks(pieces: Sequence[Piece]) -> Iterator[Block]:
    """The blocks; short bold or large paragraphs made headings, under those that styles made."""
    body = _body(pieces)
    found = {i: _look(p) for i, p in enumerate(pieces) if p.may_be_heading and _stands_out(p, body)}
    levels = _levels(pieces, sorted(set(found.values()), key=lambda look: (-look[0], not look[1])))
    for index, piece in enumerate(pieces):
        if index not in found:
            yield piece.block
            continue
        depth = numbered_depth(piece.block.text)
        level = min(depth or levels[found[index]], _DEEPEST)
        yield replace(piece.block, role="heading", level=level)


def _levels(pieces: Sequence[Piece], looks: Sequence[Look]) -> dict[Look, int]:
    """Each look's level: one below the styled headings that are larger, and below larger looks."""
    styled = [(_look(p), p.block.level or 0) for p in pieces if p.block.role == "heading"]
    levels: dict[Look, int] = {}
    for look in looks:
        above = max((level for its, level in styled if its[0] >= look[0]), default=0)
        levels[look] = max(above, max(levels.values(), default=0)) + 1
    return levels


def _body(pieces: Sequence[Piece]) -> Look:
    """How most letters look; those in tables count where next to nothing stands outside them."""
    outside: Counter[Look] = Counter()
    inside: Counter[Look] = Counter()
    for piece in pieces:
        count = inside if piece.block.role == "table_cell" else outside
        if piece.block.role != "heading":
            for letters in piece.letters:
                count[letters.size, letters.bold] += len(letters.text.strip())
    if outside.total() < _LEAST_OUTSIDE * inside.total():
        outside += inside
    sizes: Counter[float] = Counter()
    for (size, _), letters_count in outside.items():
        sizes[size] += letters_count
    bold = sum(n for (_, is_bold), n in outside.items() if is_bold)
    size = max(sorted(sizes), key=lambda s: sizes[s]) if sizes else 0.0
    return size, bold * 2 > outside.total()


def _look(piece: Piece) -> Look:
    """The size that most of its letters have, and whether all of them are bold."""
    told = [letters for letters in piece.letters if letters.text.strip()]
    sizes: Counter[float] = Counter()
    for letters in told:
        sizes[letters.size] += len(letters.text)
    size = max(sorted(sizes), key=lambda s: sizes[s]) if sizes else 0.0
    return size, bool(told) and all(letters.bold for letters in told)


def _stands_out(piece: Piece, body: Look) -> bool:
    text = piece.block.text
    if piece.block.role == "list_item" and not _CHAPTER.match(text):
        return False
    if piece.block.role == "paragraph" and is_numbered_title(text):
        return True
    if not may_be_title(text):
        return False
    size, bold = _look(piece)
    return size > body[0] * _LARGER or (bold and not body[1] and size > 0.92 * body[0])
