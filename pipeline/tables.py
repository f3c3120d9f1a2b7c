"""The only table IO: each table is checked against its schema when written and when read."""

from pathlib import Path

import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import TableError
from pipeline.schemas import Table

MUNICIPALITY = "municipality"


def check_table(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with its columns in the schema's order and types, rows in the table's order.

    Raises TableError naming each column that is missing, unknown, or holds a wrong value.
    """
    try:
        checked = table.schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as err:
        raise TableError(f"{table.name}: {_failures(err)}") from err
    if table.key and checked.duplicated(list(table.key)).any():
        twice = checked.loc[checked.duplicated(list(table.key)), list(table.key)].iloc[0].to_dict()
        raise TableError(
            f"{table.name}: expected one row for each {table.key}, came twice: {twice}"
        )
    return checked[list(table.schema.columns)].reset_index(drop=True)


def write_table(frame: pd.DataFrame, table: Table, outputs: Path) -> Path:
    """The path of the Parquet file written under `outputs/<stage>/`; equal frames, equal bytes."""
    path = outputs / table.stage / f"{table.name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    save_table(frame, table, path)
    return path


def save_table(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """Write the checked table to `path` as Parquet; equal frames, equal bytes.

    A table that tells municipalities apart has each one's rows together, in a row group of its
    own, so that one municipality is read without the others.
    """
    checked = check_table(frame, table)
    if MUNICIPALITY not in checked or checked.empty:
        pq.write_table(
            pa.Table.from_pandas(checked, preserve_index=False), path, compression="zstd"
        )
        return
    parts = [part for _, part in checked.groupby(MUNICIPALITY, sort=False)]
    schema = pa.Schema.from_pandas(checked, preserve_index=False)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(pa.Table.from_pandas(part, schema, preserve_index=False))


def read_table(table: Table, outputs: Path, municipality: str | None = None) -> pd.DataFrame:
    """The table as its schema promises, or one municipality's rows of it, read without the others.

    Raises TableError where the file is missing or differs.
    """
    path = outputs / table.stage / f"{table.name}.parquet"
    if not path.is_file():
        raise TableError(
            f"{path}: expected the table {table.name}, found no file; run `kopling run` first"
        )
    only = None if municipality is None else [(MUNICIPALITY, "=", municipality)]
    return check_table(pd.read_parquet(path, filters=only), table)


def empty_table(table: Table) -> pd.DataFrame:
    """A frame with the table's columns and no rows."""
    return check_table(pd.DataFrame({name: [] for name in table.schema.columns}), table)


def filled_table(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The checked frame, or the table without rows where there are none."""
    return check_table(frame, table) if len(frame) else empty_table(table)


def _failures(err: pandera.errors.SchemaErrors) -> str:
    cases = err.failure_cases
    lines = []
    for (column, check), rows in cases.groupby(["column", "check"], dropna=False, sort=True):
        sample = rows["failure_case"].iloc[0]
        lines.append(f"column {column}: expected {check}, came {sample!r} ({len(rows)} in all)")
    return "; ".join(lines)
