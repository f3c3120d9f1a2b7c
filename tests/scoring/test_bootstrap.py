"""Intervals hold their mean, know when they can't be made, and don't mind the order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring.bootstrap import estimate_mean, generator_for

shares = st.floats(0, 1)


def estimate(values: list[float], **more):
    """The estimate with 200 samples from a fixed seed."""
    return estimate_mean(values, np.random.default_rng(7), samples=200, **more)


@given(st.lists(shares, min_size=3, max_size=30))
def test_an_interval_holds_its_mean_and_stays_in_range(values: list[float]) -> None:
    """Low ≤ mean ≤ high, all shares."""
    found = estimate(values)

    assert 0 <= found.low <= found.mean <= found.high <= 1


@pytest.mark.parametrize("value", [0.0, 0.4, 1.0])
def test_equal_values_leave_room_for_doubt(value: float) -> None:
    """Six goals that are all alike don't make the seventh certain."""
    found = estimate([value] * 6)

    assert found.high - found.low > 0.1


def test_values_of_one_cluster_count_as_one() -> None:
    """Four units with five like years each are no twenty units."""
    values = [each for each in (0.1, 0.3, 0.6, 0.9) for _ in range(5)]
    clusters = [unit for unit in "abcd" for _ in range(5)]

    apart, together = estimate(values), estimate(values, clusters=clusters)

    assert together.mean == apart.mean
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_a_narrow_interval_of_skewed_values_holds_its_mean_too() -> None:
    """The middle of the drawn means isn't the mean itself; the interval is stretched to it."""
    values = [0.0, 0.01, 0.02, 0.03, 0.04, 1.0]

    found = estimate(values, interval=0.01)

    assert found.low <= found.mean <= found.high


@given(st.lists(shares, max_size=12), st.randoms())
def test_the_order_of_the_values_moves_nothing(values: list[float], random) -> None:
    """A shuffled list gives the very same estimate."""
    shuffled = random.sample(values, len(values))

    assert estimate(shuffled) == estimate(values)


@pytest.mark.parametrize("values", [[0.2], [0.2, 0.4]])
def test_too_few_values_give_a_mean_without_interval(values: list[float]) -> None:
    """With one or two goals nothing can be said of how sure the mean is."""
    found = estimate(values)

    assert (found.n, found.mean is None, found.low, found.high) == (len(values), False, None, None)


def test_missing_values_are_no_zeros() -> None:
    """A missing value leaves n and the mean alone."""
    assert estimate([0.5, float("nan"), 0.5, 0.5]).n == 3
    assert estimate([0.5, float("nan"), 0.5, 0.5]).mean == 0.5


def test_the_interval_is_that_of_the_binomial() -> None:
    """For twenty 0s and twenty 1s it is 0.5 ± 1.96·√(0.25/40) = 0.345–0.655, within sampling."""
    found = estimate_mean([0.0, 1.0] * 20, np.random.default_rng(7), samples=4000)

    assert found.low == pytest.approx(0.345, abs=0.03)
    assert found.high == pytest.approx(0.655, abs=0.03)


def test_each_name_has_its_own_generator() -> None:
    """Two units draw differently from the same seed."""
    assert generator_for(1, "Neset").random() != generator_for(1, "Granlia").random()
