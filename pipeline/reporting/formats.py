"""Numbers and lists as readers of the language that is spoken expect them."""

from collections.abc import Sequence

from pipeline.catalogues import signs
from pipeline.speech import gettext as _
from pipeline.speech import ngettext, spoken

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
MISSING = "–"


def decimal(value: float | None, digits: int = 2) -> str:
    r"""The number with the language's signs for decimals and thousands; a dash where missing.

    >>> decimal(0.425, 1), decimal(-1234.5, 1), decimal(None)
    ('0,4', '−1\xa0234,5', '–')
    """
    if value is None or value != value:
        return MISSING
    shown = f"{abs(value):,.{digits}f}"
    sign = MINUS if value < 0 and any(digit in shown for digit in "123456789") else ""
    return sign + shown.translate(signs(spoken()))


def whole(value: float | None) -> str:
    r"""The whole number with thousands set apart.

    >>> whole(1234567)
    '1\xa0234\xa0567'
    """
    return decimal(value, 0)


def percent(value: float | None) -> str:
    r"""A share from 0 to 1 as per cent without decimals.

    >>> percent(0.125), percent(None)
    ('12\xa0%', '–')
    """
    if value is None or value != value:
        return MISSING
    return _("{number}\u00a0%").format(number=decimal(value * 100, 0))


def interval(low: float | None, high: float | None) -> str:
    """Both ends of an interval with an en dash between; empty where either is missing.

    >>> interval(0.3, 0.512), interval(None, 1.0)
    ('0,30–0,51', '')
    """
    if low is None or high is None:
        return ""
    return f"{decimal(low)}–{decimal(high)}"


def million_nok(value: float | None) -> str:
    r"""Kroner as millions with one decimal, as council papers print them.

    >>> million_nok(10_600_000)
    '10,6\xa0mill.\xa0kr'
    """
    if value is None or value != value:
        return MISSING
    return _("{number}\u00a0mill.\u00a0kr").format(number=decimal(value / 1e6, 1))


def signed_million_nok(value: float | None) -> str:
    r"""A difference in millions with its sign, also where it is positive.

    >>> signed_million_nok(3_000_000), signed_million_nok(0)
    ('+3,0\xa0mill.\xa0kr', '0,0\xa0mill.\xa0kr')
    """
    shown = million_nok(value)
    if value is None or value <= 0 or decimal(value / 1e6, 1) == decimal(0.0, 1):
        return shown
    return shown.replace(decimal(value / 1e6, 1), f"+{decimal(value / 1e6, 1)}", 1)


def kroner(value: float | None) -> str:
    r"""Kroner in full, with thousands set apart.

    >>> kroner(-1_600_000), kroner(0.5)
    ('−1\xa0600\xa0000', '0,50')
    """
    return decimal(value, 0 if value is None or float(value).is_integer() else 2)


def years(first: int | None, last: int | None) -> str:
    """A year, or the span of two.

    >>> years(2010, 2022), years(2015, 2015), years(None, None)
    ('2010–2022', '2015', '–')
    """
    if first is None:
        return MISSING if last is None else str(last)
    return str(first) if last is None or last == first else f"{first}–{last}"


def listed(items: Sequence[str], most: int | None = None) -> str:
    """The items with commas and a last `og`; beyond `most` the rest is counted.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=2)
    ('a, b og c', 'a, b og 2 til')
    """
    shown = list(items)
    if most is not None and len(shown) > most:
        shown = [*shown[:most], _("{number} til").format(number=whole(len(items) - most))]
    if len(shown) < 2:
        return "".join(shown)
    return _("{items} og {last}").format(items=", ".join(shown[:-1]), last=shown[-1])


def counted(count: int, one: str, many: str) -> str:
    """The number with the noun in the right form; both are marked for the catalogues here.

    >>> counted(1, "enhet", "enheter"), counted(0, "mål", "mål")
    ('1 enhet', '0 mål')
    """
    return f"{whole(count)} {ngettext(one, many, count)}"


def shortened(text: str, longest: int) -> str:
    """The text, cut at a word and marked with an ellipsis where it is too long.

    >>> shortened("alle barn får en god start", 15)
    'alle barn får …'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word = head.rsplit(" ", 1)[0] if " " in head else head
    return f"{at_word.rstrip(' ,;:')} …"


def capitalised(text: str) -> str:
    """The text with a capital first letter, the rest as it stands.

    >>> capitalised("økonomiplan 2015 for PPT")
    'Økonomiplan 2015 for PPT'
    """
    return text[:1].upper() + text[1:]
