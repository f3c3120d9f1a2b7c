"""Made-up corpora: as many documents as asked, the same each time, and read as they were meant."""

import csv
import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest

from benchmarks.corpus.blocks import body_to_blocks
from benchmarks.speed.make_corpus import (
    Corpus,
    Recipe,
    kinds_of,
    make_corpus,
    make_document,
    paper_engine,
    paper_header,
    papers_of,
    town_papers,
    write_paper,
)
from benchmarks.speed.nynorsk import nynorsk_text
from benchmarks.speed.pages import Press, blocks_to_html
from benchmarks.speed.towns import LAST_YEAR, Town, topic, topics_of
from pipeline.errors import InputError
from pipeline.extraction.read import extract_files
from pipeline.goals.corpus import corpus_goals
from pipeline.params import ExtractionParams
from pipeline.parsing.sections import parse_corpus
from pipeline.project import check_project
from pipeline.register import read_register

TINY = 0.5  # pages a document: whatever is long is made short


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Corpus]:
    """Two municipalities with six documents together."""
    folder = tmp_path_factory.mktemp("made")
    return folder, make_corpus(folder, 6, 2, seed=5, pages=TINY)


def digests(folder: Path) -> dict[str, str]:
    """The hash of each file in the project, by its path."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def planted_rows(folder: Path) -> list[dict[str, str]]:
    """What is told as planted."""
    with (folder / "planted.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def squeezed(text: str) -> str:
    """The letters and digits alone."""
    return re.sub(r"[\W_]+", "", text.lower())


def test_the_same_seed_gives_the_same_bytes(made: tuple[Path, Corpus], tmp_path: Path) -> None:
    """Whole project, PDF metadata and zip dates included; another seed gives other documents."""
    folder, corpus = made

    assert make_corpus(tmp_path / "again", 6, 2, seed=5, pages=TINY) == corpus
    assert digests(tmp_path / "again") == digests(folder)

    make_corpus(tmp_path / "other", 1, 1, seed=6, pages=TINY)
    assert not set(digests(tmp_path / "other" / "documents").values()) & set(
        digests(folder / "documents").values()
    )


def test_the_project_has_nothing_wrong(made: tuple[Path, Corpus]) -> None:
    """Register, files and params are as a project has them, and no document stands twice."""
    folder, corpus = made

    assert check_project(folder) == []
    register = read_register(folder / "documents" / "register.csv")
    assert len(register) == corpus.documents == 6
    assert register["path"].str.split("/").str[0].nunique() == 2
    assert corpus.kinds == {"kommuneplan": 2, "lederavtale": 2, "økonomiplan": 2}


def test_what_was_made_is_counted(made: tuple[Path, Corpus]) -> None:
    """The counts are those of the planted goals."""
    folder, corpus = made
    rows = planted_rows(folder)

    assert sum(corpus.goals.values()) == len(rows)
    assert corpus.goals["hovedmål"] == sum(row["goal_kind"] == "hovedmål" for row in rows) == 10
    assert corpus.links == {
        how: sum(row["how"] == how for row in rows)
        for how in ("verbatim", "rephrased", "concretised", "none")
    }
    assert corpus.pages > corpus.documents
    assert corpus.amounts > 100


@pytest.mark.parametrize("documents", [1, 2, 5, 6, 10, 47, 50, 51, 200, 1000])
def test_a_municipality_has_as_many_documents_as_asked(documents: int) -> None:
    """Each document with a path of its own, one kommuneplan, whatever the number."""
    papers = list(town_papers(Town(0, 1), documents, 10))
    kinds = [paper.kind for paper in papers]
    told = {(p.kind, p.year, p.unit and p.unit.name, p.number) for p in papers}

    assert len(papers) == len(told) == documents == sum(kinds_of(documents).values())
    assert kinds.count("kommuneplan") == 1


def test_municipalities_share_the_documents_and_no_name() -> None:
    """10,000 documents in 200 municipalities are fifty each, of the same services."""
    towns: dict[str, int] = {}
    services: dict[str, set[str]] = {}
    for paper in papers_of(Recipe(10_000, 200)):
        towns[paper.town.name] = towns.get(paper.town.name, 0) + 1
        if paper.unit:
            services.setdefault(paper.town.name, set()).add(paper.unit.service)

    assert (len(towns), set(towns.values())) == (200, {50})
    assert {"skole", "hjemmetjeneste"} <= set.intersection(*services.values())


def test_fewer_documents_than_municipalities_are_refused(tmp_path: Path) -> None:
    """The refusal says what was asked for, and makes nothing."""
    with pytest.raises(ValueError, match="2 for 3"):
        make_corpus(tmp_path / "none", 2, 3)

    assert not (tmp_path / "none").exists()


def test_no_project_is_overwritten(made: tuple[Path, Corpus]) -> None:
    """A second corpus in the same folder is refused."""
    with pytest.raises(InputError, match="stands here already"):
        make_corpus(made[0], 6)


def test_a_document_is_added_and_no_other_touched(tmp_path: Path) -> None:
    """One more row, one more file; the next call makes another one."""
    make_corpus(tmp_path, 2, 1, pages=TINY)
    before = digests(tmp_path / "documents")
    first, second = make_document(tmp_path), make_document(tmp_path)
    after = digests(tmp_path / "documents")

    assert first != second
    assert first.is_file()
    assert set(after) - set(before) == {
        path.relative_to(tmp_path / "documents").as_posix() for path in (first, second)
    }
    assert {name for name in before if before[name] != after[name]} == {"register.csv"}
    assert check_project(tmp_path) == []
    assert json.loads((tmp_path / "corpus.json").read_text())["added"] == 2


def test_goals_of_agreements_are_found_again(tmp_path: Path) -> None:
    """What is planted in PDF, DOCX and web page alike is read as a goal, nine of ten and more."""
    recipe, press = Recipe(50, 1, seed=3, scanned=0), Press()
    papers = [paper for paper in papers_of(recipe) if paper.kind == "lederavtale"]
    engines = {paper_engine(paper, recipe.scanned): paper for paper in papers}
    assert set(engines) == {"typst", "docx", "html"}

    written = [write_paper(paper, recipe, tmp_path, press) for paper in engines.values()]
    register = pd.DataFrame([each.row for each in written])
    read = extract_files(register["path"], tmp_path / "documents", ExtractionParams())
    documents, sections = parse_corpus(read.passages, read.cells, read.files, register)
    goals = corpus_goals(documents, sections, shortest_words=3, longest_words=120)

    planted = {squeezed(goal.text) for each in written for goal in each.goals}
    found = {squeezed(goal) for goal in goals.loc[goals["kind"] != "tiltak", "text"]}
    assert len(planted & found) > 0.95 * len(planted)
    assert len(planted & found) > 0.95 * len(found)


def test_a_share_of_agreements_and_cases_is_scanned() -> None:
    """None, all of them, or about as many as asked; plans never."""
    papers = [paper for paper in papers_of(Recipe(1000, 20)) if paper.kind != "årsbudsjett"]
    scans = {
        share: [paper.kind for paper in papers if paper_engine(paper, share) == "scan"]
        for share in (0, 0.1, 1)
    }

    assert scans[0] == []
    assert set(scans[1]) == {"lederavtale", "bystyresak"}
    assert 0.07 < len(scans[0.1]) / len(scans[1]) < 0.13


def test_a_scan_has_pictures_and_no_text(tmp_path: Path) -> None:
    """A scanned agreement is to be read by its letters' shapes alone, the same each time."""
    recipe = Recipe(2, 1, scanned=1)
    paper = next(paper for paper in papers_of(recipe) if paper.kind == "lederavtale")
    first, again = (write_paper(paper, recipe, tmp_path / name, Press()) for name in "ab")
    pages = pypdfium2.PdfDocument(tmp_path / "a" / "documents" / first.row["path"])

    assert len(pages) == first.pages
    assert {page.get_textpage().get_text_range() for page in pages} == {""}
    assert first == again
    assert len(set(digests(tmp_path).values())) == 1


def test_the_vocabulary_grows_and_sentences_differ() -> None:
    """Twice the municipalities have two thirds more words; few sentences stand twice."""
    words: set[str] = set()
    sizes, sentences = [], []
    for index in range(8):
        voice = Town(index, 1).voice(LAST_YEAR, "vocabulary")
        for _ in range(60):
            said = voice.prose(topic(voice.chance.choice(topics_of("skole"))), 4)
            words |= set(re.findall(r"\w+", said.lower()))
            sentences += said.split(". ")
        sizes.append(len(words))

    assert sizes[7] > 1.6 * sizes[3]
    assert len(set(sentences)) > 0.9 * len(sentences)


def test_a_nynorsk_municipality_writes_nynorsk() -> None:
    """Words of its agreements are led over, names of places stay."""
    assert nynorsk_text("Alle elever på skolene leser. I Haugvik bor ikke flere innbyggere") == (
        "Alle elevar på skulane les. I Haugvik bur ikkje fleire innbyggjarar"
    )


def test_a_web_page_holds_lists_tables_and_marks() -> None:
    """Letters that HTML has a use for are written as text."""
    header = paper_header(next(papers_of(Recipe(1, 1))), 0)
    table = {"columns": ["Mål", "Tiltak"], "rows": [["A & B", ["én", "to"]]]}
    page = blocks_to_html(header, body_to_blocks([{"h1": "1 < 2"}, {"table": table}]))

    assert "<h2>1 &lt; 2</h2>" in page
    assert "<td>A &amp; B</td><td>- én<br>- to</td>" in page
