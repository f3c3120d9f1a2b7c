"""What `kopling add` writes into the register where the user has said nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
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
from pipeline.schemas.columns import MUNICIPALITY
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


GUESSABLE = ("kind", "title", MUNICIPALITY, "unit", "area", "year", "year_to", "language")


def guess_rows(
    sources: Sequence[Path],
    given: RegisterRow,
    params: ExtractionParams,
    on_progress: Callable[..., None] | None = None,
    cache: Path | None = None,
    municipalities: Iterable[str] = (),
) -> Guessed:
    """What was given, else what the file's content says; `cache` as in `extract_files`.

    A municipality is guessed among those that the register names, `municipalities`: a project of
    one needs none, and a document that is not sure to be of one of them is asked about by `check`.
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
    firsts = _first_pages(extraction.passages)
    known = [name for name in municipalities if name]
    for sha, document in described.items():
        told_by = firsts.get(str(sha), "")
        document[MUNICIPALITY] = (
            named_municipality(told_by, known) or document[MUNICIPALITY] or None
        )
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


def named_municipality(text: str, known: Iterable[str]) -> str:
    """The one of the known municipalities that the text calls a kommune; empty where not just one.

    >>> named_municipality("Økonomiplan for Nes kommune 2014–2017", ["Nes", "Vik"])
    'Nes'
    >>> named_municipality("Nes kommune og Vik kommune er enige", ["Nes", "Vik"])
    ''
    >>> named_municipality("Sørnes kommunes plan", ["Nes"])
    ''
    """
    found = [
        name
        for name in known
        if re.search(rf"(?<!\w){re.escape(name)} (?:kommune|herad)s?\b", text, re.IGNORECASE)
    ]
    return found[0] if len(found) == 1 else ""


def _first_pages(passages: pd.DataFrame) -> dict[str, str]:
    """The words of each document's first page, by its hash."""
    first = passages[passages["page"].eq(1)]
    texts = first.groupby("document_sha256")["text"].agg(" ".join)
    return dict(zip(map(str, texts.index), texts, strict=True))


def _completed(given: RegisterRow, document: dict[Any, Any]) -> RegisterRow:
    found = {
        name: str(document[name])
        for name in GUESSABLE
        if not getattr(given, name) and pd.notna(document[name])
    }
    return replace(given, **found, guessed=guesses_told(found))
