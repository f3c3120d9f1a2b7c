"""Work fanned out gives what it gives in one process."""

import os

import pytest

from pipeline.fanning import fan_out, worker_count
from pipeline.params import RunningParams


def twice(value: int) -> tuple[int, int]:
    """Twice the value, and the process that made it."""
    return 2 * value, os.getpid()


def refusing(value: int) -> int:
    """Nothing for 3."""
    if value == 3:
        raise ValueError("three")
    return value


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    """However many work at them, in this process alone where there is one."""
    results = list(fan_out(twice, range(20), RunningParams(workers=workers)))

    assert [value for value, _ in results] == [2 * value for value in range(20)]
    assert (os.getpid() in {process for _, process in results}) == (workers == 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_raised_here(workers: int) -> None:
    """As it was raised where the work was done."""
    with pytest.raises(ValueError, match="three"):
        list(fan_out(refusing, range(6), RunningParams(workers=workers)))


def test_nothing_to_do_starts_nothing() -> None:
    """No items, no results."""
    assert list(fan_out(twice, [], RunningParams(workers=2))) == []


def test_workers_are_as_told_or_one_for_each_core() -> None:
    """0 is for all cores that this process may use."""
    assert worker_count(RunningParams(workers=5)) == 5
    assert 1 <= worker_count(RunningParams()) <= (os.cpu_count() or 1)
