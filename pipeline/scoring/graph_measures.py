"""All measures of the graph, from the tables and what the other measures have found."""

from dataclasses import dataclass

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import (
    CARRIERS,
    CHAINS,
    COMMUNITIES,
    ORPHANS,
    PARTITIONS,
    PROJECTIONS,
    THREAD_LEVELS,
    THREADS,
)
from pipeline.scoring.carriers import document_carriers
from pipeline.scoring.chains import goal_chains
from pipeline.scoring.orphans import orphans
from pipeline.scoring.plansystem import plan_systems
from pipeline.scoring.projections import unit_communities, unit_projections
from pipeline.scoring.scores import Held
from pipeline.scoring.threads import objective_threads
from pipeline.tables import filled_table


@dataclass(frozen=True)
class GraphMeasures:
    """The graph's tables, each as its schema promises."""

    chains: pd.DataFrame
    threads: pd.DataFrame
    thread_levels: pd.DataFrame
    orphans: pd.DataFrame
    projections: pd.DataFrame
    communities: pd.DataFrame
    partitions: pd.DataFrame
    carriers: pd.DataFrame


def graph_measures(
    goals: pd.DataFrame,
    links: pd.DataFrame,
    documents: pd.DataFrame,
    verdicts: pd.DataFrame,
    profiles: pd.DataFrame,
    units: pd.DataFrame,
    held: Held,
    params: ScoringParams,
) -> GraphMeasures:
    """From GOALS, LINKS, DOCUMENTS, standing verdicts, PROFILES and UNITS; blind to row order."""
    systems = plan_systems(goals, links, documents)
    own_ids = profiles.loc[profiles["is_own"], "goal_id"]
    broken_below, whole_from = params.chain_broken_below, params.chain_whole_from
    chains = goal_chains(systems, broken_below=broken_below, whole_from=whole_from)
    threads, thread_levels = objective_threads(
        systems, held.objectives, own_ids, broken_below=broken_below, whole_from=whole_from
    )
    projections = unit_projections(goals, profiles, held.served, held.objectives)
    shared = filled_table(projections, PROJECTIONS)
    communities, partitions = unit_communities(
        units, shared, seed=params.seed, samples=params.bootstrap_samples
    )
    return GraphMeasures(
        filled_table(chains, CHAINS),
        filled_table(threads, THREADS),
        filled_table(thread_levels, THREAD_LEVELS),
        filled_table(orphans(goals, profiles, held.in_force, verdicts), ORPHANS),
        shared,
        filled_table(communities, COMMUNITIES),
        filled_table(partitions, PARTITIONS),
        filled_table(document_carriers(systems, own_ids, linked_from=broken_below), CARRIERS),
    )
