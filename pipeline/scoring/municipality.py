"""One municipality's goals and links to its measures: no other's is among them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline import apart
from pipeline.apart import pack
from pipeline.params import ScoringParams
from pipeline.schemas import Table
from pipeline.schemas.coupling import LIKENESSES, LINKS, MONEY, VERDICTS
from pipeline.schemas.goals import AMOUNTS, CHANGES, GOALS
from pipeline.schemas.measures import FLIPS, UNIT_PERIODS
from pipeline.schemas.reading import DOCUMENTS, SECTIONS
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.measures import all_measures
from pipeline.scoring.summary import conclusions, further_metrics, metrics, review_metrics
from pipeline.store import key_of
from pipeline.tables import frame_bytes

# What the result rests on beside the tables and the parameters.
CODE = (*apart.CODE, "budgets.py", "scoring")


@dataclass(frozen=True)
class Scored:
    """One municipality's tables of the stages before, and how its documents were read."""

    tables: Mapping[Table, pd.DataFrame]
    rejects: pd.DataFrame
    quality: pd.DataFrame
    params: ScoringParams

    def key(self, tables: bytes, code: str) -> str:
        """The name for what is made of it, where `tables` stands for the tables' content."""
        reading = frame_bytes(self.rejects), frame_bytes(self.quality)
        return key_of(code, self.params.model_dump_json(), *reading, tables)

    def inputs(self) -> Inputs:
        """The tables as the measures know them; verdicts that count by themselves as well."""
        tables, verdicts = self.tables, self.tables[VERDICTS]
        return Inputs(
            documents=tables[DOCUMENTS],
            sections=tables[SECTIONS],
            goals=tables[GOALS],
            amounts=tables[AMOUNTS],
            changes=tables[CHANGES],
            rejects=self.rejects,
            quality=self.quality,
            links=tables[LINKS],
            likenesses=tables[LIKENESSES],
            money=tables[MONEY],
            verdicts=verdicts.query("counts"),
            all_verdicts=verdicts,
        )


def score_municipality(given: Scored) -> bytes:
    """The stage's tables, its figures (`metrics`) and what is said of units, packed."""
    inputs = given.inputs()
    found = all_measures(inputs, given.params)
    told = metrics(
        found.scores,
        inputs.goals,
        inputs.links,
        given.params,
        periods=found.tables[UNIT_PERIODS],
        flips=found.tables[FLIPS],
        more=further_metrics(found.tables) | {"reviews": review_metrics(inputs.all_verdicts)},
    )
    said = conclusions(found.scores.units, found.tables[UNIT_PERIODS])
    return pack(found.tables, {"metrics": told, "conclusions": said}, are_checked=True)
