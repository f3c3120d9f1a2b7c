"""Word lists shipped with the package; origin and licence stand in `resources/SOURCES.md`."""

from functools import lru_cache
from importlib.resources import files

_RESOURCES = "pipeline.language.resources"


def _lines(name: str) -> list[str]:
    content = files(_RESOURCES).joinpath(name).read_text(encoding="utf-8")
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
    """Common nynorsk words with another stem than their bokmål form, and that form.

    >>> nynorsk_to_bokmal()["verksemd"]
    'virksomhet'
    """
    return dict(line.split(maxsplit=1) for line in _lines("nynorsk_bokmal.txt"))


@lru_cache(maxsize=1)
def direction_words() -> dict[str, tuple[str, ...]]:
    """Words by what they say of direction: up, down, avoid, keep, not, lack, bad, plain, break.

    A star in an entry stands for any ending or beginning; `_` joins two words in a row.

    >>> "redusér" in direction_words()["down"], "reduser*" in direction_words()["down"]
    (False, True)
    """
    found: dict[str, list[str]] = {}
    name = ""
    for line in _lines("direction_words.txt"):
        if line.startswith("["):
            name = line.strip("[]")
        else:
            found.setdefault(name, []).extend(line.split())
    return {name: tuple(words) for name, words in found.items()}
