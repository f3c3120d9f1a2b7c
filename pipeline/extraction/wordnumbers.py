"""The numbers and marks that Word sets before paragraphs, counted as Word counts them."""

from dataclasses import dataclass
from typing import Any

from pipeline.extraction.listnumbers import number_text
from pipeline.extraction.wordpackage import is_on, q, value, whole
from pipeline.extraction.wordstyles import Number, Style, Styles
from pipeline.extraction.wordsymbols import symbol_text

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    font: str | None = None
    is_legal: bool = False  # all its numbers are Arabic ones
    restarts_at: int | None = None  # the level from 1 up to which it begins anew; 0: never
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: its text, which may be empty, and whether it counts."""

    text: str
    is_bullet: bool


@dataclass(frozen=True, slots=True)
class _List:
    counter: str  # lists of one counter go on from one another
    levels: tuple[Level, ...]
    restarts: dict[int, int]  # level to the number that this list begins at


class Numbering:
    """The lists of one file, and how far each has been counted."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._lists = {} if root is None else _read_lists(root, styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def number_of(self, own: Number | None, style: Style) -> Number | None:
        """The list and level of a paragraph, told by itself or by its style; None: no list."""
        list_id = own.list_id if own and own.list_id else ""
        if not list_id and style.number:
            list_id = style.number.list_id
        if not list_id or list_id == "0":
            return None
        if own and own.level is not None:
            return Number(list_id, own.level)
        return Number(list_id, self._level_of_style(list_id, style))

    def _level_of_style(self, list_id: str, style: Style) -> int:
        found = self._lists.get(list_id)
        levels = found.levels if found else ()
        named = [i for i, level in enumerate(levels) if level.paragraph_style == style.style_id]
        if named and style.style_id:
            return named[0]
        return style.number.level or 0 if style.number else 0

    def next_label(self, number: Number) -> Label | None:
        """Counts the paragraph, and returns what stands before it; None for an unknown list."""
        found, at = self._lists.get(number.list_id), number.level or 0
        if found is None or at >= len(found.levels):
            return None
        level = found.levels[at]
        counts = self._counts.setdefault(found.counter, {})
        self._count(number.list_id, found, at, counts)
        if level.style == "bullet":
            # the second level of Word's own lists is the letter o, set as a ring
            mark = "◦" if level.text == "o" else symbol_text(level.text, level.font)
            return Label(mark or "•", is_bullet=True)
        return Label("" if level.style == "none" else _filled(found.levels, at, counts), False)

    def _count(self, list_id: str, found: _List, at: int, counts: dict[int, int]) -> None:
        if at in found.restarts and (list_id, at) not in self._begun:
            counts[at] = found.restarts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else found.levels[at].start
        self._begun.add((list_id, at))
        for above in range(at):
            counts.setdefault(above, found.levels[above].start)
        for below in [i for i in counts if i > at]:
            bound = found.levels[below].restarts_at if below < len(found.levels) else None
            if bound is None or at < bound:
                del counts[below]


def _filled(levels: tuple[Level, ...], at: int, counts: dict[int, int]) -> str:
    """The level's pattern with the numbers in: "%1.%2" becomes "4.2"."""
    text = levels[at].text
    for index in range(min(len(levels), _LEVELS)):
        if f"%{index + 1}" in text:
            style = "decimal" if levels[at].is_legal else levels[index].style
            number = counts.get(index, levels[index].start)
            text = text.replace(f"%{index + 1}", number_text(number, style))
    return text


def _read_lists(root: Any, styles: Styles) -> dict[str, _List]:
    abstract = {e.get(q("w:abstractNumId"), ""): e for e in root.iter(q("w:abstractNum"))}
    lists = {e.get(q("w:numId"), ""): e for e in root.iter(q("w:num"))}
    found = {}
    for list_id, element in lists.items():
        counter = value(element.find(q("w:abstractNumId")))
        linked = abstract.get(counter)
        stands_for = None if linked is None else value(linked.find(q("w:numStyleLink")))
        if stands_for:
            other = lists.get(styles.list_of(stands_for) or "")
            counter = counter if other is None else value(other.find(q("w:abstractNumId")))
        if counter in abstract:
            found[list_id] = _read_list(element, counter, abstract[counter])
    return found


def _read_list(element: Any, counter: str, abstract: Any) -> _List:
    levels = [Level() for _ in range(_LEVELS)]
    for level in abstract.iterchildren(q("w:lvl")):
        levels[_index(level)] = _read_level(level)
    restarts = {}
    for override in element.iterchildren(q("w:lvlOverride")):
        at = _index(override)
        level = override.find(q("w:lvl"))
        if level is not None:
            levels[at] = _read_level(level)
        start = override.find(q("w:startOverride"))
        if start is not None:
            restarts[at] = whole(start, 1)
    return _List(counter, tuple(levels), restarts)


def _index(level: Any) -> int:
    digits = level.get(q("w:ilvl"), "0")
    return min(int(digits), _LEVELS - 1) if digits.isdigit() else 0


def _read_level(level: Any) -> Level:
    fonts = level.find(f"{q('w:rPr')}/{q('w:rFonts')}")
    restart = level.find(q("w:lvlRestart"))
    return Level(
        whole(level.find(q("w:start")), 0 if level.find(q("w:start")) is None else 1),
        value(level.find(q("w:numFmt")), "decimal"),
        value(level.find(q("w:lvlText"))),
        None if fonts is None else fonts.get(q("w:ascii")) or fonts.get(q("w:hAnsi")),
        is_on(level.find(q("w:isLgl"))),
        None if restart is None else whole(restart, 0),
        value(level.find(q("w:pStyle"))),
    )
