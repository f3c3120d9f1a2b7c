"""Plain text, Markdown and CSV → a Reading: paragraphs, lists, headings and tables."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.extraction import sniffing
from pipeline.extraction.elements import Block, Fault, Place, Reading
from pipeline.extraction.headings import is_caption
from pipeline.extraction.hyphens import Vocabulary, vocabulary
from pipeline.extraction.lettercodes import decode_text
from pipeline.extraction.paragraphs import (
    BULLET,
    NUMBERED,
    NUMBERED_LABEL,
    SECTION_NUMBER,
    join_lines,
)
from pipeline.extraction.plaintitles import is_numbered_title
from pipeline.extraction.styles import numbered_depth
from pipeline.extraction.typedtables import TypedTable, cell_texts, typed_tables
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams

CSV = "text/csv"
_PIPE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,})$")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_CHAPTER = re.compile(r"^\d{1,2}\.?\s+[A-ZÆØÅ]")
_FRONT_MATTER = re.compile(r"\A---\n(?:[\w-]+:.*\n|[ \t#-].*\n)*?---\n")
_DEEPEST = 100  # marks in one another; Markdown's reader drops what stands deeper
_LONGEST_HEADING = 110
_LONGEST_CHAPTER = 80
_LEAST_CAPITALS = 4
_LEAD_IN = 0.9  # of a full line: shorter ones may lead in to what follows
_SHORT = 0.6  # of the longest line: a line that ends its paragraph


def read_text(data: bytes, params: ExtractionParams, *, markdown: bool) -> Reading:
    """The text's blocks in order; a form feed begins a page. Raises DocumentError if unreadable."""
    text, faults = _bounded(data, params)
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()  # the form feed that sends the last page out of the printer
    blocks: list[Block] = []
    tables = 0
    for number, page in enumerate(pages, start=1):
        found = _markdown_blocks(page, number) if markdown else None
        told = found or lines_to_blocks(page.splitlines(), number)
        blocks.extend(_counted_on(told, tables))
        tables = 1 + max((b.place.table for b in blocks if b.place), default=-1)
    kind = sniffing.MARKDOWN if markdown else sniffing.TEXT
    return Reading(kind, len(pages), tuple(blocks), faults)


def read_csv(data: bytes, params: ExtractionParams) -> Reading:
    """The table in a CSV file, cut by the sign that gives the most even rows.

    Where no sign gives two columns, or a quotation has no end, the lines are read as text. Raises
    DocumentError if unreadable.
    """
    text, faults = _bounded(data, params)
    lines = text.splitlines()
    try:
        best = max(";\t,|", key=lambda sign: _evenness(lines, sign))
        is_table = _evenness(lines, best) > 0
        rows = [row for row in csv.reader(lines, delimiter=best) if any(map(str.strip, row))]
    except csv.Error:
        is_table, rows = False, []
    if not is_table:
        return read_text(data, params, markdown=False)
    cells = [
        Block(1, normalise_text(text), "table_cell", place=Place(0, row, column))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return Reading(CSV, 1, tuple(cells), faults)


def _bounded(data: bytes, params: ExtractionParams) -> tuple[str, tuple[Fault, ...]]:
    text = decode_text(data).replace("\r\n", "\n").replace("\r", "\n")
    most = params.characters_per_file
    if len(text) <= most:
        return text, ()
    detail = f"expected at most {most} characters in a file, came {len(text)}; the rest was not"
    detail = f"{detail} read; raise extraction.characters_per_file"
    return text[:most], (Fault(None, "too_large", detail),)


def _evenness(lines: list[str], sign: str) -> float:
    """How many columns most lines have by the sign, weighted by their share; 0 for one column."""
    counts = [len(row) for row in csv.reader(lines[:200], delimiter=sign) if row]
    if not counts:
        return 0.0
    usual = max(sorted(set(counts)), key=counts.count)
    return usual * counts.count(usual) / len(counts) if usual > 1 else 0.0


def _markdown_blocks(text: str, page: int) -> list[Block]:
    """The blocks that Markdown's own rules give, by way of the web page that they make.

    None of them where marks stand so deep in one another that Markdown's reader leaves text out.
    """
    from markdown_it import MarkdownIt

    from pipeline.extraction.webpages import page_blocks

    maker = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    tokens = maker.parse(_FRONT_MATTER.sub("", text))
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return []
    html = maker.renderer.render(tokens, maker.options, {})
    return [replace(block, page=page) for block in page_blocks(html)]


def _counted_on(blocks: list[Block], tables: int) -> Iterator[Block]:
    """The blocks, their tables counted on from those before."""
    for block in blocks:
        place = block.place
        yield replace(block, place=replace(place, table=place.table + tables)) if place else block


def lines_to_blocks(lines: list[str], page: int) -> list[Block]:
    """The blocks of typed lines, all on one page, their tables counted from 0."""
    blocks: list[Block] = []
    tables = 0
    known = vocabulary(lines)
    for group in _pieces(lines):
        if isinstance(group, TypedTable):
            blocks.extend(_typed_cells(lines, group, page, tables))
            tables += 1
        elif _is_pipe_table(group):
            blocks.extend(_pipe_cells(group, page, tables))
            tables += 1
        else:
            blocks.extend(_block(group, page, known))
    return list(_with_chapters(blocks))


def _pieces(lines: list[str]) -> Iterator[list[str] | TypedTable]:
    at = 0
    for table in typed_tables(lines):
        yield from _groups(lines[at : table.first])
        yield table
        yield from ([lines[index].strip()] for index in table.aside)
        at = table.last
    yield from _groups(lines[at:])


def _typed_cells(lines: list[str], table: TypedTable, page: int, number: int) -> list[Block]:
    return [
        Block(page, normalise_text(text), "table_cell", place=Place(number, row, column))
        for row, column, text in cell_texts(lines, table)
    ]


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Lines that make one block: up to an empty line, a list mark, a heading."""
    group: list[str] = []
    width = _usual_width(lines)
    for line in lines:
        text = line.strip()
        if not text or (group and _opens(group, text, width)):
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


def _opens(group: list[str], text: str, width: int) -> bool:
    above = group[-1]
    if _MARKDOWN_HEADING.match(text) or _MARKDOWN_HEADING.match(above):
        return True
    if _UNDERLINE.match(text):
        return len(group) > 1  # of one line it makes a heading
    if _UNDERLINE.match(above) or _is_capitals(above) != _is_capitals(text):
        return True
    if text.startswith("|"):
        return not group[0].startswith("|")
    if BULLET.match(text) or SECTION_NUMBER.match(text) or SECTION_NUMBER.match(above):
        return True
    early = len(above) < _SHORT * width
    leads_in = above[-1] == ":" and early and not BULLET.match(group[0])
    if leads_in or (not NUMBERED.match(text) and text[:1].isupper() and _ends(above, text, width)):
        return True
    return bool(NUMBERED.match(text)) and (
        early or above[-1] in ".:;" or bool(NUMBERED.match(group[0]))
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


def _is_capitals(text: str) -> bool:
    """Whether a typed line is a heading in capitals, number and all."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < _LEAST_CAPITALS or len(text) > _LONGEST_CHAPTER or text[-1] in ".;,":
        return False
    digits = sum(letter.isdigit() for letter in text)
    return all(letter.isupper() for letter in letters) and digits < len(letters)


def _block(group: list[str], page: int, known: Vocabulary) -> list[Block]:
    if _UNDERLINE.match(group[-1]):
        group, line = group[:-1], group[-1]
        if len(group) == 1 and len(group[0]) <= _LONGEST_HEADING:
            level = _depth(group[0]) or (1 if line[0] == "=" else 2)
            return [Block(page, normalise_text(group[0]), "heading", level=level)]
    heading = _MARKDOWN_HEADING.match(group[0]) if group else None
    if heading:
        text = normalise_text(heading.group(2))
        return [Block(page, text, "heading", level=len(heading.group(1)))] if text else []
    text = normalise_text(join_lines(group, known))
    if not text:
        return []
    if _is_capitals(text) and not BULLET.match(text):
        return [Block(page, text, "heading", level=_depth(text) or 1)]
    if len(group) == 1 and is_numbered_title(text):
        return [Block(page, text, "heading", level=_depth(text))]
    if BULLET.match(text) or NUMBERED.match(text):
        return [Block(page, text, "list_item")]
    return [Block(page, text, "caption" if is_caption(text) else "paragraph")]


def _depth(text: str) -> int | None:
    """How many numbers a numbered heading begins with; None without one."""
    return numbered_depth(text) or (1 if _CHAPTER.match(text) else None)


def _with_chapters(blocks: list[Block]) -> Iterator[Block]:
    """The blocks; short numbered lines that count up with text between them are made headings."""
    alone = [i for i, block in enumerate(blocks) if _is_chapter(blocks, i, block)]
    numbers = [int(re.findall(r"\d+", blocks[i].text)[0]) for i in alone]
    rising = all(b == a + 1 for a, b in pairwise(numbers))
    chapters = set(alone) if rising and len(alone) > 1 else set()
    for index, block in enumerate(blocks):
        yield replace(block, role="heading", level=1) if index in chapters else block


def _is_chapter(blocks: list[Block], index: int, block: Block) -> bool:
    text = block.text
    if block.role not in ("list_item", "paragraph") or not _CHAPTER.match(text):
        return False
    if len(text) > _LONGEST_CHAPTER or text[-1] in ".;,:":
        return False
    after = blocks[index + 1 : index + 2]
    return bool(after) and not _CHAPTER.match(after[0].text)


def _is_pipe_table(group: list[str]) -> bool:
    return len(group) >= 2 and bool(_PIPE_RULE.match(group[1]))


def _pipe_cells(group: list[str], page: int, table: int) -> list[Block]:
    rows = [group[0], *group[2:]]
    return [
        Block(page, normalise_text(text), "table_cell", place=Place(table, row, column))
        for row, line in enumerate(rows)
        for column, text in enumerate(line.strip().strip("|").split("|"))
    ]
