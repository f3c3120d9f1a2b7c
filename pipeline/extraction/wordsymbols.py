"""Letters of symbol fonts → the signs that a reader sees."""

_GREEK = dict(
    zip("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True),
)
_SYMBOL = {
    **{ord(latin): greek for latin, greek in _GREEK.items()},
    **{ord(latin.upper()): greek.upper() for latin, greek in _GREEK.items()},
    **{0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×"},
    **{0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xD7: "·", 0xDE: "⇒", 0xE5: "∑", 0xAC: "←", 0xA7: "♣"},
}
_WINGDINGS = {
    **{0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒"},
    **{0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪"},
    **{0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAA: "✦", 0xAB: "★", 0xD8: "➢"},
    **{0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓"},
    **{0xFD: "☒", 0xFE: "☑"},
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_OWN = range(0xF000, 0xF100)  # where Word keeps the letters of symbol fonts
_UNKNOWN = "\ufffd"


def symbol_text(text: str, font: str | None) -> str:
    r"""The text with letters of a symbol font made signs; the replacement sign for unknown ones.

    >>> symbol_text("\uf0b7", "Symbol"), symbol_text("\uf0fc", "Wingdings")
    ('•', '✓')
    """
    table = _FONTS.get((font or "").casefold())
    if table is None and not any(ord(letter) in _OWN for letter in text):
        return text
    return "".join(_sign(letter, table) for letter in text)


def _sign(letter: str, table: dict[int, str] | None) -> str:
    code = ord(letter)
    if code not in _OWN and (table is None or letter.isspace() or code > 0xFF):
        return letter
    low = code - _OWN.start if code in _OWN else code
    # without a font that tells them apart, the two that lists are mostly made with
    known = table if table is not None else {**_WINGDINGS, 0xB7: "•"}
    return known.get(low, chr(low) if table is _SYMBOL and 0x20 < low < 0x7F else _UNKNOWN)
