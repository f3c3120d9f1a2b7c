"""One file read by processes that are watched: what breaks or hangs costs its own page alone.

The process that reads a file tells each step before it begins (`worker.tell`). Where it dies or
takes too long, it is ended from outside, the page that it was at becomes a reject, and a new
process carries on with what is left. Further processes help with the pages of a long document.
"""

import contextlib
import errno
import json
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Semaphore, Thread
from typing import Any

from pipeline.bounds import OUT_OF_MEMORY
from pipeline.errors import KoplingError
from pipeline.extraction import processes
from pipeline.extraction.claims import release_claims
from pipeline.extraction.elements import Fault
from pipeline.extraction.pagestore import Records, emptied, lost_page
from pipeline.extraction.sharing import write_orders
from pipeline.params import ExtractionParams

_LOOK = 0.005  # seconds between looks
_PAGES_FOR_HELP = 24  # not read yet, from which another process is worth its start
_LEAST_BREAKS = 3  # pages that break their process before the rest is given up, or
_BREAK_SHARE = 0.02  # this share of a long document
_PAGES_A_STEP = 200  # pages whose joining may take as long as one step
_PATIENCE = 4  # times a limit by the clock; a busy machine is not the file's fault
_ABORTED = (-6, -5, -4)  # SIGABRT, SIGTRAP, SIGILL: how PDFium ends when memory runs out
_MEMORY_SIGNS = ("MemoryError", "bad_alloc", "Cannot allocate memory", "out of memory")
_NO_ROOM = os.strerror(errno.ENOSPC)
_BY_PAGE = ("page", "assembling")


def read_apart(
    path: Path, name: str, params: ExtractionParams, spare: Semaphore | None = None
) -> dict[str, Any] | Fault:
    """What other processes read; a Fault where nothing of the file can be had.

    `spare` counts the cores that are free to help with a long document; one is taken for each
    helping process and given back. Raises KoplingError where there is no room to work in.
    """
    try:
        return _read_apart(path, name, params, spare)
    except OSError as err:
        if err.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        place = tempfile.gettempdir()
        raise KoplingError(f"{place}: expected room for temporary files, {err.strerror}") from err


def _read_apart(
    path: Path, name: str, params: ExtractionParams, spare: Semaphore | None
) -> dict[str, Any] | Fault:
    with tempfile.TemporaryDirectory(prefix="kopling-") as folder:
        content = {
            "path": os.fsencode(path.absolute()).hex(),
            "name": name.encode("utf-8", "replace").decode(),
            "params": params.model_dump(),
        }
        Path(folder, "job.json").write_text(json.dumps(content), encoding="utf-8")
        supervisor = _Supervisor(Path(folder), params, spare or Semaphore(0))
        try:
            return supervisor.run()
        finally:
            supervisor.end_all()


@dataclass(slots=True)
class _Watched:
    """A process, the step that it told last, and when that began by the clock and by its work."""

    process: processes.Process
    errors: Path
    variant: str = "plain"
    step: str = "starting"
    page: int = 0
    count: int = 0
    since: float = field(default_factory=time.monotonic)
    worked: float = 0.0

    def listen(self) -> None:
        """Take in what the process tells, until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            step, _, page = line.decode("ascii", "replace").strip().rpartition(" ")
            if step.startswith(("opening-", "pages-")):
                self.variant = step.partition("-")[2]
            self.worked = _work(self.process.pid)
            self.step, self.page = step, int(page) if page.isdigit() else 0
            if step.startswith("pages-"):
                self.count = self.page
            self.since = time.monotonic()

    def is_over(self, seconds: float) -> bool:
        """Whether the step has taken longer: by its work where that is known, else by the clock."""
        passed = time.monotonic() - self.since
        if passed <= seconds:
            return False
        return passed > _PATIENCE * seconds or _work(self.process.pid) - self.worked > seconds


def _work(pid: int) -> float:
    """Seconds of work that the process has done; endless where the system doesn't tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return float("inf")


class _Supervisor:
    """Starts, watches and replaces the processes that read one file."""

    def __init__(self, folder: Path, params: ExtractionParams, spare: Semaphore) -> None:
        self.folder = folder
        self.params = params
        self.spare = spare
        self.helpers: list[_Watched] = []
        self.without: dict[str, Fault] = {}
        self.rest: Fault | None = None
        self.breaks = 0
        self.seconds = 0.0
        self.looked = time.monotonic()
        self.main = self._start([])

    def run(self) -> dict[str, Any] | Fault:
        """The worker's result, or the Fault of the whole file."""
        while True:
            time.sleep(_LOOK)
            self._watch_helpers()
            status = self.main.process.poll()
            if status == 0 and (self.folder / "result.json").is_file():
                return self._result()
            fault = self._fault_of(self.main, status)
            if fault is not None and not self._carries_on(fault):
                return fault
            if self.rest is None and self._time_is_up():
                self._give_up(self._too_slow("file", self.params.seconds_per_file))

    def end_all(self) -> None:
        """End every process of this file."""
        for helper in list(self.helpers):
            self._end_helper(helper)
        processes.end(self.main.process)

    def _start(self, more: list[str]) -> _Watched:
        errors = self.folder / f"errors-{time.monotonic_ns()}.txt"
        with errors.open("wb") as stream:
            process = processes.start_worker([str(self.folder), *more], stream)
        watched = _Watched(process, errors)
        if more:
            watched.variant = more[0]
        Thread(target=watched.listen, daemon=True).start()
        return watched

    def _result(self) -> dict[str, Any] | Fault:
        content = json.loads((self.folder / "result.json").read_text(encoding="ascii"))
        opening = next((f for s, f in self.without.items() if s in ("plain", "mended")), None)
        if "fault" in content and opening is not None:
            return opening  # what broke the opening says more than that nothing was left to open
        return dict(content)

    def _time_is_up(self) -> bool:
        """Whether the file has taken too long; the recognition of scans is not counted."""
        now = time.monotonic()
        if not any(watched.step == "scan" for watched in (self.main, *self.helpers)):
            self.seconds += now - self.looked
        self.looked = now
        return self.seconds > self.params.seconds_per_file

    def _fault_of(self, watched: _Watched, status: int | None) -> Fault | None:
        """What is wrong with the process; None while nothing is."""
        if status is not None:
            errors = watched.errors.read_text(encoding="utf-8", errors="replace")
            return _crash(status, errors, self.params)
        seconds = self._limit(watched.step)
        if watched.step == "waiting" or not watched.is_over(seconds):
            return None
        processes.end(watched.process)
        what = "page" if watched.step in _BY_PAGE else "step"
        return self._too_slow(what, seconds)

    def _limit(self, step: str) -> float:
        if step in _BY_PAGE:
            return self.params.seconds_per_page
        share = max(1.0, self.main.count / _PAGES_A_STEP) if step == "joining" else 1.0
        return self.params.seconds_per_step * share

    def _too_slow(self, what: str, seconds: float) -> Fault:
        detail = f"expected to be read within {seconds:g} s, was not, and was ended"
        return Fault(
            None, "too_slow", f"{detail}; raise extraction.seconds_per_{what} if it is worth it"
        )

    def _carries_on(self, fault: Fault) -> bool:
        """Begin anew without what broke the process; False where the file can't be read at all."""
        if not self._set_aside(self.main, fault):
            return False
        if self.breaks > 2 * self._most_breaks() + 2:
            return False
        if self.breaks > self._most_breaks() and self.rest is None:
            self._give_up(fault)
        else:
            self._begin_anew()
        return True

    def _most_breaks(self) -> float:
        return max(_LEAST_BREAKS, _BREAK_SHARE * self.main.count)

    def _begin_anew(self) -> None:
        processes.end(self.main.process)
        release_claims(self.folder, self.main.process.pid)
        write_orders(self.folder, set(self.without), self.rest)
        self.main = self._start([])

    def _give_up(self, fault: Fault) -> None:
        """Read no further page; those that are read are kept."""
        for helper in list(self.helpers):
            self._end_helper(helper)
        self.rest = fault
        self._begin_anew()

    def _set_aside(self, watched: _Watched, fault: Fault) -> bool:
        """Note what broke the process, so that it is left out; False where nothing can be."""
        self.breaks += 1
        release_claims(self.folder, watched.process.pid)
        step, _, variant = watched.step.partition("-")
        if step in ("page", "scan", "assembling"):
            self._lose_page(watched, fault)
            return True
        left_out = variant if step == "opening" else step
        if left_out in self.without or left_out not in ("plain", "mended", "count"):
            return False
        self.without[left_out] = fault
        return True

    def _lose_page(self, watched: _Watched, fault: Fault) -> None:
        own = Fault(watched.page, fault.reason, fault.detail)
        records = Records(watched.page, self.folder / watched.variant)
        if watched.step == "assembling":
            records.save(watched.page, emptied(records.load(watched.page), own))
        elif not records.has(watched.page):
            records.save(watched.page, lost_page(own))

    def _watch_helpers(self) -> None:
        for helper in list(self.helpers):
            status = helper.process.poll()
            fault = None if status == 0 else self._fault_of(helper, status)
            if fault is not None:
                self._set_aside(helper, fault)
            if fault is not None or status == 0:
                self._end_helper(helper)
        self._find_help()

    def _find_help(self) -> None:
        """Let another process read pages too, where many are left and a core is free."""
        at_pages = self.main.step in ("page", "scan") and self.rest is None
        if not at_pages or self.main.count < _PAGES_FOR_HELP:
            return
        if not self.spare.acquire(blocking=False):
            return
        variant = self.main.variant
        left = self.main.count - sum(1 for _ in (self.folder / variant).glob("*.page"))
        if left < _PAGES_FOR_HELP or self.breaks:
            self.spare.release()
            return
        self.helpers.append(self._start([variant]))

    def _end_helper(self, helper: _Watched) -> None:
        processes.end(helper.process)
        release_claims(self.folder, helper.process.pid)
        self.helpers.remove(helper)
        self.spare.release()


def _crash(status: int, errors: str, params: ExtractionParams) -> Fault:
    if status in (OUT_OF_MEMORY, *_ABORTED) or any(sign in errors for sign in _MEMORY_SIGNS):
        detail = f"expected to be read within {params.megabytes_per_file} MB of memory, needed more"
        return Fault(None, "too_large", f"{detail}; raise extraction.megabytes_per_file if it may")
    if _NO_ROOM in errors:
        place = tempfile.gettempdir()
        return Fault(None, "unreadable", f"expected room for temporary files in {place}, none left")
    last = errors.strip().splitlines()[-1:] or [f"status {status}"]
    return Fault(None, "damaged", f"expected a readable document, reading it broke: {last[0]}")
