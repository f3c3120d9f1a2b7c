"""Does the review page hold many coders? `python -m benchmarks.review.load`.

Twenty coders code the example corpus at one server, each as in a browser: the question is fetched,
the answer sent, the next question fetched, fifty times a minute. Afterwards every verdict that the
server confirmed must stand in the ledgers, once. Prints a table and writes `load.json`; the run
fails where something is lost.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx2
import numpy as np
from rich.console import Console
from rich.table import Table

from pipeline.reviews.ledger import read_verdicts

RESULTS = Path("benchmarks/review/load.json")
CODERS, A_MINUTE, SECONDS = 20, 50, 60
SEED = 20100617
STARTED_WITHIN = 120.0


@dataclass
class Coder:
    """One coder, what she was told is saved, and how long she waited, in seconds."""

    name: str
    url: str
    confirmed: list[str] = field(default_factory=list)
    saving: list[float] = field(default_factory=list)
    asking: list[float] = field(default_factory=list)
    refused: int = 0


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--coders", type=int, default=CODERS)
    parser.add_argument("--per-minute", type=float, default=A_MINUTE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    arguments = parser.parse_args()
    names = [f"koder{number:02}" for number in range(arguments.coders)]
    with tempfile.TemporaryDirectory(prefix="kopling-load-") as folder:
        project = _project(Path(folder))
        with served(project, names) as urls:
            coders = [Coder(name, urls[name]) for name in names]
            asyncio.run(_all(coders, arguments.per_minute, arguments.seconds))
        acts = [each.act for each in read_verdicts(project / "reviews") if each.coder in names]
    results = summary(coders, [str(act) for act in acts], arguments.per_minute, arguments.seconds)
    Console(width=100).print(_table(results))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 1 if results["lost"] or results["twice"] else 0


def summary(
    coders: list[Coder], acts: list[str], per_minute: float, seconds: float
) -> dict[str, float]:
    """The figures: counts, what was lost or stands twice, and waits in milliseconds."""
    confirmed = [act for coder in coders for act in coder.confirmed]
    saving = np.array([each for coder in coders for each in coder.saving]) * 1000
    asking = np.array([each for coder in coders for each in coder.asking]) * 1000
    return {
        "coders": len(coders),
        "wanted_per_minute": per_minute,
        "verdicts_per_minute": round(len(confirmed) / len(coders) / seconds * 60, 1),
        "verdicts": len(confirmed),
        "lost": len(set(confirmed) - set(acts)),
        "twice": len(acts) - len(set(acts)),
        "refused": sum(coder.refused for coder in coders),
    } | {
        f"{name}_{which}_ms": round(float(np.quantile(waits, share)), 1)
        for name, waits in (("saving", saving), ("asking", asking))
        for which, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
    }


@contextmanager
def served(project: Path, coders: list[str]) -> Iterator[dict[str, str]]:
    """A server on the loopback address, in a process of its own; the address of each coder."""
    named = [word for coder in coders for word in ("--coder", coder)]
    command = [sys.executable, "-m", "pipeline.cli", "review", "--listen", "127.0.0.1:0"]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd()), "COLUMNS": "500"}
    running = subprocess.Popen(
        [*command, "--no-browser", *named],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _addresses(running, len(coders))
    finally:
        running.terminate()
        running.wait(timeout=20)


def _addresses(running: "subprocess.Popen[str]", count: int) -> dict[str, str]:
    found: dict[str, str] = {}
    until = time.monotonic() + STARTED_WITHIN
    stream = running.stdout
    assert stream is not None
    while len(found) < count and time.monotonic() < until:
        line = stream.readline()
        if not line:
            break
        if match := re.match(r"(\S+): (http://\S+)", line):
            found[match[1]] = match[2]
    if len(found) < count:
        raise RuntimeError("the server did not start")
    return found


async def _all(coders: list[Coder], per_minute: float, seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(_code(coder, 60 / per_minute, until) for coder in coders))


async def _code(coder: Coder, pace: float, until: float) -> None:
    """Code at the pace until the time is up; a wait is made up for, as people don't."""
    chance = random.Random(f"{SEED} {coder.name}")
    origin, _, _ = coder.url.partition("/?")
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    async with httpx2.AsyncClient(base_url=origin, headers=headers, timeout=30) as client:
        await client.get(coder.url)
        page = (await client.get("/koding")).text
        due = time.monotonic() + pace * chance.random()
        while due < until:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += pace
            fields = _form(page)
            if not fields:
                return
            fields |= {"verdict": chance.choice(["accept", "reject", "reject", "unsure"])}
            begun = time.monotonic()
            answer = await client.post("/koding", data=fields)
            coder.saving.append(time.monotonic() - begun)
            if answer.status_code == 303 and "saved=" in answer.headers["location"]:
                coder.confirmed.append(fields["act"])
            else:
                coder.refused += 1
            begun = time.monotonic()
            page = (await client.get("/koding")).text
            coder.asking.append(time.monotonic() - begun)


def _form(page: str) -> dict[str, str]:
    _, found, rest = page.partition('action="/koding" id="answer"')
    inputs = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', rest.split("</form>")[0])
    return {name: unescape(value) for name, value in inputs} if found else {}


def _project(folder: Path) -> Path:
    """A copy of what the review page needs of this project."""
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(name, folder / name)
    shutil.copytree("outputs", folder / "outputs", ignore=shutil.ignore_patterns("reporting"))
    shutil.copytree("documents", folder / "documents")
    (folder / "reviews").mkdir()
    return folder


def _table(results: dict[str, float]) -> Table:
    table = Table(title="Many coders at one review page")
    table.add_column("measure")
    table.add_column("value", justify="right")
    for name, value in results.items():
        table.add_row(name, f"{value:g}")
    return table


if __name__ == "__main__":
    raise SystemExit(main())
