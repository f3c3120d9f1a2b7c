"""The second example corpus builds, and what is told as planted stands in its documents."""

import csv
import re
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import yaml

from benchmarks.corpus.build import FIRST, SECOND, Corpus, main, read_yaml
from benchmarks.corpus.economy import Economy

SERVING = ("verbatim", "rephrased", "concretised")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The second corpus, built anew in a folder of its own."""
    folder = tmp_path_factory.mktemp("second")
    corpus = Corpus(SECOND.sources, folder / "documents", folder)
    main(corpus)
    return corpus


@pytest.fixture(scope="module")
def facts(built: Corpus) -> dict[str, Any]:
    """The planted facts of the corpus built anew."""
    return read_yaml(built.answers / "planted_facts.yaml")


@pytest.fixture(scope="module")
def texts(built: Corpus) -> dict[str, str]:
    """Each document's letters without spaces, by its path in the register."""
    paths = [row["path"] for row in read_csv(built.documents / "register.csv")]
    return {path: squeeze(document_text(built.documents / path)) for path in paths}


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def document_text(path: Path) -> str:
    """All text of a DOCX or a PDF, tables cell by cell."""
    if path.suffix == ".docx":
        body = docx.Document(str(path)).element.body
        return "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def squeeze(text: str) -> str:
    """The text without white space, since lines and cells break anywhere."""
    return re.sub(r"\s+", "", text)


def sentences(folder: Path) -> set[str]:
    """Every string of the sources' texts that is long enough to be a sentence."""
    found: set[str] = set()
    for path in folder.rglob("*.yaml"):
        found |= set(strings(yaml.safe_load(path.read_text(encoding="utf-8"))))
    pieces = {piece.strip() for text in found for piece in re.split(r"(?<=[.!?])\s", text)}
    return {piece for piece in pieces if len(piece.split()) >= 5}


def strings(value: Any) -> list[str]:
    """Every string inside a value."""
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value
    return [text for each in children for text in strings(each)] if is_nested(value) else []


def is_nested(value: Any) -> bool:
    """Whether the value holds others."""
    return isinstance(value, dict | list)


def own_served(built: Corpus, year: int) -> set[str]:
    """The objectives of the plan in force that some unit's own goal serves that year."""
    rows = read_csv(built.answers / "planted.csv")
    plan = "2012" if year < 2020 else "2019"
    return {
        row["objective_number"]
        for row in rows
        if row["year"] == str(year)
        and row["note"].startswith("enhetens eget mål")
        and row["kind"] in SERVING
        and f"{plan}-" in row["objective_plan"]
    }


def test_kept_files_are_those_the_sources_give(built: Corpus) -> None:
    """The planted answers and the register in the repository are built from today's sources."""
    for name in ("planted.csv", "planted_facts.yaml", "documents/register.csv"):
        assert (built.answers / name).read_bytes() == (SECOND.answers / name).read_bytes()


def test_every_planted_goal_stands_in_its_document(built: Corpus, texts: dict[str, str]) -> None:
    """Each goal of planted.csv occurs word for word in the document it is told to stand in."""
    rows = read_csv(built.answers / "planted.csv")
    missing = [
        row["goal_text"]
        for row in rows
        if squeeze(row["goal_text"]) not in texts[row["document_path"]]
    ]

    assert len(rows) > 400
    assert not missing


def test_kept_documents_say_the_same(built: Corpus, texts: dict[str, str]) -> None:
    """The documents in the repository hold the same words as those built anew."""
    for path, text in texts.items():
        assert text == squeeze(document_text(SECOND.documents / path)), path


def test_points_inputs_and_remarks_stand_in_a_document(
    facts: dict[str, Any], texts: dict[str, str]
) -> None:
    """The council's points, the units' inputs and the remarks' phrases are in the cases."""
    everything = "".join(texts.values())
    for row in [*facts["council_points"], *facts["inputs"]]:
        assert squeeze(row["text"]) in texts[row["document_path"]]
    for remark in facts["remarks"]:
        assert squeeze(remark["phrase"]) in everything


def test_objectives_told_as_unserved_are_served_by_no_own_goal(
    built: Corpus, facts: dict[str, Any]
) -> None:
    """No unit's own goal serves them, and every other objective has at least one."""
    for told in facts["unserved_objectives"]:
        plan = read_yaml(built.sources / f"kommuneplan-{told['plan']}.yaml")
        numbers = {str(goal["number"]) for area in plan["hovedmål"] for goal in area["delmål"]}

        assert set(told["objectives"]) == numbers - own_served(built, told["year"])


def test_copying_falls_from_year_to_year(facts: dict[str, Any]) -> None:
    """Lyngheimen takes over five own goals in 2018, three in 2019 and one in 2020."""
    expected = {2018: 5, 2019: 3, 2020: 1}
    copied = {
        row["year"]: len(row["copied"])
        for row in facts["agreements"]
        if row["unit"] == "Lyngheimen bofellesskap"
    }

    assert expected == copied


def test_whole_chains_lead_from_the_agreement_to_the_plan(facts: dict[str, Any]) -> None:
    """Each chain told as whole has its links from own goal to budget and from budget to plan."""
    links = {(row["from"], row["unit"], row["year"]) for row in facts["chain_links"]}
    parents = {(row["from"], row["text"]) for row in facts["chain_links"]}
    words = {row["from"]: row["from_text"] for row in facts["chain_links"]}
    for chain in facts["chains_whole"]:
        upper, lower = chain["path"]

        assert (lower, chain["unit"], chain["year"]) in links
        assert (upper, words[lower]) in parents


def test_what_the_council_moved_adds_up(facts: dict[str, Any]) -> None:
    """More, less, net and gross in the budget case are the sums of the single changes."""
    moved = [row["difference"][0] for row in facts["council_changes_2020_thousand_nok"]]
    more, less = sum(m for m in moved if m > 0), -sum(m for m in moved if m < 0)
    told = facts["budget_case_2020"]["moved_thousand_nok"]
    economy = Economy(
        read_yaml(SECOND.sources / "economy.yaml"), read_yaml(SECOND.sources / "world.yaml")
    )
    frames = economy.total_frame("2020")[0] - economy.total_frame("2020", "proposal")[0]

    assert {"more": more, "less": less, "net": frames, "gross": more + less} == told


def test_no_sentence_is_taken_from_the_first_corpus() -> None:
    """The two corpora share no sentence of five words or more."""
    assert not sentences(FIRST.sources) & sentences(SECOND.sources)
