"""HTML bytes → a Reading: the main content's headings, paragraphs, lists and tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lxml.etree
import lxml.html

from pipeline.errors import DocumentError
from pipeline.extraction import sniffing
from pipeline.extraction.elements import Block, Place, Reading
from pipeline.extraction.headings import is_caption
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "iframe",
    "button",
    "form",
    "head",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul", "caption",
}  # fmt: skip
_HEADING = re.compile(r"^h([1-6])$")
_MAX_SPAN = 1000
_MAX_DEPTH = 250


def read_html(data: bytes, params: ExtractionParams) -> Reading:
    """The page's blocks in order, on page 1, without boxes. Raises DocumentError if unreadable."""
    parser = lxml.html.HTMLParser(encoding=_encoding(data), huge_tree=False)
    try:
        root = lxml.html.document_fromstring(data[: params.characters_per_file * 4], parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as err:
        raise DocumentError("damaged", f"expected a web page, lxml says: {err}") from err
    walker = _Walker()
    blocks = tuple(walker.blocks(_main(root)))
    return Reading(sniffing.HTML, 1, blocks)


def _encoding(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding.removesuffix("-sig")
    named = re.search(rb"charset=[\"']?([\w-]+)", data[:4096])
    return "windows-1252" if named is None or b"8859" in named.group(1) else named.group(1).decode()


def _main(root: Any) -> Any:
    for path in ("//main", "//*[@role='main']", "//article", "//body"):
        found = root.xpath(path)
        if len(found) == 1 and normalise_text("".join(found[0].itertext())):
            return found[0]
    return root


@dataclass
class _Walker:
    """Walks the elements; counts the tables met."""

    table: int = 0

    def blocks(self, element: Any, role: str = "paragraph", depth: int = 0) -> Iterator[Block]:
        """Loose text between block elements is a paragraph of its own."""
        loose: list[str] = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or _is_unseen(child):
                loose.append(child.tail or "")
                continue
            if depth < _MAX_DEPTH and (child.tag in _BLOCKS or _holds_blocks(child)):
                yield from _text_block(loose, role)
                yield from self._inner(child, depth)
                loose = [child.tail or ""]
                role = "paragraph" if role == "heading" else role
            else:
                loose.extend([" " if child.tag == "br" else _inline(child), child.tail or ""])
        yield from _text_block(loose, role)

    def _inner(self, element: Any, depth: int) -> Iterator[Block]:
        heading = _HEADING.match(element.tag)
        if heading:
            text = normalise_text(_inline(element))
            if text:
                yield Block(1, text, "heading", None, int(heading.group(1)))
        elif element.tag == "table":
            yield from self._table(element, depth)
        elif element.tag in ("caption", "figcaption"):
            yield from self.blocks(element, "caption", depth + 1)
        elif element.tag in ("li", "dd"):
            yield from self.blocks(element, "list_item", depth + 1)
        else:
            yield from self.blocks(element, "paragraph", depth + 1)

    def _table(self, element: Any, depth: int) -> Iterator[Block]:
        for caption in element.findall("caption"):
            yield from self.blocks(caption, "caption", depth + 1)
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        if max((len(row.findall("td")) + len(row.findall("th")) for row in rows), default=0) < 2:
            for row in rows:  # a table of one column is layout, not a table
                for cell in row:
                    yield from self.blocks(cell, "paragraph", depth + 1)
            return
        number, self.table = self.table, self.table + 1
        taken: set[tuple[int, int]] = set()
        for index, row in enumerate(rows):
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while (index, column) in taken:
                    column += 1
                high = min(_span(cell, "rowspan"), len(rows) - index)
                wide = _span(cell, "colspan")
                taken |= {(index + i, column + j) for i in range(high) for j in range(wide)}
                place = Place(number, index, column, high, wide)
                yield Block(1, normalise_text(_inline(cell)), "table_cell", place=place)
                column += wide


def _text_block(parts: list[str], role: str) -> Iterator[Block]:
    text = normalise_text("".join(parts))
    if text:
        yield Block(1, text, "caption" if role == "paragraph" and is_caption(text) else role)


def _inline(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED and not _is_unseen(child):
            space = " " if child.tag in _BLOCKS or child.tag == "br" else ""
            mark = "- " if child.tag == "li" else ""
            parts.extend([space, mark, _inline(child), space])
        parts.append(child.tail or "")
    return "".join(parts)


def _is_unseen(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _holds_blocks(element: Any) -> bool:
    return any(
        child.tag in _BLOCKS for child in element.iterdescendants() if isinstance(child.tag, str)
    )


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdigit() and len(value) < 6 else 1
