"""What a table's schema is made of: columns with a kind, a range and a description."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow

MUNICIPALITY = "municipality"
# Each municipality is worked on apart in these stages, and its rows lie together in their tables.
BY_MUNICIPALITY = frozenset(
    (
        *("parsing", "goals", "embedding", "coupling", "scoring", "specification", "history"),
        "pictures",
    )
)
_OF_THE_PROJECT = ("runs",)
# Made from content: no two municipalities share one, so that a key that begins with it is whole.
_CONTENT_NAMES = frozenset(
    f"{of}_id"
    for of in ("document", "section", "goal", "amount", "objective", "owner", "link", "verdict")
)


@dataclass(frozen=True, eq=False)
class Table:
    """A table between stages: its name, the stage that writes it, its columns and its key.

    Where it is `by_municipality`, `schema` and `key` are of one municipality's part, which is what
    the stages work on, and `whole_schema` and `whole_key` of the file with all parts in it.
    """

    name: str
    stage: str
    description: str
    schema: pa.DataFrameSchema
    key: tuple[str, ...] = ()
    by_municipality: bool = False

    def __eq__(self, other: object) -> bool:
        """The same table, in whatever process it was made."""
        return isinstance(other, Table) and (self.stage, self.name) == (other.stage, other.name)

    def __hash__(self) -> int:
        """As equality has it."""
        return hash((self.stage, self.name))

    @cached_property
    def whole_schema(self) -> pa.DataFrameSchema:
        """The columns in the file: those of a part, and the municipality whose part it is."""
        if not self.by_municipality:
            return self.schema
        name = text("kommune, as the register names it; empty where the project has only one")
        return self.schema.add_columns({MUNICIPALITY: name})

    @property
    def whole_key(self) -> tuple[str, ...]:
        """The key in the file: of names that two municipalities may use, each has its own."""
        if not self.by_municipality or not self.key or self.key[0] in _CONTENT_NAMES:
            return self.key
        return (MUNICIPALITY, *self.key)


def text(description: str, *, nullable: bool = False, among: Sequence[str] = ()) -> pa.Column:
    """A column of text; `among` lists the only values it may take."""
    return _column(str, description, nullable, pa.Check.isin(list(among)) if among else None)


def whole(description: str, *, nullable: bool = False, least: int | None = None) -> pa.Column:
    """A column of whole numbers, missing ones kept missing."""
    return _column("Int64", description, nullable, None if least is None else pa.Check.ge(least))


def number(description: str, *, nullable: bool = False) -> pa.Column:
    """A column of floating-point numbers."""
    return _column(float, description, nullable)


def share(description: str, *, nullable: bool = False) -> pa.Column:
    """A column of numbers from 0 to 1."""
    return _column(float, description, nullable, pa.Check.in_range(0, 1))


def share_with_ends(
    name: str, description: str, interval: str, *, nullable: bool = False
) -> dict[str, pa.Column]:
    """Columns of a share and of both ends of its interval, which are missing where n is small."""
    return {
        name: share(description, nullable=nullable),
        f"{name}_low": share(f"lower end of {interval}", nullable=True),
        f"{name}_high": share("upper end", nullable=True),
    }


def flag(description: str, *, nullable: bool = False) -> pa.Column:
    """A column of true and false."""
    return _column("boolean" if nullable else bool, description, nullable)


def vector(description: str) -> pa.Column:
    """A column of equally long lists of 32-bit floats."""
    return _column(object, description, False)


def data(description: str) -> pa.Column:
    """A column of bytes, such as those of a picture."""
    return _column(pd.ArrowDtype(pyarrow.large_binary()), description, False)


def _column(
    kind: Any, description: str, nullable: bool, check: pa.Check | None = None
) -> pa.Column:
    return pa.Column(kind, check, nullable=nullable, description=description)


def table(
    stage: str, name: str, description: str, key: tuple[str, ...], **columns: pa.Column
) -> Table:
    """A table of a stage, with its key's columns and what each column holds."""
    schema = pa.DataFrameSchema(columns, strict=True, coerce=True, name=name)
    is_apart = stage in BY_MUNICIPALITY and name not in _OF_THE_PROJECT
    return Table(name, stage, description, schema, key, is_apart)
