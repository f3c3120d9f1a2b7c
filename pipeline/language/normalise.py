"""The first thing that happens to any text: one form for each letter, one kind of space."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def normalise_text(text: str) -> str:
    """The text in NFC, without invisible characters, runs of white space made one space.

    >>> normalise_text("a\u030arsbudsjett\u00a0 2024 ")
    'årsbudsjett 2024'
    """
    composed = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _SPACES.sub(" ", composed).strip()
