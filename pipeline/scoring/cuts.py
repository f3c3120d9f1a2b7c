"""Cuts beside coupling: whether areas loosely coupled to the plan are cut more."""

import re

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import CUTS
from pipeline.scoring.areas import one_name, placed_goals
from pipeline.scoring.effects import effect_rows, joined_effects, settled
from pipeline.scoring.frames import known_areas, with_one_name
from pipeline.tables import check_table, empty_table

_IS_CUT = re.compile(
    r"(?i)innspar|spare|kutt|inndek|dekke? inn|dekkje inn|merforbruk|meirforbruk|nedtrekk|reduksjon"
    r"|reduser|innstram|salder|effektiviser|omstilling|nedskjær|underskudd|underskot"
)
# a case whose amounts are this large beside the frames prints frames, and no cuts
_FRAME_FROM = 0.5
_SIDES = {"case proposal": "proposal", "case decision": "decision"}
_KEYS = ["document_id", "kind", "year", "grain", "area"]


def area_cuts(
    changes: pd.DataFrame,
    documents: pd.DataFrame,
    frames: pd.DataFrame,
    priorities: pd.DataFrame,
    goals: pd.DataFrame,
    profiles: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """One row for each area of a cut, with how tightly it was coupled before; columns of CUTS.

    Formula: cut_share = cut / frame. Of a case: what its table proposes and decides for the area,
    over all the years that it covers, against the frame of its first year; cases whose amounts
    are frames and not cuts are left out. Of a budget: the frame of the year before less this
    year's, without lønns- og prisvekst where a document tells it. An area whose services the
    case names is cut by their sum.
    Coupling: mean anchoring of the goals placed in the area, of the case's year, or of the year
    before the budget: what was written after the cut can't have guided it. Units' own goals and
    the årsbudsjett's are kept apart. No goals, no coupling. Range: 0–1.
    """
    named = with_one_name(frames)
    cuts = [_of_cases(changes, documents, named), _of_budgets(priorities, named)]
    told = pd.concat([cut for cut in cuts if len(cut)]) if any(map(len, cuts)) else None
    if told is None:
        return empty_table(CUTS)
    levels = goals["level"].isin(["lederavtale", "årsbudsjett"])
    placed = placed_goals(goals[levels], known_areas(named), units)
    rows = told.merge(
        _couplings(placed, goals, profiles), "left", on=["coupling_year", "grain", "area"]
    )
    rows = rows.assign(**{name: rows[name].fillna(0) for name in ("goals_units", "goals_budget")})
    return check_table(rows[list(CUTS.schema.columns)], CUTS).sort_values(_KEYS, ignore_index=True)


def _of_cases(changes: pd.DataFrame, documents: pd.DataFrame, frames: pd.DataFrame) -> pd.DataFrame:
    about = documents[["document_id", "title", "year"]]
    told = changes.merge(about.dropna(subset=["year"]), on="document_id")
    sides = [
        told.assign(kind=kind, cut_nok=told[f"{side}_nok"], covers=told[f"{side}_covers"])
        for kind, side in _SIDES.items()
    ]
    rows = pd.concat(sides).dropna(subset=["cut_nok"])
    cases = [_of_case(case, frames) for _, case in rows.groupby(["document_id", "kind"])]
    return pd.concat(cases) if cases else rows[:0]


def _of_case(case: pd.DataFrame, frames: pd.DataFrame) -> pd.DataFrame:
    """The cuts of one case and side, by service and tjenesteområde; none where it holds frames."""
    year = case["year"].iloc[0]
    known = frames[frames["in_use"] & frames["year"].eq(year) & frames["grain"].ne("total")]
    known = known[["grain", "area", "above", "amount_nok", "amount_id"]].rename(
        columns={"amount_nok": "frame_nok"}
    )
    # a name that is both a tjenesteområde's and a service's is the service's: the smaller counts
    names = known.sort_values("grain", ascending=False)["area"].drop_duplicates()
    same = one_name(sorted(set(case["area"])), list(names))
    rows = case.rename(columns={"area": "area_in_case"})
    rows = rows.assign(area=rows["area_in_case"].map(same), cut_nok=rows["cut_nok"] * _sign(case))
    rows = rows.merge(
        known.sort_values("grain", ascending=False).drop_duplicates("area"), on="area"
    )
    if rows.empty or (rows["cut_nok"].abs() / rows["frame_nok"].abs()).median() > _FRAME_FROM:
        return rows[:0]
    services = rows[rows["grain"].eq("service")]
    outer = services.assign(area=services["above"], grain="area").drop(
        columns=["frame_nok", "amount_id"]
    )
    outer = outer.merge(
        known[known["grain"].eq("area")].drop(columns="above"), on=["grain", "area"]
    )
    return _summed(pd.concat([rows, outer])).assign(coupling_year=year)


def _sign(case: pd.DataFrame) -> int:
    """1 where the table prints cuts as positive amounts, −1 where what is taken is negative."""
    words = " ".join(case[["title", "covers"]].fillna("").iloc[0])
    return 1 if _IS_CUT.search(words) and case["cut_nok"].sum() > 0 else -1


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """One row an area: its own cut and those of the services in it."""
    told = rows.sort_values([*_KEYS, "area_in_case"])
    summed = told.groupby(_KEYS, as_index=False).agg(
        covers=("covers", "first"),
        cut_nok=("cut_nok", "sum"),
        frame_nok=("frame_nok", "first"),
        amount_id=("amount_id", "first"),
        area_in_case=("area_in_case", "; ".join),
        caution=("caution", lambda texts: " ".join(sorted(set(texts.dropna()))) or None),
    )
    share = summed["cut_nok"] / summed["frame_nok"].abs()
    return summed.assign(cut_share=share, is_real=pd.Series(pd.NA, summed.index, "boolean"))


def _of_budgets(priorities: pd.DataFrame, frames: pd.DataFrame) -> pd.DataFrame:
    rows = priorities[priorities["change_nok"].notna()].merge(
        frames[["amount_id", "document_id"]].drop_duplicates("amount_id"), on="amount_id"
    )
    rows = rows[rows["year"].sub(rows["year_before"]).eq(1) & rows["frame_before_nok"].ne(0)]
    is_real = rows["price_growth_nok"].notna()
    cut = rows["price_growth_nok"].fillna(0) - rows["change_nok"]
    return rows.assign(
        kind="budget",
        covers=rows["year_before"].astype("str") + "–" + rows["year"].astype("str"),
        area_in_case=None,
        cut_nok=cut,
        cut_share=cut / rows["frame_before_nok"].abs(),
        frame_nok=rows["frame_before_nok"],
        amount_id=rows["amount_before_id"],
        is_real=is_real,
        caution=None,
        coupling_year=rows["year_before"],
    )


def _couplings(placed: pd.DataFrame, goals: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """`coupling_year, grain, area` with the mean anchoring of units' own and of budget goals."""
    about = goals[["goal_id", "level", "year"]].merge(
        profiles[["goal_id", "anchoring", "is_own"]], on="goal_id"
    )
    rows = placed.merge(about.dropna(subset=["year", "anchoring"]), on="goal_id")
    names = {
        "units": rows["is_own"] & rows["level"].eq("lederavtale"),
        "budget": rows["level"].eq("årsbudsjett"),
    }
    keys = ["year", "grain", "area"]
    means = [
        rows[chosen]
        .groupby(keys)["anchoring"]
        .agg(["mean", "size"])
        .set_axis([f"coupling_{name}", f"goals_{name}"], axis=1)
        for name, chosen in names.items()
    ]
    return pd.concat(means, axis=1).reset_index().rename(columns={"year": "coupling_year"})


def cut_effects(cuts: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """Do cuts and coupling go together? Rows of EFFECTS for each case or budget, side and grain.

    Spearman's rank correlation between `cut_share` and coupling, and the Theil–Sen slope: how
    much larger a share is cut where coupling is 1 instead of 0. Negative: the looser are cut
    more. It is no cause: what is coupled is also what the law asks for, and the plan's words
    were chosen by those who cut. Areas with a negative frame live on fees and are left out.
    """
    told = cuts[cuts["frame_nok"].gt(0)]
    keys = ["kind", "year", "document_id", "grain"]
    rows = [
        effect_rows(
            group,
            f"cuts and coupling, {kind} {year} ({document}), {grain}: cut_share by {coupling}",
            (f"cuts.{coupling}", "cuts.cut_share"),
            _caution(group),
            params,
        )
        for (kind, year, document, grain), group in told.groupby(keys, sort=True)
        for coupling in ("coupling_units", "coupling_budget")
        if group[coupling].notna().any()
    ]
    return joined_effects([settled(pd.concat(rows, ignore_index=True), params)] if rows else [])


def _caution(group: pd.DataFrame) -> str:
    warned = int(group["caution"].notna().sum())
    told = (
        f"; {warned} of {len(group)} areas carry a caution of their own in cuts" if warned else ""
    )
    nominal = "; nominal, prices not taken out" if group["is_real"].eq(False).any() else ""
    return f"few areas and few goals in each; what goes together is no cause{told}{nominal}"
