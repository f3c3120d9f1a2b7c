"""Every specification's answer: for each unit, and for the corpus."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.links import goals_to_links
from pipeline.embedding.encoder import Encoder
from pipeline.embedding.vectors import statements_to_vectors
from pipeline.params import Params
from pipeline.schemas import QUADRANTS
from pipeline.schemas.coupling import SENTENCES
from pipeline.scoring.bootstrap import Estimate, interval_columns
from pipeline.scoring.goal_profile import goal_profiles
from pipeline.scoring.plans import links_in_force, objectives_in_force, served_objectives
from pipeline.scoring.unit import axes, quadrant
from pipeline.scoring.worlds import by_unit_and_year, own_goals_held
from pipeline.specification.choices import BY_PROBABILITY, Specification, cut_of
from pipeline.specification.segmentation import links_of_owners, segment
from pipeline.tables import empty_table

# Of each goal and level; evidence for fainter links costs most of the time and is not asked for.
KEPT_PER_GOAL = 10
AXES = ("responsiveness", "distinctiveness")


@dataclass(frozen=True)
class Read:
    """What one encoder and one segmentation say, before it is chosen how links are counted."""

    goals: pd.DataFrame
    in_force: pd.DataFrame
    profiles: pd.DataFrame


def links_under(
    goals: pd.DataFrame,
    segmentation: str,
    encoder: Encoder,
    params: Params,
    settled: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """LINKS of the goals, as the stages embedding and coupling make them, segmented first.

    Whichever way it is asked, the engine learns from what coders have settled: had the default
    alone learned, the curve would tell what verdicts change for what a choice changes. A verdict on
    a goal that is read in parts is about none of them, and teaches nothing there.
    """
    segmented = segment(goals, segmentation, params.scoring.empty_words)
    rows = segmented[list(goals)]
    vectors, _ = statements_to_vectors(rows, empty_table(SENTENCES), encoder)
    kept = params.coupling.model_copy(update={"keep_per_goal": KEPT_PER_GOAL})
    taught = None if settled is None else _on_whole_goals(settled, segmented)
    model = load_fusion(encoder.name)
    links = goals_to_links(rows, vectors, model, kept, encoder.name, taught, tells_words=False)
    return links_of_owners(links, segmented)


def read_corpus(
    goals: pd.DataFrame,
    links: pd.DataFrame,
    documents: pd.DataFrame,
    segmentation: str,
    params: Params,
) -> Read:
    """The goals with their profiles; with `measure`, the tiltak's words count as the goal's."""
    as_read = goals
    if segmentation == "measure":
        as_read = segment(goals, segmentation, params.scoring.empty_words)[list(goals)]
    in_force = links_in_force(as_read, links, documents)
    profiles = goal_profiles(
        as_read,
        links,
        in_force,
        empty_words=params.scoring.empty_words,
        run_words=params.scoring.shortest_shared_run,
    )
    return Read(as_read, in_force, profiles)


def counted_as(read: Read, reading: str) -> Read:
    """The same with anchoring and decided links as the reading counts them.

    By probability, anchoring stays what it is. Else it is 1 where a link counts as decided and 0
    where none does; missing stays missing.
    """
    if reading == BY_PROBABILITY:
        return read
    cut, force = cut_of(reading), read.in_force
    linked = force["linked"] if cut is None else force["explicit"] | force["probability"].ge(cut)
    in_force = force.assign(linked=linked)
    is_linked = read.profiles["goal_id"].isin(in_force.loc[linked, "goal_id"])
    anchoring = is_linked.astype(float).where(read.profiles["anchoring"].notna())
    profiles = read.profiles.assign(anchoring=anchoring, is_linked=is_linked)
    return Read(read.goals, in_force, profiles)


def unit_axes(read: Read, params: Params) -> list[tuple[str, int, Estimate, Estimate]]:
    """Unit, year and both axes with their intervals, for units with own goals."""
    own = own_goals_held(read.goals, read.profiles)
    found = by_unit_and_year(own).items()
    return [
        (unit, year, *axes(rows, f"{unit} {year}", params.scoring))
        for (unit, year), rows in sorted(found, key=lambda each: each[0])
    ]


def unit_rows(
    specification: Specification, of_units: list[tuple[str, int, Estimate, Estimate]]
) -> pd.DataFrame:
    """The rows of SPECIFICATION_UNITS for one specification."""
    rows = [
        {
            "specification_id": specification.name,
            "unit": unit,
            "year": year,
            "goals_held": responsive.n,
            **interval_columns("responsiveness", responsive),
            **interval_columns("distinctiveness", distinct),
            "quadrant": quadrant(
                responsive,
                distinct,
                specification.border_responsiveness,
                specification.border_distinctiveness,
            ),
            "point_quadrant": _by_points(responsive, distinct, specification),
        }
        for unit, year, responsive, distinct in of_units
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(rank=_ranks(frame)) if len(frame) else frame


def corpus_row(
    specification: Specification, of_read: dict[str, object], units: pd.DataFrame
) -> dict[str, object]:
    """The row of SPECIFICATIONS: the choices, and what the corpus comes to under them.

    `of_read` is what rests on how goals and links are read, whatever the borders (`read_figures`).
    """
    counts = Counter(units["quadrant"] if len(units) else [])
    return {
        "specification_id": specification.name,
        "encoder": specification.encoder,
        "segmentation": specification.segmentation,
        "reading": specification.reading,
        "border_responsiveness": specification.border_responsiveness,
        "border_distinctiveness": specification.border_distinctiveness,
        "is_default": specification.is_default,
        "units": len(units),
        "responsiveness": _mean(units, "responsiveness"),
        "distinctiveness": _mean(units, "distinctiveness"),
        **of_read,
        **{name: counts[name] for name in QUADRANTS},
    }


def read_figures(read: Read, objectives: Collection[str]) -> dict[str, object]:
    """Own goals that count, the share of them that serves nothing, and objectives that none serves.

    `objectives` are those that count (`counted_objectives`).
    """
    own = own_goals_held(read.goals, read.profiles).dropna(subset=["anchoring"])
    names = set(objectives)
    served = served_objectives(read.goals, read.in_force)
    served = served[served["linked"] & served["goal_id"].isin(own["goal_id"])]
    return {
        "goals_held": len(own),
        "orphan_share": 1 - _sorted_mean(own["anchoring"]) if len(own) else None,
        "objectives": len(names),
        "objectives_without_unit": len(names - set(served["objective_id"])),
    }


def counted_objectives(read: Read) -> list[str]:
    """The objectives that coverage counts, in any year; however links are counted."""
    found = objectives_in_force(read.goals, read.in_force)
    return list(dict.fromkeys(found.loc[found["in_coverage"], "objective_id"]))


def answers(
    reads: dict[tuple[str, str], Read], chosen: list[Specification], params: Params
) -> Iterator[tuple[dict[str, object], pd.DataFrame]]:
    """For each specification, its row of the corpus and its rows of units."""
    done: dict[
        tuple[str, str, str],
        tuple[dict[str, object], list[tuple[str, int, Estimate, Estimate]]],
    ] = {}
    objectives = {name: counted_objectives(read) for name, read in reads.items()}
    for each in chosen:
        key = (each.encoder, each.segmentation, each.reading)
        if key not in done:
            read = counted_as(reads[key[:2]], each.reading)
            done[key] = read_figures(read, objectives[key[:2]]), unit_axes(read, params)
        of_read, of_units = done[key]
        units = unit_rows(each, of_units)
        yield corpus_row(each, of_read, units), units


def _on_whole_goals(settled: pd.DataFrame, segmented: pd.DataFrame) -> pd.DataFrame:
    """What was settled of goals that are read as they stand."""
    parted = segmented.loc[segmented["owner_id"].duplicated(), "owner_id"]
    return settled[~settled["goal_id"].isin(parted)]


def _by_points(responsive: Estimate, distinct: Estimate, chosen: Specification) -> str | None:
    """The quadrant that the bare figures fall in, whatever their intervals."""
    if responsive.mean is None or distinct.mean is None:
        return None
    at = [Estimate(each.n, each.mean, each.mean, each.mean) for each in (responsive, distinct)]
    found = quadrant(at[0], at[1], chosen.border_responsiveness, chosen.border_distinctiveness)
    return None if found == "uavklart" else found


def _ranks(units: pd.DataFrame) -> pd.Series:
    # where a specification can't tell units apart, they share the mean of their places
    return (-units["responsiveness"].astype(float).round(12)).groupby(units["year"]).rank()


def _mean(units: pd.DataFrame, column: str) -> float | None:
    known = units[column].dropna() if len(units) else pd.Series(dtype=float)
    return _sorted_mean(known) if len(known) else None


def _sorted_mean(values: pd.Series) -> float:
    # sorted, so that the order of the rows can't move the last digit
    return float(np.sort(values.to_numpy(dtype=float)).mean())
