"""Names of persons in a text, told by lists of names and by what stands beside them.

A word counts as a name where a list has it beside another name, where a title or a label stands
before it, or a party after it; not where it is part of a street's, a school's or a firm's name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.language.frequencies import zipf
from pipeline.masking.spans import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]{2}))?[^\W\d_]*(?:-[^\W\d_]+)*")
_JOINED = re.compile(r"[  _]|\.[ \xa0]?")
_INITIAL_JOIN = re.compile(r"\.[ \xa0]?")
_PARTICLES = frozenset(
    ("van", "von", "der", "den", "de", "du", "da", "di", "la", "le", "el", "al", "af", "bin", "ibn")
)
_SENTENCE_END = re.compile(r"(?:^|[.!?:;•·|\n(«\"–-])\s*$")
_PARTY = re.compile(
    r"[ \xa0]?\((?:A|Ap|AP|H|FrP|Frp|FRP|SV|Sv|V|KrF|Krf|KRF|Sp|SP|R|Rødt|Raudt|MDG|PP|uavh\.?"
    r"|INP|KP|DEM)\)"
)
_JOINED = re.compile(r"\s{1,2}|_")
_STOP_OR_JOINED = re.compile(r"\.?\s")
_BEFORE_KIND = re.compile(r"\s|_|\s&\s")
_STOP = re.compile(r"\.\s?")
_YEAR = re.compile(r"[ \xa0]?\(\d{4}")
_NOUN = re.compile(
    r".{2,}(?:het|heten|heit|ing|ingen|inga|sjon|sjonen|else|elsen|skap|skapet|huset|plan|planen|avtale|kontor"
    r"|kontoret|tjenesten|tenesta|utvalget|utvalet|komiteen|rådet|styret|laget|forbundet|partiet|området"
    r"|budsjett|budsjettet|forslag|eiendom|bygg|drift|sjef|sjefen|leder|leiar|stab|arbeid|arbeidet|ene|ane)s?"
)
_CAPITALISED = r"[^\W\d_a-zæøå][^\W\d_]*"
_AND = r"[ \xa0](?:(?:og|&)[ \xa0])?"
_FIRM = re.compile(
    rf"(?:{_AND}{_CAPITALISED}){{0,2}}{_AND}(?:AS|ASA|IKS|KF|SA|BA|ANS|DA|AB|Ltd|Inc|Co)\b"
)
_BETWEEN_LABEL = re.compile(r"\s*[:.,/]{0,2}\s*")
_LONGEST = 5
_FEWEST, _MOST = 2, 3  # words in a name of which no list has any
_RARE_LENGTHS = range(3, 13)  # longer words are compounds
_RARE = 2.5  # less than once in three million words
_SHORTEST_WITH_S = 4  # This and Lins are not the genitive of Thi and Lin


@dataclass(frozen=True)
class _Word:
    """A word that may belong to a name: where it stands, and what the lists say of it."""

    text: str
    start: int
    end: int
    given: bool = False
    given_unsure: bool = False
    surname: bool = False
    surname_unsure: bool = False
    initial: bool = False
    genitive: bool = False

    @property
    def listed(self) -> bool:
        return self.given or self.given_unsure or self.surname or self.surname_unsure


def find_names(text: str) -> Iterator[Span]:
    """Full names, surnames and given names of persons; an ending -s of the genitive stays.

    >>> [("Rådmann Kari Nordmanns forslag"[s.start : s.end]) for s in find_names(
    ...     "Rådmann Kari Nordmanns forslag")]
    ['Kari Nordmann']
    >>> list(find_names("Nansen skole i Olav Duuns vei"))
    []
    """
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    place, waiting = 0, None
    while place < len(words):
        run, after = _run(text, words, place)
        if not run:
            place = after
            continue
        before = words[place - 1] if place else None
        found = _name_in(text, run, before, words[after] if after < len(words) else None)
        if waiting and not (found and found.start <= waiting.start):
            yield waiting
        waiting = found
        place = after
    if waiting:
        yield waiting


def _run(text: str, words: Sequence[tuple[str, int, int]], place: int) -> tuple[list[_Word], int]:
    """The words from a place on that may make up one name, and where the next word is."""
    run: list[_Word] = []
    at = place
    while at < len(words) and len(run) < _LONGEST:
        written, start, end = words[at]
        if run and not _are_joined(text, run[-1], start):
            break
        if (
            (run or at + 1 < len(words))
            and written.lower() in _PARTICLES
            and _leads_on(text, words, at)
        ):
            run.append(_Word(written, start, end))
            at += 1
            continue
        word = _seen(text, written, start, end)
        if word is None:
            break
        run.append(word)
        at += 1
        if word.genitive:
            break
    while run and run[-1].text.lower() in _PARTICLES and not run[-1].listed:
        run.pop()
        at -= 1
    return run, max(at, place + 1)


def _are_joined(text: str, last: _Word, start: int) -> bool:
    between = text[last.end : start]
    return bool(_JOINED.fullmatch(between)) or (last.initial and bool(_STOP.fullmatch(between)))


def _leads_on(text: str, words: Sequence[tuple[str, int, int]], at: int) -> bool:
    """A particle before a capitalised word, or before another particle that is."""
    if words[at][0][0].isupper():
        return False
    for nearer, further in zip(words[at : at + 2], words[at + 1 : at + 3], strict=False):
        if not _JOINED.fullmatch(text, nearer[2], further[1]):
            return False
        if further[0][0].isupper():
            return _word_lists(further[0]) != (False,) * 4
        if further[0] not in _PARTICLES:
            return False
    return False


def _seen(text: str, written: str, start: int, end: int) -> _Word | None:
    """The word with what the lists say of it; None for one that is no part of a name."""
    if not written[0].isupper():
        return None
    if len(written) == 1:
        return _Word(written, start, end, initial=True) if text[end : end + 1] == "." else None
    lists, genitive = _word_lists(written), False
    if not any(lists) and written.endswith("s") and len(written) > _SHORTEST_WITH_S:
        lists = _word_lists(written[:-1])
        genitive = any(lists)
    if not any(lists):
        if _is_no_name(written):
            return None
        genitive = written.endswith("s") and bool(re.match(r"[ \xa0][a-zæøå]", text[end : end + 2]))
    return _Word(written, start, end, *lists, genitive=genitive)


@lru_cache(maxsize=65536)
def _word_lists(written: str) -> tuple[bool, bool, bool, bool]:
    """Whether it is a clear given name, an unsure one, a clear surname, an unsure one."""
    parts = written.split("-")
    shouted = sum(part.isupper() for part in parts)
    if any(not part[:1].isupper() for part in parts) or shouted not in (0, len(parts)):
        return (False,) * 4
    whole = "-".join(part.capitalize() if part.isupper() else part for part in parts)
    spelt = whole.split("-")
    given, surnames = _lists("given_names.txt"), _lists("surnames.txt")
    sure = whole in given["clear"] or all(each in given["clear"] for each in spelt)
    unsure = all(each in given["clear"] | given["also words"] for each in spelt)
    clear = all(each in surnames["clear"] or _is_patronymic(each) for each in spelt)
    known = surnames["clear"] | surnames["also places"]
    unclear = all(each in known or _is_patronymic(each) for each in spelt)
    return sure, unsure and not sure, clear, unclear and not clear


def _is_patronymic(word: str) -> bool:
    """Olsen, Hansen, Larsson: a list, and given names with -sen; -sen alone ends nouns as well."""
    spelt = word.capitalize() if word.isupper() else word
    stem = spelt.removesuffix("sen")
    return spelt in _lists("surnames.txt")["patronymics"] or (
        stem != spelt and len(stem) > 2 and stem in _lists("given_names.txt")["clear"]
    )


@lru_cache(maxsize=65536)
def _is_no_name(written: str) -> bool:
    small = written.lower()
    parts = written.split("-")
    return (
        any(part and not part[0].isupper() for part in parts)
        or (written.isupper() and len(written) > 1)
        or small in _lists("context.txt")["no names"]
        or _matches(small, "roles")
        or _matches(small, "places and bodies")
        or bool(_NOUN.fullmatch(small))
    )


def _name_in(
    text: str,
    run: list[_Word],
    before: tuple[str, int, int] | None,
    after: tuple[str, int, int] | None,
) -> Span | None:
    """The name in a run of words, if it holds one."""
    if _is_of_a_place(text, run, before, after):
        return None
    party = bool(_PARTY.match(text[run[-1].end : run[-1].end + 10]))
    title = _title_before(text, run[0], before)
    begins = bool(_SENTENCE_END.search(text[max(0, run[0].start - 3) : run[0].start]))
    first = _first_of_name(run, begins=begins, title=title or "", party=party)
    # words of a table's head stand above each other, names beside
    if first is None and "\n" not in text[run[0].start : run[-1].end] and _are_rare(run):
        first = 0
    if first is None:
        return None
    last = run[-1]
    # of a word that no list has, nobody knows whether the -s belongs to it
    end = last.end - 1 if last.genitive and last.listed else last.end
    start = _turned_round(text, run[first], run, before)
    return Span(start, end, "name")


def _first_of_name(run: list[_Word], *, begins: bool, title: str, party: bool) -> int | None:
    """Where the name begins in the run; None where there is none."""
    if all(w.text.isupper() and not w.initial for w in run):
        return _first_in_capitals(run, titled=bool(title))
    if party or title == "surname":
        return 0
    if title == "label" or title == "role":
        if any(w.listed for w in run) or (len(run) > 1 and not _looks_like_a_heading(run)):
            return 0
        return None
    for place, word in enumerate(run):
        rest = run[place + 1 :]
        if word.given:
            return place
        if word.given_unsure and _supports(rest, place=place, begins=begins):
            return place
        if word.initial and any(w.surname or w.surname_unsure for w in rest):
            return place
        if word.text.lower() in _PARTICLES and not word.listed:
            continue
        if word.surname and (len(run) > 1 or _is_patronymic(word.text.removesuffix("s"))):
            # the word before it may just begin the sentence
            return place if place == 0 else int(begins)
    return None


def _are_rare(run: Sequence[_Word]) -> bool:
    """True for two or three capitalised words in a row that hardly anyone writes."""
    return _FEWEST <= len(run) <= _MOST and all(
        len(w.text) in _RARE_LENGTHS and zipf(w.text.lower()) < _RARE for w in run
    )


def _looks_like_a_heading(run: Sequence[_Word]) -> bool:
    """True where no word of the run is in a list and some looks like an ordinary noun."""
    return any(_NOUN.fullmatch(w.text.lower()) for w in run)


def _supports(rest: Sequence[_Word], *, place: int, begins: bool) -> bool:
    if any(w.given or w.surname or w.surname_unsure or w.given_unsure for w in rest):
        return True
    return bool(rest) and not (begins and place == 0)


def _first_in_capitals(run: Sequence[_Word], *, titled: bool) -> int | None:
    listed = [w for w in run if w.listed]
    if len(run) > 1 and run[0].given and any(w.surname or w.surname_unsure for w in run[1:]):
        return 0
    return 0 if titled and len(listed) > 1 else None


def _title_before(text: str, first: _Word, before: tuple[str, int, int] | None) -> str | None:
    """`surname`, `role` or `label` for what stands right before the run."""
    if before is None:
        return None
    between = text[before[2] : first.start]
    if not _BETWEEN_LABEL.fullmatch(between):
        return None
    small = before[0].lower()
    context = _lists("context.txt")
    if (before[0].isupper() and len(small) < 4) or before[0] in ("ms", "mr", "mrs"):
        return None  # HR and milliseconds are no titles
    if small in context["before a surname"] and between.strip() in ("", "."):
        return "surname"
    if _matches(small, "roles") and between.strip() in ("", ":", ","):
        return "role"
    if small in context["labels"] and (
        between.strip() in (":", "/", ".:") or small in ("hilsen", "helsing", "mvh", "by")
    ):
        return "label"
    return None


def _is_of_a_place(
    text: str,
    run: Sequence[_Word],
    before: tuple[str, int, int] | None,
    after: tuple[str, int, int] | None,
) -> bool:
    """True where the words name a street, a school, a firm, a saint or a book."""
    last = run[-1]
    if _is_royal_or_holy(text, run[0], before):
        return True
    if any(_matches(w.text.lower(), "place endings") and not w.listed for w in run):
        return True
    if _YEAR.match(text[last.end : last.end + 7]) and len(run) == 1:
        return True
    if _FIRM.match(text, last.end):
        return True
    if after is None or not _BEFORE_KIND.fullmatch(text, last.end, after[1]):
        return False
    small = after[0].lower()
    return (
        _matches(small, "places and bodies")
        or _matches(small, "place endings")
        or ("-" in after[0] and after[0][0].isupper())
    )


def _is_royal_or_holy(text: str, first: _Word, before: tuple[str, int, int] | None) -> bool:
    return (
        before is not None
        and before[0].lower() in _lists("context.txt")["royal or holy"]
        and bool(_STOP_OR_JOINED.fullmatch(text, before[2], first.start))
    )


def _turned_round(
    text: str, first: _Word, run: Sequence[_Word], before: tuple[str, int, int] | None
) -> int:
    """Where the name begins: at its surname, where that stands first with a comma."""
    if before is None or len(run) > 2 or not (first.given or first.given_unsure):
        return first.start
    if any(w.surname or w.surname_unsure for w in run):
        return first.start
    lists = _word_lists(before[0])
    if text[before[2] : first.start] != ", " or not (lists[2] or lists[3]):
        return first.start
    lead = re.search(r"(?:\b(?:van|von|der|den|de|af)[ \xa0])*$", text[: before[1]])
    return lead.start() if lead else before[1]


@lru_cache(maxsize=65536)
def _matches(small: str, heading: str) -> bool:
    entries = _lists("context.txt")[heading]
    return small in entries or any(
        (entry.endswith("*") and small.startswith(entry[:-1]))
        or (entry.startswith("*") and small.endswith(entry[1:]) and small != entry[1:])
        for entry in entries
        if "*" in entry
    )


@lru_cache(maxsize=4)
def _lists(name: str) -> dict[str, frozenset[str]]:
    """The lists of a resource by their headings."""
    content = files("pipeline.masking.resources").joinpath(name).read_text(encoding="utf-8")
    lists: dict[str, set[str]] = {}
    heading = ""
    for line in content.splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            lists.setdefault(heading, set()).update(line.split())
    return {heading: frozenset(words) for heading, words in lists.items()}
