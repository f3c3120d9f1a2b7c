"""What one run says, in few enough figures to be kept; and how two such records differ."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

FORMAT = 1
_LONGEST = 140  # letters of a goal's words: enough to know it again where it is gone
_DIGITS = 6  # of a figure: beyond them are the machine's roundings

Record = dict[str, dict[str, Any]]
_MUNICIPALITIES = "municipalities"
_EMPTY: Record = {sort: {} for sort in ("document", "figure", "unit", "link")}


def about(parameters: Mapping[str, Any], versions: Mapping[str, str]) -> Record:
    """What a run was made with, which is the same for every municipality."""
    return {
        "parameter": {
            f"{stage}.{name}": [_told(value)]
            for stage, values in parameters.items()
            for name, value in values.items()
        },
        "version": {name: [value] for name, value in versions.items()},
    }


def said(
    documents: pd.DataFrame,
    goals: pd.DataFrame,
    links: pd.DataFrame,
    units: pd.DataFrame,
    objectives: pd.DataFrame,
) -> Record:
    """What a run says of one municipality: each sort with its names, and what each comes to.

    A value is a list: text, figure, goal, objective, their words; of links only the decided ones.
    """
    return {
        "document": {
            str(row.path): [str(row.document_sha256)] for row in documents.itertuples(index=False)
        },
        "figure": dict(_figures(units, objectives, links)),
        "unit": {
            f"{row.unit} {row.year}": [row.quadrant, _rounded(row.responsiveness)]
            for row in units.itertuples(index=False)
        },
        "link": dict(_decided(goals, links)),
    }


def together(records: Mapping[str, Record]) -> Record:
    """What a run says of all its municipalities: of the only one its record as it is."""
    if len(records) == 1:
        return next(iter(records.values()))
    return {_MUNICIPALITIES: dict(records)}


def fingerprint(told: Record) -> str:
    """A short name for all that a record holds, the same wherever it is made."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _told(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else str(value)


def _rounded(value: Any) -> float | None:
    return None if pd.isna(value) else round(float(value), _DIGITS)


def _figures(
    units: pd.DataFrame, objectives: pd.DataFrame, links: pd.DataFrame
) -> Iterator[tuple[str, list[Any]]]:
    """The figures that the report's first findings are made from, year by year."""
    yield "links_decided", [None, float(links["linked"].sum())]
    for year, rows in units.groupby("year", sort=True):
        placed = rows["quadrant"].ne("uavklart")
        yield f"units_placed {year}", [None, float(placed.sum())]
        yield f"goals {year}", [None, float(rows["goals"].sum())]
        for name in ("responsiveness", "distinctiveness", "ceremonial_share"):
            yield f"{name} {year}", [None, _rounded(rows[name].mean())]
    counted = objectives[objectives["in_coverage"]]
    for year, rows in counted.groupby("year", sort=True):
        alone = rows["units"].eq(0)
        yield f"objectives_without_unit {year}", [None, float(alone.sum())]


def _decided(goals: pd.DataFrame, links: pd.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    words = dict(zip(goals["goal_id"], goals["text"].str.slice(0, _LONGEST), strict=True))
    for row in links[links["linked"]].itertuples(index=False):
        yield (
            str(row.link_id),
            [
                None,
                _rounded(row.probability),
                row.goal_id,
                row.objective_id,
                words.get(row.goal_id),
                words.get(row.objective_id),
            ],
        )


def differences(before: Record, now: Record) -> list[dict[str, Any]]:
    """A row for each thing that differs, in the order of its sorts.

    A link that stays decided and whose probability alone has moved is no row: with other
    probabilities all of them move, and what is said of the goals does not.

    >>> differences({"unit": {"A 2015": ["tight", 0.8]}}, {"unit": {"A 2015": ["loose", 0.8]}})[0][
    ...     "after"
    ... ]
    'loose'
    """
    rows = []
    for sort, told in now.items():
        earlier = before.get(sort, {})
        for name in sorted({*earlier, *told}):
            old, new = earlier.get(name), told.get(name)
            if old == new or (sort == "link" and old and new):
                continue
            rows.append(_row(sort, name, old, new))
    return rows


def differences_apart(
    before: Record | None, now: Record, only: str = ""
) -> dict[str, list[dict[str, Any]]]:
    """The differences by municipality; `only` is the name of the only one, where it is one.

    What is the same for all (parameters, versions) is told for each. A municipality that is new or
    gone differs in all that is said of it, in no parameter.
    """
    of_now = _apart(now, only)
    if before is None:
        return {name: [] for name in of_now}
    # the only one is the same one, whatever it was called before
    was = _apart(before, next(iter(of_now)) if len(of_now) == 1 else "")
    shared_before, shared_now = _shared(was), _shared(of_now)
    return {
        name: differences(was.get(name, shared_now), of_now.get(name, {**_EMPTY, **shared_before}))
        for name in {**of_now, **was}
    }


def _apart(told: Record, only: str) -> dict[str, Record]:
    return dict(told.get(_MUNICIPALITIES, {only: told}))


def _shared(records: Mapping[str, Record]) -> Record:
    """What is the same for all municipalities."""
    told = next(iter(records.values()), {})
    return {sort: told[sort] for sort in ("parameter", "version") if sort in told}


def _row(sort: str, name: str, old: list[Any] | None, new: list[Any] | None) -> dict[str, Any]:
    unit, year = _unit_and_year(sort, name)
    texts = _filled(new or old or [])
    before, after = _filled(old or []), _filled(new or [])
    return {
        "sort": sort,
        "what": name,
        "unit": unit,
        "year": year,
        "change": "added" if old is None else "removed" if new is None else "changed",
        "before": before[0],
        "after": after[0],
        "before_value": before[1],
        "after_value": after[1],
        "goal_id": texts[2],
        "objective_id": texts[3],
        "goal_text": texts[4],
        "objective_text": texts[5],
    }


def _filled(values: list[Any]) -> list[Any]:
    return [*values, *[None] * (6 - len(values))]


def _unit_and_year(sort: str, name: str) -> tuple[str | None, int | None]:
    if sort not in ("unit", "figure"):
        return None, None
    head, _, tail = name.rpartition(" ")
    year = int(tail) if tail.isdigit() else None
    return (head if sort == "unit" else None), year
