"""Reviewed pairs take their verdict, and the rest learns from them."""

from dataclasses import astuple, replace

import numpy as np
import pandas as pd
import pytest

from pipeline.coupling.fusion import DECIMALS, load_fusion, score_pairs
from pipeline.coupling.linking import link_statements
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import Matrix
from pipeline.coupling.verdicts import Verdicts, adapted_log_odds, place_verdicts, settled
from pipeline.embedding.lsa import LsaEncoder
from pipeline.errors import InputError
from pipeline.params import CouplingParams
from tests.coupling.test_adaptation import Given
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
    noisy = {
        name: usual.mean + usual.deviation * (informative * known + random.normal(size=SHAPE))
        for name, usual in MODEL.moments.items()
    }
    alike = np.where(theme[:, None] == theme, 0.6, 0.1)
    np.fill_diagonal(alike, 1.0)
    return Signals(**noisy | {"opposed": np.zeros(SHAPE)}), known, alike


def adapted(signals: Signals, verdicts: Verdicts, alike: np.ndarray) -> tuple[Matrix, Matrix]:
    """Log odds before and after the verdicts; no target is like another."""
    base = score_pairs(signals, MODEL).log_odds
    after = adapted_log_odds(base, signals, MODEL, verdicts, Given(alike), Given(np.eye(SHAPE[1])))
    return base, after


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


@pytest.mark.parametrize("seed", range(3))
def test_verdicts_on_some_sources_help_with_the_others(seed: int) -> None:
    """Where similar sources serve the same objective, it is learned from those reviewed."""
    signals, known, alike = world(seed, informative=0.5)
    verdicts, unseen = reviewed(known, seed)

    before, after = (each[unseen] for each in adapted(signals, verdicts, alike))

    assert log_loss(after, known[unseen]) < 0.9 * log_loss(before, known[unseen])


@pytest.mark.parametrize("seed", range(3))
def test_a_likeness_that_teaches_nothing_harms_nothing(seed: int) -> None:
    """Sources that are alike by lot: what is learned is learned of all pairs together."""
    signals, known, alike = world(seed, informative=1.5)
    lot = np.random.default_rng(seed + 99).permutation(SHAPE[0])
    verdicts, unseen = reviewed(known, seed)

    before, after = (each[unseen] for each in adapted(signals, verdicts, alike[np.ix_(lot, lot)]))

    assert log_loss(after, known[unseen]) < log_loss(before, known[unseen])


@pytest.mark.parametrize("seed", range(3))
def test_a_few_verdicts_move_the_engine_a_little(seed: int) -> None:
    """Nine pairs say something about all the others, and harm none."""
    signals, known, alike = world(seed, informative=1.5)
    verdicts, unseen = reviewed(known, seed)

    before, after = adapted(signals, Verdicts(*(each[:9] for each in astuple(verdicts))), alike)

    assert 0 < np.abs(after - before).max() < 1.5
    assert log_loss(after[unseen], known[unseen]) < 1.01 * log_loss(before[unseen], known[unseen])


def test_without_verdicts_nothing_moves() -> None:
    """A file with its header alone is no verdict, and to the last digit."""
    signals, _, alike = world(1, informative=1.0)
    none = place_verdicts(verdicts_frame(), pd.Series(["a"]), pd.Series(["x"]))

    before, after = adapted(signals, none, alike)

    assert after is before


def test_the_last_digits_of_a_signal_move_no_adapted_pair() -> None:
    """Verdicts are taken in to DECIMALS too."""
    signals, known, alike = world(1, informative=1.0)
    verdicts, _ = reviewed(known, 1)

    _, first = adapted(signals, verdicts, alike)
    _, second = adapted(replace(signals, field=signals.field + 1e-15), verdicts, alike)

    assert first.tolist() == first.round(DECIMALS).tolist() == second.tolist()


def test_reviewed_pairs_take_their_verdict() -> None:
    """Whatever the engine thought; and the order by score follows."""
    links = link(GOALS, OBJECTIVES, verdicts_frame(("s0", "t5", "true"), ("s0", "t0", "nei")))
    first = links[links["source_id"].eq("s0")].set_index("target_id")

    assert first.index[0] == "t5"
    assert first.index[-1] == "t0"
    assert first["linked"].to_dict()["t5"]
    assert not first["linked"].to_dict()["t0"]


def test_verdicts_stand_whatever_the_statements_say() -> None:
    """Also on a statement without words, and where every pair is reviewed."""
    said = [
        (f"s{i}", f"t{j}", (i + j) % 3 == 0)
        for i in range(len(GOALS) + 1)
        for j in range(len(OBJECTIVES))
    ]

    links = link([*GOALS, "–"], OBJECTIVES, verdicts_frame(*said))

    keys = ["source_id", "target_id"]
    found = links.set_index(keys).sort_index()
    assert found["linked"].to_dict() == {(source, target): so for source, target, so in said}
    assert (found["probability"] > 0.998).to_dict() == found["linked"].to_dict()
    assert (found["probability"] < 0.002).to_dict() == (~found["linked"]).to_dict()


def test_a_no_stands_also_where_the_least_is_decided_for() -> None:
    """With nothing more likely than what was refused."""
    params = CouplingParams(linked_least=0.0)
    lists = (pd.DataFrame({"id": [name], "text": [GOALS[0]]}) for name in ("s0", "t0"))

    links = link_statements(*lists, params, LsaEncoder(), verdicts_frame(("s0", "t0", "nei")))

    assert links["linked"].tolist() == [False]


def test_a_yes_lifts_its_own_pair_most_and_leaves_the_decisions_on_others() -> None:
    """One verdict says a little of the source's other pairs, and less of the rest."""
    keys = ["source_id", "target_id"]
    before = link(GOALS, OBJECTIVES).set_index(keys)
    after = link(GOALS, OBJECTIVES, verdicts_frame(("s0", "t5", True))).set_index(keys)
    moved = (after["probability"] - before["probability"]).drop(("s0", "t5"))

    assert moved.drop("s0").abs().max() < 0.03 < moved["s0"].max()
    assert (
        after["linked"].drop(("s0", "t5")).to_dict()
        == before["linked"].drop(("s0", "t5")).to_dict()
    )


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
