"""Simulated worlds: in each of them it is settled which links hold."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.language.normalise import normalise_text
from pipeline.params import ScoringParams
from pipeline.scoring.bootstrap import Floats, generator_for


def own_goals_held(goals: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """The own goals with their profile, by unit, year and goal: what a unit's figures rest on."""
    own = profiles[profiles["is_own"]].merge(goals, on="goal_id")
    return own.sort_values(["unit", "year", "goal_id"], ignore_index=True)


def by_unit_and_year(rows: pd.DataFrame) -> dict[tuple[str, int], pd.DataFrame]:
    """The rows of each unit and year."""
    keys = zip(rows["unit"], rows["year"], strict=True)
    places: dict[tuple[str, int], list[int]] = {}
    for place, (unit, year) in enumerate(keys):
        places.setdefault((str(unit), int(year)), []).append(place)
    return {key: rows.iloc[found] for key, found in places.items()}


def uniforms(texts: Sequence[str], params: ScoringParams) -> Floats:
    """Shape (goals, samples): for each goal a draw a world, the same for goals of equal words.

    A link holds in the worlds where the draw is below its probability. So a goal's links hold
    together as far as their probabilities allow, and at least one holds as often as the best one
    does: Fréchet's lower bound, as in `goal_profile.anchoring`. The same words in another year,
    or copied by another unit, are the same fact.

    >>> found = uniforms(["Alle leser", "alle  leser", "Ingen venter"], ScoringParams())
    >>> bool((found[0] == found[1]).all()), bool((found[0] == found[2]).any())
    (True, False)
    """
    keys = [wording(text) for text in texts]
    drawn = {
        key: generator_for(params.seed, f"world {key}").random(params.bootstrap_samples)
        for key in dict.fromkeys(keys)
    }
    empty = np.zeros((0, params.bootstrap_samples))
    return np.stack([drawn[key] for key in keys]) if keys else empty


def wording(text: str) -> str:
    """The words by which two goals are told to be the same, word for word.

    >>> wording("Alle  elever leser.") == wording("alle elever leser")
    True
    """
    return " ".join(normalise_text(text).casefold().split()).strip(" .;:")


def links_by_objective(reach: pd.DataFrame, goal_ids: Sequence[str], draws: Floats) -> Floats:
    """How many goals serve each objective, shape (objectives, worlds).

    `reach` has `goal_id, objective_id, probability`, by objective; `draws` are the goals'
    uniforms, rows as in `goal_ids`.
    """
    place = {goal: row for row, goal in enumerate(goal_ids)}
    rows = np.array([place[goal] for goal in reach["goal_id"]])
    holds = draws[rows] < reach["probability"].to_numpy()[:, None]
    _, starts = np.unique(reach["objective_id"].to_numpy(dtype=str), return_index=True)
    return np.asarray(np.add.reduceat(holds.astype(float), starts, axis=0))


def evenness(counts: Floats, possible: int) -> Floats:
    """`unit.breadth` world by world, shape (worlds,); missing where nothing is served.

    >>> evenness(np.array([[1.0, 2.0, 0.0], [1.0, 0.0, 0.0]]), 4).tolist()
    [0.5, 0.0, nan]
    """
    totals = counts.sum(axis=0)
    if possible < 2:
        return np.full(totals.shape, np.nan)
    shares = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    spread = np.clip(-(shares * logs).sum(axis=0) / np.log(possible), 0, 1)
    return np.where(totals > 0, spread + 0.0, np.nan)
