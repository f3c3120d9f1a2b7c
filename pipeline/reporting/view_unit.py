"""A unit's page: where it stands year by year, and the passages behind it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from pipeline.params import Params, ScoringParams
from pipeline.reporting.corpus import PERSONAL, PLAN, Corpus, UnitYear
from pipeline.reporting.figures import Estimate, IntervalRow, interval_rows
from pipeline.reporting.formats import counted, decimal, interval, listed, percent, whole
from pipeline.reporting.grounds import Grounds, Row
from pipeline.reporting.view_goal import GoalView, Ref, goal_view, ref
from pipeline.reporting.views import Quote, quote_of
from pipeline.reporting.words import LEVEL_WORDS, PART_WORDS, QUADRANT_MEANINGS, QUADRANT_WORDS
from pipeline.reporting.words_evidence import LIKENESS_WORDS, SIDE_WORDS
from pipeline.speech import gettext as _


@dataclass(frozen=True)
class SharedPart:
    """Goals in the agreement that others have set: listed, never counted."""

    word: str
    goals: tuple[Quote, ...]


@dataclass(frozen=True)
class Alike:
    """A goal of ours and one of a neighbour that say the same, and why."""

    ours: Ref
    theirs: Ref
    said: str


@dataclass(frozen=True)
class Neighbour:
    """Another unit with objectives or goals in common that year."""

    name: str
    href: str
    said: str
    objectives: tuple[Ref, ...]
    goals: tuple[Alike, ...]


@dataclass(frozen=True)
class Flip:
    """How many verdicts would move the unit, in a sentence, and on which links."""

    said: str
    links: tuple[Ref, ...]


@dataclass(frozen=True)
class UnitYearView:
    """A unit in one year."""

    year: int
    plan: str
    row: UnitYear | None
    goals: tuple[GoalView, ...]
    ceremonial: tuple[Ref, ...]
    dropped: tuple[Ref, ...]
    dropped_from: int | None
    neighbours: tuple[Neighbour, ...]
    flips: tuple[Flip, ...]
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


def unit_page(corpus: Corpus, grounds: Grounds, unit: str, params: Params) -> UnitPage:
    """What the unit's page shows."""
    scoring = params.scoring
    rows = [corpus.unit_years[unit, y] for y in corpus.years if (unit, y) in corpus.unit_years]
    area = next((row.area for row in reversed(rows) if row.area), "")
    if not area:
        area = next((g.area for g in corpus.goals_by_unit.get(unit, ()) if g.area), "")
    years = sorted(_years_of(corpus, unit), reverse=True)
    return UnitPage(
        name=unit,
        slug=corpus.unit_slugs[unit],
        area=area,
        lede=" ".join(
            part for part in (*unit_lede(rows, scoring), _held_instead(corpus, unit, rows)) if part
        ),
        responsiveness=_chart(unit, rows, "responsiveness", scoring.border_responsiveness),
        distinctiveness=_chart(unit, rows, "distinctiveness", scoring.border_distinctiveness),
        years=tuple(_year_view(corpus, grounds, unit, y, params) for y in years),
    )


def unit_lede(rows: Sequence[UnitYear], scoring: ScoringParams) -> tuple[str, ...]:
    """Where the unit stands in its latest year, in sentences that say how sure it is."""
    if not rows:
        return (_("Enheten har ingen mål med årstall i korpuset, så den kan ikke plasseres."),)
    row = rows[-1]
    if row.goals == 0:
        said = _("Ingen egne mål er funnet for {year}, så enheten kan ikke plasseres.")
        return (said.format(year=row.year),)
    if row.responsiveness is None:
        said = _("{goals} i {year}, men ingen kommuneplan å holde dem mot.")
        goals = counted(row.goals, "eget mål", "egne mål")
        return (said.format(goals=goals, year=row.year),)
    tail = _linked_words(row.goals_linked or 0, row.goals_held)
    if row.quadrant == "uavklart":
        said = _("I {year} kan enheten ikke plasseres: {doubt}.")
        return said.format(year=row.year, doubt=_doubt(row, scoring)), *_likely(row), tail
    said = _("I {year} er enheten {quadrant}: den {meaning}.")
    quadrant, meaning = QUADRANT_WORDS[row.quadrant], QUADRANT_MEANINGS[row.quadrant]
    return said.format(year=row.year, quadrant=quadrant, meaning=meaning), tail


def _likely(row: UnitYear) -> tuple[str, ...]:
    """Where a unit that can't be placed most probably stands; nothing where that isn't known."""
    if row.likely_quadrant is None or row.likely_probability is None:
        return ()
    said = _("Mest sannsynlig er den {quadrant} ({probability}).")
    quadrant = QUADRANT_WORDS[row.likely_quadrant]
    return (said.format(quadrant=quadrant, probability=percent(row.likely_probability)),)


def _linked_words(linked: int, held: int) -> str:
    """How many of a unit's own goals are linked, also where it has but one."""
    if held == 1 and linked:
        return _("Det ene egne målet har en avgjort kopling til kommuneplanen.")
    if held == 1:
        return _("Det ene egne målet har ingen avgjort kopling til kommuneplanen.")
    said = _("{linked} av {held} egne mål har en avgjort kopling til kommuneplanen.")
    return said.format(linked=whole(linked), held=whole(held))


def _held_instead(corpus: Corpus, unit: str, rows: Sequence[UnitYear]) -> str:
    """What the goals of the latest year were held against where there is no kommuneplan."""
    if corpus.top == PLAN or not rows:
        return ""
    goals = [g for g in corpus.own_goals(unit, rows[-1].year) if g.goal_id in corpus.links]
    linked = sum(corpus.links[goal.goal_id][0].linked for goal in goals)
    if not goals:
        return ""
    said = _("Målene er i stedet holdt mot {level}: {linked} av {held} har en avgjort kopling dit.")
    level = LEVEL_WORDS[corpus.top]
    return said.format(level=level, linked=whole(linked), held=whole(len(goals)))


def _doubt(row: UnitYear, scoring: ScoringParams) -> str:
    if row.distinctiveness is None:
        return _("særpreget kan ikke måles uten en plan over og en enhet ved siden av")
    if row.responsiveness_low is None or row.distinctiveness_low is None:
        return _("det er for få mål til å regne ut et intervall")
    axes = (
        (
            _("responsivitet"),
            scoring.border_responsiveness,
            row.responsiveness_low,
            row.responsiveness_high,
        ),
        (
            _("særpreg"),
            scoring.border_distinctiveness,
            row.distinctiveness_low,
            row.distinctiveness_high,
        ),
    )
    crossing = [name for name, border, low, high in axes if low <= border <= (high or low)]
    if len(crossing) == 1:
        return _("intervallet for {axis} krysser grensen").format(axis=crossing[0])
    return _("intervallene for {axes} krysser grensen").format(axes=listed(crossing))


def _years_of(corpus: Corpus, unit: str) -> set[int]:
    from_goals = {g.year for g in corpus.goals_by_unit.get(unit, ()) if g.year is not None}
    return {year for name, year in corpus.unit_years if name == unit} | from_goals


def _chart(unit: str, rows: Sequence[UnitYear], axis: str, border: float) -> Markup:
    name = {"responsiveness": _("Responsivitet"), "distinctiveness": _("Særpreg")}[axis]
    shown = [IntervalRow(str(row.year), _estimate(row, axis)) for row in rows]
    finding = _("{axis} år for år, med intervall: {years}. Grensen går ved {border}.").format(
        axis=name, years="; ".join(_year_said(row) for row in shown), border=decimal(border)
    )
    title = _("{axis}: {unit}").format(axis=name, unit=unit)
    return interval_rows(shown, border, title, finding, f"fig-{axis}")


def _year_said(row: IntervalRow) -> str:
    if row.estimate is None:
        return _("{year} ingen data").format(year=row.label)
    ends = interval(row.estimate.low, row.estimate.high) or _("uten intervall")
    return f"{row.label} {decimal(row.estimate.value)} {ends}"


def _estimate(row: UnitYear, axis: str) -> Estimate | None:
    value = getattr(row, axis)
    if value is None:
        return None
    return Estimate(value, getattr(row, f"{axis}_low"), getattr(row, f"{axis}_high"))


def _year_view(
    corpus: Corpus, grounds: Grounds, unit: str, year: int, params: Params
) -> UnitYearView:
    row = corpus.unit_years.get((unit, year))
    plan = corpus.plan_of(year)
    most = params.reporting.links_per_goal
    goals = [goal_view(corpus, grounds, g, most) for g in corpus.own_goals(unit, year)]
    dropped = grounds.dropped.get((unit, year), ())
    return UnitYearView(
        year=year,
        plan=plan.title if plan else "",
        row=row,
        goals=tuple(goals),
        ceremonial=tuple(
            Ref(goal.text, goal.language, f"#{goal.anchor}")
            for goal in goals
            if goal.profile and goal.profile.is_ceremonial
        ),
        dropped=_refs(corpus, (gone["earlier_id"] for gone in dropped)),
        dropped_from=next((int(gone["year_from"]) for gone in dropped), None),
        neighbours=_neighbours(corpus, grounds, unit, year),
        flips=tuple(_flip(corpus, grounds, flip) for flip in grounds.flips.get((unit, year), ())),
        shared=_shared(corpus, unit, year),
        gaps=tuple(_gaps(row, len(goals), bool(plan), params.scoring.smallest_sample)),
    )


def _refs(corpus: Corpus, names: Iterable[str]) -> tuple[Ref, ...]:
    found = (ref(corpus, name) for name in dict.fromkeys(names))
    return tuple(each for each in found if each)


def _neighbours(corpus: Corpus, grounds: Grounds, unit: str, year: int) -> tuple[Neighbour, ...]:
    """Units that serve the same objectives or say the same, those with the most first."""
    ties = {
        _other(row, unit, "first_unit", "second_unit"): row
        for row in grounds.ties.get((unit, year), ())
    }
    alike: defaultdict[str, list[Row]] = defaultdict(list)
    for row in grounds.alike.get((unit, year), ()):
        alike[_other(row, unit, "unit_a", "unit_b")].append(row)
    names = [name for name in {**ties, **alike} if name in corpus.unit_slugs]
    names.sort(key=lambda n: (-len(alike[n]), -(ties[n]["shared"] if n in ties else 0), n))
    return tuple(_neighbour(corpus, unit, n, ties.get(n), alike[n]) for n in names)


def _other(row: Row, unit: str, first: str, second: str) -> str:
    return str(row[second] if row[first] == unit else row[first])


def _neighbour(
    corpus: Corpus, unit: str, name: str, tie: Row | None, alike: Sequence[Row]
) -> Neighbour:
    said = ""
    if tie:
        said = _("{shared} av {either} mål i planen som én av dem svarer på, svarer begge på.")
        said = said.format(shared=whole(tie["shared"]), either=whole(tie["either"]))
    goals = [_alike(corpus, row, is_first=row["unit_a"] == unit) for row in alike]
    return Neighbour(
        name=name,
        href=f"{corpus.unit_slugs[name]}.html",
        said=said,
        objectives=_refs(corpus, str(tie["objective_ids"]).split()) if tie else (),
        goals=tuple(goal for goal in goals if goal),
    )


def _alike(corpus: Corpus, row: Row, *, is_first: bool) -> Alike | None:
    names = (row["goal_a"], row["goal_b"]) if is_first else (row["goal_b"], row["goal_a"])
    ours, theirs = (ref(corpus, name) for name in names)
    if ours is None or theirs is None:
        return None
    said = _("{why}; sannsynlighet {probability} for at de sier det samme")
    why = LIKENESS_WORDS[row["kind"]]
    return Alike(ours, theirs, said.format(why=why, probability=decimal(row["probability"])))


def _flip(corpus: Corpus, grounds: Grounds, row: Row) -> Flip:
    """What would move the unit; the links lead to where they are shown, or to their goal."""
    said = _flip_said(row).format(
        links=counted(row["verdicts"], "kopling", "koplinger"),
        now=QUADRANT_WORDS[row["quadrant_now"]],
        then=QUADRANT_WORDS[row["quadrant_then"]],
        answer=SIDE_WORDS[row["side_then"]],
    )
    if row["chance"] is not None:
        chance = percent(row["chance"]) if row["chance"] >= 0.01 else _("under 1 %")
        said = _("{said} Sannsynligheten for det er {chance}, etter koplingenes egne tall.").format(
            said=said, chance=chance
        )
    names = dict.fromkeys(
        grounds.link_goals[n] for n in str(row["link_ids"]).split() if n in grounds.link_goals
    )
    return Flip(said, _refs(corpus, names))


def _flip_said(row: Row) -> str:
    """A sentence with room for the links, the quadrants and what would be settled."""
    is_rejecting, settles = row["direction"] == "reject", row["side_then"] != "uavklart"
    if row["changes_quadrant"] and is_rejecting:
        return _("Ble {links} avvist, ville enheten gå fra {now} til {then}.")
    if row["changes_quadrant"]:
        return _("Ble {links} til godtatt, ville enheten gå fra {now} til {then}.")
    if settles and is_rejecting:
        return _("Ble {links} avvist, ville det være avgjort at enheten {answer}.")
    if settles:
        return _("Ble {links} til godtatt, ville det være avgjort at enheten {answer}.")
    if is_rejecting:
        return _("Ble {links} avvist, ville det være uavklart om enheten svarer på planen.")
    return _("Ble {links} til godtatt, ville det være uavklart om enheten svarer på planen.")


def _gaps(row: UnitYear | None, goals: int, has_plan: bool, smallest: int) -> list[str]:
    found = []
    if goals == 0:
        found.append(
            _(
                "Ingen egne mål er funnet dette året. Er målene felles for flere enheter, teller "
                "de ikke som enhetens egne."
            )
        )
    if not has_plan:
        found.append(_("Ingen kommuneplan i korpuset gjaldt dette året."))
    if row is not None and 0 < row.goals < smallest:
        few = _("Færre enn {smallest} egne mål: tallene står uten intervall.")
        found.append(few.format(smallest=smallest))
    if row is not None and row.goals and row.distinctiveness is None:
        found.append(
            _("Særpreg kan ikke måles: det mangler en plan over eller en enhet ved siden av.")
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
