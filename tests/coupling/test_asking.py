"""Which pairs a researcher is asked about, and what the random ones tell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.coupling.asking import Question, next_to_review

SHARES = arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.floats(0, 1))
CUT = 0.3


def ask(probability: np.ndarray, count: int, seed: int = 1, share: float = 0.2) -> list[Question]:
    """Questions on pairs of which none is reviewed."""
    return next_to_review(probability, CUT, np.zeros(probability.shape, bool), count, seed, share)


def probabilities() -> np.ndarray:
    """Those of a list, mostly small."""
    return np.random.default_rng(5).beta(0.3, 2.0, size=(12, 8))


def test_the_same_input_gives_the_same_questions() -> None:
    """And another seed other random ones, the border the same."""
    first, second, other = (ask(probabilities(), 20, seed) for seed in (1, 1, 2))

    assert first == second != other
    assert first[:16] == other[:16]


@given(SHARES, st.data())
def test_no_pair_is_asked_twice_or_after_it_is_reviewed(
    probability: np.ndarray, data: st.DataObject
) -> None:
    """As many as were wished, as long as there are any left."""
    reviewed = data.draw(arrays(bool, probability.shape))
    count, share = data.draw(st.integers(0, 30)), data.draw(st.floats(0, 1))

    found = next_to_review(probability, CUT, reviewed, count, 1, share)

    places = {(each.row, each.column) for each in found}
    assert len(places) == len(found) == min(count, int((~reviewed).sum()))
    assert not any(reviewed[place] for place in places)


@given(SHARES, st.integers(0, 30))
def test_random_questions_carry_their_chance_and_those_at_the_border_none(
    probability: np.ndarray, count: int
) -> None:
    """A fifth of the questions, rounded, are random."""
    found = ask(probability, count)
    random = [each for each in found if each.why == "random"]

    assert len(random) == round(0.2 * len(found))
    assert all(each.chance is not None and 0 < each.chance <= 1 for each in random)
    assert all(each.chance is None for each in found if each.why == "border")


def test_what_is_nearest_to_the_cut_is_asked_first() -> None:
    """In log odds, on either side."""
    found = ask(np.array([[0.9, 0.31], [0.02, 0.6]]), 2, share=0.0)

    assert [(each.row, each.column) for each in found] == [(0, 1), (1, 1)]


def test_questions_at_the_border_are_spread_over_sources_and_targets() -> None:
    """Where all pairs are as doubtful, six questions meet six sources and six targets."""
    found = ask(np.full((6, 6), CUT), 6, share=0.0)

    assert len({each.row for each in found}) == len({each.column for each in found}) == 6


def test_a_source_that_is_much_more_doubtful_is_asked_again() -> None:
    """Spreading costs no more than it is worth."""
    doubtful = np.vstack([np.full(4, CUT), np.full((3, 4), 0.001)])

    assert {each.row for each in ask(doubtful, 3, share=0.0)} == {0}


def test_chances_sum_to_how_many_are_drawn() -> None:
    """Each pair comes with its chance, whatever the seed; over many seeds all pairs have come."""
    chances: dict[tuple[int, int], float] = {}
    for seed in range(400):
        for each in ask(np.array([[0.5, 0.2, 0.1], [0.6, 0.4, 0.05]]), 3, seed, share=1.0):
            assert each.chance is not None
            assert chances.setdefault((each.row, each.column), each.chance) == each.chance

    assert len(chances) == 6
    assert sum(chances.values()) == pytest.approx(3)


def test_pairs_are_drawn_as_often_as_their_chance_says() -> None:
    """Two thousand draws of two among six."""
    probability = np.array([[0.5, 0.2, 0.1], [0.6, 0.4, 0.05]])
    drawn, chance = np.zeros((2, 3)), np.zeros((2, 3))
    for seed in range(2000):
        for each in ask(probability, 2, seed, share=1.0):
            drawn[each.row, each.column] += 1
            chance[each.row, each.column] = each.chance

    np.testing.assert_allclose(drawn / 2000, chance, atol=0.035)


def test_weighed_by_their_chances_random_questions_tell_how_many_links_there_are() -> None:
    """Horvitz and Thompson: the mean over six hundred draws of ten is the number itself."""
    probability = probabilities()
    known = np.random.default_rng(6).random(probability.shape) < probability
    told = [
        sum(known[each.row, each.column] / each.chance for each in ask(probability, 10, seed, 1.0))
        for seed in range(600)
    ]

    assert np.mean(told) == pytest.approx(known.sum(), abs=3 * np.std(told) / np.sqrt(600))


def test_every_pair_is_certain_to_come_when_all_are_drawn() -> None:
    """Then nothing is left to estimate."""
    chances = [each.chance for each in ask(probabilities(), 96, share=1.0)]

    assert chances == pytest.approx([1.0] * 96)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_of_no_pairs_nothing_is_asked(shape: tuple[int, int]) -> None:
    """An empty list on either side."""
    assert ask(np.zeros(shape), 5) == []
