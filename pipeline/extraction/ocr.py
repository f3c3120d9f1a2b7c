"""A page without text → words, read by Tesseract from the page's picture."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from pipeline.extraction.glyphs import Rule
from pipeline.extraction.marks import (
    Marks,
    leader_text,
    small_marks,
    with_dashes,
    without_leaders,
)
from pipeline.extraction.picture import Grey, evened, straighten
from pipeline.extraction.recognition import Scan
from pipeline.extraction.scannedcells import cut_cells
from pipeline.extraction.strokes import with_weights
from pipeline.extraction.tesseract import PAGE, SPARSE, Seen, seen_words, worked
from pipeline.extraction.words import ASCENT, DESCENT, Word, usual_size
from pipeline.language.identify import identify_language

DPI = 300
_MOST_PIXELS = 40_000_000
_SAME_SIZE = 0.13  # lines this near the usual size have it
_SAME_SIZE_OF_FEW = 0.3  # the same of a line with fewer words than
_LEAST_TOLD = 4
_BULLET_READINGS = ("e", "¢", "°", "©", "®", "o", "*", "+", "«", "·", "»")
_LEAST_CONFIDENCE = 0.2
_DUST_CONFIDENCE = 0.6
_INK = 150  # of 255: below it is ink


def recognise(page: Any, language: str, seconds: float) -> Scan:
    """The words that Tesseract sees on the page and its ruled lines, in points from the upper left.

    A page that was laid askew on the glass is straightened first, and one on its side or upside
    down is turned; places are those on the straight page. Raises DocumentError (too_slow,
    no_text_layer) where Tesseract fails.
    """
    width, height = page.get_size()
    scale = DPI / 72
    if width * height * scale * scale > _MOST_PIXELS:
        scale = (_MOST_PIXELS / (width * height)) ** 0.5
    picture = evened(_picture(page, scale))
    until = worked() + seconds
    scan = _in_its_language(picture, scale, language, until)
    if _read_letters(scan) >= _UPRIGHT_SHARE * max(_letters(scan), _LEAST_UPRIGHT):
        return scan
    for quarter in _quarters(picture):
        turned = _in_its_language(np.rot90(picture, _ROTATIONS[quarter]), scale, language, until)
        if _read_letters(turned) > 2 * _read_letters(scan):
            scan = replace(turned, quarter=quarter)
    return scan


# Text that runs upwards on the page (90) stands upright on the picture turned to the right, …
_ROTATIONS = {90: -1, 180: 2, 270: 1}
_UPRIGHT_SHARE = 0.5  # of the letters that are read surely, on a page that stands upright
_LEAST_UPRIGHT = 20  # letters; with fewer read surely the page may lie on its side
_SURE = 0.6
_LEAST_WIDTH = 0.12  # of the size, for a letter; an i is a fifth wide


def _quarters(picture: Grey) -> tuple[int, ...]:
    """The directions to try: lines of text make ink gather in rows, or else in columns."""
    ink = (picture[::4, ::4] < _INK).astype(np.float64)
    across, down = (float(np.var(ink.mean(axis=axis))) for axis in (1, 0))
    return (180, 90, 270) if across > down else (90, 270, 180)


def _letters(scan: Scan) -> int:
    return sum(len(word.text) for word in scan.words)


def _read_letters(scan: Scan) -> int:
    """Letters in words that were read surely and lie flat; single signs say nothing.

    Tesseract reads some lines that run downwards, and gives their words in no useful order.
    """
    pairs = zip(scan.words, scan.confidences, strict=True)
    sure = [word for word, sure in pairs if sure >= _SURE and _WORD.search(word.text)]
    flat = (w for w in sure if w.x1 - w.x0 >= _LEAST_WIDTH * len(w.text) * w.size)
    return sum(len(word.text) for word in flat)


_WORD = re.compile(r"[^\W\d_]{3}")


def _in_its_language(picture: Grey, scale: float, languages: str, until: float) -> Scan:
    """As recognised in Norwegian; a page that then reads as English, in English.

    With both at once, English words win over Norwegian ones that differ by a ring or a stroke.
    """
    names = languages.split("+")
    own = [name for name in names if name != "eng"] or names
    scan = _recognised(picture, scale, "+".join(own), until)
    if "eng" not in names or own == names:
        return scan
    text = " ".join(word.text for word in scan.words)
    if identify_language([text]) != "en":
        return scan
    english = _recognised(picture, scale, "eng", until)
    return english if _read_letters(english) >= _read_letters(scan) else scan


def _recognised(picture: Grey, scale: float, language: str, until: float) -> Scan:
    high, wide = picture.shape
    straight = straighten(picture, scale)
    marks = small_marks(straight.picture, scale)
    cleaned = without_leaders(straight.picture, marks.leaders, scale)
    seen = _seen(cleaned, straight.rules, scale, language, until)
    found = _with_marks(seen_to_words(seen, 1 / scale), marks)
    words = tuple(with_weights([word for word, _ in found], straight.picture, scale))
    sure = tuple(sure for _, sure in found)
    rules = tuple(straight.rules)
    return Scan(words, sure, rules, wide / scale, high / scale, straight.degrees)


def _seen(
    picture: Grey, rules: list[Rule], scale: float, language: str, until: float
) -> list[Seen]:
    """The words on the page; those in ruled cells read cell by cell, at their place on the page."""
    strip = cut_cells(picture, rules, scale)
    dpi = round(scale * 72)
    page = picture if strip is None else strip.page
    found = seen_words(page, PAGE, language, dpi, max(1.0, until - worked()))
    if strip is None:
        return found
    seconds = max(1.0, until - worked())
    for word in seen_words(strip.cells, SPARSE, language, dpi, seconds):
        right, down = strip.moves(word.top + word.height / 2)
        line = ("cells", *word.line)
        found.append(word._replace(line=line, left=word.left + right, top=word.top + down))
    return found


def _with_marks(found: list[tuple[Word, float]], marks: Marks) -> list[tuple[Word, float]]:
    """The words with their dashes as long as they are, and with the page's dotted lines."""
    size = usual_size(word for word, _ in found) or 10.0
    dotted = [
        Word(
            leader_text(dots),
            *(box.x0, box.bottom - ASCENT * size, box.x1, box.bottom + DESCENT * size),
            *(box.bottom, size, False),
        )
        for box, dots in marks.leaders
    ]
    named = [(_without_slips(with_dashes(word, marks.dashes)), sure) for word, sure in found]
    return [*named, *((word, 1.0) for word in dotted)]


# Two v look like one w. In Norwegian the prefix av- stands before a v: avvik, avvente, avvise.
_AVV = re.compile(
    r"(?<![^\W\d_])([Aa])w(?=i[ksg]|en[td]|er[gs]|ei|æp)"
    r"|(?<=[a-zæøå]{3}(?=a))(a)w(?=i[ksg]|en[td]|er[gs]|ei|æp)"
)


def _without_slips(word: Word) -> Word:
    if "w" not in word.text:
        return word
    return word._replace(text=_AVV.sub(lambda m: f"{m[1] or m[2]}vv", word.text))


def _picture(page: Any, scale: float) -> Grey:
    """The page in grey."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        data = np.frombuffer(bytes(bitmap.buffer), dtype=np.uint8)
        return data.reshape(bitmap.height, bitmap.stride)[:, : bitmap.width].copy()
    finally:
        bitmap.close()


def seen_to_words(seen: Iterable[Seen], scale: float) -> list[tuple[Word, float]]:
    """The words in points, each with its confidence; words of one line share baseline and size.

    >>> line = ("1", "1", "1")
    >>> [(word, sure)] = seen_to_words([Seen(line, "Mål", 0.96, 100, 200, 80, 40)], 0.5)
    >>> word.text, word.x0, sure
    ('Mål', 50.0, 0.96)
    """
    lines: dict[tuple[str, ...], list[Seen]] = {}
    for word in seen:
        if word.sure >= _LEAST_CONFIDENCE:
            lines.setdefault(word.line, []).append(word)
    sizes = {key: _line_size(line, scale) for key, line in lines.items()}
    usual = _usual_size([size for key, size in sizes.items() for _ in lines[key]])
    words: list[tuple[Word, float]] = []
    for place, line in lines.items():
        if _is_dust(line):
            continue
        same = _SAME_SIZE if len(line) >= _LEAST_TOLD else _SAME_SIZE_OF_FEW
        near = abs(sizes[place] - usual) <= same * usual
        found = _line_words(line, scale, usual if near else sizes[place])
        words.extend(zip(found, (word.sure for word in line), strict=True))
    return words


def _is_dust(line: list[Seen]) -> bool:
    """Whether a line is a letter or two that Tesseract is unsure of: a speck, a ring of an å."""
    letters = sum(len(word.text) for word in line)
    return letters <= 2 and all(word.sure < _DUST_CONFIDENCE for word in line)


def _usual_size(sizes: list[float]) -> float:
    return sorted(sizes)[len(sizes) // 2] if sizes else 0.0


_BODY, _TEE, _ASCENDER, _DESCENDER = 0.57, 0.13, 0.23, 0.21  # shares of the size
_TALL = frozenset("bdfhklijåßþð?!%&/()[]«»")
_DEEP = frozenset("gpqyj/()[]§")


def _line_size(line: list[Seen], scale: float) -> float:
    """Told by how high the words are, given which of their letters rise and which descend."""
    sizes = sorted(word.height / _share(word.text) for word in line if _share(word.text))
    # where rules under words are taken out, they lose what descends
    usual = sizes[2 * len(sizes) // 3] if sizes else max(word.height for word in line) / 0.8
    return round(usual * scale * 2) / 2


def _share(text: str) -> float:
    """The part of the size that the word's letters take up in height; 0 for signs alone."""
    letters = [letter for letter in text if letter.isalnum()]
    if not letters:
        return 0.0
    tall = any(c in _TALL or c.isupper() or c.isdigit() for c in text)
    rise = _ASCENDER if tall else _TEE * ("t" in text)
    return _BODY + rise + (_DESCENDER if any(c in _DEEP for c in text) else 0.0)


def _line_words(line: list[Seen], scale: float, size: float) -> list[Word]:
    bottoms = sorted(word.top + word.height for word in line)
    baseline = bottoms[len(bottoms) // 4] * scale
    top, bottom = baseline - ASCENT * size, baseline + DESCENT * size
    words = []
    for word in line:
        x0, x1 = word.left * scale, (word.left + word.width) * scale
        words.append(Word(word.text, x0, top, x1, bottom, baseline, size, False))
    return _with_bullet(words)


def _with_bullet(words: list[Word]) -> list[Word]:
    """A round mark before a capital comes out of Tesseract as one of several letters."""
    if len(words) > 1 and words[0].text in _BULLET_READINGS and words[1].text[:1].isupper():
        return [words[0]._replace(text="•"), *words[1:]]
    return words
