"""Units tied to each other by the objectives that they share, and whether that follows sectors."""

from collections.abc import Hashable

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from pipeline.scoring.bootstrap import generator_for

Matrix = npt.NDArray[np.float64]


def unit_projections(
    goals: pd.DataFrame, profiles: pd.DataFrame, served: pd.DataFrame, objectives: pd.DataFrame
) -> pd.DataFrame:
    """One row for each year and pair of units that serve an objective both, as PROJECTIONS.

    `served` and `objectives` as for `unit.unit_scores`; only decided links of own goals to
    objectives that count are looked at.
    Formula: weight(u, v) = Σ over shared objectives o of 1 / (nₒ − 1), with nₒ the number of units
    that serve o: an objective that everybody serves ties nobody closely. `overlap` = shared
    objectives / objectives that either serves (Jaccard), and `cosine` that of their probability
    mass over objectives. Ranges: weight ≥ 0, and summed over all others at most the number of
    the unit's objectives; overlap and cosine 0–1. Source: Newman, M. E. J. (2001), Scientific
    collaboration networks II, Physical Review E 64, 016132; Jaccard (1912).
    """
    mass = unit_masses(goals, profiles, served, objectives)
    years = [_projection(int(str(year)), there) for year, there in mass.groupby("year")]
    return pd.concat(years, ignore_index=True) if years else pd.DataFrame()


PARTITION_COLUMNS = ["year", "units", "units_tied", "ties", "communities", "sectors"]
PARTITION_COLUMNS += ["units_placed", "units_compared", "modularity_communities"]
PARTITION_COLUMNS += ["modularity_sectors", "external_internal", "sectors_chance"]
PARTITION_COLUMNS += ["rand_adjusted", "mutual_information"]


def unit_masses(
    goals: pd.DataFrame, profiles: pd.DataFrame, served: pd.DataFrame, objectives: pd.DataFrame
) -> pd.DataFrame:
    """`year, unit, objective_id, mass`: what each unit's own goals put behind each objective.

    Formula: Σ of the probabilities of decided links, over the unit's own goals.
    """
    own = goals.loc[goals["goal_id"].isin(profiles.loc[profiles["is_own"], "goal_id"])]
    counted = objectives.loc[objectives["in_coverage"], ["year", "objective_id"]]
    theirs = served[served["linked"]].merge(own[["goal_id", "unit"]], on="goal_id")
    theirs = theirs.merge(counted, on=["year", "objective_id"])
    # sorted, so that the order of the rows can't move the last digit
    keys = ["year", "unit", "objective_id"]
    theirs = theirs.sort_values([*keys, "goal_id"])
    mass = theirs.groupby(keys, as_index=False)[["probability"]].sum()
    return mass.rename(columns={"probability": "mass"})


def shared_objective_weights(serves: Matrix) -> Matrix:
    """Newman's weight between all pairs of units, (units, units), of (units, objectives) of 0, 1.

    Formula: see `unit_projections`; B diag(1 / (nₒ − 1)) Bᵀ with an empty diagonal. The same as
    `networkx.bipartite.collaboration_weighted_projected_graph`, at once for all pairs.

    By hand: u and v serve objective 1 with a third unit w (each tie gets ½), and u and v
    objective 2 alone (1 more).

    >>> shared_objective_weights(np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0]])).tolist()
    [[0.0, 1.5, 0.5], [1.5, 0.0, 0.5], [0.5, 0.5, 0.0]]
    """
    others = serves.sum(axis=0) - 1
    share = np.divide(1.0, others, out=np.zeros_like(others), where=others > 0)
    weights = (serves * share) @ serves.T
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights)


def unit_communities(
    units: pd.DataFrame, projections: pd.DataFrame, *, seed: int, samples: int = 1000
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """COMMUNITIES, one row for each unit and year, and PARTITIONS, one for each year.

    Communities are looked for in the projection of each year (Louvain, Blondel et al. 2008,
    `seed`), and numbered from the largest. A unit that shares no objective with another has
    none. The formal partition is the tjenesteområde (`area` in UNITS).
    Formula: modularity Q = Σ_c [w_c / w − (s_c / 2w)²], with w_c the weight of ties within group
    c, s_c the strengths of its units summed, w the weight of all ties; from −½ to 1, 0 where ties
    don't follow the groups. Source: Newman & Girvan (2004); weighted, Newman (2004).
    `external_internal` is the E–I index of the sectors, (weight across − weight within) / weight,
    from −1 (all ties within sectors) to 1 (Krackhardt & Stern 1988); `sectors_chance` the share
    of `samples` random shufflings of the sectors over all units that have one, and the one there
    is, that keep as much within: their permutation test.
    How communities and sectors agree: the adjusted Rand index (Hubert & Arabie 1985; 1 alike,
    about 0 by chance) and normalised mutual information (Strehl & Ghosh 2002; 0–1, not corrected
    for chance: with few units it is high for no reason), over `units_compared`, the units that
    have both; missing where these are all of one sector, since then nothing can disagree.
    """
    members, partitions = [], []
    ties_of = dict(list(projections.groupby("year")))
    for year, there in units.groupby("year", sort=True):
        ties = ties_of.get(year, projections[:0])
        labels, row = _partition(int(str(year)), there, ties, seed, samples)
        members.append(labels)
        partitions.append(row)
    if not members:
        return pd.DataFrame(columns=["unit", "year", "area", "community"]), pd.DataFrame(
            columns=PARTITION_COLUMNS
        )
    return (
        pd.concat(members).sort_values(["year", "unit"], ignore_index=True),
        pd.DataFrame(partitions, columns=PARTITION_COLUMNS),
    )


def _projection(year: int, there: pd.DataFrame) -> pd.DataFrame:
    masses = there.pivot_table(index="unit", columns="objective_id", values="mass", fill_value=0.0)
    mass = masses.to_numpy(dtype=float)
    serves = (mass > 0).astype(float)
    shared, count = serves @ serves.T, serves.sum(axis=1)
    first, second = np.nonzero(np.triu(shared, 1))
    directions = mass / np.linalg.norm(mass, axis=1, keepdims=True)
    both = shared[first, second]
    either = count[first] + count[second] - both
    units, objectives = masses.index.to_numpy(), masses.columns.to_numpy()
    common = (serves[first] * serves[second]).astype(bool)
    return pd.DataFrame(
        {
            "year": year,
            "first_unit": units[first],
            "second_unit": units[second],
            "weight": shared_objective_weights(serves)[first, second],
            "overlap": both / either,
            "cosine": np.minimum(1.0, (directions @ directions.T)[first, second]),
            "shared": both.astype(int),
            "either": either.astype(int),
            "objective_ids": [" ".join(objectives[row]) for row in common],
        }
    )


def _partition(
    year: int, units: pd.DataFrame, ties: pd.DataFrame, seed: int, samples: int
) -> tuple[pd.DataFrame, dict[str, object]]:
    graph: nx.Graph = nx.Graph()
    graph.add_weighted_edges_from(
        sorted(ties[["first_unit", "second_unit", "weight"]].itertuples(index=False, name=None))
    )
    community = _communities(graph, seed)
    labels = units[["unit", "year", "area"]].sort_values("unit")
    labels = labels.assign(community=labels["unit"].map(community).astype("Int64"))
    placed = labels.dropna(subset=["area"])
    compared = placed.dropna(subset=["community"])
    row = {
        "year": year,
        "units": len(units),
        "units_tied": len(graph),
        "ties": graph.number_of_edges(),
        "communities": labels["community"].nunique(),
        "sectors": placed["area"].nunique(),
        "units_placed": len(placed),
        "units_compared": len(compared),
    }
    generator = generator_for(seed, f"sectors {year}")
    row |= _sectors(graph, placed, generator, samples) | _modularities(graph, compared)
    return labels, row | _agreement(compared)


def _communities(graph: nx.Graph, seed: int) -> dict[Hashable, int]:
    if not graph:
        return {}
    groups = nx.community.louvain_communities(graph, weight="weight", seed=seed)
    ordered = sorted(groups, key=lambda group: (-len(group), sorted(group)))
    return {unit: at for at, group in enumerate(ordered, start=1) for unit in group}


def _ties(graph: nx.Graph, units: pd.Series) -> Matrix:
    whole = graph.copy()
    whole.add_nodes_from(units)
    return np.asarray(nx.to_numpy_array(whole, nodelist=units.tolist(), weight="weight"))


def _sectors(
    graph: nx.Graph, placed: pd.DataFrame, generator: np.random.Generator, samples: int
) -> dict[str, float | None]:
    """The E–I index of the sectors, and how often chance keeps as much within."""
    ties = _ties(graph, placed["unit"])
    areas = placed["area"].astype("str").to_numpy()
    if ties.sum() <= 0 or len(set(areas)) < 2:
        return {"external_internal": None, "sectors_chance": None}
    sectors = np.unique(areas, return_inverse=True)[1]
    found = external_internal(ties, sectors)
    shuffled = [
        external_internal_each(ties, generator.permuted(np.tile(sectors, (count, 1)), axis=1))
        for count in _portions(samples)
    ]
    # a hair, so that the last digit doesn't tell the same partition from itself
    as_low = int((np.concatenate(shuffled) <= found + 1e-12).sum())
    return {"external_internal": found, "sectors_chance": (as_low + 1) / (samples + 1)}


def _modularities(graph: nx.Graph, compared: pd.DataFrame) -> dict[str, float | None]:
    inside = graph.subgraph(compared["unit"])
    ties = _ties(inside, compared["unit"])
    if ties.sum() <= 0:
        return {}
    return {
        f"modularity_{name}": modularity(ties, np.unique(labels, return_inverse=True)[1])
        for name, labels in (
            ("sectors", compared["area"].astype("str").to_numpy()),
            ("communities", compared["community"].to_numpy(dtype=int)),
        )
    }


def _agreement(compared: pd.DataFrame) -> dict[str, float | None]:
    areas, communities = compared["area"].astype("str"), compared["community"].astype(int)
    if areas.nunique() < 2:
        return {"rand_adjusted": None, "mutual_information": None}
    return {
        "rand_adjusted": float(adjusted_rand_score(areas, communities)),
        "mutual_information": float(normalized_mutual_info_score(areas, communities)),
    }


def external_internal(ties: Matrix, groups: npt.NDArray[np.int_]) -> float:
    """The E–I index of groups in a matrix of ties (units, units): −1 all within, 1 all across.

    Formula: (weight across − weight within) / weight of all. Source: Krackhardt & Stern (1988),
    Informal networks and organizational crises, Social Psychology Quarterly 51(2).

    By hand: ties a–b of 3 within a group and a–c of 1 across: (1 − 3) / 4.

    >>> ties = np.array([[0.0, 3.0, 1.0], [3.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    >>> external_internal(ties, np.array([0, 0, 1]))
    -0.5
    """
    return float(external_internal_each(ties, groups[None, :])[0])


def external_internal_each(ties: Matrix, groupings: npt.NDArray[np.int_]) -> Matrix:
    """`external_internal` of each row of `groupings` (groupings, units)."""
    count, units = groupings.shape
    member = np.eye(int(groupings.max()) + 1)[groupings]
    columns = member.transpose(1, 0, 2).reshape(units, -1)
    within = (columns * (ties @ columns)).sum(axis=0).reshape(count, -1).sum(axis=1)
    return np.asarray((ties.sum() - 2 * within) / ties.sum())


def _portions(samples: int, most: int = 100) -> list[int]:
    """`samples` in portions that fit memory.

    >>> _portions(250)
    [100, 100, 50]
    """
    whole, rest = divmod(samples, most)
    return [most] * whole + ([rest] if rest else [])


def modularity(ties: Matrix, groups: npt.NDArray[np.int_]) -> float:
    """How far ties stay within groups beyond what the units' strengths alone would give.

    Formula: see `unit_communities`; that of `networkx.community.modularity`, on a matrix of ties
    (units, units).

    By hand: two ties, a–b and c–d, and the groups {a, b} and {c, d}: in each group half of the
    weight, and strengths of half: 2 · (½ − ¼) = ½. With {a, c} and {b, d}: 2 · (0 − ¼).

    >>> ties = np.zeros((4, 4))
    >>> ties[0, 1] = ties[1, 0] = ties[2, 3] = ties[3, 2] = 1
    >>> modularity(ties, np.array([0, 0, 1, 1])), modularity(ties, np.array([0, 1, 0, 1]))
    (0.5, -0.5)
    """
    member = np.eye(int(groups.max()) + 1)[groups]
    within = (member * (ties @ member)).sum(axis=0) / ties.sum()
    strengths = member.T @ ties.sum(axis=1) / ties.sum()
    # a single group has 0, and rounding would leave it at −0
    return round(float((within - strengths**2).sum()), 12) + 0.0
