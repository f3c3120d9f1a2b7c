"""Goals and sentences of cases → vectors, and `encoder.json`, which says who made them."""

import json
from pathlib import Path

from pipeline.embedding.encoder import Encoder, encoder_by_name
from pipeline.embedding.pieces import sentences_to_encode
from pipeline.embedding.vectors import encoder_record, statements_to_vectors
from pipeline.params import EmbeddingParams, load_stage_params
from pipeline.schemas import DOCUMENTS, GOALS, SECTIONS, VECTORS
from pipeline.schemas.coupling import SENTENCES
from pipeline.stage import OUTPUTS, run_stage
from pipeline.tables import Part, municipalities, read_table, write_parts


def main() -> None:
    """Read goals, sections and documents, encode what they say, save vectors and the record.

    Each municipality by itself: the space of latent semantic analysis is its own as well.
    """
    encoder = encoder_by_name(load_stage_params(EmbeddingParams, "embedding"))
    parts = ((name, _part(name, encoder)) for name in municipalities(OUTPUTS))
    write_parts(parts, (VECTORS, SENTENCES), OUTPUTS)
    record = encoder_record(encoder, read_table(VECTORS, OUTPUTS))
    _write_record(OUTPUTS / VECTORS.stage / "encoder.json", record)


def _part(municipality: str, encoder: Encoder) -> Part:
    goals, documents, sections = (
        read_table(table, OUTPUTS, municipality) for table in (GOALS, DOCUMENTS, SECTIONS)
    )
    told = sentences_to_encode(goals, sections, documents)
    vectors, sentences = statements_to_vectors(goals, told, encoder)
    return {VECTORS: vectors, SENTENCES: sentences}


def _write_record(path: Path, record: dict[str, object]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run_stage(main)
