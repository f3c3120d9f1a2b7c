"""Word stems: Snowball's Norwegian and English, after nynorsk is led to bokmål."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import snowballstemmer

from pipeline.language.wordlists import function_words, nynorsk_to_bokmal

Language = Literal["nb", "nn", "en"]
_ALGORITHM = {"nb": "norwegian", "nn": "norwegian", "en": "english"}
# A text says its language by its small words; a handful is enough to tell the three apart.
_MARKS: dict[Language, frozenset[str]] = {
    "nb": frozenset(["ikke", "fra", "hvor", "jeg", "en", "et", "være", "som", "og", "det", "er"]),
    "nn": frozenset(["ikkje", "frå", "kvar", "eg", "ein", "eit", "vere", "som", "og", "det", "er"]),
    "en": frozenset(["the", "of", "and", "to", "a", "is", "shall", "that", "with", "by", "or"]),
}


@lru_cache(maxsize=1)
def _stemmers() -> dict[str, snowballstemmer.stemmer]:
    return {name: snowballstemmer.stemmer(name) for name in set(_ALGORITHM.values())}


@lru_cache(maxsize=200_000)
def stem(word: str, language: Language) -> str:
    """The stem of a lower-case word; a nynorsk word first takes its bokmål form where they differ.

    >>> stem("barnehagene", "nb"), stem("ikkje", "nn"), stem("planning", "en")
    ('barnehag', 'ikk', 'plan')
    """
    led = nynorsk_to_bokmal().get(word, word) if language == "nn" else word
    return str(_stemmers()[_ALGORITHM[language]].stemWord(led))


def guess_language(tokens: Iterable[str]) -> Language:
    """nb, nn or en, by the text's small words; nb where nothing tells.

    >>> guess_language("kva er det eit lag ikkje gjer".split())
    'nn'
    """
    words = list(tokens)
    counts = {name: sum(word in marks for word in words) for name, marks in _MARKS.items()}
    return max(counts, key=lambda name: (counts[name], name == "nb"))


def content_stems(tokens: Iterable[str], language: Language) -> list[str]:
    """Stems of the words that carry content: function words are left out.

    >>> content_stems(["flere", "barn", "i", "barnehagene"], "nb")
    ['barn', 'barnehag']
    """
    small = function_words(language)
    return [stem(token, language) for token in tokens if token not in small]
