"""Which pairs chance asks about: an order that every coder, every run and every size shares."""

import hashlib

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.owngoals import is_own_goal

Numbers = npt.NDArray[np.float64]

# Conclusions are drawn from what units' own goals say of the plan: this is what is sampled.
LEVEL = "kommuneplan"
# Every pair may be drawn, however unlikely it looks.
LEAST_SIZE = 0.02
COLUMNS = ["link_id", "goal_id", "objective_id", "chance"]
# The head of the order is chance's alone, and no larger part of the frame than this.
MOST_RESERVED = 400
SHARE_RESERVED = 0.1


def pairs_to_draw(links: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """The frame: the rows of LINKS that hold an own goal against an objective of a kommuneplan."""
    own = goals.loc[is_own_goal(goals), "goal_id"]
    drawable = links["objective_level"].eq(LEVEL) & links["goal_id"].isin(own)
    return links[drawable]


def drawing_order(links: pd.DataFrame, seed: int) -> pd.DataFrame:
    """COLUMNS of the frame `links`, in the order in which pairs are drawn at random.

    The first n are a sample of n that holds a pair with a chance of about n · `chance`; where that
    is above 1 for some, about as `inclusion` says. `chance` is sᵢ / Σ s, in (0, 1], of the pair's
    size sᵢ = max(√(p (1 − p)), 0.02): the spread of its verdict, p being `probability_before`.
    Each pair keeps a random number uᵢ of its own, made from `seed` and its name, and pairs stand
    by uᵢ / sᵢ, the smallest first: sequential Poisson sampling (Ohlsson 1998, "Sequential Poisson
    sampling"). So the sample of 50 holds that of 25, and new documents leave the rest in its order.
    As p is what the engine says before it learns from verdicts, a verdict moves nothing here.

    >>> links = pd.DataFrame({"link_id": ["l_a", "l_b"], "goal_id": ["a", "b"],
    ...                       "objective_id": "o", "probability_before": [0.5, 0.0]})
    >>> drawing_order(links, 7)["chance"].round(4).tolist()
    [0.9615, 0.0385]
    """
    size = sizes(links["probability_before"].to_numpy(dtype=float))
    drawn = links.assign(
        chance=size / size.sum(),
        place=[permanent_number(seed, each) for each in links["link_id"]] / size,
    )
    return drawn.sort_values(["place", "link_id"], ignore_index=True)[COLUMNS]


def reserved(order: pd.DataFrame) -> pd.DataFrame:
    """The head of the order, which no pair asked for another reason may be taken from.

    A pair that doubt has asked can't be drawn any more: had doubt the choice of all, chance would
    be left with what the engine is sure of, and would find it better than it is.
    """
    return order.head(min(MOST_RESERVED, int(np.ceil(SHARE_RESERVED * len(order)))))


def sizes(probability: Numbers) -> Numbers:
    """How much the verdict on each pair is in doubt: max(√(p (1 − p)), LEAST_SIZE), in (0, 0.5]."""
    return np.asarray(np.maximum(np.sqrt(probability * (1 - probability)), LEAST_SIZE))


def inclusion(size: Numbers, count: int) -> Numbers:
    """Chances in proportion to size, none above 1, that sum to `count` or to all there are.

    >>> inclusion(np.array([6.0, 1.0, 1.0]), 2).tolist()
    [1.0, 0.5, 0.5]
    """
    chance = np.zeros(len(size))
    sure = np.zeros(len(size), dtype=bool)
    while count > sure.sum() and not sure.all():
        rest = ~sure
        chance[rest] = size[rest] * (count - sure.sum()) / size[rest].sum()
        over = rest & (chance >= 1)
        chance[over] = 1.0
        if not over.any():
            break
        sure |= over
    return chance


def permanent_number(seed: int, name: str) -> float:
    """The random number that belongs to a name for good, in (0, 1)."""
    digest = hashlib.sha256(f"{seed}\x1f{name}".encode()).digest()
    return (int.from_bytes(digest[:6]) + 0.5) / 2.0**48
