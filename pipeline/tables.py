"""The only table IO: each table is checked against its schema when written and when read.

The file of a table that is `by_municipality` has a row group for each municipality, and the column
`municipality`. What is read of it is without that column: a stage works on one municipality as if
there were no other. `read_whole` reads all of it with the column.
"""

import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pandera.pandas import DataFrameSchema

from pipeline.errors import TableError
from pipeline.schemas import DOCUMENTS, Table
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.wholefiles import whole_file, whole_path, writing

Part = Mapping[Table, pd.DataFrame]
ROWS_IN_A_GROUP = 20_000


def check_table(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with its columns in the schema's order and types, rows in the table's order.

    A frame with the column `municipality` is checked as the whole table, else as one part of it.
    Raises TableError naming each column that is missing, unknown, or holds a wrong value.
    """
    is_whole = table.by_municipality and MUNICIPALITY in frame
    schema, key = (table.whole_schema, table.whole_key) if is_whole else (table.schema, table.key)
    try:
        checked = schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as err:
        raise TableError(f"{table.name}: {_failures(err)}") from err
    if key and checked.duplicated(list(key)).any():
        twice = checked.loc[checked.duplicated(list(key)), list(key)].iloc[0].to_dict()
        raise TableError(f"{table.name}: expected one row for each {key}, came twice: {twice}")
    return checked[list(schema.columns)].reset_index(drop=True)


def write_table(frame: pd.DataFrame, table: Table, outputs: Path) -> Path:
    """The path of the Parquet file written under `outputs/<stage>/`; equal frames, equal bytes.

    A part alone, without the column `municipality`, is that of the project's only one.
    """
    path = table_path(table, outputs)
    path.parent.mkdir(parents=True, exist_ok=True)
    if table.by_municipality and MUNICIPALITY not in frame:
        frame = frame.assign(**{MUNICIPALITY: ""})
    save_table(frame, table, path)
    return path


def write_parts(parts: Iterable[tuple[str, Part]], tables: Iterable[Table], outputs: Path) -> None:
    """Write tables municipality by municipality as they come, each a row group of its own.

    Each part holds a frame for each of the tables; no more than one part is in memory at a time.
    """
    with part_writers(tables, outputs) as writers:
        for municipality, part in parts:
            for table, writer in writers.items():
                write_group(arrow_table(part[table], table), writer, municipality)


@contextmanager
def part_writers(tables: Iterable[Table], outputs: Path) -> Iterator[dict[Table, pq.ParquetWriter]]:
    """For each table what its file is written with, part by part; all are there when all are."""
    with ExitStack() as stack:
        writers = {}
        for table in tables:
            place = stack.enter_context(whole_file(table_path(table, outputs)))
            schema = arrow_schema(table, whole=True)
            writer = pq.ParquetWriter(place, schema, compression="zstd")
            writers[table] = stack.enter_context(writer)
        yield writers


def write_group(rows: pa.Table, writer: pq.ParquetWriter, municipality: str) -> None:
    """Write one municipality's part of a table; nothing where it has no rows."""
    if not len(rows):
        return
    name = pa.array([municipality] * len(rows), pa.large_string())
    whole = rows.append_column(writer.schema.field(MUNICIPALITY), name)
    # in one piece, so that the same rows are the same bytes however they came
    piece = whole.combine_chunks().cast(writer.schema)
    place = Path(writer.where)
    with writing(whole_path(place), place):
        writer.write_table(piece)


def arrow_table(frame: pd.DataFrame, table: Table, *, is_checked: bool = False) -> pa.Table:
    """One municipality's part of a table, checked, as Arrow with the types of its file.

    One that `is_checked` came from `check_table` or `filled_table` and is not checked again.
    """
    schema = arrow_schema(table, whole=False)
    checked = frame if is_checked else check_table(frame, table)
    return pa.Table.from_pandas(checked, schema, preserve_index=False)


def save_table(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """Write the checked table to `path` as Parquet; equal frames, equal bytes.

    Where the frame tells municipalities apart, each one's rows go together, in a row group of its
    own, so that one municipality is read without the others. Elsewhere a row group holds few rows.
    """
    checked = check_table(frame, table)
    is_whole = table.by_municipality and MUNICIPALITY in checked
    schema = arrow_schema(table, whole=is_whole)
    parts = [part for _, part in checked.groupby(MUNICIPALITY, sort=False)] if is_whole else []
    with whole_file(path) as place, pq.ParquetWriter(place, schema, compression="zstd") as writer:
        most = None if is_whole else ROWS_IN_A_GROUP
        for part in parts if is_whole else [checked]:
            rows = pa.Table.from_pandas(part, schema, preserve_index=False)
            writer.write_table(rows, row_group_size=most)


def read_table(table: Table, outputs: Path, municipality: str | None = None) -> pd.DataFrame:
    """The table as its schema promises, or one municipality's part, read without the others.

    Raises TableError where the file is missing or differs.
    """
    return read_whole(table, outputs, municipality)[list(table.schema.columns)]


def read_whole(table: Table, outputs: Path, municipality: str | None = None) -> pd.DataFrame:
    """The same with the column `municipality`, where the table is by municipality."""
    is_of_one = table.by_municipality and municipality is not None
    path = _made(table, outputs, [MUNICIPALITY] if is_of_one else [])
    only = [(MUNICIPALITY, "=", municipality)] if is_of_one else None
    return _checked(pd.read_parquet(path, filters=only), table)


def read_rows(table: Table, outputs: Path, column: str, values: Iterable[str]) -> pd.DataFrame:
    """The table's rows that have one of these values in the column.

    The column is gone through, and of the others only the row groups that hold such rows: those of
    a document, and mostly of a municipality, stand near each other.
    """
    path = _made(table, outputs, [column])
    return _checked(_rows_with(path, column, sorted(values)).to_pandas(), table)


def _rows_with(path: Path, column: str, values: Sequence[str]) -> pa.Table:
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        wanted = pa.array(values, schema.field(column).type)
        found = [schema.empty_table()]
        for group in range(file.num_row_groups):
            here = pc.is_in(file.read_row_group(group, [column]).column(0), value_set=wanted)
            if pc.any(here).as_py():
                found.append(file.read_row_group(group).filter(here))
    return pa.concat_tables(found).combine_chunks()


def read_columns(
    table: Table, outputs: Path, columns: Sequence[str], municipality: str | None = None
) -> pd.DataFrame:
    """Some of the table's columns, of all municipalities or of one, read without the others."""
    only = None if municipality is None else [(MUNICIPALITY, "=", municipality)]
    path = _made(table, outputs, columns)
    frame = pd.read_parquet(path, columns=list(columns), filters=only)
    return table.whole_schema.select_columns(list(columns)).validate(frame)[list(columns)]


def municipalities(outputs: Path) -> list[str]:
    """The municipalities that documents are of, in their order; "" is an unnamed one.

    Never empty: a project without documents is one municipality without documents.
    """
    names = read_columns(DOCUMENTS, outputs, [MUNICIPALITY])[MUNICIPALITY]
    return list(dict.fromkeys(names)) or [""]


def table_path(table: Table, outputs: Path) -> Path:
    """Where the table lies, made or not."""
    return outputs / table.stage / f"{table.name}.parquet"


@dataclass(frozen=True, slots=True)
class Group:
    """A row group in a table's file: its number, and where each column's bytes begin and how many.

    Names of columns are the file's own: those of vectors tell of their elements.
    """

    number: int
    columns: Mapping[str, tuple[int, int]]

    def digest(self, stream: BinaryIO, without: Collection[str] = ()) -> bytes:
        """The SHA-256 of what stands in the file in its columns, or all but some."""
        digest = hashlib.sha256()
        for name, (offset, size) in self.columns.items():
            if name not in without:
                stream.seek(offset)
                digest.update(stream.read(size))
        return digest.digest()


def municipality_groups(table: Table, outputs: Path) -> dict[str, list[Group]]:
    """The row groups of each municipality, found without reading any."""
    path = _made(table, outputs, [MUNICIPALITY])
    found: dict[str, list[Group]] = {}
    described = pq.read_metadata(path)
    for number in range(described.num_row_groups):
        of = described.row_group(number)
        columns = {each.path_in_schema: each for each in map(of.column, range(of.num_columns))}
        places = {
            name: (each.dictionary_page_offset or each.data_page_offset, each.total_compressed_size)
            for name, each in columns.items()
        }
        group = Group(number, places)
        found.setdefault(str(columns[MUNICIPALITY].statistics.min), []).append(group)
    return found


def read_groups(table: Table, outputs: Path, groups: Iterable[Group]) -> pd.DataFrame:
    """The part of the table that stands in these row groups, as its schema promises."""
    with pq.ParquetFile(_made(table, outputs)) as file:
        numbers = [group.number for group in groups]
        rows = file.read_row_groups(numbers) if numbers else file.schema_arrow.empty_table()
        frame = rows.to_pandas()
    del rows
    return _checked(frame[[name for name in frame if name != MUNICIPALITY]], table)


def _checked(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame, checked; what Arrow read and nobody uses any more is given back to the system.

    It would be kept for what is read next: a process that reads one municipality after another had
    half a gigabyte of it (496 MB against 200), and as many work at a time as there are cores.
    """
    checked = check_table(frame, table)
    pa.default_memory_pool().release_unused()
    return checked


class Parts:
    """One municipality's part of some tables after another's, read when it is asked for."""

    def __init__(self, tables: Iterable[Table], outputs: Path) -> None:
        self.tables = tuple(tables)
        self.outputs = outputs
        self._groups = {table: municipality_groups(table, outputs) for table in self.tables}
        self._said = _said_by_paths(outputs) if DOCUMENTS in self.tables else {}

    def frames(self, municipality: str) -> dict[Table, pd.DataFrame]:
        """Each table's part, as its schema promises."""
        return {
            table: read_groups(table, self.outputs, groups.get(municipality, ()))
            for table, groups in self._groups.items()
        }

    def digest(self, municipality: str) -> bytes:
        """A name for the part's content in the files, told without reading it as tables.

        Where a document lies isn't told: a file may get another name, and what is worked out of its
        path, whether pages of it were rejected, rests on REJECTS beside it. An innspill's is told:
        it may name the case that it was written for.
        """
        digest = hashlib.sha256()
        for path in self._said.get(municipality, ()):
            digest.update(f"{path}\n".encode())
        for table, groups in self._groups.items():
            digest.update(table.name.encode())
            without = ("path",) if table is DOCUMENTS else ()
            with table_path(table, self.outputs).open("rb") as stream:
                for group in groups.get(municipality, ()):
                    digest.update(group.digest(stream, without))
        return digest.digest()


def _said_by_paths(outputs: Path) -> dict[str, list[str]]:
    """The paths of each municipality's innspill."""
    told = read_columns(DOCUMENTS, outputs, [MUNICIPALITY, "kind", "path"])
    inputs = told[told["kind"].eq("innspill")]
    return {str(name): of["path"].tolist() for name, of in inputs.groupby(MUNICIPALITY)}


def frame_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as bytes, to be part of a key: equal frames, equal bytes, whatever lies in nulls."""
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), stream, compression="none")
    return stream.getvalue()


@cache
def arrow_schema(table: Table, *, whole: bool) -> pa.Schema:
    """The columns' types in the file, which don't depend on what stands in them."""
    schema = table.whole_schema if whole else table.schema
    found = pa.Schema.from_pandas(_without_rows(schema), preserve_index=False)
    for at, field in enumerate(found):
        if pa.types.is_null(field.type):  # a column of vectors
            found = found.set(at, pa.field(field.name, pa.list_(pa.float32())))
    return found


def empty_table(table: Table) -> pd.DataFrame:
    """A frame with the table's columns and no rows."""
    return _without_rows(table.schema)


def filled_table(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The checked frame, or the table without rows where there are none."""
    return check_table(frame, table) if len(frame) else empty_table(table)


def _without_rows(schema: DataFrameSchema) -> pd.DataFrame:
    # each column by its type: to check a frame costs far more than to make one that has no rows
    return pd.DataFrame(
        {name: pd.Series([], dtype=column.dtype.type) for name, column in schema.columns.items()}
    )


def _made(table: Table, outputs: Path, columns: Sequence[str] = ()) -> Path:
    """The file, which can be read and has these columns. Raises TableError for any other."""
    path = table_path(table, outputs)
    if not path.is_file():
        raise TableError(
            f"{path}: expected the table {table.name}, found no file; run `kopling run` first"
        )
    try:
        found = pq.read_schema(path).names
    except (pa.ArrowException, OSError) as err:
        raise TableError(
            f"{path}: expected a Parquet file, {err}; run `kopling run` again"
        ) from err
    missing = [name for name in columns if name not in found]
    if missing:
        raise TableError(
            f"{path}: expected the column {', '.join(missing)}, as this version of kopling writes "
            "it, found none; run `kopling run` again"
        )
    return path


def _failures(err: pandera.errors.SchemaErrors) -> str:
    cases = err.failure_cases
    lines = []
    for (column, check), rows in cases.groupby(["column", "check"], dropna=False, sort=True):
        sample = rows["failure_case"].iloc[0]
        lines.append(f"column {column}: expected {check}, came {sample!r} ({len(rows)} in all)")
    return "; ".join(lines)
