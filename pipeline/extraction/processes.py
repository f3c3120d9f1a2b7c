"""Processes of our own that are ended together with all that they started."""

import contextlib
import os
import signal
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock
from typing import IO

from pipeline.bounds import single_environment
from pipeline.extraction import nursery
from pipeline.extraction.nursery import Forked

Process = subprocess.Popen[bytes] | Forked
_running: set[Process] = set()
_stopped: list[bool] = []  # not empty after `end_all`, until `begin`


def start(
    command: list[str], out: int, err: IO[bytes] | int, files: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    """The command begun, in a group of its own; `end` or `forget` it. It may use open `files`.

    Raises InterruptedError after `end_all`, so that nothing begins while all is being ended.
    """
    if _stopped:
        raise InterruptedError("interrupted: no other process begins")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env=single_environment(),
        start_new_session=True,
        pass_fds=files,
    )
    _running.add(process)
    return process


class _Nursery:
    """The process that begins workers, and the pipe to it; none before it is needed."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.channel: Connection | None = None

    def begin(self, arguments: list[str], errors: int) -> Forked:
        """A worker begun. Raises OSError where none can be."""
        with self.lock:
            if self.process is None or self.process.poll() is not None:
                self.channel, other = Pipe()
                with other:
                    command = [sys.executable, "-m", nursery.__name__, str(other.fileno())]
                    out = subprocess.DEVNULL
                    self.process = start(command, out, out, (other.fileno(),))
            assert self.channel is not None
            return nursery.ask_for_worker(self.channel, arguments, errors)

    def close(self) -> None:
        """Let it end, after the workers that it has begun."""
        with self.lock:
            if self.channel is not None:
                self.channel.close()
            if self.process is not None:
                self.process.wait()
                forget(self.process)
            self.process = self.channel = None


_nursery = _Nursery()


def start_worker(arguments: list[str], err: IO[bytes]) -> Process:
    """A worker (`pipeline.extraction.worker`) begun, its output a pipe; as `start` begins it."""
    if nursery.CAN_FORK and not _stopped:
        with contextlib.suppress(ConnectionError):
            process = _nursery.begin(arguments, err.fileno())
            _running.add(process)
            return process
    command = [sys.executable, "-m", "pipeline.extraction.worker", *arguments]
    return start(command, subprocess.PIPE, err)


def close_nursery() -> None:
    """End the process that begins workers, after them."""
    _nursery.close()


def forget(process: Process) -> None:
    """The process has ended by itself."""
    _running.discard(process)


def end(process: Process) -> None:
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
