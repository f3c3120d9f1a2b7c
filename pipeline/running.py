"""The main job: `dvc repro` in a process of its own, its stages told as they run."""

import contextlib
import errno
import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import KoplingError
from pipeline.progress import MARK
from pipeline.project import CODE_STAMP, stamp_code
from pipeline.stage import PROGRESS
from pipeline.wholefiles import writing

_RUNNING = re.compile(r"Running stage '([^']+)'")
_SKIPPED = re.compile(r"Stage '([^']+)' (?:didn't change|is cached)")
_FAULT = re.compile(r"^(?:Error|ERROR): ?(.*)")
_KILLED = re.compile(r"failed to run: python -m pipeline\.(\w+), exited with -9\b")
_FULL = os.strerror(errno.ENOSPC)
LOG = Path(".kopling/run.log")
PATIENCE = 20.0  # seconds that an interrupted run gets to put its things away


@dataclass(frozen=True)
class Event:
    """Something seen in the run: a stage `begins`, is `unchanged`, tells `progress` or a `line`."""

    what: str
    text: str


def reproduce(
    project: Path,
    stage: str | None,
    on_event: Callable[[Event], None],
    told: Mapping[str, str] | None = None,
    *,
    is_shown: bool = True,
) -> None:
    """Run what has changed, up to `stage` or to the end; the whole output goes to LOG.

    The stages tell `on_event` how far they are, often where it `is_shown` to someone who watches.
    `told` goes into their environment.

    Raises KoplingError with the failed stage's own words.
    """
    log = project / LOG
    with writing(log.parent):
        log.parent.mkdir(parents=True, exist_ok=True)
        if CODE_STAMP.as_posix() in (project / "dvc.yaml").read_text(encoding="utf-8"):
            stamp_code(project)
        _tell_dvc_about_git(project)
    last: deque[str] = deque(maxlen=400)
    command = [sys.executable, "-m", "dvc", "repro", *([stage] if stage else [])]
    environment = _environment("1" if is_shown else "lines") | dict(told or {})
    log.unlink(missing_ok=True)
    with _started(command, project, environment) as process:
        try:
            for line in process.stdout or ():
                _put_down(line, log)
                last.append(line.rstrip())
                on_event(_event(line.rstrip()))
        except KeyboardInterrupt:
            _interrupt(process)
            raise
    if process.returncode:
        raise KoplingError(_fault(list(last), project / LOG))


def _put_down(line: str, log: Path) -> None:
    """Add the line to the log; a full disk is no reason to end what runs."""
    with contextlib.suppress(OSError), log.open("a", encoding="utf-8") as stream:
        stream.write(line)


def _started(
    command: list[str], project: Path, environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that an interrupt is passed on once, to all that it started
    )


def _interrupt(process: subprocess.Popen[str]) -> None:
    """End DVC and its stages, as Ctrl-C in a terminal does, and wait until they are gone."""
    if sys.platform == "win32":
        process.terminate()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _environment(progress: str) -> dict[str, str]:
    # the stages' `python` must be this one, whether or not the environment is activated
    here = str(Path(sys.executable).parent)
    return os.environ | {
        "PATH": here + os.pathsep + os.environ.get("PATH", ""),
        "DVC_NO_ANALYTICS": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        PROGRESS: progress,
    }


def _tell_dvc_about_git(project: Path) -> None:
    """DVC refuses a folder without git history unless it is told that there is none."""
    found = subprocess.run(
        ["git", "rev-parse", "--is-inside-work-tree"], cwd=project, capture_output=True, check=False
    )
    local = project / ".dvc" / "config.local"
    is_told = local.is_file() and "no_scm" in local.read_text(encoding="utf-8")
    if is_told == (found.returncode != 0):
        return
    local.parent.mkdir(exist_ok=True)
    # by DVC itself: the keys to a remote may stand in the same file
    change = ("--unset", "core.no_scm") if is_told else ("core.no_scm", "true")
    command = [sys.executable, "-m", "dvc", "config", "--quiet", "--local", *change]
    subprocess.run(command, cwd=project, env=_environment(""), check=False)


def _event(line: str) -> Event:
    if found := _RUNNING.search(line):
        return Event("begins", found[1])
    if found := _SKIPPED.search(line):
        return Event("unchanged", found[1])
    if line.startswith(MARK):
        return Event("progress", line.removeprefix(MARK))
    return Event("line", line)


def _fault(lines: list[str], log: Path) -> str:
    if any("is busy, it is being blocked by" in line or "acquire lock" in line for line in lines):
        return "another run is at work in this project: wait until it has ended, then run again"
    own = [found[1] for line in lines if (found := _FAULT.match(line)) and found[1]]
    ours = [line for line in lines if line.startswith("Error: ")]
    if not ours and any(_FULL in line for line in lines):
        return (
            f"expected room for what DVC keeps in .dvc and outputs, {_FULL}: make room and run "
            "again, it goes on from here"
        )
    killed = next((found[1] for line in lines if (found := _KILLED.search(line))), None)
    if not ours and killed:
        return (
            f"{killed} was ended from outside, as by a machine that has no memory left: run again, "
            f"it goes on from here (the whole output: {log})"
        )
    words = own[0] if own else next((line for line in reversed(lines) if line.strip()), "no output")
    return f"{words} (the whole output: {log})"
