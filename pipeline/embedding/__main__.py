"""Goals and sentences of cases → vectors, and `encoder.json`, which says who made them."""

import json

from pipeline.embedding.encoder import Encoder, encoder_by_name
from pipeline.embedding.pieces import sentences_to_encode
from pipeline.embedding.vectors import encoder_record, statements_to_vectors
from pipeline.params import EmbeddingParams, load_running_params, load_stage_params
from pipeline.schemas import DOCUMENTS, GOALS, SECTIONS, VECTORS
from pipeline.schemas.coupling import SENTENCES
from pipeline.stage import CACHE, OUTPUTS, run_stage
from pipeline.tables import Part, municipalities, read_table, write_parts
from pipeline.wholefiles import write_text


def main() -> None:
    """Read goals, sections and documents, encode what they say, save vectors and the record.

    Each municipality by itself: the space of latent semantic analysis is its own as well.
    """
    running = load_running_params()
    encoder = encoder_by_name(load_stage_params(EmbeddingParams, "embedding"), CACHE, running)
    parts = ((name, _part(name, encoder)) for name in municipalities(OUTPUTS))
    write_parts(parts, (VECTORS, SENTENCES), OUTPUTS)
    record = encoder_record(encoder, read_table(VECTORS, OUTPUTS))
    text = json.dumps(record, ensure_ascii=False, indent=2)
    write_text(OUTPUTS / VECTORS.stage / "encoder.json", text + "\n")


def _part(municipality: str, encoder: Encoder) -> Part:
    goals, documents, sections = (
        read_table(table, OUTPUTS, municipality) for table in (GOALS, DOCUMENTS, SECTIONS)
    )
    told = sentences_to_encode(goals, sections, documents)
    vectors, sentences = statements_to_vectors(goals, told, encoder)
    return {VECTORS: vectors, SENTENCES: sentences}


if __name__ == "__main__":
    run_stage(main)
