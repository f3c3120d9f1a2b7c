"""How right the engine is, before and after it learned from verdicts, as chance's verdicts tell.

A verdict that the engine learned from can't tell how right it has become. So each pair is judged by
an engine that learned from the verdicts on other goals alone (cross-validation by goal), and each
verdict on a drawn pair counts for as many pairs as it was drawn for. What comes out is how the
engine does with pairs like those of the frame when it has no verdict on their goals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, log_expit

from pipeline.coupling.crossing import Said, Sample
from pipeline.params import CouplingParams

Numbers = npt.NDArray[np.float64]

# As in Jeffreys' prior for a share: half a pair rightly decided, half one wrongly decided, half one
# missed. Without them ten right ones of ten would leave nothing unsure.
HALF = 0.5
TINY = 1e-9
TRUTHS = np.array([1.0, 0.0, 1.0])
NONE_DRAWN, TOO_FEW, NOT_TOLD_APART = "none drawn", "too few", "not told apart"
BETTER, WORSE = "better", "worse"
ESTIMATES = ("before", "after", "difference")
SAYINGS = (NONE_DRAWN, TOO_FEW, NOT_TOLD_APART, BETTER, WORSE)


@dataclass(frozen=True)
class Line:
    """What each pair adds to one sum, by its truth y: `always` + `if_true` · y, both (frame,)."""

    always: Numbers
    if_true: Numbers

    @property
    def is_never_negative(self) -> bool:
        """Whether no pair takes anything off the sum, whatever its truth."""
        return bool(self.always.min(initial=0) >= 0 <= (self.always + self.if_true).min(initial=0))


@dataclass(frozen=True)
class Ratio:
    """One measure: a sum over a sum, at most `most`. `better` turns it into how good it is."""

    name: str
    lines: Callable[[Said], tuple[Line, Line]]
    most: float
    better: Callable[[Numbers], Numbers]


def _precision(said: Said) -> tuple[Line, Line]:
    linked, none = said.linked.astype(float), np.zeros(len(said.linked))
    return Line(none, linked), Line(linked, none)


def _recall(said: Said) -> tuple[Line, Line]:
    linked, none = said.linked.astype(float), np.zeros(len(said.linked))
    return Line(none, linked), Line(none, np.ones_like(none))


def _f1(said: Said) -> tuple[Line, Line]:
    linked, none = said.linked.astype(float), np.zeros(len(said.linked))
    return Line(none, 2 * linked), Line(linked, np.ones_like(none))


def _brier(said: Said) -> tuple[Line, Line]:
    probability = np.asarray(expit(said.log_odds))
    return Line(probability**2, 1 - 2 * probability), _each(said)


def _log_loss(said: Said) -> tuple[Line, Line]:
    return log_losses(said), _each(said)


def _found_over_expected(said: Said) -> tuple[Line, Line]:
    none = np.zeros(len(said.linked))
    return Line(none, np.ones_like(none)), Line(np.asarray(expit(said.log_odds)), none)


def log_losses(said: Said) -> Line:
    """−y ln p − (1 − y) ln(1 − p) of each pair."""
    return Line(np.asarray(-log_expit(-said.log_odds)), -said.log_odds)


def _each(said: Said) -> Line:
    return Line(np.ones(len(said.linked)), np.zeros(len(said.linked)))


def _plus(values: Numbers) -> Numbers:
    return values


def _minus(values: Numbers) -> Numbers:
    return -values


def _near_one(values: Numbers) -> Numbers:
    return np.asarray(-np.abs(np.log(np.maximum(values, TINY))))


MEASURES = (
    Ratio("precision", _precision, 1.0, _plus),
    Ratio("recall", _recall, 1.0, _plus),
    Ratio("f1", _f1, 1.0, _plus),
    Ratio("brier", _brier, 1.0, _minus),
    Ratio("log_loss", _log_loss, np.inf, _minus),
    Ratio("found_over_expected", _found_over_expected, np.inf, _near_one),
)


@dataclass(frozen=True)
class Drawn:
    """The sample beside what was expected of the frame, and the draws of the bootstrap.

    `expected` (frame,) is the probability before any verdict. `draws` (samples, goals + 3) are
    random weights of the goals and of three half pairs; `halves` (3, pairs) say which of the drawn
    pairs are like each of the three, and `truths` (3,) whether those are links.
    """

    sample: Sample
    expected: Numbers
    owner: npt.NDArray[np.intp]
    draws: Numbers
    halves: Numbers
    truths: Numbers

    def total(self, line: Line) -> float:
        """The sum over the frame: what was expected, and by how much the drawn pairs belie it."""
        residuals = self._residuals(line, self.sample.serves)
        return max(self._expected(line) + float(residuals.sum()), self._seen(line))

    def totals(self, line: Line) -> Numbers:
        """The same under each draw, shape (samples,)."""
        residuals = np.bincount(self.owner, weights=self._residuals(line, self.sample.serves))
        sizes = np.bincount(self.owner)
        of_halves = [
            float(shares @ self._residuals(line, np.full(len(shares), truth)))
            for shares, truth in zip(self.halves, self.truths, strict=True)
        ]
        over = self.draws @ np.concatenate([residuals, of_halves])
        under = self.draws @ np.concatenate([sizes, np.ones(len(of_halves))])
        found = self._expected(line) + len(self.sample) * over / under
        return np.asarray(np.maximum(found, self._seen(line)))

    def _expected(self, line: Line) -> float:
        return float((line.always + line.if_true * self.expected).sum())

    def _seen(self, line: Line) -> float:
        """What the drawn pairs come to by themselves: the frame holds no less."""
        at = self.sample.at
        seen = float((line.always[at] + line.if_true[at] * self.sample.serves).sum())
        return seen if line.is_never_negative else -np.inf

    def _residuals(self, line: Line, serves: Numbers) -> Numbers:
        at, weight = self.sample.at, self.sample.weight
        return np.asarray(weight * line.if_true[at] * (serves - self.expected[at]))


def accuracy_table(
    sample: Sample, before: Said, after: Said, params: CouplingParams
) -> pd.DataFrame:
    """ACCURACY: how right the engine is, before and after it learned, a row a measure.

    With y whether a pair of the frame is a link, d whether it is decided for and p its probability:
    precision Σ y d / Σ d, recall Σ y d / Σ y, F1 2 Σ y d / (Σ d + Σ y), Brier Σ (p − y)² / N, log
    loss likewise, found over expected Σ y / Σ p. Σ d and Σ p are known; a sum with y is estimated
    by Σ z m + Σ w z (y − m): what the engine without verdicts expects of the whole frame, with its
    probabilities m, and what the drawn pairs, weighed by w = 1 / π, say that it is wrong by. That
    is right on the mean however wrong m is, and surer than the drawn pairs by themselves (the
    difference estimator; Särndal, Swensson & Wretman 1992, ch. 6).
    Recall knows the frame alone: a link that is not among the kept pairs is missed uncounted.
    Intervals: the Bayesian bootstrap over goals (Rubin 1981), with half a pair that is rightly
    decided for, half one wrongly, half one missed. Fewer drawn pairs than `fewest_drawn`: no
    interval, and nothing is concluded. Nothing drawn: all is missing.
    """
    drawn = _drawn(sample, before, params)
    return pd.DataFrame([_row(each, drawn, (before, after), params) for each in MEASURES])


def effective(weight: Numbers) -> float:
    """How many equally weighed pairs tell as much: (Σ w)² / Σ w² (Kish 1965); 0 for none.

    >>> effective(np.array([1.0, 1.0])), round(effective(np.array([3.0, 1.0])), 2)
    (2.0, 1.6)
    """
    squares = float(np.square(weight).sum())
    return float(weight.sum()) ** 2 / squares if squares else 0.0


def interval_of(draws: Numbers, point: float, interval: float) -> tuple[float, float]:
    """The quantiles of the draws, drawn out to the point where it lies beyond.

    Draws without an answer (a recall where there is no link) are left out.
    """
    tail = (1 - interval) / 2
    low, high = np.nanquantile(draws, [tail, 1 - tail])
    return min(float(low), point), max(float(high), point)


def gain_in_log_loss(
    sample: Sample, before: Said, first: Said, then: Said, params: CouplingParams
) -> tuple[float, Numbers]:
    """How much less the mean log loss of the frame's pairs is `then` than at `first`, and draws."""
    drawn = _drawn(sample, before, params)
    losses = [log_losses(each) for each in (first, then)]
    gain = Line(losses[0].always - losses[1].always, losses[0].if_true - losses[1].if_true)
    count = len(before.linked)
    return drawn.total(gain) / count, drawn.totals(gain) / count


def _row(
    measure: Ratio, drawn: Drawn, said: tuple[Said, Said], params: CouplingParams
) -> dict[str, Any]:
    lines = [measure.lines(each) for each in said]
    counted = _counted(lines, drawn.sample)
    row: dict[str, Any] = {
        "measure": measure.name,
        "n": int(counted.sum()),
        "n_effective": effective(drawn.sample.weight[counted]),
        **dict.fromkeys(f"{name}{end}" for name in ESTIMATES for end in ("", "_low", "_high")),
    }
    if not len(drawn.sample):
        return row | {"says": NONE_DRAWN}
    points = _points(lines, measure, drawn)
    row |= points
    if len(drawn.sample) < params.fewest_drawn or np.isnan(list(points.values())).any():
        return row | {"says": TOO_FEW}
    before, after = (_ratios(each, measure, drawn) for each in lines)
    for name, each in zip(ESTIMATES, (before, after, after - before), strict=True):
        row[f"{name}_low"], row[f"{name}_high"] = interval_of(each, points[name], params.interval)
    gains = measure.better(after) - measure.better(before)
    return row | {"says": told_apart(gains, params.interval)}


def _points(lines: list[tuple[Line, Line]], measure: Ratio, drawn: Drawn) -> dict[str, float]:
    sums = [(drawn.total(over), drawn.total(under)) for over, under in lines]
    before, after = (
        min(over / under, measure.most) if under > 0 else np.nan for over, under in sums
    )
    return dict(zip(ESTIMATES, (before, after, after - before), strict=True))


def _counted(lines: list[tuple[Line, Line]], sample: Sample) -> npt.NDArray[np.bool_]:
    """Which of the drawn pairs stand under the line, of either engine."""
    under = [each.always[sample.at] + each.if_true[sample.at] * sample.serves for _, each in lines]
    return np.asarray((under[0] > 0) | (under[1] > 0))


def told_apart(gains: Numbers, interval: float) -> str:
    """What draws of a gain say: `better`, `worse`, or `not told apart` where they hold 0.

    >>> told_apart(np.array([0.1, 0.2]), 0.9), told_apart(np.array([-0.1, 0.2]), 0.9)
    ('better', 'not told apart')
    """
    tail = (1 - interval) / 2
    low, high = np.nanquantile(gains, [tail, 1 - tail])
    if low > 0:
        return BETTER
    return WORSE if high < 0 else NOT_TOLD_APART


def _ratios(lines: tuple[Line, Line], measure: Ratio, drawn: Drawn) -> Numbers:
    """The measure under each draw, shape (samples,)."""
    over, under = (drawn.totals(each) for each in lines)
    divided = np.divide(over, under, out=np.full(len(over), np.nan), where=under > 0)
    return np.asarray(np.minimum(divided, measure.most))


def _drawn(sample: Sample, before: Said, params: CouplingParams) -> Drawn:
    _, owner = np.unique(sample.goals, return_inverse=True)
    goals = int(owner.max(initial=-1)) + 1
    shares = np.concatenate([np.ones(goals), np.full(3, HALF)])
    draws = np.random.default_rng(params.seed).dirichlet(shares, size=params.bootstrap_samples)
    expected = np.asarray(expit(before.log_odds))
    halves = _halves(expected[sample.at], before.linked[sample.at])
    return Drawn(sample, expected, owner.astype(np.intp), draws, halves, TRUTHS)


def _halves(expected: Numbers, linked: npt.NDArray[np.bool_]) -> Numbers:
    """How far each drawn pair stands for one right, one wrong and one missed, (3, pairs).

    By what the engine held for likely; each row sums to 1, or to 0 where there is none of the kind.
    """
    likely = np.stack([expected * linked, (1 - expected) * linked, expected * ~linked])
    sums = likely.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(likely, sums, out=np.zeros_like(likely), where=sums > 0))
