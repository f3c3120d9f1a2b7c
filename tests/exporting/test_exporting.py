"""Claims on exports: other programs can read them, and nothing in them runs."""

from pathlib import Path

import networkx as nx
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.csvfiles import as_written, defused
from pipeline.exporting.graph import coupling_graph, write_graphml
from pipeline.exporting.spreadsheet import defuse_formulas, links_with_texts, write_csv
from tests.tables_for_tests import documents_table, goals_table, links_table

DOCUMENTS = documents_table(
    {"document_id": "d1", "title": "Kommuneplan", "kind": "kommuneplan"},
    {"document_id": "d2", "title": "=HYPERLINK(1)", "year": 2013},
)
BELOW = {"document_id": "d2", "year": 2013}
GOALS = goals_table(
    {
        "goal_id": "o",
        "document_id": "d1",
        "level": "kommuneplan",
        "kind": "delmål",
        "number": "3.2",
        "text": "Delmål om språk",
    },
    BELOW | {"goal_id": "r", "text": "Resultatmål\x0b med styretegn"},
    BELOW
    | {
        "goal_id": "g",
        "text": "=1+1",
        "unit": "Solbakken barnehage",
        "parent_goal_id": "r",
    },
)
LINKS = links_table(
    {
        "goal_id": "g",
        "objective_id": "o",
        "linked": True,
        "probability": 0.8,
        "kind": "rephrased",
    },
    {"goal_id": "r", "objective_id": "o"},
)


def test_the_graph_holds_typed_edges_and_only_decided_links() -> None:
    """Three goals, one unit, two documents: worked by hand."""
    graph = coupling_graph(DOCUMENTS, GOALS, LINKS)

    edges = {(a, b): data["type"] for a, b, data in graph.edges(data=True)}

    assert edges == {
        ("o", "d1"): "in_document",
        ("r", "d2"): "in_document",
        ("g", "d2"): "in_document",
        ("g", "unit:Solbakken barnehage"): "of_unit",
        ("g", "r"): "under",
        ("g", "o"): "serves",
    }


def test_graphml_is_read_again_whatever_signs_the_texts_hold(tmp_path: Path) -> None:
    """Control characters, which XML has no place for, are left out."""
    graph = coupling_graph(DOCUMENTS, GOALS, LINKS)

    write_graphml(graph, tmp_path / "graph.graphml")
    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)

    assert read.nodes["r"]["label"] == "Resultatmål med styretegn"
    assert [edge["probability"] for edge in read["g"]["o"].values()] == [0.8]
    assert read.nodes["g"]["year"] == 2013


@given(st.text(max_size=12))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    """Nothing that a document says can run in a spreadsheet."""
    cell = defuse_formulas(pd.DataFrame({"text": [text]}))["text"].iloc[0]

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.endswith(text)


@given(st.text("'=+-@\tå", max_size=5))
def test_a_defused_cell_is_read_as_it_was_written(text: str) -> None:
    """Also where the text itself begins with apostrophes."""
    assert as_written(defused(text)) == text


def test_numbers_are_left_as_numbers() -> None:
    """A negative amount is no formula."""
    frame = pd.DataFrame({"amount_nok": [-1500.0]})

    pd.testing.assert_frame_equal(defuse_formulas(frame), frame)


def test_links_come_with_both_texts(tmp_path: Path) -> None:
    """A row of the export can be judged without another table."""
    frame = links_with_texts(LINKS, GOALS, DOCUMENTS)

    write_csv(frame, tmp_path / "links.csv")
    read = pd.read_csv(tmp_path / "links.csv")

    row = read.iloc[0]
    assert (row["goal_text"], row["goal_document"]) == ("'=1+1", "'=HYPERLINK(1)")
    assert (row["objective_text"], row["objective_number"]) == ("Delmål om språk", 3.2)
    assert (tmp_path / "links.csv").read_bytes().startswith(b"\xef\xbb\xbf")
