"""DVC's pointers: the small `.dvc` files that stay in git for documents that DVC keeps."""

from contextlib import suppress
from pathlib import Path

SUFFIX = ".dvc"
PULL = "`dvc pull` brings it"


def pointer_of(path: Path) -> Path | None:
    """The `.dvc` file that stands for the file or for a folder that it is in; None without one."""
    for place in (path, *path.parents):
        with suppress(OSError, ValueError):  # no name at all, or one that grows too long
            pointer = place.with_name(place.name + SUFFIX)
            if pointer.is_file():
                return pointer
    return None
