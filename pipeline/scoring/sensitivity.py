"""How much hangs on the links that nobody has reviewed: ranks, and verdicts that would flip."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, combinations_with_replacement
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from pipeline.params import ScoringParams
from pipeline.scoring.bootstrap import HALF, Floats, draw_means, generator_for
from pipeline.scoring.uncertainty import chance_above, chance_at_most, counts_that_hold
from pipeline.scoring.worlds import by_unit_and_year, own_goals_held, uniforms

Row = dict[Hashable, Any]
Counts = npt.NDArray[np.int_]

# More verdicts than this are no few: the conclusion doesn't hang on them.
MOST_VERDICTS = 12
# Sets of one size that are all tried; above it, the set is found link by link.
MOST_SETS = 2000


def unit_ranks(goals: pd.DataFrame, profiles: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """Each unit's place among the units of its year, with the columns of RANKS.

    In each simulated world it is settled which links hold (`worlds.uniforms`), and each unit's
    share is drawn given these (`uncertainty.share_that_holds`); for distinctiveness the goals are
    weighed anew (`bootstrap.draw_means`). The interval holds the middle of the places that a unit
    has over the worlds. `rank_low_links` and `rank_high_links` keep the goals as they are and
    draw the links alone: what verdicts could settle. Units with fewer goals than
    `smallest_sample` are not ranked. Source: rank intervals by simulation, Goldstein &
    Spiegelhalter (1996), Journal of the Royal Statistical Society A 159(3): league tables tell
    few units apart.
    """
    own = own_goals_held(goals, profiles)
    frames = [
        _ranks_of_year(year, measure, rows.dropna(subset=[column]), params)
        for year, rows in _by_year(own)
        for measure, column in COLUMN_OF.items()
    ]
    frame = pd.concat(frames) if frames else pd.DataFrame(columns=RANK_COLUMNS)
    return frame.sort_values(["year", "measure", "rank", "unit"], ignore_index=True)


COLUMN_OF = {"responsiveness": "anchoring", "distinctiveness": "distinctiveness"}
RANK_COLUMNS = [
    *("unit", "year", "measure", "value", "units", "rank", "rank_low", "rank_high"),
    *("rank_low_links", "rank_high_links", "chance_first", "chance_last"),
]


def places(values: Floats) -> npt.NDArray[np.int_]:
    """Places in each world, 1 is the largest and ties have the best, shape (units, worlds).

    >>> places(np.array([[0.9], [0.5], [0.9]])).ravel().tolist()
    [1, 3, 1]
    """
    return np.asarray(rankdata(-values, method="min", axis=0), dtype=int)


def flips(
    goals: pd.DataFrame,
    profiles: pd.DataFrame,
    in_force: pd.DataFrame,
    units: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """The fewest verdicts on links that would change a unit's conclusion: columns of FLIPS.

    A conclusion is the side of the border that a unit's responsiveness is on, or that it is
    uavklart. Accepting a goal's best link makes it a fact that the goal serves the plan;
    rejecting it leaves the goal with its next best link. Explicit links, and those that have a
    verdict (`facts.with_verdicts`), are facts and take no other. Where several links of a goal
    must be rejected, one `no_parent` for the goal does as much: `goals` counts those.

    For each unit and direction the table holds the smallest set that suffices; of several as
    small, the one whose verdicts are most probable. All sets of a size are tried up to 2,000;
    beyond that the set grows link by link and `is_exact` is false. What a verdict teaches the
    engine of other links is not counted. Units that more than 12 verdicts would be needed for
    have no row. First come those whose quadrant changes, then the fewest verdicts, then the most
    probable.
    """
    held = own_goals_held(goals, profiles).dropna(subset=["anchoring"])
    ladders_of = _ladders(in_force[in_force["goal_id"].isin(held["goal_id"])])
    goals_of = by_unit_and_year(held)
    rows = [
        row
        for unit in units.to_dict("records")
        if (theirs := goals_of.get((unit["unit"], unit["year"]))) is not None
        and len(theirs) >= params.smallest_sample
        for row in _flips_of(unit, [ladders_of[goal] for goal in theirs["goal_id"]], params)
    ]
    frame = pd.DataFrame(rows, columns=FLIP_COLUMNS)
    order = ["changes_quadrant", "verdicts", "chance", "unit", "year", "direction"]
    return frame.sort_values(
        order, ascending=[False, True, False, True, True, True], ignore_index=True
    )


FLIP_COLUMNS = [
    *("unit", "year", "direction", "verdicts", "goals", "goals_held", "chance"),
    *("side_now", "side_then", "quadrant_now", "quadrant_then", "changes_quadrant"),
    *("is_exact", "link_ids", "goal_ids"),
]


@dataclass(frozen=True)
class Ladder:
    """One goal's links that no one has settled, the most probable first.

    `is_fact` where the goal serves the plan beyond doubt: stated or accepted.
    """

    goal_id: str
    link_ids: tuple[str, ...]
    probabilities: tuple[float, ...]
    is_fact: bool

    def after(self, direction: str) -> list[float]:
        """Its anchoring after 0, 1, 2, … verdicts in one direction.

        >>> Ladder("g", ("a", "b"), (0.7, 0.2), False).after("reject")
        [0.7, 0.2, 0.0]
        >>> Ladder("g", ("a", "b"), (0.7, 0.2), False).after("accept")
        [0.7, 1.0]
        """
        if self.is_fact or not self.probabilities:
            return [1.0 if self.is_fact else 0.0]
        best = self.probabilities[0]
        return [best, 1.0] if direction == "accept" else [*self.probabilities, 0.0]

    def chance(self, direction: str) -> float:
        """How probable one or more verdicts in that direction are: the best link decides."""
        best = self.probabilities[0] if self.probabilities else 0.0
        return best if direction == "accept" else 1 - best


def side_of(chances: Floats, border: float, interval: float) -> npt.NDArray[np.str_]:
    """Which side of the border each row of `counts_that_hold` can be told to be on.

    >>> facts = counts_that_hold(np.array([[1.0] * 8, [0.0] * 8, [1.0] * 4 + [0.0] * 4]))
    >>> side_of(facts, 0.5, 0.95).tolist()
    ['responsive', 'not_responsive', 'uavklart']
    """
    tail = (1 - interval) / 2
    above = chance_at_most(chances, border) < tail
    below = chance_above(chances, border) < tail
    return np.select([above, below], ["responsive", "not_responsive"], "uavklart")


def fewest_verdicts(
    ladders: Sequence[Ladder], direction: str, params: ScoringParams
) -> tuple[Counts, str, bool] | None:
    """Verdicts for each goal, the side then, and whether no smaller set would do.

    None where no set of up to MOST_VERDICTS changes what can be said. Exact while all sets of a
    size can be tried; then the set that came nearest grows by the verdict that moves it most.
    """
    steps = [each.after(direction) for each in ladders]
    chances = [each.chance(direction) for each in ladders]
    most = np.array([len(each) - 1 for each in steps])
    start = np.zeros(len(ladders), dtype=int)
    now, utmost = _sides(np.stack([start, most]), steps, params)
    if now == utmost:
        return None
    nearest = start
    for size in range(1, MOST_VERDICTS + 1):
        sets = _all_sets(tuple(most.tolist()), size, MOST_SETS)
        is_exact = sets is not None
        sets = _one_more(nearest, most) if sets is None else sets
        if not len(sets):
            return None
        sides = _sides(sets, steps, params)
        changed = sets[sides != now]
        if len(changed):
            best = changed[int(np.argmax(np.where(changed > 0, chances, 1.0).prod(axis=1)))]
            return best, str(_sides(best[None], steps, params)[0]), is_exact
        nearest = sets[int(np.argmin(_distance(sets, steps, direction)))]
    return None


def _flips_of(unit: Row, ladders: Sequence[Ladder], params: ScoringParams) -> Iterator[Row]:
    start = np.zeros((1, len(ladders)), dtype=int)
    for direction in ("accept", "reject"):
        found = fewest_verdicts(ladders, direction, params)
        if found is None:
            continue
        counts, then, is_exact = found
        moved = [(each, int(count)) for each, count in zip(ladders, counts, strict=True) if count]
        links = [(link, each.goal_id) for each, count in moved for link in each.link_ids[:count]]
        now = str(_sides(start, [each.after(direction) for each in ladders], params)[0])
        quadrant = quadrant_of(then, _distinct_side(unit, params.border_distinctiveness))
        yield {
            "unit": unit["unit"],
            "year": unit["year"],
            "direction": direction,
            "verdicts": len(links),
            "goals": len(moved),
            "goals_held": len(ladders),
            "chance": float(np.prod([each.chance(direction) for each, _ in moved])),
            "side_now": now,
            "side_then": then,
            "quadrant_now": unit["quadrant"],
            "quadrant_then": quadrant,
            "changes_quadrant": quadrant != unit["quadrant"],
            "is_exact": is_exact,
            "link_ids": " ".join(link for link, _ in links),
            "goal_ids": " ".join(goal for _, goal in links),
        }


def quadrant_of(side: str, is_distinct: bool | None) -> str:
    """The quadrant of a side of responsiveness and of distinctiveness; see `unit.quadrant`.

    >>> quadrant_of("responsive", True), quadrant_of("not_responsive", None)
    ('loose', 'uavklart')
    """
    if side == "uavklart" or is_distinct is None:
        return "uavklart"
    if side == "responsive":
        return "loose" if is_distinct else "tight"
    return "decoupled" if is_distinct else "uncoupled"


def _distinct_side(unit: Row, border: float) -> bool | None:
    low, high = (unit[f"distinctiveness_{end}"] for end in ("low", "high"))
    if low > border:
        return True
    return False if high < border else None


def _ladders(in_force: pd.DataFrame) -> dict[str, Ladder]:
    settled = in_force["is_settled"] if "is_settled" in in_force else in_force["explicit"]
    named = in_force.assign(is_settled=settled.astype(bool))
    ordered = named.sort_values(
        ["goal_id", "probability", "link_id"], ascending=[True, False, True]
    )
    return {str(goal): _ladder(str(goal), rows) for goal, rows in ordered.groupby("goal_id")}


def _ladder(goal: str, links: pd.DataFrame) -> Ladder:
    is_fact = bool((links["is_settled"] & links["probability"].eq(1)).any())
    open_links = links[~links["is_settled"]]
    ids, probabilities = open_links["link_id"].tolist(), open_links["probability"].tolist()
    return Ladder(goal, tuple(ids), tuple(probabilities), is_fact)


@lru_cache(maxsize=4096)
def _all_sets(most: tuple[int, ...], size: int, limit: int) -> Counts | None:
    """Every way to give `size` verdicts to goals that can take them, shape (sets, goals).

    None where there are more than `limit`.
    """
    able = [goal for goal, count in enumerate(most) if count]
    once = max(most, default=0) <= 1
    if comb(len(able) + (0 if once else size - 1), size) > limit:
        return None
    chosen = combinations(able, size) if once else combinations_with_replacement(able, size)
    places = np.array(list(chosen), dtype=int).reshape(-1, size)
    counts = np.zeros((len(places), len(most)), dtype=int)
    for place in range(size):
        np.add.at(counts, (np.arange(len(places)), places[:, place]), 1)
    return np.asarray(counts[(counts <= np.array(most)).all(axis=1)])


def _one_more(counts: Counts, most: Counts) -> Counts:
    grown = counts + np.eye(len(most), dtype=int)
    return np.asarray(grown[(grown <= most).all(axis=1)])


def _anchored(sets: Counts, steps: Sequence[Sequence[float]]) -> Floats:
    return np.stack(
        [np.asarray(each, dtype=float)[sets[:, goal]] for goal, each in enumerate(steps)], axis=1
    )


def _sides(
    sets: Counts, steps: Sequence[Sequence[float]], params: ScoringParams
) -> npt.NDArray[np.str_]:
    chances = counts_that_hold(_anchored(sets, steps))
    return side_of(chances, params.border_responsiveness, params.interval)


def _distance(sets: Counts, steps: Sequence[Sequence[float]], direction: str) -> Floats:
    """Less is nearer to a change: the sum of anchoring, seen from the end it is to move to."""
    sums = _anchored(sets, steps).sum(axis=1)
    return np.asarray(-sums if direction == "accept" else sums)


def _ranks_of_year(
    year: int, measure: str, own: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    column = COLUMN_OF[measure]
    enough = own.groupby("unit")[column].transform("size").ge(params.smallest_sample)
    own = own[enough]
    if own.empty:
        return pd.DataFrame(columns=RANK_COLUMNS)
    names, owners = np.unique(own["unit"].to_numpy(dtype=str), return_inverse=True)
    values = own[column].to_numpy(dtype=float)
    sizes = np.bincount(owners)
    mean = np.bincount(owners, weights=values) / sizes
    links: Floats | None = None
    if measure == "responsiveness":
        holds = uniforms(own["text"].tolist(), params) < values[:, None]
        counts = np.stack([holds[owners == unit].sum(axis=0) for unit in range(len(names))])
        links = counts / sizes[:, None]
        drawn = _shares_given(counts, sizes, names, year, params)
    else:
        drawn = np.stack(
            [
                draw_means(
                    np.sort(values[owners == unit]),
                    generator_for(params.seed, f"{name} {year} {measure}"),
                    samples=params.bootstrap_samples,
                )
                for unit, name in enumerate(names)
            ]
        )
    low, high = _between(places(drawn), params)
    by_links = (None, None) if links is None else _between(places(links), params)
    first, last = _chances_at_the_ends(drawn)
    return pd.DataFrame(
        {
            "unit": names,
            "year": year,
            "measure": measure,
            "value": mean,
            "units": len(names),
            "rank": places(mean[:, None].round(12))[:, 0],
            "rank_low": low,
            "rank_high": high,
            "rank_low_links": by_links[0],
            "rank_high_links": by_links[1],
            "chance_first": first,
            "chance_last": last,
        }
    )


def _shares_given(
    counts: Floats, sizes: Counts, names: npt.NDArray[np.str_], year: int, params: ScoringParams
) -> Floats:
    return np.stack(
        [
            generator_for(params.seed, f"{name} {year} share").beta(of + HALF, size - of + HALF)
            for name, of, size in zip(names, counts, sizes, strict=True)
        ]
    )


def _between(ranks: npt.NDArray[np.int_], params: ScoringParams) -> tuple[Counts, Counts]:
    tail = (1 - params.interval) / 2
    low = np.quantile(ranks, tail, axis=1, method="inverted_cdf")
    high = np.quantile(ranks, 1 - tail, axis=1, method="inverted_cdf")
    return low.astype(int), high.astype(int)


def _chances_at_the_ends(drawn: Floats) -> tuple[Floats, Floats]:
    ends = []
    for at in (drawn.max(axis=0), drawn.min(axis=0)):
        is_at = drawn == at
        ends.append((is_at / is_at.sum(axis=0)).mean(axis=1))
    return ends[0], ends[1]


def _by_year(own: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    return [(int(year), own[own["year"].eq(year)]) for year in sorted(set(own["year"]))]
