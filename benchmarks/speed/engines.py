"""How well two cores and a cluster are used: `python -m benchmarks.speed.engines`.

A made-up corpus is read by one process, by two, and by a Dask cluster of two workers of one thread
each, in turns, several times, on one machine: seconds by the clock, seconds of work of all
processes (which another program beside it hardly changes), and pages a second. Each way is held to
the same cores: one to the first, two and the cluster to the first two. Ratios are medians over the
turns. Reading starts with an empty cache and ends with the tables in memory, so that the start
of the processes and what is done in one alone count as well; a cluster's start is its user's: it
reads the corpus once before it is measured.

Then a worker is killed in the middle: the tables must be the same, and how many files were read
once more is counted. Prints a table and writes `engines.json`.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.speed.clusters import StartedCluster, started_cluster
from pipeline import schemas
from pipeline.extraction.read import Extraction, extract_files
from pipeline.fanning import core_count
from pipeline.params import ExtractionParams, RunningParams
from pipeline.progress import Step
from pipeline.register import read_register
from pipeline.tables import write_table

RESULTS = Path("benchmarks/speed/engines.json")
WAYS = ("one process", "two processes", "cluster of two")
PARAMS = ExtractionParams(ocr="off")


def main() -> None:
    """Make the corpus, measure in turns, kill a worker, print and write; `--one` measures once."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=80)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--corpus", type=Path, help="a project made before, in place of a new one")
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--scheduler", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_measure(arguments.one, arguments.corpus, arguments.scheduler)))
        return
    with tempfile.TemporaryDirectory(prefix="kopling-") as folder:
        results = _results(Path(folder), arguments)
    Console(width=110).print(table_of(results))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _results(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    corpus = arguments.corpus or _made(folder / "corpus", arguments.documents)
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)  # for the cluster as well, which is begun from here
    with started_cluster(folder) as cluster:
        _way(WAYS[2], corpus, cluster, cores)
        turns = [_turn(corpus, cluster, cores) for _ in range(arguments.turns)]
    # so that workers say which file they begin
    with started_cluster(folder, DASK_LOGGING__PIPELINE="info") as cluster:
        killed = _killed(corpus, cluster, folder)
    ways = {way: [turn[way] for turn in turns] for way in WAYS}
    digests = {turn["digest"] for found in ways.values() for turn in found} | {killed.pop("digest")}
    return {
        "documents": ways[WAYS[0]][0]["documents"],
        "pages": ways[WAYS[0]][0]["pages"],
        "turns": arguments.turns,
        "cores": len(cores),
        "ways": {way: _middle(found) for way, found in ways.items()},
        "two_processes_against_one": _ratio(ways, WAYS[0], WAYS[1]),
        "cluster_against_two_processes": _ratio(ways, WAYS[1], WAYS[2]),
        "tables_are_the_same": len(digests) == 1,
        "worker_killed": killed,
    }


def _made(folder: Path, documents: int) -> Path:
    command = [sys.executable, "-m", "benchmarks.speed.make_corpus", str(folder)]
    subprocess.run([*command, "--documents", str(documents)], check=True, stdout=subprocess.DEVNULL)
    return folder


def _turn(corpus: Path, cluster: StartedCluster, cores: Sequence[int]) -> dict[str, Any]:
    """Each way once, in an order by chance, each in a process of its own."""
    order = random.sample(WAYS, len(WAYS))
    return {way: _way(way, corpus, cluster, cores) for way in order}


def _way(way: str, corpus: Path, cluster: StartedCluster, cores: Sequence[int]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.speed.engines", "--one", way]
    command += ["--corpus", str(corpus), "--scheduler", cluster.address]
    used = _work_of(cluster)
    held = ("taskset", "-c", ",".join(map(str, cores[:1] if way == WAYS[0] else cores)))
    done = subprocess.run([*held, *command], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if way == WAYS[2]:
        found["seconds_of_work"] += _work_of(cluster) - used
    return found


def _work_of(cluster: StartedCluster) -> float:
    """Seconds of work of all the cluster's processes, also of those that have ended."""
    total = 0.0
    for started in (cluster.scheduler, *cluster.workers):
        own = psutil.Process(started.pid)
        for process in (own, *own.children(recursive=True)):
            total += sum(process.cpu_times()[:4])
    return total


def _measure(way: str, corpus: Path, scheduler: str) -> dict[str, Any]:
    workers = 1 if way == WAYS[0] else 2
    running = RunningParams(
        workers=workers, scheduler=scheduler if way == WAYS[2] else "", documents_url=""
    )
    begun = time.perf_counter()
    read = extract_files(_names(corpus), corpus / "documents", PARAMS, running=running)
    seconds = time.perf_counter() - begun
    pages = int(read.files["pages"].sum())
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "documents": len(read.files),
        "pages": pages,
        "seconds": round(seconds, 2),
        "seconds_of_work": sum(each.ru_utime + each.ru_stime for each in used),
        "pages_a_second": round(pages / seconds, 2),
        "peak_megabytes": round(used[0].ru_maxrss / 1024),
        "digest": _digest(read),
    }


def _names(corpus: Path) -> list[str]:
    return list(read_register(corpus / "documents" / "register.csv")["path"])


def _digest(read: Extraction) -> str:
    """Of the tables' files, as they are written."""
    digest = hashlib.sha256()
    tables = (schemas.PASSAGES, schemas.CELLS, schemas.REJECTS, schemas.QUALITY, schemas.FILES)
    frames = (read.passages, read.cells, read.rejects, read.quality, read.files)
    with tempfile.TemporaryDirectory(prefix="kopling-") as folder:
        for table, frame in zip(tables, frames, strict=True):
            digest.update(write_table(frame, table, Path(folder)).read_bytes())
    return digest.hexdigest()


def _killed(corpus: Path, cluster: StartedCluster, folder: Path) -> dict[str, Any]:
    """What comes of it when one of two workers is killed after a third of the files."""
    names = _names(corpus)
    before = _files_begun(folder)
    victim: list[int] = []

    def kill(step: Step) -> None:
        if not victim and step.done >= len(names) / 3:
            children = psutil.Process(cluster.workers[0].pid).children()
            victim.append(next(each.pid for each in children if "spawn_main" in _line(each)))
            os.kill(victim[0], signal.SIGKILL)

    running = RunningParams(scheduler=cluster.address)
    read = extract_files(names, corpus / "documents", PARAMS, kill, running=running)
    return {
        "documents": len(names),
        "after_documents": -(-len(names) // 3),
        "done_again": _files_begun(folder) - before - len(names),
        "digest": _digest(read),
    }


def _line(process: psutil.Process) -> str:
    return " ".join(process.cmdline())


def _files_begun(folder: Path) -> int:
    """How often a worker has said that it begins a file."""
    log = folder / "worker.log"
    return log.read_text("utf-8", "replace").count("reading ") if log.is_file() else 0


def _middle(turns: Sequence[dict[str, Any]]) -> dict[str, float]:
    names = ("seconds", "seconds_of_work", "pages_a_second", "peak_megabytes")
    return {name: round(statistics.median(turn[name] for turn in turns), 2) for name in names}


def _ratio(ways: dict[str, list[dict[str, Any]]], slow: str, fast: str) -> dict[str, float]:
    """How many times as fast the second is, turn by turn: median, lowest and highest."""
    found = sorted(a["seconds"] / b["seconds"] for a, b in zip(ways[slow], ways[fast], strict=True))
    return {
        "median": round(statistics.median(found), 3),
        "lowest": round(found[0], 3),
        "highest": round(found[-1], 3),
    }


def table_of(results: dict[str, Any]) -> Table:
    """Seconds, work and pages a second of each way."""
    title = f"{results['documents']} documents, {results['pages']} pages, {core_count()} cores"
    table = Table(title=title)
    for column in ("", "seconds", "seconds of work", "pages a second", "MB here"):
        table.add_column(column, justify="right" if column else "left")
    for way, found in results["ways"].items():
        table.add_row(way, *map(str, found.values()))
    return table


if __name__ == "__main__":
    main()
