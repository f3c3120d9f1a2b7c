"""The strongest path up, and where it snaps."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from pipeline.schemas.measures import CHAINS
from pipeline.scoring.chains import goal_chains
from pipeline.scoring.plansystem import plan_systems
from pipeline.tables import check_table
from tests.plan_world import PlanWorld, plan_world

# On paper: by b1 the chain is as strong as 0.4, by b2 as 0.5.
TWO_WAYS = {"g1 b1": 0.9, "b1 o1": 0.4, "g1 b2": 0.6, "b2 o1": 0.5, "g1 o1": 0.2}
ALL_LEVELS = {"g1 b1": 0.9, "b1 e1": 0.8, "e1 o1": 0.7, "g1 o1": 0.1, "b1 o1": 0.1}


def chains_of(world: PlanWorld) -> pd.DataFrame:
    """CHAINS by goal, with the borders 0.35 and 0.65."""
    systems = plan_systems(world.goals, world.links, world.documents)
    chains = goal_chains(systems, broken_below=0.35, whole_from=0.65)
    return check_table(chains, CHAINS).set_index("goal_id", drop=False)


def test_the_strongest_path_is_as_strong_as_its_weakest_step() -> None:
    """0.5 by way of b2, though the first step by b1 is the stronger."""
    chain = chains_of(plan_world(TWO_WAYS)).loc["g1"]

    assert chain["strength"] == 0.5
    assert chain["path"] == "g1 b2 o1"
    assert (chain["status"], chain["weakest_at"]) == ("uavklart", "årsbudsjett → kommuneplan")


def test_a_whole_chain_over_four_levels_by_hand() -> None:
    """0.9, 0.8 and 0.7: as strong as 0.7, and together at least 1 − 0.1 − 0.2 − 0.3 = 0.4."""
    chain = chains_of(plan_world(ALL_LEVELS)).loc["g1"]

    assert (chain["status"], chain["steps"], chain["steps_held"]) == ("whole", 3, 3)
    assert chain["strength"] == 0.7
    assert chain["strength_low"] == pytest.approx(0.4)
    assert chain["levels"] == "lederavtale → årsbudsjett → økonomiplan → kommuneplan"
    assert pd.isna(chain["break_at"])


def test_the_break_is_where_the_thread_is_lost_from_below() -> None:
    """Followed by 0.9 to b1 it is lost at the økonomiplan, though by b2 the widest path is 0.1."""
    lost = ALL_LEVELS | {"b1 e1": 0.05, "g1 b2": 0.1, "b2 e1": 0.9, "b2 o1": 0.1}

    chain = chains_of(plan_world(lost)).loc["g1"]

    assert chain["strength"] == 0.1
    assert (chain["status"], chain["steps_held"]) == ("broken", 1)
    assert chain["break_at"] == "årsbudsjett → økonomiplan"
    assert (chain["path"], chain["weakest_probability"]) == ("g1 b1 e1 o1", 0.05)


def test_a_goal_may_be_anchored_and_have_a_broken_chain() -> None:
    """It serves the kommuneplan past a budget that knows nothing of it."""
    past = ALL_LEVELS | {"g1 b1": 0.1, "g1 o1": 0.9}

    chains = chains_of(plan_world(past))

    assert chains.loc["g1", "break_at"] == "lederavtale → årsbudsjett"
    assert chains.loc["g1", "jumps"]
    assert not chains.loc["b1", "jumps"]


def test_what_a_document_states_holds_and_is_told_apart() -> None:
    """A stated step counts as 1, and beside it stands what the words alone say."""
    chain = chains_of(plan_world(ALL_LEVELS | {"e1 o1": 0.2}, stated=("e1 o1",))).loc["g1"]

    assert (chain["strength"], chain["strength_estimated"]) == (0.8, 0.2)
    assert chain["steps_stated"] == 1


def test_a_unit_goal_goes_up_by_the_result_goal_of_its_row() -> None:
    """The row's result goal is taken over from the budget; by its own words the goal is lost."""
    links = ALL_LEVELS | {"g2 b1": 0.1, "g2 o1": 0.1}
    row = plan_world(links, goals=({"goal_id": "g2", "parent_goal_id": "g1"},))

    chain = chains_of(row).loc["g2"]

    assert (chain["strength"], chain["strength_without_nesting"]) == (0.7, 0.1)
    assert chain["nested"]
    assert chain["path"] == "g2 g1 b1 e1 o1"


def test_nesting_is_no_step_between_levels() -> None:
    """A budget goal that nobody serves doesn't become served by standing under another."""
    links = {"g1 b1": 0.1, "b1 o1": 0.9, "b2 o1": 0.1, "g1 o1": 0.1}
    nested = plan_world(links, goals=({"goal_id": "b2", "parent_goal_id": "b1"},))

    chains = chains_of(nested)

    assert chains.loc["b2", "strength"] == 0.9
    assert chains.loc["g1", "strength"] == 0.1


def test_a_goal_held_against_nothing_has_no_chain() -> None:
    """No data is no zero: g2 has no link, and no row."""
    chains = chains_of(plan_world(ALL_LEVELS, goals=({"goal_id": "g2"},)))

    assert sorted(chains.index) == ["b1", "e1", "g1"]


LAYERS = {"g": 8, "b": 5, "e": 4, "o": 3}


def random_links(seed: int) -> dict[str, float]:
    """Every pair between neighbouring layers, in twentieths, so that some of them tie."""
    generator = np.random.default_rng(seed)
    return {
        f"{lower}{below} {upper}{above}": float(generator.integers(0, 21)) / 20
        for lower, upper in pairwise(LAYERS)
        for below in range(LAYERS[lower])
        for above in range(LAYERS[upper])
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_the_strength_is_the_widest_of_all_paths(seed: int) -> None:
    """Against every path there is, counted one by one."""
    links = random_links(seed)
    graph = nx.DiGraph()
    graph.add_weighted_edges_from((*pair.split(), width) for pair, width in links.items())
    tops = [f"o{each}" for each in range(LAYERS["o"])]

    strengths = chains_of(plan_world(links))["strength"]

    assert len(strengths) == 17
    for goal, strength in strengths.items():
        paths = nx.all_simple_edge_paths(graph, goal, tops)
        assert strength == max(min(graph.edges[step]["weight"] for step in path) for path in paths)


def test_an_unbroken_chain_shows_the_path_that_it_measures() -> None:
    """The steps of the path shown have the strength as their smallest, where it isn't broken."""
    links = random_links(3)
    chains = chains_of(plan_world(links))
    unbroken = chains[chains["status"].ne("broken")]

    assert len(unbroken) > 5
    for path, strength, weakest in zip(
        unbroken["path"], unbroken["strength"], unbroken["weakest_probability"], strict=True
    ):
        steps = [links[" ".join(pair)] for pair in pairwise(path.split())]
        assert min(steps) == strength == weakest
