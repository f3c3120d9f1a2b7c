"""Files written whole or not at all, and archives that are the same bytes each time."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipeline.errors import InputError

# the earliest time that an archive can tell: what is packed today and tomorrow is the same
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_UNIX = 3


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A free place beside `path` to write to; it takes the name of `path` when the block ends well.

    A file that stands there is replaced; where something goes wrong, or Ctrl-C is pressed, it
    stays as it was and nothing is left behind. Raises InputError where nothing can be written.
    """
    target = _place(path)
    if target.exists() and not target.is_file():
        what = "a folder" if target.is_dir() else "something else"
        raise InputError(f"{path}: expected a file or a free name, found {what}")
    with _told(path):
        partial = _beside(target)
        try:
            yield partial
            _sync(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path, mark: str) -> Iterator[Path]:
    """The same for a folder, in which the file `mark` tells that an export made it.

    Raises InputError where a folder with anything else stands there.
    """
    target = _place(path)
    if target.exists() and not target.is_dir():
        raise InputError(f"{path}: expected a folder or a free name, found a file")
    if target.is_dir() and any(target.iterdir()) and not (target / mark).is_file():
        raise InputError(
            f"{path}: expected a free name, an empty folder or an earlier export; found a folder "
            f"with other files and no {mark}"
        )
    with _told(path):
        partial, old = _beside(target), _beside(target)
        try:
            partial.mkdir()
            yield partial
            if target.exists():
                target.replace(old)
            partial.replace(target)
        finally:
            if old.exists() and not target.exists():
                old.replace(target)
            for each in (partial, old):
                shutil.rmtree(each, ignore_errors=True)


def add_text(archive: ZipFile, name: str, text: str) -> None:
    """Put a text into the archive, in UTF-8 and without a time."""
    archive.writestr(_entry(name), text.encode("utf-8"))


def add_file(archive: ZipFile, name: str, path: Path) -> None:
    """Put a file into the archive, piece by piece and without a time."""
    entry = _entry(name)
    entry.file_size = path.stat().st_size  # so that more than 4 GiB are announced
    with path.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _NO_TIME)
    entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _MODE, _UNIX
    return entry


def _place(path: Path) -> Path:
    """Where it is to stand: a link is followed, its folder made."""
    if not path.name or not path.name.strip("."):
        raise InputError(f"{path}: expected the name of a file to write")
    target = path.resolve() if path.is_symlink() else path
    with _told(path):
        target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _beside(target: Path) -> Path:
    return target.parent / f".kopling-{os.getpid()}-{secrets.token_hex(4)}"


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise InputError(f"{path}: expected to write there, {why}") from fault
