"""One report in a process of its own.

`python -m benchmarks.report.rendering TABLES LANGUAGE FOLDER` prints the seconds for records and
pages, and the peak of memory, as JSON.
"""

import json
import pickle
import resource
import sys
import time
from pathlib import Path

from pipeline.reporting.render import render_report, write_report
from tests.reporting.made_up import PROVENANCE, in_languages


def main() -> int:
    """Render and tell."""
    tables_file, language, folder = sys.argv[1:]
    # written by the benchmark itself, a moment ago
    with Path(tables_file).open("rb") as stored:
        tables = pickle.load(stored)
    before = _peak()
    start = time.perf_counter()
    write_report(render_report(tables, in_languages(language), PROVENANCE), Path(folder))
    told = {
        "seconds": time.perf_counter() - start,
        "peak_mib": _peak(),
        "tables_mib": before,
    }
    sys.stdout.write(json.dumps(told))
    return 0


def _peak() -> float:
    """The most memory that the process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
