"""A document's page: what it is, its goals as its own tree, its amounts, what was rejected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

import pandas as pd

from pipeline.reporting.corpus import (
    AGREEMENT,
    PERSONAL,
    Corpus,
    Document,
    Goal,
    Link,
    Tables,
    part_slug,
    records,
)
from pipeline.reporting.formats import capitalised, counted, listed, shortened, whole, years
from pipeline.reporting.view_amounts import NO_AMOUNTS, AmountsView, amounts_view
from pipeline.reporting.view_case_inputs import cited_sections
from pipeline.reporting.view_documents import RejectRow, in_reading_order, reject_rows
from pipeline.reporting.view_quality import QualityRow, quality_rows
from pipeline.reporting.views import Evidence, beside, evidence_of, quote_of, same_words
from pipeline.reporting.words import KIND_SOURCE_WORDS, LANGUAGE_WORDS, PART_WORDS
from pipeline.reporting.words_papers import kind_of_document, kind_of_goal, numbered
from pipeline.speech import gettext as _

_DEEPEST = 4  # below this, goals stand beside one another
_MOST_BEHIND = 8
_LONGEST_BEHIND = 160


@dataclass(frozen=True)
class Behind:
    """A goal elsewhere with a decided link to this one."""

    text: str
    language: str
    document: str
    href: str


@dataclass(frozen=True)
class Entry:
    """A goal in its document, with what stands under it there."""

    anchor: str
    name: str
    page: int
    text: str
    language: str
    quote: str
    is_doubtful: bool
    beside: tuple[tuple[str, str], ...]
    above: str
    links: tuple[Evidence, ...]
    href: str
    href_says: str
    behind: tuple[Behind, ...]
    further_behind: int
    under: "tuple[Entry, ...]"


@dataclass(frozen=True)
class Fact:
    """What is known of a document; `sort` is "path", "sha256" or empty."""

    name: str
    value: str
    sort: str = ""


@dataclass(frozen=True)
class Cited:
    """A statement that is no goal and that the page of a case quotes."""

    anchor: str
    page: int
    heading: str
    text: str


@dataclass(frozen=True)
class EntryGroup:
    """Goals that stand under the same headings, or in the same part of an agreement.

    `is_quoted` where the heading is the document's own.
    """

    heading: str
    goals: int
    entries: tuple[Entry, ...]
    is_quoted: bool = True


@dataclass(frozen=True)
class DocumentPage:
    """A document as its page shows it."""

    slug: str
    title: str
    kind: str
    is_guessed: bool
    lede: str
    language: str
    facts: tuple[Fact, ...]
    groups: tuple[EntryGroup, ...]
    goals: int
    personal: int
    has_links: bool
    amounts: AmountsView
    rejects: tuple[RejectRow, ...]
    quality: tuple[QualityRow, ...]
    cases: tuple[tuple[str, str], ...]
    cited: tuple[Cited, ...]
    part: int
    part_slugs: tuple[str, ...]
    previous: tuple[str, str] | None = None
    following: tuple[str, str] | None = None

    @property
    def heading(self) -> str:
        """What the goals are called on the page."""
        if self.kind == "bystyresak":
            return _("Punktene og merknadene i dokumentets orden")
        return _("Målene i dokumentets orden")

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The sections of the page: the id and the heading of each."""
        told = (
            (bool(self.groups), "mal", self.heading),
            (bool(self.cited), "sitert", _("Annet som er sitert")),
            (bool(self.amounts.amounts), "belop", _("Beløpene")),
            (bool(self.quality), "lesekvalitet", _("Hvor godt dokumentet er lest")),
            (bool(self.rejects), "avvist", _("Avvist i dette dokumentet")),
        )
        return tuple((anchor, heading) for is_there, anchor, heading in told if is_there)


def document_pages(corpus: Corpus, tables: Tables, least: float = 0.0) -> Iterator[DocumentPage]:
    """The page of each document, by kind, year and title; one with very many goals has several.

    `least` is the probability from which the pages of cases quote a statement.
    """
    amounts = dict(iter(tables.amounts.groupby("document_id", sort=False)))
    rejects: defaultdict[str, list[RejectRow]] = defaultdict(list)
    for row in reject_rows(tables.rejects):
        rejects[row.path].append(row)
    quality: defaultdict[str, list[QualityRow]] = defaultdict(list)
    for found in quality_rows(corpus, tables):
        quality[found.path].append(found)
    cases = _cases_of(corpus, tables)
    cited = _cited(tables, least)
    documents = in_reading_order(corpus.documents.values())
    around = [None, *(_led_to(corpus, document) for document in documents), None]
    for number, document in enumerate(documents):
        first = _first_page(
            corpus,
            document,
            amounts.get(document.document_id, tables.amounts[:0]),
            rejects.get(document.path, []),
            quality.get(document.path, []),
        )
        first = replace(
            first,
            cases=tuple(cases[document.document_id]),
            cited=tuple(cited[document.document_id]),
            previous=around[number],
            following=around[number + 2],
        )
        yield first
        yield from _further_pages(corpus, document, first)


def _led_to(corpus: Corpus, document: Document) -> tuple[str, str]:
    slug = corpus.document_slugs[document.document_id]
    return document.title or document.path, f"../dokumenter/{slug}.html"


def _cases_of(corpus: Corpus, tables: Tables) -> Mapping[str, list[tuple[str, str]]]:
    """For each document the cases that it is, or was written to: their names and addresses."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for document_id, slug in corpus.case_slugs.items():
        found[document_id].append((_case_name(corpus, document_id), f"../saker/{slug}.html"))
    inputs = tables.measures.inputs
    told = inputs.dropna(subset=["case_document_ids"])
    pairs = zip(told["document_id"], told["case_document_ids"], strict=True)
    for source, case in dict.fromkeys((s, c) for s, names in pairs for c in names.split()):
        if case in corpus.case_slugs:
            href = f"../saker/{corpus.case_slugs[case]}.html#innspill"
            found[source].append((_case_name(corpus, case), href))
    return found


def _case_name(corpus: Corpus, document_id: str) -> str:
    document = corpus.documents.get(document_id)
    if document is None or not document.case_number:
        return document.title if document else document_id
    return _("Sak {number}").format(number=document.case_number)


def _cited(tables: Tables, least: float) -> Mapping[str, list[Cited]]:
    """For each document what the pages of cases quote of it and that is no goal."""
    names = cited_sections(tables.measures.inputs, least)
    outcomes = tables.council.cases["outcome_section_ids"]
    names |= {name for told in outcomes for name in str(told).split()}
    sections = tables.council.sections
    found: defaultdict[str, list[Cited]] = defaultdict(list)
    for row in records(sections[sections["section_id"].isin(names)].sort_values("sequence")):
        heading = row["heading_path"].split(" > ")[-1]
        found[row["document_id"]].append(
            Cited(row["section_id"], row["page"], heading, row["text"])
        )
    return found


def _first_page(
    corpus: Corpus,
    document: Document,
    amounts: pd.DataFrame,
    rejects: Sequence[RejectRow],
    quality: Sequence[QualityRow],
) -> DocumentPage:
    slug = corpus.document_slugs[document.document_id]
    parts = corpus.document_parts.get(document.document_id, ((),))
    found = [goal for part in parts for goal in part]
    goals = [goal for goal in found if goal.part != PERSONAL]
    return DocumentPage(
        slug=slug,
        title=document.title,
        kind=document.kind,
        language=document.language,
        is_guessed=document.kind_source == "guessed",
        lede=_lede(document, len(goals), len(amounts), rejects),
        facts=tuple(fact for fact in _facts(document) if fact.value),
        groups=tuple(_groups(corpus, document, parts[0])),
        goals=len(goals),
        personal=len(found) - len(goals),
        has_links=any(goal.goal_id in corpus.nearest for goal in goals),
        amounts=amounts_view(amounts),
        rejects=tuple(rejects),
        quality=tuple(quality),
        cases=(),
        cited=(),
        part=1,
        part_slugs=tuple(part_slug(slug, number) for number in range(len(parts))),
    )


def _further_pages(
    corpus: Corpus, document: Document, first: DocumentPage
) -> Iterator[DocumentPage]:
    """The rest of the goals; what else the document holds stands on its first page."""
    for number, goals in enumerate(corpus.document_parts.get(document.document_id, ())):
        if number == 0:
            continue
        yield replace(
            first,
            slug=first.part_slugs[number],
            groups=tuple(_groups(corpus, document, goals)),
            personal=0,
            amounts=NO_AMOUNTS,
            rejects=(),
            quality=(),
            cited=(),
            part=number + 1,
        )


def _lede(document: Document, goals: int, amounts: int, rejects: Sequence[RejectRow]) -> str:
    if any(row.page is None for row in rejects):
        return _("Filen kunne ikke leses, så ingenting i rapporten bygger på den.")
    pages = counted(document.pages, "side", "sider")
    if not goals and not amounts:
        return _("Ingen mål og ingen beløp er lest på {pages}.").format(pages=pages)
    parts = [_counted_goals(document.kind, goals)]
    parts += [counted(amounts, "beløp", "beløp")] if amounts else []
    return _("{found} er lest på {pages}.").format(found=listed(parts), pages=pages)


def _counted_goals(kind: str, goals: int) -> str:
    """How many there are of what a document of the kind holds that the others call goals."""
    if not goals:
        return _("Ingen mål")
    if kind == "bystyresak":
        return counted(goals, "punkt eller merknad", "punkter og merknader")
    if kind == "innspill":
        return counted(goals, "mål eller forslag", "mål og forslag")
    return counted(goals, "mål", "mål")


def _facts(document: Document) -> Iterator[Fact]:
    source = "" if document.kind_source == "register" else f" ({KIND_SOURCE_WORDS['guessed']})"
    yield Fact(_("Slag"), f"{kind_of_document(document.kind)}{source}")
    yield Fact(_("Enhet"), document.unit or "")
    yield Fact(_("Tjenesteområde"), document.area or "")
    yield Fact(_("Gjelder for"), years(document.year, document.year_to) if document.year else "")
    yield Fact(_("Status"), document.status or "")
    yield Fact(_("Saksnummer"), document.case_number or "")
    yield Fact(_("Språk"), LANGUAGE_WORDS[document.language])
    yield Fact(_("Sider"), whole(document.pages))
    yield Fact(_("Fil"), document.path, "path")
    yield Fact(_("Kontrollsum"), document.document_sha256[:12], "sha256")


def _groups(corpus: Corpus, document: Document, goals: Sequence[Goal]) -> Iterator[EntryGroup]:
    """The goals in the document's order, cut where its headings or its parts change."""
    under = goal_tree([goal for goal in goals if goal.part != PERSONAL])
    shared = _shared_headings(under[None])
    for heading, found in groupby(under[None], key=lambda g: _heading(document, g, shared)):
        roots = list(found)
        entries = tuple(_entry(corpus, goal, under, 1) for goal in roots)
        is_quoted = not (document.kind == AGREEMENT and roots[0].part)
        yield EntryGroup(heading, sum(map(_size, entries)), entries, is_quoted)


def goal_tree(goals: Sequence[Goal]) -> dict[str | None, list[Goal]]:
    """For each goal those directly under it in the same document; under None the uppermost.

    A goal whose chain upwards runs in a ring stands uppermost, so that none is lost.
    """
    known = {goal.goal_id: goal for goal in goals}
    under: dict[str | None, list[Goal]] = {None: []}
    for goal in goals:
        parent = goal.parent_goal_id if goal.parent_goal_id in known else None
        is_ring = parent is not None and _is_in_ring(goal, known)
        under.setdefault(None if is_ring else parent, []).append(goal)
    return under


def _is_in_ring(goal: Goal, known: Mapping[str, Goal]) -> bool:
    seen = set()
    at: str | None = goal.goal_id
    while at is not None and at in known and at not in seen:
        seen.add(at)
        at = known[at].parent_goal_id
    return at in seen


def _shared_headings(goals: Sequence[Goal]) -> int:
    """How many of the outermost headings all goals stand under: they tell none apart."""
    paths = [_steps(goal)[:-1] for goal in goals]
    if len(paths) < 2:
        return 0
    return len(list(takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False))))


def _steps(goal: Goal) -> list[str]:
    return [step for step in goal.context.split(" > ") if step]


def _heading(document: Document, goal: Goal, shared: int) -> str:
    """The part of the agreement, or the headings above less what page and goal say themselves."""
    if document.kind == AGREEMENT and goal.part:
        return capitalised(PART_WORDS[goal.part])
    steps = _steps(goal)[shared:]
    while steps and same_words(steps[0], document.title):
        steps = steps[1:]
    while steps and same_words(steps[-1], goal.text):
        steps = steps[:-1]
    return " › ".join(shortened(step, 120) for step in steps[-3:])


def _entry(
    corpus: Corpus, goal: Goal, under: Mapping[str | None, Sequence[Goal]], depth: int
) -> Entry:
    below = under.get(goal.goal_id, ())
    if depth >= _DEEPEST:
        below = ()
    elif depth == _DEEPEST - 1:
        below = list(_all_under(goal.goal_id, under))
    quote = quote_of(corpus, goal)
    slug = corpus.objective_slugs.get(goal.goal_id)
    is_unit_goal = goal.unit is not None and goal.unit in corpus.unit_slugs and corpus.is_own(goal)
    behind = () if slug else corpus.behind.get(goal.goal_id, ())
    return Entry(
        anchor=goal.goal_id,
        name=numbered(goal.kind, goal.number),
        page=goal.page,
        text=goal.text,
        language=goal.language,
        quote="" if same_words(goal.text, quote.text) else quote.text,
        is_doubtful=quote.is_doubtful,
        beside=beside(goal, below),
        above=_above_elsewhere(corpus, goal),
        links=tuple(evidence_of(corpus, n, "../") for n in corpus.nearest.get(goal.goal_id, ())),
        href=_own_page(corpus, goal, slug, is_unit_goal),
        href_says=_("Hvem står bak målet") if slug else _("Målets profil"),
        behind=tuple(_behind(corpus, behind[:_MOST_BEHIND])),
        further_behind=max(len(behind) - _MOST_BEHIND, 0),
        under=tuple(_entry(corpus, each, under, depth + 1) for each in below),
    )


def _all_under(goal_id: str, under: Mapping[str | None, Sequence[Goal]]) -> Iterator[Goal]:
    """Everything under a goal, in reading order, however deep."""
    waiting = list(reversed(under.get(goal_id, ())))
    while waiting:
        goal = waiting.pop()
        yield goal
        waiting += reversed(under.get(goal.goal_id, ()))


def _own_page(corpus: Corpus, goal: Goal, slug: str | None, is_unit_goal: bool) -> str:
    if slug:
        return f"../mal/{slug}.html"
    if is_unit_goal:
        return f"../enheter/{corpus.unit_slugs[goal.unit or '']}.html#{goal.goal_id}"
    return ""


def _above_elsewhere(corpus: Corpus, goal: Goal) -> str:
    """What the document puts the goal under, where that is not on this page."""
    parent = corpus.goals.get(goal.parent_goal_id or "")
    if parent is None or parent.document_id == goal.document_id:
        return ""
    document = corpus.documents.get(parent.document_id)
    name = " ".join(part for part in (kind_of_goal(parent.kind), parent.number) if part)
    if document is None:
        return _("under {goal}").format(goal=name)
    return _("under {goal} i {document}").format(goal=name, document=document.title)


def _behind(corpus: Corpus, links: Iterable[Link]) -> Iterator[Behind]:
    for link in links:
        goal = corpus.goals[link.goal_id]
        quote = quote_of(corpus, goal)
        text = shortened(goal.text, _LONGEST_BEHIND)
        yield Behind(text, goal.language, quote.document, quote.href)


def _size(entry: Entry) -> int:
    return 1 + sum(map(_size, entry.under))
