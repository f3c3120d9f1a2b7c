"""Innspill and høringssvar: status · utfordringer · foreslåtte tiltak, in tables or as prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.language.sentences import split_sentences
from pipeline.parsing.evidence import Setting
from pipeline.parsing.flow import Block, Flow, Grid, GridCell
from pipeline.parsing.goal_tables import add_row_as, band, cell_items
from pipeline.parsing.inputcolumns import (
    Columns,
    asks_for,
    column_kind,
    is_answer,
    named_header,
    read_header,
    turned_kinds,
)
from pipeline.parsing.labels import read_label
from pipeline.parsing.outline import Outline, Statement, add_rows, cell_statement
from pipeline.parsing.prose import ProseReader
from pipeline.parsing.senders import (
    is_minutes,
    puts_forward,
    sender_before,
    sender_line,
    senders_named,
)
from pipeline.parsing.will import wills_in

_OWN_NAME = re.compile(
    r"^\W*(?:innspill?|innspel|høring\w*|høyring\w*)\b(?! til tiltak)", re.IGNORECASE
)
_STATED = ("status", "utfordring", "forslag")
# Statements set under each other without a stop or a bullet: Norwegian nouns take no capital,
# so one of these words with a capital after a small word begins a new statement.
_NEW_STATEMENT = re.compile(
    r"(?<=[a-zæøå])\s+(?=(?:Det|Den|De|Dette|Dei|Vi|Alle|Ingen|Noen|Nokre|Flere|Fleire|Mange"
    r"|Få|Ved|På|For|Når|Etter|Ressursene|Kapasiteten|Behov|Manglende|Uklart?"
    r"|Uklarheter)\s+[a-zæøå])"
)
_IN_CELL = Setting(is_item=True, is_submission=True)


def parse_innspill(flow: Flow) -> list[Statement]:
    """Each unit's statements, one by one, under the heading of the unit that they come from.

    A sender that stands in a column, before a colon or on a line of its own («Fra: Lia skole») is
    told as a heading above what it says.
    """
    reader = _InputReader(senders_named(flow), is_minutes(flow))
    for item, after in zip(flow, (*flow[1:], None), strict=True):
        if isinstance(item, Grid):
            reader.read_grid(item)
        else:
            reader.read_block(item, after if isinstance(after, Block) else None)
    return reader.outline.statements


class _InputReader:
    """The list now open, and the sender now speaking."""

    def __init__(self, names: frozenset[str], is_minutes: bool) -> None:
        self.is_minutes = is_minutes
        self.outline = Outline()
        self.prose = ProseReader(is_submission=True)
        self.names = names
        self.mode: str | None = None
        self.sender: str | None = None
        self.path = ""
        self.answered = False

    def read_grid(self, grid: Grid) -> None:
        """A table of statements by its titles; any other row by row."""
        self.mode = None
        grid = replace(grid, heading_path=self._under_sender(grid.heading_path))
        turned = turned_kinds(grid)
        if turned:
            self._read_turned(grid, turned)
            return
        header = read_header(grid)
        if header is None:
            add_rows(self.outline, grid)
            return
        _add_grid(self.outline, grid, *header)

    def read_block(self, block: Block, after: Block | None) -> None:
        """A heading, a sender's name, or what is said."""
        if block.heading_path != self.path or block.is_heading:
            self.path, self.sender = block.heading_path, None
        if not block.is_heading and (sender := sender_line(block.text)):
            self.outline.add_block(block, "overskrift")
            self.sender, self.mode = sender, None
            return
        if self._opens_sender(block, after):
            self.outline.add_block(block, "overskrift")
            self.sender = block.text.rstrip(" :")
            return
        said = None if block.is_heading else sender_before(block.text, self.names)
        if said and said[1]:
            own = f"{self._under_sender(block.heading_path)} > {said[0]}".removeprefix(" > ")
            self._say(replace(block, text=said[1], heading_path=own), after)
        else:
            self._say(replace(block, heading_path=self._under_sender(block.heading_path)), after)

    def _under_sender(self, path: str) -> str:
        return " > ".join(part for part in (path, self.sender) if part)

    def _opens_sender(self, block: Block, after: Block | None) -> bool:
        """True for «Lia skole:» over its list."""
        if block.is_heading or block.marker is not None or not block.text.endswith(":"):
            return False
        said = sender_before(block.text, self.names)
        return said is not None and not said[1] and after is not None

    def _read_turned(self, grid: Grid, kinds: dict[int, str]) -> None:
        for row in grid.rows:
            title, cell = row[0], row[-1]
            kind = kinds.get(title.row, "avsnitt")
            if kind == "avsender" and cell is not title and cell.text:
                self.sender = cell.text
                grid = replace(grid, heading_path=self._under_sender(grid.heading_path))
                add_row_as(self.outline, row, grid, "overskrift")
                continue
            self.outline.add(cell_statement(title, grid, "tabellhode"))
            if cell is not title and cell.text:
                _add_cell(self.outline, cell, grid, kind)

    def _say(self, block: Block, after: Block | None) -> None:
        label = read_label(block.text, is_heading=block.is_heading)
        kind = _stated(label.kind) if label else None
        if block.is_heading:
            self.answered = is_answer(block.text)
            kind = kind or asks_for(block.text)
        elif self.answered:
            # what the administration says of the innspill is none
            self.outline.add_block(block, "avsnitt")
            return
        if label and kind and label.rest:
            self.outline.add_block(block, kind, text=label.rest)
            self.mode = None
        elif block.is_heading or (label and kind):
            self.outline.add_block(block, "overskrift")
            # «Innspill fra enhetene» names the document and not what is proposed below
            self.mode = None if _OWN_NAME.match(block.text) else kind
        elif block.role == "caption":
            self.outline.add_block(block, "bildetekst")
        elif self.mode is not None and (block.role == "list_item" or block.marker is not None):
            number = block.marker.value or None if block.marker else None
            self.outline.add_block(block, self.mode, number=number)
        else:
            for will, text in self._read(block, after):
                told = will if self.mode is None or will != "avsnitt" else self.mode
                self.outline.add_block(block, told, text=text)

    def _read(self, block: Block, after: Block | None) -> Iterator[tuple[str, str]]:
        """What the words will; in minutes also what the units are told to have asked for."""
        for will, text in self.prose.read(block, after):
            if will != "avsnitt" or not (self.is_minutes and puts_forward(text)):
                yield will, text
                continue
            for asked, sentences in groupby(split_sentences(text), key=puts_forward):
                if asked:
                    yield from (("forslag", sentence) for sentence in sentences)
                else:
                    yield "avsnitt", " ".join(sentences)


def _add_grid(outline: Outline, grid: Grid, head: int, columns: Columns) -> None:
    path = grid.heading_path
    under = sender = ""
    for row in grid.rows:
        header = named_header(row) or _rest_of_header(row, columns)
        if row[0].row < head:
            add_row_as(outline, row, grid, "overskrift")
        elif row[0].row == head or header:
            columns = {**columns, **(header or {})}
            add_row_as(outline, row, grid, "tabellhode")
        elif title := band(row, grid.width):
            add_row_as(outline, row, replace(grid, heading_path=path), "overskrift")
            under, sender = title, ""
        else:
            sender = next((c.text for c in row if _is_sender(c, columns)), sender)
            told = " > ".join(part for part in (path, under, sender) if part)
            _add_row(outline, row, replace(grid, heading_path=told), columns)


def _is_sender(cell: GridCell, columns: Columns) -> bool:
    return bool(cell.text) and columns.get(cell.column) == "avsender"


def _rest_of_header(row: Sequence[GridCell], columns: Columns) -> Columns | None:
    """A row that only names columns which the header above it left without a name."""
    filled = [cell for cell in row if cell.text]
    named = {cell.column: kind for cell in filled if (kind := column_kind(cell.text))}
    return named if len(named) == len(filled) and not set(named) & set(columns) else None


def _add_row(outline: Outline, row: Sequence[GridCell], grid: Grid, columns: Columns) -> None:
    for cell in row:
        kind = columns.get(cell.column, "avsnitt")
        if cell.text and kind == "avsender":
            outline.add(cell_statement(cell, grid, "avsnitt"))
        elif cell.text:
            _add_cell(outline, cell, grid, kind)


def _add_cell(outline: Outline, cell: GridCell, grid: Grid, kind: str) -> None:
    items = list(cell_items(cell.text))
    for number, item in items:
        for told, text in _statements_in(item, kind, is_alone=len(items) == 1):
            statement = cell_statement(cell, grid, told, text=text)
            outline.add(replace(statement, number=number))


def _statements_in(item: str, kind: str, *, is_alone: bool) -> Iterator[tuple[str, str]]:
    """The statements of a cell's item: a proposal in several sentences is where they want it."""
    if kind != "forslag":
        yield from ((kind, text) for text in _NEW_STATEMENT.split(item))
        return
    sentences = split_sentences(item) if is_alone else [item]
    wanting = [bool(wills_in(sentence, _IN_CELL)) for sentence in sentences]
    if len(sentences) == 1 or not any(wanting):
        yield kind, item
        return
    for wants, sentence in zip(wanting, sentences, strict=True):
        yield (kind if wants else "avsnitt"), sentence


def _stated(kind: str) -> str | None:
    return {"tiltak": "forslag", "mål": "mål"}.get(kind, kind if kind in _STATED else None)
