"""Which of the three languages a text is written in, told by its function words."""

import re
from collections.abc import Iterable

from pipeline.language.normalise import normalise_text

# Words that one of the three has and the other two lack; shared words say nothing.
_MARKERS = {
    "nb": frozenset(
        [
            "ikke",
            "en",
            "et",
            "fra",
            "hva",
            "hvordan",
            "hvor",
            "hvilke",
            "de",
            "være",
            "vært",
            "noen",
            "noe",
            "selv",
            "mye",
            "jeg",
            "også",
            "bare",
            "flere",
            "deres",
            "hun",
            "hver",
            "enheten",
            "skole",
            "blir",
            "ble",
            "økt",
            "økes",
        ]
    ),
    "nn": frozenset(
        [
            "ikkje",
            "ein",
            "ei",
            "eit",
            "frå",
            "kva",
            "korleis",
            "kvar",
            "dei",
            "vere",
            "vore",
            "nokon",
            "noko",
            "sjølv",
            "mykje",
            "eg",
            "òg",
            "berre",
            "fleire",
            "deira",
            "ho",
            "kvart",
            "eininga",
            "vert",
            "vart",
            "dykk",
            "me",
            "medan",
            "skule",
            "meir",
            "auke",
            "auka",
            "saman",
            "innan",
            "tilbod",
            "tenester",
            "kommunane",
        ]
    ),
    # not to, by, at, or: a Norwegian two, city, that and a Swedish or
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "is",
            "are",
            "that",
            "with",
            "this",
            "which",
            "from",
            "we",
            "our",
            "shall",
            "will",
            "have",
            "has",
            "not",
            "it",
        ]
    ),
}
# Forms that only nynorsk has: -ane and -ingar in definite and plural nouns.
_NYNORSK_FORM = re.compile(r"\w{4,}(?:ane|ingar|ingane|leik|ande)\b")
_WORD = re.compile(r"[a-zæøåòéêôàA-ZÆØÅ]+")
_LEAST_EVIDENCE = {"nb": 1, "nn": 1, "en": 2}


def identify_language(texts: Iterable[str], otherwise: str = "nb") -> str:
    """`nb`, `nn` or `en`: the one with the most words of its own; `otherwise` where none has any.

    >>> identify_language(["Kommunen skal ikke bare bygge, men også vedlikeholde."])
    'nb'
    >>> identify_language(["Eininga skal ikkje berre byggje, men òg halde ved like."])
    'nn'
    >>> identify_language(["The unit shall answer all of the letters."])
    'en'
    >>> identify_language(["Lese, skrive, rekne"], otherwise="nn")
    'nn'
    """
    counts = dict.fromkeys(_MARKERS, 0)
    for text in texts:
        normal = normalise_text(text).lower()
        for word in _WORD.findall(normal):
            for language, markers in _MARKERS.items():
                counts[language] += word in markers
        counts["nn"] += len(_NYNORSK_FORM.findall(normal))
    best = max(counts, key=lambda language: (counts[language], language == otherwise))
    return best if counts[best] >= _LEAST_EVIDENCE[best] else otherwise
