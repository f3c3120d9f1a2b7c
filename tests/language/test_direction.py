"""Which way a statement wants things moved, and which pairs pull apart."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.direction import Aim, aims, opposition, oppositions
from pipeline.language.tokenise import tokenise
from pipeline.language.wordlists import word_patterns

APART = 0.4


def wanted(text: str, language: str = "nb") -> list[Aim]:
    """The aims of a text."""
    return aims(tokenise(text), language)


def apart(first: str, second: str, language: str = "nb") -> float:
    """The opposition of two texts."""
    return opposition(wanted(first, language), wanted(second, language))


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Øke bemanningen", "nb", "up"),
        ("Bemanningen økes", "nb", "up"),
        ("Redusere bemanningen", "nb", "down"),
        ("Bemanningen skal ned", "nb", "down"),
        ("Korte ned bemanningen", "nb", "down"),
        ("Bemanningen er lav", "nb", "down"),
        ("Bemanningen skal ikke reduseres", "nb", "up"),
        ("Vi kutter ikke i bemanningen", "nb", "up"),
        ("Unngå kutt i bemanningen", "nb", "keep"),
        ("Opprettholde bemanningen", "nb", "keep"),
        ("Bemanningen fra 8 til 6 årsverk", "nb", "down"),
        ("Bemanningen fra 60 til 70 prosent", "nb", "up"),
        ("Bemanningen under 7 prosent", "nb", "down"),
        ("Auke bemanninga", "nn", "up"),
        ("Bemanninga skal ikkje minske", "nn", "up"),
        ("Færre bemanningar", "nn", "down"),
        ("Reduce staffing", "en", "down"),
        ("Staffing is strengthened", "en", "up"),
        ("Keep staffing", "en", "keep"),
        ("Bemanningen i barnehagene", "nb", "state"),
        ("uten bemanning", "nb", "absent"),
    ],
)
def test_the_direction_of_a_thing_is_told(text: str, language: str, direction: str) -> None:
    """By verbs, adjectives, negation and numbers; before the thing or after it."""
    assert [aim.direction for aim in wanted(text, language)] == [direction]


def test_an_age_and_a_span_of_years_are_no_direction() -> None:
    """«Fra 6 til 16 år» moves nothing."""
    assert [aim.direction for aim in wanted("Barn fra 6 til 16 år")] == ["state"]
    assert [aim.direction for aim in wanted("Barn fra 2014 til 2010")] == ["state"]


def test_each_aim_holds_its_own_things() -> None:
    """Words of direction part them, and so does a means."""
    assert wanted("Færre kjøretøy og flere syklister") == [
        Aim("down", ("kjøretøy",), False),
        Aim("up", ("syklist",), True),
    ]
    assert wanted("Redusere antall skjema ved innlogging")[0].objects == ("skjem",)


@pytest.mark.parametrize(
    ("text", "improves"),
    [
        ("Redusere sykefraværet", True),
        ("Øke sykefraværet", False),
        ("Redusere antall lærlingplasser", False),
        ("Øke antall lærlingplasser", True),
        ("Færre elever med høyt fravær", True),
        ("Færre uten bolig", True),
        ("Flere uten bolig", False),
    ],
)
def test_less_of_a_bad_thing_is_an_improvement(text: str, improves: bool) -> None:
    """And more of it is not; a lack is a bad thing too."""
    assert [aim.improves for aim in wanted(text)] == [improves]


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        ("Øke sykefraværet", "Redusere sykefraværet", "nb"),
        ("Redusere antall lærlingplasser", "Øke antall lærlingplasser i kommunen", "nb"),
        ("Åpne for bygging på dyrket mark", "Ikke åpne for bygging på dyrket mark", "nb"),
        ("Legge ned biblioteket i Vika", "Opprettholde biblioteket i Vika", "nb"),
        ("Bygge veien uten fortau", "Bygge veien med fortau", "nb"),
        ("Det skal ikke gis gratis skolemat", "Det skal gis gratis skolemat", "nb"),
        ("Ventetiden økes", "Ventetiden reduseres", "nb"),
        ("Andelen fra 8 til 6 prosent heltid", "Mer heltid", "nb"),
        ("Mer til drift og mindre til veier", "Mindre til drift og mer til veier", "nb"),
        ("Ferger framfor bruer", "Bruer framfor ferger", "nb"),
        ("Fleire born i kvar gruppe", "Færre born i kvar gruppe", "nn"),
        ("Fewer parks in the centre", "More parks in the centre", "en"),
        ("Flere elever med høyt fravær", "Færre elever med høyt fravær", "nb"),
        ("Ingen gratis skolemat", "Gratis skolemat", "nb"),
        ("Close the library", "Keep the library", "en"),
    ],
)
def test_the_same_thing_moved_opposite_ways_is_opposed(
    first: str, second: str, language: str
) -> None:
    """Up against down, keeping against ending, with against without."""
    assert apart(first, second, language) >= APART


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Redusere sykefraværet", "Øke nærværet"),
        ("Færre uten bolig", "Flere får egen bolig"),
        ("Færre unge faller fra i videregående", "Flere unge fullfører videregående"),
        ("Færre barn i fattigdom", "Flere barn deltar i idrett"),
        ("Ingen barn skal oppleve mobbing", "Flere barn trives"),
        ("Dyrket mark skal ikke bygges ned", "Ikke bygge ned dyrket mark"),
        ("Sykefraværet er lavt", "Redusere sykefraværet"),
        ("Ingen barn uten barnehageplass", "Flere barn får barnehageplass"),
        ("Forebygge mobbing", "Tiltak mot mobbing"),
        ("Ikke bare flere plasser, men også bedre plasser", "Flere plasser"),
        ("Begrense antall ansatte hos hver bruker", "Ansatte hos hver bruker"),
        ("Ingen barnefamilier bor på hotell", "Barnefamilier bor ikke på hotell"),
        ("Mer penger til veier, mindre penger til drift", "Mindre penger"),
        ("Øke støtten til fattige familier", "Færre fattige familier"),
        ("Ingen venter mer enn 3 uker på vurdering", "Vurdering innen 3 uker"),
    ],
)
def test_two_improvements_are_not_opposed(first: str, second: str) -> None:
    """Less of the bad is in the spirit of more of the good."""
    assert apart(first, second) < APART


WORDS = st.lists(
    st.sampled_from(
        [
            *["øke", "redusere", "reduseres", "bevare", "færre", "mer", "mindre", "enn", "ned"],
            *["ikke", "uten", "ingen", "mot", "framfor", "ved", "er", "skal", "under"],
            *["fra", "til", "8", "6", "2014", "1.234,5", "prosent"],
            *["barn", "bolig", "sykefravær", "skoler"],
        ]
    ),
    max_size=9,
)


@given(WORDS, WORDS)
def test_opposition_is_symmetric_in_range_and_none_with_oneself(
    first: list[str], second: list[str]
) -> None:
    """Whatever the words."""
    one, two = aims(first, "nb"), aims(second, "nb")

    assert opposition(one, two) == pytest.approx(opposition(two, one))
    assert 0.0 <= opposition(one, two) <= 1.0
    assert opposition(one, one) == 0.0


def test_all_pairs_are_as_each_pair_alone() -> None:
    """One product of matrices, the same numbers."""
    texts = ["Øke bemanningen", "Redusere bemanningen", "Legge ned skolen", "", "Verne skolen"]
    each = [wanted(text) for text in texts]
    alone = np.array([[opposition(one, two) for two in each[:3]] for one in each])

    assert oppositions(each, each[:3]) == pytest.approx(alone)
    assert oppositions([], each).shape == (0, 5)


def test_decomposed_letters_tell_the_same() -> None:
    """«Øke» and «Åpne» from some PDFs come apart."""
    text = "Åpne årsmøtet, færre kjører"

    assert wanted(unicodedata.normalize("NFD", text)) == wanted(text)


def test_no_word_tells_two_directions() -> None:
    """An entry of one list, its star left out, is in none of the others."""
    patterns = word_patterns("direction_words.txt")
    ways = ("up", "down", "avoid", "keep")
    both = {
        (entry, way, other)
        for way in ways
        for entry in patterns[way].pattern.replace(r"\w*", "").split("|")
        for other in ways
        if other != way and patterns[other].fullmatch(entry)
    }

    assert both == set()
