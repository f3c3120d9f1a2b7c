"""What is kept by content is whole, or isn't there."""

from pathlib import Path

import pytest

from pipeline.store import Store, code_key, entries, key_of, prune

CONTENT = "Æres den som æres bør".encode() * 100


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A room of an empty store."""
    return Store(tmp_path, "rom")


def only_file(store: Store) -> Path:
    """The one entry of the room."""
    (entry,) = entries(store.folder)
    return entry.path


def test_what_was_kept_comes_back(store: Store) -> None:
    """Under its own key, and under no other."""
    assert store.save(key_of("a"), CONTENT)

    assert (store.load(key_of("a")), store.load(key_of("b"))) == (CONTENT, None)


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied"])
def test_a_damaged_entry_is_found_and_removed(store: Store, harm: str) -> None:
    """Whatever became of it: it is asked for again, and made anew."""
    store.save(key_of("a"), CONTENT)
    path = only_file(store)
    whole = path.read_bytes()
    harmed = {"cut": whole[:-1], "changed": whole[:-1] + b"?", "emptied": b""}[harm]
    path.write_bytes(harmed)

    assert store.load(key_of("a")) is None
    assert not path.exists()
    assert store.save(key_of("a"), CONTENT)
    assert store.load(key_of("a")) == CONTENT


def test_a_disk_that_takes_nothing_loses_only_the_cache(tmp_path: Path) -> None:
    """A file stands where the folder should be: nothing is kept, and nothing is raised."""
    (tmp_path / "rom").write_text("i veien", encoding="utf-8")
    store = Store(tmp_path, "rom")

    assert not store.save(key_of("a"), CONTENT)
    assert store.load(key_of("a")) is None


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    """An entry that was read after another was written outlives it."""
    import os

    store = Store(tmp_path, "rom")
    for at, name in enumerate("abc"):
        store.save(key_of(name), os.urandom(1000))
        os.utime(store._path(key_of(name)), (at, at))
    store.load(key_of("a"))

    removed = prune(tmp_path, 2100)

    kept = [name for name in "abc" if store.load(key_of(name)) is not None]
    assert (kept, removed > 1000) == (["a", "c"], True)


def test_pruning_takes_what_a_kill_left_half_written(store: Store) -> None:
    """It counts, and goes."""
    store.save(key_of("a"), CONTENT)
    left = only_file(store).parent / "halvt.partial"
    left.write_bytes(b"x")

    prune(store.folder, 0)

    assert list(entries(store.folder)) == []


def test_code_has_a_name_of_its_own() -> None:
    """Of each file and folder, resources as well, and of each package's version."""
    names = [
        code_key(["store.py"]),
        code_key(["language"]),
        code_key(["language/resources"]),
        code_key(["store.py"], ["numpy"]),
    ]

    assert len(set(names)) == 4
    assert code_key(["store.py"]) == names[0]
