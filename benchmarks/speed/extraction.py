"""How fast files are read: seconds and pages a second for each file named, on one core."""

import argparse
import time
from pathlib import Path

from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams


def timed(path: Path, params: ExtractionParams) -> dict[str, object]:
    """The file's pages, passages, seconds, and pages a second, its process's start included."""
    begun = time.perf_counter()
    extraction = extract_files([path], None, params)
    seconds = time.perf_counter() - begun
    pages = int(extraction.files["pages"].sum())
    return {
        "file": path.name,
        "pages": pages,
        "passages": len(extraction.passages),
        "cells": len(extraction.cells),
        "rejects": len(extraction.rejects),
        "seconds": round(seconds, 2),
        "pages_a_second": round(pages / seconds, 1),
    }


def main() -> None:
    """Print one line of figures a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    params = ExtractionParams(workers=1)
    for path in parser.parse_args().files:
        print("  ".join(f"{name}: {value}" for name, value in timed(path, params).items()))


if __name__ == "__main__":
    main()
