"""Every specification's answer: for each unit, and for the corpus."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.links import Corpus, build_corpus, corpus_links, with_vectors
from pipeline.embedding.encoder import Encoder
from pipeline.embedding.vectors import statements_to_vectors
from pipeline.params import Params
from pipeline.schemas import QUADRANTS
from pipeline.schemas.coupling import SENTENCES
from pipeline.scoring.bootstrap import Estimate, Floats, interval_columns
from pipeline.scoring.goal_profile import goal_profiles
from pipeline.scoring.plans import links_in_force, objective_closure, objectives_in_force
from pipeline.scoring.uncertainty import mean_of_shares, share_of_goals
from pipeline.scoring.unit import quadrant
from pipeline.scoring.worlds import by_unit_and_year, own_goals_held
from pipeline.specification.choices import BY_PROBABILITY, Specification, cut_of
from pipeline.specification.segmentation import links_of_owners, segment
from pipeline.tables import empty_table

# Of each goal and level; evidence for fainter links costs most of the time and is not asked for.
KEPT_PER_GOAL = 10
AXES = ("responsiveness", "distinctiveness")

# the row of SPECIFICATIONS, and those of SPECIFICATION_UNITS
Answer = tuple[dict[str, object], pd.DataFrame]


@dataclass(frozen=True)
class Read:
    """What one encoder and one segmentation say, before it is chosen how links are counted."""

    goals: pd.DataFrame
    in_force: pd.DataFrame
    profiles: pd.DataFrame

    @cached_property
    def own(self) -> pd.DataFrame:
        """The own goals with their profile, as `own_goals_held` tells them."""
        return own_goals_held(self.goals, self.profiles)

    @cached_property
    def places(self) -> dict[tuple[str, int], npt.NDArray[np.intp]]:
        """Which rows of `own` are each unit's and year's, by unit and year."""
        found = by_unit_and_year(self.own[["unit", "year"]])
        return {key: found[key].index.to_numpy() for key in sorted(found)}


def links_under(
    goals: pd.DataFrame,
    segmentation: str,
    encoders: Sequence[Encoder],
    params: Params,
    settled: pd.DataFrame | None = None,
) -> Iterator[pd.DataFrame]:
    """LINKS of the goals as each encoder reads them, made as the stages embedding and coupling do.

    The goals are segmented first, and what their words say is found out once for all encoders.
    Whichever way it is asked, the engine learns from what coders have settled: had the default
    alone learned, the curve would tell what verdicts change for what a choice changes. A verdict on
    a goal that is read in parts is about none of them, and teaches nothing there.
    """
    segmented = segment(goals, segmentation, params.scoring.empty_words)
    rows = segmented[list(goals)]
    kept = params.coupling.model_copy(update={"keep_per_goal": KEPT_PER_GOAL})
    taught = None if settled is None else _on_whole_goals(settled, segmented)
    corpus: Corpus | None = None
    for encoder in encoders:
        vectors, _ = statements_to_vectors(rows, empty_table(SENTENCES), encoder)
        if corpus is None:
            corpus = build_corpus(rows, vectors, encoder.name)
        else:
            corpus = with_vectors(corpus, vectors, encoder.name)
        links, _ = corpus_links(corpus, load_fusion(encoder.name), kept, taught, tells_words=False)
        yield links_of_owners(links, segmented)


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


@dataclass(frozen=True)
class Counted:
    """What one way to count links makes of a reading: anchoring by own goal, links that count."""

    anchoring: Floats
    linked: pd.Series


def counted_as(read: Read, reading: str) -> Counted:
    """Anchoring and links as the reading counts them.

    By probability, anchoring stays what it is. Else it is 1 where a link counts as decided and 0
    where none does; missing stays missing.
    """
    anchoring, force = read.own["anchoring"].to_numpy(dtype=float), read.in_force
    if reading == BY_PROBABILITY:
        return Counted(anchoring, force["linked"])
    cut = cut_of(reading)
    linked = force["linked"] if cut is None else force["explicit"] | force["probability"].ge(cut)
    is_linked = read.own["goal_id"].isin(force.loc[linked, "goal_id"]).to_numpy(dtype=float)
    return Counted(np.where(np.isnan(anchoring), np.nan, is_linked), linked)


def distinct_units(read: Read, params: Params) -> list[Estimate]:
    """Distinctiveness of each unit and year of `read.places`; no way to count links moves it."""
    values = read.own["distinctiveness"]
    return [
        mean_of_shares(values.iloc[places], f"{unit} {year} distinctiveness", params.scoring)
        for (unit, year), places in read.places.items()
    ]


def unit_axes(
    read: Read, counted: Counted, distinct: Sequence[Estimate], params: Params
) -> list[tuple[str, int, Estimate, Estimate]]:
    """Unit, year and both axes with their intervals, for units with own goals.

    As `unit.axes`, where the second axis is known already.
    """
    return [
        (*key, share_of_goals(counted.anchoring[places].tolist(), params.scoring), theirs)
        for (key, places), theirs in zip(read.places.items(), distinct, strict=True)
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


def read_figures(read: Read, counted: Counted, objectives: Collection[str]) -> dict[str, object]:
    """Own goals that count, the share of them that serves nothing, and objectives that none serves.

    `objectives` are those that count (`counted_objectives`).
    """
    is_held = ~np.isnan(counted.anchoring)
    held = counted.anchoring[is_held]
    links = read.in_force.loc[counted.linked, ["goal_id", "objective_id"]]
    links = links[links["goal_id"].isin(read.own["goal_id"].to_numpy()[is_held])]
    # what serves a point under an objective serves the objective
    served = objective_closure(read.goals, links["objective_id"])["objective_id"]
    names = set(objectives)
    return {
        "goals_held": len(held),
        "orphan_share": 1 - _sorted_mean(pd.Series(held)) if len(held) else None,
        "objectives": len(names),
        "objectives_without_unit": len(names - set(served)),
    }


def counted_objectives(read: Read) -> list[str]:
    """The objectives that coverage counts, in any year; however links are counted."""
    found = objectives_in_force(read.goals, read.in_force)
    return list(dict.fromkeys(found.loc[found["in_coverage"], "objective_id"]))


def answers(
    reads: dict[tuple[str, str], Read], chosen: list[Specification], params: Params
) -> Iterator[Answer]:
    """For each specification, its row of the corpus and its rows of units."""
    done: dict[
        tuple[str, str, str],
        tuple[dict[str, object], list[tuple[str, int, Estimate, Estimate]]],
    ] = {}
    objectives = {name: counted_objectives(read) for name, read in reads.items()}
    distinct = {name: distinct_units(read, params) for name, read in reads.items()}
    for each in chosen:
        name = (each.encoder, each.segmentation)
        key = (*name, each.reading)
        if key not in done:
            counted = counted_as(reads[name], each.reading)
            figures = read_figures(reads[name], counted, objectives[name])
            done[key] = figures, unit_axes(reads[name], counted, distinct[name], params)
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
