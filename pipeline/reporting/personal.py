"""The tables without what is personal in their texts: before any view sees them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import pandas as pd

from pipeline.masking.masks import (
    counted,
    kinds_masked,
    masked_frame,
    masked_paths,
    personal_in_passages,
    without_hidden_words,
)
from pipeline.masking.spans import Kind
from pipeline.reporting.case_tables import CaseTables
from pipeline.reporting.corpus import MeasureTables, Tables


@dataclass(frozen=True)
class Masks:
    """How many of each kind stand masked in the documents' passages, and whether names are."""

    names_masked: bool
    names: int
    phones: int
    emails: int
    identity_numbers: int

    @property
    def total(self) -> int:
        """All that is masked."""
        return self.names + self.phones + self.emails + self.identity_numbers


def without_personal(tables: Tables, *, mask_names: bool) -> tuple[Tables, Masks]:
    """The tables with masked texts and file names, and how much of the passages is masked."""
    kinds = kinds_masked(names=mask_names)
    found = counted(personal_in_passages(tables.passages, kinds).values())
    paths = masked_paths(_paths(tables), kinds)
    links = without_hidden_words(tables.links, tables.goals, kinds)
    return (
        _masked(replace(tables, links=links), kinds, paths),
        Masks(mask_names, found["name"], found["phone"], found["email"], found["identity_number"]),
    )


T = TypeVar("T", Tables, MeasureTables, CaseTables)


def _masked(tables: T, kinds: Collection[Kind], paths: Mapping[str, str]) -> T:
    """Every table with masked texts, those in groups of tables as well."""
    tables_of = {field.name: getattr(tables, field.name) for field in fields(tables)}
    changed: dict[str, Any] = {
        name: _masked_table(table, kinds, paths)
        if isinstance(table, pd.DataFrame)
        else _masked(table, kinds, paths)
        for name, table in tables_of.items()
    }
    return replace(tables, **changed)


def _masked_table(
    frame: pd.DataFrame, kinds: Collection[Kind], paths: Mapping[str, str]
) -> pd.DataFrame:
    if paths and "path" in frame:
        frame = frame.assign(path=frame["path"].map(lambda path: paths.get(path, path)))
    return masked_frame(frame, kinds)


def _paths(tables: Tables) -> set[str]:
    named = (tables.documents, tables.files, tables.rejects, tables.quality)
    return {str(path) for frame in named for path in frame["path"]}
