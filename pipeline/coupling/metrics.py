"""What a run of the coupling amounts to, for `dvc metrics`."""

from collections.abc import Mapping

import pandas as pd

# Of LINKS, what is counted.
COLUMNS = (
    "goal_id",
    "objective_id",
    "objective_level",
    "kind",
    "linked",
    "explicit",
    "probability",
)


def link_metrics(
    links: pd.DataFrame, goals: pd.DataFrame, encoder: Mapping[str, object]
) -> dict[str, object]:
    """Nested counts and shares: all links, by level and by kind, and the encoder's name."""
    return {
        "encoder": encoder.get("encoder"),
        "notice": encoder.get("notice"),
        "calibration": "prior",
        "goals": len(goals),
        "goals_compared": int(links["goal_id"].nunique()),
        "links": len(links),
        "linked": int(links["linked"].sum()),
        "explicit": int(links["explicit"].sum()),
        "levels": {str(level): _level(rows) for level, rows in links.groupby("objective_level")},
        "kinds": {str(kind): int(count) for kind, count in _counts(links, "kind").items()},
    }


def corpus_metrics(
    municipalities: Mapping[str, Mapping[str, object]],
    links: pd.DataFrame,
    goals: pd.DataFrame,
    encoder: Mapping[str, object],
) -> dict[str, object]:
    """The figures of the only municipality; of several, those of all and of each by its name."""
    if len(municipalities) == 1:
        return dict(next(iter(municipalities.values())))
    return link_metrics(links, goals, encoder) | {"municipalities": dict(municipalities)}


def _level(rows: pd.DataFrame) -> dict[str, object]:
    goals = rows.groupby("goal_id")
    return {
        "goals": int(goals.ngroups),
        "objectives": int(rows["objective_id"].nunique()),
        "linked": int(rows["linked"].sum()),
        "share_of_goals_linked": round(float(goals["linked"].any().mean()), 4),
        "mean_best_probability": round(float(goals["probability"].max().mean()), 4),
    }


def _counts(links: pd.DataFrame, column: str) -> "pd.Series[int]":
    return links[column].value_counts().sort_index()
