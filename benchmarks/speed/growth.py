"""What does a corpus cost, and one document more? `python -m benchmarks.speed.growth`.

Corpora of several sizes are made (`make_corpus`) and run whole, from nothing, as a user would
(`kopling run`): seconds, processor seconds and peak memory of the run and of each stage, and how
cost grows: the slope of log seconds over log pages, 1 is linear. In the largest corpus then:
nothing changed; the register in another order and a file renamed; one document added, against a
project that holds that document alone; a document taken away. Prints tables and writes
`growth.json` and `growth.csv`. With 1,000 documents it takes about an hour.
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.speed.make_corpus import make_corpus, make_document
from benchmarks.speed.watching import watched
from pipeline.register import read_register, write_register
from pipeline.schemas import FILES, GOALS, LINKS
from pipeline.tables import read_table

RESULTS = Path("benchmarks/speed/growth.json")
PLOT = Path("benchmarks/speed/growth.csv")
SIZES = (10, 100, 1000)
SEED = 20100617


def main() -> None:
    """Make, run, change, run again; print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="documents")
    parser.add_argument("--folder", type=Path, help="a folder for the corpora; else they go")
    parser.add_argument("--no-changes", action="store_true", help="run each size, change nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kopling-growth-") as temporary:
        folder = (arguments.folder or Path(temporary)).resolve()
        results = measured(sorted(arguments.sizes), folder, changes=not arguments.no_changes)
    _print(results)
    if tuple(sorted(arguments.sizes)) == SIZES:
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
        pd.DataFrame(_plot_rows(results)).to_csv(PLOT, index=False, lineterminator="\n")


def measured(sizes: Sequence[int], folder: Path, *, changes: bool = True) -> dict[str, Any]:
    """Everything, for corpora of these sizes, smallest first; `changes` in the largest or not."""
    runs = {}
    for size in sizes:
        project = _made(_place(folder, size), size)
        runs[str(size)] = _run(project) | _counts(project)
        _tell(f"{size} documents: {runs[str(size)]['seconds']} s")
    found = {
        "cores": os.cpu_count(),
        "sizes": runs,
        "slopes": slopes([runs[str(size)] for size in sizes]),
    }
    return found | ({"changes": _changes(_place(folder, sizes[-1]), folder)} if changes else {})


def slopes(runs: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """How seconds grow with pages from the smallest run to the largest, whole and by stage.

    The steepest slope between two sizes that follow each other, of log seconds over log pages: 1
    is linear, less is cheaper the larger. A stage that takes no second at the largest has none.
    """
    told = {"whole": [run["seconds"] for run in runs]}
    for stage in runs[-1]["stages"]:
        told[stage] = [run["stages"].get(stage, {}).get("seconds", 0.0) for run in runs]
    pages = [run["pages"] for run in runs]
    return {
        name: round(max(_steps(pages, seconds)), 2)
        for name, seconds in told.items()
        if seconds[-1] >= 1 and len(runs) > 1
    }


def _steps(pages: Sequence[int], seconds: Sequence[float]) -> Iterator[float]:
    for at in range(1, len(pages)):
        least = max(seconds[at - 1], 0.1)  # what takes less isn't measured
        yield math.log(seconds[at] / least) / math.log(pages[at] / pages[at - 1])


def _changes(project: Path, folder: Path) -> dict[str, Any]:
    """Runs after a change each, in the largest corpus."""
    found: dict[str, Any] = {"nothing": _run(project)}
    register = read_register(project / "documents/register.csv")
    write_register(register[::-1], project / "documents/register.csv")
    found["reordered"] = _run(project)
    first = register["path"][0]
    renamed = str(Path(first).with_stem(Path(first).stem + "-nytt-navn"))
    (project / "documents" / first).rename(project / "documents" / renamed)
    write_register(register.replace({"path": {first: renamed}}), project / "documents/register.csv")
    found["renamed"] = _run(project)
    added = make_document(project).relative_to(project / "documents").as_posix()
    found["added"] = _run(project)
    found["alone"] = _run(_alone(project, added, folder / "alone"))
    (project / "documents" / added).unlink()
    register = read_register(project / "documents/register.csv")
    write_register(register[register["path"] != added], project / "documents/register.csv")
    found["removed"] = _run(project)
    bound = 1.5 * found["alone"]["seconds"] + 5
    found["added"]["bound_seconds"] = round(bound, 2)
    found["added"]["within"] = bool(found["added"]["seconds"] <= bound)
    return found


def _alone(project: Path, name: str, folder: Path) -> Path:
    """A project that holds one document of another, and its row in the register."""
    shutil.rmtree(folder, ignore_errors=True)
    _kopling(["init", str(folder)], folder.parent)
    place = folder / "documents" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(project / "documents" / name, place)
    register = read_register(project / "documents/register.csv")
    write_register(register[register["path"] == name], folder / "documents/register.csv")
    return folder


def _place(folder: Path, size: int) -> Path:
    return folder / f"corpus-{size}"


def _made(folder: Path, size: int) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    make_corpus(folder, size, seed=SEED)
    return folder


def _run(project: Path) -> dict[str, Any]:
    return _kopling(["run"], project)


def _kopling(arguments: Sequence[str], folder: Path) -> dict[str, Any]:
    """The command watched; it may use every core, and the cache of its own project alone."""
    environment = {key: value for key, value in os.environ.items() if "KOPLING" not in key}
    folder.mkdir(parents=True, exist_ok=True)
    return watched([sys.executable, "-m", "pipeline", *arguments], folder, environment)


def _counts(project: Path) -> dict[str, int]:
    outputs = project / "outputs"
    files = read_table(FILES, outputs)
    links = read_table(LINKS, outputs)
    kept = _bytes(project / ".kopling/cache")
    return {
        "documents": len(files),
        "pages": int(files["pages"].sum()),
        "goals": len(read_table(GOALS, outputs)),
        "links": len(links),
        "linked": int(links["linked"].sum()),
        "document_megabytes": _bytes(project / "documents"),
        "output_megabytes": _bytes(outputs),
        "cache_megabytes": kept,
        "dvc_megabytes": _bytes(project / ".dvc/cache"),
    }


def _bytes(folder: Path) -> int:
    """MiB in all files below the folder."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20)


def _plot_rows(results: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """For `dvc plots`: pages, stage, seconds, memory."""
    for run in results["sizes"].values():
        whole = {"stage": "whole", "seconds": run["seconds"], "megabytes": run["peak_megabytes"]}
        yield {"pages": run["pages"], **whole}
        for stage, told in run["stages"].items():
            yield {
                "pages": run["pages"],
                "stage": stage,
                "seconds": told["seconds"],
                "megabytes": told["peak_megabytes"],
            }


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _print(results: Mapping[str, Any]) -> None:
    console = Console(width=150)
    runs = results["sizes"]
    table = Table(title="Seconds and MiB by documents in the corpus")
    table.add_column("")
    for size in runs:
        table.add_column(f"{size} documents", justify="right")
    table.add_column("slope", justify="right")
    for name in ("pages", "goals", "links"):
        table.add_row(name, *(str(run[name]) for run in runs.values()), "")
    slope = results["slopes"]
    whole = [f"{run['seconds']} s, {run['peak_megabytes']} MiB" for run in runs.values()]
    table.add_row("whole", *whole, str(slope.get("whole", "")))
    for stage in list(runs.values())[-1]["stages"]:
        told = [run["stages"].get(stage) for run in runs.values()]
        cells = [f"{t['seconds']} s, {t['peak_megabytes']} MiB" if t else "" for t in told]
        table.add_row(stage, *cells, str(slope.get(stage, "")))
    console.print(table)
    if "changes" in results:
        _print_changes(results["changes"], console)


def _print_changes(changes: Mapping[str, Any], console: Console) -> None:
    table = Table(title="Run again in the largest, after a change")
    for column in ("change", "seconds", "MiB", "the slowest stages"):
        table.add_column(column, justify="left" if column.startswith(("c", "t")) else "right")
    for name, run in changes.items():
        slow = sorted(run["stages"].items(), key=lambda each: -each[1]["seconds"])[:4]
        words = ", ".join(f"{stage} {told['seconds']}" for stage, told in slow)
        table.add_row(name, str(run["seconds"]), str(run["peak_megabytes"]), words)
    console.print(table)
    added = changes["added"]
    console.print(f"one added: {added['seconds']} s, bound {added['bound_seconds']} s")


if __name__ == "__main__":
    main()
