"""Which words of many goals answer which of their objectives: `word_pairs`, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.evidence import (
    MOST_PAIRS,
    Answers,
    Lexicon,
    Word,
    is_written_short,
    word_answers,
    word_pairs,
)
from pipeline.coupling.ragged import Places, Ragged, Truths, first_of_each, met, numbered_lists


@dataclass(frozen=True)
class Spoken:
    """The words of n statements by number, and by that number what each is.

    `stems` numbers each word's stem, `meant` those that a short form stands for.
    """

    lists: Ragged
    words: Sequence[Word]
    stems: Places
    meant: Ragged
    lexicon: Lexicon

    @classmethod
    def of(cls, lexicon: Lexicon) -> "Spoken":
        """Those of a lexicon's statements."""
        lists, words = numbered_lists(lexicon.words)
        number: dict[str, int] = {}
        stems = [number.setdefault(word.stem, len(number)) for word in words]
        meant = [
            [number[each] for each in sorted(word.stands_for) if each in number] for word in words
        ]
        return cls(lists, words, np.array(stems, dtype=int), Ragged.of(meant), lexicon)

    def answers(self, goals: Places, objectives: Ragged, asked: Places) -> "Answered":
        """What these statements' words say to those of the objectives that are `asked` for."""
        mine = pd.unique(self.lists.rows(pd.unique(goals)).values)
        theirs = pd.unique(objectives.rows(pd.unique(asked)).values)
        told = word_answers(
            [self.words[word] for word in mine.tolist()],
            [self.words[word] for word in theirs.tolist()],
            self.lexicon.weights,
        )
        number = {word: at for at, word in enumerate(self.words)}
        return Answered.of(self, objectives, told, number)


@dataclass(frozen=True)
class Answered:
    """Which words answer each other, each (answers,): the goals' words, and what is told of them.

    `by_word` has for each word of objectives its answers. The smaller its `rank`, the more an
    answer weighs.
    """

    said: Spoken
    objectives: Ragged
    told: Answers
    mine: Places
    rank: Places
    texts: npt.NDArray[np.object_]
    by_word: Ragged

    @classmethod
    def of(
        cls, said: Spoken, objectives: Ragged, told: Answers, number: dict[Word, int]
    ) -> "Answered":
        """What `told` says, by number."""
        rows = [
            (number[mine], number[theirs], pair, weight, is_near)
            for is_near, known in enumerate((told.akin, told.near))
            for mine, others in known.items()
            for theirs, (pair, weight) in others.items()
        ]
        rows.sort(key=lambda row: row[1])
        mine, theirs = (np.array([row[at] for row in rows], dtype=int) for at in (0, 1))
        weights, near = (np.array([row[at] for row in rows], dtype=float) for at in (3, 4))
        order = np.lexsort((near, -weights))
        is_next = np.diff(weights[order], prepend=np.nan) != 0
        is_next |= np.diff(near[order], prepend=np.nan) != 0
        rank = np.empty(len(rows), dtype=int)
        rank[order] = np.cumsum(is_next)
        texts = np.array([str(row[2]) for row in rows], dtype=object)
        starts = np.searchsorted(theirs, np.arange(len(said.words) + 1))
        by_word = Ragged(np.arange(len(rows)), starts)
        return cls(said, objectives, told, mine, rank, texts, by_word)

    def by_pair(self, goals: Places, objectives: Places) -> list[str]:
        """What `word_pairs` tells of each pair, joined by '; '."""
        different, column = np.unique(objectives, return_inverse=True)
        known, answer, place = self._answering(different)
        found = met(self.said.lists, known, goals, column)
        answer, place = answer[found.above], place[found.above]
        order = np.lexsort((self.rank[answer], found.pair))
        found, answer, place = found.where(order), answer[order], place[order]

        def is_used(some: Places, kept: Places) -> Truths:
            mine = found.below[some] == found.below[kept]
            return np.asarray(mine | (place[some] == place[kept]))

        first = first_of_each(found.pair, is_used, MOST_PAIRS)
        told = joined_by_pair(found.pair[first], self.texts[answer[first]], len(goals))
        return self._with_short(told, goals, objectives)

    def _answering(self, objectives: Places) -> tuple[Ragged, Places, Places]:
        """What goals' words answer each of these objectives, which answer, and to which word."""
        words = self.objectives.rows(objectives)
        of, at = self.by_word.entries(words.values)
        answer = self.by_word.values[at]
        before = np.searchsorted(of, words.starts)
        return Ragged(self.mine[answer], before), answer, of

    def _with_short(self, told: list[str], goals: Places, objectives: Places) -> list[str]:
        """The same where a short form of one side may stand for several words of the other."""
        below, above = self.said.lists, self.objectives
        for pair in self._may_be_short(goals, objectives).tolist():
            mine, theirs = (
                [self.said.words[word] for word in lists.values[slice(*lists.starts[at : at + 2])]]
                for lists, at in ((below, goals[pair]), (above, objectives[pair]))
            )
            if is_written_short(mine, theirs):
                weights = self.said.lexicon.weights
                found = word_pairs(mine, theirs, weights, answers=self.told)
                told[pair] = "; ".join(map(str, found))
        return told

    def _may_be_short(self, goals: Places, objectives: Places) -> Places:
        """The pairs where one side has a stem that a short form of the other stands for."""
        below, above = self.said.lists, self.objectives
        meant, above_meant = self._meant
        found = []
        for short, rows, long, columns in (
            (meant, goals, above, objectives),
            (above_meant, objectives, below, goals),
        ):
            some = np.flatnonzero(short.starts[rows + 1] > short.starts[rows])
            stems = long.numbered(self.said.stems)
            found.append(some[met(short, stems, rows[some], columns[some]).pair])
        return np.unique(np.concatenate(found))

    @cached_property
    def _meant(self) -> tuple[Ragged, Ragged]:
        """The stems that short forms of each statement, and of each objective, stand for."""
        return self.said.meant.joined(self.said.lists), self.said.meant.joined(self.objectives)


def joined_by_pair(pair: Places, texts: npt.NDArray[np.object_], count: int) -> list[str]:
    """For each of `count` pairs its texts joined by '; '; `pair` is in order.

    >>> joined_by_pair(np.array([1, 1]), np.array(["barn", "lek"], dtype=object), 3)
    ['', 'barn; lek', '']
    """
    told, each = [""] * count, texts.tolist()
    some, begins, counts = np.unique(pair, return_index=True, return_counts=True)
    for at, begin, length in zip(some.tolist(), begins.tolist(), counts.tolist(), strict=True):
        told[at] = "; ".join(each[begin : begin + length])
    return told
