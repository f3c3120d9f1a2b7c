"""How far probabilities can be believed: proper scores, calibration error, reliability."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.accuracy.sets import Known
from pipeline.coupling.statements import Matrix

BINS = 10
CLIP = 1e-6
# Most pairs of two lists are trivially no links: below this an error is small whatever is said.
NOT_TRIVIAL = 0.05
# Finer below, where most pairs are.
EDGES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
RELIABILITY = ["bin", "predicted", "observed", "n", "low", "high"]
_Z = 1.959964  # 95 %


def squared_error(probability: Matrix, known: Known) -> Matrix:
    """(p − y)² of each pair, same shape, in [0, 1]; its mean is the Brier score (Brier 1950).

    >>> squared_error(np.array([[0.9, 0.5]]), np.array([[True, False]])).round(4).tolist()
    [[0.01, 0.25]]
    """
    return np.square(probability - known)


def log_loss(probability: Matrix, known: Known) -> Matrix:
    """−ln of the probability given to what was so, each pair, same shape; p within 1e-6 of 0 and 1.

    >>> log_loss(np.array([[0.5, 0.0]]), np.array([[True, True]])).round(3).tolist()
    [[0.693, 13.816]]
    """
    clipped = np.clip(probability, CLIP, 1 - CLIP)
    return np.asarray(-np.log(np.where(known, clipped, 1 - clipped)))


def equal_mass_bins(probability: Matrix, count: int = BINS) -> npt.NDArray[np.intp]:
    """The bin of each pair, from 0, same shape: cut where each bin gets as many pairs as another.

    Equal probabilities share a bin, whatever their number, so that order decides nothing; there
    may then be fewer bins than `count`.

    >>> equal_mass_bins(np.array([0.1, 0.2, 0.3, 0.4]), 2).tolist()
    [0, 0, 1, 1]
    >>> len(set(equal_mass_bins(np.full(9, 0.3)).tolist()))
    1
    """
    edges = np.quantile(probability, np.arange(1, count) / count)
    return np.searchsorted(np.unique(edges), probability, side="right")


def binned_gaps(probability: Matrix, known: Known, least: float = 0.0) -> Matrix:
    """Σ(p − y) of each source in each bin, and last its pairs, shape (sources, bins + 1).

    Only pairs with p ≥ `least` are binned and counted. What `calibration_error` is made of, source
    by source, so that sources can be drawn anew.
    """
    chosen = probability >= least
    rows = np.nonzero(chosen)[0]
    if not rows.size:
        return np.zeros((len(probability), 2))
    bins = equal_mass_bins(probability[chosen])
    width = int(bins.max()) + 1
    gaps = np.bincount(
        rows * width + bins,
        weights=probability[chosen] - known[chosen],
        minlength=len(probability) * width,
    )
    return np.column_stack([gaps.reshape(-1, width), chosen.sum(axis=1)])


def calibration_error(sums: Matrix) -> Matrix:
    """Expected calibration error of `binned_gaps` summed or averaged over sources, in [0, 1].

    Σ_b |Σ_{i∈b} (pᵢ − yᵢ)| / n: how far the mean probability of a bin lies from its share of links,
    weighted by its pairs (Naeini et al. 2015, "Obtaining well calibrated probabilities using
    Bayesian binning"; bins of equal mass after Nguyen & O'Connor 2015). Chance alone makes it
    larger than 0 where a bin has few pairs.

    >>> p, y = np.array([[0.8, 0.2, 0.2]]), np.array([[True, False, False]])
    >>> float(calibration_error(binned_gaps(p, y).sum(axis=0)).round(3))
    0.2
    """
    pairs = np.maximum(sums[..., -1], 1e-12)
    return np.asarray(np.abs(sums[..., :-1]).sum(axis=-1) / pairs)


def reliability(probability: Matrix, known: Known) -> pd.DataFrame:
    """One row a bin that has pairs: `bin, predicted, observed, n, low, high`.

    The mean probability, the share of links and its 95 % interval by Wilson. The interval takes
    pairs for independent, which those of one source are not quite: it is somewhat too short.

    >>> reliability(np.array([0.62, 0.64, 0.99]), np.array([True, False, True]))["bin"].tolist()
    ['0.60–0.70', '0.90–1.00']
    """
    bins = np.searchsorted(EDGES, probability.ravel(), side="right")
    ends = [0.0, *EDGES, 1.0]
    rows = []
    for each in np.unique(bins):
        chosen = bins == each
        n, links = int(chosen.sum()), int(known.ravel()[chosen].sum())
        name = f"{ends[each]:.2f}–{ends[each + 1]:.2f}"
        predicted = float(probability.ravel()[chosen].mean())
        rows.append((name, predicted, links / n, n, *wilson(links, n)))
    return pd.DataFrame(rows, columns=RELIABILITY)


def pooled_reliability(pairs: Mapping[str, tuple[Matrix, Known]]) -> pd.DataFrame:
    """`reliability` of all sets' pairs together: each pair counts once, so a large set counts most.

    Low bins are then those of the largest set; the high ones hold few pairs of any.
    """
    probability = np.concatenate([p.ravel() for p, _ in pairs.values()])
    known = np.concatenate([k.ravel() for _, k in pairs.values()])
    return reliability(probability, known)


def wilson(found: int, tried: int) -> tuple[float, float]:
    """The ends of a share's 95 % interval, in [0, 1]; (0, 1) where nothing was tried.

    (s + z²/2n ± z √(s(1 − s)/n + z²/4n²)) / (1 + z²/n) with s the share (Wilson 1927, "Probable
    inference, the law of succession, and statistical inference").

    >>> tuple(round(end, 3) for end in wilson(8, 10)), wilson(0, 0)
    ((0.49, 0.943), (0.0, 1.0))
    """
    if not tried:
        return 0.0, 1.0
    share, spread = found / tried, _Z**2 / tried
    middle = share + spread / 2
    half = _Z * float(np.sqrt(share * (1 - share) / tried + spread / (4 * tried)))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))
