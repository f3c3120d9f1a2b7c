"""Draws of a few targets, and what is told of them."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.accuracy.shortlists import draw, summary

KNOWN = np.eye(6, dtype=bool)[[0, 1, 2, 3, 4, 5, 0, 1]]


@pytest.mark.parametrize("seed", range(5))
def test_a_covered_draw_holds_only_sources_that_serve_a_drawn_target(seed: int) -> None:
    """The other kind holds all sources."""
    rows, columns = draw(KNOWN, 3, True, np.random.default_rng(seed))

    assert KNOWN[np.ix_(rows, columns)].any(axis=1).all()
    assert len(rows) == KNOWN[:, columns].sum()
    assert len(draw(KNOWN, 3, False, np.random.default_rng(seed))[0]) == len(KNOWN)


def test_draws_are_summed_before_they_are_divided() -> None:
    """Two draws by hand: 6 expected over 4 found, 3 hits of 5 said and 4 true."""
    row = {"drawn": "any", "targets": 3, "judged_as": "kopling", "pairs": 10, "log_loss": 2.0}
    judged = pd.DataFrame(
        [
            row | {"links": 1, "expected": 4.0, "said": 3, "hits": 1},
            row | {"links": 3, "expected": 2.0, "said": 2, "hits": 2},
        ]
    )

    found = summary(judged).iloc[0]

    assert found["expected_over_found"] == 1.5
    assert found["log_loss"] == 0.2
    assert found["precision"] == pytest.approx(3 / 5)
    assert found["f1"] == pytest.approx(6 / 9)
