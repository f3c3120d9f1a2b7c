"""All families together: every table is made, whatever is missing and in whatever order."""

from dataclasses import fields, replace

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas import TABLES
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.measures import Frames, all_measures
from pipeline.scoring.summary import further_metrics
from tests.tables_for_tests import (
    goals_table,
    inputs_of,
    likenesses_table,
    money_table,
    small_world,
    verdicts_table,
)

PARAMS = ScoringParams(bootstrap_samples=20)


def small_inputs() -> Inputs:
    """The small world, with two goals that say the same, a line of money and a verdict."""
    world = small_world()
    first, second = sorted(("Neset 0", "Kulturhuset 0"))
    return inputs_of(
        goals=world.goals,
        links=world.links,
        documents=world.documents,
        likenesses=likenesses_table({"first_id": first, "second_id": second}),
        money=money_table({"goal_id": "Neset 0", "amount_id": "a0"}),
        verdicts=verdicts_table(
            {"goal_id": "Neset 1", "verdict": "no_parent", "reason": "statutory"}
        ),
    )


def shuffled(inputs: Inputs) -> Inputs:
    """The same tables with their rows in another order."""
    names = [field.name for field in fields(inputs)]
    frames = {name: getattr(inputs, name).sample(frac=1, random_state=3) for name in names}
    return replace(inputs, **frames)


def sizes(tables: Frames) -> dict[str, int]:
    """Rows by table."""
    return {table.name: len(frame) for table, frame in tables.items()}


def test_every_table_of_the_stage_is_made() -> None:
    """No schema without its measure, and no measure without its schema."""
    made = {table.name for table in all_measures(small_inputs(), PARAMS).tables}

    across = {"services"}  # compares municipalities, of which there is one here
    assert made == {table.name for table in TABLES if table.stage == "scoring"} - across


def test_a_corpus_without_anything_gives_empty_tables() -> None:
    """No documents is no fault, and the figures for dvc are there all the same."""
    found = all_measures(inputs_of(), PARAMS)

    assert set(sizes(found.tables).values()) == {0}
    assert further_metrics(found.tables)["threads"] == {"whole": 0, "uavklart": 0, "broken": 0}


def test_goals_without_any_plan_are_measured_as_far_as_they_go() -> None:
    """Without links there are no chains to break, and nobody is called an orphan."""
    world = small_world()
    below = world.goals[world.goals["level"].ne("kommuneplan")]

    found = sizes(all_measures(inputs_of(goals=below, documents=world.documents), PARAMS).tables)

    assert (found["profiles"], found["orphans"], found["threads"]) == (len(below), 0, 0)


def test_the_order_of_rows_moves_nothing() -> None:
    """Every table is the same, to the last digit."""
    inputs = small_inputs()

    one, other = (all_measures(each, PARAMS).tables for each in (inputs, shuffled(inputs)))

    differing = [table.name for table in one if not one[table].equals(other[table])]
    assert differing == []


def test_a_verdict_makes_an_orphan_justified() -> None:
    """What a person said of a goal reaches the table, with the reason."""
    found = all_measures(small_inputs(), PARAMS).tables
    orphans = next(frame for table, frame in found.items() if table.name == "orphans")

    row = orphans.set_index("goal_id").loc["Neset 1"]

    assert (row["status"], row["reason"]) == ("justified", "statutory")


def test_a_goal_alone_in_its_corpus_is_no_fault() -> None:
    """One goal, no document beside it."""
    found = all_measures(inputs_of(goals=goals_table({"goal_id": "alone"})), PARAMS)

    assert isinstance(found.scores.profiles, pd.DataFrame)


def test_agreements_older_than_the_only_plan_answer_it_after_no_years_at_all() -> None:
    """A plan whose year was guessed wrong gives no lag below zero, and stops no run."""
    world = small_world(year=2005)

    inputs = inputs_of(goals=world.goals, links=world.links, documents=world.documents)
    found = sizes(all_measures(inputs, PARAMS).tables)

    assert (found["units"], found["lags"], found["echoes"]) == (3, 0, 0)


def test_documents_without_a_year_are_measured_beside_those_with_one() -> None:
    """A missing year among whole ones is no fault."""
    inputs = small_inputs()
    agreement = inputs.documents["document_id"].str.contains("Neset")
    documents = inputs.documents.assign(year=inputs.documents["year"].mask(agreement))
    theirs = inputs.goals["document_id"].str.contains("Neset")
    goals = inputs.goals.assign(year=inputs.goals["year"].mask(theirs))

    found = all_measures(replace(inputs, documents=documents, goals=goals), PARAMS)

    assert len(found.scores.units) == 2
