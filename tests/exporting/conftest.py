"""The small project's outputs, written once."""

from pathlib import Path

import pytest

from tests.exporting.exported_world import frames, write_outputs


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of the small project."""
    return write_outputs(tmp_path_factory.mktemp("outputs"), **frames())


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of a project without documents: every table is there and empty."""
    return write_outputs(tmp_path_factory.mktemp("nothing"))
