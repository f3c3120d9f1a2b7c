"""What verdicts on some pairs say about all the others: a Gaussian process around the engine.

The log odds of a pair are those of the engine plus an unknown departure. The departure is a sum of
parts that verdicts may tell: one for pairs that the engine holds for about as likely, one along
each feature, one for each source (some serve more than others), one for each target, and one for
each pair, alike for alike sources and targets. How large each part is in the corpus at hand is not
assumed: several sizes are weighed by how likely they make the verdicts (Rasmussen & Williams 2006,
ch. 3.4 and 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit, log_expit, softmax

from pipeline.coupling.statements import Matrix

Places = npt.NDArray[np.intp]

# So many pairs at a time are held against the verdicts, to bound memory.
PAIRS_AT_ONCE = 200_000
# Verdicts on likely pairs say little of what is unlikely: in log odds.
REACH = 1.0
MOST_STEPS = 50
CONVERGED = 1e-6


@dataclass(frozen=True)
class Departure:
    """Standard deviations, in log odds, of the parts of the departure; `chance` beforehand."""

    chance: float
    every: float = 0.0
    features: float = 0.0
    sources: float = 0.0
    targets: float = 0.0
    pairs: float = 0.0


# The engine may be right as it is; coders differ in how much they link, and mostly in how much for
# which source. Sizes were compared on sets of requirements written for this project and on public
# ones; larger ones lose more where the engine was right than they win where it was wrong.
DEPARTURES = (
    Departure(0.3),
    Departure(0.1, every=0.5, features=0.3),
    Departure(0.2, every=0.5, sources=0.8, pairs=0.5),
    Departure(0.2, every=0.5, sources=1.5, pairs=1.0),
    Departure(0.2, every=0.5, sources=0.5, targets=0.5, pairs=1.0),
)


@dataclass(frozen=True)
class Pairs:
    """What pairs are told apart by, for m sources and n targets.

    `features` (m, n, k) are standardised; `sources` (m, m) and `targets` (n, n) say how alike
    statements of one side are, 1 on the diagonal.
    """

    features: Matrix
    sources: Matrix
    targets: Matrix

    def covariance(
        self,
        departure: Departure,
        base: Matrix,
        first: tuple[Places, Places],
        second: tuple[Places, Places],
    ) -> Matrix:
        """Covariance of the departure between two lists of pairs, shape (first, second).

        `base` (m, n) are the engine's log odds.
        """
        rows = self.sources[np.ix_(first[0], second[0])]
        columns = self.targets[np.ix_(first[1], second[1])]
        apart = base[first][:, None] - base[second][None, :]
        total = departure.every**2 * np.exp(-np.square(apart / REACH) / 2)
        total += departure.features**2 * (self.features[first] @ self.features[second].T)
        total += departure.sources**2 * rows + departure.targets**2 * columns
        return np.asarray(total + departure.pairs**2 * rows * columns)


@dataclass(frozen=True)
class Fitted:
    """One departure after the verdicts: the pull of each verdict, and the log evidence for it."""

    pull: Matrix
    log_evidence: float


def departed_log_odds(
    base: Matrix,
    pairs: Pairs,
    at: tuple[Places, Places],
    linked: npt.NDArray[np.bool_],
    departures: Sequence[Departure] = DEPARTURES,
) -> Matrix:
    """The engine's log odds `base` (m, n) plus the mean departure given verdicts at these places.

    The mean is taken over the departures by their posterior chance, so that few verdicts move
    little, and verdicts that agree with the engine nothing.
    """
    fitted = [_fit(base[at], pairs.covariance(each, base, at, at), linked) for each in departures]
    evidence = [
        each.log_evidence + np.log(departure.chance)
        for each, departure in zip(fitted, departures, strict=True)
    ]
    chance = softmax(np.array(evidence))
    moved = base.copy()
    step = max(1, PAIRS_AT_ONCE // base.shape[1])
    for start in range(0, len(base), step):
        rows, columns = np.indices((min(step, len(base) - start), base.shape[1])).reshape(2, -1)
        here = rows + start, columns
        for departure, each, share in zip(departures, fitted, chance, strict=True):
            moved[here] += share * (pairs.covariance(departure, base, here, at) @ each.pull)
    return moved


def _fit(base: Matrix, covariance: Matrix, linked: npt.NDArray[np.bool_]) -> Fitted:
    """Laplace's approximation by Newton steps (Rasmussen & Williams 2006, algorithm 3.1)."""
    known = linked.astype(float)
    departure, pull = np.zeros(len(base)), np.zeros(len(base))
    for _ in range(MOST_STEPS):
        chance = expit(base + departure)
        root = np.sqrt(np.maximum(chance * (1 - chance), 1e-12))
        factor = cho_factor(np.eye(len(base)) + np.outer(root, root) * covariance, lower=True)
        wanted = root**2 * departure + known - chance
        pull = wanted - root * cho_solve(factor, root * (covariance @ wanted))
        moved = covariance @ pull
        done = bool(np.abs(moved - departure).max(initial=0.0) < CONVERGED)
        departure = moved
        if done:
            break
    signs = np.where(linked, 1.0, -1.0)
    likelihood = float(log_expit(signs * (base + departure)).sum())
    volume = float(np.log(np.diag(factor[0])).sum())
    return Fitted(pull, likelihood - float(pull @ departure) / 2 - volume)
