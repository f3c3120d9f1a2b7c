"""The goals' vectors as a table, and the record of the encoder that made them."""

import pandas as pd

from pipeline.embedding.encoder import Encoder
from pipeline.encoding import statement_vectors


def goals_to_vectors(goals: pd.DataFrame, encoder: Encoder) -> pd.DataFrame:
    """One row a goal, in the goals' order: `goal_id` and `vector`, of unit length."""
    texts, languages = goals["text"].tolist(), goals["language"].tolist()
    vectors = list(statement_vectors(texts, languages, encoder)) if len(goals) else []
    return pd.DataFrame({"goal_id": goals["goal_id"].tolist(), "vector": vectors})


def encoder_record(encoder: Encoder, vectors: pd.DataFrame) -> dict[str, object]:
    """Name, version, dimensions, number of vectors, and the notice a reader should see."""
    dimensions = len(vectors["vector"].iloc[0]) if len(vectors) else 0
    return {
        "encoder": encoder.name,
        "version": encoder.version,
        "dimensions": dimensions,
        "vectors": len(vectors),
        "notice": encoder.notice,
    }
