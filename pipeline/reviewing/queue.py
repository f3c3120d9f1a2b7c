"""What a coder is asked next, and why: a share drawn by chance, the rest where it tells most."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import logit

from pipeline.params import ReviewingParams
from pipeline.reviewing.corpus import PLAN, Pair, ReviewCorpus
from pipeline.reviews.carrying import STANDS, Carried
from pipeline.reviews.sampling import drawing_order, pairs_to_draw, reserved

# Each pair of a goal that is asked about already makes the next so much less urgent, in log odds.
REPEATED = 0.5
# A coder meets a pair again only after so many others.
LEAST_BETWEEN = 20


@dataclass(frozen=True)
class Asked:
    """A pair to judge, why it was chosen (a word of `pipeline.reviews.verdict.CHOICES`).

    `chance` is what a random draw's chance is in proportion to; `unit` whose conclusion the
    verdict may settle.
    """

    pair: Pair
    chosen: str
    chance: float | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Judged:
    """What the coder has done so far: pairs that she has judged, in order, and why each came."""

    links: frozenset[str]
    order: tuple[str, ...]
    reasons: Mapping[str, int]
    repeated: frozenset[str]
    no_parent: frozenset[str]
    no_parent_drawn: frozenset[str]


def judged_by(verdicts: Sequence[Carried]) -> Judged:
    """Of a coder's own verdicts, suspect ones left out: those come back in a list of their own."""
    kept = [each for each in verdicts if each.standing == STANDS]
    kept = sorted(kept, key=lambda each: each.verdict.time)
    links = [(_pair_name(each), each.verdict.chosen) for each in kept]
    asked = [(link, chosen) for link, chosen in links if chosen is not None]
    whole = [
        (each.goal_id, each.verdict.chosen)
        for each in kept
        if each.goal_id is not None and each.verdict.verdict == "no_parent"
    ]
    return Judged(
        links=frozenset(link for link, _ in links),
        order=tuple(link for link, _ in links),
        reasons=Counter(chosen for _, chosen in asked),
        repeated=frozenset(link for link, chosen in asked if chosen == "repeat"),
        no_parent=frozenset(goal for goal, _ in whole),
        no_parent_drawn=frozenset(goal for goal, chosen in whole if chosen == "random"),
    )


def _pair_name(each: Carried) -> str:
    return f"{each.goal_id} {each.objective_id or ''}"


class Queue:
    """The orders in which pairs come, each made once for a corpus; `next_for` takes from them."""

    def __init__(self, corpus: ReviewCorpus, params: ReviewingParams, seed: int) -> None:
        self.corpus = corpus
        self.params = params
        self.seed = seed

    def next_for(
        self,
        judged: Judged,
        others: Iterable[str] = (),
        known: Iterable[str] = (),
        passed: frozenset[str] = frozenset(),
    ) -> Asked | None:
        """The next pair for a coder, or None where all have been judged.

        `others` are pairs (goal and objective names with a space between) that other coders have
        judged, `known` those that an adjudicator has settled, `passed` links that the coder has
        put off. The kinds of questions come in the shares of the parameters: always the kind that
        is furthest behind its share, of those that have any left. Same verdicts, same question.
        """
        sources: dict[str, Callable[[], Iterator[Asked]]] = {
            "random": lambda: iter(self._random),
            "settles": lambda: iter(self._settles),
            "border": lambda: iter(self._border),
            "double": lambda: self._named(others, "double"),
            "known": lambda: self._known(known),
            "repeat": lambda: self._repeats(judged),
        }
        done = sum(judged.reasons.get(name, 0) for name in sources)
        shares = self.params.shares()

        def behind(name: str) -> float:
            return shares[name] * (done + 1) - judged.reasons.get(name, 0)

        for name in sorted(sources, key=lambda each: (-behind(each), each)):
            if not shares[name]:
                continue
            for asked in sources[name]():
                if self._is_open(asked, judged, passed):
                    return asked
        return None

    def _is_open(self, asked: Asked, judged: Judged, passed: frozenset[str]) -> bool:
        pair = asked.pair
        # what chance draws is asked unless chance itself has had that answer: the estimates
        # would miss pairs of just those goals that doubt was asked about
        answered = judged.no_parent_drawn if asked.chosen == "random" else judged.no_parent
        if pair.link_id in passed or pair.goal_id in answered:
            return False
        if asked.chosen == "repeat":
            return True
        # what chance will ask about is not taken from it
        is_kept_for_chance = asked.chosen != "random" and pair.link_id in self._reserved
        return not is_kept_for_chance and _name(pair) not in judged.links

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The pairs that are drawn from: units' own goals against the plan in force."""
        return pairs_to_draw(self.corpus.links, self.corpus.goals_frame)

    @cached_property
    def _drawn(self) -> pd.DataFrame:
        return drawing_order(self.frame, self.seed)

    @cached_property
    def _reserved(self) -> frozenset[str]:
        return frozenset(reserved(self._drawn)["link_id"])

    @cached_property
    def _random(self) -> list[Asked]:
        drawn = self._drawn
        return [
            Asked(self.corpus.pairs[link], "random", float(chance))
            for link, chance in zip(drawn["link_id"], drawn["chance"], strict=True)
        ]

    @cached_property
    def _settles(self) -> list[Asked]:
        found: dict[str, Asked] = {}
        for row in self.corpus.flips.to_dict("records"):
            for link in str(row["link_ids"]).split():
                if link in self.corpus.pairs and link not in found:
                    found[link] = Asked(self.corpus.pairs[link], "settles", unit=row["unit"])
        return list(found.values())

    @cached_property
    def _border(self) -> list[Asked]:
        """Nearest to the border between linked and not first; a goal asked about waits its turn."""
        frame = self.frame
        if frame.empty or not frame["linked"].any():
            return []
        cut = frame.loc[frame["linked"] & ~frame["explicit"], "probability"].min()
        away = (_log_odds(frame["probability"]) - _log_odds(pd.Series([cut])).iloc[0]).abs()
        turn = away.groupby(frame["goal_id"]).rank(method="first") - 1
        ordered = frame.assign(urgency=away + REPEATED * turn).sort_values(["urgency", "link_id"])
        return [Asked(self.corpus.pairs[link], "border") for link in ordered["link_id"]]

    def _named(self, pairs: Iterable[str], chosen: str) -> Iterator[Asked]:
        wanted = set(pairs)
        for link in self._by_name:
            if link in wanted:
                yield Asked(self._by_name[link], chosen)

    def _known(self, settled: Iterable[str]) -> Iterator[Asked]:
        """Pairs whose answer is known: stated by the document itself, or adjudicated."""
        stated = (_name(asked.pair) for asked in self._stated)
        names = sorted({*stated, *settled}, key=self._shuffled)
        for name in names:
            if name in self._by_name:
                yield Asked(self._by_name[name], "known")

    @cached_property
    def _stated(self) -> list[Asked]:
        explicit = self.frame.loc[self.frame["explicit"], "link_id"]
        return [Asked(self.corpus.pairs[link], "known") for link in explicit]

    def _repeats(self, judged: Judged) -> Iterator[Asked]:
        earlier = judged.order[: max(0, len(judged.order) - LEAST_BETWEEN)]
        for name in sorted(set(earlier), key=self._shuffled):
            if name in self._by_name and name not in judged.repeated:
                yield Asked(self._by_name[name], "repeat")

    @cached_property
    def _by_name(self) -> dict[str, Pair]:
        return {_name(pair): pair for pair in self.corpus.pairs.values() if pair.level == PLAN}

    def _shuffled(self, name: str) -> str:
        """An order that is the same for everyone and follows nothing."""
        return hashlib.sha256(f"{self.seed} {name}".encode()).hexdigest()


def _name(pair: Pair) -> str:
    return f"{pair.goal_id} {pair.objective_id}"


def _log_odds(probability: pd.Series) -> pd.Series:
    clipped = probability.clip(1e-9, 1 - 1e-9)
    return pd.Series(logit(clipped.to_numpy(dtype=np.float64)), index=clipped.index)
