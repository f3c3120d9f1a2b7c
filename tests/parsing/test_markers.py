"""Marks of list items and points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parsing.markers import split_items, split_marker


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("5. Bystyret ber om en sak", "5", "Bystyret ber om en sak"),
        ("4.2 I 2020 skal byen vokse", "4.2", "I 2020 skal byen vokse"),
        ("c) skole", "c", "skole"),
        ("4b Skogen står", "4b", "Skogen står"),
        ("4.B: Skogen står", "4b", "Skogen står"),
        ("• 4b Skogen står", "4b", "Skogen står"),
        ("2. 45 prosent av barna", "2", "45 prosent av barna"),
        ("2. 1,8 kilometer veg", "2", "1,8 kilometer veg"),
        ("3. Gang- og sykkelveg", "3", "Gang- og sykkelveg"),
        ("2. Årsbudsjettet vedtas", "2", "Årsbudsjettet vedtas"),
        ("• flere barn", "", "flere barn"),
        ("– lik organisering", "", "lik organisering"),
    ],
)
def test_a_mark_is_taken_off(text: str, value: str, rest: str) -> None:
    """Numbers, letters, bullets and dashes open an item."""
    marker, words = split_marker(text)

    assert marker is not None
    assert (value, rest) == (marker.value, words)


@pytest.mark.parametrize(
    "text",
    [
        "17. juni 2010 ble planen vedtatt",
        "9b har størst fravær",
        "5 A-lag og 3 B-lag",
        "2. trinn har leseuke",
        "2. 3. 2014",
        "15. mai",
        "1. Mai",
        "–5 grader",
        "2010. Det var da",
    ],
)
def test_what_only_looks_like_a_mark_is_left(text: str) -> None:
    """A date, an ordinal, a negative number and a year open no list."""
    assert (None, text) == split_marker(text)


@given(
    st.lists(
        st.sampled_from(["Skolen bygges.", "Veien flyttes.", "Saken utsettes."]),
        min_size=2,
        max_size=9,
    )
)
def test_a_merged_list_is_split_where_it_was_joined(points: list[str]) -> None:
    """Numbered points set on one line come apart into the same points."""
    items = [f"{number}. {text}" for number, text in enumerate(points, 1)]

    assert items == split_items(" ".join(items))


def test_a_dash_inside_a_sentence_splits_nothing() -> None:
    """Only a text that begins with a dash is a list of dashes."""
    text = "Status i 2008 - der PP-ressurs ses under ett - er forsøkt"

    assert [text] == split_items(text)
