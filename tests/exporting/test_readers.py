"""What other programs' readers make of the exports."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import duckdb
import frictionless
import networkx as nx
import openpyxl
import pandas as pd
import pytest
from lxml import etree
from pyrefiqda import RefiCodebook, RefiProject
from pyrefiqda.models import CodeBook, Project

from pipeline import schemas
from pipeline.exporting.codebook import goal_code, guid
from pipeline.exporting.export import Wish, export
from pipeline.exporting.gexf import NAMESPACE
from pipeline.exporting.loading import load_tables
from pipeline.exporting.package import write_package
from tests.exporting.exported_world import FAR, RUNS


def made(form: str, outputs: Path, folder: Path, name: str, **wishes: str) -> Path:
    """The export of that name."""
    export(form, Wish(outputs, folder / name, **wishes))  # type: ignore[arg-type]
    return folder / name


# graphs


def test_networkx_reads_gexf_and_cytoscape_json_as_the_same_graph(
    outputs: Path, tmp_path: Path
) -> None:
    """Parallel edges are kept: what is stated and what is estimated."""
    gexf = nx.read_gexf(made("gexf", outputs, tmp_path, "å.gexf"), version="1.3")
    cyjs = nx.cytoscape_graph(
        json.loads(made("cytoscape", outputs, tmp_path, "å.cyjs").read_text(encoding="utf-8"))
    )

    assert set(gexf) == set(cyjs)
    assert gexf.number_of_edges() == cyjs.number_of_edges()
    assert {key["edge_type"] for key in gexf["g1"]["o2"].values()} == {"serves", "states"}
    assert gexf.nodes["o3"]["text"] == FAR
    assert gexf.nodes["g1"]["year"] == 2014


def test_gexf_keeps_the_rules_that_gephi_reads_by(outputs: Path, tmp_path: Path) -> None:
    """Declared scalar types, ids of their own, known ends, weights above zero, true and false."""
    root = etree.parse(made("gexf", outputs, tmp_path, "x.gexf")).getroot()
    names = {"g": NAMESPACE}
    nodes = [each.get("id") for each in root.iterfind(".//g:node", names)]
    edges = root.findall(".//g:edge", names)
    declared = {
        of.get("class"): {each.get("id"): each.get("type") for each in of}
        for of in root.iterfind(".//g:attributes", names)
    }
    values = [
        (declared[kind][value.get("for")], value.get("value"))
        for kind in ("node", "edge")
        for value in root.iterfind(f".//g:{kind}//g:attvalue", names)
    ]

    assert root.get("version") == "1.3"
    assert len(nodes) == len(set(nodes))
    assert len(edges) == len({each.get("id") for each in edges})
    assert all({each.get("source"), each.get("target")} <= set(nodes) for each in edges)
    assert all(float(each.get("weight")) > 0 for each in edges)
    kinds = {(each.get("source"), each.get("target"), each.get("kind")) for each in edges}
    assert len(kinds) == len(edges)
    assert all(value.lstrip("-").isdigit() for kind, value in values if kind == "integer")
    assert {value for kind, value in values if kind == "boolean"} <= {"true", "false"}
    for kinds_of in declared.values():
        assert set(kinds_of.values()) <= {"string", "integer", "double", "boolean"}
        assert not {"id", "label", "weight", "kind", "source", "target"} & set(kinds_of)


def test_graphml_edges_have_ids_of_their_own(outputs: Path, tmp_path: Path) -> None:
    """Gephi drops an edge whose id has come before."""
    root = etree.parse(made("graphml", outputs, tmp_path, "x.graphml")).getroot()

    ids = [each.get("id") for each in root.iterfind(".//{*}edge")]

    assert len(ids) == len(set(ids)) > 0


# tables


@pytest.fixture(scope="module")
def few(outputs: Path) -> dict[str, pd.DataFrame]:
    """The tables that point at each other."""
    tables = (schemas.DOCUMENTS, schemas.GOALS, schemas.LINKS, schemas.UNITS, schemas.AMOUNTS)
    return load_tables(outputs, [*tables, schemas.PASSAGES])


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_frictionless_finds_nothing_wrong_with_a_package(
    form: str, few: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    """Types, keys, the tables that names point into, sizes and hashes."""
    write_package(few, tmp_path / "pakke", form, "Sørli")

    report = frictionless.validate(str(tmp_path / "pakke" / "datapackage.json"))

    assert report.flatten(["type", "message"]) == []
    told = json.loads((tmp_path / "pakke" / "datapackage.json").read_text(encoding="utf-8"))
    links = next(each for each in told["resources"] if each["name"] == "links")
    points = {
        each["fields"][0]: each["reference"]["resource"] for each in links["schema"]["foreignKeys"]
    }
    assert points == {"goal_id": "goals", "objective_id": "goals"}
    assert (
        links["hash"]
        == "sha256:" + hashlib.sha256((tmp_path / "pakke" / links["path"]).read_bytes()).hexdigest()
    )
    assert all(field["description"] for field in links["schema"]["fields"])


def test_duckdb_joins_the_parquet_files(few: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    """Missing years are NULL, texts are as they were."""
    write_package(few, tmp_path / "pakke", "parquet", "Sørli")

    found = duckdb.sql(
        f"""select g.unit, o.text, l.probability, g.year_to
        from '{tmp_path}/pakke/links.parquet' l
        join '{tmp_path}/pakke/goals.parquet' g using (goal_id)
        join '{tmp_path}/pakke/goals.parquet' o on o.goal_id = l.objective_id
        where l.linked"""
    ).fetchall()

    assert found == [("Sørli barnehage", "Alle barn lærer å lese og skrive", 0.9, None)]


# the workbook


def test_openpyxl_reads_a_workbook_that_one_can_work_in(outputs: Path, tmp_path: Path) -> None:
    """Frozen heads, filters, notes, numbers as numbers, links that lead to rows."""
    book = openpyxl.load_workbook(made("xlsx", outputs, tmp_path, "bok.xlsx"))

    assert book.sheetnames == [
        *("Les meg", "Enheter", "Mål", "Koplinger", "Planens mål", "Beløp", "Saker"),
        *("Dokumenter", "Vedtak av kodere", "Ordliste"),
    ]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(cell.comment.text for cell in sheet[1])
        assert len({cell.value for cell in sheet[1]}) == sheet.max_column
    amounts = book["Beløp"]
    kroner = next(cell for cell in amounts[2] if cell.number_format == "#,##0")
    assert (kroner.value, kroner.data_type) == (-1500, "n")
    link = book["Koplinger"]["A2"].hyperlink.location
    sheet_name, cell = link.replace("'", "").split("!")
    assert book[sheet_name][cell].value == book["Koplinger"]["A2"].value == "g1"
    units = {head.value: cell.value for head, cell in zip(*book["Enheter"]["A1:Q2"], strict=True)}
    assert (units["Kopling"], units["Responsivitet, nedre"], units["Få mål"]) == (
        "uavklart",
        None,
        "ja",
    )


def test_a_text_that_looks_like_a_formula_stays_a_text(outputs: Path, tmp_path: Path) -> None:
    """As it was written, with Excel's own sign that it is text."""
    book = openpyxl.load_workbook(made("xlsx", outputs, tmp_path, "bok.xlsx"))

    cells = [cell for row in book["Mål"] for cell in row if cell.value == RUNS]

    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


@pytest.mark.parametrize(("language", "sheet"), [("nn", "Einingar"), ("en", "Units")])
def test_the_workbook_speaks_the_language_asked_for(
    language: str, sheet: str, outputs: Path, tmp_path: Path
) -> None:
    """Names of sheets are such as Excel allows."""
    book = openpyxl.load_workbook(made("xlsx", outputs, tmp_path, "b.xlsx", language=language))

    assert sheet in book.sheetnames
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == 10


# qualitative analysis


@pytest.fixture(scope="module")
def project(outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, ZipFile]:
    """The project as pyrefiqda reads it, and its archive."""
    folder = tmp_path_factory.mktemp("qda")
    path = made("qdpx", outputs, folder, "prosjekt.qdpx")
    return RefiProject.load(path, str(folder / "unpacked")), ZipFile(path)


def selections(project: Project, archive: ZipFile) -> Iterator[tuple[str, object]]:
    """The quoted words and the selection."""
    for source in project.sources.text_source:
        text = archive.read(source.plain_text_path.replace("internal://", "sources/")).decode()
        for each in source.plain_text_selection:
            yield text[each.start_position : each.end_position], each


def test_quotations_are_the_goals_words_by_code_points(
    project: tuple[Project, ZipFile],
) -> None:
    """Also behind a sign that UTF-16 needs two units for, and where a colon stands between."""
    quoted = {words for words, _each in selections(*project)}

    assert quoted == {
        *("Barn får en god start", FAR, "Alle barn lærer å lese og skrive"),
        *("Alle barn: lærer å lese", RUNS),
    }


def test_decided_links_and_verdicts_are_codings_by_who_made_them(
    project: tuple[Project, ZipFile],
) -> None:
    """The engine's by `kopling`, an accepted pair by its coder; a rejected one has no code."""
    users = {user.guid: user.name for user in project[0].users.user}
    coded = {
        (users[coding.creating_user], coding.code_ref.target_guid)
        for words, each in selections(*project)
        if words == "Alle barn: lærer å lese"
        for coding in each.coding
    }
    told = [
        each.description
        for words, each in selections(*project)
        if "sannsynlighet" in (each.description or "")
    ]

    assert coded == {
        ("kopling", guid("goal kind", "enhetsmål")),
        ("kopling", goal_code("o2")),
        ("kopling", guid("link kind", "rephrased")),
        ("koder 2", goal_code("o2")),
    }
    assert told[0].endswith(
        "→ 2010 · 1.1 Alle barn lærer å lese og skrive: sannsynlighet 0,90, omskrevet; "
        "dokumentet sier det selv; ord: les; barn"
    )


def test_memos_are_notes_on_their_quotations(project: tuple[Project, ZipFile]) -> None:
    """With the time of the verdict, which QualCoder asks every note for."""
    notes = {note.guid: note for note in project[0].notes.note}
    pointed = {ref.target_guid for _words, each in selections(*project) for ref in each.note_ref}

    assert [note.plain_text_content for note in notes.values()] == ["Samme sak."]
    assert all(note.creation_date_time for note in notes.values())
    assert pointed == set(notes)


def test_everything_that_is_pointed_at_is_there(project: tuple[Project, ZipFile]) -> None:
    """Codes, users, variables, sources and notes; no GUID is given twice."""
    root = etree.fromstring(project[1].read("project.qde"))
    named = [each.get("guid") for each in root.iter() if each.get("guid")]
    pointed = {
        value
        for each in root.iter()
        for name, value in each.attrib.items()
        if name in ("targetGUID", "creatingUser", "creatingUserGUID")
    }

    assert len(named) == len(set(named))
    assert pointed <= set(named)
    assert {source.name for source in project[0].sources.text_source} == {
        *("Kommuneplan 2010-2022- «Fjord & fjell»", "Lederavtale"),
    }


def test_elements_stand_in_the_order_of_the_schema(project: tuple[Project, ZipFile]) -> None:
    """As the models that were made from the official schema have them."""
    from xsdata.formats.dataclass.serializers.config import SerializerConfig
    from xsdata_pydantic.bindings import XmlSerializer

    root = etree.fromstring(project[1].read("project.qde"))
    again = XmlSerializer(config=SerializerConfig()).render(
        project[0], ns_map={None: "urn:QDA-XML:project:1.0"}
    )

    def shape(element: etree._Element) -> list[str]:
        return [etree.QName(each).localname for each in element.iter(etree.Element)]

    assert shape(root) == shape(etree.fromstring(again.encode()))


def test_the_codebook_is_the_plan_in_its_own_hierarchy(outputs: Path, tmp_path: Path) -> None:
    """Groups are no codes, every name is unique, and the project's codebook is the same."""
    book: CodeBook = RefiCodebook.load(made("qdc", outputs, tmp_path, "bok.qdc"))

    plan = book.codes.code[0]
    top = plan.code[0]

    assert (plan.is_codable, plan.name) == (False, "Kommuneplan 2010/2022: «Fjord & fjell»")
    assert [top.name, *(each.name for each in top.code)] == [
        "2010 · 1 Barn får en god start",
        "2010 · 1.1 Alle barn lærer å lese og skrive",
        f"2010 · {FAR}",
    ]
