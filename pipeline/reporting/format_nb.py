"""Numbers, lists and file names as Norwegian readers expect them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
MISSING = "–"

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "đ": "d", "ð": "d", "þ": "th"})
_LONGEST_SLUG = 60
# Windows opens these as devices, whatever the extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


def decimal(value: float | None, digits: int = 2) -> str:
    r"""The number with decimal comma and narrow spaces between thousands; a dash where missing.

    >>> decimal(0.425, 1), decimal(-1234.5, 1), decimal(None)
    ('0,4', '−1\u202f234,5', '–')
    """
    if value is None or value != value:
        return MISSING
    shown = f"{abs(value):,.{digits}f}"
    sign = MINUS if value < 0 and any(digit in shown for digit in "123456789") else ""
    return sign + shown.replace(",", NARROW_SPACE).replace(".", ",")


def whole(value: float | None) -> str:
    r"""The whole number with narrow spaces between thousands.

    >>> whole(1234567)
    '1\u202f234\u202f567'
    """
    return decimal(value, 0)


def percent(value: float | None) -> str:
    r"""A share from 0 to 1 as per cent without decimals.

    >>> percent(0.125), percent(None)
    ('12\xa0%', '–')
    """
    if value is None or value != value:
        return MISSING
    return f"{decimal(value * 100, 0)}{NO_BREAK_SPACE}%"


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
    return f"{decimal(value / 1e6, 1)}{NO_BREAK_SPACE}mill.{NO_BREAK_SPACE}kr"


def signed_million_nok(value: float | None) -> str:
    r"""A difference in millions with its sign, also where it is positive.

    >>> signed_million_nok(3_000_000), signed_million_nok(0)
    ('+3,0\xa0mill.\xa0kr', '0,0\xa0mill.\xa0kr')
    """
    shown = million_nok(value)
    return f"+{shown}" if value is not None and value > 0 and not shown.startswith("0,0") else shown


def kroner(value: float | None) -> str:
    r"""Kroner in full, with narrow spaces between thousands.

    >>> kroner(-1_600_000), kroner(0.5)
    ('−1\u202f600\u202f000', '0,50')
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
        shown = [*shown[:most], f"{whole(len(items) - most)} til"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} og {shown[-1]}"


def counted(count: int, one: str, many: str) -> str:
    """The number with the noun in the right form.

    >>> counted(1, "enhet", "enheter"), counted(0, "mål", "mål")
    ('1 enhet', '0 mål')
    """
    return f"{whole(count)} {one if count == 1 else many}"


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


def file_stem(path: str) -> str:
    """The file's name without folders and extension; the path itself where nothing is left.

    >>> file_stem("Avtaler 2013/Avtale 2013 Neset.docx"), file_stem("..")
    ('Avtale 2013 Neset', '..')
    """
    return PurePosixPath(path).stem or path


def slug(name: str) -> str:
    """A file name of a–z, 0–9 and hyphens that no system reads as anything else.

    >>> slug("Ålesund bære-øy/../x"), slug("..")
    ('alesund-baere-oy-x', 'uten-navn')
    """
    lowered = unicodedata.normalize("NFC", name).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-")
    if _RESERVED.fullmatch(joined):
        return f"{joined}-navn"
    return joined or "uten-navn"


def unique_slugs(names: Mapping[str, str]) -> dict[str, str]:
    """Each key's slug, made from its name; later ones are numbered where two would be the same.

    >>> unique_slugs({"a": "Øst", "b": "øst", "c": "Vest"})
    {'a': 'ost', 'b': 'ost-2', 'c': 'vest'}
    """
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in names.items():
        base = candidate = slug(name)
        count = 1
        while candidate in taken:
            count += 1
            candidate = f"{base}-{count}"
        taken.add(candidate)
        slugs[key] = candidate
    return slugs


def number_key(number: str | None) -> tuple[tuple[int, str], ...]:
    """A sort key that puts 4.2 before 4.10, and what has no number last.

    >>> sorted(["4.10", "4.2", "5c"], key=number_key)
    ['4.2', '4.10', '5c']
    """
    if not number:
        return ((10**9, ""),)
    parts = re.findall(r"\d+|[^\W\d_]+", number.lower())
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)
