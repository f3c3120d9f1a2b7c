"""Rows of one column → paragraphs, list items and candidates for headings."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extraction.elements import Box, union
from pipeline.extraction.hyphens import Vocabulary, joined_at_hyphen, opens_at_hyphen
from pipeline.extraction.words import Row, Word, box_of, row_text

BULLET = re.compile(r"^(?:[•·∙●○◦◆◇▪▫■□▶►▸▹➢➤➔✓✔✗☐→»›‣⁃\uf0b7\ufffd*]|[-–—−](?=\s|$)|o(?=\s))\s*")
NUMBERED = re.compile(
    r"^(?!\d{1,2}\.\s(?:jan|feb|mars|april|mai|juni|juli|aug|sept|okt|nov|des))"
    r"(?:\(?\d{1,3}[.)]|\(?[a-zæøåA-ZÆØÅ][.)]|\(?[ivx]{1,5}[.)]|[IVX]{1,5}\.)(?=\s|$)"
)
SECTION_NUMBER = re.compile(r"^(?:Kap(?:ittel|\.)\s+)?\d{1,2}(?:\.\d{1,3})+\.?(?=\s+[A-ZÆØÅ«\"”“])")
# "Delmål 4.2:", "Tiltak 3:" open a paragraph wherever they stand.
NUMBERED_LABEL = re.compile(r"^[A-ZÆØÅ][a-zæøå]{2,}\s\d{1,2}(?:\.\d{1,2})*\.?:")
SOURCE = re.compile(r"^(?:Kilder?|Kjelder?|Sources?|Foto):\s")  # under a table or figure
_RANGE_END = re.compile(r"\d[–-]$")
_RAISED_MARK = re.compile(r"^[⁽]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+[⁾]?")  # how a note begins
_NOTE_NUMBER = re.compile(r"^(\d{1,3})[.)]?\s")
_PAGE = re.compile(r"\d{1,3}|[ivxlc]{2,6}")
_MOST_TITLE_ROWS = 3
_PAGE_GAP = 1.2  # font sizes between a title and its page's number
_PAGE_GAP_WIDER = 2.0  # times the spaces between the title's words: a justified line is none
_DOTS = re.compile(r"(?:\.|…|_){2,}$|^\.$")
_CAPITALS = re.compile(r"[^\W\d_]{4,}")
_END = 400  # signs; no word is longer
_LEAD_IN_ROOM = 4.0  # font sizes left free by a line that leads in to what follows
_USUAL_PITCH = 1.2
_WIDE_STEP = 1.5  # font sizes between baselines from which a full stop may end a paragraph
_AT_MARK = 0.3  # font sizes between the starts of lines that begin in one place
_TAB = 1.3  # times the widest space between words: room after a mark that is no space
_ONE_MIDDLE = 0.1  # font sizes between the middles of centred lines
_BACK = 0.5  # of the way from a mark's text to the mark
_SAME_MARK = 3.0  # points between marks of one list
_WIDER_STEP = 1.1  # times the usual step: producers round the places of lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined rows: text, box, size, weight, whether it opens as a list item, how many rows.

    `lines` are the rows' texts, `face` is the typeface and colour of most of it, `room` the points
    left free after its last line, `opening` the width of its first word, `indent` by how much its
    first line stands in from the second.
    """

    text: str
    box: Box
    size: float
    bold: bool
    is_item: bool
    rows: int
    lines: tuple[str, ...] = ()
    face: str = ""
    room: float = 0.0
    opening: float = 0.0
    indent: float = 0.0
    is_boxed: bool = False  # in a coloured or framed box, apart from the text around it
    parts_table: bool = False  # a title that stands across a table, between its rows
    rest: tuple[tuple[int, Box], ...] = ()  # page and box of each part that a break cut off


def join_lines(lines: Sequence[str], known: Vocabulary | None = None) -> str:
    """The lines as one text; a hyphen at a line's end goes only where the word was divided.

    `known` are the words of the same document, which tell how it writes a word.

    >>> join_lines(["kommune-", "planen for barne-", "og familietjenesten og NAV-", "kontoret"])
    'kommuneplanen for barne- og familietjenesten og NAV-kontoret'
    """
    done: list[str] = []
    text = ""
    for line in lines:
        if len(text) > 2 * _END:  # how it goes on is told by its end
            done.append(text[:-_END])
            text = text[-_END:]
        if not text:
            text = line
        elif text.endswith("\u00ad"):
            text = text[:-1] + line
        elif opens_at_hyphen(text):
            text = joined_at_hyphen(text, line, known)
        elif _goes_on(text, line):
            text += line
        else:
            text = f"{text} {line}"
    return "".join([*done, text])


def _goes_on(text: str, line: str) -> bool:
    """Whether no space belongs between: "2015–" and "2018", "skole/" and "barnehage"."""
    if _RANGE_END.search(text[-2:]):
        return line[:1].isdigit()
    return text.endswith("/") and not text.endswith(" /")


def rows_to_paragraphs(rows: Sequence[Row], column: Sequence[Row] = ()) -> list[Paragraph]:
    """Paragraphs in the rows' order; `column` is all of the column, where the rows are a part.

    A new one begins at a list mark, a numbered heading, a wide gap, a change of size or weight,
    an indent, or after a line that ends its sentence well before the right margin.
    """
    if not rows:
        return []
    right = _right_margin(column or rows)
    pitch = _pitch(column or rows)
    face = _usual_face([word for row in column or rows for word in row])
    hanging = _hanging_marks(column or rows)
    groups: list[list[Row]] = []
    for index, row in enumerate(rows):
        if groups and not (
            _begins(groups[-1], row, right, pitch, hanging)
            or _looks_new(groups[-1], row, right, face)
            or _leaves_item(groups[-1], row, hanging)
        ):
            listed = _list_margin(groups, rows, index)
            if listed is None or not _has_room(groups[-1][-1], row, listed):
                groups[-1].append(row)
                continue
        groups.append([row])
    return [_paragraph(group, right) for group in groups]


def _hanging_marks(rows: Sequence[Row]) -> set[int]:
    """Where marks stand, in points, whose items' further lines begin under the text, not the mark.

    That is seen from a further line, or from more room after the mark than between words.
    """
    hang: set[int] = set()
    under: set[int] = set()
    for row, after in pairwise([*rows, ()]):
        if len(row) < 2 or not _mark(row):
            continue
        at, text = round(row[0].x0), row[1].x0
        gaps = [b.x0 - a.x1 for a, b in pairwise(row[1:])]
        follows = after and not _mark(after) and not row_text(after)[:1].isupper()
        if follows and abs(after[0].x0 - row[0].x0) < _AT_MARK * row[0].size:
            under.add(at)
        elif (follows and abs(after[0].x0 - text) < _AT_MARK * row[0].size) or (
            text - row[0].x1 > max([_TAB * gap for gap in gaps] or [row[0].size])
        ):
            hang.add(at)
    return hang - under


def _leaves_item(group: list[Row], row: Row, hanging: set[int]) -> bool:
    """Whether the row stands back at the mark of an item whose lines hang under its text.

    After an item that a semicolon ends, a capital begins what comes after the list.
    """
    first = group[0]
    if not _mark(first) or len(first) < 2:
        return False
    if row_text(group[-1]).endswith(";") and row_text(row)[:1].isupper():
        return True
    if round(first[0].x0) not in hanging:
        return False
    return row[0].x0 < first[1].x0 - _BACK * (first[1].x0 - first[0].x0)


def _right_margin(rows: Sequence[Row]) -> float:
    ends = sorted(row[-1].x1 for row in rows)
    return ends[int(0.9 * (len(ends) - 1))]


def _size(row: Row) -> float:
    return max([(len(w.text), w.size) for w in row])[1]


def _bold(row: Row) -> bool:
    return sum(len(w.text) for w in row if w.bold) * 2 > sum(len(w.text) for w in row)


def _pitch(rows: Sequence[Row]) -> float:
    """The usual distance between baselines in font sizes; 1.2 where it can't be told.

    Wide steps are those of lines only where a line goes on in small letters after one.
    """
    steps = [
        ((b[0].baseline - a[0].baseline) / max(_size(a), 1.0), row_text(b)[:1].islower())
        for a, b in pairwise(rows)
        if abs(_size(a) - _size(b)) < 0.5
    ]
    steps = [told for told in steps if 0.8 <= told[0] <= 2.2]
    usual = _low(step for step, _ in steps)
    return usual if usual <= _WIDE_STEP else _low(step for step, goes_on in steps if goes_on)


def _low(steps: Iterable[float]) -> float:
    ordered = sorted(steps)
    return ordered[int(0.3 * (len(ordered) - 1))] if ordered else _USUAL_PITCH


def _mark(row: Row) -> bool:
    text = row_text(row)
    return bool(BULLET.match(text) or NUMBERED.match(text))


def _begins(
    group: list[Row], row: Row, right: float, pitch: float, hanging: Collection[int]
) -> bool:
    last = group[-1]
    size, text = _size(last), row_text(row)
    if ends_at_page_number(last):
        return True
    step = (row[0].baseline - last[0].baseline) / max(size, 1.0)
    if step > max(pitch * 1.3, pitch + 0.25) + 0.02 or step < 0:
        return True
    apart = (step > _WIDE_STEP, step > _WIDER_STEP * pitch, _closes(last, row, right))
    if row_text(last)[-1:] in ".:!?" and text[:1].isupper() and sum(apart) >= 2:
        return True
    if abs(_size(row) - size) > 0.09 * size or _bold(row) != _bold(last):
        return not _is_runover(group, row, right)
    if BULLET.match(text):
        return round(row[0].x0) in hanging or not _is_dash_inside(group, row, right)
    if SECTION_NUMBER.match(text) or _note_opens(group, text):
        return True
    if SOURCE.match(text) and row_text(last)[-1:] in ".:;!?)":
        return True
    if NUMBERED.match(text):
        return _number_opens(group, last, row, right)
    return (
        _label_says_new(group, row, right)
        or _left_says_new(group, row)
        or _ends_early(last, row, right)
    )


_DASH = re.compile(r"^[-–—−]\s")


def _is_dash_inside(group: list[Row], row: Row, right: float) -> bool:
    """Whether the dash that begins the row stands inside a sentence and opens no item."""
    last = group[-1]
    if not _DASH.match(row_text(row)) or _mark(group[0]) or row_text(last)[-1:] in ".:;,!?":
        return False
    return not _has_room(last, row, right) and abs(row[0].x0 - last[0].x0) < 0.5 * row[0].size


def ends_at_page_number(row: Row) -> bool:
    """Whether the row is a line of a table of contents: words, room or dots, a page's number."""
    if len(row) < 2 or not _PAGE.fullmatch(row[-1].text):
        return False
    if _DOTS.search(row[-2].text):
        return True
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    usual = sum(gaps[:-1]) / max(1, len(gaps) - 1)
    return gaps[-1] > max(_PAGE_GAP * row[-1].size, _PAGE_GAP_WIDER * usual)


def _note_opens(group: list[Row], text: str) -> bool:
    """Whether a raised mark opens a note, or the number after that of the note before."""
    if _RAISED_MARK.match(text):
        return True
    before, here = (_NOTE_NUMBER.match(t) for t in (row_text(group[0]), text))
    return bool(before and here and int(here.group(1)) == int(before.group(1)) + 1)


def _looks_new(group: list[Row], row: Row, right: float, usual: str) -> bool:
    """Whether the row has a look of its own, capitals or face, after a line that ends its text.

    After a title in another face than the `usual` one, running text needs no more to begin.
    """
    last = group[-1]
    if _is_capitals(row) != _is_capitals(last) and any(c.islower() for c in row_text(row + last)):
        return not _mark(group[0]) or row_text(last)[-1:] in ".:!?"
    faces = _row_face(last), _row_face(row)
    if not all(faces) or faces[0] == faces[1]:
        return False
    if faces[1] == usual and all(_row_face(r) == faces[0] for r in group) and not _mark(group[0]):
        return len(group) <= _MOST_TITLE_ROWS
    return row_text(last)[-1:] in ".:!?" or right - last[-1].x1 > row[0].x1 - row[0].x0


def _is_capitals(row: Row) -> bool:
    text = row_text(row)
    return text == text.upper() and bool(_CAPITALS.search(text))


def _row_face(row: Row) -> str:
    """The face that all of the row has; empty where it has several."""
    faces = {word.face for word in row if any(c.isalnum() for c in word.text)}
    return faces.pop() if len(faces) == 1 else ""


def _list_margin(groups: Sequence[list[Row]], rows: Sequence[Row], index: int) -> float | None:
    """The right margin of lines in small letters under one that ends with a colon: a list.

    None where the last group is no part of such a list.
    """
    for group in reversed(groups):
        if not row_text(group[0])[:1].islower():
            break
    else:
        return None
    if not _ends_with_colon(group[-1]) or group is groups[-1]:
        return None
    first = next(i for i, row in enumerate(rows) if row is group[-1]) + 1
    last = index
    while last < len(rows) and row_text(rows[last])[:1].islower():
        last += 1
    return max(row[-1].x1 for row in rows[first:last]) if last > index else None


def _ends_with_colon(row: Row) -> bool:
    return row[-1].text.endswith(":")


def _has_room(last: Row, row: Row, right: float) -> bool:
    """Whether the row before stopped far from the margin, although more would have fitted."""
    needs = row[0].x1 - row[0].x0 + 0.3 * row[0].size
    return right - last[-1].x1 > max(needs * 1.5, 5 * row[0].size)


def _label_says_new(group: list[Row], row: Row, right: float) -> bool:
    """A numbered label, a short line that leads in to what follows, or what follows one."""
    last = group[-1]
    text, above = row_text(row), row_text(last)
    if not text[:1].isupper():
        return False
    if NUMBERED_LABEL.match(text):
        return above[-1] not in ",-(/"
    short = _LEAD_IN_ROOM * row[0].size
    hangs = _mark(group[0]) and row[0].x0 > group[0][0].x0 + 0.5 * row[0].size
    if _ends_with_colon(last):
        return right - last[-1].x1 > short and not hangs
    if len(group) == 1 and SECTION_NUMBER.match(above):
        return _has_room(last, row, right)
    return _ends_with_colon(row) and above[-1] in ".!?" and right - row[-1].x1 > short


def _closes(last: Row, row: Row, right: float) -> bool:
    """Whether the row above may be its paragraph's last: the next word had room after it."""
    return right - last[-1].x1 > row[0].x1 - row[0].x0 + 0.3 * row[0].size


def _is_runover(group: list[Row], row: Row, right: float) -> bool:
    """Bold words at a paragraph's start end inside it: "Mål: bold", then plain text."""
    last = group[-1]
    if abs(_size(row) - _size(last)) > 0.09 * _size(last):
        return False
    is_mixed = any(w.bold != last[0].bold for w in last)
    ends_here = row[0].bold and not row[-1].bold and last[-1].face == row[0].face
    return is_mixed or (ends_here and not _closes(last, row, right))


def _number_opens(group: list[Row], last: Row, row: Row, right: float) -> bool:
    """Whether a number opens an item; in "… 1. juli" broken before "1." it doesn't."""
    if _RANGE_END.search(row_text(last)):
        return False  # "§ 3-2)" broken at its hyphen
    if _mark(group[0]) and row[0].x0 < group[0][0].x0 + _SAME_MARK:
        return True
    if row_text(last)[-1:] in ".:;!?":
        return True
    hanging = len(row) > 1 and row[1].x0 - row[0].x1 > 0.5 * row[0].size
    return hanging or last[-1].x1 < right - 4 * row[0].size


def _left_says_new(group: list[Row], row: Row) -> bool:
    size = row[0].size
    first, last = group[0], group[-1]
    if _is_centred(last, row) and row_text(last)[-1:] not in ".:!?":
        return False
    if len(group) == 1:
        text_starts = [w.x0 for w in first[:3]]
        if _mark(first):
            return row[0].x0 < first[0].x0 - 0.5 * size or (
                all(abs(row[0].x0 - x) > 0.6 * size for x in text_starts)
                and row[0].x0 > first[0].x0 + 4 * size
            )
        return row[0].x0 > first[0].x0 + 0.6 * size and row_text(first)[-1:] in ".:!?"
    if _mark(first):
        return abs(row[0].x0 - last[0].x0) > 0.8 * size and row[0].x0 < last[0].x0
    return row[0].x0 > last[0].x0 + 0.6 * size


def _is_centred(last: Row, row: Row) -> bool:
    """Whether the two lines have one middle, and neither ends where the other does."""
    size = row[0].size
    middles = [(line[0].x0 + line[-1].x1) / 2 for line in (last, row)]
    ends = abs(last[0].x0 - row[0].x0), abs(last[-1].x1 - row[-1].x1)
    return abs(middles[0] - middles[1]) < _ONE_MIDDLE * size and min(ends) > _ONE_MIDDLE * size


def _ends_early(last: Row, row: Row, right: float) -> bool:
    """The row before stopped although the next row's first word had room on it."""
    room = right - last[-1].x1
    needs = row[0].x1 - row[0].x0 + 0.3 * row[0].size
    text = row_text(last)
    if text[-1:] in ".:!?;":
        return room > needs + row[0].size
    upper = row_text(row)[:1].isupper()
    return upper and room > max(needs * 1.5, 5 * row[0].size)


def _paragraph(group: list[Row], right: float) -> Paragraph:
    lines = [row_text(row) for row in group]
    words = [w for row in group for w in row]
    size = max(
        (sum(len(w.text) for w in words if w.size == s), s) for s in {w.size for w in words}
    )[1]
    bold = sum(len(w.text) for w in words if w.bold) > 0.8 * sum(len(w.text) for w in words)
    first = lines[0]
    is_item = bool(BULLET.match(first)) or bool(
        NUMBERED.match(first) and not SECTION_NUMBER.match(first)
    )
    return Paragraph(
        join_lines(lines),
        union([box_of(row) for row in group]),
        size,
        bold,
        is_item,
        len(group),
        tuple(lines),
        _usual_face(words),
        right - group[-1][-1].x1,
        group[0][0].x1 - group[0][0].x0,
        group[0][0].x0 - group[1][0].x0 if len(group) > 1 else 0.0,
    )


def _usual_face(words: Sequence[Word]) -> str:
    letters: Counter[str] = Counter()
    for word in words:
        letters[word.face] += len(word.text)
    return max(sorted(letters), key=lambda face: letters[face])
