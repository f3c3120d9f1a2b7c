"""What the benchmark of likenesses counts, on small tables by hand."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.accuracy.likenesses import best_cut, calibration_error, difflib_ratio, jaccard
from benchmarks.accuracy.likenesses_planted import (
    copied_goals,
    inputs_reaching,
    kept_goals,
    proposed_points,
)
from benchmarks.accuracy.samepairs import CODES, CodedPairs, fit_sameness, folds, read_pairs

AGREEMENTS = [
    {"unit": "Nes", "year": 2013, "new": ["A"], "kept": [], "changed": [], "copied": []},
    {"unit": "Nes", "year": 2014, "new": ["C"], "kept": ["A"], "changed": ["B"], "copied": []},
    {"unit": "Lia", "year": 2014, "new": [], "kept": [], "changed": [], "copied": ["C"]},
]
FACTS = {
    "agreements": AGREEMENTS,
    "isomorphism": [{"units": ["Lia", "Ås"]}],
    "council_points": [
        {"document_path": "sak", "council": "kept", "text": "Hallen bygges."},
        {"document_path": "sak", "council": "added", "text": "Taket males."},
        {"document_path": "sak", "council": "changed", "text": "Vei økes."},
    ],
    "inputs": [{"document_path": "n", "text": "Egen jordmor", "reaches": "saksframlegg"}],
}


def goals(*rows: tuple[str, str, int, str, str, str]) -> pd.DataFrame:
    """Goals as the benchmark finds them: id, unit, year, path, region and text."""
    frame = pd.DataFrame(rows, columns=["goal_id", "unit", "year", "path", "region", "text"])
    return frame.assign(key=frame["text"].str.casefold().str.strip(" ."))


def test_a_units_first_agreement_says_nothing_of_going_on() -> None:
    """Kept and changed go on, new does not."""
    held = goals(
        ("a13", "Nes", 2013, "", "", "A"),
        ("a", "Nes", 2014, "", "", "A"),
        ("b", "Nes", 2014, "", "", "B"),
        ("c", "Nes", 2014, "", "", "C"),
    )

    assert kept_goals(FACTS, held) == {"a": True, "b": True, "c": False}


def test_points_from_a_table_of_the_proposal_are_left_out() -> None:
    """A point that was changed without a point to change it from can't be found in one."""
    held = goals(
        ("h", "", 2014, "sak", "vedtak", "Hallen bygges. Straks."),
        ("t", "", 2014, "sak", "vedtak", "Taket males."),
        ("v", "", 2014, "sak", "vedtak", "Vei økes."),
    )

    assert proposed_points(FACTS, held) == {"h": True, "t": False}


def test_an_input_reaches_as_far_as_it_was_planted() -> None:
    """To the saksframlegg, and no further."""
    held = goals(("j", "", 2014, "n", "", "Egen jordmor"))

    assert inputs_reaching(FACTS, held, ("vedtak",)) == {"j": False}
    assert inputs_reaching(FACTS, held, ("saksframlegg", "vedtak")) == {"j": True}


def test_units_that_something_was_planted_for_are_no_false_alarm() -> None:
    """Copied goals are to be found; those of units that share nothing are not."""
    held = goals(("c", "Lia", 2014, "", "", "C"), ("n", "Nes", 2014, "", "", "A"))

    assert copied_goals(FACTS, held) == {"c": True, "n": False}


def test_the_gold_holds_every_code_and_no_pair_twice() -> None:
    """Four hundred pairs at least."""
    pairs = read_pairs()

    assert set(pairs["code"]) == set(CODES)
    assert len(pairs) > 400
    assert not pairs.duplicated(["first", "second"]).any()


def test_pairs_that_share_a_sentence_are_in_one_fold() -> None:
    """What was learned from a sentence is never tested on it."""
    groups = np.array([3, 1, 3, 2, 1])

    fold = folds(groups, 3)

    assert fold[0] == fold[2]
    assert fold[1] == fold[4]
    assert len(set(fold)) == 3


def test_likeness_may_not_count_against() -> None:
    """Where alike pairs are coded as other, their weight is 0 and not below."""
    columns = ["encoder", "field", "words", "first_covered", "second_covered"]
    columns += ["first_taken_over", "second_taken_over", "opposed", "apart"]
    features = pd.DataFrame(0.0, index=range(4), columns=columns)
    features["encoder"] = [0.9, 0.8, 0.1, 0.2]
    pairs = pd.DataFrame({"code": ["topic", "topic", "same", "same"]})
    coded = CodedPairs(pairs, features, np.arange(4), features[:0], np.zeros((0, 2), dtype=int))

    assert fit_sameness(coded, np.zeros(0)).weights["encoder"] == 0.0


def test_measures_by_hand() -> None:
    """Half of four pairs at 0.9 are links: 0.4 off."""
    said, same = np.full(4, 0.9), np.array([1.0, 1.0, 0.0, 0.0])

    assert calibration_error(said, same) == pytest.approx(0.4)
    assert best_cut(np.array([True, False, True]), np.array([0.9, 0.1, 0.4])) == 0.4
    assert jaccard("a b c", "b c d") == 0.5
    assert difflib_ratio("a b c d", "a b") == pytest.approx(2 / 3)
