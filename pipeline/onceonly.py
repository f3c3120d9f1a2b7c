"""Rows that are made once for each document, and kept by what they rest on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipeline.fanning import fan_out
from pipeline.params import RunningParams
from pipeline.schemas import Table
from pipeline.store import Store, key_of
from pipeline.tables import arrow_schema

T = TypeVar("T")
Rows = Sequence[Mapping[str, object]]
KeyParts = tuple[bytes | str, ...]
HERE = RunningParams(workers=1)  # all work is done by the process that asks


class RowsByDocument:
    """A frame's rows by the document that a column names, and a digest of each document's.

    The frame is gone through once, and a document's rows are taken out only when they're asked
    for: a document whose results are kept costs next to nothing.
    """

    def __init__(self, frame: pd.DataFrame, column: str) -> None:
        self.frame = frame
        found = frame.groupby(column, sort=False).indices
        self._places = {str(document): np.asarray(places) for document, places in found.items()}
        self._numbers = pd.util.hash_pandas_object(frame, index=False).to_numpy()

    def rows(self, document: str) -> pd.DataFrame:
        """The document's rows, in the frame's order; none where it has none."""
        return self.frame.take(self._of(document))

    def digest(self, document: str) -> bytes:
        """The same for equal rows in the same order, whatever else the frame holds."""
        numbers = self._numbers[self._of(document)]
        return " ".join(self.frame.columns).encode() + numbers.tobytes()

    def _of(self, document: str) -> npt.NDArray[np.intp]:
        return self._places.get(document, np.empty(0, dtype=np.intp))


class Once:
    """Makes the rows of tables that rest on the parts of a key, or takes them from the store.

    `rests_on` is what all of them rest on: code and parameters. Without a store all are made.
    """

    def __init__(self, store: Store | None, tables: Sequence[Table], rests_on: str) -> None:
        self.store = store
        self.tables = tables
        self.schemas = [arrow_schema(table, whole=False) for table in tables]
        self.rests_on = rests_on

    def each(
        self,
        asked: Iterable[KeyParts],
        work: Callable[[T], Sequence[Rows]],
        item_of: Callable[[int], T],
        running: RunningParams,
    ) -> Iterator[list[pa.Table]]:
        """For each of the keys' parts one table of rows for each of the tables, in order.

        Those that aren't kept are what `work` makes of `item_of` their place, fanned out, and are
        kept as soon as they are there.
        """
        keys = [key_of(self.rests_on, *parts) if self.store else "" for parts in asked]
        found = [self._kept(key) for key in keys]
        missing = (item_of(at) for at, kept in enumerate(found) if kept is None)
        made = fan_out(partial(_rows_to_bytes, work, self.schemas), missing, running)
        for key, kept in zip(keys, found, strict=True):
            yield kept or self._keep(key, next(made))

    def _kept(self, key: str) -> list[pa.Table] | None:
        content = self.store.load(key) if self.store else None
        return None if content is None else tables_from_bytes(content, self.schemas)

    def _keep(self, key: str, content: bytes) -> list[pa.Table]:
        if self.store:
            self.store.save(key, content)
        tables = tables_from_bytes(content, self.schemas)
        assert tables is not None
        return tables


def _rows_to_bytes(
    work: Callable[[T], Sequence[Rows]], schemas: Sequence[pa.Schema], item: T
) -> bytes:
    rows_of = zip(work(item), schemas, strict=True)
    return tables_to_bytes(pa.Table.from_pylist(list(rows), schema) for rows, schema in rows_of)


def joined(parts: Iterable[pa.Table], table: Table) -> pd.DataFrame:
    """The parts' rows one after another, as a frame with the table's columns."""
    empty = arrow_schema(table, whole=False).empty_table()
    frame: pd.DataFrame = pa.concat_tables([empty, *parts]).combine_chunks().to_pandas()
    return frame


def tables_to_bytes(tables: Iterable[pa.Table]) -> bytes:
    """The tables as Arrow streams, one after another."""
    sink = pa.BufferOutputStream()
    for table in tables:
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
    return bytes(sink.getvalue())


def tables_from_bytes(content: bytes, schemas: Sequence[pa.Schema]) -> list[pa.Table] | None:
    """The tables that `tables_to_bytes` was given; None where they are others."""
    source = pa.BufferReader(content)
    try:
        found = [pa.ipc.open_stream(source).read_all() for _ in schemas]
    except pa.ArrowInvalid:
        return None
    return found if [each.schema for each in found] == list(schemas) else None
