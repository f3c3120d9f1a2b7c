"""Tesseract, run on a picture: which languages it has, and the words that it sees."""

import csv
import io
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.errors import DocumentError

Grey = npt.NDArray[np.uint8]

HELP = "install Tesseract (Debian: tesseract-ocr tesseract-ocr-nor) and read it again"
_WANTED = ("nor", "nno", "eng")  # Tesseract's "nor" is bokmål
PATIENCE = 4  # times the seconds of work that a page may take, by the clock
_TOO_SLOW = "expected Tesseract to finish the page in time"
_OUT_OF_TIME = (-24, -9)  # SIGXCPU, SIGKILL
PAGE, SPARSE = "3", "11"  # a page with columns and paragraphs; lines that stand anywhere


class Seen(NamedTuple):
    """A word as Tesseract tells it: its line, confidence from 0 to 1, and its box in pixels."""

    line: tuple[str, ...]
    text: str
    sure: float
    left: float
    top: float
    width: float
    height: float


def languages() -> str:
    """The wanted languages that Tesseract has here, joined by '+'; empty without Tesseract."""
    if shutil.which("tesseract") is None:
        return ""
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    there = set(listed.stdout.split())
    return "+".join(name for name in _WANTED if name in there)


def worked() -> float:
    """Seconds of work that this process and those that it ran have done."""
    return sum(os.times()[:4])


def seen_words(picture: Grey, layout: str, language: str, dpi: int, seconds: float) -> list[Seen]:
    """The words in the picture, found with at most so many seconds of work.

    Raises DocumentError (too_slow, no_text_layer) where Tesseract fails.
    """
    high, wide = picture.shape
    with TemporaryDirectory(prefix="kopling-") as folder:
        path = Path(folder, "page.pgm")
        path.write_bytes(f"P5 {wide} {high} 255\n".encode() + picture.tobytes())
        return table_to_seen(_run(path, layout, language, dpi, seconds))


def table_to_seen(table: str) -> list[Seen]:
    r"""The words of Tesseract's table.

    >>> head = "level\tblock_num\tpar_num\tline_num\tleft\ttop\twidth\theight\tconf\ttext"
    >>> [seen] = table_to_seen(head + "\n5\t1\t1\t1\t100\t200\t80\t40\t96\tMål")
    >>> seen.text, seen.sure, seen.left
    ('Mål', 0.96, 100.0)
    """
    found = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] == "5" and text:
            line = (row["block_num"], row["par_num"], row["line_num"])
            sides = (float(row[name]) for name in ("left", "top", "width", "height"))
            found.append(Seen(line, text, float(row["conf"]) / 100, *sides))
    return found


def _bound(seconds: float) -> Callable[[], None] | None:
    """Bounds a process's work, where the system can: a busy machine is not the page's fault."""
    if sys.platform == "win32":
        return None
    import resource

    most = math.ceil(seconds)
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))


def _run(picture: Path, layout: str, language: str, dpi: int, seconds: float) -> str:
    command = [
        "tesseract",
        str(picture),
        "-",
        "-l",
        language,
        "--dpi",
        str(dpi),
        "--psm",
        layout,
        "tsv",
    ]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=PATIENCE * seconds,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            preexec_fn=_bound(seconds),
        )
    except subprocess.TimeoutExpired as err:
        raise DocumentError("too_slow", _TOO_SLOW) from err
    except OSError as err:
        raise DocumentError("no_text_layer", f"expected to start Tesseract, came {err}") from err
    if done.returncode in _OUT_OF_TIME:
        raise DocumentError("too_slow", _TOO_SLOW)
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise DocumentError("no_text_layer", f"expected text from Tesseract, it says {said}")
    return done.stdout.decode("utf-8", "replace")
