"""What `kopling check` says of the registered files' content: rejects, flags, sums that differ."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import schemas
from pipeline.extraction.quality import MATTERS, REJECTED
from pipeline.extraction.read import Extraction, extract_files
from pipeline.params import ExtractionParams, load_stage_params
from pipeline.project import REGISTER_NAME, Finding
from pipeline.register import read_register
from pipeline.stage import CACHE, OUTPUTS
from pipeline.tables import read_table


def check_readings(
    project: Path, on_progress: Callable[[int, int, str], None] | None = None
) -> list[Finding]:
    """What is to be known about how each registered file is read.

    Files are read through the project's cache, so that a run afterwards needn't read them again.
    """
    documents = project / "documents"
    params = load_stage_params(ExtractionParams, "extraction", project / "params.yaml")
    registered = read_register(documents / REGISTER_NAME)["path"]
    paths = [name for name in registered if (documents / name).is_file()]
    kept = project / CACHE / "extraction"
    extraction = extract_files(paths, documents, params, on_progress, kept)
    return [
        *_rejects(extraction),
        *(_flag(row) for row in extraction.quality.to_dict("records")),
        *_sums(project / OUTPUTS, extraction.files),
    ]


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


def _flag(row: Mapping[Hashable, Any]) -> Finding:
    return Finding(False, f"documents/{row['path']}", flag_words(row), row["flag"] not in MATTERS)


def _rejects(extraction: Extraction) -> Iterator[Finding]:
    """Whole files alone: pages stand among the flags."""
    for row in extraction.rejects[extraction.rejects["page"].isna()].itertuples():
        yield Finding(False, f"documents/{row.path}", f"{row.reason}: {row.detail}")


def _sums(outputs: Path, files: pd.DataFrame) -> Iterator[Finding]:
    """Documents with totals that their rows don't sum to, as far as a run has told."""
    if not (outputs / schemas.AMOUNTS.stage / f"{schemas.AMOUNTS.name}.parquet").is_file():
        return
    amounts = read_table(schemas.AMOUNTS, outputs)
    differing = amounts[amounts["is_total"] & amounts["reconciles"].eq(False).fillna(False)]
    paths = dict(zip(files["document_id"], files["path"], strict=True))
    for document_id, rows in differing.groupby("document_id", sort=True):
        if document_id in paths:
            every = int((amounts["is_total"] & amounts["document_id"].eq(document_id)).sum())
            message = f"tables_differ: expected rows that sum to their total, {len(rows)} of "
            place = f"documents/{paths[document_id]}"
            yield Finding(False, place, f"{message}{every} totals do not", True)
