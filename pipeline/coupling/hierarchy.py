"""Which goals are held against which objectives: the plan system's levels, year by year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pipeline.language.references import bare_numbers, goal_numbers

# From the top down; the kinds that share the last place stand beside the chain, not in it.
LEVELS = (
    "kommuneplan",
    "kommunedelplan",
    "økonomiplan",
    "årsbudsjett",
    "lederavtale",
    "bystyresak",
    "innspill",
    "årsrapport",
    "annet",
)
# A plan is decided in the course of its first year, when that year's agreements are signed; a
# budget or an økonomiplan is decided before the first year that it governs.
DECIDED_DURING_FIRST_YEAR = ("kommuneplan", "kommunedelplan")
# What gives direction without being a goal that others can serve or that serves others.
NOT_LINKED = ("visjon", "grep")
# In this order: the finest goals that a plan states are its objectives.
OBJECTIVE_KINDS = ("delmål", "hovedmål")
# A budget or an økonomiplan is put up under the plan's hovedmål, and states goals of its own there.
GOAL_KINDS = ("mål", "resultatmål")
PLANS = ("kommuneplan", "kommunedelplan")
# 4 of 4.2, 3 of 3b
_LAST_PART = re.compile(r"(\d[\d.]*?)(?:\.\d+|[a-zæøå])\.?$", re.IGNORECASE)
CHAIN = (("lederavtale", "årsbudsjett"), ("årsbudsjett", "økonomiplan"))


@dataclass(frozen=True)
class Comparison:
    """Goals to be held against objectives of one level; both are goal_ids in the table's order.

    `others` are objectives of that level which are not in force for these goals.
    """

    level: str
    goals: tuple[str, ...]
    objectives: tuple[str, ...]
    others: tuple[str, ...]


def comparisons(goals: pd.DataFrame) -> list[Comparison]:
    """Every comparison that the corpus asks for, top level first; [] with a single level.

    All lower goals against the top level's objectives in force in their year; then a lederavtale
    against the year's årsbudsjett, and an årsbudsjett against the økonomiplan in force.
    """
    linkable = goals[~goals["kind"].isin(NOT_LINKED)]
    present = [level for level in LEVELS if level in set(linkable["level"])]
    if len(present) < 2:
        return []
    top = present[0]
    pairs = [(lower, top) for lower in present[1:]]
    pairs += [pair for pair in CHAIN if set(pair) <= set(present) and pair[1] != top]
    found = []
    for above in LEVELS:
        lower = [below for below, upper in pairs if upper == above]
        found += _comparisons_with(linkable, lower, above)
    return found


def objectives_of(goals: pd.DataFrame) -> pd.DataFrame:
    """The rows that others may serve, document by document.

    The finest that a plan states: its delmål, and each hovedmål that has none under it; without
    delmål its hovedmål, without either all its goals. Where a budget or an økonomiplan repeats
    hovedmål or delmål and states goals of its own, these, and what has none of them under it.
    """
    chosen = [_objectives_of_document(rows) for _, rows in goals.groupby("document_id", sort=False)]
    return pd.concat(chosen).sort_index() if chosen else goals


def documents_in_force(documents: pd.DataFrame, year: int | None, level: str) -> list[str]:
    """document_ids of one level in force in a year, of frames with `document_id, year, year_to`.

    The latest that began before the year (for budgets and økonomiplaner: by the year) and has not
    ended; else one of the year itself; else the latest that began before; else the earliest. With
    no year the latest. Documents that begin in the same year are in force together.
    """
    dated = documents.dropna(subset=["year"])
    if dated.empty:
        return sorted(documents["document_id"])
    if year is None:
        return _beginning(dated, dated["year"].max())
    strict = level in DECIDED_DURING_FIRST_YEAR
    lasting = dated[dated["year_to"].isna() | dated["year_to"].ge(year).fillna(True)]
    for candidates in (
        lasting[lasting["year"].lt(year) if strict else lasting["year"].le(year)],
        lasting[lasting["year"].eq(year)],
        dated[dated["year"].lt(year)],
    ):
        if len(candidates):
            return _beginning(candidates, candidates["year"].max())
    return _beginning(dated, dated["year"].min())


def plan_numbers(reference: object) -> set[str]:
    """The plan numbers that a reference names: one made of numbers alone, or words that cite them.

    >>> sorted(plan_numbers("delmål 4.2 og 5.1")), sorted(plan_numbers("4.2; 5.1"))
    (['4.2', '5.1'], ['4.2', '5.1'])
    >>> plan_numbers("innen 1.6.2015, jf. § 5-1")
    set()
    """
    if not isinstance(reference, str):
        return set()
    return set(bare_numbers(reference) or goal_numbers(reference))


def stated_numbers(goals: pd.DataFrame) -> dict[str, set[str]]:
    """For each goal_id the plan numbers that its document states, by itself or for its parent."""
    stated = zip(goals["goal_id"], goals["reference"], strict=True)
    own = {str(goal): plan_numbers(reference) for goal, reference in stated}
    parents = goals_above(goals)
    return {goal: _nearest(goal, own, parents) for goal in own}


def goals_above(goals: pd.DataFrame) -> dict[str, str]:
    """For each goal that its document puts below another, the goal_id of that other."""
    nested = goals.dropna(subset=["parent_goal_id"])
    return dict(zip(nested["goal_id"], nested["parent_goal_id"], strict=True))


def parts_of_objectives(goals: pd.DataFrame, objectives: Iterable[str]) -> dict[str, list[str]]:
    """For each objective its own goal_id and those of the goals that its document puts below it.

    A kommuneplan says under each delmål what "Kommunen vil": those strategies tell what the
    objective is about.
    """
    wanted = dict.fromkeys(objectives)
    parents = goals_above(goals)
    parts: dict[str, list[str]] = {objective: [objective] for objective in wanted}
    for goal in goals["goal_id"]:
        above = next((each for each in _upwards(goal, parents)[1:] if each in wanted), None)
        if above is not None and goal not in wanted:
            parts[above].append(goal)
    return parts


def _comparisons_with(goals: pd.DataFrame, lower: list[str], level: str) -> list[Comparison]:
    if not lower:
        return []
    above = goals[goals["level"].eq(level)]
    objectives = objectives_of(above)
    documents = above[["document_id", "year", "year_to"]].drop_duplicates("document_id")
    below = goals[goals["level"].isin(lower)]
    years = _years(below)
    force = {year: tuple(documents_in_force(documents, year, level)) for year in set(years)}
    found = []
    for chosen in sorted(set(force.values())):
        rows = below[[force[year] == chosen for year in years]]
        held = objectives["document_id"].isin(chosen)
        found.append(
            Comparison(
                level,
                tuple(rows["goal_id"]),
                tuple(objectives.loc[held, "goal_id"]),
                tuple(objectives.loc[~held, "goal_id"]),
            )
        )
    return found


def _objectives_of_document(rows: pd.DataFrame) -> pd.DataFrame:
    kinds = OBJECTIVE_KINDS if rows["level"].isin(PLANS).all() else (*GOAL_KINDS, *OBJECTIVE_KINDS)
    named = rows[rows["kind"].isin(kinds)]
    if not named["kind"].isin(OBJECTIVE_KINDS).any():
        return rows
    finest = GOAL_KINDS if named["kind"].isin(GOAL_KINDS).any() else _finest(named)
    return named[named["kind"].isin(finest) | ~named["goal_id"].isin(_divided(named))]


def _finest(named: pd.DataFrame) -> tuple[str, ...]:
    return next(((kind,) for kind in OBJECTIVE_KINDS if named["kind"].eq(kind).any()), ())


def _divided(named: pd.DataFrame) -> set[str]:
    """goal_ids of those that have others under them, by their place or by their number.

    A goal told twice has one number: what stands under the one stands under the other.
    """
    over = named["goal_id"].isin(set(named["parent_goal_id"].dropna()))
    numbers = named["number"].dropna()
    parts = [_LAST_PART.match(str(number)) for number in numbers]
    above = {part.group(1) for part in parts if part} | set(numbers[over])
    return set(named.loc[over | named["number"].isin(above), "goal_id"])


def _beginning(documents: pd.DataFrame, year: int) -> list[str]:
    return sorted(documents.loc[documents["year"].eq(year), "document_id"])


def _years(goals: pd.DataFrame) -> list[int | None]:
    """Each goal's year, missing ones as None."""
    return [None if pd.isna(year) else int(year) for year in goals["year"]]


def _upwards(start: str, parents: dict[str, str]) -> list[str]:
    path = [start]
    while (above := parents.get(path[-1])) is not None and above not in path:
        path.append(above)
    return path


def _nearest(goal: str, own: dict[str, set[str]], parents: dict[str, str]) -> set[str]:
    path = _upwards(goal, parents)
    return next((own[each] for each in path if own.get(each)), set())
