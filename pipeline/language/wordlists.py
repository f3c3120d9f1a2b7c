"""Word lists shipped with the package; origin and licence stand in `resources/SOURCES.md`."""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile

_RESOURCES = "pipeline.language.resources"


def _lines(name: str, package: str = _RESOURCES) -> list[str]:
    content = files(package).joinpath(name).read_text(encoding="utf-8")
    return [line for line in content.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=8)
def function_words(language: str) -> frozenset[str]:
    """Words that say nothing about a goal's content: articles, pronouns, auxiliaries.

    >>> "skal" in function_words("nb"), "barn" in function_words("nb")
    (True, False)
    """
    names = {"en": ["function_words_en.txt"]}.get(
        language, ["function_words_nb.txt", "function_words_nn.txt"]
    )
    return frozenset(word for name in names for line in _lines(name) for word in line.split())


@lru_cache(maxsize=1)
def template_words() -> frozenset[str]:
    """Words that every plan document uses, whatever its goals are about (kommunen, mål, sikre).

    >>> "kommunen" in template_words(), "barnehage" in template_words()
    (True, False)
    """
    return frozenset(word for line in _lines("template_words.txt") for word in line.split())


@lru_cache(maxsize=1)
def nynorsk_to_bokmal() -> dict[str, str]:
    """Nynorsk words that are not written as in bokmål, and their bokmål form.

    >>> nynorsk_to_bokmal()["verksemd"]
    'virksomhet'
    """
    return dict(line.split(maxsplit=1) for line in _lines("nynorsk_bokmal.txt"))


@lru_cache(maxsize=1)
def nynorsk_small_words() -> dict[str, str]:
    """Small words of nynorsk, and bokmål's.

    >>> nynorsk_small_words()["korleis"]
    'hvordan'
    """
    return dict(line.split(maxsplit=1) for line in _lines("nynorsk_small_words.txt"))


@lru_cache(maxsize=1)
def irregular_forms() -> dict[str, str]:
    """Bokmål forms whose stem no ending gives, and the word that they are forms of.

    >>> irregular_forms()["bøker"]
    'bok'
    """
    return dict(line.split(maxsplit=1) for line in _lines("irregular_nb.txt"))


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Short forms of the municipal field, in capitals, and what they stand for.

    >>> abbreviations()["PPT"]
    'pedagogisk-psykologisk tjeneste'
    """
    return dict(line.split(maxsplit=1) for line in _lines("abbreviations.txt"))


@lru_cache(maxsize=3)
def template_phrases(language: str) -> tuple[tuple[str, bool], ...]:
    """Phrases that statements of a kind share (nb, nn, en); True for those that only begin one.

    >>> ("andel", True) in template_phrases("nb"), ("legge til rette for", False) in (
    ...     template_phrases("nb"))
    (True, True)
    """
    lines = _section("template_phrases.txt", language)
    return tuple((line.removeprefix("^ "), line.startswith("^ ")) for line in lines)


@lru_cache(maxsize=2)
def no_parts(side: str) -> frozenset[str]:
    """What is never taken for the `first` or the `last` part of a compound.

    >>> "under" in no_parts("first"), "het" in no_parts("last")
    (True, True)
    """
    return frozenset(word for line in _section("no_parts.txt", side) for word in line.split())


def _section(name: str, heading: str) -> Iterable[str]:
    lines = _lines(name)
    begin = lines.index(f"[{heading}]") + 1
    return takewhile(lambda line: not line.startswith("["), lines[begin:])


@lru_cache(maxsize=8)
def word_patterns(name: str, package: str = _RESOURCES) -> dict[str, re.Pattern[str]]:
    """Each list of a resource as one pattern for whole words; a [heading] begins a list.

    A star in an entry stands for any ending or beginning; `_` joins two words in a row.

    >>> bool(word_patterns("direction_words.txt")["down"].fullmatch("redusert"))
    True
    """
    lists: dict[str, list[str]] = {}
    heading = ""
    for line in _lines(name, package):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            lists.setdefault(heading, []).extend(line.split())
    return {heading: _pattern(entries) for heading, entries in lists.items()}


def _pattern(entries: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(entry).replace(r"\*", r"\w*") for entry in entries))


@lru_cache(maxsize=16)
def activity_words(heading: str) -> tuple[str, ...]:
    """One list of what tells an activity; the headings stand in `activity_words.txt`.

    >>> "kartlegg*" in activity_words("verbs"), "skal" in activity_words("shall")
    (True, True)
    """
    lines = _section("activity_words.txt", heading)
    if heading in ("no verbs", "results", "done", "no state"):
        return tuple(word for line in lines for word in line.split())
    return tuple(lines)


@lru_cache(maxsize=1)
def hedges() -> tuple[str, ...]:
    """Phrases that leave open whether or how far something is done, in all three languages.

    >>> "så langt som mulig" in hedges()
    True
    """
    return tuple(_lines("hedges.txt"))
