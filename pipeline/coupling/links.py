"""Goals and vectors to the table of links, each with what carried it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.adaptation import Alike
from pipeline.coupling.adaptation import Pairs as TaughtPairs
from pipeline.coupling.evidence import margins
from pipeline.coupling.fusion import (
    DECIMALS,
    FusionModel,
    Scores,
    contributions,
    expit,
    fuse,
    score_fused,
)
from pipeline.coupling.hierarchy import (
    Comparison,
    comparisons,
    goals_above,
    parts_of_objectives,
    plan_numbers,
    stated_numbers,
)
from pipeline.coupling.learning import Lesson, judged_in, verdicts_in
from pipeline.coupling.ragged import Ragged
from pipeline.coupling.signals import (
    Signals,
    Space,
    ownness,
    spread_out,
    statement_space,
    strongest_part,
)
from pipeline.coupling.statements import Matrix, Statements, prepare_statements
from pipeline.coupling.telling import Decided, Pairs, Telling
from pipeline.coupling.verdicts import told_apart_by
from pipeline.identity import link_id
from pipeline.params import CouplingParams
from pipeline.schemas import LINKS
from pipeline.tables import check_table, empty_table

# Fewer objectives than this are no background to stand out from.
SMALLEST_BACKGROUND = 3
# The sentences' signal is the whole statement's here: goals have one vector each.
SHOWN_SIGNALS = ("encoder", "field", "words", "characters", "coverage", "opposed")

Places = npt.NDArray[np.int_]


@dataclass(frozen=True)
class Corpus:
    """All goals with their statements and their space; `row` finds a goal_id's row in both."""

    goals: pd.DataFrame
    statements: Statements
    space: Space
    row: dict[str, int]
    numbers: dict[str, set[str]]
    telling: Telling

    def rows(self, goal_ids: Sequence[str]) -> npt.NDArray[np.int_]:
        """The rows of these goals."""
        return np.array([self.row[goal] for goal in goal_ids], dtype=int)


@dataclass(frozen=True)
class Judged:
    """One comparison with everything said of its pairs, matrices (goals, objectives).

    `scores` and `linked` are those after the verdicts of the `lesson` were taken in.
    """

    comparison: Comparison
    parts: dict[str, list[str]]
    signals: Signals
    carried: dict[str, Matrix]
    scores: Scores
    linked: npt.NDArray[np.bool_]
    explicit: npt.NDArray[np.bool_]
    lift: Matrix
    lesson: Lesson


def goals_to_links(
    goals: pd.DataFrame,
    vectors: pd.DataFrame,
    model: FusionModel,
    params: CouplingParams,
    encoder: str = "",
    settled: pd.DataFrame | None = None,
    *,
    tells_words: bool = True,
) -> pd.DataFrame:
    """LINKS: for each goal its best objectives on each level, and all that are decided or stated.

    `encoder` names what made the vectors. From the pairs that coders have `settled` (as
    `pipeline.reviews.settling.settled_pairs` tells them) the engine learns of all others; what is
    then among the best or decided is there, and what was before, and each pair with a verdict.
    A settled pair has what the *engine* says of it after it has learned, as every other has: that
    it is a fact is said by VERDICTS, and scoring makes it one. So LINKS stays what one engine says,
    and can be held against the verdicts. An empty table where the corpus holds one level only.
    Without `tells_words`, which words carried a link is left empty, and is not sought.
    """
    return links_and_lessons(
        goals, vectors, model, params, encoder, settled, tells_words=tells_words
    )[0]


def links_and_lessons(
    goals: pd.DataFrame,
    vectors: pd.DataFrame,
    model: FusionModel,
    params: CouplingParams,
    encoder: str = "",
    settled: pd.DataFrame | None = None,
    *,
    tells_words: bool = True,
) -> tuple[pd.DataFrame, list[Lesson]]:
    """LINKS as `goals_to_links` tells it, and the lessons of the comparisons with verdicts."""
    if not _held(goals):
        return empty_table(LINKS), []
    corpus = build_corpus(goals, vectors, encoder)
    return corpus_links(corpus, model, params, settled, tells_words=tells_words)


def corpus_links(
    corpus: Corpus,
    model: FusionModel,
    params: CouplingParams,
    settled: pd.DataFrame | None = None,
    *,
    tells_words: bool = True,
) -> tuple[pd.DataFrame, list[Lesson]]:
    """As `links_and_lessons`, of goals that are made ready for it."""
    frames, lessons = [], []
    for each in _held(corpus.goals):
        judged = judge(corpus, each, model, params, settled)
        rows = _rows(judged, params)
        frames.append(_with_evidence(corpus, judged, rows, params, tells_words=tells_words))
        lessons += [judged.lesson] if judged.lesson.is_taught else []
    return (check_table(pd.concat(frames), LINKS) if frames else empty_table(LINKS)), lessons


def _held(goals: pd.DataFrame) -> list[Comparison]:
    return [each for each in comparisons(goals) if each.goals and each.objectives]


def build_corpus(goals: pd.DataFrame, vectors: pd.DataFrame, encoder: str = "") -> Corpus:
    """Goals and vectors joined by goal_id; a goal without a vector is left to its words."""
    texts, languages = goals["text"].tolist(), goals["language"].tolist()
    statements = prepare_statements(texts, languages, _vectors_of(goals, vectors))
    row = {goal: index for index, goal in enumerate(goals["goal_id"])}
    space = statement_space(statements, encoder=encoder)
    telling = Telling(texts, statements.tokens, statements.led, languages, space.words)
    return Corpus(goals, statements, space, row, stated_numbers(goals), telling)


def with_vectors(corpus: Corpus, vectors: pd.DataFrame, encoder: str = "") -> Corpus:
    """The same goals as another encoder reads them: their words are what they were."""
    stacked = _vectors_of(corpus.goals, vectors)
    return replace(
        corpus,
        statements=replace(corpus.statements, vectors=stacked),
        space=corpus.space.with_vectors(stacked, encoder),
    )


def _vectors_of(goals: pd.DataFrame, vectors: pd.DataFrame) -> Matrix | None:
    by_goal = dict(zip(vectors["goal_id"], vectors["vector"], strict=True))
    width = len(next(iter(by_goal.values()))) if by_goal else 0
    blank = np.zeros(width)
    stacked = np.array([by_goal.get(goal, blank) for goal in goals["goal_id"]], dtype=np.float64)
    return stacked if width else None


def judge(
    corpus: Corpus,
    comparison: Comparison,
    model: FusionModel,
    params: CouplingParams,
    settled: pd.DataFrame | None = None,
) -> Judged:
    """Signals, scores, decisions, stated links and lift for one comparison, verdicts taken in."""
    columns = [*comparison.objectives, *comparison.others]
    parts = parts_of_objectives(corpus.goals, columns)
    signals = _signals(corpus, comparison.goals, columns, parts)
    count = len(comparison.objectives)
    own = ownness(len(comparison.goals), count)
    near = spread_out(signals, own)
    alone = fuse(near, model, own)
    above = goals_above(corpus.goals)
    fused = with_goal_above(alone, comparison.goals, above, params.goal_above)
    before = score_fused(fused[:, :count], model, signals.opposed[:, :count])
    explicit = _stated(corpus, comparison)
    lesson = Lesson(
        comparison,
        before.log_odds,
        explicit,
        _told_apart(corpus, comparison, near, model, settled),
        verdicts_in(comparison, before.log_odds, settled),
        judged_in(comparison, settled),
        params.linked_from,
        params.linked_least,
    )
    scores = replace(before, log_odds=lesson.after(lesson.verdicts))
    carried = contributions(near, model, own)
    carried = {name: each[:, :count] for name, each in carried.items()}
    carried |= {"opposed": -scores.opposition_cost, "goal_above": (fused - alone)[:, :count]}
    lift, linked = lift_over(fused, count), lesson.decided(scores.log_odds)
    return Judged(comparison, parts, signals, carried, scores, linked, explicit, lift, lesson)


def with_goal_above(
    fused: Matrix, goals: Sequence[str], above: Mapping[str, str], share: float
) -> Matrix:
    """Fused values in which a goal takes part in what is said of the goal above it.

    (1 − share) · own + share · that of the goal that its document puts it under, for the rows of
    `goals` (goal_ids) whose goal in `above` is among them: a unit's goal that stands in the row of
    a result goal is there for its sake, though its words are of what the unit does.
    """
    row = {goal: index for index, goal in enumerate(goals)}
    pairs = [(row[goal], row[above[goal]]) for goal in goals if above.get(goal) in row]
    if not pairs:
        return fused
    below, over = np.array(pairs).T
    mixed = fused.copy()
    mixed[below] = (1.0 - share) * fused[below] + share * fused[over]
    return mixed.round(DECIMALS)


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


def _told_apart(
    corpus: Corpus,
    comparison: Comparison,
    near: Signals,
    model: FusionModel,
    settled: pd.DataFrame | None,
) -> TaughtPairs | None:
    """What the comparison's pairs are told apart by; None where nobody has judged anything."""
    if settled is None or settled.empty:
        return None
    features = told_apart_by(near, model)[:, : len(comparison.objectives)]
    units = [
        corpus.space.units(corpus.rows(each)) for each in (comparison.goals, comparison.objectives)
    ]
    return TaughtPairs(features, Alike(units[0]), Alike(units[1]))


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


def _rows(judged: Judged, params: CouplingParams) -> pd.DataFrame:
    """The kept pairs as rows of LINKS: by goal in the table's order, best first."""
    probability, score = judged.scores.probability, judged.scores.score
    before, rank = expit(judged.lesson.base), _ranks(score)
    below, above = np.nonzero(_kept(judged, rank, params.keep_per_goal))
    by_rank = np.lexsort((rank[below, above], below))
    below, above = below[by_rank], above[by_rank]
    goal_ids = [judged.comparison.goals[index] for index in below]
    objective_ids = [judged.comparison.objectives[index] for index in above]
    frame = pd.DataFrame(
        {
            "link_id": [link_id(*pair) for pair in zip(goal_ids, objective_ids, strict=True)],
            "goal_id": goal_ids,
            "objective_id": objective_ids,
            "objective_level": judged.comparison.level,
            "score": score[below, above],
            "probability": probability[below, above],
            "probability_before": before[below, above],
            "linked": judged.linked[below, above],
            "explicit": judged.explicit[below, above],
            "rank": rank[below, above],
            "margin_to_next": margins(judged.scores.log_odds)[below, above],
            "lift": judged.lift[below, above],
        }
    )
    return _with_signals(judged, frame, below, above)


def _ranks(values: Matrix) -> Places:
    """Each pair's place in its row, 1 for the largest; of equal ones the first."""
    order = np.argsort(-values, axis=1, kind="stable")
    return np.asarray(np.argsort(order, axis=1, kind="stable") + 1)


def _kept(judged: Judged, rank: Places, most: int) -> npt.NDArray[np.bool_]:
    """Which pairs have a row: the best and the decided, now and before verdicts, and the judged.

    What was there before is kept, so that the pairs that chance draws from stay the same.
    """
    kept = (rank <= most) | judged.linked
    lesson = judged.lesson
    if lesson.is_taught:
        # as scores are ranked, so that without verdicts the two agree in equal ones too
        kept |= _ranks(np.logaddexp(0.0, lesson.base)) <= most
        kept |= lesson.decided(lesson.base)
    kept[lesson.judged] = True
    return np.asarray(kept)


def _with_signals(
    judged: Judged, frame: pd.DataFrame, below: Places, above: Places
) -> pd.DataFrame:
    """The frame with each signal of its pairs, and what that signal carried, where there is one."""
    shown = {name: judged.signals.present().get(name) for name in SHOWN_SIGNALS}
    names = [*(field.name for field in fields(Signals)), "goal_above"]
    carried = {name: judged.carried.get(name) for name in names}
    columns = {f"signal_{name}": matrix for name, matrix in shown.items()}
    columns |= {f"carried_by_{name}": matrix for name, matrix in carried.items()}
    return frame.assign(
        **{
            name: np.nan if matrix is None else matrix[below, above].round(DECIMALS)
            for name, matrix in columns.items()
        }
    )


def _with_evidence(
    corpus: Corpus,
    judged: Judged,
    frame: pd.DataFrame,
    params: CouplingParams,
    *,
    tells_words: bool,
) -> pd.DataFrame:
    """The frame with what was taken over, how the words relate and which carried the link."""
    place = {name: at for at, name in enumerate(judged.parts)}
    pairs = Pairs(
        corpus.rows(frame["goal_id"].tolist()),
        np.array([place[name] for name in frame["objective_id"]], dtype=int),
        Ragged.of([corpus.rows(parts).tolist() for parts in judged.parts.values()]),
    )
    decided = Decided(
        *(frame[name].to_numpy() for name in ("probability", "linked", "signal_opposed"))
    )
    found = corpus.telling.evidence(pairs, decided, params, tells_words=tells_words)
    return frame.assign(**found.columns())
