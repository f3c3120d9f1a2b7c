"""Statements to the sections table, documents to the documents table."""

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.identity import content_id, document_id
from pipeline.language.alphabet import norwegian_order
from pipeline.language.identify import identify_language
from pipeline.onceonly import HERE, Once, Rows, RowsByDocument, joined
from pipeline.params import RunningParams
from pipeline.parsing.flow import Flow, read_flow
from pipeline.parsing.metadata import describe, flow_texts
from pipeline.parsing.outline import Statement
from pipeline.parsing.registry import parse_document
from pipeline.register import still_guessed
from pipeline.schemas import DOCUMENT_KINDS, DOCUMENTS, SECTIONS
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.store import Store, code_key

# what a document's rows rest on beside the document and the register
_CODE = ("parsing", "language", "schemas", "identity.py", "register.py", "onceonly.py")
_PACKAGES = ("snowballstemmer", "wordfreq")
_PLACE = ("kind", "area", "unit")  # of a document, what its sections rest on beside its text


def parse_corpus(
    passages: pd.DataFrame,
    cells: pd.DataFrame,
    files: pd.DataFrame,
    register: pd.DataFrame,
    *,
    include_personal: bool = False,
    cache: Path | None = None,
    running: RunningParams = HERE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents and sections tables of all files that were read.

    Both tell which municipality each row is of, as the register names it, and are in the order of
    municipality, kind, year and unit, whatever the register's own: so all that follows is the same
    when the register is sorted or a file renamed. `cache` is a folder where each document's rows
    are kept by what they rest on; `running` says how documents are fanned out.
    """
    rows = {str(row["path"]): row for row in register.to_dict("records")}
    of_path = {path: str(row.get(MUNICIPALITY) or "") for path, row in rows.items()}
    read = files.drop_duplicates("document_sha256").to_dict("records")
    corpus = _Corpus(passages, cells, cache, running)
    documents = _in_order(
        corpus.documents(read, [rows.get(str(file["path"]), {}) for file in read]), of_path
    )
    sections = corpus.sections(documents.to_pylist(), include_personal=include_personal)
    every, parts = joined([documents], DOCUMENTS), joined(sections, SECTIONS)
    every[MUNICIPALITY] = [of_path.get(path, "") for path in every["path"]]
    of_document = dict(zip(every["document_id"], every[MUNICIPALITY], strict=True))
    parts[MUNICIPALITY] = [of_document[document] for document in parts["document_id"]]
    return every, parts


@dataclass(frozen=True)
class _Text:
    """A document's rows of PASSAGES and of the table of cells."""

    passages: pd.DataFrame
    cells: pd.DataFrame

    def flow(self) -> Flow:
        """What is read of it, in order."""
        return read_flow(self.passages, self.cells)


@dataclass(frozen=True)
class _Named:
    """A document to describe: its text, its row of FILES, and its row of the register."""

    text: _Text
    file: Mapping[Hashable, object]
    row: Mapping[Hashable, object]


@dataclass(frozen=True)
class _Placed:
    """A document to parse: its text, its row of DOCUMENTS, and whether personal parts are read."""

    text: _Text
    document: Mapping[str, object]
    include_personal: bool


class _Corpus:
    """All documents' texts, described and parsed once each.

    What a document is rests on its text, its name and the register's words; its sections on its
    text and kind, so that a file with another name is described anew and not parsed anew.
    """

    def __init__(
        self,
        passages: pd.DataFrame,
        cells: pd.DataFrame,
        cache: Path | None,
        running: RunningParams,
    ) -> None:
        self.texts = RowsByDocument(passages, "document_sha256")
        self.tables = RowsByDocument(cells, "document_sha256")
        self.running = running
        code = code_key(_CODE, _PACKAGES) if cache else ""
        described, parsed = (
            Store(cache, room) if cache else None for room in ("documents", "sections")
        )
        self.described = Once(described, [DOCUMENTS], code)
        self.parsed = Once(parsed, [SECTIONS], code)

    def documents(
        self,
        files: Sequence[Mapping[Hashable, object]],
        register: Sequence[Mapping[Hashable, object]],
    ) -> pa.Table:
        """The documents table, a row for each file; `register` has the register's row for each."""

        def named(at: int) -> _Named:
            return _Named(self._text(_sha256(files[at])), files[at], register[at])

        asked = (
            (*self._named_by(file), json.dumps(_told(file, row)))
            for file, row in zip(files, register, strict=True)
        )
        found = self.described.each(asked, _described, named, self.running)
        # where each lies now, and what only the file tells
        now = [
            each[0].to_pylist()[0] | {"path": str(file["path"]), "pages": file["pages"]}
            for each, file in zip(found, files, strict=True)
        ]
        return pa.Table.from_pylist(now, self.described.schemas[0])

    def sections(
        self, documents: Sequence[Mapping[str, object]], *, include_personal: bool
    ) -> Iterator[pa.Table]:
        """Each document's rows of the sections table."""

        def placed(at: int) -> _Placed:
            document = documents[at]
            return _Placed(self._text(_sha256(document)), document, include_personal)

        asked = (
            (*self._named_by(document), json.dumps([*map(document.get, _PLACE), include_personal]))
            for document in documents
        )
        for found in self.parsed.each(asked, _parsed, placed, self.running):
            yield found[0]

    def _text(self, sha256: str) -> _Text:
        return _Text(self.texts.rows(sha256), self.tables.rows(sha256))

    def _named_by(self, document: Mapping[Any, object]) -> tuple[str, bytes, bytes]:
        sha256 = _sha256(document)
        return sha256, self.texts.digest(sha256), self.tables.digest(sha256)


def _in_order(documents: pa.Table, municipality_of: Mapping[str, str]) -> pa.Table:
    """The documents by municipality, kind, year and unit, and where these are the same by content.

    Not by where they lie: a file that gets another name stays where it is.
    """
    rows = documents.to_pylist()

    def place(at: int) -> tuple[object, ...]:
        row = rows[at]
        return (
            norwegian_order(municipality_of.get(row["path"], "")),
            DOCUMENT_KINDS.index(row["kind"]),
            row["year"] or 0,
            norwegian_order(row["unit"] or ""),
            row["document_sha256"],
        )

    order = pa.array(sorted(range(len(rows)), key=place), pa.int64())  # also of no document
    return documents.take(order)


def _sha256(document: Mapping[Any, object]) -> str:
    return str(document["document_sha256"])


def _told(file: Mapping[Hashable, object], row: Mapping[Hashable, object]) -> list[object]:
    """The file's name, without where it lies, and what the register tells of it."""
    named = sorted((str(name), str(value)) for name, value in row.items() if name != "path")
    return [PurePosixPath(str(file["path"])).stem, *named]


def _described(given: _Named) -> list[Rows]:
    return [[describe_document(given.text.flow(), given.file, given.row)]]


def _parsed(given: _Placed) -> list[Rows]:
    told = given.document
    statements = parse_document(
        given.text.flow(),
        str(told["kind"]),
        area=_or_none(told["area"]),
        unit=_or_none(told["unit"]),
        include_personal=given.include_personal,
    )
    return [section_rows(statements, document_id(_sha256(told)))]


def describe_document(
    flow: Flow, file: Mapping[object, object], row: Mapping[object, object]
) -> dict[str, object]:
    """One row of the documents table: the register's words first, then what the text says."""
    known = {str(name): str(value) for name, value in row.items() if value and not pd.isna(value)}  # type: ignore[call-overload]
    guess = describe(flow, str(file["path"]), known.get("kind"))
    named = "kind" in known and "kind" not in still_guessed(known)
    year = _whole(known.get("year")) or guess.year
    return {
        "document_id": document_id(str(file["document_sha256"])),
        "document_sha256": file["document_sha256"],
        "path": file["path"],
        "kind": guess.kind,
        "kind_source": "register" if named else "guessed",
        "kind_evidence": guess.kind_evidence,
        "title": known.get("title") or guess.title,
        "unit": known.get("unit") or guess.unit,
        "area": known.get("area"),
        "year": year,
        "year_to": _whole(known.get("year_to"))
        or (None if "year" in known else guess.year_to)
        or _one_year(guess.kind, year),
        "language": known.get("language") or identify_language(flow_texts(flow)),
        "status": known.get("status"),
        "case_number": guess.case_number,
        "archive_number": guess.archive_number,
        "pages": file["pages"],
    }


def section_rows(statements: Sequence[Statement], document: str) -> list[dict[str, object]]:
    """The statements as rows, named by content, parents told by name."""
    names = _names(statements, document)
    return [
        {
            "section_id": names[place],
            "document_id": document,
            "sequence": place,
            "kind": held.kind,
            "part": held.part,
            "number": held.number,
            "parent_section_id": None if held.parent is None else names[held.parent],
            "heading_path": held.heading_path,
            "text": held.text,
            "page": held.page,
            "passage_id": held.passage_ids[0],
            "passage_ids": " ".join(held.passage_ids),
            "parties": held.parties,
            "region": held.region,
            "table": held.table,
            "row": held.row,
            "column": held.column,
        }
        for place, held in enumerate(statements)
    ]


def _names(statements: Sequence[Statement], document: str) -> list[str]:
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for held in statements:
        key = (document, *held.passage_ids, held.kind, held.text)
        names.append(content_id("s", [*key, str(seen[key])]))
        seen[key] += 1
    return names


def _one_year(kind: str, year: int | None) -> int | None:
    return year if kind in ("lederavtale", "årsbudsjett", "årsrapport") else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdigit() else None


def _or_none(value: object) -> str | None:
    return str(value) if value else None
