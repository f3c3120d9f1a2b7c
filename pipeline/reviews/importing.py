"""Verdicts of a file into the ledgers: matched with the goals of today, or told why not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import InputError
from pipeline.identity import content_id, link_id
from pipeline.language.normalise import normalise_text
from pipeline.reviews.carrying import Texts, anchor_of, carried, place_of, texts_of
from pipeline.reviews.foreign import Named, Read, Refused, Row, read_rows
from pipeline.reviews.labels import labels_of
from pipeline.reviews.ledger import append_verdicts, read_verdicts
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import NO_PARENT, REPEAT, Verdict, coder_name, text_sha256

UNKNOWN_GOAL, UNKNOWN_OBJECTIVE = "unknown goal", "unknown objective"
UNKNOWN_LABEL, CHANGED_TEXT, SEVERAL = "unknown label", "changed text", "several texts"
NO_CODER, OTHERWISE, LATER = "no coder", "otherwise in the ledger", "judged since"
_OPPOSITES = {"accept": NO_PARENT, NO_PARENT: "accept"}
# What an imported line gets anew: its place in the ledger, and what it is about today.
_ANEW = (
    *("verdict_id", "follows", "coder", "time", "takes_back", "link_id"),
    *(f"{side}_{what}" for side in ("goal", "objective") for what in ("id", "sha256", "quote")),
)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Imported:
    """What came of a file.

    `added` are the verdicts as they now stand in the ledgers; `already` counts lines that stood
    there, `overtaken` those that no longer stand in the file itself, `suspect` those added whose
    texts have changed since they were judged.
    """

    added: tuple[Verdict, ...]
    already: int
    overtaken: int
    suspect: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Corpus:
    """The goals of today, to be found by any name that a file may have for them."""

    goals: Mapping[str, Mapping[Any, Any]]
    texts: Texts
    by_hash: Mapping[str, Sequence[str]]
    by_label: Mapping[str, str]
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Matched:
    """A row with the verdict that it makes, without coder and time, and the pair of today."""

    row: Row
    draft: Mapping[str, Any]
    goal_id: str
    objective_id: str | None
    is_suspect: bool


class _RefusedError(Exception):
    """Why a row can't be matched: the reason to be counted, and the detail."""


def import_verdicts(
    reviews: Path, corpus: Corpus, content: bytes, form: str, coder: str | None = None
) -> Imported:
    """Add the verdicts of a file in one of FORMATS to the ledgers in `reviews`.

    Each goes to the ledger of the coder that the file names, or all to that of `coder`. Raises
    InputError where the file is none of the sort, or names several coders and `coder` is given:
    thrown together, one of them would overrule the other.
    """
    read = read_rows(content, form)
    _check_coders(read, coder)
    matched, refused = match_rows(read.rows, corpus)
    plan = _Plan(list(read_verdicts(reviews)), corpus.texts)
    by_coder: dict[str, list[Matched]] = defaultdict(list)
    for each in sorted(matched, key=lambda each: (each.row.time or _NEVER, each.row.line)):
        whose = coder or each.row.coder
        if whose is None:
            detail = "expected a coder: name one with --coder"
            refused.append(Refused(each.row.line, NO_CODER, detail))
        elif plan.takes(each, coder_name(whose)):
            by_coder[coder_name(whose)].append(each)
    added = [
        verdict
        for name, wanted in sorted(by_coder.items())
        for verdict in append_verdicts(reviews, name, [_verdict(e, name) for e in wanted])
    ]
    return Imported(
        added=tuple(added),
        already=plan.already,
        overtaken=read.overtaken,
        suspect=sum(each.is_suspect for wanted in by_coder.values() for each in wanted),
        refused=tuple(sorted([*read.refused, *refused, *plan.refused], key=lambda e: e.line)),
    )


def summary(done: Imported) -> str:
    """What came of a file, in a line: each line of it is in one of the counts.

    >>> refused = tuple(Refused(line, "unknown goal", "g") for line in (2, 4))
    >>> summary(Imported(added=(), already=3, overtaken=0, suspect=0, refused=refused))
    '0 verdicts imported, 3 there already, 2 not imported (unknown goal 2)'
    """
    reasons = Counter(each.reason for each in done.refused)
    counted = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    suspect = f" ({done.suspect} suspect: a text has changed)" if done.suspect else ""
    parts = [f"{len(done.added)} verdicts imported{suspect}"]
    parts += [f"{done.already} there already"] if done.already else []
    parts += [f"{done.overtaken} overtaken or taken back in the file"] if done.overtaken else []
    parts += [f"{len(done.refused)} not imported ({counted})"] if done.refused else []
    return ", ".join(parts)


def corpus_of(goals: pd.DataFrame, links: pd.DataFrame | None = None) -> Corpus:
    """GOALS, and LINKS where there are any, to be matched with."""
    rows = {row["goal_id"]: row for row in goals.to_dict("records")}
    by_hash: dict[str, list[str]] = defaultdict(list)
    for goal, row in rows.items():
        by_hash[text_sha256(row["text"])].append(goal)
    pairs: dict[str, tuple[str, str]] = {}
    if links is not None:
        ends = zip(links["goal_id"], links["objective_id"], strict=True)
        pairs = dict(zip(links["link_id"], ends, strict=True))
    by_label = {label: goal for goal, label in labels_of(goals).items()}
    return Corpus(rows, texts_of(goals), by_hash, by_label, pairs)


def match_rows(rows: Iterable[Row], corpus: Corpus) -> tuple[list[Matched], list[Refused]]:
    """The rows that are about texts of today, and the others with the reason.

    A text is found by its name, where the words that the file gives for it are still the goal's;
    else by its words, for the same unit and year, where one goal alone has them. The lines of a
    ledger prove which words were judged: they are carried over as the ledger's own are
    (`pipeline.reviews.carrying`), and are suspect where a text has changed.
    """
    matched: list[Matched] = []
    refused: list[Refused] = []
    for row in rows:
        try:
            matched.append(_matched(row, corpus))
        except _RefusedError as err:
            refused.append(Refused(row.line, *err.args))
    return matched, refused


def _check_coders(read: Read, coder: str | None) -> None:
    named = sorted({row.coder for row in read.rows if row.coder is not None})
    if coder is not None and len(named) > 1:
        raise InputError(
            f"expected verdicts of one coder for the ledger of {coder}, came those of "
            f"{', '.join(named)}: without --coder each goes to a ledger of its own"
        )
    for name in [coder] if coder is not None else named:
        coder_name(name)


def _matched(row: Row, corpus: Corpus) -> Matched:
    named, objective = row.goal, row.objective
    pair = corpus.links.get(row.link_id or "")
    if named.goal_id is None and pair is not None:
        first, second = pair
        named = replace(named, goal_id=first)
        objective = replace(objective or Named(), goal_id=second)
    if objective is not None and objective.label is not None:
        objective = Named(goal_id=_labelled(objective, corpus))
    goal_id, is_same = _found(named, corpus, row.is_proved, UNKNOWN_GOAL)
    draft = _side("goal", goal_id, named if not is_same else None, corpus)
    if row.said["verdict"] == NO_PARENT or objective is None:
        return Matched(row, draft, goal_id, None, not is_same)
    objective_id, same = _found(objective, corpus, row.is_proved, UNKNOWN_OBJECTIVE)
    draft |= _side("objective", objective_id, objective if not same else None, corpus)
    return Matched(row, draft, goal_id, objective_id, not (is_same and same))


def _found(named: Named, corpus: Corpus, is_proved: bool, unknown: str) -> tuple[str, bool]:
    """The goal of today that a file names, and whether it has the words that were judged."""
    judged = named.judged_sha256
    if is_proved and named.goal_id is not None and named.sha256 is not None:
        place = place_of(named.goal_id, named.sha256, named.quote, corpus.texts)
        if place.goal_id is None:
            raise _RefusedError(unknown, _shown(named))
        return place.goal_id, place.is_same
    if named.goal_id is not None and named.goal_id in corpus.goals:
        if judged is None or judged == text_sha256(corpus.goals[named.goal_id]["text"]):
            return named.goal_id, True
        raise _RefusedError(CHANGED_TEXT, f"{named.goal_id} has other words today")
    return _by_words(named, judged, corpus, unknown), True


def _by_words(named: Named, judged: str | None, corpus: Corpus, unknown: str) -> str:
    """The one goal with these words, for this unit and year as far as the file names them."""
    alike = (
        [] if judged is None else [corpus.goals[each] for each in corpus.by_hash.get(judged, ())]
    )
    for name, value in (("unit", named.unit), ("year", named.year)):
        if value is not None:
            alike = [goal for goal in alike if _equal(goal[name], value)]
    if not alike:
        raise _RefusedError(unknown, _shown(named))
    if len(alike) > 1:
        names = ", ".join(sorted(goal["goal_id"] for goal in alike))
        raise _RefusedError(SEVERAL, f"expected one goal with these words, found {names}")
    return str(alike[0]["goal_id"])


def _labelled(objective: Named, corpus: Corpus) -> str:
    """The objective that a label stands for: today, in the file itself, or as a name or words."""
    label = objective.label or ""
    told = {normalise_text(name): goal for name, goal in objective.objectives.items()}
    words = corpus.by_hash.get(text_sha256(label), ())
    for goal in (corpus.by_label.get(label), told.get(label), label):
        if goal in corpus.goals:
            return str(goal)
    if len(words) == 1:
        return words[0]
    if words:
        raise _RefusedError(SEVERAL, f"{label!r}: expected one goal, found {', '.join(words)}")
    raise _RefusedError(UNKNOWN_LABEL, f"{label!r}")


def _side(side: str, goal_id: str, judged: Named | None, corpus: Corpus) -> dict[str, Any]:
    """Name, hash and quote of one text: today's, or as it was judged where that differs."""
    if judged is not None:
        return {
            f"{side}_id": judged.goal_id,
            f"{side}_sha256": judged.sha256,
            f"{side}_quote": judged.quote,
        }
    goal = corpus.goals[goal_id]
    return {
        f"{side}_id": goal_id,
        f"{side}_sha256": text_sha256(goal["text"]),
        f"{side}_quote": anchor_of(goal),
    }


def _equal(value: Any, named: object) -> bool:
    if pd.isna(value):
        return False
    return normalise_text(str(value)) == normalise_text(str(named))


def _shown(named: Named) -> str:
    places = (named.goal_id, named.text, named.unit, named.year)
    words = ", ".join(str(each) for each in places if each is not None)
    return f"no goal of today is {words or 'named'}"


def _verdict(each: Matched, coder: str) -> Verdict:
    row = each.row
    pair = link_id(each.goal_id, each.objective_id) if each.objective_id else None
    kept = {name: value for name, value in row.said.items() if name not in _ANEW}
    origin = {
        "imported_id": row.said.get("imported_id") or row.verdict_id or _own_name(each, coder),
        "imported_from": row.said.get("imported_from") or row.coder,
        "imported_time": row.said.get("imported_time") or row.time,
    }
    fixed = {"coder": coder, "time": datetime.now(UTC), "link_id": pair}
    return Verdict.model_validate({**kept, **each.draft, **origin, **fixed})


def _own_name(each: Matched, coder: str) -> str:
    """A name for a line that has none: the same line for the same coder, the same name."""
    said = [str(each.row.said.get(name) or "") for name in ("verdict", "kind", "reason", "memo")]
    time = each.row.time.isoformat() if each.row.time else ""
    return content_id("i", [coder, each.goal_id, each.objective_id or "", *said, time])


class _Plan:
    """What stands in the ledgers, and what of a file is to be added to it."""

    def __init__(self, given: Sequence[Verdict], texts: Texts) -> None:
        self.already = 0
        self.refused: list[Refused] = []
        self._stands = {each.verdict_id for each in standing(given)}
        self._named: dict[str, _Said] = {}
        self._about: dict[tuple[str, str | None], list[_Said]] = defaultdict(list)
        for each in carried(given, texts):
            verdict = each.verdict
            self._keep(
                _Said(
                    verdict,
                    (each.goal_id or verdict.goal_id, each.objective_id or verdict.objective_id),
                    verdict.verdict_id in self._stands,
                ),
                verdict.coder,
            )

    def takes(self, each: Matched, coder: str) -> bool:
        """Whether the verdict is to be added; else it is there, or is told among `refused`."""
        new = _Said(_verdict(each, coder), (each.goal_id, each.objective_id), True)
        names = (each.row.verdict_id, new.verdict.imported_id)
        there = next((self._named[name] for name in names if name in self._named), None)
        refusal = _against(each.row, new, there, self._about[coder, each.goal_id])
        if refusal is None:
            self._keep(new, coder)
            return True
        if refusal.reason:
            self.refused.append(refusal)
        else:
            self.already += 1
        return False

    def _keep(self, said: "_Said", coder: str) -> None:
        for name in (said.verdict.verdict_id, said.verdict.imported_id):
            if name is not None:
                self._named.setdefault(name, said)
        self._about[coder, said.pair[0]].append(said)


@dataclass(frozen=True)
class _Said:
    """A verdict, the pair of today that it is about, and whether it stands."""

    verdict: Verdict
    pair: tuple[str, str | None]
    stands: bool

    @property
    def time(self) -> datetime:
        return self.verdict.imported_time or self.verdict.time

    @property
    def role(self) -> tuple[bool, bool]:
        return bool(self.verdict.settles), self.verdict.chosen == REPEAT

    @property
    def words(self) -> tuple[object, ...]:
        told = self.verdict
        return self.pair, told.verdict, told.kind, told.reason, normalise_text(told.memo)


def _against(row: Row, new: _Said, there: _Said | None, about: Sequence[_Said]) -> Refused | None:
    """Why a row is not added; without a reason where it stands in the ledgers already."""
    if there is not None:
        if there.words == new.words:
            return Refused(row.line, "", "")
        detail = (
            f"{row.verdict_id} says otherwise in the ledger: to say something new, leave out its "
            "verdict_id and write the time when it was said"
        )
        return Refused(row.line, OTHERWISE, detail)
    rivals = [each for each in about if each.role == new.role and _are_rivals(each, new)]
    if row.time is None and any(each.stands and each.words == new.words for each in rivals):
        return Refused(row.line, "", "")
    later = [each for each in rivals if row.time is None or each.time >= row.time]
    if not later:
        return None
    last = max(later, key=lambda each: each.time)
    when = "the file names no time" if row.time is None else f"the file says {row.time.isoformat()}"
    detail = f"{last.verdict.coder} said {last.verdict.verdict} {last.time.isoformat()}; {when}"
    return Refused(row.line, LATER, detail)


def _are_rivals(one: _Said, other: _Said) -> bool:
    """Of two verdicts by one coder on one goal, whether the later alone can stand."""
    return one.pair == other.pair or _OPPOSITES.get(one.verdict.verdict) == other.verdict.verdict
