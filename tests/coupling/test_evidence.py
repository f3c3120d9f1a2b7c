"""Which words answer each other, and what a link beat."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coupling.evidence import (
    Lexicon,
    Word,
    build_lexicon,
    margins,
    stem_weights,
    word_pairs,
    word_places,
)
from pipeline.coupling.fieldspace import load_fieldspace
from pipeline.coupling.signals import word_space
from pipeline.coupling.statements import prepare_statements
from pipeline.schemas import WORD_RELATIONS

PLAIN = "Alle får svar i tide"


def once(words: Lexicon, row: int) -> list[Word]:
    """A statement's words, each once, in order."""
    return list(dict.fromkeys(words.words[row]))


def lexicon(texts: list[str], languages: list[str]) -> Lexicon:
    """The texts' words, with one more text so that not all words are in all texts."""
    texts, languages = [*texts, PLAIN], [*languages, "nb"]
    statements = prepare_statements(texts, languages)
    return build_lexicon(texts, statements.tokens, languages, word_space(statements.terms))


def pairs(goal: str, objective: str, language: str = "nb", most: int = 6) -> list[str]:
    """The word pairs of a goal in a language and an objective in bokmål (or English), as text."""
    above = "en" if language == "en" else "nb"
    found = lexicon([goal, objective], [language, above])
    return [str(each) for each in word_pairs(once(found, 0), once(found, 1), found.weights, most)]


@pytest.mark.parametrize(
    ("goal", "objective", "language", "pair"),
    [
        ("Flere lærlinger", "Plass til lærlinger", "nb", "lærlinger~lærlinger (same)"),
        ("Barnehagen er åpen", "Gode barnehager", "nb", "barnehagen~barnehager (inflected)"),
        ("Ingen blir mobbet", "Ansvar for mobbing", "nb", "mobbet~mobbing (inflected)"),
        ("Trygge barn i skulen", "En god skole", "nn", "skulen~skole (nynorsk)"),
        (
            "Nye barnehageplassar",
            "Full barnehagedekning",
            "nn",
            "barnehageplassar~barnehagedekning (compound)",
        ),
        ("Turer er gratis", "Skoleturer koster ikke", "nb", "turer~skoleturer (compound)"),
        (
            "PPT er til stede",
            "Pedagogisk-psykologisk tjeneste i barnehagen",
            "nb",
            "PPT~pedagogisk psykologisk tjeneste (abbreviation)",
        ),
        ("Bedre helsestasjon", "Ros til HELSE", "nb", "helsestasjon~helse (compound)"),
        ("Training for staff", "Staff are trained", "en", "training~trained (inflected)"),
        ("Ba\u0308rekraftig ba\u030at", "En båt til", "nb", "båt~båt (same)"),
    ],
)
def test_words_that_answer_each_other_are_told_with_how(
    goal: str, objective: str, language: str, pair: str
) -> None:
    """One word, its forms, compounds, nynorsk, short forms."""
    assert pair in pairs(goal, objective, language)


def test_a_short_form_is_told_on_either_side() -> None:
    """The objective may be the one that writes it short."""
    assert pairs("Pedagogisk-psykologisk tjeneste", "PPT i barnehagen") == [
        "pedagogisk psykologisk tjeneste~PPT (abbreviation)"
    ]


def test_a_part_of_what_a_short_form_stands_for_is_not_it() -> None:
    """Any service is no PPT."""
    assert pairs("PPT svarer", "En tjeneste for innbyggerne") == []


def test_words_of_one_field_answer_each_other_though_no_letters_are_shared() -> None:
    """Learned from which words stand for the same public tasks."""
    assert "syklende~kollektivtransport (near)" in pairs("Syklende", "Kollektivtransport")


def test_numbers_short_words_and_template_words_are_near_nothing() -> None:
    """Their letters say nothing of a field."""
    places = word_places(["2014", "kommunen", "lo", "demens"], load_fieldspace())

    assert [round(float(np.linalg.norm(place)), 6) for place in places] == [0.0, 0.0, 0.0, 1.0]


def test_function_words_answer_nothing() -> None:
    """They carry no content."""
    assert pairs("De skal være i den", "Den skal være i de") == []


def test_what_weighs_most_comes_first_and_no_more_than_asked() -> None:
    """A rare word tells more than one that stands in every statement."""
    texts = ["Barn med demens", "Barn og demens", "Barn sykler", "Barn leker", "Barn leser"]
    statements = prepare_statements(texts, ["nb"] * 5)
    words = build_lexicon(texts, statements.tokens, ["nb"] * 5, word_space(statements.terms))

    found = word_pairs(once(words, 0), once(words, 1), words.weights)

    assert [each.goal_word for each in found] == ["demens", "barn"]
    assert word_pairs(once(words, 0), once(words, 1), words.weights, most=1) == found[:1]


TEXT = st.lists(
    st.sampled_from(["barn", "barnet", "barnehageplass", "skulen", "skole", "PPT", "8", "på"]),
    max_size=8,
).map(" ".join)


@given(TEXT, TEXT)
def test_each_word_is_used_once_and_strengths_are_shares(goal: str, objective: str) -> None:
    """Greedy one to one, whatever the words."""
    words = lexicon([goal, objective], ["nn", "nb"])

    found = word_pairs(once(words, 0), once(words, 1), words.weights)

    for side in ("goal_word", "objective_word"):
        used = [word for each in found for word in getattr(each, side).split()]
        assert len(used) == len(set(used))
    assert all(0 < each.strength <= 1 and each.how in WORD_RELATIONS for each in found)


def test_a_corpus_without_words_has_no_pairs() -> None:
    """Nothing in, nothing out."""
    words = build_lexicon([""], [[]], ["nb"], word_space([[]]))

    assert word_pairs(once(words, 0), once(words, 0), words.weights) == []


def test_a_stem_in_fewer_statements_weighs_more() -> None:
    """Idf, and less for the words of every plan."""
    weights = stem_weights(word_space([["barn", "kommun"], ["barn", "sykl"]]))

    assert weights["sykl"] > weights["barn"] > 0


def test_margins_are_to_the_best_other_objective() -> None:
    """The first against the second, every other against the first."""
    found = margins(np.array([[1.0, 3.0, 2.0], [0.0, 0.0, -1.0]]))

    np.testing.assert_array_equal(found, [[-2.0, 1.0, -1.0], [0.0, 0.0, -1.0]])


def test_an_only_objective_has_beaten_nothing() -> None:
    """Missing, not infinite."""
    assert np.isnan(margins(np.array([[1.0], [2.0]]))).all()
