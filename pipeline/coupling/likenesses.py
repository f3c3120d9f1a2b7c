"""Statements that meet beside the levels to the table of likenesses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.likeness import shared_terms
from pipeline.coupling.meetings import Meeting, meetings
from pipeline.coupling.sameness import (
    DECIMALS,
    Near,
    Rows,
    SamenessModel,
    Views,
    near_between,
    pair_features,
    probabilities,
    views_of,
)
from pipeline.coupling.statements import Matrix
from pipeline.params import CouplingParams
from pipeline.schemas.coupling import LIKENESSES
from pipeline.tables import check_table, empty_table

Chosen = npt.NDArray[np.bool_]

BLOCK = 500
# Of each first so many times what is kept are looked at closely.
LOOKED_AT = 2
# Of the near signals' sum, at most 3: from here on a pair is looked at whatever else is nearer.
NEAR_FROM = 1.5
# Words that stand in runs are a share of those covered, and weigh otherwise.
COVERED_FROM = 0.6
SIGNALS = ("encoder", "words", "opposed")
PAIR = ["relation", "first_id", "second_id"]


@dataclass(frozen=True)
class Told:
    """All that is said, in pieces: row i of `views` is a piece of the statement `owners[i]`.

    A goal's first piece is its whole; `pieces` finds a statement's rows by its id.
    """

    views: Views
    owners: list[str]
    pieces: dict[str, list[int]]

    def rows_of(self, ids: Sequence[str], is_whole: bool) -> Rows:
        """The rows of these statements in their order: the first of each, or all."""
        found = (self.pieces.get(each, []) for each in ids)
        chosen = [each[:1] if is_whole else each for each in found]
        return np.array([row for rows in chosen for row in rows], dtype=int)


def likenesses(
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    goals: pd.DataFrame,
    vectors: pd.DataFrame,
    sentences: pd.DataFrame,
    model: SamenessModel,
    params: CouplingParams,
) -> pd.DataFrame:
    """LIKENESSES: for each first its best seconds, and all that are likely or much taken over.

    By relation, first and rank. A pair's probability doesn't depend on what else is compared.
    """
    held = meetings(documents, sections, goals)
    if not held:
        return empty_table(LIKENESSES)
    told = told_in(goals, vectors, sentences, model)
    frames = [found for each in held if len(found := _looked_at(told, each, params))]
    if not frames:
        return empty_table(LIKENESSES)
    pairs = pd.concat(frames, ignore_index=True)
    judged = _best_pieces(_with_probability(told, pairs, model))
    kept = _kept(judged, params)
    return check_table(_with_terms(told, kept), LIKENESSES)


def told_in(
    goals: pd.DataFrame, vectors: pd.DataFrame, sentences: pd.DataFrame, model: SamenessModel
) -> Told:
    """Goals whole, then sentences, in the order of their ids; those without a vector by words."""
    whole = goals[["goal_id", "text", "language"]].merge(vectors, "left", "goal_id")
    whole = whole.rename(columns={"goal_id": "owner_id"}).assign(sentence=-1)
    columns = ["owner_id", "sentence", "text", "language", "vector"]
    said = pd.concat([whole[columns], sentences[columns]]) if len(sentences) else whole[columns]
    said = said.sort_values(["owner_id", "sentence"], ignore_index=True)
    views = views_of(
        said["text"].tolist(), said["language"].tolist(), _stacked(said["vector"]), model
    )
    pieces = {str(owner): list(rows) for owner, rows in said.groupby("owner_id").indices.items()}
    return Told(views, said["owner_id"].tolist(), pieces)


def _stacked(vectors: pd.Series) -> Matrix | None:
    width = next((len(each) for each in vectors if each is not None and np.ndim(each)), 0)
    if not width:
        return None
    blank = np.zeros(width)
    return np.array([each if np.ndim(each) else blank for each in vectors], dtype=np.float64)


def _looked_at(told: Told, meeting: Meeting, params: CouplingParams) -> pd.DataFrame:
    """The pairs of pieces that may say the same: `relation, second_is, first, second` (rows)."""
    count = LOOKED_AT * params.likenesses_kept
    found = list(_near_pairs(told, meeting, count))
    first, second = np.concatenate(found, axis=1) if found else np.zeros((2, 0), dtype=int)
    return pd.DataFrame(
        {
            "relation": meeting.relation,
            "second_is": meeting.second_is,
            "first": first,
            "second": second,
        }
    ).drop_duplicates()


def _near_pairs(told: Told, meeting: Meeting, count: int) -> Iterator[Rows]:
    """Rows of firsts and of seconds that are near, block by block, each of shape (2, pairs).

    For each first the `count` nearest pieces of seconds, and, since siblings are each other's, for
    each second its nearest firsts of the block.
    """
    seconds = told.rows_of(meeting.seconds, is_whole=meeting.units is not None)
    place = {each: at for at, each in enumerate(meeting.seconds)}
    columns = np.array([place[told.owners[row]] for row in seconds], dtype=int)
    for start in range(0, len(meeting.firsts), BLOCK):
        block = slice(start, start + BLOCK)
        ids = meeting.firsts[block]
        firsts = told.rows_of(ids, is_whole=not meeting.is_by_sentence)
        where = {each: at for at, each in enumerate(ids)}
        rows = np.array([where[told.owners[row]] for row in firsts], dtype=int)
        if len(firsts) and len(seconds):
            may = meeting.may_meet(block)[np.ix_(rows, columns)]
            chosen = near_enough(near_between(told.views, firsts, seconds), may, count)
            at = np.nonzero(chosen)
            yield np.stack([firsts[at[0]], seconds[at[1]]])


def near_enough(near: Near, may_meet: Chosen, count: int) -> Chosen:
    """True for the `count` nearest of each row and column, and for all that are near or covered.

    By the sum of the signals that cost little; only where `may_meet`.
    """
    covered = np.maximum(near.first_covered, near.second_covered)
    total = near.words + np.minimum(near.first_covered, near.second_covered)
    total = np.where(may_meet, total + (0.0 if near.encoder is None else near.encoder), -np.inf)
    best = np.logical_or(_largest(total, count), _largest(total.T, count).T)
    chosen = best | np.asarray(total >= NEAR_FROM) | np.asarray(covered >= COVERED_FROM)
    return np.logical_and(chosen, may_meet)


def _largest(values: Matrix, count: int) -> Chosen:
    """True where a value is among the `count` largest of its row, with those equal to the last."""
    if values.shape[1] <= count:
        return np.ones(values.shape, dtype=bool)
    least = np.partition(values, -count, axis=1)[:, -count, None]
    return np.asarray(values >= least)


def _with_probability(told: Told, pairs: pd.DataFrame, model: SamenessModel) -> pd.DataFrame:
    """The pairs of pieces with their owners, features and probability; each pair told once."""
    once = pairs[["first", "second"]].drop_duplicates().sort_values(["first", "second"])
    once = once.reset_index(drop=True)
    features = pair_features(told.views, once["first"].to_numpy(), once["second"].to_numpy())
    said = once.join(features).assign(probability=probabilities(features, model))
    owners = np.array(told.owners, dtype=object)
    return pairs.merge(said, "left", ["first", "second"]).assign(
        first_id=owners[pairs["first"]], second_id=owners[pairs["second"]]
    )


def _best_pieces(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of statements: its likeliest pieces, the first of equal ones."""
    by = [*PAIR, "probability", "first", "second"]
    ordered = pairs.sort_values(by, ascending=[True, True, True, False, True, True])
    return ordered.drop_duplicates(PAIR)


def _kept(pairs: pd.DataFrame, params: CouplingParams) -> pd.DataFrame:
    """The pairs to keep, with their rank: a sibling's best are kept whichever of the two it is."""
    by = ["relation", "first_id", "probability", "second_id"]
    ordered = pairs.sort_values(by, ascending=[True, True, False, True], ignore_index=True)
    rank = ordered.groupby(["relation", "first_id"]).cumcount() + 1
    of_second = ordered.sort_values(["probability", "first_id"], ascending=[False, True]).groupby(
        ["relation", "second_id"]
    )
    other = of_second.cumcount().reindex(ordered.index) + 1
    best = rank.where(ordered["relation"].ne("siblings"), np.minimum(rank, other))
    taken = ordered[["first_taken_over", "second_taken_over"]].max(axis=1)
    kept = best.le(params.likenesses_kept) & ordered["probability"].ge(params.likeness_least)
    kept |= ordered["probability"].ge(params.likeness_always_from)
    kept |= taken.ge(params.likeness_taken_from)
    return ordered.assign(rank=rank)[kept].reset_index(drop=True)


def _with_terms(told: Told, pairs: pd.DataFrame) -> pd.DataFrame:
    """The rows of LIKENESSES: signals by their names there, and the stems in common."""
    terms = told.views.terms
    shared = [
        "; ".join(shared_terms(terms(first), terms(second)))
        for first, second in zip(pairs["first"], pairs["second"], strict=True)
    ]
    signals = {f"signal_{name}": pairs[name].round(DECIMALS) for name in SIGNALS}
    columns = [name for name in pairs if name in LIKENESSES.schema.columns]
    return pairs[columns].assign(**signals, shared_terms=shared)
