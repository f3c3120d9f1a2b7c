"""Plain text and Markdown → a Reading: paragraphs, lists, headings and pipe tables."""

import re
from collections.abc import Iterator

from pipeline.errors import DocumentError
from pipeline.extraction import sniffing
from pipeline.extraction.elements import Block, Place, Reading
from pipeline.extraction.headings import is_caption
from pipeline.extraction.paragraphs import (
    BULLET,
    NUMBERED,
    NUMBERED_LABEL,
    SECTION_NUMBER,
    join_lines,
)
from pipeline.extraction.typedtables import TypedTable, cell_texts, typed_tables
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams

_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_PIPE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$")
_LEAD_IN = 0.9  # of a full line: shorter ones may lead in to what follows
_SHORT = 0.6  # of the longest line: a line that ends its paragraph


def read_text(data: bytes, params: ExtractionParams, *, markdown: bool) -> Reading:
    """The text's blocks in order; a form feed begins a page. Raises DocumentError if unreadable."""
    pages = _decoded(data)[: params.characters_per_file].split("\f")
    blocks: list[Block] = []
    tables = 0
    for number, page in enumerate(pages, start=1):
        lines = page.splitlines()
        for group in _pieces(lines, markdown):
            if isinstance(group, TypedTable):
                blocks.extend(_typed_cells(lines, group, number, tables))
                tables += 1
                continue
            if markdown and _is_pipe_table(group):
                blocks.extend(_pipe_cells(group, number, tables))
                tables += 1
            else:
                blocks.extend(_block(group, number, markdown))
    return Reading(sniffing.MARKDOWN if markdown else sniffing.TEXT, len(pages), tuple(blocks))


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError("damaged", f"expected text in one of {encodings}, came other bytes")


def _pieces(lines: list[str], markdown: bool) -> Iterator[list[str] | TypedTable]:
    at = 0
    for table in typed_tables(lines):
        yield from _groups(lines[at : table.first], markdown)
        yield table
        yield from ([lines[index].strip()] for index in table.aside)
        at = table.last
    yield from _groups(lines[at:], markdown)


def _typed_cells(lines: list[str], table: TypedTable, page: int, number: int) -> list[Block]:
    return [
        Block(page, normalise_text(text), "table_cell", place=Place(number, row, column))
        for row, column, text in cell_texts(lines, table)
    ]


def _groups(lines: list[str], markdown: bool) -> Iterator[list[str]]:
    """Lines that make one block: up to an empty line, a list mark, a heading."""
    group: list[str] = []
    width = _usual_width(lines)
    for line in lines:
        text = line.strip()
        if not text or (group and _opens(group, text, width, markdown)):
            if group:
                yield group
            group = []
        if text:
            group.append(text)
    if group:
        yield group


def _usual_width(lines: list[str]) -> int:
    """Letters in a full line; a few that are longer don't count."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _opens(group: list[str], text: str, width: int, markdown: bool) -> bool:
    if markdown and (_MARKDOWN_HEADING.match(text) or _MARKDOWN_HEADING.match(group[-1])):
        return True
    if markdown and text.startswith("|"):
        return not group[0].startswith("|")
    if BULLET.match(text) or SECTION_NUMBER.match(text) or SECTION_NUMBER.match(group[-1]):
        return True
    early = len(group[-1]) < _SHORT * width
    leads_in = group[-1][-1] == ":" and early and not BULLET.match(group[0])
    if leads_in or (
        not NUMBERED.match(text) and text[:1].isupper() and _ends(group[-1], text, width)
    ):
        return True
    return bool(NUMBERED.match(text)) and (
        early or group[-1][-1] in ".:;" or bool(NUMBERED.match(group[0]))
    )


def _ends(above: str, text: str, width: int) -> bool:
    """Whether a line with a capital begins anew: the line above stopped early, or it is a label."""
    if NUMBERED_LABEL.match(text):
        return above[-1] not in ",-(/"
    room = width - len(above)
    if above[-1] == ":" or (
        text[-1] == ":" and above[-1] in ".!?" and len(text) < _LEAD_IN * width
    ):
        return room > 0.1 * width or text[-1] == ":"
    needs = len(text.split()[0]) + 1
    return room > (needs + 2 if above[-1] in ".!?;" else max(1.5 * needs, 0.12 * width))


def _block(group: list[str], page: int, markdown: bool) -> list[Block]:
    heading = _MARKDOWN_HEADING.match(group[0]) if markdown else None
    if heading:
        text = normalise_text(heading.group(2))
        return [Block(page, text, "heading", level=len(heading.group(1)))] if text else []
    text = normalise_text(join_lines(group))
    if not text or (markdown and re.fullmatch(r"[-*_\s]{3,}", text)):
        return []
    number = SECTION_NUMBER.match(text)
    if number and len(group) == 1 and len(text) <= 110 and text[-1] not in ".;,":
        return [Block(page, text, "heading", level=len(re.findall(r"\d+", number.group())))]
    if BULLET.match(text) or NUMBERED.match(text):
        return [Block(page, text, "list_item")]
    return [Block(page, text, "caption" if is_caption(text) else "paragraph")]


def _is_pipe_table(group: list[str]) -> bool:
    return len(group) >= 2 and bool(_PIPE_RULE.match(group[1]))


def _pipe_cells(group: list[str], page: int, table: int) -> list[Block]:
    rows = [group[0], *group[2:]]
    return [
        Block(page, normalise_text(text), "table_cell", place=Place(table, row, column))
        for row, line in enumerate(rows)
        for column, text in enumerate(line.strip().strip("|").split("|"))
    ]
