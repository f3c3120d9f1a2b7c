"""`python -m pipeline.scoring`: goals, links and verdicts → measures, metrics, plots."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from pipeline.apart import PACKAGES, each_municipality, in_one, write_packed
from pipeline.params import ScoringParams, load_running_params, load_stage_params
from pipeline.schemas import OBJECTIVES, TABLES, UNITS, Table
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.schemas.coupling import LIKENESSES, LINKS, MONEY, VERDICTS
from pipeline.schemas.goals import AMOUNTS, CHANGES, GOALS
from pipeline.schemas.measures import SERVICES
from pipeline.schemas.reading import DOCUMENTS, QUALITY, REJECTS, SECTIONS
from pipeline.scoring.municipality import CODE, Scored, score_municipality
from pipeline.scoring.services import service_units
from pipeline.scoring.summary import coverage_plot, probability_plot, units_plot
from pipeline.scoring.together import corpus_metrics, corpus_plot
from pipeline.stage import CACHE, OUTPUTS, run_stage
from pipeline.store import Store, code_key
from pipeline.tables import (
    Parts,
    empty_table,
    read_columns,
    read_table,
    read_whole,
    write_table,
)
from pipeline.wholefiles import whole_file, write_text

READ = (DOCUMENTS, SECTIONS, GOALS, AMOUNTS, CHANGES, LINKS, LIKENESSES, MONEY, VERDICTS)
# of what is large the columns alone that figures of all municipalities are counted in
_COUNTED = {GOALS: ["goal_id"], LINKS: ["linked", "explicit"]}
OF_EACH = tuple(table for table in TABLES if table.stage == "scoring" and table is not SERVICES)


def main() -> None:
    """Load, measure, save."""
    params = load_stage_params(ScoringParams, "scoring")
    told = write_packed(scored(params), OF_EACH, OUTPUTS)
    compared = service_units(read_whole(UNITS, OUTPUTS))
    write_table(compared if len(compared) else empty_table(SERVICES), SERVICES, OUTPUTS)
    folder = OUTPUTS / "scoring"
    figures = {name: each["metrics"] for name, each in told.items()}
    _write_json(corpus_metrics(figures, _counted, params), folder / "metrics.json")
    # apart, so that `dvc metrics diff` says which unit went from where to where
    said = {name: each["conclusions"] for name, each in told.items()}
    _write_json(said if len(said) > 1 else next(iter(said.values())), folder / "conclusions.json")
    _write_plots(folder / "plots")


def _counted(table: Table) -> pd.DataFrame:
    columns = _COUNTED.get(table)
    return read_columns(table, OUTPUTS, columns) if columns else read_whole(table, OUTPUTS)


def scored(params: ScoringParams) -> Iterator[tuple[str, bytes]]:
    """Each municipality with its tables and figures, packed."""
    running = load_running_params()
    rejects, quality = read_table(REJECTS, OUTPUTS), read_table(QUALITY, OUTPUTS)
    files = read_columns(DOCUMENTS, OUTPUTS, ["path", "document_sha256", MUNICIPALITY])
    parts, code = Parts(READ, OUTPUTS), code_key(CODE, PACKAGES)

    def given(name: str, tables: Mapping[Table, pd.DataFrame]) -> Scored:
        theirs = files[files[MUNICIPALITY].eq(name)]
        return Scored(
            tables,
            rejects[rejects["path"].isin(theirs["path"])],
            quality[quality["document_sha256"].isin(theirs["document_sha256"])],
            params,
        )

    store = Store(CACHE, "scoring")
    yield from each_municipality(in_one(score_municipality), given, parts, code, store, running)


def _write_plots(folder: Path) -> None:
    units, objectives = read_whole(UNITS, OUTPUTS), read_whole(OBJECTIVES, OUTPUTS)
    goals = read_columns(GOALS, OUTPUTS, ["goal_id", "text", MUNICIPALITY])
    links = read_columns(LINKS, OUTPUTS, ["probability", "linked", "explicit"])
    _write_plot(corpus_plot(units_plot, units), folder / "units.csv")
    _write_plot(corpus_plot(coverage_plot, objectives, goals), folder / "coverage.csv")
    _write_plot(probability_plot(links), folder / "probability.csv")


def _write_json(content: object, path: Path) -> None:
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _write_plot(frame: pd.DataFrame, path: Path) -> None:
    with whole_file(path) as place:
        frame.to_csv(place, index=False, float_format="%.6f", lineterminator="\n", encoding="utf-8")


if __name__ == "__main__":
    run_stage(main)
