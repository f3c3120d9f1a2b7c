"""What pages say, in bokmål, nynorsk and English; numbers and dates by each language's customs.

Texts in code and templates stand in bokmål and are the keys of `locale/nn.po` and `locale/en.po`.
"""

from datetime import datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent, get_decimal_symbol, get_group_symbol

LANGUAGES = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}
SOURCE_LANGUAGE = "nb"
_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; a text that it lacks stays as it is in bokmål."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    text = files("pipeline").joinpath("locale", f"{language}.po").read_text(encoding="utf-8")
    catalogue = read_po(BytesIO(text.encode()), locale=_LOCALES[language])
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def best_language(accepted: str, default: str = SOURCE_LANGUAGE) -> str:
    """The first language of an Accept-Language header that there is a catalogue for.

    >>> best_language("sv,nn-NO;q=0.8,en;q=0.9"), best_language("no")
    ('en', 'nb')
    """
    wishes = []
    for place, wish in enumerate(accepted.lower().split(",")[:20]):
        name, _, weight = wish.partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, name.strip().split("-")[0]))
        except ValueError:
            continue
    for _, _, name in sorted(wishes):
        if name == "no":
            return "nb"
        if name in LANGUAGES:
            return name
    return default


def decimal(value: float, language: str, digits: int = 2) -> str:
    """A number with so many decimals.

    >>> decimal(0.5, "nb"), decimal(0.5, "en")
    ('0,50', '0.50')
    """
    return format_decimal(value, format=f"0.{'0' * digits}", locale=_LOCALES[language])


def percent(share: float, language: str) -> str:
    """A share as whole percent.

    >>> percent(0.25, "en")
    '25%'
    """
    return format_percent(share, locale=_LOCALES[language])


@lru_cache(maxsize=len(LANGUAGES))
def signs(language: str) -> dict[int, str]:
    r"""What turns Python's signs for decimals and thousands into a language's, for `translate`.

    >>> "1,234.5".translate(signs("nb"))
    '1\xa0234,5'
    """
    locale = _LOCALES[language]
    return {ord("."): get_decimal_symbol(locale), ord(","): get_group_symbol(locale)}


def moment(time: datetime, language: str) -> str:
    """A day and a time, in the time of this machine."""
    return format_datetime(time.astimezone(), "d. MMM y HH:mm", locale=_LOCALES[language])
