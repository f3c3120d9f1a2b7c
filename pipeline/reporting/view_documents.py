"""What was read, what was rejected and why, and what the amounts and cases hold."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.reporting.corpus import Corpus, Document, Tables, records
from pipeline.reporting.formats import listed, years
from pipeline.reporting.words import (
    AMOUNT_WORDS,
    KIND_SOURCE_WORDS,
    LANGUAGE_WORDS,
    REASON_WORDS,
)
from pipeline.schemas import DOCUMENT_KINDS


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list."""

    title: str
    href: str
    path: str
    kind: str
    kind_source: str
    kind_order: int
    is_guessed: bool
    is_rejected: bool
    unit: str
    period: str
    language: str
    pages: int
    goals: int
    amounts: int
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
    is_comparable: bool

    @property
    def is_renamed(self) -> bool:
        """True where the decision calls the area something else than the proposal does."""
        names = [name.strip(" :.").casefold() for name in (self.area, self.area_in_decision)]
        return bool(self.area_in_decision) and names[0] != names[1]


@dataclass(frozen=True)
class CaseView:
    """Proposal against decision in one case."""

    name: str
    title: str
    rows: tuple[ChangeRow, ...]
    proposal_covers: tuple[str, ...]
    decision_covers: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class AmountRow:
    """The amounts of one document."""

    document: str
    href: str
    statuses: str
    period: str
    amounts: int
    totals: int
    agree: int
    differ: int
    untold: int


def document_rows(corpus: Corpus, tables: Tables) -> tuple[DocumentRow, ...]:
    """Every document, by kind, year and title; those rejected as a whole are marked."""
    rejected = {row["path"] for row in records(tables.rejects) if row["page"] is None}
    amounts = Counter(tables.amounts["document_id"])
    found = Counter(goal.document_id for goal in corpus.goals.values())
    documents = sorted(
        corpus.documents.values(),
        key=lambda d: (DOCUMENT_KINDS.index(d.kind), d.year or 0, d.title, d.path),
    )
    return tuple(
        _document_row(corpus, document, found[d], amounts[d], is_rejected=document.path in rejected)
        for document in documents
        for d in [document.document_id]
    )


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
        cases.append(
            CaseView(
                name=name,
                title=document.title if document else "",
                rows=tuple(map(_change_row, found)),
                proposal_covers=_said_once(found, "proposal_covers"),
                decision_covers=_said_once(found, "decision_covers"),
                cautions=_said_once(found, "caution"),
            )
        )
    return tuple(sorted(cases, key=lambda case: (page_order(case.name), case.name)))


def _said_once(rows: Sequence[Mapping[str, object]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row[name]) for row in rows if row[name]))


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
                href=_page(corpus, str(document_id)),
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


def _document_row(
    corpus: Corpus, document: Document, goals: int, amounts: int, *, is_rejected: bool
) -> DocumentRow:
    return DocumentRow(
        title=document.title,
        href=_page(corpus, document.document_id),
        path=document.path,
        kind=document.kind,
        kind_source=KIND_SOURCE_WORDS[document.kind_source],
        kind_order=DOCUMENT_KINDS.index(document.kind),
        is_guessed=document.kind_source == "guessed",
        is_rejected=is_rejected,
        unit=document.unit or document.area or "",
        period=years(document.year, document.year_to),
        language=LANGUAGE_WORDS[document.language],
        pages=document.pages,
        goals=goals,
        amounts=amounts,
        sha256=document.document_sha256,
    )


def _page(corpus: Corpus, document_id: str) -> str:
    slug = corpus.document_slugs.get(document_id)
    return f"dokumenter/{slug}.html" if slug else ""


def _change_row(row: dict[str, object]) -> ChangeRow:
    names = ChangeRow.__dataclass_fields__
    values = {name: row[name] for name in names}
    values["area_in_decision"] = values["area_in_decision"] or ""
    return ChangeRow(**values)  # type: ignore[arg-type]
