"""How right the links are, before and after verdicts: what the drawn pairs tell."""

from dataclasses import dataclass

import pandas as pd

from pipeline.reporting.corpus import records
from pipeline.reporting.doubt_charts import Drawn, before_and_after, drawn
from pipeline.reporting.formats import counted, decimal, interval
from pipeline.reporting.words import ACCURACY_SAYS, ACCURACY_WORDS
from pipeline.speech import gettext as _


@dataclass(frozen=True)
class AccuracyRow:
    """One measure, each figure as text with its interval."""

    name: str
    n: int
    before: str
    before_interval: str
    after: str
    after_interval: str
    says: str


@dataclass(frozen=True)
class AccuracyView:
    """The section's rows; none where chance has drawn nothing that was judged blind."""

    rows: tuple[AccuracyRow, ...]
    further: int | None
    claim: str
    figure: Drawn | None


def accuracy_view(accuracy: pd.DataFrame) -> AccuracyView:
    """The view, from ACCURACY."""
    told = records(accuracy[accuracy["says"].ne("none drawn")])
    told = [row for row in told if row["measure"] in ACCURACY_WORDS]
    further = [row["further_wanted"] for row in told if row["further_wanted"] is not None]
    claim = _claim(told)
    return AccuracyView(
        rows=tuple(_row(row) for row in told),
        further=int(str(further[0])) if further else None,
        claim=claim,
        figure=_figure(told, claim),
    )


def _claim(told: list[dict[str, object]]) -> str:
    """What the drawn pairs say of F1; empty without it."""
    found = next((row for row in told if row["measure"] == "f1"), None)
    if found is None or found["after"] is None:
        return ""
    pairs = counted(int(str(found["n"])), "par", "par")
    if found["says"] == "too few":
        return _(
            "Bare {pairs} er trukket tilfeldig og vurdert. Det er for få til et intervall."
        ).format(pairs=pairs)
    return _(
        "Treffene og bommene veid mot hverandre (F1) er {value} ({ends}), etter {pairs}."
    ).format(
        value=decimal(_number(found["after"])),
        ends=interval(_number(found["after_low"]), _number(found["after_high"])),
        pairs=pairs,
    )


def _figure(told: list[dict[str, object]], claim: str) -> Drawn | None:
    rows = [
        {
            "unit": ACCURACY_WORDS[str(row["measure"])],
            "when": when,
            "after": when == "after",
            "value": row[when],
            "low": row[f"{when}_low"],
            "high": row[f"{when}_high"],
        }
        for row in told
        for when in ("before", "after")
        if row[when] is not None
    ]
    if not rows:
        return None
    title = _("Før og etter at programmet har lært av vurderingene")
    return drawn(lambda layout: before_and_after(rows, layout), "riktighet-figur", title, claim)


def _row(row: dict[str, object]) -> AccuracyRow:
    return AccuracyRow(
        name=ACCURACY_WORDS[str(row["measure"])],
        n=int(str(row["n"])),
        before=decimal(_number(row["before"])),
        before_interval=interval(_number(row["before_low"]), _number(row["before_high"])),
        after=decimal(_number(row["after"])),
        after_interval=interval(_number(row["after_low"]), _number(row["after_high"])),
        says=ACCURACY_SAYS[str(row["says"])],
    )


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
