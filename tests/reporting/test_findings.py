"""Sentences are made only where the tables bear them."""

import dataclasses

import pytest

from pipeline.reporting.corpus import Corpus, Tables, make_corpus
from pipeline.reporting.findings import (
    _orphan_claim,
    ceremonial_finding,
    change_finding,
    difference_finding,
    headline,
    missing_findings,
    orphan_finding,
    quadrant_finding,
    translation_finding,
    unserved_finding,
)
from tests.reporting.made_up import scored
from tests.tables_for_tests import World, repeated, small_world


def small_tables(world: World | None = None) -> Tables:
    """One plan and three units in 2014, worked by hand in `tables_for_tests`."""
    world = small_world() if world is None else world
    return scored(
        world.documents.to_dict("records"),
        world.goals.to_dict("records"),
        world.links.to_dict("records"),
    )


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The small world as records."""
    return make_corpus(small_tables(), links_per_goal=3)


@pytest.fixture(scope="module")
def settled() -> Corpus:
    """The same with eighteen goals a unit: enough for their intervals to clear the borders."""
    return make_corpus(small_tables(repeated(small_world(), 6)), links_per_goal=3)


def with_units(corpus: Corpus, **changes: float | str | None) -> Corpus:
    """The corpus with the same change made in every unit's row."""
    rows = {
        key: dataclasses.replace(row, **changes)  # type: ignore[arg-type]
        for key, row in corpus.unit_years.items()
    }
    return dataclasses.replace(corpus, unit_years=rows)


def test_the_headline_counts_those_that_answer_and_those_that_do_not(settled: Corpus) -> None:
    """Two units answer with 0.9 and 0.85, one with 0.1, all without doubt."""
    expected = "2 av 3 enheter svarer på kommuneplanen i 2014, 1 gjør det ikke"

    assert headline(settled, border=0.5) == expected


def test_the_headline_says_so_when_nothing_is_settled(corpus: Corpus) -> None:
    """With every interval across the border, no number of units is claimed."""
    unsure = with_units(corpus, responsiveness_low=0.2, responsiveness_high=0.8)

    assert headline(unsure, border=0.5) == (
        "For ingen av 3 enheter lar det seg avgjøre om de svarer på kommuneplanen i 2014"
    )


def test_the_headline_does_not_deny_what_is_not_settled(settled: Corpus) -> None:
    """One unit below the border and two across it: nobody is said not to answer but the one."""
    below = min(settled.unit_years.values(), key=lambda row: row.responsiveness or 0)
    rows = {
        key: row if row is below else dataclasses.replace(row, responsiveness_low=0.2)
        for key, row in settled.unit_years.items()
    }

    assert headline(dataclasses.replace(settled, unit_years=rows), border=0.5) == (
        "1 av 3 enheter svarer ikke på kommuneplanen i 2014, og for 2 lar det seg ikke avgjøre"
    )


def test_quadrants_are_named_with_their_units_and_n(settled: Corpus) -> None:
    """Each settled unit is named once, and the number of goals stands beside."""
    found = quadrant_finding(settled, 2014)

    assert found is not None
    assert found.certainty == "avgjort"
    assert found.claim == (
        "I 2014 er 1 tett koplet (Kulturhuset), 1 løst koplet (Strandvegen skole) og "
        "1 frikoplet (Neset)."
    )
    assert "n\u00a0=\u00a054 egne mål i 3 enheter" in found.basis


def test_units_without_distinctiveness_are_not_said_to_cross_a_border_alone(
    corpus: Corpus,
) -> None:
    """The other reason is told where it is one."""
    crossing = quadrant_finding(with_units(corpus, quadrant="uavklart"), 2014)
    unmeasured = with_units(corpus, quadrant="uavklart", distinctiveness=None)
    found = quadrant_finding(unmeasured, 2014)

    assert crossing is not None
    assert found is not None
    assert "særpreget ikke kan måles" not in crossing.basis
    assert "krysser en grense eller særpreget ikke kan måles (" in found.basis


def test_quadrants_that_cannot_be_told_are_claimed_of_none(corpus: Corpus) -> None:
    """Only uavklart leaves one sentence, marked as such."""
    found = quadrant_finding(with_units(corpus, quadrant="uavklart"), 2014)

    assert found is not None
    assert (found.claim, found.certainty) == (
        "Ingen enhet kan plasseres sikkert i 2014.",
        "uavklart",
    )


def test_a_difference_is_claimed_only_beyond_the_intervals(settled: Corpus) -> None:
    """Intervals apart name the two units; intervals that overlap name the uncertainty."""
    apart = difference_finding(settled, 2014)
    overlapping = difference_finding(
        with_units(settled, responsiveness_low=0.0, responsiveness_high=1.0), 2014
    )

    assert apart is not None
    assert overlapping is not None
    assert apart.claim == "Kulturhuset svarer mer på kommuneplanen enn Neset."
    assert overlapping.certainty == "uavklart"
    assert "mindre enn usikkerheten" in overlapping.claim


def test_objectives_without_any_unit_are_numbered(corpus: Corpus) -> None:
    """1.1, 1.2 (through a strategy under it) and 2 are served, so none is without."""
    found = unserved_finding(corpus, 2014)
    none = {key: dataclasses.replace(row, units=0) for key, row in corpus.objective_years.items()}
    empty = unserved_finding(dataclasses.replace(corpus, objective_years=none), 2014)

    assert found is not None
    assert empty is not None
    assert found.claim == "Alle 3 mål i planen har minst én enhet bak seg i 2014."
    assert empty.claim == "3 av 3 mål i planen har ingen enhet bak seg i 2014."
    assert "1.1, 1.2 og 2" in empty.basis


def test_goals_without_a_link_are_counted_of_those_held_against_a_plan(corpus: Corpus) -> None:
    """The three goals of Neset have none; what all agreements share does not count."""
    found = orphan_finding(corpus, 2014, 0.5)

    assert found is not None
    assert found.claim.startswith("3 av 9 egne mål (33\u00a0%) er ikke koplet")


def test_ceremonial_goals_are_named_with_their_unit(corpus: Corpus) -> None:
    """Kulturhuset echoes the plan three times with nothing behind."""
    found = ceremonial_finding(corpus, 2014)

    assert found is not None
    assert found.claim.startswith("3 av 9 egne mål gjentar planens ord")
    assert found.claim.endswith("Alle står hos Kulturhuset (3 av 3).")


def test_no_kind_is_said_to_dominate_at_a_tie(corpus: Corpus) -> None:
    """Three verbatim and three concretised links leave no majority."""
    found = translation_finding(corpus, 2014)

    assert found is not None
    assert found.claim == "Ingen form dominerer blant 6 koplede mål."


def test_one_year_gives_no_sentence_on_change(corpus: Corpus) -> None:
    """A change takes two years."""
    assert change_finding(corpus) is None


def test_a_change_is_claimed_only_beyond_the_intervals(corpus: Corpus) -> None:
    """A unit that rose from 0.1 to 0.9 is named, one that stood still is not."""
    rows = dict(corpus.unit_years)
    for unit, low, high in (("Neset", 0.85, 0.95), ("Kulturhuset", 0.6, 0.95)):
        row = rows[unit, 2014]
        rows[unit, 2015] = dataclasses.replace(
            row, year=2015, responsiveness_low=low, responsiveness_high=high
        )
    later = dataclasses.replace(corpus, unit_years=rows, years=(2014, 2015))

    found = change_finding(later)

    assert found is not None
    assert found.claim == "Neset svarer mer på planen i 2015 enn i 2014."


def test_without_documents_the_next_step_is_said() -> None:
    """An empty corpus has one finding: what to do."""
    found = missing_findings(make_corpus(scored([], [], []), 3))

    assert [(f.claim, f.certainty) for f in found] == [("Ingen dokumenter er lest", "mangler")]
    assert "kopling add" in found[0].basis


def test_a_goal_held_against_no_plan_is_not_called_unlinked(corpus: Corpus) -> None:
    """Without anything to hold it against, nothing can be said of its link."""
    profiles = {
        name: dataclasses.replace(profile, anchoring=None) if name == "Neset 0" else profile
        for name, profile in corpus.profiles.items()
    }

    found = orphan_finding(dataclasses.replace(corpus, profiles=profiles), 2014, 0.5)

    assert found is not None
    assert found.claim.startswith("2 av 8 egne mål")


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((0.2, 0.8), "For den ene enheten lar det seg ikke avgjøre om den svarer på "),
        ((0.6, 0.8), "Den ene enheten svarer på "),
        ((0.1, 0.2), "Den ene enheten svarer ikke på "),
    ],
)
def test_the_headline_of_one_unit_is_said_of_one(
    corpus: Corpus, interval: tuple[float, float], expected: str
) -> None:
    """No count of one, and no «ingen av 1»."""
    one = dataclasses.replace(corpus, units=corpus.units[:1])
    held = with_units(one, responsiveness_low=interval[0], responsiveness_high=interval[1])

    assert headline(held, border=0.5) == f"{expected}kommuneplanen i 2014"


@pytest.mark.parametrize(
    ("loose", "goals", "expected"),
    [
        (0, 1, "Det ene egne målet er koplet til minst ett mål"),
        (1, 1, "Det ene egne målet er ikke koplet til noe mål"),
        (2, 2, "Ingen av de 2 egne målene er koplet til noe mål"),
        (3, 3, "Ingen av de 3 egne målene er koplet til noe mål"),
        (1, 2, "1 av 2 egne mål (50\u00a0%) er ikke koplet til noe mål"),
    ],
)
def test_goals_without_links_are_counted_as_one_says_it(
    loose: int, goals: int, expected: str
) -> None:
    """Singular, both, all and a share, each in its own words."""
    assert _orphan_claim(loose, goals, 2014) == f"{expected} i kommuneplanen i 2014."
