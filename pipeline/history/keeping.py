"""The records that are kept from run to run: this run's, and the last that differed from it."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from pipeline.history.records import FORMAT, Record
from pipeline.wholefiles import write_text

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """The record of a run, and of the last one before it that said something else."""

    number: int
    now: Record
    before: Record | None


def kept_after(kept: Kept | None, now: Record) -> Kept:
    """What is kept after a run: a run that says the same as the one kept changes nothing."""
    if kept is None:
        return Kept(1, now, None)
    if kept.now == now:
        return kept
    return Kept(kept.number + 1, now, kept.now)


def read_kept(path: Path) -> Kept | None:
    """What an earlier run kept; none where there is no such file, or none that can be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] == FORMAT:
            return Kept(int(told["number"]), dict(told["now"]), told["before"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as err:
        _log.warning("%s: expected the records of earlier runs, came %r", path, err)
    return None


def write_kept(kept: Kept, path: Path) -> None:
    """Write what is kept, in one line; the same content, the same bytes."""
    told = {"format": FORMAT, "number": kept.number, "now": kept.now, "before": kept.before}
    write_text(path, json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n")
