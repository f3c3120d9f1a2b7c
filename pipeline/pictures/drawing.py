"""A process that draws, as this one sees it: asked, waited for so long, ended where it hangs."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from pipeline.bounds import OUT_OF_MEMORY, single_environment
from pipeline.pictures.covering import NOTHING, Hidden
from pipeline.pictures.crops import Crop
from pipeline.places import Box

_SECONDS_TO_START = 60.0  # on a busy machine; it takes a third of one
_SECONDS_TO_END = 1.0  # for a process that has closed its pipe: it tells how it ended
_ABORTED = (-6, -5, -4)  # SIGABRT, SIGTRAP, SIGILL: how PDFium ends when memory runs out


@dataclass(frozen=True, slots=True)
class NoPicture:
    """Why there is none: a word for programs, and a sentence."""

    reason: str
    detail: str


class Renderer:
    """One process that draws, begun when it is first asked and again after it has ended."""

    def __init__(self, megabytes: int) -> None:
        self.command = [sys.executable, "-m", "pipeline.pictures.worker", str(megabytes)]
        self.megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None

    def draw(
        self,
        path: Path,
        sha256: str,
        page: int,
        boxes: Sequence[Box],
        widest: int,
        seconds: float,
        hidden: Hidden = NOTHING,
    ) -> Crop | NoPicture:
        """The picture, or why there is none.

        Where a process breaks that has drawn before, a new one tries: the fault may not be the
        page's.
        """
        request = {
            "path": os.fsencode(path.absolute()).hex(),
            "sha256": sha256,
            "page": page,
            "boxes": boxes,
            "widest": widest,
            "hidden": [hidden.words, hidden.boxes],
        }
        was_used = self._process is not None
        told = self._asked(request, seconds)
        if isinstance(told, NoPicture) and told.reason in ("broken", "too_large") and was_used:
            told = self._asked(request, seconds)
        return told

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _asked(self, request: dict[str, Any], seconds: float) -> Crop | NoPicture:
        process = self._process or self._begun()
        if process is None:
            return NoPicture("broken", "expected a process that draws, none could be begun")
        late: list[bool] = []

        def end() -> None:
            late.append(True)
            process.kill()

        timer = Timer(seconds, end)
        timer.start()
        told = _exchange(process, json.dumps(request).encode() + b"\n")
        timer.cancel()
        if told is not None:
            return told
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_SECONDS_TO_END)
        self.close()
        if late:
            detail = f"expected a page that is drawn within {seconds:g} seconds, it took longer"
            return NoPicture("too_slow", f"{detail}; raise pictures.seconds_per_picture if it may")
        return self._broken(process.returncode)

    def _begun(self) -> subprocess.Popen[bytes] | None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            self.command,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            env=single_environment(),
        )
        assert self._process.stdout is not None
        timer = Timer(_SECONDS_TO_START, self._process.kill)
        timer.start()
        is_ready = self._process.stdout.readline() == b"ready\n"
        timer.cancel()
        if not is_ready:
            self.close()
        return self._process

    def _broken(self, status: int | None) -> NoPicture:
        if status in (OUT_OF_MEMORY, *_ABORTED):
            detail = f"expected a page that is drawn within {self.megabytes} MB, it needed more"
            return NoPicture(
                "too_large", f"{detail}; raise pictures.megabytes_per_worker if it may"
            )
        return NoPicture(
            "broken", f"expected a page that can be drawn, drawing it broke: status {status}"
        )


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> Crop | NoPicture | None:
    """What the process answers; None where it ended instead."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        process.stdin.write(request)
        process.stdin.flush()
        head = json.loads(process.stdout.readline())
        content = process.stdout.read(head["size"])
        if "reason" in head:
            return NoPicture(head["reason"], head["detail"])
        if len(content) == head["size"]:
            return Crop(content, head["media_type"], head["width"], head["height"])
    return None
