"""Files that stages write: whole or not at all, and a full disk told in one line."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputError

_PARTIAL = ".partial"  # DVC and git ignore these
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; it takes the name of `path` when the block ends well.

    Whoever reads `path` meets all of it or nothing of it. What a kill leaves is overwritten by the
    next run: one process at a time writes a stage's files. Raises OutputError where the disk takes
    no more.
    """
    partial = path.with_name(f".{path.name}{_PARTIAL}")
    try:
        with writing(path, partial):
            path.parent.mkdir(parents=True, exist_ok=True)
            yield partial
            partial.replace(path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def whole_path(partial: Path) -> Path:
    """The path that what is written to this place is for."""
    return partial.with_name(partial.name.removeprefix(".").removesuffix(_PARTIAL))


def write_text(path: Path, text: str) -> None:
    """Write the text in UTF-8, its lines as they are, whole or not at all."""
    with whole_file(path) as place:
        place.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def writing(path: Path, partial: Path | None = None) -> Iterator[None]:
    """Let what the disk refuses become one line that names `path`. Raises OutputError.

    `partial` is where it is written until it is whole.
    """
    try:
        yield
    except OSError as fault:
        if fault.errno not in _NO_ROOM + _NOT_ALLOWED:
            raise
        raise OutputError(f"{path}: expected to write it, {refusal(fault, partial)}") from fault


def refusal(fault: OSError, partial: Path | None = None) -> str:
    """Why the disk refuses, how far the file had come, what is free, and what to do."""
    why = os.strerror(fault.errno or 0)
    if fault.errno not in _NO_ROOM:
        return why
    written, free = "", ""
    with contextlib.suppress(OSError):
        written = f" after {_megabytes(partial.stat().st_size)} of it" if partial else ""
    with contextlib.suppress(OSError):
        place = partial.parent if partial else Path()
        free = f" ({_megabytes(shutil.disk_usage(place).free)} free)"
    return f"{why}{written}{free}: make room and run again, it goes on from here"


def is_full(fault: OSError) -> bool:
    """Whether the disk, or what one may have of it, is full."""
    return fault.errno in _NO_ROOM


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
