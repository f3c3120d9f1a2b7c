"""What a system's answer is worth: ranking, decision, calibration, each with an interval."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.accuracy.calibration import (
    NOT_TRIVIAL,
    binned_gaps,
    calibration_error,
    log_loss,
    squared_error,
)
from benchmarks.accuracy.ranking import (
    average_precision,
    ndcg_at,
    ranked,
    recall_at,
    reciprocal_rank,
    right_at_first,
)
from benchmarks.accuracy.sets import Known
from pipeline.coupling.statements import Matrix

SAMPLES = 1000
SEED = 20100617
INTERVAL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A value with the ends of its interval; the ends are missing where none was made."""

    value: float
    low: float | None = None
    high: float | None = None

    def to_json(self) -> dict[str, float]:
        """The numbers that there are, to four decimals."""
        return {name: round(v, 4) for name, v in asdict(self).items() if v is not None}


@dataclass(frozen=True)
class Result:
    """What a system says of a set: scores, and where it has them, probabilities and decisions."""

    score: Matrix
    probability: Matrix | None = None
    linked: Known | None = None


def evaluate(result: Result, known: Known) -> dict[str, Estimate]:
    """Every measure that the result allows, by name."""
    found = ranking_measures(result.score, known)
    if result.linked is not None:
        found |= decision_measures(result.linked, known)
    if result.probability is not None:
        found |= probability_measures(result.probability, known)
    return found


def ranking_measures(score: Matrix, known: Known) -> dict[str, Estimate]:
    """Of the scores' order: means over sources with at least one link; ties as `ranking` says.

    `auc` and `best_f1` are over all pairs; `best_f1` is the F1 at the cut that the answers
    themselves choose, which no system can pass.
    """
    order = ranked(score, known)
    return {
        "map": _mean(average_precision(order)),
        "mrr": _mean(reciprocal_rank(order)),
        "ndcg_at_5": _mean(ndcg_at(order, 5)),
        "right_first": _mean(right_at_first(order)),
        "recall_at_3": _mean(recall_at(order, 3)),
        "recall_at_5": _mean(recall_at(order, 5)),
        "auc": Estimate(float(roc_auc_score(known.ravel(), score.ravel()))),
        "best_f1": _of_counts(score >= best_f1_cut(score, known), known, _f_beta(1)),
    }


def decision_measures(linked: Known, known: Known) -> dict[str, Estimate]:
    """Of the decided links, over all pairs; F2 counts recall as twice as important as precision."""
    return {
        "f1": _of_counts(linked, known, _f_beta(1)),
        "f2": _of_counts(linked, known, _f_beta(2)),
        "precision": _of_counts(linked, known, lambda n: n[..., 0] / np.maximum(n[..., 1], 1e-12)),
        "recall": _of_counts(linked, known, lambda n: n[..., 0] / np.maximum(n[..., 2], 1e-12)),
    }


def probability_measures(probability: Matrix, known: Known) -> dict[str, Estimate]:
    """Of the probabilities, over all pairs, beside what the true share of links for all would give.

    `calibration_error_not_trivial` is that of the pairs with p ≥ 0.05 alone, missing where there
    are none. The intervals of calibration errors lie high, since drawing anew adds chance to it.
    """
    base = np.full_like(probability, known.mean())
    sums = np.stack([probability.sum(axis=1), known.sum(axis=1)], axis=1)
    found = {
        "brier": _mean(squared_error(probability, known).mean(axis=1)),
        "brier_of_base_rate": Estimate(float(squared_error(base, known).mean())),
        "log_loss": _mean(log_loss(probability, known).mean(axis=1)),
        "log_loss_of_base_rate": Estimate(float(log_loss(base, known).mean())),
        "calibration_error": bootstrap(binned_gaps(probability, known), calibration_error),
        "expected_over_found": bootstrap(sums, lambda n: n[..., 0] / np.maximum(n[..., 1], 1e-12)),
    }
    gaps = binned_gaps(probability, known, NOT_TRIVIAL)
    if gaps[:, -1].any():
        found["calibration_error_not_trivial"] = bootstrap(gaps, calibration_error)
    return found


def map_gain(score: Matrix, other: Matrix, known: Known) -> Estimate:
    """How much larger the mean average precision of `score` is than that of `other`, in [−1, 1].

    The interval is of the differences source by source, so it can leave out 0 where those of the
    two systems overlap: both meet the same easy and hard sources.

    >>> right = np.array([[True, False]])
    >>> map_gain(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), right).value
    0.5
    """
    gains = average_precision(ranked(score, known)) - average_precision(ranked(other, known))
    return _mean(gains)


def best_f1_cut(score: Matrix, known: Known) -> float:
    """The cut with the largest F1, found with the answers in hand: what no system can pass.

    Equal scores stand on the same side of it.
    """
    order = np.argsort(-score, axis=None, kind="stable")
    values, right = score.ravel()[order], np.cumsum(known.ravel()[order])
    f1 = 2 * right / (np.arange(1, order.size + 1) + right[-1])
    last_of_ties = np.append(values[1:] < values[:-1], True)
    return float(values[int(np.where(last_of_ties, f1, -1.0).argmax())])


def f1_of(linked: Known, known: Known) -> float:
    """2 · right / (said + true), in [0, 1]; 0 where nothing was said and nothing is true.

    >>> f1_of(np.array([True, True]), np.array([True, False])).__round__(3)
    0.667
    """
    counts = [(linked & known).sum(), linked.sum(), known.sum()]
    return float(_f_beta(1)(np.array(counts, dtype=float)))


def bootstrap(rows: Matrix, statistic: Callable[[Matrix], Matrix]) -> Estimate:
    """The statistic of the rows' means, with its percentile interval over resampled rows.

    Rows are sources: one is drawn with all its pairs, which belong together.
    """
    random = np.random.default_rng(SEED)
    drawn = random.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=SAMPLES)
    sampled = statistic(drawn @ rows / len(rows))
    low, high = np.quantile(sampled, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return Estimate(float(statistic(rows.mean(axis=0))), float(low), float(high))


def _mean(values: Matrix) -> Estimate:
    return bootstrap(np.asarray(values, dtype=float)[:, None], lambda means: means[..., 0])


def _of_counts(linked: Known, known: Known, statistic: Callable[[Matrix], Matrix]) -> Estimate:
    """A statistic of how many of a source's pairs are right, said and true."""
    counts = [(linked & known).sum(axis=1), linked.sum(axis=1), known.sum(axis=1)]
    return bootstrap(np.stack(counts, axis=1).astype(float), statistic)


def _f_beta(beta: float) -> Callable[[Matrix], Matrix]:
    """(1 + β²) · right / (said + β² · true) (van Rijsbergen 1979, "Information Retrieval")."""
    weight = beta**2
    return lambda n: np.asarray(
        (1 + weight) * n[..., 0] / np.maximum(n[..., 1] + weight * n[..., 2], 1e-12)
    )
