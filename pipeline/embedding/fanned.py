"""Texts encoded by several: the encoder's own threads on this machine, or a cluster's workers.

On this machine the encoder works on all cores already; more processes would each hold its weights.
The texts are parted alike wherever they are encoded, so that a vector's last bits don't depend on
who encoded it: encoders pad a batch to its longest text.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.errors import EncoderError
from pipeline.fanning import fan_out, on_cluster, worker_name
from pipeline.params import EmbeddingParams, RunningParams
from pipeline.progress import Steps, logged

if TYPE_CHECKING:
    from pipeline.embedding.encoder import Encoder

Vectors = npt.NDArray[np.float32]
Task = tuple[EmbeddingParams, str, tuple[str, ...]]

_one_at_a_time = Lock()  # a worker may have several threads, an encoder one state


class FannedEncoder:
    """An encoder as the one beneath, which a cluster's workers have as well."""

    def __init__(self, encoder: "Encoder", params: EmbeddingParams, running: RunningParams) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self.notice = encoder.notice
        self.encoder = encoder
        self.params = params
        self.running = running

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder beneath."""
        return self.encoder.encode(texts)

    def encode_each(self, parts: Sequence[Sequence[str]]) -> Iterator[Vectors]:
        """The vectors of one part's texts after another's; several parts at a time on a cluster."""
        if on_cluster(self.running):
            tasks = [(self.params, self.version, tuple(part)) for part in parts]
            encoded = fan_out(encode_there, tasks, self.running, _called)
        else:
            encoded = map(self.encoder.encode, parts)
        sizes = [len(text) for part in parts for text in part]
        steps = Steps(sizes, logged("embedding", "texts"))
        for part, vectors in zip(parts, encoded, strict=True):
            for text in part:
                steps.done(text, len(text))
            yield vectors


def encode_there(task: Task) -> Vectors:
    """On a worker: the texts' vectors, by an encoder that is loaded once for each process.

    Raises EncoderError where the worker doesn't have it, or has another version of it.
    """
    params, version, texts = task
    with _one_at_a_time:
        encoder = _encoder(params)
        if encoder.version != version:
            raise EncoderError(
                f"worker {worker_name()}: expected the encoder {encoder.name} {version} as on the "
                f"machine that asks, came {encoder.version}"
            )
        return encoder.encode(texts)


@cache
def _encoder(params: EmbeddingParams) -> "Encoder":
    from pipeline.embedding.encoder import bare_encoder

    return bare_encoder(params)


def _called(task: Task) -> str:
    texts = task[-1]
    return f"{len(texts)} texts to encode, of which the first is «{texts[0][:60]}»"
