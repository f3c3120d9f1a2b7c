"""The network of goals as the pages' scripts read it: what search and the network page share."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.reporting.corpus import AGREEMENT, PERSONAL, Corpus, Goal, Link
from pipeline.reporting.formats import shortened
from pipeline.reporting.views import quote_of, same_words
from pipeline.schemas import DOCUMENT_KINDS

UNDECIDED, DECIDED, STATED = range(3)
LINK_KINDS = ("none", "topical", "concretised", "rephrased", "verbatim")
# an undecided link that is less probable than this is in no picture
LEAST_SHOWN = 0.2
_LONGEST_TEXT = 400
_LONGEST_QUOTE = 400


@dataclass(frozen=True)
class Edge:
    """A goal's link to one above it, and whether it is stated, decided, or neither."""

    goal_id: str
    objective_id: str
    probability: float
    state: int
    kind: str


def shown_goals(corpus: Corpus) -> list[Goal]:
    """Every goal that pages may show, in the order of the tables; no personal development."""
    return [goal for goal in corpus.goals.values() if goal.part != PERSONAL]


def edges(corpus: Corpus) -> list[Edge]:
    """The links of the network, each once.

    To the top level those to the plan in force, also undecided ones that are probable enough; to
    the levels between the decided ones. What an agreement shares with other units says nothing
    about the unit, so only own goals stand for a unit.
    """
    found: dict[tuple[str, str], Edge] = {}
    for link in _candidates(corpus):
        goal = corpus.goals[link.goal_id]
        objective = corpus.goals.get(link.objective_id)
        if objective is None or not _counts(corpus, goal):
            continue
        state = STATED if link.explicit else DECIDED if link.linked else UNDECIDED
        if state != UNDECIDED or link.probability >= LEAST_SHOWN:
            key = link.goal_id, link.objective_id
            found.setdefault(key, Edge(*key, link.probability, state, link.kind))
    return list(found.values())


def _candidates(corpus: Corpus) -> Iterable[Link]:
    for links in corpus.links.values():
        yield from links
    for objective_id, links in corpus.behind.items():
        objective = corpus.goals.get(objective_id)
        if objective is not None and objective.level != corpus.top:
            yield from links


def _counts(corpus: Corpus, goal: Goal) -> bool:
    """True for goals of the levels between, and for a unit's own."""
    if goal.part == PERSONAL:
        return False
    return goal.level != AGREEMENT or corpus.is_own(goal)


def unit_order(units: Sequence[str], weights: Mapping[tuple[str, int], int]) -> list[str]:
    """The units in an order that lets few of their lines to the objectives cross.

    `weights` counts a unit's goals behind the objective at that place. A unit stands where its
    goals lie on average; those without any come last.

    >>> unit_order(["a", "b", "c"], {("a", 5): 1, ("b", 0): 2, ("b", 1): 2})
    ['b', 'a', 'c']
    """
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for (unit, place), count in weights.items():
        counts[unit] += count
        sums[unit] += place * count
    return sorted(units, key=lambda u: sums[u] / counts[u] if counts[u] else float("inf"))


def goals_script(corpus: Corpus) -> str:
    """A script that sets `koplingGoals`: units, documents and goals, with what leads to them.

    The same in every language: addresses lead from the folder of the language.
    """
    goals = shown_goals(corpus)
    units = {unit: number for number, unit in enumerate(corpus.units)}
    documents = {name: number for number, name in enumerate(corpus.documents)}
    return assigned(
        "koplingGoals",
        {
            "levels": list(DOCUMENT_KINDS),
            "units": [[u, corpus.unit_slugs[u], _area(corpus, u)] for u in units],
            "documents": [
                [d.title or d.path, corpus.document_slugs[d.document_id], d.kind, d.year or 0]
                for d in corpus.documents.values()
            ],
            "goals": [_goal_row(corpus, goal, units, documents) for goal in goals],
        },
    )


def _goal_row(
    corpus: Corpus, goal: Goal, units: Mapping[str, int], documents: Mapping[str, int]
) -> list[Any]:
    """Id, number, text, language, level, document, its page's part, page, unit, year, own, slug."""
    slug = corpus.document_slugs.get(goal.document_id, "")
    return [
        goal.goal_id,
        goal.number or "",
        shortened(goal.text, _LONGEST_TEXT),
        goal.language,
        DOCUMENT_KINDS.index(goal.level),
        documents.get(goal.document_id, -1),
        corpus.part_slugs.get(goal.goal_id, slug).removeprefix(slug),
        goal.page,
        units.get(goal.unit or "", -1),
        goal.year or 0,
        int(corpus.is_own(goal)),
        corpus.objective_slugs.get(goal.goal_id, ""),
    ]


def _area(corpus: Corpus, unit: str) -> str:
    rows = [corpus.unit_years[unit, y] for y in corpus.years if (unit, y) in corpus.unit_years]
    area = next((row.area for row in reversed(rows) if row.area), None)
    return area or next((g.area for g in corpus.goals_by_unit.get(unit, ()) if g.area), "")


def links_script(corpus: Corpus, apart: Mapping[str, str]) -> str:
    """A script that sets `koplingLinks`: links by the places of goals in `koplingGoals`.

    `apart` holds the goals without a parent that the tables tell apart, each with its status.
    """
    place = {goal.goal_id: number for number, goal in enumerate(shown_goals(corpus))}
    found = edges(corpus)
    within = {edge.goal_id for edge in found} | {edge.objective_id for edge in found}
    return assigned(
        "koplingLinks",
        {
            "top": DOCUMENT_KINDS.index(corpus.top),
            "kinds": list(LINK_KINDS),
            "links": [
                [
                    place[e.goal_id],
                    place[e.objective_id],
                    round(e.probability, 3),
                    e.state,
                    LINK_KINDS.index(e.kind),
                ]
                for e in found
                if e.goal_id in place and e.objective_id in place
            ],
            "parents": list(_parents(corpus, place)),
            "inForce": {
                year: [place[g.goal_id] for g in corpus.objectives_of(year)]
                for year in corpus.years
            },
            "held": [
                place[g] for g in corpus.links if g in place and corpus.is_own(corpus.goals[g])
            ],
            "apart": {place[g]: status for g, status in apart.items() if g in place},
            "quotes": _quotes(corpus, place, within),
            "unitOrder": _unit_order(corpus, found),
        },
    )


def told_apart(orphans: pd.DataFrame) -> dict[str, str]:
    """The own goals without a parent of which coders have said why, or that they don't agree."""
    apart = orphans[orphans["status"].isin(["justified", "uavklart"])]
    return dict(zip(apart["goal_id"], apart["status"], strict=True))


def _quotes(corpus: Corpus, place: Mapping[str, int], within: set[str]) -> dict[int, str]:
    """The document's words for the goals in the network, where they say more than the goal does."""
    quotes = {}
    for goal_id in sorted(within & set(place), key=place.__getitem__):
        goal = corpus.goals[goal_id]
        quote = quote_of(corpus, goal).text
        if not same_words(goal.text, quote):
            quotes[place[goal_id]] = shortened(quote, _LONGEST_QUOTE)
    return quotes


def _unit_order(corpus: Corpus, found: Sequence[Edge]) -> list[int]:
    """Places of the units in `koplingGoals`, in the order that the picture shows them in."""
    places = _places_in_plan(corpus)
    weights: dict[tuple[str, int], int] = {}
    for edge in found:
        unit = corpus.goals[edge.goal_id].unit
        at = next((o for o in corpus.above(edge.objective_id) if o in places), None)
        if unit is not None and at is not None and edge.state != UNDECIDED:
            weights[unit, places[at]] = weights.get((unit, places[at]), 0) + 1
    number = {unit: place for place, unit in enumerate(corpus.units)}
    return [number[unit] for unit in unit_order(corpus.units, weights)]


def _places_in_plan(corpus: Corpus) -> dict[str, int]:
    """Each objective's place within its own plan: plans stand one after the other."""
    seen: Counter[str] = Counter()
    places = {}
    for objective_id in corpus.objective_ids:
        document_id = corpus.goals[objective_id].document_id
        places[objective_id] = seen[document_id]
        seen[document_id] += 1
    return places


def _parents(corpus: Corpus, place: Mapping[str, int]) -> Iterator[list[int]]:
    """What each goal of the top level stands under."""
    for goal in corpus.goals.values():
        above = goal.parent_goal_id or ""
        if goal.level == corpus.top and goal.goal_id in place and above in place:
            yield [place[goal.goal_id], place[above]]


def assigned(name: str, value: Mapping[str, Any]) -> str:
    """A script that sets the name to the value; browsers read JSON faster than they read script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"window.{name}=JSON.parse('{quoted}');\n"
