"""What the measures are made from: the tables of the stages before, and the verdicts."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Inputs:
    """Each table as its schema in `pipeline.schemas` promises.

    `verdicts` are those that count in VERDICTS, `all_verdicts` the whole table.
    """

    documents: pd.DataFrame
    sections: pd.DataFrame
    goals: pd.DataFrame
    amounts: pd.DataFrame
    changes: pd.DataFrame
    rejects: pd.DataFrame
    quality: pd.DataFrame
    links: pd.DataFrame
    likenesses: pd.DataFrame
    money: pd.DataFrame
    verdicts: pd.DataFrame
    all_verdicts: pd.DataFrame
