"""Which of two units' goals are copied, and which only took the same words from above."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from pipeline.language.stem import stem
from pipeline.language.tokenise import tokenise
from pipeline.params import ScoringParams
from pipeline.scoring.goals_above import texts_above_both
from pipeline.scoring.siblings import covered_share, says_something, shared_places

Shares = tuple[float | None, float | None]


@dataclass(frozen=True)
class Words:
    """A text's words as written in lower case, and their stems, place by place."""

    written: tuple[str, ...]
    stems: tuple[str, ...]


@lru_cache(maxsize=50_000)
def words_of(text: str, language: str) -> Words:
    """The words of a text, cached: a copied text is asked for many times.

    >>> words_of("Elevene leser", "nb")
    Words(written=('elevene', 'leser'), stems=('elev', 'les'))
    """
    written = tuple(tokenise(text))
    return Words(written, tuple(stem(word, language) for word in written))


def shared_text(first: Words, second: Words, run_words: int = 3) -> tuple[float, float]:
    """The share of each text's content words that stand in runs that the other has too, by stems.

    By hand: all three words of the first stand in the run; of the five content words of the
    second (elever, leser, leksene, hjemme, mor), three.

    >>> shared_text(words_of("Elevene leser lekser", "nb"),
    ...             words_of("Elever leser leksene hjemme hos mor", "nb"))
    (1.0, 0.6)
    """
    if not set(first.stems) & set(second.stems):
        return 0.0, 0.0
    mine = shared_places(first.stems, second.stems, run_words)
    theirs = shared_places(second.stems, first.stems, run_words)
    return covered_share(first.written, mine), covered_share(second.written, theirs)


@dataclass(frozen=True)
class Beyond:
    """What a text shares with another of the words that stand in no text above.

    `share` is missing where all its words stand above; `words` counts those shared; `says` tells
    whether one of them says something (more than «ved utgangen av året»).
    """

    share: float | None
    words: int
    says: bool


def beyond_parents(one: Words, other: Words, above: Sequence[Words], run_words: int = 3) -> Beyond:
    """Of the words of `one` that stand in no run of `above`, those in runs that `other` has too.

    By hand: "er avsluttet innen" stands above; the four words left all stand in the other.

    >>> text = words_of("98 saker er avsluttet innen nittiende dag", "nb")
    >>> plan = words_of("Alt er avsluttet innen fristen", "nb")
    >>> beyond_parents(text, text, [plan])
    Beyond(share=1.0, words=4, says=True)
    """
    left = (1 << len(one.stems)) - 1
    for each in above:
        left &= ~shared_places(one.stems, each.stems, run_words)
    shared = left & shared_places(one.stems, other.stems, run_words)
    told = [word for at, word in enumerate(one.written) if shared >> at & 1]
    share = shared.bit_count() / left.bit_count() if left else None
    return Beyond(share, len(told), any(says_something(word) for word in told))


def copies(
    pairs: pd.DataFrame,
    own: pd.DataFrame,
    goals: pd.DataFrame,
    links: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """For each row of `pairs`, in its order: what is shared, whether copied, or what is above both.

    Columns `taken_over_a`, `taken_over_b`, `beyond_parent_a`, `beyond_parent_b`, `is_copied`, and
    where the two are much alike and not copied, `text_parent_id` and `text_parent_strength`: the
    goal above that both share the most of their words with, and the smaller of the two shares.
    """
    texts = dict(zip(goals["goal_id"], goals["text"], strict=True))
    languages = dict(zip(goals["goal_id"], goals["language"], strict=True))
    ids = list(zip(pairs["goal_a"], pairs["goal_b"], strict=True))
    words = {
        each: words_of(texts[each], languages[each])
        for each in {goal for two in ids for goal in two}
    }
    run = params.shortest_shared_run
    shared = [shared_text(words[first], words[second], run) for first, second in ids]
    similar = pairs[np.array([max(each) >= params.copied_from for each in shared], dtype=bool)]
    above = texts_above_both(similar, own, goals, links)
    rows = [
        _row(words[first], words[second], each, above.get((first, second), []), languages, params)
        for (first, second), each in zip(ids, shared, strict=True)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS, index=pairs.index)


_COLUMNS = [
    *("taken_over_a", "taken_over_b", "beyond_parent_a", "beyond_parent_b"),
    *("is_copied", "text_parent_id", "text_parent_strength"),
]


def _row(
    first: Words,
    second: Words,
    shared: tuple[float, float],
    above: Sequence[tuple[str, str]],
    languages: dict[str, str],
    params: ScoringParams,
) -> tuple[object, ...]:
    if max(shared) < params.copied_from:
        return (*shared, np.nan, np.nan, False, None, np.nan)
    run = params.shortest_shared_run
    theirs = [words_of(text, languages[goal_id]) for goal_id, text in above]
    sides = (
        beyond_parents(first, second, theirs, run),
        beyond_parents(second, first, theirs, run),
    )
    beyond = [np.nan if side.share is None else side.share for side in sides]
    if any(_is_copied(*each, params) for each in zip(sides, shared, strict=True)):
        return (*shared, *beyond, True, None, np.nan)
    strengths = [
        min(shared_text(first, each, run)[0], shared_text(second, each, run)[0]) for each in theirs
    ]
    best = int(np.argmax(strengths)) if strengths and max(strengths) > 0 else None
    if best is None:
        return (*shared, *beyond, False, None, np.nan)
    return (*shared, *beyond, False, above[best][0], strengths[best])


def _is_copied(side: Beyond, taken_over: float, params: ScoringParams) -> bool:
    """A large share of all its words, and of those that are no parent's, stands in the other."""
    return (
        taken_over >= params.copied_from
        and side.share is not None
        and side.share >= params.copied_from
        and side.words >= params.shortest_shared_run
        and side.says
    )
