"""Municipalities worked on apart, and what was made of each kept by content.

A new document then costs its own municipality: what the others came to is taken from the store.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import pandas as pd
import pyarrow as pa
from threadpoolctl import threadpool_limits

from pipeline.fanning import fan_out, worker_count
from pipeline.params import RunningParams
from pipeline.schemas import Table
from pipeline.store import Store
from pipeline.tables import (
    Parts,
    arrow_table,
    municipalities,
    part_writers,
    write_group,
)

T = TypeVar("T")
P = TypeVar("P")
R = TypeVar("R")
_TOLD = "told.json"
# What any municipality's result rests on, beside its stage's own code.
CODE = (
    "apart.py",
    "errors.py",
    "language",
    "owngoals.py",
    "params.py",
    "reviews",
    "schemas",
    "tables.py",
)
PACKAGES = (
    *("krippendorff", "networkx", "numpy", "pandas", "pandera", "pyarrow", "scikit-learn"),
    *("scipy", "snowballstemmer", "wordfreq"),
)


def pack(
    frames: Mapping[Table, pd.DataFrame],
    told: Mapping[str, Any] | None = None,
    *,
    are_checked: bool = False,
) -> bytes:
    """One municipality's part of each table, checked, and values of JSON, as bytes.

    Types come back exactly: the tables are kept as Arrow with their schema's types. Frames that
    `are_checked` aren't checked once more: many small tables cost more to check than to make.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for table, frame in frames.items():
            _add(archive, _name(table), _ipc(arrow_table(frame, table, is_checked=are_checked)))
        _add(archive, _TOLD, json.dumps(told or {}, ensure_ascii=False).encode())
    return stream.getvalue()


def unpack(content: bytes, tables: Iterable[Table]) -> tuple[dict[Table, pa.Table], dict[str, Any]]:
    """Of what was packed these tables, as Arrow, and the values; a table may not be in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        there = set(archive.namelist())
        found = {
            table: pa.ipc.open_stream(archive.read(_name(table))).read_all()
            for table in tables
            if _name(table) in there
        }
        return found, json.loads(archive.read(_TOLD))


class Given(Protocol):
    """What a stage makes a municipality's result of."""

    def key(self, tables: bytes, code: str) -> str:
        """The name for what is made of it, where `tables` stands for the tables' content."""
        ...


G = TypeVar("G", bound=Given)


@dataclass(frozen=True)
class Pieces(Generic[T, P, R]):
    """How one municipality's work falls apart: into what, what is done with each, and together.

    `split` is told for how many workers, and gives one piece at least. So one municipality alone,
    the only one that has changed, is worked on by all workers as well.
    """

    split: Callable[[T, int], Sequence[P]]
    work: Callable[[P], R]
    join: Callable[[list[R]], bytes]


def in_one(work: Callable[[T], bytes]) -> Pieces[T, T, bytes]:
    """Work that doesn't fall apart."""
    return Pieces(lambda item, _: (item,), work, lambda found: found[0])


def each_municipality(
    work: Pieces[G, P, R],
    given: Callable[[str, Mapping[Table, pd.DataFrame]], G],
    parts: Parts,
    code: str,
    store: Store,
    running: RunningParams,
) -> Iterator[tuple[str, bytes]]:
    """Each municipality of the project with what `work` makes of it, as `worked_apart` tells it.

    `given` takes its name and its part of the tables. To know whether it is kept these aren't read:
    the tables are then empty, and their files' bytes stand for them. `code` names the stage's code.
    """
    keys = {
        name: given(name, {}).key(parts.digest(name), code)
        for name in municipalities(parts.outputs)
    }
    return worked_apart(work, lambda name: given(name, parts.frames(name)), keys, store, running)


def worked_apart(
    work: Pieces[T, P, R],
    item_of: Callable[[str], T],
    keys: Mapping[str, str],
    store: Store,
    running: RunningParams,
) -> Iterator[tuple[str, bytes]]:
    """Each municipality with what `work` makes of its item, packed; from the store where it can be.

    `keys` are the municipalities in their order, each with the key of everything that its result
    rests on. What is made anew is kept as soon as it is there, so that a run that was stopped goes
    on where it was. What is kept is read when it is its turn, so that one at a time is in memory.
    """
    missing = {name for name, key in keys.items() if not store.holds(key)}
    workers = max(1, worker_count(running) // max(1, len(missing)))  # for each of these
    sizes: list[int] = []  # how many pieces each of them falls into, as far as is known

    def pieces() -> Iterator[P]:
        for name in keys:
            if name in missing:
                split = work.split(item_of(name), workers)
                sizes.append(len(split))
                yield from split

    alone = partial(by_one_thread, work.work)
    made = fan_out(alone, pieces(), running, handed_over=1)
    for name, key in keys.items():
        found = None if name in missing else store.load(key)
        if found is None:
            if name in missing:
                first = next(made)  # its size is known once its first piece has been handed over
                results = [first, *islice(made, sizes.pop(0) - 1)]
            else:  # what is kept but damaged is made here, out of turn
                results = [alone(piece) for piece in work.split(item_of(name), 1)]
            found = work.join(results)
            store.save(key, found)
        yield name, found


def kept_apart(
    make: Callable[[str], bytes],
    keys: Mapping[str, str],
    store: Store,
    is_lasting: Callable[[bytes], bool] = lambda _: True,
) -> Iterator[tuple[str, bytes]]:
    """Each municipality with what `make` makes of it, packed, or with what is kept under its key.

    One after another in this process, for work that is itself fanned out by documents or texts.
    What isn't `is_lasting` is made anew the next time.
    """
    for name, key in keys.items():
        found = store.load(key)
        if found is None:
            found = make(name)
            if is_lasting(found):
                store.save(key, found)
        yield name, found


def by_one_thread(work: Callable[[T], R], item: T) -> R:
    """What `work` makes of the item, where each matrix is multiplied by one thread.

    So the digits are the same on any number of cores. And matrices of one municipality are small:
    threads that wait for one another cost more than they save, most of all where others use the
    cores as well.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return work(item)


def write_packed(
    parts: Iterable[tuple[str | None, bytes]], tables: Sequence[Table], outputs: Path
) -> dict[str, dict[str, Any]]:
    """Write the tables of what was packed, each municipality a row group, as they come.

    The values that were packed beside them, by municipality. What is of none (None) has no name
    in the tables.
    """
    told: dict[str, dict[str, Any]] = {}
    with part_writers(tables, outputs) as writers:
        for municipality, content in parts:
            found, values = unpack(content, tables)
            if municipality is not None:
                told[municipality] = values
            for table, rows in found.items():
                write_group(rows, writers[table], municipality or "")
    return told


def _name(table: Table) -> str:
    return f"{table.stage}/{table.name}"


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name), content)


def _ipc(rows: pa.Table) -> bytes:
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, rows.schema) as writer:
        writer.write_table(rows)
    return stream.getvalue()
