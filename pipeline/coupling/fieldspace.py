"""Where statements stand among the public tasks: a space learned from statements of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

# Runs of letters within words, hashed: compounds, inflections and nynorsk forms share most of
# theirs, and no vocabulary has to be shipped. Changing either number asks for a new training.
LETTER_RUNS = (4, 7)
BUCKETS = 2**15

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True)
class FieldSpace:
    """A linear map into k dimensions; `benchmarks/accuracy/fieldspace.py` learns it.

    `from_vectors` (d, k) takes centred sentence vectors of the encoder named `encoder`;
    `from_letters` (BUCKETS, k) takes the letter runs of a text, weighed by `idf` (BUCKETS,).
    """

    encoder: str
    from_vectors: Floats
    from_letters: Floats
    idf: npt.NDArray[np.float64]


def letter_runs(tokens: Sequence[Sequence[str]]) -> sparse.csr_array:
    """Which letter runs each statement has, shape (n, BUCKETS), ones and zeros."""
    if not tokens:
        return sparse.csr_array((0, BUCKETS))
    return sparse.csr_array(_hashing().transform([" ".join(words) for words in tokens]))


def letter_weights(
    tokens: Sequence[Sequence[str]], idf: npt.NDArray[np.float64]
) -> sparse.csr_array:
    """Unit rows over letter runs, each weighed by its `idf`, shape (n, BUCKETS)."""
    runs = letter_runs(tokens)
    if not runs.nnz:
        return runs
    weighed = runs.data * idf[runs.indices]
    rows = sparse.csr_array((weighed, runs.indices, runs.indptr), runs.shape)
    return sparse.csr_array(normalize(rows))


@lru_cache(maxsize=1)
def load_fieldspace() -> FieldSpace:
    """The shipped space; see `coupling/resources/SOURCES.md` for what it was learned from."""
    with (
        files("pipeline.coupling.resources").joinpath("fieldspace.npz").open("rb") as stream,
        np.load(stream, allow_pickle=False) as content,
    ):
        return fieldspace_from_arrays(dict(content))


def fieldspace_from_arrays(arrays: dict[str, Any]) -> FieldSpace:
    """The space from its stored form: bytes with a scale for each dimension."""
    return FieldSpace(
        encoder=str(arrays["encoder"]),
        from_vectors=arrays["from_vectors"].astype(np.float64),
        from_letters=arrays["from_letters"].astype(np.float64) * arrays["scale"],
        idf=arrays["idf"].astype(np.float64),
    )


def fieldspace_to_arrays(space: FieldSpace) -> dict[str, Any]:
    """The stored form: letters as signed bytes, which costs less than a thousandth of a place."""
    scale = np.abs(space.from_letters).max(axis=0) / 127.0
    scale[scale == 0] = 1.0
    return {
        "encoder": np.array(space.encoder),
        "from_vectors": space.from_vectors.astype(np.float16),
        "from_letters": np.round(space.from_letters / scale).astype(np.int8),
        "scale": scale,
        "idf": space.idf.astype(np.float16),
    }


@lru_cache(maxsize=1)
def _hashing() -> HashingVectorizer:
    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=LETTER_RUNS,
        n_features=BUCKETS,
        norm=None,
        alternate_sign=False,
        binary=True,
        lowercase=False,
    )
