"""The coupling profile: what each goal below the kommuneplan is tied to, and by what."""

from collections.abc import Collection, Sequence

import pandas as pd

from pipeline.owngoals import is_own_goal
from pipeline.scoring.concretisation import concretisation, is_ceremonial
from pipeline.scoring.plans import PLAN
from pipeline.scoring.siblings import share_taken_over, shared_with_siblings


def goal_profiles(
    goals: pd.DataFrame,
    links: pd.DataFrame,
    in_force: pd.DataFrame,
    *,
    empty_words: Sequence[str] = (),
    run_words: int = 3,
    funded: Collection[str] = (),
) -> pd.DataFrame:
    """One row for each goal below the kommuneplan, with the columns of PROFILES.

    `links` are all links; `in_force` those to the kommuneplan in force, explicit ones at
    probability 1 (`pipeline.scoring.plans.links_in_force`); `funded` are the goals with
    money of their own (`pipeline.scoring.resourcing.funded_goals`).
    """
    below = goals[goals["level"].ne(PLAN)].sort_values("goal_id", ignore_index=True)
    own = is_own_goal(below)
    taken = taken_over(below, goals, links, run_words=run_words)
    shared = shared_with_siblings(below[own], run_words=run_words).reindex(below.index)
    return (
        below[["goal_id"]]
        .merge(anchoring(in_force), on="goal_id", how="left")
        .assign(
            is_own=own,
            is_linked=below["goal_id"].isin(in_force.loc[in_force["linked"], "goal_id"]),
            concretisation=concretisation(below, empty_words),
            taken_over=taken,
            shared_with_siblings=shared,
            distinctiveness=distinctiveness(taken, shared),
            is_ceremonial=is_ceremonial(below, in_force, empty_words, funded),
        )
    )


def anchoring(in_force: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, anchoring, best_objective_id` for each goal held against the plan in force.

    Formula: the largest probability among the goal's links to objectives of the kommuneplan in
    force; an explicit link is 1. Goals held against no such plan are not in the frame: their
    anchoring is missing, not 0. Range: 0–1.
    Why the largest and not 1−∏(1−p), the probability that at least one link holds: that formula
    is for independent estimates. These all come from the same text and the same engine, and the
    objectives of one plan say much the same; forty weak likenesses of 0.05 would make a strong
    tie of 0.87. The largest is the lower bound of P(at least one), whatever the dependence.
    Source: Fréchet's bound, max p ≤ P(at least one) ≤ Σ p.

    >>> links = pd.DataFrame({"goal_id": ["a", "a", "b"], "objective_id": ["1", "2", "1"],
    ...                       "probability": [0.2, 0.7, 0.1]})
    >>> anchoring(links).values.tolist()
    [['a', 0.7, '2'], ['b', 0.1, '1']]
    """
    best = in_force.sort_values(
        ["goal_id", "probability", "objective_id"], ascending=[True, False, True]
    ).drop_duplicates("goal_id")
    return best.rename(columns={"probability": "anchoring", "objective_id": "best_objective_id"})[
        ["goal_id", "anchoring", "best_objective_id"]
    ].reset_index(drop=True)


def taken_over(
    below: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame, *, run_words: int = 3
) -> pd.Series:
    """For each goal, the largest share of its words taken over in runs from above, in row order.

    Above is each objective that it has been held against, in whatever plan or budget
    (`containment` of LINKS), and the goal that its own document puts it under. Missing where
    there is neither. Range: 0–1.
    """
    largest = links.groupby("goal_id")["containment"].max()
    from_links = below["goal_id"].map(largest).astype(float)
    texts = goals.set_index("goal_id")["text"]
    parents = below["parent_goal_id"].map(texts)
    from_parent = pd.Series(
        [
            share_taken_over(text, parent, run_words=run_words) if pd.notna(parent) else None
            for text, parent in zip(below["text"], parents, strict=True)
        ],
        index=below.index,
        dtype=float,
    )
    return pd.concat([from_links, from_parent], axis=1).max(axis=1)


def distinctiveness(taken: pd.Series, shared: pd.Series) -> pd.Series:
    """What is a goal's own: one minus the larger of taken over and shared with sibling units.

    Formula: 1 − max(taken_over, shared_with_siblings). Missing where either is: with no plan
    above or no sibling beside it, nobody can tell whether the words are its own. Range: 0
    (copied) to 1 (its own). Source: distinctiveness in Orton & Weick (1990).

    >>> distinctiveness(pd.Series([0.25, 0.0]), pd.Series([0.5, float("nan")])).tolist()
    [0.5, nan]
    """
    return 1 - pd.concat([taken, shared], axis=1).max(axis=1, skipna=False)
