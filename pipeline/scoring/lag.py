"""From a new kommuneplan to its first echo below, and goals that still answer the former plan."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf

from pipeline.language.tokenise import tokenise, word_ngrams
from pipeline.params import ScoringParams
from pipeline.schemas.measures import ECHOES, LAG_SUMMARIES, LAGS, LEFT_OVER_REASONS, LEFT_OVERS
from pipeline.scoring.proportions import wilson_interval
from pipeline.scoring.siblings import share_taken_over
from pipeline.tables import check_table, empty_table

LEVELS = ("økonomiplan", "årsbudsjett", "lederavtale")
NEW_OR_CHANGED = ("new", "changed")


def first_echoes(
    goals: pd.DataFrame,
    documents: pd.DataFrame,
    profiles: pd.DataFrame,
    served: pd.DataFrame,
    objectives: pd.DataFrame,
    successions: pd.DataFrame,
) -> pd.DataFrame:
    """One row for each decided link to an objective that counts, with the columns of ECHOES.

    lag_years = the goal's year − the plan's first year. Of a lederavtale only units' own goals
    count. A goal that was kept from the year before (`goal_fate`) was there before it could
    answer anything new. What serves a point under an objective serves the objective.
    `served` and `objectives` come from `plans.served_objectives` and `.objectives_in_force`.
    """
    below = _answering(goals, profiles)
    linked = served.loc[served["linked"], ["goal_id", "objective_id", "probability"]]
    rows = linked.merge(_counted(goals, documents, objectives), on="objective_id").merge(below)
    if rows.empty:
        return empty_table(ECHOES)
    rows = rows.merge(_fates(successions, "fate", "objective_id"), "left", on="objective_id")
    rows = rows.merge(_fates(successions, "goal_fate", "goal_id"), "left", on="goal_id")
    lag = rows["year"] - rows["plan_year"]
    rows = rows.assign(lag_years=lag)[lag.ge(0)]
    first = rows.groupby(["objective_id", "level"])["year"].transform("min")
    of_unit = rows.groupby(["objective_id", "level", "unit"])["year"].transform("min")
    told = rows.assign(
        is_first=rows["year"].eq(first),
        is_first_of_unit=rows["year"].eq(of_unit).astype("boolean").where(rows["unit"].notna()),
    )
    keys = ["objective_id", "goal_id"]
    return check_table(told[list(ECHOES.schema.columns)].sort_values(keys), ECHOES)


def _answering(goals: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """The goals held against a plan that may answer it: budgets', and units' own."""
    held = profiles.loc[profiles["anchoring"].notna(), ["goal_id", "is_own"]]
    rows = goals[["goal_id", "level", "unit", "year"]].merge(held, on="goal_id")
    agreement = rows["level"].eq("lederavtale")
    told = rows["level"].isin(LEVELS) & (rows["is_own"] | ~agreement) & rows["year"].notna()
    return rows[told].drop(columns="is_own")


def _counted(
    goals: pd.DataFrame, documents: pd.DataFrame, objectives: pd.DataFrame
) -> pd.DataFrame:
    """`objective_id, number, plan_id, plan_year`: the objectives that coverage counts."""
    counted = objectives.loc[objectives["in_coverage"], "objective_id"]
    plan = goals.loc[goals["goal_id"].isin(counted), ["goal_id", "number", "document_id"]]
    names = {"goal_id": "objective_id", "document_id": "plan_id"}
    years = documents[["document_id", "year"]].set_axis(["plan_id", "plan_year"], axis=1)
    return plan.rename(columns=names).merge(years.dropna(), on="plan_id")


def _fates(successions: pd.DataFrame, name: str, key: str) -> pd.DataFrame:
    later = successions.dropna(subset=["later_id"]).drop_duplicates("later_id")
    return later[["later_id", "fate"]].set_axis([key, name], axis=1)


def objective_lags(
    echoes: pd.DataFrame,
    goals: pd.DataFrame,
    documents: pd.DataFrame,
    profiles: pd.DataFrame,
    objectives: pd.DataFrame,
    successions: pd.DataFrame,
    in_force: pd.DataFrame,
) -> pd.DataFrame:
    """One row for each objective and level that goals were held against, with the columns of LAGS.

    An objective without an echo is kept, as one whose lag is longer than what was observed
    (censored). Where the first year observed isn't the first in which the plan could be
    answered, an echo in that year may be older (left-censored). Goals of years before the plan's
    first, held against it for want of another, answer nothing. A plan is answered from the
    year after it was decided, or in its own year where no other was in force.
    `in_force` comes from `plans.links_in_force`.
    """
    counted = _counted(goals, documents, objectives)
    starts = counted[["plan_id", "plan_year"]].drop_duplicates()
    held = _answering(goals, profiles).merge(_plan_of(in_force), on="goal_id").merge(starts)
    held = held[held["year"].ge(held["plan_year"])]
    observed = held.groupby(["plan_id", "level"], as_index=False).agg(
        observed_from=("year", "min"),
        observed_to=("year", "max"),
        goals_held=("goal_id", "nunique"),
    )
    rows = counted.merge(observed, on="plan_id")
    if rows.empty:
        return empty_table(LAGS)
    rows = rows.merge(_fates(successions, "fate", "objective_id"), "left", on="objective_id")
    rows = rows.merge(_first_by_level(echoes), "left", on=["objective_id", "level"])
    censored = rows["first_year"].isna()
    early = rows["observed_from"].le(rows["plan_year"] + 1)
    told = rows.assign(
        lag_years=rows["first_year"] - rows["plan_year"],
        is_censored=censored,
        lag_least=(rows["observed_to"] - rows["plan_year"]).where(censored),
        is_left_censored=rows["first_year"].eq(rows["observed_from"]).fillna(False) & ~early,
        goal_ids=rows["goal_ids"].fillna(""),
    )
    keys = ["objective_id", "level"]
    return check_table(told[list(LAGS.schema.columns)].sort_values(keys), LAGS)


def _plan_of(in_force: pd.DataFrame) -> pd.DataFrame:
    return in_force[["goal_id", "plan_id"]].drop_duplicates()


def _first_by_level(echoes: pd.DataFrame) -> pd.DataFrame:
    first = echoes[echoes["is_first"]].sort_values("goal_id")
    first = first.assign(kept=first["goal_fate"].eq("kept").where(first["goal_fate"].notna()))
    return first.groupby(["objective_id", "level"], as_index=False).agg(
        first_year=("year", "first"),
        units=("unit", lambda units: units.nunique() if units.notna().any() else pd.NA),
        goals=("goal_id", "nunique"),
        is_carried_over=("kept", lambda kept: bool(kept.all()) if kept.notna().all() else pd.NA),
        goal_ids=("goal_id", " ".join),
    )


def lag_summaries(lags: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """How long until half of the objectives are echoed, with the columns of LAG_SUMMARIES.

    Formula: Kaplan & Meier's S(t) = ∏ over years u ≤ t of (1 − echoed in u / not echoed before
    u); those without an echo count until the last year observed and are not dropped, which would
    make the lag too short. median_years is the first year with S ≤ ½, missing where S stays
    above. Interval: where the log-log interval of S holds ½ (Brookmeyer & Crowley 1982), missing
    above where it never falls below. Left-censored objectives count as echoed in the first year
    observed: from then on S is right, and a median in that year is at most that.
    Source: Kaplan, E. L. & Meier, P. (1958). Nonparametric estimation from incomplete
    observations. Journal of the American Statistical Association 53.
    """
    rows = []
    groups = {
        "all": lags,
        "new or changed": lags[lags["fate"].isin(NEW_OR_CHANGED)],
        "new": lags[lags["fate"].eq("new")],
        "changed": lags[lags["fate"].eq("changed")],
    }
    for fate, chosen in groups.items():
        for (plan, level), group in chosen.groupby(["plan_id", "level"], sort=True):
            rows.append({"plan_id": plan, "level": level, "fate": fate} | _summary(group, params))
    if not rows:
        return empty_table(LAG_SUMMARIES)
    keys = ["plan_id", "level", "fate"]
    return check_table(pd.DataFrame(rows).sort_values(keys), LAG_SUMMARIES)


def _summary(lags: pd.DataFrame, params: ScoringParams) -> dict[str, object]:
    waiting = lags.loc[lags["is_censored"], "lag_least"].to_numpy(dtype=float)
    dated = lags[~lags["is_censored"]]
    echoed = dated["lag_years"].to_numpy(dtype=float)
    undated = dated.loc[dated["is_left_censored"], "lag_years"].to_numpy(dtype=float)
    told: dict[str, object] = {"n": len(lags), "echoed": len(echoed), "censored": len(waiting)}
    told |= {"undated": len(undated), "median_at_most": False}
    if len(lags) < params.smallest_sample:
        return told | dict.fromkeys(_CURVE)
    curve = kaplan_meier(echoed, waiting, params.interval)
    median = curve["median_years"]
    return told | curve | {"median_at_most": median is not None and bool((undated >= median).any())}


_CURVE = ("median_years", "low", "high", "echoed_share", "echoed_low", "echoed_high")


def kaplan_meier(
    echoed: np.ndarray, waiting: np.ndarray, interval: float
) -> dict[str, float | None]:
    """Median and share echoed, each with its interval.

    At S = 1 and S = 0 the log-log interval is not defined: there Wilson's stands in, so that three
    of three aren't taken for certain.

    By hand: of four objectives, one is echoed after one year, one after two, and two are not
    after three. S(1) = 3/4, S(2) = 3/4 · 2/3 = 1/2, so that the median is two years and half are
    echoed.

    >>> curve = kaplan_meier(np.array([1.0, 2.0]), np.array([3.0, 3.0]), 0.95)
    >>> curve["median_years"], round(curve["echoed_share"], 6), curve["high"]
    (2.0, 0.5, None)
    """
    n = len(echoed) + len(waiting)
    survival = ecdf(CensoredData(uncensored=echoed, right=waiting)).sf
    with warnings.catch_warnings():  # undefined where S is 1 or 0, which is looked after below
        warnings.simplefilter("ignore", RuntimeWarning)
        band: Any = survival.confidence_interval(interval, method="log-log")
    years, s = survival.quantiles, survival.probabilities
    # log-log has no ends where all or none are echoed; there the share's own interval stands
    ends_of = [wilson_interval(round(p * n), n, interval) or (0.0, 1.0) for p in s]
    low, high = (
        np.where((s == 0) | (s == 1), [ends[end] for ends in ends_of], side)
        for end, side in enumerate((band.low.probabilities, band.high.probabilities))
    )
    ends = {"median_years": s, "low": low, "high": high}
    at_half = {name: _first_year(years, curve) for name, curve in ends.items()}
    return at_half | {
        "echoed_share": float(1 - s[-1]),
        "echoed_low": float(1 - high[-1]),
        "echoed_high": float(1 - low[-1]),
    }


def _first_year(years: np.ndarray, curve: np.ndarray) -> float | None:
    below = years[curve <= 0.5 + 1e-12]
    return float(below[0]) if len(below) else None


def left_overs(
    goals: pd.DataFrame,
    profiles: pd.DataFrame,
    in_force: pd.DataFrame,
    successions: pd.DataFrame,
    params: ScoringParams,
) -> pd.DataFrame:
    """Goals that answer the former plan and nothing in the one in force, columns of LEFT_OVERS.

    Held against the plan in force, without a decided link to it, and one of these:
      objective dropped  it was kept or changed from the document before, and served then an
                         objective that is not in the new plan;
      objective lives on  the same, and the objective is in the new plan, or may be: the goal
                         doesn't answer it in its new words;
      words of the former plan  at least `left_over_words` of its words are taken over in runs
                         from a statement that the new plan has dropped.
    What can't be known: a goal that is new and answers the former plan in words of its own, since
    goals are held against the plan in force alone.
    """
    told = _answering(goals, profiles)[["goal_id", "level", "unit", "year"]]
    told = told.merge(_plan_of(in_force), on="goal_id")
    told = told[~told["goal_id"].isin(in_force.loc[in_force["linked"], "goal_id"])]
    found = pd.concat(
        [_by_link(told, in_force, successions), _by_words(told, goals, successions, params)]
    )
    if found.empty:
        return empty_table(LEFT_OVERS)
    # a link is what the goal answered; its words stand in where there was none
    rows = found.drop_duplicates("goal_id").merge(profiles[["goal_id", "anchoring"]], on="goal_id")
    return check_table(rows[list(LEFT_OVERS.schema.columns)].sort_values("goal_id"), LEFT_OVERS)


def _by_link(told: pd.DataFrame, in_force: pd.DataFrame, successions: pd.DataFrame) -> pd.DataFrame:
    pairs = successions.loc[
        successions["fate"].isin(["kept", "changed"]), ["earlier_id", "later_id"]
    ]
    pairs = pairs.set_axis(["earlier_goal_id", "goal_id"], axis=1)
    rows = told.merge(pairs, on="goal_id").merge(_best_decided(in_force), on="earlier_goal_id")
    rows = rows[rows["plan_id"].ne(rows["former_plan_id"])]
    rows = rows.merge(_plan_fates(successions), "left", on="former_objective_id")
    gone = rows["former_fate"].eq("dropped")
    return rows.assign(
        former_taken_over=np.nan, reason=np.where(gone, LEFT_OVER_REASONS[0], LEFT_OVER_REASONS[1])
    )


def _by_words(
    told: pd.DataFrame, goals: pd.DataFrame, successions: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """Goals with runs of words from what the plan in force has dropped of the plan before it."""
    fates = _plan_fates(successions).assign(year_to=successions["year_to"])
    dropped = fates[fates["former_fate"].eq("dropped")].merge(
        goals[["goal_id", "text"]], left_on="former_objective_id", right_on="goal_id"
    )
    starts = goals.loc[goals["level"].eq("kommuneplan"), ["document_id", "year"]].drop_duplicates()
    rows = told.merge(goals[["goal_id", "text"]], on="goal_id")
    rows = rows.merge(starts.set_axis(["plan_id", "year_to"], axis=1), on="plan_id")
    pairs = _sharing_a_run(rows, dropped.drop(columns="goal_id"), params.shortest_shared_run)
    shares = [
        share_taken_over(text, former, run_words=params.shortest_shared_run)
        for text, former in zip(pairs["text_x"], pairs["text_y"], strict=True)
    ]
    pairs = pairs.assign(former_taken_over=pd.Series(shares, index=pairs.index, dtype=float))
    pairs = pairs[pairs["former_taken_over"].ge(params.left_over_words)].sort_values(
        ["goal_id", "former_taken_over", "former_objective_id"], ascending=[True, False, True]
    )
    return pairs.drop_duplicates("goal_id").assign(
        earlier_goal_id=None, former_probability=np.nan, reason=LEFT_OVER_REASONS[2]
    )


def _sharing_a_run(rows: pd.DataFrame, dropped: pd.DataFrame, run_words: int) -> pd.DataFrame:
    """Pairs of a goal and a dropped statement with the same words in a row, each once."""

    def runs(text: str) -> list[tuple[str, ...]]:
        return sorted(set(word_ngrams(tokenise(text), run_words)))

    sides = [
        side.assign(run=side["text"].map(runs)).explode("run").dropna(subset=["run"])
        for side in (rows, dropped)
    ]
    return (
        sides[0]
        .merge(sides[1], on=["year_to", "run"])
        .drop_duplicates(["goal_id", "former_objective_id"])
    )


def _plan_fates(successions: pd.DataFrame) -> pd.DataFrame:
    """`former_objective_id, successor_id, former_fate`: what became of a plan's statements."""
    told = successions["level"].eq("kommuneplan") & successions["earlier_id"].notna()
    columns = ["earlier_id", "later_id", "fate"]
    names = ["former_objective_id", "successor_id", "former_fate"]
    return successions.loc[told, columns].set_axis(names, axis=1)


def _best_decided(in_force: pd.DataFrame) -> pd.DataFrame:
    linked = in_force[in_force["linked"]].sort_values(
        ["goal_id", "probability", "objective_id"], ascending=[True, False, True]
    )
    best = linked.drop_duplicates("goal_id")
    return best[["goal_id", "objective_id", "probability", "plan_id"]].set_axis(
        ["earlier_goal_id", "former_objective_id", "former_probability", "former_plan_id"], axis=1
    )
