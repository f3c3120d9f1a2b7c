"""Whether a goal is made concrete, or is words alone."""

from collections.abc import Collection, Sequence

import pandas as pd

from pipeline.language.normalise import normalise_text

ECHOES = ("verbatim", "rephrased")


def says_something(texts: pd.Series, empty_words: Sequence[str]) -> pd.Series:
    """True where a cell of the agreement holds more than nothing, a dash or an empty word.

    >>> says_something(pd.Series(["Leseuker", "Løpende.", "–", None]), ["løpende"]).tolist()
    [True, False, False, False]
    """
    empty = {normalise_text(word).casefold() for word in empty_words}
    bare = texts.fillna("").astype("str").map(bare_text)
    return bare.ne("") & ~bare.isin(empty)


def bare_text(text: str) -> str:
    """The text's letters and figures in lower case, what stands between them made one space.

    >>> bare_text("Løpende, jf. «Trygg start»!")
    'løpende jf trygg start'
    """
    letters = "".join(sign if sign.isalnum() else " " for sign in normalise_text(text).casefold())
    return " ".join(letters.split())


def concretisation(goals: pd.DataFrame, empty_words: Sequence[str] = ()) -> pd.Series:
    """The share of four things that stand with each goal, in the frame's row order.

    Formula: (measure + target + deadline + someone) / 4, each 0 or 1. Measure: tiltak beside the
    goal. Target: a number with a unit, or a state that can be observed. Deadline: a year, date
    or term. Someone: who is responsible, or støtte, beside the goal.
    Range: 0, 0.25, 0.5, 0.75 or 1. Source: the goal table of the lederavtale (resultatmål · mål
    for enheten · tiltak · støtte); the demand that a goal can be tested is Johnsen's (2007).

    >>> goal = {"measure": "Lesetest i mai", "responsible": None, "support": None,
    ...         "has_target": True, "has_deadline": True}
    >>> concretisation(pd.DataFrame([goal])).tolist()
    [0.75]
    """
    present = pd.DataFrame(
        {
            "measure": says_something(goals["measure"], empty_words),
            "target": goals["has_target"].astype(bool),
            "deadline": goals["has_deadline"].astype(bool),
            "someone": says_something(goals["responsible"], empty_words)
            | says_something(goals["support"], empty_words),
        }
    )
    return present.mean(axis=1).astype(float)


def is_ceremonial(
    goals: pd.DataFrame,
    in_force: pd.DataFrame,
    empty_words: Sequence[str] = (),
    funded: Collection[str] = (),
) -> pd.Series:
    """True where a goal answers the plan in words and nothing stands behind it, in row order.

    Formula: (its words echo an objective of the plan in force, link kind verbatim or rephrased,
    or a link to one is decided) and no measure, no target, no money. `funded` holds the goals with
    money of their own (`resourcing.funded_goals`): an amount in their row or a line about them; the
    frame that a goal shares with all else is none. Range: true or false. Source: Meyer & Rowan
    (1977), structures adopted in words and not in work; Brunsson (1989).

    >>> goals = pd.DataFrame([
    ...     {"goal_id": "a", "measure": "Løpende", "has_target": False},
    ...     {"goal_id": "b", "measure": "Lesetest", "has_target": False},
    ...     {"goal_id": "c", "measure": None, "has_target": False}])
    >>> links = pd.DataFrame({"goal_id": ["a", "b", "c"], "kind": "verbatim", "linked": True})
    >>> is_ceremonial(goals, links, ["løpende"], funded={"c"}).tolist()
    [True, False, False]
    """
    echoing = in_force["kind"].isin(ECHOES) | in_force["linked"]
    echoes = goals["goal_id"].isin(in_force.loc[echoing, "goal_id"])
    behind = (
        says_something(goals["measure"], empty_words)
        | goals["has_target"].astype(bool)
        | goals["goal_id"].isin(set(funded))
    )
    return echoes & ~behind
