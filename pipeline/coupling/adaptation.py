"""What verdicts on some pairs say about all the others: a Gaussian process around the engine.

The log odds of a pair are those of the engine plus an unknown departure. The departure is a sum of
parts that verdicts may tell: one for pairs that the engine holds for about as likely, one along
each feature, one for each source (some serve more than others), one for each target, and one for
each pair, alike for alike sources and targets. How large each part is in the corpus at hand is not
assumed: several sizes are weighed by how likely they make the verdicts (Rasmussen & Williams 2006,
ch. 3.4 and 5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit, log_expit, softmax

from pipeline.coupling.statements import Matrix

Places = npt.NDArray[np.intp]

# Verdicts on likely pairs say little of what is unlikely: in log odds.
REACH = 1.0
# From minus so many log odds on, a pair is more likely passed over than looked at.
HOPELESS = 3.0
GRID = 4001
# Coders differ in how much they link, but who reviews what she has found shows more links than
# there are.
MOST_GROWTH = 1.2
HALVINGS = 12
MOST_STEPS = 50
CONVERGED = 1e-6
# How fast statements stop being alike as the angle between them grows.
SHARPNESS = 5.0
# A hundred thousand sources are gone through so many at a time.
ROWS_AT_A_TIME = 4096


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


class Likeness(Protocol):
    """How alike the statements of one side are, 1 for one and itself."""

    def between(self, rows: Places, others: Places) -> Matrix:
        """Those in `rows` against those in `others`, shape (rows, others)."""
        ...


@dataclass(frozen=True)
class Alike:
    """Likeness e^(5 (cosine − 1)) of the rows of `units`, which have length one, shape (m, d).

    Worked out where it is asked for: all m² of them need not be held.
    """

    units: Matrix | sparse.csr_array

    def between(self, rows: Places, others: Places) -> Matrix:
        """Those in `rows` against those in `others`, shape (rows, others)."""
        cosines = self.units[rows] @ self.units[others].T
        if sparse.issparse(cosines):
            cosines = cosines.toarray()
        return np.asarray(np.exp(SHARPNESS * (cosines - 1.0)))


@dataclass(frozen=True)
class Pairs:
    """What pairs are told apart by, for m sources and n targets.

    `features` (m, n, k) are standardised; `sources` and `targets` say how alike statements of one
    side are.
    """

    features: Matrix
    sources: Likeness
    targets: Likeness

    def covariance(self, departure: Departure, base: Matrix, at: tuple[Places, Places]) -> Matrix:
        """Covariance of the departure among the pairs at these places, shape (p, p).

        `base` (m, n) are the engine's log odds.
        """
        rows = self.sources.between(at[0], at[0])
        columns = self.targets.between(at[1], at[1])
        total = departure.every**2 * _as_likely(base[at], base[at])
        total += departure.features**2 * (self.features[at] @ self.features[at].T)
        total += departure.sources**2 * rows + departure.targets**2 * columns
        total += departure.pairs**2 * rows * columns
        heard = _heard(base[at])
        return np.asarray(np.outer(heard, heard) * total)

    def pulled(
        self, departure: Departure, base: Matrix, at: tuple[Places, Places], pull: Matrix
    ) -> Matrix:
        """What verdicts at these places, each with its pull (p,), make of every pair, (m, n).

        The covariance of every pair with those at the places, times the pulls: each part of it is
        a product of what is known of sources and of targets, and needs no matrix of all pairs, nor
        of all sources against each other.
        """
        heard = _heard(base[at]) * pull
        columns = self.targets.between(np.arange(base.shape[1]), at[1])
        total = np.zeros_like(base)
        if departure.every:
            total += departure.every**2 * _by_likelihood(base, base[at], heard)
        total += departure.features**2 * (self.features @ (self.features[at].T @ heard))
        total += departure.targets**2 * (columns @ heard)[None, :]
        if departure.sources or departure.pairs:
            for rows in _in_turns(len(base)):
                near = self.sources.between(rows, at[0])
                total[rows] += departure.sources**2 * (near @ heard)[:, None]
                total[rows] += departure.pairs**2 * ((near * heard) @ columns.T)
        return np.asarray(_heard(base) * total)


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
    little, and verdicts that agree with the engine nothing. The links that are expected may grow to
    MOST_GROWTH times what they were: a list of links that were found tells little of how many
    there are.
    """
    fitted = [_fit(base[at], pairs.covariance(each, base, at), linked) for each in departures]
    evidence = [
        each.log_evidence + np.log(departure.chance)
        for each, departure in zip(fitted, departures, strict=True)
    ]
    shares = softmax(np.array(evidence))
    moves = np.zeros_like(base)
    for departure, each, share in zip(departures, fitted, shares, strict=True):
        moves += share * pairs.pulled(departure, base, at, each.pull)
    return base + _bounded_share(base, moves) * moves


def _in_turns(count: int) -> Iterator[Places]:
    for start in range(0, count, ROWS_AT_A_TIME):
        yield np.arange(start, min(count, start + ROWS_AT_A_TIME))


def _bounded_share(base: Matrix, moves: Matrix) -> float:
    """The share of the moves, at most 1, that keeps the expected links within MOST_GROWTH."""
    bound = MOST_GROWTH * float(expit(base).sum())
    low, high = 0.0, 1.0
    if float(expit(base + moves).sum()) <= bound:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        fits = float(expit(base + middle * moves).sum()) <= bound
        low, high = (middle, high) if fits else (low, middle)
    return low


def _heard(base: Matrix) -> Matrix:
    """How far a pair's departure is spoken of at all: min(1, e^(log odds + 3)).

    Nobody reviews the many pairs that look hopeless; the link that is found among them was looked
    for, and tells nothing of the others.
    """
    return np.asarray(np.exp(np.minimum(0.0, base + HOPELESS)))


def _as_likely(first: Matrix, second: Matrix) -> Matrix:
    """How near two lists of log odds are to one another, shape (first, second), 1 where equal."""
    apart = first[:, None] - second[None, :]
    return np.asarray(np.exp(-np.square(apart / REACH) / 2))


def _by_likelihood(base: Matrix, known: Matrix, pull: Matrix) -> Matrix:
    """Σ pull · nearness in log odds to the known ones, for every pair; read off a fine grid."""
    grid = np.linspace(float(base.min()), float(base.max()), GRID)
    return np.interp(base, grid, _as_likely(grid, known) @ pull)


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
