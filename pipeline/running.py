"""The main job: `dvc repro` in a process of its own, its stages told as they run."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import KoplingError
from pipeline.project import CODE_STAMP, stamp_code

_RUNNING = re.compile(r"Running stage '([^']+)'")
_SKIPPED = re.compile(r"Stage '([^']+)' (?:didn't change|is cached)")
_FAULT = re.compile(r"^(?:Error|ERROR): ?(.*)")
LOG = Path(".kopling/run.log")
PATIENCE = 20.0  # seconds that an interrupted run gets to put its things away


@dataclass(frozen=True)
class Event:
    """Something seen in the run: a stage `begins`, is `unchanged`, or prints a `line`."""

    what: str
    text: str


def reproduce(
    project: Path, stage: str | None, on_event: Callable[[Event], None] | None = None
) -> None:
    """Run what has changed, up to `stage` or to the end; the whole output goes to LOG.

    With `on_event` the stages tell every step.

    Raises KoplingError with the failed stage's own words.
    """
    if CODE_STAMP.as_posix() in (project / "dvc.yaml").read_text(encoding="utf-8"):
        stamp_code(project)
    _tell_dvc_about_git(project)
    log = project / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    last: deque[str] = deque(maxlen=400)
    command = [sys.executable, "-m", "dvc", "repro", *([stage] if stage else [])]
    with log.open("w", 1, "utf-8") as stream, _started(command, project, on_event) as process:
        try:
            for line in process.stdout or ():
                stream.write(line)
                last.append(line.rstrip())
                if on_event:
                    on_event(_event(line.rstrip()))
        except KeyboardInterrupt:
            _interrupt(process)
            raise
    if process.returncode:
        raise KoplingError(_fault(list(last), project / LOG))


def _started(
    command: list[str], project: Path, on_event: Callable[[Event], None] | None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=project,
        env=_environment(progress=on_event is not None),
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


def _environment(*, progress: bool) -> dict[str, str]:
    # the stages' `python` must be this one, whether or not the environment is activated
    here = str(Path(sys.executable).parent)
    return os.environ | {
        "PATH": here + os.pathsep + os.environ.get("PATH", ""),
        "DVC_NO_ANALYTICS": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "KOPLING_PROGRESS": "1" if progress else "",
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
    subprocess.run(command, cwd=project, env=_environment(progress=False), check=False)


def _event(line: str) -> Event:
    if found := _RUNNING.search(line):
        return Event("begins", found[1])
    if found := _SKIPPED.search(line):
        return Event("unchanged", found[1])
    return Event("line", line)


def _fault(lines: list[str], log: Path) -> str:
    if any("is busy, it is being blocked by" in line or "acquire lock" in line for line in lines):
        return "another run is at work in this project: wait until it has ended, then run again"
    own = [found[1] for line in lines if (found := _FAULT.match(line)) and found[1]]
    words = own[0] if own else next((line for line in reversed(lines) if line.strip()), "no output")
    return f"{words} (the whole output: {log})"
