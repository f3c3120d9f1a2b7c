"""Word stems: Snowball's Norwegian and English, after nynorsk is led to bokmål."""

from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from pipeline.language.wordlists import function_words, nynorsk_to_bokmal

_ALGORITHM = {"nb": "norwegian", "nn": "norwegian", "en": "english"}


@lru_cache(maxsize=1)
def _stemmers() -> dict[str, snowballstemmer.stemmer]:
    return {name: snowballstemmer.stemmer(name) for name in set(_ALGORITHM.values())}


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a lower-case word; a nynorsk word first takes its bokmål form where they differ.

    >>> stem("barnehagene", "nb"), stem("ikkje", "nn"), stem("planning", "en")
    ('barnehag', 'ikk', 'plan')
    """
    led = nynorsk_to_bokmal().get(word, word) if language == "nn" else word
    return str(_stemmers()[_ALGORITHM[language]].stemWord(led))


def content_stems(tokens: Iterable[str], language: str) -> list[str]:
    """Stems of the words that carry content: function words are left out.

    >>> content_stems(["flere", "barn", "i", "barnehagene"], "nb")
    ['barn', 'barnehag']
    """
    small = function_words(language)
    return [stem(token, language) for token in tokens if token not in small]
