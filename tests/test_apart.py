"""Municipalities worked on apart: each once, in order, and what is kept is whole or made anew."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from pipeline.apart import Pieces, by_one_thread, in_one, pack, unpack, worked_apart
from pipeline.errors import TableError
from pipeline.params import RunningParams
from pipeline.schemas import GOALS, UNITS, Table
from pipeline.store import Store, entries, key_of
from pipeline.tables import arrow_table, empty_table

HERE = RunningParams(workers=1)
NAMES = ("Elvestad", "Livik", "Åsbygda")
worked: list[str] = []


def work(name: str) -> bytes:
    """What is made of a municipality: its name, noted down."""
    worked.append(name)
    return name.encode()


def work_all(store: Store, **changed: str) -> Iterator[tuple[str, bytes]]:
    """All municipalities worked on, with a key of their own each, or the one that is told."""
    keys = {name: key_of(name, changed.get(name, "")) for name in NAMES}
    worked.clear()
    return worked_apart(in_one(work), str, keys, store, HERE)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A room in which every municipality is kept."""
    store = Store(tmp_path, "rom")
    assert [name for name, _ in work_all(store)] == list(NAMES)
    assert worked == list(NAMES)
    return store


def threads_of(name: str) -> bytes:
    """How many threads a matrix of the municipality may have."""
    return name.encode() + bytes(blas_threads([]))


def test_what_is_kept_is_not_worked_on_again(store: Store) -> None:
    """All come back, in their order, and nothing was done for it."""
    found = list(work_all(store))

    assert found == [(name, name.encode()) for name in NAMES]
    assert worked == []


def test_a_changed_municipality_is_worked_on_alone(store: Store) -> None:
    """The others are taken from the store."""
    assert [name for name, _ in work_all(store, Livik="new")] == list(NAMES)
    assert worked == ["Livik"]


def test_a_damaged_municipality_is_made_anew(store: Store) -> None:
    """With the same bytes, and kept again."""
    harmed = next(entries(store.folder)).path
    harmed.write_bytes(harmed.read_bytes()[:-1])

    assert list(work_all(store)) == [(name, name.encode()) for name in NAMES]
    assert len(worked) == 1
    list(work_all(store))
    assert worked == []


def test_what_was_done_before_a_stop_is_kept(tmp_path: Path) -> None:
    """A run that ended after the first goes on with the second."""
    store = Store(tmp_path, "rom")
    next(work_all(store))

    list(work_all(store))

    assert worked == ["Livik", "Åsbygda"]


def letters_of(name: str, _: int) -> list[str]:
    """What a municipality falls into: the letters of its name, which are one to eight."""
    return list(name)


def upper(letter: str) -> str:
    """What is made of one."""
    worked.append(letter)
    return letter.upper()


def in_bytes(letters: list[str]) -> bytes:
    """What they come to together."""
    return "".join(letters).encode()


@pytest.mark.parametrize("workers", [1, 2])
def test_pieces_come_together_as_what_they_were_pieces_of(tmp_path: Path, workers: int) -> None:
    """In their order, each municipality's own, also where one before is kept or damaged."""
    store, running = Store(tmp_path, "rom"), RunningParams(workers=workers)
    names = ("Å", "Elvestad", "Bø", "Livik")
    keys = {name: key_of(name) for name in names}
    expected = [(name, name.upper().encode()) for name in names]
    spelled = Pieces(letters_of, upper, in_bytes)
    store.save(keys["Bø"], b"harmed")
    harmed = next(entries(store.folder)).path
    harmed.write_bytes(harmed.read_bytes()[:-1])

    assert list(worked_apart(spelled, str, keys, store, running)) == expected

    worked.clear()
    store.remove(keys["Elvestad"])
    assert list(worked_apart(spelled, str, keys, store, HERE)) == expected
    assert worked == list("Elvestad")


@pytest.mark.parametrize("table", [GOALS, UNITS], ids=["goals", "units"])
def test_tables_come_back_with_their_types(table: Table) -> None:
    """Also a table without rows; the values beside them as well."""
    frame = empty_table(table)

    tables, told = unpack(pack({table: frame}, {"å": 1}), [table])

    assert told == {"å": 1}
    assert tables[table].schema == arrow_table(frame, table).schema
    pd.testing.assert_frame_equal(tables[table].to_pandas(), frame, check_dtype=False)


def test_a_municipality_is_worked_on_by_one_thread() -> None:
    """So that its digits are the same on any number of cores; what was set is set again after."""
    before = blas_threads([])

    assert set(by_one_thread(blas_threads, [])) == {1}
    assert blas_threads([]) == before


def test_one_made_anew_has_no_more_threads_than_the_first_time(tmp_path: Path) -> None:
    """A damaged entry comes back with the same digits."""
    store, keys = Store(tmp_path, "rom"), {name: key_of(name) for name in NAMES}
    first = list(worked_apart(in_one(threads_of), str, keys, store, HERE))
    harmed = next(entries(store.folder)).path
    harmed.write_bytes(harmed.read_bytes()[:-1])

    with threadpool_limits(limits=2, user_api="blas"):
        assert list(worked_apart(in_one(threads_of), str, keys, store, HERE)) == first


def blas_threads(_: list[str]) -> list[int]:
    """How many threads each library of matrices may use now."""
    return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]


def test_frames_that_are_checked_are_packed_as_they_stand() -> None:
    """The same bytes as when they are checked once more."""
    found = {UNITS: empty_table(UNITS)}

    assert pack(found, are_checked=True) == pack(found)


def test_frames_are_checked_unless_they_are_said_to_be() -> None:
    """A column that no schema knows is refused."""
    with pytest.raises(TableError, match="colour"):
        pack({UNITS: empty_table(UNITS).assign(colour="red")})
