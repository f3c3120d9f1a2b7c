"""Nynorsk words take their bokmål form: listed, inflected, within compounds, by endings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.nynorsk import bokmal_form, bokmal_text


@pytest.mark.parametrize(
    ("nynorsk", "bokmål"),
    [
        ("verksemd", "virksomhet"),
        ("einingane", "enhetene"),
        ("leiarar", "ledere"),
        ("sjukeheimsplassar", "sykehjemsplasser"),
        ("trafikktryggleik", "trafikksikkerhet"),
        ("bustadbygging", "boligbygging"),
        ("vesentleg", "vesentlig"),
        ("arbeidstakarane", "arbeidstakerne"),
    ],
)
def test_a_nynorsk_word_takes_its_bokmål_form(nynorsk: str, bokmål: str) -> None:
    """By the list, its inflections, compounds with it, or an ending."""
    assert bokmal_form(nynorsk) == bokmål


@pytest.mark.parametrize(
    "word", ["handlingsrom", "barnehage", "kommune", "digitalt", "overvekt", "samfunnsdelen"]
)
def test_a_word_of_both_standards_stays_as_it_is(word: str) -> None:
    """That a listed word stands in it is chance: hand in handlingsrom."""
    assert bokmal_form(word) == word


def test_a_text_keeps_its_capitals_numbers_and_marks() -> None:
    """Only the words are led over, and short forms are no words."""
    assert (
        bokmal_text("Eininga skal, innan 2030, ha 12 sjukeheimsplassar – sjå ROS-analysen.")
        == "Enheten skal, innen 2030, ha 12 sykehjemsplasser – se ROS-analysen."
    )


def test_either_unicode_form_of_a_text_is_led_over() -> None:
    """A decomposed å is no place to cut."""
    text = "Sjukefråværet i årsbudsjettet og bærekraftsmåla"

    assert bokmal_text(unicodedata.normalize("NFD", text)) == (
        "Sykefraværet i årsbudsjettet og bærekraftsmålene"
    )


@given(st.text("abdeghiklmnoprstuvyæøå", min_size=1, max_size=20))
def test_some_word_always_comes_out(word: str) -> None:
    """Whatever comes in."""
    assert bokmal_form(word)
