"""The tables of council cases, and which of the cases have a page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.reporting.names import unique_slugs

CaseName = tuple[str, str | None]


@dataclass(frozen=True)
class CaseTables:
    """The tables that cases are told from, each as its schema promises."""

    cases: pd.DataFrame
    points: pd.DataFrame
    case_objectives: pd.DataFrame
    input_units: pd.DataFrame
    remarks: pd.DataFrame
    parties: pd.DataFrame
    sections: pd.DataFrame


def case_names(cases: pd.DataFrame, changes: pd.DataFrame) -> list[CaseName]:
    """Each case as its document and, where that holds several, its name there; by both.

    A case with money alone stands in `changes` only, and is known by its document.
    """
    told = cases[["document_id", "case_in_document"]].astype(object)
    told = told.where(told.notna(), None)
    names: list[CaseName] = [(row[0], row[1]) for row in told.itertuples(index=False, name=None)]
    known = {document_id for document_id, _ in names}
    names += [(str(found), None) for found in set(changes["document_id"]) - known]
    return sorted(names, key=lambda name: (name[0], name[1] or ""))


def case_pages_of(
    cases: pd.DataFrame, changes: pd.DataFrame, titles: Mapping[str, str]
) -> dict[CaseName, str]:
    """The file name of each case's page, made from its number and its document's title."""
    numbers = {
        (
            row.document_id,
            row.case_in_document if isinstance(row.case_in_document, str) else None,
        ): (row.case_number if isinstance(row.case_number, str) else "")
        for row in cases.itertuples(index=False)
    }
    wanted: dict[CaseName, str] = {}
    for name in case_names(cases, changes):
        document_id, within = name
        parts = (numbers.get(name), within, titles.get(document_id, ""))
        wanted[name] = " ".join(part for part in parts if part) or document_id
    slugs = unique_slugs({f"{number}": text for number, text in enumerate(wanted.values())})
    return dict(zip(wanted, slugs.values(), strict=True))


def first_pages(pages: Mapping[CaseName, str]) -> dict[str, str]:
    """For each document with cases the file name of its first case's page."""
    slugs: dict[str, str] = {}
    for (document_id, _), slug in pages.items():
        slugs.setdefault(document_id, slug)
    return slugs
