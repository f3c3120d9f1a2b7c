"""A run watched from outside: seconds, processor seconds and memory, by stage."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

_STAGE = re.compile(r"^pipeline\.(\w+)$")
_EVERY = 0.5  # seconds between two looks; each takes some hundredths of a core


@dataclass
class Seen:
    """What a stage has taken: when it was first and last seen, its processes, and its peak.

    `processors` are the processor seconds of each process by its number and start, `peak` is the
    most memory in bytes that all of them had at a time, what they share counted once.
    """

    first: float
    last: float
    processors: dict[tuple[int, float], float] = field(default_factory=dict)
    peak: int = 0
    most_processes: int = 0

    def told(self) -> dict[str, Any]:
        """As JSON: seconds, processor seconds, MiB."""
        return {
            "seconds": round(self.last - self.first, 2),
            "processor_seconds": round(sum(self.processors.values()), 2),
            "peak_megabytes": round(self.peak / 2**20),
            "processes": self.most_processes,
        }


def watched(command: list[str], folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Runs the command in the folder: its wall `seconds`, its `peak_megabytes`, and its `stages`.

    A stage is a process `python -m pipeline.<stage>` with all that it started; what is between
    stages is DVC's. Raises RuntimeError with the last lines where the command fails.
    """
    begun = time.perf_counter()
    log = folder / ".watched.log"
    stages: dict[str, Seen] = {}
    peak = 0
    with log.open("wb") as stream:
        process = psutil.Popen(
            command, cwd=folder, env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            peak = max(peak, _look(process, stages))
            time.sleep(_EVERY)
    seconds = time.perf_counter() - begun
    told = log.read_text(encoding="utf-8", errors="replace")
    log.unlink()
    if process.returncode not in (0, 3):  # 3: done, with rejects or gaps
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{told[-3000:]}")
    return {
        "seconds": round(seconds, 2),
        "peak_megabytes": round(peak / 2**20),
        "stages": {name: seen.told() for name, seen in stages.items()},
    }


def _look(root: psutil.Popen, stages: dict[str, Seen]) -> int:
    """Add what is seen now to `stages`; the memory of all processes together, in bytes."""
    now = time.perf_counter()
    whole = 0
    in_stage: dict[str, int] = {}
    counted: dict[str, int] = {}
    of_stage: dict[int, str] = {}
    for each in [root, *_children(root)]:
        try:
            name = of_stage.get(each.ppid()) or _stage_of(each.cmdline())
            size, times, key = _memory(each.pid), each.cpu_times(), (each.pid, each.create_time())
        except psutil.Error:
            continue
        whole += size
        if name is None:
            continue
        of_stage[each.pid] = name
        seen = stages.setdefault(name, Seen(now, now))
        seen.last = now
        seen.processors[key] = times.user + times.system
        in_stage[name] = in_stage.get(name, 0) + size
        counted[name] = counted.get(name, 0) + 1
    for name, size in in_stage.items():
        stages[name].peak = max(stages[name].peak, size)
        stages[name].most_processes = max(stages[name].most_processes, counted[name])
    return whole


def _children(root: psutil.Popen) -> list[psutil.Process]:
    """All below the process, parents before their children."""
    try:
        return list(root.children(recursive=True))
    except psutil.Error:
        return []


def _stage_of(command: list[str]) -> str | None:
    for option, module in pairwise(command):
        if option == "-m" and (found := _STAGE.match(module)):
            return found[1]
    return None


def _memory(number: int) -> int:
    """The process's share of memory: what several processes have in common is shared out."""
    if sys.platform != "linux":
        return int(psutil.Process(number).memory_info().rss)
    try:
        told = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
