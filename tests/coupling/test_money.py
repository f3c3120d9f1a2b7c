import pandas as pd
import pytest

from pipeline.coupling.money import (
    FEATURES,
    Claims,
    Labels,
    claims_of,
    goals_to_money,
    likely_pairs,
    load_money_model,
    money_views,
)
from pipeline.params import CouplingParams
from tests.money_for_tests import money_amounts, money_documents, money_goals, unit_goal
from tests.tables_for_tests import amounts_table, sections_table

SWIM = unit_goal(
    "svømme", "Elevene på fjerde trinn er svømmedyktige", measure="Svømmekurs; leie av basseng"
)
QUIET = unit_goal("ro", "Det er ro ved overgang til friminutt")


def money_of(*goals, amounts=()) -> pd.DataFrame:
    """MONEY of these goals in the small municipality."""
    return goals_to_money(
        money_goals(*goals),
        money_amounts(*amounts),
        money_documents(),
        sections_table(),
        CouplingParams(),
    )


def basis_of(money: pd.DataFrame, goal: str) -> dict[str, list[str]]:
    """The goal's amounts by basis."""
    rows = money[money["goal_id"].eq(goal)]
    return {basis: sorted(ids) for basis, ids in rows.groupby("basis")["amount_id"]}


def test_a_line_about_the_same_thing_stands_behind_the_goal() -> None:
    """The measure for swimming stands behind the goal of swimming, in the goal's year alone."""
    money = money_of(SWIM, QUIET)

    assert basis_of(money, "svømme")["line"] == ["skole 2 2015"]
    assert "line" not in basis_of(money, "ro")


def test_the_frame_is_the_units_own_and_never_probable() -> None:
    """A unit's goals have its own net frame, which is meant for all and so has no probability."""
    money = money_of(QUIET)

    assert basis_of(money, "ro")["frame"] == ["Lia skole Netto ramme"]
    assert money.loc[money["basis"].eq("frame"), "probability"].isna().all()


def test_a_goal_without_a_unit_has_the_frame_that_its_heading_names() -> None:
    """A budget's goal under «4.1 Skole» is under the frame of schools."""
    goal = {"goal_id": "b", "document_id": "budsjett", "level": "årsbudsjett", "year": 2015}

    money = money_of(goal | {"text": "Alle trives", "context": "4 Resultatmål > 4.1 Skole"})

    assert basis_of(money, "b")["frame"] == ["Sum skole Netto ramme"]


@pytest.mark.parametrize("cell", ["support", "measure", "indicator"])
def test_an_amount_beside_the_goal_is_its_own(cell: str) -> None:
    """«Kr 90 000 i gaver» in a cell beside the goal is money in its own row, for it alone."""
    gift = {"amount_id": "gave", "document_id": "avtale", "label": "Kr 90 000 i gaver"}
    goals = (QUIET | {cell: "Rektor; Kr 90 000 i gaver"}, SWIM)

    money = money_of(*goals, amounts=[gift | {"amount_nok": 90_000.0, "year": 2015}])

    assert basis_of(money, "ro")["own_row"] == ["gave"]
    assert "own_row" not in basis_of(money, "svømme")
    assert money.loc[money["amount_id"].eq("gave"), "probability"].tolist() == [1.0]


def test_what_is_not_settled_says_so() -> None:
    """Money that is asked for is marked, so that no measure takes it for granted."""
    asked = {"amount_id": "søkt", "document_id": "avtale", "label": "Kr 80 000, etter søknad"}
    goal = QUIET | {"support": "Kr 80 000, etter søknad"}

    money = money_of(goal, amounts=[asked | {"amount_nok": 80_000.0, "year": 2015}])

    assert money.loc[money["amount_id"].eq("søkt"), "pledge"].tolist() == ["unsettled"]


@pytest.mark.parametrize(("title", "is_cut"), [("Kutt i driften", True), ("Budsjettet", False)])
def test_a_case_that_saves_gives_no_money_to_its_points(title: str, is_cut: bool) -> None:
    """«Skolene får 4 millioner» is less money in a case of savings, and more in another."""
    text = "Skolene får 4 millioner kroner."
    point = {"goal_id": "p", "document_id": "k", "level": "bystyresak", "year": 2015, "text": text}
    amount = {"amount_id": "p", "document_id": "k", "label": text, "amount_nok": 4e6}
    case = {"document_id": "k", "kind": "bystyresak", "title": title, "year": 2015}

    money = goals_to_money(
        money_goals(point),
        amounts_table(amount | {"status": "decision"}),
        money_documents(case),
        sections_table(),
        CouplingParams(),
    )

    assert money[["basis", "is_cut"]].to_numpy().tolist() == [["own_row", is_cut]]


def test_a_plan_goal_has_no_budget_behind_it() -> None:
    """The kommuneplan decides no money; its objectives have it through their goals."""
    plan = {"goal_id": "o", "level": "kommuneplan", "year": 2010, "text": "Alle kan svømme"}

    assert money_of(plan).empty


def test_the_units_name_tells_nothing() -> None:
    """Each goal of a kulturhus says kulturhus: a line that says it too isn't therefore about it."""
    goal = unit_goal("navn", "Kulturhuset er åpent for alle", unit="Havna kulturhus")

    claims = claims_of(money_goals(goal), pd.DataFrame({"unit": [], "service": []}))

    assert claims["words"].tolist() == ["er åpent for alle"]


def test_money_is_blind_to_row_order() -> None:
    """Shuffled goals and amounts give the same table."""
    goals, amounts = money_goals(SWIM, QUIET), money_amounts()
    tables = (money_documents(), sections_table(), CouplingParams())

    shuffled = goals_to_money(goals.iloc[::-1], amounts.sample(frac=1, random_state=1), *tables)

    pd.testing.assert_frame_equal(shuffled, goals_to_money(goals, amounts, *tables))


def test_money_of_nothing_is_an_empty_table() -> None:
    """No goals or no amounts: a table without rows."""
    assert money_of().empty


def test_a_known_pair_is_more_likely_in_its_own_service() -> None:
    """The same words under another service are less probably meant for the goal."""
    claims = Claims(["Flere barn får plass"], [""], ["Barnehage"], ["nb"])
    labels = Labels(["Nye plasser"] * 2, ["Barnehage", "Veg"], ["", ""], ["nb", "nb"])

    pairs = likely_pairs(claims, labels, load_money_model(), least=0.0)

    own, other = pairs.sort_values("label")["probability"]
    assert own > other


def test_nynorsk_meets_bokmal() -> None:
    """«Heimebesøk» in nynorsk and «hjemmebesøk» in bokmål are one word."""
    claims = Claims(["Eldre får heimebesøk"], [""], [""], ["nn"])
    labels = Labels(["Hjemmebesøk", "Biler"], ["", ""], ["", ""], ["nb", "nb"])

    covered = money_views(claims, labels).features(pd.RangeIndex(1).to_numpy())["covered"]

    assert covered[0, 0] > 0.9
    assert covered[0, 1] == 0


def test_the_shipped_weights_know_every_feature() -> None:
    """No feature goes unweighed, and likeness never counts against a pair."""
    weights = load_money_model().weights

    assert set(weights) == set(FEATURES)
    assert min(weights.values()) >= 0
