"""Isomorphism over years: who was first, the right denominator, growing or not."""

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas.measures import ISOMORPHISM_PAIRS, ISOMORPHISM_TRENDS, ISOMORPHISM_YEARS
from pipeline.scoring.isomorphism import Alike, isomorphism
from pipeline.scoring.isomorphism_years import trends, with_first, year_means
from pipeline.tables import check_table
from tests.tables_for_tests import Row, goals_table, likenesses_table, links_table

PARAMS = ScoringParams(bootstrap_samples=300)
TEXT = "Familien velger selv sted og tid for sitt eget familieråd"
OTHER = "Turnus for kjøkkenet legges seks uker fram"


def own_goal(unit: str, year: int, number: int, text: str, area: str | None = None) -> Row:
    """An own goal, named by unit, year and number."""
    about = {"document_id": f"avtale {unit} {year}", "unit": unit, "year": year, "part": "enhet"}
    return about | {"goal_id": f"{unit}{year}-{number}", "text": text, "area": area}


def of(goals: list[Row], same: list[tuple[str, str]]) -> Alike:
    """Isomorphism where the named goals say the same for certain."""
    near = [{"first_id": a, "second_id": b, "probability": 1.0} for a, b in same]
    return isomorphism(goals_table(*goals), links_table(), likenesses_table(*near), PARAMS)


@pytest.mark.parametrize(("text_of_b", "expected"), [(OTHER, "A"), (TEXT, None)])
def test_the_unit_that_had_the_wording_the_year_before_was_first(
    text_of_b: str, expected: str | None
) -> None:
    """A had it in 2013 and B in 2014; where both had it in 2013, the years don't tell."""
    goals = [own_goal("A", 2013, 1, TEXT), own_goal("B", 2013, 1, text_of_b)]
    goals += [own_goal(unit, 2014, 1, TEXT) for unit in "AB"]

    pairs = check_table(with_first(of(goals, [("A2014-1", "B2014-1")]), PARAMS), ISOMORPHISM_PAIRS)

    first = pairs["first_with_it"].item()
    assert (None if pd.isna(first) else first) == expected
    assert pairs["since_a"].item() == 2013


def test_nobody_was_first_where_the_other_had_no_agreement_that_year() -> None:
    """What B wrote in 2013 is not in the corpus, so that nothing is known."""
    goals = [own_goal("A", 2013, 1, TEXT), *(own_goal(unit, 2014, 1, TEXT) for unit in "AB")]

    pairs = with_first(of(goals, [("A2014-1", "B2014-1")]), PARAMS)

    assert pd.isna(pairs["first_with_it"].item())


def four_units() -> list[Row]:
    """A and B in one area, C in another, D in none that is known; one goal each, two years."""
    areas = {"A": "Skole", "B": "Skole", "C": "Helse", "D": None}
    return [
        own_goal(unit, year, 1, TEXT if unit in "AB" else OTHER, area)
        for unit, area in areas.items()
        for year in (2013, 2014)
    ]


def test_the_mean_counts_every_pair_of_units_alike_or_not() -> None:
    """By hand: one of six pairs is wholly alike, 1/6; in the same area one of one."""
    years = year_means(of(four_units(), [("A2014-1", "B2014-1")]), PARAMS)

    found = check_table(years, ISOMORPHISM_YEARS).set_index(["scope", "year"])
    assert found.loc[("all", 2014), ["pairs", "pairs_alike"]].tolist() == [6, 1]
    assert found.loc[("all", 2014), "isomorphism"] == pytest.approx(1 / 6)
    assert found.loc[("all", 2014), "copied"] == pytest.approx(1 / 6)
    assert found.loc[("same_area", 2014), ["pairs", "isomorphism"]].tolist() == [1, 1.0]
    assert found.loc[("other_area", 2014), ["pairs", "isomorphism"]].tolist() == [2, 0.0]
    assert found.loc[("all", 2013), "isomorphism"] == 0.0


def pair_over_years(copied: dict[int, int], size: int = 8) -> Alike:
    """Two units with `size` goals, of which so many are copied in each year."""
    goals, same = [], []
    for year, count in copied.items():
        for at in range(size):
            for unit in "AB":
                words = f"{TEXT} nummer {at}" if at < count else f"{OTHER} {unit} {at}"
                goals.append(own_goal(unit, year, at, words))
            if at < count:
                same.append((f"A{year}-{at}", f"B{year}-{at}"))
    return of(goals, same)


def trend_of_pair(alike: Alike) -> pd.Series:
    """The row of the pair's copied part."""
    table = check_table(trends(alike, PARAMS), ISOMORPHISM_TRENDS)
    return table[table["scope"].eq("pair") & table["measure"].eq("copied")].iloc[0]


@pytest.mark.parametrize(
    ("copied", "expected"),
    [
        ({2013: 0, 2014: 4, 2015: 8}, "growing"),
        ({2013: 8, 2014: 4, 2015: 0}, "falling"),
        ({2013: 3, 2014: 4, 2015: 4}, "uavklart"),
    ],
)
def test_a_trend_is_told_where_its_interval_leaves_out_nothing(
    copied: dict[int, int], expected: str
) -> None:
    """From none to all in three years is growing; one goal more is not."""
    row = trend_of_pair(pair_over_years(copied))

    assert row["direction"] == expected
    assert row["slope"] == pytest.approx((row["last_value"] - row["first_value"]) / 2)
    assert row["years"] == 3


def test_a_year_in_which_the_two_are_not_alike_counts_as_nothing_in_their_trend() -> None:
    """The pair has no row in 2013, and its first value is 0 and not missing."""
    row = trend_of_pair(pair_over_years({2013: 0, 2014: 8}))

    assert (row["first_year"], row["first_value"], row["change"]) == (2013, 0.0, 1.0)


def test_one_year_has_no_trend() -> None:
    """With a single year there is nothing to compare."""
    assert trends(pair_over_years({2014: 5}), PARAMS).empty
