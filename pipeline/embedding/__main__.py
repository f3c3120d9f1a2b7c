"""Goals → vectors, and `encoder.json`, which says who made them."""

import json
from pathlib import Path

from pipeline.embedding.encoder import encoder_by_name
from pipeline.embedding.vectors import encoder_record, goals_to_vectors
from pipeline.params import EmbeddingParams, load_stage_params
from pipeline.schemas import GOALS, VECTORS
from pipeline.stage import OUTPUTS, run_stage
from pipeline.tables import read_table, write_table


def main() -> None:
    """Read the goals, encode them, save vectors and the encoder's record."""
    encoder = encoder_by_name(load_stage_params(EmbeddingParams, "embedding"))
    goals = read_table(GOALS, OUTPUTS)
    vectors = goals_to_vectors(goals, encoder)
    write_table(vectors, VECTORS, OUTPUTS)
    _write_record(OUTPUTS / VECTORS.stage / "encoder.json", encoder_record(encoder, vectors))


def _write_record(path: Path, record: dict[str, object]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run_stage(main)
