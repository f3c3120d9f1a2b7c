"""Sentences from the wider measures: each only where its table bears it."""

import pandas as pd
import pytest

from pipeline.reporting.findings_measures import (
    council_finding,
    input_finding,
    likeness_finding,
    money_finding,
    moved_money_finding,
    period_finding,
    succession_finding,
    thread_finding,
    verdict_finding,
)
from tests.reporting.made_up import no_cases, no_measures

STEP = "økonomiplan → årsbudsjett"
PAIR = {"unit_a": "BFT Sentrum", "unit_b": "BFT Øst"}


def threads(*statuses: str | None) -> pd.DataFrame:
    """Threads of delmål in 2014 with these statuses."""
    rows = [
        {
            "level": "kommuneplan",
            "in_coverage": True,
            "year": 2014,
            "status": status,
            "break_at": STEP if status == "broken" else None,
        }
        for status in statuses
    ]
    return pd.DataFrame(rows)


def likeness(low: float = 0.2, same: int = 5) -> pd.DataFrame:
    """One pair of units in 2014."""
    figures = {"isomorphism": 0.7, "isomorphism_low": low, "isomorphism_high": 0.9}
    kinds = {"copied": 0.6, "shared_parent": 0.1, "converged": 0.0}
    return pd.DataFrame(
        [PAIR | figures | kinds | {"year": 2014, "goals_same": same, "goals_smaller": 7}]
    )


def trend(direction: str) -> pd.DataFrame:
    """The pair's trend."""
    row = {"measure": "isomorphism", "direction": direction, "first_value": 0.3}
    return pd.DataFrame([PAIR | row | {"first_year": 2013}])


def test_threads_are_counted_with_the_place_where_they_snap() -> None:
    """Two of four whole, one broken, one unclear; a thread that can't be told is not counted."""
    found = thread_finding(threads("whole", "whole", "broken", "uavklart", None), 2014)

    assert found is not None
    assert found.claim == (
        "2 av 4 delmål kan følges fra kommuneplanen til enhetenes egne mål i 2014; "
        "1 brister og 1 er uavklart."
    )
    assert found.basis == f"Tråden brister: {STEP} (1)."


def test_threads_that_are_all_unclear_settle_nothing() -> None:
    """Then the finding is marked uavklart."""
    found = thread_finding(threads("uavklart", "uavklart"), 2014)

    assert found is not None
    assert found.certainty == "uavklart"


def test_money_counts_own_goals_of_the_year_alone() -> None:
    """A goal of another year, or one whose budget couldn't be read, is in no denominator."""
    orphans = pd.DataFrame({"goal_id": ["a", "b", "c", "d"], "year": [2014, 2014, 2014, 2013]})
    told = ["fresh", "no_line", "unreadable", "fresh"]
    resourcing = pd.DataFrame({"goal_id": ["a", "b", "c", "d"], "resourcing": told})

    found = money_finding(resourcing, orphans, 2014)

    assert found is not None
    assert found.claim.startswith("Bak 1 av 2 egne mål i 2014 er det funnet nye penger; for 1 ")
    assert "1 mål kan ikke avgjøres" in found.basis


def test_the_likest_units_are_named_with_the_reason_and_the_trend() -> None:
    """Mostly copied, and growing from 0.3."""
    found = likeness_finding(likeness(), trend("growing"), 2014)

    assert found is not None
    assert "BFT Sentrum og BFT Øst er de likeste enhetene i 2014: 5 av 7 mål" in found.claim
    assert "avskrift" in found.claim
    assert found.basis == "Likhet 0,70 [0,20–0,90]; den vokser fra 0,30 i 2013."
    assert found.certainty == "avgjort"


def test_a_likeness_whose_interval_begins_at_nothing_is_unclear() -> None:
    """And a trend that is unclear is not told."""
    found = likeness_finding(likeness(low=0.0), trend("uavklart"), 2014)

    assert found is not None
    assert (found.certainty, found.basis) == ("uavklart", "Likhet 0,70 [0,00–0,90].")


def test_units_without_a_goal_in_common_give_no_sentence() -> None:
    """Small probabilities alone are no likeness."""
    assert likeness_finding(likeness(same=0), trend("uavklart"), 2014) is None


def test_goals_over_the_years_are_counted_over_all_units() -> None:
    """Of ten goals the year before six stand, two are changed, one is gone, one is unclear."""
    goals = {"kept": 6, "changed": 2, "dropped": 1, "uavklart": 1, "new": 3}
    shares = pd.DataFrame(
        [
            {"scope": "all units", "year_to": 2014, "fate": fate, "goals": count, "n": 10}
            for fate, count in goals.items()
        ]
    )

    found = succession_finding(shares, 2014)

    assert found is not None
    assert found.claim == (
        "Av 10 egne mål året før står 6 uendret i 2014, 2 er endret og 1 borte; 3 er nye."
    )


def test_what_the_council_did_is_told_of_the_last_year_with_a_proposal() -> None:
    """A later year without proposals says nothing."""
    row = {"kept": 10, "reworded": 14, "dropped": 0, "added": 3, "cases_decided": 2}
    years = pd.DataFrame(
        [row | {"year": 2014, "points_proposed": 24}, row | {"year": 2015, "points_proposed": 0}]
    )

    found = council_finding(years)

    assert found is not None
    assert found.claim == (
        "Av 24 foreslåtte punkter i 2014 beholdt de folkevalgte 10, omformulerte 14, strøk 0 "
        "og la til 3."
    )


def test_inputs_without_a_case_are_in_no_denominator() -> None:
    """Two of three reach something that can be told."""
    found = input_finding(inputs("sak", "sak", None), {"sak": "48-14"})

    assert found is not None
    assert found.claim.startswith("Av 2 innspill fra enhetene står 1 i vedtaket")


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (("sak", "sak", None), "saker/48-14.html#innspill"),
        (("sak", "sak annen", None), "saker.html"),
        (("ukjent", None, None), "dokumenter.html"),
    ],
)
def test_inputs_lead_to_the_case_that_they_were_held_against(
    cases: tuple[str | None, ...], expected: str
) -> None:
    """One case has its page; several have a list; one without a page leads to the documents."""
    found = input_finding(inputs(*cases), {"sak": "48-14", "annen": "50-14"})

    assert found is not None
    assert found.href == expected


def inputs(*cases: str | None) -> pd.DataFrame:
    """Three inputs, held against these cases; one has no fate."""
    return pd.DataFrame({"reaches": ["vedtak", "none", None], "case_document_ids": list(cases)})


def test_the_unit_that_fewest_verdicts_would_settle_is_named() -> None:
    """Three verdicts for BFT Øst; a unit that would need many is not named."""
    row = {"year": 2014, "quadrant_now": "uavklart", "changes_quadrant": True, "chance": 0.17}
    flips = pd.DataFrame(
        [row | {"unit": "BFT Øst", "verdicts": 3}, row | {"unit": "Neset", "verdicts": 9}]
    )

    found = verdict_finding(flips, 2014)

    assert found is not None
    assert found.claim.startswith("3 vurderinger ville være nok til å plassere BFT Øst i 2014")
    assert verdict_finding(flips[flips["unit"].eq("Neset")], 2014) is None


def test_empty_tables_say_nothing() -> None:
    """A corpus without cases, agreements or budgets has no such findings."""
    m = no_measures()

    made = (
        thread_finding(m.threads, 2014),
        money_finding(m.resourcing, m.orphans, 2014),
        likeness_finding(m.isomorphism, m.isomorphism_trends, 2014),
        succession_finding(m.succession_shares, 2014),
        council_finding(m.council_years),
        moved_money_finding(no_cases().cases),
        input_finding(m.inputs, {}),
        verdict_finding(m.flips, 2014),
        period_finding(m.unit_periods),
    )

    assert [found for found in made if found] == []


def cases(moved: float | None, comparable: float | None = 20e6) -> pd.DataFrame:
    """One case with amounts on both sides, of which so much can be compared."""
    row = {"document_id": "sak", "case_number": "48/14", "comparable_nok": comparable}
    return pd.DataFrame([row | {"moved_nok": moved, "net_nok": 0.0}])


def test_money_is_said_to_be_moved_only_where_the_figures_can_be_compared() -> None:
    """Five millions moved are told, none moved is told as such, and without figures nothing is."""
    moved, still = moved_money_finding(cases(5e6)), moved_money_finding(cases(0.0))

    assert moved is not None
    assert (
        moved.claim == "De folkevalgte flyttet 5,0\u00a0mill.\u00a0kr i sak 48/14 mellom områdene."
    )
    assert still is not None
    assert still.claim == (
        "De folkevalgte flyttet ingen penger i 1 sak der beløpene kan sammenlignes."
    )
    assert moved_money_finding(cases(None, None)) is None


def periods(quadrant: str, *, moved: bool | None = False, years: int = 3) -> pd.DataFrame:
    """A unit over its years."""
    row = {"unit": "Neset", "years": years, "goals_held": 20, "has_moved": moved}
    return pd.DataFrame([row | {"quadrant": quadrant}])


def test_units_are_placed_over_all_years_only_where_that_is_settled_and_they_stood_still() -> None:
    """Settled and unmoved is told; unclear, moved, or seen in one year is not."""
    found = period_finding(periods("decoupled"))

    assert found is not None
    assert found.claim == "Med alle årene samlet er det avgjort at disse er frikoplet: Neset."
    assert period_finding(periods("uavklart")) is None
    assert period_finding(periods("decoupled", moved=True)) is None
    assert period_finding(periods("decoupled", years=1)) is None
