"""`python -m pipeline.scoring`: goals, links and verdicts → measures, metrics, plots."""

import json
from pathlib import Path

import pandas as pd

from pipeline.params import ScoringParams, load_stage_params
from pipeline.schemas.coupling import LIKENESSES, LINKS, MONEY, VERDICTS
from pipeline.schemas.goals import AMOUNTS, CHANGES, GOALS
from pipeline.schemas.measures import FLIPS, UNIT_PERIODS
from pipeline.schemas.reading import DOCUMENTS, QUALITY, REJECTS, SECTIONS
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.measures import all_measures
from pipeline.scoring.summary import (
    conclusions,
    coverage_plot,
    further_metrics,
    metrics,
    probability_plot,
    review_metrics,
    units_plot,
)
from pipeline.stage import OUTPUTS, run_stage
from pipeline.tables import read_table, write_table


def main() -> None:
    """Load, measure, save."""
    params = load_stage_params(ScoringParams, "scoring")
    inputs = load_inputs()
    found = all_measures(inputs, params)
    for table, frame in found.tables.items():
        write_table(frame, table, OUTPUTS)
    folder = OUTPUTS / "scoring"
    told = metrics(
        found.scores,
        inputs.goals,
        inputs.links,
        params,
        periods=found.tables[UNIT_PERIODS],
        flips=found.tables[FLIPS],
        more=further_metrics(found.tables) | {"reviews": review_metrics(inputs.all_verdicts)},
    )
    _write_json(told, folder / "metrics.json")
    # apart, so that `dvc metrics diff` says which unit went from where to where
    _write_json(
        conclusions(found.scores.units, found.tables[UNIT_PERIODS]), folder / "conclusions.json"
    )
    _write_plot(units_plot(found.scores.units), folder / "plots" / "units.csv")
    _write_plot(
        coverage_plot(found.scores.objectives, inputs.goals), folder / "plots" / "coverage.csv"
    )
    _write_plot(probability_plot(inputs.links), folder / "plots" / "probability.csv")


def load_inputs() -> Inputs:
    """The tables of the stages before, and the verdicts that count by themselves as well."""
    verdicts = read_table(VERDICTS, OUTPUTS)
    return Inputs(
        documents=read_table(DOCUMENTS, OUTPUTS),
        sections=read_table(SECTIONS, OUTPUTS),
        goals=read_table(GOALS, OUTPUTS),
        amounts=read_table(AMOUNTS, OUTPUTS),
        changes=read_table(CHANGES, OUTPUTS),
        rejects=read_table(REJECTS, OUTPUTS),
        quality=read_table(QUALITY, OUTPUTS),
        links=read_table(LINKS, OUTPUTS),
        likenesses=read_table(LIKENESSES, OUTPUTS),
        money=read_table(MONEY, OUTPUTS),
        verdicts=verdicts.query("counts"),
        all_verdicts=verdicts,
    )


def _write_json(content: object, path: Path) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_plot(frame: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, index=False, float_format="%.6f", lineterminator="\n", encoding="utf-8")


if __name__ == "__main__":
    run_stage(main)
