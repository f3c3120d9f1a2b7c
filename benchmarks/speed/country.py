"""What would the whole country cost? `python -m benchmarks.speed.country`.

On paper, from what `benchmarks.speed.growth` has measured: all municipalities over ten years, with
what was assumed and what was reckoned kept apart; processor hours, days on a cluster of a named
size, room on the disk, and what breaks first: the stage whose memory, growing as it did between the
two largest corpora, is the first to fill one machine. Prints a table and writes `country.json`.
"""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.speed.growth import RESULTS as GROWTH

RESULTS = Path("benchmarks/speed/country.json")
HOUR = 3600


@dataclass(frozen=True)
class Assumed:
    """What isn't measured.

    `documents_a_year` of a municipality are an økonomiplan, a budget, an årsrapport, ten saker, 28
    lederavtaler and a quarter of a kommuneplan. `cluster_cores` is the cluster's size, `core_hour`
    the price of one core for an hour in kroner, `megabytes` the memory of one machine.
    """

    municipalities: int = 357
    years: int = 10
    documents_a_year: float = 41.25
    cluster_cores: int = 64
    core_hour: float = 0.5
    megabytes: int = 24_000


def main() -> None:
    """Reckon, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--municipalities", type=int, default=Assumed.municipalities)
    parser.add_argument("--years", type=int, default=Assumed.years)
    arguments = parser.parse_args()
    growth = json.loads(GROWTH.read_text(encoding="utf-8"))
    assumed = Assumed(municipalities=arguments.municipalities, years=arguments.years)
    found = reckoned(growth["sizes"], assumed)
    _print(found)
    if assumed == Assumed():
        RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def reckoned(sizes: Mapping[str, Any], assumed: Assumed) -> dict[str, Any]:
    """Assumptions, what follows from them and the largest corpus, and what breaks first.

    Everything grows with the documents, as the largest corpus has them: its municipalities have
    fifty each. A municipality's own links grow with its goals times the objectives in force for
    them, so that ten years cost ten times one year, which is what is reckoned here.
    """
    before, largest = list(sizes.values())[-2:]
    documents = round(assumed.municipalities * assumed.years * assumed.documents_a_year)
    times = documents / largest["documents"]
    hours = {
        name: round(times * told["processor_seconds"] / HOUR, 1)
        for name, told in largest["stages"].items()
    }
    breaks = {
        name: _documents_until_full(name, before, largest, assumed.megabytes)
        for name in largest["stages"]
    }
    first = min(breaks, key=lambda name: breaks[name])
    cores = sum(hours.values())
    gigabytes = {
        kind: round(times * largest[f"{kind}_megabytes"] / 1000)
        for kind in ("document", "output", "cache", "dvc")
    }
    return {
        "assumed": asdict(assumed),
        "measured_at_documents": largest["documents"],
        "documents": documents,
        **{kind: round(times * largest[kind]) for kind in ("pages", "goals", "links")},
        "core_hours": round(cores),
        "core_hours_by_stage": hours,
        "days_on_the_cluster": round(cores / assumed.cluster_cores / 24, 2),
        "kroner": round(cores * assumed.core_hour),
        "gigabytes": gigabytes,
        "breaks_first": first,
        "breaks_first_at_documents": breaks[first],
        "documents_until_full": breaks,
    }


def _documents_until_full(
    stage: str, before: Mapping[str, Any], largest: Mapping[str, Any], megabytes: int
) -> int:
    """The documents at which the stage fills the machine, its memory growing on as it has."""
    runs = (before, largest)
    peaks = [int(run["stages"].get(stage, {}).get("peak_megabytes", 0)) for run in runs]
    documents = [int(run["documents"]) for run in runs]
    grown = max(peaks[1] - peaks[0], 1) / (documents[1] - documents[0])
    return round(documents[1] + (megabytes - peaks[1]) / grown)


def _print(found: Mapping[str, Any]) -> None:
    console = Console(width=110)
    assumed = found["assumed"]
    table = Table(title=f"{assumed['municipalities']} municipalities over {assumed['years']} years")
    table.add_column("")
    table.add_column("", justify="right")
    for name in ("documents", "pages", "goals", "links", "core_hours", "kroner"):
        table.add_row(name.replace("_", " "), f"{found[name]:,}")
    table.add_row(f"days on {assumed['cluster_cores']} cores", str(found["days_on_the_cluster"]))
    for kind, size in found["gigabytes"].items():
        table.add_row(f"GB, {kind}", f"{size:,}")
    for stage, hours in found["core_hours_by_stage"].items():
        table.add_row(f"core hours, {stage}", f"{hours:,}")
    console.print(table)
    console.print(
        f"Breaks first: {found['breaks_first']}, whose memory fills {assumed['megabytes']:,} MB at "
        f"about {found['breaks_first_at_documents']:,} documents."
    )


if __name__ == "__main__":
    main()
