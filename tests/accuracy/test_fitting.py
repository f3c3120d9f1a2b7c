"""The engine's learned numbers, found again in worlds drawn from the model."""

import numpy as np
import pytest

from benchmarks.accuracy.fit import PUBLIC_SHARE, weighed
from benchmarks.accuracy.fitting import (
    USUAL_WEIGHTS,
    Labelled,
    fit_fusion,
    fusion_to_json,
    usual_moments,
)
from pipeline.coupling.fusion import CALIBRATION, fusion_from_json, score_pairs
from pipeline.coupling.signals import Signals

TRUE = {
    "encoder": 0.6,
    "parts": 0.0,
    "field": 1.5,
    "words": 0.8,
    "characters": 0.0,
    "coverage": 0.0,
}
NAMES = (*TRUE, "opposed")


def drawn(
    seed: int, shape: tuple[int, int], true: dict[str, float], weight: float = 1.0
) -> Labelled:
    """Signals by lot, of which each source chooses a target with odds e to the true weights."""
    random = np.random.default_rng(seed)
    signals = {name: random.normal(size=shape) for name in NAMES}
    fused = sum(true.get(name, 0.0) * each for name, each in signals.items())
    chosen = (fused + random.gumbel(size=shape)).argmax(axis=1)
    signals["opposed"] = np.zeros(shape)
    return Labelled(
        f"set {seed}", Signals(**signals), chosen[:, None] == np.arange(shape[1]), weight
    )


def test_the_weights_of_shared_targets_are_those_that_the_links_were_drawn_with() -> None:
    """Twelve hundred sources and twenty targets: near, and drawn a little to the usual."""
    model = fit_fusion([drawn(seed, (400, 20), TRUE) for seed in range(3)])

    found = {name: model.weights[name].shared for name in TRUE}
    assert found == pytest.approx(TRUE, abs=0.25)
    assert found["field"] > found["words"] > max(found["parts"], found["characters"])


def test_the_weights_of_own_targets_are_fitted_by_themselves() -> None:
    """As many targets as sources say nothing of how it is where they are shared."""
    model = fit_fusion([drawn(seed, (60, 60), {"words": 2.0}) for seed in range(3)])

    own = {name: each.own for name, each in model.weights.items() if name in TRUE}
    shared = {name: model.weights[name].shared for name in TRUE}
    assert max(own, key=own.__getitem__) == "words"
    assert shared == pytest.approx({name: USUAL_WEIGHTS[name][0] for name in TRUE}, abs=1e-3)


def test_signals_left_out_weigh_nothing_and_the_others_step_in() -> None:
    """Neither where targets are shared nor where they are own."""
    sets = [drawn(1, (200, 10), TRUE)]

    kept, without = fit_fusion(sets), fit_fusion(sets, without=["words"])

    assert (without.weights["words"].shared, without.weights["words"].own) == (0, 0)
    assert without.weights["field"].shared != kept.weights["field"].shared


def test_a_set_counts_by_its_weight() -> None:
    """One says that words tell, the other that letters do."""
    found = {}
    for heavy in (0.9, 0.1):
        sets = [
            drawn(1, (200, 10), {"words": 2.0}, heavy),
            drawn(2, (200, 10), {"characters": 2.0}, 1 - heavy),
        ]
        weights = fit_fusion(sets).weights
        found[heavy] = weights["words"].shared - weights["characters"].shared

    assert found[0.9] > 0.3 > -0.3 > found[0.1]


def test_a_set_with_all_its_sources_twice_pulls_no_more() -> None:
    """Its pairs count together for its weight."""
    one, other = drawn(1, (200, 10), TRUE), drawn(2, (200, 10), {"field": 0.2})
    twice = Labelled(
        "twice",
        Signals(*(np.tile(each, (2, 1)) for each in other.signals.present().values())),
        np.tile(other.known, (2, 1)),
    )

    once, doubled = fit_fusion([one, other]), fit_fusion([one, twice])

    assert doubled.weights["field"].shared == pytest.approx(once.weights["field"].shared, abs=0.05)
    said = [score_pairs(one.signals, model).probability for model in (once, doubled)]
    np.testing.assert_allclose(said[1], said[0], atol=0.05)


def test_only_how_much_sets_weigh_against_each_other_counts() -> None:
    """Not the sum of their weights."""
    once, twice = (
        fit_fusion([drawn(1, (80, 8), TRUE, by), drawn(2, (80, 8), TRUE, by)]) for by in (1, 2)
    )

    assert once == twice


def test_no_likeness_speaks_against_a_link() -> None:
    """Where it does in a set, it is taken for chance."""
    weights = fit_fusion([drawn(1, (300, 10), {"field": 2.0, "coverage": -1.0})]).weights

    assert weights["coverage"].shared == 0


def test_calibration_makes_as_many_links_likely_as_there_are() -> None:
    """The mean over pairs, on other draws from the same world."""
    model = fit_fusion([drawn(seed, (400, 20), TRUE) for seed in range(3)])
    other = drawn(9, (400, 20), TRUE)

    probability = score_pairs(other.signals, model).probability

    assert probability.mean() == pytest.approx(other.known.mean(), rel=0.15)
    shares = [
        other.known[(probability > low) & (probability <= high)].mean()
        for low, high in ((0.0, 0.05), (0.05, 0.3), (0.3, 1.0))
    ]
    assert shares == sorted(shares)
    assert shares[2] > 0.4 > 0.04 > shares[0]


def test_every_number_of_calibration_but_intercepts_is_at_least_zero() -> None:
    """What fits better is never less likely."""
    numbers = fit_fusion([drawn(1, (50, 10), TRUE)]).calibration

    assert tuple(numbers) == CALIBRATION
    assert min(value for name, value in numbers.items() if "intercept" not in name) >= 0


def test_moments_are_the_means_of_the_sets_whatever_their_size() -> None:
    """One set of many pairs, one of few."""
    large, small = (
        Signals(*(7 * [np.full(shape, value)])) for shape, value in (((9, 9), 1.0), ((1, 1), 3.0))
    )

    found = usual_moments([large, small])["words"]

    assert (found.mean, found.deviation) == (2.0, 0.0)


def test_a_fit_without_an_encoder_is_of_the_signals_there_are() -> None:
    """Words carry the links, letters are noise; and the model survives its JSON form."""
    random = np.random.default_rng(3)
    known = np.eye(12, dtype=bool)

    def noisy() -> np.ndarray:
        return random.random((12, 12)) * 0.1

    sets = [
        Labelled(
            "one", Signals(None, None, noisy(), noisy() + 0.1 * known, *(3 * [noisy()])), known
        )
        for _ in range(2)
    ]
    model = fit_fusion(sets)

    assert "encoder" not in model.weights
    assert model.weights["words"].own > 3 * model.weights["characters"].own
    assert fusion_from_json(fusion_to_json(model)) == model


def test_public_sets_count_together_for_their_share() -> None:
    """Four tenths for two of them, six for three of our own; all where there are no others."""
    sets = [drawn(seed, (4, 2), TRUE) for seed in range(5)]

    both, alone = weighed(sets[:2], sets[2:]), weighed(sets[:2], [])

    assert [each.weight for each in both] == pytest.approx(
        2 * [PUBLIC_SHARE / 2] + 3 * [(1 - PUBLIC_SHARE) / 3]
    )
    assert [each.weight for each in alone] == pytest.approx([0.5, 0.5])
