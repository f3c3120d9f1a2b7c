"""The marks that open a list item or a numbered point: 4.2, 4b, 5., c), a dash, a bullet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipeline.language.references import told_number

MarkerKind = Literal["decimal", "parted", "whole", "letter", "bullet"]

_BULLETS = "|-–—−•·▪▫◦●○■□➢➤✓‣⁃∙\uf0b7\uf0a7\uf02d\uf0d8"
_ANY_BULLET = re.escape(_BULLETS)
# a dash needs a space after it (–5 is a number), a round bullet does not; a scan reads a dash
# or the line beside it as an upright stroke
_BULLET = re.compile(
    rf"^(?:[|–—−-]\s+|(?![|–—−-])[{_ANY_BULLET}]\s*"
    rf"|o\s+(?=[a-zæøåA-ZÆØÅ]{{2,}}\s))(?=[^\s{_ANY_BULLET}])"
)
_DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})[.):]?\s+(?=\S)")
# "4b Jord og skog gir arbeid", "4.b", "4 b:"; a point «4 b)» of a decision has its letter alone
_PARTED = re.compile(
    r"^(\d{1,2}(?:\.?[a-h]|\s[a-h](?=[.:]))|\d{1,2}\.?[A-H](?=[.:]|\s))[.:]?\s+(?:[–-]\s+)?"
    r"(?=[A-ZÆØÅ«\"“”])"
)
# «4.b) Skogen står», «4 b) …» over a chapter; in a list of points such a mark has its letter alone
_PARTED_TITLE = re.compile(r"^(\d{1,2}[.\s]?[a-hA-H])\)\s+(?=[A-ZÆØÅ«\"“”])")
_WHOLE = re.compile(
    r"^(?:pkt\.?\s*|punkt\s+)?(\d{1,2})(?:(?:[.)]|\s*[:](?=\s))\s*(?=[^\s\d])"
    # "2. 45 prosent av barna": what is counted may itself begin with a figure, "2. 3. 2014" may not
    r"|[.)]\s+(?=\d[\d\s]*(?:,\d+)?\s*[a-zæøå%]))",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^(?:\d{1,2}\s*)?\(?([a-zæøå])[.)]\s+(?=\S)")
_BARE = re.compile(r"^(\d{1,2})\s+(?=[A-ZÆØÅ«\"“”])")
# "1. juli", "2. trinn", "3. tertial": an ordinal that belongs to the next word. A word with a
# capital («2. Årsbudsjett vedtas», «3. Gang- og sykkelveg») begins a point instead.
_ORDINAL = re.compile(
    r"^\d{1,2}\.\s*(?:[–-]|(?:(?i:januar|februar|mars|april|mai|juni|juli|august|september"
    r"|oktober|november|desember)|trinn|klasse|klassetrinn|klassing|kvartal|halvår|tertial"
    r"|etasje|år|plass|gang|ledd|prosent|linje|linjeteneste|linjetjeneste)"
    r"(?:en|et|a|ene|er|ar|ane|s|ets|ens|n|ne)?\b)"
)


@dataclass(frozen=True)
class Marker:
    """A mark, what kind it is, and the number or letter in it (empty for a bullet)."""

    kind: MarkerKind
    value: str


def split_marker(text: str, *, is_heading: bool = False) -> tuple[Marker | None, str]:
    """The mark that opens the text, and the text without it.

    >>> split_marker("4.2 I 2020 skal kommunen")
    (Marker(kind='decimal', value='4.2'), 'I 2020 skal kommunen')
    >>> split_marker("c) tiltak")[0]
    Marker(kind='letter', value='c')
    >>> split_marker("1a Alle barn har en plass")
    (Marker(kind='parted', value='1a'), 'Alle barn har en plass')
    >>> split_marker("1. juli 2008 ble ansvaret flyttet")[0] is None
    True
    >>> split_marker("2. 45 prosent av barna"), split_marker("2. 3. 2014")[0]
    ((Marker(kind='whole', value='2'), '45 prosent av barna'), None)
    """
    if _ORDINAL.match(text):
        return None, text
    if is_heading and (title := _PARTED_TITLE.match(text)):
        return Marker("parted", told_number(title[1])), text[title.end() :].strip()
    patterns: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
        ("decimal", _DECIMAL),
        ("parted", _PARTED),
        ("whole", _WHOLE),
        ("letter", _LETTER),
    )
    for kind, pattern in patterns:
        if match := pattern.match(text):
            value = told_number(match.group(1)) if kind == "parted" else match.group(1)
            return Marker(kind, value), text[match.end() :].strip()
    if match := _BULLET.match(text):
        rest = text[match.end() :].strip()
        # «• 1.1 Alle …»: the number says more than the mark before it
        if numbered := _DECIMAL.match(rest):
            return Marker("decimal", numbered.group(1)), rest[numbered.end() :].strip()
        if lettered := _PARTED.match(rest):
            return Marker("parted", told_number(lettered[1])), rest[lettered.end() :].strip()
        return Marker("bullet", ""), rest
    if is_heading and (match := _BARE.match(text)):
        return Marker("whole", match.group(1)), text[match.end() :].strip()
    return None, text


def first_part(number: str) -> str:
    """The number of what stands above: 4 of 4.2 and of 4b; a whole number is its own.

    >>> first_part("4.2"), first_part("4b"), first_part("12")
    ('4', '4', '12')
    """
    return re.split(r"\.|(?<=\d)(?=[a-z])", number, maxsplit=1)[0]


def split_items(text: str) -> list[str]:
    """The list items in a text that holds several, each with its mark; else the text alone.

    A numbered or lettered run must count upwards from its first; dashes split only where the
    text begins with one, since a dash inside a sentence is no list.

    >>> split_items("1. Skolen bygges. 2. Veien legges om. 3. Saken sendes videre.")
    ['1. Skolen bygges.', '2. Veien legges om.', '3. Saken sendes videre.']
    >>> split_items("- lik organisering - felles fagnettverk")
    ['- lik organisering', '- felles fagnettverk']
    >>> split_items("Omstilling – redusert bruk av institusjon")
    ['Omstilling – redusert bruk av institusjon']
    """
    cuts = _numbered_cuts(text) or _lettered_cuts(text) or _bullet_cuts(text)
    if not cuts:
        return [text]
    edges = sorted({0, *cuts, len(text)})
    pieces = (text[start:end].strip() for start, end in pairwise(edges))
    return [piece for piece in pieces if piece]


def _numbered_cuts(text: str) -> list[int]:
    found = [
        (int(match.group(1)), match.start(1))
        for match in re.finditer(r"(?<![\w.,/§])(\d{1,2})[.)]\s+(?=[A-ZÆØÅ«\"“”])", text)
    ]
    return _upwards(found, text)


def _lettered_cuts(text: str) -> list[int]:
    found = [
        (ord(match.group(1)) - ord("a") + 1, match.start(1))
        for match in re.finditer(r"(?<![\w.,/§])([a-z])[.)]\s+(?=\S)", text)
    ]
    return _upwards(found, text)


def _upwards(found: list[tuple[int, int]], text: str) -> list[int]:
    cuts: list[int] = []
    expected = found[0][0] if found and found[0][1] == 0 else 1
    for number, at in found:
        if number == expected and (at == 0 or _may_begin(text, at, bool(cuts))):
            cuts.append(at)
            expected += 1
    begins = bool(cuts) and cuts[0] == 0
    return cuts if len(cuts) >= (2 if begins or _after_stop(text, cuts) else 3) else []


def _may_begin(text: str, at: int, running: bool) -> bool:
    return running or text[:at].rstrip().endswith((":", ";", "."))


def _after_stop(text: str, cuts: list[int]) -> bool:
    return bool(cuts) and all(
        text[:at].rstrip().endswith((".", ":", ";", ")")) for at in cuts if at
    )


def _bullet_cuts(text: str) -> list[int]:
    first = text[:1]
    if first in _BULLETS and first:
        mark = re.escape(first)
        return [match.start(1) for match in re.finditer(rf"(?:^|(?<=\s))({mark})\s+(?=\S)", text)]
    return list(_sure_bullets(text))


def _sure_bullets(text: str) -> Iterator[int]:
    # a round bullet never stands inside a sentence
    for match in re.finditer(r"(?<=\s)([•▪●■➢➤\uf0b7\uf0a7])\s+(?=\S)", text):
        yield match.start(1)
