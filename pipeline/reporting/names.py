"""File names and the order of numbers, the same in every language."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "đ": "d", "ð": "d", "þ": "th"})
_LONGEST_SLUG = 60
# Windows opens these as devices, whatever the extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


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
