"""Kinds with a form of their own: source → body. One function for each, one line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.corpus.blocks import Header, Source, statement_text

Body = list[Any]
Statements = Mapping[str, Source]
"""Goals that may be taken over by their id: the common goals and the budget's result goals."""

AGREEMENT_COLUMNS = ["Resultatmål", "Mål for enheten", "Tiltak", "Støtte"]
AGREEMENT_KEYS = ["resultatmål", "enhet", "tiltak", "støtte"]
LABELS = {"enhet": "Mål", "tiltak": "Tiltak", "støtte": "Ansvarlig", "frist": "Frist"}


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
        if part.get("rows") and source.get("form") == "list":
            body += _agreement_list(source, part, statements, numbered_to(body))
        elif part.get("rows"):
            body.append({"table": _agreement_table(source, [part], statements)})
        body += part.get("outro", [])
    return body + list(source.get("closing", []))


def _agreement_table(source: Source, parts: list[Source], statements: Statements) -> Source:
    """Return the table of the parts; where they are several, a band heads each."""
    rows: list[list[Any]] = []
    bands = []
    keys = source.get("keys", AGREEMENT_KEYS)
    for part in parts:
        if len(parts) > 1:
            bands.append(len(rows))
            rows.append([part["title"], *[""] * (len(keys) - 1)])
        rows += [_agreement_row(row, keys, statements) for row in part.get("rows", [])]
    return {
        "columns": source.get("columns", AGREEMENT_COLUMNS),
        "rows": rows,
        "widths": parts[0].get("widths", source.get("widths", [25, 28, 25, 22])),
        "bands": bands,
        "merge_bands": True,
        "splits": source.get("splits", True),
        "repeat_header": source.get("repeat_header", True),
    }


def _agreement_row(row: Source, keys: list[str], statements: Statements) -> list[Any]:
    result = statements[row["ref"]]["text"] if "ref" in row else row.get("resultatmål", "")
    return [result if key == "resultatmål" else row.get(key, "") for key in keys]


def numbered_to(body: Body) -> int:
    """Return how many goals of a list have been laid out so far."""
    return sum(
        isinstance(block, dict) and block.get("label", "").startswith("Mål ") for block in body
    )


def _agreement_list(source: Source, part: Source, statements: Statements, start: int) -> Body:
    """Return a part without a table: «Mål 1 …», then a line each for what belongs to it."""
    labels = {**LABELS, **source.get("labels", {})}
    body: Body = []
    for number, row in enumerate(part["rows"], start + 1):
        goal = row.get("enhet") or statements[row["ref"]]["text"]
        body.append({"label": f"{labels['enhet']} {number}. {_sentence(goal)}"})
        for key in ("tiltak", "støtte", "frist"):
            if row.get(key):
                body.append(f"{labels[key]}: {_sentence(row[key])}")
    return body


def _sentence(value: Any) -> str:
    """Return a cell's words on one line; several points are divided by semicolons."""
    points = value if isinstance(value, list) else [value]
    return "; ".join(point if isinstance(point, str) else statement_text(point) for point in points)


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


def plan_body(source: Source, header: Header, statements: Statements) -> Body:
    """Return a kommuneplan: the chapters before, the goal tree in its own words, those after."""
    words = source["words"]
    body: Body = [{"title": header.title}, *source["before"]]
    for area in source["hovedmål"]:
        body += [{"h1": words["area"].format(**area)}, {"lead": area["intro"]}]
        for goal in area["delmål"]:
            body.append({"h2": words["goal"].format(**goal)})
            body += [goal["why"], {"label": words["points"]}, {"bullets": goal["points"]}]
    return body + list(source["after"])


KINDS: dict[str, Callable[[Source, Header, Statements], Body]] = {
    "lederavtale": agreement_body,
    "innspill": input_body,
    "årsrapport": report_body,
    "kommuneplan": plan_body,
}
