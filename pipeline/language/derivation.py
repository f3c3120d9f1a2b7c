"""Nouns of action and their verbs: forebygging and forebygge, digitalisering and digitalisere."""

from functools import lru_cache

from pipeline.language.frequencies import zipf

# Endings of verbs in -ere and their nouns: known to be so where the infinitive is known at all.
_LOANS = (
    ("eringen", "ere"), ("eringa", "ere"), ("ering", "ere"), ("erte", "ere"), ("ert", "ere"),
    ("erer", "ere"), ("eres", "ere"),
)  # fmt: skip
# Endings of nouns of action, and the infinitive's.
_ACTIONS = (
    ("ningen", "e"), ("ning", "e"), ("ingen", "e"), ("inga", "e"), ("inger", "e"), ("ing", "e"),
    ("elsen", "e"), ("elser", "e"), ("else", "e"),
)  # fmt: skip
_KNOWN, _COMMON = 2.0, 3.0
_SHORTEST_LOAN, _SHORTEST_ACTION = 3, 4


@lru_cache(maxsize=200_000)
def verb_of(word: str) -> str:
    """The infinitive that a lower-case bokmål noun of action comes from; the word itself if none.

    A noun in -ing or -else is led to its verb where the verb is the more common of the two: the
    noun then names the action. Where the noun is more common it has a meaning of its own, as in
    *utdanning* and *regning*.

    >>> verb_of("forebygging"), verb_of("digitaliseringen"), verb_of("redusert")
    ('forebygge', 'digitalisere', 'redusere')
    >>> verb_of("utdanning"), verb_of("ledning"), verb_of("barnehage")
    ('utdanning', 'ledning', 'barnehage')
    """
    led = _led(word, _LOANS, _SHORTEST_LOAN, _KNOWN)
    return led or _led(word, _ACTIONS, _SHORTEST_ACTION, max(_COMMON, zipf(word))) or word


def _led(
    word: str, endings: tuple[tuple[str, str], ...], shortest: int, least: float
) -> str | None:
    """The first verb that the endings give and that is at least so common."""
    verbs = (
        word.removesuffix(ending) + other
        for ending, other in endings
        if word.endswith(ending) and len(word) - len(ending) >= shortest
    )
    return next((verb for verb in verbs if zipf(verb) >= least), None)
