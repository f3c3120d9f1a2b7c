"""Measures of ranking and of decision, each with a bootstrap interval over sources."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

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
    """Every measure that the result allows; ranking over sources with at least one link."""
    found = {
        "map": _mean(average_precision(result.score, known)),
        "right_first": _mean(recall_at(result.score, known, 1) > 0),
        "recall_at_5": _mean(recall_at(result.score, known, 5)),
        "auc": Estimate(float(roc_auc_score(known.ravel(), result.score.ravel()))),
        "best_f1": _f1(result.score >= best_f1_cut(result.score, known), known),
    }
    if result.linked is not None:
        found |= {
            "f1": _f1(result.linked, known),
            "precision": Estimate(_ratio((result.linked & known).sum(), result.linked.sum())),
            "recall": Estimate(_ratio((result.linked & known).sum(), known.sum())),
        }
    if result.probability is not None:
        base = float(known.mean())
        found |= {
            "brier": _mean(np.square(result.probability - known).mean(axis=1)),
            # What one gets by giving every pair the true share of links.
            "brier_of_base_rate": Estimate(base * (1 - base)),
            "expected_over_found": Estimate(_ratio(result.probability.sum(), known.sum())),
        }
    return found


def average_precision(score: Matrix, known: Known) -> Matrix:
    """Mean precision at each right target, for each source that has any, shape (k,)."""
    ordered = _ordered(score, known)
    precision = np.cumsum(ordered, axis=1) / np.arange(1, ordered.shape[1] + 1)
    return np.asarray((precision * ordered).sum(axis=1) / ordered.sum(axis=1))


def recall_at(score: Matrix, known: Known, count: int) -> Matrix:
    """The share of a source's targets among its `count` best, for each that has any, (k,)."""
    ordered = _ordered(score, known)
    return np.asarray(ordered[:, :count].sum(axis=1) / ordered.sum(axis=1))


def best_f1_cut(score: Matrix, known: Known) -> float:
    """The cut with the largest F1, found with the answers in hand: what no system can pass."""
    order = np.argsort(-score, axis=None, kind="stable")
    values, right = score.ravel()[order], np.cumsum(known.ravel()[order])
    f1 = 2 * right / (np.arange(1, order.size + 1) + right[-1])
    last_of_ties = np.append(values[1:] < values[:-1], True)
    return float(values[int(np.where(last_of_ties, f1, -1.0).argmax())])


def _ordered(score: Matrix, known: Known) -> Known:
    rows = known.any(axis=1)
    order = np.argsort(-score[rows], axis=1, kind="stable")
    return np.take_along_axis(known[rows], order, axis=1)


def _mean(values: Matrix | Known) -> Estimate:
    return bootstrap(np.asarray(values, dtype=float)[:, None], lambda sums: sums[..., 0])


def _f1(linked: Known, known: Known) -> Estimate:
    """2 · right / (said + true); a source is drawn with all its pairs."""
    counts = [(linked & known).sum(axis=1), linked.sum(axis=1), known.sum(axis=1)]
    return bootstrap(
        np.stack(counts, axis=1).astype(float),
        lambda means: 2 * means[..., 0] / np.maximum(means[..., 1] + means[..., 2], 1e-12),
    )


def bootstrap(rows: Matrix, statistic: Callable[[Matrix], Matrix]) -> Estimate:
    """The statistic of the rows' means, with its percentile interval over resampled rows."""
    random = np.random.default_rng(SEED)
    drawn = random.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=SAMPLES)
    sampled = statistic(drawn @ rows / len(rows))
    low, high = np.quantile(sampled, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return Estimate(float(statistic(rows.mean(axis=0))), float(low), float(high))


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
