"""What `kopling check` says of the registered files' content, and the counts that a run ends with.

Rejects and flags come from reading the files; sums that differ, documents without goals and gaps
in numbering from the last run's tables, as far as there are any.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from pipeline import schemas
from pipeline.extraction import sniffing
from pipeline.extraction.quality import MATTERS, REJECTED, page_list
from pipeline.extraction.read import Extraction, extract_files
from pipeline.omissions import (
    NO_GOALS,
    NOTHING_UNDER,
    NUMBERS_AGAIN,
    NUMBERS_MISSING,
    OF_DOCUMENTS,
    OF_GOALS,
    Omission,
    omissions,
)
from pipeline.params import ExtractionParams, load_running_params, load_stage_params
from pipeline.progress import Step
from pipeline.project import REGISTER_NAME, Finding
from pipeline.register import read_register
from pipeline.reviews.checking import ERROR, NOTE, Doubt, folder_doubts
from pipeline.stage import OUTPUTS, REVIEWS, cache_folder
from pipeline.tables import read_columns, read_table

_UNHELD = "annet"
_LACKS = {
    NO_GOALS: "expected goals in a document of this kind, found none",
    NOTHING_UNDER: "expected goals under each as under the others beside them, found none under",
    NUMBERS_MISSING: "expected goals numbered one after another, found none numbered",
    NUMBERS_AGAIN: "expected each number once, different goals are called",
}
_CONTENTS = {
    sniffing.PDF: (".pdf",),
    sniffing.DOCX: (".docx", ".docm", ".dotx", ".dotm"),
    sniffing.HTML: (".html", ".htm", ".xhtml", ".mht", ".mhtml"),
    sniffing.TEXT: (".txt", ".text", ".md", ".markdown", ".csv", ".tsv"),
}
_CONTENT_WORDS = {
    sniffing.PDF: "a PDF",
    sniffing.DOCX: "a Word file (DOCX)",
    sniffing.HTML: "a web page",
    sniffing.TEXT: "plain text",
}
_NAMED = frozenset(suffix for suffixes in _CONTENTS.values() for suffix in suffixes) | {".doc"}


def check_readings(
    project: Path, on_progress: Callable[[Step], None] | None = None
) -> list[Finding]:
    """What is to be known about how each registered file is read.

    Files are read through the project's cache, so that a run afterwards needn't read them again.
    """
    documents = project / "documents"
    params = load_stage_params(ExtractionParams, "extraction", project / "params.yaml")
    running = load_running_params(project / "params.yaml").model_copy(update={"scheduler": ""})
    register = read_register(documents / REGISTER_NAME)
    paths = [name for name in register["path"] if (documents / name).is_file()]
    kept = cache_folder(project)
    extraction = extract_files(paths, documents, params, on_progress, kept, running)
    return [
        *_rejects(extraction),
        *(_flag(row) for row in extraction.quality.to_dict("records")),
        *_misnamed(extraction.files),
        *_unheld(register, project / OUTPUTS),
        *_omitted(project / OUTPUTS, extraction.files),
        *_sums(project / OUTPUTS, extraction.files),
    ]


def check_reviews(project: Path) -> list[Finding]:
    """What is to be known of the verdicts in `reviews/`, after a run also against its goals."""
    outputs = project / OUTPUTS
    goals = read_table(schemas.GOALS, outputs) if _has(schemas.GOALS, outputs) else None
    return [_of_doubt(doubt) for doubt in folder_doubts(project / REVIEWS, goals)]


def run_counts(outputs: Path) -> str:
    """What a run came to, in one line: documents, goals, decided links, rejects, quality notes."""
    amounts = read_columns(schemas.AMOUNTS, outputs, ("document_id", "is_total", "reconciles"))
    documents = read_columns(schemas.DOCUMENTS, outputs, (*OF_DOCUMENTS, "path"))
    goals = read_columns(schemas.GOALS, outputs, OF_GOALS)
    quality, rejects = read_table(schemas.QUALITY, outputs), read_table(schemas.REJECTS, outputs)
    unread = rejects.loc[rejects["page"].isna(), "path"]
    notes = (
        int((~quality["flag"].isin(REJECTED)).sum())
        + int(_differing(amounts)["document_id"].nunique())
        + len(omissions(documents[~documents["path"].isin(unread)], goals))
    )
    linked = int(read_columns(schemas.LINKS, outputs, ("linked",))["linked"].sum())
    counts = (
        (len(documents), "document"),
        (len(goals), "goal"),
        (linked, "decided link"),
        (len(rejects), "reject"),
        (notes, "quality note"),
    )
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts)


def misnamed(path: str, media_type: str) -> str:
    """What the content is, where the file's name says something else; empty where they agree.

    >>> misnamed("plan.pdf", "text/plain"), misnamed("plan.PDF", "application/pdf")
    ('named .pdf, but its content is plain text, and it is read as that', '')
    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in _NAMED or suffix in _CONTENTS.get(media_type, _NAMED):
        return ""
    return (
        f"named {suffix}, but its content is {_CONTENT_WORDS[media_type]}, and it is read as that"
    )


def flag_words(row: Mapping[Hashable, Any]) -> str:
    """A row of the quality table in a sentence: what was expected, how many, where.

    >>> row = {"flag": "recognised", "detail": "expected text", "count": 2, "share": 0.5}
    >>> flag_words(row | {"pages": "3, 4"})
    'recognised: expected text (2 pages, 50 %: 3, 4)'
    """
    unit = "passage" if row["flag"] == "doubtful_recognition" else "page"
    number = f"{row['count']} {unit}{'' if row['count'] == 1 else 's'}"
    share = "" if pd.isna(row["share"]) else f", {_percent(row['share'])}"
    on = "" if unit == "page" else "on "
    where = f": {on}{row['pages']}" if row["pages"] else ""
    counted = f" ({number}{share}{where})" if row["pages"] else ""
    return f"{row['flag']}: {row['detail']}{counted}"


def flag_summary(rows: Sequence[Mapping[Hashable, Any]]) -> str:
    """A file's flags in a line; empty where rejects say it all.

    >>> flag_summary([{"flag": "recognised", "pages": "1–7"}, {"flag": "repaired", "pages": ""}])
    'recognised (pages 1–7), repaired'
    """
    return ", ".join(
        f"{row['flag']}{_on_pages(str(row['pages']))}"
        for row in rows
        if row["flag"] not in REJECTED
    )


def _on_pages(pages: str) -> str:
    if not pages:
        return ""
    return f" (page {pages})" if pages.isdigit() else f" (pages {pages})"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %") if share >= 0.01 else "under 1 %"


def _of_doubt(doubt: Doubt) -> Finding:
    place = f"{REVIEWS}/{doubt.name}".rstrip("/")
    if doubt.lines:
        place += f", line{'s' if len(doubt.lines) > 1 else ''} {page_list(doubt.lines)}"
    return Finding(doubt.weight == ERROR, place, doubt.message, doubt.weight == NOTE)


def _flag(row: Mapping[Hashable, Any]) -> Finding:
    return Finding(False, f"documents/{row['path']}", flag_words(row), row["flag"] not in MATTERS)


def _rejects(extraction: Extraction) -> Iterator[Finding]:
    """Whole files alone: pages stand among the flags."""
    for row in extraction.rejects[extraction.rejects["page"].isna()].itertuples():
        yield Finding(False, f"documents/{row.path}", f"{row.reason}: {row.detail}")


def _misnamed(files: pd.DataFrame) -> Iterator[Finding]:
    for path, media_type in zip(files["path"], files["media_type"], strict=True):
        words = misnamed(path, media_type)
        if words:
            yield Finding(False, f"documents/{path}", words, is_note=True)


def _unheld(register: pd.DataFrame, outputs: Path) -> Iterator[Finding]:
    """How many documents are of no kind that is held against the plan, in one line."""
    kinds = dict(zip(register["path"], register["kind"], strict=True))
    if _has(schemas.DOCUMENTS, outputs):
        documents = read_table(schemas.DOCUMENTS, outputs)
        told = dict(zip(documents["path"], documents["kind"], strict=True))
        kinds = {path: kind or told.get(path, "") for path, kind in kinds.items()}
    found = sum(kind == _UNHELD for kind in kinds.values())
    if found:
        are, them = ("documents are", "them") if found > 1 else ("document is", "it")
        names = ", ".join(path for path, kind in kinds.items() if kind == _UNHELD)
        message = f"{found} {are} '{_UNHELD}': nothing in {them} is held against the plan unless "
        message += f"you give {'their kinds' if found > 1 else 'its kind'}: {names}"
        yield Finding(False, f"documents/{REGISTER_NAME}", message, is_note=True)


def _omitted(outputs: Path, files: pd.DataFrame) -> Iterator[Finding]:
    """What documents seem to lack, as far as a run has told; not of files that no longer are."""
    if not (_has(schemas.DOCUMENTS, outputs) and _has(schemas.GOALS, outputs)):
        return
    documents = read_table(schemas.DOCUMENTS, outputs)
    paths = dict(zip(files["document_id"], files["path"], strict=True))
    for found in omissions(documents, read_table(schemas.GOALS, outputs)):
        if found.document_id in paths:
            place = f"documents/{paths[found.document_id]}"
            yield Finding(False, place, omission_words(found), is_note=True)


def omission_words(found: Omission) -> str:
    """What a document seems to lack, in a sentence.

    >>> omission_words(Omission("a", "numbers_missing", ("1.2", "1.4")))
    'numbers_missing: expected goals numbered one after another, found none numbered 1.2, 1.4'
    """
    return " ".join([f"{found.flag}: {_LACKS[found.flag]}", ", ".join(found.goals)]).strip()


def _has(table: schemas.Table, outputs: Path) -> bool:
    return (outputs / table.stage / f"{table.name}.parquet").is_file()


def _differing(amounts: pd.DataFrame) -> pd.DataFrame:
    return amounts[amounts["is_total"] & amounts["reconciles"].eq(False).fillna(False)]


def _sums(outputs: Path, files: pd.DataFrame) -> Iterator[Finding]:
    """Documents with totals that their rows don't sum to, as far as a run has told."""
    if not _has(schemas.AMOUNTS, outputs):
        return
    amounts = read_table(schemas.AMOUNTS, outputs)
    differing = _differing(amounts)
    paths = dict(zip(files["document_id"], files["path"], strict=True))
    for document_id, rows in differing.groupby("document_id", sort=True):
        if document_id in paths:
            every = int((amounts["is_total"] & amounts["document_id"].eq(document_id)).sum())
            message = f"tables_differ: expected rows that sum to their total, {len(rows)} of "
            place = f"documents/{paths[document_id]}"
            yield Finding(False, place, f"{message}{every} totals do not", True)
