"""HTML bytes → a Reading: the main content's headings, paragraphs, lists and tables."""

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import lxml.etree
import lxml.html

from pipeline.errors import DocumentError
from pipeline.extraction import sniffing
from pipeline.extraction.elements import Block, Fault, Place, Reading
from pipeline.extraction.headings import is_caption
from pipeline.extraction.lettercodes import decode_text
from pipeline.extraction.listnumbers import raised_text
from pipeline.extraction.paragraphs import BULLET, NUMBERED, SECTION_NUMBER
from pipeline.extraction.plaintitles import is_numbered_title, may_be_title
from pipeline.extraction.styles import numbered_depth
from pipeline.extraction.webcontent import (
    Seen,
    is_blocky,
    is_heading,
    list_marks,
    main_content,
)
from pipeline.extraction.webtables import WebCell, is_layout, table_captions, table_rows
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams

_DEEPEST = 150  # elements in one another; what stands deeper is told as plain text
_UNMARKED = " "  # the mark of an item that shows none
_LINE = "\n"  # a hard line break, until its paragraph is made
_DRAWN_IN = re.compile(
    r"data:[\w/+.;=-]+,[\w/+=%]{200,}"
)  # a picture that stands in the page itself
_LEAST_WORDS = 20  # letters; a page with less and with scripts is built by them


def read_html(data: bytes, params: ExtractionParams, declared: str = "") -> Reading:
    """The page's blocks in order, on page 1, without boxes. Raises DocumentError if unreadable.

    `declared` is the encoding that the sender named; the page's own word for it is used else.
    Navigation, forms, cookie notices and what the page hides are left out; what a click opens
    (details, tabs, accordions) is read.
    """
    text = _DRAWN_IN.sub("", decode_text(data, declared or _declared(data)))
    most = params.characters_per_file
    faults = [_too_long(params.characters_per_file)] if len(text) > most else []
    root, is_whole = _parsed(text[:most])
    if not is_whole:
        faults.append(_nested_too_deeply())
    blocks = _blocks(root)
    letters = sum(len(block.text) for block in blocks)
    if letters < _LEAST_WORDS and next(root.iter("script"), None) is not None:
        detail = "expected text, the page is built by scripts; print it to PDF from the browser"
        faults.append(Fault(None, "empty", detail))
    return Reading(sniffing.HTML, 1, blocks, tuple(faults))


def page_blocks(html: str) -> tuple[Block, ...]:
    """The blocks of a web page given as text. Raises DocumentError if unreadable."""
    return _blocks(_parsed(html)[0]) if html.strip() else ()


def _blocks(root: Any) -> tuple[Block, ...]:
    seen = Seen(root)
    return tuple(_Walker(seen).blocks(main_content(root, seen)))


def read_saved_page(data: bytes, params: ExtractionParams) -> Reading:
    """The page in a browser's single file (.mht, .mhtml). Raises DocumentError without one."""
    letter = email.message_from_bytes(data, policy=email.policy.default)
    for part in letter.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(content, params, part.get_content_charset() or "")
    raise DocumentError("damaged", "expected a web page in the saved file, found none")


def _too_long(most: int) -> Fault:
    detail = f"expected at most {most} characters in a file, the rest was not read"
    return Fault(None, "too_large", f"{detail}; raise extraction.characters_per_file")


def _declared(data: bytes) -> str:
    named = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", data[:4096])
    return named.group(1).decode("ascii", "replace") if named else ""


# Elements that pages forget to end, thousands of times: those about looks, and those that part.
_ABOUT_LOOKS = re.compile(
    r"</?(?:a|b|big|code|em|font|i|small|span|strong|tt|u)\b[^<>]*>", re.IGNORECASE
)
_PARTING = re.compile(r"</?(?:article|blockquote|center|div|section)\b[^<>]*>", re.IGNORECASE)


def _parsed(text: str) -> tuple[Any, bool]:
    """The page's root, and whether all of the page is in it.

    The parser drops what is nested too deeply, and all that follows: then the page is read without
    the elements that pages forget to end.
    """
    root, is_whole = _parsed_as_is(text)
    if is_whole:
        return root, True
    return _parsed_as_is(_PARTING.sub("<p>", _ABOUT_LOOKS.sub("", text)))


def _parsed_as_is(text: str) -> tuple[Any, bool]:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        data = text.replace("\x00", "").encode("utf-8", "replace")
        root = lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as err:
        raise DocumentError("damaged", f"expected a web page, lxml says: {err}") from err
    limit = lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, not any(error.type == limit for error in parser.error_log)


def _nested_too_deeply() -> Fault:
    detail = "expected an ordinary page, this one is nested too deeply; what follows was not read"
    return Fault(None, "damaged", detail)


@dataclass(slots=True)
class _Loose:
    """Text between block elements, with whether all of it is bold."""

    parts: list[tuple[str, bool]] = field(default_factory=list)

    def add(self, text: str | None, bold: bool) -> None:
        if text:
            self.parts.append((text, bold))


@dataclass
class _Walker:
    """Walks the elements; counts the tables met, and knows the heading it stands under."""

    seen: Seen
    table: int = 0
    level: int = 0
    mark: str = ""  # of the list item whose first words haven't been told yet

    def blocks(self, element: Any, role: str = "paragraph", depth: int = 0) -> Iterator[Block]:
        """Loose text between block elements is a paragraph of its own."""
        loose = _Loose()
        loose.add(element.text, False)
        for child in element:
            if self.seen.shows(child):
                if is_blocky(child, self.seen):
                    yield from self._told(loose, role)
                    loose = _Loose()
                    inner = self._inner if depth < _DEEPEST else _flat
                    yield from inner(child, role, depth + 1)
                else:
                    self._inline(child, loose, False)
            loose.add(child.tail, False)
        yield from self._told(loose, role)

    def _inner(self, element: Any, role: str, depth: int) -> Iterator[Block]:
        tag = element.tag
        level = is_heading(element, self.seen)
        if level is not None:
            yield from self._heading(self._text(element), level or self.level + 1)
        elif tag == "table" or element.get("role") in ("table", "grid"):
            yield from self._table(element, depth)
        elif tag in ("caption", "figcaption"):
            yield from self.blocks(element, "caption", depth)
        elif tag in ("ul", "ol", "menu"):
            yield from self._list(element, depth)
        elif tag == "dl":
            yield from self._definitions(element, depth)
        elif tag == "li":  # outside a list
            self.mark = _UNMARKED
            yield from self.blocks(element, "list_item", depth)
        elif tag == "pre":
            yield from self._typed(element)
        elif tag == "summary":
            yield from self._heading(self._text(element), self.level + 1)
        elif tag == "details":
            outside = self.level
            yield from self.blocks(element, role, depth)
            self.level = outside
        else:
            yield from self.blocks(element, role, depth)

    def _heading(self, text: str, level: int) -> Iterator[Block]:
        if text:
            self.level = min(level, 9)
            yield Block(1, text, "heading", None, self.level)

    def _list(self, element: Any, depth: int) -> Iterator[Block]:
        marks = list_marks(element)
        for child in element:
            if not self.seen.shows(child):
                continue
            if child.tag != "li":
                yield from self._inner(child, "list_item", depth)
                continue
            self.mark = next(marks)(child)
            yield from self.blocks(child, "list_item", depth)
            self.mark = ""

    def _definitions(self, element: Any, depth: int) -> Iterator[Block]:
        """A term and its one plain description are a line; else each is told by itself."""
        waiting = ""
        for child in _pairs(element):
            if not self.seen.shows(child):
                continue
            if child.tag == "dt":
                yield from _plain(waiting, "paragraph")
                waiting = self._text(child)
            elif waiting and not self.seen.holds_blocks(child):
                yield from _plain(f"{waiting.rstrip(':')}: {self._text(child)}", "list_item")
                waiting = ""
            else:
                yield from _plain(waiting, "paragraph")
                waiting, self.mark = "", _UNMARKED
                yield from self.blocks(child, "list_item", depth)
        yield from _plain(waiting, "paragraph")

    def _typed(self, element: Any) -> Iterator[Block]:
        """Typed lines: an empty one ends a paragraph, as in a text file."""
        from pipeline.extraction.plain import lines_to_blocks

        first = self.table
        for block in lines_to_blocks("".join(element.itertext()).splitlines(), 1):
            place = block.place
            if place is not None:
                place = replace(place, table=first + place.table)
                self.table = max(self.table, place.table + 1)
            yield replace(block, place=place)

    def _table(self, element: Any, depth: int) -> Iterator[Block]:
        for caption in table_captions(element):
            yield from self.blocks(caption, "caption", depth)
        rows = table_rows(element, self.seen)
        if is_layout(element, rows):
            for cell in (cell for row in rows for cell in row):
                yield from self.blocks(cell.element, "paragraph", depth)
            return
        number, self.table = self.table, self.table + 1
        nested: list[Any] = []
        for cell in (cell for row in rows for cell in row):
            yield self._cell(cell, number, nested)
        for inner in nested:
            yield from self._table(inner, depth + 1)

    def _cell(self, cell: WebCell, table: int, nested: list[Any]) -> Block:
        text = normalise_text(self._text(cell.element, nested))
        place = Place(table, cell.row, cell.column, cell.row_span, cell.column_span)
        return Block(1, text, "table_cell", place=place)

    def _text(self, element: Any, nested: list[Any] | None = None) -> str:
        loose = _Loose()
        self._inline(element, loose, False, nested)
        return normalise_text("".join(text for text, _ in loose.parts))

    def _inline(
        self,
        element: Any,
        loose: _Loose,
        bold: bool,
        nested: list[Any] | None = None,
        depth: int = 0,
    ) -> None:
        """Adds the element's words; list items get their marks, inner tables go to `nested`."""
        if element.tag == "br":
            loose.add(_LINE, bold)
            return
        if element.tag == "sup":
            loose.add(raised_text("".join(element.itertext())), bold)
            return
        if depth > _DEEPEST:
            loose.add("".join(element.itertext()), bold)
            return
        bold = bold or element.tag in ("b", "strong")
        loose.add(element.text, bold)
        marks = list_marks(element) if element.tag in ("ul", "ol", "menu") else None
        for child in element:
            if self.seen.shows(child):
                if nested is not None and child.tag == "table":
                    nested.append(child)
                else:
                    space = " " if is_blocky(child, self.seen) else ""
                    mark = next(marks)(child) if marks and child.tag == "li" else ""
                    loose.add(f"{space}{mark} " if mark else space, bold)
                    self._inline(child, loose, bold, nested, depth + 1)
                    loose.add(space, bold)
            loose.add(child.tail, bold)

    def _told(self, loose: _Loose, role: str) -> Iterator[Block]:
        """Loose text as blocks: an empty line parts paragraphs, a mark begins an item."""
        for lines in _paragraphs(loose.parts):
            text = normalise_text(" ".join(text for text, _ in lines))
            if not text:
                continue
            if role == "list_item" and not self.mark:
                role = "paragraph"  # what follows an item's first words is no item of its own
            mark, self.mark = self.mark, ""
            bold = all(bold for text, bold in lines if text.strip())
            if role == "list_item":
                marked = bool(BULLET.match(text) or NUMBERED.match(text))
                yield Block(1, text if marked or not mark.strip() else f"{mark} {text}", role)
            elif role == "paragraph" and is_numbered_title(text):
                yield Block(1, text, "heading", None, numbered_depth(text))
            elif role == "paragraph" and bold and may_be_title(text):
                yield Block(1, text, "heading", None, min(self.level + 1, 9))
            else:
                yield Block(1, text, _plain_role(text, role))


def _flat(element: Any, role: str, depth: int) -> Iterator[Block]:
    """Each run of text in what is nested too deeply to be walked."""
    for text in element.itertext():
        yield from _plain(text, role)


def _plain(text: str, role: str) -> Iterator[Block]:
    if normalise_text(text):
        yield Block(1, normalise_text(text), role)


def _plain_role(text: str, role: str) -> str:
    if role != "paragraph":
        return role
    if is_caption(text):
        return "caption"
    return "list_item" if BULLET.match(text) or NUMBERED.match(text) else role


def _paragraphs(parts: Iterable[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """Runs of text cut at empty lines, and at lines that begin with a mark where several do."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, bold in parts:
        if text == _LINE:
            lines.append([])
        else:
            lines[-1].append((text, bold))
    words = [normalise_text("".join(text for text, _ in line)) for line in lines]
    marked = [bool(BULLET.match(w) or NUMBERED.match(w) or SECTION_NUMBER.match(w)) for w in words]
    group: list[tuple[str, bool]] = []
    for line, text, is_marked in zip(lines, words, marked, strict=True):
        if not text or (is_marked and sum(marked) > 1):
            yield group
            group = []
        if text:
            group.append(("".join(t for t, _ in line), all(b for t, b in line if t.strip())))
    yield group


def _pairs(element: Any) -> Iterator[Any]:
    """The terms and descriptions of a list of definitions, also those wrapped in groups."""
    for child in element:
        if child.tag == "div":
            yield from _pairs(child)
        elif child.tag in ("dt", "dd"):
            yield child
