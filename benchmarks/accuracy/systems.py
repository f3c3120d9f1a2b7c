"""The systems held against each other: simple ones, the encoder by itself, and the engine."""

from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.accuracy.measures import SEED, Result
from benchmarks.accuracy.sets import LinkSet
from pipeline.coupling.fusion import FusionModel, load_fusion
from pipeline.coupling.linking import compare, judge_pairs
from pipeline.coupling.statements import Matrix, checked_statements
from pipeline.coupling.verdicts import place_verdicts
from pipeline.embedding.lsa import LsaEncoder
from pipeline.encoding import TextEncoder
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
    link_set: LinkSet, encoder: TextEncoder, model: FusionModel | None = None
) -> Callable[[pd.DataFrame | None], Result]:
    """What `kopling link` says of a set, as a function of verdicts or None.

    Verdicts have `source_id, target_id, linked`. The fusion is the shipped one unless given.
    """
    below = checked_statements(link_set.source, link_set.name)
    above = checked_statements(link_set.target, link_set.name)
    compared = compare(below, above, encoder)
    chosen = model or load_fusion(encoder.name)

    def answer(verdicts: pd.DataFrame | None = None) -> Result:
        placed = None if verdicts is None else place_verdicts(verdicts, below["id"], above["id"])
        found = judge_pairs(compared, chosen, CouplingParams(), placed)
        return Result(found.score, found.probability, found.linked)

    return answer


def _cosines(vectorizer: TfidfVectorizer, source: list[str], target: list[str]) -> Matrix:
    weights = sparse.csr_array(vectorizer.fit_transform([*source, *target]))
    split = len(source)
    return np.asarray((weights[:split] @ weights[split:].T).toarray())


def _encoded(encoder: TextEncoder, source: list[str], target: list[str]) -> Matrix:
    vectors = encoder.encode([*source, *target]).astype(np.float64)
    return np.asarray(vectors[: len(source)] @ vectors[len(source) :].T)
