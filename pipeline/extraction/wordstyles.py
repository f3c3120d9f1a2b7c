"""What a Word file's styles say of a paragraph: heading, list, caption, weight and size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.extraction.wordpackage import is_on, q, value, whole

_HEADING = re.compile(r"(?:heading|overskrift|rubrik)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title": 1, "tittel": 1, "subtitle": 2, "undertittel": 2}
_CAPTIONS = ("caption", "bildetekst", "figurtekst", "tabelltekst")
_CONTENTS = re.compile(r"(?:toc|innh|innholdsfortegnelse|table of figures|figurliste)\s*\d?")
# "List Paragraph" and "List Continue" are set in like an item but carry no mark.
_UNMARKED = re.compile(r"(?:list (?:paragraph|continue)|listeavsnitt|liste\s*[-–]?\s*forts)")
_LIST = re.compile(r"(?:list(?:e)?\b|punkt|kulepunkt|nummer|strek|bullet|opplisting)")
_DEEPEST = 10  # styles that rest on one another; a ring of them is cut here
_RAISED = 4  # half points above the line; by less, letters are only nudged
_USUAL_SIZE = 20  # half points, where nothing says a size


class Number(NamedTuple):
    """A numbered list and the level in it, from 0; no level where the list itself tells it."""

    list_id: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """What style and run say of letters; None: nothing said."""

    bold: bool | None = None
    size: int | None = None
    hidden: bool | None = None
    font: str | None = None
    raised: bool = False

    def over(self, other: "Look") -> "Look":
        """One look, and the other's where it says nothing."""
        return Look(
            other.bold if self.bold is None else self.bold,
            other.size if self.size is None else self.size,
            other.hidden if self.hidden is None else self.hidden,
            self.font or other.font,
            self.raised or other.raised,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all that it rests on."""

    style_id: str
    look: Look
    heading: int | None = None
    number: Number | None = None
    is_caption: bool = False
    is_list: bool = False
    is_contents: bool = False
    begins_page: bool = False


class Styles:
    """The styles of one file, from its styles part (None: a file without one)."""

    def __init__(self, root: Any) -> None:
        found = () if root is None else root.iter(q("w:style"))
        self._elements = {style.get(q("w:styleId"), ""): style for style in found}
        self._default = next((i for i, s in self._elements.items() if _is_default(s)), "")
        defaults = None if root is None else root.find(f"{q('w:docDefaults')}/{q('w:rPrDefault')}")
        self._base = look_of(None if defaults is None else defaults.find(q("w:rPr")))
        self._known: dict[str, Style] = {}
        self._looks: dict[str, Look] = {}

    def of_paragraph(self, properties: Any) -> Style:
        """The style that a paragraph's `w:pPr` names (None: the default)."""
        named = "" if properties is None else value(properties.find(q("w:pStyle")))
        style_id = named if named in self._elements else self._default
        if style_id not in self._known:
            self._known[style_id] = self._resolved(style_id)
        return self._known[style_id]

    def of_run(self, properties: Any, paragraph: Style) -> Look:
        """How a run's letters look: what its `w:rPr` says, else its style, else the paragraph's."""
        if properties is None:
            return paragraph.look
        look = look_of(properties)
        named = value(properties.find(q("w:rStyle")))
        if named:
            look = look.over(self._look(named))
        return look.over(paragraph.look)

    def list_of(self, style_id: str) -> str | None:
        """The numbered list that a list style stands for."""
        number = self._number([self._elements[style_id]] if style_id in self._elements else [])
        return number.list_id if number else None

    def _look(self, style_id: str) -> Look:
        if style_id not in self._looks:
            look = Look()
            for element in self._chain(style_id):
                look = look.over(look_of(element.find(q("w:rPr"))))
            self._looks[style_id] = look
        return self._looks[style_id]

    def _resolved(self, style_id: str) -> Style:
        chain = list(self._chain(style_id))
        names = [value(style.find(q("w:name"))).casefold().strip() for style in chain]
        own = names[0] if names else ""
        is_contents = bool(_CONTENTS.fullmatch(own))
        return Style(
            style_id,
            self._look(style_id).over(self._base),
            None if is_contents else _heading_level(chain, names),
            self._number(chain),
            any(name in _CAPTIONS for name in names),
            bool(_LIST.match(own)) and not _UNMARKED.match(own),
            is_contents,
            any(begins_page(style.find(q("w:pPr"))) for style in chain),
        )

    def _number(self, chain: list[Any]) -> Number | None:
        for style in chain:
            number = number_of(style.find(q("w:pPr")))
            if number is not None and number.list_id:
                return number
        return None

    def _chain(self, style_id: str) -> Iterator[Any]:
        for _ in range(_DEEPEST):
            style = self._elements.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(style.find(q("w:basedOn")))


def look_of(properties: Any) -> Look:
    """What a `w:rPr` says of letters (None: nothing)."""
    if properties is None:
        return Look()
    fonts = properties.find(q("w:rFonts"))
    font = None if fonts is None else fonts.get(q("w:ascii")) or fonts.get(q("w:hAnsi"))
    size = properties.find(q("w:sz"))
    return Look(
        _switch(properties.find(q("w:b"))),
        None if size is None else whole(size, _USUAL_SIZE),
        _switch(properties.find(q("w:vanish"))),
        font,
        _is_raised(properties),
    )


def number_of(properties: Any) -> Number | None:
    """The list that a `w:pPr` itself names; its id is empty where only a level is named."""
    numbered = None if properties is None else properties.find(q("w:numPr"))
    if numbered is None:
        return None
    level = numbered.find(q("w:ilvl"))
    return Number(
        value(numbered.find(q("w:numId"))), None if level is None else min(8, whole(level, 0))
    )


def outline_level(properties: Any) -> int | None:
    """The outline level that a `w:pPr` names, 1 the outermost; None for running text."""
    level = whole(None if properties is None else properties.find(q("w:outlineLvl")), 9)
    return level + 1 if level < 9 else None


def begins_page(properties: Any) -> bool:
    """Whether a `w:pPr` asks for a new page."""
    return properties is not None and is_on(properties.find(q("w:pageBreakBefore")))


def points(look: Look) -> float:
    """The letters' size in points."""
    return (look.size or _USUAL_SIZE) / 2


def _switch(element: Any) -> bool | None:
    return None if element is None else is_on(element)


def _is_raised(properties: Any) -> bool:
    """Whether a `w:rPr` sets its letters as a superscript, or higher and smaller by hand."""
    higher = whole(properties.find(q("w:position")), 0) >= _RAISED
    return higher or value(properties.find(q("w:vertAlign"))) == "superscript"


def _is_default(style: Any) -> bool:
    return style.get(q("w:type")) == "paragraph" and style.get(q("w:default")) in ("1", "true")


def _heading_level(chain: list[Any], names: list[str]) -> int | None:
    """Told by the nearest name or outline level up the chain."""
    for style, name in zip(chain, names, strict=True):
        found = _HEADING.fullmatch(name)
        if found:
            return int(found.group(1))
        if name in _TITLES:
            return _TITLES[name]
        level = outline_level(style.find(q("w:pPr")))
        if level is not None:
            return level
    return None
