"""Links worked out in blocks are those that all pairs at once give."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipeline.coupling import linking
from pipeline.coupling.blockwise import Above, Shown, Wanted, linked_at_size, told_of_all
from pipeline.coupling.decision import cut_of_best, decide, decision_cut
from pipeline.coupling.evidence import margins
from pipeline.coupling.fusion import contributions, fuse, load_fusion, score_fused
from pipeline.coupling.links import lift_over, with_goal_above
from pipeline.coupling.rowblocks import kept_rows, slices
from pipeline.coupling.signals import Held, Side, ownness, spread_out
from pipeline.coupling.statements import Sentences
from pipeline.encoding import unit_rows
from pipeline.language.direction import Aim
from pipeline.params import CouplingParams

MODEL = load_fusion("lsa")
THINGS = ("barn", "vei", "skole", "helse")


def some_side(count: int, random: np.random.Generator) -> Side:
    """Statements without texts: vectors, sentences, words and aims drawn at random."""
    vectors = unit_rows(random.standard_normal((count, 6)) + 0.5)
    counts = random.integers(1, 4, count)
    sentences = Sentences.behind(counts, (counts == 1) & (random.random(count) < 0.8))
    others = int(counts[~sentences.is_whole].sum())
    words = random.random((count, 30)) * (random.random((count, 30)) < 0.2)
    directions = ("up", "down", "keep", "state", "absent")
    aims = [
        [Aim(str(random.choice(directions)), (str(random.choice(THINGS)),)) for _ in range(2)]
        for _ in range(count)
    ]
    return Side(
        meanings=np.vstack([vectors, unit_rows(random.standard_normal((others, 6)))]),
        sentences=sentences,
        places=unit_rows(random.standard_normal((count, 4))),
        words=sparse.csr_array(unit_rows(words)),
        characters=sparse.csr_array(unit_rows(words @ random.random((30, 40)))),
        mass=sparse.csr_array((words > 0) * random.random(30)),
        aims=aims,
    )


def some_pair(sources: int, targets: int, seed: int) -> Held:
    """Two sides."""
    random = np.random.default_rng(seed)
    return Held(some_side(sources, random), some_side(targets, random))


def all_at_once(held: Held, wanted: Wanted, above: dict[str, str], share: float) -> pd.DataFrame:
    """The pairs that `wanted` asks for, as the code that holds every pair tells them."""
    count = held.shape[1] if wanted.count is None else wanted.count
    own = ownness(held.shape[0], count)
    signals = held.signals()
    near = spread_out(signals, own)
    alone = fuse(near, MODEL, own)
    fused = with_goal_above(alone, [str(row) for row in range(held.shape[0])], above, share)
    scores = score_fused(fused[:, :count], MODEL, signals.opposed[:, :count])
    linked = decide(scores.probability, wanted.linked_from, wanted.linked_least)
    order = np.argsort(-scores.score, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable") + 1
    rows, columns = np.nonzero((rank <= wanted.top) | linked)
    by_rank = np.lexsort((rank[rows, columns], rows))
    at = rows[by_rank], columns[by_rank]
    told = {
        "rank": rank,
        "score": scores.score,
        "probability": scores.probability,
        "linked": linked,
        "margin": margins(scores.log_odds),
        "lift": lift_over(fused, count),
        "opposed": signals.opposed,
        "goal_above": fused - alone,
        **{f"carried_{name}": each for name, each in contributions(near, MODEL, own).items()},
        **{f"signal_{name}": each for name, each in signals.present().items()},
    }
    places = {"row": at[0], "column": at[1]}
    return pd.DataFrame(places | {name: each[at] for name, each in told.items()})


def as_frame(shown: Shown) -> pd.DataFrame:
    """The same columns as `all_at_once`."""
    names = ("rank", "score", "probability", "linked", "margin", "lift", "opposed")
    carried = {f"carried_{name}": each for name, each in shown.carried.items()}
    return pd.DataFrame(
        {"row": shown.rows, "column": shown.columns}
        | {name: getattr(shown, name) for name in names}
        | {"goal_above": shown.carried["goal_above"]}
        | {name: each for name, each in carried.items() if not name.endswith(("above", "opposed"))}
        | {f"signal_{name}": each for name, each in shown.signals.items()}
        | {"signal_opposed": shown.opposed}
    )


@given(
    shape=st.tuples(st.integers(1, 40), st.integers(1, 30)),
    block=st.integers(1, 17),
    top=st.integers(1, 6),
    background=st.integers(0, 4),
    seed=st.integers(0, 1000),
)
@settings(max_examples=40, deadline=None)
def test_blocks_say_what_all_pairs_at_once_say(
    shape: tuple[int, int], block: int, top: int, background: int, seed: int
) -> None:
    """Pairs, ranks and decisions are the same, and all numbers, whatever the block's size."""
    held = some_pair(shape[0], shape[1] + background, seed)
    over = {str(row): str(row - row % 3) for row in range(shape[0]) if row % 3}
    below = np.array([int(row) for row in over], dtype=int)
    above = Above(below, below - below % 3, 0.4)
    wanted = Wanted(top, 0.5, 0.05, count=shape[1], above=above if len(below) else None)

    found = as_frame(linked_at_size(held, MODEL, wanted, np.float64, block, threads=2))

    expected = all_at_once(held, wanted, over, 0.4)
    pd.testing.assert_frame_equal(
        found, expected, check_like=True, check_dtype=False, rtol=0, atol=2e-9
    )


@pytest.mark.parametrize("shape", [(300, 40), (40, 300)])
def test_single_precision_shows_the_same_pairs(shape: tuple[int, int]) -> None:
    """What is shown is worked out again in double precision: scores differ by less than 10⁻⁵."""
    held, wanted = some_pair(*shape, seed=7), Wanted(10, 0.5, 0.02)

    single = as_frame(linked_at_size(held, MODEL, wanted, np.float32, 64))

    expected = all_at_once(held, wanted, {}, 0.4)
    pd.testing.assert_frame_equal(
        single, expected, check_like=True, check_dtype=False, rtol=0, atol=1e-5
    )
    assert expected["linked"].any()


def test_statements_that_say_nothing_are_last_and_linked_to_nothing() -> None:
    """A source without words has no score; a target without words comes after all others."""
    held = some_pair(12, 9, seed=3)
    speaking = np.arange(12) != 5, np.arange(9) != 0

    found = as_frame(linked_at_size(held, MODEL, Wanted(9, 0.5, 0.15, speaking), np.float64, 4))

    assert (found.loc[found["row"].eq(5) | found["column"].eq(0), "score"] == 0).all()
    assert not found.loc[found["row"].eq(5), "linked"].any()
    assert found.loc[found["column"].eq(0) & found["row"].ne(5), "rank"].eq(9).all()
    assert len(found) == 12 * 9


@given(probability=st.lists(st.floats(0, 1), max_size=60), least=st.floats(0.01, 0.6))
@settings(max_examples=200, deadline=None)
def test_likely_pairs_and_the_sum_of_all_tell_the_cut(
    probability: list[float], least: float
) -> None:
    """The same pairs are decided as where every pair is looked at."""
    every = np.array(probability)
    likely = every[every >= least]

    cut = cut_of_best(likely, float(every.sum()), 0.5, least)

    expected = decision_cut(every, 0.5, least)
    np.testing.assert_array_equal(every >= cut, every >= expected)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_lists_too_long_to_hold_are_linked_the_same(
    monkeypatch: pytest.MonkeyPatch, suffix: str, tmp_path: Path
) -> None:
    """All pairs block by block, and the best of each source, are those of short lists."""
    from pipeline.cli import write_frames
    from pipeline.embedding.encoder import LsaEncoder

    texts = ["Flere barn i barnehagene", "Trygge skoleveier", "Ikke flere veier", "", "Flere leger"]
    source = pd.DataFrame({"id": [f"s{at}" for at in range(15)], "text": texts * 3})
    target = pd.DataFrame({"id": [f"t{at}" for at in range(5)], "text": texts[::-1]})
    found = linking.linking(source, target, CouplingParams(), LsaEncoder())
    expected, linked = found.links(), int(found.links()["linked"].sum())

    monkeypatch.setattr(linking, "DENSE_PAIRS", 0)
    monkeypatch.setattr("pipeline.coupling.blockwise.BLOCK_BYTES", 160)
    best, linked_of_best = found.best(2)
    path = tmp_path / f"links.{suffix}"
    written = write_frames(found.frames(), path)

    at_once = linking.best_per_source(expected, 2)
    pd.testing.assert_frame_equal(best, at_once, rtol=0, atol=1e-5)
    read = pd.read_csv(path) if suffix == "csv" else pd.read_parquet(path)
    pd.testing.assert_frame_equal(read, expected, rtol=0, atol=1e-9)
    assert linked_of_best == written == linked


def test_rows_are_kept_the_same_in_memory_and_on_disk() -> None:
    """A file gives back what was written, to whoever reads which rows."""
    values = np.random.default_rng(1).random((11, 3))
    for most in (10**6, 0):
        with kept_rows((11, 3), np.float64, most) as kept:
            for rows in slices(11, 4):
                kept.write(rows, values[rows])
            np.testing.assert_array_equal(kept.read(slice(2, 9)), values[2:9])


def test_all_pairs_are_told_with_one_thread_as_with_two() -> None:
    """To the last digit: a block's products are one thread's own."""
    held, wanted = some_pair(30, 8, seed=5), Wanted(1, 0.5, 0.15)

    one, two = (list(told_of_all(held, MODEL, wanted, 7, threads)) for threads in (1, 2))

    assert [each.rows for each in one] == [each.rows for each in two]
    for first, second in zip(one, two, strict=True):
        np.testing.assert_array_equal(first.score, second.score)
