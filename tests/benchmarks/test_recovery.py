"""How planted facts are judged: an abstention is no error, and what wasn't read is told apart."""

import pandas as pd
import pytest

from benchmarks.recovery.__main__ import summarise
from benchmarks.recovery.judging import Judged
from benchmarks.recovery.planted import key


@pytest.mark.parametrize(
    ("planted", "found", "verdict"),
    [
        ("tight", "tight", "right"),
        ("tight", "loose", "wrong"),
        ("tight", "uavklart", "uavklart"),
        ("uavklart", "uavklart", "right"),
        ("uavklart", "tight", "wrong"),
        ("tight", "missing", "missing"),
    ],
)
def test_each_fact_gets_one_of_four_verdicts(planted: str, found: str, verdict: str) -> None:
    """Uavklart is right where it was planted, and else no answer."""
    assert Judged("quadrant", "Neset 2014", planted, found).verdict == verdict


def test_shares_are_of_all_planted_facts() -> None:
    """A fact that was not read counts in the denominator, or reading little would look good."""
    facts = pd.DataFrame(
        {
            "corpus": "first",
            "question": "orphans",
            "verdict": ["right", "missing", "missing", "wrong"],
        }
    )

    told = summarise(facts)["first"]["orphans"]

    assert (told["n"], told["right"], told["missing"]) == (4, 1, 2)
    assert told["right_share"]["value"] == 0.25
    assert told["right_share"]["low"] < 0.25 < told["right_share"]["high"]


def test_goals_are_found_again_whatever_case_and_closing_mark() -> None:
    """The planted text and the document's differ in marks, not in words."""
    assert key("Flere barn  leser hjemme.") == key("– flere barn leser hjemme")
    assert key("Flere barn leser") != key("Færre barn leser")
