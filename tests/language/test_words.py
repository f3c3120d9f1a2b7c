"""Words keep their letters, stems meet across forms, compounds show their parts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.compounds import with_compound_parts
from pipeline.language.stem import content_stems, stem
from pipeline.language.tokenise import tokenise, word_ngrams
from pipeline.language.wordlists import function_words, nynorsk_to_bokmal, template_words


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("word", ["bærekraftsmål", "årsbudsjett", "kommunestyremøte"])
def test_a_word_stays_whole_in_either_unicode_form(word: str, form: str) -> None:
    """A decomposed å is no place to cut."""
    assert tokenise(unicodedata.normalize(form, word)) == [word]


def test_numbers_keep_their_decimal_comma() -> None:
    """7,9 is one number, and the full stop after a year is no part of it."""
    assert tokenise("ned til 7,9 prosent i 2013.") == ["ned", "til", "7,9", "prosent", "i", "2013"]


@given(st.text())
def test_tokens_are_lower_case_and_never_empty(text: str) -> None:
    """Whatever comes in, words come out."""
    tokens = tokenise(text)

    assert all(token and token == token.lower() for token in tokens)


@given(st.lists(st.sampled_from("abc"), max_size=8), st.integers(1, 4))
def test_there_is_one_run_for_each_place_it_can_begin(tokens: list[str], length: int) -> None:
    """N words hold n − k + 1 runs of k."""
    assert len(word_ngrams(tokens, length)) == max(0, len(tokens) - length + 1)


def test_forms_of_a_word_share_a_stem() -> None:
    """Number and definiteness don't tell two goals apart."""
    assert {stem(word, "nb") for word in ("barnehage", "barnehager", "barnehagene")} == {"barnehag"}


@pytest.mark.parametrize(
    ("nynorsk", "bokmål"),
    [
        ("sjukefråværet", "sykefraværet"),
        ("førebygging", "forebygging"),
        ("skulane", "skolene"),
        ("grunnskuleelevane", "grunnskoleelevene"),
        ("leiarane", "lederne"),
        ("løyvingar", "bevilgninger"),
        ("tilgjengelege", "tilgjengelige"),
        ("tryggleiken", "tryggheten"),
    ],
)
def test_nynorsk_meets_bokmål(nynorsk: str, bokmål: str) -> None:
    """The two written standards give one stem."""
    assert stem(nynorsk, "nn") == stem(bokmål, "nb")


@pytest.mark.parametrize(
    "forms",
    [
        ("leder", "lederen", "ledere", "lederne"),
        ("kvalitet", "kvaliteten", "kvaliteter", "kvalitetene"),
        ("innbygger", "innbyggere", "innbyggerne"),
        ("øke", "øker", "økes", "økt", "økning"),
        ("bok", "boken", "bøker", "bøkene"),
        ("digitalisere", "digitaliseres", "digitalisering", "digitaliseringen"),
        ("forebygge", "forebygging", "forebyggingen"),
    ],
)
def test_forms_that_one_ending_does_not_reach_share_a_stem(forms: tuple[str, ...]) -> None:
    """Plurals with two endings, irregular forms, and the noun of an action with its verb."""
    assert len({stem(form, "nb") for form in forms}) == 1


def test_a_noun_with_a_meaning_of_its_own_keeps_its_stem() -> None:
    """A line of pipes leads nobody, and an education is more than to educate."""
    assert stem("ledning", "nb") != stem("lede", "nb")
    assert stem("utdanning", "nb") == "utdanning"


def test_short_forms_are_not_stemmed() -> None:
    """KOSTRA ends in no ending."""
    assert stem("kostra", "nb") == "kostra"


def test_function_words_carry_no_content() -> None:
    """What is left of a sentence is what it is about."""
    assert content_stems(tokenise("Det skal være trygge skoler i byen"), "nb") == [
        "trygg",
        "skol",
        "by",
    ]


def test_a_compound_shows_the_words_that_stand_alone_elsewhere() -> None:
    """Barnehageplass meets plass, and a joint -s- is no hindrance."""
    first, second, _ = with_compound_parts(
        [["barnehageplass"], ["arbeidsmiljø"], ["plass", "arbeid", "miljø"]]
    )

    assert first == ["barnehageplass", "plass"]
    assert sorted(second) == ["arbeid", "arbeidsmiljø", "miljø"]


def test_short_pieces_are_no_parts() -> None:
    """Three letters at a word's end are chance."""
    assert with_compound_parts([["mobilen"], ["len", "mob"]])[0] == ["mobilen"]


def test_no_word_list_holds_the_words_that_goals_are_about() -> None:
    """A list that swallowed barn or skole would silence half of all goals."""
    content = {"barn", "skole", "eldre", "klima", "bibliotek", "sykefravær"}

    assert content & (function_words("nb") | function_words("nn") | template_words()) == set()


def test_every_nynorsk_pair_differs() -> None:
    """A pair of equal words would be a line too many."""
    assert [word for word, other in nynorsk_to_bokmal().items() if word == other] == []
