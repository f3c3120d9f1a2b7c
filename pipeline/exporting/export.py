"""Outputs to export files: reads the tables, calls the writer."""

from pathlib import Path

from pipeline import schemas
from pipeline.errors import InputError
from pipeline.exporting.graph import coupling_graph, write_graphml
from pipeline.exporting.spreadsheet import links_with_texts, write_csv
from pipeline.tables import read_table

_EXPORTED = {table.name: table for table in schemas.TABLES if table is not schemas.VECTORS}


def export_csv(outputs: Path, name: str, path: Path) -> int:
    """Rows written of the table `name`; links come with both texts.

    Raises InputError for a name that is no table.
    """
    if name not in _EXPORTED:
        raise InputError(f"table: expected one of {', '.join(sorted(_EXPORTED))}; came {name}")
    frame = read_table(_EXPORTED[name], outputs)
    if name == "links":
        frame = links_with_texts(
            frame, read_table(schemas.GOALS, outputs), read_table(schemas.DOCUMENTS, outputs)
        )
    write_csv(frame, path)
    return len(frame)


def export_graphml(outputs: Path, path: Path) -> tuple[int, int]:
    """Nodes and edges written."""
    graph = coupling_graph(
        read_table(schemas.DOCUMENTS, outputs),
        read_table(schemas.GOALS, outputs),
        read_table(schemas.LINKS, outputs),
    )
    write_graphml(graph, path)
    return graph.number_of_nodes(), graph.number_of_edges()
