"""Which words are verbs in the infinitive, told by the forms that are in use beside them."""

from functools import lru_cache

from pipeline.language.frequencies import zipf
from pipeline.language.nynorsk import bokmal_form
from pipeline.language.wordlists import activity_words, function_words

# log10 in a billion words: a form seen so often is in use
_IN_USE = 1.3
_PARTICIPLE_IN_USE = 2.0
# «gode» is far more common than «goder», «arrangere» no more than «arrangerer»
_AS_COMMON = 1.0
_ENGLISH_IN_USE = 2.5
_SHORTEST = 3


@lru_cache(maxsize=50_000)
def is_infinitive(word: str, language: str = "nb") -> bool:
    """True for a lower-case word that is a verb's infinitive (in English: its base form).

    Told by its other forms: a bokmål verb has a present in -r, about as common as itself, and a
    participle in -et or -t; an English one has forms in -ing and -ed. A nynorsk word first takes
    its bokmål form. Words with such forms that mostly are something else are listed under
    [no verbs] in `activity_words.txt`.

    >>> is_infinitive("arrangere"), is_infinitive("gode"), is_infinitive("elevene")
    (True, False, False)
    >>> is_infinitive("plante", "nn"), is_infinitive("visit", "en"), is_infinitive("every", "en")
    (True, True, False)
    """
    if len(word) < _SHORTEST or word in activity_words("no verbs"):
        return False
    if word in function_words(language):
        return False
    if language == "en":
        return _is_english(word)
    if _is_bokmal(word):
        return True
    return language == "nn" and word.endswith(("a", "e")) and _is_bokmal(_led(word))


@lru_cache(maxsize=50_000)
def infinitive_of(participle: str, language: str = "nb") -> str | None:
    """The infinitive of a regular participle, plural or not; None where no verb is known.

    >>> infinitive_of("registrert"), infinitive_of("skiltet"), infinitive_of("kontrollerte", "nn")
    ('registrere', 'skilte', 'kontrollere')
    >>> infinitive_of("inspected", "en"), infinitive_of("slott")
    ('inspect', None)
    """
    if language == "en":
        bases = [participle.removesuffix("ed"), participle.removesuffix("d")]
        return next((b for b in bases if b != participle and is_infinitive(b, language)), None)
    endings = {"et": "e", "t": "e", "erte": "ere", "a": "e", "ede": "e"}
    for ending, other in endings.items():
        base = participle.removesuffix(ending) + other
        if participle.endswith(ending) and is_infinitive(base, language):
            return base
    return None


def _is_bokmal(word: str) -> bool:
    if not word.endswith("e") or zipf(word) < _IN_USE:
        return False
    if zipf(word + "r") < max(_IN_USE, zipf(word) - _AS_COMMON):
        return False
    return max(zipf(word[:-1] + "et"), zipf(word[:-1] + "t")) >= _PARTICIPLE_IN_USE


def _led(word: str) -> str:
    led = bokmal_form(word)
    # infinitives in -a and -ja: plassera, leggja
    return led if led.endswith("e") else led.removesuffix("ja").removesuffix("a") + "e"


def _is_english(word: str) -> bool:
    stem = word.removesuffix("e")
    ing = max(zipf(word + "ing", "en"), zipf(stem + "ing", "en"))
    return min(ing, zipf(stem + "ed", "en")) >= _ENGLISH_IN_USE
