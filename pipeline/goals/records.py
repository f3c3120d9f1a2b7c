"""What the stage's functions hand each other: a document, an amount."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Document:
    """What the goals stage needs to know of a document."""

    document_id: str
    document_sha256: str
    kind: str
    unit: str | None
    area: str | None
    year: int | None
    year_to: int | None
    language: str
    status: str | None


@dataclass(frozen=True)
class Amount:
    """One amount of money in its place; `amount_nok` in whole kroner."""

    document_id: str
    passage_id: str
    page: int
    label: str
    amount_nok: Decimal
    status: str
    sequence: int
    area: str | None = None
    year: int | None = None
    years: tuple[int, ...] = ()
    is_total: bool = False
    reconciles: bool | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    column_label: str | None = None
    region: str | None = None
    section_id: str | None = None
    is_area_row: bool = False
    words: str = ""
