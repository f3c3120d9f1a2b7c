"""The systems held against each other: simple ones, the encoder by itself, and the engine."""

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.accuracy.fitting import Labelled, fit_fusion
from benchmarks.accuracy.measures import SEED, Result
from benchmarks.accuracy.sets import LinkSet
from pipeline.coupling.decision import decide
from pipeline.coupling.fusion import score_pairs
from pipeline.coupling.linking import TextEncoder, link_statements
from pipeline.coupling.statements import Matrix
from pipeline.embedding.lsa import LsaEncoder
from pipeline.language.normalise import normalise_text
from pipeline.language.tokenise import tokenise
from pipeline.params import CouplingParams

ENGINE = "kopling"
WORD = r"(?u)\b\w+\b"


class RememberingEncoder:
    """An encoder that encodes each text once, however often it is asked.

    Only for encoders whose vector of a text does not depend on the other texts.
    """

    def __init__(self, encoder: TextEncoder) -> None:
        self.name = encoder.name
        self.encoder = encoder
        self.vectors: dict[str, npt.NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row for each text, shape (n, d)."""
        new = [text for text in dict.fromkeys(texts) if text not in self.vectors]
        if new:
            self.vectors |= dict(zip(new, self.encoder.encode(new), strict=True))
        return np.stack([self.vectors[text] for text in texts])


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
        "bm25": Result(bm25_scores(source, target)),
        "characters": Result(_cosines(characters, source, target)),
        "lsa": Result(_encoded(LsaEncoder(), source, target)),
        "encoder": Result(_encoded(encoder, source, target)),
    }


def bm25_scores(source: Sequence[str], target: Sequence[str]) -> Matrix:
    """BM25 of each target for the words of each source, shape (sources, targets), at least 0.

    As Lucene has it, k₁ = 1.5, b = 0.75 (Robertson & Zaragoza 2009, "The probabilistic relevance
    framework: BM25 and beyond"); words as the pipeline parts them, not stemmed.

    >>> bm25_scores(["skole og bane"], ["ny skole", "ny vei"]).round(2).tolist()
    [[0.28, 0.0]]
    """
    index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    index.index([tokenise(text) for text in target], show_progress=False)
    words = [tokenise(text) for text in source]
    none = np.zeros(len(target))
    scores = [index.get_scores(each) if each else none for each in words]
    return np.stack(scores).astype(np.float64)


def engine(
    link_set: LinkSet,
    params: CouplingParams,
    encoder: TextEncoder,
    verdicts: pd.DataFrame | None = None,
) -> Result:
    """What `kopling link` says of a set, given verdicts `source_id, target_id, linked` or none."""
    links = link_statements(link_set.source, link_set.target, params, encoder, verdicts)
    return as_result(links, link_set)


def as_result(links: pd.DataFrame, link_set: LinkSet) -> Result:
    """Rows of `source_id, target_id, score, probability, linked` as matrices (sources, targets).

    A pair without a row has score and probability 0 and is not linked.
    """
    at = tuple(
        pd.Index(side["id"].astype(str)).get_indexer(pd.Index(links[name]))
        for side, name in ((link_set.source, "source_id"), (link_set.target, "target_id"))
    )
    score, probability = np.zeros(link_set.known.shape), np.zeros(link_set.known.shape)
    linked = np.zeros(link_set.known.shape, dtype=bool)
    score[at], probability[at] = links["score"], links["probability"]
    linked[at] = links["linked"]
    return Result(score, probability, linked)


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
