"""Goals that a document should hold and none were found: told from the goals table alone."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

# An årsbudsjett may be tables alone, and an årsrapport tells what was, not what is willed.
WITH_GOALS = (
    *("kommuneplan", "kommunedelplan", "økonomiplan"),
    *("lederavtale", "bystyresak", "innspill"),
)
PLANS = ("kommuneplan", "kommunedelplan")
# what of documents and goals is looked at
OF_DOCUMENTS = ("document_id", "kind")
OF_GOALS = ("goal_id", "document_id", "kind", "number", "parent_goal_id", "text")
NO_GOALS = "no_goals"
NOTHING_UNDER = "nothing_under"
NUMBERS_MISSING = "numbers_missing"
NUMBERS_AGAIN = "numbers_again"
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_LONGEST_ROW = 40  # a row of goals that counts further is no row of goals

Number = tuple[int, ...]
Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Omission:
    """What a document seems to lack: the flag's name and the goals it is about, as it names them.

    `no_goals`: none were found in a document of a kind that states them. `nothing_under`: goals
    without any under them where others beside them have. `numbers_missing`: numbers that a row of
    goals jumps over. `numbers_again`: numbers that two different goals have.
    """

    document_id: str
    flag: str
    goals: tuple[str, ...] = ()


def omissions(documents: pd.DataFrame, goals: pd.DataFrame) -> list[Omission]:
    """What each document seems to lack, by document in the documents' order.

    Documents of a kind that states goals and hold none, and gaps in the numbering of plans.
    """
    with_goals = set(goals["document_id"])
    plans = set(documents.loc[documents["kind"].isin(PLANS), "document_id"])
    # of thousands of documents few are plans, and only their goals are read one by one
    in_plans = goals[goals["document_id"].isin(plans)].groupby("document_id", sort=False)
    found = {name: group.to_dict("records") for name, group in in_plans}
    made: list[Omission] = []
    for name, kind in zip(documents["document_id"], documents["kind"], strict=True):
        if name not in with_goals and kind in WITH_GOALS:
            made.append(Omission(str(name), NO_GOALS))
        elif kind in PLANS:
            made += _in_plan(str(name), found.get(name, []))
    return made


def _in_plan(document: str, goals: Sequence[Row]) -> Iterator[Omission]:
    for flag, named in (
        (NOTHING_UNDER, _barren(goals)),
        (NUMBERS_MISSING, _jumped_over(goals)),
        (NUMBERS_AGAIN, _told_again(goals)),
    ):
        if named:
            yield Omission(document, flag, tuple(named))


def _barren(goals: Sequence[Row]) -> list[str]:
    """Numbered goals with none under them, where most of the plan's kind of goal would have some.

    Only the uppermost numbered kind: whether a delmål has strategies is the plan's own choice.
    """
    numbered = [(goal, number) for goal in goals if (number := _number(goal["number"]))]
    if not numbered:
        return []
    depth = min(len(number) for _, number in numbered)
    parents = {str(goal["parent_goal_id"]) for goal in goals if not pd.isna(goal["parent_goal_id"])}
    above = {number[:depth] for _, number in numbered if len(number) > depth}
    upper = [(goal, number) for goal, number in numbered if len(number) == depth]
    has = {n for goal, n in upper if str(goal["goal_id"]) in parents or n in above}
    lacks = [_name(goal) for goal, number in upper if number not in has]
    return list(dict.fromkeys(lacks)) if has else []


def _jumped_over(goals: Sequence[Row]) -> list[str]:
    """Numbers that no goal has, between others of the same row; delmål count from 1.

    Hovedmål may be numbered as chapters are, so they count from the first that is there.
    """
    rows: defaultdict[Number, set[int]] = defaultdict(set)
    for number in _numbers(goals):
        for length in range(1, len(number) + 1):
            rows[number[: length - 1]].add(number[length - 1])
    missing = [
        (*above, last)
        for above, held in rows.items()
        if max(held) <= _LONGEST_ROW
        for last in range(1 if above else min(held), max(held))
        if last not in held
    ]
    return [".".join(map(str, number)) for number in sorted(missing)]


def _told_again(goals: Sequence[Row]) -> list[str]:
    """Numbers that different goals of the same kind have under the same goal."""
    texts: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for goal in goals:
        number = _number(goal["number"])
        if number:
            told = ".".join(map(str, number))
            # below the top, a bare number begins anew under each goal
            above = str(goal["parent_goal_id"]) if len(number) == 1 else ""
            texts[str(goal["kind"]), above, told].add(_bare(str(goal["text"])))
    found = {f"{kind} {told}": None for (kind, _, told), words in texts.items() if len(words) > 1}
    return list(found)


def _numbers(goals: Iterable[Row]) -> Iterator[Number]:
    for goal in goals:
        number = _number(goal["number"])
        if number:
            yield number


def _number(told: Any) -> Number:
    """The number's parts; empty where it has none or holds letters.

    >>> _number("4.2."), _number("5c")
    ((4, 2), ())
    """
    words = "" if told is None or pd.isna(told) else str(told).rstrip(". ")
    return tuple(map(int, words.split("."))) if _NUMBER.fullmatch(words) else ()


def _name(goal: Row) -> str:
    return f"{goal['kind']} {str(goal['number']).rstrip('. ')}"


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
