"""Four views of how near two statements are: meaning, words, letters, and what is covered."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from pipeline.coupling.statements import Matrix, Statements
from pipeline.language.compounds import with_compound_parts
from pipeline.language.stem import stem
from pipeline.language.wordlists import template_words

Rows = npt.NDArray[np.int_]

# A word that every plan uses still tells a little; found to matter little either way.
TEMPLATE_WEIGHT = 0.3
# So many background vectors are counted into each side's own mean: a side of one or two
# statements would else be centred on itself, and nothing would be left of it.
CENTRE_PSEUDO_COUNT = 5.0
CHARACTERS = (3, 5)


@dataclass(frozen=True)
class Signals:
    """Signals for every pair, each of shape (sources, targets); `encoder` may be missing."""

    encoder: Matrix | None
    words: Matrix
    characters: Matrix
    coverage: Matrix

    @property
    def shape(self) -> tuple[int, int]:
        """(sources, targets)."""
        return self.words.shape[0], self.words.shape[1]

    def present(self) -> dict[str, Matrix]:
        """The signals that there are, by name, in the order of the fields."""
        pairs = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: matrix for name, matrix in pairs.items() if matrix is not None}


@dataclass(frozen=True)
class WordSpace:
    """Word weights of all statements: rows are statements, columns are stems.

    `weights` has unit rows; `mass` holds each stem's idf where it occurs, however often.
    """

    weights: sparse.csr_array
    mass: sparse.csr_array
    stems: list[str]

    def terms(self) -> list[dict[str, float]]:
        """For each statement its stems with their weights."""
        rows = self.weights.tocsr()
        bounds = zip(rows.indptr, rows.indptr[1:], strict=False)
        return [
            {
                self.stems[column]: float(weight)
                for column, weight in zip(rows.indices[a:b], rows.data[a:b], strict=True)
            }
            for a, b in bounds
        ]


def word_space(stems: Sequence[Sequence[str]]) -> WordSpace:
    """Unit rows of tf-idf over stems and parts of compounds, (1 + log tf) · idf.

    Template words are weighed down, in the weights and in the mass.
    """
    if not any(stems):
        blank = sparse.csr_array((len(stems), 1))
        return WordSpace(blank, blank, [""])
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    weights = vectorizer.fit_transform(with_compound_parts(stems))
    vocabulary = vectorizer.get_feature_names_out().tolist()
    template = _template_stems()
    scale = np.array([TEMPLATE_WEIGHT if term in template else 1.0 for term in vocabulary])
    mass = (weights > 0).multiply(scale * vectorizer.idf_)
    return WordSpace(
        sparse.csr_array(normalize(weights.multiply(scale).tocsr())),
        sparse.csr_array(mass),
        vocabulary,
    )


def character_weights(tokens: Sequence[Sequence[str]]) -> sparse.csr_array:
    """Unit rows of tf-idf over runs of 3 to 5 letters within words, as compounds share them."""
    if not any(tokens):
        return sparse.csr_array((len(tokens), 1))
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=CHARACTERS, sublinear_tf=True)
    return sparse.csr_array(vectorizer.fit_transform([" ".join(words) for words in tokens]))


def centred(vectors: Matrix, background: Matrix) -> Matrix:
    """Unit rows after the side's own mean is taken away, drawn towards the background's mean.

    Sentence vectors share a large common part; what tells two apart is what is left without it.
    """
    if not len(vectors):
        return vectors
    count = len(vectors)
    total = vectors.sum(axis=0) + CENTRE_PSEUDO_COUNT * background.mean(axis=0)
    rest = vectors - total / (count + CENTRE_PSEUDO_COUNT)
    # A text without words has a vector of zeros, and must not become like the mean's opposite.
    rest[~vectors.any(axis=1)] = 0.0
    return np.asarray(normalize(rest), dtype=np.float64)


@dataclass(frozen=True)
class Space:
    """All statements of one comparison in the four views: rows are statements."""

    words: WordSpace
    characters: sparse.csr_array
    vectors: Matrix | None
    background: Matrix | None

    def between(self, sources: Rows, targets: Rows) -> Signals:
        """Signals of the statements in rows `sources` against those in rows `targets`."""
        words = self.words.weights
        return Signals(
            encoder=self._encoder_cosines(sources, targets),
            words=_cosines(words[sources], words[targets]),
            characters=_cosines(self.characters[sources], self.characters[targets]),
            coverage=_coverage(self.words.mass[sources], self.words.mass[targets]),
        )

    def _encoder_cosines(self, sources: Rows, targets: Rows) -> Matrix | None:
        if self.vectors is None:
            return None
        known = self.vectors if self.background is None else self.background
        below, above = self.vectors[sources], self.vectors[targets]
        return np.asarray(centred(below, known) @ centred(above, known).T)


def statement_space(statements: Statements, background: Matrix | None = None) -> Space:
    """The statements' space; `background` holds vectors of other statements, shape (k, d).

    Without a background, all the statements together serve as it.
    """
    return Space(
        words=word_space(statements.stems),
        characters=character_weights(statements.tokens),
        vectors=statements.vectors,
        background=background,
    )


def strongest_part(signals: Signals, owners: Sequence[int], count: int) -> Signals:
    """Targets that were compared in parts: each signal's largest value over a target's parts.

    `owners[j]` is the target that column j is a part of; shape becomes (sources, count).
    """
    owner = np.asarray(owners)
    starts = np.searchsorted(owner, np.arange(count))
    gathered = {
        name: np.maximum.reduceat(matrix, starts, axis=1)
        for name, matrix in signals.present().items()
    }
    return replace(signals, **gathered)


def _cosines(sources: sparse.csr_array, targets: sparse.csr_array) -> Matrix:
    return np.asarray((sources @ targets.T).toarray(), dtype=np.float64)


def _coverage(sources: sparse.csr_array, targets: sparse.csr_array) -> Matrix:
    """Idf of the shared stems over that of the statement with the smaller sum, in [0, 1].

    A short objective may be covered by a long measure whose cosine with it is small.
    """
    shared = (sources @ (targets > 0).astype(float).T).toarray()
    below, above = sources.sum(axis=1), targets.sum(axis=1)
    least = np.minimum.outer(np.asarray(below).ravel(), np.asarray(above).ravel())
    return np.asarray(shared / np.where(least > 0, least, 1.0))


def _template_stems() -> frozenset[str]:
    return frozenset(stem(word, "nb") for word in template_words())
