"""One document's amounts and changes: its tables, its sentences, its areas put together."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pipeline.goals.cell_amounts import cell_amounts
from pipeline.goals.changes import (
    Scope,
    compare_sides,
    decided_table,
    decision_sides,
    is_point_by_point,
    proposal_sides,
)
from pipeline.goals.numbers import read_unit, text_amounts
from pipeline.goals.records import Amount, Document
from pipeline.goals.table_amounts import (
    Cell,
    Surroundings,
    is_total_label,
    table_amounts,
    with_totals_checked,
    with_totals_from_elsewhere,
)
from pipeline.goals.table_areas import (
    area_phrases,
    area_rows,
    band_areas,
    named_area,
    rows_told_twice,
    service_names,
    table_area,
    with_areas,
)
from pipeline.goals.text_amounts import is_part_of_another, section_amounts, standing
from pipeline.goals.years import spell_years
from pipeline.identity import content_id

Section = Mapping[str, Any]

_CAPTION = re.compile(
    r"^(?:figur|tabell|table|figure)\s*\d|^\(?(?:alle )?(?:tall|tal|beløp) ", re.IGNORECASE
)
_ALL_FIGURES = re.compile(
    r"\balle (?:tall|tal|beløp)\b|\b(?:tall|tal|beløp)(?:ene|a)? (?:er "
    r"|i tabellene er )?(?:oppgitt |oppgjevne )",
    re.IGNORECASE,
)
# «Beløp i mill. kr.», as a sentence of its own
_TELLS_FIGURES = re.compile(
    r"(?:^|[.:;(]\s*)(?:tall|tal|beløp)(?:ene|a|et)?\b[^.]{0,40}\bi\s+\S", re.IGNORECASE
)
_LEADS_TO_TABLE = re.compile(
    r"\btabell|\bfigur|\bforslag\b|\bforesl|\bføresl|\boversikt", re.IGNORECASE
)
_NEAR = 3
_PLANS_OF_MONEY = ("årsbudsjett", "økonomiplan")
_FRONT = 5  # statements that a document opens with
_LONGEST_TITLE = 120  # characters; a longer one is text about a proposal
_PROPOSED = re.compile(
    r"\b(?:rådmannens|kommunedirektørens|administrasjonens|byrådets|rådmannen sitt"
    r"|kommunedirektøren sitt)\s+(?:(?:budsjett|årsbudsjett|økonomiplan)\w*\s+)?"
    r"(?:forslag|framlegg|\w*forslag)\b"
    r"|^(?:budsjett|økonomiplan)?(?:forslag|framlegg)\b(?:\s+til\b)?|\bbudsjettforslag\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"\b(?:vedtatt|vedteke|vedtak)\b", re.IGNORECASE)
_NO_SENTENCES = ("tabellrad", "tabellhode", "overskrift")
_DECIDED_KINDS = ("vedtakspunkt", "underpunkt", "innstillingspunkt")


@dataclass(frozen=True)
class Money:
    """One document's amounts, and in a bystyresak what changed between proposal and decision."""

    amounts: list[Amount]
    changes: list[dict[str, object]]


def document_money(
    sections: Sequence[Section],
    cells: Sequence[tuple[int, Cell]],
    document: Document,
    known: Sequence[str],
) -> Money:
    """The document's amounts in its order; `known` are the areas that the register names."""
    document = _with_standing(document, sections)
    tables: dict[int, list[Cell]] = {}
    for table, cell in cells:
        tables.setdefault(table, []).append(cell)
    texts = _sentences_amounts(sections, document)
    around = {table: _surroundings(sections, table, document) for table in tables}
    decided = _decided_names(sections, ())
    own = _own_areas(sections, tables, document)
    rows = {table: area_rows(held, decided, [*known, *own]) for table, held in tables.items()}
    if document.kind == "bystyresak":
        decided_in = {table for table, held in around.items() if held.region == "vedtak"}
        rows |= rows_told_twice(tables, decided_in)
    areas = list(
        dict.fromkeys([*(name for held in rows.values() for name in held.values()), *known])
    )
    areas += [name for name in own if name not in areas]
    found: list[Amount] = []
    stated = _stated_passages(sections)
    for table, held in sorted(tables.items()):
        amounts = with_totals_checked(table_amounts(held, around[table], document, table))
        if around[table].of_goals:
            read = {a.passage_id for a in amounts} | stated
            amounts += cell_amounts(held, around[table], document, table, read)
        whole = _whole_table_area(held, around[table], areas)
        found += with_areas(amounts, rows[table], band_areas(held, areas), whole)
    found = with_totals_from_elsewhere(found) + _with_text_areas(texts, sections, areas)
    ordered = sorted(found, key=lambda a: (a.sequence, a.row or 0, a.column or 0))
    changes = _changes(ordered, sections, document) if document.kind == "bystyresak" else []
    return Money(ordered, changes)


def _with_standing(document: Document, sections: Sequence[Section]) -> Document:
    """The document, told to be a proposal where its register does not say and its front does."""
    if document.status is not None or document.kind not in _PLANS_OF_MONEY:
        return document
    front = [str(s["text"]) for s in sections[:_FRONT] if len(str(s["text"])) <= _LONGEST_TITLE]
    if any(map(_DECIDED.search, front)) or not any(map(_PROPOSED.search, front)):
        return document
    return replace(document, status="forslag")


def _own_areas(
    sections: Sequence[Section], tables: Mapping[int, Sequence[Cell]], document: Document
) -> list[str]:
    """The service areas that a plan's or report's own headings and rows name."""
    if document.kind not in (*_PLANS_OF_MONEY, "årsrapport"):
        return []
    headings = [name for s in sections for name in str(s["heading_path"]).split(" > ")]
    labels = [cell.text for held in tables.values() for cell in held if cell.column == 0]
    return service_names([*headings, *labels])


def amount_rows(amounts: Sequence[Amount]) -> list[dict[str, object]]:
    """The amounts as rows of the amounts table; equal ones in one passage are told apart."""
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for amount in amounts:
        row = _amount_row(amount)
        named = ("document_id", "passage_id", "label", "column_label", "year", "amount_nok")
        content = tuple(str(row[name]) for name in named)
        seen[content] += 1
        rows.append(row | {"amount_id": content_id("a", [*content, str(seen[content])])})
    return rows


def _amount_row(amount: Amount) -> dict[str, object]:
    """The amount as a row of the amounts table, all but its name."""
    return {
        "document_id": amount.document_id,
        "passage_id": amount.passage_id,
        "page": amount.page,
        "label": amount.label,
        "column_label": amount.column_label,
        "area": amount.area,
        "year": amount.year,
        "years": spell_years(amount.years),
        "amount_nok": float(amount.amount_nok),
        "status": amount.status,
        "is_total": amount.is_total,
        "reconciles": amount.reconciles,
        "table": amount.table,
        "row": amount.row,
    }


def _stated_passages(sections: Sequence[Section]) -> set[str]:
    """The passages that statements stand in: their amounts are told as those of sentences."""
    stated = (s for s in sections if s["kind"] not in _NO_SENTENCES)
    return {name for s in stated for name in str(s["passage_ids"]).split()}


def _sentences_amounts(sections: Sequence[Section], document: Document) -> list[Amount]:
    texts = {str(s["section_id"]): str(s["text"]) for s in sections}
    amounts: list[Amount] = []
    for section in sections:
        if section["kind"] in _NO_SENTENCES:
            continue
        above = (
            texts.get(str(section["parent_section_id"]), "")
            if section["kind"] == "underpunkt"
            else ""
        )
        amounts += section_amounts(
            str(section["text"]), document=document, section=section, above=above
        )
    return amounts


def _surroundings(sections: Sequence[Section], table: int, document: Document) -> Surroundings:
    places = [i for i, s in enumerate(sections) if s["table"] == table]
    if not places:
        return Surroundings(sequence=0, status=standing(document))
    first = sections[places[0]]
    if not any(sections[i]["kind"] == "tabellrad" for i in places):
        # a table of goals: its figures are money only where a column says so itself
        return Surroundings(
            sequence=int(first["sequence"]),
            status=standing(document),
            region=first["region"],
            of_goals=True,
        )
    before = _text_above(sections, places[0])
    after = [s for s in sections[places[-1] + 1 : places[-1] + 3] if s["table"] is None]
    nearest = [*before[-1:], *after[:1]]
    return Surroundings(
        sequence=int(first["sequence"]),
        status="decision" if first["region"] == "vedtak" else standing(document),
        region=first["region"],
        headings=str(first["heading_path"]),
        captions=tuple(
            str(s["text"])
            for s in nearest
            if s["kind"] == "bildetekst" or _CAPTION.match(str(s["text"]))
        ),
        above=tuple(str(s["text"]) for s in reversed(before)),
        below=tuple(str(s["text"]) for s in after[:1]),
        document_unit=_document_unit(sections),
        chapter_unit=_chapter_unit(sections, places[0]),
        known_figures=_known_figures(sections),
    )


def _text_above(sections: Sequence[Section], place: int) -> list[Section]:
    """The statements right above a table, in order; those above the one that it stands beside."""
    while place and sections[place - 1]["table"] is not None:
        place -= 1
    return [s for s in sections[max(0, place - _NEAR) : place] if s["table"] is None]


def _document_unit(sections: Sequence[Section]) -> Decimal | None:
    units = {
        read_unit(str(s["text"]))
        for s in sections
        if s["table"] is None and _ALL_FIGURES.search(str(s["text"]))
    } - {None}
    return units.pop() if len(units) == 1 else None


def _chapter_unit(sections: Sequence[Section], place: int) -> Decimal | None:
    """The unit that a line of the same chapter, or of one around it, tells its figures in."""
    path = str(sections[place]["heading_path"])
    for section in reversed(sections[:place]):
        around = f"{section['heading_path']} > " if section["heading_path"] else ""
        if section["table"] is None and f"{path} > ".startswith(around):
            lines = str(section["text"])
            unit = read_unit(lines) if _TELLS_FIGURES.search(lines) else None
            if unit is not None:
                return unit
    return None


def _known_figures(sections: Sequence[Section]) -> frozenset[tuple[Decimal, Decimal]]:
    """Figures that the running text gives with a unit: 208,6 million is (208.6, one million)."""
    figures = set()
    for section in sections:
        if section["table"] is None:
            for held in text_amounts(str(section["text"])):
                for unit in (Decimal("1E6"), Decimal("1E3"), Decimal(1)):
                    figures.add((held.amount_nok / unit, unit))
    return frozenset(figures)


def _decided_names(sections: Sequence[Section], known: Sequence[str]) -> list[str]:
    names = [
        named_area(str(s["text"]), known)
        for s in sections
        if s["kind"] in _DECIDED_KINDS and text_amounts(str(s["text"]))
    ]
    return list(dict.fromkeys(name for name in names if name))


def _whole_table_area(
    cells: Sequence[Cell], around: Surroundings, areas: Sequence[str]
) -> str | None:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    header = next((cell.text for cell in ordered if cell.text), "")
    last = [cell.text for cell in ordered if cell.column == 0 and cell.text][-1:]
    totals = [cell.text for cell in ordered if cell.column == 0 and is_total_label(cell.text)]
    return table_area(header, [*totals, *last], around.headings, areas)


def _with_text_areas(
    amounts: Sequence[Amount], sections: Sequence[Section], areas: Sequence[str]
) -> list[Amount]:
    by_id = {str(s["section_id"]): s for s in sections}
    placed = []
    for amount in amounts:
        section = by_id[str(amount.section_id)]
        text = str(section["text"])
        if section["kind"] in _DECIDED_KINDS:
            # a part of an amount named before is no amount of its own for the area
            part = _is_part(text, amount)
            area = None if part else named_area(amount.label, areas)
        else:
            named = next((phrase for phrase, strong in area_phrases(amount.label) if strong), "")
            area = table_area(named, (), str(section["heading_path"]), areas)
        placed.append(replace(amount, area=area))
    return placed


def _is_part(text: str, amount: Amount) -> bool:
    return any(
        held.amount_nok == amount.amount_nok and is_part_of_another(text, held.start)
        for held in text_amounts(text)
    )


def _changes(
    amounts: Sequence[Amount], sections: Sequence[Section], document: Document
) -> list[dict[str, object]]:
    proposed, decided = proposal_sides(amounts), decision_sides(amounts)
    if not proposed or not decided:
        return []
    table = next((a.table for a in amounts if a.is_area_row and a.status == "proposal"), None)
    told = _table_scope(sections, table)
    if is_point_by_point(amounts):
        # the points lead in their own words; what is told around the table explains them still
        lead = _lead_of_points(sections, amounts, "innstilling")
        told = Scope(lead.text, f"{told.text} {told.around}")
    resolved = _lead_of_points(sections, amounts, "vedtak")
    if (within := decided_table(amounts)) is not None:
        # «Tabell 3. Vedtatte rammer» tells what its figures cover, and not a point above it
        caption = _table_scope(sections, within)
        resolved = Scope(caption.text or resolved.text, f"{resolved.text} {caption.around}")
    return compare_sides(document.document_id, proposed, decided, told, resolved)


def _table_scope(sections: Sequence[Section], table: int | None) -> Scope:
    """The sentence that leads to the table or its caption, with title, headings and text around."""
    places = [i for i, s in enumerate(sections) if table is not None and s["table"] == table]
    if not places:
        return Scope("")
    before = [s for s in sections[max(0, places[0] - _NEAR) : places[0]] if s["table"] is None]
    after = [s for s in sections[places[-1] + 1 : places[-1] + 2] if s["table"] is None]
    near = [str(s["text"]) for s in [*reversed(before), *after]]
    telling = [text for text in near if _LEADS_TO_TABLE.search(text)]
    title = next((str(s["text"]) for s in sections if s["kind"] == "overskrift"), "")
    around = [title, str(sections[places[0]]["heading_path"]), *near]
    return Scope((telling or near or [""])[0], " ".join(around))


def _lead_of_points(sections: Sequence[Section], amounts: Sequence[Amount], region: str) -> Scope:
    """The point that the sub-points with amounts stand under, else the region's lead-in."""
    by_id = {str(s["section_id"]): s for s in sections}
    for amount in amounts:
        if amount.region == region and amount.area and amount.section_id:
            parent = by_id[amount.section_id]["parent_section_id"]
            if parent is not None:
                return Scope(str(by_id[str(parent)]["text"]))
    lead = [str(s["text"]) for s in sections if s["region"] == region and s["kind"] == "avsnitt"]
    return Scope((lead or [""])[0])
