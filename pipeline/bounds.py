"""Bounds on a process of ours: its memory, its threads, and that it never outlives its purpose."""

import contextlib
import os
import select
import sys
from pathlib import Path
from threading import Thread

OUT_OF_MEMORY = 77  # the exit status of a process that needed more than it may have


def bound_memory(megabytes: int) -> None:
    """Bound this process's address space, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    most = megabytes * 1_000_000
    with contextlib.suppress(ValueError, OSError):  # a stricter bound may be in force already
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def end_unheard() -> None:
    """End this process when nobody listens to it any more, so that a hung reader isn't left."""
    if not hasattr(select, "poll"):
        return
    told = select.poll()
    told.register(sys.stdout.fileno(), 0)  # errors alone: the other end is closed

    def watch() -> None:
        told.poll()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def single_environment() -> dict[str, str]:
    """Ours, with the package found where this one is, and number crunching on one thread."""
    root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    single = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    return {**os.environ, **single, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
