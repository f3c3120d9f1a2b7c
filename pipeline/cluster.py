"""Work on a Dask cluster that the user has named: the only place that speaks to one.

The scheduler and its workers are started by the user (`dask scheduler`, `dask worker`). Nothing is
reached but the address that is named. Workers must have the same code and packages as this machine:
results are kept by what they rest on, so those of another version may not slip in.
"""

import functools
import logging
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, TypeVar

import pipeline
from pipeline.errors import KoplingError
from pipeline.fanning import share_cores
from pipeline.store import code_key

T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 5.0  # seconds to reach the scheduler
_FIRST_WORKER = 30.0  # seconds for the first worker to come
_ANY_WORKER = 300.0  # seconds that a run waits without any
_NOT_CODE = ("__pycache__", "project_files")  # the latter lies in an installed package alone

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stamp:
    """What a result rests on beside its task: Python, kopling, its code, the packages it uses."""

    python: str
    kopling: str
    code: str
    packages: tuple[str, ...]


@functools.cache
def own_stamp() -> Stamp:
    """The stamp of the process that runs."""
    root = Path(pipeline.__file__).parent
    parts = sorted(place.name for place in root.iterdir() if place.name not in _NOT_CODE)
    return Stamp(
        ".".join(map(str, sys.version_info[:2])),
        pipeline.__version__,
        code_key(tuple(parts)),
        _packages(),
    )


def _packages() -> tuple[str, ...]:
    """The packages that kopling needs, extras apart, as they are installed here."""
    try:
        needed = [line for line in requires("kopling") or () if "extra ==" not in line]
    except PackageNotFoundError:  # run from its source
        return ()
    found = []
    for name in [*map(_name, needed), "distributed"]:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # not for every machine
            continue
    return tuple(sorted(found))


def _name(requirement: str) -> str:
    end = next((i for i, letter in enumerate(requirement) if letter in " <>=!~;["), None)
    return requirement[:end]


def difference(here: Stamp, there: Stamp) -> str:
    """What differs, as `expected …, came …`; empty where nothing does."""
    if there == here:
        return ""
    for word, name in (("Python", "python"), ("kopling", "kopling")):
        own, other = getattr(here, name), getattr(there, name)
        if own != other:
            return f"expected {word} {own} as here, came {other}"
    if here.packages and there.packages and here.packages != there.packages:
        own = ", ".join(sorted(set(here.packages) - set(there.packages))) or "no more packages"
        other = ", ".join(sorted(set(there.packages) - set(here.packages))) or "fewer"
        return f"expected {own} as here, came {other}"
    if here.code != there.code:
        return (
            f"expected kopling's code as here ({here.code[:12]}), came another ({there.code[:12]})"
        )
    return ""


def stamped(stamp: Stamp, work: Callable[[T], R], item: T) -> R:
    """The task done on a worker, which may have come later and with other code.

    Raises KoplingError where it has.
    """
    differs = difference(stamp, own_stamp())
    if differs:
        raise KoplingError(_unlike(own_address(), differs))
    _share_cores_once()
    return work(item)


@functools.cache
def _share_cores_once() -> None:
    share_cores(1)


def own_address() -> str:
    """The address of the worker that this process is."""
    from distributed import get_worker

    try:
        return str(get_worker().address)
    except ValueError:  # not on a worker
        return "in this process"


def _unlike(worker: str, differs: str) -> str:
    return f"worker {worker}: {differs}; install the same there and start the worker again"


@functools.cache
def cluster(address: str) -> "Cluster":
    """The cluster at the address, connected to once.

    Raises KoplingError where it can't be reached, has no worker, or workers have other code.
    """
    return Cluster(address)


class Cluster:
    """A Dask cluster as an engine for `pipeline.fanning`.

    A worker that is lost costs the tasks that it had, which others do. The scheduler decides how
    often (`allowed-failures`); a worker may leave or come at any time.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = _connected(address)
        self._executor = self._client.get_executor(pure=False)
        self._threads = (0.0, 0)
        self._had_worker = time.monotonic()
        self._check_workers()

    @property
    def workers(self) -> int:
        """Threads of all workers now; asked for once a second."""
        asked, threads = self._threads
        if time.monotonic() - asked > 1:
            threads = sum(self._ask(self._client.nthreads).values())
            self._threads = time.monotonic(), threads
        return max(1, threads)

    def submit(self, work: Callable[[T], R], item: T) -> "Future[R]":
        """The task handed over; a worker that is lost costs another try."""
        future: Future[R] = self._executor.submit(stamped, own_stamp(), work, item)
        return future

    def look(self) -> None:
        """Raise KoplingError where the scheduler is gone, or all workers have been for long."""
        if self._ask(self._client.nthreads):
            self._had_worker = time.monotonic()
            return
        gone = time.monotonic() - self._had_worker
        log.warning("%s: waiting for a worker, there has been none for %.0f s", self.address, gone)
        if gone > _ANY_WORKER:
            raise KoplingError(_no_worker(self.address, f"none came within {_ANY_WORKER:.0f} s"))

    def renew(self) -> None:
        """Nothing: the scheduler hands a lost worker's tasks to others."""

    def ended_by(self, err: BaseException) -> int:
        """How many workers died at the task that this error is of; 0 where it is another error."""
        from distributed.scheduler import KilledWorker

        return err.allowed_failures + 1 if isinstance(err, KilledWorker) else 0

    def stop(self) -> None:
        """Let the tasks go; what workers are at, they end by themselves."""
        self._executor.shutdown(wait=False)
        self._executor = self._client.get_executor(pure=False)

    def close(self) -> None:
        """Take leave of the cluster, which goes on."""
        self._client.close(timeout=PATIENCE)

    def _check_workers(self) -> None:
        """Raise KoplingError where there is no worker, or one that has other code than this."""
        from distributed import TimeoutError as TooLate

        try:
            self._client.wait_for_workers(1, timeout=_FIRST_WORKER)
        except TooLate as err:
            late = f"none came within {_FIRST_WORKER:.0f} s"
            raise KoplingError(_no_worker(self.address, late)) from err
        stamps = self._ask(lambda: self._client.run(own_stamp, on_error="return"))
        for worker, stamp in sorted(stamps.items()):
            if not isinstance(stamp, Stamp):
                raise KoplingError(_unlike(worker, f"expected kopling there, came: {stamp}"))
            differs = difference(own_stamp(), stamp)
            if differs:
                raise KoplingError(_unlike(worker, differs))

    def _ask(self, question: Callable[[], Any]) -> Any:
        from distributed.comm.core import CommClosedError

        try:
            return question()
        except (OSError, CommClosedError, RuntimeError) as err:
            raise KoplingError(
                f"{self.address}: expected the Dask scheduler to answer, it is gone ({err}); "
                "what was done is kept: start it and run again"
            ) from err


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as err:
        raise KoplingError(
            f"{address}: expected the package distributed for a Dask cluster, it isn't installed; "
            "install kopling[cluster], or run without a scheduler"
        ) from err
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told here in a line
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions are told by `difference`
            make: Any = Client
            return make(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as err:
        raise KoplingError(
            f"{address}: expected a Dask scheduler there, as tcp://host:8786, none answered within "
            f"{PATIENCE:.0f} s ({_first_line(err)}); start one with `dask scheduler`"
        ) from err


def _first_line(err: BaseException) -> str:
    return (str(err).strip().splitlines() or [type(err).__name__])[0]


def _no_worker(address: str, late: str) -> str:
    return (
        f"{address}: expected a worker, {late}; start one with `dask worker {address}` in an "
        "environment with kopling"
    )
