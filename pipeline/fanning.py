"""Work fanned out: one interface, on this machine's processes or on a Dask cluster."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pipeline.params import RunningParams

T = TypeVar("T")
R = TypeVar("R")


def fan_out(work: Callable[[T], R], items: Sequence[T], running: RunningParams) -> Iterator[R]:
    """What `work` makes of each item, in the items' order, each as soon as it is there.

    `work` is a module's function that can be pickled, and depends on its item alone, so that the
    results are the same wherever they were made. One item, or one worker, costs no other process.
    An error that `work` raises is raised here.
    """
    workers = min(worker_count(running), len(items))
    if workers <= 1:
        yield from map(work, items)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(
        n_jobs=workers, return_as="generator", batch_size=1, pre_dispatch="2*n_jobs"
    )
    yield from parallel(delayed(work)(item) for item in items)


def worker_count(running: RunningParams) -> int:
    """The processes to work at a time: as told, or one for each core that this process may use."""
    if running.workers:
        return running.workers
    can_tell = hasattr(os, "sched_getaffinity")
    return len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1
