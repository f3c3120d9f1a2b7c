"""Verdicts as facts: what coders have settled is no longer a probability."""

import pandas as pd


def with_verdicts(links: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """LINKS with `is_settled`; a link that coders accepted has probability 1, one rejected 0.

    `verdicts` are those that count in VERDICTS. `no_parent` rejects
    every link of its goal. Where coders differ the majority counts, and a tie settles nothing;
    `unsure` is no vote. What the document states itself is settled from the start.

    >>> links = pd.DataFrame({"goal_id": ["a", "a"], "objective_id": ["1", "2"], "linked": False,
    ...                       "probability": [0.4, 0.3], "explicit": False})
    >>> verdicts = pd.DataFrame({"goal_id": ["a", "a"], "objective_id": ["1", "2"],
    ...                          "verdict": ["accept", "unsure"]})
    >>> with_verdicts(links, verdicts)[["probability", "linked", "is_settled"]].values.tolist()
    [[1.0, True, True], [0.3, False, False]]
    """
    votes = _votes(links, verdicts)
    accepted, rejected = votes.gt(0), votes.lt(0)
    explicit = links["explicit"].astype(bool)
    return links.assign(
        probability=links["probability"].mask(accepted, 1.0).mask(rejected & ~explicit, 0.0),
        linked=(links["linked"].astype(bool) | accepted) & ~(rejected & ~explicit),
        is_settled=explicit | accepted | rejected,
    )


def _votes(links: pd.DataFrame, verdicts: pd.DataFrame) -> pd.Series:
    """Accepting less rejecting coders of each link, in the links' order."""
    weighed = verdicts.assign(
        vote=verdicts["verdict"].map({"accept": 1, "reject": -1}).astype(float)
    )
    of_links = weighed.dropna(subset=["vote"]).groupby(["goal_id", "objective_id"])["vote"].sum()
    of_goals = verdicts.loc[verdicts["verdict"].eq("no_parent"), "goal_id"].value_counts()
    pairs = pd.MultiIndex.from_frame(links[["goal_id", "objective_id"]])
    said = of_links.reindex(pairs).fillna(0).to_numpy(dtype=float)
    without = links["goal_id"].map(of_goals).fillna(0).to_numpy(dtype=float)
    return pd.Series(said - without, index=links.index)
