"""Innspill and høringssvar: status · utfordringer · foreslåtte tiltak, in tables or as prose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.parsing.flow import Block, Flow, Grid, GridCell
from pipeline.parsing.goal_tables import add_row_as, cell_items
from pipeline.parsing.labels import read_label
from pipeline.parsing.outline import Outline, Statement, add_rows, cell_statement
from pipeline.parsing.prose import ProseReader

_COLUMNS = (
    ("forslag", r"\w*(?:foresl|forsl|føresl)\w*|forbedrings\w*|ønske\w*|proposed|proposals?"
    r"|anbefal\w*|tilråd\w*|tiltak\w*|løsning\w*|løysing\w*|innspill\w*|endring\w*|tilpas\w*"),
    ("utfordring", r"utfordring\w*|problem\w*|behov\w*|hva (?:er|fungerer) (?:ikke|mindre)\w*"
    r"|challenges?|svakhet\w*"),
    ("status", r"status\w*|nå-?situasjon\w*|no-?situasjon\w*|dagens \w+|situasjon\w*"
    r"|hva fungerer\w*|current \w+|styrke\w*|erfaring\w*"),
)  # fmt: skip
_WHOSE = r"(?:(?:våre?|vårt|enhetens|enhetenes|eininga sine|mulige|moglege|nye)\s+)?"
_HEADER = [
    (kind, re.compile(rf"^\W*(?:\d+\.?\s*)?{_WHOSE}(?:{words})", re.IGNORECASE))
    for kind, words in _COLUMNS
]
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


def parse_innspill(flow: Flow) -> list[Statement]:
    """Each unit's statements, one by one, under the heading of the unit that they come from."""
    outline = Outline()
    mode: str | None = None
    prose = ProseReader(is_submission=True)
    for item, after in zip(flow, (*flow[1:], None), strict=True):
        if isinstance(item, Grid):
            _add_grid(outline, item)
            mode = None
        else:
            mode = _add_block(
                outline, item, after if isinstance(after, Block) else None, mode, prose
            )
    return outline.statements


def _add_grid(outline: Outline, grid: Grid) -> None:
    columns: Mapping[int, str] | None = None
    if not any(_header(row) for row in grid.rows[:3]):
        add_rows(outline, grid)
        return
    for row in grid.rows:
        header = _header(row) or _rest_of_header(row, columns)
        if header:
            columns = {**(columns or {}), **header}
            add_row_as(outline, row, grid, "tabellhode")
        elif columns is None:
            add_row_as(outline, row, grid, "overskrift")
        else:
            _add_row(outline, row, grid, columns)


def _header(row: Sequence[GridCell]) -> Mapping[int, str] | None:
    columns = {cell.column: kind for cell in row if (kind := _column_kind(cell.text))}
    return columns if len(set(columns.values())) >= 2 else None


def _rest_of_header(
    row: Sequence[GridCell], columns: Mapping[int, str] | None
) -> Mapping[int, str] | None:
    """A row that only names columns which the header above it left without a name."""
    if columns is None:
        return None
    filled = [cell for cell in row if cell.text]
    named = {cell.column: kind for cell in filled if (kind := _column_kind(cell.text))}
    return named if len(named) == len(filled) and not set(named) & set(columns) else None


def _column_kind(text: str) -> str | None:
    if not text or len(text.split()) > 8:
        return None
    return next((kind for kind, pattern in _HEADER if pattern.match(text)), None)


def _add_row(
    outline: Outline, row: Sequence[GridCell], grid: Grid, columns: Mapping[int, str]
) -> None:
    for cell in row:
        if not cell.text:
            continue
        kind = columns.get(cell.column, "avsnitt")
        for number, item in cell_items(cell.text):
            for text in _NEW_STATEMENT.split(item) if kind != "forslag" else [item]:
                outline.add(replace(cell_statement(cell, grid, kind, text=text), number=number))


def _add_block(
    outline: Outline, block: Block, after: Block | None, mode: str | None, prose: ProseReader
) -> str | None:
    label = read_label(block.text, is_heading=block.is_heading)
    kind = _stated(label.kind) if label else None
    if label and kind and label.rest:
        outline.add_block(block, kind, text=label.rest)
        return None
    if block.is_heading or (label and kind):
        outline.add_block(block, "overskrift")
        # «Innspill fra enhetene» names the document and not what is proposed below
        return None if _OWN_NAME.match(block.text) else kind
    if block.role == "caption":
        outline.add_block(block, "bildetekst")
    elif mode is not None and (block.role == "list_item" or block.marker is not None):
        outline.add_block(block, mode, number=block.marker.value or None if block.marker else None)
    else:
        for will, text in prose.read(block, after):
            outline.add_block(block, will if mode is None or will != "avsnitt" else mode, text=text)
    return mode


def _stated(kind: str) -> str | None:
    return {"tiltak": "forslag", "mål": "mål"}.get(kind, kind if kind in _STATED else None)
