"""The whole as one typed graph over levels and years, to search, draw and hand on."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from pipeline.exporting.texts import plain
from pipeline.schemas.columns import MUNICIPALITY

PLAN = "kommuneplan"
OBJECTIVE_KINDS = ("hovedmål", "delmål")

_GOAL_VALUES = ("level", "kind", "number", "part", "unit", "area", "year", "year_to", "page")
_DOCUMENT_VALUES = ("kind", "unit", "area", "year", "year_to", "status")


def coupling_graph(
    documents: pd.DataFrame,
    goals: pd.DataFrame,
    links: pd.DataFrame,
    *,
    least_probability: float | None = None,
) -> nx.MultiDiGraph:
    """Goals, objectives, units and documents of all years, with typed edges.

    Nodes have `type`: `objective` (hovedmål and delmål of a kommuneplan), `goal`, `unit` or
    `document`, and their values; a unit's node is named `unit:` and the unit. Edges have the
    type as key and as `type`:
    `serves`, what is estimated: goal → objective, with `probability`, `kind`, `linked`, `link_id`;
    `states`, what the document itself says: goal → objective, a fact without a probability;
    `under`, the document's own nesting: goal → the goal it stands under, structure and no
    evidence that one level serves another; `in_document`, goal → document; `of_unit`, goal → unit
    and document → unit.
    A link that is stated has two parallel edges, so that the fact and the estimate stay apart.
    Estimated edges are the decided ones, or all from `least_probability` where that is given.
    Of several municipalities each node says which it is of, and a unit's node is
    named by its municipality as well: two may call a unit the same.
    Each edge has an `edge_id` of its own: Gephi drops edges whose id has come before.

    Ties of a multigraph are walked by type: `graph.edges(keys=True)`.
    """
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for document in documents.sort_values("document_id").to_dict("records"):
        values = _known(document, _DOCUMENT_VALUES)
        graph.add_node(
            document["document_id"], type="document", label=_plain(document["title"]), **values
        )
        _add_unit(graph, document["document_id"], values)
    for goal in goals.sort_values("goal_id").to_dict("records"):
        _add_goal(graph, goal)
    _add_nesting(graph, goals)
    _add_links(graph, links, least_probability)
    for number, (_, _, values) in enumerate(graph.edges(data=True), 1):
        values["edge_id"] = f"e{number}"
    return graph


def write_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the graph as GraphML in UTF-8."""
    nx.write_graphml(
        graph, path, encoding="utf-8", named_key_ids=True, edge_id_from_attribute="edge_id"
    )


def _add_goal(graph: nx.MultiDiGraph, goal: dict[Hashable, Any]) -> None:
    is_objective = goal["level"] == PLAN and goal["kind"] in OBJECTIVE_KINDS
    values = _known(goal, _GOAL_VALUES)
    name = goal["goal_id"]
    kind = "objective" if is_objective else "goal"
    graph.add_node(name, type=kind, label=_plain(goal["text"]), **values)
    _add_edge(graph, name, goal["document_id"], "in_document")
    _add_unit(graph, name, values)


def _add_unit(graph: nx.MultiDiGraph, name: str, values: dict[str, Any]) -> None:
    if "unit" in values:
        whose = {MUNICIPALITY: values[MUNICIPALITY]} if MUNICIPALITY in values else {}
        unit = "unit:" + "".join(f"{name}/" for name in whose.values()) + values["unit"]
        graph.add_node(unit, type="unit", label=values["unit"], unit=values["unit"], **whose)
        _add_edge(graph, name, unit, "of_unit")


def _add_nesting(graph: nx.MultiDiGraph, goals: pd.DataFrame) -> None:
    nested = goals.dropna(subset=["parent_goal_id"]).sort_values("goal_id")
    for below, above in zip(nested["goal_id"], nested["parent_goal_id"], strict=True):
        _add_edge(graph, below, above, "under")


def _add_links(graph: nx.MultiDiGraph, links: pd.DataFrame, least: float | None) -> None:
    kept = links["linked"] if least is None else links["probability"].ge(least)
    columns = ["goal_id", "objective_id", "link_id", "probability", "kind", "linked", "explicit"]
    chosen = links.loc[kept | links["explicit"], columns].sort_values("link_id")
    for below, above, link, probability, kind, linked, explicit in chosen.itertuples(
        index=False, name=None
    ):
        _add_edge(
            graph,
            below,
            above,
            "serves",
            probability=float(probability),
            kind=str(kind),
            linked=bool(linked),
            link_id=str(link),
        )
        if explicit:
            _add_edge(graph, below, above, "states", link_id=str(link))


def _add_edge(graph: nx.MultiDiGraph, below: str, above: str, key: str, **values: Any) -> None:
    graph.add_edge(below, above, key=key, type=key, **values)


def _known(row: dict[Hashable, Any], names: tuple[str, ...]) -> dict[str, Any]:
    told = (*names, MUNICIPALITY) if MUNICIPALITY in row else names
    return {name: _plain(row[name]) for name in told if pd.notna(row[name])}


def _plain(value: Any) -> Any:
    """Numbers as Python's own, and text that XML can hold: what every format can write."""
    if isinstance(value, str):
        return plain(value)
    return value.item() if hasattr(value, "item") else value
