"""Processes of our own that are ended together with all that they started."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

_running: set[subprocess.Popen[Any]] = set()
_stopped: list[bool] = []  # not empty after `end_all`, until `begin`


def start(command: list[str], out: int, err: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """The command begun, in a group of its own; `end` or `forget` it.

    Raises InterruptedError after `end_all`, so that nothing begins while all is being ended.
    """
    if _stopped:
        raise InterruptedError("interrupted: no other process begins")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env=_environment(),
        start_new_session=True,
    )
    _running.add(process)
    return process


def forget(process: subprocess.Popen[bytes]) -> None:
    """The process has ended by itself."""
    _running.discard(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    forget(process)


def begin() -> None:
    """Let processes begin again after `end_all`."""
    _stopped.clear()


def end_all() -> None:
    """End every process that was started here and still runs; none begins before `begin`."""
    _stopped.append(True)
    for process in list(_running):
        end(process)


def run_bounded(command: list[str], seconds: float) -> tuple[int | None, str]:
    """A command's exit status and what it said on stderr; None where the time ran out.

    The process and all that it started are ended together.
    """
    process = start(command, subprocess.DEVNULL, subprocess.PIPE)
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        end(process)
        return None, ""
    finally:
        forget(process)
    return process.returncode, errors.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """Ours, with the package found where this one is, and number crunching on one thread."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    single = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    return {**os.environ, **single, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
