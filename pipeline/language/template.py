"""What a statement says without the phrases that all statements of its kind share."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.language.normalise import normalise_text
from pipeline.language.tokenise import tokenise
from pipeline.language.wordlists import function_words, template_phrases

_LEFT_AT_EDGE = " ,;:–-"


def without_template(text: str, language: str) -> str:
    """The text without the openings and phrases of its genre; all of it if nothing else is there.

    Openings (Andel, Har kommunen) go at the beginning only, one after another; phrases (legge til
    rette for) wherever they stand. Words that tell a direction are kept. `language`: nb, nn or en.

    >>> without_template("Andel elever som trives på skolen i prosent", "nb")
    'elever som trives på skolen'
    >>> without_template("Kommunen skal legge til rette for at flere sykler", "nb")
    'flere sykler'
    >>> without_template("Redusere antall fall", "nb"), without_template("Andel", "nb")
    ('Redusere antall fall', 'Andel')
    """
    normal = normalise_text(text)
    openings, anywhere = _patterns(language)
    rest = anywhere.sub(" ", _without_openings(normal, openings))
    rest = re.sub(r"\s+([,.;:?!])", r"\1", " ".join(rest.split()))
    rest = _without_openings(rest.strip(_LEFT_AT_EDGE), openings).strip(_LEFT_AT_EDGE)
    says_something = any(word not in function_words(language) for word in tokenise(rest))
    return rest if says_something else normal


@lru_cache(maxsize=3)
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What matches at the beginning, and what matches anywhere; longer phrases before shorter."""
    phrases = template_phrases(language)
    begins = _either(phrase for phrase, _ in phrases)
    anywhere = _either(phrase for phrase, only_begins in phrases if not only_begins)
    return (
        re.compile(rf"\W*(?:{begins})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{anywhere})(?!\w)", re.IGNORECASE),
    )


def _either(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)


def _without_openings(text: str, openings: re.Pattern[str]) -> str:
    while match := openings.match(text):
        text = text[match.end() :].lstrip(_LEFT_AT_EDGE)
    return text
