"""Masked texts and tables. Every person and number here is made up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer

from pipeline.masking.contacts import is_identity_number
from pipeline.masking.masks import (
    find_personal,
    kinds_masked,
    masked,
    masked_frame,
    masked_paths,
    personal_in_passages,
)


def test_roles_stay_where_names_go() -> None:
    """The title before a name stays, and so does the genitive's -s."""
    assert masked("Rådmann Kari Nordmanns forslag") == "Rådmann [navn]s forslag"


@pytest.mark.parametrize(
    "text",
    [
        "Nansen skole",
        "Olav Duuns vei",
        "Kari-prosjektet",
        "Berg & Dahl AS",
        "Heisen fra 1974 er for liten",
        "Inntektsgrensen heves",
        "Rammen er 45 678 900",
        "Sum 41 234 567 42 345 678",
        "Org.nr. 942 110 464",
        "Sak 2014/1234",
        "Samme tall til HR. Samme skjema.",
        "d1d0022051b30a60c20a5bd5c1e4ba45406200b9b",
    ],
)
def test_what_only_looks_like_a_person_stays(text: str) -> None:
    """Streets, schools, projects, firms, nouns on -sen, amounts and numbers of cases stay."""
    assert masked(text) == text


def test_two_rare_words_in_a_row_are_a_name() -> None:
    """A name that no list has is told by how rare its words are; a table's heads are no row."""
    assert masked("Etter samtale med Orfeld Tvalbrik ble planen endret") == (
        "Etter samtale med [navn] ble planen endret"
    )
    assert masked("Orfeld\nTvalbrik") == "Orfeld\nTvalbrik"


def test_contacts_are_masked_where_names_are_not() -> None:
    """Names can be left; phone numbers and addresses cannot."""
    text = "Kari Nordmann, 912 34 567, kari@kommune.example"

    assert masked(text, kinds_masked(names=False)) == "Kari Nordmann, [telefon], [e-post]"


@pytest.mark.parametrize("shift", [0, 40, 80])
def test_one_wrong_digit_is_no_identity_number(shift: int) -> None:
    """Of the hundred endings of a date and a number, at most one checks."""
    begin = f"01{2 + shift:02}39501"

    assert sum(is_identity_number(f"{begin}{end:02}") for end in range(100)) <= 1


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99), st.integers(0, 999))
def test_identity_numbers_check_as_another_program_has_them(
    day: int, month: int, year: int, person: int
) -> None:
    """Those that python-stdnum finishes are identity numbers here."""
    begin = f"{day:02}{month:02}{year:02}{person:03}"
    first = fodselsnummer.calc_check_digit1(begin)
    second = fodselsnummer.calc_check_digit2(begin + first)

    finished = f"{begin}{first}{second}"

    assert is_identity_number(finished) == (len(finished) == 11 and "-" not in finished)


def test_marks_that_nobody_sees_hide_nothing() -> None:
    """A soft hyphen in a name, or a mark of direction in a number, keeps neither from its mask."""
    assert masked("Rådmann Kari Nord\u00admann, tlf. 912\u200e 34 567") == (
        "Rådmann [navn], tlf. [telefon]"
    )


def test_masking_again_changes_nothing() -> None:
    """A masked text holds nothing more to mask."""
    once = masked("Saksbehandler: Kari Nordmann, tlf. 912 34 567, kari@kommune.example")

    assert masked(once) == once


@given(st.text(alphabet="Kari Nordmn.,:@()-/_0123456789\nÅs", max_size=60))
def test_spans_stand_in_the_text_apart_and_in_order(text: str) -> None:
    """Whatever the text: spans lie within it, none is empty, none meets another."""
    spans = find_personal(text)

    ends = [place for span in spans for place in (span.start, span.end)]
    assert ends == sorted(ends)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_a_table_keeps_what_tells_its_rows_apart() -> None:
    """Texts are masked; ids, units and missing values stay, and so does the table given."""
    frame = pd.DataFrame(
        {
            "goal_id": ["Kari Nordmann", "g_2"],
            "unit": ["Ola Hansen barnehage", None],
            "text": ["Kari Nordmann følger opp", None],
            "year": [2014, 2015],
        }
    )

    shown = masked_frame(frame)

    assert shown["text"].iloc[0] == "[navn] følger opp"
    assert shown["text"].isna().tolist() == [False, True]
    assert shown.drop(columns="text").equals(frame.drop(columns="text"))
    assert frame["text"].iloc[0] == "Kari Nordmann følger opp"


def test_two_files_never_get_one_name() -> None:
    """Files that only names tell apart are numbered."""
    shown = masked_paths(["Avtale Kari Nordmann.pdf", "Avtale Ola Hansen.pdf", "Avtale [navn].pdf"])

    assert sorted(shown.values()) == ["Avtale [navn] 2.pdf", "Avtale [navn] 3.pdf"]


def test_passages_with_something_personal_are_told() -> None:
    """Only passages that hold something are named, with where it stands."""
    passages = pd.DataFrame(
        {"passage_id": ["p1", "p2"], "text": ["Ring 912 34 567", "Flere bor hjemme"]}
    )

    found = personal_in_passages(passages)

    assert {name: [(s.start, s.end, s.kind) for s in spans] for name, spans in found.items()} == {
        "p1": [(5, 15, "phone")]
    }
