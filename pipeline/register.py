"""The register: one row a document, kept by hand or by `kopling add`, read with care."""

import csv
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from pipeline.csvfiles import csv_delimiter, decode_csv
from pipeline.errors import RegisterError
from pipeline.language.normalise import normalise_text

REGISTER_COLUMNS = (
    "path",
    "kind",
    "title",
    "municipality",
    "unit",
    "area",
    "year",
    "year_to",
    "language",
    "status",
    "note",
    "guessed",
)
# told apart by these words alone, whether a spreadsheet's user writes Lederavtale or lederavtale
_WORDS = ("kind", "language")
_NAMES = "|".join(REGISTER_COLUMNS)
_GUESS = re.compile(rf"(?:^|; )({_NAMES})=(.*?)(?=; (?:{_NAMES})=|$)", re.DOTALL)


@dataclass(frozen=True)
class RegisterRow:
    """What is known of a document; an empty field is guessed from its content later.

    `guessed` holds what `kopling add` filled in by guessing, as `kind=annet; year=2024`.
    """

    path: str
    kind: str = ""
    title: str = ""
    municipality: str = ""
    unit: str = ""
    area: str = ""
    year: str = ""
    year_to: str = ""
    language: str = ""
    status: str = ""
    note: str = ""
    guessed: str = ""


def read_register(path: Path) -> pd.DataFrame:
    """The register with all its columns as text, empty where nothing stands.

    Commas or semicolons, UTF-8 or the Windows code page that Norwegian Excel saves in.
    Raises RegisterError naming the line and column, what was expected and what came.
    """
    try:
        content = decode_csv(path.read_bytes())
    except OSError as err:
        raise RegisterError(f"{path}: expected the register, {err.strerror}") from err
    lines = list(csv.reader(io.StringIO(content), delimiter=csv_delimiter(content)))
    if not lines:
        raise RegisterError(f"{path}: expected a header line with the column path, found nothing")
    header = [normalise_text(name).lower() for name in lines[0]]
    _check_header(header, path)
    rows = [
        _row(header, line, number, path) for number, line in enumerate(lines[1:], 2) if any(line)
    ]
    return pd.DataFrame(rows, columns=list(REGISTER_COLUMNS), dtype=str)


def write_register(register: pd.DataFrame, path: Path) -> None:
    """Write the register as UTF-8 with commas, whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(REGISTER_COLUMNS)
        writer.writerows(register[list(REGISTER_COLUMNS)].fillna("").itertuples(index=False))
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def add_row(register: pd.DataFrame, row: RegisterRow) -> pd.DataFrame:
    """The register with one more row."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return pd.concat([register, pd.DataFrame([values])], ignore_index=True)


def guesses_told(guesses: Mapping[str, str]) -> str:
    """The guesses as the column `guessed` keeps them.

    >>> guesses_told({"kind": "annet", "title": "Plan; a=b"})
    'kind=annet; title=Plan; a=b'
    """
    return "; ".join(f"{name}={normalise_text(value)}" for name, value in guesses.items())


def still_guessed(row: Mapping[str, object]) -> frozenset[str]:
    """The fields whose value rests on a guess: a value corrected by hand is the user's own.

    Registers of old name the fields alone; those count as guessed until the name is taken out.

    >>> row = {"kind": "innspill", "year": "2024", "guessed": "kind=annet; year=2024"}
    >>> sorted(still_guessed(row)), sorted(still_guessed(row | {"guessed": "kind title"}))
    (['year'], ['kind', 'title'])
    """
    told = str(row.get("guessed") or "")
    guesses = dict(_GUESS.findall(told))
    if not guesses:
        return frozenset(told.split())
    return frozenset(
        name
        for name, value in guesses.items()
        if normalise_text(str(row.get(name) or "")).casefold() == value.strip().casefold()
    )


def empty_register() -> pd.DataFrame:
    """A register without rows."""
    return pd.DataFrame(columns=list(REGISTER_COLUMNS), dtype=str)


def _check_header(header: list[str], path: Path) -> None:
    if "path" not in header:
        raise RegisterError(f"{path}, line 1: expected a column path, came {', '.join(header)}")
    unknown = [name for name in header if name and name not in REGISTER_COLUMNS]
    if unknown:
        raise RegisterError(
            f"{path}, line 1: unknown column {', '.join(unknown)}; "
            f"expected only {', '.join(REGISTER_COLUMNS)}"
        )


def _row(header: list[str], line: list[str], number: int, path: Path) -> dict[str, str]:
    if any(cell.strip() for cell in line[len(header) :]):
        raise RegisterError(
            f"{path}, line {number}: expected {len(header)} columns, came {len(line)}; "
            "put quotes around a text that holds the delimiter"
        )
    values = dict.fromkeys(REGISTER_COLUMNS, "")
    for name, cell in zip(header, line, strict=False):
        # a path is kept as it is written: the file system may not hold it in NFC
        if name:
            values[name] = cell.strip() if name == "path" else normalise_text(cell)
    for name in _WORDS:
        values[name] = values[name].lower()
    if not values["path"]:
        raise RegisterError(f"{path}, line {number}, column path: expected a file, came nothing")
    return values
