"""Judges side by side, on a bench of four goals and two objectives made by hand."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from benchmarks.accuracy.sets import LinkSet
from benchmarks.accuracy.sidebyside import (
    CODED,
    HALF,
    KEYWORDS,
    LEARNED,
    Bench,
    agreement,
    by_group,
    judge,
    outcome,
    stacked,
    summary,
    with_cuts,
)
from benchmarks.accuracy.systems import ENGINE
from pipeline.errors import TableError

YES, NO = True, False
KNOWN = np.array([[YES, NO], [NO, YES], [NO, NO], [YES, YES]])
ONE_WRONG = np.array([[YES, NO], [NO, YES], [NO, YES], [YES, YES]])
NOTHING = np.zeros((4, 2), dtype=bool)
COSINE = np.array([[0.9, 0.6], [0.7, 0.8], [0.4, 0.3], [0.9, 0.9]])


class FlatEncoder:
    """Every text the same."""

    name = "flat"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Ones."""
        return np.ones((len(texts), 1), dtype=np.float32)


def bench() -> Bench:
    """The engine links one pair too many, the keywords none."""
    answers = {KEYWORDS: NOTHING, HALF: COSINE >= 0.5, ENGINE: ONE_WRONG}
    return Bench(list("abcd"), ["1", "2"], KNOWN, answers, COSINE, ["x", "x", "y", "y"])


def test_each_judge_is_counted_and_held_against_the_engine() -> None:
    """By hand: the engine says five of four links, and has three goals of four right."""
    found = summary(with_cuts(bench(), np.full(4, 0.8)))
    judges = found["judges"]

    assert (found["goals"], found["goals_that_serve_something"], found["links"]) == (4, 3, 4)
    assert judges[ENGINE]["links_said"] == 5
    assert judges[ENGINE]["precision"]["value"] == 0.8
    assert judges[ENGINE]["recall"]["value"] == 1.0
    assert judges[ENGINE]["f1"]["value"] == pytest.approx(8 / 9, abs=1e-4)
    assert judges[ENGINE]["outcomes"] == {"right": 3, "too many": 1, "too few": 0, "other": 0}
    assert judges[KEYWORDS]["precision"]["value"] is None
    assert judges[KEYWORDS]["outcomes"] == {"right": 1, "too many": 0, "too few": 3, "other": 0}
    # the engine alone is right on a, b and d; the keywords alone on c: p = 2 (1 + 4) / 16
    assert judges[KEYWORDS]["against_kopling"] == {"only_it": 1, "only_kopling": 3, "p": 0.625}
    assert judges[LEARNED]["goals_right"]["value"] == 1.0


def test_each_goal_has_its_own_learned_cut() -> None:
    """At 0.65 the second goal has both objectives, at 0.75 the first alone."""
    said = with_cuts(bench(), np.array([0.65, 0.65, 0.65, 0.75])).said(LEARNED)

    assert said == [frozenset("1"), frozenset("12"), frozenset(), frozenset("12")]


def test_groups_hold_all_goals() -> None:
    """Two goals in each; the engine is wrong on one of y."""
    found = by_group(with_cuts(bench(), np.full(4, 0.8)))

    assert found["x"]["goals"] == found["y"]["goals"] == 2
    assert (found["x"][ENGINE], found["y"][ENGINE]) == (2, 1)


def test_benches_are_stacked_by_the_objectives_numbers() -> None:
    """The second has its objectives the other way round."""
    turned = Bench(
        ["e"],
        ["2", "1"],
        np.array([[YES, NO]]),
        {each: np.array([[YES, NO]]) for each in (KEYWORDS, HALF, ENGINE)},
        np.array([[0.9, 0.1]]),
        [""],
    )

    both = stacked([bench(), turned])

    assert both.goals == list("abcde")
    assert both.true()[-1] == both.said(ENGINE)[-1] == frozenset("2")
    assert both.cosine[-1].tolist() == [0.1, 0.9]


@pytest.mark.parametrize(
    ("true", "said", "expected"),
    [("", "", "right"), ("", "1", "too many"), ("12", "1", "too few"), ("1", "2", "other")],
)
def test_outcomes(true: str, said: str, expected: str) -> None:
    """A goal that serves nothing, and is said to serve nothing, is right."""
    assert outcome(frozenset(true), frozenset(said)) == expected


def test_queries_must_be_those_of_the_objectives() -> None:
    """A plan with other numbers is another plan."""
    statements = pd.DataFrame({"id": ["a"], "text": ["Alle leser"]})
    link_set = LinkSet("x", statements, statements, np.array([[NO]]))
    links = pd.DataFrame({"goal_id": [], "objective_id": [], "linked": []}).astype({"linked": bool})

    with pytest.raises(TableError, match="queries of 2010"):
        judge(link_set, ["9.9"], "2010", links, FlatEncoder())


def test_two_readings_that_differ_once() -> None:
    """Of eight pairs two are links in both, one in the first alone: κ = (7/8 − 18/32) / (14/32)."""
    coded = pd.DataFrame({"first": ["3", "3 4.2"], "second": ["3", "3"]})

    found = agreement(coded, ["1", "2", "3", "4.2"])

    assert (found["pairs"], found["links_in_both"]) == (8, 2)
    assert found["kappa"] == pytest.approx((7 / 8 - 36 / 64) / (28 / 64), abs=1e-3)


def test_the_coded_case_holds_no_text_of_it_and_twenty_for_the_page() -> None:
    """Paraphrases are short, keys are hashes, and the gold is that of one of the readings."""
    coded = pd.read_csv(CODED, dtype=str, keep_default_na=False)

    assert coded["paraphrase"].str.split().str.len().max() <= 8
    assert coded["text_sha256"].str.fullmatch("[0-9a-f]{12}").all()
    assert coded["text_sha256"].is_unique
    assert coded["place"].is_unique
    assert coded["in_table"].eq("yes").sum() == 20
    assert (coded["gold"].eq(coded["first"]) | coded["gold"].eq(coded["second"])).all()
