"""A small municipality's money: a plan with measures, a budget with frames, worked by hand."""

from typing import Any

import pandas as pd

from tests.tables_for_tests import amounts_table, documents_table, goals_table

Row = dict[str, Any]

PLAN: Row = {
    "document_id": "plan",
    "kind": "økonomiplan",
    "title": "Økonomiplan 2015–2016",
    "year": 2015,
    "year_to": 2016,
    "status": "vedtatt",
}
BUDGET: Row = {"document_id": "budsjett", "kind": "årsbudsjett", "year": 2015, "year_to": 2015}
CASE: Row = {"document_id": "sak", "kind": "bystyresak", "title": "Budsjettet", "year": 2015}
AGREEMENT: Row = {"document_id": "avtale", "unit": "Lia skole", "year": 2015, "year_to": 2015}
DOCUMENTS = (PLAN, BUDGET, CASE, AGREEMENT)

# One table as plans of money have it: what was, what is new and what is less, and the new frame.
MEASURES = (
    ("Vedtatt budsjett 2014", 90_000.0, 90_000.0),
    ("Lønns- og prisvekst", 3_000.0, 3_000.0),
    ("Svømmeopplæring, leie av basseng", 800.0, 900.0),
    ("Leksehjelp avvikles", -300.0, -600.0),
    ("Ramme skole", 93_500.0, 93_300.0),
)


def plan_rows() -> list[Row]:
    """The plan's table, a row for each label and year: `skole 0 2015` names the first."""
    return [
        {
            "amount_id": f"skole {place} {year}",
            "document_id": "plan",
            "label": label,
            "column_label": str(year),
            "amount_nok": amount,
            "year": year,
            "table": 1,
            "row": place,
            "is_total": label.startswith("Ramme"),
        }
        for place, (label, *amounts) in enumerate(MEASURES)
        for year, amount in zip((2015, 2016), amounts, strict=True)
    ]


def frame_rows() -> list[Row]:
    """The budget's table of units: lønn and netto for each, and their sum."""
    rows = (("Lia skole", 40_000.0), ("Haugen skole", 30_000.0), ("Sum skole", 70_000.0))
    return [
        {
            "amount_id": f"{label} {column}",
            "document_id": "budsjett",
            "label": label,
            "column_label": column,
            "amount_nok": amount * share,
            "year": 2015,
            "table": 2,
            "row": place,
            "is_total": label.startswith("Sum"),
        }
        for place, (label, amount) in enumerate(rows)
        for column, share in (("Lønn", 0.8), ("Netto ramme", 1.0))
    ]


def money_amounts(*more: Row) -> pd.DataFrame:
    """AMOUNTS of the plan and the budget, and `more` rows."""
    return amounts_table(*plan_rows(), *frame_rows(), *more)


def money_documents(*more: Row) -> pd.DataFrame:
    """DOCUMENTS of this municipality, and `more`."""
    return documents_table(*DOCUMENTS, *more)


def unit_goal(goal_id: str, text: str, **cells: Any) -> Row:
    """A goal of Lia skole in 2015."""
    return AGREEMENT | {"goal_id": goal_id, "text": text, "part": "enhet"} | cells


def money_goals(*rows: Row) -> pd.DataFrame:
    """GOALS with these rows."""
    return goals_table(*rows)
