"""Amounts as Norwegian documents print them: thin spaces, commas, minus signs of every kind."""

import re
from dataclasses import dataclass
from decimal import Decimal

_SPACE = "\\s\u00a0\u2007\u2009\u202f'’"
_DIGITS = rf"\d{{1,3}}(?:[{_SPACE}.]\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_MINUS = "-‐‑‒–−﹣－"
_NUMBER = re.compile(
    rf"^(?:kr\.?\s*|NOK\s*)?(?P<minus>[{_MINUS}]\s*)?(?P<digits>{_DIGITS})"
    rf"\s*(?:(?:mill|mrd|tusen)\.?\s*)?(?:kr(?:oner)?\.?|NOK|,-|,–|(?P<after>[{_MINUS}]))?$",
    re.IGNORECASE,
)
_NOTE_MARKS = re.compile(r"\s*[⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾*]+\s*$")
_IN_BRACKETS = re.compile(r"^\(\s*(.+?)\s*\)$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_SCALES = (
    (Decimal("1E9"), r"(?:milliarder|milliardar|milliard|mrd\.?|billion)"),
    (Decimal("1E6"), r"(?:millioner|millionar|million|mill\.?|mio\.?|MNOK)"),
    (Decimal("1E3"), r"(?:tusen|tusind|TNOK|kkr\.?|thousand)"),
)
_SCALE = {value: re.compile(rf"^{words}$", re.IGNORECASE) for value, words in _SCALES}
_OWN_SCALE = [
    (Decimal("1E9"), re.compile(r"\bmrd", re.IGNORECASE)),
    (Decimal("1E6"), re.compile(r"\bmill", re.IGNORECASE)),
    (Decimal("1E3"), re.compile(r"\btusen", re.IGNORECASE)),
]
_OWN_KRONER = re.compile(r"\bkr(?:oner)?\b|\bNOK\b|,[-–]$", re.IGNORECASE)
_ANY_SCALE = (
    r"milliarder|milliardar|milliard|mrd\.?|billion|millioner|millionar|million"
    r"|mill\.?|mio\.?|tusen|thousand"
)
_KRONER = r"(?:norske\s+)?(?:kroner|kr\b\.?|NOK)"
_TEXT_AMOUNT = re.compile(
    rf"(?<![\w.,/§-])(?:(?P<before>kr\.?|NOK|MNOK"
    rf"|TNOK)\s*)?(?P<minus>[-−–]\s?|minus\s)?(?P<number>{_DIGITS})\s*"
    rf"(?:(?P<scale>{_ANY_SCALE})(?!\w))?\s*(?P<kroner>{_KRONER})?(?:\s*,[-–])?(?!\w)",
    re.IGNORECASE,
)
_UNITS = (
    (Decimal("1E9"), r"\bmilliarder kroner|\bmrd\.? ?(?:kr|NOK)|\bi milliarder\b|\bi mrd\b"),
    (Decimal("1E6"), r"\bmill(?:ion(?:er|ar)?)?\.?\s*(?:kr(?:oner|\.)?|NOK)?(?!\w)|\bMNOK\b"
    r"|\bNOK (?:mill|million)|\bmio\b|\bNOK m\b"),
    (Decimal("1E3"), r"\b(?:i |hele |heile )*(?:1[\s\u00a0.]?000|tusen)\s*(?:kr(?:oner|\.)?"
    r"|NOK)|\b(?:hele|heile|i) tusen\b|\bTNOK\b|\bNOK 1[\s\u00a0]?000\b"
    r"|\bkr(?:oner)? (?:i )?1[\s\u00a0]?000\b|\bi 1[\s\u00a0]?000\b|\b1000[- ]?kr|\bkkr\b"
    r"|\bNOK thousand|\b(?:hele|heile) 1[\s\u00a0]?000"),
    (Decimal(1), r"\b(?:beløp|tall|tal|alle tall|alle tal|amounts)\s+(?:er )?(?:oppgitt "
    r"|oppgjevne )?(?:i|in)\s+(?:hele |heile )?(?:norske )?(?:kr(?:oner)?|NOK)\b"
    r"|(?:^|(?<!mill)(?<!mrd)[.,:;]\s)\(?(?:i )?(?:hele |heile )?(?:kr(?:oner)?|NOK)\.?"
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹]*\)?$|\((?:i )?(?:hele "
    r"|heile )?(?:kr(?:oner)?|NOK)\.?\)|\bi (?:hele|heile) kroner\b|\bi kroner\.?$"),
)  # fmt: skip
_UNIT = [(value, re.compile(words, re.IGNORECASE)) for value, words in _UNITS]


_TEXT_MINUS = ("-", "−", "minus")
_COUNTED = re.compile(r"\d[\s\u00a0]*$")
# "(1 000 kr)", "i 1000 kr": how figures are told, and no amount
_UNIT_TOLD = re.compile(r"(?:^\s*\(?|\(|\b(?:i|hele|heile|beløp|tall|tal)\s+)$", re.IGNORECASE)


@dataclass(frozen=True)
class TextAmount:
    """An amount in running text: whole kroner, and where in the text it stands."""

    amount_nok: Decimal
    start: int
    end: int


def parse_number(text: str) -> Decimal | None:
    r"""The number in a cell; nothing for a blank cell, a lone dash, words or a percentage.

    >>> parse_number("1\u00a0250\u202f000"), parse_number("−3,2"), parse_number("(4,5)")
    (Decimal('1250000'), Decimal('-3.2'), Decimal('-4.5'))
    >>> parse_number("1 234¹⁾"), parse_number("1 200-"), parse_number("464,7 mill. kroner")
    (Decimal('1234'), Decimal('-1200'), Decimal('464.7'))
    >>> parse_number("–") is None, parse_number("12 %") is None
    (True, True)
    """
    words = _NOTE_MARKS.sub("", text).strip()
    bracketed = _IN_BRACKETS.match(words)
    match = _NUMBER.match(bracketed.group(1) if bracketed else words)
    if not match:
        return None
    value = _to_decimal(match.group("digits"))
    return -value if match.group("minus") or match.group("after") or bracketed else value


def cell_unit(text: str) -> Decimal | None:
    """How many kroner one is, where the cell says it beside its own figure.

    >>> cell_unit("464,7 mill. kroner"), cell_unit("1 250 kr"), cell_unit("464,7")
    (Decimal('1E+6'), Decimal('1'), None)
    """
    words = text.strip()
    if parse_number(words) is None:
        return None
    for value, pattern in _OWN_SCALE:
        if pattern.search(words):
            return value
    return Decimal(1) if _OWN_KRONER.search(words) else None


def is_year(text: str) -> bool:
    """True for a cell that holds nothing but a year, and the mark of a note."""
    return bool(_YEAR.match(_NOTE_MARKS.sub("", text).strip()))


def read_unit(text: str) -> Decimal | None:
    """How many kroner one is, where the text says so.

    >>> read_unit("Tall i millioner kroner"), read_unit("(1 000 kr)"), read_unit("12 mill. kr")
    (Decimal('1E+6'), Decimal('1E+3'), None)
    """
    for value, pattern in _UNIT:
        for match in pattern.finditer(text):
            # "12 mill. kr" is an amount, and tells no table's unit
            if not _COUNTED.search(text[: match.start()]):
                return value
    return None


def text_amounts(text: str) -> list[TextAmount]:
    """Every amount of money in running text; a number without kroner or a scale is none.

    >>> [str(a.amount_nok) for a in text_amounts("49,7 mill. kroner, kr 1 250 000 og 12 elever")]
    ['49700000', '1250000']
    """
    found = []
    for match in _TEXT_AMOUNT.finditer(text):
        scale = _scale(match.group("before") or "", match.group("scale") or "")
        money = match.group("kroner") or match.group("before")
        if not money and not (match.group("scale") and _stands_alone(text[match.end() :])):
            continue
        value = _to_decimal(match.group("number")) * scale
        if value == 1000 and _UNIT_TOLD.search(text[: match.start()]):
            continue
        minus = match.group("minus") and match.group("minus").strip().lower() in _TEXT_MINUS
        found.append(TextAmount(-value.normalize() if minus else value, match.start(), match.end()))
    return [TextAmount(_plain(held.amount_nok), held.start, held.end) for held in found]


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _stands_alone(rest: str) -> bool:
    # "20 millioner innbyggere" is no money, "20 mill." before a stop or a year is
    return bool(
        re.match(
            r"^\s*(?:$|[.,;:)]|i \d{4}|i året|årlig|årleg|per år|for \d{4}|til |pr\.? år)", rest
        )
    )


def _scale(before: str, after: str) -> Decimal:
    for word in (after, before):
        for value, pattern in _SCALE.items():
            if word and pattern.match(word.strip()):
                return value
    return Decimal(1)


def _to_decimal(digits: str) -> Decimal:
    plain = re.sub(rf"[{_SPACE}]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    return Decimal(plain.replace(",", "."))
