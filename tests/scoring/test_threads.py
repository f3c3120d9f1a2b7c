"""How far down an objective can be followed."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from pipeline.schemas.measures import THREAD_LEVELS, THREADS
from pipeline.scoring.plansystem import plan_systems
from pipeline.scoring.threads import max_min, objective_threads
from pipeline.tables import check_table
from tests.plan_world import PlanWorld, plan_world

WHOLE = {"e1 o1": 0.9, "b1 e1": 0.8, "g1 b1": 0.7, "b1 o1": 0.1, "g1 o1": 0.1}
LOST_IN_BUDGET = WHOLE | {"b1 e1": 0.1}


def threads_of(
    world: PlanWorld, own: tuple[str, ...] = ("g1", "g2")
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """THREADS by objective and THREAD_LEVELS by objective and level, all of 2014."""
    systems = plan_systems(world.goals, world.links, world.documents)
    plan = world.goals[world.goals["level"].eq("kommuneplan")]
    objectives = pd.DataFrame({"year": 2014, "objective_id": plan["goal_id"], "in_coverage": True})
    threads, levels = objective_threads(
        systems, objectives, own, broken_below=0.35, whole_from=0.65
    )
    return (
        check_table(threads, THREADS).set_index("objective_id"),
        check_table(levels, THREAD_LEVELS).set_index(["objective_id", "level"]),
    )


def test_the_width_at_each_level_by_hand() -> None:
    """0.9, then the smaller of 0.9 and 0.8, then of that and 0.7; at least 1 − 0.6 together."""
    threads, levels = threads_of(plan_world(WHOLE))

    assert levels.loc["o1", "width"].to_dict() == {
        "økonomiplan": 0.9,
        "årsbudsjett": 0.8,
        "lederavtale": 0.7,
    }
    assert threads.loc["o1", ["status", "reaches", "gap"]].tolist() == [
        "whole",
        "lederavtale",
        "none",
    ]
    assert threads.loc["o1", "strength_low"] == pytest.approx(0.4)
    assert threads.loc["o1", "path"] == "o1 e1 b1 g1"


def test_a_thread_starts_at_every_level_above_the_lowest() -> None:
    """What no agreement took up of the budget is a break too."""
    threads, _ = threads_of(plan_world(WHOLE | {"g1 b1": 0.1}))

    assert threads["break_at"].to_dict() == dict.fromkeys(
        ("o1", "e1", "b1"), "årsbudsjett → lederavtale"
    )


def test_a_thread_that_is_jumped_over() -> None:
    """The budget is lost, yet the unit serves the objective directly: a direct gap and a jump."""
    threads, _ = threads_of(plan_world(LOST_IN_BUDGET | {"g1 o1": 0.9, "e1 o1": 0.1}))
    thread = threads.loc["o1"]

    assert (thread["status"], thread["break_at"]) == ("broken", "kommuneplan → økonomiplan")
    assert (thread["gap"], thread["jump_goals"], thread["jump_units"]) == ("direct", 1, 1)
    assert thread["path"] == "o1"


def test_nobody_further_down_along_any_path() -> None:
    """No level serves it, on no path: a transitive gap."""
    threads, _ = threads_of(plan_world(WHOLE | {"e1 o1": 0.1}))

    assert threads.loc["o1", ["gap", "reaches"]].tolist() == ["transitive", "kommuneplan"]


def test_between_the_borders_it_is_uavklart() -> None:
    """0.5 at the budget is neither held nor lost; from there on it is in doubt."""
    threads, _ = threads_of(plan_world(WHOLE | {"b1 e1": 0.5}))
    thread = threads.loc["o1"]

    assert (thread["status"], thread["doubtful_from"]) == ("uavklart", "økonomiplan → årsbudsjett")
    assert pd.isna(thread["break_at"])


def test_what_agreements_share_is_no_units_own() -> None:
    """g2 is shared by all agreements: the thread comes down to it and to nobody's own goal."""
    links = WHOLE | {"g1 b1": 0.1, "g2 b1": 0.9, "g2 o1": 0.1}

    threads, levels = threads_of(plan_world(links), own=("g1",))

    assert threads.loc["o1", "status"] == "broken"
    assert threads.loc["o1", "only_shared"]
    level = levels.loc[("o1", "lederavtale")]
    assert (level["width"], level["width_shared"]) == (0.1, 0.8)
    assert (level["goals"], level["goals_possible"], level["goals_shared"]) == (0, 1, 1)


def test_without_own_goals_nothing_is_said_of_the_end() -> None:
    """Agreements without own goals: the strength is missing, not 0."""
    threads, levels = threads_of(plan_world(WHOLE), own=())

    assert threads.loc["o1", ["strength", "strength_low", "status"]].isna().all()
    assert levels.loc[("o1", "årsbudsjett"), "width"] == 0.8


def test_points_serve_what_they_stand_under() -> None:
    """What serves o2, a point under o1, serves o1 by the same width."""
    links = WHOLE | {"e1 o1": 0.1, "e1 o2": 0.9}
    point = plan_world(links, goals=({"goal_id": "o2", "parent_goal_id": "o1"},))

    threads, _ = threads_of(point)

    assert threads.loc[["o1", "o2"], "strength"].tolist() == [0.7, 0.7]
    assert threads.loc["o1", "path"] == "o1 o2 e1 b1 g1"


def test_what_a_document_states_is_told_apart_from_its_words() -> None:
    """The økonomiplan names the objective, and its words say something else."""
    _, levels = threads_of(plan_world(WHOLE | {"e1 o1": 0.2}, stated=("e1 o1",)))

    assert levels.loc[("o1", "økonomiplan"), ["width", "width_estimated"]].tolist() == [1.0, 0.2]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_thread_only_narrows_on_its_way_down(seed: int) -> None:
    """No level is wider than the one above it, and the path shown is as wide as it reaches."""
    generator = np.random.default_rng(seed)
    between = [
        f"{lower}{i} {upper}{j}" for lower, upper in ("be", "gb") for i in "12" for j in "12"
    ]
    pairs = ["e1 o1", "e2 o1", "g1 o1", *between]
    links = {pair: float(generator.integers(0, 21)) / 20 for pair in pairs}

    threads, levels = threads_of(plan_world(links))

    for objective, thread in threads.iterrows():
        widths = levels.loc[objective, "width"].tolist()
        assert widths == sorted(widths, reverse=True)
        names = thread["path"].split()
        steps = [links[f"{below} {above}"] for above, below in pairwise(names)]
        if steps:
            assert min(steps) == levels.loc[(objective, thread["reaches"]), "width"]


def test_max_min_by_every_pair() -> None:
    """The composition of two relations, against its definition pair by pair."""
    generator = np.random.default_rng(7)
    first, second = generator.random((4, 3)), generator.random((3, 5))
    below, above = np.nonzero(np.ones_like(first))

    composed = max_min(below, above, first[below, above], second, 4)

    expected = np.minimum(first[:, :, None], second[None, :, :]).max(axis=1)
    np.testing.assert_array_equal(expected, composed)
