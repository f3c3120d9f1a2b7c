"""Compounds are split where both halves are words, and whole words are left whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.compounds import all_parts, split_compound


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("barnehageplass", ("barnehage", "plass")),
        ("sykefraværsprosent", ("sykefravær", "prosent")),
        ("vedlikeholdsetterslep", ("vedlikehold", "etterslep")),
        ("hundeparker", ("hund", "parker")),
    ],
)
def test_a_joint_belongs_to_neither_part(word: str, parts: tuple[str, str]) -> None:
    """The -s- and -e- between two words say nothing."""
    assert split_compound(word) == parts


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("barnehageplassar", ("barnehage", "plassar")),
        ("sjukefråværsprosent", ("sjukefråvær", "prosent")),
    ],
)
def test_nynorsk_is_split_by_what_its_words_are_in_bokmål(
    word: str, parts: tuple[str, ...]
) -> None:
    """There are no counts of nynorsk words."""
    assert split_compound(word, "nn") == parts


@pytest.mark.parametrize(
    "word",
    [
        "møte",
        "enhet",
        "virksomheter",
        "muligheter",
        "sikkerheten",
        "trondheim",
        "fortellinger",
    ],
)
def test_common_words_and_their_inflections_stay_whole(word: str) -> None:
    """What looks like two words in them is chance, or an ending."""
    assert split_compound(word) == (word,)


def test_english_is_not_split() -> None:
    """Its compounds are written apart."""
    assert split_compound("broadband", "en") == ("broadband",)


def test_a_word_of_the_corpus_counts_as_known() -> None:
    """A name that no word list has may still begin a compound."""
    assert split_compound("gråkallskolen") == ("gråkallskolen",)
    assert split_compound("gråkallskolen", corpus={"gråkall"}) == ("gråkall", "skolen")


def test_parts_of_parts_are_parts() -> None:
    """A part that is itself put together shows its own."""
    assert all_parts("sykefraværsprosent") == ("sykefravær", "syke", "fravær", "prosent")


@given(st.text("abdeghiklmnoprstuvyæøå", max_size=20))
def test_parts_stand_in_the_word_in_order(word: str) -> None:
    """Nothing is made up, and at most a joint is lost."""
    parts = split_compound(word)

    assert word.startswith(parts[0])
    assert word.endswith(parts[-1])
    assert len(word) - sum(map(len, parts)) <= 1
