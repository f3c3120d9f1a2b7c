"""Words as a scan garbles them: headings are recognised in spite of wrong letters."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

_LEAST_ALIKE = 0.8
_SHORTEST_WORD = 5
_DIGIT_FOR_LETTER = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "|": "l", "!": "l"})
_FOREIGN_LETTER = str.maketrans("äàáâãöóòôÄÖ", "åååååøøøøÅØ")
_WORD = re.compile(r"[^\W_](?:[\w|!-]*[^\W_])?")
_MAL = re.compile(r"\bmal(?=\b|a\b|et\b|ene\b)", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def mended(text: str) -> str:
    """The heading with a scan's commonest slips put right: digits in words, ä for å, «mal» for mål.

    >>> mended("3. Fe11es mäl for he1e kommunen"), mended("Enhetens egne mal")
    ('3. Felles mål for hele kommunen', 'Enhetens egne mål')
    """
    words = _WORD.sub(lambda match: _mended_word(match.group(0)), text)
    return _MAL.sub(lambda match: match.group(0)[0] + "ål", words)


def _mended_word(word: str) -> str:
    letters = sum(character.isalpha() for character in word)
    # a word of mostly letters has no digits of its own; "8.–10." and "2013" are no words
    mended = word.translate(_DIGIT_FOR_LETTER) if letters * 2 > len(word) else word
    return mended.translate(_FOREIGN_LETTER)


def is_like(text: str, word: str) -> bool:
    """True where the two are the same but for a slip or two in a word that is not short.

    The share of letters in common (Ratcliff and Obershelp) is at least 0.8.

    >>> is_like("Stgtte", "støtte"), is_like("perscnlige", "personlige"), is_like("mat", "mål")
    (True, True, False)
    """
    one, other = mended(text).lower(), word.lower()
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_WORD:
        return False
    if 2 * min(len(one), len(other)) < _LEAST_ALIKE * (len(one) + len(other)):
        return False
    alike = SequenceMatcher(None, one, other, autojunk=False)
    # what the letters have in common in any order bounds what they have in this one
    return alike.quick_ratio() >= _LEAST_ALIKE and alike.ratio() >= _LEAST_ALIKE
