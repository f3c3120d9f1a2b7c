"""The signals of two sides: block by block for all pairs, or one by one for a few."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from pipeline.coupling.signals import Held
from pipeline.coupling.statements import CentredParts, Matrix

Places = npt.NDArray[np.intp]
Values = npt.NDArray[Any]
# So near are a statement's vector and that of its only sentence, where the two are one.
SAME = 1e-9
# So many pairs at a time, which bounds the memory that their vectors take.
PAIRS_AT_A_TIME = 8192
# Runs of letters that so large a share of all pairs have in common are multiplied as full matrices.
OFTEN = 0.004


class PairViews:
    """Signals of two sides in single or double precision (`dtype`), each by its name.

    What is opposed is told apart, see `pipeline.language.direction.opposing`.
    """

    def __init__(self, held: Held, dtype: npt.DTypeLike) -> None:
        self.held, self.dtype = held, np.dtype(dtype)
        below, above = held.sources, held.targets
        self.names = ["field", "words", "characters", "coverage"]
        # sources are many: theirs are turned to the precision asked for block by block
        self._dense = {"field": (below.places, self._turned(above.places))}
        if below.vectors is not None and above.vectors is not None:
            self.names = ["encoder", "parts", *self.names]
            self._dense["encoder"] = below.vectors, self._turned(above.vectors)
            has_parts = below.parts is not None and above.parts is not None
            self._parts = _Parts(held, self.dtype) if has_parts else None
        self._letters = _Letters(below.characters, above.characters, self.dtype)
        self._sparse = {
            "words": (below.words, _turned(above.words, self.dtype)),
            "coverage": (below.mass, _turned(above.mass > 0, self.dtype)),
        }
        self._masses = [np.asarray(side.mass.sum(axis=1)).ravel() for side in (below, above)]

    def block(self, name: str, rows: Places, encoder: Values | None = None) -> Values:
        """One signal of these sources against all targets; `encoder` saves `parts` some work."""
        if name == "parts":
            whole = self.block("encoder", rows) if encoder is None else encoder
            return whole if self._parts is None else self._parts.block(rows, whole)
        if name in self._dense:
            mine, theirs = self._dense[name]
            return np.asarray(mine[rows].astype(self.dtype) @ theirs)
        if name == "characters":
            return self._letters.block(rows)
        words, others = self._sparse[name]
        shared = np.asarray((words[rows].astype(self.dtype) @ others).toarray())
        if name != "coverage":
            return shared
        least = np.minimum.outer(self._masses[0][rows], self._masses[1]).astype(self.dtype)
        return np.asarray(shared / np.where(least > 0, least, 1))

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
            return _dots(below.vectors[rows], above.vectors[columns])
        if name == "parts":
            assert below.parts is not None
            assert above.parts is not None
            return _met(below.parts, above.parts, rows, columns)
        if name == "field":
            return _dots(below.places[rows], above.places[columns])
        if name == "coverage":
            shared = _sums(below.mass[rows].multiply((above.mass > 0)[columns]))
            least = np.minimum(self._masses[0][rows], self._masses[1][columns])
            return np.asarray(shared / np.where(least > 0, least, 1.0))
        if name == "words":
            return _sums(below.words[rows].multiply(above.words[columns]))
        return _sums(below.characters[rows].multiply(above.characters[columns]))

    def _turned(self, vectors: Matrix) -> Values:
        return np.ascontiguousarray(vectors.astype(self.dtype).T)


class _Letters:
    """Cosines of letter runs, block by block.

    A few runs stand in very many statements and are most of the work: those are multiplied as full
    matrices, which is ten times as quick for each product; the many others stay sparse.
    """

    def __init__(
        self, below: sparse.csr_array, above: sparse.csr_array, dtype: np.dtype[Any]
    ) -> None:
        self.dtype = dtype
        columns = below.shape[1]
        met = np.bincount(below.indices, minlength=columns).astype(float)
        met *= np.bincount(above.indices, minlength=columns)
        by_work = np.argsort(-met, kind="stable")
        pairs = below.shape[0] * above.shape[0]
        most = int((met >= OFTEN * pairs).sum())
        often, rest = np.sort(by_work[:most]), np.sort(by_work[most : int((met > 0).sum())])
        turned = sparse.csc_array(below)
        self.often = sparse.csr_array(turned[:, often]).astype(dtype)
        self.rest = sparse.csr_array(turned[:, rest]).astype(dtype)
        theirs = sparse.csc_array(above)
        self.often_above = np.ascontiguousarray(theirs[:, often].toarray().T.astype(dtype))
        self.rest_above = sparse.csr_array(theirs[:, rest].T.astype(dtype))

    def block(self, rows: Places) -> Values:
        """The cosines of these sources with all targets."""
        found = self.often[rows].toarray() @ self.often_above
        rest = self.rest[rows] @ self.rest_above
        found += rest.toarray()
        return np.asarray(found)


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


def _met(below: CentredParts, above: CentredParts, rows: Places, columns: Places) -> Matrix:
    """The mean over each source's sentences of the nearest of its target's."""
    mine, theirs = _counts(below)[rows], _counts(above)[columns]
    met = mine * theirs
    pair = np.repeat(np.arange(len(rows)), met)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(met) - met, met)
    sentence, other = within // theirs[pair], within % theirs[pair]
    near = _dots(
        below.vectors[below.starts[rows][pair] + sentence],
        above.vectors[above.starts[columns][pair] + other],
    )
    best = np.maximum.reduceat(near, np.flatnonzero(other == 0))
    return np.asarray(np.add.reduceat(best, np.cumsum(mine) - mine) / mine)


def _turned(matrix: sparse.csr_array, dtype: npt.DTypeLike) -> sparse.csr_array:
    return sparse.csr_array(matrix.T.astype(dtype))


def _dots(first: Matrix, second: Matrix) -> Matrix:
    return np.asarray(np.einsum("ij,ij->i", first, second))


def _sums(matrix: sparse.csr_array) -> Matrix:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
