"""Which words of a goal are taken over from an objective, and where they stand on both sides."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipeline.coupling.ragged import Met, Places, Ragged, Truths, met
from pipeline.coupling.statements import Matrix
from pipeline.language.stem import stem
from pipeline.language.wordlists import function_words, template_words

# Function words and words that every plan uses say little of who took what from whom.
LIGHT = 0.35
# An objective that is taken over to this share is taken over as a whole.
WHOLE = 0.85


@dataclass(frozen=True)
class Span:
    """A run of words that both sides have, as [start, end) among each side's words."""

    goal_start: int
    goal_end: int
    objective_start: int
    objective_end: int


@dataclass(frozen=True)
class Reuse:
    """How much of a goal is taken over, from 0 to 1, and the runs that are, in the goal's order.

    `objective_share` is how much of the objective's weight stands in the goal.
    """

    share: float
    objective_share: float = 0.0
    spans: tuple[Span, ...] = ()

    @property
    def echo(self) -> float:
        """Share · √(objective_share / 0.85), at most `share`: near 1 where the two say the same.

        Of two goals that are all taken over, the one that repeats the objective is more of an
        echo than the one that takes three words out of twenty.
        """
        return float(self.share * min(1.0, self.objective_share / WHOLE) ** 0.5)


def taken_over(goal: Sequence[str], objective: Sequence[str], language: str = "nb") -> Reuse:
    """The runs of a goal's words that stand in an objective, whatever their endings and order.

    Greedy string tiling (Wise 1993) over stems: the longest run that both have is set apart, then
    the longest of what is left, so phrases may be moved and each word is taken once. `share` is
    the weight of the words in runs over the weight of the goal's words, where a function or
    template word ("skal", "kommunen") weighs 0.35 in a run and nothing outside. A run with one
    word of content counts by the share of the objective that is taken over in all: words that are
    scattered in a long objective are no reuse.

    >>> goal = "kommunen skal styrke samarbeidet mellom hjem og skole".split()
    >>> found = taken_over(goal, "samarbeid mellom hjem og skoler styrkes".split())
    >>> round(found.share, 2), found.spans
    (1.0, (Span(goal_start=3, goal_end=8, objective_start=0, objective_end=5),))
    >>> taken_over(goal, "trygge skoleveier".split())
    Reuse(share=0.0, objective_share=0.0, spans=())
    """
    return _told(_worded(tuple(goal), language), _worded(tuple(objective), language))


# the same two statements are held against each other by several encoders
@lru_cache(maxsize=50_000)
def _told(mine: "_Worded", theirs: "_Worded") -> Reuse:
    if mine.content.isdisjoint(theirs.stems):
        return Reuse(0.0)
    spans = [span for span in _tiles(mine.stems, theirs.stems) if _carries(span, mine.weights)]
    spans.sort(key=lambda span: span.goal_start)
    return _reuse(spans, mine.weights, theirs.weights)


def _tiles(goal: Sequence[str], objective: Sequence[str]) -> list[Span]:
    """Runs of equal stems, longest first, none of which share a word on either side."""
    runs = _runs(goal, objective)
    used_goal, used_objective = [False] * len(goal), [False] * len(objective)
    found: list[Span] = []
    # a run that a longer one has cut into is tried again as what is left of it
    for size in range(max(runs, default=0), 0, -1):
        for i, j in runs[size]:
            mine, theirs = slice(i, i + size), slice(j, j + size)
            if any(used_goal[mine]) or any(used_objective[theirs]):
                runs[size - 1] += [(i, j), (i + 1, j + 1)]
                continue
            used_goal[mine] = used_objective[theirs] = [True] * size
            found.append(Span(i, i + size, j, j + size))
    return found


def _runs(goal: Sequence[str], objective: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """Where each longest run of equal words begins on both sides, by its length."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(objective):
        places[word].append(j)
    equal = {(i, j) for i, word in enumerate(goal) for j in places.get(word, ())}
    runs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, j in sorted(equal):
        if (i - 1, j - 1) not in equal:
            size = next(k for k in range(1, len(goal) + 1) if (i + k, j + k) not in equal)
            runs[size].append((i, j))
    return runs


def _carries(span: Span, weights: Sequence[float]) -> bool:
    """True where a run holds a word that says something; "og" alone is no reuse."""
    return max(weights[span.goal_start : span.goal_end]) == 1.0


def _reuse(spans: Sequence[Span], goal: Sequence[float], objective: Sequence[float]) -> Reuse:
    above = sum(sum(objective[span.objective_start : span.objective_end]) for span in spans)
    above /= _counted(objective, [(span.objective_start, span.objective_end) for span in spans])
    total = 0.0
    for span in spans:
        weights = goal[span.goal_start : span.goal_end]
        total += sum(weights) * (1.0 if weights.count(1.0) > 1 else above)
    share = total / _counted(goal, [(span.goal_start, span.goal_end) for span in spans])
    return Reuse(share, above, tuple(spans))


def _counted(weights: Sequence[float], runs: Sequence[tuple[int, int]]) -> float:
    """The weight of all words of content, and of the light ones in runs."""
    taken = {at for start, end in runs for at in range(start, end)}
    return sum(each for at, each in enumerate(weights) if each == 1.0 or at in taken)


def _weight(word: str, language: str) -> float:
    return LIGHT if word in function_words(language) or word in template_words() else 1.0


@dataclass(frozen=True, eq=False)
class _Worded:
    """A statement's stems, what each weighs, and which of them say something.

    One object for the same words while it is remembered, so that it stands for them as a key.
    """

    stems: tuple[str, ...]
    weights: list[float]
    content: frozenset[str]


# a statement is held against many others, one after another
@lru_cache(maxsize=20_000)
def _worded(words: tuple[str, ...], language: str) -> _Worded:
    stems = tuple(stem(word, language) for word in words)
    weights = [_weight(word, language) for word in words]
    said = (each for each, weight in zip(stems, weights, strict=True) if weight == 1.0)
    return _Worded(stems, weights, frozenset(said))


@dataclass(frozen=True)
class Stemmed:
    """The words of n statements as `taken_over` sees them: numbered stems, and what each weighs."""

    words: Sequence[Sequence[str]]
    language: str
    stems: Ragged
    weights: Matrix

    @classmethod
    def of(
        cls, words: Sequence[Sequence[str]], numbers: Ragged, known: Sequence[str], language: str
    ) -> "Stemmed":
        """Of statements whose `words` have these `numbers`, by which `known` has them."""
        number: dict[str, int] = {}
        stems = [number.setdefault(stem(word, language), len(number)) for word in known]
        weights = np.array([_weight(word, language) for word in known], dtype=float)
        return cls(
            words,
            language,
            numbers.numbered(np.array(stems, dtype=int)),
            weights[numbers.values],
        )


def taken_over_by_pair(said: Stemmed, goals: Places, objectives: Places) -> tuple[Matrix, Matrix]:
    """`share` and `echo` of what each of `goals` takes over from that of `objectives`, (pairs,).

    As `taken_over` has them, to the last digit. Of the longest runs that a pair has, those that no
    longer one cuts into are taken, and those of one word that stand in one taken are not; the few
    pairs whose runs are cut in pieces are gone through one by one.
    """
    found = _all_runs(said, goals, objectives)
    share, echo = _shares(said, goals, objectives, found)
    for pair in np.flatnonzero(found.unclear).tolist():
        reuse = taken_over(said.words[goals[pair]], said.words[objectives[pair]], said.language)
        share[pair], echo[pair] = reuse.share, reuse.echo
    return share, echo


@dataclass(frozen=True)
class _Runs:
    """Where stems met, run by run: `run` (matches,) numbers them; what each run is, (runs,).

    `taken` are those with a word of content that surely are spans; of the pairs that are `unclear`
    (pairs,) they aren't all.
    """

    met: Met
    run: Places
    pair: Places
    begin: Places
    content: Places
    taken: Truths
    unclear: Truths


def _all_runs(said: Stemmed, goals: Places, objectives: Places) -> _Runs:
    where = met(said.stems, said.stems, goals, objectives)
    says = said.weights[where.below] == 1.0
    related = np.bincount(where.pair, weights=says, minlength=len(goals)) > 0
    where, says = where.where(related[where.pair]), says[related[where.pair]]
    # along a diagonal, a run is what follows without a gap
    apart = where.above - where.below
    order = np.lexsort((apart, where.pair))
    where, says, apart = where.where(order), says[order], apart[order]
    goes_on = np.zeros(len(order), dtype=bool)
    goes_on[1:] = (
        (where.pair[1:] == where.pair[:-1])
        & (apart[1:] == apart[:-1])
        & (where.below[1:] == where.below[:-1] + 1)
    )
    first, run = np.flatnonzero(~goes_on), np.cumsum(~goes_on) - 1
    sizes = np.diff(np.append(first, len(run)))
    pair, begin = where.pair[first], where.below[first]
    content = np.bincount(run, weights=says, minlength=len(first)).astype(int)
    # the order in which runs are tried; what is left of one that is cut comes after
    rank = np.empty(len(first), dtype=int)
    rank[np.lexsort((where.above[first], begin, -sizes, pair))] = np.arange(len(first))
    mine = _first_here(_cells(said.stems, goals, where.pair, where.below), rank[run])
    theirs = _first_here(_cells(said.stems, objectives, where.pair, where.above), rank[run])
    is_first = (mine == rank[run]) & (theirs == rank[run])
    whole = np.bincount(run, weights=is_first, minlength=len(first)) == sizes
    by_rank = np.empty(len(first), dtype=bool)
    by_rank[rank] = whole
    gone = (sizes == 1) & (by_rank[mine[first]] | by_rank[theirs[first]])
    unclear = np.bincount(pair, weights=(content > 0) & ~whole & ~gone, minlength=len(goals)) > 0
    taken = whole & (content > 0) & ~unclear[pair]
    return _Runs(where, run, pair, begin, content, taken, unclear)


def _cells(stems: Ragged, rows: Places, pair: Places, at: Places) -> Places:
    """Where the words at these places stand if the statements `rows` are laid end to end."""
    lengths = stems.starts[rows + 1] - stems.starts[rows]
    return np.asarray(at + (np.cumsum(lengths) - lengths - stems.starts[rows])[pair])


def _first_here(cells: Places, ranks: Places) -> Places:
    """For each match the rank of the first run that has a word in its cell."""
    first = np.full(cells.max(initial=-1) + 1, len(ranks))
    np.minimum.at(first, cells, ranks)
    return first[cells]


def _shares(
    said: Stemmed, goals: Places, objectives: Places, found: _Runs
) -> tuple[Matrix, Matrix]:
    """Of the pairs that are clear, added up in the order in which `_reuse` does it."""
    count, runs = len(goals), len(found.pair)
    share, echo = np.zeros(count), np.zeros(count)
    spans = np.flatnonzero(found.taken)
    if not len(spans):
        return share, echo
    spans = spans[np.lexsort((found.begin[spans], found.pair[spans]))]
    pair, where = found.pair[spans], found.met
    mine = np.bincount(found.run, weights=said.weights[where.below], minlength=runs)[spans]
    theirs = np.bincount(found.run, weights=said.weights[where.above], minlength=runs)[spans]
    where = where.where(found.taken[found.run])
    some = np.unique(pair)
    above = np.zeros(count)
    above[some] = np.bincount(pair, weights=theirs, minlength=count)[some]
    above[some] /= _counted_each(said, objectives, where.pair, where.above, some)
    counted = mine * np.where(found.content[spans] > 1, 1.0, above[pair])
    share[some] = np.bincount(pair, weights=counted, minlength=count)[some]
    share[some] /= _counted_each(said, goals, where.pair, where.below, some)
    echo[some] = share[some] * np.sqrt(np.minimum(1.0, above[some] / WHOLE))
    return share, echo


def _counted_each(said: Stemmed, rows: Places, pair: Places, at: Places, some: Places) -> Matrix:
    """`_counted` of the statements `rows[some]`, of which the words at these places are taken."""
    place = np.zeros(len(rows), dtype=int)
    place[some] = np.arange(len(some))
    of, every = said.stems.entries(rows[some])
    is_taken = np.zeros(len(every), dtype=bool)
    is_taken[_cells(said.stems, rows[some], place[pair], at)] = True
    weights = said.weights[every]
    counted = np.where((weights == 1.0) | is_taken, weights, 0.0)
    return np.asarray(np.bincount(of, weights=counted, minlength=len(some)), dtype=float)
