"""Remarks, the parties behind them, and what returns in the decision."""

import pandas as pd

from pipeline.schemas.measures import PARTIES, REMARKS
from pipeline.scoring.remarks import party_scores, remark_scores
from pipeline.tables import check_table
from tests.case_by_hand import PARAMS, likenesses_of, statement
from tests.tables_for_tests import goals_table

ALL = "Ap, H, SV"


def remark(goal: str, parties: str | None, **known: object) -> dict:
    """A paragraph of a remark."""
    return statement(
        "merknad", goal, "Flertallet vil ha heis.", parties=parties, year=2014, **known
    )


def remarks_of(*rows: dict, decided: bool = True) -> pd.DataFrame:
    """REMARKS; m1 says what v1 decides, m2 maybe, others don't."""
    points = [statement("vedtak", "v1", "Heis bygges."), statement("vedtak", "v2", "Rampe bygges.")]
    goals = goals_table(*rows, *(points if decided else []))
    likely = {("m1", "v1"): 0.9, ("m1", "v2"): 0.1, ("m2", "v1"): 0.3}
    likenesses = likenesses_of(likely, second_taken_over=0.5)
    scores = remark_scores(goals, likenesses if decided else likenesses[:0], PARAMS)
    return check_table(scores, REMARKS)


def test_what_returns() -> None:
    """Surely, maybe, not; with the point that says it and how much of its words stand here."""
    scores = remarks_of(remark("m1", "Ap"), remark("m2", "H"), remark("m3", "SV"))

    assert scores["returns"].tolist() == ["ja", "uavklart", "nei"]
    assert scores["decision_goal_ids"].tolist() == ["v1", "", ""]
    assert scores["taken_over"].tolist()[:2] == [0.5, 0.5]
    assert set(scores["points"]) == {2}


def test_without_a_decision_nothing_is_told() -> None:
    """Where the document holds no decision, a remark did not fail to return."""
    assert remarks_of(remark("m1", "Ap"), decided=False)["returns"].isna().all()


def test_a_remark_by_all_says_nothing_of_one() -> None:
    """It is counted apart: Ap has one remark of its own, which returns; SV has none."""
    scores = remarks_of(remark("m1", "Ap, H"), remark("m3", ALL), remark("m4", None))
    parties = check_table(party_scores(scores, PARAMS), PARTIES).set_index("party")

    assert scores["is_by_all"].tolist()[:2] == [False, True]
    assert pd.isna(scores["is_by_all"].tolist()[2])
    assert parties["remarks"].to_dict() == {"Ap": 1, "H": 1, "SV": 0}
    assert set(parties["remarks_by_all"]) == {1}
    assert parties.loc["Ap", "returning_share"] == 1.0
    assert pd.isna(parties.loc["SV", "returning_share"])


def test_a_remark_of_two_paragraphs_is_one() -> None:
    """It returns where one of its paragraphs does; an unclear one widens the interval."""
    scores = remarks_of(
        remark("m3", "Ap", context="Flertallsmerknad – Ap:"),
        remark("m1", "Ap", parent_goal_id="m3", context="Flertallsmerknad – Ap:"),
        remark("m2", "Ap"),
        remark("m5", "H"),
    )
    ap = check_table(party_scores(scores, PARAMS), PARTIES).set_index("party").loc["Ap"]

    assert (ap["remarks"], ap["majority"], ap["returning"], ap["unclear"]) == (2, 1, 1, 1)
    assert ap["returning_share_high"] == 1.0
    assert ap["goal_ids"] == "m2 m3"
