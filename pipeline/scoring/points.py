"""What became of each point of a proposal: kept, reworded, dropped; and what the council added."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import POINTS
from pipeline.scoring.decisions import Case, council_cases
from pipeline.scoring.matching import (
    Matrix,
    best_pairs,
    both_numbered,
    equal_numbers,
    pairs_by_number,
)
from pipeline.scoring.wording import (
    is_figure,
    same_words,
    says_something,
    without_part,
    word_changes,
)

Row = dict[Hashable, Any]
_Likely = Mapping[str, Sequence[tuple[str, float, float, bool]]]
# A saying about the whole proposal is no point of its own.
_NO_POINTS = ("adopted", "adopted_with_changes", "postponed", "rejected")


def case_points(
    goals: pd.DataFrame,
    sections: pd.DataFrame,
    likenesses: pd.DataFrame,
    amounts: pd.DataFrame,
    changes: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """POINTS: what became of each proposed point, and where each decided point comes from.

    Formula: points of the proposal and of the decision are matched one to one, so that the sum of
    the probabilities that they say the same is as large as it can be (`matching.best_pairs`). The
    same words make 1. Where the council left the numbers as they were, a point that is left answers
    the one with its number, if they have words in common. A pair is `kept` where the words are the
    same, else `reworded`; what is left of the proposal is `dropped`, of the decision `added`.

    A point that stands whole in a point of the other side has been put together with others there,
    or parted from them: it is kept, and what is left of the one that holds it is added or dropped.
    Where the decision says no more than that the proposal is adopted, each point is kept by
    reference. A case without a proposal or without a decision in its document has no rows:
    nothing can be told of it.
    """
    likely = _by_first(likenesses)
    renamed = {str(name): _renamings(rows) for name, rows in changes.groupby("document_id")}
    rows = [
        row
        for case in council_cases(goals, sections)
        for row in _case_rows(case, likely, renamed.get(case.document_id, []), params)
    ]
    return _with_amounts(rows, amounts, changes, params)


def _by_first(likenesses: pd.DataFrame) -> dict[str, list[tuple[str, float, float, bool]]]:
    """For each first: its seconds, how probably they say the same, opposed, words in common."""
    of_cases = likenesses[likenesses["relation"].eq("case")]
    names = ["first_id", "second_id", "probability", "signal_opposed", "shared_terms"]
    by_first: dict[str, list[tuple[str, float, float, bool]]] = defaultdict(list)
    for first, second, probability, opposed, terms in of_cases[names].itertuples(index=False):
        by_first[first].append((second, probability, opposed, bool(terms)))
    return by_first


def _renamings(changes: pd.DataFrame) -> list[tuple[str, str]]:
    """Names that the decision has for the proposal's areas, where they differ."""
    told = changes.dropna(subset=["area", "area_in_decision"])
    differ = told[told["area"].ne(told["area_in_decision"])]
    return sorted(zip(differ["area"], differ["area_in_decision"], strict=True))


def _case_rows(
    case: Case, likely: _Likely, renamed: Sequence[tuple[str, str]], params: ScoringParams
) -> list[Row]:
    """The rows of one case, in the order of the proposal and then of what was added."""
    no_point = case.says(*_NO_POINTS) - _as_proposed(case)
    new = [row for row in case.decided if _begins_in(row) not in no_point]
    adopted, with_changes = case.says("adopted"), case.says("adopted_with_changes")
    # what is decided without a proposal in the document can't be told to be the council's own
    if not case.proposed or not (new or adopted or with_changes or case.says("rejected")):
        return []
    texts = [row["text"] for row in new]
    old = [row | {"text": _renamed(row["text"], texts, renamed)} for row in case.proposed]
    probability, opposed, shared = _matrices(old, new, likely)
    same = np.array([[same_words(o["text"], text) for text in texts] for o in old], dtype=bool)
    sure = np.where(same.reshape(probability.shape), 1.0, probability)
    numbers = [row["number"] for row in old], [row["number"] for row in new]
    same_number = equal_numbers(*numbers)
    pairs = best_pairs(sure, same_number, params.case_same_from)
    if not pairs and new and {_begins_in(row) for row in new} <= case.says("noted"):
        # taken as information: the points were neither adopted nor dropped
        return []
    may = (sure >= params.case_same_least) | (shared > 0)
    by_number = pairs_by_number(pairs, same_number, both_numbered(*numbers), may)
    rows = _Case(old, new, sure, opposed).rows(pairs, by_number)
    by_reference = with_changes or (adopted and not pairs)
    written = {row["goal_id"]: row["text"] for row in case.proposed}
    return [
        (_kept_by_reference(row) if by_reference else row) | {"written": written} for row in rows
    ]


def _as_proposed(case: Case) -> set[str]:
    """Where decided points begin that are a proposed one's words: «Søknaden avslås» may be."""
    return {
        _begins_in(new)
        for new in case.decided
        if any(same_words(new["text"], old["text"]) for old in case.proposed)
    }


def _begins_in(point: Row) -> str:
    return str(point["passage_ids"].split()[0])


def _renamed(text: str, decided: Iterable[str], renamed: Sequence[tuple[str, str]]) -> str:
    """The proposal's text with the decision's name of its area: another name is no other words."""
    for area, in_decision in renamed:
        name = re.compile(rf"\b{re.escape(area)}\b")
        if name.search(text) and any(
            re.search(rf"\b{re.escape(in_decision)}\b", other) for other in decided
        ):
            return name.sub(in_decision, text, count=1)
    return text


def _matrices(
    old: Sequence[Row], new: Sequence[Row], likely: _Likely
) -> tuple[Matrix, Matrix, Matrix]:
    """Probability, opposition and words in common of each pair; 0 where there is no likeness."""
    places = {row["goal_id"]: at for at, row in enumerate(new)}
    out = np.zeros((3, len(old), len(new)))
    for at, row in enumerate(old):
        for second, *values in likely.get(row["goal_id"], ()):
            if second in places:
                out[:, at, places[second]] = values
    return out[0], out[1], out[2]


def _held(
    parts: Sequence[Row], wholes: Sequence[Row], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Each part that is in no pair and stands whole in a `whole` that is in one."""
    taken, holders = {part for part, _ in pairs}, sorted({whole for _, whole in pairs})
    held = []
    for at, part in enumerate(parts):
        if at not in taken and says_something(part["text"]):
            texts = ((whole, wholes[whole]["text"]) for whole in holders)
            found = [whole for whole, text in texts if without_part(text, part["text"]) is not None]
            held += [(at, whole) for whole in found[:1]]
    return held


@dataclass(frozen=True)
class _Case:
    """One case: its proposed and decided points, and how likely each pair says the same."""

    old: Sequence[Row]
    new: Sequence[Row]
    probability: Matrix
    opposed: Matrix

    def rows(
        self, pairs: Sequence[tuple[int, int]], by_number: Sequence[tuple[int, int]]
    ) -> list[Row]:
        """Rows of the pairs, of points held in another, and of what is left on either side.

        A point that stands whole in another is answered there, whatever its number.
        """
        in_new = _held(self.old, self.new, pairs)
        joined = {n for _, n in in_new}
        free = [(n, o) for o, n in pairs if n not in joined]
        in_old = [(o, n) for n, o in _held(self.new, self.old, free)]
        parted = {o for o, _ in in_old}
        held = {o for o, _ in in_new}, {n for _, n in in_old}
        by_number = [(o, n) for o, n in by_number if o not in held[0] and n not in held[1]]
        met = sorted({*pairs, *in_new, *in_old, *by_number})
        return [
            *(
                self._pair(o, n) | ({"ground": "number"} if (o, n) in by_number else {})
                for o, n in met
                if o not in parted and n not in joined
            ),
            *(
                row
                for n in sorted(joined)
                for row in self._joined(n, [o for o, m in met if m == n])
            ),
            *(
                row
                for o in sorted(parted)
                for row in self._parted(o, [n for p, n in met if p == o])
            ),
            *(self._left(o, "proposal") for o in _others(self.old, {o for o, _ in met})),
            *(self._left(n, "decision") for n in _others(self.new, {n for _, n in met})),
        ]

    def _joined(self, n: int, parts: Sequence[int]) -> Iterator[Row]:
        """Proposed points that one decided point was made of, and what it says beside them."""
        texts = [self.old[o]["text"] for o in parts]
        shares, rest = _shared_out(self.new[n]["text"], texts)
        for o, share in zip(parts, shares, strict=True):
            yield self._pair(o, n, after=share)
        if says_something(rest):
            yield self._left(n, "decision", rest)

    def _parted(self, o: int, parts: Sequence[int]) -> Iterator[Row]:
        """Decided points that one proposed point was parted into, and what was left out of it."""
        texts = [self.new[n]["text"] for n in parts]
        shares, rest = _shared_out(self.old[o]["text"], texts)
        for n, share in zip(parts, shares, strict=True):
            yield self._pair(o, n, before=share)
        if says_something(rest):
            yield self._left(o, "proposal", rest)

    def _pair(self, o: int, n: int, before: str | None = None, after: str | None = None) -> Row:
        before = self.old[o]["text"] if before is None else before
        after = self.new[n]["text"] if after is None else after
        is_same, is_whole = same_words(before, after), same_words(*self._texts(o, n))
        return {
            "old": self.old[o],
            "new": self.new[n],
            "fate": "kept" if is_same else "reworded",
            "ground": "one_text" if is_whole else "held_in" if is_same else "likeness",
            "probability": float(self.probability[o, n]),
            "opposed": float(self.opposed[o, n]),
            "before": before,
            "after": after,
        }

    def _texts(self, o: int, n: int) -> tuple[str, str]:
        return self.old[o]["text"], self.new[n]["text"]

    def _left(self, at: int, side: str, text: str | None = None) -> Row:
        """A point, or what is left of one, that nothing on the other side answers."""
        is_old = side == "proposal"
        row, others = (self.old[at], self.new) if is_old else (self.new[at], self.old)
        likely = self.probability[at] if is_old else self.probability[:, at]
        # what is left of a point that was matched is no point that something could be like
        is_like = text is None and likely.size > 0 and likely.max() > 0
        nearest = int(likely.argmax()) if is_like else None
        text = row["text"] if text is None else text
        return {
            "old": row if is_old else None,
            "new": None if is_old else row,
            "fate": "dropped" if is_old else "added",
            "ground": "alone",
            "probability": None if nearest is None else float(likely[nearest]),
            "opposed": None,
            "nearest": None if nearest is None else others[nearest]["goal_id"],
            "before": text if is_old else "",
            "after": "" if is_old else text,
        }


def _others(rows: Sequence[Row], met: set[int]) -> list[int]:
    return [at for at in range(len(rows)) if at not in met]


def _shared_out(whole: str, parts: Sequence[str]) -> tuple[list[str], str]:
    """What of `whole` answers each part, and what then is left of it.

    A part that stands in it whole is answered by itself; the others share what is left.

    >>> _shared_out("Heis bygges. Rampe bygges i mars.", ["Heis bygges.", "Rampe bygges i april."])
    (['Heis bygges.', 'Rampe bygges i mars'], '')
    """
    rest, held = whole, set()
    for part in parts:
        cut = without_part(rest, part)
        if cut is not None:
            rest = cut
            held.add(part)
    open_ = [part for part in parts if part not in held]
    return [part if part in held else rest for part in parts], "" if open_ else rest


def _kept_by_reference(row: Row) -> Row:
    if row["fate"] != "dropped":
        return row
    return row | {"fate": "kept", "ground": "by_reference", "after": row["before"]}


def _with_amounts(
    rows: Sequence[Row], amounts: pd.DataFrame, changes: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """The rows as POINTS, with what each side's own amounts are."""
    held = _amounts_by_passage(amounts)
    cautions = _cautions(changes)
    return pd.DataFrame(
        [_table_row(row, held, cautions, params) for row in rows],
        columns=list(POINTS.schema.columns),
    )


def _amounts_by_passage(amounts: pd.DataFrame) -> dict[str, list[Row]]:
    told = amounts[amounts["table"].isna()].sort_values("amount_id")
    held: dict[str, list[Row]] = {}
    for amount in told.to_dict("records"):
        held.setdefault(amount["passage_id"], []).append(amount)
    return held


def _cautions(changes: pd.DataFrame) -> dict[tuple[str, str], str]:
    """What is to be minded of an area's figures in a case, by either side's name of it."""
    told = changes.dropna(subset=["caution"])
    names = pd.concat([told["area"], told["area_in_decision"]])
    keys = zip([*told["document_id"], *told["document_id"]], names, strict=True)
    return dict(zip(keys, [*told["caution"], *told["caution"]], strict=True))


def _table_row(
    row: Row,
    held: Mapping[str, Sequence[Row]],
    cautions: Mapping[tuple[str, str], str],
    params: ScoringParams,
) -> Row:
    old, new = row["old"], row["new"]
    written = row["written"]
    before = _own_amounts(old, row["before"], held, written)
    after = (
        before
        if row["ground"] == "by_reference"
        else _own_amounts(new, row["after"], held, written)
    )
    added, taken_out = word_changes(row["before"], row["after"])
    document = (old or new)["document_id"]
    areas = [a["area"] for a in [*before, *after] if isinstance(a["area"], str)]
    figures = [sorted(a["amount_nok"] for a in side) for side in (before, after)]
    proposal, decision = (_only(side) for side in figures)
    return {
        "document_id": document,
        "case_in_document": (old or new)["case_in_document"],
        "proposal_goal_id": old and old["goal_id"],
        "decision_goal_id": new and new["goal_id"],
        "proposal_number": old and old["number"],
        "decision_number": new and new["number"],
        "fate": row["fate"],
        "ground": row["ground"],
        "probability": row["probability"],
        "nearest_goal_id": row.get("nearest"),
        "is_turned": None if row["opposed"] is None else row["opposed"] >= params.case_opposed_from,
        "words_added": "; ".join(added),
        "words_taken_out": "; ".join(taken_out),
        "figures_alone": row["fate"] == "reworded" and all(map(is_figure, [*added, *taken_out])),
        "amounts_differ": figures[0] != figures[1] if all(figures) else None,
        "proposal_nok": proposal,
        "decision_nok": decision,
        "difference_nok": None if proposal is None or decision is None else decision - proposal,
        "proposal_amount_ids": " ".join(a["amount_id"] for a in before),
        "decision_amount_ids": " ".join(a["amount_id"] for a in after),
        "caution": next((cautions[document, a] for a in areas if (document, a) in cautions), None),
    }


def _own_amounts(
    point: Row | None, text: str, held: Mapping[str, Sequence[Row]], written: Mapping[str, str]
) -> list[Row]:
    """The amounts that stand in this text of the point; a passage may hold other points too."""
    if point is None:
        return []
    # the area's name as it was written, where the text was compared under another
    text = written.get(point["goal_id"], text) if text == point["text"] else text
    found = [amount for passage in point["passage_ids"].split() for amount in held.get(passage, ())]
    return [a for a in found if _is_in(a["label"], text) or _is_in(text, a["label"])]


def _is_in(part: str, text: str) -> bool:
    return without_part(text, part) is not None


def _only(figures: Sequence[float]) -> float | None:
    return figures[0] if len(set(figures)) == 1 else None
