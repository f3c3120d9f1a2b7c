"""Each municipality's part of the tables: which there are, and what each part holds, as digests."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from pipeline.municipalities import Named
from pipeline.schemas import Table
from pipeline.tables import municipality_groups, table_path

_ROWS_AT_A_TIME = 50_000


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
        path = table_path(table, outputs)
        if not path.is_file():
            continue
        told = _told_by(table, outputs, named)
        if told is not None:
            for name in named:
                found[name][path.relative_to(outputs).as_posix()] = told(name)
    return found


def _told_by(
    table: Table, outputs: Path, named: Mapping[str, Named]
) -> Callable[[str], str] | None:
    if table.by_municipality:
        groups = _group_digests(table, outputs)
        return lambda name: groups.get(name, "")
    by = next(iter(named.values())).rows_by(table)
    if by is None:
        return None
    rows = digests_by(table_path(table, outputs), by[0])

    def digest(name: str) -> str:
        column_and_names = named[name].rows_by(table)
        names = sorted(column_and_names[1] & rows.keys()) if column_and_names else []
        return _joined(f"{each} {rows[each]}" for each in names)

    return digest


def _group_digests(table: Table, outputs: Path) -> dict[str, str]:
    """The digest of each municipality's row groups as they lie in the file, by its name."""
    with table_path(table, outputs).open("rb") as stream:
        return {
            name: _joined(group.digest(stream).hex() for group in groups)
            for name, groups in municipality_groups(table, outputs).items()
        }


def digests_by(path: Path, column: str) -> dict[str, str]:
    """A digest of the rows under each value of the column, in their order, wherever they stand."""
    found: defaultdict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
    for batch in pq.ParquetFile(path).iter_batches(batch_size=_ROWS_AT_A_TIME):
        frame = batch.to_pandas()
        rows = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        for value, places in frame.groupby(column, sort=False).indices.items():
            found[str(value)].update(rows[places].tobytes())
    return {value: digest.hexdigest() for value, digest in found.items()}


def _joined(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
