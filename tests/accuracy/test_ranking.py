"""Measures of ranking, worked by hand and held against every order of the ties."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.ranking import (
    average_precision,
    link_reciprocal_rank,
    ndcg_at,
    ranked,
    recall_at,
    reciprocal_rank,
    right_at_first,
)

SCORE = np.array([[0.9, 0.8, 0.7], [0.1, 0.3, 0.2], [0.5, 0.4, 0.6]])
KNOWN = np.array([[True, False, True], [True, False, False], [False, False, False]])
MEASURES = {
    "average precision": average_precision,
    "reciprocal rank": reciprocal_rank,
    "right at first": right_at_first,
    "recall at 2": lambda of: recall_at(of, 2),
    "ndcg at 3": lambda of: ndcg_at(of, 3),
}


def test_average_precision_is_the_mean_precision_at_each_right_target() -> None:
    """(1/1 + 2/3) / 2 and 1/3; a source without links is left out."""
    assert average_precision(ranked(SCORE, KNOWN)).tolist() == pytest.approx([5 / 6, 1 / 3])


def test_recall_counts_the_best_only() -> None:
    """One of two among the two best, and none of one."""
    assert recall_at(ranked(SCORE, KNOWN), 2).tolist() == [0.5, 0.0]


def test_the_first_right_target_gives_the_reciprocal_rank() -> None:
    """First for the one, third for the other."""
    assert reciprocal_rank(ranked(SCORE, KNOWN)).tolist() == pytest.approx([1, 1 / 3])


def test_gain_is_discounted_by_rank() -> None:
    """Right at ranks 1 and 3 of the best possible 1 and 2; right at 3 where 1 was possible."""
    best = 1 + 1 / np.log2(3)

    assert ndcg_at(ranked(SCORE, KNOWN), 5).tolist() == pytest.approx([1.5 / best, 0.5])


def test_what_lies_beyond_the_cut_gains_nothing() -> None:
    """The only right target is third, and two are looked at."""
    assert ndcg_at(ranked(SCORE[1:2], KNOWN[1:2]), 2).tolist() == [0.0]


@pytest.mark.parametrize("name", MEASURES)
def test_a_constant_score_gains_nothing_from_the_order_of_the_targets(name: str) -> None:
    """The right target first in the file or last: the same."""
    first, last = np.array([[True, False, False, False]]), np.array([[False, False, False, True]])
    constant = np.full((1, 4), 0.5)

    found = [MEASURES[name](ranked(constant, known)).tolist() for known in (first, last)]

    assert found[0] == found[1]


def test_a_constant_score_is_worth_what_chance_is() -> None:
    """One right of four: the mean of 1, 1/2, 1/3 and 1/4, first in a quarter of the orders."""
    of = ranked(np.zeros((1, 4)), np.array([[False, True, False, False]]))

    assert reciprocal_rank(of).tolist() == pytest.approx([25 / 48])
    assert average_precision(of).tolist() == pytest.approx([25 / 48])
    assert right_at_first(of).tolist() == [0.25]
    assert recall_at(of, 3).tolist() == [0.75]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6).filter(
        lambda pairs: any(right for _, right in pairs)
    )
)
def test_ties_count_as_the_mean_over_all_their_orders(pairs: list[tuple[int, bool]]) -> None:
    """Every order of the targets, their ties broken by it, and the mean of the plain measure."""
    score = np.array([[float(value) for value, _ in pairs]])
    known = np.array([[right for _, right in pairs]])
    broken = score + np.array(list(permutations(range(len(pairs))))) / 100
    without_ties = ranked(broken, np.repeat(known, len(broken), axis=0))

    for measure in MEASURES.values():
        mean = measure(without_ties).mean()

        assert measure(ranked(score, known)).tolist() == pytest.approx([mean])


def test_a_link_is_ranked_among_wrong_targets_only() -> None:
    """The first source's two links stand before and after one wrong target."""
    assert link_reciprocal_rank(SCORE, KNOWN).tolist() == pytest.approx([1, 1 / 2, 1 / 3])
