"""Which paragraphs are headings, and how deep: by looks, numbering, contents and bookmarks."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.alonetitles import titles_alone
from pipeline.extraction.centred import centred_titles
from pipeline.extraction.contents import Titles
from pipeline.extraction.elements import union
from pipeline.extraction.headings import is_caption
from pipeline.extraction.letterheads import is_of_letterhead
from pipeline.extraction.paragraphs import BULLET, SECTION_NUMBER, Paragraph
from pipeline.extraction.pieces import Piece
from pipeline.extraction.underlined import UNDERLINED

_CHAPTER = re.compile(r"^\d{1,2}\.?\s+[A-ZÆØÅ]")
# "34 %", "12,5 mill. kroner", "2 300 innbyggere": a figure with what it counts, set large.
_BIG_FIGURE = re.compile(
    r"^(?:(?:ca\.?|om lag|over|under|kr\.?)\s)?[-+−–]?\d[\d\s.,]*(?:%|‰|(?:\s?(?:prosent|mill|mrd|"
    r"kr|milliard|million|tusen|tonn|km|kwh|m²|timer|dager|år)\w*\.?))",
    re.IGNORECASE,
)
_BOX_TITLE = re.compile(r"^Boks\s\d")
_QUOTED = re.compile(r"^[«“”\"].*[»“”\"]?$")
_LONGEST = 160
_LONGEST_SENTENCE = 340  # letters of a heading that is a whole sentence
_MOST_ROWS = 3
_SECOND = re.compile(r"[.!?]\s+[A-ZÆØÅ«]")  # a second sentence
_POINTS_ON = re.compile(r"\b(?:følgende|følgj?ande|nedenfor|nedanfor|the following|below)\b", re.I)
_LONGEST_IN_FACE = 120  # letters of a heading that only colour, slope or capitals set apart
_LEAST_OUTSIDE = 0.05  # of what tables hold: text outside them that tells the body's size
_DEEPEST = 9
_LARGER = 1.12  # times the body's size
_NOT_SMALLER = 0.92
_SENTENCE = 6  # words from which a full stop ends a sentence, not a title
_LEAD_IN = 10  # words from which a colon ends a lead-in to a list
_WILL = re.compile(r"\b(?:vil|skal|må|bør|will|shall|must)\b")  # "Kommunen vil:"
_MOSTLY = 0.5
_NUMBERED_TITLE = re.compile(r"^(\d{1,2})([.:)]?)\s+[A-ZÆØÅ].*[^.;:,]$")
_EDGE = 8.0  # points; a scan may stand askew
_ABOUT = 0.12  # of the size, by which lines of one title may differ
_NEAR_BELOW = 2.2  # font sizes from a heading to what it stands over
_OPEN = re.compile(r"(?:[-–,/&]|\b(?:og|i|til|for|av|på|med|fra|eller|samt|som|om|and|of|the))$")


class Style(NamedTuple):
    """What sets headings apart: size in half points, weight, capitals, typeface and colour."""

    size: float
    bold: bool
    capitals: bool
    face: str


@dataclass(frozen=True, slots=True)
class Body:
    """How the document sets its running text, and which other styles hold sentences."""

    size: float
    bold: bool
    faces: frozenset[str]
    prose: frozenset[Style]
    counts: dict[Style, int]


def style(paragraph: Paragraph) -> Style:
    """The paragraph's style."""
    text = paragraph.text
    capitals = text == text.upper() and sum(c.isalpha() for c in text) >= 3
    return Style(_half(paragraph.size), paragraph.bold, capitals, paragraph.face)


def _half(size: float) -> float:
    return round(size * 2) / 2


def body_size(paragraphs: Sequence[Paragraph], tables: Sequence[tuple[float, int]] = ()) -> float:
    """The font size that most letters of the document have; 0 without letters.

    `tables` are their sizes and letters: they count where next to nothing stands outside them.
    """
    letters: Counter[float] = Counter()
    for paragraph in paragraphs:
        letters[_half(paragraph.size)] += len(paragraph.text)
    held: Counter[float] = Counter()
    for size, count in tables:
        held[_half(size)] += count
    if letters.total() < _LEAST_OUTSIDE * held.total():
        letters += held
    return max(sorted(letters), key=lambda size: letters[size]) if letters else 0.0


def told_body(paragraphs: Sequence[Paragraph], tables: Sequence[tuple[float, int]] = ()) -> Body:
    """How running text is set in these paragraphs."""
    size = body_size(paragraphs, tables)
    total = sum(len(p.text) for p in paragraphs)
    bold = 2 * sum(len(p.text) for p in paragraphs if p.bold) > total
    letters: Counter[str] = Counter()
    by_style: dict[Style, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        by_style[style(paragraph)].append(paragraph)
        if abs(paragraph.size - size) <= 0.5:
            letters[paragraph.face] += len(paragraph.text)
    faces = frozenset(face for face, n in letters.items() if 4 * n > letters.total())
    prose = frozenset(s for s, held in by_style.items() if _is_prose(held))
    return Body(size, bold, faces, prose, {s: len(held) for s, held in by_style.items()})


def _is_prose(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the style holds sentences rather than titles."""
    sentences = [p for p in paragraphs if is_sentence(p.text) or len(p.text) > _LONGEST]
    return len(sentences) > _MOSTLY * len(paragraphs)


def is_sentence(text: str) -> bool:
    """Whether the text ends as a sentence of some length does.

    >>> is_sentence("Vi vil at alle skal ha et hjem."), is_sentence("Økonomi og styring")
    (True, False)
    """
    return text.rstrip('»”"’⁰¹²³⁴⁵⁶⁷⁸⁹ ')[-1:] in ".!" and len(text.split()) >= _SENTENCE


def told_headings(pieces: Sequence[Piece], body: Body, titles: Titles) -> dict[int, int]:
    """The level, from 1, of each piece that is a heading, by its place in `pieces`."""
    running = [
        place
        for place, piece in enumerate(pieces)
        if piece.paragraph is not None and piece.is_running and not piece.role
    ]
    below = {place: _next(pieces, place) for place in running}
    found = (centred_titles(pieces, body.size) | titles_alone(pieces)) & set(running)
    found |= {
        place
        for place in set(running) - _in_series(pieces)
        if is_heading(pieces[place], body, titles, below[place])
    }
    looks = {style(_paragraph(pieces[place])) for place in found}
    found |= {
        place
        for place in set(running) - found
        if _is_sentence_title(
            _paragraph(pieces[place]), body, looks, below[place] or _next(pieces, place, pages=1)
        )
    }
    found |= _between_numbers(pieces, set(running) - found, found)
    found -= _mid_sentence(pieces, found, body.size)
    return _levels(pieces, sorted(found), titles)


def _between_numbers(
    pieces: Sequence[Piece], places: Collection[int], found: Collection[int]
) -> set[int]:
    """The places of numbered lines at the edge of the titles with the numbers next to theirs."""
    told = {
        (int(number.group(1)), number.group(2)): _paragraph(pieces[place]).box.x0
        for place in found
        if (number := _NUMBERED_TITLE.match(_paragraph(pieces[place]).text))
    }
    added: set[int] = set()
    for place in places:
        paragraph = _paragraph(pieces[place])
        number = _NUMBERED_TITLE.match(paragraph.text)
        if not number or paragraph.rows > 2 or is_sentence(paragraph.text):
            continue
        edges = [told.get((int(number.group(1)) + step, number.group(2))) for step in (-1, 1)]
        if any(edge is not None and abs(edge - paragraph.box.x0) <= _EDGE for edge in edges):
            added.add(place)
    return added - _in_series(pieces)


def _mid_sentence(pieces: Sequence[Piece], found: Collection[int], size: float) -> set[int]:
    """The places of those in the body's `size` that go on in small letters from no title."""
    paragraphs = {place: _paragraph(pieces[place]) for place in found if place - 1 not in found}
    return {
        place
        for place, paragraph in paragraphs.items()
        if paragraph.text[:1].islower() and paragraph.size <= _LARGER * size
    }


def _next(pieces: Sequence[Piece], place: int, pages: int = 0) -> Piece | None:
    """What the piece may stand over: the next paragraph or table on its page, or so many on."""
    for index in range(place + 1, len(pieces)):
        piece = pieces[index]
        if piece.page > pieces[place].page + pages:
            return None
        if (not piece.role and piece.paragraph is not None) or piece.table is not None:
            return piece
    return None


def is_heading(piece: Piece, body: Body, titles: Titles, below: Piece | None = None) -> bool:
    """Whether it is a title of what follows, set apart in its document."""
    paragraph = piece.paragraph
    assert paragraph is not None
    text = paragraph.text
    if paragraph.parts_table:
        return True
    if not _may_be_title(paragraph):
        return False
    if titles.holds(piece.page, text) and paragraph.rows <= 4 and not is_sentence(text):
        return paragraph.size >= body.size * _NOT_SMALLER or paragraph.bold
    if SECTION_NUMBER.match(text):
        return paragraph.rows <= 3 and len(text) <= 110 and text[-1] not in ".;"
    if _leads_in(text, below):
        return False
    if is_sentence(text) or _QUOTED.match(text) or style(paragraph) in body.prose:
        return False
    if paragraph.size > body.size * _LARGER:
        return paragraph.rows <= 4
    if paragraph.is_item and not _CHAPTER.match(text):
        return False
    if paragraph.bold and not body.bold and paragraph.rows <= 3:
        return paragraph.size > body.size * _NOT_SMALLER or _stands_over(paragraph, below)
    return _is_apart(paragraph, body) and _stands_over(paragraph, below)


def _in_series(pieces: Sequence[Piece]) -> set[int]:
    """The places of items right above or below another one in the same look."""
    found: set[int] = set()
    for place, (above, below) in enumerate(pairwise(pieces)):
        one, other = above.paragraph, below.paragraph
        if one is None or other is None or not (one.is_item and other.is_item) or one.bold:
            continue
        if style(one) == style(other) and abs(one.box.x0 - other.box.x0) <= 1:
            found |= {place, place + 1}
    return found


def _is_sentence_title(
    paragraph: Paragraph, body: Body, looks: Collection[Style], below: Piece | None
) -> bool:
    """Whether one long or whole sentence, in bold as other headings are, stands over plain text.

    A sentence that leads in a list stands over its items, and is none.
    """
    text = paragraph.text
    if paragraph.is_item or paragraph.rows > _MOST_ROWS + 1 or len(text) > _LONGEST_SENTENCE:
        return False
    is_open = text[-1:].isalnum()  # no sentence's end, even where the text is two
    leads_in = text.endswith(":") and (
        (below is not None and _is_item(below)) or bool(_POINTS_ON.search(text))
    )
    if (
        leads_in
        or text[-1:] in ";,"
        or (_SECOND.search(text) and not is_open)
        or _QUOTED.match(text)
    ):
        return False
    if is_caption(text) or is_of_letterhead(text) or not text[:1].isupper():
        return False
    if UNDERLINED in paragraph.face:
        return below is None or _is_plainer(paragraph, below)
    is_set = paragraph.bold and not body.bold and style(paragraph) in looks
    return is_set and below is not None and _is_plainer(paragraph, below)


def _is_item(piece: Piece) -> bool:
    return piece.paragraph is not None and piece.paragraph.is_item


def _is_plainer(paragraph: Paragraph, below: Piece) -> bool:
    other = below.paragraph
    return other is not None and not other.bold and style(other) != style(paragraph)


def _may_be_title(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if not 2 <= len(text) <= _LONGEST or not any(c.isalpha() for c in text):
        return False
    return not (
        BULLET.match(text)
        or text[-1] in ";,"
        or (is_caption(text) and not _BOX_TITLE.match(text))
        or _BIG_FIGURE.match(text)
        or is_of_letterhead(text)
    )


def _leads_in(text: str, below: Piece | None) -> bool:
    """Whether a text ends with a colon, and is long or tells the will that a list sets out."""
    if not text.endswith(":"):
        return False
    over_list = below is not None and below.paragraph is not None and below.paragraph.is_item
    return len(text.split()) >= _LEAD_IN or (over_list and bool(_WILL.search(text)))


def _is_apart(paragraph: Paragraph, body: Body) -> bool:
    """Whether a short line in the body's size has capitals or a face that running text hasn't."""
    look = style(paragraph)
    if paragraph.size < body.size * _NOT_SMALLER or paragraph.rows > _MOST_ROWS:
        return False
    if len(paragraph.text) > _LONGEST_IN_FACE or paragraph.text[-1] in ".:":
        return False
    if not paragraph.text[:1].isupper() and not paragraph.text[:1].isdigit():
        return False
    return look.capitals or (look.face not in body.faces and body.counts.get(look, 0) >= 2)


def _stands_over(paragraph: Paragraph, below: Piece | None) -> bool:
    """Whether running text in a plainer look, no larger, follows right below it."""
    if below is None or below.paragraph is None:
        return False
    other = below.paragraph
    step = other.box.top - paragraph.box.bottom
    near = -0.5 * paragraph.size <= step <= _NEAR_BELOW * paragraph.size
    overlap = min(paragraph.box.x1, other.box.x1) > max(paragraph.box.x0, other.box.x0)
    plainer = style(other)._replace(size=0) != style(paragraph)._replace(size=0)
    longer = other.is_item or len(other.text) > len(paragraph.text) or is_sentence(other.text)
    return (
        near
        and overlap
        and plainer
        and longer
        and not (other.bold and not paragraph.bold)
        and paragraph.size >= other.size * 0.97
    )


def _levels(pieces: Sequence[Piece], found: Sequence[int], titles: Titles) -> dict[int, int]:
    """Levels by bookmark and numbering, else by the style's place under the others."""
    paragraphs = {place: _paragraph(pieces[place]) for place in found}
    own: dict[int, int] = {}
    for place in found:
        level = titles.level(pieces[place].page, paragraphs[place].text) or numbered_depth(
            paragraphs[place].text
        )
        if level:
            own[place] = min(_DEEPEST, level)
    by_style = _style_levels([(style(paragraphs[p]), own.get(p)) for p in found])
    return {p: own.get(p) or by_style[_rank(style(paragraphs[p]))] for p in found}


def _paragraph(piece: Piece) -> Paragraph:
    assert piece.paragraph is not None
    return piece.paragraph


def numbered_depth(text: str) -> int | None:
    """How deep a section's number says that it lies; None without one of two parts or more.

    >>> numbered_depth("4.2.1 Skole"), numbered_depth("5.0 Innledning"), numbered_depth("Skole")
    (3, 1, None)
    """
    number = SECTION_NUMBER.match(text)
    if not number:
        return None
    parts = re.findall(r"\d+", number.group())
    while len(parts) > 1 and parts[-1] == "0":
        parts.pop()
    return len(parts)


Rank = tuple[float, bool, bool, str]


def _rank(look: Style) -> Rank:
    """What orders styles: larger first, then bold, then capitals; faces are told apart."""
    return (-look.size, not look.bold, not look.capitals, look.face)


def _style_levels(found: Sequence[tuple[Style, int | None]]) -> dict[Rank, int]:
    """For each style the level that most of its headings tell, else one below the style above it.

    The style above is the more prominent one that most often comes last before it.
    """
    told: dict[Rank, Counter[int]] = defaultdict(Counter)
    above: dict[Rank, Counter[Rank]] = defaultdict(Counter)
    stack: list[Rank] = []
    for look, level in found:
        rank = _rank(look)
        if level:
            told[rank][level] += 1
        while stack and _weight(stack[-1]) >= _weight(rank):
            stack.pop()
        if stack:
            above[rank][stack[-1]] += 1
        else:
            above[rank]
        stack.append(rank)
    levels: dict[Rank, int] = {}
    for rank in sorted(above):
        if told[rank]:
            levels[rank] = min(told[rank], key=lambda n: (-told[rank][n], n))
        elif above[rank]:
            over = min(above[rank], key=lambda r: (-above[rank][r], r))
            levels[rank] = min(_DEEPEST, levels[over] + 1)
        else:
            levels[rank] = 1
    return levels


def _weight(rank: Rank) -> tuple[float, bool, bool]:
    """Smaller for a more prominent style; faces weigh alike."""
    return rank[:3]


def joined_titles(pieces: Sequence[Piece], levels: dict[int, int]) -> dict[int, int]:
    """For each heading that goes on from the one before, that one's place.

    A number alone takes the next heading's words; a title broken by hand goes on in small letters,
    or after a word that can't end it.
    """
    found: dict[int, int] = {}
    places = sorted(levels)
    for first, second in pairwise(places):
        one, two = _paragraph(pieces[first]), _paragraph(pieces[second])
        if pieces[first].page != pieces[second].page or _between(pieces, first, second):
            continue
        is_number = bool(re.fullmatch(r"(?:Kapittel\s+)?[\d.]+", one.text))
        near = -1 <= two.box.top - one.box.bottom <= 0.6 * max(one.size, two.size)
        broken = two.text[:1].islower() or bool(_OPEN.search(one.text))
        if is_number or (near and _are_alike(one, two) and broken):
            found[second] = found.get(first, first)
    return found


def _are_alike(one: Paragraph, two: Paragraph) -> bool:
    """Whether both are set alike; a scan's lines differ a little in size and weight."""
    close = abs(one.size - two.size) <= _ABOUT * max(one.size, two.size)
    return close and one.face == two.face and (one.bold == two.bold or not one.face)


def _between(pieces: Sequence[Piece], first: int, second: int) -> bool:
    return any(p.paragraph is not None or p.table is not None for p in pieces[first + 1 : second])


def with_rest(piece: Piece, rest: Piece) -> Piece:
    """The heading with the words of the one that goes on from it."""
    one, two = _paragraph(piece), _paragraph(rest)
    box = union([one.box, two.box])
    text = f"{one.text} {two.text}"
    return replace(piece, paragraph=replace(one, text=text, box=box, rows=one.rows + two.rows))
