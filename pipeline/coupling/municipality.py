"""One municipality's goals to its links, likenesses and money: no other's plan is among them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline import apart
from pipeline.apart import pack
from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.likenesses import likenesses
from pipeline.coupling.links import links_and_lessons
from pipeline.coupling.metrics import link_metrics
from pipeline.coupling.money import goals_to_money
from pipeline.coupling.sameness import load_sameness
from pipeline.coupling.worth import accuracy_and_worth
from pipeline.params import CouplingParams
from pipeline.reviews.carrying import Carried
from pipeline.reviews.settling import settled_pairs
from pipeline.reviews.table import last_words, verdict_rows
from pipeline.schemas import AMOUNTS, DOCUMENTS, GOALS, LINKS, SECTIONS, VECTORS, Table
from pipeline.schemas.coupling import ACCURACY, LIKENESSES, MONEY, SENTENCES, VERDICTS
from pipeline.store import key_of
from pipeline.tables import filled_table

# What the result rests on beside the tables, the verdicts and the parameters.
CODE = (
    *apart.CODE,
    "budgets.py",
    "cases.py",
    "coupling",
    "csvfiles.py",
    "encoding.py",
    "identity.py",
)


@dataclass(frozen=True)
class Coupled:
    """One municipality's tables of the stages before, and every verdict that is about its goals."""

    tables: Mapping[Table, pd.DataFrame]
    verdicts: Sequence[Carried]
    encoder: Mapping[str, object]
    params: CouplingParams

    def key(self, tables: bytes, code: str) -> str:
        """The name for what is made of it, where `tables` stands for the tables' content."""
        told = json.dumps({"encoder": self.encoder, "verdicts": [_told(v) for v in self.verdicts]})
        return key_of(code, self.params.model_dump_json(), told, tables)


def couple_municipality(given: Coupled) -> bytes:
    """The stage's tables and its figures, packed."""
    tables, params, name = given.tables, given.params, str(given.encoder.get("encoder"))
    goals, vectors = tables[GOALS], tables[VECTORS]
    documents, sections = tables[DOCUMENTS], tables[SECTIONS]
    verdicts = last_words(given.verdicts)
    links, lessons = links_and_lessons(
        goals, vectors, load_fusion(name), params, name, settled_pairs(verdicts)
    )
    near = likenesses(
        documents, sections, goals, vectors, tables[SENTENCES], load_sameness(name), params
    )
    accuracy, worth = accuracy_and_worth(verdicts, links, goals, lessons, params)
    made = {
        LINKS: links,
        LIKENESSES: near,
        MONEY: goals_to_money(goals, tables[AMOUNTS], documents, sections, params),
        VERDICTS: filled_table(verdict_rows(given.verdicts), VERDICTS),
        ACCURACY: accuracy,
    }
    return pack(made, link_metrics(links, goals, dict(given.encoder)) | {"verdicts": worth})


def verdicts_of_no_municipality(verdicts: Sequence[Carried]) -> bytes:
    """The verdicts whose goals are nowhere, packed: they stand in their table and count nowhere."""
    return pack({VERDICTS: filled_table(verdict_rows(verdicts), VERDICTS)})


def _told(each: Carried) -> list[object]:
    verdict = each.verdict.model_dump(mode="json")
    return [verdict, each.goal_id, each.objective_id, each.standing]
