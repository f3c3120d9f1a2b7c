"""The language that is spoken now: texts and numbers of the report follow it.

Texts stand in code and templates in bokmål. `speaking("en")` makes everything said within it
English; outside it bokmål is spoken. Each thread and task speaks its own language.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.catalogues import LANGUAGES, SOURCE_LANGUAGE, translations

_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE_LANGUAGE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language of `LANGUAGES` until the block ends; another one is a KeyError.

    >>> with speaking("en"):
    ...     spoken()
    'en'
    >>> spoken()
    'nb'
    """
    token = _spoken.set(language if LANGUAGES[language] else SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _spoken.get()


def gettext(text: str) -> str:
    """The text in the language that is spoken; as it stands where the catalogue lacks it."""
    return translations(spoken()).gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """The text for that many, in the language that is spoken."""
    return translations(spoken()).ngettext(one, many, count)


def marked(text: str) -> str:
    """The text itself, marked for the catalogues; it is translated where it is said."""
    return text


class Words(Mapping[str, str]):
    """Words for the values of a table, each given in the language that is spoken.

    >>> with speaking("en"):
    ...     Words({"accept": marked("ja")})["accept"]
    'yes'
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, value: str) -> str:
        return gettext(self._words[value])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
