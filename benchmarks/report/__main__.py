"""Does the report of a great city open and scroll? `python -m benchmarks.report`.

Five hundred units with a plan of a hundred objectives over three years, made up. Each language is
rendered in a process of its own; the pages are opened from their files in headless Chromium. Then
twenty municipalities of twenty-five units: made, made again, and with one changed. Prints tables
and writes `report.json`. It takes some minutes.
"""

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.report.corpus import YEARS, Size, great_corpus
from benchmarks.report.opening import chosen, opened, searched
from pipeline.reporting.corpus import Tables

RESULTS = Path("benchmarks/report/report.json")
LANGUAGES = ("nb", "nn", "en")
MUNICIPALITIES, UNITS_EACH = 20, 25


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--units", type=int, default=Size.units)
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    parser.add_argument("--keep", type=Path, help="a folder for the reports; else they go")
    arguments = parser.parse_args()
    tables = great_corpus(Size(units=arguments.units))
    with tempfile.TemporaryDirectory(prefix="kopling-report-") as temporary:
        folder = arguments.keep or Path(temporary)
        results = measured(tables, folder, arguments.languages)
    results = {"units": arguments.units, "goals": len(tables.goals), **results}
    results["country"] = country(arguments.municipalities)
    _print(results)
    if arguments.units == Size.units and tuple(arguments.languages) == LANGUAGES:
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


def measured(tables: Tables, folder: Path, languages: list[str]) -> dict[str, Any]:
    """Everything that is measured of a report of these tables, made in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    stored = folder / "tables.pickle"
    stored.write_bytes(pickle.dumps(tables))
    rendering = {name: rendered(stored, name, folder / name) for name in languages}
    report = folder / languages[0]
    names = page_names(report)
    assets = _bytes(report / "assets")
    whole = sum(_bytes(folder / name) for name in languages) - assets * (len(languages) - 1)
    return {
        "rendering": rendering,
        "kib": {
            **{kind: _kib((report / name).stat().st_size) for kind, name in names.items()},
            "goals_script": _kib((report / "assets/goals.js").stat().st_size),
            "links_script": _kib((report / "assets/links.js").stat().st_size),
            "whole_folder": _kib(whole),
        },
        "pages": sum(1 for _page in report.rglob("*.html")) * len(languages),
        "opening": opened(report, names),
        "search": searched(report / "dokumenter.html"),
        "network": chosen(report),
    }


def rendered(stored: Path, language: str, folder: Path) -> dict[str, float]:
    """Seconds and MiB for one language."""
    command = [sys.executable, "-m", "benchmarks.report.rendering", str(stored), language]
    told = subprocess.run([*command, str(folder)], check=True, capture_output=True, text=True)
    return {key: round(value, 1) for key, value in json.loads(told.stdout).items()}


def country(municipalities: int) -> dict[str, float]:
    """Seconds and MiB for the report of several municipalities, in all languages."""
    command = [sys.executable, "-m", "benchmarks.report.country", str(municipalities)]
    told = subprocess.run([*command, str(UNITS_EACH)], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def page_names(report: Path) -> dict[str, str]:
    """One page of each kind: of units, objectives and documents the largest."""
    return {
        "index": "index.html",
        "network": "nett.html",
        "year": f"ar/{YEARS[-1]}.html",
        "documents": "dokumenter.html",
        "unit": _largest(report, "enheter"),
        "objective": _largest(report, "mal"),
        "document": _largest(report, "dokumenter"),
    }


def _largest(report: Path, folder: str) -> str:
    pages = sorted((report / folder).glob("*.html"), key=lambda page: page.stat().st_size)
    return f"{folder}/{pages[-1].name}"


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _kib(size: int) -> float:
    return round(size / 1024, 1)


def _print(results: dict[str, Any]) -> None:
    console = Console(width=110)
    console.print(_table("Rendering", results["rendering"]))
    console.print(_table("Opening, headless", results["opening"]))
    for name in ("kib", "search", "network", "country"):
        console.print(_table(name, {name: results[name]}))
    console.print(f"{results['goals']} goals, {results['pages']} pages")


def _table(title: str, rows: dict[str, dict[str, float]]) -> Table:
    table = Table(title=title)
    table.add_column("")
    for column in next(iter(rows.values())):
        table.add_column(column, justify="right")
    for name, row in rows.items():
        table.add_row(name, *(f"{value:,}" for value in row.values()))
    return table


if __name__ == "__main__":
    raise SystemExit(main())
