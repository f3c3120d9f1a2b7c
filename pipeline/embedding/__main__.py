"""Goals and sentences of cases → vectors, and `encoder.json`, which says who made them."""

import json

from pipeline.apart import PACKAGES, kept_apart, pack, write_packed
from pipeline.embedding.encoder import encoder_by_name
from pipeline.embedding.pieces import sentences_to_encode
from pipeline.embedding.vectors import encoder_record, statements_to_vectors
from pipeline.params import EmbeddingParams, load_running_params, load_stage_params
from pipeline.schemas import DOCUMENTS, GOALS, SECTIONS, VECTORS
from pipeline.schemas.coupling import SENTENCES
from pipeline.stage import CACHE, OUTPUTS, run_stage
from pipeline.store import Store, code_key, key_of
from pipeline.tables import Parts, municipalities
from pipeline.wholefiles import write_text

# what a municipality's vectors rest on, beside its texts and who encodes them
CODE = (
    "apart.py",
    "cases.py",
    "embedding",
    "encoding.py",
    "errors.py",
    "language",
    "params.py",
    "schemas",
    "tables.py",
)


def main() -> None:
    """Read goals, sections and documents, encode what they say, save vectors and the record.

    Each municipality by itself: the space of latent semantic analysis is its own as well.
    """
    params, running = load_stage_params(EmbeddingParams, "embedding"), load_running_params()
    encoder = encoder_by_name(params, CACHE, running)
    parts = Parts((GOALS, DOCUMENTS, SECTIONS), OUTPUTS)
    about = code_key(CODE, PACKAGES), params.model_dump_json(), encoder.name, encoder.version
    keys = {name: key_of(*about, parts.digest(name)) for name in municipalities(OUTPUTS)}

    def made(name: str) -> bytes:
        frames = parts.frames(name)
        told = sentences_to_encode(frames[GOALS], frames[SECTIONS], frames[DOCUMENTS])
        vectors, sentences = statements_to_vectors(frames[GOALS], told, encoder)
        dimensions = len(vectors["vector"].iloc[0]) if len(vectors) else 0
        counts = {"vectors": len(vectors), "dimensions": dimensions}
        return pack({VECTORS: vectors, SENTENCES: sentences}, counts)

    kept = kept_apart(made, keys, Store(CACHE, "vectors/apart"))
    told = write_packed(kept, (VECTORS, SENTENCES), OUTPUTS)
    text = json.dumps(encoder_record(encoder, told.values()), ensure_ascii=False, indent=2)
    write_text(OUTPUTS / VECTORS.stage / "encoder.json", text + "\n")


if __name__ == "__main__":
    run_stage(main)
