"""Verdicts are read as people and spreadsheets write them, and what is left out is told."""

import logging

import pandas as pd
import pytest

from pipeline.coupling.verdicts import Verdicts, place_verdicts
from pipeline.errors import InputError


def placed(*rows: tuple[str, str, object], sources: str = "ab", targets: str = "xy") -> Verdicts:
    """The verdicts by their places; each letter is a statement."""
    frame = pd.DataFrame(rows, columns=["source_id", "target_id", "linked"])
    return place_verdicts(frame, pd.Series([*sources]), pd.Series([*targets]), "mine.csv")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *[(word, True) for word in ("WAHR", "SANN", "TRUE", "Ja", " x ", "1", True, 1.0)],
        *[(word, False) for word in ("FALSCH", "USANN", "FALSE", "nei", "0", False, 0)],
    ],
)
def test_a_verdict_is_understood_in_any_of_its_usual_forms(said: object, meant: bool) -> None:
    """As Excel writes them in three languages, and as people do."""
    assert placed(("a", "x", said)).linked.tolist() == [meant]


@pytest.mark.parametrize("blank", ["", "  ", None, float("nan"), pd.NA])
def test_a_row_without_a_verdict_is_skipped_and_told(
    blank: object, caplog: pytest.LogCaptureFixture
) -> None:
    """A sheet of questions may be half filled in; the pair keeps what was said before."""
    found = placed(("a", "x", "ja"), ("a", "x", blank), ("b", "y", blank))

    assert (found.rows.tolist(), found.linked.tolist()) == ([0], [True])
    assert caplog.messages == ["mine.csv: 2 rows without a verdict, skipped"]


def test_of_two_different_verdicts_on_a_pair_the_last_counts_and_it_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The same verdict twice is nothing to tell of."""
    found = placed(("b", "x", "ja"), ("a", "y", "ja"), ("a", "y", "nei"), ("b", "x", "TRUE"))

    assert dict(zip(found.rows.tolist(), found.linked.tolist(), strict=True)) == {0: False, 1: True}
    assert caplog.messages == [
        "mine.csv: 1 pair with different verdicts, the last counts; the first is a and y"
    ]


def test_verdicts_on_unknown_statements_are_told_with_the_first(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Lists change, and spreadsheets turn 001 into 1."""
    found = placed(("a", "x", "ja"), ("1", "x", "ja"), ("a", "z", "nei"))

    assert found.rows.tolist() == [0]
    assert caplog.messages == [
        "mine.csv: 2 verdicts on statements not in the lists, left out; the first is 1 and x"
    ]


def test_an_unreadable_verdict_names_file_and_pair() -> None:
    """So that it is found in a sheet that was sorted since."""
    expected = "mine.csv: a and y: expected true or false in the column linked, came 'kanskje'"

    with pytest.raises(InputError, match=expected):
        placed(("a", "x", "ja"), ("a", "y", "Kanskje"))


def test_an_apostrophe_that_stops_a_formula_is_undone(caplog: pytest.LogCaptureFixture) -> None:
    """Where the list has the name without it, and only there."""
    frame = pd.DataFrame(
        {"source_id": ["'-1", "'=x"], "target_id": ["t", "t"], "linked": ["ja", "ja"]}
    )

    found = place_verdicts(frame, pd.Series(["-1", "=x", "'=x"]), pd.Series(["t"]))

    assert found.rows.tolist() == [0, 2]
    assert caplog.messages == []


def test_a_file_of_blank_rows_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """As it was written, with nothing filled in."""
    with caplog.at_level(logging.WARNING):
        assert len(placed(("a", "x", ""), ("b", "y", "")).rows) == 0
