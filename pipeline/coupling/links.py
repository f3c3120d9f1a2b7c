"""Goals and vectors to the table of links, each with what carried it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.decision import decide
from pipeline.coupling.fusion import DECIMALS, FusionModel, Scores, fuse, score_fused
from pipeline.coupling.hierarchy import (
    Comparison,
    comparisons,
    parts_of_objectives,
    plan_numbers,
    stated_numbers,
)
from pipeline.coupling.likeness import containment, link_kind, shared_terms
from pipeline.coupling.signals import Signals, Space, statement_space, strongest_part
from pipeline.coupling.statements import Matrix, Statements, prepare_statements
from pipeline.identity import link_id
from pipeline.params import CouplingParams
from pipeline.schemas import LINKS
from pipeline.tables import check_table, empty_table

# Fewer objectives than this are no background to stand out from.
SMALLEST_BACKGROUND = 3


@dataclass(frozen=True)
class Corpus:
    """All goals with their statements and their space; `row` finds a goal_id's row in both."""

    goals: pd.DataFrame
    statements: Statements
    space: Space
    row: dict[str, int]
    numbers: dict[str, set[str]]
    terms: list[dict[str, float]]

    def rows(self, goal_ids: Sequence[str]) -> npt.NDArray[np.int_]:
        """The rows of these goals."""
        return np.array([self.row[goal] for goal in goal_ids], dtype=int)


@dataclass(frozen=True)
class Judged:
    """One comparison with everything said of its pairs, matrices (goals, objectives)."""

    comparison: Comparison
    parts: dict[str, list[str]]
    signals: Signals
    scores: Scores
    linked: npt.NDArray[np.bool_]
    explicit: npt.NDArray[np.bool_]
    lift: Matrix


def goals_to_links(
    goals: pd.DataFrame, vectors: pd.DataFrame, model: FusionModel, params: CouplingParams
) -> pd.DataFrame:
    """LINKS: for each goal its best objectives on each level, and all that are decided or stated.

    An empty table where the corpus holds one level only.
    """
    corpus = build_corpus(goals, vectors)
    frames = [
        _rows(corpus, judge(corpus, each, model, params), params)
        for each in comparisons(goals)
        if each.goals and each.objectives
    ]
    return check_table(pd.concat(frames), LINKS) if frames else empty_table(LINKS)


def build_corpus(goals: pd.DataFrame, vectors: pd.DataFrame) -> Corpus:
    """Goals and vectors joined by goal_id; a goal without a vector is left to its words."""
    by_goal = dict(zip(vectors["goal_id"], vectors["vector"], strict=True))
    width = len(next(iter(by_goal.values()))) if by_goal else 0
    blank = np.zeros(width)
    stacked = np.array([by_goal.get(goal, blank) for goal in goals["goal_id"]], dtype=np.float64)
    statements = prepare_statements(
        goals["text"].tolist(), goals["language"].tolist(), stacked if width else None
    )
    row = {goal: index for index, goal in enumerate(goals["goal_id"])}
    space = statement_space(statements)
    return Corpus(goals, statements, space, row, stated_numbers(goals), space.words.terms())


def judge(
    corpus: Corpus, comparison: Comparison, model: FusionModel, params: CouplingParams
) -> Judged:
    """Signals, scores, decisions, stated links and lift for one comparison."""
    columns = [*comparison.objectives, *comparison.others]
    parts = parts_of_objectives(corpus.goals, columns)
    signals = _signals(corpus, comparison.goals, columns, parts)
    fused = fuse(signals, model)
    count = len(comparison.objectives)
    scores = score_fused(fused[:, :count], model)
    explicit = _stated(corpus, comparison)
    decided = decide(scores.probability, params.linked_from, params.linked_least)
    return Judged(
        comparison, parts, signals, scores, decided | explicit, explicit, lift_over(fused, count)
    )


def lift_over(fused: Matrix, count: int) -> Matrix:
    """How far each of the `count` first columns stands above the goal's background.

    In standard deviations of the background: the goal's fused values with objectives that aren't
    in force for it (columns from `count` on), or with all in force where there are fewer than
    three others; missing where there is no background of three either way.
    """
    others = fused[:, count:]
    background = others if others.shape[1] >= SMALLEST_BACKGROUND else fused[:, :count]
    if background.shape[1] < SMALLEST_BACKGROUND:
        return np.full((len(fused), count), np.nan)
    spread = background.std(axis=1, keepdims=True)
    above = fused[:, :count] - background.mean(axis=1, keepdims=True)
    return np.asarray(np.divide(above, spread, out=np.zeros_like(above), where=spread > 0))


def _signals(
    corpus: Corpus, goals: Sequence[str], objectives: Sequence[str], parts: dict[str, list[str]]
) -> Signals:
    owners = [index for index, each in enumerate(objectives) for _ in parts[each]]
    columns = corpus.rows([part for each in objectives for part in parts[each]])
    return strongest_part(
        corpus.space.between(corpus.rows(goals), columns), owners, len(objectives)
    )


def _stated(corpus: Corpus, comparison: Comparison) -> npt.NDArray[np.bool_]:
    """True where the goal's own document names the objective's number; only at the top level."""
    explicit = np.zeros((len(comparison.goals), len(comparison.objectives)), dtype=bool)
    if comparison.level != "kommuneplan":
        return explicit
    numbers = corpus.goals["number"].tolist()
    column = [plan_numbers(numbers[row]) for row in corpus.rows(comparison.objectives)]
    for index, goal in enumerate(comparison.goals):
        named = corpus.numbers[goal]
        explicit[index] = [bool(named) and bool(each & named) for each in column]
    return explicit


def _rows(corpus: Corpus, judged: Judged, params: CouplingParams) -> pd.DataFrame:
    """The kept pairs as rows of LINKS: by goal in the table's order, best first."""
    probability, score = judged.scores.probability, judged.scores.score
    order = np.argsort(-score, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable") + 1
    kept = (rank <= params.keep_per_goal) | judged.linked
    below, above = np.nonzero(kept)
    by_rank = np.lexsort((rank[below, above], below))
    below, above = below[by_rank], above[by_rank]
    goal_ids = [judged.comparison.goals[index] for index in below]
    objective_ids = [judged.comparison.objectives[index] for index in above]
    encoder = judged.signals.encoder
    frame = pd.DataFrame(
        {
            "link_id": [link_id(*pair) for pair in zip(goal_ids, objective_ids, strict=True)],
            "goal_id": goal_ids,
            "objective_id": objective_ids,
            "objective_level": judged.comparison.level,
            "score": score[below, above],
            "probability": probability[below, above],
            "linked": judged.linked[below, above],
            "explicit": judged.explicit[below, above],
            "rank": rank[below, above],
            "lift": judged.lift[below, above],
            "signal_encoder": np.nan if encoder is None else encoder[below, above].round(DECIMALS),
            "signal_words": judged.signals.words[below, above].round(DECIMALS),
            "signal_characters": judged.signals.characters[below, above].round(DECIMALS),
        }
    )
    return _with_evidence(corpus, judged, frame, params)


def _with_evidence(
    corpus: Corpus, judged: Judged, frame: pd.DataFrame, params: CouplingParams
) -> pd.DataFrame:
    pairs = list(zip(frame["goal_id"], frame["objective_id"], strict=True))
    taken_over = [
        max(_containment(corpus, goal, part) for part in judged.parts[objective])
        for goal, objective in pairs
    ]
    concrete = frame["goal_id"].isin(_concrete_goals(corpus.goals))
    facts = zip(taken_over, frame["probability"], frame["linked"], concrete, strict=True)
    borders = (params.verbatim_from, params.topical_from)
    return frame.assign(
        containment=taken_over,
        kind=[link_kind(*each, *borders) for each in facts],
        shared_terms=[
            _shared_terms(corpus, goal, judged.parts[objective]) for goal, objective in pairs
        ],
    )


def _concrete_goals(goals: pd.DataFrame) -> set[str]:
    """Goals that were made testable, dated, or given a measure of their own."""
    measure = goals["measure"].fillna("").str.strip().ne("")
    return set(goals.loc[goals["has_target"] | goals["has_deadline"] | measure, "goal_id"])


def _containment(corpus: Corpus, goal: str, objective: str) -> float:
    tokens = corpus.statements.tokens
    return containment(tokens[corpus.row[goal]], tokens[corpus.row[objective]])


def _shared_terms(corpus: Corpus, goal: str, parts: Sequence[str]) -> str:
    """Stems shared with the part that shares the most, joined by '; '."""
    mine = corpus.terms[corpus.row[goal]]

    def cosine(theirs: dict[str, float]) -> float:
        return sum(weight * theirs[term] for term, weight in mine.items() if term in theirs)

    nearest = max((corpus.terms[corpus.row[part]] for part in parts), key=cosine)
    return "; ".join(shared_terms(mine, nearest))
