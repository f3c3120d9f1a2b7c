"""Files of the report on their way to its folder: made beside it, and put in place when all are."""

import contextlib
import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.wholefiles import whole_file, writing

Digests = Mapping[str, str]  # SHA-256 of each file, by its path with slashes


def staging_of(folder: Path) -> Path:
    """Where files are made before they are put into the folder: beside it, and passed by by DVC."""
    return folder.with_name(f"{folder.name}.partial")


def write_files(files: Iterable[tuple[str, str]], staging: Path) -> dict[str, str]:
    """The digests of the files, each written whole or not at all."""
    return {name: write_bytes(staging / name, text.encode()) for name, text in files}


def write_bytes(path: Path, content: bytes) -> str:
    """The digest of the content, once it stands under the path."""
    with whole_file(path) as place:
        place.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def is_at_hand(files: Digests, *folders: Path) -> bool:
    """True where every file stands, with these very bytes, in one of the folders."""
    return all(
        any(digest_of(folder / name) == digest for folder in folders)
        for name, digest in files.items()
    )


def put_in_place(files: Digests, staging: Path, folder: Path) -> None:
    """Make the folder hold these files and no others, taking from staging what differs.

    A file that is right already is left alone, so that whoever watches the folder sees only what
    has changed. Nothing is written through a link. Whatever else stood in the folder is removed.
    """
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    for name, digest in files.items():
        place = folder / name
        if digest_of(place) != digest:
            with writing(place):
                _clear_way(place, folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                (staging / name).replace(place)
    _remove_others(folder, set(files))
    shutil.rmtree(staging, ignore_errors=True)


def digest_of(path: Path) -> str | None:
    """The file's SHA-256; None where it can't be read."""
    with contextlib.suppress(OSError), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
    return None


def _clear_way(place: Path, folder: Path) -> None:
    """Remove what is no folder where the file's folders must be, and a folder where the file is."""
    for above in reversed(place.relative_to(folder).parents[:-1]):
        found = folder / above
        if found.is_symlink() or found.is_file():
            found.unlink()
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)


def _remove_others(folder: Path, names: set[str]) -> None:
    folders = []
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            folders.append(path)
        elif path.relative_to(folder).as_posix() not in names:
            path.unlink()
    for path in sorted(folders, reverse=True):
        with contextlib.suppress(OSError):  # it holds something
            path.rmdir()
