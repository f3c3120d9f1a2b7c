"""The report of several municipalities: made, made again unchanged, and with one changed.

`python -m benchmarks.report.country MUNICIPALITIES UNITS` prints, as JSON, seconds and what it
wrote, and the peak of memory of this process and of the largest that rendered.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report.corpus import Size, great_corpus
from pipeline.params import Params
from pipeline.reporting.__main__ import make_report
from pipeline.reporting.building import ROOM
from pipeline.store import Store
from tests.reporting.made_up import PARAMS, PROVENANCE
from tests.reporting.made_up_country import write_country


def main() -> int:
    """Measure and tell."""
    municipalities, units = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="kopling-country-") as temporary:
        told = measured(municipalities, units, Path(temporary), PARAMS)
    sys.stdout.write(json.dumps(told))
    return 0


def measured(municipalities: int, units: int, folder: Path, params: Params) -> dict[str, float]:
    """Seconds for the report of so many municipalities of so many units, in all languages."""
    # the same words everywhere, under names of each one's own
    tables = great_corpus(Size(units, 4, 5))
    country = {f"Kommune {number:03}": tables for number in range(1, municipalities + 1)}
    outputs = write_country(country, folder / "outputs")
    first = _seconds(outputs, params)
    unchanged = _seconds(outputs, params)
    country["Kommune 001"] = great_corpus(Size(units + 1, 4, 5))
    write_country(country, outputs)
    one_changed = _seconds(outputs, params)
    files = [path for path in (outputs / ROOM).rglob("*") if path.is_file()]
    return {
        "municipalities": municipalities,
        "units_each": units,
        "first_s": first,
        "unchanged_s": unchanged,
        "one_changed_s": one_changed,
        "files": len(files),
        "mib": round(sum(path.stat().st_size for path in files) / 2**20, 1),
        "country_page_kib": round((outputs / ROOM / "index.html").stat().st_size / 1024, 1),
        "peak_mib": _peak(resource.RUSAGE_SELF),
        "largest_worker_mib": _peak(resource.RUSAGE_CHILDREN),
    }


def _seconds(outputs: Path, params: Params) -> float:
    start = time.perf_counter()
    make_report(outputs, params, Store(outputs.parent / "cache", ROOM), PROVENANCE)
    return round(time.perf_counter() - start, 1)


def _peak(of: int) -> float:
    return round(resource.getrusage(of).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    raise SystemExit(main())
