"""Files read side by side, each in processes of its own that are ended when they take too long."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from threading import Semaphore

from pipeline.extraction import processes
from pipeline.extraction.documents import ReadDocument, result_of
from pipeline.extraction.elements import Fault
from pipeline.extraction.supervision import read_apart
from pipeline.params import ExtractionParams

Job = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file, and whether it would come again: what broke the reader might not."""

    result: ReadDocument | Fault
    is_sound: bool


def read_here(
    jobs: Sequence[Job], params: ExtractionParams, workers: int
) -> Iterator[tuple[int, Outcome]]:
    """Place and result of each (path, name), as they are done, so many files at a time.

    Where fewer files are left than workers, several read the pages of a long one.
    """
    processes.begin()
    cores = Semaphore(workers)
    with ThreadPoolExecutor(max(1, min(workers, len(jobs) or 1))) as pool:
        waiting = {pool.submit(_read, *job, params, cores): i for i, job in enumerate(jobs)}
        try:
            for future in as_completed(waiting):
                yield waiting.pop(future), future.result()
        except BaseException:
            # interrupted: begin no other file, and end those that are being read
            pool.shutdown(wait=False, cancel_futures=True)
            processes.end_all()
            raise
        finally:
            processes.close_nursery()


def read_one(
    path: Path, name: str, params: ExtractionParams, cores: Semaphore | None = None
) -> Outcome:
    """What other processes read of the file; `cores` counts those that are free to help."""
    read = read_apart(path, name, params, cores)
    return Outcome(read, False) if isinstance(read, Fault) else Outcome(result_of(read), True)


def _read(path: Path, name: str, params: ExtractionParams, cores: Semaphore) -> Outcome:
    with cores:
        return read_one(path, name, params, cores)
