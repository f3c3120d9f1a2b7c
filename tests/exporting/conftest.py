"""The small project's outputs, written once."""

from pathlib import Path

import pytest

from pipeline.exporting import export
from tests.exporting.exported_world import TABLES, frames, write_outputs


@pytest.fixture(autouse=True)
def _few_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages of the tables that the small project has, which take a tenth of the time of all."""
    monkeypatch.setattr(export, "EXPORTED", TABLES)


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of the small project."""
    return write_outputs(tmp_path_factory.mktemp("outputs"), **frames())


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of a project without documents: every table is there and empty."""
    return write_outputs(tmp_path_factory.mktemp("nothing"))
