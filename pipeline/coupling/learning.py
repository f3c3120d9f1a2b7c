"""What coders have settled, brought to the comparisons that it is about, for the engine to learn.

`pipeline.coupling.adaptation` says how verdicts tell of other pairs; here is which pairs they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.adaptation import HOPELESS, Pairs
from pipeline.coupling.decision import decide
from pipeline.coupling.fusion import expit
from pipeline.coupling.hierarchy import PLANS, Comparison
from pipeline.coupling.statements import Matrix
from pipeline.coupling.verdicts import Verdicts, taken_in

# Learning takes time with the third power of the verdicts, and the last of so many teach little.
MOST_TAUGHT = 2000
_SAYS = {"accept": True, "reject": False}


@dataclass(frozen=True)
class Lesson:
    """One comparison as the engine judges it, and what there is to learn of it.

    `base` are its log odds before any verdict and `explicit` what documents state, both of shape
    (goals, objectives); `pairs` say what pairs are told apart by, None where there are no verdicts.
    `judged` are the places of all pairs that coders judged, those on which they differ among them.
    """

    comparison: Comparison
    base: Matrix
    explicit: npt.NDArray[np.bool_]
    pairs: Pairs | None
    verdicts: Verdicts
    judged: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
    linked_from: float
    linked_least: float

    @property
    def is_taught(self) -> bool:
        """Whether there is a verdict on any of its pairs."""
        return bool(len(self.verdicts.rows))

    def after(self, verdicts: Verdicts) -> Matrix:
        """The log odds after these verdicts were taken in; without any, `base` itself.

        Of more than MOST_TAUGHT those are heard that were most in doubt, whatever they say.
        """
        if self.pairs is None:
            return self.base
        return taken_in(self.base, self.pairs, _most_in_doubt(verdicts, self.base))

    def decided(self, log_odds: Matrix) -> npt.NDArray[np.bool_]:
        """Which links count at these log odds: those decided, and those that documents state."""
        decision = decide(expit(log_odds), self.linked_from, self.linked_least)
        return np.asarray(decision | self.explicit)

    def only(self, is_heard: npt.NDArray[np.bool_]) -> Verdicts:
        """Its verdicts on the goals for which `is_heard` (goals,) is true."""
        return chosen(self.verdicts, is_heard[self.verdicts.rows])


def chosen(verdicts: Verdicts, which: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Verdicts:
    """Those of the verdicts that `which` chooses."""
    return Verdicts(verdicts.rows[which], verdicts.columns[which], verdicts.linked[which])


def verdicts_in(comparison: Comparison, base: Matrix, settled: pd.DataFrame | None) -> Verdicts:
    """What was settled of a comparison's pairs, by their places.

    `settled` as `pipeline.reviews.settling.settled_pairs` tells it: what is open or on other pairs
    is left out. A goal that serves nothing rejects every objective of the plan; those from which
    the engine expects nothing anyway (log odds `base` below −3) teach nothing and are left out.
    """
    if settled is None or settled.empty:
        return _none()
    row, column = _rows_and_columns(comparison)
    of_pairs = _of_pairs(settled, row, column)
    said = _of_goals(settled, row, base) if comparison.level in PLANS else {}
    return _placed(said | of_pairs)


def judged_in(
    comparison: Comparison, settled: pd.DataFrame | None
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Rows and columns of the comparison's pairs that coders judged, those left open among them."""
    if settled is None:
        return _none().rows, _none().columns
    row, column = _rows_and_columns(comparison)
    of_pairs = settled[settled["goal_id"].isin(row) & settled["objective_id"].isin(column)]
    rows = np.array([row[goal] for goal in of_pairs["goal_id"]], dtype=np.intp)
    return rows, np.array([column[each] for each in of_pairs["objective_id"]], dtype=np.intp)


def _rows_and_columns(comparison: Comparison) -> tuple[dict[str, int], dict[str, int]]:
    row = {goal: at for at, goal in enumerate(comparison.goals)}
    return row, {objective: at for at, objective in enumerate(comparison.objectives)}


def _of_pairs(
    settled: pd.DataFrame, row: Mapping[str, int], column: Mapping[str, int]
) -> dict[tuple[int, int], bool]:
    told = zip(settled["goal_id"], settled["objective_id"], settled["verdict"], strict=True)
    return {
        (row[goal], column[objective]): _SAYS[verdict]
        for goal, objective, verdict in told
        if goal in row and objective in column and verdict in _SAYS
    }


def _of_goals(
    settled: pd.DataFrame, row: Mapping[str, int], base: Matrix
) -> dict[tuple[int, int], bool]:
    without = settled.loc[settled["verdict"].eq("no_parent"), "goal_id"]
    return {
        (row[goal], int(at)): False
        for goal in without
        if goal in row
        for at in np.flatnonzero(base[row[goal]] >= -HOPELESS)
    }


def _placed(said: Mapping[tuple[int, int], bool]) -> Verdicts:
    if not said:
        return _none()
    places = sorted(said)
    rows, columns = np.array(places, dtype=np.intp).T
    return Verdicts(rows, columns, np.array([said[each] for each in places], dtype=bool))


def _most_in_doubt(verdicts: Verdicts, base: Matrix) -> Verdicts:
    if len(verdicts.rows) <= MOST_TAUGHT:
        return verdicts
    sure = np.abs(base[verdicts.rows, verdicts.columns])
    return chosen(verdicts, np.sort(np.argsort(sure, kind="stable")[:MOST_TAUGHT]))


def _none() -> Verdicts:
    nowhere = np.array([], dtype=np.intp)
    return Verdicts(nowhere, nowhere, np.array([], dtype=bool))
