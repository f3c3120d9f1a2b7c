"""Statements to vectors, the same way wherever it is done: by the forms that say what they say."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.language.nynorsk import bokmal_text
from pipeline.language.template import without_template
from pipeline.language.tokenise import part_identifiers

Floating = TypeVar("Floating", np.float32, np.float64)


class TextEncoder(Protocol):
    """Whatever turns texts into unit rows of vectors; its name chooses the learned weights."""

    name: str

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row of unit length for each text, shape (n, d); zeros for a text without words."""
        ...


def spoken_forms(text: str, language: str) -> list[str]:
    """The forms of a statement that are encoded: in bokmål, and without its genre's phrases.

    Encoders know bokmål better than nynorsk, and take two indicators for alike because both begin
    with a share. One form where the two are equal.

    >>> spoken_forms("Del elevar som trivst på skulen", "nn")
    ['Del elever som trives på skolen']
    >>> spoken_forms("Andel elever som trives", "nb")
    ['Andel elever som trives', 'elever som trives']
    """
    return list(_spoken_forms(text, language))


# the same statement is encoded under several choices
@lru_cache(maxsize=20_000)
def _spoken_forms(text: str, language: str) -> tuple[str, ...]:
    plain = part_identifiers(text)
    led = bokmal_text(plain) if language == "nn" else plain
    forms = [led, without_template(led, "nb" if language == "nn" else language)]
    return tuple(dict.fromkeys(forms))


def statement_vectors(
    texts: Sequence[str], languages: Sequence[str], encoder: TextEncoder
) -> npt.NDArray[np.float32]:
    """Rows of unit length, shape (n, d): each the mean over the statement's spoken forms."""
    forms = [spoken_forms(*each) for each in zip(texts, languages, strict=True)]
    encoded = encoder.encode([form for each in forms for form in each])
    owners = np.repeat(np.arange(len(forms)), [len(each) for each in forms])
    return mean_rows(encoded, owners, len(forms))


def mean_rows(
    vectors: npt.NDArray[np.float32], owners: npt.NDArray[np.intp] | Sequence[int], count: int
) -> npt.NDArray[np.float32]:
    """Unit rows, shape (count, d): the direction of the mean of each owner's vectors."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    return unit_rows(sums)


def unit_rows(vectors: npt.NDArray[Floating]) -> npt.NDArray[Floating]:
    """The rows at length one, shape (n, d), n may be 0; rows of zeros stay so.

    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(vectors.dtype)
