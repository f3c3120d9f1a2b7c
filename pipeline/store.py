"""What stages have made before, kept by content, so that one new document costs one document."""

import contextlib
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pipeline

_ROOT = Path(pipeline.__file__).parent
_PARTIAL = ".partial"  # DVC and git ignore these
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry on the disk: its path, its size in bytes, and when it was last used, in seconds."""

    path: Path
    size: int
    used: float


class Store:
    """A room of the store: bytes under keys, each key made of everything that they rest on.

    Several processes may use a room at once: an entry is written whole or not at all, and never
    changed. One whose bytes differ from their digest is damaged: it is removed, and made anew by
    whoever asked. A disk that is full or closed to writing loses only what would have been kept.
    """

    def __init__(self, folder: Path, room: str) -> None:
        self.folder = folder / room

    def load(self, key: str) -> bytes | None:
        """What was kept under the key; None where nothing was, or where it is damaged."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        digest, packed = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(packed).digest() != digest:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now: the least recently used go first
        return zlib.decompress(packed)

    def save(self, key: str, content: bytes) -> bool:
        """Keep the content; False where the disk takes nothing."""
        packed = zlib.compress(content, 1)
        path = self._path(key)
        partial = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=path.parent, suffix=_PARTIAL)
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(packed).digest() + packed)
            Path(partial).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(partial).unlink(missing_ok=True)
            return False
        return True

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def key_of(*parts: bytes | str) -> str:
    """The name for what rests on these: their SHA-256, in which no two can run together.

    >>> key_of("ab", "c") == key_of("a", "bc")
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def code_key(modules: Iterable[str], packages: Iterable[str] = ()) -> str:
    """The name for code: of files and folders below `pipeline/`, and the versions of packages.

    Everything in a folder counts, resources as well: what was made by other code isn't used.
    """
    parts: list[bytes | str] = [f"{package} {version(package)}" for package in packages]
    for module in modules:
        place = _ROOT / module
        for source in _sources(place):
            parts += [source.relative_to(_ROOT).as_posix(), source.read_bytes()]
    return key_of(*parts)


def _sources(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    return sorted(
        path
        for path in place.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )


def entries(folder: Path) -> Iterator[Entry]:
    """Every entry in all rooms below the folder; those half written, left by a kill, as well."""
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                told = path.stat()
                yield Entry(path, told.st_size, told.st_mtime)


def prune(folder: Path, most: int) -> int:
    """Remove the least recently used entries until at most `most` bytes are left.

    The number of bytes that were removed.
    """
    held = sorted(entries(folder), key=lambda entry: (entry.used, str(entry.path)))
    over = sum(entry.size for entry in held) - most
    removed = 0
    for entry in held:
        if removed >= over:
            break
        with contextlib.suppress(OSError):
            entry.path.unlink()
            removed += entry.size
    return removed
