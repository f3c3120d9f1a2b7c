"""How long links take on one core: `python -m benchmarks.speed.linking`.

1,000 goals are held against 300 objectives, drawn from the statements of
`benchmarks/accuracy/training`: 300,000 pairs, embedded and linked. Each measurement has a process
of its own on one core with one thread, so that its memory is its own:

- `encoding`: the encoder alone, each statement once, as it stands;
- `cold`: everything that `kopling link` does after reading its files, with no vector known;
- `known`: the same with every vector known from before, which leaves the engine itself.

Seconds are the processor's and the clock's: on a machine with other work the clock tells of that
work too. Prints a table and writes `linking.json`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.training import load_training
from pipeline.coupling.linking import link_statements
from pipeline.embedding.encoder import encoder_by_name
from pipeline.encoding import TextEncoder
from pipeline.params import CouplingParams, EmbeddingParams

RESULTS = Path("benchmarks/speed/linking.json")
GOALS, OBJECTIVES = 1000, 300
MOST_SECONDS = 60.0
SEED = 20100617
WAYS = ("encoding", "cold", "known")
# Whatever multiplies matrices or encodes reads one of these when it is loaded.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


def main() -> None:
    """Measure each way, print and write; with `--one`, measure one way in this process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--encoder", default=EmbeddingParams().encoder, help="as `kopling link` has it"
    )
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_measure(arguments.one, arguments.encoder, arguments.cache)))
        return
    results = compared(arguments.encoder)
    Console(width=110).print(speed_table(results))
    if arguments.encoder == EmbeddingParams().encoder:
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def statements(sources: int, targets: int, seed: int = SEED) -> tuple[pd.DataFrame, pd.DataFrame]:
    """So many goals and objectives, `id` and `text`, no text twice; the same for the same seed."""
    sets = [each for each in load_training() if each.style != "topics"]
    random = np.random.default_rng(seed)
    below = _drawn([text for each in sets for text in each.sources], sources, random)
    above = _drawn([text for each in sets for text in each.targets], targets, random)
    return below, above


def compared(encoder: str) -> dict[str, Any]:
    """Every way, each as a ratio to the encoder alone, and what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        found = {way: _apart(way, encoder, Path(folder)) for way in WAYS}
    alone = found["encoding"]["processor_seconds"]
    ratios = {
        way: {"times_encoding": round(each["processor_seconds"] / alone, 2)}
        for way, each in found.items()
    }
    return {
        "encoder": encoder,
        "goals": GOALS,
        "objectives": OBJECTIVES,
        **{way: each | ratios[way] for way, each in found.items()},
        "cold_seconds_bound": MOST_SECONDS,
    }


def speed_table(results: dict[str, Any]) -> Table:
    """One row a way."""
    pairs = results["goals"] * results["objectives"]
    table = Table(title=f"{pairs:,} pairs on one core, {results['encoder']}")
    names = ("seconds", "processor_seconds", "pairs_a_second", "times_encoding", "peak_megabytes")
    for column in ("", *(name.replace("_", " ") for name in names)):
        table.add_column(column, justify="right" if column else "left")
    for way in WAYS:
        table.add_row(way, *(str(results[way].get(name, "")) for name in names))
    return table


def _apart(way: str, encoder: str, cache: Path) -> dict[str, Any]:
    """One measurement in a process of its own, on one core and with one thread."""
    command = [sys.executable, "-m", "benchmarks.speed.linking", "--one", way]
    command += ["--encoder", encoder, "--cache", str(cache)]
    environment = os.environ | dict.fromkeys(THREADS, "1")
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measure(way: str, encoder: str, cache: Path) -> dict[str, Any]:
    _keep_to_one_core()
    below, above = statements(GOALS, OBJECTIVES)
    # the cold way keeps its vectors too, for the known way to find
    chosen = encoder_by_name(EmbeddingParams(encoder=encoder), cache=cache)
    plain = encoder_by_name(EmbeddingParams(encoder=encoder), cache=None)
    work: Callable[[], object] = (
        (lambda: plain.encode([*below["text"], *above["text"]]))
        if way == "encoding"
        else (lambda: _link(below, above, chosen))
    )
    clock, processor = time.perf_counter(), time.process_time()
    work()
    seconds = time.perf_counter() - clock
    found: dict[str, Any] = {
        "seconds": round(seconds, 2),
        "processor_seconds": round(time.process_time() - processor, 2),
        "peak_megabytes": _peak_megabytes(),
    }
    if way != "encoding":
        found["pairs_a_second"] = round(len(below) * len(above) / seconds)
    return found


def _link(below: pd.DataFrame, above: pd.DataFrame, encoder: TextEncoder) -> pd.DataFrame:
    return link_statements(below, above, CouplingParams(), encoder)


def _keep_to_one_core() -> None:
    """Bind this process to the first of its cores, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _peak_megabytes() -> int:
    import resource

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _drawn(texts: list[str], count: int, random: np.random.Generator) -> pd.DataFrame:
    different = list(dict.fromkeys(texts))
    chosen = random.permutation(len(different))[:count]
    return pd.DataFrame({"id": map(str, range(count)), "text": [different[at] for at in chosen]})


if __name__ == "__main__":
    main()
