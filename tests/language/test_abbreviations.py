"""Short forms stand in capitals and stand for words."""

import pytest

from pipeline.language.abbreviations import expansions, short_forms
from pipeline.language.wordlists import abbreviations


@pytest.mark.parametrize("form", ["BFT", "PPT", "HMS", "IKT", "ROS", "NAV", "KOSTRA", "IOP"])
def test_the_usual_short_forms_are_known(form: str) -> None:
    """Each with the words that it stands for."""
    assert short_forms(f"Samarbeid med {form}-kontoret") == [form]
    assert len(expansions(form)) >= 2


def test_lower_case_is_another_word() -> None:
    """Ros is praise, and ask a tree."""
    assert short_forms("Ros til de ansatte under en ask") == []
    assert expansions("ros") == ()


def test_a_heading_in_capitals_holds_no_short_forms() -> None:
    """There, capitals say nothing."""
    assert short_forms("ROS OG VAR TIL ALLE") == []


def test_every_short_form_is_written_in_capitals() -> None:
    """A line with a small letter could never be found."""
    assert [form for form in abbreviations() if form != form.upper()] == []
