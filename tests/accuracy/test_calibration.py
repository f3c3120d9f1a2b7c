"""Whether probabilities hold, worked by hand."""

import numpy as np
import pytest

from benchmarks.accuracy.calibration import (
    binned_gaps,
    calibration_error,
    log_loss,
    pooled_reliability,
    reliability,
)

PROBABILITY = np.array([[0.9, 0.9, 0.1, 0.1]])
KNOWN = np.array([[True, False, False, False]])


def test_the_calibration_error_weighs_each_bin_by_its_pairs() -> None:
    """Bins at 0.9, of which 0.5 are links, and at 0.1, of which none: (0.4 + 0.1) / 2."""
    error = calibration_error(binned_gaps(PROBABILITY, KNOWN).sum(axis=0))

    assert float(error) == pytest.approx(0.25)


def test_the_calibration_error_of_some_pairs_counts_those_alone() -> None:
    """Of the two pairs at 0.9, one is a link."""
    error = calibration_error(binned_gaps(PROBABILITY, KNOWN, least=0.5).sum(axis=0))

    assert float(error) == pytest.approx(0.4)


def test_errors_in_one_bin_cancel_across_sources() -> None:
    """One source has all the links at 0.5, another none: together the bin is right."""
    sums = binned_gaps(np.full((2, 4), 0.5), np.array([[True] * 4, [False] * 4]))

    assert float(calibration_error(sums.sum(axis=0))) == 0.0


def test_the_order_of_equal_probabilities_is_without_effect() -> None:
    """Links first or last among a hundred pairs at 0.3."""
    known = np.arange(100)[None, :] < 30
    constant = np.full((1, 100), 0.3)

    found = [
        float(calibration_error(binned_gaps(constant, each).sum(axis=0)))
        for each in (known, known[:, ::-1])
    ]

    assert found == pytest.approx([0, 0], abs=1e-12)


def test_certainty_that_is_wrong_costs_no_more_than_its_bound() -> None:
    """−ln of one in a million, and not infinity."""
    assert log_loss(np.array([1.0]), np.array([False])).tolist() == pytest.approx([-np.log(1e-6)])


def test_reliability_holds_each_bin_against_its_share_of_links() -> None:
    """Two bins with pairs, the others are left out; the share lies in its interval."""
    table = reliability(PROBABILITY, KNOWN)

    assert table["n"].tolist() == [2, 2]
    assert table["predicted"].tolist() == pytest.approx([0.1, 0.9])
    assert table["observed"].tolist() == [0.0, 0.5]
    assert (table["low"] <= table["observed"]).all()
    assert (table["observed"] <= table["high"]).all()


def test_pooled_sets_count_by_their_pairs() -> None:
    """Sets of different shape, each pair once."""
    pairs = {"a": (PROBABILITY, KNOWN), "b": (np.array([[0.15], [0.12]]), np.ones((2, 1), bool))}

    table = pooled_reliability(pairs)

    assert table["n"].tolist() == [4, 2]
    assert table["observed"].tolist() == [0.5, 0.5]
