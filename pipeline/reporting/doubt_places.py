"""How sure the units' places are: ranks, what would flip a conclusion, what the doubt rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Any

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.reporting.corpus import Corpus, Tables, records
from pipeline.reporting.doubt_charts import Drawn, chances, drawn, places, shares_of_doubt
from pipeline.reporting.formats import counted, decimal, listed, percent, whole
from pipeline.reporting.words import MEASURE_WORDS, QUADRANT_WORDS, RESTS_ON_WORDS
from pipeline.speech import gettext as _
from pipeline.speech import ngettext

RANKED_BY = "responsiveness"
MOST_IN_A_FIGURE = 40
_MOST_FLIPS_DRAWN = 10
_MOST_FLIPS = 60  # with their links in a table; the rest stand in the table's file
_MOST_NAMED = 6
# a flip with less chance than this says that the conclusion stands
_LIKELY = 0.1


@dataclass(frozen=True)
class RankRow:
    """A unit's place and between which it may stand."""

    unit: str
    href: str
    value: float
    rank: int
    low: int
    high: int
    links: str
    first: float
    last: float


@dataclass(frozen=True)
class RankDoubt:
    """Places in one year."""

    year: int
    claim: str
    rows: tuple[RankRow, ...]
    figure: Drawn
    is_cut: bool


@dataclass(frozen=True)
class AskedLink:
    """A link that a verdict is wanted on: both texts and where they stand."""

    goal: str
    goal_language: str
    goal_href: str
    objective: str
    objective_language: str
    objective_href: str
    probability: float


@dataclass(frozen=True)
class FlipRow:
    """The fewest verdicts that would change what is said of a unit."""

    unit: str
    year: int
    href: str
    verdicts: int
    goals: int
    held: int
    chance: float
    how: str
    now: str
    then: str
    is_exact: bool
    links: tuple[AskedLink, ...]


@dataclass(frozen=True)
class FlipDoubt:
    """What would flip a conclusion, the likeliest first."""

    claim: str
    rows: tuple[FlipRow, ...]
    left_out: int
    figure: Drawn
    drawn: int


@dataclass(frozen=True)
class RestRow:
    """What a unit's doubt rests on."""

    unit: str
    href: str
    n: int
    width: float | None
    links: float | None
    is_small_n: bool


@dataclass(frozen=True)
class MeasureRow:
    """A measure over all units and years: how wide its intervals are, and on what they rest."""

    name: str
    rests_on: str
    units: int
    n: float
    width: float | None
    links: float | None
    small: int


@dataclass(frozen=True)
class RestDoubt:
    """Whether the doubt is the links' or the few goals'."""

    year: int
    claim: str
    small: str
    rows: tuple[RestRow, ...]
    measures: tuple[MeasureRow, ...]
    figure: Drawn | None
    is_cut: bool


def rank_doubt(corpus: Corpus, ranks: pd.DataFrame) -> RankDoubt | None:
    """The places by responsiveness in the last year that has any; none without ranks."""
    ranked = ranks[ranks["measure"].eq(RANKED_BY)]
    if ranked.empty:
        return None
    year = int(ranked["year"].max())
    ranked = ranked[ranked["year"].eq(year)].sort_values(["rank", "unit"], kind="stable")
    rows = tuple(_rank_row(corpus, row) for row in records(ranked))
    claim = _rank_claim(rows, year)
    shown, is_cut = _ends(rows)
    data = [_rank_data(row, raw) for row, raw in _paired(shown, records(ranked))]
    title = _("Mellom hvilke plasser enhetene kan stå, {year}").format(year=year)
    figure = drawn(lambda layout: places(data, len(rows), layout), "plass-figur", title, claim)
    return RankDoubt(year, claim, rows, figure, is_cut)


def _rank_row(corpus: Corpus, row: dict[str, Any]) -> RankRow:
    low, high = row["rank_low_links"], row["rank_high_links"]
    return RankRow(
        unit=row["unit"],
        href=unit_href(corpus, row["unit"]),
        value=row["value"],
        rank=row["rank"],
        low=row["rank_low"],
        high=row["rank_high"],
        links="" if low is None else span(low, high),
        first=row["chance_first"],
        last=row["chance_last"],
    )


def _rank_data(row: RankRow, raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": row.unit,
        "rank": row.rank,
        "low": row.low,
        "high": row.high,
        "low_links": raw["rank_low_links"],
        "high_links": raw["rank_high_links"],
    }


def _paired(
    shown: Sequence[RankRow], raw: list[dict[str, Any]]
) -> list[tuple[RankRow, dict[str, Any]]]:
    by_unit = {row["unit"]: row for row in raw}
    return [(row, by_unit[row.unit]) for row in shown]


def _ends(rows: tuple[Any, ...]) -> tuple[tuple[Any, ...], bool]:
    """As many rows as a figure has room for: all of them, or as many first as last."""
    if len(rows) <= MOST_IN_A_FIGURE:
        return rows, False
    half = MOST_IN_A_FIGURE // 2
    return rows[:half] + rows[-half:], True


def _rank_claim(rows: Sequence[RankRow], year: int) -> str:
    """How many pairs of units can be told apart, and how many places one may stand on."""
    if len(rows) == 1:
        return _("Bare én enhet kan rangeres i {year}, så plassen sier ingenting.").format(
            year=year
        )
    pairs = list(combinations(rows, 2))
    apart = sum(one.high < other.low or other.high < one.low for one, other in pairs)
    room = median(row.high - row.low + 1 for row in rows)
    if not apart:
        return _(
            "Ingen av enhetene kan sies å være mer responsiv enn en annen i {year}: en typisk "
            "enhet kan stå på {room} av {n} plasser."
        ).format(year=year, room=decimal(room, 0), n=whole(len(rows)))
    return _(
        "{apart} av {pairs} par av enheter kan skilles i {year}, slik at den ene er mer responsiv "
        "enn den andre. En typisk enhet kan stå på {room} av {n} plasser."
    ).format(
        year=year,
        apart=whole(apart),
        pairs=whole(len(pairs)),
        room=decimal(room, 0),
        n=whole(len(rows)),
    )


def flip_doubt(corpus: Corpus, tables: Tables) -> FlipDoubt | None:
    """What the fewest verdicts would change; none where no few verdicts would."""
    flips = tables.measures.flips
    if flips.empty:
        return None
    ordered = flips.sort_values(["chance", "verdicts"], ascending=[False, True], kind="stable")
    wanted = {name for names in ordered["link_ids"] for name in str(names).split()}
    links = tables.links[tables.links["link_id"].isin(wanted)].set_index("link_id")
    rows = tuple(_flip_row(corpus, row, links) for row in records(ordered))
    held = sum(u.responsiveness is not None for u in corpus.unit_years.values())
    claim = _flip_claim(rows, held)
    shown = rows[:_MOST_FLIPS_DRAWN]
    data = [
        {
            "unit": f"{row.year} {row.unit}{' ' * place}",  # a row each, also for the same unit
            "chance": row.chance,
            "words": _flip_words(row),
        }
        for place, row in enumerate(shown)
    ]
    title = _("Hva som lettest kan snu")
    figure = drawn(lambda layout: chances(data, layout), "snu-figur", title, claim)
    left_out = max(len(rows) - _MOST_FLIPS, 0)
    return FlipDoubt(claim, rows[:_MOST_FLIPS], left_out, figure, len(shown))


def _flip_words(row: FlipRow) -> str:
    return _("{chance}, {verdicts}").format(
        chance=percent(row.chance), verdicts=counted(row.verdicts, "vurdering", "vurderinger")
    )


def _flip_row(corpus: Corpus, row: dict[str, Any], links: pd.DataFrame) -> FlipRow:
    accepted = row["direction"] == "accept"
    return FlipRow(
        unit=row["unit"],
        year=row["year"],
        href=unit_href(corpus, row["unit"]),
        verdicts=row["verdicts"],
        goals=row["goals"],
        held=row["goals_held"],
        chance=row["chance"],
        how=_("ja") if accepted else _("nei"),
        now=_said(row["quadrant_now"], row["side_now"]),
        then=_said(row["quadrant_then"], row["side_then"]),
        is_exact=row["is_exact"],
        links=tuple(
            _asked(corpus, links.loc[link_id])
            for link_id in row["link_ids"].split()
            if link_id in links.index
        ),
    )


def _said(quadrant: str, side: str) -> str:
    """The quadrant, or as much as is settled of it."""
    if quadrant != "uavklart":
        return QUADRANT_WORDS[quadrant]
    return {
        "responsive": _("responsiv, med uavklart særpreg"),
        "not_responsive": _("ikke responsiv, med uavklart særpreg"),
    }.get(side, QUADRANT_WORDS[quadrant])


def _asked(corpus: Corpus, link: pd.Series) -> AskedLink:
    goal_id = str(link["goal_id"])
    goal, above = corpus.goals.get(goal_id), corpus.goals.get(str(link["objective_id"]))
    page = corpus.page_of(above.goal_id) if above else None
    return AskedLink(
        goal=goal.text if goal else goal_id,
        goal_language=goal.language if goal else "nb",
        goal_href=_goal_href(corpus, goal_id),
        objective=(" ".join(p for p in (above.number, above.text) if p)) if above else "",
        objective_language=above.language if above else "nb",
        objective_href=f"mal/{page}.html" if page else "",
        probability=float(link["probability"]),
    )


def _goal_href(corpus: Corpus, goal_id: str) -> str:
    """The goal on its unit's page, where all that is known of its links stands."""
    goal = corpus.goals.get(goal_id)
    if goal is None:
        return ""
    if goal.unit is not None and goal.unit in corpus.unit_slugs and corpus.is_own(goal):
        return f"{unit_href(corpus, goal.unit)}#{goal_id}"
    return corpus.place_of(goal, root="")


def unit_href(corpus: Corpus, unit: str) -> str:
    """The unit's page, from the top; empty for one that has none."""
    slug = corpus.unit_slugs.get(unit)
    return f"enheter/{slug}.html" if slug else ""


def _flip_claim(rows: Sequence[FlipRow], held: int) -> str:
    """Which conclusion is the likeliest to flip, and how many could with some likelihood."""
    top = rows[0]
    likely = len({(row.unit, row.year) for row in rows if row.chance >= _LIKELY})
    lead = ngettext(
        "Én vurdering kan flytte {unit} i {year} fra «{now}» til «{then}»; det er {chance} "
        "sannsynlig at den faller slik ut.",
        "{n} vurderinger kan flytte {unit} i {year} fra «{now}» til «{then}»; det er {chance} "
        "sannsynlig at de faller slik ut.",
        top.verdicts,
    ).format(
        n=whole(top.verdicts),
        unit=top.unit,
        year=top.year,
        now=top.now,
        then=top.then,
        chance=percent(top.chance),
    )
    rest = _(
        "Av {held} plasseringer er det {likely} som minst {chance} sannsynlig ville blitt en annen."
    ).format(held=whole(held), likely=whole(likely), chance=percent(_LIKELY))
    return f"{lead} {rest}"


def rest_doubt(corpus: Corpus, intervals: pd.DataFrame, scoring: ScoringParams) -> RestDoubt | None:
    """Whether the links or the few goals make the units' figures unsure; none without intervals."""
    ranked = intervals[intervals["measure"].eq(RANKED_BY)]
    known = ranked[ranked["n"].gt(0)]
    if known.empty:
        return None
    year = int(known["year"].max())
    now = known[known["year"].eq(year)]
    rows = tuple(_rest_row(corpus, row) for row in records(now))
    told = tuple(row for row in rows if row.links is not None)
    claim = _rest_claim(told, year)
    shown, is_cut = _ends(tuple(sorted(told, key=lambda row: -(row.links or 0))))
    data = [{"unit": row.unit, "links": row.links} for row in shown]
    title = _("Hva usikkerheten i responsivitet kommer av, {year}").format(year=year)
    figure = (
        drawn(lambda layout: shares_of_doubt(data, layout), "hviler-figur", title, claim)
        if data
        else None
    )
    measures = tuple(_measure_rows(intervals))
    return RestDoubt(year, claim, _small_claim(known, scoring), rows, measures, figure, is_cut)


def _rest_row(corpus: Corpus, row: dict[str, Any]) -> RestRow:
    return RestRow(
        unit=row["unit"],
        href=unit_href(corpus, row["unit"]),
        n=row["n"],
        width=_width(row),
        links=row["doubt_from_links"],
        is_small_n=row["is_small_n"],
    )


def _width(row: dict[str, Any]) -> float | None:
    return None if row["low"] is None else float(row["high"] - row["low"])


def _rest_claim(rows: Sequence[RestRow], year: int) -> str:
    shares = [row.links for row in rows if row.links is not None]
    if not shares:
        return _("Ingen enhet har mange nok egne mål i {year} til et intervall.").format(year=year)
    widths = [row.width for row in rows if row.width is not None]
    return _(
        "Om alle koplinger ble vurdert, ville om lag {share} av usikkerheten i responsivitet i "
        "{year} bli borte. Resten blir stående, fordi en enhet typisk har bare {n} egne mål. Et "
        "typisk intervall er nå {width} bredt på en skala fra 0 til 1."
    ).format(
        share=percent(median(shares)),
        year=year,
        n=decimal(median(row.n for row in rows), 0),
        width=decimal(median(widths)) if widths else "–",
    )


def _small_claim(known: pd.DataFrame, scoring: ScoringParams) -> str:
    """Which units have too few goals for an interval, said aloud; also that none has."""
    small = known[known["is_small_n"]]
    least, most = int(known["n"].min()), int(known["n"].max())
    between = _("Tallene for en enhet i et år hviler på {least} til {most} egne mål.").format(
        least=whole(least), most=whole(most)
    )
    if small.empty:
        return between
    names = [f"{row['unit']} ({row['year']})" for row in records(small)]
    few = _("Færre enn {n} egne mål, og derfor verken intervall eller plassering: {units}.").format(
        n=whole(scoring.smallest_sample), units=listed(names, _MOST_NAMED)
    )
    return f"{between} {few}"


def _measure_rows(intervals: pd.DataFrame) -> list[MeasureRow]:
    rows = []
    for name, found in intervals.groupby("measure", sort=False):
        width = (found["high"] - found["low"]).median()
        links = found["doubt_from_links"].median()
        rows.append(
            MeasureRow(
                name=MEASURE_WORDS[str(name)],
                rests_on=RESTS_ON_WORDS[str(found["rests_on"].iloc[0])],
                units=len(found),
                n=float(found["n"].median()),
                width=None if pd.isna(width) else float(width),
                links=None if pd.isna(links) else float(links),
                small=int(found["is_small_n"].sum()),
            )
        )
    return rows


def span(low: int, high: int) -> str:
    """Both ends of a span of places, or the one place that it is.

    >>> span(1, 5), span(2, 2)
    ('1–5', '2')
    """
    return str(low) if low == high else f"{low}–{high}"
