"""Bokmål led to nynorsk word by word: enough for a made-up corpus, no translation.

The pipeline's own list of pairs is turned round, and completed by the words in `corpus_words.yaml`
that it lacks. A compound changes in its last part, and in its first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from benchmarks.speed.sentences import read_words
from pipeline.language.wordlists import nynorsk_small_words, nynorsk_to_bokmal

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_PART = 4
_ENDINGS = (("ingene", "ingane"), ("inger", "ingar"), ("lige", "lege"), ("lig", "leg"))


def nynorsk_everywhere(value: Any) -> Any:
    """Return the value with every string in it in nynorsk; keys stay."""
    if isinstance(value, str):
        return nynorsk_text(value)
    if isinstance(value, list):
        return [nynorsk_everywhere(each) for each in value]
    if isinstance(value, dict):
        return {key: nynorsk_everywhere(each) for key, each in value.items()}
    return value


def nynorsk_text(text: str) -> str:
    """Return a bokmål text in nynorsk.

    >>> nynorsk_text("Alle elever på skolene leser mer enn før")
    'Alle elevar på skulane les meir enn før'
    """
    return _WORD.sub(lambda match: _as_written(match.group(), nynorsk_word), text)


@lru_cache(maxsize=200_000)
def nynorsk_word(word: str) -> str:
    """Return a lower-case word in nynorsk; the word itself where nothing differs."""
    known = _pairs()
    if word in known:
        return known[word]
    for start in range(3, len(word) - _SHORTEST_PART + 1):
        if word[start:] in known:
            return _first_part(word[:start]) + known[word[start:]]
    return _ending(_first_part(word))


def _ending(word: str) -> str:
    for bokmal, nynorsk in _ENDINGS:
        if word.endswith(bokmal) and len(word) > len(bokmal) + 2:
            return word[: -len(bokmal)] + nynorsk
    return word


def _first_part(part: str) -> str:
    for bokmal, nynorsk in read_words()["nynorsk"]["firsts"].items():
        if part.startswith(bokmal):
            return str(nynorsk) + part[len(bokmal) :]
    return part


def _as_written(word: str, lead: Callable[[str], str]) -> str:
    lower = word.lower()
    if len(word) > 1 and word.isupper():
        return word
    led = lead(lower)
    return led if word == lower else led[:1].upper() + led[1:]


@lru_cache(maxsize=1)
def _pairs() -> Mapping[str, str]:
    pairs: dict[str, str] = {}
    for nynorsk, bokmal in {**nynorsk_to_bokmal(), **nynorsk_small_words()}.items():
        pairs.setdefault(bokmal, nynorsk)
    return {**pairs, **read_words()["nynorsk"]["words"]}
