"""Intervals that carry the links' doubt, against worlds that are drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring.uncertainty import (
    chance_above,
    chance_at_most,
    counts_that_hold,
    doubt_from_links,
    share_that_holds,
)

probabilities = st.lists(st.floats(0, 1), min_size=3, max_size=12)


def test_the_interval_is_that_of_worlds_drawn_in_two_steps() -> None:
    """Draw which links hold, then the share given these: the same quantiles, within sampling."""
    goals = np.array([0.9, 0.8, 0.6, 0.35, 0.2, 0.1, 0.7])
    generator = np.random.default_rng(3)
    hold = (generator.random((200_000, 7)) < goals).sum(axis=1)
    drawn = generator.beta(hold + 0.5, 7 - hold + 0.5)

    found = share_that_holds(goals.tolist())

    assert found.mean == pytest.approx(goals.mean())
    assert found.low == pytest.approx(np.quantile(drawn, 0.025), abs=0.01)
    assert found.high == pytest.approx(np.quantile(drawn, 0.975), abs=0.01)


def test_facts_leave_jeffreys_interval() -> None:
    """Six of eight by verdict: Beta(6½, 2½) between its 2.5 and 97.5 % quantiles."""
    found = share_that_holds([1.0] * 6 + [0.0] * 2)

    assert (round(found.low, 3), round(found.high, 3)) == (0.408, 0.944)


def test_doubtful_links_widen_the_interval() -> None:
    """Eight goals at ¾ have the mean of six facts in eight, and tell less."""
    facts, doubtful = share_that_holds([1.0] * 6 + [0.0] * 2), share_that_holds([0.75] * 8)

    assert doubtful.mean == facts.mean
    assert doubtful.low < facts.low
    assert doubtful.high > facts.high


@pytest.mark.parametrize(("fact", "low", "high"), [(0.0, 0.0, 0.33), (1.0, 0.67, 1.0)])
def test_six_equal_facts_have_a_width(fact: float, low: float, high: float) -> None:
    """None of six, or all of six, still leaves room for a third, and the end itself is held."""
    found = share_that_holds([fact] * 6)

    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@given(probabilities, st.randoms())
def test_an_interval_holds_its_mean_whatever_the_order(values: list[float], random) -> None:
    """0 ≤ low ≤ mean ≤ high ≤ 1, the same for shuffled goals."""
    found = share_that_holds(values)

    assert 0 <= found.low <= found.mean <= found.high <= 1
    assert share_that_holds(random.sample(values, len(values))) == found


@given(probabilities)
def test_more_probable_links_move_both_ends_up(values: list[float]) -> None:
    """Accepting one link lowers no end of the interval."""
    before, after = share_that_holds(values), share_that_holds([*values[1:], 1.0])

    assert after.low >= before.low - 1e-6
    assert after.high >= before.high - 1e-6


@pytest.mark.parametrize("values", [[0.2], [0.2, 0.4], [float("nan"), 0.2, 0.4]])
def test_too_few_goals_have_no_interval(values: list[float]) -> None:
    """One or two goals, the unknown apart: a mean and no more."""
    found = share_that_holds(values)

    assert found.mean is not None
    assert (found.low, found.high) == (None, None)


def test_counts_of_three_goals_by_hand() -> None:
    """½, ½ and 1: one holds in ¼ of the worlds, two in ½, three in ¼."""
    assert counts_that_hold(np.array([[0.5, 0.5, 1.0]])).tolist() == [[0.0, 0.25, 0.5, 0.25]]


def test_the_interval_clears_the_border_exactly_where_the_chance_says_so() -> None:
    """The chance of lying on the other side is the tail at the interval's own ends."""
    values = [0.9, 0.8, 0.95, 0.6, 0.99]
    found, chances = share_that_holds(values), counts_that_hold(np.array([values]))

    assert chance_at_most(chances, found.low)[0] == pytest.approx(0.025, abs=1e-6)
    assert found.high == 1.0
    assert chance_above(chances, 0.9999)[0] > 0.025


def test_facts_leave_nothing_for_verdicts_to_do() -> None:
    """No doubt comes from links that are known; without goals nothing can be said."""
    assert doubt_from_links([1.0, 0.0, 1.0]) == 0
    assert doubt_from_links([]) is None
