"""Reviewed pairs: read, placed, taken in by the engine, and left as the coder said."""

import logging
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.adaptation import Likeness, Pairs, departed_log_odds
from pipeline.coupling.fusion import DECIMALS, FusionModel, standardised
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix
from pipeline.csvfiles import as_written
from pipeline.errors import InputError

logger = logging.getLogger(__name__)

# A verdict is a fact, but a score must stay finite.
SETTLED = 0.999
# What people write, and what Excel makes of it in Norwegian and German; a cross is a yes.
_TRUE = frozenset(
    ("true", "1", "1.0", "yes", "y", "ja", "j", "t", "sann", "sant", "wahr", "x", "✓", "✔")
)
_FALSE = frozenset(("false", "0", "0.0", "no", "nei", "n", "f", "usann", "usant", "falsch"))


@dataclass(frozen=True)
class Verdicts:
    """Reviewed pairs by their places, each shape (k,): row, column, and whether it is a link."""

    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    linked: npt.NDArray[np.bool_]


def place_verdicts(
    frame: pd.DataFrame, sources: pd.Series, targets: pd.Series, name: str = "verdicts"
) -> Verdicts:
    """Verdicts of `source_id, target_id, linked` by their places in the two lists.

    Rows without a verdict are skipped; the last verdict on a pair counts; verdicts on statements
    that are in neither list are left out. Each of the three is told with its count. Raises
    InputError, which begins with `name`, for a missing column or an unreadable verdict.
    """
    said = _given(frame, name)
    named = said.assign(
        source_id=_as_listed(said["source_id"], sources),
        target_id=_as_listed(said["target_id"], targets),
    )
    given = _latest(named, name)
    rows = pd.Index(sources.tolist()).get_indexer(given["source_id"].tolist())
    columns = pd.Index(targets.tolist()).get_indexer(given["target_id"].tolist())
    known = (rows >= 0) & (columns >= 0)
    if not known.all():
        first = _pair(given.iloc[int((~known).argmax())])
        logger.warning(
            "%s: %s on statements not in the lists, left out; the first is %s",
            *(name, _counted((~known).sum(), "verdict"), first),
        )
    linked = given["linked"].to_numpy(dtype=bool)
    return Verdicts(rows[known], columns[known], linked[known])


def adapted_log_odds(
    base: Matrix,
    signals: Signals,
    model: FusionModel,
    verdicts: Verdicts,
    sources: Likeness,
    targets: Likeness,
) -> Matrix:
    """Log odds for every pair after the verdicts were taken in, shape (sources, targets).

    `base` are those before, and `sources` and `targets` say how alike the statements of each side
    are. See `pipeline.coupling.adaptation` for how verdicts tell of other pairs.
    """
    if not len(verdicts.rows):
        return base
    pairs = Pairs(told_apart_by(signals, model), sources, targets)
    return taken_in(base, pairs, verdicts)


def told_apart_by(signals: Signals, model: FusionModel) -> Matrix:
    """The signals in standard deviations, side by side, shape (sources, targets, signals)."""
    features = [
        standardised(matrix, model.moments[name], model.pseudo_pairs)
        for name, matrix in signals.present().items()
    ]
    return np.stack(features, axis=-1)


def taken_in(base: Matrix, pairs: Pairs, verdicts: Verdicts) -> Matrix:
    """The log odds `base` after the verdicts, to DECIMALS; without any, `base` itself."""
    if not len(verdicts.rows):
        return base
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


def _given(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows that hold a verdict, `linked` true or false; how many were skipped is told."""
    missing = {"source_id", "target_id", "linked"} - set(frame.columns)
    if missing:
        raise InputError(f"{name}: expected the columns {', '.join(sorted(missing))} as well")
    said = ["" if pd.isna(value) else str(value).strip().lower() for value in frame["linked"]]
    blank = np.array([not word for word in said], dtype=bool)
    if blank.any():
        logger.warning("%s: %s without a verdict, skipped", name, _counted(blank.sum(), "row"))
    ids = frame[["source_id", "target_id"]].astype(str)
    given = ids.assign(linked=said)[~blank]
    unread = ~given["linked"].isin(list(_TRUE | _FALSE)).to_numpy(dtype=bool)
    if unread.any():
        row = given.iloc[int(unread.argmax())]
        raise InputError(
            f"{name}: {_pair(row)}: expected true or false in the column linked, "
            f"came {row['linked']!r}"
        )
    return given.assign(linked=given["linked"].isin(list(_TRUE)))


def _latest(given: pd.DataFrame, name: str) -> pd.DataFrame:
    """One row a pair, the last; pairs whose verdicts differ are told."""
    pair = ["source_id", "target_id"]
    differ = given.groupby(pair, sort=False)["linked"].nunique().gt(1)
    if differ.any():
        source, target = differ.index[int(differ.to_numpy().argmax())]
        logger.warning(
            "%s: %s with different verdicts, the last counts; the first is %s and %s",
            *(name, _counted(differ.sum(), "pair"), source, target),
        )
    return given.drop_duplicates(pair, keep="last")


def _as_listed(named: pd.Series, ids: pd.Series) -> list[str]:
    """The names as the list has them, where an apostrophe was put before for a spreadsheet."""
    listed = frozenset(ids)
    return [each if each in listed else as_written(each) for each in named]


def _pair(row: pd.Series) -> str:
    return f"{row['source_id']} and {row['target_id']}"


def _counted(count: int, noun: str) -> str:
    """A number with its noun.

    >>> _counted(1, "row"), _counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
