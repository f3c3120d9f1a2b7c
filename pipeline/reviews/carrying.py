"""Old verdicts on the goals of today: the same text, the same verdict; a changed one is suspect."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import pandas as pd

from pipeline.language.normalise import normalise_text
from pipeline.reviews.verdict import Anchor, Verdict, text_sha256

STANDS, SUSPECT, GONE = "stands", "suspect", "gone"
STANDINGS = (STANDS, SUSPECT, GONE)
# Less alike than this, two texts are not one text before and after a change.
ALIKE_FROM = 0.5
# So much more alike may a text elsewhere in the document be than the one with the same number.
NUMBER_IS_WORTH = 0.2


@dataclass(frozen=True)
class Place:
    """Where one judged text is now: the goal, or None, and whether its words are the same."""

    goal_id: str | None
    is_same: bool


@dataclass(frozen=True)
class Carried:
    """A verdict with the pair that it is about now.

    `standing` is `stands` (both texts are as they were judged, wherever they stand now), `suspect`
    (a text has changed: `goal_id` and `objective_id` say into what) or `gone` (one of the two is
    nowhere; its id is None).
    """

    verdict: Verdict
    goal_id: str | None
    objective_id: str | None
    standing: str


@dataclass(frozen=True)
class _Goal:
    goal_id: str
    text: str
    document_id: str
    home: tuple[object, ...]
    number: str | None


@dataclass(frozen=True)
class Texts:
    """The goals of today, to be found by name, by text and by place. Made by `texts_of`."""

    by_id: Mapping[str, _Goal] = field(default_factory=dict)
    by_hash: Mapping[str, list[_Goal]] = field(default_factory=dict)
    by_home: Mapping[tuple[object, ...], list[_Goal]] = field(default_factory=dict)


def texts_of(goals: pd.DataFrame) -> Texts:
    """An index of GOALS; a goal's home is its level, unit and year."""
    by_id: dict[str, _Goal] = {}
    by_hash: dict[str, list[_Goal]] = defaultdict(list)
    by_home: dict[tuple[object, ...], list[_Goal]] = defaultdict(list)
    for row in goals.to_dict("records"):
        text = str(row["text"])
        home = _home(row["level"], row["unit"], row["year"])
        goal = _Goal(row["goal_id"], text, row["document_id"], home, _known(row["number"]))
        by_id[goal.goal_id] = goal
        by_hash[text_sha256(text)].append(goal)
        by_home[home].append(goal)
    return Texts(by_id, by_hash, by_home)


def anchor_of(goal: Mapping[Any, Any], before: str = "", after: str = "") -> Anchor:
    """Where a row of GOALS stands, to be kept with a verdict on it."""
    names = ("document_id", "page", "level", "kind", "unit", "year", "number", "context")
    place = {name: None if pd.isna(goal[name]) else goal[name] for name in names}
    text = {"exact": goal["text"], "before": before, "after": after}
    return Anchor.model_validate(place | text)


def carried(verdicts: Iterable[Verdict], texts: Texts) -> list[Carried]:
    """Each verdict with what it is about now; none is lost.

    A text is found by its name where the name still has the same words; else by its words, in the
    same document or for the same level, unit and year; else it is the most alike text of that
    level, unit and year, or of the same number there, from ALIKE_FROM on. So a page that moved, a
    document that was added or replaced by the same words detaches nothing, and the same words of
    another unit or another year take over nothing.
    """
    return [_carried(verdict, texts) for verdict in verdicts]


def place_of(goal_id: str, sha256: str | None, quote: Anchor | None, texts: Texts) -> Place:
    """Where a judged text is now. Without hash and quote, as in lines by hand, the name decides."""
    goal = texts.by_id.get(goal_id)
    if goal is not None:
        return Place(goal_id, sha256 is None or text_sha256(goal.text) == sha256)
    home = _home(quote.level, quote.unit, quote.year) if quote else None
    if sha256 is not None:
        same = texts.by_hash.get(sha256, [])
        document = quote.document_id if quote else None
        for near in (
            [each for each in same if each.document_id == document],
            [each for each in same if each.home == home],
        ):
            chosen = _by_number(near, quote)
            if chosen is not None:
                return Place(chosen.goal_id, True)
    if quote is None or home is None:
        return Place(None, False)
    return Place(_most_alike(quote, texts.by_home.get(home, [])), False)


def _carried(verdict: Verdict, texts: Texts) -> Carried:
    goal = place_of(verdict.goal_id, verdict.goal_sha256, verdict.goal_quote, texts)
    objective = Place(None, True)
    if verdict.objective_id is not None:
        objective = place_of(
            verdict.objective_id, verdict.objective_sha256, verdict.objective_quote, texts
        )
    lost = verdict.objective_id is not None and objective.goal_id is None
    if goal.goal_id is None or lost:
        standing = GONE
    else:
        standing = STANDS if goal.is_same and objective.is_same else SUSPECT
    return Carried(verdict, goal.goal_id, objective.goal_id, standing)


def _by_number(near: Sequence[_Goal], quote: Anchor | None) -> _Goal | None:
    """The one among texts with the same words: that of the same number where there are several."""
    numbered = [each for each in near if quote and each.number == quote.number]
    return next(iter(numbered or near), None)


def _most_alike(quote: Anchor, near: Sequence[_Goal]) -> str | None:
    best, most = None, ALIKE_FROM
    old = normalise_text(quote.exact)
    for each in near:
        alike = _alikeness(old, normalise_text(each.text))
        if quote.number is not None and each.number == quote.number:
            alike += NUMBER_IS_WORTH
        if alike > most:
            best, most = each.goal_id, alike
    return best


def _alikeness(first: str, second: str) -> float:
    """Share of words in common runs, 0 to 1: 2 · matching / all.

    >>> _alikeness("flere barn i barnehage", "flere barn i skole")
    0.75
    """
    return SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio()


def _home(level: Any, unit: Any, year: Any) -> tuple[object, ...]:
    whole = None if pd.isna(year) else int(year)
    return _known(level), _known(unit), whole


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
