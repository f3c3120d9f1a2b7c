"""The engine's learned numbers: weights by ranking, calibration by likelihood, few of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from benchmarks.accuracy.sets import Known
from pipeline.coupling.fusion import (
    FusionModel,
    Moments,
    expit,
    fuse,
    margins,
    prior_log_odds,
    standardised,
)
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix

WEIGHT_PENALTY = 0.02
CALIBRATION_PENALTY = 0.05
# Slope, row margin, column margin, intercept. The sets disagree on how much a target's other
# sources should count (some gain, one loses much), and likelihood follows the largest gain: the
# cap keeps the loss small where targets are shared.
BOUNDS = ((0, None), (0, None), (0, 0.2), (None, None))
ROUNDED = 3


@dataclass(frozen=True)
class Labelled:
    """One set's signals, and which of its pairs are links."""

    signals: Signals
    known: Known


def fit_fusion(sets: Sequence[Labelled]) -> FusionModel:
    """The model fitted on the sets, each counting as much as any other, numbers rounded.

    First the weights, by conditional logit within each source (McFadden 1974), which looks at
    order alone; then slope, margins and intercept, by penalised logistic regression.
    """
    moments = usual_moments([item.signals for item in sets])
    blank = FusionModel(dict.fromkeys(moments, 0.0), moments, 1.0, 0.0, 0.0, 0.0)
    weights = _fit_weights(sets, blank)
    weighted = FusionModel(weights, moments, 1.0, 0.0, 0.0, 0.0)
    slope, row, column, intercept = _fit_calibration(sets, weighted)
    return FusionModel(weights, moments, slope, row, column, intercept)


def usual_moments(signals: Sequence[Signals]) -> dict[str, Moments]:
    """Mean and deviation of each signal: the means of the sets' own."""
    names = signals[0].present()
    return {
        name: Moments(
            round(float(np.mean([item.present()[name].mean() for item in signals])), ROUNDED),
            round(float(np.mean([item.present()[name].std() for item in signals])), ROUNDED),
        )
        for name in names
    }


def fusion_to_json(model: FusionModel) -> Mapping[str, object]:
    """The model as `pipeline.coupling.fusion.fusion_from_json` reads it."""
    return {
        "weights": dict(model.weights),
        "moments": {name: [each.mean, each.deviation] for name, each in model.moments.items()},
        "slope": model.slope,
        "row_margin": model.row_margin,
        "column_margin": model.column_margin,
        "intercept": model.intercept,
    }


def _fit_weights(sets: Sequence[Labelled], blank: FusionModel) -> dict[str, float]:
    names = list(blank.moments)
    data = [_stacked(item, blank) for item in sets]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        parts = [_ranking_loss(values, share, weights) for values, share in data]
        value = float(np.mean([part[0] for part in parts]))
        slope = np.mean([part[1] for part in parts], axis=0)
        penalty = WEIGHT_PENALTY * float(weights @ weights)
        return value + penalty, slope + 2 * WEIGHT_PENALTY * weights

    found = minimize(loss, np.full(len(names), 0.5), jac=True, bounds=[(0, None)] * len(names))
    return {name: round(float(each), ROUNDED) for name, each in zip(names, found.x, strict=True)}


def _stacked(item: Labelled, blank: FusionModel) -> tuple[Matrix, Matrix]:
    """Standardised signals (sources, targets, signals) and each link's share of its source."""
    linked = item.known.any(axis=1)
    values = [
        standardised(matrix, blank.moments[name], blank.pseudo_pairs)[linked]
        for name, matrix in item.signals.present().items()
    ]
    known = item.known[linked].astype(float)
    return np.stack(values, axis=-1), known / known.sum(axis=1, keepdims=True)


def _ranking_loss(values: Matrix, share: Matrix, weights: Matrix) -> tuple[float, Matrix]:
    """−ln of the softmax over a source's targets, mean over links and sources, and its slope."""
    fused = values @ weights
    powers = np.exp(fused - fused.max(axis=1, keepdims=True))
    chosen = powers / powers.sum(axis=1, keepdims=True)
    value = -(share * np.log(chosen + 1e-300)).sum() / len(share)
    return float(value), -np.einsum("ij,ijk->k", share - chosen, values) / len(share)


def _fit_calibration(
    sets: Sequence[Labelled], model: FusionModel
) -> tuple[float, float, float, float]:
    """Slope, row margin, column margin and intercept; a set counts by its number of links once."""
    features, known, offset, weight = _calibration_data(sets, model)
    start = np.array([1.0, 0.0, 0.0, 0.0])

    def loss(numbers: Matrix) -> tuple[float, Matrix]:
        log_odds = features @ numbers + offset
        likelihood = np.logaddexp(0.0, log_odds) - known * log_odds
        away = (numbers - start) * np.array([1.0, 1.0, 1.0, 0.0])
        residual = weight * (expit(log_odds) - known)
        value = float(weight @ likelihood + CALIBRATION_PENALTY * away @ away)
        return value, features.T @ residual + 2 * CALIBRATION_PENALTY * away

    found = minimize(loss, start, jac=True, bounds=BOUNDS)
    slope, row, column, intercept = (round(float(each), ROUNDED) for each in found.x)
    return slope, row, column, intercept


def _calibration_data(
    sets: Sequence[Labelled], model: FusionModel
) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    rows = [_calibration_rows(item, model) for item in sets]
    features, known, offset, weight = (np.concatenate(part) for part in zip(*rows, strict=True))
    return features, known, offset, 10.0 * weight / len(sets)


def _calibration_rows(item: Labelled, model: FusionModel) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    fused = fuse(item.signals, model)
    row, column = margins(fused)
    columns = [fused, row, column, np.ones_like(fused)]
    known = item.known.ravel().astype(float)
    size = fused.size
    features = np.stack([each.ravel() for each in columns], axis=1)
    # The pairs of a set count in proportion to one link each, so that no set outvotes another.
    weight = np.full(size, 1.0 / known.sum())
    return features, known, np.full(size, prior_log_odds(*fused.shape)), weight
