"""A document as it is read: blocks of text and tables in one order, list items apart."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.parsing.markers import Marker, split_items, split_marker

_FURNITURE = ("header", "footer", "page_number")
_LISTED = re.compile(r"^[a-zæøå][.)]\s")
_BULLETED = re.compile(r"^[-–—•▪]\s")
_LONGEST_HEADER = 5
_LONGEST_HEADER_REST = 3
_CLOSED = re.compile(r"[.:;!?»”\")\]]\s*$")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a caption or one list item, without the mark that opens it."""

    text: str
    role: str
    page: int
    passage_ids: tuple[str, ...]
    heading_path: str = ""
    level: int | None = None
    marker: Marker | None = None
    indent: float | None = None

    @property
    def is_heading(self) -> bool:
        """True where the layout sets it as a heading."""
        return self.role == "heading"


@dataclass(frozen=True)
class GridCell:
    """One cell with its words and the passages that hold it (none for an empty cell)."""

    row: int
    column: int
    text: str
    row_span: int
    column_span: int
    page: int
    passage_ids: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table in its place in the reading order; rows in order, each a tuple of its cells."""

    table: int
    page: int
    rows: tuple[tuple[GridCell, ...], ...]
    heading_path: str
    width: int


Flow = tuple[Block | Grid, ...]


def read_flow(passages: pd.DataFrame, cells: pd.DataFrame) -> Flow:
    """One document's passages and cells as blocks and tables in reading order.

    Running heads, running feet and page numbers are left out. A passage that holds several list
    items becomes several blocks; one that a page break has cut is put together again.
    """
    rows = passages.sort_values("block", kind="stable")
    grids = _read_grids(cells, rows)
    in_grid = set(cells["passage_id"].dropna())
    flow: list[Block | Grid] = []
    placed: set[int] = set()
    table_of = {
        p: t for p, t in zip(cells["passage_id"], cells["table"], strict=True) if p is not None
    }
    for row in rows.to_dict("records"):
        if row["role"] in _FURNITURE:
            continue
        if row["passage_id"] in in_grid:
            table = int(table_of[row["passage_id"]])
            if table not in placed:
                placed.add(table)
                flow.append(grids[table])
            continue
        flow.extend(_blocks(row))
    return tuple(_rejoined(flow))


def _blocks(row: Mapping[Hashable, object]) -> Iterator[Block]:
    role = "footnote" if row["is_footnote"] else str(row["role"])
    level = row["level"]
    indent = row["x0"]
    base = Block(
        text=str(row["text"]),
        role=role,
        page=int(str(row["page"])),
        passage_ids=(str(row["passage_id"]),),
        heading_path=str(row["heading_path"]),
        level=None if pd.isna(level) else int(str(level)),  # type: ignore[call-overload]
        indent=None if pd.isna(indent) else float(str(indent)),  # type: ignore[call-overload]
    )
    for piece in [base.text] if role == "heading" else split_items(base.text):
        marker, text = split_marker(piece, is_heading=role == "heading")
        if text:
            yield replace(base, text=text, marker=marker)


def _rejoined(flow: Iterable[Block | Grid]) -> Iterator[Block | Grid]:
    held: Block | None = None
    for item in flow:
        if isinstance(item, Block) and held is not None and _continues(held, item):
            held = replace(
                held,
                text=f"{held.text} {item.text}",
                passage_ids=held.passage_ids + item.passage_ids,
            )
            continue
        if held is not None:
            yield held
            held = None
        if isinstance(item, Block):
            held = item
        else:
            yield item
    if held is not None:
        yield held


def _continues(before: Block, after: Block) -> bool:
    running = ("paragraph", "list_item")
    return (
        before.role in running
        and after.role in running
        and after.marker is None
        and after.role == "paragraph"
        and not _CLOSED.search(before.text)
        and after.text[:1].islower()
    )


def _read_grids(cells: pd.DataFrame, passages: pd.DataFrame) -> dict[int, Grid]:
    paths = dict(zip(passages["passage_id"], passages["heading_path"], strict=True))
    return {
        int(str(table)): _read_grid(int(str(table)), part, paths)
        for table, part in cells.groupby("table", sort=True)
    }


def _read_grid(table: int, cells: pd.DataFrame, paths: dict[str, str]) -> Grid:
    ordered = cells.sort_values(["row", "column"], kind="stable")
    rows: dict[int, list[GridCell]] = {}
    for cell in ordered.to_dict("records"):
        passage = cell["passage_id"]
        rows.setdefault(int(cell["row"]), []).append(
            GridCell(
                row=int(cell["row"]),
                column=int(cell["column"]),
                text=str(cell["text"]).strip(),
                row_span=int(cell["row_span"]),
                column_span=int(cell["column_span"]),
                page=int(cell["page"]),
                passage_ids=() if pd.isna(passage) else (str(passage),),
            )
        )
    held = [passage for passage in ordered["passage_id"] if not pd.isna(passage)]
    return Grid(
        table=table,
        page=int(ordered["page"].iloc[0]),
        rows=_whole_rows(tuple(rows[number]) for number in sorted(rows)),
        heading_path=paths.get(held[0], "") if held else "",
        width=int((ordered["column"] + ordered["column_span"]).max()),
    )


def _whole_rows(rows: Iterable[tuple[GridCell, ...]]) -> tuple[tuple[GridCell, ...], ...]:
    """The rows, each that only carries on the words of the one above put together with it."""
    whole: list[tuple[GridCell, ...]] = []
    page = 0
    for row in rows:
        if whole and _carries_on(whole[-1], row, breaks=row[0].page > page):
            whole[-1] = _joined(whole[-1], row)
        else:
            whole.append(row)
        page = row[0].page
    return tuple(whole)


def _carries_on(above: Sequence[GridCell], row: Sequence[GridCell], *, breaks: bool) -> bool:
    """True for a row that a break has cut off from the one above.

    Each of its cells goes on in the middle of a sentence. At a page break one is enough, where the
    first of them does so or goes on with a list.
    """
    upper = {cell.column: cell.text for cell in above}
    if _is_head(above) and any(len(cell.text.split()) > _LONGEST_HEADER_REST for cell in row):
        # what goes on from a header is a word or two
        return False
    filled = [cell for cell in row if cell.text]
    going_on = [
        cell.text[0].islower()
        and not _LISTED.match(cell.text)
        and _is_unfinished(upper.get(cell.column, ""))
        for cell in filled
    ]
    if not breaks or not going_on or not (going_on[0] or _BULLETED.match(filled[0].text)):
        return bool(going_on) and all(going_on)
    started = [upper[cell.column] for cell, goes in zip(filled, going_on, strict=True) if goes]
    return bool(started) and not any(text[0].islower() for text in started)


def _is_head(row: Sequence[GridCell]) -> bool:
    longest = max(len(cell.text.split()) for cell in row)
    return row[0].row == 0 and longest <= _LONGEST_HEADER


def _is_unfinished(text: str) -> bool:
    return text[-1:].isalnum() or text[-1:] == ","


def _joined(above: tuple[GridCell, ...], row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    below = {cell.column: cell for cell in row if cell.text}
    columns = {cell.column for cell in above}
    whole = tuple(
        replace(
            cell,
            text=f"{cell.text} {below[cell.column].text}".strip(),
            passage_ids=cell.passage_ids + below[cell.column].passage_ids,
        )
        if cell.column in below
        else cell
        for cell in above
    )
    left = (replace(cell, row=above[0].row) for cell in row if cell.column not in columns)
    return tuple(sorted((*whole, *left), key=lambda cell: cell.column))
