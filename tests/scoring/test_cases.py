"""Proposal against decision, case by case and year by year."""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schemas.measures import CASE_OBJECTIVES, CASES, COUNCIL_YEARS
from pipeline.scoring.cases import case_objectives, case_scores, council_years
from pipeline.scoring.council_money import money_columns
from pipeline.scoring.plans import links_in_force
from pipeline.scoring.points import case_points
from pipeline.tables import check_table
from tests.case_by_hand import PARAMS, likenesses_of, sections_with, statement
from tests.tables_for_tests import (
    amounts_table,
    changes_table,
    documents_table,
    goals_table,
    links_table,
)

PLAN = {"document_id": "plan", "level": "kommuneplan", "kind": "delmål", "year": 2010}
POINTS_BY_HAND = (
    statement("innstilling", "i1", "Heis bygges i 2013.", year=2014),
    statement("innstilling", "i2", "Rampe bygges om våren.", year=2014),
    statement("innstilling", "i3", "Kulturskolen legges ned.", year=2014),
    statement("vedtak", "v1", "Heis bygges i 2013.", year=2014),
    statement("vedtak", "v2", "Rampe bygges om høsten.", year=2014),
    statement("vedtak", "v3", "Kulturskolen er gratis.", year=2014),
)
ANCHORING = {"i1": 0.5, "i2": 0.4, "i3": 0.0, "v1": 0.5, "v2": 0.4, "v3": 0.9}


def scored(
    statements: tuple = POINTS_BY_HAND,
    said: tuple[str, ...] = (),
    changes: tuple = (),
    anchoring: Mapping[str, float] = MappingProxyType(ANCHORING),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """CASES, COUNCIL_YEARS and CASE_OBJECTIVES of one case held against one objective."""
    goals = goals_table(PLAN | {"goal_id": "d1", "number": "1.1"}, *statements)
    sections = sections_with(goals, said)
    documents = documents_table(
        {"document_id": "plan", "kind": "kommuneplan", "year": 2010},
        {"document_id": "sak", "kind": "bystyresak", "year": 2014, "case_number": "48/14"},
    )
    held = set(goals["goal_id"])
    links = links_table(
        *(
            {"goal_id": goal, "objective_id": "d1", "probability": value, "linked": value > 0.8}
            for goal, value in anchoring.items()
            if goal in held
        )
    )
    in_force = links_in_force(goals, links, documents)
    moved = changes_table(*changes)
    points = case_points(
        goals, sections, likenesses_of({("i2", "v2"): 0.9}), amounts_table(), moved, PARAMS
    )
    cases = case_scores(goals, sections, documents, moved, points, in_force, PARAMS)
    return (
        check_table(cases, CASES),
        check_table(council_years(cases, moved, PARAMS), COUNCIL_YEARS),
        check_table(case_objectives(goals, points, in_force), CASE_OBJECTIVES),
    )


def test_a_case_by_hand() -> None:
    """One point of three kept, one reworded, one dropped; one of three decided points added."""
    case = scored()[0].iloc[0]

    assert (case["outcome"], case["case_number"], case["year"]) == ("changed", "48/14", 2014)
    assert case[["kept", "reworded", "dropped", "added"]].tolist() == [1, 1, 1, 1]
    assert (case["points_proposed"], case["points_decided"]) == (3, 3)
    assert case["kept_share"] == pytest.approx(1 / 3)
    assert case["kept_share_low"] < 1 / 3 < case["kept_share_high"]


def test_coupling_before_and_after_by_hand() -> None:
    """Before (0.5 + 0.4 + 0) / 3 = 0.3, after (0.5 + 0.4 + 0.9) / 3 = 0.6."""
    case = scored()[0].iloc[0]

    assert (case["proposal_held"], case["decision_held"]) == (3, 3)
    assert case["proposal_anchoring"] == pytest.approx(0.3)
    assert case["decision_anchoring"] == pytest.approx(0.6)
    assert case["anchoring_change"] == pytest.approx(0.3)
    assert case["anchoring_change_low"] <= 0.3 <= case["anchoring_change_high"]


def test_points_that_were_kept_add_no_noise() -> None:
    """Where every point is kept, the change is nothing and its interval is nothing wide."""
    case = scored(POINTS_BY_HAND[:3], ("Som innstilling.",))[0].iloc[0]

    assert case["outcome"] == "as_proposed"
    assert case[["anchoring_change", "anchoring_change_low"]].tolist() == [0.0, 0.0]
    assert case["anchoring_change_high"] == 0.0


def test_points_told_anew_in_the_same_words_add_no_noise_either() -> None:
    """Each point is drawn together with its answer: three kept points differ in no draw."""
    again = tuple(
        statement("vedtak", f"v{at}", row["text"], year=2014)
        for at, row in enumerate(POINTS_BY_HAND[:3], start=1)
    )
    same = {"i1": 0.5, "i2": 0.4, "i3": 0.0, "v1": 0.5, "v2": 0.4, "v3": 0.0}
    case = scored(POINTS_BY_HAND[:3] + again, anchoring=same)[0].iloc[0]

    assert case["outcome"] == "as_proposed"
    assert case[["anchoring_change_low", "anchoring_change_high"]].tolist() == [0.0, 0.0]


def test_objectives_before_and_after() -> None:
    """Expected points behind 1.1: 0.9 before, 1.8 after, and the link that was decided."""
    objective = scored()[2].iloc[0]

    assert objective["number"] == "1.1"
    assert objective["proposal_mass"] == pytest.approx(0.9)
    assert objective["decision_mass"] == pytest.approx(1.8)
    assert objective["proposal_link_ids"] == ""
    assert len(objective["decision_link_ids"].split()) == 1


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (("Saken utsettes.",), "postponed"),
        (("Saken tas til orientering.",), "noted"),
        (("Innstillingen forkastes.",), "rejected"),
        ((), "no_decision"),
    ],
)
def test_cases_without_a_decision_of_their_own(said: tuple[str, ...], outcome: str) -> None:
    """What was not decided is not dropped; what was turned down is."""
    cases, years, _ = scored(POINTS_BY_HAND[:3], said)

    assert cases["outcome"].tolist() == [outcome]
    assert cases["points_proposed"].tolist() == [3]
    if outcome != "rejected":
        assert cases[["kept", "dropped", "kept_share"]].isna().all(axis=None)
        assert years["cases_decided"].tolist() == [0]
    else:
        assert cases["dropped"].tolist() == [3]


def test_a_decision_without_a_proposal() -> None:
    """Where the document holds no proposal, nothing can be called added."""
    cases, years, objectives = scored(POINTS_BY_HAND[3:])

    assert cases["outcome"].tolist() == ["no_proposal"]
    assert cases[["added", "added_share", "anchoring_change"]].isna().all(axis=None)
    assert years[["cases_decided", "points_decided"]].to_numpy().tolist() == [[0, 0]]
    assert objectives.empty


def test_money_that_is_not_comparable_is_no_change_by_the_council() -> None:
    """An area with a caution counts in the bounds and in nothing else."""
    areas = (
        {"area": "Skole", "proposal_nok": 10.0, "decision_nok": 8.0, "difference_nok": -2.0},
        {"area": "Idrett", "proposal_nok": 4.0, "decision_nok": 6.0, "difference_nok": 2.0},
        {
            "area": "Helse",
            "proposal_nok": 6.0,
            "decision_nok": 9.0,
            "difference_nok": 3.0,
            "is_comparable": False,
            "caution": "Dekker mer.",
        },
    )
    cases, years, _ = scored(changes=areas)
    case = cases.iloc[0]

    assert (case["moved_nok"], case["net_nok"], case["cautions"]) == (4.0, 0.0, "Dekker mer.")
    assert case["moved_share"] == pytest.approx(4 / 14)
    assert case["comparable_share"] == pytest.approx(14 / 20)
    assert case["moved_share_least"] == pytest.approx(4 / 20)
    assert case["moved_share_most"] == pytest.approx(13 / 20)
    assert years["moved_nok"].tolist() == [4.0]


def test_nothing_comparable_is_not_nothing_moved() -> None:
    """Then what was moved is missing, and may be anything up to all that is printed."""
    row = {"proposal_nok": 6.0, "decision_nok": 9.0, "difference_nok": 3.0, "is_comparable": False}
    money = money_columns(changes_table(row))

    assert (money["moved_nok"], money["moved_share"], money["comparable_nok"]) == (None, None, 0.0)
    assert (money["moved_share_least"], money["moved_share_most"]) == (0.0, 1.5)


@given(
    st.lists(
        st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.booleans()), min_size=1, max_size=8
    )
)
def test_bounds_of_what_was_moved_hold(rows: list[tuple[float, float, bool]]) -> None:
    """The least is never above the most, and what is moved of the comparable lies between."""
    changes = pd.DataFrame(rows, columns=["proposal_nok", "decision_nok", "is_comparable"])
    changes["difference_nok"] = changes["decision_nok"] - changes["proposal_nok"]
    money = money_columns(changes)

    if money["moved_share_least"] is not None:
        assert 0 <= money["moved_share_least"] <= money["moved_share_most"]
        assert 0 <= money["comparable_share"] <= 1
