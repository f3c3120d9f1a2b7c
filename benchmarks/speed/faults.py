"""Does a run that was stopped end as one that wasn't? `python -m benchmarks.speed.faults`.

A small corpus is made (`make_corpus`) and run once, undisturbed. Then runs of it are ended at
random moments, most by SIGKILL to all their processes, every fourth by SIGINT, and run again until
one comes to its end: its outputs must be the same bytes. So they must be after a disk that was
full, with one line that says so and no traceback, and after an entry in every room of the cache was
damaged. Prints a table and writes `faults.json`, in which other faults keep the place they have.
About ten minutes on two cores.
"""

import argparse
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.speed.make_corpus import make_corpus
from pipeline.project import stamp_code
from pipeline.store import entries, is_partial

RESULTS = Path("benchmarks/speed/faults.json")
KILLS = 20
DOCUMENTS = 6
PAGES = 4.0
SEED = 20100617
_MARK = "KOPLING_FAULTS"  # in the environment of all that a run starts
_MADE = ("outputs", ".kopling", ".dvc/cache", ".dvc/tmp", "dvc.lock")
_STAGE = re.compile(r"Running stage '([^']+)'")
_PATIENCE = 60.0  # seconds that an interrupted run gets to end
_LINGER = 10.0  # seconds after which nothing of a killed run may be left
_SCARCE = 1_000_000  # bytes that a full disk holds beside the documents


@dataclass(frozen=True)
class Ended:
    """A run that has ended: its exit code, what it said, and when and how it was stopped.

    `stopped_by` is None where it came to its own end. `left` counts the processes that it
    left behind.
    """

    code: int
    said: str
    seconds: float
    stopped_by: str | None = None
    left: int = 0

    @property
    def stage(self) -> str:
        """The stage that it was in."""
        return str(["", *_STAGE.findall(self.said)][-1])


Run = Callable[..., Ended]


def main() -> None:
    """Make, run, disturb, run again; print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--until", default="", help="a stage to end with, for a short trial")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kopling-faults-") as temporary:
        project = Path(temporary).resolve() / "project"
        make_corpus(project, given.documents, municipalities=1, seed=SEED, pages=PAGES)
        prepare(project)
        results = measured(project, given.kills, given.until)
    _print(results)
    if given.kills == KILLS and not given.until:
        known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
        text = json.dumps(known | results, indent=2, ensure_ascii=False)
        RESULTS.write_text(text + "\n", encoding="utf-8")


def prepare(project: Path) -> None:
    """What `kopling run` sees to before it calls DVC."""
    stamp_code(project)
    (project / ".dvc/config.local").write_text("[core]\n    no_scm = true\n", encoding="utf-8")


def measured(project: Path, kills: int, until: str = "") -> dict[str, Any]:
    """Everything, of a project that holds documents and nothing made of them.

    `until` is the stage to end with; empty for all of them.
    """
    run = partial(_run, command=("dvc", "repro", *([until] if until else [])))
    whole = run(project)
    if whole.code:
        raise RuntimeError(f"expected an undisturbed run to end well:\n{whole.said[-2000:]}")
    expected = output_hashes(project)
    _tell(f"undisturbed: {whole.seconds:.0f} s, {len(expected)} files")
    damaged = damaged_rooms(project, expected, run)
    full = full_disk(project, expected, run, until)
    killed = list(killed_runs(project, expected, run, whole.seconds, kills))
    return {
        "cores": os.cpu_count(),
        "undisturbed_seconds": round(whole.seconds, 1),
        "outputs": len(expected),
        "kills": len(killed),
        "kills_resumed_alike": sum(row["alike"] for row in killed),
        "killed": killed,
        "damaged_rooms": damaged,
        "full_disk": full,
    }


def killed_runs(
    project: Path, expected: Mapping[str, str], run: Run, seconds: float, kills: int
) -> Iterator[dict[str, Any]]:
    """Each kill: when, how, in which stage, what it left, and whether the end was the same.

    A run that comes to its end before it is to be stopped is held against `expected`, and the next
    begins from nothing; so is the last.
    """
    chance = random.Random(SEED)
    waiting: list[dict[str, Any]] = []
    _clear(project)
    for number in range(kills):
        how = signal.SIGINT if number % 4 == 3 else signal.SIGKILL
        while (ended := run(project, chance.uniform(0, seconds), how)).stopped_by is None:
            yield from _settled(waiting, ended, project, expected)
            _clear(project)
        waiting.append(
            {
                "seconds": round(ended.seconds, 1),
                "signal": ended.stopped_by,
                "stage": ended.stage,
                "left_over": ended.left,
            }
        )
        _tell(f"{number + 1} of {kills}: {waiting[-1]}")
    yield from _settled(waiting, run(project), project, expected)


def _settled(
    waiting: list[dict[str, Any]], ended: Ended, project: Path, expected: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    alike = ended.code == 0 and output_hashes(project) == expected
    if not alike:
        _tell(f"not alike: {ended.said[-500:]} {_differing(expected, output_hashes(project))}")
    while waiting:
        yield waiting.pop(0) | {"alike": alike}


def damaged_rooms(project: Path, expected: Mapping[str, str], run: Run) -> dict[str, bool]:
    """For each room of the cache, whether a damaged entry was made anew, and the outputs alike."""
    cache = project / ".kopling/cache"
    harmed: dict[str, tuple[Path, bytes]] = {}
    for entry in sorted(entries(cache), key=lambda entry: str(entry.path)):
        room = entry.path.relative_to(cache).parts[0]
        if room not in harmed:
            whole = entry.path.read_bytes()
            harmed[room] = entry.path, whole
            entry.path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    for name in ("outputs", ".dvc/cache", "dvc.lock"):
        _remove(project / name)
    ended = run(project)
    alike = ended.code == 0 and output_hashes(project) == expected
    if not alike:
        _tell(f"damaged: {ended.said[-500:]} {_differing(expected, output_hashes(project))}")
    return {
        room: alike and path.is_file() and path.read_bytes() == whole
        for room, (path, whole) in harmed.items()
    }


def full_disk(
    project: Path, expected: Mapping[str, str], run: Run, until: str = ""
) -> dict[str, Any]:
    """What a run says where the disk is full, and whether it ends alike once there is room.

    The disk is one in memory where this process may mount one, else files may not grow beyond a
    bound.
    """
    kopling = ("pipeline", "run", *(["--stage", until] if until else []))
    place = project.parent / "disk"
    place.mkdir()
    _clear(project)
    size = sum(path.stat().st_size for path in project.rglob("*") if path.is_file()) + _SCARCE
    mounted = _mount(place, size)
    copy = place / "project"
    try:
        shutil.copytree(project, copy)
        limit = None if mounted else _files_bound
        ended = _run(copy, command=kopling, limit=limit)
        by_dvc = run(copy, limit=limit)
        if mounted:
            subprocess.run(
                ["mount", "-o", "remount,size=4g", str(place)], check=True, capture_output=True
            )
        after = run(copy)
        found = output_hashes(copy)
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], check=False, capture_output=True)
    if found != expected:
        _tell(f"full disk: {after.said[-500:]} {_differing(expected, found)}")
    return {
        "disk": "tmpfs" if mounted else "RLIMIT_FSIZE",
        "code": ended.code,
        "said": ended.said.strip().splitlines()[-1:],
        "traceback": "Traceback" in ended.said + by_dvc.said,
        "dvc_said": [line for line in by_dvc.said.splitlines() if "rror" in line],
        "alike": after.code == 0 and found == expected,
    }


def _mount(place: Path, size: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs may not


def _files_bound() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, as on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def output_hashes(project: Path) -> dict[str, str]:
    """The SHA-256 of each file in `outputs/`, by its path."""
    files = sorted(path for path in (project / "outputs").rglob("*") if path.is_file())
    return {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if not is_partial(path) and path.name != ".gitignore"
    }


def _differing(expected: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))


def _run(
    project: Path,
    after: float | None = None,
    how: signal.Signals = signal.SIGKILL,
    command: tuple[str, ...] = ("dvc", "repro"),
    limit: Callable[[], None] | None = None,
) -> Ended:
    """Run the project, and stop it `after` so many seconds unless it has ended by then."""
    mark = uuid4().hex
    here = str(Path(sys.executable).parent)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KOPLING")} | {
        "PATH": here + os.pathsep + os.environ.get("PATH", ""),
        "DVC_NO_ANALYTICS": "1",
        _MARK: mark,
    }
    begun = time.monotonic()
    with tempfile.TemporaryFile() as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=project,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=limit or _heed_interrupts,
        )
        stopped = None
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            stopped = how.name
            os.killpg(process.pid, how)
            _wait(process)
        seconds = time.monotonic() - begun
        left = _left(mark) if stopped else 0
        stream.seek(0)
        said = stream.read().decode("utf-8", "replace")
    return Ended(process.returncode, said, seconds, stopped, left)


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _left(mark: str) -> int:
    """How many processes of the run are there still after a while."""
    until = time.monotonic() + _LINGER
    while (count := sum(_bears(process, mark) for process in psutil.process_iter())) > 0:
        if time.monotonic() > until:
            break
        time.sleep(0.2)
    return count


def _bears(process: psutil.Process, mark: str) -> bool:
    try:
        is_alive = process.status() != psutil.STATUS_ZOMBIE
        return bool(is_alive and process.environ().get(_MARK) == mark)
    except (psutil.Error, OSError):
        return False


def _clear(project: Path) -> None:
    for name in _MADE:
        _remove(project / name)
    prepare(project)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _print(results: Mapping[str, Any]) -> None:
    table = Table("fault", "where", "same bytes in the end", title="Runs that were disturbed")
    for row in results["killed"]:
        where = f"{row['seconds']} s, {row['stage'] or 'before the first stage'}"
        table.add_row(row["signal"], where, _yes(row["alike"]))
    for room, alike in results["damaged_rooms"].items():
        table.add_row("damaged entry", room, _yes(alike))
    full = results["full_disk"]
    table.add_row(f"full disk ({full['disk']})", " ".join(full["said"]), _yes(full["alike"]))
    Console().print(table)


def _yes(alike: bool) -> str:
    return "yes" if alike else "NO"


if __name__ == "__main__":
    main()
