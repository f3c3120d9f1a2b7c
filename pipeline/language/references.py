"""What a text refers to by number: goals of a plan, and cases; no amounts, no dates."""

import re
from collections.abc import Iterator

from pipeline.language.normalise import normalise_text

_MONTH = (
    r"jan(?:uar|uary)?|feb(?:ruar|ruary)?|mars|march|april?|mai|may|jun[ei]|jul[iy]|aug(?:ust)?"
    r"|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?"
)
_UNIT = (
    r"%|(?:prosent\w*|pst|promille|kr|kroner|mill\w*|mrd|milliard\w*|tusen|poeng\w*|stk|grader|tonn"
    r"|kg|km|meter|kvm|m2|m²|kwh|gwh|år|året|årsverk|dag\w*|døgn|uke[rn]?|veke[rn]?|månad\w*"
    r"|måned\w*|timer?|timar|minutt\w*|percent|points?|years?|days?|weeks?|months?|hours?)(?!\w)"
)
_YEARS = r"(?:19|20)\d{2}(?:\s*[–/-]\s*(?:(?:19|20)\d{2}|\d{2}(?!\d)))?"
_SOME = r"\d+(?:[.,]\d+)*"
# What is written with numbers as a goal is, and is none; a case is read before these are hidden.
_TRAPS = (
    r"§+\s*\d+[\w-]*(?:\s*(?:,|og|and|til|–)\s*§*\s*\d+[\w-]*)*",
    r"\w*(?:lov(?:en|a)?|forskrift\w*|act)\s+(?:kap\.?|kapittel|del|chapter)\s*\d+\w*",
    r"(?:kap\.?|kapittel|punkt|pkt\.?)\s*\d+(?:\.\d+)*\s+i\s+\w*(?:lov|forskrift|rundskriv)\w*",
    rf"\d{{1,2}}\.?\s*(?:[–-]\s*\d{{1,2}}\.?\s*)?(?:{_MONTH})(?!\w)",
    r"\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)?\d{2}(?!\d)|\d{4}-\d{2}-\d{2}|\d{1,4}/\d+(?:[-/]\d+)*",
    r"(?:kl|klokk[ae]n?|uke|veke|week|side|page|tabell|table|figur|figure|versjon|version)\.?\s*\d+"
    r"(?:[.:]\d+)*",
    rf"(?:kr|nok|minst|over|under|høyst|høgst|ca)\.?\s*{_SOME}",
    rf"(?<![\w.]){_SOME}(?:\s*(?:–|-|til|to|av|of)\s*{_SOME})?\s*(?:{_UNIT})",
    r"\d+(?:[ .]\d{3})+(?![.\d])(?:,\d+)?|\d+,\d+|\d+\s*(?:av|of)\s*\d+",
    rf"(?<![\d.]){_YEARS}(?!\d)",
    # "7. trinn"
    r"(?<![\d.])\d{1,2}\.(?:\s*(?:[–-]|og|til)\s*\d{1,2}\.)?\s+(?=(?-i:[a-zæøå]))",
)
_YEAR = re.compile(_YEARS)
_TRAP = re.compile(rf"(?<![\w§])(?:{'|'.join(_TRAPS)})|§+\s*\d+\w*", re.IGNORECASE)
# What is hidden ends a reference ("jf. sak 48/14, punkt 6"); years don't.
_HIDDEN, _HIDDEN_YEAR = "\1", "\0"
_HEADS = {
    "cite": r"(?:jfr?|ref|cf|sjå|se|see|jamfør|jevnfør|viser til)\.?",
    "sure": r"(?:delmål|hov(?:ed|ud)mål|undermål|kommuneplanmål|satsings?områd|innsatsområd)\w*"
    r"|(?:sub-?\s?|main |plan )goals?",
    "plan": r"(?:kommune(?:del)?plan|samfunnsdel|temaplan)\w*|KP|planens?|planens|master plan",
    "goal": r"(?:resultat)?mål(?:et|ene|a|s)?|goals?|objectives?|(?:hov(?:ed|ud))?strategi\w*"
    r"|strategy|grep(?:et)?",
    "point": r"pkt\.?|punkt(?:et|a|ene)?|point",
}
_NAMED = "|".join(rf"(?P<{name}>{words})" for name, words in _HEADS.items())
_HEAD = re.compile(rf"(?<![\w\0\1])(?:{_NAMED})(?!\w)", re.IGNORECASE)
# Between heads, and between a head and its number.
_GAP = re.compile(
    rf"(?:[\s:,()«»{_HIDDEN_YEAR}–-]|\.(?!\s?\.)|(?:nr|no|i|s|av|of|in|the|vår|our)(?!\w)\.?)*",
    re.I,
)
# "4.2", "3b", "3 b", "3.b", "3B": a letter tells which part of the hovedmål as a decimal does
PLAN_NUMBER = (
    r"\d{1,2}(?:\.\d{1,2}){0,3}(?:[a-zA-Z]|\.[a-hA-H]|\s[a-hA-H](?=\s*(?:$|[).,;:\]»/&+–-]|og\b|and\b)))?"
    r"(?![\w%]|[.,/]\d)"
)
_NUMBER = re.compile(PLAN_NUMBER)
_ANY_NUMBER = re.compile(rf"(?<![\w.]){PLAN_NUMBER}")
_LETTERED = re.compile(r"(?P<stem>\d[\d.]*)(?P<letter>[a-z])")
# what goes on from "1a": "b" in "1a, b og c", "d" in "1a–d"
_NEXT_LETTER = re.compile(
    r"\s*(?:(?P<to>–|—|-|til|to)|[,;/&+]\s*(?:og|and)?|og|and|eller|or|samt)\s*"
    r"(?P<letter>[a-h])(?![\w.])",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"\s*(?:(?P<to>–|—|-|til|to)|[,;/&+]\s*(?:og|and)?|og|and|eller|or|samt)\s*"
    rf"(?:(?:{'|'.join(_HEADS[name] for name in ('sure', 'goal', 'point'))})(?!\w)\s*)?(?=\d)",
    re.IGNORECASE,
)
# "mål 3 i planen" is a goal; "mål 3 nye boliger" is a target
_ENDS = re.compile(
    r"\s*(?:$|[).,;:\]»/&+–—-]|(?:i|om|og|eller|under|for|er|skal|som|på|ble|blir|vert|har|kan|samt"
    r"|til|ligg(?:er)?|gjeld(?:er)?|handl(?:er|ar)|omfatt(?:er|ar)|is|are|in|of|on|and|or|to)(?!\w)|(?-i:[A-ZÆØÅ«(]))",
    re.IGNORECASE,
)
_STOPS = re.compile(r"\s*(?:$|[).,;\]])")
_OF_PLAN = re.compile(rf"\s*(?:i|av|in|of)\s+(?:the\s+|vår\s+)?(?:{_HEADS['plan']})", re.I)
_ONLY_NUMBERS = re.compile(
    rf"[\s(\[]*{PLAN_NUMBER}(?:\s*(?:[,;/&+]|og|and|–|-)\s*(?:{PLAN_NUMBER}|[a-h]\b))*[\s.)\]:]*",
    re.I,
)
_CASE = re.compile(
    r"(?<!\w)(?:(?:arkiv|bystyre|kommunestyre|formannskaps?|[KFB]-)?sak(?:en|a)?(?:s?nr|snummer)?"
    r"|PS|FS|KS|BS|OS|JP|journalpost|case(?: no)?|ref)\.?\s*(?:nr\.?|no\.?|:)?\s*"
    r"(?P<first>\d{1,4}/\d{2,6}(?:-\d{1,4})?(?![\d/]))"
    r"(?P<more>(?:\s*(?:,|og|and)\s*\d{1,4}/\d{2,6}(?![\d/]))*)",
    re.IGNORECASE,
)


def goal_numbers(text: str) -> list[str]:
    """The numbers of plan goals that a text refers to, in its order, each once; [] where none.

    A number counts where it is named a goal's: by delmål, hovedmål, a plan or "jf."; "mål 2.1"
    and "pkt. 2.1" too, but "mål 3" and "pkt. 3" only of a plan ("jf.", "i kommuneplanen"). Lists
    and ranges are followed ("2.1 og 2.3", "4.2–4.4", "1a, b og c"); a letter counts as a decimal
    does ("mål 3b") and is told small and without a space. Amounts, percentages, dates, years,
    sections of laws and numbers of cases are not read.

    >>> goal_numbers("Jf. kommuneplanens mål 3, delmål 4.2–4.4 og § 5-1 (innen 1.6.2015)")
    ['3', '4.2', '4.3', '4.4']
    >>> goal_numbers("Mål 3b og 4 D, jf. delmål 1a–c")
    ['3b', '4d', '1a', '1b', '1c']
    >>> goal_numbers("Mål: 5 nye boliger, 2,5 mill. kroner")
    []
    """
    hidden = _without_traps(normalise_text(text))
    found: list[str] = []
    at = 0
    while (head := _HEAD.search(hidden, at)) is not None:
        names, at = _heads(hidden, head)
        numbers, end = _numbers(hidden, at, names)
        found += numbers
        at = max(at, end)
    return list(dict.fromkeys(found))


def bare_numbers(text: str) -> list[str]:
    """The numbers in a text that holds nothing but numbers of goals; [] where it holds more.

    >>> bare_numbers("1.2; 2.1"), bare_numbers("2.1–2.3"), bare_numbers("25 prosent")
    (['1.2', '2.1'], ['2.1', '2.2', '2.3'], [])
    >>> bare_numbers("1a, 1b og 2C")
    ['1a', '1b', '2c']
    """
    clean = normalise_text(text)
    if not _ONLY_NUMBERS.fullmatch(clean):
        return []
    start = _NUMBER.search(clean)
    return [] if start is None else list(dict.fromkeys(_listed(clean, start.start())[0]))


def numbers_anywhere(text: str) -> list[str]:
    """All numbers of goals in a text that is known to name some, in its order, each once.

    >>> numbers_anywhere("Delmål 1.2, jf. 2a og b"), numbers_anywhere("2 Arbeid for alle")
    (['1.2', '2a', '2b'], ['2'])
    """
    clean = normalise_text(text)
    found: list[str] = []
    at = 0
    while (number := _ANY_NUMBER.search(clean, at)) is not None:
        numbers, end = _listed(clean, number.start())
        found += numbers or [told_number(number[0])]
        at = max(end, number.end())
    return list(dict.fromkeys(found))


def told_number(number: str) -> str:
    """A goal's number as all its references are told: «1.A», «1 a» and «1a» are one.

    >>> told_number("1 A"), told_number("1.a"), told_number("4.2")
    ('1a', '1a', '4.2')
    """
    return re.sub(r"\.?\s*([a-z])$", r"\1", number.strip(" .").lower())


def case_numbers(text: str) -> list[str]:
    """The numbers of cases and archive files that a text refers to, in its order, each once.

    >>> case_numbers("Vedtatt i sak 48/14, jf. PS 12/15 (arkivsak 13/4567-2)")
    ['48/14', '12/15', '13/4567-2']
    """
    found: list[str] = []
    for match in _CASE.finditer(normalise_text(text)):
        found += [match["first"], *re.findall(r"\d{1,4}/\d{2,6}", match["more"])]
    return list(dict.fromkeys(found))


def _without_traps(text: str) -> str:
    """The text at the same length, with cases and all that only looks like a number hidden."""

    def hide(match: re.Match[str]) -> str:
        return (_HIDDEN_YEAR if _YEAR.fullmatch(match[0]) else _HIDDEN) * len(match[0])

    return _TRAP.sub(hide, _CASE.sub(hide, text))


def _heads(text: str, head: re.Match[str]) -> tuple[set[str], int]:
    """Which heads follow each other from one on ("jf.", plan, goal), and where they end."""
    names: set[str] = set()
    following: re.Match[str] | None = head
    at = head.end()
    while following is not None:
        names.add(str(following.lastgroup))
        at = _after_gap(text, following.end())
        following = _HEAD.match(text, at)
    return names, at


def _after_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return at if gap is None else gap.end()


def _numbers(text: str, at: int, names: set[str]) -> tuple[list[str], int]:
    """The numbers right behind heads, where such heads may name such numbers."""
    numbers, end = _listed(text, at)
    if not numbers:
        return [], at
    if _is_part(numbers[0]) or not names.isdisjoint(("sure", "plan")):
        return numbers, end
    if "cite" in names and not names.isdisjoint(("goal", "point")):
        return numbers, end
    if not names.isdisjoint(("goal", "point")):
        return (numbers, end) if _OF_PLAN.match(text, end) else ([], end)
    return (numbers, end) if _STOPS.match(text, end) else ([], end)


def _is_part(number: str) -> bool:
    """True for a number of two or more parts: no amount is written so."""
    return "." in number or number[-1] in "abcdefgh"


def _listed(text: str, at: int) -> tuple[list[str], int]:
    """The numbers of a list that begins at a place, ranges filled in, and where it ends."""
    found: list[str] = []
    is_range = False
    while (number := _NUMBER.match(text, at)) is not None:
        told = told_number(number[0])
        if not _is_part(told) and not _ENDS.match(text, number.end()):
            break
        found += _between(found[-1], told) if is_range else [told]
        at = _letters(text, number.end(), found)
        following = _NEXT.match(text, at)
        if following is None:
            break
        is_range = following["to"] is not None
        if _NUMBER.match(text, following.end()) is None:
            break
        at = following.end()
    return found, at


def _letters(text: str, at: int, found: list[str]) -> int:
    """Where the letters end that go on from the last number found, which are added to it."""
    while (held := _LETTERED.fullmatch(found[-1])) and (more := _NEXT_LETTER.match(text, at)):
        told = held["stem"] + more["letter"].lower()
        found += _between(found[-1], told) if more["to"] else [told]
        at = more.end()
    return at


def _between(first: str, last: str) -> Iterator[str]:
    """The numbers after `first` up to `last` where only their last part differs; else `last`."""
    lettered = _LETTERED.fullmatch(first), _LETTERED.fullmatch(last)
    if all(lettered):
        (stem, low), (other, high) = ((m["stem"], m["letter"]) for m in lettered if m)
        if stem == other and low < high:
            yield from (f"{stem}{chr(each)}" for each in range(ord(low) + 1, ord(high) + 1))
            return
    stem, _, low = first.rpartition(".")
    other, _, high = last.rpartition(".")
    if stem != other or not (low.isdigit() and high.isdigit()) or int(low) >= int(high):
        yield last
        return
    for each in range(int(low) + 1, int(high) + 1):
        yield f"{stem}.{each}" if stem else str(each)
