"""The reference case's texts typeset in each design and put through the pipeline, once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from pipeline.extraction.read import extract_files
from pipeline.goals.corpus import corpus_goals, corpus_money
from pipeline.params import ExtractionParams, GoalsParams
from pipeline.parsing.sections import parse_corpus
from pipeline.schemas import AMOUNTS, CELLS, CHANGES, DOCUMENTS, GOALS, PASSAGES, SECTIONS
from pipeline.tables import check_table
from tests.reference_case import texts
from tests.reference_case.typeset import DESIGNS

SOURCES = {
    "bystyresak-09-13608": ("bystyresak", texts.budget_case),
    "bystyresak-186-08": ("bystyresak", texts.organisation_case),
    "kommuneplan-2010": ("kommuneplan", texts.plan),
    "innspill-2011": ("innspill", texts.inputs),
}


@dataclass(frozen=True)
class Case:
    """The tables that came of the four texts in one design."""

    cells: pd.DataFrame
    documents: pd.DataFrame
    sections: pd.DataFrame
    goals: pd.DataFrame
    amounts: pd.DataFrame
    changes: pd.DataFrame

    def of(self, name: str, table: str) -> pd.DataFrame:
        """One document's rows of a table."""
        chosen = self.documents[self.documents["path"].str.startswith(name)].iloc[0]
        frame: pd.DataFrame = getattr(self, table)
        key = "document_id" if "document_id" in frame.columns else "document_sha256"
        return frame[frame[key].eq(chosen[key])]


@pytest.fixture(scope="session")
def expected() -> dict:
    """What a reader finds in the four texts."""
    if not texts.CASE.is_dir():
        pytest.skip("the reference case's texts are not beside the project (../shared/case)")
    return json.loads((texts.CASE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def run_case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    """A design's name to what came of the texts in it."""

    @cache
    def run(design: str) -> Case:
        return _run(design, tmp_path_factory.mktemp(design))

    return run


@pytest.fixture(params=sorted(DESIGNS))
def case(request: pytest.FixtureRequest, expected: dict, run_case: Callable[[str], Case]) -> Case:
    """The case in each design in turn."""
    return run_case(request.param)


def _run(design: str, folder: Path) -> Case:
    ending, typeset = DESIGNS[design]
    names = {name: f"{name}{ending}" for name in SOURCES}
    for name, (_, pieces) in SOURCES.items():
        typeset(pieces(), folder / names[name])
    register = pd.DataFrame(
        [{"path": names[name], "kind": kind} for name, (kind, _) in SOURCES.items()]
    )
    read = extract_files(list(names.values()), folder, ExtractionParams())
    passages, cells = check_table(read.passages, PASSAGES), check_table(read.cells, CELLS)
    documents, sections = parse_corpus(passages, cells, read.files, register)
    documents, sections = check_table(documents, DOCUMENTS), check_table(sections, SECTIONS)
    sizes = GoalsParams()
    goals = corpus_goals(
        documents,
        sections,
        shortest_words=sizes.shortest_goal_words,
        longest_words=sizes.longest_goal_words,
    )
    amounts, changes = corpus_money(documents, sections, cells)
    return Case(
        cells=cells,
        documents=documents,
        sections=sections,
        goals=check_table(goals, GOALS),
        amounts=check_table(amounts, AMOUNTS),
        changes=check_table(changes, CHANGES),
    )
