"""The verdicts that chance asked for: those alone tell honestly how right an engine is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.identity import link_id
from pipeline.reviews.carrying import STANDS, Carried
from pipeline.reviews.sampling import inclusion
from pipeline.reviews.settling import settled_pairs
from pipeline.reviews.verdict import NO_PARENT

# Beside who was asked at random, who judges the same pair again. Whoever was asked since the
# engine was in doubt, or looked the pair up, is not heard: only then is the pair's truth told in
# one way, whatever the engine says of it.
HEARD = ("random", "double", "repeat")
COLUMNS = ["goal_id", "objective_id", "serves", "chance"]
# What coders who differ as many to as many say of a pair.
OPEN = 0.5
_SAYS = {"accept": 1.0, "reject": 0.0}

Pair = tuple[str, str]
Numbers = npt.NDArray[np.float64]


def drawn_pairs(verdicts: Iterable[Carried], order: pd.DataFrame) -> pd.DataFrame:
    """The pairs drawn at random and judged blind, by goal and objective; COLUMNS.

    `order` is `drawing_order` of today's frame. `serves` is 1 or 0 as those say who were asked at
    random or asked again, or as an adjudicator says, each without seeing the engine's answer; 0.5
    where as many say one as the other, and missing where all were unsure. Whoever, asked of a pair
    at random, says that its goal has no parent, answers for each pair of that goal that the order
    brings before the last one drawn: it need not be asked any more.
    """
    heard = [each for each in verdicts if _is_heard(each)]
    chances = _asked(heard, order)
    settled = settled_pairs(heard)
    of_pairs = dict(zip(_pairs(settled), settled["verdict"], strict=True))
    without = set(settled.loc[settled["verdict"].eq(NO_PARENT), "goal_id"])
    chances = _implied(chances, without, order) | chances
    rows = [
        {
            "goal_id": goal,
            "objective_id": objective,
            "serves": _serves(of_pairs, (goal, objective), goal in without),
            "chance": chances[goal, objective],
        }
        for goal, objective in sorted(chances)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"serves": float, "chance": float})


def inclusion_chances(drawn: pd.DataFrame, order: pd.DataFrame) -> Numbers:
    """πᵢ, the chance with which each drawn pair came to be in the sample, in (0, 1].

    min(1, t · `chance`), with t so that the π of the whole frame sum to the pairs drawn: n as long
    as no pair is drawn for sure.
    """
    frame = order["chance"].to_numpy(dtype=float)
    included = inclusion(frame, len(drawn))
    open_ones = included < 1
    if not open_ones.any():
        return np.ones(len(drawn))
    times = float((included[open_ones] / frame[open_ones]).max())
    return np.asarray(np.minimum(1.0, times * drawn["chance"].to_numpy(dtype=float)))


def _is_heard(each: Carried) -> bool:
    verdict = each.verdict
    is_asked = verdict.chosen in HEARD or bool(verdict.settles)
    return each.standing == STANDS and verdict.score_visible is not True and is_asked


def _asked(heard: Sequence[Carried], order: pd.DataFrame) -> dict[Pair, float]:
    """Which pairs were drawn, each with the chance that it had the first time."""
    by_goal: dict[str, list[str]] = defaultdict(list)
    for goal, objective in _pairs(order):
        by_goal[goal].append(objective)
    chances: dict[Pair, float] = {}
    for each in sorted(heard, key=lambda e: e.verdict.time, reverse=True):
        if each.verdict.chosen == "random" and each.verdict.chance:
            for pair in _pair_of(each, by_goal):
                chances[pair] = each.verdict.chance
    return chances


def _pair_of(each: Carried, by_goal: Mapping[str, list[str]]) -> Iterator[Pair]:
    """The pair that was asked: that of the verdict; of a goal as a whole, the one of its link."""
    if each.goal_id is None:
        return
    if each.objective_id is not None:
        yield each.goal_id, each.objective_id
        return
    for objective in by_goal.get(each.goal_id, []):
        if link_id(each.verdict.goal_id, objective) == each.verdict.link_id:
            yield each.goal_id, objective


def _implied(
    chances: Mapping[Pair, float], without: set[str], order: pd.DataFrame
) -> dict[Pair, float]:
    """Pairs of goals without a parent that stand in the order before the last pair drawn."""
    pairs = list(_pairs(order))
    last = max((at for at, pair in enumerate(pairs) if pair in chances), default=-1)
    known = zip(pairs[: last + 1], order["chance"], strict=False)
    return {pair: float(chance) for pair, chance in known if pair[0] in without}


def _pairs(frame: pd.DataFrame) -> Iterator[Any]:
    return zip(frame["goal_id"], frame["objective_id"], strict=True)


def _serves(of_pairs: Mapping[Any, str | None], pair: Pair, is_without: bool) -> float:
    if pair in of_pairs:
        said = of_pairs[pair]
        return OPEN if said is None or pd.isna(said) else _SAYS[said]
    return 0.0 if is_without else np.nan
