"""The signals of two sides: block by block for all pairs, or one by one for a few."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline.coupling.signals import Held, Side
from pipeline.coupling.statements import Matrix, Places

Values = npt.NDArray[Any]
# A sparse matrix by its rows: where each begins, the columns, what stands there. Unsigned, since
# the loops would have to look for places counted from the end.
Rows = tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32], Values]
# So many pairs at a time, which bounds the memory that their vectors take.
PAIRS_AT_A_TIME = 8192
# Runs of letters that so large a share of all pairs have in common are multiplied as full matrices.
OFTEN = 0.012


class PairViews:
    """Signals of two sides in single or double precision (`dtype`), each by its name.

    What is opposed is told apart, see `pipeline.language.direction.opposing`.
    """

    def __init__(self, held: Held, dtype: npt.DTypeLike) -> None:
        self.held, self.loops = held, pair_loops()
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        below, above = held.sources, held.targets
        self.names = ["field", "words", "characters", "coverage"]
        self._letters = _Letters(below.characters, above.characters, self.dtype)
        # sources are many: theirs are turned to the precision asked for block by block
        self._full: dict[str, tuple[Callable[[Places], Values], Values]] = {}
        self._full["field"] = partial(self._turned, below.places), above.places.T
        if below.vectors is not None and above.vectors is not None:
            self.names = ["encoder", "parts", *self.names]
            self._full["encoder"] = partial(self._turned, below.vectors), above.vectors.T
            has_parts = below.sentences is not None and above.sentences is not None
            self._parts = _Parts(held, self.dtype, self.loops) if has_parts else None
        self._full["characters"] = self._letters.often_of, self._letters.often_above
        # one below the other, so that one product may add them up
        self._stacked = np.vstack([theirs.astype(self.dtype) for _, theirs in self._full.values()])
        self._words = by_rows(below.words, np.float64), by_rows(above.words.T, self.dtype)
        shared = by_rows(below.mass, np.float64), by_rows((above.mass > 0).T, self.dtype)
        self._masses = [np.asarray(side.mass.sum(axis=1)).ravel() for side in (below, above)]
        # who has no words shares none: what that is divided by is of no matter
        divided = (np.where(mass > 0, mass, 1.0).astype(self.dtype) for mass in self._masses)
        self._coverage = *shared, *divided

    def moments(self, name: str) -> tuple[float, float] | None:
        """Sum and sum of squares of a signal over all pairs, where no pair need be looked at."""
        if name != "field":
            return None
        below, above = self.held.sources.places, self.held.targets.places
        total = float(below.sum(axis=0) @ above.sum(axis=0))
        # ‖A Bᵀ‖² is the product of AᵀA and BᵀB, place by place
        with threadpool_limits(limits=1, user_api="blas"):
            return total, float(((below.T @ below) * (above.T @ above)).sum())

    def block(self, name: str, rows: Places, encoder: Values | None = None) -> Values:
        """One signal of these sources against all targets; `encoder` saves `parts` some work."""
        if name != "parts":
            return self.weighed({name: 1.0}, rows)
        whole = self.block("encoder", rows) if encoder is None else encoder
        return whole if self._parts is None else self._parts.block(rows, whole)

    def weighed(self, weights: Mapping[str, float], rows: Places) -> Values:
        """Signals of these sources against all targets, by their weights, added up.

        Any but `parts`.
        """
        total = self._product(weights, rows)
        turned = {name: self.dtype.type(weight) for name, weight in weights.items()}
        if "characters" in turned:
            runs = self._letters.rest, self._letters.rest_above
            self.loops.add_products(total, turned["characters"], rows, *runs)
        if "words" in turned:
            self.loops.add_products(total, turned["words"], rows, *self._words)
        if "coverage" in turned:
            self.loops.add_coverage(total, turned["coverage"], rows, *self._coverage)
        return total

    def _product(self, weights: Mapping[str, float], rows: Places) -> Values:
        """What full matrices add to the weighed signals."""
        mine, theirs, start = [], [], 0
        for name, (of_rows, above) in self._full.items():
            if name in weights and above.shape[0]:
                mine.append(self.dtype.type(weights[name]) * of_rows(rows))
                theirs.append(self._stacked[start : start + above.shape[0]])
            start += above.shape[0]
        if not mine:
            return np.zeros((len(rows), self.held.shape[1]), self.dtype)
        if len(theirs) == len(self._full):
            return np.asarray(np.hstack(mine) @ self._stacked)
        return np.asarray(sum(one @ two for one, two in zip(mine, theirs, strict=True)))

    def _turned(self, vectors: Matrix, rows: Places) -> Values:
        return vectors[rows].astype(self.dtype)

    def pairs(self, name: str, rows: Places, columns: Places) -> Matrix:
        """One signal of each pair (rows[i], columns[i]), in double precision."""
        at_a_time = range(0, max(1, len(rows)), PAIRS_AT_A_TIME)
        parts = [slice(at, at + PAIRS_AT_A_TIME) for at in at_a_time]
        return np.concatenate([self._some_pairs(name, rows[at], columns[at]) for at in parts])

    def _some_pairs(self, name: str, rows: Places, columns: Places) -> Matrix:
        below, above = self.held.sources, self.held.targets
        if name == "encoder" or (name == "parts" and self._parts is None):
            assert below.vectors is not None
            assert above.vectors is not None
            return np.asarray(self.loops.dots(below.vectors, above.vectors, rows, columns))
        if name == "parts":
            sides = (*_by_starts(below), *_by_starts(above))
            return np.asarray(self.loops.met(*sides, rows, columns))
        if name == "field":
            return np.asarray(self.loops.dots(below.places, above.places, rows, columns))
        found = np.asarray(self.loops.sparse_dots(*self._exact[name], rows, columns))
        if name != "coverage":
            return found
        least = np.minimum(self._masses[0][rows], self._masses[1][columns])
        return np.asarray(found / np.where(least > 0, least, 1.0))

    @cached_property
    def _exact(self) -> dict[str, tuple[Rows, Rows, int]]:
        below, above = self.held.sources, self.held.targets
        sides = {
            "words": (below.words, above.words),
            "characters": (below.characters, above.characters),
            "coverage": (below.mass, above.mass > 0),
        }
        return {
            name: (by_rows(one, np.float64), by_rows(two, np.float64), one.shape[1])
            for name, (one, two) in sides.items()
        }


class _Letters:
    """Letter runs of both sides, `above` turned: their products add up to the cosines.

    A few runs stand in very many statements and are most of the work: those are multiplied as full
    matrices, which is ten times as quick for each product; the many others stay sparse.
    """

    def __init__(
        self, below: sparse.csr_array, above: sparse.csr_array, dtype: np.dtype[Any]
    ) -> None:
        self.below, self.dtype = below, dtype
        columns = below.shape[1]
        met = np.bincount(below.indices, minlength=columns).astype(float)
        met *= np.bincount(above.indices, minlength=columns)
        often = met >= OFTEN * below.shape[0] * above.shape[0]
        self.often, rest = np.flatnonzero(often), np.flatnonzero(~often & (met > 0))
        self.often_above = _some_columns(above, self.often, dtype).toarray().T
        # the sources' runs stay as they are, and those that are multiplied full meet nothing here
        self.rest = by_rows(below, np.float64)
        self.rest_above = by_rows(_only_columns(above, rest).T, dtype)

    def often_of(self, rows: Places) -> Values:
        """What these sources have of the runs that stand in very many statements."""
        return _some_columns(self.below[rows], self.often, self.dtype).toarray()


class _Parts:
    """How well a source's sentences are each met by one of a target's, block by block.

    Most statements have one sentence, which is the statement itself: what they give is told by
    `encoder` already, and worked out only where a side has more.
    """

    def __init__(self, held: Held, dtype: np.dtype[Any], loops: ModuleType) -> None:
        below, above = held.sources, held.targets
        assert below.sentences is not None
        assert above.sentences is not None
        assert below.meanings is not None
        assert above.meanings is not None
        self.dtype, self.loops = dtype, loops
        self.meanings, self.sentences = below.meanings, below.sentences
        self.is_whole = self.sentences.is_whole
        # targets that aren't their only sentence come first, those of the most before others: who
        # has a second or third sentence is then a run of columns
        is_whole, counts = above.sentences.is_whole, above.sentences.counts
        self.targets = np.lexsort((np.arange(len(counts)), -counts, is_whole))
        starts, several = above.sentences.starts[self.targets], int((~is_whole).sum())
        most = int(counts.max(initial=1)) if several else 1
        self.levels = np.array([int((counts[~is_whole] > nth).sum()) for nth in range(most)])
        sentences = [starts[:having] + nth for nth, having in enumerate(self.levels)]
        order = np.concatenate([*sentences, starts[several:]])
        self.theirs = np.ascontiguousarray(above.meanings[order].T.astype(dtype))

    def block(self, rows: Places, encoder: Values) -> Values:
        """The signal of these sources against all targets."""
        found = encoder.copy()
        is_whole = self.is_whole[rows]
        plain, rest = np.flatnonzero(is_whole), np.flatnonzero(~is_whole)
        self._fill(found, plain, rows[plain], int(self.levels[0]), int(self.levels.sum()))
        self._fill(found, rest, rows[rest], len(self.targets), self.theirs.shape[1])
        return found

    def _fill(self, found: Values, at: Places, rows: Places, targets: int, sentences: int) -> None:
        """Put the signal of `rows` with the first targets, as ordered here, into rows `at`."""
        if not len(at) or not targets:
            return
        ends = np.cumsum(self.sentences.counts[rows])
        mine = self.meanings[self.sentences.rows(rows)].astype(self.dtype)
        near = mine @ self.theirs[:, :sentences]
        self.loops.fill_met(found, at, ends, self.targets[:targets], self.levels, near)


def _by_starts(side: Side) -> tuple[Matrix, Places, Places]:
    assert side.meanings is not None
    assert side.sentences is not None
    return side.meanings, side.sentences.starts, side.sentences.counts


def _some_columns(
    matrix: sparse.csr_array, columns: Places, dtype: npt.DTypeLike
) -> sparse.csr_array:
    """These columns alone, in their order."""
    return sparse.csr_array(sparse.csc_array(matrix)[:, columns].astype(dtype))


def _only_columns(matrix: sparse.csr_array, columns: Places) -> sparse.csr_array:
    """The matrix with all other columns empty."""
    keep = np.zeros(matrix.shape[1], bool)
    keep[columns] = True
    found = sparse.csr_array(matrix.copy())
    found.data[~keep[found.indices]] = 0
    found.eliminate_zeros()
    return found


def by_rows(matrix: Any, dtype: npt.DTypeLike) -> Rows:
    """A sparse matrix as the loops take it."""
    held = sparse.csr_array(matrix)
    # seen as unsigned, which copies nothing
    places = held.indices.astype(np.int32, copy=False).view(np.uint32)
    return held.indptr.astype(np.uint64), places, np.ascontiguousarray(held.data, dtype)


def pair_loops() -> ModuleType:
    """The loops over pairs as numba compiles them; the plain ones where there is no numba."""
    try:
        from pipeline.coupling import kernels
    except ImportError:
        from pipeline.coupling import plainly

        return plainly
    return kernels
