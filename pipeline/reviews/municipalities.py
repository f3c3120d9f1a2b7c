"""Verdicts by the municipality whose goals they are about: none is carried over to another's."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pipeline.reviews.carrying import GONE, Carried, Texts, carried, texts_of
from pipeline.reviews.ledger import read_verdicts
from pipeline.reviews.standing import not_taken_back
from pipeline.reviews.verdict import Verdict
from pipeline.schemas.columns import MUNICIPALITY

COLUMNS = ["goal_id", "document_id", "level", "unit", "year", "number", "text", MUNICIPALITY]


def verdicts_by_municipality(
    verdicts: Sequence[Verdict], goals: pd.DataFrame
) -> dict[str | None, list[Carried]]:
    """The verdicts carried over to the goals of today, none lost, by municipality.

    `goals` has COLUMNS of GOALS. Whose a verdict is, is told by its goal, its
    objective, or the document that either stood in. Where none of them is there any more, it is
    whose goals it can be carried over to; where that is nobody, or more than one (two
    municipalities may call a unit the same), it is gone, and stands under None.
    """
    if not verdicts:
        return {str(name): [] for name in goals[MUNICIPALITY].unique()} or {"": []}
    parts = dict(tuple(goals.groupby(MUNICIPALITY, sort=False)))
    texts = {str(name): texts_of(part) for name, part in parts.items()}
    if len(texts) <= 1:
        return {name: carried(verdicts, held) for name, held in (texts or {"": Texts()}).items()}
    homes = _homes(goals)
    found: dict[str | None, list[Carried]] = {}
    for verdict in verdicts:
        told = next((homes[name] for name in _names_in(verdict) if name in homes), None)
        name, each = (
            (told, carried([verdict], texts[told])[0])
            if told is not None
            else _only(verdict, texts)
        )
        found.setdefault(name, []).append(each)
    return found


def read_by_municipality(folder: Path, goals: pd.DataFrame) -> dict[str | None, list[Carried]]:
    """The same of what all ledgers in `folder` say and nobody took back."""
    return verdicts_by_municipality(not_taken_back(read_verdicts(folder)), goals)


def _homes(goals: pd.DataFrame) -> dict[str, str]:
    of = goals[MUNICIPALITY]
    return {
        **dict(zip(goals["document_id"], of, strict=True)),
        **dict(zip(goals["goal_id"], of, strict=True)),
    }


def _names_in(verdict: Verdict) -> Iterator[str]:
    quotes = (verdict.goal_quote, verdict.objective_quote)
    names = (verdict.goal_id, verdict.objective_id, *(q.document_id for q in quotes if q))
    return (name for name in names if name)


def _only(verdict: Verdict, texts: Mapping[str, Texts]) -> tuple[str | None, Carried]:
    """The one municipality that the verdict can be carried over to, or None."""
    found = {name: carried([verdict], held)[0] for name, held in texts.items()}
    left = [(name, each) for name, each in found.items() if each.standing != GONE]
    return left[0] if len(left) == 1 else (None, Carried(verdict, None, None, GONE))
