"""The plan system year by year: which levels a thread runs over, and every edge between them."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.scoring.plans import PLAN, plans_in_force

# From the top down. A kommunedelplan stands in the chain only where no kommuneplan does.
CHAIN_LEVELS = ("kommuneplan", "kommunedelplan", "økonomiplan", "årsbudsjett", "lederavtale")
BOTTOM = CHAIN_LEVELS[-1]
EDGES = ["year", "goal_id", "objective_id", "lower", "upper", "is_step"]
EDGES += ["probability", "estimated", "explicit", "link_id"]


@dataclass(frozen=True)
class PlanSystem:
    """The levels of one year with their goals, and the edges from goal to goal above.

    `levels`: those that a thread from the lowest one passes, from the top down. `goals`: the rows
    of GOALS on these levels that are in force this year. `edges`: `goal_id, objective_id, lower,
    upper` (levels), `probability` (1 where the document states it), `estimated` (what the words
    alone say), `explicit`, `link_id`, and `is_step`, true between neighbouring levels, false
    where an edge jumps one. `nesting`: `below, above`, each goal with itself and all that its
    own document puts it under.
    """

    year: int
    levels: tuple[str, ...]
    goals: pd.DataFrame
    edges: pd.DataFrame
    nesting: pd.DataFrame

    @property
    def steps(self) -> pd.DataFrame:
        """The edges between neighbouring levels."""
        return self.edges[self.edges["is_step"]]

    def on(self, level: str) -> list[str]:
        """goal_ids on a level, in order."""
        return self._by_level.get(level, [])

    @cached_property
    def _by_level(self) -> dict[str, list[str]]:
        groups = self.goals.groupby("level")["goal_id"]
        return {str(level): sorted(goal_ids) for level, goal_ids in groups}


def plan_systems(
    goals: pd.DataFrame, links: pd.DataFrame, documents: pd.DataFrame
) -> list[PlanSystem]:
    """The plan system of each year in which goals were held against a plan above, in order.

    Which documents are in force the links tell: goals are held against those alone; of several
    kommuneplaner it is the one that `plans.plans_in_force` names. A level that the corpus lacks,
    or that was held against nothing further up that is in force this year, is left out, and the
    thread runs over the levels that are there. Empty where no goal has a year or a link.
    """
    placed = _placed(goals, links)
    top = next((each for each in CHAIN_LEVELS if placed["upper"].eq(each).any()), None)
    if top is None:
        return []
    force = plans_in_force(goals, links, documents) if top == PLAN else _held(placed, top)
    tops = {int(str(year)): set(rows["document_id"]) for year, rows in force.groupby("year")}
    systems = (_plan_system(year, top, tops[year], goals, placed) for year in sorted(tops))
    return [system for system in systems if len(system.levels) > 1]


def nesting(goals: pd.DataFrame) -> pd.DataFrame:
    """`below, above`: each goal with itself and with all that its own document puts it under.

    >>> rows = {"goal_id": ["1", "1.1", "a"], "parent_goal_id": [None, "1", "1.1"]}
    >>> pairs = nesting(pd.DataFrame(rows))
    >>> pairs.loc[pairs["below"].eq("a"), "above"].tolist()
    ['a', '1.1', '1']
    """
    parents = goals.dropna(subset=["parent_goal_id"])[["goal_id", "parent_goal_id"]]
    parents = parents.set_axis(["above", "next"], axis=1)
    step = goals[["goal_id"]].assign(below=goals["goal_id"]).rename(columns={"goal_id": "above"})
    found = [step]
    # no deeper than there are goals: a circle of parents comes to an end too
    while len(step) and len(found) <= len(goals):
        step = step.merge(parents, on="above")[["below", "next"]]
        step = step.rename(columns={"next": "above"})
        found.append(step)
    pairs = pd.concat(found)[["below", "above"]].astype("str")
    return pairs.drop_duplicates().sort_values("below", kind="stable", ignore_index=True)


def _placed(goals: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The links within the chain, with year, level and document of both sides."""
    places = goals[["goal_id", "year", "level", "document_id"]]
    lower = places.set_axis(["goal_id", "goal_year", "lower", "below_id"], axis=1)
    upper = places[["goal_id", "level", "document_id"]]
    upper = upper.set_axis(["objective_id", "upper", "above_id"], axis=1)
    kept = links[["link_id", "goal_id", "objective_id", "probability", "explicit"]]
    placed = kept.merge(lower, on="goal_id").merge(upper, on="objective_id")
    placed = placed[placed["lower"].isin(CHAIN_LEVELS) & placed["upper"].isin(CHAIN_LEVELS)]
    stated = placed["probability"].mask(placed["explicit"], 1.0)
    return placed.assign(estimated=placed["probability"], probability=stated)


def _held(placed: pd.DataFrame, top: str) -> pd.DataFrame:
    held = placed[placed["upper"].eq(top)].dropna(subset=["goal_year"])
    pairs = held[["goal_year", "above_id"]].drop_duplicates()
    return pairs.set_axis(["year", "document_id"], axis=1)


def _plan_system(
    year: int, top: str, tops: set[str], goals: pd.DataFrame, placed: pd.DataFrame
) -> PlanSystem:
    documents = _documents_in_force(year, top, tops, placed)
    in_play = {document for each in documents.values() for document in each}
    edges = placed[placed["below_id"].isin(in_play) & placed["above_id"].isin(in_play)]
    route = _routes(edges)
    lowest = next((each for each in reversed(CHAIN_LEVELS) if route.get(each)), top)
    levels = tuple(reversed((lowest, *route.get(lowest, ()))))
    edges = edges[edges["lower"].isin(levels) & edges["upper"].isin(levels)]
    upward = dict(zip(levels[1:], levels, strict=False))
    edges = edges.assign(year=year, is_step=edges["lower"].map(upward).eq(edges["upper"]))
    chosen = {document for level in levels for document in documents.get(level, ())}
    # a document of this year whose goals were held against nothing has its place too
    rows = goals[
        goals["document_id"].isin(chosen) | (goals["year"].eq(year) & goals["level"].eq(lowest))
    ]
    rows = rows[rows["level"].isin(levels)].sort_values("goal_id", ignore_index=True)
    ordered = edges.sort_values(["goal_id", "objective_id"], ignore_index=True)
    return PlanSystem(year, levels, rows, ordered[EDGES], nesting(rows))


def _documents_in_force(
    year: int, top: str, tops: set[str], placed: pd.DataFrame
) -> dict[str, set[str]]:
    """By level: the documents of the year, and those that they were held against."""
    pairs = placed[["lower", "below_id", "goal_year", "upper", "above_id"]].drop_duplicates()
    found = {
        str(level): set(rows["below_id"])
        for level, rows in pairs[pairs["goal_year"].eq(year)].groupby("lower")
    }
    found[top] = set(tops)
    for level in reversed(CHAIN_LEVELS):
        held = pairs[pairs["below_id"].isin(found.get(level, set()))]
        for upper, rows in held[held["upper"].ne(top)].groupby("upper"):
            found.setdefault(str(upper), set()).update(rows["above_id"])
    return found


def _routes(edges: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """For each level the levels above it that lead to the top, the nearest first."""
    held = set(edges[["lower", "upper"]].drop_duplicates().itertuples(index=False, name=None))
    routes: dict[str, tuple[str, ...]] = {}
    top = next((each for each in CHAIN_LEVELS if any(upper == each for _, upper in held)), None)
    for place, level in enumerate(CHAIN_LEVELS):
        if level == top:
            routes[level] = ()
        for upper in reversed(CHAIN_LEVELS[:place]):
            if (level, upper) in held and upper in routes:
                routes[level] = (upper, *routes[upper])
                break
    return {level: route for level, route in routes.items() if route}
