"""Whether a text can be what a person wrote: broken encodings, lost spaces, spaced-out letters.

No dictionary: letters are counted and held against how often Norwegian and English use them, and
function words against what any running text has.
"""

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from pipeline.language.wordlists import function_words

_ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"
# How often each letter stands in a thousand: Norwegian administrative prose, English prose.
_NORWEGIAN = (
    *(57, 18, 1, 38, 159, 21, 41, 15, 53, 10, 36, 60, 37, 84, 46),
    *(19, 1, 88, 58, 77, 19, 27, 1, 1, 7, 1, 2, 11, 17),
)
_ENGLISH = (
    *(82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75),
    *(19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1, 0, 0, 0),
)
_LEAST_LETTERS = 60  # in distinct words; fewer say too little about which letters a text uses
_LEAST_LIKENESS = 0.8  # cosine of letter counts; real pages of names and tables keep above it
_MOST_FUNCTION_WORDS = 0.05  # with more of these than that, the letters are what they say
_MOST_BROKEN = 0.02  # of the characters
_BROKEN = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]|\(cid:\d+\)")
# What Norwegian letters become when UTF-8 is read as a one-byte encoding: "Ã¥", "Ã¸", "â€“".
_MISREAD = re.compile("Ã[\x80-\xbf¦…†˜ \u2026]|â€|Â[\u00a0-\u00bf]")
_LETTERS = re.compile(r"[^\W\d_]+")
# "målOg", "innbyggerne.Kommunen": words that ran together keep their capital in the middle
_SEAM = re.compile(r"[a-zæøå]{3}[.,:;]?[A-ZÆØÅ][a-zæøå]{2}")
_LONG_TOKEN = 22  # letters; from here a token that holds function words is looked at
# Function words that seldom stand inside a Norwegian compound, alone or at its ends.
_INNER = re.compile("skal|som|ikke|ikkje|eller|også|være|vere|hvor|blir|må|får|på|og")
_AT_AN_END = ("og", "skal", "ikke", "ikkje", "eller")
_SHORTEST_REST = 4
_LEAST_JOINED, _LEAST_JOINED_SHARE = 3, 0.02  # distinct tokens
_MOST_JOINED_LETTERS = 0.4  # of the distinct tokens', whatever their number
# A token as people write them: a word or figure with signs around it, parts joined by - / . ,
_PLAIN = re.compile(
    r"^[\W_]*(?:[^\W\d_]+|\d+)(?:[-–/.,:'’+&@_%§]+(?:[^\W\d_]+|\d+))*[\W_]*$|^[\W_]+$"
)
_LEAST_TOKENS, _MOST_ODD = 30, 0.2
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){4,}[^\W\d_](?!\S)")
_LEAST_SPACED, _LEAST_SPACED_SHARE = 20, 0.05  # of the letters


def joined_tokens(text: str, vocabulary: Collection[str]) -> list[str]:
    """The distinct tokens that are several words; `vocabulary` is what the document uses, small.

    >>> joined_tokens("kommunenskalsørgeforatbarnafårdet og barnaskal", {"barna"})
    ['barnaskal', 'kommunenskalsørgeforatbarnafårdet']
    """
    tokens = {token.strip('.,:;()«»"”“!?–-') for token in text.split()}
    return sorted(token for token in tokens if _is_joined(token, vocabulary))


def lacks_spaces(text: str, vocabulary: Collection[str]) -> bool:
    """Whether so many of the text's tokens are several words that spaces were lost.

    >>> lacks_spaces("Kommunen vil hjelpe.Barna får.Skolene skal.Denne", set())
    True
    """
    joined = joined_tokens(text, vocabulary)
    tokens = set(text.split())  # a line that is repeated says no more than once
    if sum(map(len, joined)) > _MOST_JOINED_LETTERS * sum(map(len, tokens)):
        return True
    return len(joined) >= max(_LEAST_JOINED, _LEAST_JOINED_SHARE * len(tokens))


def is_spaced_out(text: str) -> bool:
    """Whether the letters stand apart as if each were a word.

    >>> is_spaced_out("V i   s k a l  f ø l g e  o p p  d e  s v a k e s t e")
    True
    >>> is_spaced_out("Kommunen vil styrke skolen, jf. V E D T A K i sak 12.")
    False
    """
    runs = set(_SPACED.findall(" ".join(text.split())))
    letters = sum(len(run.split()) for run in runs)
    every = sum(map(str.isalpha, text))
    return letters >= _LEAST_SPACED and letters >= _LEAST_SPACED_SHARE * every


def broken_characters(text: str) -> int:
    """How many characters stand for none, or come of a wrong decoding.

    >>> broken_characters("Ã¥rsbudsjett, s\ufffdker, (cid:12)")
    11
    """
    return sum(map(len, _BROKEN.findall(text))) + 2 * len(_MISREAD.findall(text))


def is_garbled(text: str) -> bool:
    """Whether the characters can't be what the page shows.

    >>> is_garbled("(cid:12)(cid:7)(cid:44)")
    True
    >>> is_garbled("Kommunen skal arbeide for at alle barn får en god start på skolen. " * 4)
    False
    """
    if broken_characters(text) > _MOST_BROKEN * len(text):
        return True
    # each word once: a form's repeated lines say no more than one of them
    words = set(_LETTERS.findall(text.casefold()))
    if sum(map(len, words)) < _LEAST_LETTERS or function_word_share(text) > _MOST_FUNCTION_WORDS:
        return False
    letters = Counter(c for word in words for c in word)
    return max(_likeness(letters, usual) for usual in (_NORWEGIAN, _ENGLISH)) < _LEAST_LIKENESS


def is_poor(text: str) -> bool:
    """Whether a text layer that lies unseen under a scan is worse than recognising it anew.

    >>> is_poor("K0mmun3n sk@l s}rge f~r at al|e b4rn f!r en g0d st4rt p! sk0len i k0mmun3n. " * 3)
    True
    >>> is_poor("Kommunen skal (jf. delmål 4.2) sørge for alle 1 200 barn i 2013–2016. " * 5)
    False
    """
    tokens = text.split()
    odd = sum(not _PLAIN.match(token) for token in tokens)
    return len(tokens) >= _LEAST_TOKENS and odd > _MOST_ODD * len(tokens)


def function_word_share(text: str) -> float:
    """The share of the words that are function words of Norwegian or English; 0 without words."""
    words = _LETTERS.findall(text.casefold())
    return sum(word in _function_words() for word in words) / len(words) if words else 0.0


def _is_joined(token: str, vocabulary: Collection[str]) -> bool:
    """A capital inside, function words in a long token, or one at the end of a known word."""
    looks_joined, rests = _joints(token)
    return looks_joined or any(rest in vocabulary for rest in rests)


@lru_cache(maxsize=20_000)
def _joints(token: str) -> tuple[bool, tuple[str, ...]]:
    """Whether it looks like several words, else what is left of it without a word at an end."""
    if "/" in token or "@" in token or token.startswith("www"):
        return False, ()
    if _SEAM.search(token):
        return True, ()
    small = token.casefold()
    longest = max(_LETTERS.findall(small), key=len, default="")
    if len(longest) >= _LONG_TOKEN and len(_INNER.findall(longest)) >= 2:
        return True, ()
    rests = (rest for word in _AT_AN_END for rest in _without(small, word))
    return False, tuple(rest for rest in rests if len(rest) >= _SHORTEST_REST)


def _without(token: str, word: str) -> tuple[str, ...]:
    before = (token.removesuffix(word),) if token.endswith(word) else ()
    return (*before, token.removeprefix(word)) if token.startswith(word) else before


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return function_words("nb") | function_words("nn") | function_words("en")


def _likeness(letters: Counter[str], usual: tuple[int, ...]) -> float:
    """The cosine of the two profiles."""
    found = [letters[c] for c in _ALPHABET]
    product = sum(a * b for a, b in zip(found, usual, strict=True))
    lengths = (sum(a * a for a in found) * sum(b * b for b in usual)) ** 0.5
    return product / lengths if lengths else 0.0
