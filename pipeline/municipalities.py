"""One municipality's rows of any table, also of those that know no municipalities."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError
from pipeline.language.normalise import normalise_text
from pipeline.schemas import DOCUMENTS, Table
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.tables import (
    empty_table,
    municipalities,
    read_columns,
    read_rows,
    read_table,
)

# These tables know no municipality: its documents and files tell which of their rows are its
_DOCUMENT, _PATH = "document_sha256", "path"
_ROWS_BY = {
    "passages": _DOCUMENT,
    "tables": _DOCUMENT,
    "continued": _DOCUMENT,
    "files": _PATH,
    "quality": _PATH,
    "rejects": _PATH,
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


def names_in(outputs: Path) -> dict[str, Named]:
    """What each municipality's documents and files are called, by the municipality."""
    documents = read_columns(DOCUMENTS, outputs, [MUNICIPALITY, _DOCUMENT, _PATH])
    return {
        name: Named(
            {
                _DOCUMENT: _values(documents, name, _DOCUMENT),
                _PATH: _values(documents, name, _PATH),
            }
        )
        for name in municipalities(outputs)
    }


def _values(frame: pd.DataFrame, municipality: str, column: str) -> frozenset[str]:
    return frozenset(frame.loc[frame[MUNICIPALITY].eq(municipality), column])


def read_part(
    table: Table, outputs: Path, municipality: str | None = None, named: Named | None = None
) -> pd.DataFrame:
    """The municipality's rows of the table, `named` telling which these are; without either all.

    Of a table that tells nothing of municipalities, such as one of runs, none are a municipality's.
    """
    if named is None or municipality is None:
        return read_table(table, outputs)
    if table.by_municipality:
        return read_table(table, outputs, municipality)
    by = named.rows_by(table)
    return empty_table(table) if by is None else read_rows(table, outputs, *by)


def is_of_several(outputs: Path) -> bool:
    """True where documents are of more than one municipality."""
    return len(municipalities(outputs)) > 1


def chosen_municipality(outputs: Path, wanted: str | None, *, is_needed: bool) -> str | None:
    """The municipality that is meant by the name; None where it is all, or the only one.

    Raises InputError, which lists them, for a name that none has, and where there are several and
    one has to be chosen.
    """
    known = municipalities(outputs)
    listed = ", ".join(name or "'' (without a name)" for name in known)
    if wanted is not None:
        called = normalise_text(wanted).casefold()
        found = [name for name in known if normalise_text(name).casefold() == called]
        if not found:
            raise InputError(f"--municipality: expected one of {listed}; came {wanted}")
        return found[0] if len(known) > 1 else None
    if is_needed and len(known) > 1:
        raise InputError(f"several municipalities: choose one with --municipality: {listed}")
    return None
