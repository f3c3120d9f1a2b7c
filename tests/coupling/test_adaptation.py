"""What verdicts on some pairs say about the others, worked by hand and on worlds drawn by lot."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pytest
from scipy import sparse

from benchmarks.accuracy.fit import as_link_set
from benchmarks.accuracy.sets import Known
from benchmarks.accuracy.training import TRAINING, read_set
from pipeline.coupling.adaptation import (
    DEPARTURES,
    ROWS_AT_A_TIME,
    Alike,
    Departure,
    Pairs,
    departed_log_odds,
)
from pipeline.coupling.asking import next_to_review
from pipeline.coupling.decision import decision_cut
from pipeline.coupling.fusion import expit, load_fusion, score_pairs
from pipeline.coupling.linking import Compared, compare
from pipeline.coupling.statements import Matrix, checked_statements
from pipeline.coupling.verdicts import Verdicts, adapted_log_odds
from pipeline.embedding.lsa import LsaEncoder
from pipeline.params import CouplingParams

# The mode of ln σ(f) − f²/2, where one "yes" to even odds takes a departure of deviation 1.
ONE_YES = 0.40106
# How far the mean log loss may rise with verdicts: of about 0.17 without them.
TOLERANCE = 0.0005
MOST_SOURCES = 60


@dataclass(frozen=True)
class Given:
    """A likeness that is known for all."""

    matrix: Matrix

    def between(self, rows: np.ndarray, others: np.ndarray) -> Matrix:
        """Looked up."""
        return np.asarray(self.matrix[np.ix_(rows, others)])


def apart(sources: int, targets: int, features: np.ndarray | None = None) -> Pairs:
    """Pairs of statements that are like no others."""
    told = np.zeros((sources, targets, 1)) if features is None else features
    return Pairs(told, Given(np.eye(sources)), Given(np.eye(targets)))


def departed(
    base: np.ndarray, pairs: Pairs, said: dict[tuple[int, int], bool], *departures: Departure
) -> np.ndarray:
    """The log odds after these verdicts, by row and column."""
    rows, columns = np.array(list(said), dtype=np.intp).reshape(-1, 2).T
    linked = np.array(list(said.values()), dtype=bool)
    return departed_log_odds(base, pairs, (rows, columns), linked, departures or DEPARTURES)


def test_one_yes_moves_another_pair_as_far_as_the_two_are_alike() -> None:
    """Two targets of one source, of likeness 0.5: f where f (1 + eᶠ) = 1, and half of it."""
    pairs = Pairs(np.zeros((1, 2, 1)), Given(np.eye(1)), Given(np.array([[1, 0.5], [0.5, 1]])))

    found = departed(np.zeros((1, 2)), pairs, {(0, 0): True}, Departure(1.0, pairs=1.0))

    assert found[0].tolist() == pytest.approx([ONE_YES, ONE_YES / 2], abs=1e-4)


def test_departures_count_by_how_likely_they_make_the_verdicts() -> None:
    """The engine as it is: ln ½. With the other: ln σ(f) − f²/2 − ½ ln(1 + σ(1 − σ)) = −0.7007."""
    departures = (Departure(0.5), Departure(0.5, every=1.0))
    share = 1 / (1 + np.exp(0.70065 - np.log(2)))

    found = departed(np.zeros((1, 2)), apart(1, 2), {(0, 0): True}, *departures)

    assert found[0].tolist() == pytest.approx([share * ONE_YES] * 2, abs=1e-3)


def test_a_departure_that_is_held_for_likely_beforehand_counts_more() -> None:
    """One verdict says too little to overrule it."""
    moved = [
        departed(
            np.zeros((1, 1)),
            apart(1, 1),
            {(0, 0): True},
            Departure(1 - chance),
            Departure(chance, every=1.0),
        )[0, 0]
        for chance in (0.1, 0.9)
    ]

    assert moved == pytest.approx([0.1 * ONE_YES, 0.9 * ONE_YES], rel=0.02)


def test_yes_and_no_move_as_far_in_opposite_ways() -> None:
    """From even odds."""
    yes, no = (departed(np.zeros((2, 2)), apart(2, 2), {(0, 1): said}) for said in (True, False))

    np.testing.assert_allclose(yes, -no)


def test_verdicts_that_agree_with_a_sure_engine_move_next_to_nothing() -> None:
    """Nine of ten pairs far on the right side of even, and the last no more unsure."""
    base = np.where(np.eye(10, dtype=bool), 5.0, -5.0)
    said = {(i, j): i == j for i in range(10) for j in range(9)}

    assert np.abs(departed(base, apart(10, 10), said) - base).max() < 0.15


def test_a_yes_lifts_the_other_pairs_of_its_source_most() -> None:
    """A unit that serves more than was thought may serve more still."""
    base = np.full((3, 4), -2.0)

    moved = departed(base, apart(3, 4), {(0, 0): True, (0, 1): True}) - base

    assert moved[0, 2:].min() > moved[1:, 2:].max() + 0.05
    assert moved[1:, 2:].min() >= 0


def test_a_yes_lifts_like_sources_more_than_unlike_ones() -> None:
    """The second is of the first's kind, the third isn't."""
    alike = np.array([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]])
    base = np.full((3, 2), -1.0)

    pairs = Pairs(np.zeros((3, 2, 1)), Given(alike), Given(np.eye(2)))

    moved = departed(base, pairs, {(0, 0): True}) - base

    assert moved[0, 0] > moved[1, 0] > moved[2, 0]


def test_verdicts_along_a_feature_move_pairs_by_that_feature() -> None:
    """Here what the feature speaks for is linked, more than the engine thought."""
    feature = np.array([[2.0, -2.0, 1.0, -1.0]])[..., None]
    said = {(0, 0): True, (0, 1): False}

    moved = departed(np.zeros((1, 4)), apart(1, 4, feature), said, Departure(1.0, features=0.5))[0]

    assert moved[0] > moved[2] > 0 > moved[3] > moved[1]


def world(
    seed: int, departure: Departure, shape: tuple[int, int] = (20, 12)
) -> tuple[np.ndarray, ...]:
    """Log odds of an engine, and links drawn from those plus a departure of the sources."""
    random = np.random.default_rng(seed)
    base = random.normal(-1, 1, shape)
    true = (
        base
        + departure.every * random.normal()
        + departure.sources * random.normal(size=(shape[0], 1))
    )
    return base, true, random.random(shape) < 1 / (1 + np.exp(-true))


@pytest.mark.parametrize("seed", range(3))
def test_verdicts_choose_the_departure_that_there_is(seed: int) -> None:
    """Where sources differ, the answer is that of sources alone; where none does, the engine's."""
    none, sources = Departure(0.5), Departure(0.5, sources=2.0)
    for drawn, right in ((none, none), (sources, sources)):
        base, _, known = world(seed, drawn)
        said = {(i, j): bool(known[i, j]) for i in range(20) for j in range(4)}
        of = apart(*base.shape)

        both, alone = departed(base, of, said, none, sources), departed(base, of, said, right)

        np.testing.assert_allclose(both, alone, atol=0.2)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_learned_is_nearer_the_truth(seed: int) -> None:
    """For pairs that nobody has seen, of sources that link more and less than was thought."""
    base, true, known = world(seed, Departure(1.0, sources=1.5))
    said = {(i, j): bool(known[i, j]) for i in range(20) for j in range(6)}

    moved = departed(base, apart(*base.shape), said)

    assert np.abs(moved - true)[:, 6:].mean() < 0.9 * np.abs(base - true)[:, 6:].mean()


def drawn_pairs(shape: tuple[int, int]) -> tuple[np.ndarray, Pairs]:
    """Log odds and pairs whose statements are alike to any degree."""
    random = np.random.default_rng(1)
    likeness = [each @ each.T for each in (random.dirichlet(np.ones(3), size) for size in shape)]
    for each in likeness:
        np.fill_diagonal(each, 1.0)
    return random.normal(size=shape), Pairs(random.normal(size=(*shape, 2)), *map(Given, likeness))


def test_the_answer_is_blind_to_the_order_of_statements_and_of_verdicts() -> None:
    """The same pairs under other numbers."""
    base, pairs = drawn_pairs((5, 4))
    said = {(0, 1): True, (3, 2): False, (4, 0): True}
    rows, columns = np.array([3, 1, 4, 0, 2]), np.array([2, 3, 0, 1])
    turned = Pairs(
        pairs.features[np.ix_(rows, columns)],
        Given(pairs.sources.between(rows, rows)),
        Given(pairs.targets.between(columns, columns)),
    )
    said_turned = {
        (rows.tolist().index(i), columns.tolist().index(j)): linked
        for (i, j), linked in reversed(said.items())
    }

    found = departed(base[np.ix_(rows, columns)], turned, said_turned)

    np.testing.assert_allclose(found, departed(base, pairs, said)[np.ix_(rows, columns)], atol=1e-6)


@pytest.mark.parametrize("departure", DEPARTURES)
def test_verdicts_pull_as_their_covariance_says(departure: Departure) -> None:
    """What is found part by part is what the whole matrix of all pairs gives."""
    base, pairs = drawn_pairs((5, 4))
    rows, columns = (each.ravel() for each in np.indices(base.shape))
    said, pull = np.array([1, 14]), np.array([0.7, -0.4])
    whole = pairs.covariance(departure, base, (rows, columns))

    found = pairs.pulled(departure, base, (rows[said], columns[said]), pull)

    np.testing.assert_allclose(found.ravel(), whole[:, said] @ pull, atol=1e-5)


def test_links_that_were_looked_for_tell_nothing_of_hopeless_pairs() -> None:
    """Twenty yeses far down leave the other pairs there where they are."""
    base = np.full((40, 40), -8.0)
    said = {(index, index): True for index in range(20)}

    found = departed(base, apart(40, 40), said)

    assert np.delete(found, np.arange(20), axis=0).max() < -7.5


def test_the_log_odds_that_came_are_left_alone() -> None:
    """Values in, values out."""
    base = np.zeros((2, 2))

    departed(base, apart(2, 2), {(0, 0): True})

    assert not base.any()


def test_what_is_thought_of_departures_beforehand_sums_to_one() -> None:
    """The engine as it is among them."""
    assert sum(each.chance for each in DEPARTURES) == pytest.approx(1)
    assert Departure(DEPARTURES[0].chance) == DEPARTURES[0]


def _compared() -> Iterator[tuple[Compared, Known]]:
    names = [*(f"requirements-0{number}" for number in range(1, 10))]
    names += ["strategier_a-kommune", "strategier_b-kommune"]
    for name in names:
        link_set = as_link_set(read_set(TRAINING / f"{name}.txt"))
        sources = checked_statements(link_set.source.head(MOST_SOURCES), name)
        compared = compare(sources, checked_statements(link_set.target, name), LsaEncoder())
        yield compared, link_set.known[:MOST_SOURCES]


@lru_cache(maxsize=1)
def compared_sets() -> list[tuple[Compared, Known]]:
    """Requirements and strategies, by the encoder that runs everywhere; at most 60 sources each."""
    return list(_compared())


def at_random(base: Matrix, count: int) -> np.ndarray:
    """Pairs that a coder sees who draws them by lot."""
    places = np.random.default_rng(1).permutation(base.size)[:count]
    return np.column_stack(np.unravel_index(places, base.shape))


def as_asked(base: Matrix, count: int) -> np.ndarray:
    """Pairs that the engine itself asks about."""
    probability, params = expit(base), CouplingParams()
    cut = decision_cut(probability, params.linked_from, params.linked_least)
    questions = next_to_review(probability, cut, np.zeros(base.shape, bool), count, seed=1)
    return np.array([(each.row, each.column) for each in questions])


def log_loss(log_odds: Matrix, known: Known) -> float:
    """Mean over pairs."""
    return float((np.logaddexp(0, log_odds) - known * log_odds).mean())


@pytest.mark.parametrize("count", [10, 50, 200])
@pytest.mark.parametrize("pick", [at_random, as_asked])
def test_verdicts_never_make_the_unseen_pairs_worse(pick, count: int) -> None:  # type: ignore[no-untyped-def]
    """The mean over eleven sets of the log loss on pairs that nobody has seen."""
    model, rises = load_fusion("lsa"), []
    for compared, known in compared_sets():
        base = score_pairs(compared.signals, model).log_odds
        rows, columns = pick(base, count).T
        verdicts = Verdicts(rows, columns, known[rows, columns])
        unseen = np.ones(known.shape, dtype=bool)
        unseen[rows, columns] = False

        after = adapted_log_odds(base, compared.signals, model, verdicts, *compared.alike())

        before = log_loss(base[unseen], known[unseen])
        rises.append(log_loss(after[unseen], known[unseen]) - before)
    assert np.mean(rises) < TOLERANCE


def test_a_list_of_links_that_were_found_makes_few_others() -> None:
    """Ten yeses and no no: the links that are expected grow by a fifth at most."""
    base, pairs = drawn_pairs((12, 10))
    said = {(index, index): True for index in range(10)}

    found = departed(base, pairs, said)

    assert found.sum() > base.sum()
    assert expit(found).sum() <= 1.2 * expit(base).sum() + 1e-9


def test_a_link_found_among_the_hopeless_tells_little_of_its_source() -> None:
    """One yes at log odds −8, held against one at 0, for another target of the same source."""
    taught = Departure(1.0, sources=1.5)

    low = departed(np.array([[-8.0, 0.0]]), apart(1, 2), {(0, 0): True}, taught)
    even = departed(np.array([[0.0, -2.0]]), apart(1, 2), {(0, 0): True}, taught)

    assert low[0, 1] < 0.05
    assert even[0, 1] + 2.0 > 0.1


def test_sources_are_gone_through_some_at_a_time_with_the_same_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many fit at once."""
    base, pairs = drawn_pairs((9, 4))
    said = {(0, 1): True, (7, 2): False}
    at_once = departed(base, pairs, said)

    monkeypatch.setattr("pipeline.coupling.adaptation.ROWS_AT_A_TIME", 2)

    assert ROWS_AT_A_TIME > 9
    np.testing.assert_allclose(departed(base, pairs, said), at_once)


def test_a_likeness_is_one_for_a_statement_and_itself_and_falls_with_the_angle() -> None:
    """At a right angle e^−5, of full and of sparse rows."""
    units = np.eye(2)
    both = np.arange(2)
    told = np.array([[1.0, np.exp(-5)], [np.exp(-5), 1.0]])

    np.testing.assert_allclose(Alike(units).between(both, both), told)
    np.testing.assert_allclose(Alike(sparse.csr_array(units)).between(both, both), told)
