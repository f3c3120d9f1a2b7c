"""Views of how near two statements are, on statements small enough to see through."""

import numpy as np
import pytest

from pipeline.coupling.signals import (
    Signals,
    centred,
    ownness,
    statement_space,
    strongest_part,
    without_hubs,
    word_space,
)
from pipeline.coupling.statements import Parts, prepare_statements


def signals_of(texts: list[str], split: int) -> Signals:
    """Signals without an encoder."""
    rows = np.arange(len(texts))
    space = statement_space(prepare_statements(texts, ["nb"] * len(texts)))
    return space.between(rows[:split], rows[split:])


def test_equal_statements_are_as_near_as_can_be() -> None:
    """One in every signal; nothing shared is zero in all but letters."""
    signals = signals_of(["trygge skolebarn", "trygge skolebarn", "grønn havn"], 1)

    for matrix in (signals.words, signals.characters, signals.coverage):
        assert matrix[0, 0] == pytest.approx(1)
    assert signals.words[0, 1] == signals.coverage[0, 1] == 0


def test_coverage_sees_a_short_statement_within_a_long_one() -> None:
    """The cosine shrinks with the longer text, the coverage doesn't."""
    signals = signals_of(["lesing", "lesing", "lesing tegning svømming dans sløyd"], 1)

    assert signals.coverage[0].tolist() == pytest.approx([1, 1])
    assert signals.words[0, 1] < 0.6


def test_template_words_weigh_less() -> None:
    """That both sides speak of kommunen says little about either."""
    space = word_space([["kommun", "havn"], ["kommun", "havn"]])
    weight = dict(zip(space.stems, space.weights.toarray()[0], strict=True))

    assert weight["kommun"] < 0.5 * weight["havn"]


def test_centring_takes_away_what_all_share() -> None:
    """Two vectors that are nearly equal point apart once their common part is gone."""
    shared = np.array([[1.0, 0.1], [1.0, -0.1]] * 50)

    first, second = centred(shared, shared)[:2]

    assert first @ second == pytest.approx(-1)


def test_a_lone_vector_is_not_centred_to_nothing() -> None:
    """Its own mean is itself; the background keeps something of it."""
    lone = centred(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]]))

    np.testing.assert_allclose(np.linalg.norm(lone), 1)


def test_vectors_without_words_stay_at_nothing() -> None:
    """Else they would all be like the opposite of the mean, and like one another."""
    found = centred(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([[0.0, 1.0]]))

    assert found[1].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("sources", "targets", "expected"), [(400, 40, 0.1), (20, 20, 1.0), (20, 60, 1.0), (1, 1, 1.0)]
)
def test_targets_are_sources_own_where_they_are_as_many(
    sources: int, targets: int, expected: float
) -> None:
    """And shared where a few serve many."""
    assert ownness(sources, targets) == expected


def test_what_is_near_to_everything_is_near_to_nothing_in_particular() -> None:
    """Less half of the fifths 0.2 and 0.1 of the rows, and 0.3 and 0 of the columns."""
    found = without_hubs(np.array([[1.0, 0.0], [0.5, 0.0]]), own=1.0)

    np.testing.assert_allclose(found, [[0.75, -0.1], [0.3, -0.05]])


def test_hubs_stay_where_many_sources_share_few_targets() -> None:
    """A tenth as many targets as sources: a tenth is taken off."""
    cosines = np.zeros((40, 4))
    cosines[:, 0] = 0.8

    found = without_hubs(cosines, own=0.1)

    assert found[:, 0].tolist() == pytest.approx([0.8 - 0.1 * (0.16 + 0.8) / 2] * 40)


@pytest.mark.parametrize("shape", [(7, 6), (6, 7), (1, 1), (0, 3), (3, 0), (0, 0)])
def test_hubs_are_told_by_the_five_nearest_whatever_the_order(shape: tuple[int, int]) -> None:
    """Of one pair most is left, of none there is nothing."""
    cosines = np.random.default_rng(1).uniform(-1, 1, shape)

    found = without_hubs(cosines, own=1.0)

    np.testing.assert_allclose(
        without_hubs(cosines[::-1, ::-1], own=1.0), found[::-1, ::-1], atol=1e-12
    )
    assert found.shape == shape
    assert shape != (1, 1) or found[0, 0] == pytest.approx(0.8 * cosines[0, 0])


def test_an_objective_is_as_near_as_its_nearest_part() -> None:
    """Two objectives, in two parts and one."""
    matrix = np.array([[0.1, 0.7, 0.3]])

    found = strongest_part(Signals(None, *(6 * [matrix])), [0, 0, 1], 2)

    assert found.words.tolist() == [[0.7, 0.3]]
    assert found.encoder is None


def test_an_objective_is_opposed_by_what_opposes_itself() -> None:
    """A measure below it may go either way: less driving, for more cycling."""
    none = np.zeros((1, 3))

    found = strongest_part(Signals(None, *(5 * [none]), np.array([[0.1, 0.9, 0.3]])), [0, 0, 1], 2)

    assert found.opposed.tolist() == [[0.1, 0.3]]


def test_a_source_is_met_sentence_by_sentence() -> None:
    """Both its sentences are among the target's three; the other target is their opposite."""
    first, second = np.eye(2)
    both = (first + second) / np.sqrt(2)
    vectors = np.array([both, -both, both, -both])
    sentences = np.array([first, second, -both, first, second, both, -both])
    parts = Parts(sentences, np.array([2, 1, 3, 1]))
    statements = prepare_statements(["a", "b", "c", "d"], ["nb"] * 4, vectors, parts)
    space = statement_space(statements, background=np.zeros((1, 2)))

    met = space.between(np.arange(2), np.arange(2, 4)).parts

    assert met is not None
    cosines = np.array([[1, -np.sqrt(0.5)], [-np.sqrt(0.5), 1]])
    np.testing.assert_allclose(met, cosines)


def test_whole_statements_stand_for_their_sentences_where_these_have_no_vectors() -> None:
    """Goals come with one vector each."""
    vectors = np.random.default_rng(1).normal(size=(4, 3))
    space = statement_space(prepare_statements(["a", "b", "c", "d"], ["nb"] * 4, vectors))

    signals = space.between(np.arange(2), np.arange(2, 4))

    np.testing.assert_array_equal(signals.parts, signals.encoder)


def test_without_vectors_there_are_no_signals_of_meaning() -> None:
    """The others remain, the field by letters alone."""
    names = list(signals_of(["flere barn", "barnehager"], 1).present())

    assert names == ["field", "words", "characters", "coverage", "opposed"]


def test_statements_that_want_the_opposite_are_opposed() -> None:
    """Fewer against more of one thing."""
    signals = signals_of(["Færre eldre bor hjemme", "Flere eldre bor hjemme", "Lun havn"], 1)

    assert signals.opposed[0, 0] > 0.9
    assert signals.opposed[0, 1] == 0


def test_signals_are_blind_to_the_order_of_the_statements() -> None:
    """Turned around, they are the same but for whose sentences are met."""
    texts = ["flere barn i barnehage", "tryggere skoleveg", "nok barnehageplasser", "god skole"]
    forth, back = signals_of(texts, 2).present(), signals_of(texts[::-1], 2).present()

    for name, matrix in forth.items():
        np.testing.assert_allclose(matrix, back[name].T[::-1, ::-1], atol=1e-12)


@pytest.mark.parametrize(("sources", "targets"), [(0, 0), (0, 2), (2, 0)])
def test_an_empty_side_has_signals_without_pairs(sources: int, targets: int) -> None:
    """Of the shape that was asked for."""
    texts = ["flere barn", "god skole"][: sources + targets]

    signals = signals_of(texts, sources)

    assert {each.shape for each in signals.present().values()} == {(sources, targets)}
