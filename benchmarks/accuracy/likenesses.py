"""Fit what tells that two statements say the same, and measure it.

python -m benchmarks.accuracy.likenesses          measure, write likenesses.json
python -m benchmarks.accuracy.likenesses --fit    fit the shipped numbers anew first
"""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.accuracy.training import load_training
from pipeline.coupling.statements import Matrix, prepare_statements, statement_languages
from pipeline.embedding.encoder import encoder_by_name
from pipeline.encoding import statement_vectors
from pipeline.params import EmbeddingParams

RESOURCES = Path("pipeline/coupling/resources")
# A stem that stands in fewer statements is as rare as one that stands in none.
FEWEST = 3
SAMPLE = 3000
SEED = 20100617


def general_statements() -> tuple[list[str], list[str]]:
    """Statements of municipalities from the training sets, each once, and their languages."""
    sets = [each for each in load_training() if each.is_public_task and each.style != "topics"]
    told = {
        text: language
        for each in sets
        for text, language in zip(
            [*each.sources, *each.targets],
            statement_languages([*each.sources, *each.targets], each.language),
            strict=True,
        )
    }
    return list(told), list(told.values())


def write_stem_counts() -> None:
    """Count in how many statements each stem stands; the row without a stem is their number."""
    texts, languages = general_statements()
    terms = prepare_statements(texts, languages).terms
    counts = Counter(each for statement in terms for each in set(statement))
    kept = sorted(each for each, count in counts.items() if count >= FEWEST and each.isalpha())
    frame = pd.DataFrame({"stem": ["", *kept], "statements": [len(texts), *map(counts.get, kept)]})
    frame.to_csv(RESOURCES / "stem_counts.csv", index=False)


def general_mean() -> Matrix:
    """The shipped encoder's mean over a sample of general statements, to four decimals."""
    texts, languages = general_statements()
    chosen = np.random.default_rng(SEED).permutation(len(texts))[:SAMPLE]
    encoder = encoder_by_name(EmbeddingParams())
    vectors = statement_vectors([texts[i] for i in chosen], [languages[i] for i in chosen], encoder)
    return np.asarray(vectors.mean(axis=0, dtype=np.float64)).round(4)
