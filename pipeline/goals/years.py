"""Which year or years an amount is for, as its column, its row or its sentence says."""

import re
from collections.abc import Sequence

_YEAR = re.compile(r"(?<![\d/.,])((?:19|20)\d{2})(?![\d/]|[.,]\d)")
_SPAN = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-–—]|til og med|t\.o\.m\.?)\s*((?:19|20)\d{2}|\d{2})(?!\d)"
)
# "2026-kroner" tells the worth of the money, not when it is spent.
_PRICES = re.compile(r"\b(?:19|20)\d{2}\s?-\s?(?:kroner|kr\b|prise[rn]?|prisar)", re.IGNORECASE)
_SHORT = re.compile(r"^(?:B|R|BUD|REGN|ØP|FB|VB)\.?\s*['’]?(\d{2})$", re.IGNORECASE)
# Years that tell what something comes from or moves to, not when the money is spent.
_ELSEWHEN = re.compile(
    r"(?:(?<!årl[ie]g )(?<!per år )\bfr[aå]|\bsiden|\bsidan|\bfør|\better)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\bfr[aå] (?:19|20)\d{2} til (?:19|20)\d{2}\b", re.IGNORECASE)


def years_named(text: str) -> list[int]:
    """The years in a text in order, a span told by both its ends and what is between.

    >>> years_named("Sum 2009 og 2010"), years_named("2013–2016")
    ([2009, 2010], [2013, 2014, 2015, 2016])
    """
    years: list[int] = []
    for match in _SPAN.finditer(text):
        first = int(match.group(1))
        last = (
            int(match.group(2))
            if len(match.group(2)) == 4
            else first // 100 * 100 + int(match.group(2))
        )
        if first <= last <= first + 20:
            years += range(first, last + 1)
    years += [int(match.group(1)) for match in _YEAR.finditer(_SPAN.sub(" ", text))]
    return sorted(set(years))


def header_years(text: str) -> list[int]:
    """The years that a column's header names; «B14» and «Regn. 13» as well.

    >>> header_years("Budsjett 2014"), header_years("B14")
    ([2014], [2014])
    """
    short = _SHORT.match(text.strip())
    return [2000 + int(short.group(1))] if short else years_named(_PRICES.sub(" ", text))


def money_years(text: str) -> list[int]:
    """The years that a sentence gives its money: not those that it comes from or moves between.

    >>> money_years("underskuddet fra 2008 dekkes inn i 2009 og 2010")
    [2009, 2010]
    >>> money_years("7 mill. kr årlig fra 2025")
    [2025]
    """
    kept = _MOVED.sub(" ", text)
    years: list[int] = []
    for match in _YEAR.finditer(kept):
        if not _ELSEWHEN.search(kept[: match.start()]):
            years.append(int(match.group(1)))
    spans = [year for match in _SPAN.finditer(kept) for year in years_named(match.group(0))]
    return sorted(set(years) | set(spans))


def spell_years(years: Sequence[int]) -> str | None:
    """Several years as one text: an unbroken run as a span, else one by one; nothing for one year.

    >>> spell_years([2009, 2010]), spell_years([2009, 2011]), spell_years([2009])
    ('2009–2010', '2009, 2011', None)
    """
    if len(years) < 2:
        return None
    run = list(range(years[0], years[-1] + 1))
    if list(years) == run:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))
