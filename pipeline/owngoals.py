"""Which goals are a unit's own, and which it only shares with others."""

import pandas as pd

OWN_KINDS = ("enhetsmål", "resultatmål")
NOT_GOALS = ("tiltak", "status", "utfordring", "visjon")


def is_own_goal(goals: pd.DataFrame) -> pd.Series:
    """True for each goal that says something about its unit, in the frame's row order.

    A unit's own goals stand in its lederavtale, in the part 'enhet' (in an agreement without
    parts: anywhere), as enhetsmål or resultatmål. What the whole municipality, the
    tjenesteområde or the service shares is the same in every agreement and is kept apart, and
    so are measures (tiltak). In a row resultatmål · mål for enheten, the enhetsmål is the own
    goal; a resultatmål is one only where no enhetsmål stands under it in its own part.
    In a corpus without any lederavtale, each goal that another document gives a unit is that
    unit's own.

    >>> row = {"document_id": "a", "unit": "Neset", "year": 2014, "level": "lederavtale",
    ...        "kind": "resultatmål", "part": "enhet", "parent_goal_id": None}
    >>> goals = pd.DataFrame([
    ...     row | {"goal_id": "r1"},
    ...     row | {"goal_id": "e1", "kind": "enhetsmål", "parent_goal_id": "r1"},
    ...     row | {"goal_id": "r2"},
    ...     row | {"goal_id": "k1", "part": "kommune"},
    ... ])
    >>> goals["goal_id"][is_own_goal(goals)].tolist()
    ['e1', 'r2']
    """
    placed = goals["unit"].notna() & goals["year"].notna()
    agreement = goals["level"].eq("lederavtale")
    if not agreement.any():
        above = goals["level"].eq("kommuneplan")
        return placed & ~above & ~goals["kind"].isin(NOT_GOALS)
    own = placed & agreement & goals["kind"].isin(OWN_KINDS) & _in_own_part(goals)
    return own & ~_has_unit_goal_below(goals, own)


def _in_own_part(goals: pd.DataFrame) -> pd.Series:
    has_parts = goals["part"].notna().groupby(goals["document_id"]).transform("any")
    return goals["part"].eq("enhet") | ~has_parts.astype(bool)


def _has_unit_goal_below(goals: pd.DataFrame, own: pd.Series) -> pd.Series:
    parents = set(goals.loc[own & goals["kind"].eq("enhetsmål"), "parent_goal_id"].dropna())
    return goals["kind"].eq("resultatmål") & goals["goal_id"].isin(parents)
