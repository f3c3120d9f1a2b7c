"""Numbers of list items and headings, written out as programs show them."""

import re
from collections.abc import Callable

_FIGURES = re.compile(r"\s*\[?[\d(),]+\]?\s*")
_RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", "[]")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def number_text(number: int, style: str) -> str:
    """The number in a style by Word's name for it (`w:numFmt`); styles not known are Arabic.

    >>> [number_text(4, s) for s in ("decimal", "upperRoman", "lowerLetter", "decimalZero")]
    ['4', 'IV', 'd', '04']
    >>> number_text(28, "lowerLetter")
    'bb'
    """
    if style == "none":
        return ""
    write = _STYLES.get(style)
    return write(number) if write and 0 < number < 4000 else str(number)


def raised_text(text: str) -> str:
    """Raised figures as superscripts, as in PDFs: 10¹⁾ is ten with a note; other text as it is.

    >>> raised_text("1)"), raised_text("[12]"), raised_text("de")
    ('¹⁾', '¹²', 'de')
    """
    return text.translate(_RAISED).strip() if _FIGURES.fullmatch(text) else text


def _roman(number: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)


_STYLES: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "ordinal": lambda number: f"{number}.",
}
