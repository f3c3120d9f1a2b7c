"""What was read, what was rejected and why, and what the amounts and cases hold."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.reporting.corpus import Corpus, Document, Tables, records
from pipeline.reporting.formats import listed, years
from pipeline.reporting.view_quality import QualityRow, quality_rows
from pipeline.reporting.words import (
    AMOUNT_WORDS,
    KIND_SOURCE_WORDS,
    LANGUAGE_WORDS,
    REASON_WORDS,
)
from pipeline.reporting.words_papers import kind_of_document
from pipeline.schemas import DOCUMENT_KINDS
from pipeline.speech import gettext as _


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
    language_code: str
    pages: int
    goals: int
    amounts: int
    sha256: str
    year: int | None
    reading: str
    is_doubtful: bool


@dataclass(frozen=True)
class KindYears:
    """How many documents of a kind there are for each of the years; None is no year."""

    kind: str
    counts: tuple[int, ...]


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
    remarks: dict[str, list[QualityRow]] = {}
    for row in quality_rows(corpus, tables):
        remarks.setdefault(row.path, []).append(row)
    return tuple(
        _document_row(
            corpus,
            document,
            found[document.document_id],
            amounts[document.document_id],
            remarks.get(document.path, ()),
            is_rejected=document.path in rejected,
        )
        for document in in_reading_order(corpus.documents.values())
    )


def in_reading_order(documents: Iterable[Document]) -> list[Document]:
    """The documents by kind, year and title."""
    return sorted(
        documents, key=lambda d: (DOCUMENT_KINDS.index(d.kind), d.year or 0, d.title, d.path)
    )


def kinds_by_year(
    documents: Sequence[DocumentRow],
) -> tuple[tuple[int | None, ...], tuple[KindYears, ...]]:
    """The years that documents govern from, and each kind with its documents in each of them."""
    found = {row.year for row in documents}
    told = sorted(year for year in found if year is not None)
    columns: tuple[int | None, ...] = (*told, *([None] if None in found else []))
    counts = Counter((row.kind, row.year) for row in documents)
    kinds = dict.fromkeys(row.kind for row in documents)
    return columns, tuple(
        KindYears(kind, tuple(counts[kind, year] for year in columns)) for kind in kinds
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
        number = document.case_number if document else None
        name = _("Sak {number}").format(number=number) if number else _("Sak")
        cases.append(
            CaseView(
                name=name,
                title=document.title if document else "",
                rows=tuple(map(change_row, found)),
                proposal_covers=said_once(found, "proposal_covers"),
                decision_covers=said_once(found, "decision_covers"),
                cautions=said_once(found, "caution"),
            )
        )
    return tuple(sorted(cases, key=lambda case: (page_order(case.name), case.name)))


def said_once(rows: Sequence[Mapping[str, object]], name: str) -> tuple[str, ...]:
    """The values of a column, each once, in order."""
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


def case_order(name: str) -> tuple[int, ...]:
    """A sort key for cases by year and number.

    >>> sorted(["Sak 141/14", "Sak 21/13", "Sak 48/14"], key=case_order)
    ['Sak 21/13', 'Sak 48/14', 'Sak 141/14']
    """
    return page_order(name)[::-1]


def _document_row(
    corpus: Corpus,
    document: Document,
    goals: int,
    amounts: int,
    remarks: Sequence[QualityRow],
    *,
    is_rejected: bool,
) -> DocumentRow:
    doubts = [row.word for row in remarks if row.is_doubt]
    words = list(dict.fromkeys(doubts or [row.word for row in remarks]))
    return DocumentRow(
        title=document.title,
        href=_page(corpus, document.document_id),
        path=document.path,
        kind=kind_of_document(document.kind),
        kind_source=KIND_SOURCE_WORDS[document.kind_source],
        kind_order=DOCUMENT_KINDS.index(document.kind),
        is_guessed=document.kind_source == "guessed",
        is_rejected=is_rejected,
        unit=document.unit or document.area or "",
        period=years(document.year, document.year_to),
        language=LANGUAGE_WORDS[document.language],
        language_code=document.language,
        pages=document.pages,
        goals=goals,
        amounts=amounts,
        sha256=document.document_sha256,
        year=document.year,
        reading=_("avvist") if is_rejected else listed(words) or _("uten anmerkning"),
        is_doubtful=bool(doubts) and not is_rejected,
    )


def _page(corpus: Corpus, document_id: str) -> str:
    slug = corpus.document_slugs.get(document_id)
    return f"dokumenter/{slug}.html" if slug else ""


def change_row(row: Mapping[str, object]) -> ChangeRow:
    """A row of the table of changes."""
    names = ChangeRow.__dataclass_fields__
    values = {name: row[name] for name in names}
    values["area_in_decision"] = values["area_in_decision"] or ""
    return ChangeRow(**values)  # type: ignore[arg-type]
