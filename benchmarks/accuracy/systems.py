"""The systems held against each other: simple ones, the encoder by itself, and the engine."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.accuracy.fitting import Labelled, fit_fusion
from benchmarks.accuracy.measures import SEED, Result
from benchmarks.accuracy.sets import LinkSet
from pipeline.coupling.decision import decide
from pipeline.coupling.fusion import score_pairs
from pipeline.coupling.linking import TextEncoder
from pipeline.coupling.statements import Matrix
from pipeline.embedding.lsa import LsaEncoder
from pipeline.language.normalise import normalise_text
from pipeline.params import CouplingParams

WORD = r"(?u)\b\w+\b"


def baselines(link_set: LinkSet, encoder: TextEncoder) -> dict[str, Result]:
    """Scores of the simple systems on one set, by name."""
    source = [normalise_text(text) for text in link_set.source["text"]]
    target = [normalise_text(text) for text in link_set.target["text"]]
    words = TfidfVectorizer(token_pattern=WORD, sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    random = np.random.default_rng(SEED).random(link_set.known.shape)
    return {
        "random": Result(random),
        "words": Result(_cosines(words, source, target)),
        "characters": Result(_cosines(characters, source, target)),
        "lsa": Result(_encoded(LsaEncoder(), source, target)),
        "encoder": Result(_encoded(encoder, source, target)),
    }


def engine_left_out(sets: Sequence[Labelled], held_out: int, params: CouplingParams) -> Result:
    """The engine on one set, its numbers fitted on all the others."""
    model = fit_fusion([each for index, each in enumerate(sets) if index != held_out])
    scores = score_pairs(sets[held_out].signals, model)
    linked = decide(scores.probability, params.linked_from, params.linked_least)
    return Result(scores.score, scores.probability, linked)


def _cosines(vectorizer: TfidfVectorizer, source: list[str], target: list[str]) -> Matrix:
    weights = sparse.csr_array(vectorizer.fit_transform([*source, *target]))
    split = len(source)
    return np.asarray((weights[:split] @ weights[split:].T).toarray())


def _encoded(encoder: TextEncoder, source: list[str], target: list[str]) -> Matrix:
    vectors = encoder.encode([*source, *target]).astype(np.float64)
    return np.asarray(vectors[: len(source)] @ vectors[len(source) :].T)
