"""All tables of the graph together."""

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.scoring.graph_measures import GraphMeasures, graph_measures
from pipeline.scoring.scores import score_coupling
from tests.tables_for_tests import World, small_world, verdicts_table

PARAMS = ScoringParams(bootstrap_samples=20)


def measures_of(world: World) -> GraphMeasures:
    """Everything, without verdicts."""
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS)
    tables = (world.goals, world.links, world.documents, verdicts_table())
    return graph_measures(*tables, scores.profiles, scores.units, scores.held, PARAMS)


def test_a_corpus_of_plan_and_agreements_alone() -> None:
    """The chain is one step; nothing lies between; shared goals have chains and no orphan row."""
    measures = measures_of(small_world())

    assert set(measures.chains["levels"]) == {"lederavtale → kommuneplan"}
    assert len(measures.chains) == 12
    assert measures.orphans["status"].value_counts().to_dict() == {"served": 6, "orphan": 3}
    assert measures.carriers.empty
    threads = measures.threads.set_index("objective_id")
    assert threads.loc[["h1", "d11", "d12", "s12a", "h2"], "status"].tolist() == ["whole"] * 5


def test_tables_are_blind_to_the_order_of_rows() -> None:
    """The same tables, whichever way the rows come."""
    world = small_world()
    turned = World(*(table[::-1].reset_index(drop=True) for table in vars(world).values()))

    measures, again = measures_of(world), measures_of(turned)

    for name, table in vars(measures).items():
        pd.testing.assert_frame_equal(table, vars(again)[name])


def test_without_links_every_table_is_there_and_empty() -> None:
    """Nothing was held against anything: nothing is told, units apart."""
    world = small_world()

    measures = measures_of(World(world.documents, world.goals, world.links[:0], world.amounts))

    assert all(
        table.empty
        for name, table in vars(measures).items()
        if name not in ("communities", "partitions")
    )
    assert measures.partitions["units_tied"].tolist() == [0]
