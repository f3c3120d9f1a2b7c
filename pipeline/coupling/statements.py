"""Statements made ready for comparison: words, stems and, where an encoder ran, vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.language.identify import identify_language
from pipeline.language.stem import content_stems
from pipeline.language.tokenise import tokenise

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Statements:
    """One side of a comparison, in order: n texts as tokens and stems, vectors of shape (n, d)."""

    tokens: list[list[str]]
    stems: list[list[str]]
    vectors: Matrix | None

    @property
    def has_words(self) -> npt.NDArray[np.bool_]:
        """True for each statement that says anything at all, shape (n,)."""
        return np.array([bool(words) for words in self.tokens], dtype=bool)


def prepare_statements(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: npt.NDArray[np.floating] | None = None,
) -> Statements:
    """Texts as statements; `languages` names nb, nn or en for each.

    >>> prepare_statements(["Flere barn i barnehagene"], ["nb"]).stems
    [['barn', 'barnehag']]
    """
    tokens = [tokenise(text) for text in texts]
    stems = [content_stems(words, name) for words, name in zip(tokens, languages, strict=True)]
    return Statements(tokens, stems, None if vectors is None else np.asarray(vectors, np.float64))


def statement_languages(texts: Sequence[str], language: str) -> list[str]:
    """A language for each text: the one given, or for `auto` and `mixed` a guess.

    `auto` takes the texts together for English or Norwegian, and each by itself for bokmål or
    nynorsk; `mixed` takes each by itself. What a text doesn't tell, the others tell for it.

    >>> statement_languages(["Eininga skal ikkje auke", "Plan", "Ikke øke"], "auto")
    ['nn', 'nn', 'nb']
    """
    if language not in ("auto", "mixed"):
        return [language] * len(texts)
    common = identify_language(texts)
    if language == "auto" and common == "en":
        return ["en"] * len(texts)
    guessed = [identify_language([text], otherwise=common) for text in texts]
    return [common if language == "auto" and name == "en" else name for name in guessed]
