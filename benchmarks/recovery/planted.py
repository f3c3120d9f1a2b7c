"""A corpus's planted facts, and its goals found again by document and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from benchmarks.corpus.blocks import walk
from pipeline.language.normalise import normalise_text
from pipeline.schemas.columns import Table
from pipeline.schemas.goals import GOALS
from pipeline.schemas.reading import DOCUMENTS
from pipeline.tables import read_table

Facts = Mapping[str, Any]

# Goals are quoted with and without their closing mark.
_EDGES = " .;:–-•"


@dataclass(frozen=True)
class Planted:
    """What is known of a corpus (`facts`), and where the pipeline's tables of it lie."""

    name: str
    facts: Facts
    outputs: Path
    goals: pd.DataFrame
    statements: Mapping[str, tuple[str, str]]

    def table(self, table: Table) -> pd.DataFrame:
        """One of the pipeline's tables."""
        return read_table(table, self.outputs)

    def goal(self, path: str, text: str) -> str | None:
        """The goal_id of a planted goal; None where the pipeline has no such goal."""
        found = self.goals[self.goals["path"].eq(path) & self.goals["key"].eq(key(text))]
        return None if found.empty else str(found["goal_id"].iloc[0])

    def named(self, name: str) -> str | None:
        """The goal_id of the statement that the sources call `name`, e.g. OP13-BFT-6."""
        return self.goal(*self.statements[name]) if name in self.statements else None

    def unit_goals(self, unit: str, year: int) -> dict[str, str]:
        """goal_id by words, of a unit's agreement in a year."""
        of_unit = self.goals["unit"].eq(unit) & self.goals["year"].eq(year)
        rows = self.goals[of_unit & self.goals["level"].eq("lederavtale")]
        return dict(zip(rows["key"], rows["goal_id"], strict=True))

    def objectives(self, plan_year: int) -> dict[str, str]:
        """goal_id by number, of the hovedmål and delmål of the kommuneplan that began that year."""
        rows = self.goals[
            self.goals["level"].eq("kommuneplan")
            & self.goals["year"].eq(plan_year)
            & self.goals["kind"].isin(("hovedmål", "delmål"))
        ]
        # the finer last, where a hovedmål and a delmål have one number
        rows = rows.sort_values("kind", ascending=False, kind="stable")
        return dict(zip(rows["number"], rows["goal_id"], strict=True))


def load_planted(name: str, folder: Path, outputs: Path) -> Planted:
    """A corpus by its own folder under benchmarks and the folder of the pipeline's tables."""
    documents, goals = read_table(DOCUMENTS, outputs), read_table(GOALS, outputs)
    paths = dict(zip(documents["document_id"], map(normalise_text, documents["path"]), strict=True))
    named = goals.assign(path=goals["document_id"].map(paths), key=goals["text"].map(key))
    facts = yaml.safe_load((folder / "planted_facts.yaml").read_text(encoding="utf-8"))
    return Planted(name, facts, outputs, named, dict(_statements(folder / "sources")))


def _statements(sources: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each statement that has a name in the sources: its document's path and its words."""
    for path in sorted(sources.rglob("*.yaml")):
        source = yaml.safe_load(path.read_text(encoding="utf-8"))
        document = normalise_text(str(source.get("document", {}).get("path", "")))
        for each in walk(source):
            if document and "id" in each and "text" in each:
                yield str(each["id"]), (document, str(each["text"]))


def key(text: str) -> str:
    """A statement's words as they are compared: without case and edges.

    >>> key("Flere  barn leser.") == key("flere barn leser")
    True
    """
    return normalise_text(text).casefold().strip(_EDGES)


def listed(facts: Facts, name: str) -> Iterator[dict[str, Any]]:
    """The facts of a kind; none where the corpus has none."""
    yield from facts.get(name) or []
