"""What municipalities come to together: figures and plots of one are as they are, of several all.

Two municipalities may call a unit the same; here each goes by both names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.schemas import OBJECTIVES, PROFILES, UNITS, Table
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.schemas.coupling import LINKS, VERDICTS
from pipeline.schemas.goals import GOALS
from pipeline.schemas.measures import AGREEMENT, FLIPS, ISOMORPHISM_YEARS, UNIT_PERIODS
from pipeline.scoring.summary import FURTHER, further_metrics, metrics, review_metrics

# A mean over pairs and a coefficient over verdicts are each municipality's own.
_OF_EACH_ALONE = {ISOMORPHISM_YEARS: "isomorphism", AGREEMENT: "agreement"}


@dataclass(frozen=True)
class Together:
    """The tables that the figures are counted in, of all municipalities."""

    profiles: pd.DataFrame
    units: pd.DataFrame
    objectives: pd.DataFrame


def corpus_metrics(
    municipalities: Mapping[str, Mapping[str, Any]],
    read: Callable[[Table], pd.DataFrame],
    params: ScoringParams,
) -> Mapping[str, Any]:
    """The figures of the only municipality; of several, those of all and of each by its name.

    `read` gives a table of all municipalities, told apart in its column; of GOALS any column will
    do, of LINKS `linked` and `explicit`.
    """
    if len(municipalities) == 1:
        return next(iter(municipalities.values()))

    def whole(table: Table) -> pd.DataFrame:
        return told_apart(read(table))

    further = {
        table: whole(table).iloc[: 0 if table in _OF_EACH_ALONE else None] for table in FURTHER
    }
    more = further_metrics(further) | {"reviews": review_metrics(read(VERDICTS))}
    of_all = metrics(
        Together(whole(PROFILES), whole(UNITS), whole(OBJECTIVES)),
        read(GOALS),
        read(LINKS),
        params,
        periods=whole(UNIT_PERIODS),
        flips=whole(FLIPS),
        more={name: of for name, of in more.items() if name not in _OF_EACH_ALONE.values()},
    )
    return of_all | {"municipalities": dict(municipalities)}


def corpus_plot(plot: Callable[..., pd.DataFrame], *frames: pd.DataFrame) -> pd.DataFrame:
    """The plot of the only municipality; of several, each one's under its name, one by one."""
    parts = [dict(tuple(frame.groupby(MUNICIPALITY, sort=False))) for frame in frames]
    names = list(dict.fromkeys(name for part in parts for name in part))
    if len(names) <= 1:
        return plot(*frames)
    empty = [frame.iloc[:0] for frame in frames]
    return pd.concat(
        [
            plot(*(part.get(name, none) for part, none in zip(parts, empty, strict=True))).assign(
                **{MUNICIPALITY: name}
            )
            for name in names
        ],
        ignore_index=True,
    )


def told_apart(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with each unit named together with its municipality.

    >>> units = pd.DataFrame({"unit": ["Nes skole"], "municipality": ["Elvestad"]})
    >>> told_apart(units)["unit"].to_list()
    ['Nes skole (Elvestad)']
    """
    if "unit" not in frame:
        return frame
    return frame.assign(unit=frame["unit"] + " (" + frame[MUNICIPALITY] + ")")
