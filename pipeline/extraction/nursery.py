"""Workers begun as copies of one process that holds the code already, a few milliseconds each.

A nursery is started as `python -m pipeline.extraction.nursery FD`, the number of an open pipe. For
each message on it, a list of arguments and then three files, it begins a worker with the second and
third as output and errors, answers with its process number, and writes to the first how the worker
ended. Each worker is a process of its own, in a group of its own, bounded and ended like any other.
When the pipe closes, the nursery ends after its workers have.

`multiprocessing` has such a server, too; it runs the caller's main module again in each worker, and
neither lets the workers' environment (one thread, a fixed hash seed) nor their groups be chosen.
"""

import contextlib
import gc
import os
import signal
import sys
import traceback
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import recv_handle, send_handle
from threading import Lock
from typing import IO

CAN_FORK = sys.platform == "linux"
_MOST = 4096  # bytes of what tells that workers have ended, and how
_KILLED = -9


class Forked:
    """A worker that a nursery has begun: what `subprocess.Popen` tells of a process."""

    def __init__(self, pid: int, output: int, ended: int) -> None:
        self.pid = pid
        self.stdout: IO[bytes] = os.fdopen(output, "rb")
        self.returncode: int | None = None
        self._ended = ended
        self._lock = Lock()

    def poll(self) -> int | None:
        """How it ended, as a number; None while it runs."""
        return self._status(blocks=False)

    def wait(self) -> int | None:
        """How it ended, waited for."""
        return self._status(blocks=True)

    def kill(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)

    def _status(self, *, blocks: bool) -> int | None:
        with self._lock:
            if self.returncode is None:
                os.set_blocking(self._ended, blocks)
                with contextlib.suppress(BlockingIOError):
                    told = os.read(self._ended, _MOST)
                    self.returncode = int(told) if told else _KILLED
                    os.close(self._ended)
            return self.returncode


def ask_for_worker(channel: Connection, arguments: list[str], errors: int) -> Forked:
    """The worker that the nursery at the pipe's other end begins. Raises OSError without one."""
    output, written = os.pipe()
    ended, tells = os.pipe()
    try:
        channel.send(arguments)
        for file in (tells, written, errors):
            send_handle(channel, file, 0)
        return Forked(channel.recv(), output, ended)
    except (EOFError, OSError) as err:
        os.close(output)
        os.close(ended)
        detail = "expected a worker, the process that begins them has ended"
        raise ConnectionError(detail) from err
    finally:
        os.close(written)
        os.close(tells)


def serve(channel: Connection) -> None:
    """Begin workers as asked for; return when the pipe is closed and all have ended."""
    waked, wakes = os.pipe()
    for end in (waked, wakes):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, int] = {}  # the file to tell of each worker's end
    sources: list[Connection | int] = [channel, waked]
    while len(sources) > 1 or running:
        for source in wait(sources):
            if source is channel:
                if not _answer(channel, running):
                    sources.remove(channel)
            else:
                os.read(waked, _MOST)
        _tell_ended(running)


def _answer(channel: Connection, running: dict[int, int]) -> bool:
    """Begin the worker that is asked for; False where the pipe is closed."""
    try:
        arguments = channel.recv()
        tells, *files = [recv_handle(channel) for _ in range(3)]
    except (EOFError, OSError):
        return False
    pid = os.fork()
    if not pid:
        _work(arguments, files, [channel.fileno(), tells, *running.values()])
    with contextlib.suppress(OSError):  # the worker does so too; whoever comes first
        os.setpgid(pid, pid)
    for file in files:
        os.close(file)
    running[pid] = tells
    channel.send(pid)
    return True


def _work(arguments: list[str], files: list[int], others: list[int]) -> None:
    """Be a worker, and end."""
    from pipeline.extraction.worker import main

    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setpgid(0, 0)
        for file, number in zip(files, (1, 2), strict=True):
            os.dup2(file, number)
        for file in (*files, *others):
            os.close(file)
        main(arguments)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _tell_ended(running: dict[int, int]) -> None:
    """Tell of each worker that has ended how it did."""
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        tells = running.pop(pid)
        with contextlib.suppress(OSError):  # nobody listens any more
            os.write(tells, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(tells)


def main() -> None:
    """Serve at the pipe whose number is named on the command line."""
    import pipeline.extraction.sharing  # noqa: F401 - read here, once for all workers

    gc.freeze()
    serve(Connection(int(sys.argv[1])))


if __name__ == "__main__":
    main()
