"""National identity numbers, e-mail addresses and phone numbers in a text.

Budgets are full of eight-digit numbers: a number is a phone's where it is written as one, may be
one in the numbering plan, and nothing beside it says that it is an amount, a case or an account.
"""

import re
from collections.abc import Iterator

import phonenumbers

from pipeline.masking.spans import Span

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_DIGITS_OF_ONE = 11
# days + 40 are D numbers; months + 40 and + 80 are series for tests, + 65 those of one register
_DAY_SHIFTS = (0, 40)
_MONTH_SHIFTS = (0, 40, 65, 80)

_IDENTITY = re.compile(
    r"(?<![\w/])(?<!\d[., \xa0])\d{2}([. \xa0]?)\d{2}\1\d{2}[. \xa0–-]?\d{3}[ \xa0]?\d{2}"
    r"(?![\w%])(?![.,]\d)"
)
_SAYS_IDENTITY = re.compile(
    r"(?:fødsels(?:- og person)?n|personn|\bf\.?nr|d-n(?:umme)?r)\w*\.?(?: er)?\s*:?\s*$",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"[\w.+%-]+(?:\s?@\s?|\s?[([{<]\s?(?:at|a|alfa|krøllalfa|@)\s?[)\]}>]\s?)"
    r"[\w-]+(?:(?:\.|\s?[([{]\s?(?:dot|punktum)\s?[)\]}]\s?)[\w-]+)*"
    r"(?:(?:\.|\s?[([{]\s?(?:dot|punktum)\s?[)\]}]\s?)[^\W\d_]{2,}|\.\s[a-zæøå]{2,}\b)",
    re.IGNORECASE,
)
_PREFIX = r"(?:\(?(?:\+|00)\s?47\)?[ \xa0]?)?"
_GAP = r"[ \xa0.]"
_GROUPED = "|".join(
    (
        rf"\(?\d\d\)?{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d",
        rf"\d{{3}}{_GAP}\d\d{_GAP}\d{{3}}",
        rf"\d\d{_GAP}\d{{3}}{_GAP}\d{{3}}",
        r"\d{8}",
    )
)
_NUMBER = re.compile(
    rf"(?:(?<=tlf)|(?<=mob)|(?<![\w/.,+-]))(?<!\d[.,])(?:{_PREFIX}(?:{_GROUPED})|0\d{{4}})(?!\w)(?![.,/–-]\d)",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<![\w+])(?:\+|00(?=[1-9]))[1-9][\d \xa0().-]{6,17}\d(?!\d)")
_SAYS_PHONE = re.compile(
    r"(?:\bt(?:e?lf|el)\b|telefon|telefaks|\bmob(?:il)?\b|mobil(?:nummer|telefon)"
    r"|\bring(?:e|es)?\b|\bfaks\b|\bfax\b|\bsms\b|\bphone\b|\bcall\b|\bdirekte\b|sentralbord"
    r"|\bvakt\w*|\bkan nås\b)[^\d\n]{0,28}$",
    re.IGNORECASE,
)
_SAYS_OTHERWISE_BEFORE = re.compile(
    r"(?:\b(?:kr|kroner|nok|sum|ramme\w*|beløp\w*|budsjett\w*|utgift\w*|inntekt\w*|lønn|drift|avsatt"
    r"|kid|kontoe?\w*|ansvar|funksjon\w*|tjeneste|kostra\w*|artikkel|prosjekt\w*|org\w*|ref\w*|løpenummer"
    r"|arkiv\w*|saks?\w*|journal\w*|gnr|bnr|nr|nummer|versjon|faktura\w*|areal|isbn|issn)\b"
    r"[^\d\n]{0,12}|\d[ \xa0]|\.{3}[ \xa0]?)$",
    re.IGNORECASE,
)
_SAYS_OTHERWISE_AFTER = re.compile(
    r"\s?(?:kr\b|kroner|nok\b|mill|mrd|tusen|prosent|%|m2|m²|m3|kvm|km\b|tonn|timer|årsverk|stk|personer"
    r"|innbygger|barn\b|elever)|[ \xa0]\d",
    re.IGNORECASE,
)
_CHAINED = re.compile(r"^\s*(?:/|,|;|og|eller|or|and)\s*$")


def find_identity_numbers(text: str) -> Iterator[Span]:
    """Fødselsnummer, D numbers and those of the series for tests, with spaces and dots or without.

    The two last digits must check; where the text calls it such a number, they need not.
    """
    for found in _IDENTITY.finditer(text):
        digits = "".join(each for each in found[0] if each.isdigit())
        called = _SAYS_IDENTITY.search(text[max(0, found.start() - 40) : found.start()])
        if called or is_identity_number(digits):
            yield Span(found.start(), found.end(), "identity_number")


def is_identity_number(digits: str) -> bool:
    """True for eleven digits that hold a date and check.

    >>> is_identity_number("13123994056"), is_identity_number("13123994057")
    (True, False)
    """
    if len(digits) != _DIGITS_OF_ONE or not _holds_a_date(digits):
        return False
    numbers = [int(each) for each in digits]
    return all(
        (sum(w * n for w, n in zip(weights, numbers, strict=False)) + numbers[len(weights)]) % 11
        == 0
        for weights in (_FIRST, _SECOND)
    )


def _holds_a_date(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    return any(1 <= day - shift <= 31 for shift in _DAY_SHIFTS) and any(
        1 <= month - shift <= 12 for shift in _MONTH_SHIFTS
    )


def find_emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also where a line broke in them or the sign is written as a word.

    >>> [("ola (at) kommune.no"[s.start : s.end]) for s in find_emails("ola (at) kommune.no")]
    ['ola (at) kommune.no']
    """
    for found in _EMAIL.finditer(text):
        yield Span(found.start(), found.end(), "email")


def find_phones(text: str) -> Iterator[Span]:
    """Phone numbers as they are written in Norway, and others with their country's code.

    >>> [s.kind for s in find_phones("Tlf. 73 54 60 12. Rammen er 73 546 012 kroner.")]
    ['phone']
    """
    end_before = 0
    for found in _ABROAD.finditer(text):
        if _is_possible(found[0].replace("00", "+", 1) if found[0].startswith("00") else found[0]):
            yield Span(found.start(), found.end(), "phone")
    for found in _NUMBER.finditer(text):
        before = text[max(0, found.start() - 45) : found.start()]
        called = bool(_SAYS_PHONE.search(before)) or bool(
            end_before and _CHAINED.match(text[end_before : found.start()])
        )
        if _is_phone(found[0], before, text[found.end() : found.end() + 12], called=called):
            end_before = found.end()
            yield Span(found.start(), found.end(), "phone")


def _is_phone(written: str, before: str, after: str, *, called: bool) -> bool:
    if _SAYS_OTHERWISE_AFTER.match(after):
        return False
    if called:
        return True
    digits = "".join(each for each in written if each.isdigit())
    if written.startswith(("+", "(", "00")):
        return _is_possible(f"+{digits.removeprefix('00')}" if len(digits) > 8 else f"+47{digits}")
    if _SAYS_OTHERWISE_BEFORE.search(before) or not _is_possible(f"+47{digits}"):
        return False
    return _is_grouped_as_phone(written, digits)


def _is_grouped_as_phone(written: str, digits: str) -> bool:
    """Two and two, or three, two, three; without spaces only mobiles that are no round amount."""
    groups = [len(group) for group in re.split(r"\D", written)]
    if groups == [8]:
        return digits[0] in "49" and not digits.endswith("000")
    return groups == [3, 2, 3] or groups == [2, 2, 2, 2]


def _is_possible(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "NO"))
    except phonenumbers.NumberParseException:
        return False
