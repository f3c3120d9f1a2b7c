"""The couplings as a graph: goals, objectives, units and documents, with typed edges."""

from pathlib import Path

import networkx as nx
import pandas as pd

# XML 1.0 has no place for most control characters, wherever a document got them from.
_NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {
    0xFFFE: None,
    0xFFFF: None,
}


def coupling_graph(documents: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame) -> nx.DiGraph:
    """A directed graph: unit → goal → objective, goal → parent goal, goal → document.

    Nodes have `type` (goal, unit, document) and `label`; edges have `type`: `serves` (an estimated
    link, with `probability` and `kind`), `states` (the document itself says so), `under` (nesting),
    `of_unit` and `in_document`. Only decided links are edges.
    """
    graph = nx.DiGraph()
    for row in documents.itertuples():
        graph.add_node(row.document_id, type="document", label=_clean(row.title), kind=row.kind)
    for row in goals.itertuples():
        _add_goal(graph, row)
    for row in links[links["linked"]].itertuples():
        graph.add_edge(
            row.goal_id,
            row.objective_id,
            type="states" if row.explicit else "serves",
            probability=float(row.probability),
            kind=row.kind,
        )
    return graph


def write_graphml(graph: nx.DiGraph, path: Path) -> None:
    """Write the graph as GraphML in UTF-8."""
    nx.write_graphml(graph, path, encoding="utf-8", named_key_ids=True)


def _add_goal(graph: nx.DiGraph, goal: object) -> None:
    values = {
        name: _clean(value)
        for name in ("level", "kind", "number", "part", "unit", "area", "year", "page")
        if pd.notna(value := getattr(goal, name))
    }
    goal_id = goal.goal_id  # type: ignore[attr-defined]
    graph.add_node(goal_id, type="goal", label=_clean(goal.text), **values)  # type: ignore[attr-defined]
    graph.add_edge(goal_id, goal.document_id, type="in_document")  # type: ignore[attr-defined]
    if "unit" in values:
        unit_node = f"unit:{values['unit']}"
        graph.add_node(unit_node, type="unit", label=values["unit"])
        graph.add_edge(unit_node, goal_id, type="of_unit")
    if pd.notna(goal.parent_goal_id):  # type: ignore[attr-defined]
        graph.add_edge(goal_id, goal.parent_goal_id, type="under")  # type: ignore[attr-defined]


def _clean(value: object) -> str | int:
    return int(value) if isinstance(value, int) else str(value).translate(_NOT_IN_XML)
