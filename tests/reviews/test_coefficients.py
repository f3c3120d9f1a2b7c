"""The coefficients against published examples, other packages, and what must always hold."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from pipeline.reviews.coefficients import (
    Codings,
    ac1,
    alpha,
    codings_of,
    coefficients,
    estimates,
    kappa,
    masi_distance,
    percent,
    sums_of,
    two_by_two,
)

NAN = np.nan
# Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]

ANSWERS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from([0.0, 1.0, 2.0]), st.integers(0, 5)
    ),
    min_size=2,
    max_size=40,
)


def codings(rows, values: int) -> Codings:
    """Each unit a cluster of its own."""
    codes = np.array(rows, dtype=float)
    return Codings(codes, values, np.arange(codes.shape[1]))


def drawn_codings(answers) -> Codings:
    """Two coders' answers on units that belong to goals."""
    one, other, owners = zip(*answers, strict=True)
    return codings_of([one, other], (0.0, 1.0, 2.0), owners)


def own_alpha(given: Codings) -> float:
    """α from the sums, as each draw has it."""
    sums = sums_of(given)
    return float(alpha(sums, float(sums.pairable.sum()), given.distances)[0])


def test_alpha_of_krippendorffs_binary_example() -> None:
    """Two observers, ten units, α = .095."""
    found = codings(BINARY, 2)

    assert coefficients(found)["alpha"] == pytest.approx(0.095, abs=0.0005)
    assert own_alpha(found) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_krippendorffs_example_with_gaps() -> None:
    """Four observers, twelve units, answers missing, α = .743."""
    found = codings(np.array(FOUR_OBSERVERS) - 1, 5)

    assert coefficients(found)["alpha"] == pytest.approx(0.743, abs=0.0005)
    assert own_alpha(found) == pytest.approx(0.743, abs=0.0005)


def test_ac1_of_gwets_examples() -> None:
    """AC1 = .775 for the four observers; .941 where κ falls below nothing, by 118, 5, 2 and 0."""
    observers = sums_of(codings(np.array(FOUR_OBSERVERS) - 1, 5))
    skewed = sums_of(two_by_two(118, 5, 2, 0))

    assert float(ac1(observers)[0]) == pytest.approx(0.77544, abs=0.00001)
    assert float(ac1(skewed)[0]) == pytest.approx(0.9408, abs=0.0001)
    assert float(kappa(skewed)[0]) == pytest.approx(-0.0234, abs=0.0001)


def test_full_agreement_is_one_and_none_is_told_from_chance() -> None:
    """All coefficients are 1 where all agree; where nothing varies, κ and α are missing."""
    full = coefficients(two_by_two(6, 0, 0, 6))
    flat = coefficients(two_by_two(9, 0, 0, 0))

    assert full == {"percent": 1.0, "kappa": 1.0, "ac1": 1.0, "alpha": 1.0}
    assert flat == {"percent": 1.0, "kappa": None, "ac1": 1.0, "alpha": None}


@given(ANSWERS)
def test_values_and_draws_are_counted_alike(answers) -> None:
    """The packages' κ and α are those of the sums that the intervals are drawn from."""
    found = drawn_codings(answers)
    told = coefficients(found)

    for name, own in (("kappa", float(kappa(sums_of(found))[0])), ("alpha", own_alpha(found))):
        if told[name] is not None:
            assert own == pytest.approx(told[name], abs=1e-9)


@given(ANSWERS)
def test_kappa_is_that_of_scikit_learn(answers) -> None:
    """On any answers that vary."""
    one, other, _ = zip(*answers, strict=True)
    if len({*one, *other}) > 1:
        wanted = cohen_kappa_score(one, other)
        own = float(kappa(sums_of(drawn_codings(answers)))[0])

        assert own == pytest.approx(wanted, abs=1e-9)


@given(ANSWERS)
def test_coders_may_change_places(answers) -> None:
    """Who is called first moves no figure and no interval."""
    turned = [(other, one, owner) for one, other, owner in answers]

    one, other = (
        estimates(drawn_codings(each), np.random.default_rng(1), samples=20, interval=0.9)
        for each in (answers, turned)
    )

    for name, estimate in one.items():
        assert astuple_of(estimate) == pytest.approx(astuple_of(other[name]), abs=1e-9)


@given(ANSWERS)
def test_every_interval_holds_its_figure_within_the_range(answers) -> None:
    """−1 ≤ low ≤ value ≤ high ≤ 1, α's value apart, which has no lower bound."""
    found = estimates(drawn_codings(answers), np.random.default_rng(1), samples=20, interval=0.9)

    for estimate in found.values():
        if estimate.value is not None and estimate.low is not None:
            assert estimate.low <= estimate.value <= (estimate.high or 0) <= 1
            assert estimate.low >= min(-1, estimate.value)


def astuple_of(estimate) -> list[float]:
    """The three numbers, missing ones as −9."""
    return [-9 if each is None else each for each in vars(estimate).values()]


@given(ANSWERS, st.randoms(use_true_random=False))
def test_values_are_blind_to_the_order_of_units(answers, random) -> None:
    """Shuffled units give the same figures."""
    shuffled = list(answers)
    random.shuffle(shuffled)

    one, other = (coefficients(drawn_codings(each)) for each in (answers, shuffled))

    assert {k: v is None for k, v in one.items()} == {k: v is None for k, v in other.items()}
    assert [v for v in one.values() if v is not None] == pytest.approx(
        [v for v in other.values() if v is not None]
    )


SETS = st.frozensets(st.sampled_from("abcd"), max_size=4)


@given(SETS, SETS)
def test_masi_is_a_distance_between_sets(one, other) -> None:
    """Symmetric, 0 for equal sets alone, 1 for sets with nothing in common."""
    far = masi_distance(one, other)

    assert far == masi_distance(other, one)
    assert (far == 0) == (one == other)
    assert (far == 1) == (one != other and not one & other)
    assert 0 <= far <= 1


def test_masi_by_passonneaus_three_steps() -> None:
    """Jaccard times 1, ⅔ for a subset, ⅓ for an overlap: 1 − ⅔ · ⅔ and 1 − ⅓ · ⅓."""
    assert masi_distance({"a", "b"}, {"a", "b", "c"}) == pytest.approx(5 / 9)
    assert masi_distance({"a", "b"}, {"b", "c"}) == pytest.approx(8 / 9)


@given(st.lists(st.tuples(SETS, SETS), min_size=2, max_size=12))
def test_alpha_of_sets_is_that_of_krippendorff_with_our_distances(answers) -> None:
    """The package, given the distance as a metric, finds the same."""
    values = sorted({each for pair in answers for each in pair}, key=sorted)
    far = np.array([[masi_distance(a, b) for b in values] for a in values])
    rows = list(zip(*answers, strict=True))
    given_sets = codings_of(rows, values, range(len(answers)), far)
    if len(values) > 1:

        def metric(v1, v2, i1, i2, n_v, dtype=float):
            return far[i1, i2]

        wanted = krippendorff.alpha(value_counts=given_sets.counts, level_of_measurement=metric)

        assert coefficients(given_sets)["alpha"] == pytest.approx(wanted)


def test_full_agreement_on_few_goals_leaves_room_for_doubt() -> None:
    """Six goals agreed on are not certain, sixty are surer; a percentile bootstrap says 1 to 1."""
    few, many = (
        estimates(two_by_two(n, 0, 0, n), np.random.default_rng(1), samples=500, interval=0.95)
        for n in (3, 30)
    )

    assert 0.5 < few["percent"].low < many["percent"].low < 1
    assert few["kappa"].low < many["kappa"].low < 1


def test_pairs_of_one_goal_go_together() -> None:
    """The same answers on four goals are less sure than on forty."""
    codes = np.tile([[1.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 0.0]], 10)
    widths = [
        found["percent"].high - found["percent"].low
        for owners in (np.arange(40) % 4, np.arange(40))
        for found in [
            estimates(
                Codings(codes, 2, owners), np.random.default_rng(1), samples=500, interval=0.95
            )
        ]
    ]

    assert widths[0] > 1.5 * widths[1]


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Two coders with errors that come by goal, 12 goals of three pairs: κ in at least 9 of 10."""
    generator = np.random.default_rng(20100617)
    truth = coefficients(_world(50_000, generator))["kappa"] or 0.0
    found = [
        estimates(_world(12, generator), generator, samples=200, interval=0.95)["kappa"]
        for _ in range(100)
    ]

    holding = [e.low <= truth <= e.high for e in found if e.value is not None]

    assert np.mean(holding) >= 0.9


def _world(goals: int, generator: np.random.Generator) -> Codings:
    """Three pairs a goal; how often the coders err differs from goal to goal, 5 % on average."""
    owners = np.repeat(np.arange(goals), 3)
    errors = generator.beta(0.2, 3.8, size=goals)[owners]
    truth = generator.random(owners.size) < 0.3
    codes = [truth ^ (generator.random(owners.size) < errors) for _ in range(2)]
    return Codings(np.array(codes, dtype=float), 2, owners)


def test_percent_counts_pairs_of_coders() -> None:
    """Of three coders on one unit two agree: one pair of three."""
    found = sums_of(codings([[1], [1], [0]], 2))

    assert float(percent(found)[0]) == pytest.approx(1 / 3)
