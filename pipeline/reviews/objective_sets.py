"""The objectives that each coder says a goal serves, as one answer to be compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.reviews.judgements import WHOLE
from pipeline.reviews.verdict import ACCEPT, NO_PARENT, UNSURE


@dataclass
class Stance:
    """What one coder has said of one goal: of which objectives anything, of which yes."""

    judged: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    says_none: bool = False
    times: list[pd.Timestamp] = field(default_factory=list)


@dataclass(frozen=True)
class GoalStances:
    """What coders have said of one goal, by coder, and why it was asked the first time."""

    goal: str
    of_coder: Mapping[str, Stance]
    chosen: str | None


def stances(answers: pd.DataFrame) -> list[GoalStances]:
    """By goal, from `independent_answers`; what somebody was unsure of is left out."""
    told = answers[answers["word"].ne(UNSURE)].sort_values("time", kind="stable")
    found: dict[str, dict[str, Stance]] = {}
    chosen: dict[str, str] = {}
    for row in told.to_dict("records"):
        _take_in(found.setdefault(row["goal"], {}).setdefault(row["coder"], Stance()), row)
        if not pd.isna(row["chosen"]):
            chosen.setdefault(row["goal"], row["chosen"])
    return [GoalStances(goal, found[goal], chosen.get(goal)) for goal in sorted(found)]


def compared_sets(
    goals: Sequence[GoalStances], group: Sequence[str]
) -> Iterator[tuple[GoalStances, dict[str, frozenset[str]]]]:
    """Each goal that two or more of the group answered, with the set of each who did.

    A set holds what the coder accepts of the objectives that all of them judged. Who says that the
    goal has no parent has judged every objective, and means the empty set. A goal of which they
    have judged nothing in common is left out.
    """
    for goal in goals:
        of_group = {coder: goal.of_coder[coder] for coder in group if coder in goal.of_coder}
        common = _common(list(of_group.values()))
        if len(of_group) >= 2 and common is not None:
            yield goal, {c: frozenset(each.accepted & common) for c, each in of_group.items()}


def _take_in(stance: Stance, row: Mapping[Any, Any]) -> None:
    stance.times.append(row["time"])
    stance.says_none |= row["word"] == NO_PARENT
    if row["objective"] != WHOLE:
        stance.judged.add(row["objective"])
    if row["word"] == ACCEPT:
        stance.accepted.add(row["objective"])


def _common(given: Sequence[Stance]) -> set[str] | None:
    """What all have judged; None where that is nothing, unless all say that there is no parent."""
    asked = [each.judged for each in given if not each.says_none]
    if not asked:
        return set()
    return set.intersection(*asked) or None
