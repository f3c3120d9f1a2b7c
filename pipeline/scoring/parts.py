"""The parts of the lederavtale apart: what all share says nothing about the single unit."""

import pandas as pd

from pipeline.owngoals import OWN_KINDS
from pipeline.params import ScoringParams
from pipeline.schemas.measures import UNIT_PARTS
from pipeline.scoring.bootstrap import estimate_mean, generator_for, interval_columns
from pipeline.scoring.copied_text import words_of
from pipeline.tables import empty_table

PARTS = ("kommune", "tjenesteområde", "tjeneste", "enhet")
# these are shared within a tjenesteområde, the others within the municipality
_WITHIN_AREA = ("tjenesteområde", "tjeneste")


def unit_parts(goals: pd.DataFrame, profiles: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """One row for each part of each unit's agreement in a year, with the columns of UNIT_PARTS.

    The figures are those of `units`, each over the goals of one part: enhetsmål, and resultatmål
    with no enhetsmål under it in the part. For the part enhet they are the unit's own goals, so
    that its responsiveness is that of `units`. A part without goals has no row.
    """
    stated = part_goals(goals)
    if stated.empty:
        return empty_table(UNIT_PARTS)
    counted = stated[~_has_unit_goal_below(stated)].merge(
        profiles[["goal_id", "anchoring", "is_linked", "concretisation"]], on="goal_id"
    )
    figures = [
        {"unit": unit, "year": year, "part": part} | _figures(f"{unit} {year} {part}", its, params)
        for (unit, year, part), its in counted.groupby(_KEYS, sort=True)
    ]
    return pd.DataFrame(figures).merge(sameness(stated), on=_KEYS)


def part_goals(goals: pd.DataFrame) -> pd.DataFrame:
    """The enhetsmål and resultatmål of lederavtaler that stand in a part, each with its part.

    An agreement that isn't divided is the unit's own part as a whole; the leader's personal part
    is left out.
    """
    agreement = goals["level"].eq("lederavtale") & goals["kind"].isin(OWN_KINDS)
    placed = goals[agreement & goals["unit"].notna() & goals["year"].notna()]
    divided = placed["part"].notna().groupby(placed["document_id"]).transform("any").astype(bool)
    parted = placed.assign(part=placed["part"].mask(~divided, "enhet"))
    return parted[parted["part"].isin(PARTS)].sort_values("goal_id", ignore_index=True)


def sameness(stated: pd.DataFrame) -> pd.DataFrame:
    """`unit, year, part, statements, words, others, same_in_all, same_in_any` for each part.

    Formula: words in goals that all (one or more) of the other agreements hold alike, over all
    words of the part. Alike: the same words in the same order, by their stems. The others are the
    agreements with the same part that year, for tjenesteområde and tjeneste those of the same
    area. Range 0–1; missing where there are no others: then nothing is known to be shared.

    By hand: of the first unit's eight words, six stand in the other's part too.

    >>> stated = pd.DataFrame({
    ...     "goal_id": ["a", "b", "c"], "unit": ["A", "A", "B"], "year": 2014, "part": "kommune",
    ...     "area": None, "language": "nb",
    ...     "text": ["Alle henvendelser besvares innen fem dager", "Færre avvik", "Alle "
    ...              "henvendelser besvares innen fem dager."]})
    >>> sameness(stated)[["unit", "words", "others", "same_in_all"]].values.tolist()
    [['A', 8, 1, 0.75], ['B', 6, 1, 1.0]]
    """
    texts = [
        words_of(text, language).stems
        for text, language in zip(stated["text"], stated["language"], strict=True)
    ]
    within = stated["area"].fillna("").where(stated["part"].isin(_WITHIN_AREA), "")
    each = stated.assign(
        said=pd.Series(texts, index=stated.index, dtype=object),
        words=[len(said) for said in texts],
        within=within,
    )
    scope = ["year", "part", "within"]
    units = each.groupby(scope)["unit"].nunique().rename("agreements").reset_index()
    holding = each.groupby([*scope, "said"])["unit"].nunique().rename("holding").reset_index()
    each = each.merge(units, on=scope).merge(holding, on=[*scope, "said"])
    each = each.assign(
        in_all=each["words"].where(each["holding"].eq(each["agreements"]), 0),
        in_any=each["words"].where(each["holding"].gt(1), 0),
        others=each["agreements"] - 1,
    )
    summed = each.groupby(_KEYS, sort=True).agg(
        statements=("goal_id", "size"),
        words=("words", "sum"),
        others=("others", "max"),
        in_all=("in_all", "sum"),
        in_any=("in_any", "sum"),
    )
    compared = summed["others"].gt(0)
    return (
        summed.assign(
            same_in_all=(summed["in_all"] / summed["words"]).where(compared),
            same_in_any=(summed["in_any"] / summed["words"]).where(compared),
        )
        .drop(columns=["in_all", "in_any"])
        .reset_index()
    )


_KEYS = ["unit", "year", "part"]


def _has_unit_goal_below(stated: pd.DataFrame) -> pd.Series:
    below = stated.loc[stated["kind"].eq("enhetsmål"), ["parent_goal_id", "part"]].dropna()
    parents = pd.MultiIndex.from_frame(below)
    is_parent = pd.MultiIndex.from_frame(stated[["goal_id", "part"]]).isin(parents)
    return stated["kind"].eq("resultatmål") & is_parent


def _figures(name: str, its: pd.DataFrame, params: ScoringParams) -> dict[str, object]:
    held = its[its["anchoring"].notna()]
    estimate = estimate_mean(
        held["anchoring"].tolist(),
        generator_for(params.seed, f"{name} anchoring"),
        samples=params.bootstrap_samples,
        interval=params.interval,
        smallest=params.smallest_sample,
    )
    linked = int(held["is_linked"].sum()) if len(held) else None
    return {
        "goals": len(its),
        "goals_held": len(held),
        "goals_linked": linked,
        **interval_columns("responsiveness", estimate),
        "share_linked": None if linked is None else linked / len(held),
        "concretisation": float(its["concretisation"].mean()),
    }
