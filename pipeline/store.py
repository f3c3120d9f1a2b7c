"""What stages have made before, kept by content, so that one new document costs one document."""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

import pipeline

_ROOT = Path(pipeline.__file__).parent
_PARTIAL = ".partial"  # DVC and git ignore these
_DIGEST = hashlib.sha256().digest_size
_AS_IT_IS, _PACKED = b"\0", b"\1"
_WORTH_PACKING = 0.9  # of its length at most; vectors hardly shrink, and unpacking costs
_LEFT_OVER = 3600.0  # seconds after which a file half written is nobody's any more
_TALLY = "added.txt"  # beside the rooms: how many bytes each entry added since they were counted
_FULL = 0.9  # of the bound is left in use, so that the next entry doesn't prune again
_DAY = 86_400.0


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
    A room may have rooms within it: `vectors/one` belongs to the room `vectors`.
    """

    def __init__(self, folder: Path, room: str) -> None:
        self.folder = folder / room
        self._tally = folder / _TALLY

    def holds(self, key: str) -> bool:
        """Whether anything is kept under the key, be it damaged or not."""
        return self._path(key).is_file()

    def load(self, key: str) -> bytes | None:
        """What was kept under the key; None where nothing was, or where it is damaged."""
        path = self._path(key)
        try:
            held = path.read_bytes()
        except OSError:
            return None
        content = _unpacked(held)
        with contextlib.suppress(OSError):
            if content is None:
                path.unlink()
            else:
                os.utime(path)  # used now: the least recently used go first
        return content

    def save(self, key: str, content: bytes) -> bool:
        """Keep the content; False where the disk takes nothing."""
        path = self._path(key)
        parts = _packed(content)
        partial = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=path.parent, suffix=_PARTIAL)
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(parts)
            Path(partial).replace(path)
            partial = ""
            with self._tally.open("a", encoding="ascii") as tally:  # one short write, so whole
                tally.write(f"{sum(map(len, parts))}\n")
        except OSError:
            return path.is_file() and not partial
        finally:
            if partial:  # also where Ctrl-C was pressed
                with contextlib.suppress(OSError):
                    Path(partial).unlink(missing_ok=True)
        return True

    def remove(self, key: str) -> None:
        """Keep no longer what is under the key, if anything is."""
        with contextlib.suppress(OSError):
            self._path(key).unlink()

    def sizes(self) -> dict[str, int]:
        """The keys of all entries of this room itself, sorted, each with its bytes on the disk."""
        found: dict[str, int] = {}
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if not is_partial(path):
                with contextlib.suppress(OSError):
                    found[path.name] = path.stat().st_size
        return found

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _packed(content: bytes) -> tuple[bytes, ...]:
    """Digest, a mark, and the content, packed where that is worth it."""
    packed = pa.compress(content, "zstd", asbytes=True) if content else b""
    length = len(content).to_bytes(8, "big")
    if len(packed) < _WORTH_PACKING * len(content):
        head, body = _PACKED + length, packed
    else:
        head, body = _AS_IT_IS, content
    digest = hashlib.sha256(head)
    digest.update(body)
    return digest.digest(), head, body


def _unpacked(held: bytes) -> bytes | None:
    """The content; None where the bytes aren't those that were written."""
    view = memoryview(held)
    if hashlib.sha256(view[_DIGEST:]).digest() != view[:_DIGEST] or len(view) == _DIGEST:
        return None
    if view[_DIGEST : _DIGEST + 1] == _AS_IT_IS:
        return bytes(view[_DIGEST + 1 :])
    start = _DIGEST + 1 + 8
    length = int.from_bytes(view[_DIGEST + 1 : start], "big")
    try:
        return bytes(pa.decompress(view[start:], length, "zstd", asbytes=True))
    except (OSError, ValueError):  # whole, but written by another: nothing of ours
        return None


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


@cache
def code_key(modules: tuple[str, ...], packages: tuple[str, ...] = ()) -> str:
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
    for path in _files(folder):
        with contextlib.suppress(OSError):
            told = path.stat()
            yield Entry(path, told.st_size, told.st_mtime)


def _files(folder: Path) -> Iterator[Path]:
    waiting = [folder]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as found:
            for each in found:
                if each.is_dir(follow_symlinks=False):
                    waiting.append(Path(each.path))
                elif each.is_file() and each.name != _TALLY:
                    yield Path(each.path)


def is_sound(path: Path) -> bool:
    """Whether the entry's bytes are those that were written."""
    try:
        return _unpacked(path.read_bytes()) is not None
    except OSError:
        return False


def is_partial(path: Path) -> bool:
    """Whether the file is one half written: another process's, or left by a kill."""
    return path.name.endswith(_PARTIAL)


def keep_within(folder: Path, megabytes: float) -> int:
    """Prune what is kept below the folder, where it may have outgrown the bound.

    What was added since the last time is told by a tally, so that most calls look at one file
    alone; once a day all are counted. The number of bytes that were removed.
    """
    most = int(megabytes * 1_000_000)
    tally = folder / _TALLY
    told = _told(tally)
    if not folder.is_dir() or (told is not None and told <= most):
        return 0
    removed = prune(folder, most)
    left = sum(entry.size for entry in entries(folder))
    with contextlib.suppress(OSError):
        partial = tally.with_name(f"{tally.name}.{os.getpid()}{_PARTIAL}")
        partial.write_text(f"counted {int(time.time())}\n{left}\n", encoding="ascii")
        partial.replace(tally)
    return removed


def _told(tally: Path) -> int | None:
    """The bytes kept, as the tally tells; None where it can't be trusted any more."""
    try:
        counted, *sizes = tally.read_text(encoding="ascii").splitlines()
        when = int(counted.removeprefix("counted "))
        fresh = 0 <= time.time() - when < _DAY and counted.startswith("counted ")
        return sum(map(int, sizes)) if fresh else None
    except (OSError, ValueError):
        return None


def prune(folder: Path, most: int) -> int:
    """Remove the least recently used entries where there are more than `most` bytes.

    A tenth of the bound is then left free. Files half written go first where a kill has left them
    long ago; those that another process is writing stay. The number of bytes that were removed.
    """
    now = time.time()
    held = sorted(entries(folder), key=lambda entry: (entry.used, str(entry.path)))
    left_over = [e for e in held if is_partial(e.path) and now - e.used > _LEFT_OVER]
    whole = [entry for entry in held if not is_partial(entry.path)]
    size = sum(entry.size for entry in whole)
    over = size - int(most * _FULL) if size > most else 0
    removed = 0
    for entry in left_over:
        removed += _removed(entry)
    for entry in whole:
        if over <= 0:
            break
        gone = _removed(entry)
        over, removed = over - gone, removed + gone
    return removed


def _removed(entry: Entry) -> int:
    """The bytes that are free now; 0 where it can't be removed, or another process was first."""
    try:
        entry.path.unlink()
    except OSError:
        return 0
    return entry.size
