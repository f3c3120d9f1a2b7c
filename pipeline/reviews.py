"""The researchers' verdicts: one append-only ledger a coder, `reviews/<coder>.jsonl`."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

log = logging.getLogger(__name__)


class Verdict(BaseModel):
    """One line of a ledger: what one coder said of one link, or of a goal as a whole.

    `accept` and `reject` are about the link from `goal_id` to `objective_id`. `no_parent` is about
    the goal: it serves no objective, and `reason` says why that is as it should be. `undo` takes
    back what the coder said of the same pair before. The hashes are SHA-256 of the two texts as
    they stood when they were judged.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    coder: str
    time: datetime
    verdict: Literal["accept", "reject", "no_parent", "unsure", "undo"]
    goal_id: str
    objective_id: str | None = None
    link_id: str | None = None
    goal_sha256: str | None = None
    objective_sha256: str | None = None
    reason: Literal["statutory", "personal", "operational"] | None = None
    kind: str | None = None
    memo: str = ""


COLUMNS = tuple(Verdict.model_fields)


def standing_verdicts(folder: Path) -> pd.DataFrame:
    """The verdicts that stand, one row for each coder, goal and objective, columns `COLUMNS`.

    Of several by one coder on the same pair the last counts, and none where that is `undo`. A line
    that can't be read is left out and told; no folder gives no rows.
    """
    last: dict[tuple[str, str, str | None], Verdict] = {}
    for verdict in sorted(read_verdicts(folder), key=lambda each: each.time):
        last[verdict.coder, verdict.goal_id, verdict.objective_id] = verdict
    rows = [each.model_dump(include=set(COLUMNS)) for each in last.values()]
    frame = pd.DataFrame([row for row in rows if row["verdict"] != "undo"], columns=list(COLUMNS))
    return frame.sort_values(["goal_id", "objective_id", "coder"], ignore_index=True)


def read_verdicts(folder: Path) -> Iterator[Verdict]:
    """Every readable line of every ledger in `folder`, file by file in the order of their names."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                yield Verdict.model_validate(json.loads(line))
            except (ValidationError, ValueError) as err:
                reason = str(err).splitlines()[0]
                log.warning("%s: line %d: expected a verdict: %s", path, number, reason)
