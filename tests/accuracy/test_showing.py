"""What the one run gathers, shows and hands to the README."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from benchmarks.accuracy import showing
from benchmarks.accuracy.__main__ import Answered, breakdowns, reliability_by_set
from benchmarks.accuracy.measures import Result, map_gain
from benchmarks.accuracy.sets import LinkSet

KNOWN = np.array([[True, False], [False, True]])


def _answered(name: str) -> Answered:
    side = pd.DataFrame({"id": ["a", "b"], "text": ["ny skole", "mer idrett"]})
    own = np.array([[0.9, 0.2], [0.1, 0.8]])
    results = {"words": Result(own[:, ::-1]), "kopling": Result(own, own, own > 0.5)}
    return Answered(LinkSet(name, side, side, KNOWN), results)


def test_every_system_is_shown_on_every_set_beside_what_is_published() -> None:
    """A published figure stands under the set that it is of, and under no other."""
    answered = [_answered("en-cm1"), _answered("small")]
    sets = {each.link_set.name: each.measures() for each in answered}
    gains = {each.link_set.name: each.gains() for each in answered}
    trust = reliability_by_set(answered)
    console = Console(width=showing.WIDTH, record=True, file=StringIO())

    for table in showing.tables(sets, gains, sets, breakdowns(answered), trust):
        console.print(table)
    text = console.export_text()

    assert "0.519" in text.split("small")[0]
    assert text.count("published: VSM") == 2  # under en-cm1 in each of the two tables of links


def test_the_gain_is_of_the_same_sources() -> None:
    """Two systems that differ on one source of two: 1 against 1/2 there."""
    right, half = np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([[2.0, 1.0], [2.0, 1.0]])

    found = map_gain(right, half, KNOWN)

    assert found.value == pytest.approx(0.25)
    assert found.low == 0.0


def test_pairs_of_all_sets_come_before_those_of_each() -> None:
    """Four pairs of two sets are eight together."""
    table = reliability_by_set([_answered("one"), _answered("two")])

    assert table.groupby("set", sort=False)["n"].sum().to_dict() == {"all": 8, "one": 4, "two": 4}


def test_a_set_without_probabilities_has_no_reliability() -> None:
    """And no row that says zero."""
    link_set = _answered("one").link_set

    assert reliability_by_set([Answered(link_set, {"kopling": Result(np.eye(2))})]).empty
