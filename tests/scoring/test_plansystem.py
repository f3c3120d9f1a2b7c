"""Which levels a thread runs over, year by year."""

from pipeline.scoring.plansystem import nesting, plan_systems
from tests.plan_world import PlanWorld, plan_world

FULL = {"g1 b1": 0.9, "b1 e1": 0.9, "e1 o1": 0.9, "g1 o1": 0.5, "b1 o1": 0.5}


def levels_by_year(world: PlanWorld) -> dict[int, tuple[str, ...]]:
    """The levels of each year's system."""
    systems = plan_systems(world.goals, world.links, world.documents)
    return {system.year: system.levels for system in systems}


def test_a_thread_runs_over_all_levels_that_are_there() -> None:
    """With all four documents it runs over four levels."""
    levels = levels_by_year(plan_world(FULL))

    assert levels == {2014: ("kommuneplan", "økonomiplan", "årsbudsjett", "lederavtale")}


def test_a_level_that_the_corpus_lacks_is_left_out() -> None:
    """Without an økonomiplan the budget answers to the kommuneplan, without a budget the goals."""
    without_plan = plan_world({"g1 b1": 0.9, "g1 o1": 0.5, "b1 o1": 0.5})
    agreements_alone = plan_world({"g1 o1": 0.5})

    assert levels_by_year(without_plan) == {2014: ("kommuneplan", "årsbudsjett", "lederavtale")}
    assert levels_by_year(agreements_alone) == {2014: ("kommuneplan", "lederavtale")}


def test_an_okonomiplan_is_in_force_for_the_budgets_held_against_it() -> None:
    """That of 2014 carries the thread of 2015 too, where next year's budget answers to it."""
    next_year = tuple(
        {"goal_id": name, "document_id": f"doc-{name}", "year": 2015, "year_to": 2015}
        for name in ("g2", "b2")
    )
    links = FULL | {"g2 b2": 0.9, "b2 e1": 0.8, "b2 o1": 0.1, "g2 o1": 0.1}

    systems = {
        system.year: system
        for system in plan_systems(*vars(plan_world(links, goals=next_year)).values())
    }

    assert systems[2015].on("økonomiplan") == ["e1"]
    assert systems[2015].on("årsbudsjett") == ["b2"]
    assert systems[2014].on("årsbudsjett") == ["b1"]


def test_a_plan_that_answers_to_an_older_kommuneplan_carries_no_thread() -> None:
    """Goals of 2016 answer to the kommuneplan of 2015; the økonomiplan still to that of 2010."""
    goals = (
        {"goal_id": "o2", "document_id": "new plan", "year": 2015, "year_to": 2027},
        {"goal_id": "b1", "year": 2016, "year_to": 2016},
        {"goal_id": "g1", "year": 2016, "year_to": 2016},
    )
    links = {"g1 b1": 0.9, "b1 e1": 0.9, "e1 o1": 0.9, "g1 o2": 0.5, "b1 o2": 0.5}

    levels = levels_by_year(plan_world(links, goals=goals))

    assert levels[2016] == ("kommuneplan", "årsbudsjett", "lederavtale")


def test_a_step_is_told_from_a_jump() -> None:
    """A link past the budget is no step of the thread."""
    (system,) = plan_systems(*vars(plan_world(FULL)).values())
    jumps = system.edges[~system.edges["is_step"]]

    assert set(zip(jumps["goal_id"], jumps["objective_id"], strict=True)) == {
        ("g1", "o1"),
        ("b1", "o1"),
    }


def test_without_years_or_links_there_is_no_system() -> None:
    """Nothing can be told, and nothing is."""
    world = plan_world({"g1 o1": 0.5}, goals=({"goal_id": "g1", "year": None},))

    assert plan_systems(world.goals, world.links, world.documents) == []
    assert plan_systems(world.goals, world.links[:0], world.documents) == []


def test_nesting_in_a_circle_comes_to_an_end() -> None:
    """A document that was read wrongly may put two goals under each other."""
    goals = plan_world(
        {"g1 o1": 0.5, "g2 o1": 0.5},
        goals=(
            {"goal_id": "g1", "parent_goal_id": "g2"},
            {"goal_id": "g2", "parent_goal_id": "g1"},
        ),
    ).goals

    pairs = nesting(goals[goals["level"].eq("lederavtale")])

    assert sorted(zip(pairs["below"], pairs["above"], strict=True)) == [
        ("g1", "g1"),
        ("g1", "g2"),
        ("g2", "g1"),
        ("g2", "g2"),
    ]
