"""Ranks over simulated worlds, and the fewest verdicts that would flip a conclusion."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from pipeline.params import ScoringParams
from pipeline.schemas.measures import FLIPS, RANKS
from pipeline.scoring import sensitivity
from pipeline.scoring.facts import with_verdicts
from pipeline.scoring.plans import links_in_force
from pipeline.scoring.scores import score_coupling
from pipeline.scoring.sensitivity import Ladder, fewest_verdicts, flips, side_of, unit_ranks
from pipeline.scoring.uncertainty import counts_that_hold
from pipeline.tables import check_table
from tests.tables_for_tests import World, repeated, small_world, verdicts_table

PARAMS = ScoringParams(bootstrap_samples=400)


def ladders(*probabilities: tuple[float, ...]) -> list[Ladder]:
    """Goals with their links' probabilities, none of them a fact."""
    return [
        Ladder(f"g{goal}", tuple(f"l{goal}.{link}" for link in range(len(each))), each, False)
        for goal, each in enumerate(probabilities)
    ]


def flips_of(world: World, links: pd.DataFrame | None = None) -> pd.DataFrame:
    """FLIPS of a world."""
    links = world.links if links is None else links
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    in_force = links_in_force(world.goals, links, world.documents)
    frame = flips(world.goals, scores.profiles, in_force, scores.units, PARAMS)
    return check_table(frame, FLIPS)


def test_the_fewest_verdicts_are_what_trying_all_of_them_finds() -> None:
    """Every subset of accepted links of seven goals, tried one by one."""
    goals = ladders(*((p,) for p in (0.9, 0.7, 0.6, 0.5, 0.3, 0.2, 0.15)))
    sizes = []
    for chosen in product((0, 1), repeat=7):
        after = [1.0 if c else g.probabilities[0] for c, g in zip(chosen, goals, strict=True)]
        if side_of(counts_that_hold(np.array([after])), 0.5, 0.95)[0] == "responsive":
            sizes.append(sum(chosen))

    counts, then, is_exact = fewest_verdicts(goals, "accept", PARAMS)

    assert (counts.sum(), then, is_exact) == (min(sizes), "responsive", True)


def test_step_by_step_finds_no_smaller_set_than_there_is(monkeypatch) -> None:
    """Where not all sets can be tried, what is found suffices and says that it is not exact."""
    goals = ladders(*((p,) for p in (0.9, 0.7, 0.6, 0.5, 0.3, 0.2, 0.15)))
    exact = fewest_verdicts(goals, "accept", PARAMS)
    monkeypatch.setattr(sensitivity, "MOST_SETS", 1)

    counts, then, is_exact = fewest_verdicts(goals, "accept", PARAMS)

    assert (then, is_exact) == ("responsive", False)
    assert counts.sum() >= exact[0].sum()


def test_of_sets_as_small_the_most_probable_is_chosen() -> None:
    """Either goal would do; the one that is more likely to be accepted is asked for."""
    goals = [*ladders((0.6,), (0.4,)), *(Ladder(f"f{n}", (), (), True) for n in range(5))]

    counts, _, _ = fewest_verdicts(goals, "accept", PARAMS)

    assert counts.tolist()[:2] == [1, 0]


def test_the_fewest_rejections_that_unsettle_a_unit() -> None:
    """Nine goals at 0.97 are responsive; as many rejections as it takes, and no more."""
    goals = ladders(*[(0.97,)] * 9)
    after = [[0.0] * size + [0.97] * (9 - size) for size in range(10)]
    sides = side_of(counts_that_hold(np.array(after)), 0.5, 0.95).tolist()

    counts, then, _ = fewest_verdicts(goals, "reject", PARAMS)

    assert sides[0] == "responsive"
    assert (counts.sum(), then) == (sides.index("uavklart"), "uavklart")


def test_a_goal_with_two_good_links_takes_two_rejections() -> None:
    """After the best link is rejected the next best still holds it up."""
    assert Ladder("g", ("a", "b"), (0.9, 0.8), False).after("reject") == [0.9, 0.8, 0.0]


@pytest.mark.parametrize(("unit", "direction"), [("Kulturhuset", "accept"), ("Neset", "accept")])
def test_verdicts_of_the_table_do_what_it_says(unit: str, direction: str) -> None:
    """Taking the verdicts of a row makes the unit's side what `side_then` says."""
    world = repeated(small_world(), 2)
    found = flips_of(world).set_index(["unit", "direction"]).loc[(unit, direction)]
    asked = world.links[world.links["link_id"].isin(found["link_ids"].split())]
    said = asked[["goal_id", "objective_id"]].assign(verdict=direction).to_dict("records")
    best = with_verdicts(world.links, verdicts_table(*said)).groupby("goal_id")["probability"].max()
    after = best[[f"{unit} {n}{again}" for n in range(3) for again in ("", "~1")]].to_numpy()

    assert len(asked) == found["verdicts"]
    assert found["side_then"] != found["side_now"]
    assert side_of(counts_that_hold(after[None]), 0.5, 0.95)[0] == found["side_then"]


def test_links_with_a_verdict_are_not_asked_for_again() -> None:
    """What is settled is no longer something that a conclusion hangs on."""
    world = repeated(small_world(), 2)
    first = flips_of(world).query("unit == 'Neset'").iloc[0]["link_ids"].split()[0]
    said = world.links[world.links["link_id"].eq(first)]
    verdict = said[["goal_id", "objective_id"]].iloc[0].to_dict() | {"verdict": "reject"}

    later = flips_of(world, with_verdicts(world.links, verdicts_table(verdict)))

    assert first not in " ".join(later["link_ids"]).split()
    assert len(later)


def test_no_parent_settles_every_link_of_the_goal() -> None:
    """All five links of the goal are rejected, an explicit one stays what the document says."""
    world = small_world()
    links = world.links.assign(explicit=world.links["objective_id"].eq("h2"))
    verdict = verdicts_table({"goal_id": "Neset 0", "verdict": "no_parent"})

    found = with_verdicts(links, verdict)
    theirs = found[found["goal_id"].eq("Neset 0") & ~found["explicit"]]

    assert theirs["is_settled"].all()
    assert theirs["probability"].eq(0).all()
    assert found.loc[found["goal_id"].eq("Neset 1") & ~found["explicit"], "probability"].gt(0).all()


def test_coders_who_differ_settle_nothing() -> None:
    """One accepts and one rejects: the probability stays the engine's."""
    world = small_world()
    pair = {"goal_id": "Neset 0", "objective_id": "h1"}
    verdicts = verdicts_table(pair | {"coder": "a"}, pair | {"coder": "b", "verdict": "reject"})

    found = with_verdicts(world.links, verdicts)

    assert not found["is_settled"].any()
    assert found["probability"].tolist() == world.links["probability"].tolist()


def ranks_of(world: World) -> pd.DataFrame:
    """RANKS of a world by unit, responsiveness only."""
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    frame = check_table(unit_ranks(world.goals, scores.profiles, PARAMS), RANKS)
    return frame[frame["measure"].eq("responsiveness")].set_index("unit")


def test_ranks_hold_the_place_and_chances_sum_to_one() -> None:
    """Neset is last in most worlds; somebody is first in each."""
    found = ranks_of(small_world())

    assert found["rank"].to_dict() == {"Kulturhuset": 1, "Strandvegen skole": 2, "Neset": 3}
    assert (found["rank_low"].le(found["rank"]) & found["rank"].le(found["rank_high"])).all()
    assert found["chance_first"].sum() == pytest.approx(1)
    assert found["chance_last"].sum() == pytest.approx(1)
    assert found.loc["Neset", "chance_last"] > 0.8


def test_links_alone_leave_less_doubt_of_places_than_links_and_goals() -> None:
    """What verdicts could settle is part of what is unsure, never more."""
    found = ranks_of(small_world())

    assert found["rank_low_links"].ge(found["rank_low"]).all()
    assert found["rank_high_links"].le(found["rank_high"]).all()
