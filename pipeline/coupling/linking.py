"""Two lists of statements, every pair scored: what `kopling link` does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from io import StringIO
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.adaptation import Alike
from pipeline.coupling.asking import SEED, next_to_review, question_rows
from pipeline.coupling.blockwise import Wanted, linked_at_size, told_of_all
from pipeline.coupling.decision import decision_cut
from pipeline.coupling.fieldspace import FieldSpace
from pipeline.coupling.fusion import FusionModel, expit, load_fusion, score_pairs
from pipeline.coupling.ragged import Ragged
from pipeline.coupling.signals import (
    Held,
    Signals,
    Space,
    ownness,
    spread_out,
    statement_space,
)
from pipeline.coupling.statements import (
    Matrix,
    Parts,
    Places,
    checked_statements,
    prepare_statements,
    read_frame,
    read_statements,
    split_in_sentences,
    statement_languages,
)
from pipeline.coupling.telling import Decided, Pairs, Telling
from pipeline.coupling.verdicts import Verdicts, adapted_log_odds, place_verdicts, settled
from pipeline.encoding import TextEncoder, statement_vectors, unit_rows
from pipeline.errors import InputError
from pipeline.fanning import core_count
from pipeline.params import CouplingParams

COLUMNS = ["source_id", "target_id", "score", "probability", "linked"]
# Headings above say what field a statement is in, and less about what it wants.
CONTEXT_WEIGHT = 0.3
# Up to so many pairs, all matrices of all pairs are held at once: half a gigabyte.
DENSE_PAIRS = 2_000_000
# Verdicts and questions are about all pairs together: these take some 15 GB, 300 bytes each.
MOST_AT_ONCE = 50_000_000


@dataclass(frozen=True)
class Compared:
    """Two sides, and which statements of each say anything, (sources,), (targets,).

    `space` is what the sides were taken from, or None where that is let go of; `telling` holds the
    statements of both sides, sources first, where what carried pairs is to be told.
    """

    held: Held
    sources: npt.NDArray[np.bool_]
    targets: npt.NDArray[np.bool_]
    space: Space | None
    telling: Telling | None = None

    @cached_property
    def signals(self) -> Signals:
        """The signals of every pair, without hubs."""
        return spread_out(self.held.signals(), ownness(*self.held.shape))

    def alike(self) -> tuple[Alike, Alike]:
        """How near sources are to one another, and targets."""
        return Alike(self.held.sources.units), Alike(self.held.targets.units)


def link_statements(
    source: pd.DataFrame,
    target: pd.DataFrame,
    params: CouplingParams,
    encoder: TextEncoder,
    verdicts: pd.DataFrame | None = None,
    language: str = "auto",
) -> pd.DataFrame:
    """`source_id, target_id, score, probability, linked` for every pair of two lists.

    Both frames hold `id` and `text`, optionally `context` (headings above). Sources come in
    their own order, and for each the best target first; equal scores in the targets' order.
    `score` is −ln(1 − p); a statement without words scores 0 and is not linked. Pairs in
    `verdicts` (`source_id, target_id, linked`) take their verdict; the rest learn from them.
    Raises InputError where a column is missing or an id stands twice.
    """
    return linking(source, target, params, encoder, verdicts, language).links()


@dataclass(frozen=True)
class Answer:
    """What the engine says of every pair, each (sources, targets); `cut` is where links begin."""

    score: Matrix
    probability: Matrix
    linked: npt.NDArray[np.bool_]
    cut: float


@dataclass(frozen=True)
class Linking:
    """Two lists (`id, text, context`) held against each other, and what coders said of pairs.

    Few pairs are held all at once, many are gone through in blocks; both say the same. Verdicts
    tell of all pairs together, so with them all are held.
    """

    sources: pd.DataFrame
    targets: pd.DataFrame
    compared: Compared
    model: FusionModel
    params: CouplingParams
    verdicts: Verdicts | None

    @cached_property
    def answer(self) -> Answer:
        """What the engine says of every pair, held at once.

        Raises InputError where they are too many for that.
        """
        sources, targets = self.compared.held.shape
        if sources * targets > MOST_AT_ONCE:
            raise InputError(
                f"expected at most {MOST_AT_ONCE:,} pairs with verdicts or questions, which are "
                f"about all pairs at once, came {sources:,} × {targets:,}: give parts of the lists"
            )
        return judge_pairs(self.compared, self.model, self.params, self.verdicts)

    @property
    def settled(self) -> npt.NDArray[np.bool_]:
        """True (sources, targets) where a verdict stands, or where a side says nothing."""
        settled = ~np.outer(self.compared.sources, self.compared.targets)
        if self.verdicts is not None:
            settled[self.verdicts.rows, self.verdicts.columns] = True
        return settled

    @property
    def is_held_at_once(self) -> bool:
        """Whether all pairs are held at once."""
        return self.verdicts is not None or len(self.sources) * len(self.targets) <= DENSE_PAIRS

    def links(self) -> pd.DataFrame:
        """Every pair, as `link_statements` tells it."""
        return pd.concat(self.frames(), ignore_index=True)

    def frames(self) -> Iterator[pd.DataFrame]:
        """The rows of `links`, some sources at a time."""
        below, above = self.sources["id"], self.targets["id"]
        if self.is_held_at_once:
            answer = self.answer
            yield _long_form(below, above, answer.score, answer.probability, answer.linked)
            return
        for each in told_of_all(self.compared.held, self.model, self._wanted(1)):
            yield _long_form(below[each.rows], above, each.score, each.probability, each.linked)

    def best(self, top: int) -> tuple[pd.DataFrame, int]:
        """The `top` best rows of each source, and how many of all pairs are linked.

        With what carried each pair as LINKS has it, where `compared` has the statements for it.
        """
        if self.is_held_at_once:
            frame, linked = best_per_source(self.links(), top), int(self.answer.linked.sum())
            rows, columns = (
                pd.Index(side["id"]).get_indexer(pd.Index(frame[name]))
                for side, name in ((self.sources, "source_id"), (self.targets, "target_id"))
            )
            opposed = self.compared.signals.opposed[rows, columns]
            return self._with_evidence(frame, rows, columns, opposed), linked
        found = linked_at_size(self.compared.held, self.model, self._wanted(top))
        kept = found.rank <= top
        frame = pd.DataFrame(
            {
                "source_id": self.sources["id"].to_numpy()[found.rows[kept]],
                "target_id": self.targets["id"].to_numpy()[found.columns[kept]],
                "score": found.score[kept],
                "probability": found.probability[kept],
                "linked": found.linked[kept],
            },
            columns=COLUMNS,
        )
        shown = found.rows[kept], found.columns[kept], found.opposed[kept]
        return self._with_evidence(frame, *shown), int(found.linked.sum())

    def _with_evidence(
        self, frame: pd.DataFrame, rows: Places, columns: Places, opposed: Matrix
    ) -> pd.DataFrame:
        """The frame of these pairs with what carried each; as it is where that isn't to be told."""
        telling = self.compared.telling
        if telling is None:
            return frame
        count = len(self.targets)
        each = Ragged(len(self.sources) + np.arange(count), np.arange(count + 1))
        decided = Decided(frame["probability"].to_numpy(), frame["linked"].to_numpy(), opposed)
        found = telling.evidence(
            Pairs(rows, columns, each), decided, self.params, threads=core_count()
        )
        return frame.assign(**found.columns())

    def questions(self, count: int, seed: int = SEED) -> pd.DataFrame:
        """At most `count` pairs to judge next; see `pipeline.coupling.asking`."""
        said = self.answer.probability
        asked = next_to_review(said, self.answer.cut, self.settled, count, seed)
        return question_rows(asked, self.sources, self.targets, said)

    def _wanted(self, top: int) -> Wanted:
        speaking = self.compared.sources, self.compared.targets
        return Wanted(top, self.params.linked_from, self.params.linked_least, speaking)


def linking(
    source: pd.DataFrame,
    target: pd.DataFrame,
    params: CouplingParams,
    encoder: TextEncoder,
    verdicts: pd.DataFrame | None = None,
    language: str = "auto",
    verdicts_name: str = "verdicts",
    *,
    tells_evidence: bool = False,
) -> Linking:
    """As `link_statements`, with what is needed to ask on, and what is needed for evidence."""
    above, below = checked_statements(target, "target"), checked_statements(source, "source")
    placed = (
        None
        if verdicts is None
        else place_verdicts(verdicts, below["id"], above["id"], verdicts_name)
    )
    # many statements take much memory as it is
    compared = compare(below, above, encoder, language, tells_evidence=tells_evidence)
    compared = replace(compared, space=None)
    return Linking(below, above, compared, load_fusion(encoder.name), params, placed)


def judge_pairs(
    compared: Compared,
    model: FusionModel,
    params: CouplingParams,
    verdicts: Verdicts | None = None,
) -> Answer:
    """Scores, probabilities and decisions; verdicts stand as they are, and the rest learn.

    Decided over all pairs, those with a verdict at what it says: the links that a coder has found
    count towards the largest expected F1 as well.
    """
    log_odds = score_pairs(compared.signals, model).log_odds
    both_speak = np.outer(compared.sources, compared.targets)
    if verdicts is not None:
        log_odds = adapted_log_odds(log_odds, compared.signals, model, verdicts, *compared.alike())
        both_speak[verdicts.rows, verdicts.columns] = True
        log_odds = settled(log_odds, verdicts)
    probability = np.where(both_speak, expit(log_odds), 0.0)
    cut = decision_cut(probability, params.linked_from, params.linked_least)
    linked = (probability >= cut) & both_speak
    if verdicts is not None:
        linked[verdicts.rows, verdicts.columns] = verdicts.linked
    score = np.where(both_speak, np.logaddexp(0.0, log_odds), 0.0)
    return Answer(score, probability, linked, cut)


def compare(
    source: pd.DataFrame,
    target: pd.DataFrame,
    encoder: TextEncoder,
    language: str = "auto",
    space: FieldSpace | None = None,
    *,
    tells_evidence: bool = False,
) -> Compared:
    """Two checked frames ready to be held against each other; all texts go to the encoder at once.

    `space` is the shipped field space unless another is given. What evidence is told from is kept
    where `tells_evidence`.
    """
    split = len(source)
    both = pd.concat([source, target], ignore_index=True)
    languages = statement_languages(both["text"].tolist(), language)
    sentences = [split_in_sentences(text) for text in both["text"]]
    texts = [*both["text"], *both["context"], *_background_texts(), *chain(*sentences)]
    spoken = [*languages, *languages, *_background_languages()]
    spoken += [name for name, each in zip(languages, sentences, strict=True) for _ in each]
    vectors = statement_vectors(texts, spoken, encoder).astype(np.float64)
    count, known = len(both), 2 * len(both) + len(_background_texts())
    enriched = unit_rows(vectors[:count] + CONTEXT_WEIGHT * vectors[count : 2 * count])
    # A statement without words says nothing, whatever stands above it.
    enriched[~vectors[:count].any(axis=1)] = 0.0
    parts = Parts(vectors[known:], np.array([len(each) for each in sentences], dtype=int))
    statements = prepare_statements(both["text"].tolist(), languages, enriched, parts)
    views = statement_space(statements, vectors[2 * count : known], encoder.name, space)
    rows = np.arange(count)
    speaking = statements.has_words
    held = views.held(rows[:split], rows[split:])
    telling = None
    if tells_evidence:
        texts, tokens = both["text"].tolist(), statements.tokens
        telling = Telling(texts, tokens, statements.led, languages, views.words)
    return Compared(held, speaking[:split], speaking[split:], views, telling)


def link_files(
    source: Path,
    target: Path,
    verdicts: Path | None,
    language: str,
    encoder: TextEncoder,
    params: CouplingParams | None = None,
) -> pd.DataFrame:
    """As `link_statements`, of CSV or Parquet files. Raises InputError naming file and column."""
    return linking_of_files(source, target, verdicts, language, encoder, params).links()


def linking_of_files(
    source: Path,
    target: Path,
    verdicts: Path | None,
    language: str,
    encoder: TextEncoder,
    params: CouplingParams | None = None,
    *,
    tells_evidence: bool = False,
) -> Linking:
    """As `linking`, of CSV or Parquet files. Raises InputError naming file and column."""
    return linking(
        read_statements(source),
        read_statements(target),
        params or CouplingParams(),
        encoder,
        None if verdicts is None else read_frame(verdicts),
        language,
        str(verdicts),
        tells_evidence=tells_evidence,
    )


def best_per_source(links: pd.DataFrame, top: int) -> pd.DataFrame:
    """The `top` first rows of each source, which are its best."""
    return links.groupby("source_id", sort=False).head(top).reset_index(drop=True)


@lru_cache(maxsize=1)
def _background_texts() -> tuple[str, ...]:
    path = files("pipeline.coupling.resources").joinpath("background.csv")
    return tuple(pd.read_csv(StringIO(path.read_text(encoding="utf-8")))["text"])


@lru_cache(maxsize=1)
def _background_languages() -> tuple[str, ...]:
    return tuple(statement_languages(_background_texts(), "mixed"))


def _long_form(
    sources: pd.Series,
    targets: pd.Series,
    score: Matrix,
    probability: Matrix,
    linked: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    order = np.argsort(-score, axis=1, kind="stable")
    rows = np.repeat(np.arange(len(sources)), len(targets))
    columns = order.ravel()
    return pd.DataFrame(
        {
            "source_id": sources.to_numpy()[rows],
            "target_id": targets.to_numpy()[columns],
            "score": score[rows, columns],
            "probability": probability[rows, columns],
            "linked": linked[rows, columns],
        },
        columns=COLUMNS,
    )
