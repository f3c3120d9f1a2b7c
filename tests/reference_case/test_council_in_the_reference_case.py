"""What the council did in the reference case, and what the documents can't tell of it."""

from pipeline.params import ScoringParams
from pipeline.schemas.coupling import LIKENESSES
from pipeline.schemas.measures import POINTS, REMARKS
from pipeline.scoring.council_money import money_columns
from pipeline.scoring.points import case_points
from pipeline.scoring.remarks import party_scores, remark_scores
from pipeline.tables import check_table, empty_table
from tests.reference_case.conftest import Case

BUDGET, ORGANISATION = "bystyresak-09-13608", "bystyresak-186-08"


def test_the_council_moved_nothing_that_can_be_told(case: Case, expected: dict) -> None:
    """The decision covers the balance of 2009 too: so more is no cut by the council."""
    money = money_columns(case.of(BUDGET, "changes"))

    assert len(expected[BUDGET]["decision"]["amounts"]) == money["areas"]
    assert (money["areas_comparable"], money["moved_nok"], money["net_nok"]) == (0, None, None)
    assert money["moved_share_least"] == 0.0


def test_no_point_is_called_added_where_the_proposal_is_not_in_points(case: Case) -> None:
    """Both cases tell the decision in points, and the proposal in tables or not at all."""
    points = case_points(
        case.goals,
        case.sections,
        empty_table(LIKENESSES),
        case.amounts,
        case.changes,
        ScoringParams(),
    )

    assert check_table(points, POINTS).empty


def test_a_remark_by_ten_parties_says_nothing_of_one(case: Case, expected: dict) -> None:
    """It is signed by all that sign anything."""
    remarks = remark_scores(case.goals, empty_table(LIKENESSES), ScoringParams())
    remarks = check_table(remarks, REMARKS)
    parties = party_scores(remarks, ScoringParams()).set_index("party")

    assert set(remarks["is_by_all"]) == {True}
    assert sorted(expected[ORGANISATION]["remark_by"]) == sorted(parties.index)
    assert set(parties["remarks"]) == {0}
    assert set(parties["remarks_by_all"]) == {1}
