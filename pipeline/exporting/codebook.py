"""The codebook: the plans' objectives in their own hierarchy, kinds of goals and of couplings.

Written alone as a REFI-QDA codebook (`.qdc`), and as part of a project (`.qdpx`). Names are unique,
for programs that know a code by its name alone; GUIDs are made from what is coded, so that a
later export names the same codes.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pandas as pd
from lxml import etree

import pipeline
from pipeline.exporting.texts import one_line, shortened
from pipeline.exporting.words import REASONS, VERDICT_WORDS
from pipeline.reporting.words import LINK_KIND_MEANINGS, LINK_KIND_WORDS
from pipeline.speech import gettext as _

CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = f"kopling {pipeline.__version__}"
LONGEST_NAME = 100
_NAMESPACE = UUID("6f0c4a52-1d0e-5b43-9a55-6b6f706c696e")
_PLAN = "kommuneplan"

Row = Mapping[Hashable, Any]


@dataclass
class Code:
    """A code, or a group of codes where it can't itself be given to a text."""

    guid: str
    name: str
    description: str = ""
    is_codable: bool = True
    children: list["Code"] = field(default_factory=list)


def guid(what: str, name: str) -> str:
    """The GUID of a thing of that sort by that name; the same in every export."""
    return str(uuid5(_NAMESPACE, f"{what}:{name}"))


def goal_code(goal_id: str) -> str:
    """The GUID of the code of an objective."""
    return guid("objective", goal_id)


def codebook(
    documents: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame, verdicts: pd.DataFrame
) -> list[Code]:
    """The codes, in the language that is spoken.

    Objectives: everything in a kommuneplan, and of other plans what a goal is linked to.
    """
    chosen = links.loc[links["linked"] | links["explicit"], "objective_id"]
    judged = verdicts["objective_id"].dropna()
    wanted = goals["level"].eq(_PLAN) | goals["goal_id"].isin([*chosen, *judged])
    of_documents = dict(iter(goals[wanted].groupby("document_id", sort=False)))
    codes = [
        _plan(document, of_documents[document["document_id"]])
        for document in documents.sort_values(["year", "title"]).to_dict("records")
        if document["document_id"] in of_documents
    ]
    codes += [_kinds_of_goals(goals), _kinds_of_links(), _judgements()]
    _make_unique(codes)
    return codes


def write_codebook(codes: Sequence[Code], path: Path) -> None:
    """Write the codes as a REFI-QDA codebook."""
    root = etree.Element("CodeBook", nsmap={None: CODEBOOK}, origin=ORIGIN)
    root.append(codes_element(codes))
    text = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    path.write_bytes(text)


def codes_element(codes: Iterable[Code]) -> Any:
    """The element `Codes`, without a namespace: it has that of what it is put into."""
    element = etree.Element("Codes")
    for code in codes:
        element.append(_code_element(code))
    return element


def _code_element(code: Code) -> Any:
    element = etree.Element(
        "Code", guid=code.guid, name=code.name, isCodable="true" if code.is_codable else "false"
    )
    if code.description:
        etree.SubElement(element, "Description").text = code.description
    for child in code.children:
        element.append(_code_element(child))
    return element


def _plan(document: Row, goals: pd.DataFrame) -> Code:
    rows = {row["goal_id"]: row for row in goals.to_dict("records")}
    below: dict[str, list[str]] = {}
    for name, row in rows.items():
        parent = row["parent_goal_id"]
        below.setdefault(parent if parent in rows and parent != name else "", []).append(name)
    plan = Code(
        guid("plan", document["document_id"]),
        one_line(str(document["title"])),
        is_codable=False,
    )
    seen: set[str] = set()
    plan.children = list(_objectives("", rows, below, seen))
    for name in rows:  # goals that stand under each other in a ring
        if name not in seen:
            plan.children += _objectives("", rows, {"": [name]} | below, seen)
    return plan


def _objectives(
    above: str, rows: Mapping[str, Row], below: Mapping[str, list[str]], seen: set[str]
) -> Iterator[Code]:
    for name in below.get(above, []):
        if name in seen:
            continue
        seen.add(name)
        row = rows[name]
        number: str = "" if pd.isna(row["number"]) else f"{row['number']} "
        year: str = "" if pd.isna(row["year"]) else f"{row['year']} · "
        text = one_line(str(row["text"]))
        yield Code(
            goal_code(name),
            shortened(f"{year}{one_line(number)}{text}", LONGEST_NAME),
            _("{text}\n{kind}, side {page}. {id}").format(
                text=text, kind=row["kind"], page=row["page"], id=name
            ),
            children=list(_objectives(name, rows, below, seen)),
        )


def _kinds_of_goals(goals: pd.DataFrame) -> Code:
    kinds = [Code(guid("goal kind", kind), one_line(kind)) for kind in sorted(set(goals["kind"]))]
    return Code(guid("group", "goal kinds"), _("Slag mål"), "", False, kinds)


def _kinds_of_links() -> Code:
    kinds = [
        Code(guid("link kind", kind), _("kopling: {kind}").format(kind=words), means)
        for kind, words, means in zip(
            LINK_KIND_WORDS, LINK_KIND_WORDS.values(), LINK_KIND_MEANINGS.values(), strict=True
        )
        if kind != "none"
    ]
    return Code(guid("group", "link kinds"), _("Slag kopling"), "", False, kinds)


def _judgements() -> Code:
    reasons = [Code(guid("reason", name), words) for name, words in REASONS.items()]
    none = Code(guid("verdict", "no_parent"), VERDICT_WORDS["no_parent"], children=reasons)
    return Code(guid("group", "verdicts"), _("Vurderinger"), "", False, [none])


def _make_unique(codes: Sequence[Code]) -> None:
    taken: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop(0)
        code.name = unique_name(code.name or "–", taken)
        waiting += code.children


def unique_name(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken, whatever its case; then it is taken.

    >>> taken = set()
    >>> [unique_name(name, taken) for name in ("Mål", "mål", "Mål")]
    ['Mål', 'mål (2)', 'Mål (3)']
    """
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name} ({number})"
    taken.add(found.casefold())
    return found
