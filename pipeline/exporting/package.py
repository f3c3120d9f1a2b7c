"""All tables in one package that tells what is in it: Parquet or CSV with a `datapackage.json`.

The descriptor is a Frictionless Data Package made from the tables' schemas: types, descriptions,
keys, the tables that they point into, sizes and hashes.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pandas as pd

import pipeline
from pipeline import schemas
from pipeline.exporting.files import add_file, add_text, whole_file, whole_folder
from pipeline.exporting.loading import EXPORTED, Frames
from pipeline.exporting.spreadsheet import SIDE, links_with_texts, write_csv
from pipeline.exporting.texts import plain
from pipeline.schemas import Table
from pipeline.schemas.columns import MUNICIPALITY, table, text, whole
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
_OF_TEXTS = (schemas.LINKS, schemas.GOALS, schemas.DOCUMENTS)
_CSV_DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}


def _side(name: str) -> dict[str, Any]:
    """The columns that `links_with_texts` has of one side."""
    of_goals = {**schemas.GOALS.schema.columns, "document": text("its document's title")}
    return {
        {"objective_level": "objective_document_kind"}.get(f"{name}_{each}", f"{name}_{each}"): (
            whole if each in ("year", "page") else text
        )(f"of the {name}: {of_goals[each].description}", nullable=True)
        for each in SIDE
    }


LINKS_WITH_TEXTS = table(
    "coupling",
    "links_with_texts",
    "Decided and stated links alone, with the words and the place of both sides on the row.",
    ("link_id",),
    **schemas.LINKS.schema.columns,
    **_side("goal"),
    **_side("objective"),
)


@dataclass(frozen=True)
class Packed:
    """How many tables and rows were written."""

    tables: int
    rows: int


def write_package(frames: Frames, path: Path, form: str, name: str) -> Packed:
    """Write the tables as `parquet` or `csv`, in a zip where the name ends so, else in a folder.

    Raises InputError where nothing can be written there.
    """
    tables = [each for each in EXPORTED if each.name in frames]
    if form == CSV and all(each.name in frames for each in _OF_TEXTS):
        frames = {**frames, LINKS_WITH_TEXTS.name: _links_with_texts(frames)}
        tables.append(LINKS_WITH_TEXTS)
    with _place(path) as folder:
        resources = [
            _written(frames[each.name], _as_told(each, frames[each.name]), folder, form, frames)
            for each in tables
        ]
        told = json.dumps(_descriptor(resources, name), ensure_ascii=False, indent=2)
        (folder / DESCRIPTOR).write_text(told + "\n", encoding="utf-8", newline="\n")
    return Packed(len(tables), sum(len(frames[each.name]) for each in tables))


def _as_told(kept: Table, frame: pd.DataFrame) -> Table:
    """The table as the frame has it: of several municipalities the whole of it is one table."""
    if not kept.by_municipality or MUNICIPALITY not in frame:
        return kept
    return replace(kept, schema=kept.whole_schema, key=kept.whole_key, by_municipality=False)


@contextmanager
def _place(path: Path) -> Iterator[Path]:
    """A folder to write to, which becomes the folder `path` or goes into the archive `path`."""
    if path.suffix.lower() != ".zip":
        with whole_folder(path, DESCRIPTOR) as folder:
            yield folder
        return
    with (
        whole_file(path) as partial,
        TemporaryDirectory(dir=partial.parent, prefix=".kopling-") as made,
    ):
        folder = Path(made)
        yield folder
        with ZipFile(partial, "w") as archive:
            for file in sorted(folder.iterdir()):
                if file.name == DESCRIPTOR:
                    add_text(archive, file.name, file.read_text(encoding="utf-8"))
                else:
                    add_file(archive, file.name, file)


def _written(
    frame: pd.DataFrame, kept: Table, folder: Path, form: str, frames: Frames
) -> dict[str, Any]:
    """The description of a table that has been written to the folder."""
    file = folder / f"{kept.name}.{form}"
    if form == PARQUET:
        save_table(frame, kept, file)
        kind: dict[str, Any] = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    else:
        write_csv(frame[list(_told(kept, frames)[0])], file)
        kind = {
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "dialect": {"csv": _CSV_DIALECT},
            # readers of the standard count no bytes of Parquet and would call any number wrong
            "bytes": file.stat().st_size,
        }
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "name": kept.name,
        "path": file.name,
        "type": "table",
        "description": kept.description,
        **kind,
        "hash": f"sha256:{digest}",
        "schema": table_schema(kept, frames, form),
    }


def _links_with_texts(frames: Frames) -> pd.DataFrame:
    links, goals, documents = (frames[each.name] for each in _OF_TEXTS)
    goals, documents = (
        each.drop(columns=MUNICIPALITY, errors="ignore") for each in (goals, documents)
    )
    return links_with_texts(links[links["linked"] | links["explicit"]], goals, documents)


def table_schema(kept: Table, frames: Frames, form: str) -> dict[str, Any]:
    """The Table Schema of a table: fields, key, and where its names point among `frames`."""
    columns, key = _told(kept, frames)
    schema: dict[str, Any] = {
        "fields": [_field(kept, name, column, form, key) for name, column in columns.items()],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = list(key)
    points = [
        {
            "fields": [name],
            "reference": {"resource": "" if to == kept.name else to, "fields": [field]},
        }
        for name in columns
        for to, field in [_POINTS_TO.get(name, ("", ""))]
        if to in frames and (to, field) != (kept.name, name)
    ]
    return schema | ({"foreignKeys": points} if points else {})


def _told(kept: Table, frames: Frames) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The table's columns and key: of the whole of it where its rows tell municipalities apart."""
    if kept.name in frames and MUNICIPALITY in frames[kept.name]:
        return kept.whole_schema.columns, kept.whole_key
    return kept.schema.columns, kept.key


def _field(kept: Table, name: str, column: Any, form: str, key: tuple[str, ...]) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable and (name in key or _kind(column) != "string"):
        constraints["required"] = True
    for check in column.checks:
        told = check.statistics or {}
        if "allowed_values" in told:
            constraints["enum"] = list(told["allowed_values"])
        # a missing number of Parquet reaches readers as NaN, which lies within no bounds
        if form == CSV or not column.nullable:
            bounds = (("minimum", "min_value"), ("maximum", "max_value"))
            constraints |= {name: told[value] for name, value in bounds if value in told}
    field = {"name": name, "type": _kind(column), "description": column.description}
    if form == CSV and _kind(column) == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    if (kept.name, name) == ("amounts", "amount_nok"):
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
