"""Goals and sentences of cases → vectors, and `encoder.json`, which says who made them."""

import json
from pathlib import Path

from pipeline.embedding.encoder import encoder_by_name
from pipeline.embedding.pieces import sentences_to_encode
from pipeline.embedding.vectors import encoder_record, statements_to_vectors
from pipeline.params import EmbeddingParams, RunningParams, load_stage_params
from pipeline.schemas import DOCUMENTS, GOALS, SECTIONS, VECTORS
from pipeline.schemas.coupling import SENTENCES
from pipeline.stage import OUTPUTS, cache_folder, run_stage
from pipeline.store import keep_within
from pipeline.tables import read_table, write_table


def main() -> None:
    """Read goals, sections and documents, encode what they say, save vectors and the record."""
    encoder = encoder_by_name(load_stage_params(EmbeddingParams, "embedding"), cache_folder())
    goals, documents = read_table(GOALS, OUTPUTS), read_table(DOCUMENTS, OUTPUTS)
    told = sentences_to_encode(goals, read_table(SECTIONS, OUTPUTS), documents)
    vectors, sentences = statements_to_vectors(goals, told, encoder)
    write_table(vectors, VECTORS, OUTPUTS)
    write_table(sentences, SENTENCES, OUTPUTS)
    _write_record(OUTPUTS / VECTORS.stage / "encoder.json", encoder_record(encoder, vectors))
    keep_within(cache_folder(), load_stage_params(RunningParams, "running").cache_megabytes)


def _write_record(path: Path, record: dict[str, object]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run_stage(main)
