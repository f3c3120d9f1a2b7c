"""How a stage's `__main__` runs: one line for a fault a user can mend, no traceback."""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from pipeline.errors import KoplingError
from pipeline.params import load_running_params
from pipeline.store import keep_within
from pipeline.wholefiles import is_full, refusal
from pipeline.workspace import workspace

_NO_MEMORY = "expected enough memory for this stage, there is none left on this machine"
PROGRESS = "KOPLING_PROGRESS"  # "1": many steps, "lines": few, empty: none


def cache_folder(project: Path = Path()) -> Path:
    """Where what was made before is kept: `$KOPLING_CACHE`, else the project's own folder.

    An experiment of DVC that runs in a copy below `.dvc/tmp/exps` shares its workspace's.
    """
    told = os.environ.get("KOPLING_CACHE")
    return Path(told).expanduser() if told else workspace(project) / ".kopling" / "cache"


DOCUMENTS_DIR = Path("documents")
OUTPUTS = Path("outputs")
REVIEWS = Path("reviews")
KEPT = workspace(Path()) / ".kopling"
CACHE = cache_folder()
REGISTER = DOCUMENTS_DIR / "register.csv"


def run_stage(main: Callable[[], None]) -> None:
    """Run a stage's main; a KoplingError becomes one line on standard error and exit code 1.

    `KOPLING_PROGRESS` in the environment lets a stage tell every step, `KOPLING_DEBUG` shows where
    an error came from. What is kept of all runs is held within its bound afterwards.
    """
    level = logging.DEBUG if os.environ.get(PROGRESS) else logging.INFO
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for ours in ("pipeline", "__main__"):  # a module run with `-m` goes by the latter
        logging.getLogger(ours).setLevel(level)
    try:
        main()
        keep_within(CACHE, load_running_params().cache_megabytes)
    except KoplingError as err:
        if os.environ.get("KOPLING_DEBUG"):
            raise
        _fail(str(err), err)
    except MemoryError as err:
        _fail(_NO_MEMORY, err)
    except OSError as err:
        if not is_full(err):
            raise
        _fail(f"{err.filename or OUTPUTS}: expected to write there, {refusal(err)}", err)


def _fail(line: str, fault: BaseException) -> NoReturn:
    sys.stderr.write(f"Error: {line}\n")
    raise SystemExit(1) from fault
