"""Each unit in each year on the two axes of Orton & Weick (1990)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.params import ScoringParams
from pipeline.scoring.bootstrap import Estimate, interval_columns
from pipeline.scoring.uncertainty import (
    chance_mean_above,
    chance_of,
    mean_of_shares,
    share_of_goals,
)
from pipeline.scoring.worlds import by_unit_and_year


def unit_scores(
    goals: pd.DataFrame,
    profiles: pd.DataFrame,
    served: pd.DataFrame,
    objectives: pd.DataFrame,
    documents: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """One row for each unit and year with own goals or a lederavtale, with the columns of UNITS.

    `served` comes from `plans.served_objectives`, `objectives` from `plans.objectives_in_force`.
    A unit whose agreement holds no own goals has a row in which every figure is missing.
    """
    own = goals.merge(profiles[profiles["is_own"]], on="goal_id")
    agreements = documents[documents["kind"].eq("lederavtale")]
    places = pd.concat([own, agreements])[["unit", "year", "area"]].dropna(subset=["unit", "year"])
    areas = places.sort_values(["unit", "year", "area"]).groupby(["unit", "year"])["area"].first()
    goals_of = by_unit_and_year(own)
    held = own.loc[own["anchoring"].notna(), ["goal_id", "unit"]]
    served_by = by_unit_and_year(served[served["linked"]].merge(held, on="goal_id"))
    counted = objectives[objectives["in_coverage"]]
    names_of: dict[int, list[str]] = {}
    for each, name in zip(counted["year"], counted["objective_id"], strict=True):
        names_of.setdefault(int(each), []).append(str(name))
    rows = []
    for unit, year, area in areas.reset_index().itertuples(index=False):
        key = (str(unit), int(year))
        theirs = goals_of.get(key, own[:0])
        figures = _unit_figures(f"{unit} {year}", theirs, params)
        is_held = bool(theirs["anchoring"].notna().any())
        reach = _reach(served_by.get(key), names_of.get(key[1], []) if is_held else [])
        rows.append({"unit": unit, "year": year, "area": area} | figures | reach)
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else None)


def quadrant(
    responsiveness: Estimate,
    distinctiveness: Estimate,
    border_responsiveness: float,
    border_distinctiveness: float,
) -> str:
    """Where a unit stands, or 'uavklart' where an interval is missing or touches its border.

    Responsive and not distinct is tight, both is loose, distinct and not responsive is
    decoupled, neither is uncoupled. Source: Orton & Weick (1990), Loosely coupled systems: a
    reconceptualization. Academy of Management Review 15(2).

    >>> own, bound = Estimate(5, 0.9, 0.8, 1.0), Estimate(5, 0.2, 0.1, 0.3)
    >>> quadrant(own, bound, 0.5, 0.5), quadrant(own, own, 0.5, 0.5)
    ('tight', 'loose')
    >>> quadrant(bound, own, 0.5, 0.5), quadrant(own, own, 0.5, 0.85)
    ('decoupled', 'uavklart')
    """
    responsive = _side(responsiveness, border_responsiveness)
    distinct = _side(distinctiveness, border_distinctiveness)
    if responsive is None or distinct is None:
        return "uavklart"
    if responsive:
        return "loose" if distinct else "tight"
    return "decoupled" if distinct else "uncoupled"


def axes(own: pd.DataFrame, name: str, params: ScoringParams) -> tuple[Estimate, Estimate]:
    """Responsiveness and distinctiveness of the goals of `own`, each with its interval.

    The first carries both doubts, which goals were written and which links hold
    (`uncertainty.share_that_holds`); the second rests on words that can be counted, so that only
    the goals are drawn (`bootstrap.estimate_mean`).
    """
    return (
        share_of_goals(own["anchoring"].tolist(), params),
        mean_of_shares(own["distinctiveness"], f"{name} distinctiveness", params),
    )


def likely_quadrant(own: pd.DataFrame, name: str, params: ScoringParams) -> dict[str, object]:
    """`likely_quadrant` and `likely_probability`: where the unit most probably stands.

    Formula: P(responsive) · P(distinct), each the share of the worlds above its border, for the
    quadrant where the product is largest. A unit that is uavklart has one too; it is a lead, no
    finding. Missing with fewer goals than `smallest_sample`. Range of the probability: 0.25–1.
    """
    known = own[["anchoring", "distinctiveness"]].notna().sum().min()
    responsive = chance_of(own["anchoring"].tolist(), params.border_responsiveness)
    if known < params.smallest_sample or responsive is None:
        return {"likely_quadrant": None, "likely_probability": None}
    distinct = chance_mean_above(
        own["distinctiveness"], f"{name} distinctiveness", params.border_distinctiveness, params
    )
    chances = {
        "tight": responsive * (1 - distinct),
        "loose": responsive * distinct,
        "decoupled": (1 - responsive) * distinct,
        "uncoupled": (1 - responsive) * (1 - distinct),
    }
    likely = max(chances, key=lambda each: chances[each])
    return {"likely_quadrant": likely, "likely_probability": chances[likely]}


def breadth(masses: Sequence[float]) -> float | None:
    """How evenly a unit's effort is spread over the plan: normalised entropy.

    Formula: −Σ qₖ ln qₖ / ln K, with qₖ the share of the probability mass on objective k of K.
    A unit's mass on an objective is the sum of the probabilities of its decided links: with the
    undecided ones, a unit that serves nothing would seem to serve all alike.
    Range: 0 (all on one objective) to 1 (all alike, «alle nevnt, ingen glemt»). Missing where
    there is no mass, or fewer than two objectives. Source: Shannon (1948); Pielou's evenness
    (1966), with the plan's K objectives, served or not, in the denominator.

    By hand: shares ½, ½, 0, 0 have entropy ln 2, and ln 2 / ln 4 = ½.

    >>> breadth([3.0, 3.0, 0.0, 0.0])
    0.5
    """
    total = float(sum(masses))
    if len(masses) < 2 or total <= 0:
        return None
    shares = np.sort(np.asarray(masses, dtype=float)) / total
    held = shares[shares > 0]
    entropy = float(-(held * np.log(held)).sum())
    return min(1.0, max(0.0, entropy / float(np.log(len(masses)))))


def coverage(served: int, possible: int) -> float | None:
    """The share of the plan's objectives that a unit serves; missing where the plan has none.

    Formula: objectives with at least one decided link from the unit's own goals, or from one to
    something under them, divided by the objectives that count (hovedmål and delmål with no
    hovedmål or delmål under them). Range: 0–1.

    >>> coverage(3, 12)
    0.25
    """
    return served / possible if possible else None


def _side(estimate: Estimate, border: float) -> bool | None:
    if estimate.low is None or estimate.high is None:
        return None
    if estimate.low > border:
        return True
    return False if estimate.high < border else None


def _unit_figures(name: str, own: pd.DataFrame, params: ScoringParams) -> dict[str, object]:
    responsiveness, distinctiveness = axes(own, name, params)
    # a goal held against no plan can't be called unlinked or ceremonial
    held = own[own["anchoring"].notna()]
    return {
        "goals": len(own),
        "goals_held": len(held),
        "goals_linked": int(held["is_linked"].sum()) if len(held) else None,
        **interval_columns("responsiveness", responsiveness),
        **interval_columns("distinctiveness", distinctiveness),
        "quadrant": quadrant(
            responsiveness,
            distinctiveness,
            params.border_responsiveness,
            params.border_distinctiveness,
        ),
        **likely_quadrant(own, name, params),
        "is_small_n": min(responsiveness.n, distinctiveness.n) < params.smallest_sample,
        "ceremonial_share": _mean(held["is_ceremonial"].astype(float)),
        "concretisation": _mean(own["concretisation"]),
    }


def _reach(served: pd.DataFrame | None, names: list[str]) -> dict[str, object]:
    """Of the objectives that count, by `names`: those with a decided link from the unit."""
    if not names:
        return dict.fromkeys(("coverage", "objectives_served", "objectives_possible", "breadth"))
    theirs = None if served is None else served[served["objective_id"].isin(names)]
    if theirs is None or theirs.empty:
        reached, masses = 0, [0.0] * len(names)
    else:
        of_each = theirs.groupby("objective_id")["probability"].sum()
        reached, masses = len(of_each), of_each.reindex(names, fill_value=0.0).tolist()
    return {
        "coverage": coverage(reached, len(names)),
        "objectives_served": reached,
        "objectives_possible": len(names),
        "breadth": breadth(masses),
    }


def _mean(values: pd.Series) -> float | None:
    # sorted, so that the order of the rows can't move the last digit
    known = np.sort(values.dropna().to_numpy(dtype=float))
    return float(known.mean()) if known.size else None
