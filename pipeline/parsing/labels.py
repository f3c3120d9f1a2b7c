"""The words by which plans name their own parts: hovedmål, delmål, «Kommunen vil:», tiltak."""

import re
from dataclasses import dataclass

from pipeline.language.references import told_number

# Each kind of statement and the words that announce it, in bokmål, nynorsk and English.
_NAMES = (
    ("visjon", r"visjon(?:en)?|vision"),
    ("hovedmål", r"hov(?:ed|ud)mål(?:et|ene|a|setting(?:er)?)?|overordna?(?:et"
    r"|ede)? mål(?:setting(?:er)?)?"
                 r"|langsiktige? mål|main goals?|overall goals?"),
    ("delmål", r"delmål(?:et|ene|a|setting(?:er)?)?|undermål(?:ene)?|sub-?goals?|objectives?"),
    ("resultatmål", r"(?:resultat|års)mål(?:et|ene|a)?|resultatkrav|result targets?"
                    r"|performance targets?"),
    ("enhetsmål", r"(?:mål|måla) for (?:enheten|eininga|einheten|virksomheten|verksemda|avdelingen)"
                  r"|enhetens (?:egne )?mål|eininga sine (?:eigne )?mål|enhetsmål|einingsmål"),
    ("grep", r"(?:felles |gjennomgående |strategiske |strategic )*(?:hoved|hovud)?grep(?:ene|a)?"),
    ("strategi", r"strategi(?:er|ene|ar|ane)?|innsatsområde[rn]?|slik (?:gjør|gjer) vi det"
    r"|slik når vi målet|strategies"),
    ("tiltak", r"tiltak(?:ene|a)?|handlinger|handlingar|aktiviteter|aktivitetar|measures|actions"),
    ("støtte", r"støtte|stønad|bistand|support"),
    ("indikator", r"indikator(?:er|ar)?|måltall|måltal|måleindikator(?:er|ar)?|indicators?"),
    ("resultat", r"resultat(?:er|ene|et|a)?|måloppnåelse|måloppnåing|results?"),
    ("status", r"status|nåsituasjon(?:en)?|nosituasjon(?:en)?|dagens situasjon"),
    ("utfordring", r"utfordring(?:er|ene|ar|ane)?|challenges?"),
    ("forslag", r"(?:foreslåtte?|forslåtte?|føreslåtte?|våre|proposed) (?:tiltak|tilpasninger"
    r"|løsninger|løysingar|endringer|endringar).*"
                r"|framlegg(?: til (?:tiltak|løysingar|endringar))?"
                r"|(?:ønsk(?:a|te|ede?)|prioriterte) tiltak|(?:innspill|innspel) til tiltak"
                r"|forslag(?: til (?:tiltak|løsninger|løysingar|endringer))?|anbefaling(?:er"
                r"|ar)?|tilrådingar?|innspill?|proposals?"),
    ("mål", r"(?:våre |felles |egne |eigne )?(?:mål|måla|målene|målet|målsetting(?:er|ar)?)"
    r"|(?:slik|dette|dit|her) (?:vil|skal) (?:vi|det|kommunen) (?:\w+ )?(?:ha(?: det)?|bli|verte"
    r"|være|vere|komme|kome|oppnå|nå)|goals?|aims?"),
)  # fmt: skip
# "4.2", "4b", "4 b"
_DIGITS = r"\d{1,2}(?:\.\d{1,2})*(?:\.?[a-hA-H](?!\w)|\s[a-hA-H](?=\s*[:.–—-]))?"
_NUMBER = rf"(?:\s*(?:nr\.?\s*)?(?P<number>{_DIGITS})\.?)?"
# What may follow the name in a heading: a period, or what it is about.
_ABOUT = (
    # none after a number with its period: «Mål 3. Ingen venter», and words that only begin alike
    r"(?P<about>(?<!\.)\s+(?:(?:for|fra|frå|i|til|under|innen|innan|av|og (?:strategi|tiltak"
    r"|delmål|mål|resultat))(?!\w)|\(?\d{4}).{0,70})?"
)
# "Våre fire hovedmål", "Seks strategiske grep"
_HOW_MANY = (
    r"(?:(?:de|dei|vår|vårt|våre|planens|planen sine|kommunens|kommunen sine|to|tre|fire|fem"
    r"|seks|sju|syv|åtte|ni|ti|\d{1,2}|two|three|four|five|six|our)\s+){0,3}"
)
_LABEL = {
    kind: re.compile(
        rf"^{_HOW_MANY}(?P<name>{names}){_NUMBER}{_ABOUT}\s*(?P<stop>[:;–—.-]|$)", re.IGNORECASE
    )
    for kind, names in _NAMES
}
_SHORT_LABEL = {
    kind: re.compile(rf"^{_HOW_MANY}(?P<name>{names}){_NUMBER}\s*(?P<stop>[:–—]|$)", re.IGNORECASE)
    for kind, names in _NAMES
}
_WILL = re.compile(
    r"(?:^|[.;]\s+|\bmål\w* (?:vil|skal) )(?:[\wæøåÆØÅ-]+[ ,]+){0,6}(?<!som )(?:vil|skal|ønsker å"
    r"|ønskjer å|will|shall|aims to)"
    r"(?: [\wæøå]+){0,3}\s*[:…]?$",
    re.IGNORECASE,
)
_INTRO = (
    ("grep", re.compile(r"\b\w*grep(?:ene|a)?\b", re.IGNORECASE)),
    ("hovedmål", re.compile(r"\b(?:hov(?:ed|ud)mål\w*|overordna?(?:et|ede)? mål\w*"
    r"|main goals?)\b", re.IGNORECASE)),
    ("delmål", re.compile(r"\b(?:delmål\w*|sub-?goals?|objectives)\b", re.IGNORECASE)),
    ("resultatmål", re.compile(r"\bresultatmål\w*\b", re.IGNORECASE)),
    ("strategi", re.compile(r"\b(?:strategi(?:er|ar|ene|ane)?|strategies)\b", re.IGNORECASE)),
    ("tiltak", re.compile(r"\b(?:tiltak(?:ene|a)?|measures)\b", re.IGNORECASE)),
    ("mål", re.compile(r"\b(?:mål|måla|målene|målsetting\w*|goals|aims)\b", re.IGNORECASE)),
)  # fmt: skip
# «Hovedprioriteringer i budsjettet:»: a name and no verb
_PRIORITIES = re.compile(
    r"^(?!.* (?:er|var|har|ble|viser|bygger|gjelder|omfatter|tar) )(?:[\w’']+ ){0,3}?"
    r"(?:hoved|hovud)?(?:prioritering(?:er|ar|ene|ane)|satsing(?:er|ar|ene|ane)"
    r"|satsingsområde(?:r|ne|ni)?|priorities)(?!\w)[^.]*:$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?P<name>(?i:hov(?:ed|ud)mål|delmål)\s+|HM\s?|DM\s?)"
    rf"(?P<number>{_DIGITS}|[A-H]\d{{0,2}})(?:\.?\s*[:–—-]\s*|\.?\s+)(?=[A-ZÆØÅ«])"
)
_UNDER = re.compile(
    r"\b(?:under|innenfor|innanfor|for|til) (?P<kind>delmål|hov(?:ed"
    r"|ud)mål)\w* (?P<number>\d{1,2}(?:\.\d{1,2})*[a-h]?)(?!\w)",
    re.IGNORECASE,
)
_COUNTS = {
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9,
    "ti": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Label:
    """What a text announces itself as: kind, number if any, and the words after the label."""

    kind: str
    number: str | None
    rest: str


def read_label(text: str, *, is_heading: bool = False) -> Label | None:
    """The label that opens the text; nothing where the first words are no label.

    In running text a label ends in a colon or is all there is; a heading may say what it is about.

    >>> read_label("Delmål 4.2: Kommunen er en attraktiv arbeidsgiver")
    Label(kind='delmål', number='4.2', rest='Kommunen er en attraktiv arbeidsgiver')
    >>> read_label("Hovudmål 4:")
    Label(kind='hovedmål', number='4', rest='')
    >>> read_label("Delmål 4 b: Skogen er i vekst")
    Label(kind='delmål', number='4b', rest='Skogen er i vekst')
    >>> read_label("Mål og midler er to sider av samme sak") is None
    True
    >>> read_label("Mål 3. Ingen venter", is_heading=True).rest
    'Ingen venter'
    """
    patterns = _LABEL if is_heading else _SHORT_LABEL
    for kind, pattern in patterns.items():
        match = pattern.match(text)
        if match and _is_label(match, text):
            return Label(kind, _told(match["number"]), text[match.end() :].strip(" :–—"))
    return _numbered_label(text)


def _is_label(match: re.Match[str], text: str) -> bool:
    rest = text[match.end() :].strip()
    if match.group("stop") == "." and rest:
        return bool(match.group("number"))
    return True


def _numbered_label(text: str) -> Label | None:
    # "Hovedmål 4 En aktiv samfunnsutvikler", typed without a colon; "Hovedmål A", "HM1", "DM 1.1"
    match = _NUMBERED.match(text)
    if not match:
        return None
    kind = "delmål" if match.group("name").strip().lower() in ("delmål", "dm") else "hovedmål"
    number = match.group("number")
    return Label(kind, _told(number), text[match.end() :].strip())


def _told(number: str | None) -> str | None:
    return told_number(number) if number and number[0].isdigit() else number


def announces_will(text: str) -> bool:
    """True where the text opens a list of what someone will do.

    >>> announces_will("Kommunen vil:"), announces_will("Kommunen vil bygge ny skole.")
    (True, False)
    >>> announces_will("støtte unge som vil overta en gård")
    False
    """
    return bool(len(text.split()) <= 14 and _WILL.search(text.strip()))


def announced_kind(text: str) -> str | None:
    """The kind of the list that a lead-in announces, told by the sentence that it ends in.

    >>> announced_kind("Planen bygger på seks felles strategiske hovedgrep:")
    'grep'
    >>> announced_kind("Kommunen har fire hovedmål.") is None
    True
    >>> announced_kind("Hovedprioriteringer i budsjettet:")
    'strategi'
    """
    if not text.rstrip().endswith((":", ";")):
        return None
    last = re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])", text.strip())[-1]
    for kind, pattern in _INTRO:
        if pattern.search(last):
            return kind
    return "strategi" if _PRIORITIES.match(last) else None


def named_above(text: str) -> tuple[str, str] | None:
    """The goal that a lead-in says its list stands under, as kind and number.

    >>> named_above("Underliggende mål under delmål 4.2:")
    ('delmål', '4.2')
    """
    match = _UNDER.search(text)
    if not match:
        return None
    kind = "delmål" if match.group("kind").lower() == "delmål" else "hovedmål"
    return kind, told_number(match.group("number"))


def counted(text: str) -> int | None:
    """How many things a lead-in says that will follow.

    >>> counted("Løsningene bygger på følgende seks felles strategiske hovedgrep:")
    6
    """
    words = re.findall(r"\w+", text.lower())
    for word in words:
        if word in _COUNTS:
            return _COUNTS[word]
        if word.isdecimal() and 2 <= int(word) <= 20:
            return int(word)
    return None
