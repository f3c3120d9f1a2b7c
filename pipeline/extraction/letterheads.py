"""Lines of a letter's head and foot, which are no titles however they are set."""

import re

# what a letter tells about itself, before a colon: "Saksbehandler:", "Vår ref.:", "Dykkar dato:"
_LABEL = re.compile(
    r"^(?:saksbehandlar|saksbehandler|sakshandsamar|(?:vår|deres|dykkar)\s(?:ref|dato)"
    r"|dato|arkiv|saks?|journal|ref|telefon|tlf|e-?post|mobil|(?:post|besøks)?adresse"
    r"|org\.?|kopi|til|fra|frå)(?:eranse|kode|nummer|nr|post)?\.?(?:\s?nr)?\.?\s?:",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^(?:med\s(?:vennlig|vennleg|beste)\s|(?:beste\s)?hils(?:en|ing)\b)", re.I)
_DATED = re.compile(
    r"^(?:[A-ZÆØÅ][\w\s-]{1,25},\s)?(?:den\s)?\d{1,2}\.\s?(?:\d{1,2}\.|[a-zæøå]{3,9})\s?\d{4}\.?$"
)
_POST_TOWN = re.compile(r"^[^,]{3,40}\s\d+,\s?\d{4}\s[A-ZÆØÅ]\w+(?:\s[A-ZÆØÅ]\w*)?$")


def is_of_letterhead(text: str) -> bool:
    """Whether a line tells who writes, when or under what number, or takes leave.

    >>> is_of_letterhead("Vår ref.: 26/104"), is_of_letterhead("Fjordvik, 3. mai 2026")
    (True, True)
    >>> is_of_letterhead("Kaien 1, 6801 Fjordvik"), is_of_letterhead("Med vennlig hilsen")
    (True, True)
    >>> is_of_letterhead("Mål 2: Trygg oppvekst"), is_of_letterhead("Møte i bystyret 3. mai 2026")
    (False, False)
    """
    return any(pattern.match(text) for pattern in (_LABEL, _GREETING, _DATED, _POST_TOWN))
