"""Goals, vectors, amounts and verdicts → links, likenesses, money, accuracy, and `metrics.json`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from pipeline.apart import PACKAGES, each_municipality, in_one, write_packed
from pipeline.coupling.metrics import COLUMNS, corpus_metrics
from pipeline.coupling.municipality import (
    CODE,
    Coupled,
    couple_municipality,
    verdicts_of_no_municipality,
)
from pipeline.errors import TableError
from pipeline.params import CouplingParams, load_running_params, load_stage_params
from pipeline.reviews.municipalities import COLUMNS as OF_GOALS
from pipeline.reviews.municipalities import read_by_municipality
from pipeline.schemas import AMOUNTS, DOCUMENTS, GOALS, LINKS, SECTIONS, VECTORS, Table
from pipeline.schemas.coupling import ACCURACY, LIKENESSES, MONEY, SENTENCES, VERDICTS
from pipeline.stage import CACHE, OUTPUTS, REVIEWS, run_stage
from pipeline.store import Store, code_key
from pipeline.tables import Parts, read_columns
from pipeline.wholefiles import write_text

READ = (DOCUMENTS, SECTIONS, GOALS, AMOUNTS, VECTORS, SENTENCES)
WRITTEN = (LINKS, LIKENESSES, MONEY, VERDICTS, ACCURACY)


def main() -> None:
    """Read goals and vectors, score and decide, save links, likenesses, money and metrics."""
    encoder = _read_record(OUTPUTS / VECTORS.stage / "encoder.json")
    told = write_packed(_coupled(encoder), WRITTEN, OUTPUTS)
    links = read_columns(LINKS, OUTPUTS, COLUMNS)
    metrics = corpus_metrics(told, links, read_columns(GOALS, OUTPUTS, OF_GOALS), encoder)
    text = json.dumps(metrics, ensure_ascii=False, indent=2)
    write_text(OUTPUTS / LINKS.stage / "metrics.json", text + "\n")


def _coupled(encoder: dict[str, object]) -> Iterator[tuple[str | None, bytes]]:
    """Each municipality with what it comes to, and last the verdicts that are about none."""
    params = load_stage_params(CouplingParams, "coupling")
    running = load_running_params()
    verdicts = read_by_municipality(REVIEWS, read_columns(GOALS, OUTPUTS, OF_GOALS))
    parts, code = Parts(READ, OUTPUTS), code_key(CODE, PACKAGES)
    made_by = {name: encoder.get(name) for name in ("encoder", "version", "notice")}

    def given(name: str, tables: Mapping[Table, pd.DataFrame]) -> Coupled:
        return Coupled(tables, verdicts.get(name, []), made_by, params)

    store = Store(CACHE, "coupling")
    yield from each_municipality(in_one(couple_municipality), given, parts, code, store, running)
    if None in verdicts:
        yield None, verdicts_of_no_municipality(verdicts[None])


def _read_record(path: Path) -> dict[str, object]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as err:
        raise TableError(f"{path}: expected the encoder's record: {err}") from err


if __name__ == "__main__":
    run_stage(main)
