"""Each municipality's part of the tables: which there are, and what each part holds, as digests."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from pipeline.schemas import DOCUMENTS, GOALS, Table
from pipeline.tables import MUNICIPALITY

_ROWS_AT_A_TIME = 50_000
# These tables know no municipality: its documents, files and goals tell which of their rows are its
_DOCUMENT, _PATH, _GOAL = "document_sha256", "path", "goal_id"
_ROWS_BY = {
    "passages": _DOCUMENT,
    "tables": _DOCUMENT,
    "files": _PATH,
    "quality": _PATH,
    "rejects": _PATH,
    "pictures": _GOAL,
}


@dataclass(frozen=True)
class Named:
    """What a municipality's rows are known by in tables without municipalities, by the column."""

    names: Mapping[str, frozenset[str]]

    def rows_by(self, table: Table) -> tuple[str, frozenset[str]] | None:
        """The column that tells which of the table's rows are the municipality's, and its names.

        None where the table is of the whole project.
        """
        column = _ROWS_BY.get(table.name)
        return (column, self.names[column]) if column else None


def path_of(table: Table, outputs: Path) -> Path:
    """The table's file."""
    return outputs / table.stage / f"{table.name}.parquet"


def municipalities(outputs: Path) -> tuple[str, ...]:
    """The municipalities that documents are of, by name; one without a name where none is told."""
    path = path_of(DOCUMENTS, outputs)
    if not path.is_file():
        return ("",)  # what reads it next says what is missing
    if MUNICIPALITY not in pq.read_schema(path).names:
        return ("",)
    found = pq.read_table(path, columns=[MUNICIPALITY]).column(0).unique().to_pylist()
    return tuple(sorted(str(name) for name in found)) or ("",)


def names_in(outputs: Path) -> dict[str, Named]:
    """What each municipality's documents, files and goals are called, by the municipality."""
    documents = _columns(DOCUMENTS, outputs, _DOCUMENT, _PATH)
    goals = _columns(GOALS, outputs, _GOAL)
    return {
        name: Named(
            {
                _DOCUMENT: _values(documents, name, _DOCUMENT),
                _PATH: _values(documents, name, _PATH),
                _GOAL: _values(goals, name, _GOAL),
            }
        )
        for name in municipalities(outputs)
    }


def _columns(table: Table, outputs: Path, *names: str) -> pd.DataFrame:
    return pd.read_parquet(path_of(table, outputs), columns=[MUNICIPALITY, *names])


def _values(frame: pd.DataFrame, municipality: str, column: str) -> frozenset[str]:
    return frozenset(frame.loc[frame[MUNICIPALITY].eq(municipality), column])


def file_digest(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def part_digests(
    tables: Collection[Table], outputs: Path, named: Mapping[str, Named]
) -> dict[str, dict[str, str]]:
    """For each municipality the digest of its part of each table, by the table's path.

    A part that stays as it was keeps its digest, whatever is added to the others'. A table of the
    whole project is no municipality's.
    """
    found: dict[str, dict[str, str]] = {name: {} for name in named}
    for table in sorted(tables, key=lambda table: (table.stage, table.name)):
        path = path_of(table, outputs)
        if not path.is_file():
            continue
        told = _told_by(table, path, named)
        if told is not None:
            for name in named:
                found[name][path.relative_to(outputs).as_posix()] = told(name)
    return found


def _told_by(table: Table, path: Path, named: Mapping[str, Named]) -> Callable[[str], str] | None:
    if MUNICIPALITY in pq.read_schema(path).names:
        groups = row_group_digests(path)
        return lambda name: groups.get(name, "")
    by = next(iter(named.values())).rows_by(table)
    if by is None:
        return None
    rows = digests_by(path, by[0])

    def digest(name: str) -> str:
        column_and_names = named[name].rows_by(table)
        names = sorted(column_and_names[1] & rows.keys()) if column_and_names else []
        return _joined(f"{each} {rows[each]}" for each in names)

    return digest


def row_group_digests(path: Path) -> dict[str, str]:
    """The SHA-256 of each municipality's row groups as they lie in the file, by its name."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    with pq.ParquetFile(path) as file, path.open("rb") as stream:
        told = file.metadata
        for number in range(told.num_row_groups):
            group = told.row_group(number)
            names = file.read_row_group(number, columns=[MUNICIPALITY]).column(0).unique()
            columns = [group.column(place) for place in range(group.num_columns)]
            digest = hashlib.sha256()
            for column in columns:
                begin = column.data_page_offset
                if column.has_dictionary_page:
                    begin = min(begin, column.dictionary_page_offset)
                stream.seek(begin)
                digest.update(stream.read(column.total_compressed_size))
            for name in names.to_pylist():
                parts[str(name)].append(digest.hexdigest())
    return {name: _joined(digests) for name, digests in parts.items()}


def digests_by(path: Path, column: str) -> dict[str, str]:
    """A digest of the rows under each value of the column, in their order, wherever they stand."""
    found: defaultdict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
    for batch in pq.ParquetFile(path).iter_batches(batch_size=_ROWS_AT_A_TIME):
        frame = batch.to_pandas()
        rows = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        for value, places in frame.groupby(column, sort=False).indices.items():
            found[str(value)].update(rows[places].tobytes())
    return {value: digest.hexdigest() for value, digest in found.items()}


def _joined(parts: Iterator[str] | list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
