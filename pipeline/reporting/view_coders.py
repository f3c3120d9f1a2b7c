"""How far coders agree, and what waits for them: in the words of one who has to trust the links."""

from dataclasses import dataclass

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.reporting.corpus import Tables, records
from pipeline.reporting.formats import counted, decimal, interval, listed, percent
from pipeline.reporting.words import AGREEMENT_WORDS
from pipeline.speech import gettext as _

_ALL = "all"
# Krippendorff's own advice: below the first, draw no conclusion; below the second, tentative ones.
_LEAST, _ENOUGH = 0.667, 0.8
# So far from half and half, κ says more about the shares than about the coders.
_SKEWED = 0.2
_MOST_TWOS = 15


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
    left_out: int
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
    rows, left_out = _rows(agreement, params.agreement_least)
    return CodersView(
        rows=rows,
        left_out=left_out,
        drift=_drift(tables.measures.drift),
        coders=int(verdicts["coder"].nunique()),
        verdicts=int(verdicts["is_latest"].sum()),
        waiting=int(verdicts["awaits_confirmation"].sum()),
        least=params.agreement_least,
        interval=params.interval,
        says=_says(agreement),
    )


def _rows(agreement: pd.DataFrame, least: int) -> tuple[tuple[CoderRow, ...], int]:
    """All coders together on everything, each two on links; and how many twos are left out.

    Each on all units and on those drawn at random. Where there are only two, they are all.
    """
    shown = agreement[agreement["scope"].eq(_ALL) | agreement["part"].eq("random")]
    together = shown[shown["coders"].eq(_ALL)]
    twos = shown[shown["coders"].ne(_ALL) & shown["about"].eq("link")]
    if together["coders_n"].eq(2).all():
        together = together.assign(coders=_only_two(twos, together))
        twos = twos.head(0)
    whole = twos[twos["scope"].eq(_ALL)].drop_duplicates("coders")
    most = whole.sort_values("n", ascending=False, kind="stable")["coders"].head(_MOST_TWOS)
    found = pd.concat([together, twos[twos["coders"].isin(most)]])
    keys = ["coders", "about", "scope", "part"]
    groups = [group for _, group in found.groupby(keys, sort=False)]
    rows = [_row(records(group)) for group in groups if _is_told(group, least)]
    return tuple(rows), len(whole) - len(most)


def _only_two(twos: pd.DataFrame, together: pd.DataFrame) -> str:
    return _ALL if twos.empty or together.empty else str(twos["coders"].iloc[0])


def _is_told(group: pd.DataFrame, least: int) -> bool:
    """How many links there are is always told; of the rest, what has figures."""
    first = group.iloc[0]
    return bool(first["n"] >= least or (first["about"] == "link" and first["scope"] == _ALL))


def _row(rows: list[dict[str, object]]) -> CoderRow:
    first = rows[0]
    about = str(first["about"])
    by_measure = {str(row["measure"]): row for row in rows}
    together = first["coders"] == _ALL
    return CoderRow(
        name=_("alle sammen") if together else listed(str(first["coders"]).split(", ")),
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
        name = AGREEMENT_WORDS[str(about)]
        told = [(whole, name)]
        if len(steps) > 1:
            told.append((steps[-1], _("{test}, sist").format(test=name)))
        for row, test in told:
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
    pairs = counted(_whole(row["n"]), "par", "par")
    if row["is_small_n"]:
        return _(
            "Bare {pairs} er vurdert av to. Det er for få til å si hvor enige koderne er."
        ).format(pairs=pairs)
    value, low = _number(row["value"]), _number(row["low"])
    if value is None or low is None:
        return _(
            "Koderne svarte det samme på alle {pairs}. Om de kan skille ja fra nei, vises ikke da."
        ).format(pairs=pairs)
    said = [_conclusion(value, low), _about_shares(_number(row["prevalence"]))]
    return " ".join(sentence for sentence in said if sentence)


def _conclusion(value: float, low: float) -> str:
    alpha, least, enough = decimal(value), decimal(_LEAST), decimal(_ENOUGH)
    if low >= _ENOUGH:
        return _(
            "Krippendorffs α er {alpha}, og hele intervallet ligger over {enough}: koderne ser det "
            "samme."
        ).format(alpha=alpha, enough=enough)
    if value >= _ENOUGH:
        return _(
            "Krippendorffs α er {alpha}, men intervallet når under {enough}: flere par må vurderes "
            "av to."
        ).format(alpha=alpha, enough=enough)
    if value >= _LEAST:
        return _(
            "Krippendorffs α er {alpha}. Mellom {least} og {enough} kan en bare trekke forsiktige "
            "slutninger."
        ).format(alpha=alpha, least=least, enough=enough)
    return _(
        "Krippendorffs α er {alpha}, under {least}: koderne ser ikke det samme. Gå gjennom "
        "kodeboken og uenighetene før vurderingene brukes."
    ).format(alpha=alpha, least=least)


def _about_shares(prevalence: float | None) -> str:
    if prevalence is None or _SKEWED <= prevalence <= 1 - _SKEWED:
        return ""
    return _(
        "{share} av svarene er ja. Når nesten alle svar er like, faller κ og α selv om koderne er "
        "enige; se da på AC1 og prosenten ved siden av."
    ).format(share=percent(prevalence))


def _whole(value: object) -> int:
    return int(str(value))


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
