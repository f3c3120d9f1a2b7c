"""Norwegian writes compounds as one word: what they are made of, and what they share."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.frequencies import zipf
from pipeline.language.nynorsk import bokmal_form
from pipeline.language.wordlists import no_parts

SHORTEST_PART = 4


@dataclass(frozen=True)
class SplitRules:
    """What it takes to split: lengths in letters, how common a part must be as Zipf values.

    Chosen on one half of `benchmarks/accuracy/gold/compounds.csv`, and so that links gain by it.
    """

    shortest_word: int = 8
    # how common a part of so many letters must be; more letters, as the last
    part_zipf: tuple[tuple[int, float], ...] = ((3, 4.4), (4, 3.0), (5, 1.5))
    # so common a word stays whole
    whole_zipf: float = 4.0
    # what a word of the corpus at hand counts as
    corpus_zipf: float = 3.5
    joint_cost: float = 0.4

    @property
    def shortest_part(self) -> int:
        """Letters of the shortest part."""
        return self.part_zipf[0][0]

    def least_zipf(self, part: str) -> float:
        """How common the part must be, by its length."""
        return max(pair for pair in self.part_zipf if pair[0] <= len(part))[1]


RULES = SplitRules()
_JOINTS = ("", "s", "e")
_INFLECTIONS = (
    "en", "et", "a", "er", "ene", "ens", "ets", "enes", "ers", "s", "ar", "ane", "t", "e", "te",
    "de",
)  # fmt: skip


def split_compound(
    word: str,
    language: str = "nb",
    corpus: Collection[str] = frozenset(),
    rules: SplitRules = RULES,
) -> tuple[str, ...]:
    """What a lower-case compound is made of, in order, joints left out; `(word,)` if nothing.

    Two parts, each a word that is common in the language or stands in `corpus`; a word that is
    common itself, in this form or without its ending, stays whole. The likeliest seam is the one
    whose parts are commonest together; a joint -s- or -e- costs a little. English is not split.

    >>> split_compound("barnehageplass"), split_compound("vedlikeholdsetterslep")
    (('barnehage', 'plass'), ('vedlikehold', 'etterslep'))
    >>> split_compound("barnehage"), split_compound("muligheter")
    (('barnehage',), ('muligheter',))
    """
    if language == "en" or len(word) < rules.shortest_word or not word.isalpha():
        return (word,)
    if any(_zipf(form, language) >= rules.whole_zipf for form in _uninflected(word)):
        return (word,)
    seams = list(_seams(word, language, corpus, rules))
    return max(seams)[1] if seams else (word,)


def all_parts(
    word: str, language: str = "nb", corpus: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """The parts of a lower-case compound, each followed by its own; none where nothing is split.

    >>> all_parts("barnehageplass"), all_parts("plass")
    (('barnehage', 'plass'), ())
    """
    parts = split_compound(word, language, corpus)
    if len(parts) == 1:
        return ()
    return tuple(deeper for part in parts for deeper in (part, *all_parts(part, language, corpus)))


def _seams(
    word: str, language: str, corpus: Collection[str], rules: SplitRules
) -> Iterable[tuple[float, tuple[str, str]]]:
    for seam in range(rules.shortest_part, len(word) - rules.shortest_part + 1):
        last = word[seam:]
        last_worth = _worth(last, language, corpus, rules)
        if last_worth is None or last in no_parts("last"):
            continue
        for joint in _JOINTS:
            first = word[:seam].removesuffix(joint) if joint else word[:seam]
            if (joint and not word[:seam].endswith(joint)) or len(first) < rules.shortest_part:
                continue
            worth = _worth(first, language, corpus, rules)
            if worth is not None and first not in no_parts("first"):
                cost = rules.joint_cost if joint else 0.0
                yield worth + last_worth - cost, (first, last)


def _worth(part: str, language: str, corpus: Collection[str], rules: SplitRules) -> float | None:
    known = _zipf(part, language)
    if part in corpus and len(part) > rules.shortest_part:
        known = max(known, rules.corpus_zipf)
    return known if known >= rules.least_zipf(part) else None


def _uninflected(word: str) -> Iterable[str]:
    yield word
    for ending in _INFLECTIONS:
        if word.endswith(ending):
            yield word.removesuffix(ending)
            yield word.removesuffix(ending) + "e"


@lru_cache(maxsize=200_000)
def _zipf(word: str, language: str) -> float:
    if language == "nn":
        return max(zipf(word), zipf(bokmal_form(word)))
    return zipf(word)


def with_compound_parts(documents: Sequence[Sequence[str]]) -> list[list[str]]:
    """Each document's words, and after them the words that begin or end them elsewhere.

    A part counts where it stands as a word of its own in some document and has at least four
    letters, on both sides of the seam. No dictionary is needed, and a joint -s- or -e- falls
    where it may: each end is looked up by itself.

    >>> with_compound_parts([["barnehageplass"], ["plass", "kom"]])
    [['barnehageplass', 'plass'], ['plass', 'kom']]
    """
    vocabulary = frozenset(
        word for words in documents for word in words if len(word) >= SHORTEST_PART
    )
    parts = {word: list(_parts(word, vocabulary)) for word in vocabulary}
    return [
        [*words, *(part for word in words for part in parts.get(word, ()))] for words in documents
    ]


def _parts(word: str, vocabulary: frozenset[str]) -> Iterable[str]:
    for seam in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        yield from (part for part in (word[:seam], word[seam:]) if part in vocabulary)
