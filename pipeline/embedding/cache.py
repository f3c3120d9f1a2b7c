"""Vectors kept by content, so that one new document costs one document."""

import hashlib
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.embedding.fanned import FannedEncoder
from pipeline.language.normalise import normalise_text
from pipeline.store import Store, key_of

if TYPE_CHECKING:
    from pipeline.embedding.encoder import Encoder

ROOM = "vectors"
TEXTS_A_PACK = 128  # encoded, then kept: what an interrupted run loses at most
PACKS_TOGETHER = 8  # of about a size, from which they are folded into one
_LARGEST_PACK = 20_000_000  # bytes; larger ones aren't folded any more
_LOOKS = 3  # at the room, where packs are folded by another process while they are read

Vectors = npt.NDArray[np.float32]


class CachedEncoder:
    """An encoder that remembers: packs of vectors in a room for each encoder and version.

    A pack is named by its content and never changed, so that processes may add packs at once.
    """

    def __init__(self, encoder: "Encoder", folder: Path) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self.notice = encoder.notice
        self.encoder = encoder
        room = key_of(encoder.name, encoder.version)[:16]
        self.store = Store(folder, f"{ROOM}/{room}")
        self._places: dict[bytes, int] = {}  # of each text known, its row in the blocks
        self._blocks: list[Vectors] = []
        self._texts_in: dict[str, frozenset[bytes]] = {}  # of packs read, what each holds

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder beneath; only texts that were never seen are encoded."""
        if not texts:
            return self.encoder.encode([])
        normalised = [normalise_text(text) for text in texts]
        keys = [_key(text) for text in normalised]
        self._look_up({key for key in keys if key not in self._places})
        new = {k: t for k, t in zip(keys, normalised, strict=True) if k not in self._places}
        encoded = self._encoded(list(new.values()))
        for chunk, vectors in zip(_chunks(list(new), TEXTS_A_PACK), encoded, strict=True):
            self._remember(chunk, vectors)
            save_pack(self.store, dict(zip(chunk, vectors, strict=True)))
        if new:
            fold_packs(self.store)
        self._blocks = [np.concatenate(self._blocks)]
        rows: Vectors = self._blocks[0][[self._places[key] for key in keys]]
        return rows

    def _encoded(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """The vectors of one pack's texts after another's, side by side where the encoder can."""
        packs = list(_chunks(texts, TEXTS_A_PACK))
        if isinstance(self.encoder, FannedEncoder):
            return self.encoder.encode_each(packs)
        return map(self.encoder.encode, packs)

    def _remember(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        start = sum(map(len, self._blocks))
        self._places |= zip(keys, range(start, start + len(keys)), strict=True)
        self._blocks.append(vectors)

    def _look_up(self, wanted: set[bytes]) -> None:
        """Remember the vectors of these texts, as far as packs hold them."""
        for _ in range(_LOOKS if wanted else 0):
            gone = False
            for name in self.store.sizes():
                if not wanted:
                    return
                held = self._texts_in.get(name)
                if held is not None and held.isdisjoint(wanted):
                    continue
                keys, vectors = load_pack(self.store, name)
                gone = gone or not keys
                self._texts_in[name] = frozenset(keys)
                at = [place for place, key in enumerate(keys) if key in wanted]
                if at:  # a copy: the rest of the pack is let go
                    self._remember([keys[place] for place in at], vectors[at])
                    wanted.difference_update(keys)
            if not gone:
                break


def load_pack(store: Store, name: str) -> tuple[list[bytes], Vectors]:
    """The keys of a pack's texts, and a row for each; none where the pack is gone or damaged."""
    content = store.load(name)
    if content is None:
        return [], np.empty((0, 0), dtype=np.float32)
    stream = io.BytesIO(content)
    keys, vectors = (np.load(stream, allow_pickle=False) for _ in range(2))
    joined, width = keys.tobytes(), keys.shape[1]
    return [joined[at : at + width] for at in range(0, len(joined), width)], vectors


def save_pack(store: Store, vectors: Mapping[bytes, Vectors]) -> str | None:
    """The name under which the vectors are kept, by their texts' keys; None on a full disk."""
    stream = io.BytesIO()
    keys = sorted(vectors)
    np.save(stream, np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1))
    np.save(stream, np.stack([vectors[key] for key in keys]))
    content = stream.getvalue()
    name = key_of(content)
    return name if store.save(name, content) else None


def fold_packs(store: Store) -> None:
    """Make one pack of several of about a size, so that there are never many.

    The new pack is there before the old ones go, so that no process misses a vector; two that fold
    at once keep some twice, and lose none.
    """
    alike: dict[int, list[str]] = {}
    for name, size in store.sizes().items():
        if size < _LARGEST_PACK:
            alike.setdefault(int(math.log(size + 1, PACKS_TOGETHER)), []).append(name)
    for names in alike.values():
        for several in _chunks(names, PACKS_TOGETHER):
            if len(several) == PACKS_TOGETHER:
                _fold(store, several)


def _fold(store: Store, names: Sequence[str]) -> None:
    together: dict[bytes, Vectors] = {}
    for name in names:
        together |= zip(*load_pack(store, name), strict=True)
    made = save_pack(store, together) if together else None
    if made is not None:
        for name in names:
            if name != made:  # where one of them held all that the others hold
                store.remove(name)


def _chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
