"""Amounts as they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.goals.numbers import parse_number, read_unit, text_amounts


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=1),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", ""]),
    st.sampled_from(["-", "−", "–", "- "]),
)
def test_a_printed_number_is_read_back(value: Decimal, space: str, minus: str) -> None:
    """Whatever space parts the thousands and whatever minus stands before, it is the same."""
    digits = f"{abs(value):,.1f}".replace(",", space).replace(".", ",")

    assert parse_number(f"{minus}{digits}" if value < 0 else digits) == value


@pytest.mark.parametrize(
    "text", ["", "–", "-", "12 %", "Skole", "2009–2010", "1.–10. trinn", "§ 60"]
)
def test_what_is_no_amount(text: str) -> None:
    """Blanks, dashes, shares, words and spans are no numbers."""
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Tall i millioner kroner", 1_000_000),
        ("Beløp i mill. kr", 1_000_000),
        ("MNOK", 1_000_000),
        ("(1 000 kr)", 1_000),
        ("Alle tal i heile tusen kroner", 1_000),
        ("Tall i hele tusen", 1_000),
        ("i 1000 kr", 1_000),
        ("Beløp i kr", 1),
    ],
)
def test_units(text: str, unit: int) -> None:
    """The ways in which a table says its unit."""
    assert read_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("tiltak for 49,7 millioner kroner", [49_700_000]),
        ("til sammen 208,6 mill. kr i 2009", [208_600_000]),
        ("kr 1 250 000 til bibliotek", [1_250_000]),
        ("auka med 0,45 millionar kroner", [450_000]),
        ("fra 2 mill. kr til 3,5 mill. kr", [2_000_000, 3_500_000]),
        ("41 230 innbyggere i 2014", []),
        ("20 millioner innbyggere", []),
        ("(1 000 kr)", []),
    ],
)
def test_amounts_in_running_text(text: str, amounts: list[int]) -> None:
    """Only money is an amount; people, years and a told unit are none."""
    assert [held.amount_nok for held in text_amounts(text)] == amounts
