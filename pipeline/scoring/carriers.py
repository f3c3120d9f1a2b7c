"""Which documents carry the thread: what lies between the agreements and the plan."""

import math
from collections.abc import Iterable, Sequence

import networkx as nx
import pandas as pd

from pipeline.scoring.plansystem import BOTTOM, PlanSystem

# What the documents state outright costs a hair, so that of two sure paths the shorter is taken.
SURE = 1e-6
COLUMNS = ["document_id", "year", "level", "betweenness", "pairs", "pairs_carried"]
COLUMNS += ["goals", "goals_carrying", "best_goal_id"]


def document_carriers(
    systems: Sequence[PlanSystem], own_ids: Iterable[str], *, linked_from: float
) -> pd.DataFrame:
    """One row for each document between the agreements and the plan, and year, as CARRIERS.

    Formula: over all pairs of an own goal g and an objective o that g reaches upwards by edges of
    at least `linked_from`, the share whose likeliest path (largest product of probabilities, any
    edges, jumps too) runs through the document: Σ of the betweenness of its goals / pairs. A path
    passes a document once, save where its goals are nested. Of equally likely paths each counts
    in part. Range: 0 (every thread goes past it) to 1 (all run through it). Missing where there
    are no pairs.
    Source: Freeman (1977); weighted, Brandes (2001, 2008), `networkx`'s
    `betweenness_centrality_subset`; a group's share, Everett & Borgatti (1999). Distances are
    −ln p, so that the shortest path is the likeliest.

    By hand: an own goal serves a budget goal with 0.9, this an objective with 0.8, and the own
    goal the objective itself with 0.5. The path by the budget has 0.72, the direct one 0.5: the
    budget carries that pair. At 0.75 for the direct edge it carries none.
    """
    own = set(own_ids)
    rows = [row for system in systems for row in _of_year(system, own, linked_from)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values(["year", "document_id"], ignore_index=True)


def upward_graph(system: PlanSystem, linked_from: float) -> nx.DiGraph:
    """The goals of a year, each with an edge to what it serves and to what it stands under.

    `cost` is −ln of the probability, at least a hair. Only edges of at least `linked_from`.
    """
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(system.goals["goal_id"])
    known = set(system.goals["goal_id"])
    nested = system.goals.dropna(subset=["parent_goal_id"])
    for below, above in zip(nested["goal_id"], nested["parent_goal_id"], strict=True):
        if above in known:
            graph.add_edge(below, above, cost=SURE)
    held = system.edges[system.edges["probability"].ge(linked_from)]
    for below, above, probability in held[["goal_id", "objective_id", "probability"]].itertuples(
        index=False, name=None
    ):
        graph.add_edge(below, above, cost=max(SURE, -math.log(probability)))
    return graph


def _of_year(system: PlanSystem, own: set[str], linked_from: float) -> list[dict[str, object]]:
    if system.levels[-1] != BOTTOM or len(system.levels) < 3:
        return []
    downward = upward_graph(system, linked_from).reverse(copy=False)
    lowest = [goal for goal in system.on(BOTTOM) if goal in own]
    tops = _linked_objectives(system)
    pairs = sum(len(nx.descendants(downward, top).intersection(lowest)) for top in tops)
    # from the objectives down: they are fewer, and the paths are the same
    between = nx.betweenness_centrality_subset(
        downward, sources=tops, targets=lowest, normalized=False, weight="cost"
    )
    middle = system.goals[system.goals["level"].isin(system.levels[1:-1])]
    middle = middle.assign(carried=middle["goal_id"].map(between)).sort_values(
        ["carried", "goal_id"], ascending=[False, True]
    )
    return [
        {
            "document_id": document,
            "year": system.year,
            "level": goals["level"].iloc[0],
            "betweenness": min(1.0, math.fsum(goals["carried"]) / pairs) if pairs else None,
            "pairs": pairs,
            "pairs_carried": math.fsum(goals["carried"]),
            "goals": len(goals),
            "goals_carrying": int(goals["carried"].gt(0).sum()),
            "best_goal_id": goals["goal_id"].iloc[0] if goals["carried"].iloc[0] > 0 else None,
        }
        for document, goals in middle.groupby("document_id", sort=True)
    ]


def _linked_objectives(system: PlanSystem) -> list[str]:
    """The objectives of the top level that goals were held against, one level of its tree."""
    top = system.levels[0]
    return sorted(system.edges.loc[system.edges["upper"].eq(top), "objective_id"].unique())
