"""What coders have settled changes what the engine says of other pairs, and says so."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.coupling import learning
from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.hierarchy import Comparison
from pipeline.coupling.learning import judged_in, verdicts_in
from pipeline.coupling.links import (
    _kept,
    _ranks,
    build_corpus,
    goals_to_links,
    judge,
    links_and_lessons,
)
from pipeline.embedding.lsa import LsaEncoder
from pipeline.params import CouplingParams
from pipeline.reviews.settling import COLUMNS
from tests.tables_for_tests import goals_table

PLAN = {"document_id": "kp", "level": "kommuneplan", "year": 2010, "kind": "delmål"}
AGREEMENT = {"document_id": "la", "level": "lederavtale", "year": 2014}
GOALS = goals_table(
    {"goal_id": "d1", **PLAN, "text": "Elevene leser godt når de går ut av skolen"},
    {"goal_id": "d2", **PLAN, "text": "Flere eldre bor hjemme lenger"},
    {"goal_id": "d3", **PLAN, "text": "Flere sykler til arbeid og skole"},
    {"goal_id": "g1", **AGREEMENT, "text": "Styrke leseopplæringen på de laveste trinnene"},
    {"goal_id": "g2", **AGREEMENT, "text": "Styrke leseopplæringen på mellomtrinnet"},
    {"goal_id": "g3", **AGREEMENT, "text": "Hjemmetjenesten gir flere eldre hverdagstrening"},
)
VECTORS = pd.DataFrame(
    {"goal_id": GOALS["goal_id"], "vector": list(LsaEncoder().encode(GOALS["text"].tolist()))}
)
HELD = Comparison("kommuneplan", ("g1", "g2", "g3"), ("d1", "d2", "d3"), ())


def settled(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    """What coders have settled, as `settled_pairs` tells it."""
    named = [dict(zip(("goal_id", "objective_id", "verdict"), row, strict=True)) for row in rows]
    return pd.DataFrame(named, columns=COLUMNS)


def links(*rows: tuple[str, str | None, str | None], keep: int = 30) -> pd.DataFrame:
    """LINKS after that, by goal and objective."""
    params = CouplingParams(keep_per_goal=keep)
    told = settled(*rows) if rows else None
    found = goals_to_links(GOALS, VECTORS, load_fusion("lsa"), params, settled=told)
    return found.set_index(["goal_id", "objective_id"])


def test_without_verdicts_the_engine_says_what_it_said() -> None:
    """To the last digit, with no verdicts and with an empty table of them."""
    none = links()
    empty = goals_to_links(
        GOALS, VECTORS, load_fusion("lsa"), CouplingParams(), settled=settled()
    ).set_index(["goal_id", "objective_id"])

    pd.testing.assert_frame_equal(none, empty, check_exact=True)
    assert none["probability"].tolist() == none["probability_before"].tolist()


def test_a_verdict_moves_other_pairs_and_leaves_what_was_said_before() -> None:
    """A no for one goal makes the like goal less likely too."""
    before, after = links(), links(("g1", "d1", "reject"))

    assert after.loc[("g2", "d1"), "probability"] < before.loc[("g2", "d1"), "probability"]
    assert after["probability_before"].to_dict() == before["probability"].to_dict()


def test_a_settled_pair_keeps_what_the_engine_says() -> None:
    """That it is a fact is said elsewhere: it moves towards the verdict, and is no 0."""
    pair = ("g1", "d1")
    after = links((*pair, "reject")).loc[pair]

    assert 0 < after["probability"] < after["probability_before"]


def test_score_and_rank_follow_what_was_learned() -> None:
    """The ranking value is −ln(1 − p) of the probability now."""
    after = links(("g1", "d1", "reject"), ("g2", "d1", "reject"))

    assert np.allclose(after["score"], -np.log1p(-after["probability"]))
    for _, rows in after.groupby("goal_id"):
        assert rows.sort_values("rank")["probability"].is_monotonic_decreasing


def test_a_pair_with_a_verdict_has_a_row_and_what_had_one_keeps_it() -> None:
    """Though but the best of each goal is kept."""
    before, after = links(keep=1), links(("g1", "d3", "accept"), keep=1)

    assert ("g1", "d3") not in before.index
    assert set(after.index) >= {("g1", "d3"), *before.index}


def test_what_was_among_the_best_before_stays_though_it_is_so_no_more() -> None:
    """Else what chance draws from would change with each verdict."""
    corpus = build_corpus(GOALS, VECTORS)
    told = settled(("g1", "d3", "accept"))
    judged = judge(corpus, HELD, load_fusion("lsa"), CouplingParams(), told)
    none = np.zeros_like(judged.linked)
    upside_down = 4 - _ranks(judged.lesson.base)

    kept = _kept(replace(judged, linked=none), upside_down, 1)

    assert kept[_ranks(judged.lesson.base) == 1].all()
    assert kept[upside_down == 1].all()


def test_a_pair_on_which_coders_differ_has_a_row_and_teaches_nothing() -> None:
    """It waits to be settled."""
    before, open_one = links(keep=1), links(("g1", "d3", None), keep=1)

    assert ("g1", "d3") in open_one.index
    assert open_one.loc[before.index, "probability"].tolist() == before["probability"].tolist()


def test_verdicts_on_other_pairs_than_are_compared_are_left_out() -> None:
    """Goals of other plans, and goals that are gone."""
    placed = verdicts_in(HELD, np.zeros((3, 3)), settled(("x", "d1", "accept")))

    assert placed.rows.tolist() == []


def test_a_goal_without_parent_rejects_each_objective_that_was_thought_of() -> None:
    """What the engine held for hopeless teaches nothing; a pair's own verdict counts before."""
    base = np.array([[0.0, -1.0, -9.0], [0.0] * 3, [0.0] * 3])
    told = settled(("g1", None, "no_parent"), ("g1", "d2", "accept"))

    placed = verdicts_in(HELD, base, told)

    assert placed.rows.tolist() == [0, 0]
    assert placed.columns.tolist() == [0, 1]
    assert placed.linked.tolist() == [False, True]


def test_a_goal_without_parent_in_the_plan_may_serve_the_budget() -> None:
    """It is said of the plan alone."""
    budget = Comparison("årsbudsjett", ("g1",), ("d1",), ())

    assert not len(verdicts_in(budget, np.zeros((1, 1)), settled(("g1", None, "no_parent"))).rows)


def test_judged_pairs_are_found_by_their_places() -> None:
    """Settled and open ones."""
    rows, columns = judged_in(HELD, settled(("g2", "d3", "accept"), ("g1", "d1", None)))

    assert sorted(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 0), (1, 2)]


def test_of_too_many_verdicts_the_doubtful_ones_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever they say: the order of the rows is no matter."""
    base = np.array([[0.1, -5.0, 2.0], [0.0, 4.0, 3.0], [1.0, 1.0, 1.0]])
    told = settled(("g1", "d2", "reject"), ("g2", "d1", "accept"), ("g1", "d1", "reject"))
    monkeypatch.setattr(learning, "MOST_TAUGHT", 2)

    heard = learning._most_in_doubt(verdicts_in(HELD, base, told), base)

    assert list(zip(heard.rows.tolist(), heard.columns.tolist(), strict=True)) == [(0, 0), (1, 0)]


def test_the_order_of_verdicts_is_no_matter() -> None:
    """The same verdicts, the same links."""
    told = (("g1", "d1", "reject"), ("g3", "d2", "accept"), ("g2", "d3", "accept"))

    pd.testing.assert_frame_equal(links(*told), links(*told[::-1]), check_exact=True)


def test_a_comparison_that_nobody_judged_has_no_lesson() -> None:
    """And one that was has one, with its verdicts by their places."""
    model, params = load_fusion("lsa"), CouplingParams()

    none = links_and_lessons(GOALS, VECTORS, model, params)[1]
    (one,) = links_and_lessons(
        GOALS, VECTORS, model, params, settled=settled(("g1", "d1", "accept"))
    )[1]

    assert none == []
    assert one.verdicts.linked.tolist() == [True]
