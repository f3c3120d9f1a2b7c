"""How far down an objective can be followed: the red thread from the plan to the agreements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.scoring.chains import chain_status
from pipeline.scoring.plansystem import BOTTOM, CHAIN_LEVELS, PlanSystem

Matrix = npt.NDArray[np.float64]
Columns = dict[str, Any]


@dataclass(frozen=True)
class Widths:
    """How strongly the goals of each level below hang together with each start above.

    `starts` are goal_ids of one level. Each of the three holds for a level a matrix (goals of the
    level in order, starts): `steps`, the widest path level by level; `estimated`, the same where
    nothing is held for sure because a document states it; `any_path`, along any edges, jumps too.
    """

    starts: tuple[str, ...]
    levels: tuple[str, ...]
    steps: dict[str, Matrix]
    estimated: dict[str, Matrix]
    any_path: dict[str, Matrix]


def objective_threads(
    systems: Sequence[PlanSystem],
    objectives: pd.DataFrame,
    own_ids: Iterable[str],
    *,
    broken_below: float,
    whole_from: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """THREADS, a row for each objective and year, and THREAD_LEVELS, one for each level below it.

    `objectives` names those of the kommuneplan (`year, objective_id, in_coverage`, from
    `plans.objectives_in_force`); every goal of the levels between is the start of a thread too.
    `own_ids` are the units' own goals: in the agreements a thread has come down where one of
    these carries it, since what all agreements share no unit has made its own.

    Formula: width(o, level) = max over the level's goals of the widest path from that goal to o,
    level by level. It can only fall from level to level. Range: 0–1. Source: max–min composition
    of relations, Zadeh (1971), which is the widest path between layers (Pollack 1960).

    The thread breaks at the first level where the width falls below `broken_below`; it is whole
    where it is at least `whole_from` at the lowest level, and uavklart between. Where it first
    falls below `whole_from` it may already have been lost: `doubtful_from`. A gap is
    `direct` where nobody on the next level serves the objective, yet something further down does
    along some path (a jump), and `transitive` where nothing further down does at all.
    """
    own = set(own_ids)
    threads, levels = [], []
    for system in systems:
        for start_level in system.levels[:-1]:
            starts = _starts(system, start_level, objectives)
            if starts:
                widths = widths_below(system, start_level, starts)
                rows = _levels_of(system, widths, own, broken_below)
                levels.append(rows)
                threads.append(_summary(system, widths, rows, own, broken_below, whole_from))
    if not threads:
        return pd.DataFrame(), pd.DataFrame()
    counted = objectives[["year", "objective_id", "in_coverage"]]
    joined = pd.concat(threads).merge(counted, on=["year", "objective_id"], how="left")
    # a goal between the plan and the agreements has its place in the chain, whatever its kind
    joined = joined.assign(in_coverage=joined["in_coverage"].astype("boolean").fillna(True))
    keys = ["year", "objective_id"]
    place = pd.concat(levels).assign(place=lambda rows: rows["level"].map(CHAIN_LEVELS.index))
    ordered = place.sort_values([*keys, "place"], ignore_index=True).drop(columns="place")
    return joined.sort_values(keys, ignore_index=True), ordered


def widths_below(system: PlanSystem, start_level: str, starts: Sequence[str]) -> Widths:
    """The widest paths from every goal below `start_level` to each of `starts`."""
    levels = system.levels[system.levels.index(start_level) + 1 :]
    first = {start_level: _identity(system, start_level, starts)}
    steps = system.steps
    estimated = steps.assign(probability=steps["estimated"])
    found = (_down(system, edges, levels, first) for edges in (steps, estimated, system.edges))
    return Widths(tuple(starts), levels, *found)


def _down(
    system: PlanSystem, edges: pd.DataFrame, levels: Sequence[str], first: dict[str, Matrix]
) -> dict[str, Matrix]:
    widths = dict(first)
    for level in levels:
        here = edges[edges["lower"].eq(level)]
        widths[level] = _nested(system, level, _through(system, here, level, widths))
    return widths


def max_min(
    below: npt.NDArray[np.intp],
    above: npt.NDArray[np.intp],
    probability: Matrix,
    widths: Matrix,
    rows: int,
) -> Matrix:
    """The widest path of `rows` goals to each column of `widths`, over edges below → above.

    Formula: (A ∘ B)ᵢⱼ = maxₖ min(Aᵢₖ, Bₖⱼ), with A the edges' probabilities (at most one edge a
    pair) and B the widths (goals above, starts). Source: Zadeh (1971).

    By hand: 0 serves 0 with 0.9 and 1 with 0.6; these are as wide as 0.4 and 0.5. So the wider
    of min(0.9, 0.4) and min(0.6, 0.5) is 0.5.

    >>> edges = np.array([0, 0]), np.array([0, 1]), np.array([0.9, 0.6])
    >>> max_min(*edges, np.array([[0.4], [0.5]]), 1).tolist()
    [[0.5]]
    """
    result = np.zeros((rows, widths.shape[1]))
    order = np.argsort(above, kind="stable")
    cuts = np.searchsorted(above[order], np.arange(len(widths) + 1))
    for k in np.flatnonzero(np.diff(cuts)):
        chosen = order[cuts[k] : cuts[k + 1]]
        reached = np.minimum(probability[chosen, None], widths[k])
        result[below[chosen]] = np.maximum(result[below[chosen]], reached)
    return result


def _starts(system: PlanSystem, level: str, objectives: pd.DataFrame) -> list[str]:
    there = system.on(level)
    if level != CHAIN_LEVELS[0]:
        return there
    chosen = set(objectives.loc[objectives["year"].eq(system.year), "objective_id"])
    return [goal for goal in there if goal in chosen]


def _identity(system: PlanSystem, level: str, starts: Sequence[str]) -> Matrix:
    """1 where a goal of the level is the start, or stands under it."""
    first = np.zeros((len(system.on(level)), len(starts)))
    rows, columns = pd.Index(system.on(level)), pd.Index(list(starts))
    pairs = system.nesting[system.nesting["above"].isin(columns)]
    first[_places(rows, pairs["below"]), _places(columns, pairs["above"])] = 1.0
    return first


def _through(
    system: PlanSystem, edges: pd.DataFrame, level: str, widths: dict[str, Matrix]
) -> Matrix:
    """The widths of a level's goals by their own edges to the levels above."""
    there = pd.Index(system.on(level))
    result = np.zeros((len(there), next(iter(widths.values())).shape[1]))
    for upper, chosen in edges.groupby("upper"):
        if upper in widths:
            over = pd.Index(system.on(str(upper)))
            below = _places(there, chosen["goal_id"])
            above = _places(over, chosen["objective_id"])
            probability = chosen["probability"].to_numpy(dtype=float)
            reached = max_min(below, above, probability, widths[str(upper)], len(there))
            result = np.maximum(result, reached)
    return result


def _nested(system: PlanSystem, level: str, widths: Matrix) -> Matrix:
    """Each goal with the widths of all that it stands under as its own."""
    there = pd.Index(system.on(level))
    pairs = system.nesting[system.nesting["below"].isin(there)]
    below, above = _places(there, pairs["below"]), _places(there, pairs["above"])
    inside = above >= 0
    ones = np.ones(int(inside.sum()))
    return max_min(below[inside], above[inside], ones, widths, len(there))


def _places(index: pd.Index, values: pd.Series) -> npt.NDArray[np.intp]:
    return index.get_indexer(pd.Index(values.tolist()))


def _levels_of(system: PlanSystem, widths: Widths, own: set[str], border: float) -> pd.DataFrame:
    frames = []
    for level in widths.levels:
        goals = system.goals[system.goals["level"].eq(level)].sort_values("goal_id")
        counts = _counting(goals, own)
        all_of, counted = widths.steps[level], widths.steps[level][counts]
        rest = all_of[~counts]
        frames.append(
            pd.DataFrame(
                {
                    "year": system.year,
                    "objective_id": list(widths.starts),
                    "level": level,
                    "width": _largest(counted),
                    "width_estimated": _largest(widths.estimated[level][counts]),
                    "goals": (counted >= border).sum(axis=0),
                    "goals_possible": int(counts.sum()),
                    "width_shared": _largest(rest),
                    "goals_shared": (rest >= border).sum(axis=0) if len(rest) else None,
                    "units": _units(goals[counts], counted >= border),
                    "units_possible": goals.loc[counts, "unit"].nunique() or None,
                    "best_goal_id": _best(goals.loc[counts, "goal_id"], counted),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _counting(goals: pd.DataFrame, own: set[str]) -> npt.NDArray[np.bool_]:
    """Of an agreement only the unit's own goals count; of the other documents all."""
    counts = goals["level"].ne(BOTTOM) | goals["goal_id"].isin(own)
    return np.asarray(counts.to_numpy(dtype=bool))


def _largest(widths: Matrix) -> Matrix:
    if not len(widths):
        return np.full(widths.shape[1], np.nan)
    return np.asarray(widths.max(axis=0))


def _best(goal_ids: pd.Series, widths: Matrix) -> list[str | None]:
    if not len(widths):
        return [None] * widths.shape[1]
    names = goal_ids.to_numpy()
    best = zip(names[widths.argmax(axis=0)], widths.max(axis=0), strict=True)
    return [str(name) if width > 0 else None for name, width in best]


def _units(goals: pd.DataFrame, serves: npt.NDArray[np.bool_]) -> npt.NDArray[np.int_] | None:
    if goals["unit"].isna().all():
        return None
    by_unit = pd.DataFrame(serves).groupby(goals["unit"].to_numpy()).any()
    return np.asarray(by_unit.sum(axis=0).to_numpy())


def _summary(
    system: PlanSystem,
    widths: Widths,
    rows: pd.DataFrame,
    own: set[str],
    broken_below: float,
    whole_from: float,
) -> pd.DataFrame:
    start_level = system.levels[system.levels.index(widths.levels[0]) - 1]
    by_level = rows.pivot_table(
        index="objective_id", columns="level", values="width", dropna=False
    ).reindex(index=list(widths.starts), columns=list(widths.levels))
    strength = by_level.iloc[:, -1]
    status = chain_status(strength, broken_below, whole_from)
    names = (start_level, *widths.levels)
    frame = pd.DataFrame(
        {
            "year": system.year,
            "objective_id": list(widths.starts),
            "level": start_level,
            "levels": " → ".join(names),
            "strength": strength.to_numpy(),
            "status": status.to_numpy(),
            "reaches": _reaches(by_level, names, broken_below),
            "break_at": _falls_below(by_level, names, broken_below),
            "doubtful_from": _falls_below(by_level, names, whole_from),
        }
    )
    return (
        frame.assign(**_gaps(system, widths, broken_below))
        .assign(**_jumps(system, widths, own, broken_below))
        .assign(only_shared=_only_shared(rows, widths, broken_below))
        .assign(**_paths(system, widths, rows, broken_below))
    )


def _reaches(by_level: pd.DataFrame, names: Sequence[str], border: float) -> list[str]:
    """The lowest level that the thread comes down to; the start's own where nobody took it up."""
    return [names[count] for count in by_level.ge(border).cumprod(axis=1).sum(axis=1)]


def _falls_below(by_level: pd.DataFrame, names: Sequence[str], border: float) -> list[str | None]:
    """Between which levels the width first falls below the border; None where it never does."""
    held = by_level.ge(border).cumprod(axis=1).sum(axis=1)
    known = by_level.notna().all(axis=1)
    return [
        f"{names[count]} → {names[count + 1]}" if count + 1 < len(names) and is_known else None
        for count, is_known in zip(held, known, strict=True)
    ]


def _gaps(system: PlanSystem, widths: Widths, border: float) -> Columns:
    next_level = (widths.steps[widths.levels[0]] >= border).any(axis=0)
    somewhere = np.zeros(len(widths.starts), dtype=bool)
    for level in widths.levels:
        somewhere |= (widths.any_path[level] >= border).any(axis=0)
    return {"gap": np.select([next_level, somewhere], ["none", "direct"], "transitive")}


def _jumps(system: PlanSystem, widths: Widths, own: set[str], border: float) -> Columns:
    """The lowest level's goals that serve the objective past a level that doesn't."""
    level = widths.levels[-1]
    goals = system.goals[system.goals["level"].eq(level)].sort_values("goal_id")
    counts = _counting(goals, own)
    past = (widths.any_path[level] >= border) & (widths.steps[level] < border)
    return {
        "jump_goals": past[counts].sum(axis=0),
        "jump_units": _units(goals[counts], past[counts]),
    }


def _only_shared(rows: pd.DataFrame, widths: Widths, border: float) -> npt.NDArray[np.bool_]:
    last = rows[rows["level"].eq(widths.levels[-1])]
    shared = last["width_shared"].ge(border) & ~last["width"].ge(border)
    return np.asarray(shared.to_numpy(dtype=bool))


def _paths(system: PlanSystem, widths: Widths, rows: pd.DataFrame, border: float) -> Columns:
    """For each start the strongest path down to the level that the thread reaches.

    `strength_low` is what is left when the doubts of its edges add up, 1 − Σ(1 − p): the least
    that the probability of all of them can be. It is 0 where the path doesn't come all the way.
    """
    held = rows[rows["width"].ge(border)]
    lowest = held.assign(place=held["level"].map(widths.levels.index))
    lowest = lowest.sort_values("place").drop_duplicates("objective_id", keep="last")
    ends = lowest.set_index("objective_id")
    walker = _Walker(system, widths, border)
    goals = ends["best_goal_id"].reindex(list(widths.starts))
    found = [
        walker.path(column, None if pd.isna(end) else str(end)) for column, end in enumerate(goals)
    ]
    comes_down = ends["level"].reindex(list(widths.starts)).eq(widths.levels[-1])
    lows = [
        max(0.0, 1 - doubt) if all_the_way else 0.0
        for (_, _, doubt), all_the_way in zip(found, comes_down, strict=True)
    ]
    known = rows[rows["level"].eq(widths.levels[-1])]["width"].notna()
    return {
        "strength_low": pd.Series(lows).where(known.to_numpy()).to_numpy(),
        "path": [path for path, _, _ in found],
        "link_ids": [links for _, links, _ in found],
    }


class _Edge(NamedTuple):
    objective_id: str
    probability: float
    link_id: str


def _edges_from(steps: pd.DataFrame) -> dict[str, list[_Edge]]:
    edges: dict[str, list[_Edge]] = defaultdict(list)
    columns = ["goal_id", "objective_id", "probability", "link_id"]
    for goal, *edge in steps[columns].itertuples(index=False, name=None):
        edges[goal].append(_Edge(*edge))
    return edges


class _Walker:
    """Walks from a goal up to a start along the widest path."""

    def __init__(self, system: PlanSystem, widths: Widths, border: float) -> None:
        self.widths = widths
        levels = [level for level in system.levels if level in widths.steps]
        self.row = {goal: at for level in levels for at, goal in enumerate(system.on(level))}
        self.level = dict(zip(system.goals["goal_id"], system.goals["level"], strict=True))
        # a path that holds has no weaker edge
        self.edges = _edges_from(system.steps[system.steps["probability"].ge(border)])
        inside = system.nesting.groupby("below", sort=False)["above"]
        self.above = {goal: list(rows) for goal, rows in inside}

    def path(self, column: int, end: str | None) -> tuple[str, str, float]:
        """goal_ids from the start down to `end`, the links between, and their doubts' sum."""
        start = self.widths.starts[column]
        if end is None:
            return start, "", 0.0
        goals, links, doubt, at = [end], [], 0.0, end
        while start not in self.above[at]:
            step = self._step(column, at)
            if step is None:  # a document that nests its goals under another level's
                break
            via, edge = step
            goals += [*([via] if via != at else []), edge.objective_id]
            links.append(edge.link_id)
            doubt += 1 - edge.probability
            at = edge.objective_id
        if goals[-1] != start:
            goals.append(start)
        return " ".join(reversed(goals)), " ".join(reversed(links)), doubt

    def _step(self, column: int, goal: str) -> tuple[str, _Edge] | None:
        """The goal or one it stands under, and its widest edge towards the start."""
        found = []
        for depth, via in enumerate(self.above[goal]):
            for edge in self.edges.get(via, ()):
                width = min(edge.probability, self._width(edge.objective_id, column))
                found.append((-width, -edge.probability, depth, edge.objective_id, via, edge))
        if not found:
            return None
        *_, via, edge = min(found)
        return via, edge

    def _width(self, goal: str, column: int) -> float:
        widths = self.widths.steps.get(self.level[goal])
        return 0.0 if widths is None else float(widths[self.row[goal], column])
