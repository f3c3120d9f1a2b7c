"""Money and words by area, and cuts beside coupling, on a municipality of two areas."""

import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.scoring.cuts import area_cuts, cut_effects
from pipeline.scoring.frames import area_frames
from pipeline.scoring.priorities import area_priorities, prioritised_objectives, priority_effects
from tests.scoring.test_frames import table
from tests.tables_for_tests import (
    Row,
    amounts_table,
    changes_table,
    documents_table,
    goals_table,
    sections_table,
)

NO_UNITS = pd.DataFrame({"label": [], "service": []}, dtype="str")
PLAN = {"document_id": "plan", "level": "kommuneplan", "kind": "delmål", "year": 2010}
OBJECTIVES = (
    PLAN | {"goal_id": "o1", "number": "1.1", "text": "Barn leser"},
    PLAN | {"goal_id": "o2", "number": "2.2", "text": "Eldre bor hjemme"},
)
BUDGET_GOALS: tuple[Row, ...] = (
    {"goal_id": "s1", "context": "Skole", "text": "Lesetid"},
    {"goal_id": "s2", "context": "Oppvekst", "text": "Tidlig hjelp"},
    {"goal_id": "h1", "context": "Hjemmetjeneste", "text": "Trening hjemme"},
)
DOCUMENTS = documents_table(
    {"document_id": "plan", "kind": "kommuneplan", "year": 2010, "year_to": 2022},
    {"document_id": "b13", "kind": "årsbudsjett", "year": 2013},
    {"document_id": "b14", "kind": "årsbudsjett", "year": 2014},
    {"document_id": "sak", "kind": "bystyresak", "year": 2014, "title": "Innsparing i 2014"},
)


def grown(by: float) -> list[Row]:
    """The budget of 2014, and that of the year before with every figure this much smaller."""
    before = [
        row | {"document_id": "b13", "year": 2013, "amount_nok": row["amount_nok"] / by}
        for row in table()
    ]
    return [*table(), *before]


def goals() -> pd.DataFrame:
    """The plan, and the budget goals of both years."""
    budget = {"level": "årsbudsjett", "kind": "resultatmål"}
    rows = [
        budget
        | row
        | {"goal_id": f"{row['goal_id']} {year}", "document_id": f"b{year - 2000}"}
        | {"year": year}
        for row in BUDGET_GOALS
        for year in (2013, 2014)
    ]
    return goals_table(*OBJECTIVES, *rows)


def profiles(**anchoring: float) -> pd.DataFrame:
    """PROFILES as far as they are read: anchoring by the name of the goal."""
    ids = [goal for goal in goals()["goal_id"] if " " in goal]
    values = [anchoring[goal.split()[0]] for goal in ids]
    return pd.DataFrame({"goal_id": ids, "anchoring": values, "is_own": False})


SERVED = pd.DataFrame(
    [
        ("s1 2014", "o1", 0.9),
        ("s2 2014", "o1", 0.6),
        ("h1 2014", "o1", 0.5),
        ("h1 2014", "o2", 0.8),
    ],
    columns=["goal_id", "objective_id", "probability"],
).assign(linked=True, year=2014)
IN_COVERAGE = pd.DataFrame(
    [(year, objective, True) for year in (2013, 2014) for objective in ("o1", "o2")],
    columns=["year", "objective_id", "in_coverage"],
)


def priorities(rows: list[Row], prioritised: tuple[str, ...] = ("o2",)) -> pd.DataFrame:
    """PRIORITIES of 2014, by area."""
    first = pd.DataFrame({"objective_id": list(prioritised)}, dtype="str")
    frames = area_frames(amounts_table(*rows), DOCUMENTS)
    told = profiles(s1=0.9, s2=0.6, h1=0.5)
    found = area_priorities(frames, goals(), told, SERVED, IN_COVERAGE, first, NO_UNITS)
    return found[found["year"].eq(2014)].set_index("area")


def test_money_by_hand() -> None:
    """Oppvekst has 500 of 900 and grew from 400: 100, a quarter, nominal; no price growth told."""
    found = priorities(grown(1.25))

    area = found.loc["Oppvekst"]
    assert area[["frame_nok", "frame_before_nok", "change_nok"]].tolist() == [5e5, 4e5, 1e5]
    assert area["change"] == pytest.approx(0.25)
    assert pd.isna(area["real_change"])
    assert area["share_of_total"] == pytest.approx(5 / 9)
    assert (area["rank"], area["areas"], area["reconciles"]) == (1, 2, True)


def test_what_prices_took_is_left_out_of_the_real_change() -> None:
    """Of the 100 that Oppvekst grew, 40 are lønns- og prisvekst: really 60 of 400."""
    prices = [
        row | {"column_label": "Lønns- og prisvekst", "amount_nok": row["amount_nok"] * 0.08}
        for row in table()
        if row["column_label"] == "Netto ramme"
    ]

    found = priorities([*grown(1.25), *prices])

    assert found.loc["Oppvekst", "real_change"] == pytest.approx(60 / 400)


def test_words_by_hand() -> None:
    """Mass 0.9 + 0.6 of 2.0; of 1.1 the share 1.5 / 2, of 2.2 nothing: (0.75 + 0) / 2."""
    found = priorities(grown(1.25))

    area = found.loc["Oppvekst"]
    assert (area["goals"], area["goals_placed"], area["goals_possible"]) == (2, 3, 3)
    assert area["mass_share"] == pytest.approx(1.5 / 2)
    assert area["objectives_share"] == pytest.approx(0.75 / 2)
    assert (area["objectives_placed"], area["objectives_possible"]) == (2, 2)
    assert found.loc["Helse", "prioritised_share"] == 1.0
    assert found.loc["Oppvekst", "prioritised_share"] == 0.0


def test_a_service_that_may_own_goals_of_its_area_is_no_zero() -> None:
    """A goal of Oppvekst may be Barnehage's: missing. Helse's are all placed: Sykehjem has none."""
    found = priorities(grown(1.25))

    assert pd.isna(found.loc["Barnehage", "mass_share"])
    assert found.loc["Sykehjem", "mass_share"] == 0.0


def sections(*texts: str, document: str = "plan") -> pd.DataFrame:
    """Prose of a document, a section each."""
    return sections_table(
        *[{"section_id": f"{document} {at}", "document_id": document, "text": text}
          for at, text in enumerate(texts)]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "Bystyret har pekt ut ett delmål: hjelp som kommer tidlig (1.1). Rammen er 2,2 mill.",
            "1.1",
        ),
        (
            "Rådmannen legger fram en prioritert rekkefølge. Delmål 1.1 og 2.2 kommer først.",
            "1.1 2.2",
        ),
        ("Delmål 2.2 er ikke prioritert i perioden.", ""),
        ("To mål er ikke prioritert. Det gjelder 1.1 og 2.2.", ""),
        ("Delmål 1.1 følges opp i budsjettet.", ""),
        ("Det er prioritert 2.2 millioner kroner til delmål 1.1.", "1.1"),
    ],
)
def test_what_a_document_puts_first_is_read_from_its_sentences(text: str, numbers: str) -> None:
    """A number counts in the sentence that puts first or the next, denials and amounts do not."""
    found = prioritised_objectives(sections(text), goals(), DOCUMENTS)

    assert sorted(found["number"]) == numbers.split()


def changes(proposal: float, decision: float) -> pd.DataFrame:
    """A case that cuts two services, with a name that the budget doesn't use."""
    covers = {"proposal_covers": "2014: Tabell 1", "decision_covers": "2014"}
    rows = [("Skolene", proposal, decision), ("Hjemmetjenesten", 11_000.0, 11_000.0)]
    return changes_table(
        *[{"document_id": "sak", "area": area, "proposal_nok": one, "decision_nok": other} | covers
          for area, one, other in rows]
    )  # fmt: skip


def cuts(case: pd.DataFrame, rows: list[Row] | None = None) -> pd.DataFrame:
    """CUTS of the case and of the budget of 2014."""
    told = profiles(s1=0.9, s2=0.6, h1=0.5)
    frames = area_frames(amounts_table(*(rows or grown(1.25))), DOCUMENTS)
    first = pd.DataFrame({"objective_id": []}, dtype="str")
    money = area_priorities(frames, goals(), told, SERVED, IN_COVERAGE, first, NO_UNITS)
    return area_cuts(case, DOCUMENTS, frames, money, goals(), told, NO_UNITS)


def test_a_cut_is_a_share_of_its_frame_beside_its_coupling() -> None:
    """18 of 360 proposed, 9 decided; Skole has one goal, of 0.9, and Oppvekst both: 0.75."""
    found = cuts(changes(18_000.0, 9_000.0)).set_index(["kind", "area"])

    assert found.loc[("case proposal", "Skole"), "cut_share"] == pytest.approx(18 / 360)
    assert found.loc[("case decision", "Skole"), "cut_share"] == pytest.approx(9 / 360)
    skole = found.loc[("case decision", "Skole")]
    assert (skole["coupling_budget"], skole["goals_budget"]) == (0.9, 1)
    oppvekst = found.loc[("case decision", "Oppvekst")]
    assert oppvekst["cut_share"] == pytest.approx(9 / 500)
    assert oppvekst["coupling_budget"] == pytest.approx(0.75)
    assert pd.isna(oppvekst["coupling_units"])


def test_a_budget_cut_is_held_against_the_goals_of_the_year_before() -> None:
    """What was written after the cut can't have guided it; growth is a negative cut, nominal."""
    found = cuts(changes_table()).set_index("area")

    assert set(found["coupling_year"]) == {2013}
    assert found.loc["Oppvekst", "cut_share"] == pytest.approx(-0.25)
    assert not found["is_real"].any()


def test_a_case_that_prints_frames_cuts_nothing() -> None:
    """A table of 360 for an area with a frame of 360 is its frame."""
    found = cuts(changes(360_000.0, 361_000.0))

    assert set(found["kind"]) == {"budget"}


def test_two_areas_are_no_ground_for_a_conclusion() -> None:
    """The figures stand, the effect is missing, and the conclusion uavklart, with n."""
    params = ScoringParams()

    found = cut_effects(cuts(changes(18_000.0, 9_000.0)), params)

    assert set(found["conclusion"]) == {"uavklart"}
    assert found["effect"].isna().all()
    assert found["n"].max() == 2


def test_priorities_and_effects_are_blind_to_row_order() -> None:
    """The same rows in another order, the same tables."""
    params = ScoringParams()
    rows = grown(1.25)

    told, turned = priorities(rows), priorities(rows[::-1])

    columns = [name for name in told if not name.endswith("_id")]  # ids are by place in these tests
    pd.testing.assert_frame_equal(told[columns], turned[columns])
    pd.testing.assert_frame_equal(
        priority_effects(told.reset_index(), params),
        priority_effects(turned.reset_index()[::-1], params),
    )
