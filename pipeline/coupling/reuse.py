"""Which words of a goal are taken over from an objective, and where they stand on both sides."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.stem import stem
from pipeline.language.wordlists import function_words, template_words

# Function words and words that every plan uses say little of who took what from whom.
LIGHT = 0.35


@dataclass(frozen=True)
class Span:
    """A run of words that both sides have, as [start, end) among each side's words."""

    goal_start: int
    goal_end: int
    objective_start: int
    objective_end: int


@dataclass(frozen=True)
class Reuse:
    """How much of a goal is taken over, from 0 to 1, and the runs that are, in the goal's order."""

    share: float
    spans: tuple[Span, ...] = ()


def taken_over(goal: Sequence[str], objective: Sequence[str], language: str = "nb") -> Reuse:
    """The runs of a goal's words that stand in an objective, whatever their endings and order.

    Greedy string tiling (Wise 1993) over stems: the longest run that both have is set apart, then
    the longest of what is left, so phrases may be moved and each word is taken once. `share` is
    the weight of the words in runs over the weight of all the goal's words, where a function or
    template word weighs 0.35. A run with one word of content counts by the share of the objective
    that is taken over in all: words that are scattered in a long objective are no echo.

    >>> goal = "styrke samarbeidet mellom hjem og skole".split()
    >>> found = taken_over(goal, "samarbeid mellom hjem og skoler styrkes".split())
    >>> round(found.share, 2), found.spans
    (0.91, (Span(goal_start=1, goal_end=6, objective_start=0, objective_end=5),))
    >>> taken_over(goal, "trygge skoleveier".split())
    Reuse(share=0.0, spans=())
    """
    mine, theirs = _stems(tuple(goal), language), _stems(tuple(objective), language)
    weights = [_weight(word, language) for word in goal]
    matched = {a for a, weight in zip(mine, weights, strict=True) if weight == 1.0} & set(theirs)
    if not matched:
        return Reuse(0.0)
    above = [_weight(word, language) for word in objective]
    spans = [span for span in _tiles(mine, theirs) if _carries(span, weights)]
    spans.sort(key=lambda span: span.goal_start)
    return Reuse(_share(spans, weights, above), tuple(spans))


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


def _share(spans: Sequence[Span], goal: Sequence[float], objective: Sequence[float]) -> float:
    covered = sum(sum(objective[span.objective_start : span.objective_end]) for span in spans)
    scattered = covered / sum(objective)
    total = 0.0
    for span in spans:
        weights = goal[span.goal_start : span.goal_end]
        total += sum(weights) * (1.0 if weights.count(1.0) > 1 else scattered)
    return total / sum(goal)


def _weight(word: str, language: str) -> float:
    return LIGHT if word in function_words(language) or word in template_words() else 1.0


@lru_cache(maxsize=20_000)
def _stems(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in words)
