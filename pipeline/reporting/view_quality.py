"""How well each document was read: its flags in the reader's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.omissions import omissions
from pipeline.reporting.corpus import Corpus, Document, Tables, records
from pipeline.reporting.formats import counted, listed, whole
from pipeline.reporting.words import DOUBT_FLAGS, FLAG_MEANINGS, FLAG_WORDS
from pipeline.speech import gettext as _

_PASSAGES = "doubtful_recognition"
_SUMS = "tables_differ"
_MOST_NAMED = 8


@dataclass(frozen=True)
class QualityRow:
    """One thing to know about how a document was read."""

    title: str
    href: str
    path: str
    word: str
    meaning: str
    where: str
    is_doubt: bool


def quality_rows(corpus: Corpus, tables: Tables) -> tuple[QualityRow, ...]:
    """What is to be known of each document, by path; what may be wrong comes first."""
    by_path = {document.path: document for document in corpus.documents.values()}
    rows = [
        *_flag_rows(corpus, by_path, tables),
        *_omission_rows(corpus, tables),
        *_sum_rows(corpus, tables),
    ]
    return tuple(sorted(rows, key=lambda row: (row.path, not row.is_doubt, row.word)))


def _flag_rows(
    corpus: Corpus, by_path: Mapping[str, Document], tables: Tables
) -> Iterator[QualityRow]:
    for row in records(tables.quality):
        document = by_path.get(row["path"])
        flag = row["flag"]
        meaning = FLAG_MEANINGS.get(flag, row["detail"])
        yield _row(corpus, document, row["path"], flag, meaning, _where(row))


def _where(row: Mapping[str, Any]) -> str:
    """Pages, or passages on pages, as far as they are told."""
    if row["flag"] == _PASSAGES:
        passages = counted(row["count"], "tekststykke", "tekststykker")
        return _("{passages} på side {pages}").format(passages=passages, pages=row["pages"])
    return _("side {pages}").format(pages=row["pages"]) if row["pages"] else _("hele filen")


def _omission_rows(corpus: Corpus, tables: Tables) -> Iterator[QualityRow]:
    """Documents without the goals that their kind or their own numbers make one expect."""
    rejected = set(tables.rejects.loc[tables.rejects["page"].isna(), "path"])
    for found in omissions(tables.documents, tables.goals):
        document = corpus.documents.get(found.document_id)
        if document is None or document.path in rejected:
            continue
        where = listed(found.goals, _MOST_NAMED) or _("hele filen")
        meaning = FLAG_MEANINGS[found.flag]
        yield _row(corpus, document, document.path, found.flag, meaning, where)


def _sum_rows(corpus: Corpus, tables: Tables) -> Iterator[QualityRow]:
    """Documents with totals that are not the sum of their rows."""
    totals = tables.amounts[tables.amounts["is_total"]]
    differing = totals[totals["reconciles"].eq(False).fillna(False)]
    for document_id, rows in differing.groupby("document_id", sort=True):
        document = corpus.documents.get(str(document_id))
        every = int(totals["document_id"].eq(document_id).sum())
        where = _("{part} av {whole}").format(
            part=whole(len(rows)), whole=counted(every, "sum", "summer")
        )
        path = document.path if document else str(document_id)
        yield _row(corpus, document, path, _SUMS, FLAG_MEANINGS[_SUMS], where)


def _row(
    corpus: Corpus, document: Document | None, path: str, flag: str, meaning: str, where: str
) -> QualityRow:
    slug = corpus.document_slugs.get(document.document_id) if document else None
    return QualityRow(
        title=document.title if document else "",
        href=f"dokumenter/{slug}.html" if slug else "",
        path=path,
        word=FLAG_WORDS.get(flag, flag),
        meaning=meaning,
        where=where,
        is_doubt=flag in DOUBT_FLAGS,
    )
