"""The examples in the benchmarks' docstrings."""

import doctest
from importlib import import_module

import pytest

MODULES = ("ablation", "breakdown", "calibration", "learning", "measures", "published", "ranking")


@pytest.mark.parametrize("name", [*MODULES, "sets", "systems"])
def test_the_examples_hold(name: str) -> None:
    """Each shows what it says."""
    assert doctest.testmod(import_module(f"benchmarks.accuracy.{name}")).failed == 0
