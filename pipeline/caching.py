"""What `kopling cache` shows of what was made before, clears and looks over, room by room."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.params import Params, load_params
from pipeline.pictures import kept
from pipeline.stage import cache_folder
from pipeline.store import Entry, entries, is_partial, is_sound
from pipeline.workspace import workspace

PICTURES = "pictures"
_WORDS = {
    "readings": "files as they were read",
    "documents": "what documents are",
    "sections": "documents parsed",
    "goals": "documents' goals",
    "amounts": "documents' amounts",
    "vectors": "texts encoded",
    "coupling": "municipalities linked",
    "scoring": "municipalities measured",
    "specification": "municipalities under other choices",
    "records": "what was said of municipalities",
    "crops": "municipalities' pictures",
    "reporting": "municipalities' pages",
    PICTURES: "pages as pictures",
}
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Room:
    """What one sort of things takes: how many, how many bytes, and when one was last used.

    `oldest` is when the one that would go first was last used, in seconds; None in an empty room.
    """

    name: str
    count: int
    size: int
    oldest: float | None

    @property
    def words(self) -> str:
        """What is kept in it."""
        return _WORDS.get(self.name, "")


@dataclass(frozen=True, slots=True)
class Kept:
    """All rooms of a project, where they lie, and their bounds in bytes: theirs, and pictures'."""

    folder: Path
    rooms: list[Room]
    most: int
    most_pictures: int


def kept_rooms(project: Path) -> Kept:
    """What is kept for the project, the rooms in the order in which a run fills them."""
    params: Params = load_params(project / "params.yaml")
    rooms = [_room(name, _whole(folder)) for name, folder in _folders(project).items()]
    return Kept(
        cache_folder(project),
        rooms,
        params.running.cache_megabytes * _MEGABYTE,
        int(params.pictures.megabytes_kept * _MEGABYTE),
    )


def clear_rooms(project: Path, room: str | None = None) -> Room:
    """What was removed: all rooms, or the one. A run that is at work makes anew what it misses.

    Raises InputError where there is no such room.
    """
    folders = _named(project, room)
    gone: list[Entry] = []
    for folder in folders.values():
        for entry in entries(folder):
            try:
                entry.path.unlink()
            except OSError:
                continue
            gone.append(entry)
    return _room(room or "all rooms", gone)


def check_rooms(
    project: Path, on_progress: Callable[[Room], None] | None = None
) -> dict[str, list[Path]]:
    """The damaged entries of each room, which are removed: a run makes them anew.

    Every entry's bytes are held against the digest that was kept with them.
    """
    damaged: dict[str, list[Path]] = {}
    for name, folder in _folders(project).items():
        sound = kept.is_sound if name == PICTURES else is_sound
        whole = list(_whole(folder))
        damaged[name] = [each.path for each in whole if each.path.exists() and not sound(each.path)]
        for path in damaged[name]:
            path.unlink(missing_ok=True)
        if on_progress:
            on_progress(_room(name, whole))
    return damaged


def told(found: Kept, now: float | None = None) -> list[str]:
    """Lines for the console: each room, all together, the bounds."""
    now = time.time() if now is None else now
    lines = [
        f"{room.name:<13} {room.count:>7} {_megabytes(room.size):>12}   {_age(room, now):<14} "
        f"{room.words}"
        for room in found.rooms
    ]
    ours = [room for room in found.rooms if room.name != PICTURES]
    return [
        f"{'room':<13} {'entries':>7} {'size':>12}   {'oldest use':<14} what",
        *lines,
        f"{_megabytes(sum(room.size for room in ours))} of {_megabytes(found.most)} in "
        f"{found.folder} (running.cache_megabytes); pictures have "
        f"{_megabytes(found.most_pictures)} of their own (pictures.megabytes_kept)",
    ]


def _folders(project: Path) -> dict[str, Path]:
    """Each room's folder by its name; those that this version doesn't know come last."""
    cache = cache_folder(project)
    known = [name for name in _WORDS if name != PICTURES]
    there = sorted(path.name for path in cache.iterdir() if path.is_dir()) if cache.is_dir() else []
    names = [*known, *(name for name in there if name not in known)]
    return {name: cache / name for name in names} | {
        PICTURES: workspace(project) / ".kopling" / PICTURES
    }


def _named(project: Path, room: str | None) -> dict[str, Path]:
    folders = _folders(project)
    if room is None:
        return folders
    if room not in folders:
        raise InputError(f"{room}: expected one of the rooms {', '.join(folders)}")
    return {room: folders[room]}


def _whole(folder: Path) -> Iterator[Entry]:
    return (entry for entry in entries(folder) if not is_partial(entry.path))


def _room(name: str, held: Iterator[Entry] | list[Entry]) -> Room:
    every = list(held)
    oldest = min((entry.used for entry in every), default=None)
    return Room(name, len(every), sum(entry.size for entry in every), oldest)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f} MB"


def _age(room: Room, now: float) -> str:
    """How long ago the room's oldest entry was used, in the largest unit that says something.

    >>> _age(Room("goals", 1, 1, 1000.0), 1000.0 + 3 * 86_400)
    '3 days ago'
    """
    if room.oldest is None:
        return "–"
    seconds = max(0.0, now - room.oldest)
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number = int(seconds // length)
        if number:
            return f"{number} {unit}{'' if number == 1 else 's'} ago"
    return "now"
