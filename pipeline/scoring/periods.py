"""Each unit over all its years: what a year alone is too short to tell."""

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.scoring.bootstrap import interval_columns
from pipeline.scoring.unit import axes, likely_quadrant, quadrant
from pipeline.scoring.worlds import own_goals_held, wording

AXES = ("responsiveness", "distinctiveness")


def unit_periods(
    goals: pd.DataFrame, profiles: pd.DataFrame, units: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """One row for each unit with own goals, over all its years, with the columns of UNIT_PERIODS.

    A goal that stands word for word in several years is one goal, not several: it was thought of
    once. Its anchoring and distinctiveness are the means of its years (another plan may be in
    force), and it counts once in n, so that repeating goals makes no figure surer. The borders
    and the rule of the quadrant are those of a single year. Where the first and the last year
    lie apart (`has_moved`), the unit has changed and the mean of its years describes none of them.
    """
    own = own_goals_held(goals, profiles)
    distinct = distinct_goals(own)
    years_of = dict(list(units.groupby("unit")))
    rows = [
        {"unit": unit}
        | _span(own[own["unit"].eq(unit)], theirs)
        | period_figures(f"{unit} all years", theirs, params)
        | _by_year(years_of.get(unit, units[:0]))
        for unit, theirs in distinct.groupby("unit")
    ]
    frame = pd.DataFrame(rows)
    if frame.empty:
        return frame
    placed = frame["quadrant"].ne("uavklart")
    agreeing = [
        sum(quadrant == each for each in theirs)
        for quadrant, theirs in zip(frame["quadrant"], frame["of_years"], strict=True)
    ]
    settled = [sum(each != "uavklart" for each in theirs) for theirs in frame["of_years"]]
    agree = pd.Series(agreeing, index=frame.index).where(placed, 0)
    contrary = (pd.Series(settled, index=frame.index) - agree).where(placed, 0)
    return frame.assign(years_agreeing=agree, years_contrary=contrary).drop(columns="of_years")


def distinct_goals(own: pd.DataFrame) -> pd.DataFrame:
    """`unit, wording, anchoring, distinctiveness`: one row for each different goal of a unit.

    >>> own = pd.DataFrame({"unit": "Neset", "text": ["Alle leser", "alle leser", "Ingen venter"],
    ...                     "anchoring": [0.2, 0.4, 0.9], "distinctiveness": 1.0})
    >>> distinct_goals(own)["anchoring"].round(2).tolist()
    [0.3, 0.9]
    """
    named = own.assign(wording=own["text"].map(wording)).sort_values(["unit", "wording"])
    columns = ["anchoring", "distinctiveness"]
    # sorted, so that the order of the rows can't move the last digit
    named = named.sort_values(["unit", "wording", *columns])
    return named.groupby(["unit", "wording"], as_index=False)[columns].mean()


def period_figures(name: str, own: pd.DataFrame, params: ScoringParams) -> dict[str, object]:
    """Both axes with intervals, the quadrant and the likely one, for goals of any span."""
    responsive, distinct = axes(own, name, params)
    borders = params.border_responsiveness, params.border_distinctiveness
    return {
        "goals_held": responsive.n,
        **interval_columns("responsiveness", responsive),
        **interval_columns("distinctiveness", distinct),
        "quadrant": quadrant(responsive, distinct, *borders),
        **likely_quadrant(own, name, params),
        "is_small_n": min(responsive.n, distinct.n) < params.smallest_sample,
    }


def _span(own: pd.DataFrame, distinct: pd.DataFrame) -> dict[str, object]:
    years = own["year"].astype(int)
    return {
        "year_from": years.min(),
        "year_to": years.max(),
        "years": years.nunique(),
        "goals": len(own),
        "goals_distinct": len(distinct),
    }


def _by_year(units: pd.DataFrame) -> dict[str, object]:
    """What the unit's years say one by one, and whether the last has left the first."""
    years = units[units["goals"].gt(0)].sort_values("year")
    said: dict[str, object] = {"of_years": years["quadrant"].tolist()}
    if len(years) < 2:
        return said | dict.fromkeys((*(f"{axis}_change" for axis in AXES), "has_moved"))
    first, last = years.iloc[0], years.iloc[-1]
    apart = [_apart(first, last, axis) for axis in AXES]
    changes = {f"{axis}_change": last[axis] - first[axis] for axis in AXES}
    return (
        said | changes | {"has_moved": None if None in apart and True not in apart else any(apart)}
    )


def _apart(first: pd.Series, last: pd.Series, axis: str) -> bool | None:
    ends = [row[f"{axis}_{end}"] for row in (first, last) for end in ("low", "high")]
    if any(pd.isna(end) for end in ends):
        return None
    first_low, first_high, last_low, last_high = ends
    return bool(first_high < last_low or last_high < first_low)
