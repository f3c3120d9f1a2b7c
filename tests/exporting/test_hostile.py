"""Texts that want to break a reader, and tables that are larger than a program holds."""

from pathlib import Path
from zipfile import ZipFile

import duckdb
import networkx as nx
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pyrefiqda import RefiProject

from pipeline.exporting.codebook import codebook
from pipeline.exporting.cytoscape import write_cytoscape
from pipeline.exporting.gexf import write_gexf
from pipeline.exporting.graph import coupling_graph
from pipeline.exporting.qda import write_project
from pipeline.exporting.source_texts import goal_spans, source_text
from pipeline.exporting.spreadsheet import write_csv
from pipeline.exporting.workbook import LONGEST_CELL, WIDE_TEXT, Column, Sheet, write_workbook
from tests.exporting.exported_world import AGREEMENT, frames, passages_table
from tests.tables_for_tests import goals_table, links_table

TEXTS = (
    "=cmd|'/C calc'!A0",
    "@SUM(1)\x00\x1b[31m",
    "😀 med to halve i UTF-16",
    "\u202edaer eb ton nac\u202c מטרה",
    "]]></PlainTextContent><x>&amp;&lt;",
    "ikke\uffff i\ufffe XML\x0b",
    "to\r\nlinjer\rog\u2028flere\u0085",
    "ma\u030al og tiltak",
    "  ",
    "o" * 40_000,
)


def hostile() -> dict[str, pd.DataFrame]:
    """The small project with a goal of each of the texts, linked to the plan."""
    made = frames()
    about = {"document_id": "avtale", "unit": "=1+1 \x00 Ørret/Å:*?", "year": 2014}
    rows = [
        about | {"goal_id": f"h{at}", "text": text, "passage_id": f"h{at}", "passage_ids": f"h{at}"}
        for at, text in enumerate(TEXTS)
    ]
    passages = [(f"h{at}", AGREEMENT, "paragraph", 1, text) for at, text in enumerate(TEXTS)]
    links = [
        {"goal_id": f"h{at}", "objective_id": "o1", "linked": True, "shared_terms": text}
        for at, text in enumerate(TEXTS)
    ]
    return made | {
        "goals": pd.concat([made["goals"], goals_table(*rows)], ignore_index=True),
        "passages": pd.concat([made["passages"], passages_table(*passages)], ignore_index=True),
        "links": pd.concat([made["links"], links_table(*links)], ignore_index=True),
    }


def test_no_text_breaks_a_graph(tmp_path: Path) -> None:
    """Both formats are read again with a node for each goal."""
    tables = hostile()
    graph = coupling_graph(tables["documents"], tables["goals"], tables["links"])

    write_gexf(graph, tmp_path / "x.gexf")
    write_cytoscape(graph, tmp_path / "x.cyjs", "\ud800 navn")

    read = nx.read_gexf(tmp_path / "x.gexf", version="1.3")
    assert {f"h{at}" for at in range(len(TEXTS))} <= set(read)
    query = f"select len(elements.nodes) from read_json('{tmp_path}/x.cyjs')"
    assert duckdb.sql(query).fetchall() == [(len(graph),)]


def test_no_text_breaks_a_project(tmp_path: Path) -> None:
    """Quotations stand where they are said to, in texts without a carriage return."""
    tables = hostile()

    quoted = write_project(tables, tmp_path / "x.qdpx", "=\ud800\x00")

    project = RefiProject.load(tmp_path / "x.qdpx", str(tmp_path / "x"))
    with ZipFile(tmp_path / "x.qdpx") as archive:
        texts = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".txt")]
    assert (quoted.goals, quoted.not_found) == (len(tables["goals"]), 0)
    assert not any("\r" in text or "\x00" in text for text in texts)
    agreement = next(s for s in project.sources.text_source if s.name == "Lederavtale")
    text = next(text for text in texts if "=cmd" in text)
    words = {
        text[each.start_position : each.end_position] for each in agreement.plain_text_selection
    }
    assert {"=cmd|'/C calc'!A0", "to linjer og flere ", "mål og tiltak", "o" * 40_000} <= words
    assert all(len(each.name) <= 80 for each in agreement.plain_text_selection)


def test_no_text_breaks_a_csv(tmp_path: Path) -> None:
    """DuckDB reads every row, and no cell begins as a formula."""
    write_csv(pd.DataFrame({"text": TEXTS, "n": range(len(TEXTS))}), tmp_path / "x.csv")

    rows = duckdb.sql(
        f"select text, n from read_csv('{tmp_path}/x.csv', header=true, strict_mode=true)"
    ).fetchall()

    assert [n for _text, n in rows] == list(range(len(TEXTS)))
    assert rows[0][0] == "'=cmd|'/C calc'!A0"


def test_a_workbook_tells_what_it_cuts_and_goes_on_on_further_sheets(tmp_path: Path) -> None:
    """Nothing is lost in silence: neither the end of a text nor rows."""
    columns = (
        Column("id", "Id", "n", goes_to="Ark"),
        Column("text", "Tekst", "n", WIDE_TEXT),
    )
    frame = pd.DataFrame({"id": [f"r{at}" for at in range(len(TEXTS))], "text": TEXTS})

    written = write_workbook(
        [Sheet("Ark", columns, frame, key="id")],
        tmp_path / "x.xlsx",
        lambda told: [(f"{told.rows} {len(told.cuts)}", "")],
        "Les meg",
        most_rows=5,
    )

    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Les meg", "Ark", "Ark (2)", "Ark (3)"]
    assert [(cut.sheet, cut.row, cut.length) for cut in written.cuts] == [("Ark (3)", 3, 40_000)]
    long = book["Ark (3)"]["B3"].value
    assert len(long) == LONGEST_CELL
    assert long.endswith("(teksten har 40000 tegn, mer enn en celle rommer)")
    assert book["Ark (2)"]["A2"].hyperlink.location == "'Ark (2)'!A2"
    assert book["Les meg"]["A1"].value == f"{{'Ark': {len(TEXTS)}}} 1"


def test_goals_that_stand_under_each_other_have_codes_all_the_same() -> None:
    """A ring has no top; each of its goals is a code once."""
    made = frames()
    plan = {"document_id": "plan", "level": "kommuneplan", "kind": "delmål"}
    ring = goals_table(
        plan | {"goal_id": "x", "parent_goal_id": "y"},
        plan | {"goal_id": "y", "parent_goal_id": "x"},
    )

    codes = codebook(made["documents"], ring, links_table(), made["verdicts"])

    assert len(codes[0].children) == 1
    assert len(codes[0].children[0].children) == 1


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_goals_span_lies_within_its_passages(texts: list[str]) -> None:
    """Whatever the texts hold, the source has each passage where its span says."""
    rows = [(f"p{at}", AGREEMENT, "paragraph", 1, text) for at, text in enumerate(texts)]
    source = source_text(passages_table(*rows))

    for at, text in enumerate(texts):
        start, end = source.spans[f"p{at}"]
        assert "\n" not in source.text[start:end]
        for low, high in goal_spans(text, [f"p{at}"], source):
            assert start <= low < high <= end


@pytest.mark.parametrize("rows", [0, 1])
def test_a_sheet_without_rows_or_with_one_has_head_and_filter(rows: int, tmp_path: Path) -> None:
    """One unit, or none."""
    frame = pd.DataFrame({"id": ["a"] * rows})
    sheet = Sheet("Ark", (Column("id", "Id", "navn"),), frame)

    write_workbook([sheet], tmp_path / "x.xlsx", lambda _told: [("a", "Ark")], "Les meg")

    read = openpyxl.load_workbook(tmp_path / "x.xlsx")["Ark"]
    assert (read.auto_filter.ref, read.max_row) == ("A1:A2", 1 + rows)


def test_xml_is_well_formed_for_a_strict_reader(tmp_path: Path) -> None:
    """The project's XML and the codebook's."""
    write_project(hostile(), tmp_path / "x.qdpx", "navn")

    with ZipFile(tmp_path / "x.qdpx") as archive:
        root = etree.fromstring(archive.read("project.qde"), etree.XMLParser(recover=False))

    assert etree.QName(root).localname == "Project"
