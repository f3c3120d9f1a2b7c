"""The first thing that happens to any text: one form for each letter, one kind of space."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def normalise_text(text: str) -> str:
    """The text in NFC, without invisible characters, runs of white space made one space.

    >>> normalise_text("a\u030arsbudsjett\u00a0 2024 ")
    'årsbudsjett 2024'
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())
