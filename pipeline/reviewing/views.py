"""What the pages show: plain values, made from the desk, for the templates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median

import pandas as pd

from pipeline.reviewing.corpus import PLAN, Goal, Pair, ReviewCorpus
from pipeline.reviewing.desk import Dispute
from pipeline.reviews.carrying import SUSPECT, Carried
from pipeline.reviews.verdict import Verdict

GOALS_ON_A_PAGE = 20
# Of a goal so many pairs are listed where no filter asks for others.
LIKELY = 9


@dataclass(frozen=True)
class Piece:
    """A run of words, and what a change does to it: `same`, `taken` out or `added`."""

    words: str
    change: str


@dataclass(frozen=True)
class Suspect:
    """A verdict on a text that has changed: then and now."""

    carried: Carried
    goal: Goal
    objective: Goal | None
    goal_change: tuple[Piece, ...]
    objective_change: tuple[Piece, ...]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty value narrows nothing."""

    unit: str = ""
    objective: str = ""
    kind: str = ""
    level: str = PLAN
    least: float | None = None
    most: float | None = None
    coder: str = ""
    state: str = ""
    words: str = ""

    @property
    def shows_scores(self) -> bool:
        """Whether who narrows by it learns what the engine says."""
        return self.least is not None or self.most is not None or bool(self.kind)

    @property
    def names_pairs(self) -> bool:
        """Whether it asks for certain pairs, and not for goals alone."""
        return self.shows_scores or bool(self.objective or self.coder or self.state == "suspect")


@dataclass(frozen=True)
class ListRow:
    """A pair in a list, with the coder's own verdict on it."""

    pair: Pair
    objective: Goal
    verdict: Verdict | None
    is_suspect: bool


@dataclass(frozen=True)
class ListedGoal:
    """A goal in a list, with the pairs of it that are shown, in the plan's order."""

    goal: Goal
    rows: tuple[ListRow, ...]


@dataclass(frozen=True)
class AgreementRow:
    """How far coders agree on one thing: each figure with its interval, or None with a small n."""

    about: str
    scope: str
    part: str
    n: int
    prevalence: float | None
    figures: Mapping[str, tuple[float, float, float] | None]


_FIGURES = ["measure", "value", "low", "high"]


def agreement_rows(table: pd.DataFrame) -> list[AgreementRow]:
    """Of AGREEMENT what concerns all coders, in the table's order."""
    rows = []
    for (about, scope, part), found in table.groupby(["about", "scope", "part"], sort=False):
        first = found.iloc[0]
        figures = {
            str(measure): None if pd.isna(value) else (float(value), float(low), float(high))
            for measure, value, low, high in found[_FIGURES].itertuples(index=False, name=None)
        }
        prevalence = None if pd.isna(first["prevalence"]) else float(first["prevalence"])
        n = int(first["n"])
        rows.append(AgreementRow(str(about), str(scope), str(part), n, prevalence, figures))
    return rows


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts in one: runs that stayed, were taken out, or were added.

    >>> [(p.words, p.change) for p in changed_words("flere barn lærer", "flere unge lærer")]
    [('flere', 'same'), ('barn', 'taken'), ('unge', 'added'), ('lærer', 'same')]
    """
    old, new = before.split(), after.split()
    pieces = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece(" ".join(old[i:j]), "same"))
            continue
        if j > i:
            pieces.append(Piece(" ".join(old[i:j]), "taken"))
        if m > k:
            pieces.append(Piece(" ".join(new[k:m]), "added"))
    return tuple(pieces)


def suspect_view(each: Carried, corpus: ReviewCorpus) -> Suspect | None:
    """The verdict beside what its texts have become; None where a text is nowhere."""
    if each.goal_id is None:
        return None
    goal = corpus.goals[each.goal_id]
    objective = corpus.goals[each.objective_id] if each.objective_id else None
    verdict = each.verdict
    goal_before = verdict.goal_quote.exact if verdict.goal_quote else goal.text
    objective_before = verdict.objective_quote.exact if verdict.objective_quote else ""
    return Suspect(
        each,
        goal,
        objective,
        changed_words(goal_before, goal.text),
        changed_words(objective_before, objective.text) if objective else (),
    )


def listed(
    corpus: ReviewCorpus,
    mine: Sequence[Carried],
    theirs: Sequence[Carried],
    filters: Filters,
) -> list[ListedGoal]:
    """The goals and pairs that the filters let through, in the documents' and the plan's order.

    Where no filter names pairs, those of each goal that the engine holds for the likeliest are
    shown, LIKELY of them, and those that the coder has judged; the order tells nothing of which is
    which. `theirs` are the verdicts of the coder that `filters` names.
    """
    own = {(v.goal_id, v.objective_id): v for v in mine if not v.verdict.settles}
    named = {(v.goal_id, v.objective_id) for v in theirs} if filters.coder else None
    found = []
    for goal_id, goal in corpus.goals.items():
        if not _is_wanted(goal, filters):
            continue
        rows = [_row(pair, corpus, own) for pair in corpus.pairs_of.get(goal_id, ())]
        rows = [row for row in rows if _passes(row, filters, named)]
        if not filters.names_pairs:
            rows = [row for row in rows if row.verdict] + _likely(rows)
        if rows:
            ordered = sorted(rows, key=lambda row: _plan_order(row.objective))
            found.append(ListedGoal(goal, tuple(ordered)))
    return found


def _row(
    pair: Pair, corpus: ReviewCorpus, own: Mapping[tuple[str | None, str | None], Carried]
) -> ListRow:
    carried = own.get((pair.goal_id, pair.objective_id))
    verdict = carried.verdict if carried else None
    is_suspect = carried is not None and carried.standing == SUSPECT
    return ListRow(pair, corpus.goals[pair.objective_id], verdict, is_suspect)


def _likely(rows: Sequence[ListRow]) -> list[ListRow]:
    likely = sorted(rows, key=lambda row: -row.pair.probability)[:LIKELY]
    return [row for row in likely if row.verdict is None]


def _is_wanted(goal: Goal, filters: Filters) -> bool:
    has_words = filters.words.lower() in goal.text.lower()
    return has_words and (not filters.unit or goal.unit == filters.unit)


def _passes(
    row: ListRow, filters: Filters, named: set[tuple[str | None, str | None]] | None
) -> bool:
    pair = row.pair
    states = {
        "open": row.verdict is None,
        "judged": row.verdict is not None,
        "suspect": row.is_suspect,
    }
    return (
        (named is None or (pair.goal_id, pair.objective_id) in named)
        and (not filters.level or pair.level == filters.level)
        and (not filters.objective or pair.objective_id == filters.objective)
        and (not filters.kind or pair.kind == filters.kind)
        and (filters.least is None or pair.probability >= filters.least)
        and (filters.most is None or pair.probability <= filters.most)
        and states.get(filters.state, True)
    )


def _plan_order(objective: Goal) -> tuple[object, ...]:
    digits = tuple(int(each) for each in re.findall(r"\d+", objective.number or ""))
    return (objective.document.title, digits, objective.text)


def above(goal: Goal, corpus: ReviewCorpus) -> list[Goal]:
    """The goals that the document puts this one under, the outermost first."""
    found: list[Goal] = []
    over = corpus.goals.get(goal.parent_id or "")
    while over is not None and over not in found:
        found.insert(0, over)
        over = corpus.goals.get(over.parent_id or "")
    return found


def beneath(goal: Goal, corpus: ReviewCorpus, most: int = 12) -> list[Goal]:
    """What the document puts under this one, so many at most."""
    return [corpus.goals[each] for each in corpus.below.get(goal.goal_id, ())[:most]]


def disputed_words(dispute: Dispute) -> list[tuple[str, Carried]]:
    """Each coder's verdict in a dispute, by coder; one who accepted several has several."""
    return sorted(
        ((each.verdict.coder, each) for each in dispute.verdicts),
        key=lambda said: (said[0], said[1].verdict.time),
    )


def units_of(corpus: ReviewCorpus) -> list[str]:
    """Every unit that has goals to review."""
    return sorted({goal.unit for goal in corpus.goals.values() if goal.unit})


def word_pairs(pair: Pair) -> list[tuple[str, str, str]]:
    """Which word of the goal answers which of the objective's, and how."""
    found = []
    for each in filter(None, pair.word_pairs.split("; ")):
        words, _, how = each.rpartition(" (")
        mine, _, theirs = words.partition("~")
        found.append((mine, theirs, how.rstrip(")")))
    return found


def paged(goals: Sequence[ListedGoal], page: int) -> tuple[Sequence[ListedGoal], int]:
    """The goals of a page, from 1, and how many pages there are."""
    pages = max(1, -(-len(goals) // GOALS_ON_A_PAGE))
    start = (min(max(page, 1), pages) - 1) * GOALS_ON_A_PAGE
    return goals[start : start + GOALS_ON_A_PAGE], pages


def median_seconds(verdicts: Iterable[Carried]) -> float | None:
    """The median time that an answer took, in seconds; None where none was timed."""
    times = [v.verdict.seconds for v in verdicts if v.verdict.seconds is not None]
    return median(times) if times else None
