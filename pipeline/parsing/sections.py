"""Statements to the sections table, documents to the documents table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pipeline.identity import content_id, document_id
from pipeline.language.identify import identify_language
from pipeline.parsing.flow import Flow, read_flow
from pipeline.parsing.metadata import describe, flow_texts
from pipeline.parsing.outline import Statement
from pipeline.parsing.registry import parse_document
from pipeline.register import still_guessed
from pipeline.schemas import DOCUMENTS, SECTIONS
from pipeline.schemas.columns import MUNICIPALITY


def parse_corpus(
    passages: pd.DataFrame,
    cells: pd.DataFrame,
    files: pd.DataFrame,
    register: pd.DataFrame,
    *,
    include_personal: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents and sections tables of all files that were read, in the files' order.

    Both tell which municipality each row is of, as the register names it.
    """
    rows = {str(row["path"]): row for row in register.to_dict("records")}
    texts = dict(tuple(passages.groupby("document_sha256", sort=False)))
    tables = dict(tuple(cells.groupby("document_sha256", sort=False)))
    documents: list[dict[str, object]] = []
    sections: list[dict[str, object]] = []
    seen: set[str] = set()
    for file in files.to_dict("records"):
        sha = str(file["document_sha256"])
        if sha in seen:
            continue
        seen.add(sha)
        flow = read_flow(texts.get(sha, passages.iloc[:0]), tables.get(sha, cells.iloc[:0]))
        document = describe_document(flow, file, rows.get(str(file["path"]), {}))
        documents.append(document)
        statements = parse_document(
            flow,
            str(document["kind"]),
            area=_or_none(document["area"]),
            unit=_or_none(document["unit"]),
            include_personal=include_personal,
        )
        of = {MUNICIPALITY: document[MUNICIPALITY]}
        rows_of_sections = section_rows(statements, str(document["document_id"]))
        sections.extend(row | of for row in rows_of_sections)
    return (
        frame_of(documents, DOCUMENTS.whole_schema.columns),
        frame_of(sections, SECTIONS.whole_schema.columns),
    )


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
        MUNICIPALITY: known.get(MUNICIPALITY, ""),
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


def frame_of(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> pd.DataFrame:
    """The rows as a frame with these columns, also where there are no rows."""
    return pd.DataFrame(list(rows), columns=list(columns))


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
