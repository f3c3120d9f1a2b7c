"""What the pages show: plain values, made from the desk, for the templates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.reviewing.corpus import PLAN, Goal, Pair, ReviewCorpus
from pipeline.reviewing.desk import Dispute
from pipeline.reviews.carrying import Carried
from pipeline.reviews.verdict import Verdict

ROWS_ON_A_PAGE = 50


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


@dataclass(frozen=True)
class ListRow:
    """A pair in a list, with the coder's own verdict on it."""

    pair: Pair
    goal: Goal
    objective: Goal
    verdict: Verdict | None
    is_suspect: bool


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
) -> list[ListRow]:
    """The pairs that the filters let through: by goal in the documents' order, then the plan's.

    Without a filter on the engine's answers their order tells nothing of them. `theirs` are the
    verdicts of the coder that `filters` names.
    """
    own = {(v.goal_id, v.objective_id): v for v in mine if not v.verdict.settles}
    named = {(v.goal_id, v.objective_id) for v in theirs} if filters.coder else None
    shown = shown_pairs(corpus)
    rows = []
    for goal_id, goal in corpus.goals.items():
        pairs = shown.get(goal_id, ())
        for pair in sorted(pairs, key=lambda p: _plan_order(corpus.goals[p.objective_id])):
            place = (pair.goal_id, pair.objective_id)
            carried = own.get(place)
            if named is not None and place not in named:
                continue
            row = ListRow(
                pair,
                goal,
                corpus.goals[pair.objective_id],
                carried.verdict if carried else None,
                carried is not None and carried.standing == "suspect",
            )
            if _passes(row, filters):
                rows.append(row)
    return rows


def shown_pairs(corpus: ReviewCorpus) -> Mapping[str, list[Pair]]:
    """For each goal the pairs that a list holds: what is kept of them in LINKS."""
    return corpus.pairs_of


def _passes(row: ListRow, filters: Filters) -> bool:
    pair = row.pair
    states = {
        "": True,
        "open": row.verdict is None,
        "judged": row.verdict is not None,
        "suspect": row.is_suspect,
    }
    return (
        (not filters.level or pair.level == filters.level)
        and (not filters.unit or row.goal.unit == filters.unit)
        and (not filters.objective or pair.objective_id == filters.objective)
        and (not filters.kind or pair.kind == filters.kind)
        and (filters.least is None or pair.probability >= filters.least)
        and (filters.most is None or pair.probability <= filters.most)
        and states.get(filters.state, True)
        and (not filters.words or filters.words.lower() in row.goal.text.lower())
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


def paged(rows: Sequence[ListRow], page: int) -> tuple[Sequence[ListRow], int]:
    """The rows of a page, from 1, and how many pages there are."""
    pages = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
    start = (min(max(page, 1), pages) - 1) * ROWS_ON_A_PAGE
    return rows[start : start + ROWS_ON_A_PAGE], pages


def median_seconds(verdicts: Iterable[Carried]) -> float | None:
    """The median time that an answer took, in seconds; None where none was timed."""
    times = sorted(v.verdict.seconds for v in verdicts if v.verdict.seconds is not None)
    if not times:
        return None
    middle = len(times) // 2
    return times[middle] if len(times) % 2 else (times[middle - 1] + times[middle]) / 2
