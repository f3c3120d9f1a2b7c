"""Latent semantic analysis of the corpus at hand: the encoder that runs everywhere."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.encoding import unit_rows
from pipeline.language.identify import identify_language
from pipeline.language.normalise import normalise_text
from pipeline.language.stem import content_stems
from pipeline.language.tokenise import tokenise

SEED = 20100617
MOST_DIMENSIONS = 100


class LsaEncoder:
    """Word and character tf-idf, reduced by singular values (Deerwester et al. 1990).

    The vectors hold within one call of `encode` only: the space is made from those texts.
    """

    name = "lsa"

    def __init__(self, notice: str = "", seed: int = SEED) -> None:
        self.version = version("scikit-learn")
        self.notice = notice
        self.seed = seed

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (n, d), d at most 100, rows of unit length; zeros for texts without words."""
        weights = _weights([normalise_text(text) for text in texts])
        dimensions = min(MOST_DIMENSIONS, len(texts) - 1, weights.shape[1] - 1)
        if dimensions < 1:
            return _single(weights)
        # Not ARPACK: it keeps random state of its own between calls, and gives others each time.
        svd = TruncatedSVD(dimensions, n_iter=7, n_oversamples=20, random_state=self.seed)
        return unit_rows(svd.fit_transform(weights).astype(np.float32))


def _weights(texts: list[str]) -> sparse.csr_array:
    tokens, stems = zip(*map(_words_and_stems, texts), strict=True) if texts else ((), ())
    if not any(tokens):
        return sparse.csr_array((len(texts), 1), dtype=np.float64)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    blocks = [characters.fit_transform([" ".join(words) for words in tokens])]
    if any(stems):
        words = TfidfVectorizer(analyzer=lambda document: document, sublinear_tf=True)
        blocks.append(words.fit_transform(stems))
    return sparse.csr_array(sparse.hstack(blocks))


# the same text is encoded among others under several choices
@lru_cache(maxsize=20_000)
def _words_and_stems(text: str) -> tuple[list[str], list[str]]:
    words = tokenise(text)
    return words, content_stems(words, identify_language([text]))


def _single(weights: sparse.csr_array) -> npt.NDArray[np.float32]:
    has_words = np.asarray(abs(weights).sum(axis=1)).reshape(-1, 1) > 0
    return has_words.astype(np.float32)
