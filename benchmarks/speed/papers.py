"""Bodies of made-up municipal documents, and the goals that are planted in them.

Each kind is one function from a paper to a body in the format of `benchmarks.corpus`, so that the
example corpus's layouts set it. Length follows from `pages`, the factor on a kind's usual length.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from benchmarks.corpus.blocks import Header
from benchmarks.corpus.kinds import agreement_body
from benchmarks.speed.sentences import (
    ACTIONS,
    CONCRETE,
    OPERATIONS,
    Voice,
    grouped,
    lower_first,
    read_words,
    upper_first,
)
from benchmarks.speed.towns import (
    AREAS,
    PROFILES,
    SubGoal,
    Town,
    Unit,
    area_of,
    named,
    topic,
    topics_of,
)

Body = list[Any]
LOOKS: tuple[dict[str, Any], ...] = (
    {"columns": ["Resultatmål", "Mål for enheten", "Tiltak", "Støtte"],
     "keys": ["resultatmål", "enhet", "tiltak", "støtte"], "widths": [25, 30, 26, 19]},
    {"columns": ["Mål", "Tiltak", "Ansvar/Støtte", "Frist"],
     "keys": ["enhet", "tiltak", "støtte", "frist"], "widths": [36, 30, 20, 14]},
    {"columns": ["Kommunens mål", "Enhetens mål", "Tiltak", "Frist"],
     "keys": ["resultatmål", "enhet", "tiltak", "frist"], "widths": [27, 31, 28, 14]},
    {"form": "list", "columns": [], "keys": ["enhet", "tiltak", "støtte", "frist"]},
)  # fmt: skip
# a goal of the whole municipality, and how a unit answers it
COMMON = (
    ("Sykefraværet skal ned til {decimal} prosent", "Sykefraværet er under {decimal} prosent"),
    ("Alle enheter holder budsjettet for {year}", "Enheten går i balanse og melder avvik"),
    ("Alle henvendelser er besvart innen {few} dager", "Felles postkasse er tømt hver {weekday}"),
    (
        "Alle ledere har medarbeidersamtale med sine ansatte innen utgangen av {month}",
        "{n} av {of_n} ansatte har hatt medarbeidersamtale innen 1. {month}",
    ),
    ("Alle enheter har øvd på evakuering innen 1. {month}", "Evakuering er øvd {few2} ganger"),
    ("Avvik er lukket innen {few} uker etter melding", "Ingen avvik er eldre enn {few} uker"),
)
COMMON_ACTIONS = (
    "Følge kommunens rutine",
    "Fast sak i ledermøtet hver {weekday}",
    "Gjennomgang i personalmøte i {month}",
    "Rapport til økonomi hver måned",
    "Opplæring ved {partner}",
)
ASSESSED = ("Nådd", "Delvis nådd", "Ikke nådd", "Ikke målt")


@dataclass(frozen=True)
class Paper:
    """One document to be made: what it is, whose, of which year; `number` parts those alike."""

    town: Town
    kind: str
    year: int
    unit: Unit | None = None
    number: int = 0
    pages: float = 1.0

    def chance(self, about: str) -> random.Random:
        """Return a chance of the document's own."""
        unit = self.unit.name if self.unit else ""
        return self.town.chance(about, self.kind, self.year, unit, self.number)

    def voice(self) -> Voice:
        """Return the document's way of speaking."""
        unit = self.unit.name if self.unit else ""
        return self.town.voice(self.year, self.kind, unit, self.number)

    @property
    def subs(self) -> list[SubGoal]:
        """The delmål of the plan in force."""
        return subs_in_force(self.town, self.year)

    def often(self, usual: int) -> int:
        """Return how many there are of what there are so many of in a document of usual length."""
        return max(1, round(usual * self.pages))


@dataclass(frozen=True)
class Planted:
    """A goal as it stands in a document, and how it serves the plan's goal of that number.

    `how` is verbatim, rephrased, concretised or none; empty for the plan's own and for decisions.
    """

    text: str
    kind: str
    how: str = ""
    serves: str = ""


@dataclass
class Made:
    """A body under way: its blocks, and what has been planted in it."""

    body: Body = field(default_factory=list)
    goals: list[Planted] = field(default_factory=list)
    amounts: int = 0


def paper_to_body(paper: Paper) -> Made:
    """Return the document's body and what is planted in it, in bokmål."""
    made = Made()
    KINDS[paper.kind](paper, made)
    return made


# -- goals ---------------------------------------------------------------------------------


def made_goal(
    subs: Sequence[SubGoal], voice: Voice, service: str, kind: str, echo: float, concrete: float
) -> Planted:
    """Return a goal of a service: an echo of the plan, made concrete, or of its own."""
    drawn = voice.chance.random()
    served = [sub for sub in subs if topic(sub.topic)["service"] == service]
    if not served or drawn > echo + concrete:
        return own_goal(voice, service, kind)
    sub = voice.chance.choice(served)
    words = topic(sub.topic)
    if drawn > echo:
        return Planted(voice.pick(CONCRETE, words), kind, "concretised", sub.number)
    if voice.chance.random() < 0.6:
        return Planted(named(voice.chance.choice(sub.strategies)), kind, "verbatim", sub.number)
    others = [text for text in words["objective"] if text != sub.text]
    return Planted(voice.pick(others, words), kind, "rephrased", sub.number)


def own_goal(voice: Voice, service: str, kind: str) -> Planted:
    """Return a goal that serves no plan: daily running."""
    words = topic(voice.chance.choice(topics_of(service)))
    return Planted(voice.pick(OPERATIONS, words), kind, "none")


@lru_cache(maxsize=4096)
def goals_of_the_year(town: Town, service: str, year: int) -> tuple[Planted, ...]:
    """Return a service's result goals in a year, mostly made concrete from the plan.

    They stand in the budget, are taken on in the units' agreements and told of in the årsrapport.
    """
    voice = town.voice(year, "goals of the year", service)
    subs = subs_in_force(town, year)
    listed = [
        made_goal(subs, voice, service, "resultatmål", 0.25, 0.6)
        for _ in range(voice.chance.randint(3, 6))
    ]
    return tuple({goal.text: goal for goal in listed}.values())


def subs_in_force(town: Town, year: int) -> list[SubGoal]:
    """Return the delmål of the plan in force in a year."""
    return [sub for goal in town.plan(town.plan_start(year)) for sub in goal.subs]


# -- parts that several kinds share --------------------------------------------------------


def add_prose(paper: Paper, made: Made, voice: Voice, about: Sequence[str], count: int) -> None:
    """Add paragraphs about topics, with a subheading before some."""
    for _ in range(paper.often(count)):
        words = topic(voice.chance.choice(about))
        if voice.chance.random() < 0.25:
            made.body.append({"h3": upper_first(voice.say("{The_thing} i {place}", words))})
        made.body.append(voice.prose(words, voice.chance.randint(3, 7)))


def add_goals(made: Made, voice: Voice, goals: Sequence[Planted], style: str) -> None:
    """Add goals as bullets, or as a table with measures, indicators or targets beside them."""
    made.goals += goals
    if style == "bullets":
        made.body.append({"bullets": [goal.text for goal in goals]})
        return
    columns, widths, cells = GOAL_TABLES[style]
    rows = [[goal.text, *(cell(voice, goal) for cell in cells)] for goal in goals]
    made.body.append({"table": {"columns": columns, "rows": rows, "widths": widths}})


GOAL_TABLES: dict[str, tuple[list[str], list[int], list[Callable[[Voice, Planted], str]]]] = {
    "money": (
        ["Mål", "Delmål i kommuneplanen", "Penger"],
        [58, 20, 22],
        [
            lambda voice, goal: f"delmål {goal.serves}" if goal.serves else "ikke i planen",
            lambda voice, goal: voice.pick(
                ("{amount} kr i {year}", "innenfor rammen", "ingen", "{amount} kr årlig")
            ),
        ],
    ),
    "measures": (
        ["Mål", "Tiltak", "Indikator"],
        [42, 33, 25],
        [
            lambda voice, goal: voice.pick(ACTIONS),
            lambda voice, goal: voice.pick(("Antall {fewer}", "Andel {group}", "Antall {more}")),
        ],
    ),
    "targets": (
        ["Resultatmål", "Måltall", "Status"],
        [60, 20, 20],
        [
            lambda voice, goal: voice.pick(("{percent} %", "{n}", "under {higher} %", "alle")),
            lambda voice, goal: voice.pick(("{percent} %", "{lower}", "ukjent", "–")),
        ],
    ),
}


def add_amounts(made: Made, columns: list[str], rows: list[list[Any]], caption: str) -> None:
    """Add a table of amounts, thousands of kroner, with its sum below."""
    widths = range(1, len(columns))
    total = ["Sum", *(sum(row[place] for row in rows) for place in widths)]
    listed = [*rows, total]
    cells = [[row[0], *(grouped(value) for value in row[1:])] for row in listed]
    table = {"columns": columns, "rows": cells, "numeric": True, "caption": caption}
    made.body.append({"table": {**table, "strong": [len(rows)]}})
    made.amounts += len(listed) * len(widths)


def add_population(made: Made, voice: Voice, caption: str) -> None:
    """Add a table of people by age; nothing in it is money."""
    years = [str(voice.year + step) for step in (0, 2, 4, 8)]
    rows = []
    for age in ("0–5 år", "6–15 år", "16–66 år", "67–79 år", "80 år og over"):
        start, grows = voice.chance.randint(300, 6000), voice.chance.uniform(0.99, 1.04)
        rows.append([age, *(grouped(round(start * grows**step)) for step in (0, 2, 4, 8))])
    made.body.append(
        {"table": {"columns": ["Alder", *years], "rows": rows, "numeric": True, "caption": caption}}
    )


def services_of(area: str) -> list[str]:
    """Return the services of an area."""
    return [name for name, given in read_words()["services"].items() if given["area"] == area]


def service_name(service: str) -> str:
    """Return what a service is called."""
    return str(read_words()["services"][service]["name"])


def all_topics(area: str) -> list[str]:
    """Return the topics of all of an area's services."""
    return [name for service in services_of(area) for name in topics_of(service)]


# -- kinds ---------------------------------------------------------------------------------


def kommuneplan(paper: Paper, made: Made) -> None:
    """A kommuneplan's samfunnsdel: who we are, the goal tree with its reasons, the follow-up."""
    town, voice = paper.town, paper.voice()
    made.body += [{"title": title_of(paper)}, {"contents": None}, {"h1": "Innledning"}]
    made.body.append(
        f"Samfunnsdelen viser hvor {town.name} er på vei fram til {paper.year + 12}. "
        "Den bygger på folkemøter, statistikk og innspill fra lag og foreninger."
    )
    add_prose(paper, made, voice, all_topics("samfunn"), 3)
    made.body.append({"h1": f"{town.name} i {paper.year}"})
    add_population(made, voice, "Tabell 1. Folketall, framskriving")
    add_prose(paper, made, voice, all_topics("helse"), 4)
    for goal in town.plan(paper.year):
        made.body.append({"h1": f"Hovedmål {goal.number}: {goal.text}"})
        made.goals.append(Planted(goal.text, "hovedmål"))
        add_prose(paper, made, voice, all_topics(goal.area), 4)
        for sub in goal.subs:
            made.body.append({"h2": f"Delmål {sub.number}. {sub.text}"})
            made.goals.append(Planted(sub.text, "delmål"))
            for _ in range(paper.often(5)):
                made.body.append(voice.prose(topic(sub.topic), voice.chance.randint(3, 6)))
            made.body += [{"label": "Kommunen vil:"}, {"bullets": list(sub.strategies)}]
            made.goals += [Planted(text, "strategi") for text in sub.strategies]
    made.body.append({"h1": "Slik følges planen opp"})
    made.body.append(
        "Økonomiplanen viser hvert år hva som er satt av til hvert delmål. "
        f"{upper_first(town.council)} vurderer i hver valgperiode om planen er i takt med tida."
    )
    add_prose(paper, made, voice, all_topics("organisasjon"), 2)


def okonomiplan(paper: Paper, made: Made) -> None:
    """An økonomiplan: the frames of four years, then a chapter an area with goals and money."""
    town, voice = paper.town, paper.voice()
    years = [paper.year + step for step in range(4)]
    columns = ["Beløp i 1 000 kr", *map(str, years)]
    made.body += [{"title": title_of(paper)}, {"contents": None}]
    made.body.append({"h1": "1 Økonomiske rammer"})
    add_prose(paper, made, voice, all_topics("organisasjon"), 5)
    add_population(made, voice, "Tabell 1. Folketall")
    frames = [
        [town.areas[area], *(sum(town.frame(s, y) for s in services_of(area)) for y in years)]
        for area in AREAS
    ]
    add_amounts(made, columns, frames, "Tabell 2. Netto driftsrammer etter tjenesteområde")
    style = paper.chance("style").choice(("bullets", *GOAL_TABLES))
    for place, area in enumerate(AREAS, 2):
        made.body.append({"h1": f"{place} {town.areas[area]}"})
        add_prose(paper, made, voice, all_topics(area), 2)
        rows = [[service_name(s), *(town.frame(s, y) for y in years)] for s in services_of(area)]
        add_amounts(made, columns, rows, f"Rammer for {town.areas[area]}")
        for service in services_of(area):
            made.body.append({"h2": service_name(service)})
            add_prose(paper, made, voice, topics_of(service), 10)
            made.body.append({"h3": "Mål i perioden"})
            add_goals(made, voice, goals_of_the_year(town, service, paper.year), style)
            add_prose(paper, made, voice, topics_of(service), 5)
            add_amounts(
                made,
                columns,
                measure_rows(voice, service, 4),
                f"Endringer, {service_name(service)}",
            )
    made.body.append({"h1": "7 Investeringer"})
    add_prose(paper, made, voice, all_topics("samfunn"), 3)
    listed = [row for area in AREAS for row in measure_rows(voice, services_of(area)[0], 4)]
    add_amounts(made, columns, [[r[0], *map(abs, r[1:])] for r in listed], "Investeringer")


def measure_rows(voice: Voice, service: str, years: int) -> list[list[Any]]:
    """Return money for new measures, and cuts, in each of the years."""
    rows: list[list[Any]] = []
    for _ in range(voice.chance.randint(2, 5)):
        words = topic(voice.chance.choice(topics_of(service)))
        sign = voice.chance.choice((1, 1, 1, -1))
        label = voice.pick(("{The_thing}", "{The_thing}, {place}", "{Means_start}"), words)
        start = voice.chance.randrange(100, 3000, 50) * sign
        rows.append([label, *(start if voice.chance.random() < 0.8 else 0 for _ in range(years))])
    return rows


def arsbudsjett(paper: Paper, made: Made) -> None:
    """An årsbudsjett: frames, and each service's goals of the year with its units' money."""
    town, voice = paper.town, paper.voice()
    made.body += [{"title": title_of(paper)}, {"h1": "1 Hovedtrekk"}]
    add_prose(paper, made, voice, all_topics("organisasjon"), 3)
    columns = ["Beløp i 1 000 kr", f"Budsjett {paper.year - 1}", f"Budsjett {paper.year}"]
    rows = [
        [service_name(s), town.frame(s, paper.year - 1), town.frame(s, paper.year)]
        for area in AREAS
        for s in services_of(area)
    ]
    add_amounts(made, columns, rows, "Tabell 1. Netto rammer etter tjeneste")
    style = paper.chance("style").choice(("bullets", "measures", "targets"))
    for place, area in enumerate(AREAS, 2):
        made.body.append({"h1": f"{place} {town.areas[area]}"})
        for service in services_of(area):
            made.body.append({"h2": service_name(service)})
            add_prose(paper, made, voice, topics_of(service), 4)
            made.body.append({"h3": f"Resultatmål {paper.year}"})
            add_goals(made, voice, goals_of_the_year(town, service, paper.year), style)
        unit_rows = [row for service in services_of(area) for row in unit_money(paper, service)]
        if unit_rows:
            made.body.append({"h2": "Fordeling på enhetene"})
            heads = ["Enhet", "Lønn", "Drift", "Inntekter", "Netto ramme"]
            add_amounts(made, heads, unit_rows, f"Enhetene i {town.areas[area]}, 1 000 kr")


def unit_money(paper: Paper, service: str) -> Iterator[list[Any]]:
    """Yield the row of each of the service's units: wages, running costs, income, net frame."""
    units = [unit for unit in paper.town.units(16) if unit.service == service]
    for unit in units:
        net = paper.town.frame(service, paper.year) // len(units)
        wages, income = round(net * 0.86), -round(net * 0.11)
        yield [unit.name, wages, net - wages - income, income, net]


def arsrapport(paper: Paper, made: Made) -> None:
    """An årsrapport: accounts against the budget, and how each result goal went."""
    town, voice = paper.town, paper.voice()
    made.body += [{"title": title_of(paper)}, {"h1": "1 Kommunedirektørens innledning"}]
    add_prose(paper, made, voice, all_topics("organisasjon"), 4)
    made.body.append({"h1": "2 Regnskapet"})
    rows = []
    for area in AREAS:
        for service in services_of(area):
            budget = town.frame(service, paper.year)
            over = round(budget * voice.chance.uniform(-0.03, 0.04))
            rows.append([service_name(service), budget, budget + over, over])
    columns = ["Beløp i 1 000 kr", "Budsjett", "Regnskap", "Avvik"]
    add_amounts(made, columns, rows, f"Tabell 1. Regnskap {paper.year}")
    for place, area in enumerate(AREAS, 3):
        made.body.append({"h1": f"{place} {town.areas[area]}"})
        for service in services_of(area):
            made.body.append({"h2": service_name(service)})
            add_prose(paper, made, voice, topics_of(service), 8)
            goals = goals_of_the_year(town, service, paper.year)
            made.goals += goals
            results = [
                [
                    goal.text,
                    voice.pick(("{percent} %", "alle", "{n}")),
                    voice.pick(("{percent} %", "{n} av {of_n}", "{n}")),
                    f"{voice.chance.choice(ASSESSED)}.",
                ]
                for goal in goals
            ]
            heads = ["Resultatmål", "Mål", "Resultat", "Vurdering"]
            made.body.append(
                {"table": {"columns": heads, "rows": results, "widths": [46, 16, 16, 22]}}
            )


def bystyresak(paper: Paper, made: Made) -> None:
    """A case: the matter, the assessment, the proposal, what the council made of it."""
    town, voice = paper.town, paper.voice()
    service = case_service(paper)
    about = topics_of(service)
    head = voice.chance.choice
    made.body.append({"h1": title_of(paper)})
    case = f"{paper.number + 11}/{paper.year % 100}"
    dates = [["Utvalg", f"{head(range(1, 28)):02}.{head(range(1, 12)):02}.{paper.year}", case]]
    dates.append([upper_first(town.council), f"{head(range(1, 28)):02}.12.{paper.year}", case])
    made.body.append({"table": {"columns": ["Behandles av", "Dato", "Sak"], "rows": dates}})
    made.body.append({"h2": "Saksopplysninger"})
    add_prose(paper, made, voice, about, 22)
    columns = ["Beløp i 1 000 kr", str(paper.year), str(paper.year + 1)]
    add_amounts(made, columns, measure_rows(voice, service, 2), "Tabell 1. Kostnader")
    made.body.append({"h2": "Vurdering"})
    add_prose(paper, made, voice, about, 16)
    made.body.append({"h2": "Kommunedirektørens forslag til vedtak"})
    points = [voice.pick(DECISIONS, topic(head(about))) for _ in range(voice.chance.randint(3, 5))]
    made.body.append({"numbered": points})
    made.body.append({"h1": f"Behandling i {town.council}"})
    made.body.append(voice.say("Forslaget ble vedtatt mot {few} stemmer."))
    made.body.append({"h2": "Vedtak"})
    decided = [*points[:-1], voice.pick(DECISIONS, topic(head(about)))]
    made.body.append({"numbered": decided})
    made.goals += [Planted(text, "vedtak") for text in dict.fromkeys([*points, *decided])]


DECISIONS = (
    "{The_thing} innføres i {place} fra 1. {month} {year}.",
    "Det opprettes {thing} for {group}.",
    "{means_start} prøves ut i {few} måneder.",
    "Det settes av {amount} kroner til {the_thing} i {year}.",
    "{The_thing} og {the_thing2} slås sammen.",
    "Kommunedirektøren legger fram {thing} innen utgangen av {month}.",
    "{The_thing} i {place} legges ned fra 1. {month} {year}.",
    "Kommunen inngår avtale med {partner} om {thing}.",
    "Kommunedirektøren får fullmakt til å gjennomføre {the_thing}.",
)


def case_service(paper: Paper) -> str:
    """Return the service that a case is about."""
    services: list[str] = list(read_words()["services"])
    return paper.chance("case").choice(services)


def lederavtale(paper: Paper, made: Made) -> None:
    """A unit's agreement: common goals, the area's, the service's, its own; the leader's last."""
    unit, voice = paper.unit, paper.voice()
    if unit is None:
        raise ValueError("an agreement is a unit's: expected a unit, came none")
    service = unit.service
    area = paper.town.areas[area_of(service)]
    look = paper.town.chance("look", unit.name).choice(LOOKS)
    echo, concrete = PROFILES[unit.profile]
    takes = "resultatmål" in look["keys"]
    common = paper.town.voice(paper.year, "common")
    parts = [
        part("1. Felles mål for hele kommunen", common_rows(common, voice, unit, takes)),
        part(f"2. Felles mål for {area}", area_rows(paper, common, voice, takes)),
        part(
            f"3. Felles mål for {lower_first(service_name(service))}",
            service_rows(paper, voice, unit, takes),
        ),
        part("4. Enhetens egne mål", own_rows(paper, voice, unit, echo, concrete, takes)),
    ]
    made.goals += [goal for each in parts for given in each["rows"] for goal in given["planted"]]
    personal = [row(voice, Planted("Delta i ledernettverk", "personlig"), least=1)]
    leader = read_words()["services"][service]["leader"]
    intro = [
        f"Avtalen er inngått mellom {leader.lower() if leader != 'NAV-leder' else leader} ved "
        f"{unit.name} og kommunalsjefen for {area}. Den gjelder fra 1. januar til 31. desember "
        f"{paper.year}.",
        {"h2": "Om enheten"},
        *(
            voice.prose(topic(voice.chance.choice(topics_of(service))), voice.chance.randint(3, 5))
            for _ in range(paper.often(5))
        ),
    ]
    source = {
        "intro": intro,
        "parts": [*parts, part("5. Leders personlige utvikling", personal)],
        "closing": [
            {"h2": "Oppfølging"},
            voice.prose(topic(topics_of("stab")[0]), 3),
            f"{leader} ……………………………… Kommunalsjef ………………………………",
        ],
        **look,
    }
    header = Header("", "lederavtale", "", paper.year, "", "", unit=unit.name)
    made.body += agreement_body(source, header, {})


def part(title: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a part of an agreement."""
    return {"title": title, "rows": rows}


def row(
    voice: Voice,
    goal: Planted,
    taken: Planted | None = None,
    actions: Sequence[str] = ACTIONS,
    least: int = 0,
) -> dict[str, Any]:
    """Return a row: the goal, its measures and support; what it is taken from, where it is told."""
    words = read_words()
    count = voice.chance.randint(least, 3)
    listed = [voice.pick(actions) for _ in range(count)]
    return {
        "resultatmål": taken.text if taken else "",
        "enhet": goal.text,
        "tiltak": listed if count > 1 else "".join(listed),
        "støtte": voice.pick(words["supports"]),
        "frist": voice.pick(words["deadlines"]),
        "planted": [goal, *([taken] if taken else [])],
    }


def common_rows(common: Voice, voice: Voice, unit: Unit, takes: bool) -> list[dict[str, Any]]:
    """Return the rows that all units of a municipality share in a year, each answered."""
    voice.topic = topic(topics_of(unit.service)[0])
    common.topic = topic(topics_of("stab")[0])
    rows = []
    for given, answered in common.chance.sample(COMMON, 4):
        taken = Planted(common.say(given), "resultatmål", "none")
        goal = Planted(voice.say(answered), "enhetsmål", "none") if takes else taken
        rows.append(row(voice, goal, taken if takes else None, COMMON_ACTIONS, least=1))
    return rows


def service_rows(paper: Paper, voice: Voice, unit: Unit, takes: bool) -> list[dict[str, Any]]:
    """Return the rows that take on the budget's goals for the service."""
    rows = []
    for taken in goals_of_the_year(paper.town, unit.service, paper.year)[:4]:
        sub = next((sub for sub in paper.subs if sub.number == taken.serves), None)
        words = topic(sub.topic if sub else voice.chance.choice(topics_of(unit.service)))
        how = ("concretised", taken.serves) if sub else ("none", "")
        goal = Planted(voice.pick(CONCRETE, words), "enhetsmål", *how) if takes else taken
        rows.append(row(voice, goal, taken if takes else None))
    return rows


def area_rows(paper: Paper, common: Voice, voice: Voice, takes: bool) -> list[dict[str, Any]]:
    """Return the rows that an area's units share in a year."""
    if paper.unit is None:
        return []
    area = area_of(paper.unit.service)
    mine = [sub for sub in paper.subs if area_of(topic(sub.topic)["service"]) == area]
    rows = []
    for sub in mine[:3]:
        taken = Planted(named(sub.strategies[0]), "resultatmål", "verbatim", sub.number)
        goal = Planted(
            common.pick(CONCRETE, topic(sub.topic)), "enhetsmål", "concretised", sub.number
        )
        voice.topic = topic(sub.topic)
        rows.append(row(voice, goal, taken if takes else None))
    return rows


def own_rows(
    paper: Paper, voice: Voice, unit: Unit, echo: float, concrete: float, takes: bool
) -> list[dict[str, Any]]:
    """Return the unit's own rows; a third stood in last year's agreement already."""
    rows = []
    kept = paper.town.voice(paper.year - paper.year % 2, "kept", unit.name)
    for place in range(voice.chance.randint(6, 12)):
        speaks = kept if place % 3 == 0 else voice
        goal = made_goal(paper.subs, speaks, unit.service, "enhetsmål", echo, concrete)
        voice.topic = speaks.topic or topic(topics_of(unit.service)[0])
        above = next((sub for sub in paper.subs if sub.number == goal.serves), None)
        taken = Planted(above.text, "resultatmål", "verbatim", above.number) if above else None
        rows.append(row(voice, goal, taken if takes and goal.how == "concretised" else None))
    return rows


TITLES: Mapping[str, str] = {
    "kommuneplan": "Kommuneplanens samfunnsdel {year}–{to}",
    "økonomiplan": "Økonomiplan {year}–{to}",
    "årsbudsjett": "Årsbudsjett {year}",
    "årsrapport": "Årsrapport {year}",
    "lederavtale": "Lederavtale {year} – {unit}",
}
LASTS = {"kommuneplan": 12, "økonomiplan": 3}


def title_of(paper: Paper) -> str:
    """Return the document's title; a case is named by what it is about."""
    if paper.kind == "bystyresak":
        voice = paper.town.voice(paper.year, "case's title", paper.number)
        words = topic(topics_of(case_service(paper))[0])
        about = voice.pick(("{The_thing} i {place}", "{Things_start} for {group}"), words)
        return f"Sak {paper.number + 11}/{paper.year % 100} {about}"
    unit = paper.unit.name if paper.unit else ""
    to = paper.year + LASTS.get(paper.kind, 0)
    return TITLES[paper.kind].format(year=paper.year, to=to, unit=unit)


KINDS: dict[str, Callable[[Paper, Made], None]] = {
    "kommuneplan": kommuneplan,
    "økonomiplan": okonomiplan,
    "årsbudsjett": arsbudsjett,
    "årsrapport": arsrapport,
    "bystyresak": bystyresak,
    "lederavtale": lederavtale,
}
