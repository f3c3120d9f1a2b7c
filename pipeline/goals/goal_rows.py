"""Sections to goals: what may serve or be served, with its parent, measures and support."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pipeline.goals.clarity import (
    has_deadline,
    has_target,
    names_time,
    numbers_named,
    plan_reference,
    split_reference,
)
from pipeline.goals.nothing import says_nothing_is_done
from pipeline.goals.records import Document
from pipeline.goals.table_areas import table_area
from pipeline.goals.targets import Target, deadline_year, read_target
from pipeline.identity import goal_id
from pipeline.language.areas import kostra_area
from pipeline.language.identify import identify_language

Section = Mapping[str, Any]

# Told by the document's own labels or numbers: kept whatever their length.
_NAMED = (
    *("visjon", "hovedmål", "delmål", "grep", "resultatmål", "enhetsmål", "utviklingsmål"),
    *("vedtakspunkt", "innstillingspunkt", "underpunkt"),
)
_TOLD_BY_WORDS = ("strategi", "mål", "forslag", "merknad", "tiltak")
_WILL = ("strategi", "mål", "forslag", "tiltak")
_SERVING = {
    "tiltak": "measure",
    "støtte": "support",
    "ansvar": "responsible",
    "indikator": "indicator",
    "frist": "deadline",
    "målreferanse": "reference",
}
_AGREEMENT_GOALS = ("resultatmål", "enhetsmål", "utviklingsmål")
_SEPARATOR = "; "


def section_goals(
    sections: Sequence[Section],
    document: Document,
    *,
    shortest_words: int,
    longest_words: int,
    areas: Sequence[str] = (),
) -> list[dict[str, object]]:
    """One document's goals as rows of the goals table, in its order.

    A lederavtale's measures, indicators and support stand beside its goals and are no goals
    themselves; in other documents a measure is one. Statements told only by their words are kept
    between the two lengths. A goal's area is its document's, else that of the nearest heading that
    names one of `areas`.
    """
    chosen = [
        section
        for section in sections
        if _is_goal(section, document) and _fits(section, shortest_words, longest_words)
    ]
    names: dict[str, str] = {}
    kept: dict[str, Section] = {}
    for section in chosen:
        name = goal_id(
            document.document_id, str(section["passage_ids"]).split(), _own_words(section)
        )
        names[str(section["section_id"])] = name
        kept.setdefault(name, section)
    parents = {str(s["section_id"]): s["parent_section_id"] for s in sections}
    beside = serving_texts(sections)
    quoted = {
        str(s["section_id"]): s
        for s in sections
        if document.kind == "lederavtale" and s["kind"] in ("hovedmål", "delmål")
    }
    numbers = {
        str(s["number"]) for s in chosen if s["number"] and s["kind"] in ("hovedmål", "delmål")
    }
    return [
        _goal_row(name, section, document, _parent(section, parents, names, name), beside, numbers)
        | {"area": document.area or _heading_area(str(section["heading_path"]), areas)}
        | _quoted_reference(section, quoted, beside)
        for name, section in kept.items()
    ]


def _quoted_reference(
    section: Section,
    quoted: Mapping[str, Section],
    beside: Mapping[tuple[str, object], Mapping[str, str]],
) -> dict[str, object]:
    """The number of the plan's goal that an agreement quotes over its own, in the same row.

    Nothing where the goal names one itself, or where none is quoted with its number.
    """
    above = quoted.get(str(section["parent_section_id"]))
    row = beside.get(("row", (section["table"], section["row"])), {})
    if above is None or "reference" in row or split_reference(str(section["text"]))[1]:
        return {}
    named = split_reference(str(above["text"]))[1] or plan_reference(str(above["text"]))
    number = named or above["number"]
    return {"reference": number} if number else {}


def serving_texts(sections: Iterable[Section]) -> dict[tuple[str, object], dict[str, str]]:
    """Measure, support, … beside a goal: by ('row', (table, row)) or ('under', section)."""
    found: dict[tuple[str, object], dict[str, list[str]]] = {}
    for section in sections:
        field = _SERVING.get(str(section["kind"]))
        if field is None or not any(map(str.isalnum, str(section["text"]))):
            continue  # a dash for «none» tells of nothing
        keys: list[tuple[str, object]] = []
        if section["table"] is not None and section["row"] is not None:
            keys.append(("row", (section["table"], section["row"])))
        if section["parent_section_id"] is not None:
            keys.append(("under", section["parent_section_id"]))
        for key in keys:
            found.setdefault(key, {}).setdefault(field, []).append(str(section["text"]))
    return {
        key: {field: _SEPARATOR.join(texts) for field, texts in fields.items()}
        for key, fields in found.items()
    }


def _heading_area(path: str, areas: Sequence[str]) -> str | None:
    """The area that the nearest heading names: one of `areas`, else a KOSTRA function."""
    named = table_area("", (), path, areas)
    functions = (kostra_area(heading) for heading in reversed(path.split(" > ")))
    return named or next((area for area in functions if area), None)


def _is_goal(section: Section, document: Document) -> bool:
    kind = section["kind"]
    if document.kind == "lederavtale":
        return kind in _AGREEMENT_GOALS
    if kind in _WILL and says_nothing_is_done(str(section["text"])):
        return False
    return kind in _NAMED or kind in _TOLD_BY_WORDS


def _fits(section: Section, shortest: int, longest: int) -> bool:
    if not any(character.isalpha() for character in str(section["text"])):
        return False
    words = len(str(section["text"]).split())
    if section["kind"] in _NAMED:
        return words >= 1
    return shortest <= words <= longest


def _parent(
    section: Section, parents: Mapping[str, Any], names: Mapping[str, str], own: str
) -> str | None:
    at = section["parent_section_id"]
    while at is not None:
        above = names.get(str(at))
        if above is not None and above != own:
            return above
        at = parents.get(str(at))
    return None


def _goal_row(
    name: str,
    section: Section,
    document: Document,
    parent: str | None,
    beside: Mapping[tuple[str, object], Mapping[str, str]],
    own_numbers: Collection[str],
) -> dict[str, object]:
    text = _own_words(section)
    under = beside.get(("under", section["section_id"]), {})
    serving = dict(under)
    if section["table"] is not None:
        row = beside.get(("row", (section["table"], section["row"])), {})
        serving = {
            field: _with_more(row.get(field), under.get(field)) for field in {**row, **under}
        }
    indicator = serving.get("indicator", "")
    target = next((found for found in map(read_target, (text, indicator)) if found.unit), Target())
    return {
        "goal_id": name,
        "document_id": document.document_id,
        "passage_id": section["passage_id"],
        "passage_ids": section["passage_ids"],
        "page": section["page"],
        "unit": document.unit,
        "area": document.area,
        "year": document.year,
        "year_to": document.year_to,
        "level": document.kind,
        "kind": section["kind"],
        "part": section["part"],
        "region": section["region"],
        "parties": section["parties"],
        "number": section["number"],
        "parent_goal_id": parent,
        "text": text,
        "context": section["heading_path"],
        "language": identify_language([text], otherwise=document.language),
        "reference": _reference(section, document, serving, own_numbers),
        "measure": serving.get("measure"),
        "indicator": serving.get("indicator"),
        "responsible": serving.get("responsible"),
        "support": serving.get("support"),
        "has_target": has_target(text) or has_target(indicator),
        "has_deadline": has_deadline(text) or names_time(serving.get("deadline", "")),
        "target_value": target.value,
        "target_unit": target.unit,
        "target_direction": target.direction,
        "deadline_year": deadline_year(text) or deadline_year(serving.get("deadline", "")),
    }


def _with_more(row: str | None, under: str | None) -> str:
    """What stands in the goal's row, and in further rows that it holds for."""
    told = row.split(_SEPARATOR) if row else []
    more = [text for text in (under.split(_SEPARATOR) if under else []) if text not in told]
    return _SEPARATOR.join([*told, *more])


def _own_words(section: Section) -> str:
    """The goal without a reference set before or after it; the passage keeps the whole quote."""
    return split_reference(str(section["text"]))[0]


def _reference(
    section: Section,
    document: Document,
    serving: Mapping[str, str],
    own_numbers: Collection[str],
) -> str | None:
    """The plan goals referred to: in the row's own column, in the words, else in the heading above.

    A heading with a goal's number in this document itself refers to nothing above it.
    """
    if "reference" in serving:
        return numbers_named(serving["reference"])
    set_apart = split_reference(str(section["text"]))[1]
    if set_apart:
        return set_apart
    beside = (serving.get("measure", ""), serving.get("support", ""))
    found = plan_reference(" ".join([str(section["text"]), *beside]))
    if found or document.kind in ("kommuneplan", "kommunedelplan"):
        return found
    above = plan_reference(str(section["heading_path"]).rpartition(" > ")[2])
    return None if above in own_numbers else above
