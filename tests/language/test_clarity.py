"""Activities and ways out are told by their words, in both standards and in English."""

import unicodedata

import pytest

from pipeline.language.clarity import activity, hedge
from pipeline.language.verbs import infinitive_of, is_infinitive


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gjennomføre kurs i førstehjelp", "nb"),
        ("å videreføre ordningen med nattevakt", "nb"),
        ("Kommunen skal i større grad samarbeide med lagene", "nb"),
        ("Enheten bruker elektroniske skjema", "nb"),
        ("Rutinene gjennomgås hvert år", "nb"),
        ("Det skal arbeides med språk", "nb"),
        ("Utbygging av breiband", "nb"),
        ("Arkivere gamle tegninger", "nb"),
        ("Kartleggje behovet for bustader", "nn"),
        ("Rutinane skal gjennomgåast", "nn"),
        ("Carry out training for staff", "en"),
        ("The council will review its routines", "en"),
    ],
)
def test_work_is_told(text: str, language: str) -> None:
    """What is to be done is an activity, whoever does it and in whichever form the verb is."""
    assert activity(text, language) is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Elevene leser med glede", "nb"),
        ("Redusere sykefraværet til under 7 prosent", "nb"),
        ("Sikre alle barn en trygg skolevei", "nb"),
        ("Plan for kulturminner er vedtatt", "nb"),
        ("Elevene skal delta i elevrådet", "nb"),
        ("Alle ansatte som arbeider med barn, kjenner tegnene på vold", "nb"),
        ("Ulike ansatte hos den enkelte bruker i løpet av fire uker", "nb"),
        ("Styrke leseopplæringen slik at alle elever knekker lesekoden", "nb"),
        ("Økning av antall lærlinger", "nb"),
        ("Gode oppvekstvilkår", "nb"),
        ("Auke talet på fosterheimar", "nn"),
        ("Increase voter turnout", "en"),
        ("Plan for bruk av nynorsk finst", "nn"),
    ],
)
def test_results_are_no_activities(text: str, language: str) -> None:
    """A state, a quantity that moves, work done, others' doing, and a named result are none."""
    assert activity(text, language) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tjenestene bør ligge nær holdeplassen", "bør"),
        ("Kjøpe lokal mat der det er mulig", "der det er mulig"),
        ("Nettsidene skal være så brukervennlige som mulig", "så brukervennlige som mulig"),
        ("Tenestene skal i størst mogleg grad vere samla", "i størst mogleg grad"),
        ("Services are given as far as possible at home", "as far as possible"),
        ("Elevene lærer å løse oppgaver over 100", None),
        ("Familieråd er prøvd i alle saker der flytting vurderes", None),
    ],
)
def test_a_way_out_is_told_by_its_words(text: str, words: str | None) -> None:
    """Each phrase is found as a whole, and a clause that says when is no way out."""
    assert hedge(text) == words


def test_letters_in_two_parts_are_the_same_letters() -> None:
    """Decomposed æ, ø and å change nothing, and neither do capitals or a bullet."""
    text = "– Gjennomføre årsmøter når økonomien tillater det"
    parted = unicodedata.normalize("NFD", text).upper()

    assert activity(parted) == activity(text) == "gjennomføre"
    assert hedge(parted) == hedge(text) == "når økonomien tillater det"


@pytest.mark.parametrize("word", ["gode", "alle", "elevene", "vi", "det", "skole", "kommune"])
def test_other_words_that_end_alike_are_no_verbs(word: str) -> None:
    """Adjectives, pronouns and nouns have not a verb's forms."""
    assert not is_infinitive(word)


def test_what_looks_like_a_participle_is_none() -> None:
    """A noun in -et has no verb behind it."""
    assert infinitive_of("kontoret") is None
