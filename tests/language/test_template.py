"""A statement without the phrases of its genre says what it is about."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.normalise import normalise_text
from pipeline.language.template import without_template
from pipeline.language.wordlists import template_phrases


@pytest.mark.parametrize(
    ("text", "language", "rest"),
    [
        (
            "Prosentandel elever med mestringsnivå 1, begge kjønn",
            "nb",
            "elever med mestringsnivå 1",
        ),
        ("Hvor fornøyd er du med biblioteket?", "nb", "biblioteket?"),
        ("Har kommunen vedtatt en plan for flom?", "nb", "en plan for flom?"),
        ("Innen 2030 skal utslippene halveres", "nb", "utslippene halveres"),
        ("Skolen skal bidra til å redusere fravær", "nb", "Skolen skal redusere fravær"),
        ("Talet på eldre som bur heime", "nn", "eldre som bur heime"),
        ("Kommunen skal leggje til rette for fleire turvegar", "nn", "fleire turvegar"),
        ("The system shall ensure that logs are kept", "en", "logs are kept"),
    ],
)
def test_openings_and_phrases_go(text: str, language: str, rest: str) -> None:
    """What is left tells this statement from others."""
    assert without_template(text, language) == rest


@pytest.mark.parametrize("text", ["Andel", "Kommunen skal legge til rette for", "Hvor mange?"])
def test_a_text_of_phrases_alone_stays_whole(text: str) -> None:
    """Something is better than nothing."""
    assert without_template(text, "nb") == text


def test_an_opening_elsewhere_stays() -> None:
    """Antall is a word of content after redusere."""
    assert without_template("Redusere antall fall", "nb") == "Redusere antall fall"


def test_a_phrase_ends_where_its_last_word_ends() -> None:
    """Andelslag is no andel."""
    assert without_template("Andelslag i landbruket", "nb") == "Andelslag i landbruket"


def test_either_unicode_form_gives_one_text() -> None:
    """A decomposed å hides no phrase."""
    text = "Bidra til å nå bærekraftsmål"

    assert without_template(unicodedata.normalize("NFD", text), "nb") == "nå bærekraftsmål"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_phrase_holds_a_word_of_direction(language: str) -> None:
    """Whether something shall rise or fall is never left out."""
    directions = (
        "øke redusere auke minske flere færre fleire mer mindre meir styrke hindre ikke ikkje uten "
        "utan increase reduce more fewer less prevent not without"
    )
    direction = set(directions.split())

    assert [p for p, _ in template_phrases(language) if direction & set(p.split())] == []


@given(st.text(), st.sampled_from(["nb", "nn", "en"]))
def test_no_text_becomes_empty(text: str, language: str) -> None:
    """Something is left wherever there was something but invisible characters."""
    assert bool(without_template(text, language)) == bool(normalise_text(text))
