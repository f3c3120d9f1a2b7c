"""Compiled loops over pairs say what plain NumPy says."""

import sys

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse

from pipeline.coupling import plainly
from pipeline.coupling.blockwise import Wanted, linked_at_size
from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.pairviews import Rows, by_rows, pair_loops
from tests.coupling.test_blockwise import some_pair

kernels = pytest.importorskip("pipeline.coupling.kernels", reason="no numba for this machine")
RANDOM = np.random.default_rng(11)
ROWS = np.array([7, 0, 0, 3])


def some_sparse(rows: int, columns: int) -> sparse.csr_array:
    """A matrix of which a third is there; its second row is empty."""
    held = RANDOM.random((rows, columns)) * (RANDOM.random((rows, columns)) < 0.3)
    held[1] = 0
    return sparse.csr_array(held)


def both(name: str, *given: object) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What the compiled and what the plain loop of that name put into ones, (4, 9)."""
    totals = [np.ones((4, 9)), np.ones((4, 9))]
    for loops, total in zip((kernels, plainly), totals, strict=True):
        getattr(loops, name)(total, *given)
    return totals[0], totals[1]


def in_rows(rows: int, columns: int) -> Rows:
    """Another such matrix as the loops take it."""
    return by_rows(some_sparse(rows, columns), np.float64)


def test_products_of_sparse_rows_are_added() -> None:
    """With their weight, to what stands there."""
    below, above = some_sparse(8, 12), some_sparse(12, 9)

    rows = by_rows(below, np.float64), by_rows(above, np.float64)
    compiled, plain = both("add_products", 0.7, ROWS, *rows)

    np.testing.assert_allclose(compiled, plain, rtol=0, atol=1e-12)
    np.testing.assert_allclose(plain, 1 + 0.7 * (below[ROWS] @ above).toarray(), atol=1e-12)


def test_what_is_shared_is_divided_by_the_smaller_mass() -> None:
    """And added with its weight."""
    masses, theirs = RANDOM.random(8) + 0.1, RANDOM.random(9) + 0.1

    compiled, plain = both(
        "add_coverage", 0.7, ROWS, in_rows(8, 12), in_rows(12, 9), masses, theirs
    )

    np.testing.assert_allclose(compiled, plain, rtol=0, atol=1e-12)
    assert (plain > 1).any()


@pytest.mark.parametrize("shape", [(30, 12), (3, 40), (40, 3)])
def test_the_largest_of_rows_and_columns_are_found(shape: tuple[int, int]) -> None:
    """Those of columns only above their floor; few rows or columns leave some out."""
    signal = RANDOM.standard_normal(shape)
    floor = np.where(np.arange(shape[1]) % 2, 1.5, -np.inf)

    sums, largest = kernels.nearest(signal, floor)

    expected_sums, expected = plainly.nearest(signal, floor)
    np.testing.assert_allclose(sums, expected_sums, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(np.sort(largest, axis=0), np.sort(expected, axis=0))
    assert np.isneginf(largest[:, 1]).any()


def test_each_sentence_takes_the_nearest_of_a_target() -> None:
    """Two targets of three and two sentences, two of one; a source of two, one of one."""
    near = RANDOM.standard_normal((3, 7))
    at, ends, targets, levels = (
        np.array(each) for each in ([2, 0], [2, 3], [3, 1, 0, 2], [2, 2, 1])
    )
    compiled, plain = np.zeros((3, 4)), np.zeros((3, 4))

    kernels.fill_met(compiled, at, ends, targets, levels, near)
    plainly.fill_met(plain, at, ends, targets, levels, near)

    np.testing.assert_allclose(compiled, plain, rtol=0, atol=1e-12)
    assert plain[2, 3] == pytest.approx((near[0, [0, 2, 4]].max() + near[1, [0, 2, 4]].max()) / 2)
    assert plain[0, 2] == near[2, 6]
    assert not plain[1].any()


def test_signals_of_single_pairs_are_their_products() -> None:
    """Of full vectors, of the nearest sentences, of sparse rows."""
    rows, columns = np.array([4, 4, 0, 2, 4]), np.array([0, 5, 3, 3, 1])
    below, above = RANDOM.standard_normal((11, 6)), RANDOM.standard_normal((13, 6))
    starts, counts = np.array([0, 2, 3, 6, 7]), np.array([2, 1, 3, 1, 4])
    their_starts, their_counts = np.array([0, 1, 4, 6, 9, 10]), np.array([1, 3, 2, 3, 1, 3])
    parts = below, starts, counts, above, their_starts, their_counts, rows, columns
    words = in_rows(5, 8), in_rows(6, 8), 8, rows, columns

    for name, given in (
        ("dots", (below, above, rows, columns)),
        ("met", parts),
        ("sparse_dots", words),
    ):
        compiled, plain = (getattr(loops, name)(*given) for loops in (kernels, plainly))
        np.testing.assert_allclose(compiled, plain, rtol=0, atol=1e-12)
        assert plain.any()


def test_where_there_is_no_numba_links_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain loops take the place of the compiled ones."""
    held, wanted, model = some_pair(60, 20, seed=2), Wanted(5, 0.5, 0.05), load_fusion("lsa")
    compiled = linked_at_size(held, model, wanted, np.float64, 7)

    monkeypatch.setitem(sys.modules, "pipeline.coupling.kernels", None)
    monkeypatch.delattr("pipeline.coupling.kernels")
    assert pair_loops() is plainly
    plain = linked_at_size(held, model, wanted, np.float64, 7)

    np.testing.assert_array_equal(compiled.columns, plain.columns)
    np.testing.assert_allclose(compiled.score, plain.score, rtol=0, atol=1e-9)
