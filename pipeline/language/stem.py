"""Word stems: Snowball's Norwegian and English, after nynorsk is led to bokmål."""

from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from pipeline.language.derivation import verb_of
from pipeline.language.nynorsk import bokmal_form
from pipeline.language.wordlists import abbreviations, function_words, irregular_forms

_ALGORITHM = {"nb": "norwegian", "nn": "norwegian", "en": "english"}
_SHORTEST_TWICE = 4


@lru_cache(maxsize=1)
def _stemmers() -> dict[str, snowballstemmer.stemmer]:
    return {name: snowballstemmer.stemmer(name) for name in set(_ALGORITHM.values())}


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a lower-case word; a nynorsk word first takes its bokmål form where they differ.

    Norwegian words are stemmed twice, since Snowball takes one ending off *ledere* and *kvaliteter*
    and leaves one that it takes off *leder* and *kvalitet*. Short forms (kostra) stay as they are.

    >>> stem("barnehagene", "nb"), stem("ikkje", "nn"), stem("planning", "en")
    ('barnehag', 'ikk', 'plan')
    >>> stem("ledere", "nb") == stem("lederne", "nb") == stem("leiar", "nn")
    True
    """
    if word.upper() in abbreviations():
        return word
    if language == "en":
        return _snowball(word, language)
    led = bokmal_form(word) if language == "nn" else word
    led = verb_of(irregular_forms().get(led, led))
    once = _snowball(led.removesuffix("ne") if led.endswith("erne") else led, language)
    twice = _snowball(once, language)
    return twice if len(twice) >= _SHORTEST_TWICE else once


def content_stems(tokens: Iterable[str], language: str) -> list[str]:
    """Stems of the words that carry content: function words are left out.

    >>> content_stems(["flere", "barn", "i", "barnehagene"], "nb")
    ['barn', 'barnehag']
    """
    small = function_words(language)
    return [stem(token, language) for token in tokens if token not in small]


def _snowball(word: str, language: str) -> str:
    return str(_stemmers()[_ALGORITHM[language]].stemWord(word))
