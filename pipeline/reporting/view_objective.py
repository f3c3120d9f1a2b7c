"""An objective's page: what it covers, who stands behind it, with what money, how far down."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.reporting.corpus import PERSONAL, Corpus, Goal, Link, ObjectiveYear
from pipeline.reporting.formats import counted, decimal, interval, million_nok, whole, years
from pipeline.reporting.grounds import Grounds, Row
from pipeline.reporting.quoting import Passage, quoted
from pipeline.reporting.view_goal import (
    AmountLine,
    Picture,
    Ref,
    VerdictView,
    amount_lines,
    bounds,
    level_step,
    pictures_of,
    ref,
    verdict_views,
)
from pipeline.reporting.views import Quote, answering_words, quote_of
from pipeline.reporting.words import GOAL_KIND_WORDS, LEVEL_NAMES
from pipeline.reporting.words_evidence import THREAD_WORDS
from pipeline.speech import gettext as _

_MOST_LINES = 8


@dataclass(frozen=True)
class Part:
    """A hovedmål, delmål or point beside, above or under the objective."""

    kind: str
    number: str
    text: str
    language: str
    href: str


@dataclass(frozen=True)
class ServingGoal:
    """A goal with a decided link to the objective or to something under it."""

    quote: Quote
    href: str
    link: str
    passage: Passage
    shared: str
    probability: float
    kind: str
    explicit: bool
    through: Part | None
    verdicts: tuple[VerdictView, ...]


@dataclass(frozen=True)
class ServingUnit:
    """A unit with its goals behind the objective."""

    name: str
    href: str
    goals: tuple[ServingGoal, ...]


@dataclass(frozen=True)
class ThreadLevel:
    """How wide the thread is on a level, by how many goals and units, and the widest goal."""

    level: str
    width: float | None
    goals: int
    goals_possible: int
    units: int | None
    units_possible: int | None
    best: Ref | None


@dataclass(frozen=True)
class ThreadYear:
    """The thread down from the objective in a year."""

    word: str
    said: str
    levels: tuple[ThreadLevel, ...]


@dataclass(frozen=True)
class Money:
    """Money behind the objective in a year, as sentences and the lines that they rest on."""

    said: tuple[str, ...]
    lines: tuple[AmountLine, ...]
    further: int


@dataclass(frozen=True)
class ServedYear:
    """Those behind the objective in a year."""

    year: int
    row: ObjectiveYear
    units: tuple[ServingUnit, ...]
    thread: ThreadYear | None
    money: Money | None


@dataclass(frozen=True)
class OtherGoal:
    """A goal that is no unit's own, in one document or the same words in several."""

    quote: Quote
    documents: int


@dataclass(frozen=True)
class ObjectivePage:
    """An objective as its page shows it."""

    slug: str
    kind: str
    number: str
    text: str
    language: str
    lede: str
    quote: Quote
    passage: Passage
    pictures: tuple[Picture, ...]
    period: str
    above: Part | None
    under: tuple[Part, ...]
    years: tuple[ServedYear, ...]
    lags: tuple[str, ...]
    others: tuple[OtherGoal, ...]


def objective_page(corpus: Corpus, grounds: Grounds, objective_id: str) -> ObjectivePage:
    """What the objective's page shows."""
    goal = corpus.goals[objective_id]
    document = corpus.documents.get(goal.document_id)
    above = corpus.goals.get(goal.parent_goal_id) if goal.parent_goal_id else None
    links = corpus.served_by.get(objective_id, ())
    held = sorted({year for o, year in corpus.objective_years if o == objective_id}, reverse=True)
    served = tuple(_served_year(corpus, grounds, objective_id, links, year) for year in held)
    return ObjectivePage(
        slug=corpus.objective_slugs[objective_id],
        kind=GOAL_KIND_WORDS.get(goal.kind, goal.kind),
        number=goal.number or "",
        text=goal.text,
        language=goal.language,
        lede=_lede(served[0]) if served else "",
        quote=quote_of(corpus, goal),
        passage=quoted(grounds.context(objective_id)),
        pictures=pictures_of(corpus, grounds, goal),
        period=years(document.year, document.year_to) if document else "",
        above=_part(corpus, above) if above else None,
        under=tuple(_part(corpus, child) for child in corpus.children(objective_id)),
        years=served,
        lags=tuple(_lag(row) for row in grounds.lags.get(objective_id, ())),
        others=_others(corpus, links),
    )


def _lede(view: ServedYear) -> str:
    """Who stands behind the objective in its latest year."""
    row = view.row
    possible = counted(row.units_possible, "enhet", "enheter")
    if row.units == 0:
        said = _("Ingen av {possible} har i {year} et eget mål med avgjort kopling hit.")
        return said.format(possible=possible, year=view.year)
    said = _("{units} av {possible} står bak i {year}, med {goals}.")
    goals = counted(row.goals, "eget mål", "egne mål")
    return said.format(units=whole(row.units), possible=possible, year=view.year, goals=goals)


def _part(corpus: Corpus, goal: Goal) -> Part:
    slug = corpus.objective_slugs.get(goal.goal_id)
    kind = GOAL_KIND_WORDS.get(goal.kind, goal.kind)
    return Part(kind, goal.number or "", goal.text, goal.language, f"{slug}.html" if slug else "")


def _served_year(
    corpus: Corpus, grounds: Grounds, objective_id: str, links: Iterable[Link], year: int
) -> ServedYear:
    own = [
        (corpus.goals[link.goal_id], link)
        for link in links
        if corpus.goals[link.goal_id].year == year and corpus.is_own(corpus.goals[link.goal_id])
    ]
    place = {unit: number for number, unit in enumerate(corpus.units)}
    own.sort(key=lambda pair: (place[pair[0].unit or ""], -pair[1].probability))
    units = tuple(
        ServingUnit(
            name=unit or "",
            href=f"../enheter/{corpus.unit_slugs[unit or '']}.html",
            goals=tuple(_best_for_each_goal(corpus, grounds, objective_id, list(found))),
        )
        for unit, found in groupby(own, key=lambda pair: pair[0].unit)
    )
    return ServedYear(
        year,
        corpus.objective_years[objective_id, year],
        units,
        _thread(corpus, grounds, objective_id, year),
        _money(corpus, grounds, grounds.money.get((objective_id, year))),
    )


def _best_for_each_goal(
    corpus: Corpus, grounds: Grounds, objective_id: str, pairs: list[tuple[Goal, Link]]
) -> Iterable[ServingGoal]:
    seen: set[str] = set()
    for goal, link in pairs:
        if goal.goal_id in seen:
            continue
        seen.add(goal.goal_id)
        direct = link.objective_id == objective_id
        unit = corpus.unit_slugs[goal.unit or ""]
        yield ServingGoal(
            quote=_goal_words(corpus, goal),
            href=f"../enheter/{unit}.html#{goal.goal_id}",
            link=f"../enheter/{unit}.html#{link.link_id}",
            passage=quoted(grounds.context(goal.goal_id), answering_words(link.word_pairs)[0]),
            shared=link.shared_terms.replace("; ", ", "),
            probability=link.probability,
            kind=link.kind,
            explicit=link.explicit,
            through=None if direct else _part(corpus, corpus.goals[link.objective_id]),
            verdicts=verdict_views(grounds, link.link_id),
        )


def _thread(corpus: Corpus, grounds: Grounds, objective_id: str, year: int) -> ThreadYear | None:
    """How far the objective can be followed down that year; None where nothing was below it."""
    row = grounds.threads.get((objective_id, year))
    if row is None or row["status"] is None:
        return None
    levels = {level["level"]: level for level in grounds.levels.get((objective_id, year), ())}
    order = [name for name in str(row["levels"]).split(" → ") if name in levels]
    return ThreadYear(
        THREAD_WORDS[row["status"]],
        _thread_said(row),
        tuple(_thread_level(corpus, levels[name]) for name in order),
    )


def _thread_said(row: Row) -> str:
    if row["status"] == "whole":
        said = _("Hel ned til enhetenes egne mål, med styrke {strength}.")
        return said.format(strength=decimal(row["strength"]))
    if row["status"] == "broken" and row["break_at"]:
        said = _("Brutt mellom {step}.").format(step=level_step(row["break_at"]))
        if row["jump_goals"]:
            jumped = _("{said} {goals} på laveste nivå svarer likevel på målet direkte.")
            goals = counted(row["jump_goals"], "mål", "mål")
            said = jumped.format(said=said, goals=goals)
        return said
    if row["doubtful_from"]:
        return _("Uavklart fra og med {step}.").format(step=level_step(row["doubtful_from"]))
    return _("Uavklart.")


def _thread_level(corpus: Corpus, row: Row) -> ThreadLevel:
    return ThreadLevel(
        level=LEVEL_NAMES[row["level"]],
        width=row["width"],
        goals=row["goals"],
        goals_possible=row["goals_possible"],
        units=row["units"],
        units_possible=row["units_possible"],
        best=ref(corpus, row["best_goal_id"]) if row["best_goal_id"] else None,
    )


def _money(corpus: Corpus, grounds: Grounds, row: Row | None) -> Money | None:
    if row is None or not row["goals_known"]:
        return None
    lines = amount_lines(corpus, grounds, str(row["amount_ids"]))
    further = max(0, len(lines) - _MOST_LINES)
    return Money(tuple(_money_said(row)), lines[:_MOST_LINES], further)


def _money_said(row: Row) -> Iterable[str]:
    known = counted(row["goals_known"], "mål", "mål")
    said = _("{fresh} av {known} som tjener målet, har nye midler: andel {share} ({ends}).")
    ends = interval(row["fresh_share_low"], row["fresh_share_high"]) or _("uten intervall")
    share = decimal(row["fresh_share"])
    yield said.format(fresh=whole(row["goals_fresh"]), known=known, share=share, ends=ends)
    if row["goals_within_frame"]:
        within = _("{goals} skal løses innenfor rammen.")
        yield within.format(goals=counted(row["goals_within_frame"], "mål", "mål"))
    if row["goals_no_line"]:
        none = _("For {goals} er ingen budsjettlinje funnet.")
        yield none.format(goals=counted(row["goals_no_line"], "mål", "mål"))
    if row["amounts_low_nok"] is not None and row["amounts_high_nok"] is not None:
        yield bounds(row["amounts_low_nok"], row["amounts_high_nok"])
    if row["cuts_nok"]:
        cut = _("Vedtatte kutt i det målene handler om: {amount}.")
        yield cut.format(amount=million_nok(row["cuts_nok"]))


def _lag(row: Row) -> str:
    """How long after the plan a level first answered the objective, and what that doesn't tell."""
    level = LEVEL_NAMES[row["level"]].capitalize()
    if row["is_censored"]:
        said = _("{level}: ikke svart på målet til og med {year}, {lag} etter planen.")
        lag = counted(row["lag_least"] or 0, "år", "år")
        return said.format(level=level, year=row["observed_to"], lag=lag)
    goals = counted(row["goals"], "mål", "mål")
    lag = counted(row["lag_years"], "år", "år")
    if row["is_left_censored"]:
        said = _(
            "{level}: svarte på målet i {year}, {lag} etter planen, med {goals}. Det er det første "
            "året i korpuset, så svaret kan være eldre."
        )
    else:
        said = _("{level}: svarte første gang i {year}, {lag} etter planen, med {goals}.")
    return said.format(level=level, year=row["first_year"], lag=lag, goals=goals)


def _others(corpus: Corpus, links: Iterable[Link]) -> tuple[OtherGoal, ...]:
    by_words: defaultdict[str, list[Goal]] = defaultdict(list)
    for link in links:
        goal = corpus.goals[link.goal_id]
        if goal.part == PERSONAL or corpus.is_own(goal):
            continue
        if goal not in by_words[goal.text]:
            by_words[goal.text].append(goal)
    others = [
        OtherGoal(_goal_words(corpus, found[0]), len({goal.document_id for goal in found}))
        for found in by_words.values()
        if found
    ]
    return tuple(sorted(others, key=lambda o: (o.quote.document, o.quote.page, o.quote.text)))


def _goal_words(corpus: Corpus, goal: Goal) -> Quote:
    """The goal's own text with its place; the whole passage stands on the unit's page."""
    quote = quote_of(corpus, goal)
    return replace(quote, text=goal.text)
