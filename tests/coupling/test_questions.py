"""Pairs to judge next come with all that it takes to judge them, and none is asked in vain."""

import numpy as np
import pandas as pd

from pipeline.coupling.asking import Question, question_rows
from pipeline.coupling.linking import linking
from pipeline.embedding.lsa import LsaEncoder
from pipeline.params import CouplingParams

GOALS = pd.DataFrame(
    {
        "id": ["g1", "g2", "g3"],
        "text": ["Flere barn skal mestre skolen", "Kutte utslipp fra transport", "!!"],
    }
)
OBJECTIVES = pd.DataFrame(
    {"id": ["o1", "o2"], "text": ["Alle barn fullfører skolen", "Byen er klimanøytral i 2030"]}
)


def asked(count: int, *verdicts: tuple[str, str, str]) -> pd.DataFrame:
    """Questions on the goals and objectives above."""
    given = pd.DataFrame(verdicts, columns=["source_id", "target_id", "linked"])
    found = linking(GOALS, OBJECTIVES, CouplingParams(), LsaEncoder(), given)
    return found.questions(count)


def test_a_question_holds_ids_reason_chance_texts_and_room_for_a_verdict() -> None:
    """In this order of columns."""
    drawn = [Question(1, 0, "border"), Question(0, 1, "random", 0.25)]

    rows = question_rows(drawn, GOALS, OBJECTIVES, np.array([[0.1, 0.2], [0.3, 0.4], [0, 0]]))

    assert rows.columns.tolist() == [
        *("source_id", "target_id", "why", "chance", "probability", "linked"),
        *("source_text", "target_text"),
    ]
    assert rows[["source_id", "target_id", "why", "probability", "linked"]].values.tolist() == [
        ["g2", "o1", "border", 0.3, ""],
        ["g1", "o2", "random", 0.2, ""],
    ]
    assert rows["chance"].isna().tolist() == [True, False]
    assert rows.loc[0, "source_text"] == "Kutte utslipp fra transport"


def test_no_pair_is_asked_that_is_judged_already_or_says_nothing() -> None:
    """Of six pairs two lack words and one has its verdict: three are left to ask about."""
    pairs = asked(10, ("g1", "o1", "ja"))[["source_id", "target_id"]].values.tolist()

    assert sorted(pairs) == [["g1", "o2"], ["g2", "o1"], ["g2", "o2"]]


def test_the_same_input_asks_the_same() -> None:
    """The random ones too."""
    pd.testing.assert_frame_equal(asked(4), asked(4))


def test_nothing_is_asked_where_all_is_judged() -> None:
    """An empty table, with its columns."""
    every = [(goal, objective, "nei") for goal in ("g1", "g2") for objective in ("o1", "o2")]

    assert len(asked(3, *every)) == 0
