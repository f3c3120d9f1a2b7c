"""Names of tjenesteområder: the same area told again under slightly different names."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.language.stem import stem
from pipeline.language.tokenise import tokenise

_SMALL = frozenset(
    [
        "og",
        "i",
        "på",
        "for",
        "til",
        "av",
        "med",
        "innen",
        "innenfor",
        "innan",
        "innanfor",
        "de",
        "den",
        "det",
        "dei",
        "en",
        "ein",
        "et",
        "eit",
        "som",
        "samt",
        "and",
        "of",
        "the",
        "under",
        "område",
        "området",
    ]
)
# What a name may end in without being another area: oppfølging, oppfølgingstjenester.
_TAIL = re.compile(
    r"(?<=\w{4})(?:s|e)?(?:tjeneste(?:r|n|ne)?|teneste?(?:r|ne|a)?|område(?:t|ne|r)?"
    r"|sektor(?:en)?|etat(?:en)?|avdeling(?:en|a)?|forvaltning(?:en)?|drift(?:en|a)?"
    r"|formål(?:et)?)$"
)
# KOSTRA functions whose number and name have stood for years: what a budget's rows and headings
# are named by. A number alone says nothing: it counts only with a word of its name.
_KOSTRA = {
    100: "politisk styring", 110: "kontroll og revisjon", 120: "administrasjon",
    201: "førskole barnehage", 202: "grunnskole", 211: "styrket tilbud til førskolebarn",
    213: "voksenopplæring", 215: "skolefritidstilbud", 221: "førskolelokaler skyss",
    222: "skolelokaler", 223: "skoleskyss", 231: "aktivitetstilbud barn unge",
    232: "helsestasjons- og skolehelsetjeneste", 233: "forebyggende helsearbeid",
    234: "aktiviserings- og servicetjenester", 241: "diagnose behandling rehabilitering",
    242: "råd veiledning sosialt forebyggende", 243: "tilbud til personer med rusproblemer",
    244: "barneverntjeneste", 251: "barneverntiltak i familien",
    252: "barneverntiltak utenfor familien", 253: "helse- og omsorgstjenester i institusjon",
    254: "helse- og omsorgstjenester til hjemmeboende", 261: "institusjonslokaler",
    265: "kommunalt disponerte boliger", 273: "arbeidsrettede tiltak",
    275: "introduksjonsordningen", 276: "kvalifiseringsprogram", 281: "økonomisk sosialhjelp",
    301: "plansaksbehandling", 302: "byggesaksbehandling", 303: "kart oppmåling",
    315: "boligbygging", 320: "kommunal næringsvirksomhet", 325: "tilrettelegging næringsliv",
    329: "landbruksforvaltning", 332: "kommunale veier", 335: "rekreasjon i tettsted",
    338: "forebygging av branner", 339: "beredskap mot branner", 340: "produksjon av vann",
    345: "distribusjon av vann", 350: "avløpsrensing", 353: "avløpsnett",
    355: "innsamling husholdningsavfall", 360: "naturforvaltning friluftsliv",
    365: "kulturminneforvaltning", 370: "bibliotek", 373: "kino", 375: "muséer",
    377: "kunstformidling", 380: "idrett", 381: "idrettsbygg", 383: "musikk- og kulturskoler",
    385: "andre kulturaktiviteter", 386: "kommunale kulturbygg",
    390: "den norske kirke", 392: "andre religiøse formål", 393: "gravplasser",
}  # fmt: skip
_KOSTRA_LINE = re.compile(
    r"^\W*(?:(?:KOSTRA-?\s?)?funksjon\s*:?\s*)?([1-3]\d{2})(?!\d)(?! \d{3})[\s.:–-]+([^\W\d_].*)$",
    re.IGNORECASE,
)
_LONGEST_FUNCTION_WORDS = 10
_SHORTEST_NAME = 4
_LEAST_ALIKE = 0.45
_FULL_WORD = 0.8
_LONGEST_ENDING = 2


def area_words(name: str) -> list[str]:
    """The stems that tell an area from others, without the words that every area has.

    >>> area_words("Oppfølgingstjenester") == area_words("Oppfølging")
    True
    """
    words = [word for word in tokenise(name) if word not in _SMALL]
    cut = [_TAIL.sub("", word) or word for word in words]
    return [stem(word, "nn") for word in cut]


@lru_cache(maxsize=65_536)
def area_similarity(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: what they share of the shorter and of both.

    Half the share of the shorter name's words found in the other, half the Dice coefficient; words
    are the same where their stems are, or nearly so: a longer stem that holds the shorter.

    >>> area_similarity("Helse og omsorg", "helse- og omsorg")
    1.0
    >>> area_similarity("Skole", "barnehage")
    0.0
    """
    left, right = area_words(one), area_words(other)
    if not left or not right:
        return 0.0
    shared = _shared(left, right)
    return (shared / min(len(left), len(right)) + 2 * shared / (len(left) + len(right))) / 2


def kostra_area(text: str) -> str | None:
    """The area that a KOSTRA function names in a heading, row or column; nothing otherwise.

    It is called what the document calls it, without the number, which must be of a function with
    a word of the same name.

    >>> kostra_area("202 Grunnskole"), kostra_area("Funksjon 234: Aktivisering og støttetjenester")
    ('Grunnskole', 'Aktivisering og støttetjenester')
    >>> kostra_area("202 elever begynner i høst") is kostra_area("250 Diverse") is None
    True
    """
    match = _KOSTRA_LINE.match(text.strip())
    if match is None or len(text.split()) > _LONGEST_FUNCTION_WORDS:
        return None
    known = _KOSTRA.get(int(match.group(1)))
    if known is None or not _shares_word(known, match.group(2)):
        return None
    return match.group(2).strip(" .:–-")


def _shares_word(known: str, told: str) -> bool:
    names = [word for word in tokenise(known) if word not in _SMALL]
    words = [word for word in tokenise(told) if word not in _SMALL]
    return any(
        min(len(one), len(other)) >= _SHORTEST_NAME
        and one[:_SHORTEST_NAME] == other[:_SHORTEST_NAME]
        for one in names
        for other in words
    )


def match_areas(proposed: Sequence[str], decided: Sequence[str]) -> dict[int, int]:
    """Place in `proposed` → place in `decided`: one to one, the best in all, unlike ones left out.

    >>> match_areas(["Rådmann", "Kultur"], ["kultur, idrett og kirkegårder", "rådmannen"])
    {0: 1, 1: 0}
    """
    if not proposed or not decided:
        return {}
    alike = np.array([[area_similarity(one, other) for other in decided] for one in proposed])
    rows, columns = linear_sum_assignment(-alike)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column] >= _LEAST_ALIKE
    }


def _shared(left: Sequence[str], right: Sequence[str]) -> float:
    alike = np.array([[_same_word(one, other) for other in right] for one in left])
    rows, columns = linear_sum_assignment(-alike)
    return float(alike[rows, columns].sum())


@lru_cache(maxsize=65_536)
def _same_word(one: str, other: str) -> float:
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    # what a compound is stands last in it: «kulturhus» is a house, and not the area «kultur»
    ends_alike = long.startswith(short) and len(long) - len(short) <= _LONGEST_ENDING
    if len(short) >= 4 and (ends_alike or long.endswith(short)):
        return _FULL_WORD
    near = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return near * _FULL_WORD if near >= 0.85 and len(short) >= 5 else 0.0
