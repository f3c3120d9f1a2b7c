"""What was read, what was rejected and why, and what the amounts and cases hold."""

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from pipeline.reporting.corpus import Corpus, Document, Tables, records
from pipeline.reporting.format_nb import listed, years
from pipeline.reporting.words_nb import (
    AMOUNT_WORDS,
    KIND_SOURCE_WORDS,
    LANGUAGE_WORDS,
    REASON_WORDS,
)


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list."""

    title: str
    path: str
    kind: str
    kind_source: str
    is_guessed: bool
    unit: str
    period: str
    language: str
    pages: int
    goals: int
    sha256: str


@dataclass(frozen=True)
class RejectRow:
    """A file or a page that could not be read."""

    path: str
    page: int | None
    reason: str
    detail: str


@dataclass(frozen=True)
class ChangeRow:
    """One area in a case: proposed, decided, and the difference."""

    area: str
    area_in_decision: str
    proposal_nok: float | None
    decision_nok: float | None
    difference_nok: float | None
    proposal_covers: str
    decision_covers: str
    is_comparable: bool


@dataclass(frozen=True)
class CaseView:
    """Proposal against decision in one case."""

    name: str
    title: str
    rows: tuple[ChangeRow, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class AmountRow:
    """The amounts of one document."""

    document: str
    statuses: str
    period: str
    amounts: int
    totals: int
    agree: int
    differ: int
    untold: int


def document_rows(corpus: Corpus) -> tuple[DocumentRow, ...]:
    """Every document that was read, by kind, year and title."""
    found = Counter(goal.document_id for goal in corpus.goals.values())
    documents = sorted(
        corpus.documents.values(), key=lambda d: (d.kind, d.year or 0, d.title, d.path)
    )
    return tuple(_document_row(document, found[document.document_id]) for document in documents)


def reject_rows(rejects: pd.DataFrame) -> tuple[RejectRow, ...]:
    """Every reject, by file and page, whole files first."""
    rows = [
        RejectRow(r["path"], r["page"], REASON_WORDS.get(r["reason"], r["reason"]), r["detail"])
        for r in records(rejects)
    ]
    return tuple(sorted(rows, key=lambda row: (row.page is not None, row.path, row.page or 0)))


def case_views(corpus: Corpus, changes: pd.DataFrame) -> tuple[CaseView, ...]:
    """Each case that has a proposal and a decision, with its cautions said once."""
    cases = []
    for document_id, rows in changes.groupby("document_id", sort=True):
        document = corpus.documents.get(str(document_id))
        found = records(rows)
        name = f"Sak {document.case_number}" if document and document.case_number else "Sak"
        cautions = tuple(dict.fromkeys(str(r["caution"]) for r in found if r["caution"]))
        title = document.title if document else ""
        cases.append(CaseView(name, title, tuple(map(_change_row, found)), cautions))
    return tuple(sorted(cases, key=lambda case: (page_order(case.name), case.name)))


def amount_rows(corpus: Corpus, tables: Tables) -> tuple[AmountRow, ...]:
    """The amounts found in each document, and whether its totals agree with their rows."""
    rows = []
    for document_id, found in tables.amounts.groupby("document_id", sort=True):
        document = corpus.documents.get(str(document_id))
        totals = found[found["is_total"]]
        budget_years = found["year"].dropna()
        rows.append(
            AmountRow(
                document=document.title if document else str(document_id),
                statuses=listed([AMOUNT_WORDS[s] for s in sorted(set(found["status"]))]),
                period=years(int(budget_years.min()), int(budget_years.max()))
                if len(budget_years)
                else "",
                amounts=len(found),
                totals=len(totals),
                agree=int(totals["reconciles"].eq(True).sum()),
                differ=int(totals["reconciles"].eq(False).sum()),
                untold=int(totals["reconciles"].isna().sum()),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.document, row.period)))


def page_order(number: str) -> tuple[int, ...]:
    """Digits of a name as numbers, for sorting.

    >>> page_order("sak 48/14")
    (48, 14)
    """
    return tuple(int(digits) for digits in re.findall(r"\d+", number))


def _document_row(document: Document, goals: int) -> DocumentRow:
    return DocumentRow(
        title=document.title,
        path=document.path,
        kind=document.kind,
        kind_source=KIND_SOURCE_WORDS[document.kind_source],
        is_guessed=document.kind_source == "guessed",
        unit=document.unit or document.area or "",
        period=years(document.year, document.year_to),
        language=LANGUAGE_WORDS[document.language],
        pages=document.pages,
        goals=goals,
        sha256=document.document_sha256,
    )


def _change_row(row: dict[str, object]) -> ChangeRow:
    names = ChangeRow.__dataclass_fields__
    values = {name: row[name] for name in names}
    for name in ("area_in_decision", "proposal_covers", "decision_covers"):
        values[name] = values[name] or ""
    return ChangeRow(**values)  # type: ignore[arg-type]
