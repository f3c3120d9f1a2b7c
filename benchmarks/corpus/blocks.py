"""Blocks: what every source becomes before a layout engine sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Source = dict[str, Any]
"""One YAML file, as `yaml.safe_load` gives it."""

ListKind = Literal["bullet", "dash", "number", "letter"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the highest inside the document."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; `style` is plain, lead, small, title, subtitle, label or remark."""

    text: str
    style: str = "plain"


@dataclass(frozen=True)
class Item:
    """One list item, with the lists that stand under it."""

    text: str
    children: tuple[ListBlock, ...] = ()


@dataclass(frozen=True)
class ListBlock:
    """A list of one kind."""

    kind: ListKind
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """A table of strings; `strong` are bold rows, `bands` rows that head a group.

    `splits` lets rows break across pages; `merge_bands` makes a band one cell across the table.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    numeric: bool = False
    strong: frozenset[int] = frozenset()
    bands: frozenset[int] = frozenset()
    caption: str = ""
    splits: bool = False
    repeat_header: bool = True
    merge_bands: bool = False


@dataclass(frozen=True)
class Box:
    """A sidebar or a frame with a few lines."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """A new page."""


@dataclass(frozen=True)
class Contents:
    """A table of contents, filled in when the pages are known."""


Block = Heading | Paragraph | ListBlock | Table | Box | PageBreak | Contents


@dataclass(frozen=True)
class Header:
    """The register's row for a document, and how it is laid out."""

    path: str
    kind: str
    title: str
    year: int
    engine: str
    date: str
    unit: str = ""
    area: str = ""
    year_to: str = ""
    language: str = "nb"
    status: str = "vedtatt"
    note: str = ""
    running: str = ""
    font: str = "Liberation Sans"
    colour: str = "1F4E5F"
    size: float = 10.5
    landscape: bool = False
    owner: str = "Bjørkevåg kommune"
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def municipality(self) -> str:
        """The name of the municipality whose document it is."""
        return self.owner.removesuffix(" kommune")


def source_to_header(source: Source) -> Header:
    """Return the header of a source; unknown keys are kept in `extra`."""
    given = dict(source["document"])
    known = {key: given.pop(key) for key in list(given) if key in Header.__dataclass_fields__}
    texts = {key: str(known[key]) for key in ("date", "year_to") if key in known}
    return Header(**{**known, **texts, "extra": given})


def statement_text(statement: str | Source) -> str:
    """Return the words of a goal or a point; the planted annotation stays behind.

    >>> statement_text({"text": "Alle leser", "serves": "1.2", "refer": "jf. delmål 1.2"})
    'Alle leser (jf. delmål 1.2)'
    """
    if isinstance(statement, str):
        return statement
    text = str(statement["text"])
    return f"{text} ({statement['refer']})" if statement.get("refer") else text


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Replace `{{name}}` by the computed figure of that name.

    >>> fill("{{sum}} millioner kroner", {"sum": "14,5"})
    '14,5 millioner kroner'
    """
    return re.sub(r"\{\{\s*([^}]+?)\s*\}\}", lambda match: facts[match.group(1)], text)


def fill_everywhere(value: Any, facts: Mapping[str, str]) -> Any:
    """Return `value` with every string in it filled."""
    if isinstance(value, str):
        return fill(value, facts)
    if isinstance(value, list):
        return [fill_everywhere(each, facts) for each in value]
    if isinstance(value, dict):
        return {key: fill_everywhere(each, facts) for key, each in value.items()}
    return value


def walk(value: Any) -> Iterator[Source]:
    """Yield every mapping inside `value`, outermost first, in document order."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from walk(each)


def _points_to_list(points: list[Any], kind: ListKind) -> ListBlock:
    return ListBlock(kind, tuple(_point_to_item(point) for point in points))


def _point_to_item(point: str | Source) -> Item:
    if isinstance(point, str):
        return Item(point)
    children = []
    if "sub" in point:
        children.append(_points_to_list(point["sub"], "letter"))
    if "dashes" in point:
        children.append(_points_to_list(point["dashes"], "dash"))
    return Item(statement_text(point), tuple(children))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(f"- {statement_text(each)}" for each in value)
    return statement_text(value) if isinstance(value, dict) else str(value)


def _table(given: Source) -> Table:
    return Table(
        columns=tuple(str(name) for name in given["columns"]),
        rows=tuple(tuple(_cell(value) for value in row) for row in given["rows"]),
        widths=tuple(given.get("widths", ())),
        numeric=bool(given.get("numeric", False)),
        strong=frozenset(given.get("strong", ())),
        bands=frozenset(given.get("bands", ())),
        caption=str(given.get("caption", "")),
        splits=bool(given.get("splits", False)),
        repeat_header=bool(given.get("repeat_header", True)),
        merge_bands=bool(given.get("merge_bands", False)),
    )


def _goals(given: Source) -> list[Block]:
    goals = given["list"]
    if given.get("style") != "table":
        kind: ListKind = given.get("style", "bullet")
        return [_points_to_list(goals, kind)]
    extra = given.get("columns", ["Resultatmål", "Måltall", "Status"])
    keys = given.get("keys", ["text", "target", "status"])
    rows = [
        [statement_text(goal) if key == "text" else str(goal.get(key, "–")) for key in keys]
        for goal in goals
    ]
    widths = given.get("widths", [60, 20, 20])
    return [_table({"columns": extra, "rows": rows, "widths": widths})]


LISTS: dict[str, ListKind] = {
    "bullets": "bullet",
    "dashes": "dash",
    "numbered": "number",
    "lettered": "letter",
}
STYLES = ("p", "lead", "small", "title", "subtitle", "label", "remark", "right")


def body_to_blocks(body: list[Any]) -> list[Block]:
    """Return the blocks of a body: a list of one-key mappings, or plain strings.

    >>> body_to_blocks([{"h1": "Mål"}, "Slik gikk det."])[1]
    Paragraph(text='Slik gikk det.', style='plain')
    """
    return [block for each in body for block in _entry_to_blocks(each)]


def _entry_to_blocks(entry: str | Source) -> list[Block]:
    if isinstance(entry, str):
        return [Paragraph(entry)]
    ((key, value),) = entry.items()
    if key in ("h1", "h2", "h3"):
        return [Heading(str(value), int(key[1]))]
    if key in STYLES:
        return [Paragraph(str(value), "plain" if key == "p" else key)]
    if key in LISTS:
        return [_points_to_list(value, LISTS[key])]
    if key == "table":
        return [_table(value)]
    if key == "ready":
        return [value]
    if key == "goals":
        return _goals(value)
    if key == "box":
        return [Box(str(value["title"]), tuple(value["text"]))]
    if key == "pagebreak":
        return [PageBreak()]
    if key == "contents":
        return [Contents()]
    raise KeyError(f"unknown block {key!r}; known: h1–h3, {', '.join([*STYLES, *LISTS])} …")
