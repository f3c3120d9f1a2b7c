"""One municipality's part of every table that the report is made from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.masking.masks import kinds_masked, masked_frame, masked_paths
from pipeline.municipalities import Named, read_part
from pipeline.reporting.case_tables import CaseTables
from pipeline.reporting.corpus import MeasureTables, Tables
from pipeline.schemas import REJECTS, TABLES, Table
from pipeline.schemas.reading import CELLS
from pipeline.tables import empty_table, read_table, table_path

# what a project has no file of that was begun before there was a stage for it
_LATER_STAGES = ("specification", "history")
_BY_FIELD = {table.name: table for table in TABLES} | {"cells": CELLS}


@dataclass(frozen=True)
class Part:
    """Which rows to read: a municipality's, known by these names; all where it is the only one."""

    municipality: str = ""
    named: Named | None = None


def read_tables(outputs: Path, tables: Collection[str], part: Part) -> Tables:
    """Every table that the report is made from, with the part's rows.

    `tables` are the names of those that the stage says it reads. Raises TableError where one is
    missing.
    """

    def read(name: str) -> pd.DataFrame:
        table = _BY_FIELD[name]
        if table.name not in tables:
            raise KeyError(f"{table.name} isn't among the tables that the stage reads")
        return _read(table, outputs, part)

    def group(kind: type) -> Any:
        return kind(**{field.name: read(field.name) for field in fields(kind)})

    single = [f.name for f in fields(Tables) if f.name not in ("measures", "council")]
    return Tables(
        **{name: read(name) for name in single},
        measures=group(MeasureTables),
        council=group(CaseTables),
    )


def _read(table: Table, outputs: Path, part: Part) -> pd.DataFrame:
    if part.named is None or not table_path(table, outputs).is_file():
        return read_where_made(table, outputs)
    return read_part(table, outputs, part.municipality, part.named)


def read_where_made(table: Table, outputs: Path) -> pd.DataFrame:
    """The table, without rows in a project that was begun before there was a stage for it."""
    if table.stage in _LATER_STAGES and not table_path(table, outputs).is_file():
        return empty_table(table)
    return read_table(table, outputs)


def unread_files(named: Mapping[str, Named], outputs: Path, *, mask_names: bool) -> pd.DataFrame:
    """The REJECTS of files that are no municipality's, without what is personal."""
    rejects = read_table(REJECTS, outputs)
    placed = {path for each in named.values() for path in each.names["path"]}
    unread = rejects[~rejects["path"].isin(placed)]
    kinds = kinds_masked(names=mask_names)
    paths = masked_paths(set(unread["path"]), kinds)
    shown = unread.assign(path=unread["path"].map(lambda path: paths.get(path, path)))
    return masked_frame(shown, kinds)
