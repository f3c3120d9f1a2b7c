"""Blocks and tables by hand, as if read from a document."""

from pipeline.parsing.flow import Block, Flow, Grid, GridCell
from pipeline.parsing.markers import split_marker
from pipeline.parsing.outline import Statement


def heading(text: str, level: int = 1) -> Block:
    """A heading."""
    marker, words = split_marker(text, is_heading=True)
    return Block(words, "heading", 1, (f"p_{text}",), level=level, marker=marker)


def line(text: str, role: str = "paragraph", indent: float | None = None) -> Block:
    """A paragraph or a list item, its mark taken off as the reading does."""
    marker, words = split_marker(text)
    role = "list_item" if marker else role
    return Block(words, role, 1, (f"p_{text}",), marker=marker, indent=indent)


def grid(*rows: tuple[str, ...], table: int = 0, spans: bool = True) -> Grid:
    """A table; a row of one text spans the whole width."""
    width = max(len(row) for row in rows)
    return Grid(
        table=table,
        page=1,
        rows=tuple(
            tuple(
                GridCell(
                    row=number,
                    column=column,
                    text=text,
                    row_span=1,
                    column_span=width if len(row) == 1 and spans else 1,
                    page=1,
                    passage_ids=(f"c_{table}_{number}_{column}",) if text else (),
                )
                for column, text in enumerate(row)
            )
            for number, row in enumerate(rows)
        ),
        heading_path="",
        width=width,
    )


def flow(*items: Block | Grid) -> Flow:
    """What a parser reads."""
    return items


def told(statements: list[Statement], *kinds: str) -> list[tuple[str, str | None, str]]:
    """Kind, number and text of the statements of these kinds."""
    return [(s.kind, s.number, s.text) for s in statements if s.kind in kinds]


def parent_number(statements: list[Statement], text: str) -> str | None:
    """The number of the statement that the one with this text stands under."""
    held = next(s for s in statements if s.text == text)
    return None if held.parent is None else statements[held.parent].number
