"""All documents' goals, amounts and changes as tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.goals.goal_rows import section_goals
from pipeline.goals.money import amount_rows, document_money
from pipeline.goals.records import Document
from pipeline.goals.table_amounts import Cell
from pipeline.schemas import AMOUNTS, CHANGES, GOALS


def corpus_goals(
    documents: pd.DataFrame, sections: pd.DataFrame, *, shortest_words: int, longest_words: int
) -> pd.DataFrame:
    """The goals table: every document's goals, in the documents' order."""
    rows: list[dict[str, object]] = []
    parts = _by_document(sections)
    held = list(read_documents(documents))
    for document in held:
        rows += section_goals(
            parts.get(document.document_id, []),
            document,
            shortest_words=shortest_words,
            longest_words=longest_words,
            areas=known_areas(held),
        )
    return pd.DataFrame(rows, columns=list(GOALS.schema.columns))


def corpus_money(
    documents: pd.DataFrame, sections: pd.DataFrame, cells: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The amounts and changes tables."""
    amounts: list[dict[str, object]] = []
    changes: list[dict[str, object]] = []
    parts, tables = _by_document(sections), _cells_by_document(cells)
    held = list(read_documents(documents))
    known = known_areas(held)
    for document in held:
        own = parts.get(document.document_id, [])
        money = document_money(
            own,
            cells_told(tables.get(document.document_sha256, []), own, document),
            document,
            known,
        )
        amounts += amount_rows(money.amounts)
        changes += money.changes
    return (
        pd.DataFrame(amounts, columns=list(AMOUNTS.schema.columns)),
        pd.DataFrame(changes, columns=list(CHANGES.schema.columns)),
    )


def cells_told(
    cells: Sequence[tuple[int, Cell]], sections: Sequence[Mapping[str, Any]], document: Document
) -> list[tuple[int, Cell]]:
    """The cells to read amounts in: of a lederavtale those that its sections hold.

    What the sections leave out there is the leader's own part.
    """
    if document.kind != "lederavtale":
        return list(cells)
    told = {name for section in sections for name in str(section["passage_ids"]).split()}
    return [(table, cell) for table, cell in cells if cell.passage_id in told]


def known_areas(documents: Iterable[Document]) -> list[str]:
    """The tjenesteområder that the register names, each once."""
    return list(dict.fromkeys(document.area for document in documents if document.area))


def read_documents(documents: pd.DataFrame) -> Iterable[Document]:
    """The documents table as records, missing values as None."""
    for row in _records(documents):
        yield Document(
            document_id=row["document_id"],
            document_sha256=row["document_sha256"],
            kind=row["kind"],
            unit=row["unit"],
            area=row["area"],
            year=row["year"],
            year_to=row["year_to"],
            language=row["language"],
            status=row["status"],
        )


def _by_document(sections: pd.DataFrame) -> dict[str, list[Mapping[str, Any]]]:
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for row in _records(sections):
        parts.setdefault(row["document_id"], []).append(row)
    return parts


def _cells_by_document(cells: pd.DataFrame) -> dict[str, list[tuple[int, Cell]]]:
    tables: dict[str, list[tuple[int, Cell]]] = {}
    for row in _records(cells):
        cell = Cell(
            row=row["row"],
            column=row["column"],
            text=row["text"],
            page=row["page"],
            passage_id=row["passage_id"],
            column_span=row["column_span"],
        )
        tables.setdefault(row["document_sha256"], []).append((row["table"], cell))
    return tables


def _records(frame: pd.DataFrame) -> Sequence[dict[str, Any]]:
    """Rows as plain Python values; whatever is missing is None."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return int(value) if hasattr(value, "__index__") and not isinstance(value, bool) else value
