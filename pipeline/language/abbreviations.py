"""Short forms in capitals: which a text holds, and what they stand for."""

import re

from pipeline.language.normalise import normalise_text
from pipeline.language.tokenise import tokenise
from pipeline.language.wordlists import abbreviations

_CAPITALS = re.compile(r"(?<![^\W_])[A-ZÆØÅ][A-ZÆØÅ0-9]+(?![^\W_])")


def short_forms(text: str) -> list[str]:
    """The known short forms in a text, in order, in capitals; none in a text all in capitals.

    >>> short_forms("PPT og NAV-kontoret får ros"), short_forms("ROS TIL PPT")
    (['PPT', 'NAV'], [])
    """
    normal = normalise_text(text)
    if normal.isupper() and len(tokenise(normal)) > 1:
        return []
    return [found for found in _CAPITALS.findall(normal) if found in abbreviations()]


def expansions(token: str) -> tuple[str, ...]:
    """The lower-case words that a short form in capitals stands for; none where it is unknown.

    >>> expansions("PPT"), expansions("ppt")
    (('pedagogisk', 'psykologisk', 'tjeneste'), ())
    """
    return tuple(tokenise(abbreviations().get(token, "")))
