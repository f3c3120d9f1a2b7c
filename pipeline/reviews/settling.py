"""What coders together have said of a pair: settled, or open."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pipeline.reviews.carrying import STANDS, Carried
from pipeline.reviews.verdict import NO_PARENT, REPEAT

ADJUDICATED, AGREED, MAJORITY, ALONE, DIFFER = (
    *("adjudicated", "agreed", "majority", "alone", "differ"),
)
WAYS = (ADJUDICATED, AGREED, MAJORITY, ALONE, DIFFER)
COLUMNS = ["goal_id", "objective_id", "verdict", "way", "coders", "kind", "reason"]


def settled_pairs(verdicts: Iterable[Carried]) -> pd.DataFrame:
    """One row for each pair that was judged, and for each goal said to have no parent; COLUMNS.

    `verdict` is accept or reject for a pair, no_parent or accept for a goal as a whole
    (`objective_id` missing), and missing itself where as many say one as the other. `way` says how
    it came about: what is `adjudicated` counts before all else; without that all coders `agreed`,
    a `majority` of them did, one was `alone`, or they `differ` as many to as many. `coders` are
    those who said something, `kind` and `reason` what all who said the verdict that counts named.

    `unsure` is no vote, and a suspect verdict counts for nothing until it is confirmed. Who says
    that a goal has no parent rejects every pair of it, and who accepts a pair of it denies that.
    """
    counted = [each for each in that_count(verdicts) if each.verdict.verdict != "unsure"]
    of_goals = _by_goal(counted)
    rows = [row for goal in sorted(of_goals) for row in _of_goal(goal, of_goals[goal])]
    return pd.DataFrame(rows, columns=COLUMNS)


def that_count(verdicts: Iterable[Carried]) -> list[Carried]:
    """The verdicts that stand, without those that an adjudication of their pair overrules.

    Those asked again to see whether a coder is steady say nothing of the pair.

    Of a goal that an adjudicator says has no parent, hers alone count; of a pair that she settles,
    hers, and what coders said of the goal as a whole where that says otherwise no more.
    """
    standing = [
        each
        for each in verdicts
        if each.standing == STANDS and (each.verdict.settles or each.verdict.chosen != REPEAT)
    ]
    of_goals = _by_goal(standing)
    return [each for goal in of_goals.values() for each in _not_overruled(goal)]


def _not_overruled(votes: Sequence[Carried]) -> list[Carried]:
    """Of the verdicts on one goal."""
    settling = [each for each in votes if each.verdict.settles]
    if any(each.verdict.verdict == NO_PARENT for each in settling):
        return settling
    pairs = {each.objective_id for each in settling}
    is_served = any(each.verdict.verdict == "accept" for each in settling)
    return [
        each
        for each in votes
        if each.verdict.settles
        or not (each.objective_id in pairs or (is_served and each.verdict.verdict == NO_PARENT))
    ]


def _by_goal(verdicts: Iterable[Carried]) -> dict[str, list[Carried]]:
    found: dict[str, list[Carried]] = defaultdict(list)
    for each in verdicts:
        if each.goal_id is not None:
            found[each.goal_id].append(each)
    return found


def _of_goal(goal: str, votes: Sequence[Carried]) -> Iterable[dict[str, Any]]:
    whole = [each for each in votes if each.verdict.verdict == NO_PARENT]
    pairs: dict[str, list[Carried]] = defaultdict(list)
    for each in votes:
        if each.objective_id is not None:
            pairs[each.objective_id].append(each)
    if whole:
        against = [each for each in votes if each.verdict.verdict == "accept"]
        yield _counted(goal, None, [*whole, *against])
    for objective in sorted(pairs):
        yield _counted(goal, objective, [*pairs[objective], *whole])


def _counted(goal: str, objective: str | None, votes: Sequence[Carried]) -> dict[str, Any]:
    adjudicated = any(each.verdict.settles for each in votes)
    counted = _one_a_coder(votes)
    words = Counter(_word(each, objective) for each in counted)
    (word, most), *others = words.most_common()
    is_open = bool(others) and others[0][1] == most
    said = [each for each in counted if not is_open and _word(each, objective) == word]
    if is_open:
        way = DIFFER
    elif adjudicated:
        way = ADJUDICATED
    elif others:
        way = MAJORITY
    else:
        way = ALONE if len(counted) == 1 else AGREED
    return {
        "goal_id": goal,
        "objective_id": objective,
        "verdict": None if is_open else word,
        "way": way,
        "coders": ", ".join(sorted({each.verdict.coder for each in votes})),
        "kind": _common([each.verdict.kind for each in said]),
        "reason": _common([each.verdict.reason for each in said]),
    }


def _one_a_coder(votes: Sequence[Carried]) -> list[Carried]:
    """The last of each coder: several pairs that she accepts are one denial of no parent."""
    last = {each.verdict.coder: each for each in sorted(votes, key=lambda e: e.verdict.time)}
    return list(last.values())


def _word(vote: Carried, objective: str | None) -> str:
    word = vote.verdict.verdict
    return "reject" if word == NO_PARENT and objective is not None else word


def _common(values: Sequence[str | None]) -> str | None:
    named = {value for value in values if value is not None}
    return named.pop() if len(named) == 1 else None
