"""Kinds with a form of their own: source → body. One function for each, one line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.corpus.blocks import Header, Source

Body = list[Any]
Statements = Mapping[str, Source]
"""Goals that may be taken over by their id: the common goals and the budget's result goals."""

AGREEMENT_COLUMNS = ["Resultatmål", "Mål for enheten", "Tiltak", "Støtte"]


def agreement_body(source: Source, header: Header, statements: Statements) -> Body:
    """Return a lederavtale: title, preamble, five parts with a table each, signatures."""
    body: Body = [
        {"title": f"{source.get('heading', 'Lederavtale')} {header.year}"},
        {"subtitle": header.unit},
        *source.get("intro", []),
    ]
    if source.get("one_table"):
        body.append({"table": _agreement_table(source, source["parts"], statements)})
        return body + list(source.get("closing", []))
    for part in source["parts"]:
        body.append({"h1": part["title"]})
        body += part.get("intro", [])
        if part.get("rows"):
            body.append({"table": _agreement_table(source, [part], statements)})
        body += part.get("outro", [])
    return body + list(source.get("closing", []))


def _agreement_table(source: Source, parts: list[Source], statements: Statements) -> Source:
    """Return the four-column table of the parts; where they are several, a band heads each."""
    rows: list[list[Any]] = []
    bands = []
    for part in parts:
        if len(parts) > 1:
            bands.append(len(rows))
            rows.append([part["title"], "", "", ""])
        rows += [_agreement_row(row, statements) for row in part.get("rows", [])]
    return {
        "columns": source.get("columns", AGREEMENT_COLUMNS),
        "rows": rows,
        "widths": parts[0].get("widths", [25, 28, 25, 22]),
        "bands": bands,
        "merge_bands": True,
        "splits": source.get("splits", True),
        "repeat_header": source.get("repeat_header", True),
    }


def _agreement_row(row: Source, statements: Statements) -> list[Any]:
    result = statements[row["ref"]]["text"] if "ref" in row else row.get("resultatmål", "")
    return [result, row.get("enhet", ""), row.get("tiltak", ""), row.get("støtte", "")]


def input_body(source: Source, header: Header, statements: Statements) -> Body:
    """Return innspill from the units: a table of status, challenges and proposals a theme."""
    columns = source.get("columns", ["Status", "Utfordringer", "Foreslåtte tiltak fra enhetene"])
    body: Body = [{"title": header.title}, *source.get("intro", [])]
    for section in source["sections"]:
        body.append({"h1": section["title"]})
        body += section.get("intro", [])
        rows = [[row["status"], row["utfordringer"], row["tiltak"]] for row in section["rows"]]
        body.append(
            {"table": {"columns": columns, "rows": rows, "widths": [30, 34, 36], "splits": True}}
        )
    return body + list(source.get("closing", []))


def report_body(source: Source, header: Header, statements: Statements) -> Body:
    """Return an årsrapport: its body, where a `results` entry becomes a table by result goal."""
    return [
        {"table": _results_table(entry["results"], statements)}
        if isinstance(entry, dict) and "results" in entry
        else entry
        for entry in source["body"]
    ]


def _results_table(rows: list[Source], statements: Statements) -> Source:
    columns = ["Resultatmål", "Mål", "Resultat", "Vurdering"]
    cells = [
        [
            statements[row["ref"]]["text"] if "ref" in row else row["text"],
            row.get("mål", "–"),
            row.get("resultat", "–"),
            row.get("vurdering", ""),
        ]
        for row in rows
    ]
    return {"columns": columns, "rows": cells, "widths": [40, 14, 14, 32]}


def plain_body(source: Source, header: Header, statements: Statements) -> Body:
    """Return the body as it stands."""
    return list(source["body"])


KINDS: dict[str, Callable[[Source, Header, Statements], Body]] = {
    "lederavtale": agreement_body,
    "innspill": input_body,
    "årsrapport": report_body,
}
