"""Which verdicts chance asked for, and what they say together."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.identity import link_id
from pipeline.reviews.carrying import STANDS, SUSPECT, Carried
from pipeline.reviews.drawn import drawn_pairs, inclusion_chances
from pipeline.reviews.verdict import Verdict

ORDER = pd.DataFrame(
    {
        "goal_id": ["g1", "g2", "g1", "g3"],
        "objective_id": ["o1", "o1", "o2", "o1"],
        "chance": [0.4, 0.3, 0.2, 0.1],
    }
)


def said(
    word: str,
    goal: str = "g1",
    objective: str | None = "o1",
    *,
    coder: str = "a",
    standing: str = STANDS,
    **more: Any,
) -> Carried:
    """A verdict asked at random and given blind, unless told otherwise."""
    told: dict[str, Any] = {"chosen": "random", "chance": 0.4, "score_visible": False} | more
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=told.pop("minute", 0))
    verdict = Verdict.model_validate(
        {"coder": coder, "time": at, "verdict": word, "goal_id": goal, "objective_id": objective}
        | {"verdict_id": f"{coder}{goal}{objective}{word}"}
        | told
    )
    return Carried(verdict, goal, objective, standing)


def told(*verdicts: Carried) -> dict[tuple[str, str], float]:
    """What the drawn pairs come to."""
    drawn = drawn_pairs(verdicts, ORDER)
    pairs = zip(drawn["goal_id"], drawn["objective_id"], strict=True)
    return dict(zip(pairs, drawn["serves"], strict=True))


@pytest.mark.parametrize("chosen", ["border", "settles", "own", "known", None])
def test_what_doubt_asked_is_not_heard(chosen: str | None) -> None:
    """Neither by itself, nor against a verdict that chance asked for."""
    doubt = said("reject", coder="b", chosen=chosen, chance=None)

    assert told(doubt) == {}
    assert told(said("accept"), doubt) == {("g1", "o1"): 1.0}


def test_what_was_seen_with_the_engines_answer_is_not_heard() -> None:
    """Who sees what the engine says leans to it."""
    assert told(said("accept", score_visible=True)) == {}


def test_a_suspect_verdict_is_not_heard() -> None:
    """It was on other words."""
    assert told(said("accept", standing=SUSPECT)) == {}


def test_who_judges_the_pair_again_is_heard_too() -> None:
    """As many to as many is half a link; an adjudicator decides it."""
    again = said("reject", coder="b", chosen="double", chance=None)
    third = said("reject", coder="c", chosen=None, chance=None, settles=("x", "y"))

    assert told(said("accept"), again) == {("g1", "o1"): 0.5}
    assert told(said("accept"), again, third) == {("g1", "o1"): 0.0}


def test_a_drawn_pair_that_nobody_dared_to_judge_is_missing() -> None:
    """It was asked, and has no answer."""
    assert np.isnan(told(said("unsure"))["g1", "o1"])


def test_a_goal_without_parent_answers_for_the_pair_that_was_asked() -> None:
    """The line names the link that it was asked about."""
    verdict = said("no_parent", "g2", None, link_id=link_id("g2", "o1"), chance=0.3)

    assert told(verdict) == {("g2", "o1"): 0.0}


def test_a_goal_without_parent_answers_for_its_pairs_that_were_due() -> None:
    """o2 stands in the order before the last pair drawn, and need not be asked."""
    verdict = said("no_parent", "g1", None, link_id=link_id("g1", "o1"))
    last = said("accept", "g3", chance=0.1)

    assert told(verdict) == {("g1", "o1"): 0.0}
    assert told(verdict, last) == {("g1", "o1"): 0.0, ("g1", "o2"): 0.0, ("g3", "o1"): 1.0}


def test_a_pair_keeps_the_chance_that_it_was_first_drawn_with() -> None:
    """Whatever the order of the lines."""
    verdicts = [said("accept", coder="b", chance=0.1, minute=5), said("accept", minute=1)]

    for each in (verdicts, verdicts[::-1]):
        assert drawn_pairs(each, ORDER)["chance"].tolist() == [0.4]


def test_chances_to_be_in_the_sample_are_n_times_those_of_the_first_draw() -> None:
    """Two of the four; and where all are drawn, each is there for sure."""
    assert inclusion_chances(ORDER.head(2), ORDER).tolist() == pytest.approx([0.8, 0.6])
    assert inclusion_chances(ORDER, ORDER).tolist() == [1, 1, 1, 1]


def test_without_verdicts_nothing_was_drawn() -> None:
    """An empty frame with the right columns."""
    assert list(drawn_pairs([], ORDER)) == ["goal_id", "objective_id", "serves", "chance"]
