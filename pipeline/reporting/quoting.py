"""A goal in its document as a page quotes it: its words, what they share with another's, beside."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.places import Context, Quoted
from pipeline.reporting.formats import shortened

_LONGEST_AROUND = 150
_LONGEST_OWN = 700
_LONGEST_CELL = 180


@dataclass(frozen=True)
class Piece:
    """A run of letters: within the goal's own words or around them, shared with the other's."""

    text: str
    is_own: bool
    is_shared: bool


@dataclass(frozen=True)
class Cell:
    """A cell of the goal's row; the goal's own has pieces, the others plain text."""

    heading: str
    pieces: tuple[Piece, ...]
    is_own: bool


@dataclass(frozen=True)
class Passage:
    """What stands before, the goal's passage, what stands after; or the row of its table."""

    headings: tuple[str, ...]
    before: str
    pieces: tuple[Piece, ...]
    after: str
    row: tuple[Cell, ...]


def quoted(context: Context, shared: Iterable[str] = ()) -> Passage:
    """The passage with the words that it shares with another marked.

    Headings are not repeated before the goal: they stand above it as its place.
    """
    pattern = _word_pattern(shared)
    row = tuple(_cells(context, pattern))
    if row:
        return Passage(_headings(context), "", (), "", row)
    own = tuple(piece for each in context.goal for piece in _pieces(each, pattern))
    before = [each.text for each in context.before if each.role != "heading"]
    after = [each.text for each in context.after if each.role != "heading"]
    return Passage(
        _headings(context),
        _tail(" ".join(before), _LONGEST_AROUND),
        own,
        shortened(" ".join(after), _LONGEST_AROUND),
        (),
    )


def _headings(context: Context) -> tuple[str, ...]:
    return context.heading_path[-2:]


def _cells(context: Context, pattern: re.Pattern[str] | None) -> Iterable[Cell]:
    cells = [cell for cell in context.row if cell.text]
    if sum(cell.is_goal for cell in cells) == 0 or len(cells) < 2:
        return
    for cell in cells:
        if cell.is_goal:
            own = tuple(piece for each in context.goal for piece in _pieces(each, pattern))
            yield Cell(cell.heading, own, is_own=True)
        else:
            text = shortened(cell.text, _LONGEST_CELL)
            yield Cell(cell.heading, (Piece(text, False, False),), is_own=False)


def _pieces(passage: Quoted, pattern: re.Pattern[str] | None) -> Iterable[Piece]:
    """The passage cut where the goal's words begin and end, and around each shared word."""
    text, start = passage.text, passage.start or 0
    end = len(text) if passage.end is None else passage.end
    head, own, tail = text[:start], text[start:end], text[end:]
    if head:
        yield Piece(_tail(head, _LONGEST_AROUND), False, False)
    yield from marked_pieces(shortened(own, _LONGEST_OWN), pattern)
    if tail:
        yield Piece(shortened(tail, _LONGEST_AROUND), False, False)
    yield Piece(" ", False, False)


def marked_pieces(text: str, pattern: re.Pattern[str] | None) -> Iterable[Piece]:
    """The goal's own words, cut around each that is shared."""
    at = 0
    for found in pattern.finditer(text) if pattern else ():
        if found.start() > at:
            yield Piece(text[at : found.start()], True, False)
        yield Piece(found[0], True, True)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:], True, False)


def _word_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds whole words, whatever their case; the longest first."""
    wanted = sorted({word.strip() for word in words if word.strip()}, key=lambda w: (-len(w), w))
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", re.IGNORECASE)


def _tail(text: str, longest: int) -> str:
    """The text's end, cut at a word and marked with an ellipsis where it is too long.

    >>> _tail("alle barn får en god start", 15)
    '… en god start'
    """
    if len(text) <= longest:
        return text
    tail = text[len(text) - longest + 1 :]
    return f"… {tail.split(' ', 1)[-1]}"
