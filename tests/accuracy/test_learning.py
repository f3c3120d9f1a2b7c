"""A simulated coder and what her verdicts are worth, on answers that can be worked by hand."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.accuracy.learning import (
    PICKERS,
    asked,
    learning_curve,
    passive,
    standing,
    top,
    uncertain,
    verdicts_on,
)
from benchmarks.accuracy.measures import Result
from benchmarks.accuracy.sets import LinkSet

KNOWN = np.array([[True, False, False], [False, True, True]])
PROBABILITY = np.array([[0.9, 0.45, 0.1], [0.2, 0.8, 0.3]])
ANSWER = Result(PROBABILITY, PROBABILITY, PROBABILITY > 0.4)
NOTHING = np.zeros_like(KNOWN)


def _link_set() -> LinkSet:
    source, target = (
        pd.DataFrame({"id": ids, "text": ids}) for ids in (["s0", "s1"], ["t0", "t1", "t2"])
    )
    return LinkSet("small", source, target, KNOWN)


def test_the_likeliest_pairs_come_first_for_who_reads_from_above() -> None:
    """0.9 and 0.8; the first of them not again when it has been reviewed."""
    reviewed = NOTHING.copy()
    reviewed[0, 0] = True

    rng = np.random.default_rng(1)

    assert top(ANSWER, NOTHING, 2, rng).tolist() == [[0, 0], [1, 1]]
    assert top(ANSWER, reviewed, 1, rng).tolist() == [[1, 1]]


def test_the_most_uncertain_pair_is_nearest_to_a_half() -> None:
    """0.45 before 0.3."""
    found = uncertain(ANSWER, NOTHING, 2, np.random.default_rng(1))

    assert found.tolist() == [[0, 1], [1, 2]]


def test_a_passive_coder_sees_every_pair_as_often_as_another() -> None:
    """Three hundred first pairs, each of six at least thirty times."""
    rng = np.random.default_rng(1)
    drawn = [tuple(passive(ANSWER, NOTHING, 1, rng)[0]) for _ in range(300)]

    counts = pd.Series(drawn).value_counts()

    assert (len(counts), int(counts.min()) > 30) == (6, True)


@pytest.mark.parametrize("name", PICKERS)
def test_no_picker_gives_more_pairs_than_there_are(name: str) -> None:
    """Six pairs, ten asked for, each once."""
    found = PICKERS[name](ANSWER, NOTHING, 10, np.random.default_rng(1))

    assert len({tuple(pair) for pair in found.tolist()}) == 6


def test_the_engine_asks_first_where_its_decision_is_most_in_doubt() -> None:
    """The largest expected F1 takes all that is at 0.3; that is the border, not 0.75."""
    probability = np.array([[0.75, 0.3, 0.3], [0.3, 0.02, 0.02]])
    reviewed = NOTHING.copy()
    reviewed[1, 1] = True

    found = asked(Result(probability, probability), reviewed, 3, np.random.default_rng(1)).tolist()

    assert found[0] == [0, 1]
    assert len({tuple(pair) for pair in found} - {(1, 1)}) == 3


def test_the_same_draws_give_the_same_questions() -> None:
    """The random ones among them; and none are asked where all is reviewed."""
    first, second = (asked(ANSWER, NOTHING, 5, np.random.default_rng(1)) for _ in range(2))

    assert first.tolist() == second.tolist()
    assert asked(ANSWER, ~NOTHING, 5, np.random.default_rng(1)).shape == (0, 2)


def test_the_coder_says_what_is_known() -> None:
    """Reviewed pairs as the engine takes verdicts."""
    reviewed = NOTHING.copy()
    reviewed[0, 1] = reviewed[1, 2] = True

    found = verdicts_on(_link_set(), reviewed)

    assert found.to_dict("list") == {
        "source_id": ["s0", "s1"],
        "target_id": ["t1", "t2"],
        "linked": [False, True],
    }


def test_what_the_coder_has_seen_counts_only_where_it_is_kept() -> None:
    """Her "no" to 0.45 leaves 2 of 2 said right of 3; unseen are 1 of 1 said, of 2 true."""
    reviewed = NOTHING.copy()
    reviewed[0, :] = True

    found = standing(ANSWER, KNOWN, reviewed)

    assert found["f1_kept"] == pytest.approx(4 / 5)
    assert found["f1_unseen"] == pytest.approx(2 / 3)
    assert found["precision_unseen"] == 1.0
    assert found["recall_unseen"] == 0.5
    assert found["links_reviewed"] == 1


def test_measures_of_unseen_pairs_are_missing_when_all_are_seen() -> None:
    """Nothing is left to be right about; what she said is all right."""
    found = standing(ANSWER, KNOWN, ~NOTHING)

    assert found["f1_kept"] == 1.0
    assert np.isnan([found["recall_unseen"], found["log_loss_unseen"]]).all()


def test_an_engine_that_learns_nothing_gains_nothing_on_unseen_pairs() -> None:
    """Its kept F1 grows all the same, with what the coder put right."""
    curve = learning_curve(_link_set(), lambda _: ANSWER, (0, 1, 3), uncertain, seeds=(0,))

    assert curve["reviewed"].tolist() == [0, 1, 3]
    assert curve["f1_gain_unseen"].tolist() == [0, 0, 0]
    assert curve["log_loss_gain_unseen"].tolist() == [0, 0, 0]
    assert curve["f1_kept"].is_monotonic_increasing


def test_the_engine_links_anew_with_all_verdicts_so_far() -> None:
    """Once before the first and once after each sitting; a budget met already links no more."""
    given: list[int] = []

    def link(verdicts: pd.DataFrame | None) -> Result:
        given.append(0 if verdicts is None else len(verdicts))
        return ANSWER

    learning_curve(_link_set(), link, (0, 2, 2, 5), passive, seeds=(0, 1))

    assert given == [0, 2, 5, 2, 5]


def test_the_same_seed_gives_the_same_coder() -> None:
    """Two runs of two seeds."""
    curves = [learning_curve(_link_set(), lambda _: ANSWER, (0, 2), passive) for _ in range(2)]

    assert curves[0].equals(curves[1])
