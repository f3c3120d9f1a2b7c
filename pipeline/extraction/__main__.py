"""Every registered file → outputs/extraction/: passages, tables, rejects, files."""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import schemas
from pipeline.errors import KoplingError, RegisterError
from pipeline.extraction.read import Extraction, extract_files
from pipeline.params import ExtractionParams, load_stage_params
from pipeline.tables import write_table

SOURCES = Path("documents")
OUTPUTS = Path("outputs")


def registered_paths(register: Path) -> list[str]:
    """The column `path` of the register, row by row. Raises RegisterError if it can't be read."""
    try:
        with register.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise RegisterError(f"{register}: expected a register in CSV and UTF-8: {err}") from err
    if rows and "path" not in rows[0]:
        raise RegisterError(f"{register}: expected a column path, came {', '.join(rows[0])}")
    return [row["path"] for row in rows if row["path"]]


def save(extraction: Extraction, outputs: Path) -> None:
    """Write the four tables under `outputs/extraction/`."""
    write_table(extraction.passages, schemas.PASSAGES, outputs)
    write_table(extraction.cells, schemas.CELLS, outputs)
    write_table(extraction.rejects, schemas.REJECTS, outputs)
    write_table(extraction.files, schemas.FILES, outputs)


def _line(reject: Mapping[Any, Any]) -> str:
    page = "" if pd.isna(reject["page"]) else f", page {reject['page']}"
    return f"{reject['path']}{page}: {reject['reason']}: {reject['detail']}"


def main() -> None:
    """Load, extract, save; say what was rejected."""
    params = load_stage_params(ExtractionParams, "extraction")
    paths = registered_paths(SOURCES / "register.csv")
    extraction = extract_files(paths, SOURCES, params)
    save(extraction, OUTPUTS)
    for reject in extraction.rejects.to_dict("records"):
        print(_line(reject), file=sys.stderr)
    print(f"{len(extraction.files)} files, {len(extraction.passages)} passages", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except KoplingError as err:
        sys.exit(f"extraction: {err}")
