"""Units tied by shared objectives, and whether the ties follow the sectors."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.schemas.measures import COMMUNITIES, PARTITIONS, PROJECTIONS
from pipeline.scoring.projections import (
    modularity,
    shared_objective_weights,
    unit_communities,
    unit_projections,
)
from pipeline.tables import check_table
from tests.tables_for_tests import goals_table

SERVES = {"u": ("1", "2"), "v": ("1", "2"), "w": ("1",), "x": ("3",)}


def projections_of(serves: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """PROJECTIONS of units with one own goal for each objective that they serve, p = 0.8."""
    rows = [(unit, objective) for unit, theirs in serves.items() for objective in theirs]
    goals = goals_table(
        *({"goal_id": unit + objective, "unit": unit, "year": 2014} for unit, objective in rows)
    )
    served = pd.DataFrame(
        {
            "goal_id": [unit + objective for unit, objective in rows],
            "year": 2014,
            "objective_id": [objective for _, objective in rows],
            "probability": 0.8,
            "linked": True,
        }
    )
    objectives = pd.DataFrame({"year": 2014, "objective_id": ["1", "2", "3"], "in_coverage": True})
    profiles = pd.DataFrame({"goal_id": goals["goal_id"], "is_own": True})
    return check_table(unit_projections(goals, profiles, served, objectives), PROJECTIONS)


def ties_table(*ties: tuple[str, str, float]) -> pd.DataFrame:
    """PROJECTIONS of 2014 with these weights."""
    frame = pd.DataFrame(ties, columns=["first_unit", "second_unit", "weight"])
    rest = {"overlap": 0.5, "cosine": 0.5, "shared": 1, "either": 2, "objective_ids": "1"}
    return check_table(frame.assign(year=2014, **rest), PROJECTIONS)


def units_table(areas: dict[str, str | None]) -> pd.DataFrame:
    """The columns of UNITS that communities are held against."""
    return pd.DataFrame({"unit": list(areas), "year": 2014, "area": list(areas.values())})


def partition_of(
    areas: dict[str, str | None], *ties: tuple[str, str, float]
) -> tuple[pd.DataFrame, pd.Series]:
    """COMMUNITIES by unit, and the one row of PARTITIONS."""
    members, partitions = unit_communities(
        units_table(areas), ties_table(*ties), seed=1, samples=200
    )
    checked = check_table(members, COMMUNITIES).set_index("unit")
    return checked, check_table(partitions, PARTITIONS).iloc[0]


def test_a_projection_by_hand() -> None:
    """Objective 1 is served by three (½ each tie), 2 by two (1): u and v are tied by 1.5."""
    pairs = projections_of(SERVES).set_index(["first_unit", "second_unit"])

    assert pairs["weight"].to_dict() == {("u", "v"): 1.5, ("u", "w"): 0.5, ("v", "w"): 0.5}
    assert pairs.loc[("u", "v"), ["overlap", "shared", "either"]].tolist() == [1.0, 2, 2]
    assert pairs.loc[("u", "w"), "overlap"] == 0.5
    assert pairs.loc[("u", "w"), "cosine"] == pytest.approx(1 / np.sqrt(2))
    assert pairs.loc[("u", "v"), "objective_ids"] == "1 2"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.sampled_from("123456"), min_size=1), min_size=2, max_size=6))
def test_weights_are_those_of_networkx(served: list[set[str]]) -> None:
    """Newman's collaboration weights, all at once and pair by pair."""
    both = nx.Graph([(unit, each) for unit, theirs in enumerate(served) for each in theirs])
    serves = np.array([[float(each in theirs) for each in "123456"] for theirs in served])
    projected = nx.bipartite.collaboration_weighted_projected_graph(both, range(len(served)))
    expected = nx.to_numpy_array(projected, nodelist=range(len(served)))

    np.testing.assert_allclose(expected, shared_objective_weights(serves))


def test_an_objective_that_is_not_counted_or_decided_ties_nobody() -> None:
    """Only decided links to objectives that count: x shares nothing."""
    pairs = projections_of(SERVES)

    assert "x" not in set(pairs["first_unit"]) | set(pairs["second_unit"])
    assert projections_of({"u": ("1",), "x": ("3",)}).empty


TRIANGLES = (
    *(("a", "b", 1.0), ("a", "c", 1.0), ("b", "c", 1.0)),
    *(("d", "e", 1.0), ("d", "f", 1.0), ("e", "f", 1.0)),
    ("c", "d", 1.0),
)


def test_two_triangles_and_a_bridge_by_hand() -> None:
    """Seven ties, three in each group, strengths of 7 of 14: 2 · (3/7 − ¼) = 5/14."""
    sectors = dict.fromkeys("abc", "Skole") | dict.fromkeys("def", "Helse")

    members, row = partition_of(sectors, *TRIANGLES)

    assert members["community"].tolist() == [1, 1, 1, 2, 2, 2]
    assert row["modularity_communities"] == pytest.approx(5 / 14)
    assert row["modularity_sectors"] == pytest.approx(5 / 14)
    assert row["external_internal"] == pytest.approx((1 - 6) / 7)
    assert (row["rand_adjusted"], row["mutual_information"]) == (1.0, 1.0)


def test_sectors_that_ties_cut_across() -> None:
    """Each triangle holds units of both sectors: no agreement beyond chance."""
    sectors = {"a": "Skole", "b": "Helse", "c": "Skole", "d": "Helse", "e": "Skole", "f": "Helse"}

    _, row = partition_of(sectors, *TRIANGLES)

    assert row["rand_adjusted"] < 0.1
    assert row["modularity_sectors"] < 0
    assert row["sectors_chance"] > 0.5


def test_where_all_tied_units_are_of_one_sector_nothing_can_disagree() -> None:
    """No agreement is told; the E–I index still sees the units without ties outside."""
    sectors = {"a": "Skole", "b": "Skole", "c": "Skole", "d": "Helse", "e": "Kultur"}

    members, row = partition_of(sectors, ("a", "b", 1.0), ("b", "c", 1.0))

    assert pd.isna(row["rand_adjusted"])
    assert row["external_internal"] == -1.0
    assert (row["units_placed"], row["units_compared"], row["units_tied"]) == (5, 3, 3)
    assert members.loc[["d", "e"], "community"].isna().all()


def test_without_sectors_nothing_is_said_of_them() -> None:
    """Communities are still found."""
    members, row = partition_of(dict.fromkeys("abcdef"), *TRIANGLES)

    assert row["communities"] == 2
    assert row[["external_internal", "sectors_chance", "modularity_sectors"]].isna().all()
    assert members["community"].notna().all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=5, max_size=5), st.integers(0, 99))
def test_modularity_is_that_of_networkx(groups: list[int], seed: int) -> None:
    """On a random weighted graph of five units."""
    ties = np.triu(np.random.default_rng(seed).integers(0, 4, (5, 5)).astype(float), 1)
    ties[0, 1] += 1
    graph = nx.from_numpy_array(ties + ties.T)
    sets = [{at for at, each in enumerate(groups) if each == group} for group in set(groups)]
    labels = np.unique(groups, return_inverse=True)[1]

    expected = nx.community.modularity(graph, sets)

    assert modularity(ties + ties.T, labels) == pytest.approx(expected, abs=1e-9)
