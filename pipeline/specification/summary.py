"""What stands whatever is chosen, and which choice moves most."""

from typing import Any

import pandas as pd

from pipeline.scoring.worlds import by_unit_and_year

CHOICES = ("encoder", "segmentation", "reading", "border_responsiveness")
FIGURES = ("responsiveness", "distinctiveness", "orphan_share")


def units_over_specifications(specifications: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """One row for each unit and year, with the columns of SPECIFICATION_SUMMARY.

    `share_holding` is the share of the specifications that come to the default's quadrant,
    «uavklart» being one; `share_same_side` the share whose bare figures fall in the default's
    quadrant, intervals apart; `share_contrary` the share that places the unit in another quadrant
    than one where the default's figures fall. Source: Simonsohn, Simmons & Nelson (2020).
    """
    default = specifications.loc[specifications["is_default"], "specification_id"]
    told = by_unit_and_year(units[units["specification_id"].isin(default)])
    found = sorted(by_unit_and_year(units).items(), key=lambda each: each[0])
    return pd.DataFrame(
        [
            {"unit": key[0], "year": key[1]} | _held(theirs, told[key].iloc[0])
            for key, theirs in found
            if key in told
        ]
    )


def curve_plot(specifications: pd.DataFrame) -> pd.DataFrame:
    """The curve: specifications with different figures, by responsiveness, the smallest first.

    Borders move no figure, so that one specification stands for all with the same other choices.
    """
    columns = ["encoder", "segmentation", "reading"]
    ordered = specifications.sort_values("is_default", ascending=False, kind="stable")
    once = ordered.drop_duplicates(columns).sort_values(["responsiveness", *columns])
    shown = [*columns, *FIGURES, "objectives_without_unit", "is_default"]
    return once[shown].assign(place=range(1, len(once) + 1))[["place", *shown]]


def metrics(specifications: pd.DataFrame, summary: pd.DataFrame) -> dict[str, Any]:
    """How far the figures range, what each choice makes of them, and what holds."""
    if specifications.empty or summary.empty:
        return {"specifications": len(specifications)}
    return {
        "specifications": len(specifications),
        "units": len(summary),
        "conclusions_that_hold": _rounded(summary["share_holding"].mean()),
        "same_side": _rounded(summary["share_same_side"].mean()),
        "units_never_contrary": int(summary["share_contrary"].eq(0).sum()),
        "range": {figure: _range(specifications[figure]) for figure in FIGURES},
        "choices": {choice: _by_choice(specifications, choice) for choice in CHOICES[:3]},
    }


def _held(theirs: pd.DataFrame, default: pd.Series) -> dict[str, Any]:
    placed = theirs["quadrant"].ne("uavklart")
    side = default["point_quadrant"]
    known_side = pd.notna(side)
    contrary = placed & theirs["quadrant"].ne(side if known_side else "uavklart")
    figures = {
        f"{axis}_{name}": value
        for axis in ("responsiveness", "distinctiveness")
        for name, value in _range(theirs[axis], digits=None).items()
    }
    return {
        "specifications": len(theirs),
        "goals_held": default["goals_held"],
        "quadrant": default["quadrant"],
        "point_quadrant": side,
        "share_holding": float(theirs["quadrant"].eq(default["quadrant"]).mean()),
        "share_placed": float(placed.mean()),
        "share_same_side": float(theirs["point_quadrant"].eq(side).mean()) if known_side else None,
        "share_contrary": float(contrary.mean()) if known_side else None,
        **figures,
        "rank_low": theirs["rank"].min(),
        "rank_high": theirs["rank"].max(),
    }


def _range(values: pd.Series, digits: int | None = 4) -> dict[str, float | None]:
    known = values.dropna()
    found = {"median": known.median(), "low": known.min(), "high": known.max()}
    if known.empty:
        return dict.fromkeys(found)
    return {
        name: float(value) if digits is None else _rounded(value, digits)
        for name, value in found.items()
    }


def _by_choice(specifications: pd.DataFrame, choice: str) -> dict[str, float | None]:
    means = specifications.groupby(choice)["responsiveness"].mean()
    return {str(name): _rounded(value) for name, value in means.items()}


def _rounded(value: Any, digits: int = 4) -> float | None:
    return None if pd.isna(value) else round(float(value), digits)
