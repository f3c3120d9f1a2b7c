"""Tables become records that know each other, and no link counts that was not in force."""

import pytest

from pipeline.reporting.corpus import AGREEMENT, Corpus, displayed, links_in_force, make_corpus
from tests.reporting.made_up import made_up_tables, scored
from tests.tables_for_tests import Row

PLANS: tuple[Row, ...] = (
    {"document_id": "gammel", "kind": "kommuneplan", "year": 2008, "year_to": 2012},
    {"document_id": "ny", "kind": "kommuneplan", "year": 2012, "year_to": 2024},
)
OBJECTIVES: tuple[Row, ...] = tuple(
    {"goal_id": name, "document_id": plan, "level": "kommuneplan", "kind": "delmål"}
    for name, plan in (("g1", "gammel"), ("n1", "ny"), ("n2", "ny"), ("n3", "ny"))
)
AVTALE: Row = {"document_id": "avtale", "kind": AGREEMENT, "unit": "Neset", "year": 2014}
OWN: Row = {"goal_id": "mål", "document_id": "avtale", "unit": "Neset", "year": 2014}


def link(objective: str, probability: float, **more: object) -> Row:
    """A link from the one goal."""
    return {"goal_id": "mål", "objective_id": objective, "probability": probability} | more


def test_a_plan_that_no_longer_applies_lends_no_link() -> None:
    """A strong likeness to the plan before is not shown as a link of this year."""
    links = [link("g1", 0.95, linked=True), link("n1", 0.6, linked=True)]

    tables = scored([*PLANS, AVTALE], [*OBJECTIVES, OWN], links)

    assert links_in_force(tables, most=3)["objective_id"].tolist() == ["n1"]


def test_what_the_document_states_comes_before_what_is_estimated() -> None:
    """Stated first, then decided by probability, then the nearest of the rest."""
    links = [
        link("n1", 0.3, rank=2),
        link("n2", 0.8, linked=True, rank=1),
        link("n3", 0.1, linked=True, explicit=True, rank=3),
    ]

    tables = scored([*PLANS, AVTALE], [*OBJECTIVES, OWN], links)

    assert links_in_force(tables, most=3)["objective_id"].tolist() == ["n3", "n2", "n1"]
    assert links_in_force(tables, most=1)["objective_id"].tolist() == ["n3", "n2"]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The made-up municipality as records."""
    return make_corpus(made_up_tables(), links_per_goal=3)


def test_what_serves_a_delmål_serves_the_hovedmål_above_it(corpus: Corpus) -> None:
    """Links are counted upwards through the plan's own tree."""
    below = {link.link_id for link in corpus.served_by["plan10 1.1"]}
    above = {link.link_id for link in corpus.served_by["plan10 1"]}

    assert below
    assert below < above


def test_objectives_stand_in_the_order_of_plan_and_number(corpus: Corpus) -> None:
    """The older plan first, and in it 1, 1.1, 1.2."""
    assert list(corpus.objective_ids)[:4] == ["plan10 1", "plan10 1.1", "plan10 1.2", "plan10 1.3"]


def test_units_stand_in_norwegian_order(corpus: Corpus) -> None:
    """Ø and å come last, in that order."""
    assert list(corpus.units)[-3:] == ["Vei og park", "Øyane barnehage", "Åsheim skole"]


def test_goals_that_all_share_are_no_unit_s_own(corpus: Corpus) -> None:
    """What the whole municipality shares is kept apart."""
    own = corpus.own_goals("Kulturskolen", 2015)
    shared = corpus.shared_goals("Kulturskolen", 2015)

    assert [goal.text for goal in shared] == ["Sykefraværet er lavere enn 8,0 prosent"]
    assert {goal.goal_id for goal in own} & {goal.goal_id for goal in shared} == set()


def test_marks_that_turn_text_around_are_not_shown() -> None:
    """A name can't make the words after it read backwards; letters of any script stay."""
    assert displayed("a\u202eb\u2066c\u0000 æøå עברית") == "abc æøå עברית"
