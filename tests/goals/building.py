"""Tables, sections and documents by hand."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipeline.goals.records import Amount, Document
from pipeline.goals.table_amounts import Cell, Surroundings, table_amounts, with_totals_checked


def document(kind: str = "bystyresak", **known: Any) -> Document:
    """A document of a kind, all else unknown unless told."""
    fields = dict.fromkeys(("unit", "area", "year", "year_to", "status"))
    fixed = {"document_id": "d", "document_sha256": "0" * 64, "language": "nb"}
    return Document(kind=kind, **{**fields, **fixed, **known})  # type: ignore[arg-type]


def cells(*rows: Sequence[str]) -> list[Cell]:
    """A table's cells; an empty text is an empty cell."""
    return [
        Cell(r, c, text, 1, f"c{r}{c}" if text else None)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]


UNIT = "Tall i millioner kroner"


def amounts(
    *rows: Sequence[str],
    kind: str = "bystyresak",
    unit: str = "Tall i millioner kroner",
    **known: Any,
) -> list[Amount]:
    """A table's amounts, totals checked, with the unit told in its caption."""
    around = Surroundings(sequence=0, status="proposal", captions=(unit,) if unit else ())
    return with_totals_checked(table_amounts(cells(*rows), around, document(kind, **known), 0))


def figures(found: Sequence[Amount]) -> list[tuple[str, int | None, float]]:
    """Label, year and million kroner."""
    return [(a.label, a.year, float(a.amount_nok / Decimal(1_000_000))) for a in found]


def section(kind: str, text: str, **known: Any) -> dict[str, Any]:
    """A row of the sections table, all else empty unless told."""
    names = ("part", "number", "parent_section_id", "parties", "region", "table", "row", "column")
    fixed = {
        "section_id": f"s_{text}",
        "document_id": "d",
        "sequence": 0,
        "heading_path": "",
        "page": 1,
        "passage_id": f"p_{text}",
        "passage_ids": f"p_{text}",
    }
    return dict.fromkeys(names) | fixed | {"kind": kind, "text": text} | known
