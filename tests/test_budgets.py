import pandas as pd
import pytest

from pipeline.budgets import budget_lines, budgets_in_force, goal_years, pledge, tells_within_frame
from tests.money_for_tests import PLAN, money_amounts, money_documents
from tests.tables_for_tests import documents_table, goals_table, sections_table


def lines_of(*more, sections=(), documents=()) -> pd.DataFrame:
    """The lines of the small municipality, by amount_id."""
    found = budget_lines(
        money_amounts(*more), money_documents(*documents), sections_table(*sections)
    )
    return found.set_index("amount_id")


def test_a_newer_plan_ends_the_older() -> None:
    """An økonomiplan governs its years until another begins; an årsbudsjett its own year."""
    plans = documents_table(
        {"document_id": "old", "kind": "økonomiplan", "year": 2013, "year_to": 2016},
        {"document_id": "new", "kind": "økonomiplan", "year": 2015, "year_to": 2016},
        {"document_id": "budget", "kind": "årsbudsjett", "year": 2014, "year_to": 2014},
    )

    force = budgets_in_force(plans)

    assert list(zip(force["year"], force["document_id"], strict=True)) == [
        (2013, "old"),
        (2014, "budget"),
        (2014, "old"),
        (2015, "new"),
        (2016, "new"),
    ]


def test_a_draft_gives_way_to_what_was_decided() -> None:
    """The proposal of a plan counts only while there is no decided one of the same years."""
    draft = PLAN | {"document_id": "forslag", "status": "Rådmannens forslag"}

    with_decided = budgets_in_force(documents_table(PLAN, draft))
    alone = budgets_in_force(documents_table(draft))

    assert set(with_decided["document_id"]) == {"plan"}
    assert set(alone["document_id"]) == {"forslag"}


def test_budgets_in_force_needs_no_budget() -> None:
    """Without budgets nothing is in force, and nothing fails."""
    assert budgets_in_force(documents_table({"document_id": "a", "year": 2014})).empty


def test_a_goal_of_a_plan_ends_with_the_plan() -> None:
    """A plan's goals govern its years as long as it is in force, other goals all of theirs."""
    newer = PLAN | {"document_id": "ny", "year": 2016, "year_to": 2019}
    documents = documents_table(PLAN, newer, {"document_id": "sak", "kind": "bystyresak"})
    span = {"year": 2015, "year_to": 2016}
    goals = goals_table(
        {"goal_id": "a", "document_id": "plan", "level": "økonomiplan"} | span,
        {"goal_id": "b", "document_id": "sak", "level": "bystyresak"} | span,
        {"goal_id": "c", "document_id": "sak", "level": "bystyresak"},
    )

    years = goal_years(goals, documents)

    assert list(zip(years["goal_id"], years["year"], strict=True)) == [
        ("a", 2015),
        ("b", 2015),
        ("b", 2016),
    ]


def test_each_row_of_a_plan_is_what_it_is() -> None:
    """Last year's budget and growth are neither, measures are lines, the sum is a frame."""
    lines = lines_of()

    assert lines.loc[[f"skole {row} 2015" for row in range(5)], "role"].tolist() == [
        *("neither", "neither", "line", "line", "frame"),
    ]
    assert lines.loc["skole 2 2015", ["service", "is_new", "is_cut"]].tolist() == [
        *("skole", True, False),
    ]
    assert bool(lines.loc["skole 3 2015", "is_cut"])


def test_the_net_frame_counts_and_not_its_parts() -> None:
    """Lønn is a part of the net frame in the same row: one amount a unit, and no line."""
    lines = lines_of()
    frames = lines[lines["document_id"].eq("budsjett")]

    assert sorted(frames.index) == [
        *("Haugen skole Netto ramme", "Lia skole Netto ramme", "Sum skole Netto ramme"),
    ]
    assert set(frames["role"]) == {"frame"}


def test_positive_rows_of_a_case_about_savings_are_cuts() -> None:
    """A table of savings is written with positive amounts; the case's name tells."""
    cuts = {"document_id": "kutt", "kind": "bystyresak", "title": "Innsparinger i 2015"}
    row = {
        "amount_id": "kutt",
        "document_id": "kutt",
        "label": "Færre vikarer",
        "amount_nok": 5.0,
        "year": 2015,
        "table": 0,
        "row": 1,
        "status": "decision",
    }
    place = {"section_id": "s", "document_id": "kutt", "kind": "tabellrad", "table": 0, "row": 1}

    lines = lines_of(row, documents=[cuts], sections=[place])

    assert bool(lines.loc["kutt", "is_cut"])


@pytest.mark.parametrize(
    ("sentence", "role", "is_cut"),
    [
        ("Rusteamet styrkes med 1,0 millioner kroner.", "line", False),
        ("Stillingen i PP-tjenesten holdes vakant; 0,4 millioner kroner.", "line", True),
        ("Til leksehjelpa blir det sett av 200 000 kroner.", "line", False),
        ("Et snørikt år koster 1,2 millioner kroner mer enn rammen.", "neither", False),
        ("Årsbudsjettet vedtas med en netto ramme på 90 millioner kroner.", "neither", False),
    ],
)
def test_a_sentence_must_give_or_take(sentence: str, role: str, is_cut: bool) -> None:
    """A sum that is only mentioned moves no money."""
    text = {"amount_id": "t", "document_id": "budsjett", "label": sentence, "amount_nok": 1.0}

    line = lines_of(text | {"year": 2015}).loc["t"]

    assert (line["role"], bool(line["is_cut"])) == (role, is_cut)


def test_an_amount_without_a_year_is_of_a_budget_of_one_year() -> None:
    """An årsbudsjett's sentence needn't name the year; an økonomiplan's can't be tied."""
    text = {"label": "Rusteamet styrkes med 1 million kroner.", "amount_nok": 1.0}
    rows = [text | {"amount_id": name, "document_id": name} for name in ("budsjett", "plan")]

    lines = lines_of(*rows)

    assert lines.loc["budsjett", "year"] == 2015
    assert "plan" not in lines.index


def test_lines_are_blind_to_row_order() -> None:
    """Shuffled amounts give the same lines."""
    amounts, documents = money_amounts(), money_documents()
    shuffled = amounts.sample(frac=1, random_state=3)

    pd.testing.assert_frame_equal(
        budget_lines(amounts, documents, sections_table()),
        budget_lines(shuffled, documents, sections_table()),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Kr 180 000 fra vedlikeholdsrammen (ikke avklart)", "unsettled"),
        ("Kr 25 000, ikkje avklart", "unsettled"),
        ("dekkes inntil kr 60 000", "up_to"),
        ("Kr 90 000 i gaver", "firm"),
    ],
)
def test_how_firm_an_amount_is_stands_in_its_words(words: str, expected: str) -> None:
    """What is asked for is not given, and what is capped may be less."""
    assert pledge(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Dekkes innenfor enhetens ramme", True),
        ("Vert dekt innanfor budsjettramma", True),
        ("Gjøres uten nye midler", True),
        ("Enheten holder vedtatt budsjettramme", False),
    ],
)
def test_within_the_frame_is_said_in_words(words: str, expected: bool) -> None:
    """To hold the frame is a goal, to be done within it is no money."""
    assert tells_within_frame(words) is expected
