"""Work for other processes, in a module of its own: each of them reads it when it begins."""

import os
import signal
import time
from pathlib import Path


def doubled(value: int) -> tuple[int, int]:
    """Twice the value, and the process that made it."""
    time.sleep(0.05)
    return 2 * value, os.getpid()


def refusing(value: int) -> int:
    """Nothing for 3."""
    if value == 3:
        raise ValueError("three")
    return value


def killed_once(item: tuple[Path, int]) -> int:
    """The number; the first to come to 3 kills its process."""
    folder, number = item
    with (folder / f"{number}.times").open("a", encoding="utf-8") as times:
        times.write(f"{os.getpid()}\n")
    if number == 3 and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return number


def deadly(value: int) -> int:
    """Kills the process that works at 3."""
    if value == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return value
