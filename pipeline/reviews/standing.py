"""Which verdicts stand: of each coder on each pair the last, less what was taken back."""

from collections.abc import Iterable
from datetime import UTC, datetime

from pipeline.reviews.verdict import REPEAT, Verdict

_NEVER = datetime.min.replace(tzinfo=UTC)
_Given = dict[tuple[str, str, str | None, str], list[Verdict]]


def standing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Of several by one coder on the same pair the last, by time; what was taken back is not there.

    An undo takes back the verdicts that it names, or the last on its pair: what the coder had said
    of the pair before that stands again, and an undo that is itself taken back never was. An
    adjudication (`settles`) stands beside the verdict that the same coder gave as a coder, and so
    does one asked again to see whether she is steady (`chosen` is repeat). That a goal has no
    parent and that it serves an objective exclude each other: of those by one coder the later
    counts.
    """
    return _without_contradictions([given[-1] for given in _kept(verdicts).values() if given])


def not_taken_back(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Every verdict that no undo took back: those too that the same coder has overtaken since.

    What a coder said of a pair the first time and what she said when she was asked again stand
    side by side here; `standing` keeps the last.
    """
    return [each for given in _kept(verdicts).values() for each in given]


def _kept(verdicts: Iterable[Verdict]) -> _Given:
    """What each coder has said of each pair and not taken back, in the order of time."""
    kept: _Given = {}
    ordered = sorted(verdicts, key=_when)
    void = _void_undos(ordered)
    for verdict in ordered:
        if verdict.verdict_id in void:
            continue
        pair = verdict.coder, verdict.goal_id, verdict.objective_id, _role(verdict)
        if verdict.verdict != "undo":
            kept.setdefault(pair, []).append(verdict)
        elif verdict.takes_back:
            _take_out(kept, verdict)
        elif kept.get(pair):
            kept[pair].pop()
    return kept


def _take_out(kept: _Given, undo: Verdict) -> None:
    """Remove what an undo names, wherever it is among that coder's own verdicts."""
    for pair, given in kept.items():
        if pair[0] == undo.coder:
            kept[pair] = [each for each in given if each.verdict_id not in undo.takes_back]


def _void_undos(ordered: list[Verdict]) -> set[str | None]:
    """The undos that a later one, not itself taken back, takes back."""
    void: set[str | None] = set()
    undos = {each.verdict_id: each for each in ordered if each.verdict == "undo"}
    for undo in reversed(undos.values()):
        if undo.verdict_id not in void:
            named = (undos.get(each) for each in undo.takes_back)
            void |= {each.verdict_id for each in named if each and each.coder == undo.coder}
    return void


def _without_contradictions(verdicts: list[Verdict]) -> list[Verdict]:
    latest: dict[tuple[str, str, str, str], datetime] = {}
    for each in verdicts:
        place = (*_whose(each), each.verdict)
        latest[place] = max(each.time, latest.get(place, each.time))

    def is_overtaken(verdict: Verdict) -> bool:
        other = {"accept": "no_parent", "no_parent": "accept"}.get(verdict.verdict)
        return other is not None and latest.get((*_whose(verdict), other), _NEVER) > verdict.time

    return [each for each in verdicts if not is_overtaken(each)]


def _when(verdict: Verdict) -> tuple[datetime, bool, str]:
    """Its place among all; at the same moment one order whatever the order of the lines."""
    return verdict.time, verdict.verdict == "undo", verdict.verdict_id or ""


def _whose(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.coder, verdict.goal_id, _role(verdict)


def _role(verdict: Verdict) -> str:
    if verdict.settles:
        return "adjudication"
    return REPEAT if verdict.chosen == REPEAT else "coding"
