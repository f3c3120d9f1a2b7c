"""All tables in one package that tells what is in it: Parquet or CSV with a `datapackage.json`.

The descriptor is a Frictionless Data Package made from the tables' schemas: types, descriptions,
keys, the tables that they point into, sizes and hashes.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pandas as pd

import pipeline
from pipeline.exporting.files import add_file, add_text, whole_file, whole_folder
from pipeline.exporting.loading import EXPORTED, Frames
from pipeline.exporting.spreadsheet import write_csv
from pipeline.exporting.texts import plain
from pipeline.schemas import Table
from pipeline.tables import save_table

DESCRIPTOR = "datapackage.json"
PARQUET, CSV = "parquet", "csv"

_TYPES = {"Int64": "integer", "float64": "number", "bool": "boolean", "boolean": "boolean"}
# which table a name points into, wherever a column has it
_POINTS_TO = {
    "goal_id": ("goals", "goal_id"),
    "objective_id": ("goals", "goal_id"),
    "parent_goal_id": ("goals", "goal_id"),
    "document_id": ("documents", "document_id"),
    "link_id": ("links", "link_id"),
    "amount_id": ("amounts", "amount_id"),
    "passage_id": ("passages", "passage_id"),
    "section_id": ("sections", "section_id"),
    "parent_section_id": ("sections", "section_id"),
}
# Money in the words of the Fiscal Data Package, as far as they hold: `status` is not its phase
# (what a proposal names may never have been a budget), and `area` no standard classification.
_FISCAL = {"columnType": "value", "currency": "NOK", "factor": 1}
_CSV_DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}


@dataclass(frozen=True)
class Packed:
    """How many tables and rows were written."""

    tables: int
    rows: int


def write_package(frames: Frames, path: Path, form: str, name: str) -> Packed:
    """Write the tables as `parquet` or `csv`, in a zip where the name ends so, else in a folder.

    Raises InputError where nothing can be written there.
    """
    tables = [table for table in EXPORTED if table.name in frames]
    with _place(path) as folder:
        resources = [_written(frames[table.name], table, folder, form, frames) for table in tables]
        text = json.dumps(_descriptor(resources, name), ensure_ascii=False, indent=2)
        (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8", newline="\n")
    return Packed(len(tables), sum(len(frames[table.name]) for table in tables))


@contextmanager
def _place(path: Path) -> Iterator[Path]:
    """A folder to write to, which becomes the folder `path` or goes into the archive `path`."""
    if path.suffix.lower() != ".zip":
        with whole_folder(path, DESCRIPTOR) as folder:
            yield folder
        return
    with whole_file(path) as partial, TemporaryDirectory(
        dir=partial.parent, prefix=".kopling-"
    ) as made:
        folder = Path(made)
        yield folder
        with ZipFile(partial, "w") as archive:
            for file in sorted(folder.iterdir()):
                if file.name == DESCRIPTOR:
                    add_text(archive, file.name, file.read_text(encoding="utf-8"))
                else:
                    add_file(archive, file.name, file)


def _written(
    frame: pd.DataFrame, table: Table, folder: Path, form: str, frames: Frames
) -> dict[str, Any]:
    """The description of a table that has been written to the folder."""
    file = folder / f"{table.name}.{form}"
    if form == PARQUET:
        save_table(frame, table, file)
        kind: dict[str, Any] = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    else:
        write_csv(frame[list(table.schema.columns)], file)
        kind = {
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "dialect": {"csv": _CSV_DIALECT},
        }
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "name": table.name,
        "path": file.name,
        "type": "table",
        "description": table.description,
        **kind,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": table_schema(table, frames),
    }


def table_schema(table: Table, frames: Frames) -> dict[str, Any]:
    """The Table Schema of a table: fields, key, and where its names point among `frames`."""
    schema: dict[str, Any] = {
        "fields": [_field(table, name, column) for name, column in table.schema.columns.items()],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    points = [
        {
            "fields": [name],
            "reference": {"resource": "" if to == table.name else to, "fields": [field]},
        }
        for name in table.schema.columns
        for to, field in [_POINTS_TO.get(name, ("", ""))]
        if to in frames and (to, field) != (table.name, name)
    ]
    return schema | ({"foreignKeys": points} if points else {})


def _field(table: Table, name: str, column: Any) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable and (name in table.key or _kind(column) != "string"):
        constraints["required"] = True
    for check in column.checks:
        told = check.statistics or {}
        if "allowed_values" in told:
            constraints["enum"] = list(told["allowed_values"])
        if "min_value" in told:
            constraints["minimum"] = told["min_value"]
        if "max_value" in told:
            constraints["maximum"] = told["max_value"]
    field = {"name": name, "type": _kind(column), "description": column.description}
    if _kind(column) == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    if (table.name, name) == ("amounts", "amount_nok"):
        field |= _FISCAL
    return field | ({"constraints": constraints} if constraints else {})


def _kind(column: Any) -> str:
    return _TYPES.get(str(column.dtype), "string")


def _descriptor(resources: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "kopling",
        "title": plain(name),
        "description": (
            "Goals, couplings, measures and evidence from a municipality's steering documents. "
            "Probabilities are estimates; a missing value is not zero."
        ),
        "version": pipeline.__version__,
        "keywords": ["kommuneplan", "lederavtale", "coupling"],
        "sources": [{"title": f"kopling {pipeline.__version__}"}],
        "resources": resources,
    }
