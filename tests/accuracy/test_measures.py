"""The measures of the accuracy benchmark, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.accuracy.measures import Result, best_f1_cut, decision_measures, evaluate
from benchmarks.accuracy.planted import match_planted
from tests.tables_for_tests import documents_table, goals_table

SCORE = np.array([[0.9, 0.8, 0.7], [0.1, 0.3, 0.2], [0.5, 0.4, 0.6]])
KNOWN = np.array([[True, False, True], [True, False, False], [False, False, False]])


def test_the_best_cut_takes_ties_together() -> None:
    """Equal scores can't be parted by a cut."""
    assert best_f1_cut(np.array([[0.5, 0.5, 0.2]]), np.array([[True, False, False]])) == 0.5


def test_an_interval_holds_its_value() -> None:
    """F1 of two right of three said, three true: 2·2/6."""
    linked = np.array([[True, False, True], [False, True, False], [False, False, False]])

    found = evaluate(Result(SCORE, SCORE, linked), KNOWN)

    assert found["f1"].value == pytest.approx(2 / 3)
    assert found["f1"].low <= found["f1"].value <= found["f1"].high
    assert found["brier"].value == pytest.approx(np.square(SCORE - KNOWN).mean())


def test_f2_leans_to_recall() -> None:
    """One right of one said, two true: precision 1, recall 1/2, F1 2/3, F2 5/9."""
    linked = np.array([[True, False, False]])
    known = np.array([[True, True, False]])

    found = decision_measures(linked, known)

    values = [found[name].value for name in ("precision", "recall", "f1", "f2")]
    assert values == pytest.approx([1, 1 / 2, 2 / 3, 5 / 9])


def test_probabilities_are_held_against_the_share_of_links() -> None:
    """The share given to every pair: no calibration error, and the scores of the base rate."""
    found = evaluate(Result(SCORE, np.full_like(SCORE, KNOWN.mean())), KNOWN)

    assert found["calibration_error"].value == pytest.approx(0)
    assert found["expected_over_found"].value == pytest.approx(1)
    assert found["brier"].value == pytest.approx(found["brier_of_base_rate"].value)
    assert found["log_loss"].value == pytest.approx(found["log_loss_of_base_rate"].value)


def test_a_measure_of_pairs_that_are_not_is_missing() -> None:
    """Where no pair reaches 0.05, its calibration error is not there, and not zero."""
    found = evaluate(Result(SCORE, SCORE / 100), KNOWN)

    assert "calibration_error_not_trivial" not in found
    assert "calibration_error" in found


def test_planted_goals_are_found_by_document_and_words() -> None:
    """Whatever the spaces, the final stop and the form of å; equal goals in order."""
    documents = documents_table(
        {"document_id": "la", "path": "a\u030a.pdf"}, {"document_id": "kp", "path": "plan.pdf"}
    )
    goals = goals_table(
        {"goal_id": "o", "document_id": "kp", "level": "kommuneplan", "number": "1.1"},
        {"goal_id": "g1", "document_id": "la", "text": "Flere  bøker."},
        {"goal_id": "g2", "document_id": "la", "text": "Flere bøker"},
    )
    planted = pd.DataFrame(
        {
            "document_path": "å.pdf",
            "goal_text": ["Flere bøker", "Flere bøker", "Noe annet"],
            "objective_plan": "plan.pdf",
            "objective_number": "1.1",
        }
    )

    matched = match_planted(planted, goals, documents)

    assert matched["goal_id"].tolist()[:2] == ["g1", "g2"]
    assert matched["goal_id"].isna().tolist() == [False, False, True]
    assert matched["objective_id"].tolist() == ["o"] * 3
