"""Pictures kept on the disk, by the content that they show."""

import contextlib
import hashlib
import io
import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from PIL import Image

from pipeline.pictures.covering import NOTHING, Hidden
from pipeline.pictures.crops import MEDIA_TYPE, VERSION, Crop
from pipeline.places import Box

_ENDING = ".webp"
_DIGEST = 32  # bytes of SHA-256, after the picture's own: programs that show it pass over them
_DRAWN_BY = (VERSION, version("pypdfium2"), version("pillow"))
_LEFT_OVER = 3600.0  # seconds after which a file half written is nobody's any more
_FULL = 0.9  # of the room is left in use when the oldest have gone


def picture_key(
    sha256: str, page: int, boxes: Sequence[Box], widest: int, hidden: Hidden = NOTHING
) -> str:
    """The name of a picture, made from all that it rests on; the order of boxes doesn't matter."""
    places = sorted([round(float(side), 2) + 0.0 for side in box] for box in boxes)
    covers = [] if hidden == NOTHING else [sorted(hidden.words), sorted(hidden.boxes)]
    content = json.dumps([*_DRAWN_BY, sha256, page, places, widest, *covers])
    return hashlib.sha256(content.encode()).hexdigest()


def is_sound(path: Path) -> bool:
    """Whether the picture's bytes are those that were written."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return hashlib.sha256(data[:-_DIGEST]).digest() == data[-_DIGEST:]


class KeptPictures:
    """A folder of pictures that doesn't outgrow its bound: those unused the longest go first."""

    def __init__(self, folder: Path, megabytes: float) -> None:
        self.folder = folder
        self.most = int(megabytes * 1_000_000)
        self._lock = Lock()
        self._size: int | None = None

    def load(self, key: str) -> Crop | None:
        """The picture under the key; None where there is none, or it isn't whole any more."""
        path = self.folder / f"{key}{_ENDING}"
        with contextlib.suppress(OSError, ValueError):
            data = path.read_bytes()
            content, digest = data[:-_DIGEST], data[-_DIGEST:]
            if hashlib.sha256(content).digest() == digest:
                os.utime(path)  # used now
                with Image.open(io.BytesIO(content)) as picture:
                    return Crop(content, MEDIA_TYPE, *picture.size)
        return None

    def save(self, key: str, crop: Crop) -> None:
        """Keep the picture, whole or not at all; a full disk loses only what is kept."""
        data = crop.content + hashlib.sha256(crop.content).digest()
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self.folder, suffix=".partial")
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                Path(partial).replace(self.folder / f"{key}{_ENDING}")
            except OSError:
                Path(partial).unlink(missing_ok=True)
                raise
            self._bound(len(data))

    def _bound(self, added: int) -> None:
        """Let the oldest go where there is no room for all."""
        with self._lock:
            if self._size is not None and self._size + added <= self.most:
                self._size += added
                return
            held = sorted(self._held())
            self._size = sum(size for _, size, _ in held)
            room = self.most if self._size <= self.most else int(self.most * _FULL)
            for _, size, path in held:
                if self._size <= room:
                    break
                path.unlink(missing_ok=True)
                self._size -= size

    def _held(self) -> Iterator[tuple[float, int, Path]]:
        """When each picture was last used, its size, its path; half written ones are cleared."""
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                told = path.stat()
                if path.suffix == _ENDING:
                    yield told.st_mtime, told.st_size, path
                elif path.suffix == ".partial" and time.time() - told.st_mtime > _LEFT_OVER:
                    path.unlink()
