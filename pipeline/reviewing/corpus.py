"""What there is to review: goals, the pairs they may form, and where each text stands."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import pipeline
from pipeline.errors import TableError
from pipeline.identity import file_sha256
from pipeline.municipalities import names_in, read_part
from pipeline.places import Context, Passages, index_passages, text_context
from pipeline.reviews.carrying import Carried, Texts, anchor_of, carried, texts_of
from pipeline.reviews.municipalities import COLUMNS, verdicts_by_municipality
from pipeline.reviews.verdict import Anchor, Verdict, text_sha256
from pipeline.schemas import CELLS, DOCUMENTS, GOALS, LINKS, PASSAGES, Table
from pipeline.schemas.measures import FLIPS
from pipeline.schemas.reading import CONTINUED
from pipeline.tables import read_columns

PLAN = "kommuneplan"
# So many passages before and after a goal are shown with it.
AROUND_PASSAGES = 2
# So many characters of the passages around a goal are kept with a verdict, to find it again.
AROUND = 120

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Document:
    """A document as its register and its first page tell of it."""

    document_id: str
    sha256: str
    path: str
    title: str
    kind: str
    language: str


@dataclass(frozen=True)
class Goal:
    """A goal or an objective, with its place in its document."""

    goal_id: str
    text: str
    sha256: str
    document: Document
    page: int
    unit: str | None
    year: int | None
    level: str
    kind: str
    number: str | None
    context: str
    measure: str | None
    indicator: str | None
    parent_id: str | None


@dataclass(frozen=True)
class Pair:
    """A goal and an objective that it may serve, and what the engine says of the two."""

    link_id: str
    goal_id: str
    objective_id: str
    level: str
    probability: float
    kind: str
    linked: bool
    explicit: bool
    shared_terms: str
    word_pairs: str


@dataclass(frozen=True)
class ReviewCorpus:
    """The tables as the review page needs them; `version` changes whenever they do.

    Where it is one municipality of several, `everyones` tells whose each goal is.
    """

    version: str
    goals: Mapping[str, Goal]
    pairs: Mapping[str, Pair]
    pairs_of: Mapping[str, list[Pair]]
    below: Mapping[str, list[str]]
    objectives_of: Mapping[str, list[str]]
    texts: Texts
    goals_frame: pd.DataFrame
    links: pd.DataFrame
    flips: pd.DataFrame
    rows: Mapping[str, Row]
    places: Passages
    municipality: str | None = None
    everyones: pd.DataFrame | None = None

    def carried(self, verdicts: Sequence[Verdict]) -> list[Carried]:
        """The verdicts carried over to these goals; none that is on another municipality's."""
        if self.municipality is None or self.everyones is None:
            return carried(verdicts, self.texts)
        return verdicts_by_municipality(verdicts, self.everyones).get(self.municipality, [])

    def candidates(self, goal_id: str) -> list[Goal]:
        """All objectives of the plans that the goal is held against, in the plan's order."""
        plans = {self.goals[p.objective_id].document.document_id for p in self.plan_pairs(goal_id)}
        return [
            self.goals[objective]
            for plan in sorted(plans)
            for objective in self.objectives_of[plan]
        ]

    def plan_pairs(self, goal_id: str) -> list[Pair]:
        """The goal's pairs with objectives of the plan, the engine's best first."""
        return [pair for pair in self.pairs_of.get(goal_id, ()) if pair.level == PLAN]

    def context(self, goal_id: str) -> Context:
        """What stands around the goal in its document."""
        return text_context(self.rows[goal_id], self.places, AROUND_PASSAGES)

    def anchor(self, goal: Goal) -> Anchor:
        """Where the goal stands, to be kept with a verdict on it."""
        around = self.context(goal.goal_id)
        before = " ".join(quoted.text for quoted in around.before)
        after = " ".join(quoted.text for quoted in around.after)
        return anchor_of(self.rows[goal.goal_id], before[-AROUND:], after[:AROUND])


def load_corpus(outputs: Path, municipality: str | None = None) -> ReviewCorpus:
    """The corpus as the tables in `outputs` tell it, or one municipality's of several.

    Raises TableError naming the table where one is missing, because nothing has been run yet, or
    where they are of two runs.
    """
    named = None if municipality is None else names_in(outputs)[municipality]

    def read(table: Table) -> pd.DataFrame:
        return read_part(table, outputs, municipality, named)

    goals, links = read(GOALS), read(LINKS)
    flips = _read_if_there(outputs, read)
    documents = {row["document_id"]: _document(row) for row in read(DOCUMENTS).to_dict("records")}
    _check_of_one_run(documents, goals, links)
    found = {row["goal_id"]: _goal(row, documents) for row in goals.to_dict("records")}
    pairs = {row["link_id"]: _pair(row) for row in links.to_dict("records")}
    pairs_of: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs.values():
        pairs_of[pair.goal_id].append(pair)
    below: dict[str, list[str]] = defaultdict(list)
    for goal in found.values():
        if goal.parent_id is not None:
            below[goal.parent_id].append(goal.goal_id)
    cells, continued = read(CELLS), read(CONTINUED)
    return ReviewCorpus(
        version=corpus_version(outputs),
        goals=found,
        pairs=pairs,
        pairs_of=pairs_of,
        below=below,
        objectives_of=_objectives_of(links, found),
        texts=texts_of(goals),
        goals_frame=goals,
        links=links,
        flips=flips,
        rows={row["goal_id"]: row for row in goals.to_dict("records")},
        places=index_passages(read(PASSAGES), cells, continued),
        municipality=municipality,
        everyones=None if municipality is None else read_columns(GOALS, outputs, COLUMNS),
    )


def _check_of_one_run(
    documents: Mapping[str, Document], goals: pd.DataFrame, links: pd.DataFrame
) -> None:
    names = set(goals["goal_id"])
    linked = set(links["goal_id"]) | set(links["objective_id"])
    if linked - names or set(goals["document_id"]) - set(documents):
        raise TableError("documents, goals and links are of two runs: let `kopling run` end first")


def corpus_version(outputs: Path) -> str:
    """The version of kopling, and the hash of what was found and linked."""
    digest = hashlib.sha256()
    for table in (GOALS, LINKS):
        digest.update(file_sha256(outputs / table.stage / f"{table.name}.parquet").encode())
    return f"{pipeline.__version__}-{digest.hexdigest()[:12]}"


def _read_if_there(outputs: Path, read: Callable[[Table], pd.DataFrame]) -> pd.DataFrame:
    """FLIPS; without rows where the run has not come so far."""
    path = outputs / FLIPS.stage / f"{FLIPS.name}.parquet"
    columns = list(FLIPS.schema.columns)
    return read(FLIPS) if path.is_file() else pd.DataFrame(columns=columns)


def _document(row: Row) -> Document:
    return Document(
        row["document_id"],
        row["document_sha256"],
        row["path"],
        row["title"],
        row["kind"],
        row["language"],
    )


def _goal(row: Row, documents: Mapping[str, Document]) -> Goal:
    return Goal(
        goal_id=row["goal_id"],
        text=row["text"],
        sha256=text_sha256(row["text"]),
        document=documents[row["document_id"]],
        page=int(row["page"]),
        unit=_known(row["unit"]),
        year=None if pd.isna(row["year"]) else int(row["year"]),
        level=row["level"],
        kind=row["kind"],
        number=_known(row["number"]),
        context=row["context"],
        measure=_known(row["measure"]),
        indicator=_known(row["indicator"]),
        parent_id=_known(row["parent_goal_id"]),
    )


def _pair(row: Row) -> Pair:
    return Pair(
        link_id=row["link_id"],
        goal_id=row["goal_id"],
        objective_id=row["objective_id"],
        level=row["objective_level"],
        probability=float(row["probability"]),
        kind=row["kind"],
        linked=bool(row["linked"]),
        explicit=bool(row["explicit"]),
        shared_terms=row["shared_terms"],
        word_pairs=row["word_pairs"],
    )


def _objectives_of(links: pd.DataFrame, goals: Mapping[str, Goal]) -> dict[str, list[str]]:
    """Of each plan its objectives, in the order in which it states them."""
    named = set(links.loc[links["objective_level"].eq(PLAN), "objective_id"])
    found: dict[str, list[str]] = defaultdict(list)
    for goal_id, goal in goals.items():  # the table keeps the documents' order
        if goal_id in named:
            found[goal.document.document_id].append(goal_id)
    return found


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
