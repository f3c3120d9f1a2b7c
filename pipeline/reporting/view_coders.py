"""How far coders agree, and what waits for them: in the words of one who has to trust the links."""

from dataclasses import dataclass

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.reporting.corpus import Tables, records
from pipeline.reporting.format_nb import counted, decimal, interval, percent
from pipeline.reporting.words_nb import AGREEMENT_WORDS

_ALL = "all"
# Krippendorff's own advice: below the first, draw no conclusion; below the second, tentative ones.
_LEAST, _ENOUGH = 0.667, 0.8
# So far from half and half, κ says more about the shares than about the coders.
_SKEWED = 0.2


@dataclass(frozen=True)
class Figure:
    """A coefficient and its interval, as text."""

    value: str
    interval: str


@dataclass(frozen=True)
class CoderRow:
    """Two coders, or all of them, on the pairs that they both judged."""

    name: str
    part: str
    n: int
    goals: int
    unsure: int | None
    percent: Figure
    kappa: Figure
    ac1: Figure
    alpha: Figure
    prevalence: str


@dataclass(frozen=True)
class DriftRow:
    """One coder's tests."""

    coder: str
    test: str
    n: int
    share: Figure


@dataclass(frozen=True)
class CodersView:
    """What the section on coders shows."""

    rows: tuple[CoderRow, ...]
    further: tuple[CoderRow, ...]
    drift: tuple[DriftRow, ...]
    coders: int
    verdicts: int
    waiting: int
    least: int
    interval: float
    says: str


def coders_view(tables: Tables, params: ScoringParams) -> CodersView:
    """The view, from VERDICTS, AGREEMENT and DRIFT."""
    agreement, verdicts = tables.measures.agreement, tables.verdicts
    whole = _rows(agreement, "link", params)
    return CodersView(
        rows=whole,
        further=(*_rows(agreement, "kind", params), *_rows(agreement, "objectives", params)),
        drift=_drift(tables.measures.drift),
        coders=int(verdicts["coder"].nunique()),
        verdicts=int(verdicts["is_latest"].sum()),
        waiting=int(verdicts["awaits_confirmation"].sum()),
        least=params.agreement_least,
        interval=params.interval,
        says=_says(agreement),
    )


def _rows(agreement: pd.DataFrame, about: str, params: ScoringParams) -> tuple[CoderRow, ...]:
    """All together, on pairs drawn at random and on every pair; then each two coders."""
    shown = agreement["scope"].eq(_ALL) | agreement["part"].eq("random")
    found = agreement[agreement["about"].eq(about) & shown]
    keys = ["coders", "scope", "part"]
    return tuple(
        _row(about, records(rows))
        for _, rows in found.groupby(keys, sort=False)
        if about == "link" or rows["n"].iloc[0] >= params.agreement_least
    )


def _row(about: str, rows: list[dict[str, object]]) -> CoderRow:
    first = rows[0]
    by_measure = {str(row["measure"]): row for row in rows}
    together = first["coders"] == _ALL
    return CoderRow(
        name="alle sammen" if together else str(first["coders"]).replace(", ", " og "),
        part=AGREEMENT_WORDS[about if first["part"] == _ALL else f"{about} random"],
        n=_whole(first["n"]),
        goals=_whole(first["goals"]),
        unsure=None if first["unsure"] is None else _whole(first["unsure"]),
        percent=_figure(by_measure.get("percent"), as_percent=True),
        kappa=_figure(by_measure.get("kappa")),
        ac1=_figure(by_measure.get("ac1")),
        alpha=_figure(by_measure.get("alpha")),
        prevalence=percent(_number(first["prevalence"])),
    )


def _figure(row: dict[str, object] | None, *, as_percent: bool = False) -> Figure:
    if row is None:
        return Figure("", "")
    value, low, high = (_number(row[name]) for name in ("value", "low", "high"))
    if as_percent:
        ends = "" if low is None or high is None else f"{percent(low)}–{percent(high)}"
        return Figure(percent(value), ends)
    return Figure(decimal(value), interval(low, high))


def _drift(drift: pd.DataFrame) -> tuple[DriftRow, ...]:
    """Each coder's tests all together, and the last step in time where there are several."""
    rows = []
    for (about, coder), given in drift.groupby(["about", "coder"], sort=True):
        whole, *steps = records(given)
        for row, when in [(whole, "")] + ([(steps[-1], ", sist")] if len(steps) > 1 else []):
            test = AGREEMENT_WORDS[str(about)] + when
            rows.append(DriftRow(str(coder), test, _whole(row["n"]), _figure(row, as_percent=True)))
    return tuple(rows)


def _says(agreement: pd.DataFrame) -> str:
    """What α of all coders on links allows one to conclude, in one or two sentences."""
    rows = records(
        agreement[
            agreement["about"].eq("link")
            & agreement["coders"].eq(_ALL)
            & agreement["scope"].eq(_ALL)
            & agreement["measure"].eq("alpha")
        ]
    )
    if not rows:
        return ""
    [row] = rows
    n = counted(_whole(row["n"]), "par", "par")
    if row["is_small_n"]:
        return f"Bare {n} er vurdert av to. Det er for få til å si hvor enige koderne er."
    value, low = _number(row["value"]), _number(row["low"])
    if value is None or low is None:
        return f"Koderne svarte det samme på alle {n}. Om de kan skille ja fra nei, vises ikke da."
    return f"{_conclusion(value, low)}{_about_shares(_number(row['prevalence']))}"


def _conclusion(value: float, low: float) -> str:
    told = f"α er {decimal(value)}"
    if low >= _ENOUGH:
        return f"{told}, og hele intervallet ligger over 0,80: koderne ser det samme."
    if value >= _ENOUGH:
        return f"{told}, men intervallet når under 0,80: flere par må vurderes av to."
    if value >= _LEAST:
        return f"{told}. Mellom 0,67 og 0,80 kan en bare trekke forsiktige slutninger."
    return (
        f"{told}, under 0,67: koderne ser ikke det samme. Gå gjennom kodeboken og uenighetene før "
        "vurderingene brukes."
    )


def _about_shares(prevalence: float | None) -> str:
    if prevalence is None or _SKEWED <= prevalence <= 1 - _SKEWED:
        return ""
    return (
        f" {percent(prevalence)} av svarene er ja. Når nesten alle svar er like, faller κ og α "
        "selv om koderne er enige; se da på AC1 og prosenten ved siden av."
    )


def _whole(value: object) -> int:
    return int(str(value))


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
