"""The coders' desk: what there is, what has been said, and how a new verdict is put down."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError, TableError
from pipeline.identity import link_id
from pipeline.params import CouplingParams, ReviewingParams, ScoringParams
from pipeline.reviewing.corpus import Goal, ReviewCorpus, corpus_version, load_corpus
from pipeline.reviewing.queue import Asked, Judged, Queue, judged_by
from pipeline.reviews.agreement import agreement
from pipeline.reviews.carrying import STANDS, Carried
from pipeline.reviews.ledger import append_verdicts, mend_ledger
from pipeline.reviews.live import LiveLedgers
from pipeline.reviews.settling import DIFFER, settled_pairs, that_count
from pipeline.reviews.standing import not_taken_back
from pipeline.reviews.table import to_confirm, verdict_rows
from pipeline.reviews.verdict import LONGEST_MEMO, Verdict
from pipeline.schemas import GOALS, LINKS

# A coder who was away from the page did not think all that time.
LONGEST_THOUGHT = 900.0


class StaleError(InputError):
    """What was judged is no longer what stands there; nothing was saved."""


@dataclass(frozen=True)
class Answer:
    """What a coder says of one pair or goal, as a form tells it, before it is put down.

    `accepted` are objectives that the goal serves; `asked` the objective that was asked about,
    which is rejected where it is not among them and the word is `accept` (a recoding).
    """

    word: str
    goal_id: str
    asked: str | None
    accepted: tuple[str, ...] = ()
    kind: str | None = None
    reason: str | None = None
    memo: str = ""
    chosen: str = "own"
    chance: float | None = None
    score_visible: bool = False
    act: str = ""
    shown: datetime | None = None
    goal_sha256: str = ""
    objective_sha256: str = ""
    settles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dispute:
    """A pair on which coders differ, with what each said."""

    goal_id: str
    objective_id: str | None
    verdicts: tuple[Carried, ...]


class Desk:
    """The outputs and ledgers of a project, kept up to date while pages are open.

    Safe between threads. The corpus is read anew when `dvc repro` has made it anew.
    """

    def __init__(
        self,
        outputs: Path,
        reviews: Path,
        params: ReviewingParams,
        scoring: ScoringParams | None = None,
        coupling: CouplingParams | None = None,
        municipality: str | None = None,
    ) -> None:
        self.outputs = outputs
        self.municipality = municipality
        self.reviews = reviews
        self.params = params
        self.scoring = scoring or ScoringParams()
        # the estimates draw anew what was drawn here: one seed for both
        self.seed = (coupling or CouplingParams()).seed
        self.ledgers = LiveLedgers(reviews)
        self._lock = threading.RLock()
        # a form that is sent twice at once is one act
        self._writing: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._corpus: ReviewCorpus | None = None
        self._queue: Queue | None = None
        self._seen: tuple[int, ...] = ()
        self._carried: dict[str, tuple[tuple[Verdict, ...], str, list[Carried]]] = {}
        self._agreement: tuple[object, pd.DataFrame] | None = None

    def mend(self) -> list[str]:
        """What had to be mended in the ledgers, in words."""
        done = [mend_ledger(self.reviews, coder) for coder in self.ledgers.coders()]
        return [each for each in done if each]

    def corpus(self) -> ReviewCorpus:
        """The corpus as the last run left it; the one before while a run is making it anew.

        Raises TableError where nothing has been run, or where a first run is not done yet.
        """
        with self._lock:
            seen = self._stamp()
            if self._corpus is None:
                self._take(load_corpus(self.outputs, self.municipality))
            elif seen and seen != self._seen:
                # a run that is under way has tables of two minds, or none
                with suppress(TableError, OSError):
                    if corpus_version(self.outputs) != self._corpus.version:
                        self._take(load_corpus(self.outputs, self.municipality))
                    self._seen = seen
            assert self._corpus is not None
            return self._corpus

    def _take(self, corpus: ReviewCorpus) -> None:
        self._corpus = corpus
        self._queue = Queue(corpus, self.params, self.seed)

    def verdicts(self, coder: str) -> list[Carried]:
        """The coder's verdicts that nobody took back, on the goals of today."""
        corpus, stands = self.corpus(), self.ledgers.stands(coder)
        with self._lock:
            kept = self._carried.get(coder)
            if kept is None or kept[0] is not stands or kept[1] != corpus.version:
                kept = stands, corpus.version, corpus.carried(stands)
                self._carried[coder] = kept
            return kept[2]

    def all_verdicts(self) -> list[Carried]:
        """Every coder's."""
        return [each for coder in self.ledgers.coders() for each in self.verdicts(coder)]

    def suspects(self, coder: str) -> list[Carried]:
        """The coder's verdicts on texts that have changed, oldest first."""
        return sorted(to_confirm(self.verdicts(coder)), key=lambda each: each.verdict.time)

    def disputes(self) -> list[Dispute]:
        """Pairs on which coders differ and nobody has adjudicated, by goal."""
        verdicts = that_count(self.all_verdicts())
        frame = settled_pairs(verdicts)
        open_pairs = frame.loc[frame["way"].isin([DIFFER, "majority"]), ["goal_id", "objective_id"]]
        found = []
        for goal, objective in open_pairs.itertuples(index=False, name=None):
            objective = objective if isinstance(objective, str) else None
            about = [e for e in verdicts if e.goal_id == goal and _speaks_of(e, objective)]
            found.append(Dispute(goal, objective, tuple(about)))
        return found

    def agreement(self) -> pd.DataFrame:
        """AGREEMENT of all coders together, as the ledgers stand now."""
        corpus = self.corpus()
        given = [self.ledgers.given(coder) for coder in self.ledgers.coders()]
        state = corpus.version, tuple(len(each) for each in given)
        if self._agreement is None or self._agreement[0] != state:
            every = not_taken_back(each for lines in given for each in lines)
            rows = verdict_rows(corpus.carried(every))
            found = agreement(rows, corpus.links, self.scoring, each_two=False)
            self._agreement = state, found
        return self._agreement[1]

    def next_for(self, coder: str, passed: frozenset[str]) -> Asked | None:
        """The next pair to judge; see `Queue.next_for`."""
        self.corpus()
        queue = self._queue
        if queue is None:
            return None
        mine = self.judged(coder)
        theirs = [
            each
            for other in self.ledgers.coders()
            if other != coder
            for each in self.verdicts(other)
            if each.standing == STANDS and each.objective_id is not None
        ]
        # what chance asked another coder it asks this one too
        doubled = [_name(each) for each in theirs if each.verdict.chosen not in ("random", None)]
        settled = [_name(each) for each in theirs if each.verdict.settles]
        return queue.next_for(mine, doubled, settled, passed)

    def judged(self, coder: str) -> Judged:
        """What the coder has done so far."""
        return judged_by([each for each in self.verdicts(coder) if not each.verdict.settles])

    def save(self, coder: str, answer: Answer, instead_of: Verdict | None = None) -> list[Verdict]:
        """The verdicts that the answer makes, on the disk; those of this act where it is there.

        `instead_of` is the verdict on texts that have changed since, whose place they take: it
        stays in the ledger, taken back. Raises StaleError where the texts are no longer those that
        the coder saw, InputError where the answer names what doesn't exist.
        """
        corpus = self.corpus()
        with self._writing[coder]:
            given = [each for each in self.ledgers.given(coder) if each.act == answer.act]
            if answer.act and given:
                return given
            _check_current(answer, corpus)
            drafts = [
                self._draft(coder, answer, word, objective, corpus)
                for word, objective in _words(answer)
            ]
            if instead_of is not None:
                drafts.insert(0, _undoing(instead_of, [instead_of], act=answer.act))
            return append_verdicts(self.reviews, coder, drafts)

    def undo(self, coder: str) -> list[Verdict]:
        """Take back the coder's last act that stands; the undos written, none where none stands."""
        with self._writing[coder]:
            stands = self.ledgers.stands(coder)
            if not stands:
                return []
            last = max(stands, key=lambda each: each.time)
            act = [each for each in self.ledgers.given(coder) if last.act and each.act == last.act]
            return append_verdicts(self.reviews, coder, [_undoing(last, act or [last])])

    def _draft(
        self, coder: str, answer: Answer, word: str, objective_id: str | None, corpus: ReviewCorpus
    ) -> Verdict:
        goal = corpus.goals[answer.goal_id]
        objective = corpus.goals[objective_id] if objective_id else None
        chosen, chance, visible = self._inherited(coder, answer, goal, objective)
        # which pair was asked about is known of a goal without a parent as well
        asked = objective_id or answer.asked
        return Verdict.model_validate(
            {
                "coder": coder,
                "time": datetime.now(UTC),
                "verdict": word,
                "goal_id": goal.goal_id,
                "objective_id": objective_id,
                "link_id": link_id(goal.goal_id, asked) if asked else None,
                "goal_sha256": goal.sha256,
                "objective_sha256": objective.sha256 if objective else None,
                "goal_quote": corpus.anchor(goal),
                "objective_quote": corpus.anchor(objective) if objective else None,
                "kind": answer.kind if word in ("accept", "reject") else None,
                "reason": answer.reason if word == "no_parent" else None,
                "memo": answer.memo[:LONGEST_MEMO],
                "act": answer.act or None,
                "settles": answer.settles,
                "chosen": chosen,
                "chance": chance,
                "score_visible": visible,
                "seconds": _seconds(answer.shown),
                "page_version": corpus.version,
            }
        )

    def _inherited(
        self, coder: str, answer: Answer, goal: Goal, objective: Goal | None
    ) -> tuple[str, float | None, bool]:
        """Why the pair was asked, kept where a coder looks up and changes what she was asked."""
        is_asked = objective is None or objective.goal_id == answer.asked
        chosen = answer.chosen if is_asked else "own"
        chance = answer.chance if chosen == "random" else None
        if chosen != "own":
            return chosen, chance, answer.score_visible
        for each in self.verdicts(coder):
            verdict = each.verdict
            about = (each.goal_id, each.objective_id)
            if about == (goal.goal_id, objective.goal_id if objective else None) and (
                not verdict.settles and verdict.chosen not in (None, "repeat")
            ):
                visible = answer.score_visible or bool(verdict.score_visible)
                return str(verdict.chosen), verdict.chance, visible
        return "own", None, answer.score_visible

    def _stamp(self) -> tuple[int, ...]:
        """When the tables were written; () while a run is making them anew."""
        try:
            paths = [self.outputs / t.stage / f"{t.name}.parquet" for t in (GOALS, LINKS)]
            return tuple(path.stat().st_mtime_ns for path in paths)
        except FileNotFoundError:
            return ()


def _undoing(about: Verdict, taken_back: Sequence[Verdict], act: str | None = None) -> Verdict:
    return Verdict(
        coder=about.coder,
        time=about.time,
        verdict="undo",
        goal_id=about.goal_id,
        objective_id=about.objective_id,
        takes_back=tuple(str(each.verdict_id) for each in taken_back),
        act=act or None,
    )


def _words(answer: Answer) -> Iterable[tuple[str, str | None]]:
    """Each verdict that an answer makes: its word and its objective."""
    if answer.word == "no_parent":
        return [("no_parent", None)]
    if answer.word != "accept":
        return [(answer.word, answer.asked)]
    accepted: list[tuple[str, str | None]] = [("accept", each) for each in answer.accepted]
    if answer.asked is not None and answer.asked not in answer.accepted:
        return [("reject", answer.asked), *accepted]
    return accepted


def _check_current(answer: Answer, corpus: ReviewCorpus) -> None:
    if answer.word not in ("accept", "reject", "unsure", "no_parent"):
        raise InputError(f"verdict: expected accept, reject, unsure or no_parent; {answer.word!r}")
    named = [answer.asked, *answer.accepted] if answer.word != "no_parent" else []
    unknown = [
        each for each in (answer.goal_id, *named) if each is not None and each not in corpus.goals
    ]
    if unknown:
        raise StaleError(f"{unknown[0]} is no longer among the goals")
    if answer.word == "accept" and not answer.accepted:
        raise InputError("verdict: expected at least one objective")
    if answer.word in ("reject", "unsure") and answer.asked is None:
        raise InputError("verdict: expected the objective that was asked about")
    seen = [(answer.goal_id, answer.goal_sha256), (answer.asked, answer.objective_sha256)]
    for goal_id, sha256 in seen:
        if goal_id is not None and sha256 and corpus.goals[goal_id].sha256 != sha256:
            raise StaleError(f"{goal_id} has other words than those that were shown")


def _speaks_of(each: Carried, objective: str | None) -> bool:
    word = each.verdict.verdict
    if word == "unsure":
        return False
    if objective is None:
        return word in ("no_parent", "accept")
    return each.objective_id == objective or word == "no_parent"


def _name(each: Carried) -> str:
    return f"{each.goal_id} {each.objective_id or ''}"


def _seconds(shown: datetime | None) -> float | None:
    if shown is None:
        return None
    passed = (datetime.now(UTC) - shown).total_seconds()
    return round(passed, 1) if 0 <= passed <= LONGEST_THOUGHT else None


def coded_acts(verdicts: Sequence[Carried]) -> int:
    """How many questions were answered: verdicts of one act are one answer."""
    return len({each.verdict.act or each.verdict.verdict_id for each in verdicts})
