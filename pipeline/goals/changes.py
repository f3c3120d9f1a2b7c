"""Proposal against decision, area by area, with what each figure covers and what may be said."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.goals.records import Amount
from pipeline.goals.years import spell_years
from pipeline.language.areas import area_words, match_areas

_PURPOSE = re.compile(
    r"\b(?:for å|til å|som skal|to|in order to)\s+(?P<what>[^.;:]+?)(?=,\s+(?:og|samt|and)\b"
    r"|\s+og tiltak\b|,\s+\w+(?:es|as)\b|\s+(?:vedtas|vedtatt|vert|blir)\b|[.;:]|$)",
    re.IGNORECASE,
)
_LEAST_SHARED = 0.34
_WHOLE_TABLE = 3


@dataclass(frozen=True)
class Side:
    """One side of a case for one area: how much, for which years, and what it is said to be for."""

    area: str
    amount_nok: Decimal
    years: tuple[int, ...]
    is_one_figure: bool
    words: str = ""


@dataclass(frozen=True)
class Scope:
    """What the figures of one side are said to cover, in the document's own words.

    `text` is what is quoted, `around` the words that stand around it.
    """

    text: str
    around: str = ""

    @property
    def purposes(self) -> list[str]:
        """What the figures are for: each «for å …» of the text.

        >>> Scope("Tiltak for å dekke inn gjelda, og tiltak for å få balanse, vedtas").purposes
        ['dekke inn gjelda', 'få balanse']
        """
        return [match.group("what").strip() for match in _PURPOSE.finditer(self.text)]


def proposal_sides(amounts: Sequence[Amount]) -> list[Side]:
    """Each area's proposal, all years together, from the one table that names the most areas.

    A table told again is not counted twice. Where no table names areas, the points of the
    innstilling that name one; these also where the decision is made in points of the same form,
    since the innstilling itself then says what its figures cover (`is_point_by_point`).
    """
    rows = [a for a in amounts if a.status == "proposal" and a.is_area_row and a.region != "vedtak"]
    tables = Counter(a.table for a in rows if a.area)
    if tables and not is_point_by_point(amounts):
        most = max(tables.items(), key=lambda pair: (pair[1], -(pair[0] or 0)))[0]
        return _sides([a for a in rows if a.table == most and not _is_sum_column(a)])
    return _sides(_one_a_point(_points(amounts, "innstilling")))


def is_point_by_point(amounts: Sequence[Amount]) -> bool:
    """True where innstilling and vedtak give each area its amount in points of the same form."""
    sides = (_points(amounts, "innstilling"), _points(amounts, "vedtak"))
    return not _has_decided_table(amounts) and all(
        len({a.area for a in points}) >= _WHOLE_TABLE for points in sides
    )


def decision_sides(amounts: Sequence[Amount]) -> list[Side]:
    """Each area's decision: from a table in the decision, else from the points that name it."""
    points = _points(amounts, "vedtak")
    is_table = _has_decided_table(amounts) or not points
    return _sides(_decided_rows(amounts) if is_table else _one_a_point(points))


def _points(amounts: Sequence[Amount], region: str) -> list[Amount]:
    return [a for a in amounts if a.region == region and a.area and a.table is None]


def _decided_rows(amounts: Sequence[Amount]) -> list[Amount]:
    return [
        a for a in amounts if a.status == "decision" and a.is_area_row and not _is_sum_column(a)
    ]


def _has_decided_table(amounts: Sequence[Amount]) -> bool:
    return len({a.area for a in _decided_rows(amounts)}) >= _WHOLE_TABLE


def decided_table(amounts: Sequence[Amount]) -> int | None:
    """The table that the decision's amounts stand in, where they stand in one; else none."""
    tables = Counter(a.table for a in _decided_rows(amounts) if a.table is not None)
    if not _has_decided_table(amounts) or not tables:
        return None
    return max(tables.items(), key=lambda pair: (pair[1], -(pair[0] or 0)))[0]


def compare_sides(
    document: str,
    proposed: Sequence[Side],
    decided: Sequence[Side],
    proposal_scope: Scope,
    decision_scope: Scope,
) -> list[dict[str, object]]:
    """Rows of the changes table: each proposed area with its decision, then areas only decided."""
    pairs = match_areas([side.area for side in proposed], [side.area for side in decided])
    rows = [
        _row(
            document,
            side,
            decided[pairs[place]] if place in pairs else None,
            proposal_scope,
            decision_scope,
        )
        for place, side in enumerate(proposed)
    ]
    left = [side for place, side in enumerate(decided) if place not in pairs.values()]
    return rows + [_row(document, None, side, proposal_scope, decision_scope) for side in left]


def further_purposes(proposal: Scope, decision: Scope) -> list[str]:
    """What the decision says that its figures are for and the proposal does not."""
    said = set(area_words(f"{proposal.text} {proposal.around}"))
    further = []
    for purpose in decision.purposes:
        words = {word for word in area_words(purpose) if not word.isdigit()}
        if words and len(words & said) / len(words) < _LEAST_SHARED:
            further.append(purpose)
    return further


def _row(
    document: str, proposed: Side | None, decided: Side | None, before: Scope, after: Scope
) -> dict[str, object]:
    cautions = _cautions(proposed, decided, before, after)
    difference = decided.amount_nok - proposed.amount_nok if proposed and decided else None
    named = proposed or decided
    return {
        "document_id": document,
        "area": named.area if named else "",
        "area_in_decision": decided.area if decided else None,
        "proposal_nok": float(proposed.amount_nok) if proposed else None,
        "decision_nok": float(decided.amount_nok) if decided else None,
        "difference_nok": None if difference is None else float(difference),
        "proposal_covers": _covers(proposed, before) if proposed else None,
        "decision_covers": _covers(decided, after) if decided else None,
        "is_comparable": not cautions,
        "caution": " ".join(cautions) or None,
    }


def _cautions(
    proposed: Side | None, decided: Side | None, before: Scope, after: Scope
) -> list[str]:
    if proposed is None:
        return ["Området står med beløp bare i vedtaket."]
    if decided is None:
        return ["Området står ikke med beløp i vedtaket."]
    cautions = []
    further = further_purposes(before, Scope(f"{after.text} {decided.words}"))
    if further:
        quoted = " og ".join(f"«{purpose}»" for purpose in further)
        cautions.append(
            f"Vedtakets beløp dekker også tiltak for å {quoted}, "
            "som forslagets beløp ikke sier at det dekker. "
            "Differansen er derfor ikke i seg selv en endring som er gjort av de folkevalgte."
        )
    if len(proposed.years) > 1 and decided.is_one_figure:
        cautions.append(
            f"Forslaget gir ett beløp for hvert av årene {_spell(proposed.years)}; "
            "vedtaket gir ett beløp for alt samlet."
        )
    elif proposed.years and decided.years and proposed.years != decided.years:
        cautions.append(
            f"Forslaget gjelder {_spell(proposed.years)}, vedtaket {_spell(decided.years)}."
        )
    elif proposed.years and not decided.years:
        cautions.append(
            f"Forslaget gjelder {_spell(proposed.years)}; vedtaket sier ikke hvilket år."
        )
    return cautions


def _covers(side: Side, scope: Scope) -> str | None:
    years = _spell(side.years)
    return ": ".join(words for words in (years, scope.text) if words) or None


def _spell(years: Sequence[int]) -> str:
    return spell_years(list(years)) or (str(years[0]) if years else "")


def _sides(amounts: Sequence[Amount]) -> list[Side]:
    sides: dict[str, list[Amount]] = {}
    for amount in amounts:
        sides.setdefault(str(amount.area), []).append(amount)
    return [
        Side(
            area=area,
            amount_nok=sum((a.amount_nok for a in held), Decimal(0)),
            years=tuple(sorted({year for a in held for year in a.years})),
            is_one_figure=len(held) == 1,
            words="" if held[0].section_id is None else held[0].words,
        )
        for area, held in sides.items()
    ]


def _is_sum_column(amount: Amount) -> bool:
    return amount.is_total


def _one_a_point(points: Sequence[Amount]) -> list[Amount]:
    """The amounts that are a point's own: the first, and further ones for other years.

    «9 mill. kr, herav 2 mill. kr i 2014» is nine million: a part of another is marked as not its
    own by having no area.
    """
    kept: list[Amount] = []
    seen: dict[str | None, set[tuple[int, ...]]] = {}
    for amount in points:
        years = seen.setdefault(amount.section_id, set())
        if years and (amount.year is None or amount.years in years):
            continue
        years.add(amount.years)
        kept.append(amount)
    return kept
