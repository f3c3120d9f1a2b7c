"""What is kept by content is whole, or isn't there."""

import hashlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.store import Store, code_key, entries, is_sound, keep_within, key_of, prune

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


def kept_at_times(folder: Path, names: str) -> Store:
    """A room with a kilobyte under each name, each last used a second after the one before."""
    store = Store(folder, "rom")
    for at, name in enumerate(names, 1):
        store.save(key_of(name), os.urandom(1000))
        os.utime(store._path(key_of(name)), (at, at))
    return store


def left(store: Store, names: str) -> str:
    """Those of the names that are still kept."""
    return "".join(name for name in names if store.load(key_of(name)) is not None)


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    """An entry that was read after another was written outlives it."""
    store = kept_at_times(tmp_path, "abc")
    store.load(key_of("a"))

    removed = prune(tmp_path, 2400)

    assert (left(store, "abc"), removed > 1000) == ("ac", True)


def test_nothing_goes_while_there_is_room(tmp_path: Path) -> None:
    """The bound is a bound, and no wish."""
    store = kept_at_times(tmp_path, "abc")

    assert (prune(tmp_path, 3200), left(store, "abc")) == (0, "abc")


def test_pruning_takes_what_a_kill_left_half_written(store: Store) -> None:
    """After an hour; before, another process may be writing it."""
    store.save(key_of("a"), CONTENT)
    folder = only_file(store).parent
    old, new = folder / "halvt.partial", folder / "nytt.partial"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))

    prune(store.folder, 0)

    assert [entry.path for entry in entries(store.folder)] == [new]


def test_keeping_within_a_bound_looks_at_the_tally_alone(tmp_path: Path, monkeypatch) -> None:
    """Entries are counted once; after that only where more was added than there is room for."""
    store = kept_at_times(tmp_path, "abc")
    keep_within(tmp_path, 0.01)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.store.entries", None)
        store.save(key_of("d"), os.urandom(1000))
        assert keep_within(tmp_path, 0.01) == 0

    for name in "efghij":
        store.save(key_of(name), os.urandom(1000))

    assert keep_within(tmp_path, 0.01) > 0
    assert (left(store, "abcdefghij"), keep_within(tmp_path, 0.01)) == ("cdefghij", 0)


@pytest.mark.parametrize("tally", ["", "counted 0\n5\n", "counted nå\n5\n", "counted 99\n\n?"])
def test_a_tally_that_can_not_be_trusted_is_made_anew(tmp_path: Path, tally: str) -> None:
    """Whatever became of it, the bound holds."""
    kept_at_times(tmp_path, "abc")
    (tmp_path / "added.txt").write_text(tally, encoding="utf-8")

    assert keep_within(tmp_path, 0.002) > 0


def test_an_entry_that_another_program_wrote_is_damaged(store: Store) -> None:
    """Its digest fits, and yet it can't be unpacked."""
    body = b"\1" + bytes(8) + b"ingen pakke"
    store.save(key_of("a"), CONTENT)
    only_file(store).write_bytes(hashlib.sha256(body).digest() + body)

    assert store.load(key_of("a")) is None


@given(st.binary(max_size=2000))
@settings(max_examples=50, deadline=None)
def test_every_content_comes_back(content: bytes) -> None:
    """Empty, short, packed or as it is."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder), "rom")
        store.save(key_of("a"), content)

        assert store.load(key_of("a")) == content
        assert [is_sound(entry.path) for entry in entries(store.folder)] == [True]


def test_code_has_a_name_of_its_own() -> None:
    """Of each file and folder, resources as well, and of each package's version."""
    names = [
        code_key(("store.py",)),
        code_key(("language",)),
        code_key(("language/resources",)),
        code_key(("store.py",), ("numpy",)),
    ]

    assert len(set(names)) == 4
    assert code_key(("store.py",)) == names[0]
