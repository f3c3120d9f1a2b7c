"""The signals of two sides: block by block for all pairs, or one by one for a few."""

from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import get_blas_funcs

from pipeline.coupling.signals import Held
from pipeline.coupling.statements import CentredParts, Matrix

Places = npt.NDArray[np.intp]
Values = npt.NDArray[Any]
# A sparse matrix by its rows: where each begins, the columns, what stands there. Unsigned, since
# the loops would have to look for places counted from the end.
Rows = tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32], Values]
# So near are a statement's vector and that of its only sentence, where the two are one.
SAME = 1e-9
# So many pairs at a time, which bounds the memory that their vectors take.
PAIRS_AT_A_TIME = 8192
# Runs of letters that so large a share of all pairs have in common are multiplied as full matrices.
OFTEN = 0.012


class PairViews:
    """Signals of two sides in single or double precision (`dtype`), each by its name.

    What is opposed is told apart, see `pipeline.language.direction.opposing`.
    """

    def __init__(self, held: Held, dtype: npt.DTypeLike) -> None:
        self.held, self.dtype, self.loops = held, np.dtype(dtype), pair_loops()
        below, above = held.sources, held.targets
        self.names = ["field", "words", "characters", "coverage"]
        # sources are many: theirs are turned to the precision asked for block by block
        self._dense = {"field": (below.places, self._turned(above.places))}
        if below.vectors is not None and above.vectors is not None:
            self.names = ["encoder", "parts", *self.names]
            self._dense["encoder"] = below.vectors, self._turned(above.vectors)
            has_parts = below.parts is not None and above.parts is not None
            self._parts = _Parts(held, self.dtype) if has_parts else None
        self._letters = _Letters(below.characters, above.characters, self.dtype, self.loops)
        self._words = by_rows(below.words, self.dtype), by_rows(above.words.T, self.dtype)
        shared = by_rows(below.mass, self.dtype), by_rows((above.mass > 0).T, self.dtype)
        self._masses = [np.asarray(side.mass.sum(axis=1)).ravel() for side in (below, above)]
        # who has no words shares none: what that is divided by is of no matter
        divided = (np.where(mass > 0, mass, 1.0).astype(self.dtype) for mass in self._masses)
        self._coverage = *shared, *divided

    def block(self, name: str, rows: Places, encoder: Values | None = None) -> Values:
        """One signal of these sources against all targets; `encoder` saves `parts` some work."""
        if name == "parts":
            whole = self.block("encoder", rows) if encoder is None else encoder
            return whole if self._parts is None else self._parts.block(rows, whole)
        found = np.zeros((len(rows), self.held.shape[1]), self.dtype)
        self.add(found, name, 1.0, rows)
        return found

    def add(self, total: Values, name: str, factor: float, rows: Places) -> None:
        """Add `factor` times one signal of these sources to `total`; any signal but `parts`."""
        times = self.dtype.type(factor)
        if name in self._dense:
            mine, theirs = self._dense[name]
            add_product(total, times * mine[rows].astype(self.dtype), theirs)
        elif name == "characters":
            self._letters.add(total, times, rows)
        elif name == "words":
            self.loops.add_products(total, times, rows, *self._words)
        else:
            self.loops.add_coverage(total, times, rows, *self._coverage)

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
            return self.loops.dots(below.vectors, above.vectors, rows, columns)
        if name == "parts":
            assert below.parts is not None
            assert above.parts is not None
            sides = (*_by_starts(below.parts), *_by_starts(above.parts))
            return self.loops.met(*sides, rows, columns)
        if name == "field":
            return self.loops.dots(below.places, above.places, rows, columns)
        found = self.loops.sparse_dots(*self._exact[name], rows, columns)
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

    def _turned(self, vectors: Matrix) -> Values:
        return np.ascontiguousarray(vectors.astype(self.dtype).T)


class _Letters:
    """Cosines of letter runs, block by block.

    A few runs stand in very many statements and are most of the work: those are multiplied as full
    matrices, which is ten times as quick for each product; the many others stay sparse.
    """

    def __init__(
        self,
        below: sparse.csr_array,
        above: sparse.csr_array,
        dtype: np.dtype[Any],
        loops: ModuleType,
    ) -> None:
        self.loops = loops
        columns = below.shape[1]
        met = np.bincount(below.indices, minlength=columns).astype(float)
        met *= np.bincount(above.indices, minlength=columns)
        by_work = np.argsort(-met, kind="stable")
        pairs = below.shape[0] * above.shape[0]
        most = int((met >= OFTEN * pairs).sum())
        often, rest = np.sort(by_work[:most]), np.sort(by_work[most : int((met > 0).sum())])
        turned = sparse.csc_array(below)
        self.often = sparse.csr_array(turned[:, often]).astype(dtype)
        self.rest = by_rows(turned[:, rest], dtype)
        theirs = sparse.csc_array(above)
        self.often_above = np.ascontiguousarray(theirs[:, often].toarray().T.astype(dtype))
        self.rest_above = by_rows(theirs[:, rest].T, dtype)

    def add(self, total: Values, factor: Any, rows: Places) -> None:
        """Add `factor` times the cosines of these sources with all targets."""
        add_product(total, factor * self.often[rows].toarray(), self.often_above)
        self.loops.add_products(total, factor, rows, self.rest, self.rest_above)


class _Parts:
    """How well a source's sentences are each met by one of a target's, block by block.

    Most statements have one sentence, which is the statement itself: what they give is told by
    `encoder` already, and worked out only where a side has more.
    """

    def __init__(self, held: Held, dtype: np.dtype[Any]) -> None:
        below, above = held.sources, held.targets
        assert below.parts is not None
        assert above.parts is not None
        self.dtype, self.vectors = dtype, below.parts.vectors
        self.starts, self.counts = below.parts.starts, _counts(below.parts)
        self.is_whole = _is_whole(below.vectors, below.parts)
        counts, theirs = _counts(above.parts), above.parts.vectors.astype(dtype)
        # those with the most sentences first: who has a second or third is then a run of columns
        is_whole = _is_whole(above.vectors, above.parts)
        order = np.lexsort((np.arange(len(counts)), -counts, is_whole))
        self.more = order[: int((~is_whole).sum())]
        self.back = np.argsort(order, kind="stable")
        starts = above.parts.starts[order]
        self.firsts = np.ascontiguousarray(theirs[starts].T)
        self.further: list[Values] = []
        for nth in range(1, int(counts.max(initial=0))):
            having = int((counts > nth).sum())
            self.further.append(np.ascontiguousarray(theirs[starts[:having] + nth].T))

    def block(self, rows: Places, encoder: Values) -> Values:
        """The signal of these sources against all targets."""
        found = encoder.copy()
        is_whole = self.is_whole[rows]
        plain, rest = np.flatnonzero(is_whole), np.flatnonzero(~is_whole)
        if len(plain) and len(self.more):
            mine = self.vectors[self.starts[rows[plain]]].astype(self.dtype)
            found[np.ix_(plain, self.more)] = self._best(mine, len(self.more))
        if len(rest):
            counts = self.counts[rows[rest]]
            begins = np.cumsum(counts) - counts
            within = np.arange(counts.sum()) - np.repeat(begins, counts)
            sentences = np.repeat(self.starts[rows[rest]], counts) + within
            best = self._best(self.vectors[sentences].astype(self.dtype), len(self.back))
            mean = np.add.reduceat(best, begins, axis=0) / counts[:, None].astype(self.dtype)
            found[rest] = np.take(mean, self.back, axis=1)
        return found

    def _best(self, mine: Values, columns: int) -> Values:
        """For each sentence the nearest of each of the first `columns` targets, as ordered here."""
        best = mine @ self.firsts[:, :columns]
        for vectors in self.further:
            having = best[:, : vectors.shape[1]]
            np.maximum(having, mine @ vectors, out=having)
        return np.asarray(best)


def _counts(parts: CentredParts) -> Places:
    return np.diff(np.append(parts.starts, len(parts.vectors)))


def _is_whole(vectors: Matrix | None, parts: CentredParts) -> npt.NDArray[np.bool_]:
    """Whether a statement's only sentence has the statement's own vector."""
    assert vectors is not None
    near = np.abs(parts.vectors[parts.starts] - vectors).max(axis=1, initial=0.0) <= SAME
    return np.asarray(near & (_counts(parts) == 1))


def _by_starts(parts: CentredParts) -> tuple[Matrix, Places, Places]:
    return parts.vectors, parts.starts, _counts(parts)


def add_product(total: Values, mine: Values, theirs: Values) -> None:
    """Add mine @ theirs to `total`, in place."""
    if mine.size and theirs.size:
        # rows of one order are columns of the other: nothing is copied
        gemm = get_blas_funcs("gemm", dtype=total.dtype)
        gemm(1.0, theirs.T, mine.T, 1.0, total.T, overwrite_c=True)


def by_rows(matrix: Any, dtype: npt.DTypeLike) -> Rows:
    """A sparse matrix as the loops take it."""
    held = sparse.csr_array(matrix)
    # seen as unsigned, which copies nothing
    places = held.indices.astype(np.int32, copy=False).view(np.uint32)
    return held.indptr.astype(np.uint64), places, np.ascontiguousarray(held.data, dtype)


def pair_loops() -> ModuleType:
    """The loops over pairs as numba compiles them; the plain ones where there is no numba."""
    if find_spec("numba") is None:
        return import_module("pipeline.coupling.plainly")
    return import_module("pipeline.coupling.kernels")
