"""Glyphs → words → rows: what stands on one baseline, from left to right."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.elements import Box
from pipeline.extraction.glyphs import Glyph

# Shares of the font size. Above and below the baseline, what a line of text takes up:
ASCENT, DESCENT = 0.75, 0.22
_SAME_BASELINE = 0.2
_LEAST_SPACE = 0.16  # some PDFs place their words and hold few or no spaces
_RAISED = 0.85  # of the neighbour's size: smaller may be a raised note mark
_GLUED = 0.05  # of the font size: what follows an index or a note mark closer is one word
_MARK = re.compile(r"[\d(),*]{1,4}|[a-zA-Z]")
_SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


class Word(NamedTuple):
    """Letters without a space between them, with their box, baseline, size, weight and face."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    face: str = ""


Row = tuple[Word, ...]


def glyphs_to_words(glyphs: Iterable[Glyph]) -> list[Word]:
    """Words in rows from top to bottom, in each row from left to right.

    >>> letters = [Glyph(c, 5.0 * i, 5.0 * i + 5, 100, 10, False) for i, c in enumerate("to år")]
    >>> [word.text for word in glyphs_to_words(letters)]
    ['to', 'år']
    """
    words: list[Word] = []
    for line in _baselines(list(glyphs)):
        words.extend(_line_words(_without_doubles(line)))
    return words


def _baselines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.x0)):
        last = lines[-1][0] if lines else None
        if last and glyph.baseline - last.baseline <= _SAME_BASELINE * min(glyph.size, last.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _without_doubles(line: list[Glyph]) -> list[Glyph]:
    """The line from left to right; a letter struck twice to look bold is kept once, as bold."""
    kept: list[Glyph] = []
    for glyph in sorted(line, key=lambda g: (g.x0, g.x1)):
        for place in range(len(kept) - 1, max(-1, len(kept) - 4), -1):
            other = kept[place]
            if other.text == glyph.text and _is_doubled(other, glyph):
                kept[place] = other._replace(bold=True)
                break
        else:
            kept.append(glyph)
    return kept


def _is_doubled(first: Glyph, second: Glyph) -> bool:
    near = abs(second.x0 - first.x0) <= 0.12 * max(first.size, 1.0)
    return near and first.text != " " and first.x1 - first.x0 > 0.15 * first.size


def _line_words(line: list[Glyph]) -> list[Word]:
    widest = _LEAST_SPACE + _tracking(line)
    words: list[Word] = []
    current: list[Glyph] = []
    right = 0.0
    for glyph in line:
        if current and (
            glyph.text.isspace() or glyph.x0 - right > widest * max(glyph.size, current[-1].size)
        ):
            words.append(_word(current))
            current = []
        if not glyph.text.isspace():
            current.append(glyph)
            right = max(right, glyph.x1) if len(current) > 1 else glyph.x1
    if current:
        words.append(_word(current))
    return words


def _tracking(line: list[Glyph]) -> float:
    """The space that stands between all letters of a spaced-out line, as a share of the size."""
    gaps = sorted((b.x0 - a.x1) / max(a.size, 1.0) for a, b in pairwise(line))
    return max(0.0, gaps[len(gaps) // 2]) if len(gaps) >= 8 else 0.0


def _word(glyphs: list[Glyph]) -> Word:
    size = max(g.size for g in glyphs)
    baseline = glyphs[0].baseline
    bold = sum(g.bold for g in glyphs) * 2 > len(glyphs)
    text = "".join(g.text for g in glyphs)
    x0, x1 = glyphs[0].x0, max(g.x1 for g in glyphs)
    top, bottom = baseline - ASCENT * size, baseline + DESCENT * size
    face = glyphs[len(glyphs) // 2].face
    return Word(text, x0, top, x1, bottom, baseline, size, bold, face)


def words_to_rows(words: Iterable[Word]) -> list[Row]:
    """Rows from top to bottom; note marks above and indices below join the row they belong to."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.baseline, w.x0)):
        if rows and _shares_row(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_attached(sorted(row, key=lambda w: (w.x0, w.x1))) for row in _with_marks(rows)]


def _with_marks(rows: list[list[Word]]) -> list[list[Word]]:
    """The rows, each small mark that has a row of its own put beside the word it hangs on."""
    for index, row in enumerate(rows):
        for mark in [w for w in row if _MARK.fullmatch(w.text)]:
            if any(_hangs_on(mark, word) for word in row):
                continue
            near = [*rows[max(0, index - 2) : index], *rows[index + 1 : index + 4]]
            home = next((r for r in near if any(_hangs_on(mark, word) for word in r)), None)
            if home is not None:
                row.remove(mark)
                home.append(mark)
    return [row for row in rows if row]


def _hangs_on(mark: Word, word: Word) -> bool:
    if mark.size >= _RAISED * word.size or not -1 <= mark.x0 - word.x1 <= 0.25 * word.size:
        return False
    return -0.35 * word.size <= word.baseline - mark.baseline <= 0.6 * word.size


def _shares_row(row: list[Word], word: Word) -> bool:
    main = max(row, key=lambda w: w.size)
    overlap = min(main.bottom, word.bottom) - max(main.top, word.top)
    if overlap < 0.5 * min(main.bottom - main.top, word.bottom - word.top):
        return False
    if abs(word.baseline - main.baseline) <= 0.3 * min(word.size, main.size):
        return True
    small, large = sorted((word, main), key=lambda w: w.size)
    if small.size >= _RAISED * large.size:
        return False
    return any(
        -1 <= word.x0 - w.x1 <= 0.6 * large.size or -1 <= w.x0 - word.x1 <= 0.6 * large.size
        for w in row
    )


def _attached(row: list[Word]) -> Row:
    """The row with each raised figure glued to the word before it, as a superscript."""
    if not row:
        return ()
    main = max(row, key=lambda w: w.size)
    done: list[Word] = []
    marked = False  # the word before ended with a mark
    for word in row:
        small = word.size < _RAISED * main.size
        close = bool(done) and word.x0 - done[-1].x1 <= 0.25 * main.size
        raised = main.baseline - word.baseline > 0.15 * main.size
        if small and raised and re.fullmatch(r"[\d(),]+", word.text):
            mark = word.text.translate(_SUPERSCRIPTS)
            if close:
                done[-1] = done[-1]._replace(text=done[-1].text + mark, x1=word.x1)
                marked = True
                continue
            done.append(word._replace(text=mark))
        elif (
            small
            and close
            and word.baseline - main.baseline > 0.08 * main.size
            and len(word.text) <= 3
        ):
            done[-1] = done[-1]._replace(text=done[-1].text + word.text, x1=word.x1)
            marked = True
            continue
        elif marked and not small and word.x0 - done[-1].x1 <= _GLUED * main.size:
            done[-1] = done[-1]._replace(text=done[-1].text + word.text, x1=word.x1)
        else:
            done.append(word)
        marked = False
    return tuple(done)


def row_text(row: Iterable[Word]) -> str:
    """The row's words with a space between them."""
    return " ".join(word.text for word in row)


def usual_size(words: Iterable[Word]) -> float:
    """The font size that most letters have; 0 without words."""
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    return max(sorted(letters), key=lambda size: letters[size]) if letters else 0.0


def box_of(words: Iterable[Word]) -> Box:
    """The box around the words."""
    held = list(words)
    return Box(
        min(w.x0 for w in held),
        min(w.top for w in held),
        max(w.x1 for w in held),
        max(w.bottom for w in held),
    )


def segments(row: Row, gap: float) -> list[Row]:
    """The row cut where more than `gap` font sizes lie between two words.

    >>> places = [("a", 0), ("b", 13), ("c", 60)]
    >>> row = tuple(Word(text, x, 0, x + 10, 10, 8, 10, False) for text, x in places)
    >>> [row_text(part) for part in segments(row, 1.2)]
    ['a b', 'c']
    """
    if not row:
        return []
    parts: list[list[Word]] = [[row[0]]]
    for before, word in pairwise(row):
        if word.x0 - before.x1 > gap * max(before.size, word.size):
            parts.append([])
        parts[-1].append(word)
    return [tuple(part) for part in parts]
