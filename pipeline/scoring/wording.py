"""What was done to a wording: words added, words taken out, one text held in another."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.language.normalise import normalise_text
from pipeline.language.wordlists import function_words, template_words

# thousands are one figure: 2 407,8
_WRITTEN = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?(?!\d)|\S+")
_MARKS = ".,;:!?()[]«»\"”“'’‘–—-•"


def written_words(text: str) -> list[str]:
    """The words and figures as they are written, without the marks around them.

    >>> written_words("Skole: 6,0 millioner kroner (1.–4. trinn).")
    ['Skole', '6,0', 'millioner', 'kroner', '1.–4', 'trinn']
    >>> written_words("2 407,8 millioner, i 2015")
    ['2 407,8', 'millioner', 'i', '2015']
    """
    stripped = (word.strip(_MARKS) for word in _WRITTEN.findall(normalise_text(text)))
    return [word for word in stripped if word]


def same_words(first: str, second: str) -> bool:
    """True where both texts are the same words in the same order, capitals and marks aside."""
    return _keys(first) == _keys(second)


def word_changes(before: str, after: str) -> tuple[list[str], list[str]]:
    """The runs of words added to `before`, and the runs taken out of it, to make `after`.

    Source: difflib's matching blocks (Ratcliff & Metzener 1988, Pattern matching: the gestalt
    approach), over words.

    >>> word_changes("Skole: 6,0 millioner kroner.", "Skole: 4,5 millioner kroner i 2015.")
    (['4,5', 'i 2015'], ['6,0'])
    """
    old, new = written_words(before), written_words(after)
    matcher = SequenceMatcher(None, list(_keys(before)), list(_keys(after)), autojunk=False)
    changed = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    added = [" ".join(new[low:high]) for _, _, _, low, high in changed if high > low]
    taken_out = [" ".join(old[low:high]) for _, low, high, _, _ in changed if high > low]
    return added, taken_out


def is_figure(run: str) -> bool:
    """True where a run of words is figures alone.

    >>> is_figure("2 407,8"), is_figure("6,0 millioner"), is_figure("1.–4")
    (True, False, True)
    """
    return any(sign.isdigit() for sign in run) and not any(sign.isalpha() for sign in run)


def without_part(text: str, part: str) -> str | None:
    """What is left of `text` when `part` is cut out of it whole; None where it isn't in it whole.

    >>> without_part("Heis bygges. Arbeidet gjøres om sommeren.", "Heis bygges")
    'Arbeidet gjøres om sommeren'
    >>> without_part("Heis bygges ikke.", "Rampe bygges") is None
    True
    """
    words, keys, sought = written_words(text), _keys(text), _keys(part)
    for start in range(len(keys) - len(sought) + 1) if sought else ():
        if keys[start : start + len(sought)] == sought:
            return " ".join(words[:start] + words[start + len(sought) :])
    return None


def says_something(text: str, least: int = 2) -> bool:
    """True where at least `least` words are neither function words nor words that all plans use."""
    return sum(word not in _empty_words() for word in _keys(text)) >= least


@lru_cache(maxsize=1)
def _empty_words() -> frozenset[str]:
    return function_words("nb") | template_words()


@lru_cache(maxsize=10_000)
def _keys(text: str) -> Sequence[str]:
    return tuple(word.lower() for word in written_words(text))
