"""The ledgers as a table: every verdict, and what it is about today."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from pipeline.identity import link_id
from pipeline.reviews.carrying import STANDS, SUSPECT, Carried
from pipeline.reviews.settling import that_count
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import REPEAT, Anchor


def last_words(verdicts: Sequence[Carried]) -> list[Carried]:
    """Of these, those that their coder has not overtaken (`pipeline.reviews.standing.standing`)."""
    last = {each.verdict_id for each in standing(each.verdict for each in verdicts)}
    return [each for each in verdicts if each.verdict.verdict_id in last]


def verdict_rows(verdicts: Sequence[Carried]) -> pd.DataFrame:
    """VERDICTS, by goal, objective, coder and time.

    Where a coder's former verdicts on a pair are among them, they get
    rows that count for nothing, and so does what she said when she was asked again.
    """
    latest = [v for v in last_words(verdicts) if v.verdict.settles or v.verdict.chosen != REPEAT]
    last = {each.verdict.verdict_id for each in latest}
    counting = {each.verdict.verdict_id for each in that_count(latest)}
    waiting = {each.verdict.verdict_id for each in to_confirm(latest)}
    rows = [_row(each, last, counting, waiting) for each in verdicts]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = ["goal_id", "objective_id", "coder", "time", "verdict_id"]
    return frame.sort_values(order, ignore_index=True)


def to_confirm(verdicts: Sequence[Carried]) -> list[Carried]:
    """The suspect verdicts that their coder has not judged anew since the text changed.

    Who says later that the goal as a whole has no parent has judged each pair of it.
    """
    judged: dict[tuple[object, ...], datetime] = {}
    for each in verdicts:
        if each.standing == STANDS:
            place = _whose(each, each.objective_id)
            judged[place] = max(each.verdict.time, judged.get(place, each.verdict.time))

    def is_open(each: Carried) -> bool:
        places = _whose(each, each.objective_id), _whose(each, None)
        return all(judged.get(p, each.verdict.time) <= each.verdict.time for p in places)

    return [each for each in verdicts if each.standing == SUSPECT and is_open(each)]


COLUMNS = [
    *("verdict_id", "coder", "time", "verdict", "standing", "counts", "is_latest"),
    *("awaits_confirmation", "is_adjudication", "goal_id", "objective_id", "link_id", "kind"),
    *("reason", "memo", "chosen", "chance", "score_visible", "goal_text", "objective_text"),
    *("goal_sha256", "objective_sha256"),
]


def _whose(each: Carried, objective: str | None) -> tuple[object, ...]:
    return each.verdict.coder, each.goal_id, objective, bool(each.verdict.settles)


def _row(
    each: Carried, last: set[str | None], counting: set[str | None], waiting: set[str | None]
) -> dict[str, object]:
    verdict = each.verdict
    link = link_id(each.goal_id, each.objective_id) if each.goal_id and each.objective_id else None
    return {
        "verdict_id": verdict.verdict_id,
        "coder": verdict.coder,
        "time": verdict.time.isoformat(),
        "verdict": verdict.verdict,
        "standing": each.standing,
        "counts": verdict.verdict_id in counting,
        "is_latest": verdict.verdict_id in last,
        "awaits_confirmation": verdict.verdict_id in waiting,
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
        "goal_sha256": verdict.goal_sha256,
        "objective_sha256": verdict.objective_sha256,
    }


def _exact(quote: Anchor | None) -> str | None:
    return None if quote is None else quote.exact
