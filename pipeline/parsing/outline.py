"""A document's statements as they are found: each with its kind and what it stands under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.parsing.flow import Block, Grid, GridCell


@dataclass(frozen=True)
class Statement:
    """One section before it has a name; `parent` is the place of another in the same outline."""

    kind: str
    text: str
    page: int
    passage_ids: tuple[str, ...]
    heading_path: str = ""
    number: str | None = None
    part: str | None = None
    parent: int | None = None
    parties: str | None = None
    region: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass
class Outline:
    """Statements in the document's order, added one by one."""

    statements: list[Statement] = field(default_factory=list)

    def add(self, statement: Statement) -> int:
        """The place that the statement got."""
        self.statements.append(statement)
        return len(self.statements) - 1

    def add_block(
        self,
        block: Block,
        kind: str,
        *,
        text: str | None = None,
        number: str | None = None,
        part: str | None = None,
        parent: int | None = None,
        parties: str | None = None,
        region: str | None = None,
    ) -> int:
        """The place of a statement that is this block."""
        return self.add(
            Statement(
                kind=kind,
                text=block.text if text is None else text,
                page=block.page,
                passage_ids=block.passage_ids,
                heading_path=block.heading_path,
                number=number,
                part=part,
                parent=parent,
                parties=parties,
                region=region,
            )
        )

    def extend(self, place: int, block: Block) -> None:
        """Put the block's words at the end of a statement that went on."""
        self.extend_text(place, block.text, block.passage_ids)

    def extend_text(self, place: int, text: str, passage_ids: Sequence[str]) -> None:
        """Put words at the end of a statement, with the passages that they stand in."""
        held = self.statements[place]
        new = tuple(name for name in passage_ids if name not in held.passage_ids)
        self.statements[place] = replace(
            held, text=f"{held.text} {text}".strip(), passage_ids=held.passage_ids + new
        )

    def also_stands_in(self, place: int, passage_ids: Iterable[str]) -> None:
        """Note that a statement is repeated in further passages."""
        self.extend_text(place, "", tuple(passage_ids))


def cell_statement(
    cell: GridCell,
    grid: Grid,
    kind: str,
    *,
    text: str | None = None,
    heading_path: str | None = None,
) -> Statement:
    """A statement that is one cell, or one item in it. The cell must hold a passage."""
    return Statement(
        kind=kind,
        text=cell.text if text is None else text,
        page=cell.page,
        passage_ids=cell.passage_ids,
        heading_path=grid.heading_path if heading_path is None else heading_path,
        table=grid.table,
        row=cell.row,
        column=cell.column,
    )


def row_statement(row: Sequence[GridCell], grid: Grid, kind: str = "tabellrad") -> Statement | None:
    """A table row as one statement, its cells joined by ` | `; nothing for an empty row."""
    filled = [cell for cell in row if cell.text and cell.passage_ids]
    if not filled:
        return None
    return Statement(
        kind=kind,
        text=" | ".join(cell.text for cell in filled),
        page=filled[0].page,
        passage_ids=tuple(name for cell in filled for name in cell.passage_ids),
        heading_path=grid.heading_path,
        table=grid.table,
        row=filled[0].row,
    )


def add_rows(outline: Outline, grid: Grid, *, region: str | None = None) -> None:
    """Each filled row of a table that holds no statements of its own, as a `tabellrad`."""
    for row in grid.rows:
        statement = row_statement(row, grid)
        if statement:
            outline.add(replace(statement, region=region))
