"""The figures for dvc, and what the stage writes."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas import (
    AMOUNTS,
    CHANGES,
    DOCUMENTS,
    GOALS,
    LINKS,
    QUALITY,
    REJECTS,
    SECTIONS,
    TABLES,
    UNITS,
)
from pipeline.schemas.coupling import LIKENESSES, MONEY, VERDICTS
from pipeline.scoring.__main__ import main
from pipeline.scoring.scores import score_coupling
from pipeline.scoring.summary import coverage_plot, metrics
from pipeline.tables import read_table, write_table
from tests.tables_for_tests import World, inputs_of, small_world

PARAMS = ScoringParams(bootstrap_samples=50)
TABLES_BEFORE = (
    *(AMOUNTS, CHANGES, DOCUMENTS, GOALS, LIKENESSES, LINKS, MONEY, QUALITY, REJECTS),
    *(SECTIONS, VERDICTS),
)


def metrics_of(world: World):
    """The metrics of a world."""
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    return metrics(scores, world.goals, world.links, PARAMS)


def test_metrics_of_the_small_world() -> None:
    """Nine own goals, six linked; three goals place no unit; no objective without a unit."""
    found = metrics_of(small_world())

    assert found["goals"] == {
        "total": 17,
        "own": 9,
        "held": 9,
        "linked": 6,
        "orphan_share": 0.333333,
    }
    assert found["units"] == {"tight": 0, "loose": 0, "decoupled": 0, "uncoupled": 0, "uavklart": 3}
    assert found["objectives"] == {"total": 3, "without_unit": 0}
    assert found["coupling"]["responsiveness"]["mean"] == pytest.approx((0.9 + 0.85 + 0.1) / 3)
    assert found["concretisation"] == {"mean": 0.333333}
    assert found["ceremonial"] == {"share": 0.333333}


def test_metrics_without_links_are_missing() -> None:
    """Nothing was held against a plan: None, not 0, and JSON can say it."""
    world = small_world()

    found = metrics_of(World(world.documents, world.goals, world.links[:0], world.amounts))

    assert found["goals"]["orphan_share"] is None
    assert found["coupling"]["responsiveness"] == {"n": 0, "mean": None, "low": None, "high": None}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_objectives_are_plotted_in_the_plans_order() -> None:
    """1.2 before 1.10, and an objective without number by its words, last."""
    world = small_world()
    numbers = {"d11": "1.10", "d12": "1.2", "h2": None}
    goals = world.goals.assign(
        number=[
            numbers.get(goal, own)
            for goal, own in zip(world.goals["goal_id"], world.goals["number"], strict=True)
        ]
    )
    scores = score_coupling(goals, world.links, world.documents, PARAMS)

    plot = coverage_plot(scores.objectives, goals)

    assert plot["objective"].tolist() == ["1.2", "1.10", "Byen er bærekraftig"]


def test_the_stage_writes_the_same_bytes_twice(tmp_path: Path, monkeypatch) -> None:
    """Tables, metrics and plots are there, and a second run changes no byte."""
    world = small_world()
    outputs = tmp_path / "outputs"
    inputs = inputs_of(goals=world.goals, links=world.links, documents=world.documents)
    for table in TABLES_BEFORE:
        write_table(getattr(inputs, table.name), table, outputs)
    (tmp_path / "params.yaml").write_text("scoring:\n  bootstrap_samples: 50\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def files() -> dict[str, bytes]:
        main()
        return {p.name: p.read_bytes() for p in (outputs / "scoring").rglob("*") if p.is_file()}

    first, second = files(), files()

    assert first == second
    tables = {f"{table.name}.parquet" for table in TABLES if table.stage == "scoring"}
    others = {"metrics.json", "conclusions.json", "units.csv", "coverage.csv", "probability.csv"}
    assert set(first) == tables | others
    assert len(read_table(UNITS, outputs)) == len(pd.read_csv(outputs / "scoring/plots/units.csv"))
