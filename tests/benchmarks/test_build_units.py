"""The units' agreements are told as they were made: copied is copied, kept is kept."""

import re
from typing import Any

import pytest

from benchmarks.corpus.build import SOURCES, read_agreements, read_yaml
from benchmarks.corpus.build_units import Agreements

PLANS = {2010: "kommuneplan-2010.yaml", 2014: "kommuneplan-2014.yaml"}


@pytest.fixture(scope="module")
def agreements() -> Agreements:
    """All agreements, from the sources."""
    return read_agreements(read_yaml(SOURCES / "world.yaml"))


def own_texts(agreements: Agreements, unit: str, year: int) -> list[str]:
    """A unit's own goals in one year."""
    rows = agreements.own[unit, year].values()
    return [goal["text"] for row in rows for goal in row["goals"]]


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def plan_words(year: int, number: str) -> list[set[str]]:
    """The words of a delmål and of each of its points."""
    plan = read_yaml(SOURCES / PLANS[year])
    delmål = [d for h in plan["hovedmål"] for d in h["delmål"] if d["number"] == number]
    return [set(words(text)) for d in delmål for text in [d["text"], *d.get("points", [])]]


def test_every_unit_has_an_agreement_each_year(agreements: Agreements) -> None:
    """Eight units sign one agreement in each of three years."""
    expected = 24
    found = {(s["document"]["unit"], s["document"]["year"]) for s in agreements.sources()}

    assert expected == len(found)


def test_the_copyist_copies_more_each_year(agreements: Agreements) -> None:
    """BFT Øst takes over more of BFT Sentrum's own goals every year, word for word."""
    expected = [1, 4, 7]
    shared = [
        len(
            set(own_texts(agreements, "bft-ost", year))
            & set(own_texts(agreements, "bft-sentrum", year))
        )
        for year in (2013, 2014, 2015)
    ]

    assert expected == shared


def test_kept_goals_keep_their_words(agreements: Agreements) -> None:
    """What the facts call kept stands word for word in the year before."""
    for facts in agreements.facts():
        before = [
            each
            for each in agreements.facts()
            if (each["unit"], each["year"]) == (facts["unit"], facts["year"] - 1)
        ]
        if before:
            earlier = {t for key in ("new", "kept", "changed", "copied") for t in before[0][key]}

            assert set(facts["kept"]) <= earlier


def test_verbatim_goals_have_the_words_of_the_plan(agreements: Agreements) -> None:
    """A goal planted as verbatim holds seven of ten words of its delmål or of a point of it."""
    weak: list[Any] = []
    for (unit, year), rows in agreements.own.items():
        for goal in [goal for row in rows.values() for goal in row["goals"]]:
            if goal["how"] != "verbatim":
                continue
            plan = int(goal.get("plan", 2010 if year < 2015 else 2014))
            mine = set(words(goal["text"]))
            best = max(len(mine & each) / len(each) for each in plan_words(plan, goal["serves"]))
            if best < 0.7:
                weak.append((unit, year, goal["text"], best))

    assert not weak


def test_numbers_follow_the_new_plan(agreements: Agreements) -> None:
    """Child welfare was delmål 1.4 in 2010 and is 1.5 in 2014; what was dropped leads nowhere."""
    expected = "1.5"

    assert expected == agreements.succession["1.4"]
    assert "3.4" not in agreements.succession
