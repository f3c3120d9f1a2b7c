"""The goals' vectors as a table, those of sentences as another, and the encoder's record."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.embedding.encoder import Encoder
from pipeline.encoding import statement_vectors


def statements_to_vectors(
    goals: pd.DataFrame, sentences: pd.DataFrame, encoder: Encoder
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """VECTORS, one row a goal, and SENTENCES, in the frames' own order; vectors of unit length.

    All texts go to the encoder at once: vectors of latent semantic analysis hold within one call
    only, and a goal is held against sentences.
    """
    both = pd.concat([goals[["text", "language"]], sentences[["text", "language"]]])
    texts, languages = both["text"].tolist(), both["language"].tolist()
    vectors = list(statement_vectors(texts, languages, encoder)) if len(both) else []
    of_goals = pd.DataFrame(
        {"goal_id": goals["goal_id"].tolist(), "vector": vectors[: len(goals)]}, dtype=object
    )
    return of_goals, sentences.assign(vector=vectors[len(goals) :])


def encoder_record(encoder: Encoder, told: Iterable[Mapping[str, int]]) -> dict[str, object]:
    """Name, version, dimensions, number of vectors, and the notice a reader should see.

    `told` are the `vectors` and `dimensions` of each municipality; one without goals has 0 of both.
    The dimensions are those of the first with any: by latent semantic analysis each has its own.
    """
    each = list(told)
    return {
        "encoder": encoder.name,
        "version": encoder.version,
        "dimensions": next((one["dimensions"] for one in each if one["dimensions"]), 0),
        "vectors": sum(one["vectors"] for one in each),
        "notice": encoder.notice,
    }
