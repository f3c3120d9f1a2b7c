"""Which words of many goals answer which of their objectives: `word_pairs`, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    """The words of n statements by number, and by that number what each is."""

    lists: Ragged
    words: Sequence[Word]
    is_short: Truths
    lexicon: Lexicon

    @classmethod
    def of(cls, lexicon: Lexicon) -> "Spoken":
        """Those of a lexicon's statements."""
        lists, words = numbered_lists(lexicon.words)
        return cls(
            lists, words, np.array([bool(word.stands_for) for word in words], dtype=bool), lexicon
        )

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
        mine = np.array([row[0] for row in rows], dtype=int)
        theirs = np.array([row[1] for row in rows], dtype=int)
        weighs = np.array([(-row[3], row[4]) for row in rows], dtype=float).reshape(-1, 2)
        rank = np.unique(weighs, axis=0, return_inverse=True)[1].ravel()
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
        may = _any_of(below, self.said.is_short)[goals]
        may |= _any_of(above, self.said.is_short)[objectives]
        for pair in np.flatnonzero(may).tolist():
            mine, theirs = (
                [self.said.words[word] for word in lists.values[slice(*lists.starts[at : at + 2])]]
                for lists, at in ((below, goals[pair]), (above, objectives[pair]))
            )
            if is_written_short(mine, theirs):
                weights = self.said.lexicon.weights
                found = word_pairs(mine, theirs, weights, answers=self.told)
                told[pair] = "; ".join(map(str, found))
        return told


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


def _any_of(lists: Ragged, truths: Truths) -> Truths:
    return np.asarray(lists.where(truths[lists.values]).lengths > 0)
