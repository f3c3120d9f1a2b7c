"""Whether two figures go together over areas, on numbers worked by hand."""

import numpy as np
import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.scoring.effects import effect_rows, permutation_p, settled, spearman

PARAMS = ScoringParams()


def rows(n: int, *, reverse: bool = False) -> pd.DataFrame:
    """As many areas, in the same order by words and by money, or the opposite."""
    words = np.arange(n, dtype=float)
    return pd.DataFrame(
        {
            "area": [f"Område {place}" for place in range(n)],
            "words": words,
            "money": words[::-1] if reverse else words,
        }
    )


def effect(frame: pd.DataFrame) -> pd.Series:
    """The Spearman row of one analysis alone."""
    found = effect_rows(frame, "prøve", ("t.words", "t.money"), "", PARAMS, kinds=("spearman",))
    return settled(found, PARAMS).iloc[0]


def test_six_areas_in_order_are_not_certain() -> None:
    """The correlation is 1, p is 2 / 6! = 0.0028, and the interval reaches far below 1."""
    found = effect(rows(6))

    assert found["effect"] == pytest.approx(1)
    assert found["p_permutation"] == pytest.approx(2 / 720)
    assert 0.5 < found["low"] < 0.7
    assert found["conclusion"] == "positive"


def test_the_opposite_order_is_negative() -> None:
    """The sign follows the order, and the interval is turned round."""
    found, turned = effect(rows(6)), effect(rows(6, reverse=True))

    assert (turned["effect"], turned["high"]) == pytest.approx((-1, -found["low"]))
    assert turned["conclusion"] == "negative"


def test_too_few_areas_are_uavklart_however_clear() -> None:
    """Five areas in perfect order give a figure and no conclusion."""
    found = effect(rows(5))

    assert found["effect"] == pytest.approx(1)
    assert found["conclusion"] == "uavklart"


def test_areas_without_a_figure_are_left_out_of_n() -> None:
    """No data is no rank."""
    frame = rows(7)
    frame.loc[3, "money"] = None

    found = effect(frame)

    assert found["n"] == 6
    assert "Område 3" not in found["areas"]


def test_without_spread_there_is_no_effect() -> None:
    """Where all areas have the same coupling nothing can go with it."""
    found = effect(rows(6).assign(words=0.5))

    assert found[["effect", "low", "high", "p_permutation"]].isna().all()
    assert found["conclusion"] == "uavklart"


def test_one_clear_analysis_among_many_is_uavklart() -> None:
    """A p of 2/720 alone is clear, and among twenty times 20 it is 0.056."""
    one = effect_rows(rows(6), "klar", ("t.words", "t.money"), "", PARAMS, kinds=("spearman",))
    others = [one.assign(analysis=f"støy {at}", p_permutation=0.5) for at in range(19)]

    found = settled(pd.concat([one, *others], ignore_index=True), PARAMS)

    assert found["p_holm"].iloc[0] == pytest.approx(20 * 2 / 720)
    assert found["conclusion"].iloc[0] == "uavklart"


def test_drawn_orders_come_near_all_orders() -> None:
    """Nine areas are drawn; with ties and without, p is that of the share of orders."""
    x, y = np.arange(9.0), np.array([0.0, 1, 2, 3, 4, 5, 6, 8, 7])

    assert permutation_p(x, y, "ni", 1) == pytest.approx(1e-4, abs=2e-4)
    assert permutation_p(x, y, "ni", 1) == permutation_p(x, y, "ni", 1)


def test_the_interval_holds_the_correlation() -> None:
    """Also where it is cut half a step from 1."""
    for n in range(4, 30):
        r, low, high = spearman(np.arange(float(n)), np.arange(float(n)), 0.95)
        assert low is not None
        assert low < r == high == pytest.approx(1)
