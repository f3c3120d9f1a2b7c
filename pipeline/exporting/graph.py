"""The couplings as a graph: goals, objectives, units and documents, with typed edges."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

# XML 1.0 has no place for most control characters, wherever a document got them from.
_NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {
    0xFFFE: None,
    0xFFFF: None,
}


_GOAL_VALUES = ("level", "kind", "number", "part", "unit", "area", "year", "page")


def coupling_graph(documents: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame) -> nx.DiGraph:
    """A directed graph: unit → goal → objective, goal → parent goal, goal → document.

    Nodes have `type` (goal, unit, document) and `label`; edges have `type`: `serves` (an estimated
    link, with `probability` and `kind`), `states` (the document itself says so), `under` (nesting),
    `of_unit` and `in_document`. Only decided links are edges.
    """
    graph = nx.DiGraph()
    for document in documents.to_dict("records"):
        graph.add_node(
            document["document_id"],
            type="document",
            label=_clean(document["title"]),
            kind=document["kind"],
        )
    for goal in goals.to_dict("records"):
        _add_goal(graph, goal)
    columns = ["goal_id", "objective_id", "explicit", "probability", "kind"]
    for link in links.loc[links["linked"], columns].to_dict("records"):
        graph.add_edge(
            link["goal_id"],
            link["objective_id"],
            type="states" if link["explicit"] else "serves",
            probability=float(link["probability"]),
            kind=link["kind"],
        )
    return graph


def write_graphml(graph: nx.DiGraph, path: Path) -> None:
    """Write the graph as GraphML in UTF-8."""
    nx.write_graphml(graph, path, encoding="utf-8", named_key_ids=True)


def _add_goal(graph: nx.DiGraph, goal: dict[Hashable, Any]) -> None:
    values = {name: _clean(goal[name]) for name in _GOAL_VALUES if pd.notna(goal[name])}
    goal_id = goal["goal_id"]
    graph.add_node(goal_id, type="goal", label=_clean(goal["text"]), **values)
    graph.add_edge(goal_id, goal["document_id"], type="in_document")
    if "unit" in values:
        unit_node = f"unit:{values['unit']}"
        graph.add_node(unit_node, type="unit", label=values["unit"])
        graph.add_edge(unit_node, goal_id, type="of_unit")
    if pd.notna(goal["parent_goal_id"]):
        graph.add_edge(goal_id, goal["parent_goal_id"], type="under")


def _clean(value: object) -> str | int:
    return value if isinstance(value, int) else str(value).translate(_NOT_IN_XML)
