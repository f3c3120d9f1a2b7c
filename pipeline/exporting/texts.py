"""Texts that every format can hold."""

import re
import unicodedata

# what XML 1.0 has a place for; control characters and halves of surrogate pairs are left out
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n|[\t\n\r\x0b\x0c\x85\u2028\u2029]")


def plain(text: str) -> str:
    r"""The text in NFC without the characters that XML, spreadsheets and SQL choke on.

    >>> plain("ma\u030al\x00 og \ud800tiltak")
    'mål og tiltak'
    """
    return text if text.isascii() and text.isprintable() else _plain(text)


def one_line(text: str) -> str:
    r"""The text as `plain` gives it, on one line.

    >>> one_line("mål\r\nog tiltak")
    'mål og tiltak'
    """
    return _BREAKS.sub(" ", plain(text))


def shortened(text: str, longest: int) -> str:
    """The text's first words and an ellipsis, at most so many characters.

    >>> shortened("Alle barn lærer å lese", 15)
    'Alle barn …'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    cut = head.rfind(" ")
    return (head[:cut] + " …") if cut > longest // 2 else head.rstrip() + "…"


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", unicodedata.normalize("NFC", text))
