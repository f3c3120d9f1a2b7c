"""The graph as Cytoscape JSON (`.cyjs`): for Cytoscape and for Cytoscape.js."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import networkx as nx

import pipeline
from pipeline.exporting.texts import plain, shortened

LONGEST_NAME = 80
_COLUMNS = ("level", "number", "part", "unit", "area", "status", "year", "year_to", "page")


def write_cytoscape(graph: nx.MultiDiGraph, path: Path, name: str) -> None:
    """Write the graph of `coupling_graph` as one network; elements are written one by one."""
    head = {
        "format_version": "1.0",
        "generated_by": f"kopling {pipeline.__version__}",
        "target_cytoscapejs_version": "~3.0",
        "directed": True,
        "multigraph": True,
        "data": {"shared_name": plain(name), "name": plain(name)},
    }
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(_json(head)[:-1] + ',\n"elements": {\n"nodes": [\n')
        _write_all(out, _nodes(graph))
        out.write('\n],\n"edges": [\n')
        _write_all(out, _edges(graph))
        out.write("\n]\n}\n}\n")


def _write_all(out: TextIO, elements: Iterable[dict[str, Any]]) -> None:
    for at, element in enumerate(elements):
        out.write((",\n" if at else "") + _json({"data": element}))


def _nodes(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    """`value` is what networkx knows a node by, as `key` is for an edge."""
    for name, values in graph.nodes(data=True):
        text = plain(str(values.get("label", name)))
        label = shortened(text, LONGEST_NAME)
        # a document's kind is what its goals have as level
        kind = "level" if values["type"] == "document" else "goal_kind"
        yield {
            "id": plain(str(name)),
            "value": plain(str(name)),
            "shared_name": label,
            "name": label,
            "node_type": values["type"],
            "text": text,
            **({kind: values["kind"]} if "kind" in values else {}),
            **{column: values[column] for column in _COLUMNS if column in values},
        }


def _edges(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    for below, above, values in graph.edges(data=True):
        label = f"{plain(str(below))} ({values['type']}) {plain(str(above))}"
        yield {
            "id": values["edge_id"],
            "key": values["edge_id"],
            "source": plain(str(below)),
            "target": plain(str(above)),
            "shared_name": label,
            "name": label,
            "interaction": values["type"],
            "shared_interaction": values["type"],
            **({"link_kind": values["kind"]} if "kind" in values else {}),
            **{key: values[key] for key in ("probability", "linked", "link_id") if key in values},
        }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
