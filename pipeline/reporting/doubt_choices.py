"""What the answer would have been under other choices: the specification curve, unit by unit."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.reporting.corpus import Corpus, records
from pipeline.reporting.doubt_charts import Drawn, drawn, specification_curve
from pipeline.reporting.doubt_places import unit_href
from pipeline.reporting.formats import MINUS, decimal, interval, whole
from pipeline.reporting.words import CHOICE_WORDS, QUADRANT_WORDS, SEGMENTATION_WORDS
from pipeline.speech import gettext as _
from pipeline.speech import ngettext

_MOST_UNITS = 150  # units and years in a table; of more, the last year only


@dataclass(frozen=True)
class ChoiceRow:
    """One choice, and what the corpus comes to under all specifications with it."""

    choice: str
    option: str
    specifications: int
    median: float | None
    ends: str
    is_default: bool


@dataclass(frozen=True)
class HeldRow:
    """A unit in a year: in how many specifications what is said of it holds."""

    unit: str
    year: int
    href: str
    quadrant: str
    holding: float
    contrary: float | None
    median: float | None
    ends: str
    places: str


@dataclass(frozen=True)
class ChoiceDoubt:
    """The curve and what stands behind it."""

    claims: tuple[str, ...]
    specifications: int
    choices: tuple[ChoiceRow, ...]
    units: tuple[HeldRow, ...]
    last_year_only: bool
    figure: Drawn | None


def choice_doubt(
    corpus: Corpus, specifications: pd.DataFrame, summary: pd.DataFrame
) -> ChoiceDoubt | None:
    """The view; none where no specification was tried or none has an answer."""
    told = specifications[specifications["responsiveness"].notna()]
    if told.empty:
        return None
    chosen = _with_words(told)
    is_long = len(summary) > _MOST_UNITS
    shown = summary[summary["year"].eq(summary["year"].max())] if is_long else summary
    claims = tuple(claim for claim in _claims(chosen, summary) if claim)
    return ChoiceDoubt(
        claims=claims,
        specifications=len(told),
        choices=tuple(_choice_rows(chosen)),
        units=tuple(_held_row(corpus, row) for row in records(shown)),
        last_year_only=is_long,
        figure=_curve(chosen, claims[0]),
    )


def _with_words(told: pd.DataFrame) -> pd.DataFrame:
    """The specifications in the order of their answers, each choice in words, four columns more."""
    shifts = (told["border_responsiveness"] - _default(told)["border_responsiveness"]).round(3)
    worded = told.assign(
        coder=told["encoder"].map(_coder),
        unit=told["segmentation"].map(SEGMENTATION_WORDS.get),
        counts=told["reading"].map(_reading),
        borders=shifts.map(_shift),
    )
    ordered = worded.sort_values(
        ["responsiveness", "encoder", "segmentation", "reading", "border_responsiveness"],
        kind="stable",
    )
    return ordered.reset_index(drop=True)


def _default(told: pd.DataFrame) -> pd.Series:
    """What the report was made with; the first where that has no answer."""
    return told.sort_values("is_default", ascending=False, kind="stable").iloc[0]


def _coder(name: str) -> str:
    return _("enkoder {name}").format(name=name)


def _reading(reading: str) -> str:
    if reading.startswith("from "):
        cut = decimal(float(reading.removeprefix("from ")), 1)
        return _("fra sannsynlighet {cut}").format(cut=cut)
    return {"probability": _("så mye som sannsynlig"), "decided": _("avgjorte koplinger")}[reading]


def _shift(shift: float) -> str:
    if not shift:
        return _("grensene som de er")
    sign = MINUS if shift < 0 else "+"
    return _("grensene {shift}").format(shift=f"{sign}{decimal(abs(shift), 1)}")


_COLUMNS = ("coder", "counts", "unit", "borders")


def _claims(told: pd.DataFrame, summary: pd.DataFrame) -> list[str]:
    default = _default(told)
    values = told["responsiveness"]
    first = ngettext(
        "Under {n} forsvarlig sett av valg er enhetenes responsivitet i snitt {low}.",
        "Enhetenes responsivitet er i snitt {default} slik rapporten regner, og fra {low} til "
        "{high} under {n} forsvarlige sett av valg.",
        len(told),
    ).format(
        n=whole(len(told)),
        default=decimal(default["responsiveness"]),
        low=decimal(values.min()),
        high=decimal(values.max()),
    )
    return [first, _most_moving(told), _never_contrary(summary)]


def _most_moving(told: pd.DataFrame) -> str:
    """The choice between whose options the medians lie the furthest apart."""
    apart = {}
    for column in _COLUMNS:
        medians = told.groupby(column)["responsiveness"].median()
        apart[column] = float(medians.max() - medians.min())
    most = max(apart, key=lambda column: apart[column])
    if apart[most] < 0.005:
        return ""
    return _("Mest betyr {choice}: medianene ligger {apart} fra hverandre.").format(
        choice=CHOICE_WORDS[most], apart=decimal(apart[most])
    )


def _never_contrary(summary: pd.DataFrame) -> str:
    known = summary[summary["share_contrary"].notna()]
    if known.empty:
        return ""
    never = int(known["share_contrary"].eq(0).sum())
    if never == len(known):
        return _(
            "Ingen av valgene plasserer en enhet i en annen rute enn den tallene her peker mot."
        )
    return _(
        "For {never} av {n} enheter og år plasserer ingen av dem enheten i en annen rute enn den "
        "tallene her peker mot."
    ).format(never=whole(never), n=whole(len(known)))


def _choice_rows(told: pd.DataFrame) -> list[ChoiceRow]:
    default = _default(told)
    rows = []
    for column in _COLUMNS:
        for option in _options(told, column):
            found = told[told[column].eq(option)]
            values = found["responsiveness"]
            rows.append(
                ChoiceRow(
                    choice=CHOICE_WORDS[column],
                    option=option,
                    specifications=len(found),
                    median=float(values.median()),
                    ends=interval(float(values.min()), float(values.max())),
                    is_default=option == default[column],
                )
            )
    return rows


def _held_row(corpus: Corpus, row: dict[str, Any]) -> HeldRow:
    low, high = row["rank_low"], row["rank_high"]
    return HeldRow(
        unit=row["unit"],
        year=row["year"],
        href=unit_href(corpus, row["unit"]),
        quadrant=QUADRANT_WORDS[row["quadrant"]],
        holding=row["share_holding"],
        contrary=row["share_contrary"],
        median=row["responsiveness_median"],
        ends=interval(row["responsiveness_low"], row["responsiveness_high"]),
        places="" if low is None else "–".join(dict.fromkeys((_place(low), _place(high)))),
    )


def _place(place: float) -> str:
    return decimal(place, 0 if float(place).is_integer() else 1)


def _curve(told: pd.DataFrame, claim: str) -> Drawn | None:
    if len(told) == 1:
        return None
    rows = [
        {"place": place + 1, "value": row["responsiveness"], "default": row["is_default"]}
        for place, row in enumerate(records(told))
    ]
    choices = [
        {"place": place + 1, "choice": row[column], "default": row["is_default"]}
        for place, row in enumerate(records(told))
        for column in _COLUMNS
    ]
    names = [str(option) for column in _COLUMNS for option in _options(told, column)]
    title = _("Responsivitet under alle forsvarlige valg")
    return drawn(
        lambda layout: specification_curve(rows, choices, names, layout),
        "valg-figur",
        title,
        claim,
    )


def _options(told: pd.DataFrame, column: str) -> list[str]:
    """A choice's options, the report's own first."""
    default = str(_default(told)[column])
    return [default, *(str(o) for o in told[column].unique() if str(o) != default)]
