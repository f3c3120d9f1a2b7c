"""The space of public tasks: learned from statements written for this project, shipped as numbers.

python -m benchmarks.accuracy.fieldspace

A statement's place is a linear function of its sentence vector and of the letter runs of its
words. The function is learned so that a statement lies nearer to the objective that it serves than
to the set's other objectives (InfoNCE, van den Oord et al. 2018), starting from the directions in
which objectives differ more than the statements under one objective do (Fisher 1936).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from benchmarks.accuracy.training import TrainingSet, load_training, side_by_side
from pipeline.coupling.fieldspace import (
    BUCKETS,
    FieldSpace,
    fieldspace_from_arrays,
    fieldspace_to_arrays,
    letter_runs,
    letter_weights,
)
from pipeline.coupling.statements import Matrix, prepare_statements, statement_languages
from pipeline.embedding.encoder import encoder_by_name
from pipeline.encoding import TextEncoder, statement_vectors
from pipeline.params import EmbeddingParams

Single = npt.NDArray[np.float32]
# The maps are learned in single precision, and tried in double.
Floats = npt.NDArray[np.floating]
RESOURCE = Path("pipeline/coupling/resources/fieldspace.npz")
CACHE = Path(".kopling/cache/training")
SEED = 20100617


@dataclass(frozen=True)
class Settings:
    """How the space is learned; found on training sets left out, never on the sets reported on."""

    dimensions: int = 200
    steps: int = 100
    most_statements: int = 1500
    shrinkage: float = 3.0
    temperature: float = 12.0
    objectives_choose: float = 0.3
    drop_places: float = 0.3
    drop_letters: float = 0.5
    stay_vectors: float = 3e-3
    stay_letters: float = 3e-4
    rate_vectors: float = 1e-3
    rate_letters: float = 1e-2


@dataclass(frozen=True)
class Prepared:
    """One set as numbers: vectors centred by side, letters, and each source's share of links."""

    sources: Floats
    targets: Floats
    source_letters: sparse.csr_array
    target_letters: sparse.csr_array
    links: Floats


def merged(sets: Sequence[TrainingSet]) -> list[TrainingSet]:
    """Sets of one style and language side by side, so that fields are told from one another.

    Sets that were written for the same fields stay apart: what serves an objective in one of
    them may well serve one of the other's.
    """
    groups: dict[str, list[TrainingSet]] = {}
    for each in sets:
        groups.setdefault(each.name.rsplit("-", 1)[0], []).append(each)
    return [side_by_side(name, group) for name, group in groups.items()]


def learn(
    sets: Sequence[TrainingSet], encoder: TextEncoder, settings: Settings | None = None
) -> FieldSpace:
    """The space learned from the sets; the same sets and settings give the same space."""
    chosen = settings or Settings()
    tokens = [words for each in sets for words in spoken_words([*each.sources, *each.targets])]
    present = np.asarray((letter_runs(tokens) > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(tokens)) / (1 + present))
    data = [prepare(each, encoder, idf) for each in sets]
    start = discriminant(data, chosen)
    vectors, letters = _descend(data, start.astype(np.float32), chosen)
    return FieldSpace(encoder.name, vectors, letters, idf)


def learned_before(
    sets: Sequence[TrainingSet], encoder: TextEncoder, folder: Path = CACHE
) -> FieldSpace:
    """As `learn`, kept by content: a space that was learned from these sets before is read."""
    said = repr([(each.sources, each.targets, each.known.tolist()) for each in sets])
    key = sha256(f"{encoder.name} {Settings()} {said}".encode()).hexdigest()[:16]
    path = folder / f"fieldspace-{key}.npz"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **fieldspace_to_arrays(learn(sets, encoder)))
    with np.load(path, allow_pickle=False) as content:
        return fieldspace_from_arrays(dict(content))


def prepare(each: TrainingSet, encoder: TextEncoder, idf: Matrix) -> Prepared:
    """The set as numbers."""
    split = len(each.sources)
    texts = [*each.sources, *each.targets]
    vectors = statement_vectors(texts, statement_languages(texts, "auto"), encoder)
    letters = letter_weights(spoken_words(texts), idf).astype(np.float32)
    return Prepared(
        _centred(vectors[:split]),
        _centred(vectors[split:]),
        letters[:split],
        letters[split:],
        each.known.astype(np.float32),
    )


def spoken_words(texts: Sequence[str]) -> list[list[str]]:
    """Each text's words, nynorsk led to bokmål, as the engine places them."""
    return prepare_statements(texts, statement_languages(texts, "auto")).led


def discriminant(data: Sequence[Prepared], settings: Settings) -> Matrix:
    """Fisher's directions, shape (d, k): spread of all statements over that within links."""
    pairs = [np.nonzero(each.links) for each in data]
    within = np.concatenate(
        [
            each.sources[rows] - each.targets[columns]
            for each, (rows, columns) in zip(data, pairs, strict=True)
        ]
    )
    every = np.concatenate([side for each in data for side in (each.sources, each.targets)])
    spread = within.T @ within / len(within)
    spread += settings.shrinkage * np.trace(spread) / len(spread) * np.eye(len(spread))
    values, axes = np.linalg.eigh(spread)
    whiten = (axes * values**-0.5) @ axes.T
    values, axes = np.linalg.eigh(whiten @ (every.T @ every / len(every)) @ whiten)
    best = np.argsort(-values)[: settings.dimensions]
    found = whiten @ axes[:, best] * np.sqrt(np.maximum(values[best], 0.0))
    return np.asarray(found / np.linalg.norm(every @ found, axis=1).mean())


def _descend(data: Sequence[Prepared], start: Single, settings: Settings) -> tuple[Single, Single]:
    """Adam (Kingma & Ba 2015) on the sets' mean loss, with dropout and a pull to the start."""
    random = np.random.default_rng(SEED)
    vectors, letters = start.copy(), np.zeros((BUCKETS, settings.dimensions), np.float32)
    moving = (_Adam(settings.rate_vectors), _Adam(settings.rate_letters))
    for _ in range(settings.steps):
        slope_vectors = 2 * settings.stay_vectors * (vectors - start)
        slope_letters = 2 * settings.stay_letters * letters
        for each in data:
            part = _sampled(each, settings.most_statements, random)
            by_vectors, by_letters = _slopes(part, vectors, letters, settings, random)
            slope_vectors += by_vectors / len(data)
            slope_letters += by_letters / len(data)
        vectors -= moving[0].step(slope_vectors)
        letters -= moving[1].step(slope_letters)
    return vectors, letters


def _slopes(
    part: Prepared,
    vectors: Floats,
    letters: Floats,
    settings: Settings,
    random: np.random.Generator,
) -> tuple[Floats, Floats]:
    """The loss's slopes by both maps, for one set with some of its letters and places dropped."""
    below = _Side(part.sources, part.source_letters, vectors, letters, settings, random)
    above = _Side(part.targets, part.target_letters, vectors, letters, settings, random)
    pull = _pull(settings.temperature * below.places @ above.places.T, part.links, settings)
    pull *= settings.temperature
    first, second = below.slopes(pull @ above.places), above.slopes(pull.T @ below.places)
    return first[0] + second[0], first[1] + second[1]


def _pull(nearness: Floats, links: Floats, settings: Settings) -> Floats:
    """The loss's slope by each nearness: each linked side chooses among the other by softmax."""
    total = np.zeros_like(nearness)
    for axis, weight in ((1, 1.0), (0, settings.objectives_choose)):
        count = links.sum(axis=axis, keepdims=True)
        linked = count > 0
        powers = np.exp(nearness - nearness.max(axis=axis, keepdims=True))
        chosen = powers / powers.sum(axis=axis, keepdims=True)
        wanted = links / np.where(linked, count, 1.0)
        total += weight * np.where(linked, chosen - wanted, 0.0) / linked.sum()
    return total


class _Side:
    """One side's places under dropout, and the way back from them to the maps."""

    def __init__(
        self,
        sentence: Floats,
        runs: sparse.csr_array,
        vectors: Floats,
        letters: Floats,
        settings: Settings,
        random: np.random.Generator,
    ) -> None:
        self.sentence = sentence
        kept = random.random(runs.data.size, np.float32) >= settings.drop_letters
        data = runs.data * kept / np.float32(1 - settings.drop_letters)
        self.runs = sparse.csr_array((data, runs.indices, runs.indptr), runs.shape)
        raw = sentence @ vectors + self.runs @ letters
        kept = random.random(raw.shape, np.float32) >= settings.drop_places
        self.mask = kept / np.float32(1 - settings.drop_places)
        raw *= self.mask
        self.length = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-12)
        self.places = raw / self.length

    def slopes(self, by_place: Floats) -> tuple[Floats, Floats]:
        """Slopes by both maps, of the slopes by place."""
        along = (by_place * self.places).sum(axis=1, keepdims=True)
        raw = self.mask * (by_place - along * self.places) / self.length
        return self.sentence.T @ raw, np.asarray(self.runs.T @ raw)


class _Adam:
    """Steps by running means of slope and squared slope."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.count = 0
        self.mean: Floats = np.zeros((), np.float32)
        self.square: Floats = np.zeros((), np.float32)

    def step(self, slope: Floats) -> Single:
        """The step for this slope, same shape."""
        self.count += 1
        self.mean = 0.9 * self.mean + 0.1 * slope
        self.square = 0.999 * self.square + 0.001 * np.square(slope)
        mean = self.mean / (1 - 0.9**self.count)
        square = self.square / (1 - 0.999**self.count)
        return np.asarray(self.rate * mean / (np.sqrt(square) + 1e-8), dtype=np.float32)


def _sampled(each: Prepared, most: int, random: np.random.Generator) -> Prepared:
    if len(each.sources) <= most:
        return each
    rows = random.choice(len(each.sources), most, replace=False)
    return Prepared(
        each.sources[rows],
        each.targets,
        each.source_letters[rows],
        each.target_letters,
        each.links[rows],
    )


def _centred(vectors: Floats) -> Floats:
    rest = vectors - vectors.mean(axis=0)
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-12))


def main() -> None:
    """Learn from every training set, and write what the engine reads."""
    encoder = encoder_by_name(EmbeddingParams())
    training = [each for each in load_training() if each.is_public_task]
    space = learned_before(merged(training), encoder)
    np.savez_compressed(RESOURCE, **fieldspace_to_arrays(space))
    print(f"{RESOURCE}: {RESOURCE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
