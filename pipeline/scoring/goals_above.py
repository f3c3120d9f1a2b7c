"""What two goals have above them both, and whether it explains that they are alike."""

from collections.abc import Sequence

import pandas as pd

from pipeline.scoring.concretisation import bare_text

# A run of three words is more than this of any goal: with less there is nothing to explain.
_SOME_WORDS = 0.1
# A link may be decided with less, where that finds more; as a reason it must be likelier than not.
_LIKELY = 0.5


def ties_above(
    own: pd.DataFrame,
    goals: pd.DataFrame,
    links: pd.DataFrame,
    *,
    taken_over_from: float,
    goals_most: float,
) -> pd.DataFrame:
    """`goal_id, key, above_id, basis, strength`: the goals above that may have shaped an own goal.

    A tie is one of three. `own_row`: the goal that its document puts it under, by its words
    (`key`), strength 1. `taken_over`: a goal of a plan or budget that it, or the goal in its own
    row, takes at least `taken_over_from` of its words from; strength is that share. `linked`: one
    with a decided link to it of at least 0.5; strength is that probability. It is left out where
    a unit with such links has more than `goals_most` of them on average that year: that two goals
    of a school both serve «Elevene fullfører skolen» says nothing of why they are alike; that
    both, and no other, were written for one result goal does.
    """
    columns = ["goal_id", "key", "above_id", "basis", "strength"]
    texts = goals.set_index("goal_id")["text"]
    row = own.dropna(subset=["parent_goal_id"])
    in_row = pd.DataFrame(
        {
            "goal_id": row["goal_id"],
            "key": "row " + row["parent_goal_id"].map(texts).fillna("").map(bare_text),
            "above_id": row["parent_goal_id"],
            "basis": "own_row",
            "strength": 1.0,
        }
    )
    through = links_of_own(own, links).assign(key=lambda rows: rows["above_id"])
    taken = through[through["containment"].ge(taken_over_from)]
    decided = through[through["linked"] & through["probability"].ge(_LIKELY)]
    decided = _not_broad(decided, own, goals_most)
    ties = pd.concat(
        [
            in_row,
            taken.assign(basis="taken_over", strength=taken["containment"])[columns],
            decided.assign(basis="linked", strength=decided["probability"])[columns],
        ]
    )
    strongest = ties.sort_values([*columns[:2], "basis", "strength", "above_id"])
    return strongest.drop_duplicates(["goal_id", "key", "basis"], keep="last", ignore_index=True)


def links_of_own(own: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, above_id, probability, linked, containment`: own goals' links, and their rows'.

    What the resultatmål in a goal's row was taken from stands above the goal as well. An explicit
    link has probability 1.
    """
    held = links.rename(columns={"objective_id": "above_id"}).assign(
        probability=links["probability"].mask(links["explicit"], 1.0)
    )[["goal_id", "above_id", "probability", "linked", "containment"]]
    itself = held[held["goal_id"].isin(own["goal_id"])]
    rows = own[["goal_id", "parent_goal_id"]].dropna()
    through = rows.merge(
        held.rename(columns={"goal_id": "parent_goal_id"}), on="parent_goal_id"
    ).drop(columns="parent_goal_id")
    return pd.concat([itself, through], ignore_index=True)


def shared_parents(pairs: pd.DataFrame, ties: pd.DataFrame) -> pd.DataFrame:
    """`goal_a, goal_b, parent_id, parent_basis, parent_strength`: the best tie that both have.

    The strength is that of the weaker tie; of several, the strongest counts, then what the
    document says itself before what is taken over before what is linked. `pairs` holds `goal_a`
    and `goal_b`; a pair without a tie in common has no row.
    """
    first = ties.rename(columns={"goal_id": "goal_a", "strength": "strength_a"})
    second = ties.rename(columns={"goal_id": "goal_b", "strength": "strength_b"})
    both = (
        pairs[["goal_a", "goal_b"]]
        .merge(first, on="goal_a")
        .merge(second.drop(columns="above_id"), on=["goal_b", "key", "basis"])
    )
    order = {"own_row": 0, "taken_over": 1, "linked": 2}
    both = both.assign(
        parent_strength=both[["strength_a", "strength_b"]].min(axis=1),
        place=both["basis"].map(order).astype(float),
    ).rename(columns={"above_id": "parent_id", "basis": "parent_basis"})
    best = both.sort_values(
        ["goal_a", "goal_b", "parent_strength", "place", "parent_id"],
        ascending=[True, True, False, True, True],
    ).drop_duplicates(["goal_a", "goal_b"])
    kept = ["goal_a", "goal_b", "parent_id", "parent_basis", "parent_strength"]
    return best[kept].reset_index(drop=True)


def texts_above_both(
    pairs: pd.DataFrame, own: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """For each pair of own goals, `(goal_id, text)` of what both may have taken their words from.

    That is: the goals of plans and budgets that both share some words with, and what stands under
    these; the goal in both rows, where it has the same words; and the goals that both agreements
    hold alike in the parts that are not the unit's own.
    """
    found = _from_plans(pairs, own, goals, links)
    found += _from_rows(pairs, own, goals)
    found += _from_common_parts(pairs, own, goals)
    texts = dict(zip(goals["goal_id"], goals["text"], strict=True))
    above: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for goal_a, goal_b, above_id in sorted(set(found)):
        above.setdefault((goal_a, goal_b), []).append((above_id, texts[above_id]))
    return above


Found = list[tuple[str, str, str]]


def _from_plans(
    pairs: pd.DataFrame, own: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame
) -> Found:
    some = links_of_own(own, links[links["containment"].ge(_SOME_WORDS)])[["goal_id", "above_id"]]
    some = some.drop_duplicates()
    both = (
        pairs[["goal_a", "goal_b"]]
        .merge(some.rename(columns={"goal_id": "goal_a"}), on="goal_a")
        .merge(some.rename(columns={"goal_id": "goal_b"}), on=["goal_b", "above_id"])
    )
    under = _with_all_under(goals, sorted(set(both["above_id"])))
    return _triples(both.merge(under, on="above_id"), "below_id")


def _from_rows(pairs: pd.DataFrame, own: pd.DataFrame, goals: pd.DataFrame) -> Found:
    texts = goals.set_index("goal_id")["text"].map(bare_text)
    parents = own.set_index("goal_id")["parent_goal_id"]
    rows = pairs.assign(
        parent_a=pairs["goal_a"].map(parents), parent_b=pairs["goal_b"].map(parents)
    ).dropna(subset=["parent_a", "parent_b"])
    same = rows[rows["parent_a"].map(texts).eq(rows["parent_b"].map(texts))]
    return _triples(same, "parent_a")


def _from_common_parts(pairs: pd.DataFrame, own: pd.DataFrame, goals: pd.DataFrame) -> Found:
    documents = own.set_index("goal_id")["document_id"]
    common = goals[goals["part"].notna() & goals["part"].ne("enhet")]
    common = common.assign(words=common["text"].map(bare_text))[["document_id", "words", "goal_id"]]
    common = common.sort_values("goal_id").drop_duplicates(["document_id", "words"])
    placed = pairs[["goal_a", "goal_b"]].assign(
        document_a=pairs["goal_a"].map(documents), document_b=pairs["goal_b"].map(documents)
    )
    both = placed.merge(
        common.set_axis(["document_a", "words", "above_id"], axis=1), on="document_a"
    ).merge(common.set_axis(["document_b", "words", "other"], axis=1), on=["document_b", "words"])
    return _triples(both, "above_id")


def _triples(rows: pd.DataFrame, above: str) -> Found:
    return list(rows[["goal_a", "goal_b", above]].itertuples(index=False, name=None))


def _with_all_under(goals: pd.DataFrame, above: Sequence[str]) -> pd.DataFrame:
    """`above_id, below_id`: each goal with itself and all that its document puts under it."""
    step = pd.DataFrame({"above_id": list(above), "below_id": list(above)}, dtype="str")
    children = goals[["parent_goal_id", "goal_id"]].dropna()
    found = [step]
    # a plan's tree has a handful of levels; a circle in it would end here too
    for _ in range(10):
        step = step.merge(children, left_on="below_id", right_on="parent_goal_id")
        step = step[["above_id", "goal_id"]].set_axis(["above_id", "below_id"], axis=1)
        if step.empty:
            break
        found.append(step)
    return pd.concat(found).drop_duplicates(ignore_index=True)


def _not_broad(decided: pd.DataFrame, own: pd.DataFrame, goals_most: float) -> pd.DataFrame:
    placed = decided.merge(own[["goal_id", "unit", "year"]], on="goal_id")
    counts = placed.groupby(["above_id", "year", "unit"])["goal_id"].nunique()
    mean = counts.groupby(["above_id", "year"]).mean().rename("goals_a_unit").reset_index()
    kept = placed.merge(mean, on=["above_id", "year"])
    return kept[kept["goals_a_unit"].le(goals_most)]
