"""The engine's learned numbers: weights by ranking, calibration by likelihood, few of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from benchmarks.accuracy.sets import Known
from pipeline.coupling.fusion import (
    CALIBRATION,
    FusionModel,
    Moments,
    Weights,
    expit,
    fuse,
    fused_features,
    prior_log_odds,
    standardised,
    targets_beyond,
)
from pipeline.coupling.signals import Signals, ownness
from pipeline.coupling.statements import Matrix

# What the weights are drawn to, shared and own: few sets say little, and one's taste isn't
# another's.
USUAL_WEIGHTS = {
    "encoder": (0.5, 0.5),
    "parts": (0.3, 0.3),
    "field": (0.6, 0.15),
    "words": (0.1, 0.25),
    "characters": (0.1, 0.25),
    "coverage": (0.05, 0.1),
}
WEIGHT_PENALTY = 0.05
CALIBRATION_PENALTY = 0.05
USUAL_CALIBRATION = dict.fromkeys(
    ("shared_slope", "shared_row_choice", "own_slope", "own_row_choice"), 0.5
)
UNBOUNDED = ("shared_intercept", "own_intercept")
ROUNDED = 3


@dataclass(frozen=True)
class Labelled:
    """One set's signals, which of its pairs are links, and how much the set counts."""

    name: str
    signals: Signals
    known: Known
    weight: float = 1.0


def fit_fusion(sets: Sequence[Labelled], without: Sequence[str] = ()) -> FusionModel:
    """The model fitted on the sets, each counting by its weight whatever its size, rounded.

    First the weights, by conditional logit (McFadden 1974) within each source and, where targets
    aren't shared, within each target, which looks at order alone; then the calibration, by
    penalised logistic regression. Signals in `without` get no weight.
    """
    moments = usual_moments([item.signals for item in sets])
    weights = _fit_weights(sets, FusionModel({}, moments, {}), without)
    calibration = _fit_calibration(sets, FusionModel(weights, moments, {}))
    return FusionModel(weights, moments, calibration)


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
        "weights": {name: [each.shared, each.own] for name, each in model.weights.items()},
        "moments": {name: [each.mean, each.deviation] for name, each in model.moments.items()},
        "calibration": dict(model.calibration),
    }


def _fit_weights(
    sets: Sequence[Labelled], blank: FusionModel, without: Sequence[str]
) -> dict[str, Weights]:
    names = [name for name in blank.moments if name in USUAL_WEIGHTS]
    data = [choice for item in sets for choice in _choices(item, blank)]
    total = sum(weight for _, _, weight in data)
    kept = [(0.0, 0.0) if name in without else USUAL_WEIGHTS[name] for name in names]
    usual = np.array([*(shared for shared, _ in kept), *(own for _, own in kept)])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        away = weights - usual
        value, slope = WEIGHT_PENALTY * float(away @ away), 2 * WEIGHT_PENALTY * away
        for values, share, weight in data:
            part, part_slope = _ranking_loss(values, share, weights)
            value, slope = value + weight * part / total, slope + weight * part_slope / total
        return value, slope

    bounds = 2 * [_bounds(name, without) for name in names]
    found = minimize(loss, usual, jac=True, bounds=bounds).x.round(ROUNDED)
    sides = found.reshape(2, -1)
    return {name: Weights(*map(float, pair)) for name, pair in zip(names, sides.T, strict=True)}


def _bounds(name: str, without: Sequence[str]) -> tuple[float | None, float | None]:
    return (0, 0) if name in without else (0, None)


def _choices(item: Labelled, blank: FusionModel) -> list[tuple[Matrix, Matrix, float]]:
    """Values (choosers, alternatives, 2 · signals), shares of links, and a weight, for both sides.

    Sources choose among targets; targets choose among sources as far as they aren't shared. Each
    signal comes twice: as far as targets are shared, and as far as they are sources' own.
    """
    own = ownness(*item.known.shape)
    standard = [
        standardised(matrix, blank.moments[name], blank.pseudo_pairs)
        for name, matrix in item.signals.present().items()
        if name in USUAL_WEIGHTS
    ]
    values = np.stack([share * each for share in (1 - own, own) for each in standard])
    by_source, by_target = values.transpose(1, 2, 0), values.transpose(2, 1, 0)
    return [
        (*_linked_rows(by_source, item.known), item.weight),
        (*_linked_rows(by_target, item.known.T), own * item.weight),
    ]


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


def _fit_calibration(sets: Sequence[Labelled], model: FusionModel) -> dict[str, float]:
    """The numbers of CALIBRATION, by penalised logistic regression, none below 0 but intercepts."""
    features, known, offset, weight = _calibration_data(sets, model)
    usual = np.array([USUAL_CALIBRATION.get(name, 0.0) for name in CALIBRATION])
    drawn = np.array([float(name not in UNBOUNDED) for name in CALIBRATION])

    def loss(numbers: Matrix) -> tuple[float, Matrix]:
        log_odds = features @ numbers + offset
        likelihood = np.logaddexp(0.0, log_odds) - known * log_odds
        away = (numbers - usual) * drawn
        residual = weight * (expit(log_odds) - known)
        value = float(weight @ likelihood + CALIBRATION_PENALTY * away @ away)
        return value, features.T @ residual + 2 * CALIBRATION_PENALTY * away

    bounds = [(None, None) if name in UNBOUNDED else (0, None) for name in CALIBRATION]
    found = minimize(loss, usual, jac=True, bounds=bounds).x.round(ROUNDED)
    return dict(zip(CALIBRATION, map(float, found), strict=True))


def _calibration_data(
    sets: Sequence[Labelled], model: FusionModel
) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    rows = [_calibration_rows(item, model) for item in sets]
    features, known, offset, weight = (np.concatenate(part) for part in zip(*rows, strict=True))
    return features, known, offset, 10.0 * weight / sum(item.weight for item in sets)


def _calibration_rows(item: Labelled, model: FusionModel) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    fused = fuse(item.signals, model)
    beyond = targets_beyond(fused)
    features = fused_features(fused, beyond)
    known = item.known.ravel().astype(float)
    # The pairs of a set count in proportion to one link each, so that no set outvotes another.
    weight = np.full(known.size, item.weight / known.sum())
    offset = np.full(known.size, prior_log_odds(*item.known.shape, beyond=beyond))
    return features.reshape(known.size, -1), known, offset, weight
