"""Laws that hold for the stage as a whole."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import TableError
from pipeline.params import ScoringParams
from pipeline.schemas import DOCUMENTS, GOALS, LINKS, OBJECTIVES, PROFILES, UNITS
from pipeline.scoring.scores import Scores, score_coupling
from pipeline.tables import check_table, empty_table
from tests.tables_for_tests import World, small_world

PARAMS = ScoringParams(bootstrap_samples=50)
WORLD = small_world()


def scores_of(world: World) -> Scores:
    """The world's scores."""
    return score_coupling(world.goals, world.links, world.documents, PARAMS)


def equal(one: Scores, other: Scores) -> bool:
    """Whether all three tables are the same, to the last digit."""
    return (
        one.profiles.equals(other.profiles)
        and one.units.equals(other.units)
        and one.objectives.equals(other.objectives)
    )


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_moves_nothing(seed: int) -> None:
    """Shuffled goals, links and documents give the same tables."""
    probability = np.random.default_rng(seed).random(len(WORLD.links))
    links = WORLD.links.assign(probability=probability, linked=probability > 0.5)
    frames = (WORLD.documents, WORLD.goals, links, WORLD.amounts)
    shuffled = [frame.sample(frac=1, random_state=seed) for frame in frames]

    assert equal(scores_of(World(*shuffled)), scores_of(World(*frames)))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_all_figures_stay_in_range_and_intervals_hold_their_means(data) -> None:
    """Whatever the probabilities and containments, the schemas hold and low ≤ mean ≤ high."""
    n = len(WORLD.links)
    share = st.lists(st.floats(0, 1), min_size=n, max_size=n)
    probability = pd.Series(data.draw(share))
    links = WORLD.links.assign(
        probability=probability, linked=probability.ge(0.5), containment=data.draw(share)
    )

    found = scores_of(World(WORLD.documents, WORLD.goals, links, WORLD.amounts))

    check_table(found.profiles, PROFILES)
    check_table(found.objectives, OBJECTIVES)
    units = check_table(found.units, UNITS)
    for axis in ("responsiveness", "distinctiveness"):
        low, mean, high = units[f"{axis}_low"], units[axis], units[f"{axis}_high"]
        assert (low.le(mean) & mean.le(high)).all()


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["Neset", "Strandvegen skole"]), st.integers(0, 2))
def test_a_goal_copied_by_another_unit_never_raises_distinctiveness(unit: str, place: int) -> None:
    """A new unit that copies one goal leaves nobody more distinct than before."""
    goal = WORLD.goals[WORLD.goals["goal_id"].eq(f"{unit} {place}")]
    links = WORLD.links[WORLD.links["goal_id"].eq(f"{unit} {place}")]
    copied = World(
        WORLD.documents,
        pd.concat([WORLD.goals, goal.assign(goal_id="copy", unit="Avskriveren")]),
        pd.concat([WORLD.links, links.assign(goal_id="copy", link_id="l" + links["link_id"])]),
        WORLD.amounts,
    )
    before = scores_of(WORLD).units.set_index("unit")["distinctiveness"]

    after = scores_of(copied).units.set_index("unit")["distinctiveness"]

    assert (after[before.index] <= before).all()
    assert after[unit] < before[unit]
    assert after["Avskriveren"] == 0


def test_a_new_unit_leaves_the_others_intervals_alone() -> None:
    """Each unit's interval is drawn by itself."""
    without = World(
        WORLD.documents[WORLD.documents["unit"].ne("Neset").fillna(True)],
        WORLD.goals[WORLD.goals["unit"].ne("Neset").fillna(True)],
        WORLD.links[~WORLD.links["goal_id"].str.startswith("Neset")],
        WORLD.amounts,
    )

    before, after = scores_of(without).units, scores_of(WORLD).units

    assert before.equals(after[after["unit"].ne("Neset")].reset_index(drop=True))


def test_no_documents_give_empty_tables() -> None:
    """An empty corpus is scored without a fault."""
    found = score_coupling(empty_table(GOALS), empty_table(LINKS), empty_table(DOCUMENTS), PARAMS)

    assert found.profiles.empty
    assert found.units.empty
    assert found.objectives.empty


def test_a_link_to_an_unknown_goal_stops_the_run() -> None:
    """Tables of different runs are told apart by name, not scored together."""
    goals = WORLD.goals[WORLD.goals["goal_id"].ne("d11")]

    with pytest.raises(TableError, match=r"objective_id in the table goals, came 'd11'"):
        score_coupling(goals, WORLD.links, WORLD.documents, PARAMS)
