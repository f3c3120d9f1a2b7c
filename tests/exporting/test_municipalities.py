"""Exports, the review page and the report on paper, of several municipalities."""

from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.exporting.export import Wish, export
from pipeline.exporting.handing_on import export_report
from pipeline.exporting.loading import load_tables
from pipeline.municipalities import chosen_municipality
from pipeline.reviewing.corpus import load_corpus
from pipeline.schemas import DOCUMENTS, GOALS, LINKS, PASSAGES, UNITS
from pipeline.schemas.coupling import VERDICTS
from pipeline.schemas.reading import CELLS, CONTINUED, FILES, REJECTS, SECTIONS
from pipeline.tables import empty_table, read_table, write_table
from tests.reporting.made_up_country import small_tables, write_country

OURS, THEIRS = "Ålvik", "Øygard"
WORDS = {OURS: "Barna leser hver dag", THEIRS: "Alle får hjelp"}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of two municipalities that call their units the same."""
    outputs = tmp_path_factory.mktemp("land") / "outputs"
    tables = (DOCUMENTS, GOALS, LINKS, PASSAGES, UNITS, VERDICTS, CELLS, FILES, REJECTS, SECTIONS)
    write_country({name: small_tables(words) for name, words in WORDS.items()}, outputs, tables)
    write_table(empty_table(CONTINUED), CONTINUED, outputs)
    return outputs


def test_a_graph_keeps_units_of_two_municipalities_apart(country: Path, tmp_path: Path) -> None:
    """The same name is two nodes, each says whose it is, and no tie goes from one to the other."""
    export("graphml", Wish(country, tmp_path / "alle.graphml"))

    graph = nx.read_graphml(tmp_path / "alle.graphml")
    whose = nx.get_node_attributes(graph, "municipality")
    units = sorted(name for name, kind in graph.nodes(data="type") if kind == "unit")
    assert units == [
        f"unit:{place}/{unit}" for place in WORDS for unit in ("Sentrum skole", "Åsen barnehage")
    ]
    assert {(whose[a], whose[b]) for a, b in graph.edges()} == {(n, n) for n in WORDS}


def test_tables_say_whose_each_row_is(country: Path, tmp_path: Path) -> None:
    """A CSV of all has a column for it; of one municipality it is as if there were no other."""
    export("csv", Wish(country, tmp_path / "alle.csv", table="units"))
    export("csv", Wish(country, tmp_path / "en.csv", table="units", municipality="ålvik"))

    every, ours = (pd.read_csv(tmp_path / f"{name}.csv") for name in ("alle", "en"))
    assert list(every.groupby("municipality").size()) == [2, 2]
    assert (len(ours), "municipality" in ours) == (2, False)


def test_a_package_describes_what_tells_municipalities_apart(country: Path, tmp_path: Path) -> None:
    """The key of a table whose names two may use holds the municipality."""
    from pipeline.exporting.package import table_schema

    told = table_schema(UNITS, load_tables(country, [UNITS]), "csv")

    assert told["primaryKey"] == ["municipality", *UNITS.key]
    assert "municipality" in [field["name"] for field in told["fields"]]


def test_passages_of_one_municipality_are_its_own(country: Path) -> None:
    """Also in tables that tell nothing of municipalities."""
    every = load_tables(country, [PASSAGES])["passages"]
    ours = load_tables(country, [PASSAGES], municipality=OURS)["passages"]

    assert not ours["text"].str.contains(WORDS[THEIRS]).any()
    assert set(ours["passage_id"]) < set(every["passage_id"])


@pytest.mark.parametrize("form", ["xlsx", "qdpx", "qdc"])
def test_what_is_of_one_asks_which(country: Path, tmp_path: Path, form: str) -> None:
    """A format that is read against one plan lists the municipalities, and takes a name."""
    wish = Wish(country, tmp_path / f"en.{form}")

    with pytest.raises(InputError, match=f"--municipality: {OURS}, {THEIRS}"):
        export(form, wish)
    with pytest.raises(InputError, match=f"expected one of {OURS}, {THEIRS}; came Vik"):
        export(form, Wish(country, wish.path, municipality="Vik"))
    with pytest.raises(InputError, match="choose one"):
        export_report(country, "html", wish.path, "nb")


def test_the_only_municipality_needs_no_choice(tmp_path: Path) -> None:
    """Named or not, nothing is asked, and all is read as it stands."""
    outputs = write_country({OURS: small_tables()}, tmp_path, (DOCUMENTS,))

    assert chosen_municipality(outputs, None, is_needed=True) is None
    assert chosen_municipality(outputs, OURS, is_needed=True) is None


def test_the_review_page_shows_one_municipality(country: Path) -> None:
    """Its goals and candidates are that one's, and so are the verdicts that count."""
    corpus = load_corpus(country, THEIRS)

    texts = {goal.text for goal in corpus.goals.values() if goal.unit}
    goals = read_table(GOALS, country, THEIRS)
    assert texts
    assert all(text.startswith(WORDS[THEIRS]) for text in texts)
    assert set(corpus.goals) == set(goals["goal_id"])
