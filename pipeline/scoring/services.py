"""Units of the same service in different municipalities, beside each other."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipeline.language.tokenise import tokenise
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.scoring.areas import area_key, area_name

AXES = ("responsiveness", "distinctiveness")
FEWEST_MUNICIPALITIES = 2
_PLACE = ("median", "least", "largest", "rank", "rank_low", "rank_high", "stands")
# What a unit's name ends in, or holds as a word of its own, where most municipalities have such
# units; endings apart. Compounds that are another service stand before the word they end in.
_KINDS = (
    ("kulturskole", r"kultursk[ou]l"),
    ("voksenopplæring", r"(?:voksen|vaksen)opplæring|lærings?sent(?:er|r)"),
    ("skolefritidsordning", r"sfo|sk[ou]lefritidsordning"),
    ("oppvekstsenter", r"oppvekstsent(?:er|r)|oppveksttun"),
    ("skole", r"\w*sk[ou]l"),
    ("barnehage", r"\w*barnehag"),
    ("PP-tjeneste", r"ppt|pp-tj?enest"),
    ("barne- og familietjeneste", r"bft|familietj?enest|familiesent(?:er|r)"),
    ("barnevern", r"\w*barnevern(?:s?tj?enest)?"),
    ("helsestasjon", r"helsestasjon"),
    ("legevakt", r"\w*legevakt"),
    ("NAV", r"nav"),
    ("sykehjem", r"\w*sykehjem|\w*sjukeheim|(?:velferds|omsorgs)sent(?:er|r)"),
    ("hjemmetjeneste", r"(?:hjemme|heime)(?:tj?enest|sykeplei|sjukeplei)"),
    ("bibliotek", r"\w*bibliotek"),
    ("kulturhus", r"kulturhus"),
    ("brannvern", r"brann|brannvesen|brannvern"),
)
_ENDING = r"(?:e|en|a|et|er|ar|r|n|ne|ene|ane|ene?s|s)?"
_PATTERNS = tuple((kind, re.compile(rf"(?:{words}){_ENDING}")) for kind, words in _KINDS)


def service_of(unit: str, area: str | None) -> tuple[str, str] | None:
    """The service that a unit gives, and what tells it: its `name`, or its tjenesteområde (`area`).

    The name goes first: a tjenesteområde holds both schools and kindergartens. None where neither
    tells a service.

    >>> service_of("Granlia skole", "Oppvekst"), service_of("Kemneren", "Økonomi")
    (('skole', 'name'), ('Økonomi', 'area'))
    >>> service_of("Solhaug barnehagar", None), service_of("Bjørkevåg kulturskole", None)
    (('barnehage', 'name'), ('kulturskole', 'name'))
    >>> service_of("Kemneren", None) is None
    True
    """
    words = tokenise(unit)
    for kind, pattern in _PATTERNS:
        if any(pattern.fullmatch(word) for word in words):
            return kind, "name"
    return (area_name(area), "area") if area and area_key(area) else None


def service_units(units: pd.DataFrame) -> pd.DataFrame:
    """SERVICES of UNITS of all municipalities: each unit among the others of its service and year.

    For each axis x, with the n units of the service that year that have a figure, the unit's own
    among them: their median, least and largest; the unit's place, 1 for the largest, ties sharing
    the best; and the places that intervals leave open, from 1 + the units whose whole interval lies
    above the unit's, to n − those whose whole interval lies below. `stands` says whether the unit's
    interval clears the median of the others: `above`, `below`, or `uavklart` where it doesn't or
    where there is no interval. A unit without a figure has no place; missing stays missing.
    `from_home` is the unit's x less the median of its own municipality's other units that year: a
    plan that is easy to serve lifts all of them.

    Rows are there only for services that two municipalities or more have in that year.
    Range: shares 0 to 1, places 1 to n. Source: none; medians and ranges as in any league table,
    with the caution of Goldstein & Spiegelhalter (1996) that places be given with intervals.

    >>> units = pd.DataFrame({
    ...     "municipality": ["A", "A", "B"], "unit": ["Øst skole", "Vest skole", "Øst skole"],
    ...     "year": 2015, "area": None, "goals_held": 9, "quadrant": "uavklart",
    ...     "responsiveness": [0.2, 0.6, 0.9], "responsiveness_low": [0.1, 0.4, 0.8],
    ...     "responsiveness_high": [0.3, 0.7, 1.0], "distinctiveness": None,
    ...     "distinctiveness_low": None, "distinctiveness_high": None})
    >>> found = service_units(units)
    >>> found[["service", "responsiveness_rank", "responsiveness_stands"]].values.tolist()
    [['skole', 3, 'below'], ['skole', 2, 'uavklart'], ['skole', 1, 'above']]
    >>> found["responsiveness_median"].tolist(), found["distinctiveness_rank"].isna().all()
    ([0.6, 0.6, 0.6], np.True_)
    """
    told = [
        service_of(unit, _known(area))
        for unit, area in zip(units["unit"], units["area"], strict=True)
    ]
    has_service = pd.Series([each is not None for each in told], units.index, dtype=bool)
    kept = units[has_service].assign(
        service=[each[0] for each in told if each], told_by=[each[1] for each in told if each]
    )
    # tjenesteområder go by their words, however they are spelled: the first spelling names them
    kept = kept.assign(service=_one_spelling(kept["service"]))
    home = _from_home(units)
    rows = [
        row
        for _, part in kept.groupby(["service", "year"], sort=False)
        if part[MUNICIPALITY].nunique() >= FEWEST_MUNICIPALITIES
        for row in _rows(part, home)
    ]
    return pd.DataFrame(rows)


def _rows(part: pd.DataFrame, home: Mapping[str, pd.Series]) -> list[dict[str, Any]]:
    """One row for each unit of one service in one year."""
    placed = {axis: _placed(part, axis) for axis in AXES}
    return [
        {
            MUNICIPALITY: row[MUNICIPALITY],
            "unit": row["unit"],
            "year": row["year"],
            "service": row["service"],
            "told_by": row["told_by"],
            "goals_held": row["goals_held"],
            "quadrant": row["quadrant"],
            "municipalities": part[MUNICIPALITY].nunique(),
            "units": len(part),
            **{name: value for axis in AXES for name, value in placed[axis][place].items()},
            **{f"{axis}_from_home": home[axis].loc[index] for axis in AXES},
        }
        for place, (index, row) in enumerate(zip(part.index, part.to_dict("records"), strict=True))
    ]


def _placed(part: pd.DataFrame, axis: str) -> list[dict[str, Any]]:
    value, low, high = (
        part[name].astype(float).to_numpy() for name in (axis, f"{axis}_low", f"{axis}_high")
    )
    known = ~np.isnan(value)
    # without an interval nothing is known of where it lies: it may stand anywhere
    floor, ceiling = np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), 1.0, high)
    told = []
    for at in range(len(part)):
        figures = dict.fromkeys(f"{axis}_{name}" for name in _PLACE)
        figures |= {axis: value[at], f"{axis}_low": low[at], f"{axis}_high": high[at]}
        figures |= _spread(axis, value[known])
        others = value[known & (np.arange(len(part)) != at)]
        if known[at]:
            above = known & (floor > ceiling[at])
            below = known & (ceiling < floor[at])
            figures |= {
                f"{axis}_rank": 1 + int((value[known] > value[at]).sum()),
                f"{axis}_rank_low": 1 + int(above.sum()),
                f"{axis}_rank_high": int(known.sum() - below.sum()),
                f"{axis}_stands": _stands(low[at], high[at], others),
            }
        told.append(figures)
    return told


def _spread(axis: str, known: Any) -> dict[str, Any]:
    if not len(known):
        return {f"{axis}_n": 0}
    ends = {"median": np.median(known), "least": known.min(), "largest": known.max()}
    return {f"{axis}_n": len(known)} | {f"{axis}_{name}": float(x) for name, x in ends.items()}


def _stands(low: float, high: float, others: Any) -> str:
    if np.isnan(low) or not len(others):
        return "uavklart"
    median = float(np.median(others))
    return "above" if low > median else "below" if high < median else "uavklart"


def _from_home(units: pd.DataFrame) -> dict[str, pd.Series]:
    """Each unit's figure less the median of its municipality's other units in the year."""
    return {
        axis: units.groupby([MUNICIPALITY, "year"], sort=False)[axis].transform(
            lambda values: _less_others(values.astype(float))
        )
        for axis in AXES
    }


def _less_others(values: pd.Series) -> pd.Series:
    others = [values.drop(index).median() for index in values.index]
    return values - others


def _one_spelling(services: pd.Series) -> list[str]:
    first: dict[frozenset[str], str] = {}
    return [first.setdefault(area_key(name) or frozenset([name]), name) for name in services]


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
