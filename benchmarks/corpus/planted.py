"""What was planted: read from the annotations beside each goal in the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.corpus.blocks import Header, Source, walk

COLUMNS = (
    "document_path",
    "unit",
    "year",
    "goal_text",
    "objective_plan",
    "objective_number",
    "kind",
    "note",
)
Row = dict[str, str]


def source_to_planted(
    source: Source, header: Header, plans: Mapping[int, str], inherited: Mapping[str, Source]
) -> list[Row]:
    """Return one row for each annotated goal and each objective that it serves."""
    plan = plans.get(header.year, "")
    return [
        row
        for goal in walk(source)
        if "how" in goal or goal.get("ref") in inherited
        for row in _goal_to_rows(goal, header, plan, inherited)
    ]


def _goal_to_rows(
    goal: Source, header: Header, plan: str, inherited: Mapping[str, Source]
) -> Iterator[Row]:
    if goal.get("ref") in inherited:
        parent = inherited[goal["ref"]]
        note = f"resultatmål {goal['ref']} overtatt fra årsbudsjettet"
        yield from _rows(parent, str(parent["text"]), header, plan, note)
    if "how" in goal:
        text = goal.get("enhet") or goal.get("text") or goal.get("resultatmål")
        yield from _rows(goal, str(text), header, plan, str(goal.get("note", "")))


def _rows(goal: Source, text: str, header: Header, plan: str, note: str) -> Iterator[Row]:
    kind = str(goal.get("how", "none"))
    if goal.get("refer"):
        note = "; ".join(filter(None, [note, f"dokumentet sier selv «{goal['refer']}»"]))
    for number in _numbers(goal.get("serves")):
        yield {
            "document_path": header.path,
            "unit": header.unit,
            "year": str(header.year),
            "goal_text": text,
            "objective_plan": str(goal.get("plan", plan)) if number else "",
            "objective_number": number,
            "kind": kind,
            "note": note,
        }


def _numbers(serves: Any) -> list[str]:
    if serves is None:
        return [""]
    return [str(each) for each in serves] if isinstance(serves, list) else [str(serves)]


def council_points(source: Source, header: Header) -> list[Source]:
    """Return the decision points that are marked as the council's own work."""
    return [
        {
            "document_path": header.path,
            "point": str(point.get("point", "")),
            "council": str(point["council"]),
            "text": str(point["text"]),
            **({"proposal": point["proposal"]} if "proposal" in point else {}),
        }
        for point in walk(source)
        if "council" in point and "text" in point
    ]


def inputs_reached(source: Source, header: Header) -> list[Source]:
    """Return the units' inputs and how far each came: none, saksframlegg or vedtak."""
    return [
        {"document_path": header.path, "text": str(each["text"]), "reaches": str(each["reaches"])}
        for each in walk(source)
        if "reaches" in each and "text" in each
    ]


def chain_links(
    source: Source, header: Header, homes: Mapping[str, Mapping[str, str]]
) -> list[Source]:
    """Return each goal that takes up a goal of the document above, with that goal's words."""
    return [
        {
            "document_path": header.path,
            "unit": header.unit,
            "year": header.year,
            "text": str(goal["text"]),
            "from": str(parent),
            "from_document": homes[str(parent)]["document_path"],
            "from_text": homes[str(parent)]["text"],
        }
        for goal in walk(source)
        if "via" in goal and "text" in goal
        for parent in _numbers(goal["via"])
    ]


def resourced(source: Source, header: Header) -> list[Source]:
    """Return each goal whose money is planted: fresh, within frame or none, and its line."""
    return [
        {
            "document_path": header.path,
            "id": str(goal.get("id", "")),
            "text": str(goal["text"]),
            "money": str(goal["money"]),
            "line": str(goal.get("line", "")),
        }
        for goal in walk(source)
        if "money" in goal and "text" in goal
    ]


def orphans(source: Source, header: Header) -> list[Source]:
    """Return each goal that serves no objective and has a reason for it."""
    return [
        {
            "document_path": header.path,
            "unit": header.unit,
            "text": str(goal["text"]),
            "reason": str(goal["orphan"]),
        }
        for goal in walk(source)
        if "orphan" in goal and "text" in goal
    ]
