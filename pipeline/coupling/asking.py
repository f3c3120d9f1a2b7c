"""Which pairs a researcher should judge next: those that decide most, and a share at random."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import logit

from pipeline.coupling.statements import Matrix
from pipeline.reviews.sampling import inclusion, sizes

# Of the questions, so many are drawn at random: only those tell honestly how right the links are.
RANDOM_SHARE = 0.2
# Each pair of a source or target that is asked already makes the next one so much less urgent,
# in log odds from the border.
REPEATED = 0.5
SEED = 20100617
COLUMNS = [
    *("source_id", "target_id", "why", "chance", "probability", "linked"),
    *("source_text", "target_text"),
]


@dataclass(frozen=True)
class Question:
    """One pair to judge, by row and column, and why: `border` or `random`.

    A random question carries the chance with which it was drawn, so that estimates can weigh it
    by 1 / chance (Horvitz & Thompson 1952); a question at the border carries none.
    """

    row: int
    column: int
    why: str
    chance: float | None = None


def next_to_review(
    probability: Matrix,
    cut: float,
    reviewed: npt.NDArray[np.bool_],
    count: int,
    seed: int,
    random_share: float = RANDOM_SHARE,
) -> list[Question]:
    """At most `count` pairs that aren't reviewed, those at the border first, then the random ones.

    `probability` and `reviewed` have shape (sources, targets); `cut` is the probability from
    which a pair counts as linked. At the border of the decision a verdict changes most of what is
    said; sources and targets that are asked about already wait. Same input, same questions.
    """
    wanted = min(count, int((~reviewed).sum()))
    drawn = round(random_share * wanted)
    border = _at_border(probability, cut, reviewed, wanted - drawn)
    taken = reviewed.copy()
    for question in border:
        taken[question.row, question.column] = True
    return [*border, *_at_random(probability, taken, drawn, np.random.default_rng(seed))]


def _at_border(
    probability: Matrix, cut: float, reviewed: npt.NDArray[np.bool_], count: int
) -> list[Question]:
    """Nearest to the cut in log odds first; a source or target asked about waits its turn."""
    distance = np.abs(_log_odds(probability) - float(_log_odds(np.array(cut))))
    distance[reviewed] = np.inf
    found = []
    for _ in range(count):
        row, column = np.unravel_index(int(distance.argmin()), distance.shape)
        found.append(Question(int(row), int(column), "border"))
        distance[row, column] = np.inf
        distance[row] += REPEATED
        distance[:, column] += REPEATED
    return found


def _at_random(
    probability: Matrix,
    taken: npt.NDArray[np.bool_],
    count: int,
    random: np.random.Generator,
) -> list[Question]:
    """Systematic draws with chances in proportion to the spread of each pair's verdict."""
    rows, columns = np.nonzero(~taken)
    chance = inclusion(sizes(probability[rows, columns]), count)
    order = random.permutation(len(chance))
    points = np.cumsum(chance[order])
    drawn = order[np.searchsorted(points, random.random() + np.arange(count), side="right")]
    return [
        Question(int(rows[each]), int(columns[each]), "random", float(chance[each]))
        for each in drawn
    ]


def _log_odds(probability: Matrix) -> Matrix:
    return np.asarray(logit(np.clip(probability, 1e-9, 1 - 1e-9)))


def question_rows(
    questions: Sequence[Question], sources: pd.DataFrame, targets: pd.DataFrame, probability: Matrix
) -> pd.DataFrame:
    """One row a question, in their order, with COLUMNS; `linked` is empty for the verdict.

    `sources` and `targets` hold `id` and `text`, `probability` what the engine says of every
    pair; `chance` is missing where the pair wasn't drawn at random. Filled in, the rows are
    verdicts as `pipeline.coupling.verdicts.place_verdicts` reads them.
    """
    rows, columns = [each.row for each in questions], [each.column for each in questions]
    below, above = sources.iloc[rows], targets.iloc[columns]
    return pd.DataFrame(
        {
            "source_id": below["id"].to_numpy(),
            "target_id": above["id"].to_numpy(),
            "why": [each.why for each in questions],
            "chance": pd.Series([each.chance for each in questions], dtype=float),
            "probability": probability[rows, columns],
            "linked": "",
            "source_text": below["text"].to_numpy(),
            "target_text": above["text"].to_numpy(),
        },
        columns=COLUMNS,
    )
