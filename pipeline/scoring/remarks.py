"""Remarks (merknader): which parties stand behind them, and which return in the decision."""

import re
from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import PARTIES, REMARKS
from pipeline.scoring.proportions import wilson_interval

Row = dict[Hashable, Any]
_MAJORITY = re.compile(r"\b(?:fler|fleir)tal", re.IGNORECASE)
_MINORITY = re.compile(r"\bmindretal|\bprotokolltilf", re.IGNORECASE)


def remark_scores(
    goals: pd.DataFrame, likenesses: pd.DataFrame, params: ScoringParams
) -> pd.DataFrame:
    """REMARKS: each paragraph of a remark, and the decided points that say the same.

    Formula: the largest probability, over the case's decided points, that the point and the
    paragraph say the same; «ja» from `case_same_from` on, «nei» below `case_same_least`,
    «uavklart» between. `taken_over` is the share of that point's words that stand in the remark
    too. A remark is signed by all where its parties are all that sign any remark in these
    documents: it then says nothing about one of them.
    """
    is_remark = goals["level"].eq("bystyresak") & goals["region"].eq("merknad")
    remarks = goals[is_remark & goals["kind"].eq("merknad")]
    remarks = remarks.sort_values(["document_id", "page", "goal_id"], ignore_index=True)
    decided = goals[goals["level"].eq("bystyresak") & goals["region"].eq("vedtak")]
    points = decided.groupby("document_id")["goal_id"].nunique()
    likely = likenesses[
        likenesses["relation"].eq("case") & likenesses["second_id"].isin(decided["goal_id"])
    ].sort_values(["probability", "second_id"], ascending=[False, True])
    by_goal = {str(goal): rows for goal, rows in likely.groupby("first_id")}
    remarks = remarks.assign(is_by_all=_is_by_all(remarks))
    rows = [
        _row(
            remark,
            int(points.get(remark["document_id"], 0)),
            by_goal.get(remark["goal_id"], likely[:0]),
            params,
        )
        for remark in remarks.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(REMARKS.schema.columns))


def signed_by(parties: object) -> list[str]:
    """The parties of a signature.

    >>> signed_by("Ap, KrF"), signed_by(None)
    (['Ap', 'KrF'], [])
    """
    return parties.split(", ") if isinstance(parties, str) else []


def _is_by_all(remarks: pd.DataFrame) -> pd.Series:
    """Whether all parties that sign anything in these documents sign it; missing without any."""
    signed = remarks["parties"].map(lambda parties: frozenset(signed_by(parties)))
    every = frozenset[str]().union(*signed)
    by_all = signed.map(lambda parties: parties == every)
    return by_all.astype("boolean").where(signed.map(len).gt(0))


def _row(remark: Row, points: int, likely: pd.DataFrame, params: ScoringParams) -> Row:
    nearest = likely.iloc[0] if len(likely) else None
    probability = 0.0 if nearest is None else float(nearest["probability"])
    same = likely[likely["probability"].ge(params.case_same_from)]
    parent = remark["parent_goal_id"]
    return {
        "goal_id": remark["goal_id"],
        "remark_id": parent if isinstance(parent, str) else remark["goal_id"],
        "document_id": remark["document_id"],
        "year": remark["year"],
        "parties": remark["parties"],
        "is_by_all": remark["is_by_all"],
        "is_majority": _is_majority(remark["context"]),
        "points": points,
        "returns": _returns(probability, params) if points else None,
        "probability": probability if points else None,
        "decision_goal_ids": " ".join(same["second_id"]),
        "nearest_goal_id": None if nearest is None else nearest["second_id"],
        "taken_over": None if nearest is None else float(nearest["second_taken_over"]),
        "is_opposed": None
        if nearest is None
        else nearest["signal_opposed"] >= params.case_opposed_from,
    }


def _is_majority(context: str) -> bool | None:
    """What the remark's heading calls it.

    >>> _is_majority("Vedtak > Flertallsmerknad – Ap, SV:"), _is_majority("Merknad – H:")
    (True, None)
    """
    if _MAJORITY.search(context):
        return True
    return False if _MINORITY.search(context) else None


def _returns(probability: float, params: ScoringParams) -> str:
    if probability >= params.case_same_from:
        return "ja"
    return "uavklart" if probability >= params.case_same_least else "nei"


def party_scores(remarks: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """PARTIES: for each party and year, its remarks and how many of them return in decisions.

    Formula: remarks with a paragraph that returns / remarks in cases with a decision, those signed
    by all parties left out. The interval is Wilson's, from the lower end with none of the unclear
    ones counted to the upper end with all of them. `remarks` is REMARKS. Range: 0 to 1.
    """
    known = remarks.dropna(subset=["parties", "year"])
    whole = known.groupby("remark_id", as_index=False).agg(
        year=("year", "first"),
        parties=("parties", "first"),
        is_by_all=("is_by_all", "first"),
        is_majority=("is_majority", "first"),
        points=("points", "max"),
        returns=("returns", lambda told: _strongest(set(told.dropna()))),
    )
    each = whole.assign(party=whole["parties"].str.split(", ")).explode("party")
    rows = [
        _party_row(str(party), int(str(year)), rows, params.interval)
        for (party, year), rows in each.groupby(["party", "year"], sort=True)
    ]
    return pd.DataFrame(rows, columns=list(PARTIES.schema.columns))


def _strongest(told: set[str]) -> str | None:
    return next((word for word in ("ja", "uavklart", "nei") if word in told), None)


def _party_row(party: str, year: int, remarks: pd.DataFrame, interval: float) -> Row:
    by_all = remarks["is_by_all"].eq(True).fillna(False)
    own = remarks[~by_all]
    held = own[own["points"].gt(0)]
    returning, unclear = (int(held["returns"].eq(word).sum()) for word in ("ja", "uavklart"))
    least = wilson_interval(returning, len(held), interval)
    most = wilson_interval(returning + unclear, len(held), interval)
    return {
        "party": party,
        "year": year,
        "remarks": len(own),
        "remarks_by_all": int(by_all.sum()),
        "majority": int(own["is_majority"].eq(True).fillna(False).sum()),
        "held": len(held),
        "returning": returning,
        "unclear": unclear,
        "returning_share": returning / len(held) if len(held) else None,
        "returning_share_low": least and least[0],
        "returning_share_high": most and most[1],
        "goal_ids": " ".join(sorted(own["remark_id"])),
    }
