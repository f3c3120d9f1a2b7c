"""Reviewed pairs take their verdict, and the rest is never worse for it."""

import numpy as np
import pandas as pd
import pytest

from pipeline.coupling.fusion import load_fusion, score_pairs
from pipeline.coupling.signals import Signals
from pipeline.coupling.verdicts import Verdicts, adapted_log_odds, place_verdicts, settled
from pipeline.errors import InputError
from tests.coupling.test_linking import GOALS, OBJECTIVES, link

MODEL = load_fusion("lsa")
SHAPE = (60, 12)


def verdicts_frame(*rows: tuple[str, str, object]) -> pd.DataFrame:
    """A frame of verdicts."""
    return pd.DataFrame(rows, columns=["source_id", "target_id", "linked"])


def world(seed: int, informative: float) -> tuple[Signals, np.ndarray, np.ndarray]:
    """Signals, links and likeness of sources; sources of one theme serve one target."""
    random = np.random.default_rng(seed)
    theme = np.arange(SHAPE[0]) % SHAPE[1]
    known = theme[:, None] == np.arange(SHAPE[1])

    def noisy(usual: float) -> np.ndarray:
        return np.clip(usual * (informative * known + random.normal(size=SHAPE)), 0, 1)

    alike = np.where(theme[:, None] == theme, 0.6, 0.1)
    return Signals(noisy(0.1), noisy(0.05), noisy(0.05), noisy(0.09)), known, alike


def reviewed(known: np.ndarray, seed: int) -> tuple[Verdicts, np.ndarray]:
    """Verdicts on every pair of a third of the sources, and which pairs nobody saw."""
    rows = np.random.default_rng(seed).permutation(SHAPE[0])[: SHAPE[0] // 3]
    below, above = np.repeat(rows, SHAPE[1]), np.tile(np.arange(SHAPE[1]), len(rows))
    unseen = np.ones(SHAPE, dtype=bool)
    unseen[below, above] = False
    return Verdicts(below, above, known[below, above]), unseen


def log_loss(log_odds: np.ndarray, known: np.ndarray) -> float:
    """Mean over pairs."""
    return float((np.logaddexp(0, log_odds) - known * log_odds).mean())


@pytest.mark.parametrize("seed", range(4))
def test_verdicts_on_some_sources_help_with_the_others(seed: int) -> None:
    """Where similar sources serve the same objective, it is learned from those reviewed."""
    signals, known, alike = world(seed, informative=0.5)
    verdicts, unseen = reviewed(known, seed)

    before = score_pairs(signals, MODEL).log_odds[unseen]
    after = adapted_log_odds(signals, MODEL, verdicts, alike)[unseen]

    assert log_loss(after, known[unseen]) < 0.8 * log_loss(before, known[unseen])


@pytest.mark.parametrize("seed", range(4))
def test_verdicts_that_teach_nothing_change_nothing_much(seed: int) -> None:
    """Verdicts drawn by lot must not harm."""
    signals, known, alike = world(seed, informative=1.5)
    by_lot = np.random.default_rng(seed + 99).permuted(alike, axis=1)
    verdicts, unseen = reviewed(known, seed)

    before = score_pairs(signals, MODEL).log_odds[unseen]
    after = adapted_log_odds(signals, MODEL, verdicts, by_lot)[unseen]

    assert log_loss(after, known[unseen]) < 1.05 * log_loss(before, known[unseen])


def test_a_few_verdicts_leave_the_engine_as_it_is() -> None:
    """Nine pairs say too little about all the others."""
    signals, known, alike = world(1, informative=1.0)
    few, _ = reviewed(known, 1)
    few = few.take(np.arange(len(few.rows)) < 9)

    np.testing.assert_allclose(
        adapted_log_odds(signals, MODEL, few, alike), score_pairs(signals, MODEL).log_odds
    )


def test_reviewed_pairs_take_their_verdict() -> None:
    """Whatever the engine thought; and the order by score follows."""
    links = link(GOALS, OBJECTIVES, verdicts_frame(("s0", "t5", "true"), ("s0", "t0", "nei")))
    first = links[links["source_id"].eq("s0")].set_index("target_id")

    assert first.index[0] == "t5"
    assert first.index[-1] == "t0"
    assert first["linked"].to_dict()["t5"]
    assert not first["linked"].to_dict()["t0"]


def test_other_pairs_are_untouched_by_a_few_verdicts() -> None:
    """Not their scores, nor what was decided of them."""
    given = verdicts_frame(("s0", "t5", True))
    keys = ["source_id", "target_id"]
    before = link(GOALS, OBJECTIVES).set_index(keys).drop(("s0", "t5")).sort_index()
    after = link(GOALS, OBJECTIVES, given).set_index(keys).drop(("s0", "t5")).sort_index()

    pd.testing.assert_frame_equal(before, after)


def test_the_last_verdict_on_a_pair_counts_and_strangers_are_left_out() -> None:
    """People change their mind, and lists change."""
    frame = verdicts_frame(("a", "x", "true"), ("a", "x", "false"), ("gone", "x", "true"))

    placed = place_verdicts(frame, pd.Series(["a", "b"]), pd.Series(["x"]))

    assert (placed.rows.tolist(), placed.linked.tolist()) == ([0], [False])


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"source_id": ["a"]}), "expected the columns linked, target_id as well"),
        (verdicts_frame(("a", "x", "maybe")), "expected true or false in the column linked"),
    ],
)
def test_unreadable_verdicts_are_named(frame: pd.DataFrame, message: str) -> None:
    """What was expected, and what came."""
    with pytest.raises(InputError, match=message):
        place_verdicts(frame, pd.Series(["a"]), pd.Series(["x"]))


def test_settled_pairs_lie_beyond_doubt() -> None:
    """At least 0.999, or at most 0.001, and no other pair moves."""
    log_odds = np.array([[0.0, 9.0], [1.0, 2.0]])
    verdicts = Verdicts(np.array([0, 0]), np.array([0, 1]), np.array([True, True]))

    after = settled(log_odds, verdicts)

    assert after[0, 0] == pytest.approx(6.9068, abs=1e-4)
    assert after[0, 1:].tolist() + after[1].tolist() == [9.0, 1.0, 2.0]
