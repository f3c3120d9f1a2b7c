"""Work fanned out: one interface, on this machine's processes or on a Dask cluster.

Both engines are asked alike: a task is handed over and a future comes back. What is handed over is
bounded, so that neither the tasks nor their results fill the memory. A process that dies costs the
task that it was at, and that is done again; one that ends three processes is told by its name.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any, Generic, Protocol, TypeVar

from pipeline.errors import KoplingError
from pipeline.params import LOCAL, RunningParams

T = TypeVar("T")
R = TypeVar("R")

DEATHS = 3  # of processes, after which a task isn't tried again
_FOR_EACH = 2  # tasks handed over for each worker: one at work, one that it needn't wait for
_AHEAD = 16  # results for each worker that may wait for one before them
_LOOK = 5.0  # seconds without a result, after which the engine is asked whether it is well
_IDLE = 60  # seconds that this machine's processes wait for more
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Engine(Protocol):
    """What does the tasks."""

    @property
    def workers(self) -> int:
        """How many tasks are worked at, at a time."""
        ...

    def submit(self, work: Callable[[T], R], item: T) -> "Future[R]":
        """The task handed over. Raises BrokenProcessPool where a process has died."""
        ...

    def look(self) -> None:
        """Raise KoplingError where no task can be done any more."""
        ...

    def renew(self) -> None:
        """Take tasks again after a process has died."""
        ...

    def ended_by(self, err: BaseException) -> int:
        """How many processes died at the task that this error is of; 0 for an error of the work."""
        ...

    def stop(self) -> None:
        """Let go of what is at work: it is no longer wanted."""
        ...


def fan_out(
    work: Callable[[T], R],
    items: Iterable[T],
    running: RunningParams,
    called: Callable[[T], str] | None = None,
    *,
    handed_over: int = _FOR_EACH,
) -> Iterator[R]:
    """What `work` makes of each item, in the items' order, each as soon as it is there.

    `work` is a module's function that can be pickled, and depends on its item alone, so that the
    results are the same wherever they were made. Items are drawn as they are needed. One item, or
    one worker, costs no other process here. An error that `work` raises is raised here; an item
    that ends the processes which work at it is named by `called`. `handed_over` items for each
    worker are held at a time: 1 where they are large and take long.
    """
    for _, result in _results(work, items, running, called, handed_over, in_order=True):
        yield result


def as_done(
    work: Callable[[T], R],
    items: Iterable[T],
    running: RunningParams,
    called: Callable[[T], str] | None = None,
) -> Iterator[tuple[int, R]]:
    """As `fan_out`, in whatever order they are done: each item's place, and what was made of it."""
    return _results(work, items, running, called, _FOR_EACH, in_order=False)


def worker_count(running: RunningParams) -> int:
    """The processes to work at a time: as told, or one for each core that this process may use."""
    return running.workers or core_count()


def core_count() -> int:
    """The cores that this process may use."""
    can_tell = hasattr(os, "sched_getaffinity")
    return len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1


def on_cluster(running: RunningParams) -> bool:
    """Whether a Dask cluster does the work, and not this machine's processes."""
    return running.scheduler not in ("", LOCAL)


def worker_name() -> str:
    """The worker that this process is, by its address on the cluster; else by the process."""
    if "distributed" in sys.modules:
        from pipeline.cluster import own_address

        return own_address()
    return f"process {os.getpid()}"


def _results(
    work: Callable[[T], R],
    items: Iterable[T],
    running: RunningParams,
    called: Callable[[T], str] | None,
    handed_over: int,
    *,
    in_order: bool,
) -> Iterator[tuple[int, R]]:
    remaining = iter(items)
    first = list(islice(remaining, 2))
    engine = _engine(running, len(first))
    if engine is None:
        yield from enumerate(map(work, chain(first, remaining)))
        return
    tasks = _Tasks(engine, work, called or _unnamed, handed_over)
    try:
        yield from tasks.results(chain(first, remaining), in_order=in_order)
    except BaseException:
        tasks.drop()
        raise


def _engine(running: RunningParams, items: int) -> Engine | None:
    """What does the tasks; None where this process does."""
    if not items:
        return None
    if on_cluster(running):
        from pipeline.cluster import cluster

        return cluster(running.scheduler)
    workers = worker_count(running)
    return None if workers == 1 or items == 1 else LocalProcesses(workers)


def _unnamed(item: object) -> str:
    shown = repr(item)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


class _Task(Generic[T]):
    """An item on its way: its place, and how many processes died at it."""

    __slots__ = ("deaths", "index", "item")

    def __init__(self, index: int, item: T) -> None:
        self.index = index
        self.item = item
        self.deaths = 0


class _Tasks(Generic[T, R]):
    """The tasks that are handed over to an engine, and those to hand over once more."""

    def __init__(
        self,
        engine: Engine,
        work: Callable[[T], R],
        called: Callable[[T], str],
        handed_over: int,
    ) -> None:
        self.engine = engine
        self.work = work
        self.called = called
        self.handed_over = handed_over
        self.waiting: dict[Future[R], _Task[T]] = {}
        self.suspects: list[_Task[T]] = []  # one of them has ended a process

    def results(self, items: Iterable[T], *, in_order: bool) -> Iterator[tuple[int, R]]:
        """Place and result of each item."""
        tasks = (_Task(index, item) for index, item in enumerate(items))
        held: dict[int, R] = {}
        told = handed = 0
        while True:
            room = self.handed_over * self.engine.workers - len(self.waiting)
            if in_order:
                room = min(room, told + _AHEAD * self.engine.workers - handed)
            if self.suspects:
                self._try_suspect()
            else:
                for task in islice(tasks, max(room, 0)):
                    handed += 1
                    self._hand_over(task)
            if not self.waiting and not self.suspects:
                return
            for index, result in self._done():
                if not in_order:
                    yield index, result
                    continue
                held[index] = result
                while told in held:
                    yield told, held.pop(told)
                    told += 1

    def drop(self) -> None:
        """Let go of all that is under way; workers that are at nothing stay for the next time."""
        for future in self.waiting:
            future.cancel()
        if self.waiting:
            self.engine.stop()

    def _hand_over(self, task: _Task[T]) -> None:
        try:
            self.waiting[self.engine.submit(self.work, task.item)] = task
        except BrokenProcessPool:
            self.suspects.append(task)

    def _try_suspect(self) -> None:
        """Hand over one alone: if a process dies now, it is known at what."""
        if not self.waiting:
            self.engine.renew()
            self._hand_over(self.suspects.pop(0))

    def _done(self) -> Iterator[tuple[int, R]]:
        done, _ = wait(self.waiting, timeout=_LOOK, return_when=FIRST_COMPLETED)
        if not done:
            self.engine.look()
        is_alone = len(self.waiting) == 1
        for future in done:
            task = self.waiting.pop(future)
            try:
                yield task.index, future.result()
            except BrokenProcessPool as err:
                task.deaths += is_alone
                if task.deaths >= DEATHS:
                    raise self._deadly(task, task.deaths) from err
                self.suspects.append(task)
            except CancelledError as err:  # not by us: the engine has lost it
                self.engine.look()
                raise KoplingError(f"{self.called(task.item)}: the work at it was lost") from err
            except Exception as err:
                deaths = self.engine.ended_by(err)
                if deaths:
                    raise self._deadly(task, deaths) from err
                raise

    def _deadly(self, task: _Task[T], deaths: int) -> KoplingError:
        return KoplingError(
            f"{self.called(task.item)}: expected to be worked at, it ended the process that did "
            f"{deaths} times; most often there is too little memory for it"
        )


class LocalProcesses:
    """Processes of this machine, by joblib's loky: begun once, and kept for the next time.

    Each has its share of the cores for arrays and tables, so that workers don't fight over them.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._threads = max(1, core_count() // workers)
        self._executor = self._begun()

    def _begun(self) -> Any:
        from joblib.externals.loky import get_reusable_executor

        return get_reusable_executor(
            max_workers=self.workers,
            timeout=_IDLE,
            initializer=share_cores,
            initargs=(self._threads,),
            env=dict.fromkeys(_THREADS, str(self._threads)),
        )

    def submit(self, work: Callable[[T], R], item: T) -> "Future[R]":
        """The task handed over. Raises BrokenProcessPool where a process has died."""
        future: Future[R] = self._executor.submit(work, item)
        return future

    def look(self) -> None:
        """Nothing: a process of this machine that has died is told by its task."""

    def renew(self) -> None:
        """New processes where one of the old has died."""
        self._executor = self._begun()

    def ended_by(self, err: BaseException) -> int:
        """0: what ends a process of this machine comes as BrokenProcessPool."""
        return 0

    def stop(self) -> None:
        """End the processes."""
        self._executor.shutdown(wait=False, kill_workers=True)


def share_cores(threads: int) -> None:
    """Let tables be worked at by so many threads in this process."""
    with contextlib.suppress(ImportError):
        import pyarrow as pa

        pa.set_cpu_count(threads)
