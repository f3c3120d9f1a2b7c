"""Outputs of a small project: a plan, an agreement with a personal part, three verdicts."""

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import schemas
from pipeline.schemas.coupling import VERDICTS
from pipeline.tables import check_table, empty_table, write_table
from tests.tables_for_tests import (
    amounts_table,
    documents_table,
    goals_table,
    links_table,
    sections_table,
    verdicts_table,
)

Row = dict[str, Any]

TABLES = (
    *(schemas.DOCUMENTS, schemas.PASSAGES, schemas.SECTIONS, schemas.GOALS, schemas.LINKS),
    *(schemas.UNITS, schemas.OBJECTIVES, schemas.AMOUNTS, schemas.CHANGES, VERDICTS),
)
PLAN, AGREEMENT = "a" * 64, "b" * 64
SECRET = "Lære å si nei"
RUNS = '=HYPERLINK("http://x")'
FAR = "Mål 😀 med tegn utenfor BMP"

PASSAGES: tuple[tuple[str, str, str, int, str], ...] = (
    ("p1", PLAN, "heading", 1, "1 Barn får en god start"),
    ("p2", PLAN, "list_item", 1, FAR),
    ("p3", PLAN, "paragraph", 2, "1.1 Alle barn lærer å lese og skrive."),
    ("q0", AGREEMENT, "header", 1, "Lederavtale 2014"),
    ("q1", AGREEMENT, "table_cell", 1, "Alle barn: lærer å lese"),
    ("q2", AGREEMENT, "table_cell", 1, RUNS),
    ("q3", AGREEMENT, "table_cell", 2, SECRET),
    ("q4", AGREEMENT, "table_cell", 2, "Underskrift: en styrer"),
)


def passages_table(*rows: tuple[str, str, str, int, str]) -> pd.DataFrame:
    """PASSAGES, in the order given."""
    made = [
        {
            "passage_id": name,
            "document_sha256": sha256,
            "page": page,
            "block": at,
            "text": text,
            "role": role,
            "heading_path": "",
            "level": None,
            "is_footnote": False,
            "ocr_confidence": None,
            "x0": None,
            "top": None,
            "x1": None,
            "bottom": None,
        }
        for at, (name, sha256, role, page, text) in enumerate(rows)
    ]
    return check_table(pd.DataFrame(made), schemas.PASSAGES)


def units_table() -> pd.DataFrame:
    """UNITS, with one unit whose interval isn't known."""
    row: Row = dict.fromkeys(schemas.UNITS.schema.columns)
    row |= {"unit": "Sørli barnehage", "year": 2014, "goals": 2, "goals_held": 2}
    row |= {"responsiveness": 0.25, "quadrant": "uavklart", "is_small_n": True}
    return check_table(pd.DataFrame([row]), schemas.UNITS)


def goal_rows() -> tuple[Row, ...]:
    """Two goals of the plan, two of the unit and one of its leader."""
    plan = {"document_id": "plan", "level": "kommuneplan", "year": 2010}
    own = {"document_id": "avtale", "unit": "Sørli barnehage", "year": 2014, "part": "enhet"}
    return (
        plan | _in("o1", "p1", "Barn får en god start", kind="hovedmål", number="1"),
        plan
        | _in("o2", "p3", "Alle barn lærer å lese og skrive", kind="delmål", number="1.1")
        | {"parent_goal_id": "o1", "page": 2},
        plan | _in("o3", "p2", FAR, kind="strategi") | {"parent_goal_id": "o1"},
        own | _in("g1", "q1", "Alle barn lærer å lese"),
        own | _in("g2", "q2", RUNS),
        own | _in("g3", "q3", SECRET) | {"part": "personlig", "page": 2},
    )


def _in(name: str, passage: str, text: str, **values: Any) -> Row:
    return {"goal_id": name, "passage_id": passage, "passage_ids": passage, "text": text} | values


def frames() -> dict[str, pd.DataFrame]:
    """The tables that are not empty, by name."""
    read = {"p1": None, "p2": None, "p3": None, "q1": "enhet", "q2": "enhet", "q3": "personlig"}
    return {
        "documents": documents_table(
            {
                "document_id": "plan",
                "document_sha256": PLAN,
                "title": "Kommuneplan 2010/2022: «Fjord & fjell»",
                "kind": "kommuneplan",
                "year": 2010,
                "pages": 2,
            },
            {
                "document_id": "avtale",
                "document_sha256": AGREEMENT,
                "title": "Lederavtale",
                "unit": "Sørli barnehage",
                "year": 2014,
                "pages": 2,
            },
        ),
        "passages": passages_table(*PASSAGES),
        "sections": sections_table(
            *(
                {"section_id": f"s{at}", "passage_id": name, "passage_ids": name, "part": part}
                | {"document_id": "plan" if name[0] == "p" else "avtale", "text": name}
                for at, (name, part) in enumerate(read.items())
            )
        ),
        "goals": goals_table(*goal_rows()),
        "links": links_table(
            {"goal_id": "g1", "objective_id": "o2", "linked": True, "explicit": True}
            | {"probability": 0.9, "kind": "rephrased", "shared_terms": "les; barn"},
            {"goal_id": "g1", "objective_id": "o1", "probability": 0.2},
            {"goal_id": "g2", "objective_id": "o1", "probability": 0.3},
            {"goal_id": "g3", "objective_id": "o1", "linked": True, "probability": 0.9},
        ),
        "units": units_table(),
        "amounts": amounts_table(
            {"document_id": "plan", "passage_id": "p3", "amount_nok": -1500.0, "year": 2014}
        ),
        "verdicts": verdicts_table(
            {"goal_id": "g1", "objective_id": "o2", "coder": "Åse", "memo": "Samme sak."},
            {"goal_id": "g1", "objective_id": "o1", "coder": "ola", "verdict": "reject"},
            {"goal_id": "g2", "coder": "ola", "verdict": "no_parent", "reason": "operational"},
        ),
    }


def write_outputs(folder: Path, **given: pd.DataFrame) -> Path:
    """The folder with the tables of TABLES, empty where none is given."""
    for table in TABLES:
        write_table(given.get(table.name, empty_table(table)), table, folder)
    return folder
