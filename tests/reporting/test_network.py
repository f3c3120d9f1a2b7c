"""The network's tables for the scripts, and what its page says without one."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from pipeline.reporting import network
from pipeline.reporting.corpus import Corpus, make_corpus
from pipeline.reporting.network import DECIDED, STATED, UNDECIDED, edges, goals_script, links_script
from pipeline.reporting.view_network import network_view
from pipeline.speech import speaking
from tests.reporting.made_up import made_up_tables, pages, scored
from tests.tables_for_tests import Row

ASSETS = Path(network.__file__).parent / "assets"
PLAN: Row = {"document_id": "plan", "kind": "kommuneplan", "year": 2010, "year_to": 2020}
BUDGET: Row = {"document_id": "budsjett", "kind": "årsbudsjett", "year": 2013}
AGREEMENT: Row = {"document_id": "avtale", "unit": "Skolen", "area": "Oppvekst", "year": 2013}


def objective(name: str, **more: object) -> Row:
    """A delmål of the plan."""
    about = {"document_id": "plan", "level": "kommuneplan", "kind": "delmål", "year": 2010}
    return about | {"goal_id": name, "year_to": 2020, "text": f"Mål {name}"} | more


def goal(name: str, **more: object) -> Row:
    """An own goal of the unit."""
    about = {"document_id": "avtale", "unit": "Skolen", "year": 2013, "part": "enhet"}
    return about | {"goal_id": name, "text": f"Enhetens {name}"} | more


def small_corpus() -> Corpus:
    """Two objectives, one with a point under it; four goals with and without links."""
    goals = [
        objective("d1", number="1.1"),
        objective("p1", kind="strategi", parent_goal_id="d1"),
        objective("d2", number="1.2"),
        {
            "document_id": "budsjett",
            "level": "årsbudsjett",
            "kind": "mål",
            "goal_id": "b",
            "year": 2013,
            "text": "Budsjettets mål",
        },
        goal("stated"),
        goal("decided"),
        goal("doubtful"),
        goal("shared", part="kommune"),
        goal("private", part="personlig", text="Lederens egen utvikling"),
    ]
    linked = {"linked": True, "kind": "rephrased"}
    links = [
        {"goal_id": "stated", "objective_id": "p1", "probability": 0.4, "explicit": True} | linked,
        {"goal_id": "decided", "objective_id": "d1", "probability": 0.8} | linked,
        {"goal_id": "decided", "objective_id": "b", "probability": 0.7}
        | linked
        | {"objective_level": "årsbudsjett"},
        {"goal_id": "doubtful", "objective_id": "d2", "probability": 0.3},
        {"goal_id": "doubtful", "objective_id": "d1", "probability": 0.1},
        {"goal_id": "shared", "objective_id": "d1", "probability": 0.9} | linked,
        {"goal_id": "private", "objective_id": "d1", "probability": 0.9} | linked,
    ]
    return make_corpus(scored([PLAN, BUDGET, AGREEMENT | {"kind": "lederavtale"}], goals, links), 3)


def told(script: str) -> dict[str, object]:
    """What a script sets its name to."""
    matched = re.fullmatch(r"window\.kopling\w+=JSON\.parse\('(.*)'\);\n", script, re.DOTALL)
    assert matched
    assert not re.search(r"(?<!\\)(\\\\)*'", matched[1])
    return json.loads(re.sub(r"\\(['\\])", r"\1", matched[1]))


def test_edges_are_own_links_that_are_stated_decided_or_probable() -> None:
    """No shared goal, no personal one, nothing improbable; levels between by decided links."""
    found = {(e.goal_id, e.objective_id): e.state for e in edges(small_corpus())}

    assert found == {
        ("stated", "p1"): STATED,
        ("decided", "d1"): DECIDED,
        ("decided", "b"): DECIDED,
        ("doubtful", "d2"): UNDECIDED,
    }


def test_links_name_goals_by_their_places() -> None:
    """Each link leads from a goal of the other script to another one there."""
    corpus = small_corpus()
    goals, links = told(goals_script(corpus)), told(links_script(corpus, {"doubtful": "justified"}))
    names = [row[0] for row in goals["goals"]]
    texts = json.dumps(goals, ensure_ascii=False)

    pairs = {(names[row[0]], names[row[1]]) for row in links["links"]}

    assert pairs == {(e.goal_id, e.objective_id) for e in edges(corpus)}
    assert {names[place] for place in links["held"]} == {"stated", "decided", "doubtful"}
    assert {names[int(place)]: status for place, status in links["apart"].items()} == {
        "doubtful": "justified"
    }
    assert [[names[a], names[b]] for a, b in links["parents"]] == [["p1", "d1"]]
    assert [names[o] for o in links["inForce"]["2013"]] == ["d1", "d2"]
    assert "Lederens egen utvikling" not in texts


def test_hostile_text_comes_through_unchanged() -> None:
    """A goal that looks like the end of a script or a string is a text among others."""
    hostile = "</script><script>alert('x')</script> \"; \\ \u2028"
    plan = [PLAN, AGREEMENT | {"kind": "lederavtale"}]
    corpus = make_corpus(scored(plan, [objective("d1"), goal("g", text=hostile)], []), 3)

    texts = [row[2] for row in told(goals_script(corpus))["goals"]]

    assert hostile in texts


def test_the_page_holds_every_decided_link_of_the_latest_year() -> None:
    """Without a script the table is whole, and each row leads to its evidence."""
    view = network_view(small_corpus())

    assert view is not None
    assert [(row.text, row.probability, row.state) for row in view.rows] == [
        ("Enhetens stated", "0,40", "oppgitt"),
        ("Enhetens decided", "0,80", "avgjort"),
        ("Enhetens decided", "0,70", "avgjort"),
    ]
    assert [row.href for row in view.rows] == [
        "enheter/skolen.html#stated",
        "enheter/skolen.html#decided",
        "enheter/skolen.html#decided",
    ]


def test_the_claim_counts_units_and_objectives() -> None:
    """Units with a link of those held against the plan, and objectives that nobody is behind."""
    view = network_view(small_corpus())

    assert view is not None
    assert view.claim == (
        "I 2013 har 1 av 1 enhet minst ett eget mål med en avgjort kopling til planen. "
        "1 av 2 mål i planen har ingen enhet bak seg."
    )


def test_many_links_are_told_unit_by_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a row for each link would be too many, a row is a unit with what it serves."""
    monkeypatch.setattr("pipeline.reporting.view_network._MOST_ROWS", 2)

    view = network_view(small_corpus())

    assert view is not None
    assert view.rows == ()
    assert [(row.unit, row.goals, row.objectives) for row in view.unit_rows] == [
        ("Skolen", 2, (("1.1", "mal/2010-1-1-mal-d1.html", "2 mål"),))
    ]


def test_without_links_there_is_no_network() -> None:
    """An empty corpus has a page that says so, and no picture."""
    empty = pages(scored([], [], []))

    assert "Korpuset har ingen koplinger å vise." in empty["nett.html"]
    assert "cytoscape.min.js" not in empty["nett.html"]


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_scripts_words_are_translated(language: str) -> None:
    """What the scripts say is said in the page's language."""
    with speaking("nb"):
        source = json.loads(network_view(make_corpus(made_up_tables(), 3)).words)
    with speaking(language):
        words = json.loads(network_view(make_corpus(made_up_tables(), 3)).words)

    assert words["nothing"] != source["nothing"]
    assert words["links"] != source["links"]


def test_the_vendored_script_is_the_one_it_is_said_to_be() -> None:
    """Its hash and version are those that SOURCES.md names."""
    script = (ASSETS / "vendor" / "cytoscape.min.js").read_bytes()
    sources = (ASSETS / "vendor" / "SOURCES.md").read_text(encoding="utf-8")

    assert hashlib.sha256(script).hexdigest() in sources
    version = re.search(r'cf\.version="([\d.]+)"', script.decode())
    assert version
    assert f"| {version[1]} |" in sources


def test_each_asset_is_written_as_it_stands() -> None:
    """No byte of the vendored script is lost on its way into the report."""
    written = pages(scored([], [], []))["assets/vendor/cytoscape.min.js"]

    assert written.encode() == (ASSETS / "vendor" / "cytoscape.min.js").read_bytes()
