"""How thick the strokes of recognised words are: which words of a scan are bold."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

import numpy as np

from pipeline.extraction.picture import Grey
from pipeline.extraction.words import Word

_LEAST_LETTERS = 3  # of a word whose strokes tell its weight; shorter ones go with their line
_HEAVIER = 1.17  # times the page's usual stroke: a bold line
_HEAVIER_WORD = 1.25  # the same of a word in a line that is not
_NEARLY = 1.08  # what each word of a bold line has at least
_MOST = 2.5  # times the usual stroke; thicker is no letter but a picture
_ROUND = np.pi / 4  # of the change along both axes, the length of an edge in any direction
_LEAST_WORDS = 20  # on the page; fewer don't tell what is usual


def with_weights(words: Sequence[Word], picture: Grey, scale: float) -> list[Word]:
    """The words, those with thicker strokes than most of the page's as bold.

    Larger letters have thicker strokes by as much as they are larger. `scale` is pixels a point.
    """
    strokes = [_stroke(word, picture, scale) for word in words]
    told = [s for word, s in zip(words, strokes, strict=True) if _tells(word)]
    if len(told) < _LEAST_WORDS:
        return list(words)
    usual, size = median(told), median(w.size for w in words if _tells(w))
    shares = [
        stroke / usual / max(1.0, word.size / size)
        for word, stroke in zip(words, strokes, strict=True)
    ]
    lines: dict[float, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        lines[word.baseline].append(index)
    bold = {i for line in lines.values() for i in _bold(line, words, shares)}
    return [word._replace(bold=i in bold) for i, word in enumerate(words)]


def _tells(word: Word) -> bool:
    return sum(map(str.isalpha, word.text)) >= _LEAST_LETTERS


def _stroke(word: Word, picture: Grey, scale: float) -> float:
    """Pixels across the word's strokes: its ink over half the length of the ink's edges."""
    top, bottom = round(word.top * scale), round(word.bottom * scale)
    left, right = round(word.x0 * scale), round(word.x1 * scale)
    part = picture[max(0, top) : bottom + 1, max(0, left - 1) : right + 2]
    ink = (255 - part.astype(np.float32)) / 255
    edges = np.abs(np.diff(ink, axis=0)).sum() + np.abs(np.diff(ink, axis=1)).sum()
    return float(2 * ink.sum() / max(1.0, _ROUND * float(edges)))


def _bold(line: Sequence[int], words: Sequence[Word], shares: Sequence[float]) -> list[int]:
    """Which words of the line are bold: all of them, or those that are by themselves."""
    told = [i for i in line if _tells(words[i])]
    if not told:
        return []
    usual = median(shares[i] for i in told)
    if usual >= _HEAVIER and all(shares[i] >= _NEARLY for i in told):
        return list(line) if usual <= _MOST else []
    return [i for i in told if _HEAVIER_WORD <= shares[i] <= _MOST]
