import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.params import ScoringParams
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.resourcing import funded_goals, goal_money, resourcing
from pipeline.scoring.toldonce import lower_bounds, tellings, upper_bounds
from tests.money_for_tests import (
    BUDGET,
    PLAN,
    money_amounts,
    money_documents,
    money_goals,
    unit_goal,
)
from tests.tables_for_tests import documents_table, inputs_of, money_table

GOAL = unit_goal("g", "Elevene svømmer")
OTHER = unit_goal("h", "Elevene leser")
PARAMS = ScoringParams()


def told(inputs: Inputs) -> pd.DataFrame:
    """RESOURCING of these tables."""
    return resourcing(inputs, goal_money(inputs, PARAMS), PARAMS)


def row_of(*money, goals=(GOAL, OTHER), amounts=(), **tables) -> pd.Series:
    """The row of goal g, with these rows of MONEY."""
    inputs = inputs_of(
        **{
            "documents": money_documents(),
            "goals": money_goals(*goals),
            "amounts": money_amounts(*amounts),
            "money": money_table(*money),
        }
        | tables
    )
    return told(inputs).set_index("goal_id").loc["g"]


def line(amount: str = "skole 2 2015", **more):
    """A row of MONEY for goal g."""
    return {"goal_id": "g", "amount_id": amount, "basis": "line"} | more


def test_a_new_line_is_fresh_money() -> None:
    """A measure of 800 kroner, surely for this goal alone: at least and at most 800."""
    row = row_of(line(probability=0.95))

    assert row[["resourcing", "amounts_low_nok", "amounts_high_nok", "lines"]].tolist() == [
        *("fresh", 800.0, 800.0, 1),
    ]
    assert row["amount_ids"] == "skole 2 2015"


def test_a_likely_line_is_no_lower_bound() -> None:
    """What is only likely counts to the most there may be, and for nothing in the least."""
    row = row_of(line(probability=0.6))

    assert (row["resourcing"], row["amounts_low_nok"], row["amounts_high_nok"]) == ("fresh", 0, 800)


def test_money_that_two_goals_share_is_in_neithers_lower_bound() -> None:
    """A line behind two goals of the agreements may be for either."""
    row = row_of(line(probability=0.95), line(probability=0.95, goal_id="h"))

    assert (row["amounts_low_nok"], row["amounts_high_nok"]) == (0, 800)


def test_the_goal_above_in_the_same_row_is_no_other() -> None:
    """Resultatmål and enhetsmål of one row have the row's money together."""
    child = OTHER | {"parent_goal_id": "g"}

    row = row_of(line(probability=0.95), line(probability=0.95, goal_id="h"), goals=(GOAL, child))

    assert row["amounts_low_nok"] == 800


def test_an_unlikely_line_is_no_line() -> None:
    """Below `money_from` there is no line; amounts stay missing, and are not zero."""
    row = row_of(line(probability=0.4))

    assert row["resourcing"] == "no_line"
    assert row[["amounts_low_nok", "amounts_high_nok"]].isna().all()
    assert row["lines"] == 0


def test_no_line_has_its_denominator() -> None:
    """Two budgets in force were looked through, with the two lines of 2015 in them."""
    row = row_of()

    assert row[["resourcing", "documents_searched", "lines_searched"]].tolist() == ["no_line", 2, 2]
    assert row["document_ids"] == "budsjett plan"


def test_the_frame_alone_is_no_line_and_is_told() -> None:
    """A frame is for everything that a unit does."""
    row = row_of(line("Lia skole Netto ramme", basis="frame", probability=None, is_new=False))

    assert (row["resourcing"], row["frame_nok"]) == ("no_line", 40_000)


@pytest.mark.parametrize(
    ("pledge", "expected", "low"),
    [("firm", "fresh", 800.0), ("up_to", "fresh", 0.0), ("unsettled", "no_line", None)],
)
def test_how_firm_the_money_is_decides(pledge: str, expected: str, low: float | None) -> None:
    """«Inntil» may be less; «ikke avklart» is nothing yet."""
    row = row_of(line(probability=1.0, basis="own_row", pledge=pledge))

    assert row["resourcing"] == expected
    assert (None if pd.isna(row["amounts_low_nok"]) else row["amounts_low_nok"]) == low


def test_a_cut_is_no_money_and_is_told_apart() -> None:
    """Less money for the same thing leaves the goal without a line, with its cut shown."""
    row = row_of(line("skole 3 2015", is_cut=True))

    assert (row["resourcing"], row["cuts_nok"]) == ("no_line", 300)
    assert pd.isna(row["amounts_high_nok"])


def test_what_a_case_proposes_is_no_money() -> None:
    """A proposal in a case doesn't count where a budget is in force; its cuts are proposed cuts."""
    case = {"document_id": "sak", "year": 2015, "amount_nok": 5.0, "status": "proposal"}
    amounts = [case | {"amount_id": name, "label": name} for name in ("mer", "mindre")]

    row = row_of(line("mer"), line("mindre", is_cut=True), amounts=amounts)

    assert (row["resourcing"], row["cuts_proposed_nok"]) == ("no_line", 5)
    assert pd.isna(row["cuts_nok"])


@pytest.mark.parametrize("cell", ["text", "measure", "support", "indicator"])
def test_words_of_the_frame_are_within_it(cell: str) -> None:
    """«Innenfor rammen» in the goal or beside it says that there is no new money."""
    words = "Dekkes innenfor vedtatt ramme"

    row = row_of(goals=(GOAL | {cell: words},))

    assert (row["resourcing"], row["statement"]) == ("within_frame", words)


def test_a_standing_line_is_within_the_frame() -> None:
    """Money that was there last year is no new money."""
    assert row_of(line(is_new=False))["resourcing"] == "within_frame"


def test_nothing_is_said_without_a_budget() -> None:
    """With no budget in force, resourcing is missing and not «no line»."""
    row = row_of(documents=documents_table({"document_id": "avtale"}), amounts=())

    assert row["resourcing"] is None or pd.isna(row["resourcing"])
    assert row["documents_searched"] == 0


def test_a_budget_that_was_not_read_whole_is_unreadable() -> None:
    """A page that could not be read may hold the line."""
    rejects = pd.DataFrame(
        [{"path": "fil.pdf", "page": 3, "reason": "truncated", "detail": "side 3"}]
    )

    assert row_of(rejects=rejects)["resourcing"] == "unreadable"
    assert row_of(line(), rejects=rejects)["resourcing"] == "fresh"


def test_money_of_another_year_is_not_the_goals() -> None:
    """An agreement of 2015 has nothing of what the plan gives in 2016."""
    assert row_of(line("skole 2 2016"))["resourcing"] == "no_line"


def test_a_plans_goal_has_the_money_of_all_its_years() -> None:
    """800 in 2015 and 900 in 2016 are 1700 for a goal of the plan 2015–2016."""
    goal = {"goal_id": "g", "document_id": "plan", "level": "økonomiplan"}

    row = row_of(
        line("skole 2 2015", probability=0.95),
        line("skole 2 2016", probability=0.95),
        goals=(goal | {"year": 2015, "year_to": 2016},),
    )

    assert row[["year", "year_to", "amounts_low_nok", "amounts_high_nok"]].tolist() == [
        *(2015, 2016, 1700, 1700),
    ]


def test_money_told_three_times_counts_once() -> None:
    """The plan's measure of 800 holds the decision's 300 more, told in a table and a sentence."""
    sentence = "Svømmeopplæringen styrkes med ytterligere 300 kroner."
    told = {"document_id": "sak", "amount_nok": 300.0, "year": 2015, "status": "decision"}
    label = "Skole: svømmeopplæring, leie av basseng"
    amounts = [
        told | {"amount_id": "tabell", "label": label, "table": 4, "row": 1},
        told | {"amount_id": "setning", "label": sentence},
    ]

    row = row_of(
        *(line(each, probability=0.95) for each in ("skole 2 2015", "tabell", "setning")),
        amounts=amounts,
    )

    assert row[["amounts_low_nok", "amounts_high_nok", "lines"]].tolist() == [800, 800, 1]
    assert row["amount_ids"] == "setning skole 2 2015 tabell"


def test_two_units_with_the_same_support_have_it_twice() -> None:
    """Equal words in two agreements are two amounts; in budgets they are one told twice."""
    rows = pd.DataFrame(
        {
            "document_id": ["a", "b", "a", "b"],
            "table": None,
            "year": 2015,
            "label": "Kr 5 til bøker",
            "amount_nok": 5.0,
            "scope": ["a", "b", "", ""],
        }
    )

    assert tellings(rows).tolist() == [0, 1, 2, 2]


def test_equal_amounts_for_different_things_are_different_money() -> None:
    """600 for one measure and 600 for another are 1200."""
    rows = pd.DataFrame(
        {
            "document_id": ["plan", "sak"],
            "table": [1, 2],
            "year": 2015,
            "label": ["Klimarådgiver", "Familieråd"],
            "amount_nok": 600.0,
            "scope": "",
        }
    )

    assert tellings(rows).tolist() == [0, 1]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.integers(0, 2),
            st.integers(0, 3),
            st.integers(2014, 2015),
            st.integers(1, 9),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_lower_bound_is_never_above_the_upper(rows) -> None:
    """Whatever is told where, the least there is can't be more than the most."""
    names = ["document_id", "table", "telling", "year", "amount_nok"]
    money = pd.DataFrame(rows, columns=names).assign(goal_id="g")

    assert lower_bounds(money, ["goal_id"]).le(upper_bounds(money, ["goal_id"])).all()


def test_funded_goals_have_a_line_or_an_amount_and_no_frame() -> None:
    """What keeps a goal from being ceremonial is money of its own."""
    inputs = inputs_of(
        documents=money_documents(),
        goals=money_goals(GOAL, OTHER),
        amounts=money_amounts(),
        money=money_table(
            line(), line("Lia skole Netto ramme", goal_id="h", basis="frame", probability=None)
        ),
    )

    assert funded_goals(goal_money(inputs, PARAMS)) == {"g"}


def test_resourcing_is_blind_to_row_order() -> None:
    """Shuffled tables give the same rows."""
    rows = (
        line(probability=0.95),
        line("skole 3 2015", is_cut=True),
        line("skole 2 2015", goal_id="h"),
    )
    tables = {
        "documents": money_documents(),
        "goals": money_goals(GOAL, OTHER),
        "amounts": money_amounts(),
        "money": money_table(*rows),
    }
    shuffled = {name: table.iloc[::-1].reset_index(drop=True) for name, table in tables.items()}

    pd.testing.assert_frame_equal(told(inputs_of(**tables)), told(inputs_of(**shuffled)))


def test_resourcing_of_nothing_is_an_empty_table() -> None:
    """A corpus of plans alone has no goals to ask about."""
    assert told(inputs_of(documents=documents_table(PLAN, BUDGET))).empty
