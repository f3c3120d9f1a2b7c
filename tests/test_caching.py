"""The cache is shown room by room, cleared, and looked over."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.caching import check_rooms, clear_rooms, kept_rooms, told
from pipeline.cli import app
from pipeline.errors import InputError
from pipeline.pictures.crops import Crop
from pipeline.pictures.kept import KeptPictures
from pipeline.project import init_project
from pipeline.stage import cache_folder
from pipeline.store import Store, entries, key_of


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project with two goals, a pack of vectors and two pictures kept."""
    monkeypatch.delenv("KOPLING_CACHE", raising=False)
    init_project(tmp_path)
    cache = cache_folder(tmp_path)
    for room, name in (("goals", "a"), ("goals", "b"), ("vectors/e5", "c")):
        Store(cache, room).save(key_of(name), os.urandom(1_000_000))
    for name in "de":
        picture = Crop(b"bilde", "image/webp", 1, 1)
        KeptPictures(tmp_path / ".kopling/pictures", 1).save(name, picture)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def only(folder: Path) -> list[Path]:
    """The entries below a folder."""
    return sorted(entry.path for entry in entries(folder))


def counts(project: Path) -> dict[str, int]:
    """Entries of each room that has any."""
    return {room.name: room.count for room in kept_rooms(project).rooms if room.count}


def test_rooms_are_shown_with_what_they_take(project: Path) -> None:
    """Number, size, when the one that would go first was used, and the bounds."""
    for path in only(project / ".kopling/cache/goals"):
        os.utime(path, (1000, 1000))

    lines = told(kept_rooms(project), now=1000 + 2 * 3600.0)

    (goals,) = [line for line in lines if line.startswith("goals")]
    assert goals.split() == ["goals", "2", "2.0", "MB", "2", "hours", "ago", "documents'", "goals"]
    assert lines[-1].startswith("3.0 MB of 10,000.0 MB in ")
    assert counts(project) == {"goals": 2, "vectors": 1, "pictures": 2}


def test_a_room_is_cleared_alone(project: Path) -> None:
    """And all of them where none is named."""
    assert clear_rooms(project, "goals").count == 2
    assert counts(project) == {"vectors": 1, "pictures": 2}

    clear_rooms(project)
    assert counts(project) == {}


def test_a_room_that_there_is_not_is_told(project: Path) -> None:
    """With those that there are; nothing outside the cache is named by it."""
    with pytest.raises(InputError, match=r"^\.\./x: expected one of the rooms readings, documents"):
        clear_rooms(project, "../x")


def test_damaged_entries_are_found_and_removed(project: Path) -> None:
    """In every room, pictures as well; what is sound stays."""
    harmed = [
        only(project / ".kopling/cache/goals")[0],
        *only(project / ".kopling/cache/vectors"),
        only(project / ".kopling/pictures")[0],
    ]
    for path in harmed:
        path.write_bytes(path.read_bytes()[:-1])

    found = check_rooms(project)

    assert sorted(path for paths in found.values() for path in paths) == sorted(harmed)
    assert counts(project) == {"goals": 1, "pictures": 1}


def test_the_command_shows_clears_and_checks(project: Path) -> None:
    """Exit code 3 where something was damaged, 0 the next time; 2 for wrong usage."""
    run = CliRunner().invoke
    shown = run(app, ["cache"])
    path = only(project / ".kopling/cache/goals")[0]
    path.write_bytes(b"")
    checked, again = run(app, ["cache", "check"]), run(app, ["cache", "check"])
    cleared = run(app, ["cache", "clear", "vectors"])

    assert (shown.exit_code, shown.output.splitlines()[0].split()[0]) == (0, "room")
    assert (checked.exit_code, again.exit_code) == (3, 0)
    assert str(path) in checked.output.replace("\n", "")
    assert "1 entries removed, 1.0 MB: vectors" in cleared.output
    assert counts(project) == {"goals": 1, "pictures": 2}
    assert run(app, ["cache", "clean"]).exit_code == 2


@pytest.mark.parametrize("copy", ["", ".dvc/tmp/exps/tmpabc", ".dvc/tmp/exps/tmpabc/under"])
def test_an_experiment_shares_the_cache_of_its_project(project: Path, copy: str) -> None:
    """Wherever below it DVC has copied the project to."""
    found = cache_folder(project / copy)

    assert found.resolve() == (project / ".kopling/cache").resolve()


def test_the_cache_may_lie_elsewhere(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `KOPLING_CACHE` says; the same for every project."""
    monkeypatch.setenv("KOPLING_CACHE", str(project / "felles"))

    assert cache_folder(project) == cache_folder(Path("x")) == project / "felles"
    assert counts(project) == {"pictures": 2}
