"""`python -m pipeline.history`: this run against the last one that said something else."""

import json
from pathlib import Path

import pandas as pd

import pipeline
from pipeline.apart import PACKAGES, kept_apart
from pipeline.digests import part_digests
from pipeline.errors import TableError
from pipeline.history.keeping import Kept, kept_after, read_kept, write_kept
from pipeline.history.records import (
    Record,
    about,
    differences_apart,
    fingerprint,
    said,
    together,
)
from pipeline.municipalities import names_in
from pipeline.params import load_params
from pipeline.schemas import DOCUMENTS, GOALS, LINKS, OBJECTIVES, UNITS
from pipeline.schemas.measures import DIFFERENCES, RUNS
from pipeline.stage import CACHE, OUTPUTS, run_stage
from pipeline.store import Store, code_key, key_of
from pipeline.tables import (
    Parts,
    filled_table,
    municipalities,
    write_parts,
    write_table,
)

READ = (DOCUMENTS, GOALS, LINKS, UNITS, OBJECTIVES)
# what is said of a municipality rests on, beside its part of these
CODE = (
    "__init__.py",
    "apart.py",
    "errors.py",
    "history",
    "language",
    "municipalities.py",
    "params.py",
    "schemas",
    "tables.py",
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
    """What this run says of each municipality: its parameters, versions, and what is said of it."""
    alike = about(load_params().told(), _versions(_ENCODER))
    parts, digests = Parts(READ, OUTPUTS), part_digests(READ, OUTPUTS, names_in(OUTPUTS))
    code = code_key(CODE, PACKAGES)
    keys = {name: key_of(code, *digests[name].values()) for name in names}

    def made(name: str) -> bytes:
        return json.dumps(said(*parts.frames(name).values()), ensure_ascii=False).encode()

    kept = kept_apart(made, keys, Store(CACHE, "records"))
    return {name: alike | json.loads(content) for name, content in kept}


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
