"""Verdicts of made-up coders, in as few words as a test needs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pandas as pd

from pipeline.identity import link_id
from pipeline.params import ScoringParams
from tests.tables_for_tests import Row, links_table, verdicts_table

PARAMS = ScoringParams(
    bootstrap_samples=200, agreement_least=4, agreement_block=5, drift_block=2, seed=1
)
_START = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS = {"+": "accept", "-": "reject", "?": "unsure"}


def said(coder: str, word: str, goal: str, objective: str | None = "o", **more: object) -> Row:
    """What a coder said of a pair, or of a goal as a whole (no_parent)."""
    whole = word == "no_parent"
    pair = {"goal_id": goal, "objective_id": None if whole else objective}
    link = {} if whole or objective is None else {"link_id": link_id(goal, objective)}
    return {"coder": coder, "verdict": word} | pair | link | more


def coded(**answers: str) -> list[Row]:
    """Each coder's answers (+, -, ? or a blank for none) on pair after pair, two pairs a goal."""
    return [
        said(coder, _WORDS[word], f"g{at // 2:02}", f"o{at % 2}")
        for coder, words in answers.items()
        for at, word in enumerate(words)
        if word != " "
    ]


def verdicts_of(rows: Sequence[Row]) -> pd.DataFrame:
    """VERDICTS, each row a minute after the one before it unless it has a time."""
    times = [(_START + timedelta(minutes=at)).isoformat() for at in range(len(rows))]
    return verdicts_table(*({"time": time} | row for time, row in zip(times, rows, strict=True)))


def links_of(*pairs: tuple[str, str], **more: object) -> pd.DataFrame:
    """LINKS of some pairs."""
    return links_table(*({"goal_id": goal, "objective_id": o} | more for goal, o in pairs))
