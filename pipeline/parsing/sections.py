"""Statements to the sections table, documents to the documents table."""

import json
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path, PurePosixPath

import pandas as pd
import pyarrow as pa

from pipeline.identity import content_id, document_id
from pipeline.language.identify import identify_language
from pipeline.onceonly import Once, Rows, RowsByDocument, joined
from pipeline.parsing.flow import Flow, read_flow
from pipeline.parsing.metadata import describe, flow_texts
from pipeline.parsing.outline import Statement
from pipeline.parsing.registry import parse_document
from pipeline.register import still_guessed
from pipeline.schemas import DOCUMENTS, SECTIONS
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.store import Store, code_key

# what a document's rows rest on beside the document and the register
_CODE = ("parsing", "language", "schemas", "identity.py", "register.py", "onceonly.py")
_PACKAGES = ("snowballstemmer", "wordfreq")


def parse_corpus(
    passages: pd.DataFrame,
    cells: pd.DataFrame,
    files: pd.DataFrame,
    register: pd.DataFrame,
    *,
    include_personal: bool = False,
    cache: Path | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents and sections tables of all files that were read, in the files' order.

    Both tell which municipality each row is of, as the register names it. `cache` is a folder
    where each document's rows are kept by what they rest on.
    """
    rows = {str(row["path"]): row for row in register.to_dict("records")}
    parser = _Parser(passages, cells, include_personal, cache)
    documents: list[pa.Table] = []
    sections: list[pa.Table] = []
    for file in files.drop_duplicates("document_sha256").to_dict("records"):
        document = parser.document(file, rows.get(str(file["path"]), {}))
        documents.append(document)
        sections.append(parser.sections(document.to_pylist()[0]))
    every, parts = joined(documents, DOCUMENTS), joined(sections, SECTIONS)
    of_path = {path: str(row.get(MUNICIPALITY) or "") for path, row in rows.items()}
    every[MUNICIPALITY] = [of_path.get(path, "") for path in every["path"]]
    of_document = dict(zip(every["document_id"], every[MUNICIPALITY], strict=True))
    parts[MUNICIPALITY] = [of_document[document] for document in parts["document_id"]]
    return every, parts


class _Parser:
    """Parses one document after another, or takes what was kept of it.

    What a document is rests on its text, its name and the register's words; its sections on its
    text and kind, so that a file with another name is described anew and not parsed anew.
    """

    def __init__(
        self,
        passages: pd.DataFrame,
        cells: pd.DataFrame,
        include_personal: bool,
        cache: Path | None,
    ) -> None:
        self.texts = RowsByDocument(passages, "document_sha256")
        self.tables = RowsByDocument(cells, "document_sha256")
        self.include_personal = include_personal
        code = code_key(_CODE, _PACKAGES) if cache else ""
        described, parsed = (
            Store(cache, room) if cache else None for room in ("documents", "sections")
        )
        self.described = Once(described, [DOCUMENTS], code)
        self.parsed = Once(parsed, [SECTIONS], code)

    def document(self, file: Mapping[Hashable, object], row: Mapping[Hashable, object]) -> pa.Table:
        """One row of the documents table."""
        sha, path = str(file["document_sha256"]), str(file["path"])
        named = sorted((str(name), str(value)) for name, value in row.items() if name != "path")
        name = PurePosixPath(path).stem
        (found,) = self.described.rows(
            [sha, json.dumps([name, *named]), *self._digests(sha)],
            lambda: [[describe_document(self._flow(sha), file, row)]],
        )
        # where it lies now, and what only the file tells
        return pa.Table.from_pylist(
            [found.to_pylist()[0] | {"path": path, "pages": file["pages"]}], found.schema
        )

    def sections(self, document: Mapping[str, object]) -> pa.Table:
        """The document's rows of the sections table."""
        sha, kind = str(document["document_sha256"]), str(document["kind"])
        area, unit = _or_none(document["area"]), _or_none(document["unit"])

        def parsed() -> list[Rows]:
            statements = parse_document(
                self._flow(sha),
                kind,
                area=area,
                unit=unit,
                include_personal=self.include_personal,
            )
            return [section_rows(statements, document_id(sha))]

        settings = json.dumps([kind, area, unit, self.include_personal])
        return self.parsed.rows([sha, settings, *self._digests(sha)], parsed)[0]

    def _flow(self, sha: str) -> Flow:
        return read_flow(self.texts.rows(sha), self.tables.rows(sha))

    def _digests(self, sha: str) -> tuple[bytes, bytes]:
        return self.texts.digest(sha), self.tables.digest(sha)


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
