"""How a stage's `__main__` runs: one line for a fault a user can mend, no traceback."""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import KoplingError

DOCUMENTS_DIR = Path("documents")
OUTPUTS = Path("outputs")
REVIEWS = Path("reviews")
CACHE = Path(".kopling/cache")
PROGRESS = "KOPLING_PROGRESS"  # "1": many steps, "lines": few, empty: none
REGISTER = DOCUMENTS_DIR / "register.csv"
_EXPERIMENTS = (".dvc", "tmp", "exps")


def cache_folder(project: Path = Path()) -> Path:
    """Where what was made before is kept: `$KOPLING_CACHE`, else the project's own folder.

    An experiment of DVC that runs in a copy below `.dvc/tmp/exps` shares its workspace's.
    """
    told = os.environ.get("KOPLING_CACHE")
    if told:
        return Path(told).expanduser()
    copy = project.resolve()
    for place in copy.parents:
        if place.parts[-3:] == _EXPERIMENTS:
            return place.parents[2] / CACHE
    return project / CACHE


def run_stage(main: Callable[[], None]) -> None:
    """Run a stage's main; a KoplingError becomes one line on standard error and exit code 1.

    `KOPLING_PROGRESS` in the environment lets a stage tell every step, `KOPLING_DEBUG` shows where
    an error came from.
    """
    level = logging.DEBUG if os.environ.get(PROGRESS) else logging.INFO
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for ours in ("pipeline", "__main__"):  # a module run with `-m` goes by the latter
        logging.getLogger(ours).setLevel(level)
    try:
        main()
    except KoplingError as err:
        if os.environ.get("KOPLING_DEBUG"):
            raise
        sys.stderr.write(f"Error: {err}\n")
        raise SystemExit(1) from err
