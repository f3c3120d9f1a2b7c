"""Vectors kept by content, so that one new document costs one document."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.language.normalise import normalise_text

if TYPE_CHECKING:
    from pipeline.embedding.encoder import Encoder

logger = logging.getLogger(__name__)

Vectors = npt.NDArray[np.float32]


class CachedEncoder:
    """An encoder that remembers: one file of keys and vectors for each encoder and version."""

    def __init__(self, encoder: "Encoder", folder: Path) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self.notice = encoder.notice
        self.encoder = encoder
        self.path = folder / f"{_key(f'{encoder.name} {encoder.version}')[:16]}.npz"
        self._known: dict[str, Vectors] = {}
        self._read_as: tuple[int, int] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder beneath; only texts that were never seen are encoded."""
        normalised = [normalise_text(text) for text in texts]
        keys = [_key(text) for text in normalised]
        known = self._kept()
        new = {key: text for key, text in zip(keys, normalised, strict=True) if key not in known}
        if new:
            encoded = self.encoder.encode(list(new.values()))
            known = known | dict(zip(new, encoded, strict=True))
            save_vectors(self.path, known)
            self._known, self._read_as = known, _stamp(self.path)
        return np.stack([known[key] for key in keys]) if keys else self.encoder.encode([])

    def _kept(self) -> dict[str, Vectors]:
        """What the file holds, read again only where it has changed since."""
        stamp = _stamp(self.path)
        if stamp is None or stamp != self._read_as:
            self._known, self._read_as = load_vectors(self.path), stamp
        return self._known


def load_vectors(path: Path) -> dict[str, Vectors]:
    """Vectors by key; empty where the file is missing or damaged, for a cache may be lost."""
    if not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as content:
            keys, vectors = content["keys"], content["vectors"]
        sound = vectors.ndim == 2 and len(keys) == len(vectors) and bool(np.isfinite(vectors).all())
    except Exception as err:  # a damaged zip fails in many ways, and none of them matters
        logger.info("%s: not a cache of vectors (%s), made anew", path, err)
        return {}
    return dict(zip(keys.tolist(), vectors, strict=True)) if sound else {}


def save_vectors(path: Path, vectors: dict[str, Vectors]) -> None:
    """Write all vectors, sorted by key; a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = sorted(vectors)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as stream:
        np.savez(stream, keys=np.array(keys), vectors=np.stack([vectors[key] for key in keys]))
    os.replace(stream.name, path)  # noqa: PTH105


def _stamp(path: Path) -> tuple[int, int] | None:
    """When the file was last written, in nanoseconds, and its length; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
