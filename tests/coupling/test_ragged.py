"""Lists of different lengths, and where two of them have the same entries."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coupling.ragged import Ragged, first_of_each, met, numbered_lists, unmet

LISTS = st.lists(st.lists(st.integers(0, 5), max_size=5), min_size=1, max_size=4)


def all_against_all(below: Ragged, above: Ragged) -> tuple[list[int], list[int]]:
    """Every list of one side with every list of the other."""
    rows, columns = np.divmod(np.arange(len(below) * len(above)), len(above))
    return rows.tolist(), columns.tolist()


@given(LISTS, LISTS)
def test_entries_that_are_the_same_meet(mine: list[list[int]], theirs: list[list[int]]) -> None:
    """All of them, by pair and then by place; what meets nothing is told too."""
    below, above = Ragged.of(mine), Ragged.of(theirs)
    rows, columns = all_against_all(below, above)
    pairs = [(mine[row], theirs[column]) for row, column in zip(rows, columns, strict=True)]

    found = met(below, above, np.array(rows), np.array(columns))
    pair, at = unmet(below, above, np.array(rows), np.array(columns))

    assert [
        (k, i, j)
        for k, (one, other) in enumerate(pairs)
        for i, number in enumerate(one)
        for j, their in enumerate(other)
        if number == their
    ] == [
        (k, i - below.starts[rows[k]], j - above.starts[columns[k]])
        for k, i, j in zip(found.pair, found.below, found.above, strict=True)
    ]
    assert [
        (k, number) for k, (one, other) in enumerate(pairs) for number in one if number not in other
    ] == list(zip(pair.tolist(), below.values[at].tolist(), strict=True))


@given(LISTS, st.lists(st.lists(st.integers(0, 3), max_size=3), max_size=3))
def test_lists_are_joined_and_rid_of_what_stands_twice(
    lists: list[list[int]], groups: list[list[int]]
) -> None:
    """As lists are by themselves."""
    groups = [[row % len(lists) for row in group] for group in groups]
    whole = [[number for row in group for number in lists[row]] for group in groups]

    found = Ragged.of(lists).joined(Ragged.of(groups))

    assert Ragged.of(whole).values.tolist() == found.values.tolist()
    assert Ragged.of(whole).starts.tolist() == found.starts.tolist()
    once = Ragged.of([list(dict.fromkeys(each)) for each in whole])
    assert once.values.tolist() == found.once().values.tolist()
    assert once.starts.tolist() == found.once().starts.tolist()


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=4))
def test_words_are_found_again_by_their_numbers(lists: list[list[str]]) -> None:
    """Each word has one."""
    found, words = numbered_lists(lists)

    assert [words[number] for number in found.values] == [word for each in lists for word in each]
    assert len(set(words)) == len(words)


@given(st.lists(st.lists(st.integers(0, 3), max_size=6), max_size=4), st.integers(1, 4))
def test_the_first_of_each_are_those_that_one_by_one_are_taken(
    wanted: list[list[int]], most: int
) -> None:
    """Greedy: what has a number that is taken is passed by."""
    lists = Ragged.of(wanted)
    pair, at = lists.entries(np.arange(len(lists)))

    kept = first_of_each(pair, lambda some, by: lists.values[some] == lists.values[by], most)

    expected = [list(dict.fromkeys(each))[:most] for each in wanted]
    assert [number for each in expected for number in each] == lists.values[at[kept]].tolist()
