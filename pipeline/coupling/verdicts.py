"""Reviewed pairs adapt the engine: gently, and only where they say that it helps."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize

from pipeline.coupling.fusion import (
    FusionModel,
    expit,
    fuse,
    margins,
    prior_log_odds,
    standardised,
)
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix
from pipeline.errors import InputError

logger = logging.getLogger(__name__)

# How far, in log odds for one unit of a feature, verdicts are expected to move the engine. People
# review what ranks high, so a free intercept would say too much about all that they never saw.
DEVIATION_SIGNAL = 0.15
DEVIATION_MARGIN = 0.1
DEVIATION_INTERCEPT = 0.3
DEVIATION_NEIGHBOURS = 3.0
FEWEST_VERDICTS = 30
FOLDS = 5
# A verdict is a fact, but a score must stay finite.
SETTLED = 0.999
_TRUE = frozenset(("true", "1", "1.0", "yes", "ja", "t"))
_FALSE = frozenset(("false", "0", "0.0", "no", "nei", "f"))


@dataclass(frozen=True)
class Verdicts:
    """Reviewed pairs by their places, each shape (k,): row, column, and whether it is a link."""

    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    linked: npt.NDArray[np.bool_]

    def take(self, chosen: npt.NDArray[np.bool_]) -> "Verdicts":
        """The verdicts where `chosen` is true."""
        return Verdicts(self.rows[chosen], self.columns[chosen], self.linked[chosen])


def place_verdicts(frame: pd.DataFrame, sources: pd.Series, targets: pd.Series) -> Verdicts:
    """Verdicts of `source_id, target_id, linked` by their places in the two lists.

    The last verdict on a pair counts; verdicts on statements that are in neither list are left
    out, with a notice. Raises InputError for a missing column or an unreadable verdict.
    """
    missing = {"source_id", "target_id", "linked"} - set(frame.columns)
    if missing:
        raise InputError(f"verdicts: expected the columns {', '.join(sorted(missing))} as well")
    latest = frame.drop_duplicates(["source_id", "target_id"], keep="last")
    rows = pd.Index(sources.tolist()).get_indexer(latest["source_id"].astype(str).tolist())
    columns = pd.Index(targets.tolist()).get_indexer(latest["target_id"].astype(str).tolist())
    known = (rows >= 0) & (columns >= 0)
    if not known.all():
        logger.warning("%d verdicts are on statements not in the lists: left out", (~known).sum())
    linked = np.array([_truth(value) for value in latest["linked"]], dtype=bool)
    return Verdicts(rows[known], columns[known], linked[known])


def adapted_log_odds(
    signals: Signals, model: FusionModel, verdicts: Verdicts, alike: Matrix
) -> Matrix:
    """Log odds for every pair after the verdicts were taken in, shape (sources, targets).

    `alike` holds how near every source is to every other, (sources, sources). Three engines are
    compared by their log loss on reviewed sources left out in turn: the shipped one, one with
    its numbers refitted under a prior around the shipped ones, and one that also looks at what
    was said of similar sources. The shipped one gives way where another is better by more than
    the standard error of the difference; it stays where there are few verdicts.
    """
    features = _Features(signals, model, alike)
    candidates: list[Callable[[Verdicts], Matrix]] = [
        lambda _: features.shipped(),
        lambda reviewed: features.refitted(reviewed, with_neighbours=False),
        lambda reviewed: features.refitted(reviewed, with_neighbours=True),
    ]
    if not _enough(verdicts):
        return features.shipped()
    losses = [_left_out_losses(each, verdicts) for each in candidates]
    better = [_clear_gain(losses[0], each) for each in losses]
    return candidates[int(np.argmax(better))](verdicts)


def settled(log_odds: Matrix, verdicts: Verdicts) -> Matrix:
    """The log odds with each reviewed pair at its verdict, beyond any doubt the engine has."""
    certain = float(np.log(SETTLED / (1 - SETTLED)))
    at = verdicts.rows, verdicts.columns
    result = log_odds.copy()
    result[at] = np.where(
        verdicts.linked, np.maximum(log_odds[at], certain), np.minimum(log_odds[at], -certain)
    )
    return result


class _Features:
    """What the adapted log odds are linear in, for every pair of one comparison."""

    def __init__(self, signals: Signals, model: FusionModel, alike: Matrix) -> None:
        fused = fuse(signals, model)
        self.shape = fused.shape
        self.alike = alike
        self.offset = prior_log_odds(*fused.shape)
        standard = {
            name: standardised(matrix, model.moments[name], model.pseudo_pairs)
            for name, matrix in signals.present().items()
        }
        self.stack = np.stack([*standard.values(), *margins(fused), np.ones_like(fused)], axis=-1)
        slopes = [model.slope * model.weights[name] for name in standard]
        self.start = np.array([*slopes, model.row_margin, model.column_margin, model.intercept])
        self.deviation = np.array(
            [DEVIATION_SIGNAL] * len(slopes) + [DEVIATION_MARGIN] * 2 + [DEVIATION_INTERCEPT]
        )

    def shipped(self) -> Matrix:
        return np.asarray(self.stack @ self.start + self.offset)

    def refitted(self, verdicts: Verdicts, *, with_neighbours: bool) -> Matrix:
        base = self.shipped()
        at = verdicts.rows, verdicts.columns
        columns, deviation = self.stack, self.deviation
        if with_neighbours:
            said = self._said_of_neighbours(verdicts)
            columns = np.concatenate([columns, said[..., None]], axis=-1)
            deviation = np.append(deviation, DEVIATION_NEIGHBOURS)
        moved = _fit_moves(columns[at], base[at], verdicts.linked.astype(float), deviation)
        return np.asarray(base + columns @ moved)

    def _said_of_neighbours(self, verdicts: Verdicts) -> Matrix:
        """Nearest reviewed source linked to the target, less the nearest that is not, in [-1, 1].

        A source's own verdicts are left out: they are not what can be learned from others.
        """
        near = {True: np.zeros(self.shape), False: np.zeros(self.shape)}
        for row, column, linked in zip(
            verdicts.rows, verdicts.columns, verdicts.linked, strict=True
        ):
            others = self.alike[:, row].copy()
            others[row] = 0.0
            into = near[bool(linked)][:, column]
            np.maximum(into, others, out=into)
        return near[True] - near[False]


def _fit_moves(columns: Matrix, base: Matrix, known: Matrix, deviation: Matrix) -> Matrix:
    """The move of each number that makes the verdicts likeliest under a normal prior around 0."""

    def loss(moves: Matrix) -> tuple[float, Matrix]:
        log_odds = base + columns @ moves
        likelihood = float((np.logaddexp(0.0, log_odds) - known * log_odds).sum())
        prior = float(np.square(moves / deviation).sum() / 2)
        slope = columns.T @ (expit(log_odds) - known) + moves / deviation**2
        return likelihood + prior, slope

    return np.asarray(minimize(loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B").x)


def _left_out_losses(candidate: Callable[[Verdicts], Matrix], verdicts: Verdicts) -> Matrix:
    """The log loss of each verdict with its source's fold left out, shape (k,)."""
    folds = np.unique(verdicts.rows, return_inverse=True)[1] % FOLDS
    losses = np.zeros(len(verdicts.rows))
    for fold in range(FOLDS):
        held = verdicts.take(folds == fold)
        log_odds = candidate(verdicts.take(folds != fold))[held.rows, held.columns]
        losses[folds == fold] = np.logaddexp(0.0, log_odds) - held.linked * log_odds
    return losses


def _clear_gain(before: Matrix, after: Matrix) -> float:
    """The mean gain in log loss where it exceeds its standard error, else 0."""
    gain = before - after
    error = gain.std() / np.sqrt(len(gain))
    return float(gain.mean()) if gain.mean() > error else 0.0


def _enough(verdicts: Verdicts) -> bool:
    several = len(np.unique(verdicts.rows)) >= FOLDS
    both = bool(verdicts.linked.any() and not verdicts.linked.all())
    return several and both and len(verdicts.rows) >= FEWEST_VERDICTS


def _truth(value: object) -> bool:
    said = str(value).strip().lower()
    if said not in _TRUE | _FALSE:
        raise InputError(f"verdicts: expected true or false in the column linked, came {value!r}")
    return said in _TRUE
