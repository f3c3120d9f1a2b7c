"""Numbers, lists and file names for Norwegian readers."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reporting import formats
from pipeline.reporting.names import number_key, slug, unique_slugs


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.5, 2, "0,50"),
        (1234567.891, 1, "1\xa0234\xa0567,9"),
        (-0.004, 2, "0,00"),
        (-2.5, 1, "−2,5"),
        (None, 2, "–"),
        (float("nan"), 2, "–"),
    ],
)
def test_decimals_have_a_comma_and_thousands_a_narrow_space(
    value: float | None, digits: int, expected: str
) -> None:
    """A minus is a minus sign, nothing rounds to minus zero, and what is missing is a dash."""
    assert formats.decimal(value, digits) == expected


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers_can_be_read_back(value: int) -> None:
    """Spaces and signs are the only things that formatting changes."""
    shown = formats.whole(value).replace("\xa0", "").replace("−", "-")

    assert int(shown) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3_000_000.0, "+3,0\u00a0mill.\u00a0kr"),
        (-400_000.0, "−0,4\u00a0mill.\u00a0kr"),
        (0.0, "0,0\u00a0mill.\u00a0kr"),
        (None, "–"),
    ],
)
def test_a_difference_in_kroner_carries_its_sign(value: float | None, expected: str) -> None:
    """More is plus, less is minus, no change has neither."""
    assert formats.signed_million_nok(value) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bærekraft på Øya i Ås", "baerekraft-pa-oya-i-as"),
        ("A\u030arsbudsjett", "arsbudsjett"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "uten-navn"),
        ("…", "uten-navn"),
        ("CON", "con-navn"),
        ("lpt1", "lpt1-navn"),
        ("школа", "uten-navn"),
    ],
)
def test_file_names_are_safe_on_every_system(name: str, expected: str) -> None:
    """Letters are kept as far as ASCII goes, and no name leads out of the folder."""
    assert slug(name) == expected


@given(st.text())
def test_a_slug_holds_only_letters_digits_and_hyphens(name: str) -> None:
    """Whatever a unit is called."""
    made = slug(name)

    assert set(made) <= set(string.ascii_lowercase + string.digits + "-")
    assert 0 < len(made) <= 70


@given(st.lists(st.sampled_from(["a", "A", "a-2", "å", "", "..", "a 2"]), unique=True))
def test_no_two_names_share_a_file(names: list[str]) -> None:
    """Names that give the same slug are numbered, also where the numbered one is taken."""
    made = unique_slugs({name: name for name in names})

    assert len(set(made.values())) == len(names)


def test_plan_numbers_sort_as_numbers() -> None:
    """4.10 comes after 4.9, letters after digits, and what has no number last."""
    numbers: list[Any] = ["4.10", None, "4.9", "5b", "5a", "4"]

    assert sorted(numbers, key=number_key) == ["4", "4.9", "4.10", "5a", "5b", None]


def test_a_long_text_is_cut_at_a_word() -> None:
    """The ellipsis says that something is left out."""
    assert formats.shortened("bo trygt hjemme, lenge", 18) == "bo trygt hjemme …"
    assert formats.shortened("kort", 18) == "kort"
