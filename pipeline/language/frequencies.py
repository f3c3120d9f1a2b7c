"""How common a word is in bokmål or English, from counts of large text collections."""

from functools import lru_cache
from math import log10

import wordfreq

# Zipf value (van Heuven et al. 2014): log10 of occurrences in a billion words.
_BILLION = 9
UNKNOWN = 0.0


@lru_cache(maxsize=2)
def _shares(language: str) -> dict[str, float]:
    return wordfreq.get_frequency_dict(language, wordlist="best")


def zipf(word: str, language: str = "nb") -> float:
    """Log10 of how often a lower-case word stands in a billion, 0 where it is unknown, at most 9.

    `language` is nb or en; nynorsk has no counts of its own: ask for the bokmål form. 3 is once in
    a million words, 5 a word of every day (van Heuven et al. 2014).

    >>> zipf("barn") > 5 > zipf("barnehage") > 4 > zipf("etterslep") > 2
    True
    >>> zipf("xyzzx")
    0.0
    """
    share = _shares(language).get(word)
    return UNKNOWN if share is None else log10(share) + _BILLION
