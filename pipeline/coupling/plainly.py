"""The loops of `pipeline.coupling.kernels` in plain NumPy and SciPy, where there is no numba.

They say the same and take more than twice as long.
"""

from typing import Any

import numpy as np
from scipy import sparse

from pipeline.coupling.pairviews import Rows, Values
from pipeline.coupling.signals import NEAREST
from pipeline.coupling.statements import Places


def add_products(total: Values, factor: Any, rows: Places, below: Rows, above: Rows) -> None:
    """Add factor · (below[rows] @ above) to `total`, both sparse, the latter runs by targets."""
    total += factor * _products(rows, below, above, total.shape[1])


def add_coverage(
    total: Values,
    factor: Any,
    rows: Places,
    below: Rows,
    above: Rows,
    masses: Values,
    theirs: Values,
) -> None:
    """Add factor · (below[rows] @ above) / min(masses[rows], theirs) to `total`."""
    shared = _products(rows, below, above, total.shape[1])
    total += factor * shared / np.minimum.outer(masses[rows], theirs)


def fill_met(
    found: Values, at: Places, ends: Places, targets: Places, levels: Places, near: Values
) -> None:
    """Put into found[at, targets] the mean over a source's sentences of a target's nearest.

    As `pipeline.coupling.kernels.fill_met` has them.
    """
    several, others = levels[0], len(targets) - levels[0]
    best = np.concatenate([near[:, :several], near[:, near.shape[1] - others :]], axis=1)
    start = several
    for level in levels[1:]:
        best[:, :level] = np.maximum(best[:, :level], near[:, start : start + level])
        start += level
    counts = np.diff(ends, prepend=0)[:, None].astype(near.dtype)
    found[np.ix_(at, targets)] = np.add.reduceat(best, np.r_[0, ends[:-1]], axis=0) / counts


def nearest(signal: Values, floor: Values) -> tuple[Values, Values]:
    """The sum of each row's largest values, (rows,), and each column's largest, (NEAREST, columns).

    Of columns only those values are told that lie above `floor`; what isn't there is −∞.
    """
    largest = np.full((NEAREST, signal.shape[1]), -np.inf, signal.dtype)
    most = np.sort(signal, axis=0)[-NEAREST:]
    largest[NEAREST - len(most) :] = np.where(most > floor, most, -np.inf)
    return np.sort(signal, axis=1)[:, -NEAREST:].sum(axis=1, dtype=np.float64), largest


def dots(first: Values, second: Values, rows: Places, columns: Places) -> Values:
    """The product of each first[rows[i]] with second[columns[i]]."""
    return np.asarray(np.einsum("ij,ij->i", first[rows], second[columns]))


def met(
    below: Values,
    starts: Places,
    counts: Places,
    above: Values,
    their_starts: Places,
    their_counts: Places,
    rows: Places,
    columns: Places,
) -> Values:
    """For each pair the mean over the source's vectors of the nearest of its target's."""
    mine, theirs = counts[rows], their_counts[columns]
    number = mine * theirs
    pair = np.repeat(np.arange(len(rows)), number)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(number) - number, number)
    one, other = within // theirs[pair], within % theirs[pair]
    near = dots(below, above, starts[rows][pair] + one, their_starts[columns][pair] + other)
    best = np.maximum.reduceat(near, np.flatnonzero(other == 0))
    return np.asarray(np.add.reduceat(best, np.cumsum(mine) - mine) / mine)


def sparse_dots(below: Rows, above: Rows, width: int, rows: Places, columns: Places) -> Values:
    """The product of each below[rows[i]] with above[columns[i]], `width` columns each."""
    one, two = _matrix(below, width)[rows], _matrix(above, width)[columns]
    return np.asarray(one.multiply(two).sum(axis=1), dtype=np.float64).ravel()


def _products(rows: Places, below: Rows, above: Rows, targets: int) -> Values:
    runs = len(above[0]) - 1
    return np.asarray((_matrix(below, runs)[rows] @ _matrix(above, targets)).toarray())


def _matrix(rows: Rows, width: int) -> sparse.csr_array:
    starts, places, values = rows
    shape = len(starts) - 1, width
    return sparse.csr_array((values, places.view(np.int32), starts.astype(np.int64)), shape=shape)
