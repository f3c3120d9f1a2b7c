"""Files read side by side, each in a process of its own that is ended when it takes too long."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from pipeline.extraction.cache import ReadingCache
from pipeline.extraction.elements import Fault, Reading
from pipeline.extraction.worker import OUT_OF_MEMORY, reading_from_json
from pipeline.params import ExtractionParams

Job = tuple[Path, str]
_reading: set[subprocess.Popen[bytes]] = set()
_ABORTED = (-6, -5, -4)  # SIGABRT, SIGTRAP, SIGILL: how PDFium ends when memory runs out
_MEMORY_SIGNS = ("MemoryError", "bad_alloc", "Cannot allocate memory", "out of memory")


def read_all(
    jobs: Sequence[Job],
    params: ExtractionParams,
    on_done: Callable[[int], None] | None = None,
    cache: ReadingCache | None = None,
) -> list[Reading | Fault]:
    """For each (path, name) its Reading, or the Fault of the whole file, in the jobs' order."""
    results: dict[int, Reading | Fault] = {}
    workers = params.workers or os.cpu_count() or 1
    with ThreadPoolExecutor(max(1, min(workers, len(jobs) or 1))) as pool:
        waiting = {pool.submit(read_once, *job, params, cache): i for i, job in enumerate(jobs)}
        try:
            for future in as_completed(waiting):
                results[waiting[future]] = future.result()
                if on_done:
                    on_done(waiting[future])
        except BaseException:
            # interrupted: begin no other file, and end those that are being read
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(_reading):
                _end(process)
            raise
    return [results[index] for index in range(len(jobs))]


def read_once(
    path: Path, name: str, params: ExtractionParams, cache: ReadingCache | None
) -> Reading | Fault:
    """The file as the cache knows it, else read; what broke the reader is tried again next time."""
    key = cache.key(path) if cache else None
    if cache is None or key is None:
        read = read_apart(path, name, params)
        return read if isinstance(read, Fault) else _result(read)
    known = cache.load(key)
    if known is not None:
        with contextlib.suppress(KeyError, TypeError, AssertionError):
            return _result(known)
    read = read_apart(path, name, params)
    if isinstance(read, Fault):
        return read
    cache.save(key, read)
    return _result(read)


def read_apart(path: Path, name: str, params: ExtractionParams) -> dict[str, Any] | Fault:
    """What another process read; a crash, a hang or a full memory becomes a Fault."""
    with tempfile.TemporaryDirectory(prefix="kopling-") as folder:
        job, result = Path(folder, "job.json"), Path(folder, "result.json")
        content = {
            "path": os.fsencode(path).hex(),
            "name": name.encode("utf-8", "replace").decode(),
            "params": params.model_dump(),
        }
        job.write_text(json.dumps(content), encoding="utf-8")
        command = [sys.executable, "-m", "pipeline.extraction.worker", str(job), str(result)]
        status, errors = run_bounded(command, params.seconds_per_file)
        if status is None:
            return _too_slow(params)
        if result.is_file():
            return dict(json.loads(result.read_text(encoding="ascii")))
        return _crash(status, errors, params)


def run_bounded(command: list[str], seconds: float) -> tuple[int | None, str]:
    """A command's exit status and what it said on stderr; None where the time ran out.

    The process and all that it started are ended together.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=True,
    )
    _reading.add(process)
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return None, ""
    finally:
        _reading.discard(process)
    return process.returncode, errors.decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment() -> dict[str, str]:
    """Ours, with the package found where this one is, and number crunching on one thread."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    single = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    return {**os.environ, **single, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


def _result(content: dict[str, object]) -> Reading | Fault:
    fault = content.get("fault")
    if isinstance(fault, dict):
        return Fault(**fault)
    reading = content["reading"]
    assert isinstance(reading, dict)
    return reading_from_json(reading)


def _too_slow(params: ExtractionParams) -> Fault:
    detail = f"expected to be read within {params.seconds_per_file:g} s, was not, and was ended"
    return Fault(None, "too_slow", f"{detail}; raise extraction.seconds_per_file if it is worth it")


def _crash(status: int, errors: str, params: ExtractionParams) -> Fault:
    if status in (OUT_OF_MEMORY, *_ABORTED) or any(sign in errors for sign in _MEMORY_SIGNS):
        detail = f"expected to be read within {params.megabytes_per_file} MB of memory, needed more"
        return Fault(None, "too_large", f"{detail}; raise extraction.megabytes_per_file if it may")
    last = errors.strip().splitlines()[-1:] or [f"status {status}"]
    return Fault(None, "damaged", f"expected a readable document, reading it broke: {last[0]}")
