"""One file as read: Arrow tables of its rows, which are kept, sent and joined as they are."""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from pipeline import schemas
from pipeline.extraction.elements import Fault
from pipeline.extraction.quality import Flag, doubtful_flag, with_doubtful
from pipeline.onceonly import tables_from_bytes, tables_to_bytes
from pipeline.tables import arrow_schema

TABLES = (schemas.PASSAGES, schemas.CELLS, schemas.CONTINUED)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file as read: rows of passages, cells and continued passages, and what to know of it.

    `flags` lack what depends on a bound of confidence.
    """

    sha256: str
    media_type: str
    pages: int
    faults: tuple[Fault, ...]
    flags: tuple[Flag, ...]
    passages: pa.Table
    cells: pa.Table
    continued: pa.Table

    def all_faults(self) -> tuple[Fault, ...]:
        """Its faults; that it is empty where it has neither passages nor another."""
        if len(self.passages) or self.faults:
            return self.faults
        return (Fault(None, "empty", "expected text, found none in the file"),)

    def all_flags(self, least_confidence: float) -> list[Flag]:
        """Its flags, with recognised passages of less confidence."""
        sure = self.passages.filter(pa.compute.field("ocr_confidence").is_valid())
        recognised = zip(sure["page"].to_pylist(), sure["ocr_confidence"].to_pylist(), strict=True)
        return with_doubtful(self.flags, doubtful_flag(list(recognised), least_confidence))


def columns_to_document(content: Mapping[str, Any]) -> ReadDocument:
    """The document that `pipeline.extraction.rows.reading_to_columns` tells of."""
    tables = [
        pa.table(dict(zip(schema.names, columns, strict=True)), schema)
        if columns
        else schema.empty_table()
        for schema, columns in zip(_schemata(), content["tables"], strict=True)
    ]
    return _document(content, tables)


def document_to_bytes(document: ReadDocument) -> bytes:
    """To keep or to send: a line of JSON, then the tables."""
    head = {
        "sha256": document.sha256,
        "media_type": document.media_type,
        "pages": document.pages,
        "faults": list(map(asdict, document.faults)),
        "flags": list(map(asdict, document.flags)),
    }
    tables = (document.passages, document.cells, document.continued)
    return json.dumps(head).encode("ascii") + b"\n" + tables_to_bytes(tables)


def document_from_bytes(content: bytes) -> ReadDocument | None:
    """What `document_to_bytes` was given; None where this is something else."""
    head, _, rest = content.partition(b"\n")
    tables = tables_from_bytes(rest, _schemata())
    if tables is None:
        return None
    try:
        return _document(json.loads(head), tables)
    except (ValueError, KeyError, TypeError):
        return None


def result_of(content: Mapping[str, Any]) -> ReadDocument | Fault:
    """What the process that read a file tells: the document, or the fault of the whole file."""
    if "fault" in content:
        return Fault(**content["fault"])
    return columns_to_document(content["reading"])


def result_to_bytes(result: ReadDocument | Fault) -> bytes:
    """A document, or the fault of a whole file, to keep or to send."""
    if isinstance(result, Fault):
        return json.dumps({"fault": asdict(result)}).encode("ascii") + b"\n"
    return document_to_bytes(result)


def result_from_bytes(content: bytes) -> ReadDocument | Fault | None:
    """What `result_to_bytes` was given; None where this is something else."""
    if not content.startswith(b'{"fault":'):
        return document_from_bytes(content)
    try:
        return Fault(**json.loads(content)["fault"])
    except (ValueError, KeyError, TypeError):
        return None


@functools.cache
def _schemata() -> list[pa.Schema]:
    return [arrow_schema(table, whole=False) for table in TABLES]


def _document(head: Mapping[str, Any], tables: Sequence[pa.Table]) -> ReadDocument:
    return ReadDocument(
        head["sha256"],
        head["media_type"],
        head["pages"],
        tuple(Fault(**fault) for fault in head["faults"]),
        tuple(Flag(**{**flag, "pages": tuple(flag["pages"])}) for flag in head["flags"]),
        *tables,
    )
