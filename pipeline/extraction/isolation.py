"""Files read side by side, each in processes of its own that are ended when they take too long."""

import contextlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Semaphore

from pipeline.extraction import processes
from pipeline.extraction.cache import ReadingCache
from pipeline.extraction.elements import Fault, Reading
from pipeline.extraction.supervision import read_apart
from pipeline.extraction.worker import reading_from_json
from pipeline.params import ExtractionParams

Job = tuple[Path, str]


def read_all(
    jobs: Sequence[Job],
    params: ExtractionParams,
    on_done: Callable[[int], None] | None = None,
    cache: ReadingCache | None = None,
) -> list[Reading | Fault]:
    """For each (path, name) its Reading, or the Fault of the whole file, in the jobs' order."""
    results: dict[int, Reading | Fault] = {}
    processes.begin()
    workers = params.workers or os.cpu_count() or 1
    cores = Semaphore(workers)
    with ThreadPoolExecutor(max(1, min(workers, len(jobs) or 1))) as pool:
        waiting = {
            pool.submit(read_once, *job, params, cache, cores): i for i, job in enumerate(jobs)
        }
        try:
            for future in as_completed(waiting):
                results[waiting[future]] = future.result()
                if on_done:
                    on_done(waiting[future])
        except BaseException:
            # interrupted: begin no other file, and end those that are being read
            pool.shutdown(wait=False, cancel_futures=True)
            processes.end_all()
            raise
        finally:
            processes.close_nursery()
    return [results[index] for index in range(len(jobs))]


def read_once(
    path: Path,
    name: str,
    params: ExtractionParams,
    cache: ReadingCache | None,
    cores: Semaphore | None = None,
) -> Reading | Fault:
    """The file as the cache knows it, else read; what broke the reader is tried again next time.

    `cores` counts the cores that are free: one is taken while the file is read.
    """
    key = cache.key(path) if cache else None
    if cache is not None and key is not None:
        known = cache.load(key)
        if known is not None:
            with contextlib.suppress(KeyError, TypeError, AssertionError):
                return _result(known)
    with cores or contextlib.nullcontext():
        read = read_apart(path, name, params, cores)
    if isinstance(read, Fault):
        return read
    if cache is not None and key is not None:
        cache.save(key, read)
    return _result(read)


def _result(content: dict[str, object]) -> Reading | Fault:
    fault = content.get("fault")
    if isinstance(fault, dict):
        return Fault(**fault)
    reading = content["reading"]
    assert isinstance(reading, dict)
    return reading_from_json(reading)
