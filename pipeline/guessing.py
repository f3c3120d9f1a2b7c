"""What `kopling add` writes into the register where the user has said nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.checking import misnamed
from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams
from pipeline.parsing.sections import parse_corpus
from pipeline.register import REGISTER_COLUMNS, RegisterRow, guesses_told
from pipeline.schemas import DOCUMENTS
from pipeline.tables import check_table


@dataclass(frozen=True)
class Guessed:
    """A register row for each file, and for those that can't be read the reason.

    `evidence` holds the words that each file's kind was guessed from, `misnamed` what the content
    of a file is whose name says something else.
    """

    rows: dict[Path, RegisterRow]
    unreadable: dict[Path, str]
    evidence: dict[Path, str] = field(default_factory=dict)
    misnamed: dict[Path, str] = field(default_factory=dict)


GUESSABLE = ("kind", "title", "unit", "area", "year", "year_to", "language")


def guess_rows(
    sources: Sequence[Path],
    given: RegisterRow,
    params: ExtractionParams,
    on_progress: Callable[..., None] | None = None,
    cache: Path | None = None,
) -> Guessed:
    """What was given, else what the file's content says; `cache` as in `extract_files`.

    `guessed` keeps the fields that rest on the content, with their values. A file that can't be
    read keeps what was given.
    """
    extraction = extract_files(sources, None, params, on_progress, cache)
    register = pd.DataFrame(
        [
            {name: getattr(given, name) for name in REGISTER_COLUMNS} | {"path": path}
            for path in extraction.files["path"]
        ],
        columns=list(REGISTER_COLUMNS),
    )
    documents, _ = parse_corpus(extraction.passages, extraction.cells, extraction.files, register)
    described = check_table(documents, DOCUMENTS).set_index("document_sha256").to_dict("index")
    hashes = dict(zip(extraction.files["path"], extraction.files["document_sha256"], strict=True))
    rows = {
        source: _completed(given, described[hashes[str(source)]])
        if str(source) in hashes
        else given
        for source in sources
    }
    whole = extraction.rejects[extraction.rejects["page"].isna()]
    reasons = dict(zip(whole["path"], whole["reason"], strict=True))
    unreadable = {path: reasons[str(path)] for path in sources if str(path) in reasons}
    types = dict(zip(extraction.files["path"], extraction.files["media_type"], strict=True))
    names = {source: misnamed(str(source), types.get(str(source), "")) for source in sources}
    told = {
        source: str(described[hashes[str(source)]]["kind_evidence"])
        for source in sources
        if str(source) in hashes
        and not given.kind
        and pd.notna(described[hashes[str(source)]]["kind_evidence"])
    }
    return Guessed(rows, unreadable, told, {path: says for path, says in names.items() if says})


def _completed(given: RegisterRow, document: dict[Any, Any]) -> RegisterRow:
    found = {
        name: str(document[name])
        for name in GUESSABLE
        if not getattr(given, name) and pd.notna(document[name])
    }
    return replace(given, **found, guessed=guesses_told(found))
