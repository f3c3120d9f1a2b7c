"""How sure the links are: their probabilities, and how such held where the answer is known."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.reporting.corpus import Corpus, Tables
from pipeline.reporting.doubt_charts import Drawn, drawn, probability_bins, reliability
from pipeline.reporting.formats import decimal, interval, percent, whole
from pipeline.speech import gettext as _
from pipeline.speech import ngettext

_BINS = 10
# outside these the engine is as good as sure of a goal's best link
_SURE_BELOW, _SURE_FROM = 0.1, 0.9
# where errors would be seen: nearly all pairs are trivially no links
_NOT_TRIVIAL = 0.1


@dataclass(frozen=True)
class BinRow:
    """How many goals have a best link so probable."""

    name: str
    goals: int
    share: float


@dataclass(frozen=True)
class Reliability:
    """Of the pairs given about so much, how many were links."""

    name: str
    predicted: float
    observed: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class LinkDoubt:
    """What is said of the links' probabilities."""

    claim: str
    goals: int
    bins: tuple[BinRow, ...]
    figure: Drawn | None
    measured_claim: str
    measured: tuple[Reliability, ...]
    measured_pairs: int
    measured_figure: Drawn | None
    is_taught: bool


def link_doubt(corpus: Corpus, tables: Tables) -> LinkDoubt:
    """The view: of this corpus' own goals, and of the pairs whose answers are known."""
    values = [
        profile.anchoring
        for profile in corpus.profiles.values()
        if profile.is_own and profile.anchoring is not None
    ]
    bins = _bins(values)
    claim = _claim(values)
    measured = measured_reliability()
    held = _held_claim(measured)
    return LinkDoubt(
        claim=claim,
        goals=len(values),
        bins=bins,
        figure=_histogram(bins, claim) if values else None,
        measured_claim=held,
        measured=measured,
        measured_pairs=sum(row.n for row in measured),
        measured_figure=_reliability_chart(measured, held) if measured else None,
        is_taught=is_taught(tables),
    )


def is_taught(tables: Tables) -> bool:
    """True where verdicts have moved some link's probability."""
    links = tables.links
    return bool((links["probability"] - links["probability_before"]).abs().gt(1e-9).any())


def _claim(values: list[float]) -> str:
    """How many goals the engine is in doubt of; empty without goals."""
    if not values:
        return ""
    unsure = sum(_SURE_BELOW <= value < _SURE_FROM for value in values)
    if not unsure:
        return ngettext(
            "Programmet er så godt som sikkert på den beste koplingen til det ene målet.",
            "Programmet er så godt som sikkert på den beste koplingen til alle de {n} målene.",
            len(values),
        ).format(n=whole(len(values)))
    return _(
        "For {unsure} av {n} egne mål ({share}) er det ikke sikkert om målet tjener planen: den "
        "beste koplingen har en sannsynlighet mellom {low} og {high}."
    ).format(
        unsure=whole(unsure),
        n=whole(len(values)),
        share=percent(unsure / len(values)),
        low=decimal(_SURE_BELOW, 1),
        high=decimal(_SURE_FROM, 1),
    )


def _bins(values: list[float]) -> tuple[BinRow, ...]:
    counts = [0] * _BINS
    for value in values:
        counts[min(int(value * _BINS + 1e-9), _BINS - 1)] += 1
    return tuple(
        BinRow(
            f"{decimal(place / _BINS, 1)}–{decimal((place + 1) / _BINS, 1)}",
            count,
            count / len(values) if values else 0.0,
        )
        for place, count in enumerate(counts)
    )


def _histogram(bins: tuple[BinRow, ...], claim: str) -> Drawn:
    rows = [
        {
            "from": place / _BINS,
            "to": (place + 1) / _BINS,
            "middle": (place + 0.5) / _BINS,
            "goals": row.goals,
            "settled": place in (0, _BINS - 1),
        }
        for place, row in enumerate(bins)
    ]
    title = _("Hvor sannsynlig målenes beste kopling er")
    return drawn(lambda layout: probability_bins(rows, layout), "sannsynlighet-figur", title, claim)


@lru_cache(maxsize=1)
def measured_reliability() -> tuple[Reliability, ...]:
    """What the benchmark measured on pairs with known answers, from the file that follows along."""
    text = files("pipeline.reporting").joinpath("measured", "reliability.csv")
    rows = csv.DictReader(text.read_text(encoding="utf-8").splitlines())
    return tuple(
        Reliability(
            name=row["bin"],
            predicted=float(row["predicted"]),
            observed=float(row["observed"]),
            low=float(row["low"]),
            high=float(row["high"]),
            n=int(row["n"]),
        )
        for row in rows
    )


def _held_claim(measured: tuple[Reliability, ...]) -> str:
    """In how many of the bins that matter the promise held, and where it missed by most."""
    rows = [row for row in measured if row.predicted >= _NOT_TRIVIAL]
    if not rows:
        return ""
    held = sum(row.low <= row.predicted <= row.high for row in rows)
    worst = max(rows, key=lambda row: abs(row.observed - row.predicted))
    return _(
        "Der svaret er kjent, holdt sannsynligheten innenfor intervallet i {held} av {n} grupper. "
        "Lengst fra var de som fikk om lag {predicted}: {observed} ({ends}) av dem var koplinger."
    ).format(
        held=whole(held),
        n=whole(len(rows)),
        predicted=decimal(worst.predicted),
        observed=decimal(worst.observed),
        ends=interval(worst.low, worst.high),
    )


@lru_cache(maxsize=8)  # the same in every report; `claim` is in the language spoken
def _reliability_chart(measured: tuple[Reliability, ...], claim: str) -> Drawn:
    rows = [
        {"predicted": row.predicted, "observed": row.observed, "low": row.low, "high": row.high}
        for row in measured
    ]
    title = _("Sannsynligheter holdt mot kjente svar")
    return drawn(lambda layout: reliability(rows, layout), "kalibrering-figur", title, claim)
