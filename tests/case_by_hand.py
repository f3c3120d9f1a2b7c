"""One council case by hand: its points on both sides, and how likely two of them say the same."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas.measures import POINTS
from pipeline.scoring.points import case_points
from pipeline.tables import check_table
from tests.tables_for_tests import (
    Row,
    amounts_table,
    changes_table,
    goals_table,
    likenesses_table,
    sections_table,
)

PARAMS = ScoringParams(bootstrap_samples=200)
_KINDS = {"innstilling": "innstillingspunkt", "vedtak": "vedtakspunkt", "merknad": "merknad"}
_HEADINGS = {"innstilling": "Rådmannens innstilling", "vedtak": "Bystyrets vedtak"}


def statement(region: str, goal: str, text: str, **known: object) -> Row:
    """A row of GOALS in a case; it stands alone in a passage named after it."""
    return {
        "goal_id": goal,
        "document_id": "sak",
        "passage_id": f"p_{goal}",
        "passage_ids": f"p_{goal}",
        "level": "bystyresak",
        "region": region,
        "kind": _KINDS[region],
        "context": _HEADINGS.get(region, ""),
        "text": text,
    } | known


def points_of(
    proposed: Sequence[Row],
    decided: Sequence[Row],
    likely: Mapping[tuple[str, str], float] | None = None,
    *,
    amounts: Sequence[Row] = (),
    changes: Sequence[Row] = (),
    said: Sequence[str] = (),
) -> pd.DataFrame:
    """POINTS of one case; `said` are statements in the decision that are no points."""
    goals = goals_table(*proposed, *decided)
    return check_table(
        case_points(
            goals,
            sections_with(goals, said),
            likenesses_of(likely or {}),
            amounts_table(*amounts),
            changes_table(*changes),
            PARAMS,
        ),
        POINTS,
    )


def sections_with(goals: pd.DataFrame, said: Sequence[str] = ()) -> pd.DataFrame:
    """SECTIONS with one row for each of the goals in their order, and one for each of `said`."""
    same = ["document_id", "kind", "text", "region", "passage_id", "passage_ids"]
    rows = [
        {"section_id": f"s_{goal['goal_id']}", "sequence": at, "heading_path": goal["context"]}
        | {name: goal[name] for name in same}
        for at, goal in enumerate(goals.to_dict("records"))
    ]
    alone = [
        {"section_id": f"s{at}", "sequence": 100 + at, "text": text, "region": "vedtak"}
        | {"passage_id": f"ps{at}", "passage_ids": f"ps{at}"}
        for at, text in enumerate(said)
    ]
    return sections_table(*rows, *alone)


def likenesses_of(likely: Mapping[tuple[str, str], float], **known: object) -> pd.DataFrame:
    """LIKENESSES within a case."""
    return likenesses_table(
        *(
            {"relation": "case", "first_id": first, "second_id": second, "probability": value}
            | known
            for (first, second), value in likely.items()
        )
    )


def fates(points: pd.DataFrame) -> list[tuple[str | None, str | None, str]]:
    """Proposal, decision and fate of each row."""
    rows = points[["proposal_goal_id", "decision_goal_id", "fate"]].astype(object)
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))
