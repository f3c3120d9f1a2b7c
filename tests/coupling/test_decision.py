"""Which links count as decided, on probabilities that can be worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.coupling.decision import decide, decision_cut, expected_f1_cut

shares = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0, 1))


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


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        ([0.9, 0.4, 0.2], 0.4),
        ([0.9, 0.8, 0.7], 0.5),
        ([0.1, 0.1, 0.1], 0.15),
        ([0.9, 0.05, 0.0], 0.5),
        ([], 0.5),
    ],
)
def test_the_cut_stays_between_what_always_and_what_never_counts(
    probability: list[float], expected: float
) -> None:
    """Where F1 asks for 0.7 or 0.9, a half is enough; where it asks for 0.1, that is too little."""
    assert decision_cut(np.array(probability), linked_from=0.5, least=0.15) == expected


@given(shares, st.floats(0.5, 1), st.floats(0, 0.5))
def test_what_is_decided_for_is_likelier_than_what_is_not(
    probability: np.ndarray, linked_from: float, least: float
) -> None:
    """One cut for all pairs, between the two bounds."""
    cut = decision_cut(probability, linked_from, least)
    decided = decide(probability, linked_from, least)

    assert least <= cut <= linked_from
    assert decided.tolist() == (probability >= cut).tolist()
