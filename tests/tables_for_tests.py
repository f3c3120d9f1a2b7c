"""Small tables that fit the schemas: name what a test is about, the rest has defaults."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.identity import link_id
from pipeline.schemas import AMOUNTS, DOCUMENTS, GOALS, LINKS, SECTIONS, Table
from pipeline.schemas.coupling import LIKENESSES, MONEY, VERDICTS
from pipeline.schemas.goals import CHANGES
from pipeline.schemas.reading import QUALITY, REJECTS
from pipeline.scoring.inputs import Inputs
from pipeline.tables import check_table, empty_table

Row = dict[str, Any]

DOCUMENT: Row = {
    "document_sha256": "0" * 64,
    "path": "fil.pdf",
    "kind": "lederavtale",
    "kind_source": "register",
    "kind_evidence": None,
    "title": "Tittel",
    "language": "nb",
    "status": None,
    "pages": 1,
}
GOAL: Row = {
    "document_id": "avtale",
    "passage_id": "p_1",
    "passage_ids": "p_1",
    "page": 1,
    "level": "lederavtale",
    "kind": "enhetsmål",
    "text": "Et mål",
    "context": "",
    "language": "nb",
    "has_target": False,
    "has_deadline": False,
}
LINK: Row = {
    "objective_level": "kommuneplan",
    "score": 0.0,
    "probability": 0.1,
    "probability_before": 0.1,
    "kind": "none",
    "linked": False,
    "explicit": False,
    "rank": 1,
    "signal_field": 0.0,
    "signal_words": 0.0,
    "signal_characters": 0.0,
    "signal_coverage": 0.0,
    "signal_opposed": 0.0,
    "carried_by_field": 0.0,
    "carried_by_words": 0.0,
    "carried_by_characters": 0.0,
    "carried_by_coverage": 0.0,
    "carried_by_goal_above": 0.0,
    "carried_by_opposed": 0.0,
    "containment": 0.0,
    "shared_terms": "",
    "word_pairs": "",
}
AMOUNT: Row = {
    "document_id": "budsjett",
    "passage_id": "p_1",
    "page": 1,
    "label": "Skole",
    "amount_nok": 0.0,
    "status": "budget",
    "is_total": False,
}

SECTION: Row = {
    "document_id": "sak",
    "sequence": 0,
    "kind": "avsnitt",
    "heading_path": "",
    "text": "Et avsnitt",
    "page": 1,
    "passage_id": "p_1",
    "passage_ids": "p_1",
}
LIKENESS: Row = {
    "relation": "siblings",
    "second_is": "goal",
    "probability": 0.9,
    "first_taken_over": 0.0,
    "second_taken_over": 0.0,
    "signal_words": 0.0,
    "signal_opposed": 0.0,
    "shared_terms": "",
    "rank": 1,
}
MONEY_ROW: Row = {
    "basis": "line",
    "probability": 0.9,
    "is_new": True,
    "is_cut": False,
    "pledge": "firm",
    "shared_terms": "",
}
CHANGE: Row = {"document_id": "sak", "area": "Skole", "is_comparable": True}
VERDICT: Row = {
    "coder": "a",
    "time": "2026-01-02T10:00:00",
    "verdict": "accept",
    "memo": "",
    "standing": "stands",
    "counts": True,
    "is_latest": True,
    "awaits_confirmation": False,
    "is_adjudication": False,
}


def documents_table(*rows: Row) -> pd.DataFrame:
    """DOCUMENTS; each row names at least `document_id`."""
    return _table(DOCUMENTS, DOCUMENT, rows)


def goals_table(*rows: Row) -> pd.DataFrame:
    """GOALS; each row names at least `goal_id`."""
    return _table(GOALS, GOAL, rows)


def links_table(*rows: Row) -> pd.DataFrame:
    """LINKS; each row names at least `goal_id` and `objective_id`, its `link_id` is made."""
    named = [{"link_id": link_id(row["goal_id"], row["objective_id"])} | row for row in rows]
    return _table(LINKS, LINK, named)


def amounts_table(*rows: Row) -> pd.DataFrame:
    """AMOUNTS, with what a row leaves out at its default; each gets an `amount_id` by its place."""
    return _table(AMOUNTS, AMOUNT, [{"amount_id": f"a{at}"} | row for at, row in enumerate(rows)])


def sections_table(*rows: Row) -> pd.DataFrame:
    """SECTIONS; each row names at least `section_id`."""
    return _table(SECTIONS, SECTION, rows)


def likenesses_table(*rows: Row) -> pd.DataFrame:
    """LIKENESSES; each row names at least `first_id` and `second_id`."""
    return _table(LIKENESSES, LIKENESS, rows)


def money_table(*rows: Row) -> pd.DataFrame:
    """MONEY; each row names at least `goal_id` and `amount_id`."""
    return _table(MONEY, MONEY_ROW, rows)


def changes_table(*rows: Row) -> pd.DataFrame:
    """CHANGES, with what a row leaves out at its default."""
    return _table(CHANGES, CHANGE, rows)


def verdicts_table(*rows: Row) -> pd.DataFrame:
    """VERDICTS; each row names at least `goal_id`, and counts unless it says otherwise."""
    named = [{"verdict_id": f"v_{at}"} | row for at, row in enumerate(rows)]
    return _table(VERDICTS, VERDICT, named)


def inputs_of(**tables: pd.DataFrame) -> Inputs:
    """Inputs of scoring, with an empty table for each that is not given."""
    empty = {
        "documents": DOCUMENTS,
        "sections": SECTIONS,
        "goals": GOALS,
        "amounts": AMOUNTS,
        "changes": CHANGES,
        "rejects": REJECTS,
        "quality": QUALITY,
        "links": LINKS,
        "likenesses": LIKENESSES,
        "money": MONEY,
    }
    filled = {name: empty_table(table) for name, table in empty.items()}
    verdicts = tables.get("verdicts", verdicts_table())
    return Inputs(**filled | {"verdicts": verdicts, "all_verdicts": verdicts} | tables)


def _table(table: Table, defaults: Row, rows: Any) -> pd.DataFrame:
    if not rows:
        return empty_table(table)
    optional = {name: None for name, column in table.schema.columns.items() if column.nullable}
    frame = pd.DataFrame([optional | defaults | row for row in rows])
    return check_table(frame, table)


@dataclass(frozen=True)
class World:
    """The tables before scoring, of one small municipality."""

    documents: pd.DataFrame
    goals: pd.DataFrame
    links: pd.DataFrame
    amounts: pd.DataFrame


PLAN_GOALS: tuple[Row, ...] = (
    {"goal_id": "h1", "kind": "hovedmål", "number": "1", "text": "Barn får en god start"},
    {
        "goal_id": "d11",
        "kind": "delmål",
        "number": "1.1",
        "parent_goal_id": "h1",
        "text": "Barn og unge som trenger hjelp, får den tidlig",
    },
    {
        "goal_id": "d12",
        "kind": "delmål",
        "number": "1.2",
        "parent_goal_id": "h1",
        "text": "Elevene fullfører grunnskolen med gode ferdigheter",
    },
    {
        "goal_id": "s12a",
        "kind": "strategi",
        "parent_goal_id": "d12",
        "text": "styrke leseopplæringen på de laveste trinnene",
    },
    {"goal_id": "h2", "kind": "hovedmål", "number": "2", "text": "Byen er bærekraftig"},
)
OBJECTIVE_IDS = tuple(row["goal_id"] for row in PLAN_GOALS)

OWN_TEXTS = {
    # takes over the plan's words, nothing behind them
    "Kulturhuset": (
        "Barn og unge som trenger hjelp, får den tidlig",
        "Byen er bærekraftig",
        "styrke leseopplæringen på de laveste trinnene",
    ),
    # answers the plan in its own words, with measures and targets
    "Strandvegen skole": (
        "Mottaksklassen ved havna leser tjue minutter hver morgen innen mai",
        "Leksehjelp i naustet for femti elever innen jul",
        "Sykkelskur til nitti sykler står ferdig i august",
    ),
    # its own, and nothing to do with the plan
    "Neset": (
        "Turnus legges seks uker fram",
        "Kjøkkenet kaster høyst to kilo mat daglig",
        "Medisinavvik meldes samme vakt",
    ),
}
ANSWERS = {"Kulturhuset": 0.9, "Strandvegen skole": 0.85, "Neset": 0.05}
SERVED = ("d11", "h2", "s12a")


def small_world(year: int = 2014) -> World:
    """A plan with five objectives and three units with three own goals each, worked by hand.

    Own goal number k (from 0) of each unit is held against all five objectives, and best against
    number k of `SERVED`, with the probability in `ANSWERS`; all others get 0.1. Kulturhuset is
    tight, Strandvegen skole loose, Neset decoupled. Each agreement also holds a goal that the
    whole municipality shares.
    """
    plan = {"document_id": "plan", "level": "kommuneplan", "year": 2010, "year_to": 2022}
    documents = [{"document_id": "plan", "kind": "kommuneplan", "year": 2010, "year_to": 2022}]
    goals = [plan | row for row in PLAN_GOALS]
    links: list[Row] = []
    for unit, texts in OWN_TEXTS.items():
        about = {"document_id": f"avtale {unit}", "unit": unit, "year": year}
        documents.append(about | {"kind": "lederavtale"})
        shared = {"goal_id": f"{unit} felles", "kind": "resultatmål", "part": "kommune"}
        goals.append(GOAL | about | shared | {"text": "Sykefraværet er lavere enn 8,0 prosent"})
        links += _links_of(f"{unit} felles", "h2", 0.95)
        for place, text in enumerate(texts):
            goal = {"goal_id": f"{unit} {place}", "part": "enhet", "text": text}
            behind = {} if unit == "Kulturhuset" else {"measure": "Egen plan", "has_target": True}
            goals.append(about | goal | behind)
            links += _links_of(goal["goal_id"], SERVED[place], ANSWERS[unit], unit)
    return World(
        documents_table(*documents), goals_table(*goals), links_table(*links), amounts_table()
    )


def _links_of(goal: str, served: str, probability: float, unit: str = "") -> list[Row]:
    verbatim = unit == "Kulturhuset"
    best = {
        "probability": probability,
        "score": probability,
        "linked": probability >= 0.5,
        "kind": "verbatim" if verbatim else "none" if probability < 0.5 else "concretised",
        "containment": 1.0 if verbatim else 0.0,
    }
    others = [objective for objective in OBJECTIVE_IDS if objective != served]
    ranked = [served, *others] if probability > 0.1 else [*others, served]
    return [
        {"goal_id": goal, "objective_id": objective, "rank": rank}
        | (best if objective == served else {})
        for rank, objective in enumerate(ranked, start=1)
    ]


def repeated(world: World, times: int) -> World:
    """The world with each agreement's goals and their links so many times over."""
    names = [f"~{number}" if number else "" for number in range(times)]
    below = world.goals["level"].eq("lederavtale")
    goals = [world.goals[below].assign(goal_id=lambda g, n=n: g["goal_id"] + n) for n in names]
    links = [
        world.links.assign(
            goal_id=lambda rows, n=n: rows["goal_id"] + n,
            link_id=lambda rows, n=n: rows["link_id"] + n,
        )
        for n in names
    ]
    return World(
        world.documents,
        pd.concat([world.goals[~below], *goals], ignore_index=True),
        pd.concat(links, ignore_index=True),
        world.amounts,
    )
