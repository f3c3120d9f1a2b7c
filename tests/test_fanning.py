"""Work fanned out gives what it gives in one process."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from pipeline import fanning
from pipeline.fanning import LocalProcesses, fan_out, worker_count
from pipeline.params import RunningParams


def twice(value: int) -> tuple[int, int]:
    """Twice the value, and the process that made it."""
    return 2 * value, os.getpid()


def slow_but_first(value: int) -> int:
    """0 at once, all others in a while."""
    time.sleep(0.3 if value else 0)
    return value


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


@pytest.mark.parametrize(("taken", "stops"), [(4, 0), (1, 1)])
def test_processes_stay_for_the_next_time_unless_they_are_at_work(
    monkeypatch: pytest.MonkeyPatch, taken: int, stops: int
) -> None:
    """Also where results are taken one by one, and nobody looks whether there are more."""
    stopped: list[LocalProcesses] = []
    monkeypatch.setattr(LocalProcesses, "stop", lambda self: stopped.append(self))

    results = fan_out(slow_but_first, range(4), RunningParams(workers=2))
    assert [next(results) for _ in range(taken)] == list(range(taken))
    del results

    assert len(stopped) == stops


class Patient:
    """Two workers that are done when they hold as many tasks as they are ever to hold."""

    workers = 2

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: list[tuple[Future[int], int]] = []

    def submit(self, work: Callable[[int], int], item: int) -> "Future[int]":
        """The task, done with all the others as soon as there are so many."""
        future: Future[int] = Future()
        self.held.append((future, item))
        assert len(self.held) <= self.most
        if len(self.held) == self.most:
            for waiting, given in self.held:
                waiting.set_result(work(given))
            self.held.clear()
        return future


@pytest.mark.parametrize("handed_over", [1, 3])
def test_workers_hold_as_many_items_as_are_handed_over(
    monkeypatch: pytest.MonkeyPatch, handed_over: int
) -> None:
    """So many for each worker, and the others are drawn when there is room."""
    monkeypatch.setattr(fanning, "LocalProcesses", lambda workers: Patient(workers * handed_over))

    found = fan_out(refusing, range(4, 16), RunningParams(workers=2), handed_over=handed_over)

    assert list(found) == list(range(4, 16))


def test_nothing_to_do_starts_nothing() -> None:
    """No items, no results."""
    assert list(fan_out(twice, [], RunningParams(workers=2))) == []


def test_workers_are_as_told_or_one_for_each_core() -> None:
    """0 is for all cores that this process may use."""
    assert worker_count(RunningParams(workers=5)) == 5
    assert 1 <= worker_count(RunningParams()) <= (os.cpu_count() or 1)
