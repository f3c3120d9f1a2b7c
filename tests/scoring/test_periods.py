"""Units over their years: repeated goals make no figure surer, change is told."""

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas.measures import UNIT_PERIODS
from pipeline.scoring.periods import unit_periods
from pipeline.scoring.scores import score_coupling
from pipeline.tables import check_table
from tests.tables_for_tests import World, small_world

PARAMS = ScoringParams(bootstrap_samples=200)


def joined(*worlds: World) -> World:
    """Several years of the same municipality, the plan once, goals named by their year."""
    goals, links, documents = [], [], []
    for number, world in enumerate(worlds):
        below = world.goals["level"].eq("lederavtale")
        named = world.goals[below].assign(
            goal_id=world.goals.loc[below, "goal_id"] + f" {number}",
            document_id=world.goals.loc[below, "document_id"] + f" {number}",
        )
        goals.append(named if number else pd.concat([world.goals[~below], named]))
        links.append(
            world.links.assign(
                goal_id=world.links["goal_id"] + f" {number}",
                link_id=world.links["link_id"] + f" {number}",
            )
        )
        agreements = world.documents["kind"].eq("lederavtale")
        papers = world.documents.assign(
            document_id=world.documents["document_id"].where(
                ~agreements, world.documents["document_id"] + f" {number}"
            )
        )
        documents.append(papers[agreements] if number else papers)
    frames = [pd.concat(each, ignore_index=True) for each in (documents, goals, links)]
    return World(*frames, worlds[0].amounts)


def periods_of(world: World) -> pd.DataFrame:
    """UNIT_PERIODS by unit."""
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    frame = unit_periods(world.goals, scores.profiles, scores.units, PARAMS)
    return check_table(frame, UNIT_PERIODS).set_index("unit")


def test_goals_repeated_word_for_word_make_nothing_surer() -> None:
    """Three years of the same three goals tell as much as one year of them."""
    once = periods_of(small_world(2014)).loc["Neset"]
    thrice = periods_of(joined(*(small_world(year) for year in (2013, 2014, 2015)))).loc["Neset"]

    assert (thrice["goals"], thrice["goals_distinct"], thrice["years"]) == (9, 3, 3)
    assert thrice["responsiveness_high"] == pytest.approx(once["responsiveness_high"])
    assert thrice["distinctiveness_low"] == pytest.approx(once["distinctiveness_low"])


def test_other_goals_each_year_make_it_surer() -> None:
    """Nine different goals place Neset where three could not."""
    years = [small_world(year) for year in (2013, 2014, 2015, 2016)]
    worded = [
        World(
            world.documents,
            world.goals.assign(
                text=world.goals["text"].where(
                    world.goals["level"].eq("kommuneplan"), world.goals["text"] + f" ({number})"
                )
            ),
            world.links,
            world.amounts,
        )
        for number, world in enumerate(years)
    ]
    found = periods_of(joined(*worded)).loc["Neset"]

    assert found["goals_held"] == 12
    assert (found["quadrant"], found["years_agreeing"], found["years_contrary"]) == (
        "decoupled",
        0,
        0,
    )


def test_a_unit_of_one_year_has_no_change() -> None:
    """Nothing to compare with: missing, not zero."""
    found = periods_of(small_world()).loc["Neset"]

    assert found[["responsiveness_change", "distinctiveness_change", "has_moved"]].isna().all()
