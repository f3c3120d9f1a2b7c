"""The simulation that intervals were chosen by."""

import numpy as np
import pytest

from benchmarks.accuracy.intervals import ENGINES, jeffreys, links_then_goals, percentile

FACTS = np.array([[1.0] * 6, [0.0] * 6, [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]])


def test_the_percentile_bootstrap_is_sure_of_six_equal_facts() -> None:
    """The fault that it was left for: no width at all."""
    low, high = percentile(FACTS[:2], np.random.default_rng(1))

    assert (high - low).tolist() == [0, 0]


def test_with_facts_links_then_goals_is_jeffreys_between_the_ends() -> None:
    """Three of six: the two agree; at the ends the former holds the end itself."""
    generator = np.random.default_rng(1)
    theirs, ours = jeffreys(FACTS, generator), links_then_goals(FACTS, generator)

    assert ours[0][2] == pytest.approx(theirs[0][2], abs=1e-6)
    assert (ours[1][0], ours[0][1]) == (1.0, 0.0)


def test_a_made_up_engine_is_calibrated_over_usual_units() -> None:
    """Of goals given about 0.7, about seven in ten serve."""
    generator = np.random.default_rng(1)
    serves = generator.random((4000, 10)) < 0.6

    seen = ENGINES["links well told apart"].probabilities(serves, generator)
    near = (seen > 0.65) & (seen < 0.75)

    assert serves[near].mean() == pytest.approx(0.7, abs=0.04)
