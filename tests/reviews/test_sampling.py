"""Which pairs chance asks about, and how likely each is to be asked."""

import numpy as np
import pandas as pd

from pipeline.reviews.sampling import (
    drawing_order,
    inclusion,
    pairs_to_draw,
    reserved,
    sizes,
)
from tests.tables_for_tests import goals_table, links_table

SEEDS = range(800)
DRAWN = 5


def frame(count: int = 24) -> pd.DataFrame:
    """Pairs from sure to open."""
    names = [f"l_{at}" for at in range(count)]
    likely = np.linspace(0.0, 0.5, count) ** 2
    return pd.DataFrame(
        {
            "link_id": names,
            "goal_id": [f"g{at}" for at in range(count)],
            "objective_id": "o",
            "probability_before": likely,
        }
    )


def shares_drawn(links: pd.DataFrame, count: int) -> pd.Series:
    """How often each pair is among the first `count`, over many seeds."""
    firsts = pd.concat([drawing_order(links, seed)["link_id"].head(count) for seed in SEEDS])
    counts: pd.Series = firsts.value_counts()
    return counts.reindex(links["link_id"]).fillna(0) / len(SEEDS)


def test_a_pair_is_drawn_as_often_as_its_chance_says() -> None:
    """Over many seeds, a sample of n holds it with a chance of n times its own."""
    links = frame()
    told = drawing_order(links, 0).set_index("link_id")["chance"].reindex(links["link_id"])
    error = 4 * np.sqrt(DRAWN * told * (1 - DRAWN * told) / len(SEEDS)) + 0.01

    assert ((shares_drawn(links, DRAWN) - DRAWN * told).abs() <= error).all()


def test_where_most_are_drawn_chances_are_about_those_that_sum_to_the_number() -> None:
    """No chance is above 1, and what one can't take the others share."""
    links = frame(6)
    told = inclusion(sizes(links["probability_before"].to_numpy()), 4)
    drawn = shares_drawn(links, 4).to_numpy()

    assert np.isclose(told.sum(), 4)
    assert (np.abs(drawn - told) < 0.15).all()


def test_chances_sum_to_one_and_none_is_nothing() -> None:
    """Even what the engine takes for impossible may be asked."""
    chance = drawing_order(frame(), 3)["chance"]

    assert np.isclose(chance.sum(), 1.0)
    assert chance.min() > 0


def test_a_larger_sample_holds_the_smaller_one() -> None:
    """New pairs come between, and leave the others in their order."""
    links = frame()
    before = drawing_order(links[links["link_id"].ne("l_7")], 1)["link_id"].tolist()
    after = drawing_order(links, 1)["link_id"].tolist()

    assert [each for each in after if each != "l_7"] == before


def test_the_order_of_rows_is_no_matter_and_the_seed_is() -> None:
    """The same pairs, the same order; another seed, another."""
    links = frame()
    once = drawing_order(links, 1)

    pd.testing.assert_frame_equal(once, drawing_order(links.iloc[::-1], 1))
    assert once["link_id"].tolist() != drawing_order(links, 2)["link_id"].tolist()


def test_units_own_goals_against_the_kommuneplan_are_drawn() -> None:
    """Neither what a budget says, nor what an agreement takes over, nor other levels."""
    goals = goals_table(
        {"goal_id": "own", "unit": "Neset", "year": 2014, "part": "enhet"},
        {"goal_id": "shared", "unit": "Neset", "year": 2014, "part": "kommune"},
        {"goal_id": "budget", "level": "årsbudsjett"},
    )
    links = links_table(
        *({"goal_id": goal, "objective_id": "d1"} for goal in ("own", "shared", "budget")),
        {"goal_id": "own", "objective_id": "b1", "objective_level": "årsbudsjett"},
    )
    drawn = pairs_to_draw(links, goals)

    assert drawn[["goal_id", "objective_id"]].to_numpy().tolist() == [["own", "d1"]]


def test_the_head_of_the_order_is_kept_for_chance() -> None:
    """A tenth of a small frame."""
    order = drawing_order(frame(), 1)

    assert reserved(order)["link_id"].tolist() == order["link_id"].head(3).tolist()


def test_nothing_to_draw_gives_no_rows() -> None:
    """A corpus without links has an empty order."""
    empty = frame().head(0)

    assert list(drawing_order(empty, 1)) == ["link_id", "goal_id", "objective_id", "chance"]
    assert drawing_order(empty, 1).empty
