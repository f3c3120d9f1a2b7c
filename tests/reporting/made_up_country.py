"""Several made-up municipalities in the tables' files, as the stages before leave them."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.reporting.corpus import Tables
from pipeline.reporting.country import Summary, folders_of, make_summary
from pipeline.reporting.render import (
    Place,
    assets,
    make_ready,
    render_country,
    render_language,
    write_report,
)
from pipeline.schemas import REJECTS, TABLES, Table
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.schemas.measures import DIFFERENCES, RUNS, SERVICES
from pipeline.schemas.reading import CELLS, CROPS
from pipeline.scoring.services import service_units
from pipeline.speech import speaking
from pipeline.tables import check_table, empty_table, filled_table, write_parts, write_table
from tests.reporting.made_up import PARAMS, PROVENANCE, scored
from tests.tables_for_tests import Row

_TABLE_OF = {table.name: table for table in TABLES} | {"cells": CELLS}
_OF_CONTENT = ("_id", "_ids", "_sha256")
UNITS = ("Sentrum skole", "Åsen barnehage")


@cache
def small_tables(words: str = "Barna leser hver dag", units: tuple[str, ...] = UNITS) -> Tables:
    """A plan with two objectives, and units with three goals each, of which two serve it."""
    plan: Row = {"document_id": "plan", "kind": "kommuneplan", "year": 2012, "year_to": 2024}
    documents = [plan | {"title": "Kommuneplan 2012–2024", "path": "plan.pdf"}]
    about: Row = {"document_id": "plan", "level": "kommuneplan", "year": 2012, "year_to": 2024}
    goals = [
        about | _goal(f"d{n}", text) | {"kind": "delmål", "number": str(n)}
        for n, text in enumerate(("Alle barn leser", "Byen er grønn"), 1)
    ]
    links: list[Row] = []
    for unit in units:
        name = f"avtale {unit}"
        of_unit: Row = {"unit": unit, "area": "Oppvekst", "year": 2014}
        title = f"Lederavtale 2014, {unit}"
        documents.append(of_unit | {"document_id": name, "title": title, "path": f"{name}.pdf"})
        for number in range(3):
            goal = f"{name} {number}"
            goals.append(
                of_unit
                | {"document_id": name, "kind": "enhetsmål", "part": "enhet"}
                | _goal(goal, f"{words} ({number}) ved {unit}")
            )
            links.append(_link(goal, "d1", 0.9 if number < 2 else 0.1))
            links.append(_link(goal, "d2", 0.05) | {"rank": 2})
    for number, row in enumerate(documents):
        row["document_sha256"] = f"{number:064x}"
    return scored(documents, goals, links)


def _goal(name: str, text: str) -> Row:
    return {"goal_id": name, "text": text, "passage_id": f"p_{name}", "passage_ids": f"p_{name}"}


def _link(goal: str, objective: str, probability: float) -> Row:
    told: Row = {"goal_id": goal, "objective_id": objective, "probability": probability}
    linked = probability > 0.5
    return told | {"linked": linked, "kind": "rephrased" if linked else "none"}


def write_country(
    country: Mapping[str, Tables], outputs: Path, only: Collection[Table] = ()
) -> Path:
    """The folder with every table's file, or some, a row group for each municipality."""
    frames = {
        name: _frames(_named(name, tables)) | {CROPS: _crops(name)}
        for name, tables in country.items()
    }
    tables = [table for table in next(iter(frames.values())) if not only or table in only]
    apart = [table for table in tables if table.by_municipality]
    for stage in {table.stage for table in apart}:
        of_stage = [table for table in apart if table.stage == stage]
        write_parts(frames.items(), of_stage, outputs)
    for table in tables:
        if not table.by_municipality:
            parts = [each[table] for each in frames.values() if len(each[table])]
            whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
            write_table(filled_table(whole, table), table, outputs)
    write_table(services_of(country), SERVICES, outputs)
    return outputs


def picture_of(municipality: str) -> str:
    """Where the municipality's one picture lies, whose bytes are its name."""
    return f"crops/{hashlib.sha256(municipality.encode()).hexdigest()[:24]}.webp"


def _crops(municipality: str) -> pd.DataFrame:
    content = municipality.encode()
    told = {"path": picture_of(municipality), "picture_sha256": hashlib.sha256(content).hexdigest()}
    return check_table(pd.DataFrame([told | {"content": content}]), CROPS)


def services_of(country: Mapping[str, Tables]) -> pd.DataFrame:
    """SERVICES of all, each row with its municipality."""
    units = [tables.units.assign(**{MUNICIPALITY: name}) for name, tables in country.items()]
    found = service_units(pd.concat(units, ignore_index=True))
    return check_table(found, SERVICES) if len(found) else empty_table(SERVICES)


def _frames(tables: Tables) -> dict[Table, pd.DataFrame]:
    found = {}
    for group in (tables, tables.measures, tables.council):
        for field in fields(group):
            value = getattr(group, field.name)
            if isinstance(value, pd.DataFrame):
                found[_TABLE_OF[field.name]] = value
    return found


def _named(municipality: str, tables: Tables) -> Tables:
    """The tables with names of the municipality's own for all that is named by its content."""

    def changed(group: Any) -> Any:
        frames = {
            field.name: _with_names(value, municipality)
            for field in fields(group)
            if isinstance(value := getattr(group, field.name), pd.DataFrame)
        }
        return replace(group, **frames)

    whole: Tables = changed(tables)
    return replace(whole, measures=changed(tables.measures), council=changed(tables.council))


def _with_names(frame: pd.DataFrame, municipality: str) -> pd.DataFrame:
    told = {
        str(column): frame[column].map(
            partial(_renamed, column=str(column), municipality=municipality), "ignore"
        )
        for column in frame
        if str(column).endswith(_OF_CONTENT) or column == "path"
    }
    return frame.assign(**told)


def _renamed(value: str, column: str, municipality: str) -> str:
    if column == "document_sha256":
        return hashlib.sha256(f"{municipality} {value}".encode()).hexdigest()
    if column == "path":
        return f"{municipality}/{value}"
    tag = hashlib.sha256(municipality.encode()).hexdigest()[:6]
    # names of goals hold spaces here, as lists of names don't
    return " ".join(f"{tag}.{part}" for part in value.split(" "))


def country_report(country: Mapping[str, Tables], folder: Path) -> Path:
    """The folder with the page of all in every language, and each one's report in the first."""
    names = folders_of(country)
    first = PARAMS.reporting.languages[0]
    files = dict(assets(of_many=True))
    told: dict[str, list[tuple[Place, Summary]]] = {}
    for name, tables in country.items():
        place, ready = Place(name, names[name]), make_ready(tables, PARAMS)
        pages = render_language(ready, PARAMS, PROVENANCE, first, place)
        files |= {f"{place.folder}/{page}": text for page, text in pages}
        for language in PARAMS.reporting.languages:
            with speaking(language):
                summary = make_summary(ready.corpus, ready.tables, PARAMS)
            told.setdefault(language, []).append((place, summary))
    about = empty_table(RUNS), empty_table(DIFFERENCES), empty_table(REJECTS), services_of(country)
    for spoken, each in told.items():
        files |= dict(render_country(each, PARAMS, PROVENANCE, *about, spoken))
    write_report(files.items(), folder)
    return folder
