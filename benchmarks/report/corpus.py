"""A made-up municipality of a great city's size: units, years, a plan of many objectives."""

import random
from dataclasses import dataclass

from pipeline.reporting.corpus import Tables
from tests.reporting.made_up import scored
from tests.tables_for_tests import Row

SEED = 20100617
YEARS = (2013, 2014, 2015)
GOALS_OF_A_UNIT = range(9, 16)
LINKS_OF_A_GOAL = 6
AREAS = (
    "Oppvekst",
    "Helse og velferd",
    "Kultur og idrett",
    "Byutvikling",
    "Tekniske tjenester",
    "Arbeid og inkludering",
    "Barnevern",
    "Organisasjon",
)
_PLACES = (
    "Åsen",
    "Bakkeli",
    "Dalsøyra",
    "Elvevoll",
    "Fjære",
    "Granmo",
    "Havnnes",
    "Innbygda",
    "Lia",
    "Myrvang",
    "Nesset",
    "Øvrebø",
)
_KINDS = (
    "skole",
    "barnehage",
    "helsehus",
    "bosenter",
    "bibliotek",
    "ungdomsklubb",
    "driftsenhet",
    "omsorgstun",
)
_WHO = (
    "Elevene",
    "Brukerne",
    "Barna",
    "Familiene",
    "Innbyggerne",
    "De ansatte",
    "Pårørende",
    "Naboene",
)
_DOES = (
    "møter en voksen som kjenner dem",
    "får svar på henvendelsen innen ti dager",
    "er med på å bestemme hvordan hverdagen blir",
    "har et tilbud i nærmiljøet de kan gå til",
    "leser, regner og skriver bedre enn året før",
    "bor trygt og får hjelpen hjemme",
    "opplever færre avvik og raskere retting",
)
_HOW = (
    "gjennom samarbeid med helsestasjonen",
    "med faste grupper hver uke",
    "innen utgangen av året",
    "etter en felles plan for bydelen",
    "med støtte fra frivilligsentralen",
    "ved hjelp av tidlig kartlegging",
)
_LINK_KINDS = ("verbatim", "rephrased", "concretised", "topical")


@dataclass(frozen=True)
class Size:
    """How many units, and hovedmål with how many delmål each."""

    units: int = 500
    hovedmal: int = 10
    delmal: int = 10


def great_corpus(size: Size) -> Tables:
    """Every table of a corpus of that size; the same ones each time."""
    chance = random.Random(SEED)
    documents, goals = _plan(chance, size)
    objectives = [str(goal["goal_id"]) for goal in goals if goal["kind"] == "delmål"]
    links: list[Row] = []
    for number in range(size.units):
        unit = f"{chance.choice(_PLACES)} {chance.choice(_KINDS)} {number + 1}"
        area = AREAS[number % len(AREAS)]
        served = chance.sample(objectives, min(8, len(objectives)))
        for year in YEARS:
            name = f"avtale{number}-{year}"
            about: Row = {"document_id": name, "unit": unit, "area": area, "year": year}
            title = f"Lederavtale {year}, {unit}"
            path = f"avtaler/{year}/{name}.pdf"
            documents.append(about | {"kind": "lederavtale", "title": title, "path": path})
            own, theirs = _agreement(chance, about, served, objectives)
            goals += own
            links += theirs
    for number, row in enumerate(documents):
        row["document_sha256"] = f"{number:064x}"
    return scored(documents, goals, links)


def _sentence(chance: random.Random) -> str:
    return f"{chance.choice(_WHO)} {chance.choice(_DOES)} {chance.choice(_HOW)}"


def _plan(chance: random.Random, size: Size) -> tuple[list[Row], list[Row]]:
    document: Row = {
        "document_id": "plan",
        "kind": "kommuneplan",
        "title": "Kommuneplanens samfunnsdel 2012–2024",
        "year": 2012,
        "year_to": 2024,
        "path": "kommuneplan.pdf",
        "pages": 60,
    }
    about: Row = {"document_id": "plan", "level": "kommuneplan", "year": 2012, "year_to": 2024}
    goals: list[Row] = []
    for top in range(1, size.hovedmal + 1):
        name = f"h{top}"
        text = _sentence(chance)
        goals.append(about | _named(name, text) | {"kind": "hovedmål", "number": str(top)})
        for place in range(1, size.delmal + 1):
            under = about | _named(f"{name}d{place}", _sentence(chance))
            number = f"{top}.{place}"
            goals.append(under | {"kind": "delmål", "number": number, "parent_goal_id": name})
    return [document], goals


def _named(name: str, text: str) -> Row:
    return {"goal_id": name, "text": text, "passage_id": f"p_{name}", "passage_ids": f"p_{name}"}


def _agreement(
    chance: random.Random, about: Row, served: list[str], objectives: list[str]
) -> tuple[list[Row], list[Row]]:
    goals: list[Row] = []
    links: list[Row] = []
    for place in range(chance.choice(GOALS_OF_A_UNIT)):
        name = f"{about['document_id']}-{place}"
        row = about | _named(name, _sentence(chance))
        row |= {"kind": "enhetsmål", "part": "enhet", "number": f"4.{place + 1}"}
        if chance.random() < 0.6:
            row |= {"measure": "Egen plan med ansvarlig leder", "has_target": True}
        goals.append(row)
        links += _links(chance, name, chance.choice(served), objectives)
    return goals, links


def _links(chance: random.Random, goal: str, served: str, objectives: list[str]) -> list[Row]:
    is_linked = chance.random() < 0.7
    best = chance.uniform(0.5, 0.97) if is_linked else chance.uniform(0.05, 0.4)
    first: Row = {
        "goal_id": goal,
        "objective_id": served,
        "probability": best,
        "score": best,
        "kind": chance.choice(_LINK_KINDS) if is_linked else "none",
        "linked": is_linked,
        "explicit": is_linked and chance.random() < 0.1,
        "shared_terms": "hjelp; tidlig; familie" if is_linked else "",
        "word_pairs": "hjelp~hjelpa (inflected)" if is_linked else "",
    }
    others = [
        o for o in chance.sample(objectives, min(LINKS_OF_A_GOAL, len(objectives))) if o != served
    ]
    rest = [
        {"goal_id": goal, "objective_id": o, "rank": rank, "probability": chance.uniform(0.01, 0.3)}
        for rank, o in enumerate(others, 2)
    ]
    return [first, *rest]
