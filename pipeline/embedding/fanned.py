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

from pipeline.fanning import fan_out, on_cluster
from pipeline.params import EmbeddingParams, RunningParams

if TYPE_CHECKING:
    from pipeline.embedding.encoder import Encoder

TEXTS_A_TASK = 128

Vectors = npt.NDArray[np.float32]
Task = tuple[EmbeddingParams, tuple[str, ...]]

_one_at_a_time = Lock()  # a worker may have several threads, an encoder one state


class FannedEncoder:
    """An encoder as the one beneath, which a cluster's workers have as well."""

    def __init__(
        self, encoder: "Encoder", params: EmbeddingParams, running: RunningParams
    ) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self.notice = encoder.notice
        self.encoder = encoder
        self.params = params
        self.running = running

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder beneath."""
        every = list(self.encode_each(texts))
        return np.concatenate([vectors for _, vectors in every]) if every else self._none()

    def encode_each(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[str], Vectors]]:
        """Some of the texts after others, in their order, with their vectors."""
        parts = [texts[at : at + TEXTS_A_TASK] for at in range(0, len(texts), TEXTS_A_TASK)]
        if on_cluster(self.running):
            tasks = [(self.params, tuple(part)) for part in parts]
            encoded = fan_out(encode_there, tasks, self.running, _called)
        else:
            encoded = map(self.encoder.encode, parts)
        return zip(parts, encoded, strict=True)

    def _none(self) -> Vectors:
        return self.encoder.encode([])


def encode_there(task: Task) -> Vectors:
    """On a worker: the texts' vectors, by an encoder that is loaded once for each process.

    Raises EncoderError where the worker doesn't have it.
    """
    params, texts = task
    with _one_at_a_time:
        return _encoder(params).encode(texts)


@cache
def _encoder(params: EmbeddingParams) -> "Encoder":
    from pipeline.embedding.encoder import bare_encoder

    return bare_encoder(params)


def _called(task: Task) -> str:
    _, texts = task
    return f"{len(texts)} texts to encode, of which the first is «{texts[0][:60]}»"
