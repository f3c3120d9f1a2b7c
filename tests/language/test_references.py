"""Which numbers in a text name a goal or a case, and which only look so."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.references import bare_numbers, case_numbers, goal_numbers

NAMED = {
    "Tiltaket følger opp delmål 4.2 i kommuneplanen.": ["4.2"],
    "Flere leser godt (jf. delmål 1.2 og 1.4)": ["1.2", "1.4"],
    "Jf. kommuneplanens mål 3": ["3"],
    "Jf. mål 3 i kommuneplanen.": ["3"],
    "Enheten arbeider særlig med mål 2.1 og 2.3.": ["2.1", "2.3"],
    "Delmål 4.2–4.4 gjelder alle barnehager": ["4.2", "4.3", "4.4"],
    "hovedmål 1–3": ["1", "2", "3"],
    "mål 2.1 til 2.3": ["2.1", "2.2", "2.3"],
    "Se pkt. 3 i kommuneplanen": ["3"],
    "jf. pkt. 2.4": ["2.4"],
    "[KP 2.1 og 2.3] Alle får svar": ["2.1", "2.3"],
    "Kommuneplan 2010–2022, delmål 3.1": ["3.1"],
    "(kommuneplanens samfunnsdel, mål 5)": ["5"],
    "Viser til delmål 1.1, 1.2 og 3.4": ["1.1", "1.2", "3.4"],
    "Delmål 2.1, delmål 2.2 og hovedmål 4 ligger til grunn": ["2.1", "2.2", "4"],
    "Hovedmål 1: Levende bygder": ["1"],
    "Hovedmål 2 Trygg oppvekst": ["2"],
    "Støtter opp om delmål 2.1.3": ["2.1.3"],
    "Jf. 4.2": ["4.2"],
    "Tilbudet utvides (jf. 3)": ["3"],
    "Eininga støttar hovudmål 2 og delmål 2.4 i kommuneplanen": ["2", "2.4"],
    "Sjå delmåla 3.1 og 3.2": ["3.1", "3.2"],
    "jamfør kommunedelplanen, punkt 4": ["4"],
    "Satsingsområde 2 og 3 i samfunnsdelen": ["2", "3"],
    "This supports sub-goal 4.2 and main goal 1.": ["4.2", "1"],
    "See goals 2.1 to 2.3 of the master plan": ["2.1", "2.2", "2.3"],
    "cf. objective 3.2": ["3.2"],
    "Delmål 4.2: Innen 2015 skal 95 prosent ha plass": ["4.2"],
    "jf. delmål 1.3 og § 5-1 i plan- og bygningsloven": ["1.3"],
    "Delmål nr. 3.2, vedtatt 12.6.2014": ["3.2"],
    "mål 2 og 3 i kommuneplanen": ["2", "3"],
    "delmål 4.2 og 20 nye plasser": ["4.2"],
    "delmål 4.2, 4.2 og 4.2": ["4.2"],
    "Enheten følger opp mål 3b om ensomhet": ["3b"],
    "jf. delmål 1a": ["1a"],
    "Delmål: 1A": ["1a"],
    "Jf. delmål 2 c.": ["2c"],
    "målene 1a, 2a og 3c i samfunnsdelen": ["1a", "2a", "3c"],
    "delmål 1a, b og d ligger til grunn": ["1a", "1b", "1d"],
    "Delmål 2b–d": ["2b", "2c", "2d"],
    "delmål 4a til 4c": ["4a", "4b", "4c"],
    "(KP 1.b)": ["1b"],
}

TRAPS = [
    "Mål: 5 nye boliger innen 2016",
    "Mål 95 prosent",
    "Målet er 3 besøk i uka",
    "(mål 5)",
    "Resultatmål 2015: 12 lærlinger",
    "Alle delmål nås innen 1.6.2015",
    "jf. § 5-1 i plan- og bygningsloven",
    "jf. §§ 3 og 4",
    "jf. opplæringslova kapittel 9",
    "jf. pkt. 4.2 i rundskriv F-05",
    "jf. barnehageloven § 16 nr. 2",
    "Kommuneplan 2010–2022",
    "kommuneplanen av 17. juni 2010",
    "kommuneplanen 17.06.2010",
    "jf. kommunestyrets vedtak 12. mars",
    "jf. sak 48/14",
    "Bystyret ba i sak 48/14, punkt 6, om en sak om organiseringen",
    "jf. sak 48/14, punkt 6",
    "Punkt 2, 3, 5 og 7 ble enstemmig vedtatt.",
    "Ap fremmet forslag til endringer i innstillingens punkt 2 og 4",
    "Om planen .......................... 3",
    "jf. PS 12/15 og arkivsak 13/4567",
    "Delmålet koster 2,5 millioner kroner",
    "Delmål: 3.2 prosent",
    "delmål 2014",
    "Andelen er 4.2 og målet 3.5 prosent",
    "elever på 7. trinn",
    "Se side 4",
    "jf. tabell 3.1",
    "hovedmål 1 200 000 kroner",
    "Delmål 3 nye barnehager",
    "Hovedmålet: 20 av 25 elever",
    "Mål kl. 12.30",
    "Mål 3 i alt",
    "Mål 5 å nå",
    "Målet: 40m fri bredde og 3t svartid",
    "The goal is 4 weeks",
    "Planen er 10 plasser",
]

CASES = {
    "Vedtatt i sak 48/14": ["48/14"],
    "jf. PS 12/15": ["12/15"],
    "Arkivsak: 13/4567": ["13/4567"],
    "arkivsaksnr. 2013/4567-12": ["2013/4567-12"],
    "Bystyresak 21/13 og 48/14": ["21/13", "48/14"],
    "K-sak 7/16, F-sak 3/16": ["7/16", "3/16"],
    "Saksnr 112/14": ["112/14"],
    "See case no. 48/14": ["48/14"],
    "Saka 14/02 vart utsett": ["14/02"],
    "Møtet er 12/5 og skoleåret 2013/14": [],
    "3/4 av elevene": [],
    "Saken ble vedtatt 12/5/2014": [],
}


@pytest.mark.parametrize(("text", "numbers"), NAMED.items())
def test_numbers_that_name_goals_are_read(text: str, numbers: list[str]) -> None:
    """By what stands before them, through lists and ranges, in both standards and English."""
    assert goal_numbers(text) == numbers


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_like_a_goals_number_is_not_read(text: str) -> None:
    """Targets, amounts, dates, years, laws, cases, pages and school years."""
    assert goal_numbers(text) == []


@pytest.mark.parametrize(("text", "numbers"), CASES.items())
def test_cases_are_read_by_their_names(text: str, numbers: list[str]) -> None:
    """A fraction or a date without "sak" before it is none."""
    assert case_numbers(text) == numbers


def test_decomposed_letters_read_alike() -> None:
    """«Delmål» from some PDFs comes with its ring apart."""
    assert goal_numbers(unicodedata.normalize("NFD", "Delmål 4.2")) == ["4.2"]


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=4))
def test_a_list_of_goals_is_read_whole(pairs: list[tuple[int, int]]) -> None:
    """However many there are."""
    numbers = list(dict.fromkeys(f"{above}.{below}" for above, below in pairs))

    assert goal_numbers("Jf. delmål " + ", ".join(numbers)) == numbers
    assert bare_numbers("; ".join(numbers)) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("4", ["4"]), ("2a", ["2a"]), ("1.2 og 2.1", ["1.2", "2.1"]), ("25 prosent", []), ("", [])],
)
def test_a_cell_of_numbers_is_read_as_such(text: str, numbers: list[str]) -> None:
    """A column of references holds nothing else."""
    assert bare_numbers(text) == numbers
