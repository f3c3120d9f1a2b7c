"""Norwegian writes compounds as one word: what they share with other words of the corpus."""

from collections.abc import Iterable, Sequence

SHORTEST_PART = 4


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
