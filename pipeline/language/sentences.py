"""A paragraph into its sentences; a stop after an abbreviation or an ordinal ends none."""

import re

_SHORTENED = frozenset(
    (
        *("adm", "ang", "art", "avd", "bl", "ca", "div", "eks", "ev", "evt", "f", "ff", "fig"),
        *("gj", "gjsn", "hhv", "hr", "inkl", "innst", "jf", "jfr", "jnr", "kap", "kl", "kr", "kvm"),
        *("lnr", "maks", "max", "meld", "mfl", "mht", "mill", "mm", "mrd", "mv", "nr", "o", "obs"),
        *("ot", "osb", "osv", "pga", "pkt", "pst", "pr", "prof", "prop", "ref", "repr", "s", "sek"),
        *("sign", "sml", "spm", "st", "stk", "str", "tab", "temp", "tlf", "vedk", "vol", "cf"),
        *("dr", "mr", "ms", "vs", "dvs", "bla", "ifm", "iht", "jan", "feb", "apr", "aug", "sept"),
        *("okt", "nov", "fork", "e.g", "i.e", "t.o.m", "f.o.m", "m.m", "m.fl", "m.v", "o.l"),
        *("o.a", "bl.a", "f.eks", "d.v.s", "p.g.a", "m.h.t", "i.f.m", "i.h.t", "u.a", "a"),
    )
)
# These may end a sentence too: a word that mostly begins one tells.
_MAY_END = frozenset(("mm", "mv", "mfl", "osv", "osb", "m.m", "m.v", "m.fl", "o.l", "o.a", "pst"))
_OPENERS = frozenset(
    (
        *(
            "Det",
            "Dette",
            "Den",
            "De",
            "Dei",
            "Vi",
            "I",
            "På",
            "For",
            "Ved",
            "Som",
            "Når",
            "Videre",
        ),
        *("Vidare", "Her", "Med", "Av", "Til", "Etter", "Samtidig", "Kommunen", "Alle", "The"),
    )
)
_CLOSING = r"[»”\"’)\]⁰¹²³⁴⁵⁶⁷⁸⁹]*"
_STOP = re.compile(rf"[.!?…]+{_CLOSING}(?=\s)")
_BEGINS = re.compile(r"\s+[«“\"”(\[–—-]*\s?([A-ZÆØÅÄÖÉ§][^\s,.;:]*|\d+\s(?=[a-zæøå]))")
_LAST_WORD = re.compile(r"(?:^|[\s(«“\"/-])([^\s(«“\"/-]+?)[.!?…]+[»”\"’)\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_MONTH = re.compile(
    r"\s+(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b",
    re.IGNORECASE,
)
_SHORT_NUMBER = re.compile(r"^\d{1,2}$")


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, in order, trimmed.

    >>> split_sentences("Jf. delmål 3.2. Skolen åpner i 2014. Kl. 8 ringer det.")
    ['Jf. delmål 3.2.', 'Skolen åpner i 2014.', 'Kl. 8 ringer det.']
    >>> split_sentences("Barn, unge mv. I tillegg 3 mill. Kroner er det ikke. 25 av dem går.")
    ['Barn, unge mv.', 'I tillegg 3 mill. Kroner er det ikke.', '25 av dem går.']
    >>> split_sentences("«Vi vil.» Det sa han 17. Mai, og A. Berg (bl.a. H.) svarte 3. trinn.")
    ['«Vi vil.»', 'Det sa han 17. Mai, og A. Berg (bl.a. H.) svarte 3. trinn.']
    """
    sentences: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_here(text[start : stop.end()], text[stop.end() :]):
            sentences.append(text[start : stop.end()].strip())
            start = stop.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends_here(before: str, after: str) -> bool:
    begins = _BEGINS.match(after)
    found = _LAST_WORD.search(before)
    if begins is None or found is None:
        return begins is not None
    word, next_word = found.group(1), begins.group(1)
    if not before.rstrip('»”"’)]⁰¹²³⁴⁵⁶⁷⁸⁹').endswith("."):
        return True
    if word.lower() in _SHORTENED:
        return word.lower() in _MAY_END and next_word in _OPENERS
    if _SHORT_NUMBER.match(word):
        # an ordinal before a month, or a mark that opens the text
        return not _MONTH.match(after) and len(before.split()) > 1
    is_initial = len(word) == 1 and word.isupper()
    return not is_initial and not (next_word[0].isdigit() and len(word) < 4)
