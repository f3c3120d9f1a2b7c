"""Which documents lie on the likeliest paths."""

import pandas as pd
import pytest

from pipeline.schemas.measures import CARRIERS
from pipeline.scoring.carriers import document_carriers
from pipeline.scoring.plansystem import plan_systems
from pipeline.tables import check_table
from tests.plan_world import PlanWorld, plan_world


def carriers_of(world: PlanWorld, own: tuple[str, ...] = ("g1", "g2")) -> pd.DataFrame:
    """CARRIERS by document."""
    systems = plan_systems(world.goals, world.links, world.documents)
    found = document_carriers(systems, own, linked_from=0.35)
    return check_table(found, CARRIERS).set_index("document_id")


def test_the_likelier_path_by_hand() -> None:
    """0.9 · 0.8 = 0.72 by the budget beats 0.5 past it, and 0.75 past it beats 0.72."""
    by_budget = {"g1 b1": 0.9, "b1 o1": 0.8}

    assert carriers_of(plan_world(by_budget | {"g1 o1": 0.5})).loc["doc-b", "betweenness"] == 1.0
    assert carriers_of(plan_world(by_budget | {"g1 o1": 0.75})).loc["doc-b", "betweenness"] == 0.0


def test_the_share_of_all_pairs() -> None:
    """Of two goals one goes by the budget: ½, carried by one of its two goals."""
    links = {"g1 b1": 0.9, "b1 o1": 0.9, "g1 o1": 0.5, "g2 o1": 0.9, "b2 o1": 0.9, "g2 b2": 0.1}

    row = carriers_of(plan_world(links)).loc["doc-b"]

    assert (row["betweenness"], row["pairs"], row["pairs_carried"]) == (0.5, 2, 1.0)
    assert (row["goals"], row["goals_carrying"], row["best_goal_id"]) == (2, 1, "b1")


def test_equally_likely_paths_count_in_part() -> None:
    """Two budgets on the same terms carry half each."""
    links = {"g1 b1": 0.9, "b1 o1": 0.8, "g1 b2": 0.9, "b2 o1": 0.8, "g1 o1": 0.1}
    two = plan_world(links, goals=({"goal_id": "b2", "document_id": "doc-b2"},))

    assert carriers_of(two)["betweenness"].tolist() == [0.5, 0.5]


def test_a_goal_is_carried_by_the_row_it_stands_in() -> None:
    """g2 stands under g1, which the budget carries; the agreement itself is no carrier."""
    links = {"g1 b1": 0.9, "b1 o1": 0.9, "g1 o1": 0.1, "g2 o1": 0.1}
    row = plan_world(links, goals=({"goal_id": "g2", "parent_goal_id": "g1"},))

    carriers = carriers_of(row, own=("g2",))

    assert carriers["betweenness"].to_dict() == {"doc-b": pytest.approx(1.0)}


def test_where_nothing_is_tied_the_share_is_missing() -> None:
    """No pair, no denominator: missing, not 0."""
    row = carriers_of(plan_world({"g1 b1": 0.1, "b1 o1": 0.1, "g1 o1": 0.1})).loc["doc-b"]

    assert pd.isna(row["betweenness"])
    assert row["pairs"] == 0
