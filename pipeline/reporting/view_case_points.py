"""Proposal and decision side by side: each point, what became of it, and the words that differ."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.reporting.corpus import Corpus
from pipeline.reporting.formats import decimal, signed_million_nok
from pipeline.reporting.word_marks import Runs, marked_wordings, plain_runs
from pipeline.reporting.words_papers import FATE_WORDS
from pipeline.speech import gettext as _

# below this the nearest point is no lead
_LEAST_NEAR = 0.1


@dataclass(frozen=True)
class Side:
    """A point as it stands in the innstilling or in the vedtak, with its address."""

    number: str
    page: int
    href: str
    language: str
    runs: Runs
    is_doubtful: bool


@dataclass(frozen=True)
class PointPair:
    """A point of the innstilling and what it became; either side may be missing.

    `is_told_once` where both sides hold the same words; `probability` that they say the same, where
    that was estimated.
    """

    anchor: str
    fate: str
    word: str
    probability: float | None
    notes: tuple[str, ...]
    proposal: Side | None
    decision: Side | None
    is_told_once: bool
    caution: str

    @property
    def number(self) -> str:
        """The point's number in the vedtak, or in the innstilling where it has none there."""
        sides = [side for side in (self.decision, self.proposal) if side is not None]
        return next((side.number for side in sides if side.number), "")


def point_pairs(corpus: Corpus, points: Sequence[Mapping[str, Any]]) -> tuple[PointPair, ...]:
    """The points in the order of the vedtak; a dropped one after what it stood after."""
    place = {goal_id: number for number, goal_id in enumerate(corpus.goals)}
    ordered = sorted(points, key=lambda row: _sides_order(row, place))
    with_decision = [row for row in ordered if row["decision_goal_id"] in place]
    with_decision.sort(key=lambda row: place[row["decision_goal_id"]])
    alone = [row for row in ordered if row["decision_goal_id"] not in place]
    for row in alone:
        before = place.get(row["proposal_goal_id"] or "", -1)
        with_decision.insert(_after(with_decision, before, place), row)
    return tuple(
        _pair(corpus, row, number)
        for number, row in enumerate(with_decision, 1)
        if {row["proposal_goal_id"], row["decision_goal_id"]} & set(place)
    )


def fate_counts(pairs: Sequence[PointPair]) -> tuple[tuple[str, str, int], ...]:
    """Each fate that some point had, its word and how many had it."""
    counts = Counter(pair.fate for pair in pairs)
    return tuple((fate, FATE_WORDS[fate], counts[fate]) for fate in FATE_WORDS if counts[fate])


def _sides_order(row: Mapping[str, Any], place: Mapping[str, int]) -> int:
    return place.get(row["proposal_goal_id"] or row["decision_goal_id"] or "", -1)


def _after(rows: Sequence[Mapping[str, Any]], proposal_place: int, place: Mapping[str, int]) -> int:
    """Where in the list the point stands that was proposed last before this place."""
    earlier = [
        number
        for number, row in enumerate(rows)
        if -1 < place.get(row["proposal_goal_id"] or "", -1) < proposal_place
    ]
    return max(earlier, default=-1) + 1


def _pair(corpus: Corpus, row: Mapping[str, Any], number: int) -> PointPair:
    proposal = corpus.goals.get(row["proposal_goal_id"] or "")
    decision = corpus.goals.get(row["decision_goal_id"] or "")
    old, new, is_marked = (), (), True  # type: tuple[Runs, Runs, bool]
    if proposal and decision:
        old, new, is_marked = marked_wordings(proposal.text, decision.text)
    elif proposal:
        old = plain_runs(proposal.text)
    elif decision:
        new = plain_runs(decision.text)
    fate = "turned" if row["is_turned"] else row["fate"]
    return PointPair(
        anchor=f"punkt-{number}",
        fate=fate,
        word=FATE_WORDS[fate],
        probability=row["probability"] if row["ground"] == "likeness" else None,
        notes=tuple(_notes(corpus, row, is_marked=is_marked)),
        proposal=_side(corpus, row["proposal_goal_id"], row["proposal_number"], old),
        decision=_side(corpus, row["decision_goal_id"], row["decision_number"], new),
        is_told_once=bool(old and new)
        and not any(run.change for run in (*old, *new))
        and is_marked,
        caution=row["caution"] or "",
    )


def _side(corpus: Corpus, goal_id: str | None, number: str | None, runs: Runs) -> Side | None:
    goal = corpus.goals.get(goal_id or "")
    if goal is None:
        return None
    return Side(
        number=number or goal.number or "",
        page=goal.page,
        href=corpus.place_of(goal),
        language=goal.language,
        runs=runs,
        is_doubtful=goal.goal_id in corpus.doubtful,
    )


def _notes(corpus: Corpus, row: Mapping[str, Any], *, is_marked: bool) -> Iterator[str]:
    """What else is known of the point: how it was found, money, what it is most like."""
    ground, difference = row["ground"], row["difference_nok"]
    if row["figures_alone"]:
        yield _("Bare tall er endret.")
    if ground == "number":
        yield _("Samme plass i nummereringen, men et annet innhold.")
    if ground == "held_in":
        yield _("Tatt inn i et punkt med mer innhold, eller det som er igjen av et.")
    if ground == "by_reference":
        yield _("Vedtatt ved henvisning til innstillingen, uten at ordene er gjentatt.")
    if not is_marked:
        yield _("For lite er felles til at ordene er merket.")
    if difference:
        yield _("Beløpet er endret med {amount}, slik det er trykt.").format(
            amount=signed_million_nok(difference)
        )
    near = corpus.goals.get(row["nearest_goal_id"] or "")
    if near is not None and (row["probability"] or 0) >= _LEAST_NEAR:
        yield _("Ligner mest på punkt {number} ({probability}).").format(
            number=near.number or "–", probability=decimal(row["probability"])
        )
