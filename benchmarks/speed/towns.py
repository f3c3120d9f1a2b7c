"""Made-up municipalities: their places, services and units, plan and frames, all from a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from benchmarks.speed.sentences import Voice, read_words, upper_first

LAST_YEAR = 2025
AREAS = ("oppvekst", "helse", "samfunn", "kultur", "organisasjon")
# how a unit's own goals stand to the plan: echoes, made concrete, of its own
PROFILES = {
    "tight": (0.75, 0.15),
    "loose": (0.15, 0.65),
    "mixed": (0.30, 0.35),
    "decoupled": (0.08, 0.10),
}
_NYNORSK = 0.25
_IN_THE_PLAN = 0.68
# names of places that there are
_REAL = {"Lund", "Holmestrand", "Nordal", "Askøy", "Solund", "Solør", "Alver", "Bergset"}


@dataclass(frozen=True)
class Unit:
    """A unit of a service; its profile tells how its goals stand to the plan."""

    name: str
    service: str
    profile: str


@dataclass(frozen=True)
class SubGoal:
    """A delmål of the plan, about a topic, with the strategies under it."""

    number: str
    topic: str
    text: str
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class MainGoal:
    """A hovedmål, one an area."""

    number: int
    area: str
    text: str
    subs: tuple[SubGoal, ...]


@dataclass(frozen=True)
class Town:
    """One municipality, told by its place in the corpus and the corpus's seed."""

    index: int
    seed: int

    def chance(self, *about: object) -> random.Random:
        """Return a chance of its own for each thing that is asked about."""
        return random.Random("/".join(map(str, (self.seed, self.index, *about))))

    @cached_property
    def name(self) -> str:
        """The name, a different one for each index."""
        words = read_words()["places"]
        firsts, lasts = words["first"], words["municipality"]
        names = [first + last for first in firsts for last in lasts if first + last not in _REAL]
        random.Random(f"names/{self.seed}").shuffle(names)
        round_, place = divmod(self.index, len(names))
        return (
            names[place] if not round_ else f"{('Nye', 'Øvre', 'Ytre')[round_ - 1]} {names[place]}"
        )

    @cached_property
    def language(self) -> str:
        """Bokmål, or nynorsk in some."""
        return "nn" if self.index and self.chance("language").random() < _NYNORSK else "nb"

    @cached_property
    def council(self) -> str:
        """What the council is called there."""
        return self.chance("council").choice(("kommunestyret", "bystyret", "kommunestyret"))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places of the municipality, none twice."""
        words = read_words()["places"]
        names = [first + last for first in words["first"] for last in words["last"]]
        return tuple(self.chance("places").sample(names, 40))

    @cached_property
    def size(self) -> float:
        """How large it is, beside the middle one."""
        return self.chance("size").uniform(0.5, 2.2)

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """What the areas are called there."""
        chance = self.chance("areas")
        return {area: chance.choice(names) for area, names in read_words()["areas"].items()}

    def voice(self, year: int, *about: object) -> Voice:
        """Return the voice of one document."""
        return Voice(self.chance("voice", year, *about), self.name, self.places[:14], year)

    def units(self, count: int) -> tuple[Unit, ...]:
        """Return so many units, services by turns; those of which there is one come once."""
        return _units(self, count)

    def all_units(self) -> Iterator[Unit]:
        """Yield units, services by turns, as many as the municipality could have."""
        services = read_words()["services"]
        chance = self.chance("units")
        order = ["skole", "hjemmetjeneste", "barnehage", "vegvann", "sykehjem"]
        order += chance.sample([name for name in services if name not in order], len(services) - 5)
        places = iter(chance.sample(self.places, len(self.places)))
        taken: set[str] = set()
        for turn in range(len(self.places)):
            for service in order:
                given = services[service]
                patterns = [p for p in given["units"] if "{place}" in p or not turn]
                if turn and (given["many"] == 1 or not patterns):
                    continue
                place = next(places, None) or f"{chance.choice(self.places)} {turn}"
                name = chance.choice(patterns).format(place=place, municipality=self.name)
                if name not in taken:
                    taken.add(name)
                    yield Unit(name, service, chance.choice(list(PROFILES)))

    def plan(self, start: int) -> tuple[MainGoal, ...]:
        """Return the goal tree of the kommuneplan from that year on."""
        return _plan(self, start)

    def plan_start(self, year: int) -> int:
        """Return the first year of the plan in force in a year."""
        first = LAST_YEAR - 8 + self.index % 4
        return first if year >= first else first - 8

    def frame(self, service: str, year: int) -> int:
        """Return the service's net frame in a year, thousands of kroner."""
        given = read_words()["services"][service]
        grows: float = self.chance("growth", service).uniform(0.99, 1.05)
        base = float(given["budget"]) * given["many"] * self.size
        frame: float = base * math.pow(grows, year - LAST_YEAR)
        return round(frame)


@lru_cache(maxsize=256)
def _units(town: Town, count: int) -> tuple[Unit, ...]:
    return tuple(islice(town.all_units(), count))


def topic(name: str) -> Mapping[str, Any]:
    """Return a topic's words."""
    found: Mapping[str, Any] = read_words()["topics"][name]
    return found


def topics_of(service: str) -> list[str]:
    """Return the topics of a service."""
    return [name for name, words in read_words()["topics"].items() if words["service"] == service]


def area_of(service: str) -> str:
    """Return the area that a service belongs to."""
    return str(read_words()["services"][service]["area"])


@lru_cache(maxsize=256)
def _plan(town: Town, start: int) -> tuple[MainGoal, ...]:
    chance = town.chance("plan", start)
    voice = town.voice(start, "plan's goals")
    goals: list[MainGoal] = []
    for area in AREAS:
        names = [n for n, w in read_words()["topics"].items() if area_of(w["service"]) == area]
        chosen = [name for name in names if chance.random() < _IN_THE_PLAN] or names[:1]
        number = len(goals) + 1
        text = voice.pick(read_words()["headlines"][area])
        subs = tuple(
            _sub_goal(f"{number}.{place}", name, voice, chance)
            for place, name in enumerate(chosen, 1)
        )
        goals.append(MainGoal(number, area, text, subs))
    return tuple(goals)


def _sub_goal(number: str, name: str, voice: Voice, chance: random.Random) -> SubGoal:
    words = topic(name)
    text = upper_first(voice.pick(OBJECTIVES, words))
    known = chance.sample(words["strategy"], min(len(words["strategy"]), chance.randint(3, 4)))
    told = [each + chance.choice(STRATEGY_TAILS) for each in known]
    own = chance.sample(STRATEGIES, 2)
    strategies = [voice.say(each, words) for each in (*told, *own)]
    return SubGoal(number, name, text, tuple(strategies))


# no two municipalities should have word for word the same plan, though some goals are alike
OBJECTIVES = (
    *["{objective}"] * 4,
    "{objective}, også i {place}",
    "{objective}, og {group} {outcome}",
    "{objective} med støtte fra {partner}",
    "{objective} gjennom {thing} og {thing2}",
    "{objective}, og antallet {fewer} går ned",
    "I hele {municipality} gjelder at {group} {outcome}",
    "Flere {group} {outcome}, og det er flere {more}",
    "{group_start} {outcome}, uansett hvor de bor",
    "{municipality} er kjent for {means} og for at {group} {outcome}",
)
STRATEGY_TAILS = ("", "", "", " i {place}", " gjennom {means}", " sammen med {partner}")
STRATEGIES = (
    "prøve ut {means} i samarbeid med {partner}",
    "lage {thing} for {group}",
    "sørge for at {group} i {place} får {means}",
    "redusere antallet {fewer}",
    "øke antallet {more} i hele kommunen",
    "la {partner} være med på å utforme {the_thing}",
    "videreutvikle {the_thing} i {place}",
    "gi {group} tilgang til {thing}",
    "samle {things} ett sted",
    "bygge videre på {project} i {place}",
)


def named(text: str) -> str:
    """Return a strategy as a goal of its own."""
    return upper_first(text)
