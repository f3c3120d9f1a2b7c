"""How much of a unit's own wording stands in another unit's goals of the same year too."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

import pandas as pd

from pipeline.language.tokenise import tokenise, word_ngrams
from pipeline.language.wordlists import function_words, template_words

RUN_CONTENT_WORDS = 2
# "innen fire uker" is a deadline, whoever sets it
_AMOUNT = re.compile(
    r"é[nit]|ett|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv"
    r"|uke[rn]?|uka|veke[rn]?|veka|måned(?:er)?|månad(?:er|ar)?|kvartal(?:et)?"
    r"|dag(?:er|ar|en)?|time[rn]?|timar|kroner|poeng|gang(?:er)?|gonger"
)


def shared_with_siblings(own: pd.DataFrame, *, run_words: int = 3) -> pd.Series:
    """For each own goal, the largest share of its words that one goal of another unit holds.

    `own` has `unit`, `year` and `text`; the result has its index. Missing where no other unit
    has own goals that year: then nothing can be told.
    Formula: the largest `share_taken_over(g, h)` over the own goals h of other units, same year.
    Range: 0 (own words) to 1 (copied whole). Source: containment of w-shingles, Broder (1997),
    On the resemblance and containment of documents; counted in words instead of shingles, so
    that one changed word costs one word.

    >>> own = pd.DataFrame({
    ...     "unit": ["BFT Sentrum", "BFT Øst", "Neset"], "year": 2014,
    ...     "text": ["Familieråd tilbys alle familier i Sentrum innen tre uker",
    ...              "Familieråd tilbys alle familier i Øst innen tre uker",
    ...              "Turnus legges seks uker fram"]})
    >>> shared_with_siblings(own).round(2).tolist()
    [0.75, 0.75, 0.0]
    """
    shares = [_shared_in_year(goals, run_words) for _, goals in own.groupby("year", sort=True)]
    if not shares:
        return pd.Series(index=own.index, dtype=float)
    joined: pd.Series = pd.concat(shares)
    return joined.reindex(own.index)


def share_taken_over(text: str, other: str, *, run_words: int = 3) -> float:
    """The share of the content words of `text` that stand in runs of words shared with `other`.

    A run is at least `run_words` words in the same order (all of them, where the text is
    shorter), two of which say something: function words, amounts, times and words that every
    plan uses make no run by themselves, and don't count in the share.

    By hand: content words of the first text are elever, leser, lekser, hjemme; the shared run
    "elever leser lekser" holds three of the four.

    >>> share_taken_over("Alle elever leser lekser hjemme", "Våre elever leser lekser på skolen")
    0.75
    >>> share_taken_over("Sykefraværet skal være lavere enn 8 prosent",
    ...                  "Ventetiden skal være lavere enn 8 uker")
    0.0
    """
    tokens = tuple(tokenise(text))
    return covered_share(tokens, shared_places(tokens, tokenise(other), run_words))


def shared_places(words: Sequence[str], other: Sequence[str], run_words: int = 3) -> int:
    """The places of `words` that stand in runs shared with `other`, as bits; the first is 1.

    A run is at least `run_words` words in the same order; all of them, where there are fewer.

    >>> bin(shared_places("en to tre fire".split(), "og to tre fire".split()))
    '0b1110'
    """
    length = min(run_words, len(words))
    if not length:
        return 0
    theirs = set(word_ngrams(other, length))
    mask = 0
    for start, ngram in enumerate(word_ngrams(words, length)):
        if ngram in theirs:
            mask |= _bits(start, length)
    return mask


def _shared_in_year(own: pd.DataFrame, run_words: int) -> pd.Series:
    if own["unit"].nunique() < 2:
        return pd.Series(float("nan"), index=own.index)
    tokens = [tuple(tokenise(text)) for text in own["text"]]
    units = defaultdict(set)
    for words, unit in zip(tokens, own["unit"], strict=True):
        units[words].add(unit)
    index = _NgramIndex(units)
    shares = [
        _largest_share(words, _others(index.masks(words, run_words), units, unit))
        for words, unit in zip(tokens, own["unit"], strict=True)
    ]
    return pd.Series(shares, index=own.index, dtype=float)


def _others(
    masks: dict[tuple[str, ...], int], units: dict[tuple[str, ...], set[str]], unit: str
) -> set[int]:
    # 400 units that copy one text give 400 candidates and very few different masks
    return {mask for words, mask in masks.items() if units[words] - {unit}}


def _largest_share(words: tuple[str, ...], masks: Iterable[int]) -> float:
    return max((covered_share(words, mask) for mask in masks), default=0.0)


class _NgramIndex:
    """Which texts hold an n-gram; built once for each length that is asked for."""

    def __init__(self, texts: Iterable[tuple[str, ...]]) -> None:
        self.texts = list(texts)
        self._postings: dict[int, dict[tuple[str, ...], list[tuple[str, ...]]]] = {}

    def masks(self, words: tuple[str, ...], run_words: int) -> dict[tuple[str, ...], int]:
        """For each text that shares an n-gram with `words`: the places shared, as bits."""
        length = min(run_words, len(words))
        if not length:
            return {}
        found: dict[tuple[str, ...], int] = defaultdict(int)
        for start, ngram in enumerate(word_ngrams(words, length)):
            for text in self._of_length(length).get(ngram, ()):
                found[text] |= _bits(start, length)
        return found

    def _of_length(self, length: int) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        if length not in self._postings:
            postings: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
            for text in self.texts:
                for ngram in set(word_ngrams(text, length)):
                    postings[ngram].append(text)
            self._postings[length] = postings
        return self._postings[length]


def _bits(start: int, length: int) -> int:
    return ((1 << length) - 1) << start


def covered_share(words: Sequence[str], mask: int) -> float:
    """The share of the words that say something which stand in runs of the places in `mask`.

    A run counts with two such words in it (one, where the text has no more).

    >>> covered_share("elever leser bøker hjemme".split(), 0b0011)
    0.5
    """
    says = [says_something(word) for word in words]
    if not any(says):
        says = [True] * len(words)
    enough = min(RUN_CONTENT_WORDS, sum(says))
    shared = [bool(mask >> place & 1) for place in range(len(words))]
    runs = groupby(zip(shared, says, strict=True), key=lambda pair: pair[0])
    held = [sum(content for _, content in run) for is_shared, run in runs if is_shared]
    return sum(content for content in held if content >= enough) / sum(says)


@lru_cache(maxsize=100_000)
def says_something(word: str) -> bool:
    """True for a lower-case word that is no function word, figure, time or word of every plan.

    >>> says_something("lekser"), says_something("skal"), says_something("uker")
    (True, False, False)
    """
    return not (
        word[0].isdigit()
        or _AMOUNT.fullmatch(word)
        or word in template_words()
        or word in function_words("nb")
        or word in function_words("en")
    )
