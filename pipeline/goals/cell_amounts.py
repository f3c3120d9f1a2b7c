"""Amounts told in words in the cells of a table of goals: «investering 6,0 mill. kr»."""

from collections.abc import Collection, Sequence

from pipeline.goals.numbers import text_amounts
from pipeline.goals.records import Amount, Document
from pipeline.goals.table_amounts import Cell, Surroundings
from pipeline.goals.years import money_years


def cell_amounts(
    cells: Sequence[Cell],
    around: Surroundings,
    document: Document,
    table: int,
    told: Collection[str],
) -> list[Amount]:
    """The amounts in words beside the table's goals, each for the longest text of its row.

    `told` are passages whose amounts are told already.
    """
    first = min((cell.row for cell in cells), default=0)
    heads = {cell.column: cell.text for cell in cells if cell.row == first}
    return [
        Amount(
            document_id=document.document_id,
            passage_id=cell.passage_id,
            page=cell.page,
            label=_what_for(cell, cells),
            amount_nok=held.amount_nok,
            status=around.status,
            sequence=around.sequence,
            year=years[0] if len(years) == 1 else None,
            years=years,
            table=table,
            row=cell.row,
            column=cell.column,
            column_label=heads.get(cell.column) or None,
            region=around.region,
        )
        for cell in cells
        if cell.row > first and cell.passage_id is not None and cell.passage_id not in told
        for years in [_years(cell.text, document)]
        for held in text_amounts(cell.text)
    ]


def _years(text: str, document: Document) -> tuple[int, ...]:
    """The years that the cell names, else the one that a budget or an agreement governs."""
    of_one_year = document.kind in ("årsbudsjett", "lederavtale", "årsrapport")
    own = [document.year] if of_one_year and document.year is not None else []
    return tuple(money_years(text) or own)


def _what_for(cell: Cell, cells: Sequence[Cell]) -> str:
    """The longest text beside the amount: the goal."""
    beside = [c.text for c in cells if c.row == cell.row and c.column != cell.column]
    return max(beside, key=len, default="") or cell.text
