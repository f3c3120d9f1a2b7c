"""How alike units' goals are, and why: copied, from a shared parent, or converged."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linear_sum_assignment

from pipeline.owngoals import is_own_goal
from pipeline.params import ScoringParams
from pipeline.scoring.copied_text import copies
from pipeline.scoring.goals_above import shared_parents, ties_above
from pipeline.scoring.many_means import chances, draws, intervals_of_counts

Matrix = npt.NDArray[np.float64]
KINDS = ("copied", "shared_parent", "converged")
MEASURES = ("isomorphism", *KINDS)
_ENDS = ("low", "high")
# more likely than not the same aim for the same thing
_SAME_FROM = 0.5


@dataclass(frozen=True)
class Alike:
    """Units alike within a year: `pairs` fits ISOMORPHISM_PAIRS, `units` ISOMORPHISM.

    `own` are the own goals that both rest on, with GOALS' columns.
    """

    own: pd.DataFrame
    pairs: pd.DataFrame
    units: pd.DataFrame


def isomorphism(
    goals: pd.DataFrame, links: pd.DataFrame, likenesses: pd.DataFrame, params: ScoringParams
) -> Alike:
    """How alike each two units' own goals are in each year, and each matched pair of goals.

    Formula: the goals of two units are matched one to one so that the sum of the probabilities
    that the two say the same (LIKENESSES, siblings) is as large as can be; isomorphism is that
    sum over the number of goals of the unit with the fewest. Each matched pair is of one kind
    (`kinds_of`), so that copied + shared_parent + converged = isomorphism.
    Range: 0 to 1 (each goal of the smaller unit has its like). Symmetric; with the smaller unit's
    goals below the line, a unit that has nothing but its neighbour's goals is wholly alike.
    Source: isomorphism, DiMaggio, P. J. & Powell, W. W. (1983), American Sociological Review
    48(2); the matching is Kuhn's (1955) assignment problem; the overlap coefficient divides by
    the smaller in the same way (Szymkiewicz, Simpson).
    """
    own = goals[is_own_goal(goals)].sort_values("goal_id", ignore_index=True)
    near = likenesses[likenesses["probability"].ge(params.isomorphism_least)]
    pairs = kinds_of(best_matches(own, near), own, goals, links, params)
    units = unit_pairs(pairs, own, params)
    alike = units[units["isomorphism"].ge(params.isomorphism_least)]
    return Alike(own, pairs, alike.reset_index(drop=True))


def best_matches(own: pd.DataFrame, likenesses: pd.DataFrame) -> pd.DataFrame:
    """`year, unit_a, unit_b, goal_a, goal_b, probability`: the best one-to-one matching.

    `unit_a` is the unit whose name comes first. Goals without any likeness are in no row.

    >>> own = pd.DataFrame({"goal_id": ["a1", "a2", "b1", "b2"], "unit": ["A", "A", "B", "B"],
    ...                     "year": 2014})
    >>> likenesses = pd.DataFrame({
    ...     "relation": "siblings", "first_id": ["a1", "a1", "b1"],
    ...     "second_id": ["b1", "b2", "a2"], "probability": [0.9, 0.8, 0.7]})
    >>> best_matches(own, likenesses)[["goal_a", "goal_b", "probability"]].values.tolist()
    [['a1', 'b2', 0.8], ['a2', 'b1', 0.7]]
    """
    near = _between_units(own, likenesses)
    units = near[["year", "unit_a", "unit_b"]]
    starts = np.flatnonzero(units.ne(units.shift()).any(axis=1).to_numpy())
    ends = np.append(starts, len(near))[1:]
    first, second = (pd.factorize(near[name])[0] for name in ("goal_a", "goal_b"))
    probability = near["probability"].to_numpy(dtype=float)
    chosen = np.ones(len(near), dtype=bool)
    for start, end in zip(starts, ends, strict=True):
        if end > start + 1:
            at = slice(start, end)
            chosen[at] = _chosen(first[at], second[at], probability[at])
    return near[chosen & (probability > 0)].reset_index(drop=True)


def kinds_of(
    matched: pd.DataFrame,
    own: pd.DataFrame,
    goals: pd.DataFrame,
    links: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """The matched pairs with the columns of ISOMORPHISM_PAIRS but those of the years.

    copied: of one goal, at least `copied_from` of the content words stand in runs that the other
    has too, and of its words that stand in no goal above both, at least `copied_from` do (and at
    least `shortest_shared_run` of them). Two units that put the same plan's words their own way
    share the plan's words; two that put it the same way («98 av 100 … innen nittiende dag») share
    what the plan doesn't have. shared_parent: both are tied to the same goal above
    (`goals_above.ties_above`), or what they share stands in one. converged: neither.
    Words are compared by their stems, so that endings and, where the word lists know it, nynorsk
    and bokmål make no difference.
    """
    ties = ties_above(
        own,
        goals,
        links,
        taken_over_from=params.parent_taken_over_from,
        goals_most=params.parent_goals_most,
    )
    pairs = matched.merge(shared_parents(matched, ties), on=["goal_a", "goal_b"], how="left")
    pairs = pairs.join(copies(pairs, own, goals, links, params))
    by_text = pairs["parent_id"].isna() & pairs["text_parent_id"].notna()
    parent = pairs["parent_id"].where(~by_text, pairs["text_parent_id"])
    kind = pd.Series("converged", index=pairs.index, dtype="str").mask(parent.notna(), KINDS[1])
    return pairs.assign(
        kind=kind.mask(pairs["is_copied"].astype(bool), KINDS[0]),
        parent_id=parent,
        parent_basis=pairs["parent_basis"].mask(by_text, "taken_over"),
        parent_strength=pairs["parent_strength"].mask(by_text, pairs["text_parent_strength"]),
    ).drop(columns=["is_copied", "text_parent_id", "text_parent_strength"])


def unit_pairs(pairs: pd.DataFrame, own: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """One row for each two units with matched goals in a year, with the columns of ISOMORPHISM.

    The interval is over the goals of the unit with the fewest, drawn anew, and over whether each
    match is one, by its probability; missing with fewer than `smallest_sample` goals.
    """
    keys = ["year", "unit_a", "unit_b"]
    counted = pairs.assign(goals_same=pairs["probability"].ge(_SAME_FROM).astype(int))
    units: pd.DataFrame = counted.groupby(keys, sort=True)[["goals_same"]].sum().reset_index()
    units = _with_sizes(units, own)
    values = goal_values(pairs, units)
    figures = {name: np.array([each[row].mean() for each in values]) for row, name in _rows()}
    return units.assign(**figures, **_intervals(units, values, params))


def goal_values(pairs: pd.DataFrame, units: pd.DataFrame) -> list[Matrix]:
    """For each row of `units`, what each goal of the smaller unit adds, shape (4, goals_smaller).

    The first row is the probability of its match, 0 without one; the next three the same where
    the match is copied, from a shared parent, converged.
    """
    keys = ["year", "unit_a", "unit_b"]
    ordered = pairs.sort_values(
        [*keys, "probability", "kind"], ascending=[*[True] * 3, False, True]
    )
    kinds = {name: row for row, name in _rows()}
    groups = ordered.groupby(keys, sort=False).indices
    probability = ordered["probability"].to_numpy(dtype=float)
    places = ordered["kind"].map(kinds).to_numpy(dtype=int)
    values = []
    for *key, size in units[[*keys, "goals_smaller"]].itertuples(index=False, name=None):
        cells = np.zeros((len(MEASURES), int(size)))
        at = groups.get(tuple(key), np.array([], dtype=int))
        cells[0, : len(at)] = probability[at]
        cells[places[at], np.arange(len(at))] = probability[at]
        values.append(cells)
    return values


def _rows() -> list[tuple[int, str]]:
    return list(enumerate(MEASURES))


def _intervals(
    units: pd.DataFrame, values: Sequence[Matrix], params: ScoringParams
) -> dict[str, Matrix]:
    ends = {f"{name}_{end}": np.full(len(units), np.nan) for name in MEASURES for end in _ENDS}
    enough = units[units["goals_smaller"].ge(params.smallest_sample)].reset_index()
    for key, group in enough.groupby(["year", "goals_smaller"]):
        year, size = (int(each) for each in map(str, key))
        at = group["index"].to_numpy()
        drawn = (size, params.bootstrap_samples, params.seed, f"isomorphism {year}")
        weights, chance = draws(*drawn), chances(*drawn)
        for row, name in _rows():
            cells = np.stack([values[place][row] for place in at])
            found = intervals_of_counts(cells, weights, chance, interval=params.interval)
            for end, each in zip(_ENDS, found, strict=True):
                ends[f"{name}_{end}"][at] = each
    return ends


def _between_units(own: pd.DataFrame, likenesses: pd.DataFrame) -> pd.DataFrame:
    """The siblings' likenesses with the unit whose name comes first as a, in a set order."""
    place = own[["goal_id", "unit", "year"]]
    both = (
        likenesses.loc[likenesses["relation"].eq("siblings"), ["first_id", "second_id"]]
        .assign(probability=likenesses["probability"])
        .merge(place.set_axis(["first_id", "unit_a", "year"], axis=1), on="first_id")
        .merge(place.set_axis(["second_id", "unit_b", "year"], axis=1), on=["second_id", "year"])
        .rename(columns={"first_id": "goal_a", "second_id": "goal_b"})
    )
    both = both[both["unit_a"].ne(both["unit_b"])]
    turned = both["unit_a"].gt(both["unit_b"])
    swap = {"unit_a": "unit_b", "unit_b": "unit_a", "goal_a": "goal_b", "goal_b": "goal_a"}
    both = pd.concat([both[~turned], both[turned].rename(columns=swap)])
    columns = ["year", "unit_a", "unit_b", "goal_a", "goal_b"]
    ordered = both.sort_values([*columns, "probability"]).drop_duplicates(columns, keep="last")
    return ordered[[*columns, "probability"]].reset_index(drop=True)


def _chosen(
    first: npt.NDArray[np.intp], second: npt.NDArray[np.intp], probability: Matrix
) -> npt.NDArray[np.bool_]:
    """Which rows the best matching of one pair of units takes."""
    mine, rows = np.unique(first, return_inverse=True)
    theirs, columns = np.unique(second, return_inverse=True)
    table = np.zeros((len(mine), len(theirs)))
    table[rows, columns] = probability
    best = np.zeros(table.shape, dtype=bool)
    best[linear_sum_assignment(table, maximize=True)] = True
    return best[rows, columns]


def _with_sizes(units: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    sizes = own.groupby(["unit", "year"]).agg(goals=("goal_id", "size"), area=("area", "min"))
    sized = units
    for side in ("a", "b"):
        names = {"unit": f"unit_{side}", "goals": f"goals_{side}", "area": f"area_{side}"}
        its = sizes.reset_index().rename(columns=names)
        sized = sized.merge(its, on=[f"unit_{side}", "year"])
    known = sized["area_a"].notna() & sized["area_b"].notna()
    same = sized["area_a"].eq(sized["area_b"]).astype("boolean").mask(~known)
    smaller = sized[["goals_a", "goals_b"]].min(axis=1)
    return sized.assign(is_same_area=same, goals_smaller=smaller).drop(columns=["area_a", "area_b"])
