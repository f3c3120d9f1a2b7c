"""Small plan systems on paper: name the goals of each level and the probabilities between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tests.tables_for_tests import documents_table, goals_table, links_table

Row = dict[str, Any]
# The first letter of a goal's name tells its document.
LEVELS = {"o": "kommuneplan", "e": "økonomiplan", "b": "årsbudsjett", "g": "lederavtale"}
KINDS = {"o": "delmål", "e": "mål", "b": "resultatmål", "g": "enhetsmål"}
YEARS = {"o": (2010, 2022), "e": (2014, 2017), "b": (2014, 2014), "g": (2014, 2014)}


@dataclass(frozen=True)
class PlanWorld:
    """The tables of one small plan system."""

    goals: pd.DataFrame
    links: pd.DataFrame
    documents: pd.DataFrame


def plan_world(
    links: Mapping[str, float],
    *,
    goals: tuple[Row, ...] = (),
    stated: tuple[str, ...] = (),
) -> PlanWorld:
    """The world of `links`, `{"g1 b1": 0.9}` for a goal and what it serves, all of 2014.

    `goals` gives rows of GOALS their own values, or adds goals; `stated` names explicit links.
    """
    pairs = [tuple(pair.split()) for pair in links]
    special = {row["goal_id"]: row for row in goals}
    names = sorted({name for pair in pairs for name in pair} | set(special))
    rows = [_goal(name) | special.get(name, {}) for name in names]
    held = {row["document_id"]: row for row in rows}
    return PlanWorld(
        goals_table(*rows),
        links_table(
            *(
                {
                    "goal_id": goal,
                    "objective_id": objective,
                    "objective_level": special.get(objective, {}).get("level", _level(objective)),
                    "probability": probability,
                    "linked": probability >= 0.5,
                    "explicit": f"{goal} {objective}" in stated,
                }
                for (goal, objective), probability in zip(pairs, links.values(), strict=True)
            )
        ),
        documents_table(
            *(
                {
                    "document_id": document,
                    "kind": row["level"],
                    "year": row["year"],
                    "year_to": row["year_to"],
                    "unit": row.get("unit"),
                }
                for document, row in held.items()
            )
        ),
    )


def _level(name: str) -> str:
    return LEVELS[name[0]]


def _goal(name: str) -> Row:
    letter = name[0]
    first, last = YEARS[letter]
    unit = {"unit": "Neset", "part": "enhet"} if letter == "g" else {}
    about = {"level": LEVELS[letter], "kind": KINDS[letter], "year": first, "year_to": last}
    return {"goal_id": name, "document_id": f"doc-{letter}", "text": f"Mål {name}"} | about | unit
