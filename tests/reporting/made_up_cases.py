"""A made-up council case with every fate that a point may have, money, innspill and remarks."""

from dataclasses import replace

import pandas as pd

from pipeline.reporting.case_tables import CaseTables
from pipeline.reporting.corpus import Tables
from pipeline.schemas import CHANGES, Table, measures
from pipeline.tables import check_table, empty_table
from tests.reporting.made_up import no_cases, scored
from tests.tables_for_tests import SECTION, Row, sections_table

CASE = "sak"
PAGE = "saker/48-14-tiltak-for-balanse.html"
DOCUMENTS: list[Row] = [
    {
        "document_id": "plan",
        "kind": "kommuneplan",
        "year": 2010,
        "title": "Planen",
        "path": "planen.pdf",
    },
    {
        "document_id": CASE,
        "kind": "bystyresak",
        "case_number": "48/14",
        "year": 2014,
        "title": "Tiltak for balanse",
        "path": "Sak 48-14.pdf",
        "pages": 4,
    },
    {
        "document_id": "innspill",
        "kind": "innspill",
        "year": 2014,
        "title": "Innspill fra enhetene",
        "path": "innspill.pdf",
    },
]
# name, kind, number, words
POINTS: tuple[tuple[str, str, str | None, str], ...] = (
    ("p1", "innstillingspunkt", "1", "Eiendomsskatten skrives ut med sju promille."),
    ("p2", "innstillingspunkt", "2", "Skole: 6,0 millioner kroner."),
    ("p3", "innstillingspunkt", "3", "Foreldrerettleiing spissast mot nokre familiar."),
    ("p4", "innstillingspunkt", "4", "Svømmehallen stenges i juli."),
    ("p5", "innstillingspunkt", "5", "Rådmannen får fullmakt til å fordele kuttene."),
    ("v1", "vedtakspunkt", "1", "Eiendomsskatten skrives ut med sju promille."),
    ("v2", "vedtakspunkt", "2", "Skole: 4,5 millioner kroner. Første trinn skjermes."),
    ("v3", "vedtakspunkt", "3", "Tilbodet «Trygg start» held fram for alle."),
    ("v6", "vedtakspunkt", "4", "Helsestasjonen på øya holder åpent <hele> året."),
    ("m1", "merknad", None, "Flertallet vil skjerme de minste barna & familiene."),
    ("m2", "merknad", None, "Flertallet ber om en ny vurdering av svømmehallen."),
)
INPUTS: tuple[tuple[str, str], ...] = (
    ("i1", "La helsestasjonen på øya være åpen"),
    ("i2", "Behold svømmehallen"),
    ("i3", "Kjøp en buss til alle skolene"),
)
_EVERY_POINT: Row = {
    "document_id": CASE,
    "is_turned": False,
    "words_added": "",
    "words_taken_out": "",
    "figures_alone": False,
    "proposal_amount_ids": "",
    "decision_amount_ids": "",
}


def case_tables() -> Tables:
    """A plan, a case on which the council has changed the proposal, and the innspill to it."""
    tables = scored(DOCUMENTS, _goals(), [], changes=_changes())
    inputs = _filled(measures.INPUTS, *_inputs())
    return replace(tables, council=_council(), measures=replace(tables.measures, inputs=inputs))


def with_case_row(tables: Tables, **fields: object) -> Tables:
    """The tables with other figures of the case."""
    row = case_row() | fields
    cases = _filled(measures.CASES, row)
    return replace(tables, council=replace(tables.council, cases=cases))


def case_row() -> Row:
    """The case's figures: of five points two kept, two reworded and one dropped; one added."""
    return {
        "document_id": CASE,
        "case_number": "48/14",
        "year": 2014,
        "outcome": "changed",
        "outcome_section_ids": "",
        "points_proposed": 5,
        "points_decided": 4,
        "kept": 2,
        "reworded": 2,
        "dropped": 1,
        "added": 1,
        "turned": 1,
        "amounts_changed": 1,
        "areas": 3,
        "areas_comparable": 2,
        "proposal_nok": 13.4e6,
        "decision_nok": 14.9e6,
        "comparable_nok": 7.3e6,
        "comparable_share": 7.3 / 13.4,
        "moved_nok": 1.5e6,
        "net_nok": -1.5e6,
        "moved_share": 1.5 / 7.3,
        "moved_share_least": 1.5 / 13.4,
        "moved_share_most": 0.9,
        "cautions": "",
        "proposal_held": 5,
        "decision_held": 4,
        "proposal_anchoring": 0.3,
        "decision_anchoring": 0.5,
        "anchoring_change": 0.2,
        "anchoring_change_low": 0.1,
        "anchoring_change_high": 0.3,
    }


def point_row(
    proposal: str | None, decision: str | None, fate: str, ground: str, **more: object
) -> Row:
    """A row of the table of points."""
    ids = {"proposal_goal_id": proposal, "decision_goal_id": decision}
    numbers = {name: number for name, _, number, _ in POINTS}
    return (
        _EVERY_POINT
        | ids
        | {"fate": fate, "ground": ground}
        | {
            "proposal_number": numbers.get(proposal or ""),
            "decision_number": numbers.get(decision or ""),
        }
        | more
    )


def _goals() -> list[Row]:
    case = [
        {
            "goal_id": name,
            "document_id": CASE,
            "level": "bystyresak",
            "kind": kind,
            "number": number,
            "text": words,
            "page": 3,
            "year": 2014,
            "language": "nn" if name in ("p3", "v3") else "nb",
        }
        for name, kind, number, words in POINTS
    ]
    below = [
        {
            "goal_id": name,
            "document_id": "innspill",
            "level": "innspill",
            "kind": "forslag",
            "text": words,
            "page": 2,
            "year": 2014,
        }
        for name, words in INPUTS
    ]
    objective: Row = {
        "goal_id": "d",
        "document_id": "plan",
        "level": "kommuneplan",
        "kind": "delmål",
        "number": "1.1",
        "text": "Barn får hjelp tidlig",
        "year": 2010,
    }
    return [objective, *case, *below]


def _changes() -> pd.DataFrame:
    rows = [
        ("Skole", 6.0e6, 4.5e6, True, None),
        ("Barnehage", 1.3e6, 1.3e6, True, None),
        ("Helse", 6.1e6, 9.1e6, False, "Vedtaket dekker også 2013."),
    ]
    return _filled(
        CHANGES,
        *(
            {
                "document_id": CASE,
                "area": area,
                "area_in_decision": area,
                "proposal_nok": before,
                "decision_nok": after,
                "difference_nok": after - before,
                "proposal_covers": "2014",
                "decision_covers": "2014",
                "is_comparable": comparable,
                "caution": caution,
            }
            for area, before, after, comparable, caution in rows
        ),
    )


def _council() -> CaseTables:
    points = [
        point_row("p1", "v1", "kept", "one_text", probability=1.0),
        point_row("p2", "v2", "reworded", "likeness", probability=0.95, difference_nok=-1.5e6),
        point_row("p3", "v3", "reworded", "number", probability=0.1, is_turned=True),
        point_row("p4", None, "dropped", "alone", probability=0.2, nearest_goal_id="v6"),
        point_row("p5", None, "kept", "by_reference"),
        point_row(None, "v6", "added", "alone"),
    ]
    remark = {
        "remark_id": "m1",
        "document_id": CASE,
        "year": 2014,
        "parties": "A, B",
        "is_by_all": False,
        "is_majority": True,
        "points": 4,
        "is_opposed": False,
    }
    remarks = [
        remark
        | {"goal_id": "m1", "returns": "ja", "probability": 0.8, "decision_goal_ids": "v2"}
        | {"nearest_goal_id": "v2", "taken_over": 0.25},
        remark
        | {"goal_id": "m2", "returns": "nei", "probability": 0.05, "decision_goal_ids": ""}
        | {"nearest_goal_id": "v6", "taken_over": 0.0},
    ]
    change = {"document_id": CASE, "objective_id": "d", "number": "1.1"}
    held = {
        "proposal_held": 5,
        "decision_held": 4,
        "proposal_link_ids": "",
        "decision_link_ids": "x",
    }
    masses = {"proposal_mass": 0.5, "decision_mass": 1.25, "mass_change": 0.75}
    shares = [
        {"document_id": "innspill", "case_part": part, "inputs": 3, "reached": reached}
        | {"unclear": 0, "reached_share": reached / 3, "reached_share_low": 0.05}
        | {"reached_share_high": 0.8, "expected_share": 0.3, "goal_ids": ""}
        for part, reached in (("saksframlegg", 1), ("innstilling", 0), ("vedtak", 1))
    ]
    party = {"party": "A", "year": 2014, "remarks": 1, "remarks_by_all": 0, "majority": 1}
    returning = {"held": 1, "returning": 1, "unclear": 0, "returning_share": 1.0, "goal_ids": "m1"}
    return replace(
        no_cases(),
        cases=_filled(measures.CASES, case_row()),
        points=_filled(measures.POINTS, *points),
        case_objectives=_filled(measures.CASE_OBJECTIVES, change | held | masses),
        input_units=_filled(measures.INPUT_UNITS, *shares),
        remarks=_filled(measures.REMARKS, *remarks),
        parties=_filled(measures.PARTIES, party | returning),
        sections=sections_table(
            SECTION
            | {"section_id": "s1", "document_id": CASE, "region": "saksframlegg", "page": 2}
            | {"text": "Enheten ba om åpen helsestasjon.", "heading_path": "Sak > Vurdering"}
        ),
    )


def _inputs() -> list[Row]:
    every = {"document_id": "innspill", "year": 2014, "units": "Øya", "units_are": "beside"}
    every |= {"is_minority": False, "case_document_ids": CASE}
    return [
        every
        | {"goal_id": "i1", "reaches": "vedtak"}
        | {"saksframlegg_probability": 0.7, "saksframlegg_id": "s1"}
        | {"innstilling_probability": 0.02, "innstilling_id": "p4"}
        | {"vedtak_probability": 0.9, "vedtak_id": "v6"},
        every
        | {"goal_id": "i2", "reaches": "uavklart", "is_minority": True}
        | {"saksframlegg_probability": 0.1, "saksframlegg_id": "s1"}
        | {"innstilling_probability": 0.3, "innstilling_id": "p4", "vedtak_probability": None},
        every | {"goal_id": "i3", "reaches": "none", "saksframlegg_probability": 0.0},
    ]


def _filled(table: Table, *rows: Row) -> pd.DataFrame:
    """The table with these rows; what they don't name is missing."""
    columns = list(empty_table(table).columns)
    return check_table(pd.DataFrame(list(rows)).reindex(columns=columns), table)
