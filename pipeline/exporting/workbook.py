"""A workbook to work in: a sheet a table, with filters, fixed heads, notes and links within.

Nothing in it runs: texts are written as texts, also those that look like formulas. What Excel has
no room for is told on the first sheet. Equal tables give equal bytes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.exporting.texts import plain
from pipeline.speech import gettext as _

MOST_ROWS = 1_048_576  # of a sheet in Excel, the head among them
LONGEST_CELL = 32_767  # characters, as UTF-16 counts them
MOST_LINKS = 65_530  # of a sheet
# a time there must be, and one that moves would change the bytes
_CREATED = datetime(2000, 1, 1)
_NO_FORMULA = ("=", "+", "-", "@")

TEXT, WIDE_TEXT, WHOLE, SHARE, MONEY = "text", "wide", "whole", "share", "money"
_WIDTHS = {TEXT: 18, WIDE_TEXT: 60, WHOLE: 9, SHARE: 11, MONEY: 16}
_NUMBER_FORMATS = {WHOLE: "0", SHARE: "0.00", MONEY: "#,##0"}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: which of the frame's, its heading, what its note says, how it looks.

    `goes_to` names the sheet whose row with the same name a cell leads to.
    """

    name: str
    heading: str
    note: str
    look: str = TEXT
    words: Mapping[str, str] | None = None
    goes_to: str | None = None
    width: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns and rows, and the column that names a row."""

    name: str
    columns: Sequence[Column]
    frame: pd.DataFrame
    key: str | None = None


@dataclass(frozen=True)
class Cut:
    """A text that was longer than a cell holds: where it stands and how long it is."""

    sheet: str
    row: int
    heading: str
    length: int


@dataclass
class Written:
    """What was written: rows a sheet, the parts that long sheets were divided into, cut texts."""

    rows: dict[str, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)


ReadMe = Callable[[Written], Iterable[tuple[str, str]]]


def write_workbook(
    sheets: Sequence[Sheet],
    path: Path,
    read_me: ReadMe,
    first_name: str,
    *,
    most_rows: int = MOST_ROWS,
) -> Written:
    """Write the sheets, before them one named `first_name` with what `read_me` says of them.

    `read_me` gives rows of two: a text, and the name of a sheet to lead to or nothing. A sheet with
    more rows than Excel has goes on in another. Raises OSError where the file can't be written.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # where writing fails, sheets half written are left there
    with TemporaryDirectory(dir=path.parent, prefix=".kopling-") as folder:
        try:
            with xlsxwriter.Workbook(str(path), options | {"tmpdir": folder}) as book:
                book.set_properties({"title": "kopling", "author": "kopling", "created": _CREATED})
                return _filled(book, sheets, read_me, first_name, most_rows)
        except FileCreateError as fault:
            raise OSError(str(fault)) from fault


def _filled(
    book: Any, sheets: Sequence[Sheet], read_me: ReadMe, first_name: str, most_rows: int
) -> Written:
    looks, written = _looks(book), Written()
    first = book.add_worksheet(first_name)
    places = _places(sheets, most_rows)
    for sheet in sheets:
        room = most_rows - 1
        parts = max(1, -(-len(sheet.frame) // room))
        for part in range(parts):
            rows = sheet.frame.iloc[part * room : (part + 1) * room]
            name = sheet.name if part == 0 else f"{sheet.name} ({part + 1})"
            _write_sheet(book.add_worksheet(name), sheet, name, rows, looks, places, written.cuts)
        written.rows[sheet.name] = len(sheet.frame)
        written.parts[sheet.name] = parts
    _write_first(first, read_me(written), looks)
    return written


def _places(sheets: Sequence[Sheet], most_rows: int) -> dict[str, dict[str, str]]:
    """Of each sheet with a key: where the row with a name stands, as Excel's links say it."""
    wanted = {column.goes_to for sheet in sheets for column in sheet.columns}
    room, found = most_rows - 1, {}
    for sheet in sheets:
        if sheet.key and sheet.name in wanted:
            places: dict[str, str] = {}
            for at, name in enumerate(sheet.frame[sheet.key]):
                part = at // room
                shown = sheet.name if part == 0 else f"{sheet.name} ({part + 1})"
                places.setdefault(str(name), f"internal:'{shown}'!A{at % room + 2}")
            found[sheet.name] = places
    return found


def _looks(book: Any) -> dict[str, Any]:
    base = {"valign": "top", "font_name": "Calibri", "font_size": 11}
    looks = {
        name: book.add_format(base | {"num_format": shown})
        for name, shown in _NUMBER_FORMATS.items()
    }
    for name, wraps in ((TEXT, False), (WIDE_TEXT, True)):
        looks[name] = book.add_format(base | {"text_wrap": wraps})
        # Excel's own sign that a cell is text, so that it stays so when somebody edits it
        looks[f"{name} told as text"] = book.add_format(
            base | {"text_wrap": wraps, "quote_prefix": True}
        )
    looks["head"] = book.add_format(
        base | {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#EEEEEE"}
    )
    looks["title"] = book.add_format(base | {"bold": True, "font_size": 14})
    looks["link"] = book.add_format(base | {"font_color": "#0B5394", "underline": 1})
    return looks


def _write_sheet(
    paper: Any,
    sheet: Sheet,
    name: str,
    rows: pd.DataFrame,
    looks: dict[str, Any],
    places: dict[str, dict[str, str]],
    cuts: list[Cut],
) -> None:
    for at, column in enumerate(sheet.columns):
        paper.set_column(at, at, column.width or _WIDTHS[column.look])
        paper.write_string(0, at, column.heading, looks["head"])
        paper.write_comment(0, at, column.note, {"author": "kopling", "x_scale": 2.2})
    paper.freeze_panes(1, 1)
    paper.autofilter(0, 0, max(len(rows), 1), len(sheet.columns) - 1)
    links = 0
    values = [rows[column.name].tolist() for column in sheet.columns]
    for down in range(len(rows)):
        for at, column in enumerate(sheet.columns):
            value = values[at][down]
            if pd.isna(value):
                continue
            place = places.get(column.goes_to or "", {}).get(str(value))
            if place and links < MOST_LINKS:
                paper.write_url(down + 1, at, place, looks["link"], plain(str(value)))
                links += 1
            else:
                cut = _write_cell(paper, down + 1, at, value, column, looks)
                if cut:
                    cuts.append(Cut(name, down + 2, column.heading, cut))


def _write_cell(
    paper: Any, down: int, at: int, value: Any, column: Column, looks: dict[str, Any]
) -> int:
    """Write a value; how long a text was that had to be cut, else 0."""
    if column.words is not None:
        value = column.words.get(str(value), str(value))
    if column.look in _NUMBER_FORMATS and not isinstance(value, str):
        paper.write_number(down, at, float(value), looks[column.look])
        return 0
    text = plain(str(value))
    units = len(text.encode("utf-16-le")) // 2
    shown = text if units <= LONGEST_CELL else _cut(text, units)
    as_text = " told as text" if text.lstrip("'").startswith(_NO_FORMULA) else ""
    look = WIDE_TEXT if column.look == WIDE_TEXT else TEXT
    paper.write_string(down, at, shown, looks[f"{look}{as_text}"])
    return 0 if shown is text else units


def _cut(text: str, units: int) -> str:
    """The text's beginning, as much as fits with words that tell how long it is."""
    told = _(" […] (teksten har {n} tegn, mer enn en celle rommer)").format(n=units)
    room = LONGEST_CELL - len(told)
    kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return kept + told


def _write_first(paper: Any, rows: Iterable[tuple[str, str]], looks: dict[str, Any]) -> None:
    paper.set_column(0, 0, 100)
    for down, (text, sheet) in enumerate(rows):
        if sheet:
            paper.write_url(down, 0, f"internal:'{sheet}'!A1", looks["link"], plain(text))
        else:
            look = looks["title"] if down == 0 else looks[WIDE_TEXT]
            paper.write_string(down, 0, plain(text)[:LONGEST_CELL], look)
