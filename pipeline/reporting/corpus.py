"""The tables as records that know each other: what every page is made from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import pandas as pd

from pipeline.language.alphabet import norwegian_order
from pipeline.reporting.case_tables import CaseTables, case_pages_of, first_pages
from pipeline.reporting.names import file_stem, number_key, unique_slugs
from pipeline.schemas import DOCUMENT_KINDS

PLAN = "kommuneplan"
AGREEMENT = "lederavtale"
PERSONAL = "personlig"
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (9, 10, 13)]
_DIRECTION_MARKS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
_UNSHOWN = dict.fromkeys([*_CONTROLS, *_DIRECTION_MARKS])

_GOALS_ON_A_PAGE = 400

OBJECTIVE_KINDS = ("hovedmål", "delmål")


@dataclass(frozen=True)
class MeasureTables:
    """The tables of measures that the front page speaks of, each as its schema promises."""

    threads: pd.DataFrame
    thread_levels: pd.DataFrame
    resourcing: pd.DataFrame
    objective_money: pd.DataFrame
    unit_periods: pd.DataFrame
    orphans: pd.DataFrame
    isomorphism: pd.DataFrame
    isomorphism_trends: pd.DataFrame
    council_years: pd.DataFrame
    inputs: pd.DataFrame
    succession_shares: pd.DataFrame
    flips: pd.DataFrame
    agreement: pd.DataFrame
    drift: pd.DataFrame
    intervals: pd.DataFrame
    ranks: pd.DataFrame
    specifications: pd.DataFrame
    specification_summary: pd.DataFrame
    differences: pd.DataFrame
    runs: pd.DataFrame
    chains: pd.DataFrame
    clarity: pd.DataFrame
    successions: pd.DataFrame
    isomorphism_pairs: pd.DataFrame
    projections: pd.DataFrame
    lags: pd.DataFrame


@dataclass(frozen=True)
class Tables:
    """Every table that the report is made from."""

    documents: pd.DataFrame
    goals: pd.DataFrame
    links: pd.DataFrame
    profiles: pd.DataFrame
    units: pd.DataFrame
    objectives: pd.DataFrame
    amounts: pd.DataFrame
    changes: pd.DataFrame
    rejects: pd.DataFrame
    quality: pd.DataFrame
    files: pd.DataFrame
    passages: pd.DataFrame
    cells: pd.DataFrame
    pictures: pd.DataFrame
    verdicts: pd.DataFrame
    accuracy: pd.DataFrame
    measures: MeasureTables
    council: CaseTables


@dataclass(frozen=True)
class Document:
    """A document as the register or a guess describes it."""

    document_id: str
    document_sha256: str
    path: str
    kind: str
    kind_source: str
    title: str
    unit: str | None
    area: str | None
    year: int | None
    year_to: int | None
    language: str
    status: str | None
    case_number: str | None
    pages: int


@dataclass(frozen=True)
class Goal:
    """A goal with its place in its document."""

    goal_id: str
    document_id: str
    passage_ids: str
    page: int
    unit: str | None
    area: str | None
    year: int | None
    year_to: int | None
    level: str
    kind: str
    part: str | None
    number: str | None
    parent_goal_id: str | None
    text: str
    context: str
    language: str
    measure: str | None
    indicator: str | None
    responsible: str | None
    support: str | None
    has_target: bool
    has_deadline: bool


@dataclass(frozen=True)
class Profile:
    """The coupling profile of one goal."""

    goal_id: str
    anchoring: float | None
    best_objective_id: str | None
    is_linked: bool
    concretisation: float
    taken_over: float | None
    shared_with_siblings: float | None
    distinctiveness: float | None
    is_ceremonial: bool
    is_own: bool


@dataclass(frozen=True)
class UnitYear:
    """A unit in a year on the two axes."""

    unit: str
    year: int
    area: str | None
    goals: int
    goals_held: int
    goals_linked: int | None
    responsiveness: float | None
    responsiveness_low: float | None
    responsiveness_high: float | None
    distinctiveness: float | None
    distinctiveness_low: float | None
    distinctiveness_high: float | None
    quadrant: str
    likely_quadrant: str | None
    likely_probability: float | None
    ceremonial_share: float | None
    concretisation: float | None
    coverage: float | None
    objectives_served: int | None
    objectives_possible: int | None
    breadth: float | None


@dataclass(frozen=True)
class ObjectiveYear:
    """Who stands behind an objective in a year."""

    objective_id: str
    year: int
    in_coverage: bool
    units: int
    goals: int
    probability_mass: float
    goals_possible: int
    units_possible: int


@dataclass(frozen=True)
class Link:
    """A goal held against an objective."""

    link_id: str
    goal_id: str
    objective_id: str
    probability: float
    kind: str
    linked: bool
    explicit: bool
    rank: int
    containment: float
    shared_terms: str
    word_pairs: str
    margin_to_next: float | None
    carried_by_encoder: float | None
    carried_by_parts: float | None
    carried_by_field: float
    carried_by_words: float
    carried_by_characters: float
    carried_by_coverage: float
    carried_by_goal_above: float
    carried_by_opposed: float
    lift: float | None = None


@dataclass(frozen=True)
class Corpus:
    """Records by their names, and the file name of each page.

    `top` is the kind of document that the goals are held against: the kommuneplan, or what stands
    highest where there is none. `nearest` holds each goal's best link on each level, the top
    first; `behind` the decided links to each goal itself, on any level; `doubtful` the goals in
    passages that were recognised with little confidence; `case_slugs` the page of each document's
    (first) case.
    """

    top: str
    documents: Mapping[str, Document]
    goals: Mapping[str, Goal]
    profiles: Mapping[str, Profile]
    unit_years: Mapping[tuple[str, int], UnitYear]
    objective_years: Mapping[tuple[str, int], ObjectiveYear]
    links: Mapping[str, tuple[Link, ...]]
    served_by: Mapping[str, tuple[Link, ...]]
    nearest: Mapping[str, tuple[Link, ...]]
    behind: Mapping[str, tuple[Link, ...]]
    quotes: Mapping[str, str]
    doubtful: frozenset[str]
    years: tuple[int, ...]
    units: tuple[str, ...]
    objective_ids: tuple[str, ...]
    unit_slugs: Mapping[str, str]
    objective_slugs: Mapping[str, str]
    document_slugs: Mapping[str, str]
    document_parts: Mapping[str, tuple[tuple[Goal, ...], ...]]
    part_slugs: Mapping[str, str]
    case_slugs: Mapping[str, str]
    goals_by_unit: Mapping[str, tuple[Goal, ...]]
    goals_by_parent: Mapping[str, tuple[Goal, ...]]

    def own_goals(self, unit: str, year: int) -> list[Goal]:
        """The unit's own goals of a year, in reading order."""
        return [g for g in self.goals_by_unit.get(unit, ()) if g.year == year and self.is_own(g)]

    def shared_goals(self, unit: str, year: int) -> list[Goal]:
        """Goals in the unit's agreement that others have set, for it and for more."""
        return [
            g
            for g in self.goals_by_unit.get(unit, ())
            if g.level == AGREEMENT
            and g.year == year
            and g.part not in (None, "enhet")
            and not self.is_own(g)
        ]

    def is_own(self, goal: Goal) -> bool:
        """True for the goals that their unit's figures rest on."""
        profile = self.profiles.get(goal.goal_id)
        return profile is not None and profile.is_own

    def objectives_of(self, year: int) -> list[Goal]:
        """The objectives that count in coverage that year, in plan order."""
        return [
            self.goals[o]
            for o in self.objective_ids
            if (o, year) in self.objective_years and self.objective_years[o, year].in_coverage
        ]

    def above(self, goal_id: str) -> list[str]:
        """The goal itself and everything that it stands under, nearest first."""
        chain: list[str] = []
        at: str | None = goal_id
        while at is not None and at in self.goals and at not in chain:
            chain.append(at)
            at = self.goals[at].parent_goal_id
        return chain

    def page_of(self, goal_id: str) -> str | None:
        """The file name of the page that shows an objective: its own, or what it stands under."""
        return next(
            (self.objective_slugs[o] for o in self.above(goal_id) if o in self.objective_slugs),
            None,
        )

    def place_of(self, goal: Goal, root: str = "../") -> str:
        """The address of the goal on its document's page; empty where it is not shown there."""
        slug = self.part_slugs.get(goal.goal_id) if goal.part != PERSONAL else None
        return f"{root}dokumenter/{slug}.html#{goal.goal_id}" if slug else ""

    def plan_of(self, year: int) -> Document | None:
        """The kommuneplan whose objectives applied that year."""
        found = self.objectives_of(year)
        return self.documents.get(found[0].document_id) if found else None

    def children(self, goal_id: str) -> list[Goal]:
        """Goals that the document itself puts under this one."""
        return list(self.goals_by_parent.get(goal_id, ()))

    @property
    def latest(self) -> int | None:
        """The last year in which some unit was held against a plan."""
        held = {u.year for u in self.unit_years.values() if u.responsiveness is not None}
        return max(held, default=None)


K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R", Document, Goal, Profile, UnitYear, ObjectiveYear, Link)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, missing ones as None, text as `displayed` gives it."""
    plain = frame.astype(object).where(frame.notna(), None)
    rows = plain.to_dict("records")
    return [{str(name): displayed(value) for name, value in row.items()} for row in rows]


def displayed(text: V) -> V:
    r"""A text without control characters and without marks that turn the reading direction.

    A page may not hold the former; the latter would show other words than the
    file holds. What is no text comes back as it is.

    >>> displayed("god\u202e start\x00")
    'god start'
    """
    return text.translate(_UNSHOWN) if isinstance(text, str) else text  # type: ignore[return-value]


def make_corpus(tables: Tables, links_per_goal: int, least_confidence: float = 0.0) -> Corpus:
    """The records that the pages need; of the links only those that some page shows.

    A goal with a passage recognised with less than `least_confidence` is doubtful.
    """
    goals = {g.goal_id: g for g in _rows(Goal, tables.goals)}
    objective_years = _rows(ObjectiveYear, tables.objectives)
    in_force = links_in_force(tables, links_per_goal)
    links = _rows(Link, in_force)
    unit_years = _rows(UnitYear, tables.units)
    goals_by_document = _grouped((g.document_id, g) for g in goals.values())
    documents = {d.document_id: d for d in _rows(Document, tables.documents)}
    objective_ids = _objective_ids(goals, objective_years)
    units = _unit_names(goals.values(), unit_years)
    document_slugs = unique_slugs({d.document_id: file_stem(d.path) for d in documents.values()})
    parts = {name: document_parts(found) for name, found in goals_by_document.items()}
    return Corpus(
        top=top_level(tables.links),
        documents=documents,
        goals=goals,
        profiles={p.goal_id: p for p in _rows(Profile, tables.profiles)},
        unit_years={(u.unit, u.year): u for u in unit_years},
        objective_years={(o.objective_id, o.year): o for o in objective_years},
        links=_grouped((link.goal_id, link) for link in links),
        served_by=_served_by(links, goals),
        nearest=_grouped((n.goal_id, n) for n in _rows(Link, _nearest(tables.links, in_force))),
        behind=_behind(tables.links, goals),
        quotes=_quotes(tables.passages, goals.values()),
        doubtful=_doubtful(tables.passages, goals.values(), least_confidence),
        years=tuple(sorted({u.year for u in unit_years})),
        units=units,
        objective_ids=objective_ids,
        unit_slugs=unique_slugs({unit: unit for unit in units}),
        objective_slugs=_objective_slugs([goals[o] for o in objective_ids], documents),
        document_slugs=document_slugs,
        document_parts=parts,
        part_slugs=_part_slugs(parts, document_slugs),
        case_slugs=_case_slugs(tables, documents),
        goals_by_unit=_grouped((g.unit, g) for g in goals.values() if g.unit is not None),
        goals_by_parent=_grouped((g.parent_goal_id, g) for g in goals.values() if g.parent_goal_id),
    )


def _rows(kind: type[R], frame: pd.DataFrame) -> list[R]:
    names = [field.name for field in fields(kind)]
    return [kind(**row) for row in records(frame[names])]


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def top_level(links: pd.DataFrame) -> str:
    """The kind of document whose goals the others are held against; kommuneplan without links."""
    found = set(links["objective_level"])
    return next((kind for kind in DOCUMENT_KINDS if kind in found), PLAN)


def links_in_force(tables: Tables, most: int) -> pd.DataFrame:
    """The links that some page shows: decided, or among a goal's `most` best, best first.

    What the document itself states comes before what is estimated.

    Only links to what scoring held the goal's year against: the plan in force that year. Without
    a kommuneplan, all links to what stands highest.
    """
    top = top_level(tables.links)
    kept = tables.links[tables.links["objective_level"] == top]
    if top == PLAN:
        years = tables.goals[["goal_id", "year"]]
        force = tables.objectives[["objective_id", "year"]]
        kept = kept.merge(years, on="goal_id").merge(force, on=["objective_id", "year"])
    kept = _best_first(kept, ["goal_id"])
    place = kept.groupby("goal_id").cumcount()
    return kept[kept["linked"] | (place < most)].reset_index(drop=True)


def _best_first(links: pd.DataFrame, within: list[str]) -> pd.DataFrame:
    """The links sorted within groups: decided, stated, probable ones first."""
    ranked = links.assign(
        undecided=~links["linked"], unstated=~links["explicit"], doubt=-links["probability"]
    )
    order = [*within, "undecided", "unstated", "doubt", "rank", "link_id"]
    return ranked.sort_values(order, kind="stable")


def _nearest(links: pd.DataFrame, in_force: pd.DataFrame) -> pd.DataFrame:
    """Each goal's best link on each level, the top level first; below the top decided ones only.

    At the top, what is in force comes before what is not.
    """
    is_top = links["objective_level"].eq(top_level(links))
    is_held = links["goal_id"].isin(in_force["goal_id"])
    kept = links[(is_top & ~is_held) | (~is_top & links["linked"])]
    both = pd.concat([in_force[links.columns], kept], ignore_index=True)
    level = both["objective_level"].map({kind: n for n, kind in enumerate(DOCUMENT_KINDS)})
    both = _best_first(both.assign(level=level), ["goal_id", "level"])
    return both.drop_duplicates(["goal_id", "level"])


def _behind(links: pd.DataFrame, goals: Mapping[str, Goal]) -> dict[str, tuple[Link, ...]]:
    decided = _rows(Link, _best_first(links[links["linked"]], ["objective_id"]))
    return _grouped(
        (link.objective_id, link)
        for link in decided
        if link.goal_id in goals and goals[link.goal_id].part != PERSONAL
    )


def _served_by(links: Iterable[Link], goals: Mapping[str, Goal]) -> dict[str, tuple[Link, ...]]:
    """For each objective the decided links to it, or to something directly under it or deeper."""
    pairs = []
    for link in links:
        at: str | None = link.objective_id if link.linked else None
        seen: set[str] = set()
        while at is not None and at in goals and at not in seen:
            pairs.append((at, link))
            seen.add(at)
            at = goals[at].parent_goal_id
    return _grouped(pairs)


def _objective_ids(goals: Mapping[str, Goal], years: Iterable[ObjectiveYear]) -> tuple[str, ...]:
    """What has a page of its own, in the order of plan and number."""
    found = {o.objective_id for o in years if o.in_coverage and o.objective_id in goals}
    found |= {g.goal_id for g in goals.values() if g.level == PLAN and g.kind in OBJECTIVE_KINDS}
    place = {goal_id: position for position, goal_id in enumerate(goals)}
    return tuple(sorted(found, key=lambda o: _plan_order(goals[o], place[o])))


def _plan_order(goal: Goal, place: int) -> tuple[Any, ...]:
    return goal.year or 0, goal.document_id, number_key(goal.number), place


def _unit_names(goals: Iterable[Goal], unit_years: Iterable[UnitYear]) -> tuple[str, ...]:
    names = {u.unit for u in unit_years}
    names |= {g.unit for g in goals if g.unit is not None and g.level == AGREEMENT}
    return tuple(sorted(names, key=norwegian_order))


def _objective_slugs(
    objectives: Iterable[Goal], documents: Mapping[str, Document]
) -> dict[str, str]:
    wanted = {}
    for goal in objectives:
        document = documents.get(goal.document_id)
        year = goal.year or (document.year if document else None)
        wanted[goal.goal_id] = " ".join(str(p) for p in (year, goal.number, goal.text) if p)
    return unique_slugs(wanted)


def document_parts(goals: Sequence[Goal]) -> tuple[tuple[Goal, ...], ...]:
    """A document's goals, cut into as many pages as they need; a goal stays with what it is under.

    The page of one that stands under another is that other's, however far down it is read.
    """
    parent = {goal.goal_id: goal.parent_goal_id for goal in goals}
    parts: list[list[Goal]] = [[]]
    part_of: dict[str, int] = {}
    for goal in goals:
        above = parent[goal.goal_id]
        part = part_of.get(above) if above else None
        if part is None and len(parts[-1]) >= _GOALS_ON_A_PAGE:
            parts.append([])
        part = len(parts) - 1 if part is None else part
        part_of[goal.goal_id] = part
        parts[part].append(goal)
    return tuple(map(tuple, parts))


def part_slug(slug: str, part: int) -> str:
    """The file name of a document's page, counted from 0; two hyphens stand in no other name.

    >>> part_slug("budsjett", 0), part_slug("budsjett", 1)
    ('budsjett', 'budsjett--2')
    """
    return slug if part == 0 else f"{slug}--{part + 1}"


def _case_slugs(tables: Tables, documents: Mapping[str, Document]) -> dict[str, str]:
    """For each document with cases the file name of its first case's page."""
    titles = {document.document_id: document.title for document in documents.values()}
    return first_pages(case_pages_of(tables.council.cases, tables.changes, titles))


def _part_slugs(
    parts: Mapping[str, Sequence[Sequence[Goal]]], slugs: Mapping[str, str]
) -> dict[str, str]:
    """For each goal the file name of the page that shows it."""
    return {
        goal.goal_id: part_slug(slugs[document_id], number)
        for document_id, found in parts.items()
        if document_id in slugs
        for number, goals in enumerate(found)
        for goal in goals
    }


def _quotes(passages: pd.DataFrame, goals: Iterable[Goal]) -> dict[str, str]:
    """The document's own words for each goal: its passages, in order."""
    texts = dict(zip(passages["passage_id"], passages["text"], strict=True))
    quotes = {}
    for goal in goals:
        found = [texts[p] for p in goal.passage_ids.split() if p in texts]
        quotes[goal.goal_id] = displayed(" ".join(found)) or goal.text
    return quotes


def _doubtful(passages: pd.DataFrame, goals: Iterable[Goal], least: float) -> frozenset[str]:
    """Goals of which some passage was recognised with less confidence than that."""
    low = set(passages.loc[passages["ocr_confidence"].lt(least), "passage_id"])
    return frozenset(goal.goal_id for goal in goals if low & set(goal.passage_ids.split()))
