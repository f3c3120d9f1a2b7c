"""Loops over many pairs, compiled by numba: what NumPy and SciPy would go over memory for twice.

Sums run in one fixed order and nothing is reassociated, so the digits are the same on each machine.
What is compiled is kept beside this file, or where numba keeps such things for the user; where
neither can be written, it is compiled anew in each process, which takes some seconds. Imported only
where blocks of pairs are gone through. `tests/coupling/test_kernels.py` holds each against plain
NumPy.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from pipeline.coupling.pairviews import Rows, Values
from pipeline.coupling.signals import NEAREST
from pipeline.coupling.statements import Places

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """The function as numba compiles it when it is first called; it lets other threads run."""
    try:
        return cast(Function, njit(nogil=True, cache=True)(function))
    except RuntimeError:  # no folder to keep it in
        return cast(Function, njit(nogil=True)(function))


@compiled
def add_products(total: Values, factor: Any, rows: Places, below: Rows, above: Rows) -> None:
    """Add factor · (below[rows] @ above) to `total`, both sparse, the latter runs by targets."""
    starts, runs, weights = below
    their_starts, targets, their_weights = above
    # in the precision of the total: what is put in here comes out so
    turned = np.empty(1, total.dtype)
    for i in range(len(rows)):
        line = total[i]
        for at in range(starts[rows[i]], starts[rows[i] + 1]):
            turned[0] = factor * weights[at]
            weight, run = turned[0], runs[at]
            for there in range(their_starts[run], their_starts[run + 1]):
                line[targets[there]] += weight * their_weights[there]


@compiled
def add_coverage(
    total: Values,
    factor: Any,
    rows: Places,
    below: Rows,
    above: Rows,
    masses: Values,
    theirs: Values,
) -> None:
    """Add factor · (below[rows] @ above) / min(masses[rows], theirs) to `total`.

    Masses are above 0: where nothing is, any will do.
    """
    starts, runs, weights = below
    their_starts, targets, their_weights = above
    shared, turned = np.empty(total.shape[1], total.dtype), np.empty(1, total.dtype)
    for i in range(len(rows)):
        line, mass = total[i], masses[rows[i]]
        shared[:] = 0
        for at in range(starts[rows[i]], starts[rows[i] + 1]):
            turned[0] = weights[at]
            weight, run = turned[0], runs[at]
            for there in range(their_starts[run], their_starts[run + 1]):
                shared[targets[there]] += weight * their_weights[there]
        for j in range(len(shared)):
            line[j] += factor * shared[j] / min(mass, theirs[j])


@compiled
def fill_met(
    found: Values, at: Places, ends: Places, targets: Places, levels: Places, near: Values
) -> None:
    """Put into found[at, targets] the mean over a source's sentences of a target's nearest.

    `near` holds the sentences of one source after those of another, (sentences, sentences of
    targets); `ends` is where each source's end. Of the targets' come first the first sentences of
    levels[0] targets, then the second ones of the levels[1] first of these, and so on, then the
    only ones of all other targets.
    """
    several, of_several = levels[0], levels.sum()
    best = np.empty(len(targets), near.dtype)
    mean = np.empty(len(targets), near.dtype)
    first = 0
    for i in range(len(at)):
        line, count = found[at[i]], ends[i] - first
        mean[:] = 0
        for sentence in range(first, ends[i]):
            said = near[sentence]
            best[:several] = said[:several]
            best[several:] = said[of_several : of_several + len(targets) - several]
            start = several
            for level in range(1, len(levels)):
                of_level = said[start : start + levels[level]]
                for j in range(len(of_level)):
                    best[j] = of_level[j] if of_level[j] > best[j] else best[j]
                start += levels[level]
            for j in range(len(best)):
                mean[j] += best[j]
        if count > 1:
            for j in range(len(mean)):
                mean[j] /= count
        for j in range(len(mean)):
            line[targets[j]] = mean[j]
        first = ends[i]


@compiled
def nearest(signal: Values, floor: Values) -> tuple[Values, Values]:
    """The sum of each row's largest values, (rows,), and each column's largest, (NEAREST, columns).

    Of columns only those values are told that lie above `floor`, (columns,); what isn't there is
    −∞. The least of a column comes first.
    """
    rows, columns = signal.shape
    sums = np.zeros(rows)
    largest = np.full((NEAREST, columns), -np.inf, signal.dtype)
    least = floor.copy()
    best = np.empty(NEAREST, signal.dtype)
    for i in range(rows):
        line = signal[i]
        best[:] = -np.inf
        lowest = best[0]
        for j in range(columns):
            if line[j] > lowest:
                _insert(best, line[j])
                lowest = best[0]
            if line[j] > least[j]:
                _insert(largest[:, j], line[j])
                least[j] = max(least[j], largest[0, j])
        for at in range(NEAREST):
            if best[at] > -np.inf:
                sums[i] += best[at]
    return sums, largest


@compiled
def _insert(ordered: Values, value: Any) -> None:
    """Put a value in its place, and the least out."""
    at = 0
    while at + 1 < len(ordered) and ordered[at + 1] < value:
        ordered[at] = ordered[at + 1]
        at += 1
    ordered[at] = value


@compiled
def dots(first: Values, second: Values, rows: Places, columns: Places) -> Values:
    """The product of each first[rows[i]] with second[columns[i]]."""
    found = np.empty(len(rows))
    for i in range(len(rows)):
        found[i] = _dot(first[rows[i]], second[columns[i]])
    return found


@compiled
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
    found = np.zeros(len(rows))
    for i in range(len(rows)):
        start, count = starts[rows[i]], counts[rows[i]]
        first = their_starts[columns[i]]
        last = first + their_counts[columns[i]]
        for mine in range(start, start + count):
            best = -np.inf
            for other in range(first, last):
                best = max(best, _dot(below[mine], above[other]))
            found[i] += best
        found[i] /= count
    return found


@compiled
def sparse_dots(below: Rows, above: Rows, width: int, rows: Places, columns: Places) -> Values:
    """The product of each below[rows[i]] with above[columns[i]], `width` columns each.

    Quickest where pairs of a row stand together.
    """
    starts, runs, weights = below
    their_starts, their_runs, their_weights = above
    found = np.zeros(len(rows))
    spread = np.zeros(width)
    row = -1
    for i in range(len(rows)):
        if rows[i] != row:
            if row >= 0:
                for at in range(starts[row], starts[row + 1]):
                    spread[runs[at]] = 0.0
            row = rows[i]
            for at in range(starts[row], starts[row + 1]):
                spread[runs[at]] = weights[at]
        for there in range(their_starts[columns[i]], their_starts[columns[i] + 1]):
            found[i] += their_weights[there] * spread[their_runs[there]]
    return found


@compiled
def _dot(first: Values, second: Values) -> float:
    # four sums at a time: one alone waits for its last addition
    even = len(first) // 4 * 4
    one, two, three, four = 0.0, 0.0, 0.0, 0.0
    for at in range(0, even, 4):
        one += first[at] * second[at]
        two += first[at + 1] * second[at + 1]
        three += first[at + 2] * second[at + 2]
        four += first[at + 3] * second[at + 3]
    for at in range(even, len(first)):
        one += first[at] * second[at]
    return (one + two) + (three + four)
