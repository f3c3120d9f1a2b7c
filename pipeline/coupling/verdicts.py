"""Reviewed pairs: read, placed, taken in by the engine, and left as the coder said."""

import logging
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.adaptation import Pairs, departed_log_odds
from pipeline.coupling.fusion import DECIMALS, FusionModel, standardised
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix
from pipeline.errors import InputError

logger = logging.getLogger(__name__)

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
    base: Matrix,
    signals: Signals,
    model: FusionModel,
    verdicts: Verdicts,
    sources: Matrix,
    targets: Matrix,
) -> Matrix:
    """Log odds for every pair after the verdicts were taken in, shape (sources, targets).

    `base` are those before, and `sources` and `targets` say how alike the statements of each side
    are, 1 on the diagonal. See `pipeline.coupling.adaptation` for how verdicts tell of other pairs.
    """
    if not len(verdicts.rows):
        return base
    features = [
        standardised(matrix, model.moments[name], model.pseudo_pairs)
        for name, matrix in signals.present().items()
    ]
    pairs = Pairs(np.stack(features, axis=-1), sources, targets)
    departed = departed_log_odds(base, pairs, (verdicts.rows, verdicts.columns), verdicts.linked)
    return departed.round(DECIMALS)


def settled(log_odds: Matrix, verdicts: Verdicts) -> Matrix:
    """The log odds with each reviewed pair at its verdict, beyond any doubt the engine has."""
    certain = float(np.log(SETTLED / (1 - SETTLED)))
    at = verdicts.rows, verdicts.columns
    result = log_odds.copy()
    result[at] = np.where(
        verdicts.linked, np.maximum(log_odds[at], certain), np.minimum(log_odds[at], -certain)
    )
    return result


def _truth(value: object) -> bool:
    said = str(value).strip().lower()
    if said not in _TRUE | _FALSE:
        raise InputError(f"verdicts: expected true or false in the column linked, came {value!r}")
    return said in _TRUE
