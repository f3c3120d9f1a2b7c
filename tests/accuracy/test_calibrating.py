"""Ways to calibrate: each mends log odds that are too timid, and none leaves [0, 1]."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.accuracy.calibrating import (
    METHODS,
    SHIPPED,
    Fitted,
    isotonic,
    measured,
    venn_abers,
    with_means,
)
from benchmarks.accuracy.calibration import log_loss


def drawn(seed: int, count: int = 4000) -> Fitted:
    """Pairs whose true log odds are twice those said, less one."""
    random = np.random.default_rng(seed)
    said = random.normal(size=count)
    links = random.random(count) < 1 / (1 + np.exp(1 - 2 * said))
    return Fitted(said, links.astype(float), np.ones(count))


@pytest.mark.parametrize("method", METHODS)
def test_what_is_fitted_is_nearer_the_truth_on_new_pairs(method: str) -> None:
    """Almost as near as the truth itself, far nearer than what was said, and rising throughout."""
    calibrate, new = METHODS[method](drawn(1)), drawn(2)
    known = new.links.astype(bool)
    truth = 1 / (1 + np.exp(1 - 2 * new.log_odds))

    said = calibrate(new.log_odds)

    timid = 1 / (1 + np.exp(-new.log_odds))
    assert log_loss(said, known).mean() < log_loss(timid, known).mean() - 0.05
    assert log_loss(said, known).mean() < log_loss(truth, known).mean() + 0.02
    assert (np.diff(calibrate(np.linspace(-4, 4, 99))) >= 0).all()


# the pair that Venn–Abers adds weighs what pairs weigh on average, which repeating them changes
@pytest.mark.parametrize("method", ["platt", "isotonic"])
def test_weights_count_as_so_many_pairs(method: str) -> None:
    """A pair of weight three is three pairs."""
    few = Fitted(np.array([-1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0]), np.array([3.0, 1.0, 2.0]))
    many = Fitted(*(np.repeat(each, [3, 1, 2]) for each in (few.log_odds, few.links)), np.ones(6))
    tried = np.array([-1.0, 0.0, 1.0])

    np.testing.assert_allclose(METHODS[method](few)(tried), METHODS[method](many)(tried), atol=0.02)


def test_venn_abers_is_never_certain() -> None:
    """Where isotonic regression says 0 and 1 of what it saw four times."""
    pairs = Fitted(np.repeat([-1.0, 1.0], 4), np.repeat([0.0, 1.0], 4), np.ones(8))
    tried = np.array([-1.0, 1.0])

    assert isotonic(pairs)(tried).tolist() == [0.0, 1.0]
    np.testing.assert_allclose(venn_abers(pairs)(tried), [1 / 6, 5 / 6])


def test_what_ships_gains_nothing_over_itself() -> None:
    """And what is nearer the truth gains."""
    known = np.array([[True, False], [False, True]])
    shipped, better = np.array([[0.6, 0.4], [0.4, 0.6]]), np.array([[0.9, 0.1], [0.1, 0.9]])

    assert measured(shipped, shipped, known)["log_loss_gain"] == 0
    assert measured(better, shipped, known)["log_loss_gain"] == pytest.approx(np.log(0.9 / 0.6))


def test_means_stand_last_without_an_interval() -> None:
    """Each set counts once."""
    names = ("brier", "log_loss", "calibration_error", "calibration_error_not_trivial", "f1")
    gains = {"log_loss_gain": 0.0, "log_loss_gain_low": 0.0, "log_loss_gain_high": 0.0}
    rows = [
        {"set": name, "method": SHIPPED} | dict.fromkeys(names, value) | gains
        for name, value in (("a", 0.2), ("b", 0.4))
    ]

    last = with_means(pd.DataFrame(rows)).iloc[-1]

    assert (last["set"], last["f1"]) == ("mean", pytest.approx(0.3))
    assert pd.isna(last["log_loss_gain_low"])
