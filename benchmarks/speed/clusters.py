"""A Dask cluster on this machine, started as a user starts one: for measurements and tests."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds for scheduler and workers to come up, on a busy machine


@dataclass(frozen=True)
class StartedCluster:
    """A scheduler's address, and what was started."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: list["subprocess.Popen[bytes]"]


@contextmanager
def started_cluster(
    folder: Path, workers: int = 2, options: Sequence[str] = (), **environment: str
) -> Iterator[StartedCluster]:
    """`dask scheduler` and so many `dask worker` of one thread on the loopback, ended afterwards.

    Scratch and what they say go to `folder`; `options` are the workers' own.
    """
    told = folder / "scheduler.json"
    address = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    begun = [_dask(["scheduler", *address, "--scheduler-file", str(told)], folder, environment)]
    try:
        found = str(json.loads(_written(told, begun[0]))["address"])
        begun += [start_worker(found, folder, options, **environment) for _ in range(workers)]
        yield StartedCluster(found, begun[0], begun[1:])
    finally:
        for process in reversed(begun):
            process.terminate()
        for process in begun:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def start_worker(
    scheduler: str, folder: Path, options: Sequence[str] = (), **environment: str
) -> "subprocess.Popen[bytes]":
    """One worker of one thread begun."""
    own = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(folder), *options]
    return _dask(["worker", scheduler, "--host", "127.0.0.1", *own], folder, environment)


def _dask(
    arguments: list[str], folder: Path, environment: dict[str, str]
) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": path} | environment,
            stdout=log,
            stderr=log,
        )


def _written(path: Path, process: "subprocess.Popen[bytes]") -> str:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE and process.poll() is None:
        if path.is_file() and (text := path.read_text(encoding="utf-8")).strip():
            return text
        time.sleep(0.05)
    raise RuntimeError(f"expected a scheduler to say where it is in {path}, it didn't")
