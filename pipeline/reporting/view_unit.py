"""A unit's page: where it stands year by year, and the passages behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from pipeline.params import ScoringParams
from pipeline.reporting.corpus import PERSONAL, PLAN, Corpus, UnitYear
from pipeline.reporting.figures import Estimate, IntervalRow, interval_rows
from pipeline.reporting.formats import counted, decimal, interval, listed, whole
from pipeline.reporting.views import GoalView, Quote, goal_view, quote_of
from pipeline.reporting.words import LEVEL_WORDS, PART_WORDS, QUADRANT_MEANINGS, QUADRANT_WORDS


@dataclass(frozen=True)
class SharedPart:
    """Goals in the agreement that others have set: listed, never counted."""

    word: str
    goals: tuple[Quote, ...]


@dataclass(frozen=True)
class UnitYearView:
    """A unit in one year."""

    year: int
    plan: str
    row: UnitYear | None
    goals: tuple[GoalView, ...]
    shared: tuple[SharedPart, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class UnitPage:
    """A unit with all its years, the latest first."""

    name: str
    slug: str
    area: str
    lede: str
    responsiveness: Markup
    distinctiveness: Markup
    years: tuple[UnitYearView, ...]


def unit_page(corpus: Corpus, unit: str, scoring: ScoringParams, links_per_goal: int) -> UnitPage:
    """What the unit's page shows."""
    rows = [corpus.unit_years[unit, y] for y in corpus.years if (unit, y) in corpus.unit_years]
    area = next((row.area for row in reversed(rows) if row.area), "")
    if not area:
        area = next((g.area for g in corpus.goals_by_unit.get(unit, ()) if g.area), "")
    years = sorted(_years_of(corpus, unit), reverse=True)
    return UnitPage(
        name=unit,
        slug=corpus.unit_slugs[unit],
        area=area,
        lede=unit_lede(rows, scoring) + _held_instead(corpus, unit, rows),
        responsiveness=_chart(unit, rows, "responsiveness", scoring.border_responsiveness),
        distinctiveness=_chart(unit, rows, "distinctiveness", scoring.border_distinctiveness),
        years=tuple(_year_view(corpus, unit, y, scoring, links_per_goal) for y in years),
    )


def unit_lede(rows: Sequence[UnitYear], scoring: ScoringParams) -> str:
    """Where the unit stands in its latest year, in a sentence that says how sure it is."""
    if not rows:
        return "Enheten har ingen mål med årstall i korpuset, så den kan ikke plasseres."
    row = rows[-1]
    if row.goals == 0:
        return f"Ingen egne mål er funnet for {row.year}, så enheten kan ikke plasseres."
    if row.responsiveness is None:
        return (
            f"{counted(row.goals, 'eget mål', 'egne mål')} i {row.year}, men ingen kommuneplan "
            "å holde dem mot."
        )
    tail = _linked_words(row.goals_linked or 0, row.goals_held)
    if row.quadrant == "uavklart":
        return f"I {row.year} kan enheten ikke plasseres: {_doubt(row, scoring)}. {tail}"
    meaning = QUADRANT_MEANINGS[row.quadrant]
    return f"I {row.year} er enheten {QUADRANT_WORDS[row.quadrant]}: den {meaning}. {tail}"


def _linked_words(linked: int, held: int) -> str:
    """How many of a unit's own goals are linked, also where it has but one."""
    if held == 1:
        has = "en" if linked else "ingen"
        return f"Det ene egne målet har {has} avgjort kopling til kommuneplanen."
    return f"{whole(linked)} av {whole(held)} egne mål har en avgjort kopling til kommuneplanen."


def _held_instead(corpus: Corpus, unit: str, rows: Sequence[UnitYear]) -> str:
    """What the goals of the latest year were held against where there is no kommuneplan."""
    if corpus.top == PLAN or not rows:
        return ""
    goals = [g for g in corpus.own_goals(unit, rows[-1].year) if g.goal_id in corpus.links]
    linked = sum(corpus.links[goal.goal_id][0].linked for goal in goals)
    if not goals:
        return ""
    return (
        f" Målene er i stedet holdt mot {LEVEL_WORDS[corpus.top]}: {whole(linked)} av "
        f"{whole(len(goals))} har en avgjort kopling dit."
    )


def _doubt(row: UnitYear, scoring: ScoringParams) -> str:
    if row.distinctiveness is None:
        return "særpreget kan ikke måles uten en plan over og en enhet ved siden av"
    if row.responsiveness_low is None or row.distinctiveness_low is None:
        return "det er for få mål til å regne ut et intervall"
    axes = (
        (
            "responsivitet",
            scoring.border_responsiveness,
            row.responsiveness_low,
            row.responsiveness_high,
        ),
        (
            "særpreg",
            scoring.border_distinctiveness,
            row.distinctiveness_low,
            row.distinctiveness_high,
        ),
    )
    crossing = [name for name, border, low, high in axes if low <= border <= (high or low)]
    what = "intervallet" if len(crossing) == 1 else "intervallene"
    return f"{what} for {listed(crossing)} krysser grensen"


def _years_of(corpus: Corpus, unit: str) -> set[int]:
    from_goals = {g.year for g in corpus.goals_by_unit.get(unit, ()) if g.year is not None}
    return {year for name, year in corpus.unit_years if name == unit} | from_goals


def _chart(unit: str, rows: Sequence[UnitYear], axis: str, border: float) -> Markup:
    name = {"responsiveness": "Responsivitet", "distinctiveness": "Særpreg"}[axis]
    shown = [IntervalRow(str(row.year), _estimate(row, axis)) for row in rows]
    said = [
        f"{row.label} {decimal(row.estimate.value)} "
        f"{interval(row.estimate.low, row.estimate.high) or 'uten intervall'}"
        if row.estimate
        else f"{row.label} ingen data"
        for row in shown
    ]
    finding = (
        f"{name} år for år, med intervall: {'; '.join(said)}. Grensen går ved {decimal(border)}."
    )
    return interval_rows(shown, border, f"{name}: {unit}", finding, f"fig-{axis}")


def _estimate(row: UnitYear, axis: str) -> Estimate | None:
    value = getattr(row, axis)
    if value is None:
        return None
    return Estimate(value, getattr(row, f"{axis}_low"), getattr(row, f"{axis}_high"))


def _year_view(
    corpus: Corpus, unit: str, year: int, scoring: ScoringParams, links_per_goal: int
) -> UnitYearView:
    row = corpus.unit_years.get((unit, year))
    plan = corpus.plan_of(year)
    goals = corpus.own_goals(unit, year)
    return UnitYearView(
        year=year,
        plan=plan.title if plan else "",
        row=row,
        goals=tuple(goal_view(corpus, goal, links_per_goal) for goal in goals),
        shared=_shared(corpus, unit, year),
        gaps=tuple(_gaps(row, len(goals), bool(plan), scoring.smallest_sample)),
    )


def _gaps(row: UnitYear | None, goals: int, has_plan: bool, smallest: int) -> list[str]:
    found = []
    if goals == 0:
        found.append(
            "Ingen egne mål er funnet dette året. Er målene felles for flere enheter, teller de "
            "ikke som enhetens egne."
        )
    if not has_plan:
        found.append("Ingen kommuneplan i korpuset gjaldt dette året.")
    if row is not None and 0 < row.goals < smallest:
        found.append(f"Færre enn {smallest} egne mål: tallene står uten intervall.")
    if row is not None and row.goals and row.distinctiveness is None:
        found.append(
            "Særpreg kan ikke måles: det mangler en plan over eller en enhet ved siden av."
        )
    return found


def _shared(corpus: Corpus, unit: str, year: int) -> tuple[SharedPart, ...]:
    goals = [goal for goal in corpus.shared_goals(unit, year) if goal.part != PERSONAL]
    order = list(PART_WORDS)
    goals.sort(key=lambda goal: order.index(goal.part or "enhet"))
    return tuple(
        SharedPart(PART_WORDS[part or "enhet"], tuple(quote_of(corpus, goal) for goal in found))
        for part, found in groupby(goals, key=lambda goal: goal.part)
    )
