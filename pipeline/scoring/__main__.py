"""`python -m pipeline.scoring`: goals and links → profiles, units, objectives, metrics, plots."""

import json
from pathlib import Path

import pandas as pd

from pipeline.params import ScoringParams, load_stage_params
from pipeline.schemas import DOCUMENTS, GOALS, LINKS, OBJECTIVES, PROFILES, UNITS
from pipeline.scoring.scores import score_coupling
from pipeline.scoring.summary import coverage_plot, metrics, probability_plot, units_plot
from pipeline.stage import OUTPUTS, run_stage
from pipeline.tables import read_table, write_table


def main() -> None:
    """Load, score, save."""
    params = load_stage_params(ScoringParams, "scoring")
    goals = read_table(GOALS, OUTPUTS)
    links = read_table(LINKS, OUTPUTS)
    scores = score_coupling(goals, links, read_table(DOCUMENTS, OUTPUTS), params)
    write_table(scores.profiles, PROFILES, OUTPUTS)
    write_table(scores.units, UNITS, OUTPUTS)
    write_table(scores.objectives, OBJECTIVES, OUTPUTS)
    folder = OUTPUTS / "scoring"
    text = json.dumps(metrics(scores, goals, links, params), indent=2, ensure_ascii=False)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    _write_plot(units_plot(scores.units), folder / "plots" / "units.csv")
    _write_plot(coverage_plot(scores.objectives, goals), folder / "plots" / "coverage.csv")
    _write_plot(probability_plot(links), folder / "plots" / "probability.csv")


def _write_plot(frame: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, index=False, float_format="%.6f", lineterminator="\n", encoding="utf-8")


if __name__ == "__main__":
    run_stage(main)
