"""The graph as GEXF 1.3, by the rules that Gephi reads it by.

Attributes are declared before they are used, each of one scalar type; nodes and edges have ids of
their own; parallel edges are told apart by `kind`, or Gephi would melt them into one; weights are
above zero.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
from lxml import etree

import pipeline
from pipeline.exporting.texts import plain, shortened

NAMESPACE = "http://gexf.net/1.3"
LONGEST_LABEL = 80
_NODE_TYPES = {
    "node_type": "string",
    "text": "string",
    "level": "string",
    "goal_kind": "string",
    "number": "string",
    "part": "string",
    "unit": "string",
    "area": "string",
    "status": "string",
    "year": "integer",
    "year_to": "integer",
    "page": "integer",
}
_EDGE_TYPES = {
    "edge_type": "string",
    "probability": "double",
    "link_kind": "string",
    "linked": "boolean",
    "link_id": "string",
}
# names that Gephi's own columns have, under other names
_NODE_NAMES = {"type": "node_type", "label": "text", "kind": "goal_kind"}
_EDGE_NAMES = {"type": "edge_type", "kind": "link_kind"}


def write_gexf(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the graph of `coupling_graph` as GEXF 1.3 in UTF-8."""
    with path.open("wb") as stream, etree.xmlfile(stream, encoding="utf-8") as out:
        out.write_declaration()
        with out.element("gexf", nsmap={None: NAMESPACE}, version="1.3"):
            with out.element("meta"), out.element("creator"):
                out.write(f"kopling {pipeline.__version__}")
            with out.element("graph", defaultedgetype="directed", mode="static", idtype="string"):
                _declare(out, "node", _NODE_TYPES)
                _declare(out, "edge", _EDGE_TYPES)
                _write_all(out, "nodes", len(graph), _nodes(graph))
                _write_all(out, "edges", graph.number_of_edges(), _edges(graph))


def _declare(out: Any, what: str, types: Mapping[str, str]) -> None:
    with out.element("attributes", {"class": what, "mode": "static"}):
        for name, kind in types.items():
            out.write(etree.Element("attribute", id=name, title=name, type=kind))


def _write_all(out: Any, name: str, count: int, elements: Iterable[Any]) -> None:
    with out.element(name, count=str(count)):
        for element in elements:
            element.tail = "\n"
            out.write(element)


def _nodes(graph: nx.MultiDiGraph) -> Iterator[Any]:
    for name, values in graph.nodes(data=True):
        label = shortened(plain(str(values.get("label", name))), LONGEST_LABEL)
        element = etree.Element("node", id=plain(str(name)), label=label)
        told = {_NODE_NAMES.get(key, key): value for key, value in values.items()}
        if told["node_type"] == "document":  # its kind is what its goals have as level
            told["level"] = told.pop("goal_kind")
        _add_values(element, told, _NODE_TYPES)
        yield element


def _edges(graph: nx.MultiDiGraph) -> Iterator[Any]:
    for below, above, values in graph.edges(data=True):
        weight = values.get("probability") or 1.0
        element = etree.Element(
            "edge",
            id=values["edge_id"],
            source=plain(str(below)),
            target=plain(str(above)),
            kind=values["type"],
            label=values["type"],
            weight=repr(float(weight)),
        )
        told = {_EDGE_NAMES.get(key, key): value for key, value in values.items()}
        _add_values(element, told, _EDGE_TYPES)
        yield element


def _add_values(element: Any, values: Mapping[str, Any], types: Mapping[str, str]) -> None:
    """The values that were declared, each written as its type is."""
    held = etree.SubElement(element, "attvalues")
    for name, kind in types.items():
        if name in values:
            etree.SubElement(held, "attvalue", {"for": name, "value": _said(values[name], kind)})


def _said(value: Any, kind: str) -> str:
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "integer":
        return str(int(value))
    return repr(float(value)) if kind == "double" else plain(str(value))
