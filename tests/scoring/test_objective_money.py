import pandas as pd

from pipeline.params import ScoringParams
from pipeline.scoring.objective_money import objective_money
from pipeline.scoring.resourcing import goal_money, resourcing
from tests.money_for_tests import money_amounts, money_documents, money_goals, unit_goal
from tests.tables_for_tests import inputs_of, money_table

PARAMS = ScoringParams()
OBJECTIVES = (
    {"goal_id": "1", "level": "kommuneplan", "kind": "hovedmål", "number": "1"},
    {"goal_id": "1.1", "level": "kommuneplan", "number": "1.1", "parent_goal_id": "1"},
    {"goal_id": "1.2", "level": "kommuneplan", "number": "1.2", "parent_goal_id": "1"},
)
GOALS = tuple(unit_goal(name, f"Mål {name}") for name in ("g", "h"))


def money_behind(serves: dict[str, tuple[str, ...]], *money, goals=GOALS) -> pd.DataFrame:
    """OBJECTIVE_MONEY by number, where each goal serves these objectives."""
    served = pd.DataFrame(
        [
            {"goal_id": goal, "year": 2015, "objective_id": objective, "linked": True}
            for goal, objectives in serves.items()
            for objective in objectives
        ]
    )
    inputs = inputs_of(
        documents=money_documents(),
        goals=money_goals(*OBJECTIVES, *goals),
        amounts=money_amounts(),
        money=money_table(*money),
    )
    money = goal_money(inputs, PARAMS)
    found = objective_money(inputs, money, served, resourcing(inputs, money, PARAMS), PARAMS)
    return found.set_index("number")


def line(goal: str, probability: float = 0.95):
    """The measure of 800 kroner behind a goal."""
    return {"goal_id": goal, "amount_id": "skole 2 2015", "probability": probability}


def test_an_amount_behind_two_goals_counts_once() -> None:
    """Both goals serve 1.1 with the same 800: the objective has 800, not 1600."""
    row = money_behind({"g": ("1.1",), "h": ("1.1",)}, line("g"), line("h")).loc["1.1"]

    assert row[
        ["goals", "goals_fresh", "amounts_low_nok", "amounts_high_nok", "lines"]
    ].tolist() == [
        *(2, 2, 800, 800, 1),
    ]


def test_money_of_two_objectives_is_surely_neithers() -> None:
    """The same money behind 1.1 and 1.2 may be for either, but is surely for 1 above both."""
    found = money_behind({"g": ("1.1", "1"), "h": ("1.2", "1")}, line("g"), line("h"))

    assert found.loc[["1.1", "1.2"], "amounts_low_nok"].tolist() == [0, 0]
    assert found["amounts_high_nok"].tolist() == [800, 800, 800]


def test_an_objective_and_the_one_above_it_are_no_rivals() -> None:
    """What is surely for 1.1 is surely for 1."""
    found = money_behind({"g": ("1.1", "1")}, line("g"))

    assert found["amounts_low_nok"].tolist() == [800, 800]


def test_the_share_of_goals_with_new_money_has_its_denominator() -> None:
    """One of two goals has money: a half, of two goals whose money is known."""
    row = money_behind({"g": ("1.1",), "h": ("1.1",)}, line("g")).loc["1.1"]

    assert row[["goals_known", "goals_no_line", "fresh_share"]].tolist() == [2, 1, 0.5]
    assert pd.isna(row["fresh_share_low"])


def test_an_objective_without_money_has_no_amount() -> None:
    """Goals without lines: the share is zero, the amounts are missing."""
    row = money_behind({"g": ("1.1",)}).loc["1.1"]

    assert row["fresh_share"] == 0
    assert row[["amounts_low_nok", "amounts_high_nok", "cuts_nok"]].isna().all()


def test_what_is_proposed_stands_behind_nothing() -> None:
    """A point of the innstilling is no decision, whatever it would serve."""
    proposal = GOALS[0] | {"level": "bystyresak", "region": "innstilling", "document_id": "sak"}

    assert money_behind({"g": ("1.1",)}, line("g"), goals=(proposal,)).empty


def test_a_cut_stands_beside_the_money() -> None:
    """Less money in what the objective's goals are about is shown, and not subtracted."""
    cut = {"goal_id": "h", "amount_id": "skole 3 2015", "is_cut": True}

    row = money_behind({"g": ("1.1",), "h": ("1.1",)}, line("g"), cut).loc["1.1"]

    assert row[["amounts_high_nok", "cuts_nok", "cut_ids"]].tolist() == [800, 300, "skole 3 2015"]
