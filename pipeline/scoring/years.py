"""What became of each goal in the next document of the same level and unit."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from pipeline.language.stem import stem
from pipeline.language.tokenise import tokenise
from pipeline.params import ScoringParams
from pipeline.schemas.measures import (
    SUCCEEDING_LEVELS,
    SUCCESSION_FATES,
    SUCCESSION_SHARES,
    SUCCESSIONS,
)
from pipeline.scoring.bootstrap import generator_for
from pipeline.scoring.proportions import wilson_interval
from pipeline.tables import check_table, empty_table

OBJECTIVE_KINDS = ("hovedmål", "delmål")
GOAL_KINDS = ("mål", "resultatmål", "enhetsmål", *OBJECTIVE_KINDS)
PAIRED = ("kept", "changed", "uavklart")
_STEP = ["level", "unit", "year_from", "year_to"]
_SIDE = ["goal_id", "statements", "number", "target_value", "target_unit"]
# log odds of a pair that the words settle: above any that is estimated
_SURE = 20.0


def goal_successions(
    goals: pd.DataFrame, profiles: pd.DataFrame, likenesses: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """One row for each goal that was kept, changed, dropped or is new, columns of SUCCESSIONS.

    Each document is held against the one before it of the same level and unit; the first of a
    unit has nothing before it and no rows. Of the pairs with the same words, or at least
    `succession_least` likely to say the same, those are chosen that are most likely together,
    each goal in one pair at most: the largest Σ log(p / (1 − p)). Then
      kept      the same words but for endings and signs, and the same figures;
      changed   p ≥ `succession_from`, or the same words with other figures;
      uavklart  a pair between the two borders: changed, or dropped and new; so are two objectives
                of plans with the same number, of which the later is the earlier one's likest:
                what was written all anew in its old place is hardly seen in the words;
      dropped, new   in no pair.
    For a plan, a number trap is a number that both plans have, for different objectives.
    Source: the assignment problem, Kuhn (1955), The Hungarian method. Naval Research Logistics
    Quarterly 2.
    """
    statements = succeeding_statements(goals, profiles)
    steps = _steps(statements)
    if steps.empty:
        return empty_table(SUCCESSIONS)
    pairs = _chosen(_candidates(statements, steps, likenesses, params), params)
    pairs = pd.concat([pairs, _by_number(statements, steps, pairs, likenesses)])
    rows = pd.concat([pairs, *_without_pair(statements, steps, pairs, likenesses)])
    told = rows.pipe(_with_sides, statements).pipe(_with_number_traps, statements)
    told = told.assign(unit=told["unit"].replace("", None))[list(SUCCESSIONS.schema.columns)]
    return check_table(
        told.sort_values(["level", "unit", "year_to", "earlier_id", "later_id"]), SUCCESSIONS
    )


def succeeding_statements(goals: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """The goals that have a before and after: a plan's, a budget's, and units' own, with `words`.

    A lederavtale's other parts are common to all units, and what becomes of them is told by the
    document that they come from. `unit` is "" where there is none.
    """
    own = goals["goal_id"].isin(profiles.loc[profiles["is_own"], "goal_id"])
    plan, agreement = goals["level"].eq("kommuneplan"), goals["level"].eq("lederavtale")
    objective = goals["kind"].isin(OBJECTIVE_KINDS)
    counts = np.where(agreement, own, np.where(plan, True, goals["kind"].isin(GOAL_KINDS)))
    told = goals["level"].isin(SUCCEEDING_LEVELS) & goals["year"].notna()
    no_goal = goals["kind"].isin(["visjon"]) | (agreement & goals["unit"].isna())
    kinds = np.where(plan, np.where(objective, "objectives", "points"), "goals")
    rows = goals.assign(statements=kinds, unit=goals["unit"].where(agreement).fillna(""))
    rows = rows[told & counts.astype(bool) & ~no_goal]
    words = [
        same_words(text, kind) for text, kind in zip(rows["text"], rows["language"], strict=True)
    ]
    columns = ["level", "unit", "year", *_SIDE]
    return rows[columns].assign(words=words).sort_values("goal_id", ignore_index=True)


@lru_cache(maxsize=100_000)
def same_words(text: str, language: str) -> str:
    """A text as it counts for «the same words»: stems and figures, without endings and signs.

    >>> same_words("Skolene fullfører 80 %!", "nb") == same_words("skolen fullfører 80 %", "nb")
    True
    >>> same_words("Minst 80 prosent", "nb") == same_words("Minst 90 prosent", "nb")
    False
    """
    return " ".join(stem(word, language) for word in tokenise(text))


def without_figures(words: str) -> str:
    """The same with every number replaced by #: «other figures» are the same words so written.

    >>> without_figures("høyst 8 prosent innen 2015")
    'høyst # prosent innen #'
    """
    return " ".join("#" if word[0].isdigit() else word for word in words.split())


def _steps(statements: pd.DataFrame) -> pd.DataFrame:
    """`level, unit, year_from, year_to`: each document's year and that of the one before it."""
    years = statements[["level", "unit", "year"]].drop_duplicates().sort_values("year")
    before = years.groupby(["level", "unit"])["year"].shift()
    steps = years.assign(year_from=before).dropna(subset=["year_from"])
    return steps.rename(columns={"year": "year_to"})[_STEP].astype({"year_from": "Int64"})


def _candidates(
    statements: pd.DataFrame, steps: pd.DataFrame, likenesses: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """Pairs of an earlier and a later goal that may be the same, with `same` and `figures`."""
    earlier, later = _sides(statements, steps)
    keys = [*_STEP, "pattern"]
    pattern = earlier.merge(later, on=keys, suffixes=("_from", "_to"))
    pattern = pattern.assign(same=pattern["words_from"].eq(pattern["words_to"]))
    # where nothing but figures and small words stands, other figures are another thing
    pattern = pattern[pattern["same"] | pattern["pattern"].str.count("[^ #]{4,}").ge(2)]
    near = _of_likenesses(likenesses).merge(earlier[[*_STEP, "earlier_id"]], on="earlier_id")
    near = near.merge(later[[*_STEP, "later_id"]], on=[*_STEP, "later_id"])
    near = near[near["probability"].ge(params.succession_least)]
    columns = [*_STEP, "earlier_id", "later_id"]
    pairs = near[[*columns, "probability"]].merge(pattern[[*columns, "same"]], "outer", on=columns)
    figures = pairs["same"].notna() & ~pairs["same"].eq(True)
    return pairs.assign(same=pairs["same"].eq(True), figures=figures)


def _sides(statements: pd.DataFrame, steps: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = statements.assign(pattern=statements["words"].map(without_figures))
    columns = ["level", "unit", "year", "goal_id", "number", "words", "pattern"]
    earlier = rows[columns].rename(columns={"year": "year_from", "goal_id": "earlier_id"})
    later = rows[columns].rename(columns={"year": "year_to", "goal_id": "later_id"})
    return earlier.merge(steps, on=_STEP[:3]), later.merge(steps, on=[*_STEP[:2], "year_to"])


def _of_likenesses(likenesses: pd.DataFrame) -> pd.DataFrame:
    told = likenesses["relation"].eq("succession") & likenesses["second_is"].eq("goal")
    names = {"first_id": "earlier_id", "second_id": "later_id"}
    return likenesses.loc[told, [*names, "probability"]].rename(columns=names)


def _chosen(pairs: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    weighed = pairs.assign(weight=_weights(pairs, params.succession_least))
    weighed = weighed.sort_values([*_STEP, "earlier_id", "later_id"], ignore_index=True)
    groups = weighed.groupby(_STEP, sort=True)
    places = [place for _, group in groups for place in _assigned(group)]
    chosen = weighed.loc[places].drop(columns="weight")
    sure = chosen["probability"].ge(params.succession_from) | chosen["figures"]
    bases = np.select(
        [chosen["same"], chosen["figures"]], ["same words", "other figures"], "likeness"
    )
    return chosen.assign(
        fate=np.select([chosen["same"], sure], ["kept", "changed"], "uavklart"),
        basis=bases,
        probability=chosen["probability"].mask(chosen["same"], 1.0),
    )


def _weights(pairs: pd.DataFrame, least: float) -> pd.Series:
    """Log odds above those of the lower border, so that each pair that may count adds."""
    p = pairs["probability"].fillna(0.0).clip(1e-6, 1 - 1e-6)
    border = min(max(least, 1e-6), 1 - 1e-6)
    odds = np.log(p / (1 - p)) - np.log(border / (1 - border))
    weights: pd.Series = odds.clip(lower=0) + 1e-9
    return weights + pairs["figures"] * _SURE + pairs["same"] * 3 * _SURE


def _assigned(group: pd.DataFrame) -> Iterator[int]:
    """The places of the pairs that together weigh the most, each goal in one at most."""
    earlier, rows = np.unique(group["earlier_id"], return_inverse=True)
    later, columns = np.unique(group["later_id"], return_inverse=True)
    weights = np.zeros((len(earlier), len(later)))
    weights[rows, columns] = group["weight"]
    chosen = np.zeros(weights.shape, dtype=bool)
    chosen[linear_sum_assignment(weights, maximize=True)] = True
    yield from group.index[chosen[rows, columns]]


def _without_pair(
    statements: pd.DataFrame, steps: pd.DataFrame, pairs: pd.DataFrame, likenesses: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    earlier, later = _sides(statements, steps)
    near = _of_likenesses(likenesses).sort_values(
        ["probability", "earlier_id", "later_id"], ascending=[False, True, True]
    )
    for side, ours, other, fate in (
        (earlier, "earlier_id", "later_id", "dropped"),
        (later, "later_id", "earlier_id", "new"),
    ):
        # a document may have two steps on one side only if it stands twice; ids are of one step
        alone = side.loc[~side[ours].isin(pairs[ours]), [*_STEP, ours]]
        best = near.drop_duplicates(ours).rename(columns={other: "nearest_id"})
        yield alone.merge(best, "left", on=ours).assign(fate=fate)


def _by_number(
    statements: pd.DataFrame, steps: pd.DataFrame, pairs: pd.DataFrame, likenesses: pd.DataFrame
) -> pd.DataFrame:
    """Objectives in no pair that have the same number, the later the likest of the earlier's."""
    numbered = statements[statements["statements"].eq("objectives") & statements["number"].notna()]
    earlier, later = _sides(numbered, steps)
    columns = [*_STEP, "earlier_id", "later_id", "probability"]
    near = _of_likenesses(likenesses).merge(earlier[[*_STEP, "earlier_id", "number"]])
    near = near.merge(later[[*_STEP, "later_id", "number"]], on=[*_STEP, "later_id"])
    near = near.sort_values(["probability", "later_id"], ascending=[False, True])
    likest = near.drop_duplicates("earlier_id")
    same = likest[likest["number_x"].eq(likest["number_y"])]
    alone = ~same["earlier_id"].isin(pairs["earlier_id"]) & ~same["later_id"].isin(
        pairs["later_id"]
    )
    found = same.loc[alone, columns].assign(same=False, figures=False)
    return found.assign(fate="uavklart", basis="same number")


def _with_sides(rows: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """The kind of statement, numbers and targets of both goals."""
    sides = statements[_SIDE]
    earlier = sides.rename(columns={"goal_id": "earlier_id", "number": "number_from"})
    earlier = earlier.rename(columns={"target_value": "target_from", "statements": "of_earlier"})
    later = sides.rename(columns={"goal_id": "later_id", "number": "number_to"})
    later = later.rename(columns={"target_value": "target_to"})
    joined = rows.merge(earlier.drop(columns="target_unit"), "left", on="earlier_id")
    joined = joined.merge(later, "left", on="later_id")
    # a point that became a delmål counts as what it is now
    kinds = joined["statements"].fillna(joined["of_earlier"])
    return joined.assign(statements=kinds).drop(columns="of_earlier")


def _with_number_traps(rows: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """`number_trap_id`: the earlier objective with the later one's number, where it is another."""
    numbered = statements[statements["statements"].eq("objectives") & statements["number"].notna()]
    before = numbered.groupby(["year", "number"], as_index=False)["goal_id"].first()
    before = before.set_axis(["year_from", "number_to", "number_trap_id"], axis=1)
    joined = rows.merge(before, "left", on=["year_from", "number_to"])
    applies = joined["statements"].eq("objectives") & joined["later_id"].notna()
    # an unsettled pair may be the same objective after all
    applies &= joined["number_trap_id"].ne(joined["earlier_id"]) & joined["fate"].ne("uavklart")
    return joined.assign(number_trap_id=joined["number_trap_id"].where(applies))


def succession_shares(successions: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """How large a share had each fate, with the columns of SUCCESSION_SHARES.

    Formula: goals with the fate / goals of the earlier document (for new: of the later). Range:
    0–1. Interval for one unit or document: Wilson's score interval, which holds for few goals
    and for shares of 0 and 1, where drawing anew gives an interval without width. Over all
    units: units are drawn anew, since one unit's goals go together (Efron & Tibshirani 1993).
    «uavklart» is a fate of its own: kept is at most kept + uavklart.
    Source: Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association 22.
    """
    if successions.empty:
        return empty_table(SUCCESSION_SHARES)
    counts = _fate_counts(successions.assign(unit=successions["unit"].fillna("")))
    scopes = np.where(counts["unit"].eq(""), "municipality", "unit")
    single = _with_wilson(counts.assign(scope=scopes), params)
    together = _over_units(counts[counts["unit"].ne("")], params)
    rows = pd.concat([single, together])
    keys = ["level", "scope", "unit", "statements", "year_to", "year_from", "order"]
    order = rows["fate"].map({fate: place for place, fate in enumerate(SUCCESSION_FATES)})
    told = rows.assign(unit=rows["unit"].replace("", None), order=order).sort_values(keys)
    columns = list(SUCCESSION_SHARES.schema.columns)
    return check_table(told.reindex(columns=columns), SUCCESSION_SHARES)


def _fate_counts(successions: pd.DataFrame) -> pd.DataFrame:
    """`goals` and `n` for each document, kind of statement and fate, zeros as well."""
    keys = ["level", "unit", "statements", "year_from", "year_to"]
    groups = successions[keys].drop_duplicates()
    grid = groups.merge(pd.DataFrame({"fate": SUCCESSION_FATES}), how="cross")
    counted = successions.groupby([*keys, "fate"]).size().rename("goals").reset_index()
    rows = grid.merge(counted, "left", on=[*keys, "fate"]).fillna({"goals": 0})
    per = rows.pivot(index=keys, columns="fate", values="goals")
    earlier = per[[*PAIRED, "dropped"]].sum(axis=1).rename("earlier").reset_index()
    later = per[[*PAIRED, "new"]].sum(axis=1).rename("later").reset_index()
    rows = rows.merge(earlier, on=keys).merge(later, on=keys)
    n = rows["earlier"].where(rows["fate"].ne("new"), rows["later"])
    return rows.assign(n=n.astype(int), goals=rows["goals"].astype(int)).drop(
        columns=["earlier", "later"]
    )


def _with_wilson(rows: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    ends = [
        (wilson_interval(int(goals), int(n), params.interval) or (None, None))
        if n >= params.smallest_sample
        else (None, None)
        for goals, n in zip(rows["goals"], rows["n"], strict=True)
    ]
    shares = rows["goals"].div(rows["n"].where(rows["n"].gt(0)))
    intervals = pd.DataFrame(ends, columns=["low", "high"], index=rows.index, dtype=float)
    return rows.assign(share=shares).join(intervals)


def _over_units(counts: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    keys = ["level", "statements", "year_to", "fate"]
    rows = []
    for key, group in counts.groupby(keys, sort=True):
        ours = group.sort_values("unit")
        low, high = _drawn_anew(ours["goals"], ours["n"], " ".join(map(str, key)), params)
        total = int(ours["n"].sum())
        from_years = ours["year_from"].unique()
        rows.append(
            dict(zip(keys, key, strict=True))
            | {"scope": "all units", "unit": "", "goals": int(ours["goals"].sum()), "n": total}
            | {"share": ours["goals"].sum() / total if total else None, "low": low, "high": high}
            | {"units": len(ours)}
            | {"year_from": from_years[0] if len(from_years) == 1 else pd.NA}
        )
    return pd.DataFrame(rows)


def _drawn_anew(
    goals: pd.Series, n: pd.Series, name: str, params: ScoringParams
) -> tuple[float | None, float | None]:
    """The interval of Σ goals / Σ n with units drawn anew; missing with too few of them."""
    if len(n) < params.smallest_sample or not n.sum():
        return None, None
    draws = generator_for(params.seed, f"successions {name}").multinomial(
        len(n), np.full(len(n), 1 / len(n)), size=params.bootstrap_samples
    )
    totals = draws @ n.to_numpy(dtype=float)
    shares = (draws @ goals.to_numpy(dtype=float))[totals > 0] / totals[totals > 0]
    tail = (1 - params.interval) / 2
    low, high = np.quantile(shares, [tail, 1 - tail])
    mean = goals.sum() / n.sum()
    return min(float(low), mean), max(float(high), mean)
