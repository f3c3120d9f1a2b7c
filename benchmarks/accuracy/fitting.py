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
    fused_features,
    prior_log_odds,
    standardised,
)
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix

# What the weights are drawn to: few sets say little, and one set's taste is not another's.
USUAL_WEIGHTS = {
    "encoder": 0.5,
    "parts": 0.3,
    "field": 0.2,
    "words": 0.25,
    "characters": 0.25,
    "coverage": 0.1,
    "opposed": -0.1,
}
WEIGHT_PENALTY = 0.3
CALIBRATION_PENALTY = 0.05
# Slope, row choice, column choice, popularity, intercept.
BOUNDS = ((0, None), (0, None), (0, None), (0, None), (None, None))
# What speaks against a link; every other signal speaks for it.
AGAINST = ("opposed",)
ROUNDED = 3


@dataclass(frozen=True)
class Labelled:
    """One set's signals, and which of its pairs are links."""

    name: str
    signals: Signals
    known: Known


def fit_fusion(sets: Sequence[Labelled], without: Sequence[str] = ()) -> FusionModel:
    """The model fitted on the sets, each counting as much as any other, numbers rounded.

    First the weights, by conditional logit (McFadden 1974) within each source and, where targets
    aren't shared, within each target, which looks at order alone; then the calibration, by
    penalised logistic regression. Signals in `without` get no weight.
    """
    moments = usual_moments([item.signals for item in sets])
    blank = FusionModel(dict.fromkeys(moments, 0.0), moments, 1.0, 0.0, 0.0, 0.0, 0.0)
    weights = _fit_weights(sets, blank, without)
    weighted = FusionModel(weights, moments, 1.0, 0.0, 0.0, 0.0, 0.0)
    return FusionModel(weights, moments, *_fit_calibration(sets, weighted))


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
        "row_choice": model.row_choice,
        "column_choice": model.column_choice,
        "popularity": model.popularity,
        "intercept": model.intercept,
    }


def _fit_weights(
    sets: Sequence[Labelled], blank: FusionModel, without: Sequence[str]
) -> dict[str, float]:
    names = list(blank.moments)
    data = [choice for item in sets for choice in _choices(item, blank)]
    total = sum(weight for _, _, weight in data)
    usual = np.array([0.0 if name in without else USUAL_WEIGHTS[name] for name in names])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        away = weights - usual
        value, slope = WEIGHT_PENALTY * float(away @ away), 2 * WEIGHT_PENALTY * away
        for values, share, weight in data:
            part, part_slope = _ranking_loss(values, share, weights)
            value, slope = value + weight * part / total, slope + weight * part_slope / total
        return value, slope

    bounds = [_bounds(name, without) for name in names]
    found = minimize(loss, usual, jac=True, bounds=bounds)
    return {name: round(float(each), ROUNDED) for name, each in zip(names, found.x, strict=True)}


def _bounds(name: str, without: Sequence[str]) -> tuple[float | None, float | None]:
    if name in without:
        return (0, 0)
    return (None, 0) if name in AGAINST else (0, None)


def _choices(item: Labelled, blank: FusionModel) -> list[tuple[Matrix, Matrix, float]]:
    """Values (choosers, alternatives, signals), each link's share of its chooser, and a weight.

    Sources choose among targets; targets choose among sources as far as they aren't shared.
    """
    values = np.stack(
        [
            standardised(matrix, blank.moments[name], blank.pseudo_pairs)
            for name, matrix in item.signals.present().items()
        ],
        axis=-1,
    )
    sources, targets = item.known.shape
    sides = ((values, item.known, 1.0), (values.swapaxes(0, 1), item.known.T, targets / sources))
    return [(*_linked_rows(side, known), min(1.0, weight)) for side, known, weight in sides]


def _linked_rows(values: Matrix, known: Known) -> tuple[Matrix, Matrix]:
    linked = known.any(axis=1)
    links = known[linked].astype(float)
    return np.ascontiguousarray(values[linked]), links / links.sum(axis=1, keepdims=True)


def _ranking_loss(values: Matrix, share: Matrix, weights: Matrix) -> tuple[float, Matrix]:
    """−ln of the softmax over a chooser's alternatives, mean over links and choosers, its slope."""
    fused = values @ weights
    powers = np.exp(fused - fused.max(axis=1, keepdims=True))
    chosen = powers / powers.sum(axis=1, keepdims=True)
    value = -(share * np.log(chosen + 1e-300)).sum() / len(share)
    return float(value), -np.einsum("ij,ijk->k", share - chosen, values) / len(share)


def _fit_calibration(sets: Sequence[Labelled], model: FusionModel) -> list[float]:
    """The calibration's numbers in the model's order; a set counts by its number of links once."""
    features, known, offset, weight = _calibration_data(sets, model)
    start = np.array([0.5, 0.5, 0.0, 0.0, 0.0])

    def loss(numbers: Matrix) -> tuple[float, Matrix]:
        log_odds = features @ numbers + offset
        likelihood = np.logaddexp(0.0, log_odds) - known * log_odds
        away = (numbers - start) * np.array([1.0, 1.0, 1.0, 1.0, 0.0])
        residual = weight * (expit(log_odds) - known)
        value = float(weight @ likelihood + CALIBRATION_PENALTY * away @ away)
        return value, features.T @ residual + 2 * CALIBRATION_PENALTY * away

    found = minimize(loss, start, jac=True, bounds=BOUNDS)
    return [round(float(each), ROUNDED) for each in found.x]


def _calibration_data(
    sets: Sequence[Labelled], model: FusionModel
) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    rows = [_calibration_rows(item, model) for item in sets]
    features, known, offset, weight = (np.concatenate(part) for part in zip(*rows, strict=True))
    return features, known, offset, 10.0 * weight / len(sets)


def _calibration_rows(item: Labelled, model: FusionModel) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    features = fused_features(fuse(item.signals, model))
    known = item.known.ravel().astype(float)
    # The pairs of a set count in proportion to one link each, so that no set outvotes another.
    weight = np.full(known.size, 1.0 / known.sum())
    offset = np.full(known.size, prior_log_odds(*item.known.shape))
    return features.reshape(known.size, -1), known, offset, weight
