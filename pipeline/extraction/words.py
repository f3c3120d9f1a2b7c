"""Letters → words → rows: what stands on one baseline, from left to right."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, repeat
from operator import itemgetter
from typing import NamedTuple, cast

import numpy as np

from pipeline.extraction.calls import Codes, Flags, Floats, Numbers
from pipeline.extraction.elements import Box
from pipeline.extraction.letters import Letters, are_spaces

# Shares of the font size. Above and below the baseline, what a line of text takes up:
ASCENT, DESCENT = 0.75, 0.22
_SAME_BASELINE = 0.2
_LEAST_SPACE = 0.16  # some PDFs place their words and hold few or no spaces
_RAISED = 0.85  # of the neighbour's size: smaller may be a raised note mark
_BESIDE = 1.5  # font sizes between words that stand beside each other on a line
_GLUED = 0.05  # of the font size: what follows an index or a note mark closer is one word
_TAB = 1.8  # of the font size: how far a note's words may stand from its raised mark
_MARK = re.compile(r"[\d(),*]{1,4}|[a-zA-Z]")
_SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
    }
)


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


def letters_to_words(letters: Letters) -> list[Word]:
    """Words in rows from top to bottom, in each row from left to right.

    >>> left = np.arange(5) * 5.0
    >>> codes = np.array([ord(c) for c in "to år"], dtype=np.uint32)
    >>> same = np.ones(5)
    >>> plain = np.zeros(5, dtype=np.int64)
    >>> letters = Letters(codes, left, left + 5, 100 * same, 10 * same, plain > 0, plain, ("",))
    >>> [word.text for word in letters_to_words(letters)]
    ['to', 'år']
    """
    if not len(letters.codes):
        return []
    letters, line = _in_lines(letters)
    letters, line = _without_doubles(letters, line)
    is_space = are_spaces(letters.codes)
    starts = _word_starts(letters, line, is_space)
    return _words(letters, starts, is_space)


def _in_lines(letters: Letters) -> tuple[Letters, Numbers]:
    """The letters sorted by line and from left to right, and the number of each one's line."""
    letters = letters.at(np.lexsort((letters.x0, letters.baseline)))
    line = _lines(letters.baseline, letters.size)
    order = np.lexsort((letters.x1, letters.x0, line))
    return letters.at(order), line[order]


def _lines(baseline: Floats, size: Floats) -> Numbers:
    """The line's number for each letter: a line is near the baseline of its first letter."""
    changes = (np.diff(baseline) != 0) | (np.diff(size) != 0)
    begins = np.concatenate(([0], np.flatnonzero(changes) + 1))
    numbers = np.zeros(len(begins), dtype=np.int64)
    number, first, first_size = -1, -np.inf, 0.0
    places = zip(baseline[begins].tolist(), size[begins].tolist(), strict=True)
    for i, (at, high) in enumerate(places):
        if at - first > _SAME_BASELINE * min(high, first_size):
            number, first, first_size = number + 1, at, high
        numbers[i] = number
    return np.repeat(numbers, np.diff(np.append(begins, len(baseline))))


_LOOK_BACK = 3  # letters that may stand between a letter and its double


def _without_doubles(letters: Letters, line: Numbers) -> tuple[Letters, Numbers]:
    """Without the second of two letters struck in one place to look bold; the first is bold."""
    suspects: set[int] = set()
    for back in range(1, _LOOK_BACK + 1):
        same = (line[back:] == line[:-back]) & (letters.codes[back:] == letters.codes[:-back])
        near = letters.x0[back:] - letters.x0[:-back] <= 0.12 * letters.size[:-back]
        broad = letters.x1[:-back] - letters.x0[:-back] > 0.15 * letters.size[:-back]
        same &= near & broad & (letters.codes[back:] != ord(" "))
        suspects.update(line[back:][same].tolist())
    if not suspects:
        return letters, line
    kept = np.ones(len(line), dtype=bool)
    bold = letters.bold.copy()
    for number in sorted(suspects):
        _strike_doubles(letters, np.flatnonzero(line == number).tolist(), kept, bold)
    return letters._replace(bold=bold).at(kept), line[kept]


def _strike_doubles(letters: Letters, places: list[int], kept: Flags, bold: Flags) -> None:
    recent: list[int] = []
    for place in places:
        for other in reversed(recent):
            if _is_doubled(letters, other, place):
                kept[place], bold[other] = False, True
                break
        else:
            recent = [*recent[1 - _LOOK_BACK :], place]


def _is_doubled(letters: Letters, first: int, second: int) -> bool:
    if letters.codes[first] != letters.codes[second] or letters.codes[first] == ord(" "):
        return False
    near = abs(letters.x0[second] - letters.x0[first]) <= 0.12 * letters.size[first]
    return bool(near and letters.x1[first] - letters.x0[first] > 0.15 * letters.size[first])


_LEAST_GAPS = 8  # fewer don't tell whether a line is spaced out
_LEAST_EVEN_GAPS, _EVEN = 4, 0.06  # but so few do that differ by no more of the size
_LEAST_SPACED_GAPS = 4  # in a word that alone is spaced out in its line
_MOST_TRACKING = 0.6  # of the size; what stands further apart is not one word
_LEADERS = np.array([ord(sign) for sign in ".…_"], dtype=np.uint32)  # they have room of their own


def _word_starts(letters: Letters, line: Numbers, is_space: Flags) -> Flags:
    """Which letters begin a word: after a space, or after more room than stands between letters."""
    size = np.maximum(letters.size[1:], letters.size[:-1])
    leads = np.isin(letters.codes, _LEADERS)
    led = leads[1:] & leads[:-1]
    room = np.where(led, _MOST_TRACKING, _tracked(letters, line, leads)[line[1:]]) * size
    new_line = np.diff(line) != 0
    wide = letters.x0[1:] - letters.x1[:-1] > room
    apart = wide & ~new_line & ~is_space[1:] & ~is_space[:-1]
    wide[_inside_spaced_words(letters, apart)] = False
    starts = np.concatenate(([True], new_line | is_space[:-1] | wide)) & ~is_space
    right = _right_before(letters.x1, line)
    unsure = wide & ~new_line & ~is_space[1:] & ~is_space[:-1]
    unsure &= letters.x0[1:] - right <= room  # an earlier letter may reach as far as this one
    for place in (np.flatnonzero(unsure) + 1).tolist():
        before = place - 1
        while not starts[before]:
            before -= 1
        reach = letters.x1[before:place].max()
        starts[place] = letters.x0[place] - reach > room[place - 1]
    return starts


def _inside_spaced_words(letters: Letters, apart: Flags) -> Numbers:
    """Those places between letters that stand `apart` that lie in a word set wide in its line.

    There every letter stands alone, and all of them equally far from each other.
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], apart.astype(np.int8), [0]))))
    inside: list[int] = []
    for first, last in edges.reshape(-1, 2).tolist():
        if last - first < _LEAST_SPACED_GAPS:
            continue
        size = letters.size[first:last]
        gaps = (letters.x0[first + 1 : last + 1] - letters.x1[first:last]) / size
        alike = np.ptp(gaps) <= _EVEN and np.ptp(size) == 0 and gaps.max() <= _MOST_TRACKING
        if alike and all(map(str.isalpha, map(chr, letters.codes[first : last + 1].tolist()))):
            inside.extend(range(first, last))
    return np.array(inside, dtype=np.int64)


def _tracked(letters: Letters, line: Numbers, leads: Flags) -> Floats:
    """For each line the least space between words, as a share of the size.

    What stands between all letters of a spaced-out line is no space: their median comes on top.
    """
    same = np.flatnonzero((np.diff(line) == 0) & ~(leads[1:] | leads[:-1]))
    gaps = (letters.x0[same + 1] - letters.x1[same]) / np.maximum(letters.size[same], 1.0)
    of = line[same]
    gaps = gaps[np.lexsort((gaps, of))]
    counts = np.bincount(of, minlength=int(line[-1]) + 1)
    middles = np.cumsum(counts) - counts + counts // 2
    told = (counts >= _LEAST_GAPS) | _are_even(gaps, counts)
    tracking = np.zeros(len(counts))
    tracking[told] = np.maximum(0.0, gaps[middles[told]])
    tracking[tracking > _MOST_TRACKING] = 0.0
    return _LEAST_SPACE + tracking


def _are_even(gaps: Floats, counts: Numbers) -> Flags:
    """For each line whether its few gaps are all alike; `gaps` are sorted within their lines."""
    last = np.cumsum(counts) - 1
    even = counts >= _LEAST_EVEN_GAPS
    even[even] = gaps[last[even]] - gaps[(last - counts + 1)[even]] <= _EVEN
    return even


def _right_before(right: Floats, line: Numbers) -> Floats:
    """For each letter but the first, at least how far those before it on the line may reach."""
    lift = line * (float(np.ptp(right)) + 1.0)
    reach: Floats = np.maximum.accumulate(right + lift)[:-1] - lift[:-1] + 1e-6
    return reach


def _words(letters: Letters, starts: Flags, is_space: Flags) -> list[Word]:
    solid = np.flatnonzero(~is_space)
    begins = np.flatnonzero(starts[solid])
    if not len(begins):
        return []
    held = letters.at(solid)
    ends = np.append(begins[1:], len(solid))
    size = np.maximum.reduceat(held.size, begins)
    baseline = held.baseline[begins]
    bold = np.add.reduceat(held.bold.astype(np.int64), begins) * 2 > ends - begins
    columns = (
        held.x0[begins],
        baseline - ASCENT * size,
        np.maximum.reduceat(held.x1, begins),
        baseline + DESCENT * size,
        baseline,
        size,
        bold,
    )
    faces = [held.faces[i] for i in held.face[begins + (ends - begins) // 2].tolist()]
    texts = _texts(held.codes, begins, ends)
    return list(map(Word, texts, *(column.tolist() for column in columns), faces))


def _texts(codes: Codes, begins: Numbers, ends: Numbers) -> list[str]:
    whole = codes.astype("<u4").tobytes().decode("utf-32-le")
    parts = zip(begins.tolist(), ends.tolist(), strict=True)
    texts = [whole[begin:end] for begin, end in parts]
    if ((codes >= 0xFB00) & (codes <= 0xFB05)).any():
        texts = [text.translate(_LIGATURES) for text in texts]
    return texts


_ORDER = itemgetter(*map(Word._fields.index, ("baseline", "x0")))
_LEFT_TO_RIGHT = itemgetter(*map(Word._fields.index, ("x0", "x1")))


def words_to_rows(words: Iterable[Word]) -> list[Row]:
    """Rows from top to bottom; note marks above and indices below join the row they belong to."""
    return list(each_row(words))


def each_row(words: Iterable[Word]) -> Iterator[Row]:
    """The rows of `words_to_rows` one by one, each made when it is asked for."""
    for row in _with_marks(_on_baselines(sorted(words, key=_ORDER))):
        row.sort(key=_LEFT_TO_RIGHT)
        yield _attached(row)


def _on_baselines(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words that share a row, given all words from top to bottom."""
    row: list[Word] = []
    main: Word | None = None  # the row's first word of its largest size
    for word in words:
        if main is not None and (
            (word[4:7] == main[4:7] and word.top == main.top) or _shares_row(row, main, word)
        ):
            row.append(word)
            main = word if word.size > main.size else main
            continue
        if row:
            yield row
        row, main = [word], word
    if row:
        yield row


_ABOVE, _BELOW = 2, 3  # rows from a mark's own to the one of the word that it hangs on


def _with_marks(rows: Iterable[list[Word]]) -> Iterator[list[Word]]:
    """The rows, each small mark that has a row of its own put beside the word it hangs on."""
    near: list[list[Word]] = []  # from above the row in turn to below it
    largest: list[float] = []
    at = -_BELOW  # the place in `near` of the row in turn
    ended = repeat(cast("list[Word]", []), _ABOVE + _BELOW)
    for row in chain(rows, ended):
        near.append(row)
        largest.append(max((word.size for word in row), default=0.0))
        if at >= 0:
            _move_marks(near, at, _RAISED * max(largest))
        at += 1
        if at > _ABOVE:
            done = near.pop(0)
            largest.pop(0)
            at -= 1
            if done:
                yield done
    yield from filter(None, near)


def _move_marks(near: list[list[Word]], at: int, most: float) -> None:
    """Put each small mark of the row in this place beside the word it hangs on, if in another."""
    row = near[at]
    marks = [w for w in row if w.size < most and _MARK.fullmatch(w.text)]
    opens = len(marks) == len(row)
    for mark in marks:
        if any(_hangs_on(mark, word) for word in row):
            continue
        others = [other for place, other in enumerate(near) if place != at]
        home, placed = _home(mark, others, opens=opens)
        if home is not None:
            row.remove(mark)
            home.append(placed)


def _home(mark: Word, near: Sequence[list[Word]], *, opens: bool) -> tuple[list[Word] | None, Word]:
    """The row that the mark belongs to, and the mark at its place there.

    One that `opens` its line may be set off from the note's first word by a tab.
    """
    for row in near:
        if any(_hangs_on(mark, word) for word in row):
            return row, mark
    for row in near if opens else ():
        for word in row:
            if _opens(mark, word):
                return row, _beside(mark, word)
    return None, mark


def _hangs_on(mark: Word, word: Word) -> bool:
    after = -1 <= mark.x0 - word.x1 <= 0.25 * word.size
    before = -1 <= word.x0 - mark.x1 <= 0.5 * word.size  # a note begins with its mark
    if mark.size >= _RAISED * word.size or not (after or before):
        return False
    return -0.35 * word.size <= word.baseline - mark.baseline <= 0.6 * word.size


def _opens(mark: Word, word: Word) -> bool:
    """Whether the raised mark opens the note that begins with the word, set off by a tab."""
    beside = 0 <= word.x0 - mark.x1 <= _TAB * word.size and mark.size < _RAISED * word.size
    return beside and 0.1 * word.size <= word.baseline - mark.baseline <= 0.6 * word.size


def _beside(mark: Word, word: Word) -> Word:
    """The mark, a space before the word."""
    x1 = word.x0 - 0.25 * word.size
    return mark._replace(x0=x1 - (mark.x1 - mark.x0), x1=x1)


def _shares_row(row: list[Word], main: Word, word: Word) -> bool:
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
    sizes = [word.size for word in row]
    if min(sizes) >= _RAISED * max(sizes):
        return tuple(row)
    main = row[sizes.index(max(sizes))]
    done: list[Word] = []
    marked = False  # the word before ended with a mark
    for place, word in enumerate(row):
        # beside a mark stands a larger word; one far off on the row may be another column's
        near = [w for w in (*done[-1:], *row[place + 1 : place + 2]) if _is_near(w, word)]
        beside = [w.size for w in near]
        small = word.size < _RAISED * max(beside, default=0.0)
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


def _is_near(one: Word, other: Word) -> bool:
    gap = max(one.x0, other.x0) - min(one.x1, other.x1)
    return gap <= _BESIDE * max(one.size, other.size)


def row_text(row: Iterable[Word]) -> str:
    """The row's words with a space between them."""
    return " ".join([word.text for word in row])


def usual_size(words: Iterable[Word]) -> float:
    """The font size that most letters have; 0 without words."""
    letters: dict[float, int] = {}
    for word in words:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    return max(sorted(letters), key=letters.__getitem__) if letters else 0.0


def box_of(words: Iterable[Word]) -> Box:
    """The box around the words."""
    _, lefts, tops, rights, bottoms, *_ = zip(*words, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


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
        free = word.x0 - before.x1
        if free > gap * before.size and free > gap * word.size:
            parts.append([])
        parts[-1].append(word)
    return [tuple(part) for part in parts]
