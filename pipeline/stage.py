"""How a stage's `__main__` runs: one line for a fault a user can mend, no traceback."""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import KoplingError

DOCUMENTS_DIR = Path("documents")
OUTPUTS = Path("outputs")
REGISTER = DOCUMENTS_DIR / "register.csv"


def run_stage(main: Callable[[], None]) -> None:
    """Run a stage's main; a KoplingError becomes one line on standard error and exit code 1."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        main()
    except KoplingError as err:
        if os.environ.get("KOPLING_DEBUG"):
            raise
        sys.stderr.write(f"Error: {err}\n")
        raise SystemExit(1) from err
