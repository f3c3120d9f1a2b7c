"""Tables of contents and bookmarks: which lines are contents, and what they say are headings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.extraction.pieces import Piece

_TITLE = re.compile(
    r"^(?:innhald|innhold|innholds?fortegnelse|innhaldsliste|(?:table of )?contents)\b",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^(?P<title>.*?[^\W\d_].*?)[\s.…_]+(?P<page>\d{1,3}|[ivxlc]{2,6})(?:\s+\d{1,3})?$"
)
# What every such line ends with: told first, since telling a long line's title is slow.
_ENDS_LINE = re.compile(r"[\s.…_](?:\d{1,3}|[ivxlc]{2,6})(?:\s+\d{1,3})?$")
_LEADERS = re.compile(r"(?:[.…_]\s?){4,}\s?(?:\d{1,3}|[ivxlc]{1,6})\b")
_NUMBER = re.compile(
    r"^(?:(?:kap(?:ittel|\.)?|del|chapter|part)\s+)?[\dIVX]+(?:\.\d+)*[.:)]?\s+", re.I
)
_LONGEST_LINE = 300  # letters; running text is longer, and looked at in vain
_LEAST_LINES = 3
_LEAST_KEY = 4  # letters of a title
_LEAST_WITHOUT_TITLE = 8  # lines, in the order of their pages, where no word says what they are


def title_key(text: str) -> str:
    """What makes two titles the same: their letters and figures, numbering apart.

    >>> title_key("2.1  Økonomi og styring"), title_key("ØKONOMI OG STYRING ")
    ('økonomiogstyring', 'økonomiogstyring')
    """
    bare = _NUMBER.sub("", text.strip())
    return "".join(c for c in bare.casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class Titles:
    """What the document says are its headings.

    `listed` are the keys of the titles in tables of contents; `marked` maps (page, key) of a
    bookmark to its level, from 1.
    """

    listed: frozenset[str] = frozenset()
    marked: dict[tuple[int, str], int] = field(default_factory=dict)

    def level(self, page: int, text: str) -> int | None:
        """The level of the bookmark to this text on this page; None without one."""
        return self.marked.get((page, title_key(text)))

    def holds(self, page: int, text: str) -> bool:
        """Whether contents or bookmarks name the text."""
        key = title_key(text)
        return len(key) >= _LEAST_KEY and (key in self.listed or (page, key) in self.marked)


def bookmark_levels(entries: Iterable[tuple[int, str, int]]) -> dict[tuple[int, str], int]:
    """Levels from 1 by (page, key), for (level from 0, title, page from 1)."""
    found: dict[tuple[int, str], int] = {}
    for level, title, page in entries:
        key = title_key(title)
        if len(key) >= _LEAST_KEY:
            found.setdefault((page, key), level + 1)
    return found


def with_contents(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pages' pieces, the lines of tables of contents marked as such."""
    done = []
    goes_on = False
    for pieces in pages:
        marked = _mark_lines(pieces, goes_on=goes_on)
        lines = sum(p.is_contents for p in marked)
        running = sum(p.paragraph is not None for p in marked)
        goes_on = lines >= _LEAST_LINES and 2 * lines > running
        done.append(marked)
    return done


def _mark_lines(pieces: Sequence[Piece], *, goes_on: bool) -> list[Piece]:
    texts = [p.paragraph.text if p.paragraph else "" for p in pieces]
    first = next((i for i, text in enumerate(texts) if _TITLE.match(text) and len(text) < 40), None)
    start = 0 if goes_on or first is None else first + 1
    numbers = {
        i: number for i in range(start, len(texts)) if (number := _page_number(texts[i])) >= 0
    }
    led = sum(bool(_LEADERS.search(text)) for text in texts)
    rising = _is_rising(list(numbers.values())) or led >= _LEAST_LINES
    told = first is not None or goes_on or led >= _LEAST_LINES
    if len(numbers) < (_LEAST_LINES if told else _LEAST_WITHOUT_TITLE) or not rising:
        return list(pieces)
    last = max(numbers)
    return [
        replace(p, is_contents=True) if start <= i <= last and _is_short(p, i in numbers) else p
        for i, p in enumerate(pieces)
    ]


def _is_short(piece: Piece, is_line: bool) -> bool:
    return piece.paragraph is not None and (is_line or len(piece.paragraph.text) <= 120)


def _contents_line(text: str) -> re.Match[str] | None:
    is_short = len(text) <= _LONGEST_LINE and _ENDS_LINE.search(text)
    return _LINE.match(text) if is_short else None


def _page_number(text: str) -> int:
    """The page at the line's end, 0 for a roman one; -1 for a text that is no line of contents."""
    found = _contents_line(text)
    if found is None:
        return -1
    return int(found["page"]) if found["page"].isdigit() else 0


def _is_rising(numbers: Sequence[int]) -> bool:
    steps = [b - a for a, b in pairwise(numbers)]
    return sum(step < 0 for step in steps) <= len(steps) // 10


def listed_titles(pages: Sequence[Sequence[Piece]]) -> frozenset[str]:
    """The keys of the titles that lines and tables of contents name."""
    keys: set[str] = set()
    goes_on = False
    for pieces in pages:
        texts = [p.paragraph.text for p in pieces if p.paragraph]
        goes_on = goes_on or any(_TITLE.match(text) and len(text) < 40 for text in texts)
        found = [p.paragraph.text for p in pieces if p.paragraph and p.is_contents]
        tabled = _tabled(pieces) if goes_on else []
        for text in found:
            line = _LINE.match(text)
            keys.add(title_key(line["title"] if line else text))
        keys.update(map(title_key, tabled))
        goes_on = bool(found or tabled)
    return frozenset(key for key in keys if len(key) >= _LEAST_KEY)


def _tabled(pieces: Sequence[Piece]) -> list[str]:
    """The titles of a table of contents that was read as a table."""
    titles: list[str] = []
    for piece in pieces:
        if piece.table is None:
            continue
        rows: dict[int, list[str]] = {}
        for cell in sorted(piece.table.cells, key=lambda c: (c.row, c.column)):
            if cell.text:
                rows.setdefault(cell.row, []).append(cell.text)
        lines = [" ".join(texts) for texts in rows.values()]
        found = [line for text in lines if (line := _LINE.match(text))]
        if len(found) * 2 > len(lines) and _is_rising([_page_number(f.group()) for f in found]):
            titles.extend(line["title"] for line in found)
    return titles
