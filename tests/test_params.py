"""Claims on parameters: frozen, and closed to what nobody knows."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.errors import ParameterError
from pipeline.params import (
    RUNNING_VARIABLES,
    GoalsParams,
    ScoringParams,
    load_params,
    load_running_params,
    load_stage_params,
)


def test_an_unknown_key_fails_with_its_name(tmp_path: Path) -> None:
    """A misspelt parameter is not silently left out."""
    (tmp_path / "params.yaml").write_text("scoring:\n  sead: 1\n", encoding="utf-8")

    with pytest.raises(ParameterError, match="sead"):
        load_stage_params(ScoringParams, "scoring", tmp_path / "params.yaml")


def test_an_impossible_value_fails_with_what_came(tmp_path: Path) -> None:
    """The message holds the key, what was expected and what came."""
    (tmp_path / "params.yaml").write_text("scoring:\n  interval: 1.5\n", encoding="utf-8")

    with pytest.raises(ParameterError, match=r"interval.*less than 1.*1\.5"):
        load_stage_params(ScoringParams, "scoring", tmp_path / "params.yaml")


@pytest.mark.parametrize("content", ["[1, 2]", "a: [", ""])
def test_what_is_no_mapping_fails(tmp_path: Path, content: str) -> None:
    """Broken YAML and lists are faults of the file, not of the program."""
    (tmp_path / "params.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(ParameterError, match=r"params\.yaml"):
        load_params(tmp_path / "params.yaml")


def test_parameters_are_frozen() -> None:
    """A stage can't change what it was given."""
    with pytest.raises(ValidationError, match="frozen"):
        GoalsParams().shortest_goal_words = 1  # type: ignore[misc]


def test_what_a_run_is_told_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment, then params.yaml, then the default; an address that is none is told."""
    file = tmp_path / "params.yaml"
    file.write_text("running:\n  workers: 3\n  scheduler: tcp://a:1\n", encoding="utf-8")
    for variable in RUNNING_VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    assert load_running_params(file).workers == 3
    monkeypatch.setenv("KOPLING_SCHEDULER", "tcp://b:2")
    monkeypatch.setenv("KOPLING_WORKERS", "5")
    told = load_running_params(file)

    assert (told.scheduler, told.workers, told.cache_megabytes) == ("tcp://b:2", 5, 10_000)
    monkeypatch.setenv("KOPLING_SCHEDULER", "b")
    with pytest.raises(ParameterError, match=r"scheduler: .*came 'b'"):
        load_running_params(file)
