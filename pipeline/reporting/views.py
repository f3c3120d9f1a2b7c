"""What several pages show in the same way: quotes, links and profiles as a template wants them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from pipeline.reporting.corpus import Corpus, Goal, Link
from pipeline.reporting.formats import shortened
from pipeline.reporting.words import CARRIED_WORDS, GOAL_KIND_WORDS, WORD_RELATION_WORDS
from pipeline.speech import gettext

_LONGEST_QUOTE = 700
# what carried less of a link than this isn't told
_LEAST_CARRIED = 0.05
# odds beyond this tell nobody more
_MOST_TIMES = 100.0
_WORD_PAIR = re.compile(r"(?P<goal>[^~;]+)~(?P<objective>[^~;]+) \((?P<how>\w+)\)")
# «4.», «4.2 », «b)», «Delmål 4.2:» before the words; «4 av 5» is no numbering
_NUMBERING = re.compile(
    r"^\s*(?:(?:hovedmål|delmål|mål|punkt|strategi|tiltak) \d+(?:\.\d+)*\s*[:.–-]?"
    r"|(?:\d+(?:\.\d+)*|[^\W\d_])[.)](?!\d)|\d+(?:\.\d+)+(?=\s))\s*"
)
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Quote:
    """The document's own words, with where they stand."""

    text: str
    language: str
    document: str
    page: int
    href: str
    is_doubtful: bool = False


@dataclass(frozen=True)
class WordAnswer:
    """A word of a goal and the objective's that answers it, and how in the report's words."""

    goal_word: str
    objective_word: str
    how: str


@dataclass(frozen=True)
class Evidence:
    """A link from a goal to an objective, with the objective's words."""

    number: str
    kind_above: str
    text: str
    language: str
    href: str
    probability: float
    kind: str
    linked: bool
    explicit: bool
    containment: float
    terms: tuple[str, ...]
    answers: tuple[WordAnswer, ...]
    carried: tuple[tuple[str, float], ...]
    times_next: float | None
    quote: Quote
    quote_differs: bool
    above: str


def beside(goal: Goal, below: Sequence[Goal] = ()) -> tuple[tuple[str, str], ...]:
    """What stands beside the goal, each under its name; what a goal below it repeats left out."""
    repeated = [dict(_fields(each)) for each in below]
    return tuple(
        (name, text)
        for name, text in _fields(goal)
        if text and text not in (each[name] for each in repeated)
    )


def _fields(goal: Goal) -> Iterator[tuple[str, str | None]]:
    yield gettext("Tiltak"), goal.measure
    yield gettext("Indikator"), goal.indicator
    yield gettext("Ansvar"), goal.responsible
    yield gettext("Støtte"), goal.support


def quote_of(corpus: Corpus, goal: Goal) -> Quote:
    """The words that the goal was read from, shortened where the passage is long.

    Its address leads from a page in a folder to the goal on its document's page.
    """
    document = corpus.documents.get(goal.document_id)
    title = document.title if document else goal.document_id
    text = shortened(corpus.quotes.get(goal.goal_id, goal.text), _LONGEST_QUOTE)
    is_doubtful = goal.goal_id in corpus.doubtful
    return Quote(text, goal.language, title, goal.page, corpus.place_of(goal), is_doubtful)


def evidence_of(corpus: Corpus, link: Link, root: str) -> Evidence:
    """The link as a page in a folder shows it; `root` leads to the report's folder."""
    objective = corpus.goals[link.objective_id]
    quote = quote_of(corpus, objective)
    slug = corpus.page_of(link.objective_id)
    return Evidence(
        number=objective.number or "",
        kind_above=GOAL_KIND_WORDS.get(objective.kind, objective.kind),
        text=objective.text,
        language=objective.language,
        href=f"{root}mal/{slug}.html" if slug else corpus.place_of(objective, root),
        probability=link.probability,
        kind=link.kind,
        linked=link.linked,
        explicit=link.explicit,
        containment=link.containment,
        terms=tuple(term for term in link.shared_terms.split("; ") if term),
        answers=word_answers(link.word_pairs),
        carried=carried(link),
        times_next=times_next(link),
        quote=quote,
        quote_differs=not same_words(objective.text, quote.text),
        above=_above(corpus, objective),
    )


def word_answers(pairs: str) -> tuple[WordAnswer, ...]:
    """The word pairs of LINKS in which the two words differ.

    >>> word_answers("skole~skole (same); turer~skoleturer (compound)")
    (WordAnswer(goal_word='turer', objective_word='skoleturer', how='sammensatt'),)
    """
    return tuple(
        WordAnswer(match["goal"].strip(), match["objective"], WORD_RELATION_WORDS[match["how"]])
        for match in _WORD_PAIR.finditer(pairs)
        if match["how"] != "same" and match["how"] in WORD_RELATION_WORDS
    )


def answering_words(pairs: str) -> tuple[frozenset[str], frozenset[str]]:
    """The goal's and the objective's words that answer each other, same words among them.

    >>> answering_words("skole~skole (same)")
    (frozenset({'skole'}), frozenset({'skole'}))
    """
    found = list(_WORD_PAIR.finditer(pairs))
    ours, theirs = ({match[side].strip() for match in found} for side in ("goal", "objective"))
    return frozenset(ours), frozenset(theirs)


def carried(link: Link) -> tuple[tuple[str, float], ...]:
    """What carried the link and how much, most first; what carried next to nothing left out."""
    sums = {
        gettext(word): sum(getattr(link, column) or 0.0 for column in columns)
        for word, columns in CARRIED_WORDS.items()
    }
    told = [(word, value) for word, value in sums.items() if abs(value) >= _LEAST_CARRIED]
    return tuple(sorted(told, key=lambda pair: -pair[1]))


def times_next(link: Link) -> float | None:
    """How many times the odds of the goal's next best objective; None where it isn't the best.

    At most 100: above that the odds tell nobody more.
    """
    if link.margin_to_next is None or link.margin_to_next <= 0:
        return None
    return min(_MOST_TIMES, exp(min(link.margin_to_next, _MOST_TIMES)))


def _above(corpus: Corpus, goal: Goal) -> str:
    """What a point of the plan stands under, for one that has no page of its own."""
    parent = corpus.goals.get(goal.parent_goal_id or "")
    if goal.goal_id in corpus.objective_slugs or parent is None:
        return ""
    kind = GOAL_KIND_WORDS.get(parent.kind, parent.kind)
    words = " ".join(part for part in (kind, parent.number, parent.text) if part)
    return gettext("under {objective}").format(objective=words)


def same_words(text: str, quote: str) -> bool:
    """True where the quote adds nothing to the goal's text but numbering, signs and spaces.

    >>> same_words("Skole: 6,0 millioner", "a. Skole: 6,0 millioner")
    True
    """
    return _letters(text) == _letters(quote)


@lru_cache(maxsize=100_000)
def _letters(words: str) -> str:
    return _NO_LETTERS.sub("", _NUMBERING.sub("", words.lower()))
