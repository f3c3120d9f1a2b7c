"""What a process has claimed of a document's pages, in a folder that it shares with others."""

import os
from contextlib import suppress
from pathlib import Path


def claim(place: Path) -> bool:
    """Whether this process may have what the file by that name stands for; it is made then."""
    try:
        with place.open("x", encoding="ascii") as stream:
            stream.write(str(os.getpid()))
    except FileExistsError:
        return False
    return True


def release_claims(folder: Path, pid: int) -> None:
    """Let others have what an ended process had claimed."""
    for place in folder.glob("*/*.claim"):
        with suppress(OSError):
            if place.read_text(encoding="ascii") in (str(pid), ""):
                place.unlink()
