"""The typed graph, with facts and estimates apart."""

from pathlib import Path

import networkx as nx
import pytest

from pipeline.exporting.graph import coupling_graph, write_graphml
from tests.plan_world import plan_world
from tests.tables_for_tests import small_world

LINKS = {"e1 o1": 0.2, "b1 e1": 0.8, "g1 b1": 0.4}


def graph_of(least: float | None = None) -> nx.MultiDiGraph:
    """The graph of three links, of which e1 → o1 is stated, g1 under g2."""
    nested = ({"goal_id": "g1", "parent_goal_id": "g2"}, {"goal_id": "g2"})
    world = plan_world(LINKS, stated=("e1 o1",), goals=nested)
    return coupling_graph(world.documents, world.goals, world.links, least_probability=least)


def test_what_is_stated_stands_beside_what_is_estimated() -> None:
    """Two edges: a fact without a probability, and an estimate with its own."""
    between = graph_of()["e1"]["o1"]

    assert set(between) == {"serves", "states"}
    assert between["serves"]["probability"] == pytest.approx(0.2)
    assert "probability" not in between["states"]


def test_only_decided_links_are_edges_unless_more_are_asked_for() -> None:
    """0.4 isn't decided."""
    assert not graph_of().has_edge("g1", "b1")
    assert graph_of(0.3)["g1"]["b1"]["serves"]["linked"] is False


def test_nodes_and_edges_have_types() -> None:
    """Objectives, goals, units, documents; nesting is an edge of its own kind."""
    graph = graph_of()

    assert {kind for *_, kind in graph.edges(keys=True)} == {
        *("serves", "states", "under", "in_document", "of_unit"),
    }
    types = nx.get_node_attributes(graph, "type")
    assert len(types) == len(graph)
    assert (types["o1"], types["e1"]) == ("objective", "goal")
    assert (types["unit:Neset"], types["doc-g"]) == ("unit", "document")
    assert [edge[:2] for edge in graph.edges(keys=True) if edge[2] == "under"] == [("g1", "g2")]


def test_it_can_be_written_and_read(tmp_path: Path) -> None:
    """Every value is of a kind that GraphML knows."""
    world = small_world()
    graph = coupling_graph(world.documents, world.goals, world.links)

    write_graphml(graph, tmp_path / "graph.graphml")

    again = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert (len(again), again.number_of_edges()) == (len(graph), graph.number_of_edges())
