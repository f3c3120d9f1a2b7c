"""Statements to vectors, by the forms that say what they say."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.encoding import spoken_forms, statement_vectors


class Letters:
    """An encoder that counts a, e and o, and remembers what it was asked."""

    name = "letters"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit rows, zeros for a text without these letters."""
        self.asked.append(list(texts))
        counts = np.array([[text.count(each) for each in "aeo"] for text in texts], np.float32)
        counts = counts.reshape(-1, 3)
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        return (counts / np.where(lengths > 0, lengths, 1)).astype(np.float32)


@pytest.mark.parametrize(
    ("text", "language", "forms"),
    [
        ("Elever som trives", "nb", ["Elever som trives"]),
        ("Andel elever som trives", "nb", ["Andel elever som trives", "elever som trives"]),
        (
            "Andel elevar som trivst på skulen",
            "nn",
            ["Andel elever som trives på skolen", "elever som trives på skolen"],
        ),
        ("Share of pupils who thrive", "en", ["Share of pupils who thrive", "pupils who thrive"]),
        ("Andel", "nb", ["Andel"]),
        ("", "nb", [""]),
    ],
)
def test_a_statement_is_spoken_in_bokmål_and_without_its_template(
    text: str, language: str, forms: list[str]
) -> None:
    """One form where the two are equal, and a statement of template alone stays."""
    assert spoken_forms(text, language) == forms


def test_a_vector_is_the_mean_over_the_spoken_forms() -> None:
    """Of unit length, each form counting alike."""
    encoder = Letters()
    forms = spoken_forms("Andel elever som trives", "nb")
    mean = encoder.encode(forms).mean(axis=0)

    found = statement_vectors(["Andel elever som trives"], ["nb"], encoder)

    np.testing.assert_allclose(found, [mean / np.linalg.norm(mean)], rtol=1e-6)
    assert found.dtype == np.float32


def test_all_forms_are_encoded_at_once() -> None:
    """An encoder may learn its space from the texts at hand."""
    encoder = Letters()

    statement_vectors(["Andel elever", "Bolig"], ["nb", "nb"], encoder)

    assert encoder.asked == [["Andel elever", "elever", "Bolig"]]


def test_a_statement_that_the_encoder_has_nothing_for_stays_at_zeros() -> None:
    """Not a number divided by nothing."""
    found = statement_vectors(["", "bane", "123"], ["nb"] * 3, Letters())

    assert found.any(axis=1).tolist() == [False, True, False]
    assert np.isfinite(found).all()


def test_nynorsk_is_encoded_as_its_bokmål() -> None:
    """The same vector, as far as the words are led to the same."""
    nynorsk = statement_vectors(["Elevar på skulen"], ["nn"], Letters())
    bokmal = statement_vectors(["Elever på skolen"], ["nb"], Letters())

    np.testing.assert_array_equal(nynorsk, bokmal)


def test_no_statements_have_no_vectors() -> None:
    """As wide as the encoder's."""
    assert statement_vectors([], [], Letters()).shape == (0, 3)


def test_each_statement_has_its_language() -> None:
    """A list that is too short is no guess."""
    with pytest.raises(ValueError, match="shorter"):
        statement_vectors(["én", "to"], ["nb"], Letters())
