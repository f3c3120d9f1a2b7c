"""All documents' goals, amounts and changes as tables."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.goals.goal_rows import section_goals
from pipeline.goals.money import amount_rows, document_money
from pipeline.goals.records import Document
from pipeline.goals.table_amounts import Cell
from pipeline.onceonly import HERE, Once, Rows, RowsByDocument, joined
from pipeline.params import RunningParams
from pipeline.schemas import AMOUNTS, CHANGES, GOALS, Table
from pipeline.store import Store, code_key

# what a document's rows rest on beside the document and the register's areas
CODE = ("goals", "language", "schemas", "identity.py", "onceonly.py")
_PACKAGES = ("snowballstemmer", "wordfreq")


def corpus_goals(
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    *,
    shortest_words: int,
    longest_words: int,
    cache: Path | None = None,
    running: RunningParams = HERE,
) -> pd.DataFrame:
    """The goals table: every document's goals, in the documents' order.

    `cache` is a folder where each document's rows are kept by what they rest on; `running` says
    how documents are fanned out.
    """
    held = list(read_documents(documents))
    known = known_areas(held)
    parts = RowsByDocument(sections, "document_id")
    bounds = (shortest_words, longest_words)

    def given(at: int) -> _Goals:
        return _Goals(held[at], parts.rows(held[at].document_id), known, *bounds)

    asked = (
        (json.dumps([asdict(document), known, *bounds]), parts.digest(document.document_id))
        for document in held
    )
    found = _once(cache, "goals", [GOALS]).each(asked, _goals_of, given, running)
    return joined((goals for (goals,) in found), GOALS)


def corpus_money(
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    cells: pd.DataFrame,
    *,
    cache: Path | None = None,
    running: RunningParams = HERE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The amounts and changes tables; `cache` and `running` as in `corpus_goals`."""
    held = list(read_documents(documents))
    known = known_areas(held)
    parts = RowsByDocument(sections, "document_id")
    tables = RowsByDocument(cells, "document_sha256")

    def given(at: int) -> _Money:
        document = held[at]
        own, grid = parts.rows(document.document_id), tables.rows(document.document_sha256)
        return _Money(document, own, grid, known)

    asked = (
        (
            json.dumps([asdict(document), known]),
            parts.digest(document.document_id),
            tables.digest(document.document_sha256),
        )
        for document in held
    )
    once = _once(cache, "amounts", [AMOUNTS, CHANGES])
    found = list(once.each(asked, _money_of, given, running))
    return (
        joined((amounts for amounts, _ in found), AMOUNTS),
        joined((changes for _, changes in found), CHANGES),
    )


@dataclass(frozen=True)
class _Goals:
    """A document with its rows of SECTIONS, and how goals are found in them."""

    document: Document
    sections: pd.DataFrame
    areas: Sequence[str]
    shortest_words: int
    longest_words: int


@dataclass(frozen=True)
class _Money:
    """A document with its rows of SECTIONS and of the table of cells."""

    document: Document
    sections: pd.DataFrame
    cells: pd.DataFrame
    areas: Sequence[str]


def _goals_of(given: _Goals) -> list[Rows]:
    return [
        section_goals(
            _records(given.sections),
            given.document,
            shortest_words=given.shortest_words,
            longest_words=given.longest_words,
            areas=given.areas,
        )
    ]


def _money_of(given: _Money) -> list[Rows]:
    own, document = _records(given.sections), given.document
    grid = cells_told(_cells(given.cells), own, document)
    money = document_money(own, grid, document, given.areas)
    return [amount_rows(money.amounts), money.changes]


def _once(cache: Path | None, room: str, tables: Sequence[Table]) -> Once:
    if cache is None:
        return Once(None, tables, "")
    return Once(Store(cache, room), tables, code_key(CODE, _PACKAGES))


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
    """The tjenesteområder that the register names, each once, in an order of their own."""
    return sorted({document.area for document in documents if document.area})


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


def _cells(cells: pd.DataFrame) -> list[tuple[int, Cell]]:
    """Each cell with the number of its table."""
    return [
        (
            row["table"],
            Cell(
                row=row["row"],
                column=row["column"],
                text=row["text"],
                page=row["page"],
                passage_id=row["passage_id"],
                column_span=row["column_span"],
            ),
        )
        for row in _records(cells)
    ]


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
