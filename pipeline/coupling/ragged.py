"""Lists of different lengths as arrays, and which entries of two lists are the same.

What is asked of many pairs of lists is asked of all entries at once: a pair costs as many steps in
vectors as its lists are long, and no step in Python.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int_]
Truths = npt.NDArray[np.bool_]

Word = TypeVar("Word")


@dataclass(frozen=True)
class Ragged:
    """n lists of numbers from 0: list k is `values[starts[k]:starts[k + 1]]`, so `starts` (n + 1,).

    >>> lists = Ragged.of([[3, 1], [], [1]])
    >>> lists.values.tolist(), lists.starts.tolist()
    ([3, 1, 1], [0, 2, 2, 3])
    """

    values: Places
    starts: Places

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> "Ragged":
        """These lists, one after another."""
        values = np.fromiter(chain.from_iterable(lists), dtype=np.int_)
        return cls(values, _starts(np.fromiter(map(len, lists), dtype=np.int_, count=len(lists))))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Places:
        """How long each list is, (n,)."""
        return np.diff(self.starts)

    def entries(self, rows: Places) -> tuple[Places, Places]:
        """For each entry of the lists `rows`: which of `rows` it is of, and its place in `values`.

        >>> of, at = Ragged.of([[3, 1], [], [1]]).entries(np.array([2, 0]))
        >>> of.tolist(), at.tolist()
        ([0, 1, 1], [2, 0, 1])
        """
        begins = self.starts[rows]
        lengths = self.starts[rows + 1] - begins
        ends = np.cumsum(lengths)
        of = np.repeat(np.arange(len(rows)), lengths)
        return of, np.arange(len(of)) + np.repeat(begins - ends + lengths, lengths)

    def rows(self, rows: Places) -> "Ragged":
        """The lists `rows` alone, in that order."""
        _, at = self.entries(rows)
        return Ragged(self.values[at], _starts(self.starts[rows + 1] - self.starts[rows]))

    def joined(self, groups: "Ragged") -> "Ragged":
        """For each of `groups` its lists, one after another, as one.

        >>> joined = Ragged.of([[3, 1], [], [1]]).joined(Ragged.of([[2, 0], [1]]))
        >>> joined.values.tolist(), joined.starts.tolist()
        ([1, 3, 1], [0, 3, 3])
        """
        each = self.rows(groups.values)
        return Ragged(each.values, each.starts[groups.starts])

    def where(self, kept: Truths) -> "Ragged":
        """The lists with those entries alone that are `kept`, one truth for each entry."""
        before = np.concatenate([[0], np.cumsum(kept)])
        return Ragged(self.values[kept], before[self.starts])

    def once(self) -> "Ragged":
        """The lists with each number once, where it first stands.

        >>> Ragged.of([[3, 1, 3], [3]]).once().values.tolist()
        [3, 1, 3]
        """
        of, _ = self.entries(np.arange(len(self)))
        width = 1 + int(self.values.max(initial=0))
        kept = np.zeros(len(self.values), dtype=bool)
        kept[np.unique(of * width + self.values, return_index=True)[1]] = True
        return self.where(kept)

    def numbered(self, numbers: Places) -> "Ragged":
        """The lists with `numbers[value]` for each value."""
        return Ragged(numbers[self.values], self.starts)


def numbered_lists(lists: Iterable[Sequence[Word]]) -> tuple[Ragged, list[Word]]:
    """The lists with a number for each word, and the words by their numbers.

    >>> lists, words = numbered_lists([["hav", "elv"], ["hav"]])
    >>> lists.values.tolist(), words
    ([0, 1, 0], ['hav', 'elv'])
    """
    held = list(lists)
    number = {word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(held)))}
    values = np.fromiter(map(number.__getitem__, chain.from_iterable(held)), dtype=np.int_)
    lengths = np.fromiter(map(len, held), dtype=np.int_, count=len(held))
    return Ragged(values, _starts(lengths)), list(number)


@dataclass(frozen=True)
class Met:
    """Entries of both sides that are the same, each (matches,): by pair, then by both places.

    `below` and `above` are places in the sides' `values`.
    """

    pair: Places
    below: Places
    above: Places

    def where(self, kept: Truths | Places) -> "Met":
        """Those that are `kept`."""
        return Met(self.pair[kept], self.below[kept], self.above[kept])


def met(below: Ragged, above: Ragged, rows: Places, columns: Places) -> Met:
    """Where list `rows[k]` of `below` and list `columns[k]` of `above` have the same number.

    Takes memory for the different `columns` times the largest number: hand over some at a time.

    >>> lists = Ragged.of([[3, 1], [1, 3, 1]])
    >>> found = met(lists, lists, np.array([0]), np.array([1]))
    >>> list(zip(found.below.tolist(), found.above.tolist()))
    [(0, 3), (1, 2), (1, 4)]
    """
    looked = _look_up(below, above, rows, columns)
    hit = np.flatnonzero(looked.group)
    group = looked.group[hit] - 1
    counts = looked.counts[group]
    ends = np.cumsum(counts)
    which = np.arange(counts.sum()) + np.repeat(looked.begins[group] - ends + counts, counts)
    hit = np.repeat(hit, counts)
    return Met(looked.pair[hit], looked.below[hit], looked.above[which])


def unmet(below: Ragged, above: Ragged, rows: Places, columns: Places) -> tuple[Places, Places]:
    """Pair and place in `below` of the entries of list `rows[k]` that list `columns[k]` lacks."""
    looked = _look_up(below, above, rows, columns)
    missed = looked.group == 0
    return looked.pair[missed], looked.below[missed]


@dataclass(frozen=True)
class _LookedUp:
    """Each entry below with its pair; its `group`, from 1, of the same entries above, or 0.

    Group g is `above[begins[g]:][:counts[g]]`.
    """

    pair: Places
    below: Places
    group: npt.NDArray[np.int32]
    above: Places
    begins: Places
    counts: Places


def _look_up(below: Ragged, above: Ragged, rows: Places, columns: Places) -> _LookedUp:
    pair, at = below.entries(rows)
    different, column = np.unique(columns, return_inverse=True)
    of, theirs = above.entries(different)
    width = 1 + max(int(below.values[at].max(initial=0)), int(above.values[theirs].max(initial=0)))
    key = of * width + above.values[theirs]
    by_key = np.argsort(key, kind="stable")
    key = key[by_key]
    begins = firsts(key)
    table = np.zeros(len(different) * width, dtype=np.int32)
    table[key[begins]] = np.arange(1, len(begins) + 1)
    group = table[column[pair] * width + below.values[at]]
    counts = np.diff(np.append(begins, len(key)))
    return _LookedUp(pair, at, group, theirs[by_key], begins, counts)


def first_of_each(pair: Places, clashes: Callable[[Places, Places], Truths], most: int) -> Places:
    """Which entries each pair keeps: its first, then the next that clashes with none kept, `most`.

    `pair` is in order, and each pair's entries in the order that they are wanted in. `clashes`
    tells of entries whether each goes with one that is kept, both by their places.

    >>> first_of_each(np.array([4, 4, 4, 7]), lambda some, kept: some == 1, most=2).tolist()
    [0, 2, 3]
    """
    left, kept = np.arange(len(pair)), []
    for _ in range(most):
        if not len(left):
            break
        is_first = np.zeros(len(left), dtype=bool)
        is_first[firsts(pair[left])] = True
        chosen = left[is_first]
        kept.append(chosen)
        by = chosen[np.cumsum(is_first) - 1]
        left, by = left[~is_first], by[~is_first]
        left = left[~clashes(left, by)]
    return np.sort(np.concatenate(kept)) if kept else left


def firsts(ordered: Places) -> Places:
    """Where each run of equal numbers begins."""
    if not len(ordered):
        return np.zeros(0, dtype=int)
    return np.concatenate([[0], 1 + np.flatnonzero(ordered[1:] != ordered[:-1])])


def _starts(lengths: Places) -> Places:
    return np.concatenate([[0], np.cumsum(lengths)])
