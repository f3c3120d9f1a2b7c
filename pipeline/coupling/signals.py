"""Views of how near two statements are: meaning, public task, words, letters, what is covered."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from pipeline.coupling.fieldspace import FieldSpace, letter_weights, load_fieldspace
from pipeline.coupling.statements import Matrix, Parts, Places, Sentences, Statements
from pipeline.encoding import unit_rows
from pipeline.language.direction import Aim, oppositions
from pipeline.language.stem import stem
from pipeline.language.wordlists import template_words

# A word that every plan uses still tells a little; found to matter little either way.
TEMPLATE_WEIGHT = 0.3
# So many background vectors are counted into each side's own mean: a side of one or two
# statements would else be centred on itself, and nothing would be left of it.
CENTRE_PSEUDO_COUNT = 5.0
CHARACTERS = (3, 5)
NEAREST = 5


@dataclass(frozen=True)
class Signals:
    """Signals for every pair, each of shape (sources, targets); `encoder` may be missing.

    `encoder` is the cosine of sentence vectors, `parts` how well the source's sentences are each
    met by one of the target's; `field` the nearness among public tasks; `words`
    and `characters` cosines of tf-idf; `coverage` the share of the shorter statement's words that
    the other has; `opposed` how much the two pull the same thing opposite ways.
    """

    encoder: Matrix | None
    parts: Matrix | None
    field: Matrix
    words: Matrix
    characters: Matrix
    coverage: Matrix
    opposed: Matrix

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


def ownness(sources: int, targets: int) -> float:
    """How far each source may have targets of its own: min(1, targets / sources).

    1 where targets are as many as sources or more; near 0 where many units share a few objectives.

    >>> ownness(400, 40), ownness(20, 60)
    (0.1, 1.0)
    """
    return min(1.0, targets / max(1, sources))


def spread_out(signals: Signals, own: float) -> Signals:
    """The signals with hubs taken off those that come from sentence vectors."""
    near = {"encoder": signals.encoder, "parts": signals.parts}
    told = {name: each for name, each in near.items() if each is not None}
    return replace(signals, **{name: without_hubs(each, own) for name, each in told.items()})


def without_hubs(cosines: Matrix, own: float) -> Matrix:
    """The cosines less half of how near each statement is to its nearest on the other side.

    c − w · (r_s + r_t) / 2, where r_s and r_t are the mean cosines of the row's and the column's
    five nearest (cross-domain similarity local scaling, Conneau et al. 2018), missing ones counted
    as 0, for a few statements tell of no hubs. What is near to everything is near to nothing in
    particular; w is the ownness `own`, for where many goals share few objectives an objective may
    well be near to many.
    """
    if not cosines.size:
        return cosines
    rows = np.sort(cosines, axis=1)[:, -NEAREST:].sum(axis=1, keepdims=True) / NEAREST
    columns = np.sort(cosines, axis=0)[-NEAREST:].sum(axis=0, keepdims=True) / NEAREST
    return np.asarray(cosines - own * (rows + columns) / 2)


def word_space(terms: Sequence[Sequence[str]]) -> WordSpace:
    """Unit rows of tf-idf over stems and parts of compounds, (1 + log tf) · idf.

    Template words are weighed down, in the weights and in the mass.
    """
    if not any(terms):
        blank = sparse.csr_array((len(terms), 1))
        return WordSpace(blank, blank, [""])
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    weights = vectorizer.fit_transform(terms)
    vocabulary = vectorizer.get_feature_names_out().tolist()
    template = template_stems()
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


def side_mean(vectors: Matrix, background: Matrix) -> Matrix:
    """The side's own mean drawn towards the background's, shape (d,)."""
    total = vectors.sum(axis=0) + CENTRE_PSEUDO_COUNT * background.mean(axis=0)
    return np.asarray(total / (len(vectors) + CENTRE_PSEUDO_COUNT))


def centred(vectors: Matrix, background: Matrix) -> Matrix:
    """Unit rows after the side's own mean is taken away, drawn towards the background's mean.

    Sentence vectors share a large common part; what tells two apart is what is left without it.
    """
    return vectors if not len(vectors) else _around(vectors, side_mean(vectors, background))


@dataclass(frozen=True)
class FieldPlaces:
    """The field space at hand, and what the letters of each statement give in it, shape (n, k)."""

    space: FieldSpace
    by_letters: Matrix
    takes_vectors: bool

    def of(self, rows: Places, vectors: Matrix | None) -> Matrix:
        """Unit rows: places of the statements in these rows, `vectors` centred as the signal's."""
        if vectors is None or not self.takes_vectors:
            return unit_rows(self.by_letters[rows])
        return unit_rows(self.by_letters[rows] + vectors @ self.space.from_vectors)


@dataclass(frozen=True)
class Side:
    """n statements of one side of a comparison in every view; rows are statements.

    `meanings` are unit rows around the side's mean, of the statements and then of sentences, and
    `sentences` tells whose those are; `places` are unit rows among the public tasks; `words`,
    `characters` and `mass` as `WordSpace` has them.
    """

    meanings: Matrix | None
    sentences: Sentences | None
    places: Matrix
    words: sparse.csr_array
    characters: sparse.csr_array
    mass: sparse.csr_array
    aims: list[list[Aim]]

    def __len__(self) -> int:
        return len(self.places)

    @property
    def vectors(self) -> Matrix | None:
        """The statements' own unit rows, (n, d)."""
        return None if self.meanings is None else self.meanings[: len(self)]

    @property
    def units(self) -> Matrix | sparse.csr_array:
        """What cosines of the statements are taken of: centred vectors, or words."""
        return self.words if self.vectors is None else self.vectors


@dataclass(frozen=True)
class Held:
    """Two sides that are held against each other."""

    sources: Side
    targets: Side

    @property
    def shape(self) -> tuple[int, int]:
        """(sources, targets)."""
        return len(self.sources), len(self.targets)

    def signals(self) -> Signals:
        """The signals of every pair."""
        below, above = self.sources, self.targets
        encoder = (
            None
            if below.vectors is None or above.vectors is None
            else np.asarray(below.vectors @ above.vectors.T)
        )
        return Signals(
            encoder=encoder,
            parts=_met_parts(below, above, encoder),
            field=np.asarray(below.places @ above.places.T),
            words=_cosines(below.words, above.words),
            characters=_cosines(below.characters, above.characters),
            coverage=_coverage(below.mass, above.mass),
            opposed=oppositions(below.aims, above.aims),
        )


def _met_parts(below: Side, above: Side, whole: Matrix | None) -> Matrix | None:
    """The mean over a source's sentences of the nearest of the target's; else `whole`."""
    if below.sentences is None or above.sentences is None:
        return whole
    (mine, counts), (theirs, their_counts) = _sentences(below), _sentences(above)
    starts, their_starts = (np.cumsum(each) - each for each in (counts, their_counts))
    best = np.maximum.reduceat(mine @ theirs.T, their_starts, axis=1)
    return np.asarray(np.add.reduceat(best, starts, axis=0) / counts[:, None])


def _sentences(side: Side) -> tuple[Matrix, Places]:
    """The unit rows of all sentences, statement after statement, and how many each has."""
    assert side.sentences is not None
    assert side.meanings is not None
    rows = side.sentences.rows(np.arange(len(side)))
    return side.meanings[rows], side.sentences.counts


@dataclass(frozen=True)
class Space:
    """All statements of one comparison in every view: rows are statements."""

    words: WordSpace
    characters: sparse.csr_array
    places: FieldPlaces
    aims: list[list[Aim]]
    vectors: Matrix | None
    parts: Parts | None
    background: Matrix | None

    def with_vectors(self, vectors: Matrix | None, encoder: str) -> "Space":
        """The same statements with the vectors of another encoder, alone."""
        takes = encoder == self.places.space.encoder
        places = replace(self.places, takes_vectors=takes)
        return replace(self, places=places, vectors=vectors, parts=None, background=None)

    def between(self, sources: Places, targets: Places) -> Signals:
        """Signals of the statements in rows `sources` against those in rows `targets`."""
        return self.held(sources, targets).signals()

    def held(self, sources: Places, targets: Places) -> Held:
        """The two sides in every view, each centred as a whole, ready to be compared."""
        below, above = self._side(sources), self._side(targets)
        return Held(below, above)

    def _side(self, rows: Places) -> Side:
        meanings, sentences = self._meanings(rows)
        vectors = None if meanings is None else meanings[: len(rows)]
        return Side(
            meanings=meanings,
            sentences=sentences,
            places=self.places.of(rows, vectors),
            words=self.words.weights[rows],
            characters=self.characters[rows],
            mass=self.words.mass[rows],
            aims=[self.aims[row] for row in rows],
        )

    def units(self, rows: Places) -> Matrix | sparse.csr_array:
        """What cosines of the statements in `rows` are taken of: centred vectors, or words."""
        vectors = self._centred(rows)
        return self.words.weights[rows] if vectors is None else vectors

    def _centred(self, rows: Places) -> Matrix | None:
        if self.vectors is None:
            return None
        return centred(self.vectors[rows], self._known())

    def _known(self) -> Matrix:
        known = self.vectors if self.background is None else self.background
        assert known is not None
        return known

    def _meanings(self, rows: Places) -> tuple[Matrix | None, Sentences | None]:
        if self.parts is None or self.vectors is None:
            return self._centred(rows), None
        wholes = self.vectors[rows]
        others, sentences = self.parts.apart(rows, wholes)
        mean = side_mean(wholes, self._known())
        return _around(np.vstack([wholes, others]), mean), sentences


def statement_space(
    statements: Statements,
    background: Matrix | None = None,
    encoder: str = "",
    field: FieldSpace | None = None,
) -> Space:
    """The statements' space; `background` holds vectors of other statements, shape (k, d).

    Without a background, all the statements together serve as it. `encoder` names what made the
    vectors: the field space (the shipped one unless given) takes only those it was learned from.
    """
    space = field or load_fieldspace()
    by_letters = letter_weights(statements.led, space.idf) @ space.from_letters
    return Space(
        words=word_space(statements.terms),
        characters=character_weights(statements.led),
        places=FieldPlaces(space, np.asarray(by_letters), encoder == space.encoder),
        aims=statements.aims,
        vectors=statements.vectors,
        parts=statements.parts,
        background=background,
    )


def strongest_part(signals: Signals, owners: Sequence[int], count: int) -> Signals:
    """Targets that were compared in parts: each signal's largest value over a target's parts.

    `owners[j]` is the target that column j is a part of; shape becomes (sources, count). What is
    opposed is told of a target's first part, the objective itself: its measures may go either way.
    """
    owner = np.asarray(owners)
    starts = np.searchsorted(owner, np.arange(count))
    gathered = {
        name: np.maximum.reduceat(matrix, starts, axis=1)
        for name, matrix in signals.present().items()
    }
    return replace(signals, **gathered | {"opposed": signals.opposed[:, starts]})


def _around(vectors: Matrix, mean: Matrix) -> Matrix:
    """Unit rows around a mean; rows of zeros stay so, lest they be like the mean's opposite."""
    rest = vectors - mean
    rest[~vectors.any(axis=1)] = 0.0
    return unit_rows(rest)


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


@lru_cache(maxsize=1)
def template_stems() -> frozenset[str]:
    """Stems of the words that every plan uses."""
    return frozenset(stem(word, "nb") for word in template_words())
