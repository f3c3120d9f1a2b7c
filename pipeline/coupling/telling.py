"""What carried many pairs: what is taken over and added, the kind, stems and words in common.

The one door for all who show links: a million pairs take seconds, since each statement is made
ready once, and pairs are gone through many at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.coupling.answering import Answered, Spoken, joined_by_pair
from pipeline.coupling.concrete import Signs, added_by_pair
from pipeline.coupling.evidence import Lexicon, build_lexicon
from pipeline.coupling.likeness import Terms, link_kinds, shared_by_pair
from pipeline.coupling.ragged import Met, Places, Ragged, firsts, numbered_lists
from pipeline.coupling.reuse import Stemmed, taken_over_by_pair
from pipeline.coupling.rowblocks import each_of
from pipeline.coupling.signals import WordSpace
from pipeline.coupling.statements import Matrix
from pipeline.params import CouplingParams

# So many pairs at once, and so many cells of a table of objectives by words.
PAIRS_AT_A_TIME = 20_000
CELLS_AT_A_TIME = 2**21


@dataclass(frozen=True)
class Pairs:
    """Goals, rows of statements, each with its objective, (pairs,); `parts` says an objective's.

    An objective is one statement or several: itself, and what its document puts under it.
    """

    goals: Places
    objectives: Places
    parts: Ragged

    def __len__(self) -> int:
        return len(self.goals)


@dataclass(frozen=True)
class Decided:
    """What is said of the pairs as a whole, (pairs,): see LINKS."""

    probability: Matrix
    linked: npt.NDArray[np.bool_]
    opposed: Matrix


@dataclass(frozen=True)
class Evidence:
    """What LINKS says of each pair, (pairs,): what carried it."""

    containment: Matrix
    kind: npt.NDArray[np.object_]
    shared_terms: npt.NDArray[np.object_]
    word_pairs: npt.NDArray[np.object_]

    def columns(self) -> dict[str, npt.NDArray[np.generic]]:
        """By the names of LINKS' columns."""
        return dict(vars(self))


@dataclass(frozen=True)
class Telling:
    """n statements made ready to tell what carries their pairs.

    `tokens` are the words of their `texts`, `led` the same with nynorsk led to bokmål, `languages`
    nb, nn or en for each; `words` is of the same statements.
    """

    texts: Sequence[str]
    tokens: Sequence[Sequence[str]]
    led: Sequence[Sequence[str]]
    languages: Sequence[str]
    words: WordSpace

    @cached_property
    def lexicon(self) -> Lexicon:
        """What their words answer to, made when words are first asked for."""
        return build_lexicon(self.texts, self.tokens, self.languages, self.words)

    @cached_property
    def terms(self) -> Terms:
        """The stems that statements are compared by."""
        return Terms.of(self.words)

    @cached_property
    def spoken(self) -> Spoken:
        """Their words as the lexicon has them."""
        return Spoken.of(self.lexicon)

    @cached_property
    def numbers(self) -> tuple[Ragged, list[str]]:
        """The words that are led, by number, and each number's word."""
        return numbered_lists(self.led)

    @cached_property
    def is_english(self) -> npt.NDArray[np.bool_]:
        """Nynorsk words were led to bokmål, so only English is another language."""
        return np.array([name == "en" for name in self.languages], dtype=bool)

    def evidence(
        self,
        pairs: Pairs,
        decided: Decided,
        params: CouplingParams,
        *,
        tells_words: bool = True,
        threads: int = 1,
    ) -> Evidence:
        """What carried each pair; without `tells_words`, texts are empty, and not sought."""
        views = _Views.of(self, pairs, tells_words=tells_words)
        count = len(pairs)
        share, echo, detail = np.zeros(count), np.zeros(count), np.zeros(count)
        terms, words = np.full((2, count), "", dtype=object)
        by_objective = np.argsort(pairs.objectives, kind="stable")
        blocks = _blocks(pairs.objectives[by_objective], pairs.parts.lengths, views.width)
        found = each_of(lambda block: views.told(by_objective[block]), blocks, threads)
        for block, told in zip(blocks, found, strict=True):
            at = by_objective[block]
            share[at], echo[at], detail[at] = told.share, told.echo, told.detail
            terms[at], words[at] = told.shared_terms, told.word_pairs
        kinds = link_kinds(
            echo,
            decided.probability,
            decided.linked,
            detail,
            params.verbatim_from,
            params.topical_from,
            decided.opposed,
        )
        return Evidence(share, kinds, terms, words)


def _blocks(objectives: Places, parts: Places, width: int) -> list[slice]:
    """Pairs that are told together, where `objectives` are in order."""
    if not len(objectives):
        return []
    is_new = np.diff(objectives, prepend=-1) != 0
    cells = np.cumsum(np.where(is_new, parts[objectives] * width, 0)) // CELLS_AT_A_TIME
    batch = np.arange(len(objectives)) // PAIRS_AT_A_TIME
    is_first = (np.diff(cells, prepend=-1) != 0) & is_new | (np.diff(batch, prepend=-1) != 0)
    begins = np.flatnonzero(is_first).tolist()
    return [slice(*each) for each in zip(begins, [*begins[1:], len(objectives)], strict=True)]


@dataclass(frozen=True)
class _Told:
    share: Matrix
    echo: Matrix
    detail: Matrix
    shared_terms: Sequence[str]
    word_pairs: Sequence[str]


@dataclass(frozen=True)
class _View:
    """The statements as those see them who speak one language."""

    stemmed: Stemmed
    below: Signs
    above: Signs


@dataclass(frozen=True)
class _Views:
    """All that pairs are told from, objectives put together from their parts."""

    telling: Telling
    pairs: Pairs
    languages: dict[bool, _View]
    answered: Answered | None

    @classmethod
    def of(cls, telling: Telling, pairs: Pairs, *, tells_words: bool) -> "_Views":
        numbers, known = telling.numbers
        languages = {}
        for is_english in np.unique(telling.is_english[pairs.goals]).tolist():
            name = "en" if is_english else "nb"
            signs = Signs.of(numbers, known, name)
            stemmed = Stemmed.of(telling.led, numbers, known, name)
            languages[is_english] = _View(stemmed, signs, signs.joined(pairs.parts))
        answered = None
        if tells_words:
            said = telling.spoken
            objectives = said.lists.joined(pairs.parts).once()
            answered = said.answers(pairs.goals, objectives, pairs.objectives)
        return cls(telling, pairs, languages, answered)

    @property
    def width(self) -> int:
        """The most words, or stems, that a table may have."""
        known = (self.telling.numbers[1], self.telling.words.stems, self.telling.lexicon.weights)
        return max(map(len, known))

    def told(self, at: Places) -> _Told:
        """What carried the pairs at these places."""
        goals, objectives = self.pairs.goals[at], self.pairs.objectives[at]
        pair, part = self.pairs.parts.entries(objectives)
        parts = self.pairs.parts.values[part]
        found, products = self.telling.terms.in_common(goals[pair], parts)
        share, echo = self._taken_over(goals, pair, parts, found)
        detail = np.zeros(len(at))
        for spoken, view in self._spoken(goals):
            detail[spoken] = added_by_pair(
                view.below, view.above, goals[spoken], objectives[spoken]
            )
        if self.answered is None:
            return _Told(share, echo, detail, [""] * len(at), [""] * len(at))
        terms = self._shared_terms(pair, found, products, len(at))
        return _Told(share, echo, detail, terms, self.answered.by_pair(goals, objectives))

    def _spoken(self, goals: Places) -> list[tuple[Places, _View]]:
        """Which of the goals are in a language, and how it is seen."""
        is_english = self.telling.is_english[goals]
        return [(np.flatnonzero(is_english == each), view) for each, view in self.languages.items()]

    def _taken_over(
        self, goals: Places, pair: Places, parts: Places, found: Met
    ) -> tuple[Matrix, Matrix]:
        """The largest share that is taken over from one of the parts, and the largest echo."""
        share, echo = np.zeros(len(goals)), np.zeros(len(goals))
        # without a stem in common nothing is taken over
        related = np.unique(found.pair)
        pair, parts = pair[related], parts[related]
        for some, view in self._spoken(goals[pair]):
            each = taken_over_by_pair(view.stemmed, goals[pair[some]], parts[some])
            for most, values in zip((share, echo), each, strict=True):
                np.maximum.at(most, pair[some], values)
        return np.minimum(1.0, share), echo

    def _shared_terms(
        self, pair: Places, found: Met, products: Matrix, count: int
    ) -> Sequence[str]:
        """Stems shared with the part that shares the most, the first of equal ones."""
        if len(pair) > count:
            cosines = np.bincount(found.pair, weights=products, minlength=len(pair))
            order = np.lexsort((-cosines, pair))
            best = np.zeros(len(pair), dtype=bool)
            best[order[firsts(pair[order])]] = True
            kept = best[found.pair]
            found, products = found.where(kept), products[kept]
        found = Met(pair[found.pair], found.below, found.above)
        terms = self.telling.terms
        shown = shared_by_pair(terms, found, products)
        stems = terms.stems[terms.lists.values[shown.below]]
        return joined_by_pair(shown.pair, stems, count)
