"""The ledgers as a table: every verdict, and what it is about today."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline.identity import link_id
from pipeline.reviews.carrying import Carried, carried, texts_of
from pipeline.reviews.ledger import read_verdicts
from pipeline.reviews.settling import that_count
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import Anchor


def carried_verdicts(folder: Path, goals: pd.DataFrame) -> list[Carried]:
    """The verdicts of all ledgers in `folder` that nobody took back, on the goals of today."""
    return carried(standing(read_verdicts(folder)), texts_of(goals))


def verdict_rows(verdicts: Sequence[Carried]) -> pd.DataFrame:
    """VERDICTS, by goal, objective, coder and time."""
    counting = {each.verdict.verdict_id for each in that_count(verdicts)}
    rows = [_row(each, each.verdict.verdict_id in counting) for each in verdicts]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = ["goal_id", "objective_id", "coder", "time", "verdict_id"]
    return frame.sort_values(order, ignore_index=True)


COLUMNS = [
    *("verdict_id", "coder", "time", "verdict", "standing", "counts", "is_adjudication"),
    *("goal_id", "objective_id", "link_id", "kind", "reason", "memo", "chosen", "chance"),
    *("score_visible", "goal_text", "objective_text"),
]


def _row(each: Carried, counts: bool) -> dict[str, object]:
    verdict = each.verdict
    link = link_id(each.goal_id, each.objective_id) if each.goal_id and each.objective_id else None
    return {
        "verdict_id": verdict.verdict_id,
        "coder": verdict.coder,
        "time": verdict.time.isoformat(),
        "verdict": verdict.verdict,
        "standing": each.standing,
        "counts": counts,
        "is_adjudication": bool(verdict.settles),
        "goal_id": each.goal_id,
        "objective_id": each.objective_id,
        "link_id": link,
        "kind": verdict.kind,
        "reason": verdict.reason,
        "memo": verdict.memo,
        "chosen": verdict.chosen,
        "chance": verdict.chance,
        "score_visible": verdict.score_visible,
        "goal_text": _exact(verdict.goal_quote),
        "objective_text": _exact(verdict.objective_quote),
    }


def _exact(quote: Anchor | None) -> str | None:
    return None if quote is None else quote.exact
