"""An objective's page: its words, what it covers, and who stands behind it year by year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.reporting.corpus import PERSONAL, Corpus, Goal, Link, ObjectiveYear
from pipeline.reporting.formats import years
from pipeline.reporting.views import Quote, quote_of


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
    probability: float
    kind: str
    explicit: bool
    through: Part | None


@dataclass(frozen=True)
class ServingUnit:
    """A unit with its goals behind the objective."""

    name: str
    href: str
    goals: tuple[ServingGoal, ...]


@dataclass(frozen=True)
class ServedYear:
    """Those behind the objective in a year."""

    year: int
    row: ObjectiveYear
    units: tuple[ServingUnit, ...]


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
    quote: Quote
    period: str
    above: Part | None
    under: tuple[Part, ...]
    years: tuple[ServedYear, ...]
    others: tuple[OtherGoal, ...]


def objective_page(corpus: Corpus, objective_id: str) -> ObjectivePage:
    """What the objective's page shows."""
    goal = corpus.goals[objective_id]
    document = corpus.documents.get(goal.document_id)
    above = corpus.goals.get(goal.parent_goal_id) if goal.parent_goal_id else None
    links = corpus.served_by.get(objective_id, ())
    held = sorted({year for o, year in corpus.objective_years if o == objective_id}, reverse=True)
    return ObjectivePage(
        slug=corpus.objective_slugs[objective_id],
        kind=goal.kind,
        number=goal.number or "",
        text=goal.text,
        language=goal.language,
        quote=quote_of(corpus, goal),
        period=years(document.year, document.year_to) if document else "",
        above=_part(corpus, above) if above else None,
        under=tuple(_part(corpus, child) for child in corpus.children(objective_id)),
        years=tuple(_served_year(corpus, objective_id, links, year) for year in held),
        others=_others(corpus, links),
    )


def _part(corpus: Corpus, goal: Goal) -> Part:
    slug = corpus.objective_slugs.get(goal.goal_id)
    href = f"{slug}.html" if slug else ""
    return Part(goal.kind, goal.number or "", goal.text, goal.language, href)


def _served_year(corpus: Corpus, objective_id: str, links: Iterable[Link], year: int) -> ServedYear:
    own = [
        (corpus.goals[link.goal_id], link)
        for link in links
        if corpus.goals[link.goal_id].year == year and corpus.is_own(corpus.goals[link.goal_id])
    ]
    own.sort(key=lambda pair: (corpus.units.index(pair[0].unit or ""), -pair[1].probability))
    units = tuple(
        ServingUnit(
            name=unit or "",
            href=f"../enheter/{corpus.unit_slugs[unit or '']}.html",
            goals=tuple(_best_for_each_goal(corpus, objective_id, list(found))),
        )
        for unit, found in groupby(own, key=lambda pair: pair[0].unit)
    )
    return ServedYear(year, corpus.objective_years[objective_id, year], units)


def _best_for_each_goal(
    corpus: Corpus, objective_id: str, pairs: list[tuple[Goal, Link]]
) -> Iterable[ServingGoal]:
    seen: set[str] = set()
    for goal, link in pairs:
        if goal.goal_id in seen:
            continue
        seen.add(goal.goal_id)
        direct = link.objective_id == objective_id
        yield ServingGoal(
            quote=_goal_words(corpus, goal),
            href=f"../enheter/{corpus.unit_slugs[goal.unit or '']}.html#{goal.goal_id}",
            probability=link.probability,
            kind=link.kind,
            explicit=link.explicit,
            through=None if direct else _part(corpus, corpus.goals[link.objective_id]),
        )


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
