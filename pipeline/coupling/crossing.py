"""What the engine says of the frame's pairs, before and after it learned from the others alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import logit

from pipeline.coupling.learning import Lesson
from pipeline.reviews.carrying import Carried
from pipeline.reviews.drawn import drawn_pairs, inclusion_chances
from pipeline.reviews.sampling import permanent_number

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

LEAST_PROBABILITY = 1e-9


@dataclass(frozen=True)
class Sample:
    """The drawn pairs that were answered, each array (pairs,).

    `at` are their places in the frame, `serves` their truth in [0, 1], `weight` for how many pairs
    of the frame each stands. `unanswered` were drawn too: whoever was asked was unsure.
    """

    at: Places
    goals: npt.NDArray[np.str_]
    serves: Numbers
    weight: Numbers
    unanswered: int

    def __len__(self) -> int:
        return len(self.serves)


@dataclass(frozen=True)
class Said:
    """What one engine says of the frame's pairs: log odds and decisions, both (frame,)."""

    log_odds: Numbers
    linked: npt.NDArray[np.bool_]


def drawn_sample(verdicts: Sequence[Carried], frame: pd.DataFrame) -> Sample:
    """The pairs that chance drew from the `frame`, the rows of its `drawing_order`."""
    drawn = drawn_pairs(verdicts, frame)
    rows = frame[["goal_id", "objective_id"]].assign(at=np.arange(len(frame)))
    found = drawn.merge(rows, "inner", ["goal_id", "objective_id"])
    answered = found.dropna(subset=["serves"])
    return Sample(
        answered["at"].to_numpy(dtype=np.intp),
        answered["goal_id"].to_numpy(dtype=str),
        answered["serves"].to_numpy(dtype=float),
        1.0 / inclusion_chances(answered, frame),
        len(found) - len(answered),
    )


def said_before(frame: pd.DataFrame, links: pd.DataFrame, lessons: Sequence[Lesson]) -> Said:
    """What the engine said before any verdict of the frame's pairs."""
    said = _untaught(frame, links)
    for lesson in lessons:
        of_lesson, places = _in_lesson(frame, lesson)
        said.log_odds[of_lesson] = lesson.base[places]
        said.linked[of_lesson] = lesson.decided(lesson.base)[places]
    return said


def said_after(
    frame: pd.DataFrame,
    links: pd.DataFrame,
    lessons: Sequence[Lesson],
    folds: int,
    seed: int,
    share: float = 1.0,
) -> Said:
    """What it says after verdicts on the goals of the other folds, or on a `share` of those goals.

    So no verdict has part in what is said of its own goal. A goal's fold is made from its name and
    `seed`, and so is whether it is in the share: a larger share holds a smaller one.
    """
    said = _untaught(frame, links)
    for lesson in lessons:
        of_lesson, (rows, columns) = _in_lesson(frame, lesson)
        goals = lesson.comparison.goals
        fold = np.array([int(folds * permanent_number(seed, f"fold {each}")) for each in goals])
        number = np.array([permanent_number(seed, f"share {each}") for each in goals])
        for held_out in np.unique(fold[rows]):
            log_odds = lesson.after(lesson.only((fold != held_out) & (number < share)))
            own = fold[rows] == held_out
            places = rows[own], columns[own]
            said.log_odds[of_lesson[own]] = log_odds[places]
            said.linked[of_lesson[own]] = lesson.decided(log_odds)[places]
    return said


def _untaught(frame: pd.DataFrame, links: pd.DataFrame) -> Said:
    """As LINKS has it: right for the pairs of comparisons in which nothing was learned."""
    rows = links.set_index("link_id").loc[frame["link_id"]]
    before = rows["probability_before"].to_numpy(dtype=float)
    log_odds = logit(np.clip(before, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY))
    return Said(np.asarray(log_odds), rows["linked"].to_numpy(dtype=bool).copy())


def _in_lesson(frame: pd.DataFrame, lesson: Lesson) -> tuple[Places, tuple[Places, Places]]:
    """Which of the frame's pairs a lesson is about, and where in its matrices they stand."""
    goals = pd.Index(lesson.comparison.goals).get_indexer(pd.Index(frame["goal_id"]))
    objectives = pd.Index(lesson.comparison.objectives).get_indexer(pd.Index(frame["objective_id"]))
    found = np.flatnonzero((goals >= 0) & (objectives >= 0))
    return found, (goals[found], objectives[found])
