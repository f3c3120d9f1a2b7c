"""`python -m pipeline.history`: this run against the last one that said something else."""

import json
from pathlib import Path

import pandas as pd

import pipeline
from pipeline.errors import TableError
from pipeline.history.keeping import Kept, kept_after, read_kept, write_kept
from pipeline.history.records import (
    Record,
    differences_apart,
    fingerprint,
    record,
    together,
)
from pipeline.params import load_params
from pipeline.schemas import DOCUMENTS, GOALS, LINKS, OBJECTIVES, UNITS
from pipeline.schemas.measures import DIFFERENCES, RUNS
from pipeline.stage import OUTPUTS, run_stage
from pipeline.tables import (
    Parts,
    filled_table,
    municipalities,
    write_parts,
    write_table,
)

RECORDS = OUTPUTS / "history" / "records.json"
_ENCODER = OUTPUTS / "embedding" / "encoder.json"


def main() -> None:
    """Load, compare with what is kept, keep."""
    names = municipalities(OUTPUTS)
    now = together(_records(names))
    kept = kept_after(read_kept(RECORDS), now)
    rows = differences_apart(kept.before, kept.now, names[0])
    write_parts(
        (
            (name, {DIFFERENCES: filled_table(pd.DataFrame(of), DIFFERENCES)})
            for name, of in rows.items()
        ),
        (DIFFERENCES,),
        OUTPUTS,
    )
    write_table(_runs(kept), RUNS, OUTPUTS)
    write_kept(kept, RECORDS)


def _records(names: list[str]) -> dict[str, Record]:
    """What this run says of each municipality, whose tables are read one after another's."""
    parameters, versions = load_params().told(), _versions(_ENCODER)
    parts = Parts((DOCUMENTS, GOALS, LINKS, UNITS, OBJECTIVES), OUTPUTS)
    return {name: record(parameters, versions, *parts.frames(name).values()) for name in names}


def _runs(kept: Kept) -> pd.DataFrame:
    rows = [{"run": "now", "number": kept.number, "fingerprint": fingerprint(kept.now)}]
    if kept.before is not None:
        name = fingerprint(kept.before)
        rows.append({"run": "before", "number": kept.number - 1, "fingerprint": name})
    return pd.DataFrame(rows)


def _versions(encoder: Path) -> dict[str, str]:
    try:
        told = json.loads(encoder.read_text(encoding="utf-8"))
        name = f"{told['encoder']} {told.get('version') or ''}".strip()
    except (OSError, ValueError, KeyError) as err:
        raise TableError(f"{encoder}: expected the encoder's record in JSON: {err}") from err
    return {"kopling": pipeline.__version__, "encoder": name}


if __name__ == "__main__":
    run_stage(main)
